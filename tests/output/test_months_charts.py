"""The charts and further tables of months: drawn from the very numbers of their tables, whole, alike every time, in both languages."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.analysis.months_builder import START, money, results

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.months.uncertainty import bars
from fleksim.analysis.months.variables import Span
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.months import month_charts
from fleksim.output.charts.months_flows import flow_chart, flows
from fleksim.output.charts.months_retention import retention_chart
from fleksim.output.charts.months_style import nice, spread
from fleksim.output.charts.months_survival import survival_chart
from fleksim.output.months.disclosure import protect
from fleksim.output.months.more_tables import more_tables

from .test_charts import drawn, texts

MONTHS = 36
SPAN = Span(START, MONTHS)
NAMES = [
    "overlevelse",
    "stroemme_baseline",
    "stroemme_a",
    "bestande_baseline",
    "bestande_a",
    "timer_trin",
    "offentlige_finanser_a",
    "provenutrappe_a",
    "offentlige_finanser_b",
    "provenutrappe_b",
    "usikkerhed_a",
    "fastholdelseskort",
]
# The width of a letter as a share of its height, wide enough for most texts.
LETTER = 0.44


@pytest.fixture(scope="module")
def made() -> MonthResults:
    kept = {
        "retention_jobs": (np.array([0.0, 300.0, 100.0]), np.array([0.0, 20.0, 10.0])),
        "retention_money": (np.array([0.0, 9e6, -6e6]), np.array([0.0, 1e5, 1e5])),
    }
    shorter = {"survival": (-0.02 * np.arange(121.0) / 121.0, np.full(121, 0.001))}
    central = dict.fromkeys(HEADLINES, 10e6)
    ends = {f"antagelse_{index}": (dict.fromkeys(HEADLINES, 10e6 - index * 1e6), dict.fromkeys(HEADLINES, 10e6 + index * 2e5)) for index in range(14)}
    names = [{"name": f"antagelse_{index}", "da": f"Antagelse om noget, der er langt {index}", "en": f"A long assumption {index}"} for index in range(14)]
    changes = {
        "a": {**money(SPAN, -30e6, -50e6, 40e6, 4e6), **kept},
        "a+": {**money(SPAN, -20e6, -40e6, 20e6, 5e6), **kept, **shorter},
        "b": money(SPAN, 3e6, 1e6, 0.0, 5e6),
        "b+": money(SPAN, 3e6, 1e6, 0.0, 5e6),
    }
    return results(changes, MONTHS, extrapolated=("noget",), bars=bars(central, ends, "a"), assumptions=names)


@pytest.fixture(scope="module")
def danish(made: MonthResults) -> dict[str, Chart]:
    return month_charts(made, "da")


@pytest.fixture(scope="module")
def english(made: MonthResults) -> dict[str, Chart]:
    return month_charts(made, "en")


@pytest.fixture(scope="module")
def svg(danish: dict[str, Chart]) -> dict[str, str]:
    return {name: chart.to_svg() for name, chart in danish.items()}


def test_there_is_a_chart_of_each_kind(danish: dict[str, Chart]) -> None:
    assert list(danish) == NAMES


def test_what_is_not_there_is_not_drawn() -> None:
    bare = results({"a": {}}, months=18, money=False)
    assert list(month_charts(bare)) == ["overlevelse", "bestande_baseline", "bestande_a", "timer_trin"]
    assert list(more_tables(bare)) == ["gentagelser"]


@pytest.mark.parametrize("name", NAMES)
def test_charts_say_what_they_show_in_both_languages(danish: dict[str, Chart], english: dict[str, Chart], svg: dict[str, str], name: str) -> None:
    one, other = danish[name], english[name]
    assert set(one.alt) == {"da", "en"} and one.alt["da"] != one.alt["en"] and one.alt == other.alt and len(one.alt["da"]) > 40
    assert one.title != other.title and one.table.header != other.table.header
    root = ElementTree.fromstring(svg[name])
    assert root.get("role") == "img" and root.get("aria-label") == one.alt["da"]
    said = " ".join(texts(svg[name]))
    assert "Loven pr. 1. januar 2026" in said and "satser 0123456789ab" in said
    if not name.endswith("baseline") and name != "timer_trin":
        assert "kstrapoleret" in said


@pytest.mark.parametrize("name", NAMES)
def test_charts_are_the_same_every_time(danish: dict[str, Chart], svg: dict[str, str], name: str) -> None:
    assert danish[name].to_svg() == svg[name]


def test_charts_made_again_are_the_same(made: MonthResults, danish: dict[str, Chart], svg: dict[str, str]) -> None:
    again = {"overlevelse": survival_chart(made), "stroemme_a": flow_chart(made, made.scenarios[2]), "fastholdelseskort": retention_chart(made)}
    for name, chart in again.items():
        assert chart is not None and chart.to_svg() == svg[name] and chart.to_csv() == danish[name].to_csv()
        assert chart.to_png() == danish[name].to_png()


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_cut(svg: dict[str, str], name: str) -> None:
    root = ElementTree.fromstring(svg[name])
    width, height = (float(part) for part in str(root.get("viewBox")).split()[2:])
    for text, left, right, down in _placed(root, 0.0, 0.0):
        assert left >= -2.0 and right <= width + 2.0 and 0.0 <= down <= height, text
        assert "…" not in text


def _placed(element: ElementTree.Element, across: float, down: float) -> list[tuple[str, float, float, float]]:
    """Every text with about where it begins and ends, and its foot."""
    moved = re.match(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", element.get("transform", ""))
    if moved:
        across, down = across + float(moved[1]), down + float(moved[2])
    found = []
    for child in element:
        found += _placed(child, across, down)
    if element.tag.endswith("}text"):
        lines = [one for one in element if one.tag.endswith("}tspan")]
        size = float(re.sub("px", "", element.get("font-size", "11px")))
        for line in ["".join(one.itertext()) for one in lines] or ["".join(element.itertext())]:
            wide = len(line) * size * LETTER
            start = across - {"end": wide, "middle": wide / 2.0}.get(element.get("text-anchor", "start"), 0.0)
            found.append((line, start, start + wide, down))
    return found


def test_the_lines_are_the_table(danish: dict[str, Chart]) -> None:
    records = danish["overlevelse"].table.to_records()
    lines = drawn(danish["overlevelse"], "line", "month", "share")
    assert lines[: len(records)] == [{"month": row["month"], "share": row["baseline"]} for row in records]
    assert {row["share"] for row in lines} >= {row["a+"] for row in records}
    at_risk = {row["text"] for row in drawn(danish["overlevelse"], "text", "month", "text")}
    assert at_risk >= {"1.000", "282", "80"}


def test_the_flows_are_the_table_and_lose_nobody(made: MonthResults, danish: dict[str, Chart]) -> None:
    found = flows(made, made.baseline)
    assert [row["persons"] for row in danish["stroemme_baseline"].table.to_records()] == [number for *_, number in found]
    bands = drawn(danish["stroemme_baseline"], "area", "band", "low", "high")
    thick = {row["band"]: row["high"] - row["low"] for row in bands}
    a_person = thick[0] / found[0][3]
    assert [thick[band] for band in range(len(found))] == pytest.approx([number * a_person for *_, number in found], abs=1e-9)
    for step in (0, 1):
        assert sum(number for at, *_, number in found if at == step) == pytest.approx(1000.0)


def test_paths_of_few_persons_of_own_data_are_left_out_never_one_alone(made: MonthResults) -> None:
    """Of paths of 880, 60, 40 and 20 persons the last is hidden, and the next that would tell it."""
    own = protect(replace(made, own_data=True, rows=200))
    paths = own.of("baseline", "paths").value
    assert sorted(paths[paths > 0.0]) == [60.0, 880.0] and np.isnan(paths).sum() == 2
    assert [sum(number for at, *_, number in flows(own, own.baseline) if at == step) for step in (0, 1)] == [940.0, 940.0]
    assert any("egne data" in text for text in texts(flow_chart(own, own.baseline).to_svg()))
    assert not any("egne data" in text for text in texts(flow_chart(made, made.baseline).to_svg()))
    assert flow_chart(protect(replace(made, own_data=True, rows=4)), made.baseline).table.rows == []


def test_the_areas_are_the_table(danish: dict[str, Chart]) -> None:
    records = danish["bestande_a"].table.to_records()
    areas = drawn(danish["bestande_a"], "area", "month", "low", "high")
    assert [row["high"] - row["low"] for row in areas[:MONTHS]] == pytest.approx([row["fleksjob"] for row in records])
    assert [row["high"] - row["low"] for row in areas[MONTHS:]] == pytest.approx([row["ledighed"] for row in records])


def test_the_steps_are_the_table(danish: dict[str, Chart]) -> None:
    parts = drawn(danish["timer_trin"], "bar", "years", "start", "end")
    for row in danish["timer_trin"].table.to_records():
        mine = [one["end"] - one["start"] for one in parts if one["years"] == row["years"]]
        assert mine == pytest.approx([row["fall"], row["same"], row["rise"]]) and sum(mine) == pytest.approx(1.0)


def test_the_years_are_the_table_and_add_up(danish: dict[str, Chart]) -> None:
    rows = drawn(danish["offentlige_finanser_a"], "bar", "year", "amount")
    records = danish["offentlige_finanser_a"].table.to_records()
    assert [row["amount"] for row in rows] == [record[purse] for record in records for purse in ("stat", "kommune", "offentlig")]
    assert all(record["stat"] + record["kommune"] == record["offentlig"] for record in records)
    assert rows[0]["high"] - rows[0]["low"] == pytest.approx(4 * 5.0)


def test_the_waterfall_falls_step_by_step_to_its_sum(danish: dict[str, Chart]) -> None:
    records = danish["provenutrappe_a"].table.to_records()
    # -80, a quarter of 40 back, then people's response: -60 + 5 in all.
    assert [row["amount"] for row in records[:4]] == pytest.approx([-80.0, 10.0, 15.0, -55.0])
    assert sum(row["amount"] for row in records[:3]) == pytest.approx(records[3]["amount"])
    assert all(one["end"] == two["start"] for one, two in pairwise(records[:3]))
    assert records[4]["amount"] == pytest.approx(-55.0)
    drawn_bars = drawn(danish["provenutrappe_a"], "bar", "start", "end")
    assert [(row["start"], row["end"]) for row in drawn_bars] == [(row["start"], row["end"]) for row in records]


def test_the_tornado_shows_the_ten_widest(danish: dict[str, Chart]) -> None:
    records = danish["usikkerhed_a"].table.to_records()
    assert len(records) == 10 and records[0]["assumption"].endswith("13")
    bars_drawn = drawn(danish["usikkerhed_a"], "bar", "start", "end")
    assert {row["end"] for row in bars_drawn} == {row[end] for row in records for end in ("low", "high")}


def test_the_map_is_the_table_with_its_line(danish: dict[str, Chart]) -> None:
    record = danish["fastholdelseskort"].table.to_records()[0]
    point = drawn(danish["fastholdelseskort"], "point", "x", "y")[0]
    assert (point["x"], point["y"]) == (record["saved"], record["anyway"]) == (300.0, 100.0)
    # A saved job brings 30,000 kr, one kept anyway costs 60,000.
    assert record["pays_for"] == 0.5
    line = drawn(danish["fastholdelseskort"], "line", "x", "y")
    assert line[1]["y"] / line[1]["x"] == pytest.approx(0.5)


def test_nothing_changed_is_still_drawn() -> None:
    still = results({"a": {}, "a+": {}})
    for chart in month_charts(still).values():
        assert chart.to_svg().startswith("<svg ")
    assert "fastholdelseskort" not in month_charts(still)


def test_numbers_of_tables_are_those_of_the_ladder(made: MonthResults) -> None:
    tables = more_tables(made, "da")
    assert list(tables) == ["provenutrappe", "provenu_pr_aar", "fastholdelseskort", "balancepunkt", "gentagelser"]
    rung = tables["provenutrappe"].to_records()
    assert rung[0]["section"] == "Reform a" and [row["offentlig"] for row in rung[:4]] == pytest.approx([-80.0, -70.0, -55.0, -55.0])
    assert all(row["stat"] + row["kommune"] == pytest.approx(row["offentlig"]) for row in tables["provenu_pr_aar"].to_records())
    assert rung[4]["unclear"] == "ikke til at skelne fra 0" and rung[0]["unclear"] == "" and rung[0]["extrapolated"] == "ekstrapoleret"
    assert tables["fastholdelseskort"].to_records()[0]["cost_anyway"] == 60_000.0
    # Response brings 20 of the 80 that lack: four times as much is needed.
    even = tables["balancepunkt"].to_records()
    assert even[0]["multiple"] == pytest.approx(4.0) and even[1]["multiple"] == "ingen adfærd gør den 0"


def test_tables_are_english_in_english(made: MonthResults) -> None:
    for name, table in more_tables(made, "en").items():
        text = table.to_text() + "".join(table.header)
        assert not re.search(r"\b(ikke|og|kr\. pr\.|Stat|Trin|År|hele)\b", text), name
        assert len(list(csv.reader(io.StringIO(table.to_csv())))) == len(table.rows) + 1


def test_without_response_the_tables_say_that_the_ladder_stops() -> None:
    alone = results({"a": money(SPAN, 1e6, 1e6, 0.0)}, behaviour="none")
    tables = more_tables(alone, "da")
    assert any("standser efter tilbageløb" in note for note in tables["provenutrappe"].notes)
    assert "balancepunkt" not in tables
    assert any("standser" in text for text in texts(month_charts(alone)["provenutrappe_a"].to_svg()))


def test_labels_keep_apart_and_axes_end_on_round_numbers() -> None:
    assert spread([5.0, 5.0, 5.0], 2.0, 0.0, 8.0) == [4.0, 6.0, 8.0]
    assert spread([1.0, 5.0], 2.0, 0.0, 8.0) == [1.0, 5.0]
    assert [nice(one) for one in (0.0, 7.0, 93.0, 177_000.0)] == [1.0, 8.0, 100.0, 200_000.0]
