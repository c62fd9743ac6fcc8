"""What a reform of the months costs or saves: state and municipalities by year, and the ladder rung by rung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from fleksim.analysis.months.ladder import AFTER_RESPONSE, AFTER_RETURN, IMMEDIATE, LASTING, PURSES, RUNGS, TOTAL, Ladder, Money, effects_of
from fleksim.analysis.months.results import MonthResults
from fleksim.dynamics.ledger import MUNICIPALITY, STATE
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_style import GREY, SKY, captioned, foot, key, title_of, whiskers
from fleksim.output.charts.style import BLUE, INK, ORANGE, SOFT, framed, inline
from fleksim.output.months.more_words import millions, rate_note, shown, stops_note
from fleksim.output.numbers import format_number, unit_name
from fleksim.output.table import Column, Table

_UNIT = "mio_kr/aar"
_PURSES = {
    STATE: ("Staten", "The state", BLUE),
    MUNICIPALITY: ("Kommunerne", "The municipalities", SKY),
    TOTAL: ("I alt", "In all", INK),
}
_ROW = 46
# Room beyond the longest bar for its number, as a share of all.
_ROOM = 0.2


def _decimals(largest: float) -> int:
    """Decimals that suit numbers up to this [millions]."""
    return 0 if largest >= 100.0 else 1


def _signed(value: float, lang: str, decimals: int) -> str:
    text = format_number(value, lang, decimals)
    zero = format_number(0.0, lang, decimals)
    return zero if text.lstrip("−") == zero else ("+" if value > 0.0 else "") + text


# --- by year -------------------------------------------------------------------------------------------------------------


def budget_chart(results: MonthResults, found: Ladder, lang: str = "da") -> Chart:
    """The change of the public balance by full year, state, municipalities and both, with two standard errors.

    It is that of the run with people's response if there is one, without what comes back through VAT.
    """
    table = _budget_table(results, found, lang)
    title = say(lang, "Hvad stat og kommuner vinder eller taber, år for år", "What state and municipalities gain or lose, year by year")
    unit = unit_name(_UNIT, lang)
    subtitle = [
        title_of(found.scenario, results, lang),
        say(
            lang,
            f"Ændring mod gældende lov, {unit}; over 0 vinder kassen",
            f"Change against the law in force, {unit}; above 0 the purse gains",
        ),
    ]
    said = [
        *([say(lang, "Streg: to standardfejl for tilfældighed.", "Line: two standard errors of chance.")] if _unsure(table) else []),
        say(lang, "Uden tilbageløb gennem moms og afgifter. Kun hele kalenderår.", "Without return through VAT and duties. Full calendar years only."),
    ]
    layers = _year_bars(table, lang)
    drawn = framed(layers, title, subtitle, captioned(results, [found.scenario], said, lang), foot(results, lang)[0], lang)
    return Chart(drawn, table, title, {one: _budget_alt(results, found, one) for one in ("da", "en")}, lang)


def _of_years(results: MonthResults, found: Ladder) -> Mapping[str, Sequence[Money]]:
    """The effects by purse of the run that is drawn, before return."""
    return effects_of(results, found.scenario, 0.0)


def _budget_table(results: MonthResults, found: Ladder, lang: str) -> Table:
    amounts = _of_years(results, found)
    columns = [Column("year", say(lang, "År", "Year"), kind="text")]
    for purse in PURSES:
        name = say(lang, *_PURSES[purse][:2])
        columns += [Column(purse, name, _UNIT, 1), Column(f"{purse}_margin", f"{name}, ±", _UNIT, 1)]
    rows = []
    for place, year in enumerate(found.years):
        row: list[Any] = [str(year)]
        for purse in PURSES:
            row += shown(amounts[purse][place])
        rows.append(row)
    return Table(title_of(found.scenario, results, lang), columns, rows, foot(results, lang), lang=lang)


def _unsure(table: Table) -> bool:
    return any(row[f"{purse}_margin"] for row in table.to_records() for purse in PURSES)


def _year_bars(table: Table, lang: str) -> list[Any]:
    """Bars of state and municipalities beside each other, both together as a third, a group a year."""
    import altair as alt

    rows = [
        {
            "year": record["year"],
            "order": order,
            "amount": record[purse],
            "zero": 0.0,
            "low": record[purse] - (record[f"{purse}_margin"] or 0.0),
            "high": record[purse] + (record[f"{purse}_margin"] or 0.0),
            "colour": _PURSES[purse][2],
        }
        for record in table.to_records()
        for order, purse in enumerate(PURSES)
    ]
    years = [record["year"] for record in table.to_records()]
    x = alt.X("year:N", sort=years, axis=alt.Axis(title=None, labelAngle=0, ticks=False, domain=False, labelPadding=8), scale=alt.Scale(paddingInner=0.22))
    offset = alt.XOffset("order:O", scale=alt.Scale(domain=list(range(len(PURSES)))))
    ends = [0.0, *(row["low"] for row in rows), *(row["high"] for row in rows)]
    flat = min(ends) == max(ends)
    scale = alt.Scale(domain=[-1.0, 1.0] if flat else [min(ends), max(ends)], nice=not flat)
    y = alt.Y("amount:Q", axis=alt.Axis(title=None, format=",.0f" if max(map(abs, ends)) >= 5.0 else ",.1f", tickCount=6), scale=scale)
    bars = alt.Chart(inline(rows)).mark_bar().encode(x, y, y2=alt.Y2("zero:Q"), xOffset=offset, color=alt.Color("colour:N", scale=None))
    zero = alt.Chart(inline([{"amount": 0.0}])).mark_rule(color=SOFT).encode(y)
    unsure = [row for row in rows if row["high"] > row["low"]]
    lines = whiskers(unsure, x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), xOffset=offset)
    return [bars, *lines, zero, *key([(say(lang, *_PURSES[purse][:2]), _PURSES[purse][2], None) for purse in PURSES])]


def _budget_alt(results: MonthResults, found: Ladder, lang: str) -> str:
    table = _budget_table(results, found, lang)
    parts = []
    for record in table.to_records():
        told = [f"{say(lang, *_PURSES[purse][:2]).lower()} {_signed(record[purse], lang, 1)}" for purse in PURSES]
        parts.append(f"{record['year']}: {', '.join(told)}")
    unit = unit_name(_UNIT, lang)
    begin = say(lang, f"Søjler, {unit}, {table.title}", f"Bars, {unit}, {table.title}")
    return f"{begin}. {'; '.join(parts)}."


# --- the ladder as a waterfall -------------------------------------------------------------------------------------------

_NAMES = {
    IMMEDIATE: ("Umiddelbar virkning", "Immediate effect"),
    AFTER_RETURN: ("Tilbageløb", "Return"),
    AFTER_RESPONSE: ("Adfærd", "Response"),
}


def ladder_chart(results: MonthResults, found: Ladder, lang: str = "da") -> Chart:
    """From the immediate effect, by what comes back and what people do, to the effect of the last full year, and for ever."""
    table = ladder_steps(results, found, lang)
    year = found.years[-1]
    title = say(lang, "Fra umiddelbar til varig virkning på stat og kommuner", "From immediate to lasting effect on state and municipalities")
    unit = unit_name(_UNIT, lang)
    subtitle = [
        title_of(found.scenario, results, lang),
        say(lang, f"{year} og varigt, {unit}; til højre for 0 vinder kassen", f"{year} and for ever, {unit}; to the right of 0 the purse gains"),
    ]
    said = [
        say(
            lang,
            "Streg: to standardfejl for tilfældighed; hvor tal er lagt sammen, er også fejlene lagt sammen.",
            "Line: two standard errors of chance; where numbers are added up so are their errors.",
        ),
        rate_note(found, lang),
        *([] if found.responds else [stops_note(lang)]),
    ]
    records = table.to_records()
    drawn = framed(_steps(records, lang), title, subtitle, captioned(results, [found.scenario], said, lang), foot(results, lang)[0], lang, _ROW * len(records))
    return Chart(drawn, table, title, {one: _ladder_alt(results, found, one) for one in ("da", "en")}, lang)


def ladder_steps(results: MonthResults, found: Ladder, lang: str) -> Table:
    """The bars: what each adds, from where to where; two sums at the end, each with its uncertainty."""
    rows: list[list[Any]] = []
    before = 0.0
    for rung, by_purse in found.effects.items():
        after = millions(by_purse[TOTAL][-1].value)
        rows.append([say(lang, *_NAMES[rung]), after - before + 0.0, before, after, None])
        before = after
    last = found.effects[found.last][TOTAL][-1]
    for name, money in ((f"{RUNGS[found.last].title(lang)}, {found.years[-1]}", last), (LASTING.title(lang), found.lasting[found.last][TOTAL])):
        value, unsure = shown(money)
        rows.append([name, value, 0.0, value, unsure])
    columns = [
        Column("part", say(lang, "Trin", "Rung"), kind="text"),
        Column("amount", say(lang, "Beløb", "Amount"), _UNIT, 1),
        Column("start", say(lang, "Fra", "From"), _UNIT, 1),
        Column("end", say(lang, "Til", "To"), _UNIT, 1),
        Column("margin", "±", _UNIT, 1),
    ]
    return Table(title_of(found.scenario, results, lang), columns, rows, foot(results, lang), lang=lang)


def _steps(records: Sequence[Mapping[str, Any]], lang: str) -> list[Any]:
    import altair as alt

    sums = len(records) - 2
    decimals = _decimals(max(abs(row["amount"]) for row in records))
    rows = []
    for index, row in enumerate(records):
        colour = INK if index >= sums else (GREY if index == 0 else (BLUE if row["amount"] >= 0.0 else ORANGE))
        unsure = row["margin"] or 0.0
        rows.append(
            {
                **row,
                "part": "\n".join(_two_lines(row["part"])),
                "low": row["end"] - unsure,
                "high": row["end"] + unsure,
                "edge": max(row["start"], row["end"] + unsure) if index else max(row["start"], row["end"]),
                "colour": colour,
                "text": _signed(row["amount"], lang, decimals),
            }
        )
    ends = [0.0, *(row["low"] for row in rows), *(row["edge"] for row in rows), *(row["start"] for row in rows)]
    width = (max(ends) - min(ends)) or 2.0
    axis = alt.Axis(ticks=False, domain=False, labelLimit=260, labelPadding=10, labelFontSize=13, labelExpr="split(datum.value, '\\n')")
    order = [row["part"] for row in rows]
    y = alt.Y("part:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.4, paddingOuter=0.2))
    domain = [min(ends) - 0.02 * width, max(ends) + _ROOM * width] if width and max(ends) > min(ends) else [-1.0, 1.0]
    x = alt.X("start:Q", axis=alt.Axis(title=None, format=f",.{_decimals(width)}f", tickCount=6), scale=alt.Scale(domain=domain, nice=False))
    bars = alt.Chart(inline(rows)).mark_bar().encode(y, x, x2=alt.X2("end:Q"), color=alt.Color("colour:N", scale=None))
    lines = whiskers([row for row in rows if row["margin"]], y=y, x=alt.X("low:Q"), x2=alt.X2("high:Q"))
    words = alt.Chart(inline(rows)).mark_text(align="left", dx=6, fontSize=12, color=INK).encode(y, alt.X("edge:Q"), alt.Text("text:N"))
    zero = alt.Chart(inline([{"start": 0.0}])).mark_rule(color=SOFT).encode(x)
    return [bars, *lines, words, zero]


def _two_lines(text: str) -> list[str]:
    return wrap(text, 36)


def _ladder_alt(results: MonthResults, found: Ladder, lang: str) -> str:
    table = ladder_steps(results, found, lang)
    parts = [f"{row['part']} {_signed(row['amount'], lang, 1)}" for row in table.to_records()]
    unit = unit_name(_UNIT, lang)
    begin = say(lang, f"Vandfald, {unit}, {table.title}", f"Waterfall, {unit}, {table.title}")
    return f"{begin}: {'; '.join(parts)}."
