"""How long people are on ledighedsydelse, and how hours move after a job has begun."""

from __future__ import annotations

import math
from typing import Any

from fleksim.analysis.months.results import MonthResults, MonthScenario
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_style import LINES, PALE, across, captioned, down, drawn_scenarios, foot, key, named, responds, short, title_of
from fleksim.output.charts.style import BLUE, HEIGHT, INK, ORANGE, SOFT, framed, inline
from fleksim.output.numbers import SHARE, format_number, percent
from fleksim.output.table import Column, Table

# Months that are drawn, and those under which the persons at risk stand.
_MONTHS, _AT = 48, (0, 12, 24, 36)
_RISK_AT, _RISK_LINE = HEIGHT + 70, 16
# Reforms on one chart, and from which difference on [share] the line without response is drawn too.
_REFORMS, _SEEN = 4, 0.005
# Letters of a name in the key.
_LONGEST = 95
# A share below this has no room for its number in the bar.
_NARROW = 0.035
_BAR = 27


def survival_chart(results: MonthResults, lang: str = "da") -> Chart:
    """The share still on ledighedsydelse by months since it began, with how many were there at 0, 12, 24 and 36 months."""
    scenarios = [results.baseline, *drawn_scenarios(results, _REFORMS)]
    table = _survival_table(results, scenarios, lang)
    title = say(lang, "Hvor mange der stadig er på ledighedsydelse", "How many are still on ledighedsydelse")
    subtitle = say(lang, "Andel af forløbene, efter måneder siden forløbet begyndte", "Share of spells, by months since the spell began")
    thin = _without_response(results, scenarios)
    alike = len(scenarios) > 1 and all(_apart(results, one, results.baseline) < _SEEN for one in scenarios)
    said = [
        *(
            [say(lang, f"Reformerne er regnet {responds(scenarios[-1], lang)}.", f"The reforms are run {responds(scenarios[-1], lang)}.")]
            if len(scenarios) > 1
            else []
        ),
        *(
            [
                say(
                    lang,
                    "Linjerne ligger på hinanden: ingen af reformerne flytter dem mere end et halvt procentpoint.",
                    "The lines lie on each other: no reform moves them by more than half a percentage point.",
                )
            ]
            if alike
            else []
        ),
        say(
            lang,
            "Hver måneds afgang er målt over hele kørslen, også før en reform virker, og ganget sammen.",
            "Each month's exits are those of the whole run, also before a reform applies, multiplied together.",
        ),
        *([say(lang, "Tynd linje i samme farve: uden adfærd.", "Thin line of the same colour: without people's response.")] if thin else []),
    ]
    layers = [*_survival_lines(results, scenarios, thin, lang), *_at_risk(results, scenarios, lang)]
    captions = captioned(results, scenarios, said, lang)
    drawn = framed(layers, title, subtitle, captions, foot(results, lang)[0], lang)
    return Chart(drawn, table, title, {one: _survival_alt(results, scenarios, one) for one in ("da", "en")}, lang)


def _months(results: MonthResults) -> range:
    return range(min(_MONTHS, len(results.of(results.baseline.name, "survival").value) - 2) + 1)


def _survival_table(results: MonthResults, scenarios: list[MonthScenario], lang: str) -> Table:
    """A row a month; by scenario the share still there, its uncertainty, and the persons at risk."""
    columns = [Column("month", say(lang, "Måneder", "Months"), decimals=0)]
    for one in scenarios:
        name = one.title(lang)
        columns += [
            Column(one.name, name, SHARE, 1),
            Column(f"{one.name}_margin", f"{name}, ±", SHARE, 1),
            Column(f"{one.name}_at_risk", say(lang, f"{name}, personer", f"{name}, persons"), decimals=0),
        ]
    rows: list[list[Any]] = []
    for month in _months(results):
        row: list[Any] = [month]
        for one in scenarios:
            still, there = results.of(one.name, "survival"), results.of(one.name, "at_risk")
            error = float(still.se[month])
            row += [float(still.value[month]), None if math.isnan(error) else 2.0 * error, float(there.value[month + 1])]
        rows.append(row)
    title = say(lang, "Stadig på ledighedsydelse", "Still on ledighedsydelse")
    return Table(title, columns, rows, foot(results, lang), lang=lang)


def _without_response(results: MonthResults, scenarios: list[MonthScenario]) -> dict[str, MonthScenario]:
    """The twins without response whose line is another than the scenario's own, by its name."""
    found = {}
    for one in scenarios:
        twin = results.twins(one.key).get(False)
        if one.responds and twin is not None and _apart(results, one, twin) >= _SEEN:
            found[one.name] = twin
    return found


def _apart(results: MonthResults, one: MonthScenario, other: MonthScenario) -> float:
    """The widest distance between two lines [share]."""
    apart = results.of(one.name, "survival").value - results.of(other.name, "survival").value
    return float(abs(apart[list(_months(results))]).max())


def _survival_lines(results: MonthResults, scenarios: list[MonthScenario], thin: dict[str, MonthScenario], lang: str) -> list[Any]:
    import altair as alt

    sign = say(lang, " pct.", " %")
    axis = alt.Axis(title=None, labelExpr=f"format(datum.value * 100, ',.0f') + '{sign}'", values=[0, 0.2, 0.4, 0.6, 0.8, 1.0])
    y = alt.Y("share:Q", axis=axis, scale=alt.Scale(domain=[0, 1], nice=False))
    last = _months(results)[-1]
    ticks = list(range(0, last + 1, 6))
    x_axis = alt.Axis(title=say(lang, "Måneder på ledighedsydelse", "Months on ledighedsydelse"), values=ticks, grid=False, format="d")
    x = alt.X("month:Q", axis=x_axis, scale=alt.Scale(domain=[0, last], nice=False))
    layers = []
    for one, (colour, dash) in zip(scenarios, LINES, strict=False):
        shown = [(one, 2.4), *([(thin[one.name], 1.0)] if one.name in thin else [])]
        for scenario, width in shown:
            values = results.of(scenario.name, "survival").value
            rows = [{"month": month, "share": float(values[month])} for month in _months(results)]
            layers.append(alt.Chart(inline(rows)).mark_line(color=colour, strokeDash=dash, strokeWidth=width).encode(x, y))
    names = [(short(named(one, lang), _LONGEST), colour, dash) for one, (colour, dash) in zip(scenarios, LINES, strict=False)]
    return [*layers, *key(names)]


def _at_risk(results: MonthResults, scenarios: list[MonthScenario], lang: str) -> list[Any]:
    """Persons at risk under the axis, a line a scenario in its colour."""
    import altair as alt

    at = [month for month in _AT if month in _months(results)]
    heading = say(
        lang,
        "Personer på ledighedsydelse så mange måneder, i samme rækkefølge som ovenfor",
        "Persons on ledighedsydelse for so many months, in the order above",
    )
    layers: list[Any] = []
    last = _months(results)[-1]
    x = alt.X("month:Q", scale=alt.Scale(domain=[0, last], nice=False))
    layers.append(
        alt.Chart(inline([{"text": heading}]))
        .mark_text(align="left", fontSize=11, color=SOFT)
        .encode(alt.Text("text:N"), x=across(0), y=down(_RISK_AT - _RISK_LINE))
    )
    for line, (one, (colour, _)) in enumerate(zip(scenarios, LINES, strict=False)):
        there = results.of(one.name, "at_risk").value
        rows = [{"month": month, "text": format_number(float(there[month + 1]), lang, 0)} for month in at]
        y = down(_RISK_AT + line * _RISK_LINE)
        halves: tuple[tuple[list[dict[str, Any]], Any], ...] = ((rows[:1], "left"), (rows[1:], "center"))
        for some, align in halves:
            if some:
                marks = alt.Chart(inline(some)).mark_text(align=align, fontSize=11, color=colour)
                layers.append(marks.encode(x, alt.Text("text:N"), y=y))
    return layers


def _survival_alt(results: MonthResults, scenarios: list[MonthScenario], lang: str) -> str:
    parts = []
    for one in scenarios:
        values = results.of(one.name, "survival").value
        told = [
            say(lang, f"{percent(values[month], lang, 0)} efter {month} måneder", f"{percent(values[month], lang, 0)} after {month} months")
            for month in _AT[1:]
            if month in _months(results)
        ]
        parts.append(f"{title_of(one, results, lang)}: {', '.join(told)}")
    return say(lang, "Linjer: stadig på ledighedsydelse. ", "Lines: still on ledighedsydelse. ") + "; ".join(parts) + "."


# --- hours since the job began -------------------------------------------------------------------------------------------


def steps_chart(results: MonthResults, scenario: MonthScenario, lang: str = "da") -> Chart:
    """Of those in a fleksjob in December: the shares with fewer, as many and more hours than when the job began."""
    table = _steps_table(results, scenario, lang)
    title = say(lang, "Går timerne op, når fleksjobbet har varet længere?", "Do hours rise as the fleksjob lasts?")
    told = say(lang, "andel i fleksjob i december, efter år siden jobbets start", "share of those in fleksjob in December, by years since the job began")
    said = [
        say(
            lang,
            "Alle år i kørslen; kun dem, der stadig er i jobbet, er med. Til højre: personer i gennemsnit pr. år.",
            "All years of the run; only those still in the job are counted. To the right: persons, mean of the years.",
        ),
        say(
            lang,
            "Job fra før kørslen måles mod timerne ved kørslens start, så ældre job ser mere uændrede ud, end de er.",
            "Jobs from before the run are measured against the hours at its start, so that older jobs look less changed than they are.",
        ),
    ]
    records = table.to_records()
    layers = _step_bars(records, lang)
    drawn = framed(
        layers,
        title,
        [title_of(scenario, results, lang), told[0].upper() + told[1:]],
        captioned(results, [scenario], said, lang),
        foot(results, lang)[0],
        lang,
        _BAR * len(records),
    )
    return Chart(drawn, table, title, {one: _steps_alt(_steps_table(results, scenario, one), one) for one in ("da", "en")}, lang)


_STEPS = (("fall", "Færre timer", "Fewer hours", ORANGE), ("same", "Uændret", "Unchanged", PALE), ("rise", "Flere timer", "More hours", BLUE))


def _steps_table(results: MonthResults, scenario: MonthScenario, lang: str) -> Table:
    rise, fall, there = (results.of(scenario.name, one).value for one in ("rise", "fall", "in_job_years"))
    last = len(rise) - 1
    rows: list[list[Any]] = []
    for year in range(last + 1):
        if there[year] > 0.0:
            name = say(lang, f"{year} år", f"{year} year{'' if year == 1 else 's'}")
            name = say(lang, "Under 1 år", "Under 1 year") if year == 0 else name
            name = say(lang, f"{year} år og mere", f"{year} years and more") if year == last else name
            up, down = float(rise[year]), float(fall[year])
            rows.append([name, down, 1.0 - up - down, up, float(there[year])])
    columns = [
        Column("years", say(lang, "Siden jobbets start", "Since the job began"), kind="text"),
        *(Column(name, say(lang, da, en), SHARE, 1) for name, da, en, _ in _STEPS),
        Column("persons", say(lang, "Personer", "Persons"), decimals=0),
    ]
    return Table(say(lang, "Timer siden jobbets start", "Hours since the job began"), columns, rows, foot(results, lang), lang=lang)


def _step_bars(records: list[dict[str, Any]], lang: str) -> list[Any]:
    import altair as alt

    order = [row["years"] for row in records]
    parts = []
    for row in records:
        start = 0.0
        for name, _, _, colour in _STEPS:
            share = row[name]
            text = format_number(100.0 * share, lang, 1) if share >= _NARROW else ""
            parts.append(
                {
                    "years": row["years"],
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2.0,
                    "colour": colour,
                    "ink": INK if name == "same" else "white",
                    "text": text,
                }
            )
            start += share
    axis = alt.Axis(ticks=False, domain=False, labelPadding=8, labelFontSize=13)
    y = alt.Y("years:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.25))
    sign = say(lang, " pct.", " %")
    x_axis = alt.Axis(title=None, labelExpr=f"format(datum.value * 100, ',.0f') + '{sign}'", tickCount=5, grid=False)
    x = alt.X("start:Q", axis=x_axis, scale=alt.Scale(domain=[0, 1], nice=False))
    bars = alt.Chart(inline(parts)).mark_bar(stroke="white", strokeWidth=1).encode(y, x, x2=alt.X2("end:Q"), color=alt.Color("colour:N", scale=None))
    words = alt.Chart(inline([one for one in parts if one["text"]])).mark_text(fontSize=12, baseline="middle")
    named = words.encode(y, alt.X("middle:Q"), alt.Text("text:N"), color=alt.Color("ink:N", scale=None))
    counts = [{"years": row["years"], "start": 1.0, "text": format_number(row["persons"], lang, 0)} for row in records]
    beside = alt.Chart(inline(counts)).mark_text(align="left", dx=8, fontSize=12, color=SOFT).encode(y, x, alt.Text("text:N"))
    return [bars, named, beside, *key([(say(lang, da, en), colour, None) for _, da, en, colour in _STEPS])]


def _steps_alt(table: Table, lang: str) -> str:
    parts = [
        say(
            lang,
            f"{row['years']}: {percent(row['rise'], lang)} flere, {percent(row['fall'], lang)} færre",
            f"{row['years']}: {percent(row['rise'], lang)} more, {percent(row['fall'], lang)} fewer",
        )
        for row in table.to_records()
    ]
    return say(lang, "Stablede søjler: timer mod jobbets start. ", "Stacked bars: hours against the job's start. ") + "; ".join(parts) + "."
