"""Where people are: stocks by month, and how they move between places over the last two years of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.results import MonthResults, MonthScenario
from fleksim.dynamics.clock import MONTHS_A_YEAR, first_day
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_style import IN_SCHEME, PLACES, Place, across, captioned, down, foot, nice, spread, title_of
from fleksim.output.charts.style import INK, WIDTH, framed, inline
from fleksim.output.numbers import day_name, format_number
from fleksim.output.table import Column, Table

Floats = npt.NDArray[np.float64]

_HEIGHT = 420
# Between two nodes, wide enough for a label each; a node's width, as a share of the way to the next.
_GAP, _NODE = 17.0, 0.035
# Points of a band's edge.
_POINTS = 18
_SIDE = 0.62


def flows(results: MonthResults, scenario: MonthScenario) -> list[tuple[int, str, str, float]]:
    """Persons by step (0 and 1), place before and place after, of those in the scheme two years before the end of the run.

    Paths that are hidden count for nothing.
    """
    paths = np.nan_to_num(results.of(scenario.name, "paths").value, nan=0.0)
    inside = [state for place in IN_SCHEME for state in place.states]
    moved = (paths[inside].sum(axis=2), paths[inside].sum(axis=0))
    found = []
    for step in range(2):
        for before in PLACES:
            # The rows of the first step are those inside, in their order.
            rows = [inside.index(state) for state in before.states if state in inside] if step == 0 else list(before.states)
            for after in PLACES:
                number = float(moved[step][np.ix_(rows, after.states)].sum())
                if number > 0.0:
                    found.append((step, before.key, after.key, number))
    return found


def flow_chart(results: MonthResults, scenario: MonthScenario, lang: str = "da") -> Chart:
    """Bands from place to place over the last two years of the run. Needs two years."""
    found = flows(results, scenario)
    table = _flow_table(results, scenario, found, lang)
    title = say(lang, "Hvor de visiterede er et og to år senere", "Where those entitled are one and two years on")
    begins = results.span.months - 2 * MONTHS_A_YEAR
    subtitle = [
        title_of(scenario, results, lang),
        say(
            lang,
            "Personer i ordningen to år før kørslens slutning; de, der kommer til senere, er ikke med",
            "Persons in the scheme two years before the end of the run; those who come later are left out",
        ),
    ]
    said = [say(lang, "De samme personer, fulgt hver for sig.", "The same persons, each followed.")]
    if np.isnan(results.of(scenario.name, "paths").value).any():
        said.append(say(lang, "Veje, som for få personer i egne data går, er ikke med.", "Paths of too few persons of your own data are left out."))
    layers = _bands(found, [_month_name(results, begins + step * MONTHS_A_YEAR, lang) for step in range(3)], lang)
    drawn = framed(layers, title, subtitle, captioned(results, [scenario], said, lang), foot(results, lang)[0], lang, _HEIGHT)
    return Chart(drawn, table, title, {one: _flow_alt(results, scenario, found, one) for one in ("da", "en")}, lang)


def _month_name(results: MonthResults, month: int, lang: str) -> str:
    """The beginning of a month of the run, counted from 0."""
    return day_name(first_day(results.span.start + month), lang)


def _flow_table(results: MonthResults, scenario: MonthScenario, found: Sequence[tuple[int, str, str, float]], lang: str) -> Table:
    names = {one.key: one.title(lang) for one in PLACES}
    begins = results.span.months - 2 * MONTHS_A_YEAR
    columns = [
        Column("begins", say(lang, "Fra dag", "From day"), kind="text"),
        Column("before", say(lang, "Fra", "From"), kind="text"),
        Column("after", say(lang, "Til et år senere", "To a year later"), kind="text"),
        Column("persons", say(lang, "Personer", "Persons"), decimals=0),
    ]
    rows = [[_month_name(results, begins + step * MONTHS_A_YEAR, lang), names[before], names[after], number] for step, before, after, number in found]
    return Table(title_of(scenario, results, lang), columns, rows, foot(results, lang), lang=lang)


def _nodes(found: Sequence[tuple[int, str, str, float]]) -> list[dict[str, float]]:
    """Persons at each place at the three times."""
    sums: list[dict[str, float]] = [{}, {}, {}]
    for step, before, after, number in found:
        if step == 0:
            sums[0][before] = sums[0].get(before, 0.0) + number
        sums[step + 1][after] = sums[step + 1].get(after, 0.0) + number
    return sums


def _bands(found: Sequence[tuple[int, str, str, float]], times: Sequence[str], lang: str) -> list[Any]:
    """Nodes, bands between them, and their names with numbers. Heights in pixels from below."""
    import altair as alt

    nodes, places = _nodes(found), {one.key: one for one in PLACES}
    most = max(len(one) for one in nodes)
    a_person = (_HEIGHT - (most - 1) * _GAP) / max(sum(nodes[0].values()), 1.0)
    foot_of: list[dict[str, float]] = []
    for sums in nodes:
        below: dict[str, float] = {}
        up = float(_HEIGHT)
        for one in PLACES:
            if one.key in sums:
                up -= sums[one.key] * a_person
                below[one.key] = up
                up -= _GAP
        foot_of.append(below)
    scale = alt.Scale(domain=[-_SIDE, 2.0 + _SIDE], nice=False)
    x = alt.X("x:Q", scale=scale, axis=None)
    height = alt.Scale(domain=[0, _HEIGHT], nice=False)
    y = alt.Y("low:Q", scale=height, axis=None)
    layers: list[Any] = []
    # Bands leave and arrive from the top down, in the order of the places.
    leaving = [{key: below[key] + nodes[time][key] * a_person for key in below} for time, below in enumerate(foot_of)]
    arriving = [dict(one) for one in leaving]
    bands: list[dict[str, Any]] = []
    for name, (step, before, after, number) in enumerate(found):
        thick = number * a_person
        leaving[step][before] -= thick
        arriving[step + 1][after] -= thick
        bands += [{**row, "band": name, "colour": places[before].colour} for row in _band(step, leaving[step][before], arriving[step + 1][after], thick)]
    drawn = alt.Chart(inline(bands)).mark_area(opacity=0.38)
    layers.append(drawn.encode(x, y, y2=alt.Y2("high:Q"), detail=alt.Detail("band:N"), color=alt.Color("colour:N", scale=None)))
    rects = [
        {"x": time - _NODE, "end": time + _NODE, "low": below[key], "high": below[key] + nodes[time][key] * a_person, "colour": places[key].colour}
        for time, below in enumerate(foot_of)
        for key in below
    ]
    layers.append(alt.Chart(inline(rects)).mark_rect().encode(x, y, x2=alt.X2("end:Q"), y2=alt.Y2("high:Q"), color=alt.Color("colour:N", scale=None)))
    for first in (True, False):
        words = []
        for time, below in enumerate(foot_of):
            for key in below:
                if (time == 0) == first:
                    number_text = format_number(nodes[time][key], lang, 0)
                    told = number_text if time == 1 else f"{places[key].title(lang)} {number_text}"
                    words.append({"x": time + (-1.6 if first else 1.6) * _NODE, "low": below[key] + nodes[time][key] * a_person / 2.0, "text": told})
        # White below, so that numbers are read on bands.
        halos: tuple[dict[str, Any], ...] = ({"stroke": "white", "strokeWidth": 3.5, "strokeJoin": "round"}, {})
        for halo in halos:
            text = alt.Chart(inline(words)).mark_text(align="right" if first else "left", fontSize=11.5, color=INK, **halo)
            layers.append(text.encode(x, y, alt.Text("text:N")))
    headings = alt.Chart(inline([{"x": time, "text": text} for time, text in enumerate(times)])).mark_text(fontSize=12, fontWeight="bold", color=INK)
    layers.append(headings.encode(x, alt.Text("text:N"), y=down(-12)))
    return layers


def _band(step: int, begins: float, ends: float, thick: float) -> list[dict[str, float]]:
    """A band as points along its way: level at both ends, and as thick all the way."""
    rows = []
    for point in range(_POINTS + 1):
        way = point / _POINTS
        bent = way * way * (3.0 - 2.0 * way)
        low = begins + (ends - begins) * bent
        rows.append({"x": step + _NODE + way * (1.0 - 2.0 * _NODE), "low": low, "high": low + thick})
    return rows


def _flow_alt(results: MonthResults, scenario: MonthScenario, found: Sequence[tuple[int, str, str, float]], lang: str) -> str:
    names = {one.key: one.title(lang) for one in PLACES}
    parts = [", ".join(f"{names[key]} {format_number(number, lang, 0)}" for key, number in sums.items()) for sums in _nodes(found)]
    begin = say(lang, "Bånd mellem steder", "Bands between places")
    after = say(lang, ("nu", "efter 12 måneder", "efter 24 måneder"), ("now", "after 12 months", "after 24 months"))
    told = "; ".join(f"{when}: {part}" for when, part in zip(after, parts, strict=True))
    return f"{begin}, {title_of(scenario, results, lang)}. {told}."


# --- stocks --------------------------------------------------------------------------------------------------------------


def stock_chart(results: MonthResults, scenario: MonthScenario, lang: str = "da") -> Chart:
    """Persons in the scheme by place, stacked, month by month."""
    table = _stock_table(results, scenario, lang)
    title = say(lang, "Hvor mange der er i ordningen, og hvor de er", "How many are in the scheme, and where they are")
    subtitle = [title_of(scenario, results, lang), say(lang, "Personer ved månedens slutning", "Persons at the end of the month")]
    said = [
        say(
            lang,
            "Uden dem, der endnu ikke har en bevilling, og dem, der har forladt ordningen.",
            "Without those not yet awarded and those who have left the scheme.",
        )
    ]
    layers = _stacked(results, scenario, lang)
    drawn = framed(layers, title, subtitle, captioned(results, [scenario], said, lang), foot(results, lang)[0], lang)
    return Chart(drawn, table, title, {one: _stock_alt(results, scenario, one) for one in ("da", "en")}, lang)


def _stocks(results: MonthResults, scenario: MonthScenario) -> list[tuple[Place, Floats]]:
    """Persons by month of the places that somebody is at."""
    values = results.of(scenario.name, "stocks").value
    found = [(one, values[:, list(one.states)].sum(axis=1)) for one in IN_SCHEME]
    return [(one, persons) for one, persons in found if persons.max(initial=0.0) > 0.0]


def _stock_table(results: MonthResults, scenario: MonthScenario, lang: str) -> Table:
    stocks = _stocks(results, scenario)
    columns = [Column("month", say(lang, "Måned", "Month"), kind="text"), *(Column(one.key, one.title(lang), decimals=0) for one, _ in stocks)]
    rows = [[label, *(float(persons[month]) for _, persons in stocks)] for month, label in enumerate(results.span.labels)]
    return Table(title_of(scenario, results, lang), columns, rows, foot(results, lang), lang=lang)


def _stacked(results: MonthResults, scenario: MonthScenario, lang: str) -> list[Any]:
    """Areas from below in the order of the places, named at their right end."""
    import altair as alt

    stocks, months = _stocks(results, scenario), results.span.months
    # The same height in all scenarios, so that two drawings can be held beside each other.
    highest = max(sum(persons for _, persons in _stocks(results, one)).max() for one in results.scenarios)  # type: ignore[union-attr]
    top = nice(float(highest))
    januaries = [month for month in range(months) if (results.span.start + month) % MONTHS_A_YEAR == 0]
    first = results.span.start
    axis = alt.Axis(title=None, values=januaries, grid=False, labelExpr=f"format(floor((datum.value + {first}) / {MONTHS_A_YEAR}), 'd')", labelFlush=False)
    x = alt.X("month:Q", axis=axis, scale=alt.Scale(domain=[0, max(months - 1, 1)], nice=False))
    y = alt.Y("low:Q", axis=alt.Axis(title=None, format=",.0f", tickCount=6), scale=alt.Scale(domain=[0, top], nice=False))
    layers: list[Any] = []
    below = np.zeros(months)
    ends = []
    for one, persons in stocks:
        rows = [{"month": month, "low": float(below[month]), "high": float(below[month] + persons[month])} for month in range(months)]
        layers.append(alt.Chart(inline(rows)).mark_area(color=one.colour, stroke="white", strokeWidth=0.6).encode(x, y, y2=alt.Y2("high:Q")))
        ends.append((one, float(below[-1] + persons[-1] / 2.0), float(persons[-1])))
        below = below + persons
    apart = top * 15.0 / 340.0
    places = spread([middle for _, middle, _ in ends], apart, 0.0, top)
    for (one, _, persons_now), place in zip(ends, places, strict=True):
        text = f"{one.title(lang)} {format_number(persons_now, lang, 0)}"
        row = alt.Chart(inline([{"low": place, "text": text}])).mark_text(align="left", baseline="middle", fontSize=12, color=INK)
        layers.append(row.encode(y, alt.Text("text:N"), x=across(WIDTH + 22)))
        square = alt.Chart(inline([{"low": place}])).mark_point(shape="square", filled=True, size=100, opacity=1, color=one.colour)
        layers.append(square.encode(y, x=across(WIDTH + 12)))
    return layers


def _stock_alt(results: MonthResults, scenario: MonthScenario, lang: str) -> str:
    parts = [
        say(
            lang,
            f"{one.title(lang)} fra {format_number(float(persons[0]), lang, 0)} til {format_number(float(persons[-1]), lang, 0)}",
            f"{one.title(lang)} from {format_number(float(persons[0]), lang, 0)} to {format_number(float(persons[-1]), lang, 0)}",
        )
        for one, persons in _stocks(results, scenario)
    ]
    labels = results.span.labels
    begin = say(
        lang,
        f"Stablede flader, {labels[0]} til {labels[-1]}, {title_of(scenario, results, lang)}",
        f"Stacked areas, {labels[0]} to {labels[-1]}, {title_of(scenario, results, lang)}",
    )
    return f"{begin}: {'; '.join(parts)}."
