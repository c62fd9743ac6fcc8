"""METR over hours, as the steps it exactly is: 1 less the slope of disposable income over that of the wage."""

from __future__ import annotations

from typing import Any

from fleksim.analysis.instruments import GROSS_WAGE, NET
from fleksim.analysis.path import Path, follow
from fleksim.analysis.summary import Incentives
from fleksim.output.basis import footer, say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import BLUE, FULL_TIME, HEIGHT, INK, framed, here_layers, hours_axis, inline, place_text, zone_layers
from fleksim.output.numbers import percent
from fleksim.output.sentences import zones_of
from fleksim.output.table import Column, Table
from fleksim.problems import one_problem

# A wage that rises less than this over an hour does not rise [kr/year].
_STILL = 1e-6


def metr_steps(path: Path, inc: Incentives, lang: str = "da") -> Chart:
    """The marginal effective tax rate [per cent of the extra wage] over hours a week.

    path: over hours, as `inc.path`. Jumps (ATP, housing benefit by whole kroner) are places, not rates, and stand in a
    note. Raises InputError for a case whose wage does not grow with the hours.
    """
    steps = rates(path, inc)
    table = _table(steps, path, inc, lang)
    title = say(lang, "Hvad der går fra, når man arbejder mere (METR)", "What is lost when working more (METR)")
    layers = [*_zone(inc, lang), *here_layers(inc, lang), *_hundred(lang), *_steps(table, lang), *_point(steps, inc, lang)]
    share = say(
        lang,
        "Andel af den ekstra løn, der går til lavere tilskud, skat og ydelser",
        "Share of the extra wage that goes to a lower supplement, tax and benefits",
    )
    drawn = framed(layers, title, [place_text(inc, lang), share], table.notes[:-1], footer(inc.law, lang), lang)
    return Chart(drawn, table, title, {one: _alt(steps, inc, one) for one in ("da", "en")}, lang)


def rates(path: Path, inc: Incentives) -> list[tuple[float, float, float]]:
    """Start, end [hours a week] and METR [share] of each stretch of the path; neighbours that agree are one.

    Raises InputError where the wage does not grow with the hours.
    """
    wages = follow(inc.law, inc.case, path.margin, GROSS_WAGE.weights)
    found: list[tuple[float, float, float]] = []
    for segment in path.segments:
        gross = sum(weight * wages.slope(name, segment.start) for name, weight in GROSS_WAGE.weights.items())
        if gross < _STILL:
            raise one_problem(
                f"the wage of {inc.case.id} does not grow with the hours, so there is no METR over hours", way_out="Choose a case that is paid by the hour."
            )
        rate = 1.0 - segment.slopes[NET] / gross
        if found and abs(found[-1][2] - rate) < _STILL:
            found[-1] = (found[-1][0], segment.end, rate)
        else:
            found.append((segment.start, segment.end, rate))
    return found


def _table(steps: list[tuple[float, float, float]], path: Path, inc: Incentives, lang: str) -> Table:
    columns = [
        Column("hours", say(lang, "Fra", "From"), "timer/uge", 2),
        Column("end", say(lang, "Til", "To"), "timer/uge", 2),
        Column("metr", "METR", "andel", 1),
    ]
    jumps = [one for one in path.kinks_of(NET) if one.jump]
    notes = [footer(inc.law, lang)]
    if jumps:
        laws = "; ".join(dict.fromkeys(f"{one.rule.title(lang)} ({one.law})" for one in jumps[:3]))
        notes.insert(
            0, say(lang, f"Spring i indkomsten er ikke vist: {len(jumps)}, bl.a. {laws}.", f"Jumps of income are not shown: {len(jumps)}, among them {laws}.")
        )
    return Table(say(lang, "METR over timer", "METR over hours"), columns, [list(one) for one in steps], notes, lang=lang)


def _rate(lang: str) -> Any:
    import altair as alt

    sign = say(lang, " pct.", " %")
    axis = alt.Axis(title=None, labelExpr=f"format(datum.value * 100, ',.0f') + '{sign}'", tickCount=6)
    return alt.Y("metr:Q", scale=alt.Scale(nice=True, zero=True), axis=axis)


def _steps(table: Table, lang: str) -> list[Any]:
    """One line of steps; the last stretch is drawn to its end."""
    import altair as alt

    rows = [{"hours": row["hours"], "metr": row["metr"]} for row in table.to_records()]
    rows.append({"hours": table.rows[-1][1], "metr": table.rows[-1][2]})
    return [alt.Chart(inline(rows)).mark_line(color=BLUE, strokeWidth=2.4, interpolate="step-after").encode(hours_axis(lang), _rate(lang))]


def _hundred(lang: str) -> list[Any]:
    """The line at which nothing is left."""
    import altair as alt

    text = say(lang, "100 pct.: intet tilbage", "100 %: nothing left")
    chart = alt.Chart(inline([{"metr": 1.0, "hours": 0.0, "text": text}]))
    return [
        chart.mark_rule(color=INK, strokeDash=[6, 4]).encode(_rate(lang)),
        chart.mark_text(color=INK, align="left", baseline="bottom", dx=6, dy=-3, fontSize=12).encode(hours_axis(lang), _rate(lang), alt.Text("text:N")),
    ]


def _zone(inc: Incentives, lang: str) -> list[Any]:
    return zone_layers(zones_of(inc), [say(lang, "0 kr. før skat for en ekstra time", "DKK 0 before tax for an extra hour")], HEIGHT - 12, lang)


def rate_at(steps: list[tuple[float, float, float]], place: float) -> float:
    """The METR ahead of a place."""
    return next((rate for _, end, rate in steps if place < end), steps[-1][2])


def _point(steps: list[tuple[float, float, float]], inc: Incentives, lang: str) -> list[Any]:
    import altair as alt

    if inc.here <= 0.0:
        return []
    rate = rate_at(steps, inc.here)
    right = inc.here < FULL_TIME / 2.0
    side: dict[str, Any] = {"align": "left" if right else "right", "dx": 8 if right else -8}
    chart = alt.Chart(inline([{"hours": inc.here, "metr": rate, "text": percent(rate, lang)}]))
    text = chart.mark_text(color=BLUE, dy=14, fontSize=12, fontWeight="bold", **side).encode(hours_axis(lang), _rate(lang), alt.Text("text:N"))
    return [chart.mark_point(color=BLUE, filled=True, size=80, opacity=1).encode(hours_axis(lang), _rate(lang)), text]


def _alt(steps: list[tuple[float, float, float]], inc: Incentives, lang: str) -> str:
    shares = [rate for _, _, rate in steps]
    least, most, here = percent(min(shares), lang), percent(max(shares), lang), percent(rate_at(steps, inc.here), lang)
    return say(
        lang,
        f"Trinfigur over timer om ugen, {place_text(inc, lang)}. Den effektive marginalskat ligger mellem {least} og {most}; i dag {here}.",
        f"Step chart over hours a week, {place_text(inc, lang)}. The marginal effective tax rate lies between {least} and {most}; today {here}.",
    )
