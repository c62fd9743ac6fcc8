"""What the assumptions leave unsure of a reform's effect, the widest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.results import MonthResults, MonthScenario
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_style import across, captioned, foot, key, short, title_of
from fleksim.output.charts.style import BLUE, INK, LIGHT_ORANGE, framed, inline
from fleksim.output.months.more_words import MILLION
from fleksim.output.numbers import format_number, unit_name
from fleksim.output.table import Column, Table

WIDEST = 10
_ROW = 34
_NAME = 44
# Room at both sides for the numbers, as a share of the width.
_ROOM = 0.13
# Numbers this far apart are told without decimals.
_COARSE = 50.0
_MONEY = "mio_kr/aar"


def tornado_chart(results: MonthResults, scenario: MonthScenario, headline: str, lang: str = "da") -> Chart:
    """How a reform's effect on a headline moves when an assumption is at either end of its range; the widest on top.

    Raises ValueError if the run tried no assumptions.
    """
    table = tornado_table(results, scenario, headline, lang)
    if not table.rows:
        raise ValueError(f"no assumption was tried for {scenario.key}")
    one = HEADLINES[headline]
    unit = unit_name(table.columns[1].unit, lang) or say(lang, "personer", "persons")
    name = one.title(lang)
    title = say(lang, "Hvad antagelserne lader stå usikkert", "What the assumptions leave unsure")
    subtitle = [title_of(scenario, results, lang), say(lang, f"Virkning på: {name}; {unit}", f"Effect on: {name}; {unit}")]
    said = [
        say(
            lang,
            "Én antagelse ad gangen ved sit laveste og højeste; regnet på en stikprøve med ét udfald af tilfældet, så midten kan"
            f" afvige fra hovedtallene. De {len(table.rows)} bredeste.",
            "One assumption at a time at its lowest and highest; on a sample with one outcome of chance, so that the middle may"
            f" differ from the headlines. The {len(table.rows)} widest.",
        )
    ]
    layers = _tornado(table.to_records(), table.columns[1].decimals or 0, lang)
    drawn = framed(layers, title, subtitle, captioned(results, [scenario], said, lang), foot(results, lang)[0], lang, _ROW * len(table.rows))
    return Chart(
        drawn,
        table,
        title,
        {each: _tornado_alt(tornado_table(results, scenario, headline, each), name_of(headline, each), each) for each in ("da", "en")},
        lang,
    )


def name_of(headline: str, lang: str) -> str:
    return HEADLINES[headline].title(lang)


def tornado_table(results: MonthResults, scenario: MonthScenario, headline: str, lang: str) -> Table:
    """What is drawn: an assumption a row, the effect at its ends and in the middle."""
    one = HEADLINES[headline]
    known = {str(each["name"]): str(each.get(lang) or each["name"]) for each in results.assumptions}
    bars = sorted((bar for bar in results.bars if bar.scenario == scenario.key and bar.headline == headline), key=lambda bar: -bar.swing)[:WIDEST]
    size = MILLION if one.of_money else 1.0
    rows: list[list[Any]] = []
    for bar in bars:
        rows.append([known.get(bar.assumption, bar.assumption), bar.low / size, bar.central / size, bar.high / size])
    unit = _MONEY if one.of_money else one.unit
    numbers = [number for row in rows for number in row[1:]]
    decimals = 0 if max(numbers, default=0.0) - min(numbers, default=0.0) >= _COARSE else 1
    columns = [
        Column("assumption", say(lang, "Antagelse", "Assumption"), kind="text"),
        Column("low", say(lang, "Ved sit laveste", "At its lowest"), unit, decimals),
        Column("central", say(lang, "Ved sin værdi", "At its value"), unit, decimals),
        Column("high", say(lang, "Ved sit højeste", "At its highest"), unit, decimals),
    ]
    return Table(title_of(scenario, results, lang), columns, rows, foot(results, lang), lang=lang)


def _tornado(records: Sequence[Mapping[str, Any]], decimals: int, lang: str) -> list[Any]:
    import altair as alt

    central = records[0]["central"]
    names = [str(place) for place in range(len(records))]
    bars, words = [], []
    for name, row in zip(names, records, strict=True):
        ends = sorted((("low", LIGHT_ORANGE), ("high", BLUE)), key=lambda end: -abs(row[end[0]] - central))
        # The longer first, so that both are seen where both are on one side.
        bars += [{"name": name, "start": central, "end": row[end], "colour": colour} for end, colour in ends]
        for side, place in ((-1, min(row["low"], row["high"])), (1, max(row["low"], row["high"]))):
            if (place - central) * side > 0.0:
                words.append({"name": name, "place": place, "side": side, "text": format_number(place, lang, decimals)})
    places = [central, *(row["place"] for row in words)]
    width = (max(places) - min(places)) or max(abs(central), 1.0)
    domain = [min(places) - _ROOM * width, max(places) + _ROOM * width]
    y = alt.Y("name:N", sort=names, title=None, axis=None, scale=alt.Scale(domain=names, paddingInner=0.35))
    x = alt.X("start:Q", axis=alt.Axis(title=None, format=",.0f" if width >= 5.0 else ",.1f", tickCount=6), scale=alt.Scale(domain=domain, nice=False))
    drawn = alt.Chart(inline(bars)).mark_bar(stroke="white", strokeWidth=0.8)
    layers: list[Any] = [drawn.encode(y, x, x2=alt.X2("end:Q"), color=alt.Color("colour:N", scale=None))]
    sides: tuple[tuple[int, Any], ...] = ((-1, "right"), (1, "left"))
    for side, align in sides:
        rows = [row for row in words if row["side"] == side]
        if rows:
            text = alt.Chart(inline(rows)).mark_text(align=align, dx=6 * side, fontSize=12, color=INK)
            layers.append(text.encode(y, alt.X("place:Q"), alt.Text("text:N")))
    layers.append(alt.Chart(inline([{"start": central}])).mark_rule(color=INK, strokeWidth=1.4).encode(x))
    layers += _row_names([wrap(short(row["assumption"], 2 * _NAME), _NAME) for row in records], y)
    titles = (("Antagelsen ved sit laveste", "The assumption at its lowest", LIGHT_ORANGE), ("ved sit højeste", "at its highest", BLUE))
    return [*layers, *key([*((say(lang, da, en), colour, None) for da, en, colour in titles), (say(lang, "ved sin værdi", "at its value"), INK, [1, 0])])]


def _row_names(names: Sequence[Sequence[str]], y: Any) -> list[Any]:
    """Names of rows to the left of the plot, in one line or two about the middle of the row."""
    import altair as alt

    layers = []
    for lines, line, lower in ((1, 0, 0.0), (2, 0, -7.0), (2, 1, 7.0)):
        rows = [{"name": str(place), "text": name[line]} for place, name in enumerate(names) if len(name) == lines]
        if rows:
            text = alt.Chart(inline(rows)).mark_text(align="right", baseline="middle", dx=-10, dy=lower, fontSize=12, color=INK)
            layers.append(text.encode(y, alt.Text("text:N"), x=across(0)))
    return layers


def _tornado_alt(table: Table, name: str, lang: str) -> str:
    decimals = table.columns[1].decimals or 0
    parts = [
        f"{row['assumption']}: {format_number(row['low'], lang, decimals)} {say(lang, 'til', 'to')} {format_number(row['high'], lang, decimals)}"
        for row in table.to_records()
    ]
    begin = say(lang, f"Tornado over {name}, {table.title}", f"Tornado of {name}, {table.title}")
    return f"{begin}. {'; '.join(parts)}."
