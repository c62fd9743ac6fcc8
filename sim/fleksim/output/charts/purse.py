"""What each scenario costs or saves the state and the municipalities."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from fleksim.analysis.results import Results
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import BLUE, INK, SOFT, WIDTH, at_pixel, framed, inline
from fleksim.output.numbers import format_number, unit_name
from fleksim.output.results.reading import MARGIN, Estimate, Filled, Reader, amounts, basis_line, scale_of
from fleksim.output.table import Column, Table

# Key of the statistic, its name, its colour; the last is the sum of the others.
_PURSES = (
    ("balance_stat", "Staten", "The state", BLUE),
    ("balance_kommune", "Kommunerne", "The municipalities", "#56B4E9"),
    ("provenu", "I alt", "In all", INK),
)
_BAR, _GAP = 20, 24
_LETTERS_A_LINE, _MOST_LINES = 26, 4
_KEY_AT = -14
# More scenarios than this are not drawn beside each other.
MOST_SCENARIOS = 12
# Room beyond the longest bar for its number, as a share of all.
_ROOM = 0.2


def purse_chart(results: Results, lang: str = "da") -> Chart:
    """The change of the public balances [kr/year] by scenario, with two standard errors; to the right the purse gains."""
    reader = Reader(results, lang)
    table, scenarios = purse_table(reader), len(reader.reforms())
    title = say(lang, "Hvad scenarierne koster de offentlige kasser", "What the scenarios cost the public purses")
    unit = unit_name(table.columns[1].unit, lang)
    subtitle = say(
        lang,
        f"Ændring i forhold til grundforløbet, {unit}; til højre for 0 vinder kassen",
        f"Change against the baseline, {unit}; to the right of 0 the purse gains",
    )
    few = say(lang, f"De første {MOST_SCENARIOS} af {scenarios} scenarier.", f"The first {MOST_SCENARIOS} of {scenarios} scenarios.")
    line = say(lang, "Streg: to standardfejl for stikprøvens tilfældighed.", "Line: two standard errors of sampling.")
    captions = [*([few] if scenarios > MOST_SCENARIOS else []), *([line] if _uncertain(table) else [])]
    height = len(table.rows) * (len(_PURSES) * _BAR + _GAP)
    drawn = framed(_bars(table, lang), title, subtitle, captions, basis_line(reader.results, lang), lang, height)
    return Chart(drawn, table, title, {one: _alt(purse_table(Reader(results, one)), one) for one in ("da", "en")}, lang)


def purse_table(reader: Reader) -> Table:
    """What is drawn: a row a scenario but the baseline, a column a purse and its margin, all in one scale."""
    lang, scenarios = reader.lang, reader.reforms()[:MOST_SCENARIOS]
    found = {key: [reader.change(one, reader.everybody, key) for one in scenarios] for key, *_ in _PURSES if reader.has(key)}
    scale = scale_of((one.value for estimates in found.values() for one in estimates), lang)
    columns = [Filled(Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"), [reader.results.scenarios[one].title(lang) for one in scenarios])]
    for key, da, en, _ in _PURSES:
        if key in found:
            columns += amounts(key, say(lang, da, en), found[key], lang, scale)
    said = say(lang, "Positive tal: kassen vinder.", "Positive numbers: the purse gains.")
    return reader.table(say(lang, "De offentlige kasser", "The public purses"), columns, said, scenarios)


def _uncertain(table: Table) -> bool:
    """Whether the table says what its numbers are uncertain by."""
    return any(column.key.endswith(MARGIN) for column in table.columns)


def _lines(name: str) -> str:
    """A scenario's name broken into lines that leave room for the bars."""
    return "\n".join(wrap(name, _LETTERS_A_LINE)[:_MOST_LINES])


def _rows(table: Table, lang: str) -> list[dict[str, Any]]:
    """A row a bar: scenario, purse, amount, ends of its line of uncertainty, colour and words."""
    decimals = table.columns[1].decimals or 0
    rows = []
    for record in table.to_records():
        for index, (key, da, en, colour) in enumerate(_PURSES):
            amount = Estimate(record.get(key), record.get(key + MARGIN) or 0.0)
            if amount.value is None or amount.margin is None:
                continue
            rows.append(
                {
                    "scenario": _lines(record["scenario"]),
                    "purse": say(lang, da, en),
                    "order": index,
                    "amount": amount.value,
                    "zero": 0.0,
                    "low": amount.value - amount.margin,
                    "high": amount.value + amount.margin,
                    "left": amount.value < 0.0,
                    "edge": min(amount.value - amount.margin, 0.0) if amount.value < 0.0 else max(amount.value + amount.margin, 0.0),
                    "colour": colour,
                    "text": ("+" if amount.value > 0.0 else "") + format_number(amount.value, lang, decimals),
                }
            )
    return rows


def _bars(table: Table, lang: str) -> list[Any]:
    """Three bars a scenario from 0, their numbers at the end, lines of uncertainty, and the key of colours."""
    import altair as alt

    rows = _rows(table, lang)
    order = [_lines(record["scenario"]) for record in table.to_records()]
    axis = alt.Axis(ticks=False, domain=False, labelLimit=240, labelPadding=10, labelFontSize=13, labelExpr="split(datum.value, '\\n')")
    y = alt.Y("scenario:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order, paddingInner=_GAP / (3 * _BAR + _GAP), paddingOuter=0.1))
    offset = alt.YOffset("order:O", scale=alt.Scale(domain=list(range(len(_PURSES)))))
    ends = [0.0, *(row["edge"] for row in rows)]
    room = (max(ends) - min(ends) or 1.0) * _ROOM
    domain = [min(ends) - (room if min(ends) < 0.0 else 0.0), max(ends) + (room if max(ends) > 0.0 else 0.0)]
    flat = domain[0] == domain[1]
    x_axis = alt.Axis(title=None, format=",.0f", grid=True, **({"values": [0.0]} if flat else {"tickCount": 6}))
    x = alt.X("amount:Q", axis=x_axis, scale=alt.Scale(domain=[-1.0, 1.0] if flat else domain, nice=False))
    data = alt.Chart(inline(rows))
    layers = [data.mark_bar(height=_BAR - 4).encode(y, x, yOffset=offset, x2="zero:Q", color=alt.Color("colour:N", scale=None))]
    certain = [row for row in rows if row["high"] > row["low"]]
    if certain:
        # White below, so that the line is seen on a dark bar too.
        for colour, width in (("white", 3.2), (INK, 1.6)):
            lines = alt.Chart(inline(certain)).mark_rule(color=colour, strokeWidth=width)
            layers.append(lines.encode(y, alt.X("low:Q"), yOffset=offset, x2="high:Q"))
    for left in (True, False):
        some = [row for row in rows if row["left"] == left]
        if some:
            words = alt.Chart(inline(some)).mark_text(align="right" if left else "left", dx=-6 if left else 6, fontSize=12, color=INK)
            layers.append(words.encode(y, alt.X("edge:Q"), alt.Text("text:N"), yOffset=offset))
    zero = alt.Chart(inline([{"amount": 0.0}])).mark_rule(color=SOFT).encode(x)
    return [*layers, zero, *_key(lang)]


def _key(lang: str) -> list[Any]:
    """What the colours stand for, in one line above the bars."""
    import altair as alt

    layers = []
    for index, (_, da, en, colour) in enumerate(_PURSES):
        one, place = alt.Chart(inline([{"text": say(lang, da, en)}])), index * WIDTH / 4.0
        square = one.mark_point(shape="square", filled=True, size=121, opacity=1, color=colour)
        layers.append(square.encode(x=at_pixel(place + 6), y=at_pixel(_KEY_AT)))
        layers.append(
            one.mark_text(align="left", baseline="middle", fontSize=12, color=INK).encode(alt.Text("text:N"), x=at_pixel(place + 16), y=at_pixel(_KEY_AT))
        )
    return layers


def _alt(table: Table, lang: str) -> str:
    unit = unit_name(table.columns[1].unit, lang)
    parts = []
    for record in table.to_records():
        told = [f"{row['purse'].lower()} {row['text']}" for row in _rows(table, lang) if row["scenario"] == _lines(record["scenario"])]
        parts.append(f"{record['scenario']}: {', '.join(told) if told else '–'}")
    begin = say(lang, f"Søjler: ændring af de offentlige kassers saldo, {unit}.", f"Bars: change of the public purses' balance, {unit}.")
    return f"{begin} {'; '.join(parts)}."
