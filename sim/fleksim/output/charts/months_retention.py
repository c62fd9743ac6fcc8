"""The retention map: whose jobs reforms keep, otherwise lost or kept anyway, and where the public purse breaks even."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.months.retention import ANYWAY, KINDS, SAVED, RetentionPoint, retention_points
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_style import LINES, across, captioned, down, foot, named, nice, responds, title_of
from fleksim.output.charts.style import HEIGHT, INK, SOFT, WIDTH, framed, inline, upright
from fleksim.output.months.more_words import margin, moved
from fleksim.output.numbers import format_number, kroner
from fleksim.output.table import Column, Table

# The lines beside the plot: their height, the gap between two reforms, letters of a name [pixels, letters].
_LINE, _GAP, _NAME = 14.0, 9.0, 36
_THOUSAND = 1000.0


def retention_chart(results: MonthResults, lang: str = "da") -> Chart | None:
    """Reforms on the plane of extra retention jobs: otherwise lost by kept anyway, with the line of no cost.

    None where no reform changes retention.
    """
    points = retention_points(results)
    if not points:
        return None
    table = _map_table(results, points, lang)
    title = say(
        lang, "Hvem reformerne fastholder: jobbet ellers tabt eller beholdt alligevel", "Whom the reforms retain: the job otherwise lost, or kept anyway"
    )
    years = len(results.span.full_years)
    subtitle = say(
        lang, f"Ekstra fastholdelsesfleksjob over {years} år mod gældende lov", f"Extra retention fleksjob over {years} years against the law in force"
    )
    paying = [one for one in points if one.pays_for]
    said = [
        *(
            [
                say(
                    lang,
                    "Stiplet linje: her går stat og kommuner lige op, med reformens egne beløb pr. job; under linjen vinder de.",
                    "Dashed line: state and municipalities break even, at the reform's own amounts a job; below the line they gain.",
                )
            ]
            if paying
            else []
        ),
        *(
            [
                say(
                    lang,
                    f"Uden nul-linje, fordi også et ellers tabt job koster: {', '.join(one.scenario.title(lang) for one in points if one.pays_for == 0.0)}.",
                    f"Without a line of no cost, since a job otherwise lost costs too: {', '.join(one.scenario.title(lang) for one in points if one.pays_for == 0.0)}.",
                )
            ]
            if any(one.pays_for == 0.0 for one in points)
            else []
        ),
        say(
            lang,
            f"Til højre: offentlig nettoudgift pr. ekstra job; også hvad det koster, at andres job begynder tidligere. Reformerne er regnet {responds(points[-1].scenario, lang)}.",
            f"To the right: public net cost an extra job; also what it costs that others' jobs begin earlier. The reforms are run {responds(points[-1].scenario, lang)}.",
        ),
        say(lang, "Kors: to standardfejl for tilfældighed.", "Cross: two standard errors of chance."),
    ]
    height = max(HEIGHT, round(sum(_tall(one, lang) for one in points)))
    captions = captioned(results, [one.scenario for one in points], said, lang)
    drawn = framed(_map(points, lang), title, subtitle, captions, foot(results, lang)[0], lang, height)
    return Chart(drawn, table, title, {one: _map_alt(points, results, one) for one in ("da", "en")}, lang)


def _map_table(results: MonthResults, points: Sequence[RetentionPoint], lang: str) -> Table:
    saved, anyway = say(lang, "Ellers tabt", "Otherwise lost"), say(lang, "Beholdt alligevel", "Kept anyway")
    columns = [
        Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"),
        Column(SAVED, saved, "personer", 0),
        Column(f"{SAVED}_margin", f"{saved}, ±", "personer", 0),
        Column(ANYWAY, anyway, "personer", 0),
        Column(f"{ANYWAY}_margin", f"{anyway}, ±", "personer", 0),
        Column("pays_for", say(lang, "Beholdt alligevel pr. ellers tabt, hvor det går lige op", "Kept anyway a job otherwise lost, at no cost"), "", 2),
        Column("extrapolated", say(lang, "Ekstrapoleret", "Extrapolated"), kind="text"),
    ]
    rows = [
        [
            one.scenario.title(lang),
            *(number for kind in KINDS for number in (one.jobs[kind].value, margin(one.jobs[kind]))),
            None if one.pays_for == float("inf") else one.pays_for,
            moved(one.scenario, lang),
        ]
        for one in points
    ]
    return Table(say(lang, "Fastholdelseskort", "The retention map"), columns, rows, foot(results, lang), lang=lang)


def _map(points: Sequence[RetentionPoint], lang: str) -> list[Any]:
    import altair as alt

    rows: list[dict[str, Any]] = []
    for one, (colour, _) in zip(points, _colours(len(points)), strict=True):
        saved, anyway = one.jobs[SAVED], one.jobs[ANYWAY]
        wide, tall = margin(saved) or 0.0, margin(anyway) or 0.0
        rows.append(
            {
                "x": saved.value,
                "y": anyway.value,
                "left": saved.value - wide,
                "right": saved.value + wide,
                "low": anyway.value - tall,
                "high": anyway.value + tall,
                "colour": colour,
            }
        )
    ends_x = [0.0, *(row["left"] for row in rows), *(row["right"] for row in rows)]
    ends_y = [0.0, *(row["low"] for row in rows), *(row["high"] for row in rows)]
    domain_x = [-nice(-min(ends_x)) if min(ends_x) < 0.0 else 0.0, nice(max(ends_x)) if max(ends_x) > 0.0 else 0.0]
    domain_y = [-nice(-min(ends_y)) if min(ends_y) < 0.0 else 0.0, nice(max(ends_y)) if max(ends_y) > 0.0 else 0.0]
    if domain_y[0] == domain_y[1]:
        domain_y[1] = 1.0
    if domain_x[0] == domain_x[1]:
        domain_x[1] = 1.0
    x_title = say(lang, "Job, der ellers var tabt", "Jobs otherwise lost")
    y_title = say(lang, "Job, der var beholdt alligevel", "Jobs kept anyway")
    x = alt.X("x:Q", axis=alt.Axis(title=x_title, format=",.0f", tickCount=6, grid=True), scale=alt.Scale(domain=domain_x, nice=False))
    y = alt.Y("y:Q", axis=upright(y_title, format=",.0f", tickCount=6), scale=alt.Scale(domain=domain_y, nice=False))
    layers: list[Any] = []
    for one, row in zip(points, rows, strict=True):
        slope = one.pays_for
        if slope and slope != float("inf"):
            end = min(domain_x[1], domain_y[1] / slope)
            line = [{"x": 0.0, "y": 0.0}, {"x": end, "y": end * slope}]
            layers.append(alt.Chart(inline(line)).mark_line(color=row["colour"], strokeDash=[5, 4], strokeWidth=1.4).encode(x, y))
            words = say(lang, "Nul-linje", "No cost")
            near = [{"x": end, "y": end * slope, "text": words}]
            layers.append(alt.Chart(inline(near)).mark_text(align="right", dx=-4, dy=-8, fontSize=11, color=row["colour"]).encode(x, y, alt.Text("text:N")))
    data = alt.Chart(inline(rows))
    layers.append(data.mark_rule(strokeWidth=1.3).encode(alt.X("left:Q"), y, x2=alt.X2("right:Q"), color=alt.Color("colour:N", scale=None)))
    layers.append(data.mark_rule(strokeWidth=1.3).encode(x, alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=alt.Color("colour:N", scale=None)))
    layers.append(data.mark_point(filled=True, size=75, opacity=1).encode(x, y, color=alt.Color("colour:N", scale=None)))
    return [*layers, *_map_names(points, lang)]


def _map_names(points: Sequence[RetentionPoint], lang: str) -> list[Any]:
    """Names and costs beside the plot, those with most jobs kept anyway on top, each with a mark of its colour."""
    import altair as alt

    colours = {one.scenario.name: colour for one, (colour, _) in zip(points, _colours(len(points)), strict=True)}
    layers: list[Any] = []
    top = 8.0
    for one in sorted(points, key=lambda point: -point.jobs[ANYWAY].value):
        mark = alt.Chart(inline([{}])).mark_point(filled=True, size=75, opacity=1, color=colours[one.scenario.name])
        layers.append(mark.encode(x=across(WIDTH + 24), y=down(top)))
        name, cost = _beside(one, lang)
        for place, line in enumerate([*name, *cost]):
            style: dict[str, Any] = {"fontSize": 12, "color": INK} if place < len(name) else {"fontSize": 11, "color": SOFT}
            text = alt.Chart(inline([{"text": line}])).mark_text(align="left", baseline="middle", **style)
            layers.append(text.encode(alt.Text("text:N"), x=across(WIDTH + 34), y=down(top + place * _LINE)))
        top += _tall(one, lang)
    return layers


def _beside(one: RetentionPoint, lang: str) -> tuple[list[str], list[str]]:
    """The lines beside the plot of a reform: its name, and what an extra job of each kind costs."""
    lines = []
    for kind, da, en in ((SAVED, "Ellers tabt", "Otherwise lost"), (ANYWAY, "Beholdt alligevel", "Kept anyway")):
        cost = one.cost_a_job(kind)
        lines.append(f"{say(lang, da, en)}: {'–' if cost is None else kroner(_THOUSAND * round(cost / _THOUSAND), lang)}")
    return wrap(named(one.scenario, lang), _NAME), lines


def _tall(one: RetentionPoint, lang: str) -> float:
    """The height of a reform's lines, with the gap below [pixels]."""
    return _LINE * sum(len(lines) for lines in _beside(one, lang)) + _GAP


def _colours(count: int) -> list[tuple[str, list[int]]]:
    """Colours of the reforms: without the ink of the law in force, again from the first where there are many."""
    reforms = LINES[1:]
    return [reforms[place % len(reforms)] for place in range(count)]


def _map_alt(points: Sequence[RetentionPoint], results: MonthResults, lang: str) -> str:
    parts = []
    for one in points:
        saved, anyway = (format_number(one.jobs[kind].value, lang, 0) for kind in KINDS)
        parts.append(
            say(
                lang,
                f"{title_of(one.scenario, results, lang)}: {saved} ellers tabt, {anyway} beholdt alligevel",
                f"{title_of(one.scenario, results, lang)}: {saved} otherwise lost, {anyway} kept anyway",
            )
        )
    return say(lang, "Punkter: ekstra fastholdelsesfleksjob. ", "Points: extra retention fleksjob. ") + "; ".join(parts) + "."
