"""The charts of months: spells, flows, hours, stocks, public finance, the ladder, what is unsure, and the retention map."""

from __future__ import annotations

from fleksim.analysis.months.results import MonthResults
from fleksim.dynamics.clock import MONTHS_A_YEAR
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months_flows import flow_chart, stock_chart
from fleksim.output.charts.months_money import budget_chart, ladder_chart
from fleksim.output.charts.months_retention import retention_chart
from fleksim.output.charts.months_style import drawn_scenarios
from fleksim.output.charts.months_survival import steps_chart, survival_chart
from fleksim.output.charts.months_unsure import tornado_chart
from fleksim.output.months.more_words import all_ladders

# Reforms with charts of their own; the tables have all.
MOST_REFORMS = 2


def month_charts(results: MonthResults, lang: str = "da") -> dict[str, Chart]:
    """The charts that the results have numbers for, by name; of many reforms the first only."""
    reforms = drawn_scenarios(results, MOST_REFORMS)
    shown = [results.baseline, *reforms[:1]]
    found: dict[str, Chart] = {}
    found["overlevelse"] = survival_chart(results, lang)
    if results.span.months >= 2 * MONTHS_A_YEAR:
        for one in shown:
            found[f"stroemme_{one.key}"] = flow_chart(results, one, lang)
    for one in shown:
        found[f"bestande_{one.key}"] = stock_chart(results, one, lang)
    if results.of(results.baseline.name, "in_job_years").value.any():
        found["timer_trin"] = steps_chart(results, results.baseline, lang)
    if results.money:
        for ladder in all_ladders(results)[:MOST_REFORMS]:
            found[f"offentlige_finanser_{ladder.scenario.key}"] = budget_chart(results, ladder, lang)
            found[f"provenutrappe_{ladder.scenario.key}"] = ladder_chart(results, ladder, lang)
    for one in reforms[:1]:
        headline = "offentlig" if results.money else "fleksjob"
        if any(bar.scenario == one.key and bar.headline == headline for bar in results.bars):
            found[f"usikkerhed_{one.key}"] = tornado_chart(results, one, headline, lang)
    retention = retention_chart(results, lang)
    if retention is not None:
        found["fastholdelseskort"] = retention
    return found
