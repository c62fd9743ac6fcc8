"""The charts of results: winners and losers of every scenario, and the public purses."""

from __future__ import annotations

from fleksim.analysis.results import Results
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.purse import MOST_SCENARIOS, purse_chart
from fleksim.output.charts.winners import winners_chart
from fleksim.output.results.overview import BUCKETS
from fleksim.output.results.reading import Reader


def result_charts(results: Results, lang: str = "da") -> dict[str, Chart]:
    """The charts that the results have numbers for, by name; of many scenarios the first only."""
    reader = Reader(results, lang)
    drawn: dict[str, Chart] = {}
    scenarios = range(1, len(results.scenarios))[:MOST_SCENARIOS]
    if scenarios and reader.has("provenu", "balance_stat", "balance_kommune"):
        drawn["offentlige_kasser"] = purse_chart(results, lang)
    if reader.has(*BUCKETS):
        for place in scenarios:
            drawn[f"vindere_tabere_{results.scenarios[place].key}"] = winners_chart(results, place, lang)
    return drawn
