"""The charts of results are their tables, in both languages, for those who listen too."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from fleksim.analysis.results import Results
from fleksim.output.charts.purse import purse_chart
from fleksim.output.charts.results import MOST_SCENARIOS, result_charts
from fleksim.output.charts.winners import winners_chart

from .results_builder import BUCKETS, people, results
from .test_charts import drawn, texts


@pytest.fixture(scope="module")
def made() -> Results:
    return results(people(400))


def test_there_is_a_chart_a_scenario_and_one_of_the_purses(made: Results) -> None:
    assert list(result_charts(made)) == ["offentlige_kasser", "vindere_tabere_s1", "vindere_tabere_s2"]
    assert result_charts(results(people(50, scenarios=1))) == {}


def test_of_many_scenarios_the_first_are_drawn(made: Results) -> None:
    many = 30
    places = [0, *[1] * many]
    wide = replace(
        made,
        scenarios=[replace(made.scenarios[place], key=f"s{index}") for index, place in enumerate(places)],
        **{name: getattr(made, name)[places] for name in ("value", "value_se", "difference", "difference_se")},
    )
    assert len(result_charts(wide)) == MOST_SCENARIOS + 1


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_drawings_say_what_they_show(made: Results, lang: str) -> None:
    expected = {
        "da": ("Taber over 5 pct.", "10. decil", "Alle", "60 pct.", "Kommunerne", "Loven pr. 1. januar 2026"),
        "en": ("Lose over 5 %", "Decile 10", "Everybody", "60 %", "The municipalities", "The law on 1 January 2026"),
    }[lang]
    charts = result_charts(made, lang).values()
    said = [one for chart in charts for one in texts(chart.to_svg())]
    for text in expected:
        assert any(text in one for one in said), text
    for chart in charts:
        root = ElementTree.fromstring(chart.to_svg())
        assert root.get("role") == "img" and root.get("lang") == lang and root.get("aria-label") == chart.alt[lang]
        assert chart.alt["da"] != chart.alt["en"]


def test_the_bars_are_the_table(made: Results) -> None:
    chart = winners_chart(made, 1)
    parts = drawn(chart, "bar", "group", "start", "end")
    for row in chart.table.to_records():
        mine = [one for one in parts if one["group"] == row["group"]]
        assert [one["end"] - one["start"] for one in mine] == pytest.approx([row[key] for key in BUCKETS if row[key] > 0.0])
        assert mine[0]["start"] == 0.0 and mine[-1]["end"] == pytest.approx(1.0)
        assert all(one["end"] == two["start"] or one["end"] == pytest.approx(two["start"]) for one, two in pairwise(mine))
    assert chart.table.rows[0][1] == made.value[1, made.group(), made.statistic("taber_over_5")]


def test_the_purses_are_the_table(made: Results) -> None:
    chart = purse_chart(made)
    bars = drawn(chart, "bar", "amount", "low", "high")
    assert len(bars) == 6
    state = next(one for one in bars if one["scenario"] == "Intet lønloft" and one["purse"] == "Staten")
    place = (1, made.group(), made.statistic("balance_stat"))
    assert state["amount"] == pytest.approx(made.difference[place])
    assert state["high"] - state["low"] == pytest.approx(4 * made.difference_se[place])
    assert chart.table.to_records()[0]["balance_stat"] == state["amount"]


def test_hidden_groups_have_no_bar_but_a_dash() -> None:
    own = results(people(60), own_data=True)
    chart = winners_chart(own, 1)
    assert drawn(chart, "bar", "group") == []
    assert len(drawn(chart, "text", "group", "start")) == 11
    assert any("færre end 5 personer" in one for one in texts(chart.to_svg()))
    assert chart.alt["da"] == "Stablede søjler for Intet lønloft."


def test_nothing_changed_is_drawn_as_nothing(made: Results) -> None:
    still = replace(made, difference=np.zeros_like(made.difference), difference_se=np.zeros_like(made.difference_se))
    chart = purse_chart(still)
    assert {row["text"] for row in drawn(chart, "bar", "amount")} == {"0"}
    assert "−1" not in texts(chart.to_svg())


def test_of_nobody_the_charts_are_still_drawn() -> None:
    for chart in result_charts(results(people(0))).values():
        assert chart.to_svg().startswith("<svg ")
        assert chart.to_png().startswith(b"\x89PNG")


def test_a_hostile_title_does_not_break_the_drawing() -> None:
    title = '<script>alert("x")</script>\\n' + "langt " * 30
    charts = result_charts(results(people(80), titles=("Gældende lov", title, "B"))).values()
    for chart in charts:
        svg = chart.to_svg()
        ElementTree.fromstring(svg)
        assert "<script" not in svg
