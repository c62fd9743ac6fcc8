"""Where the wage of the next hour goes, instrument by instrument, from gross to what is left."""

from __future__ import annotations

from typing import Any

from fleksim.analysis.instruments import INSTRUMENTS
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.metr import Metr
from fleksim.analysis.summary import Incentives
from fleksim.output.basis import footer, say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import BLUE, INK, LINE, ORANGE, framed, inline
from fleksim.output.numbers import kroner, percent, quantity
from fleksim.output.table import Column, Table
from fleksim.problems import one_problem
from fleksim.words import MONTHS

# What takes or gives less than this goes together as one bar [kr/month].
_SMALL = 0.5
_BAR = 34
GIVES = "#56B4E9"


def waterfall(metr: Metr, inc: Incentives, lang: str = "da") -> Chart:
    """From the extra wage of a step to what is left of it [kr/month], by instrument (each one's own change).

    metr: of any margin. inc: the same case's incentives, for the law. Raises InputError if the step brings no wage.
    """
    if metr.rate is None:
        raise one_problem(f"the step over {metr.margin} brings {inc.case.id} no wage", way_out="Choose a case that is paid by the hour.")
    table = _table(metr, inc, lang)
    title = say(lang, "Hvor den ekstra løn bliver af", "Where the extra wage goes")
    unit = MARGINS[metr.margin].unit
    start, end = (quantity(value, unit, lang) for value in (metr.place, metr.place + metr.step))
    where = say(
        lang, f"{inc.case.id}: fra {start} til {end}; METR {percent(metr.rate, lang)}", f"{inc.case.id}: from {start} to {end}; METR {percent(metr.rate, lang)}"
    )
    drawn = framed(_bars(table, lang), title, where, [], footer(inc.law, lang), lang, _BAR * len(table.rows))
    return Chart(drawn, table, title, {one: _alt(metr, inc, one) for one in ("da", "en")}, lang)


def _table(metr: Metr, inc: Incentives, lang: str) -> Table:
    """The bars: what each adds (negative: takes), from where to where."""
    columns = [
        Column("part", say(lang, "Del", "Part"), kind="text"),
        Column("amount", say(lang, "Beløb", "Amount"), "kr/md", 2),
        Column("start", say(lang, "Fra", "From"), "kr/md", 2),
        Column("end", say(lang, "Til", "To"), "kr/md", 2),
    ]
    gross, net = metr.gross / MONTHS, metr.net / MONTHS
    rows: list[list[Any]] = [[say(lang, "Ekstra løn", "Extra wage"), gross, 0.0, gross]]
    level = gross
    amounts = [(one.title(lang), -metr.account.parts[one.name] * gross) for one in INSTRUMENTS if one.name in metr.account.parts]
    small = sum(amount for _, amount in amounts if abs(amount) < _SMALL) - metr.account.residual * gross
    shown = [(name, amount) for name, amount in amounts if abs(amount) >= _SMALL]
    if abs(small) >= _SMALL:
        shown.append((say(lang, "Øvrige", "Others"), small))
    for name, amount in shown:
        rows.append([name, amount, level, level + amount])
        level += amount
    rows.append([say(lang, "Til rådighed", "Left to spend"), net, 0.0, net])
    return Table(say(lang, "Fra ekstra løn til rådighed", "From extra wage to what is left"), columns, rows, [footer(inc.law, lang)], lang=lang)


def _bars(table: Table, lang: str) -> list[Any]:
    """Bars from left to right, each named with its amount; thin lines join them."""
    import altair as alt

    records = table.to_records()
    last = len(records) - 1
    rows = [
        {
            **row,
            "order": index,
            "colour": _colour(index, last, row["amount"]),
            "text": _amount(index, last, row["amount"], lang),
            "right": max(row["start"], row["end"]),
        }
        for index, row in enumerate(records)
    ]
    order = [row["part"] for row in rows]
    y = alt.Y(
        "part:N",
        sort=order,
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelLimit=260, labelPadding=8, labelFontSize=13),
        scale=alt.Scale(paddingInner=0.32),
    )
    axis = alt.Axis(title=say(lang, "kr. pr. md.", "DKK a month"), format=",.0f", tickCount=6)
    x = alt.X("start:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))
    chart = alt.Chart(inline(rows))
    bars = chart.mark_bar().encode(y, x, x2="end:Q", color=alt.Color("colour:N", scale=None))
    text = chart.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold", color=INK).encode(y, alt.X("right:Q"), alt.Text("text:N"))
    zero = alt.Chart(inline([{"start": 0.0}])).mark_rule(color=LINE).encode(x)
    return [zero, bars, text]


def _colour(index: int, last: int, amount: float) -> str:
    if index == 0:
        return INK
    if index == last:
        return BLUE
    return ORANGE if amount < 0.0 else GIVES


def _amount(index: int, last: int, amount: float, lang: str) -> str:
    """A sum as it is; a part with its sign."""
    plus = "+" if 0 < index < last and amount > 0.0 else ""
    return plus + kroner(amount, lang)


def _alt(metr: Metr, inc: Incentives, lang: str) -> str:
    table = _table(metr, inc, lang)
    parts = ", ".join(f"{row[0]} {kroner(row[1], lang)}" for row in table.rows[1:-1])
    gross, net = kroner(metr.gross / MONTHS, lang), kroner(metr.net / MONTHS, lang)
    return say(
        lang,
        f"Vandfaldsfigur for {inc.case.id}: af {gross} mere i løn om måneden er {net} tilbage. {parts}.",
        f"Waterfall chart for {inc.case.id}: of {gross} more in wage a month, {net} is left. {parts}.",
    )
