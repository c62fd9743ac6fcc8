"""Charts: drawn offline, with units, law date and alt text, from the very numbers of their table."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import fleksim as fs
from fleksim.analysis.summary import Incentives
from fleksim.output.charts import Chart, budget_line, heatmap, metr_steps, waterfall
from fleksim.output.charts.metr import rate_at, rates
from fleksim.people.cases import Case
from fleksim.problems import InputError

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def charts(bents: Incentives, bents_curve: Any, bents_grid: Any) -> dict[str, Chart]:
    return {
        "budget": budget_line(bents_curve, bents, "da"),
        "metr": metr_steps(bents.path, bents, "da"),
        "heat": heatmap(bents_grid, bents, "da"),
        "waterfall": waterfall(bents.metr["hours"], bents, "da"),
    }


EXPECTED = {
    "budget": ["kr. pr. md.", "Betalte timer om ugen", "Her er du", "30.872 kr.", "20.204 kr.", "En ekstra time giver 0 kr. før skat:", "20.000"],
    "metr": ["100 pct.", "100 pct.: intet tilbage", "Betalte timer om ugen", "58,4 pct."],
    "heat": ["Timeløn, kr. pr. time", "kr. pr. md.", "0 kr. før skat", "for en ekstra time", "Her er du"],
    "waterfall": ["Ekstra løn", "867 kr.", "Aftrapning af fleksløntilskud", "−296 kr.", "338 kr.", "Til rådighed", "kr. pr. md."],
}


def texts(svg: str) -> list[str]:
    """Every text of a drawing; lines of one text apart."""
    root = ElementTree.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text") or one.tag.endswith("}tspan")]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_drawing_says_units_law_date_and_alt_text(charts: dict[str, Chart], name: str) -> None:
    svg = charts[name].to_svg()
    said = texts(svg)
    for expected in EXPECTED[name]:
        assert any(expected in one for one in said), expected
    assert any("Gældende lov pr. 1. januar 2024" in one and f"fleksim {fs.__version__}" in one for one in said)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-label") == charts[name].alt["da"]
    assert set(charts[name].alt) == {"da", "en"} and charts[name].alt["da"] != charts[name].alt["en"]


@pytest.mark.parametrize("name", EXPECTED)
def test_charts_are_saved_by_their_ending(charts: dict[str, Chart], name: str, tmp_path: Path) -> None:
    for ending in (".svg", ".PNG", ".html", ".json", ".csv"):
        charts[name].save(tmp_path / f"{name}{ending}")
    assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert (tmp_path / f"{name}.PNG").read_bytes().startswith(PNG)
    html = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    assert "<script" not in html and '<html lang="da">' in html
    assert "vconcat" in json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    rows = list(csv.reader(io.StringIO((tmp_path / f"{name}.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(charts[name].table.rows) + 1


def test_an_unknown_ending_is_refused(charts: dict[str, Chart], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.gif.*\.svg"):
        charts["budget"].save(tmp_path / "x.gif")
    assert not list(tmp_path.iterdir())


def test_english_charts_have_english_numbers(bents: Incentives, bents_curve: Any) -> None:
    said = texts(budget_line(bents_curve, bents, "en").to_svg())
    assert "20,000" in said and "20.000" not in said
    assert any("DKK a month" in one for one in said) and any("1 January 2024" in one for one in said)


def drawn(chart: Chart, mark: str, *fields: str) -> list[dict[str, Any]]:
    """The data rows of the layers of a mark that hold all the fields."""
    spec = chart.altair.to_dict()
    layers = spec["vconcat"][0]["layer"]
    rows: list[dict[str, Any]] = []
    for layer in layers:
        kind = layer["mark"]["type"] if isinstance(layer["mark"], dict) else layer["mark"]
        data = layer["data"]
        values = data["values"] if "values" in data else spec["datasets"][data["name"]]
        if kind == mark and values and set(fields) <= values[0].keys():
            rows += values
    return rows


def test_the_budget_lines_are_their_table(charts: dict[str, Chart], bents_curve: Any) -> None:
    records = charts["budget"].table.to_records()
    for key in ("gross", "net"):
        assert drawn(charts["budget"], "line", key) == [{"hours": row["hours"], key: row[key]} for row in records]
    samples = bents_curve["disponibel_indkomst"].values / 12
    assert [row["net"] for row in records][1:] == pytest.approx([float(one) for one in samples][1:])


def test_the_line_does_not_fall_to_nothing_at_no_hours(charts: dict[str, Chart]) -> None:
    first, second = charts["budget"].table.to_records()[:2]
    assert 0.0 < second["gross"] - first["gross"] < 1000.0


def test_metr_steps_are_one_less_the_ratio_of_slopes(bents: Incentives, charts: dict[str, Chart]) -> None:
    steps = rates(bents.path, bents)
    wage_slope = 200.0 * 52.0
    for start, end, rate in steps:
        middle = (start + end) / 2
        assert rate == pytest.approx(1.0 - bents.path.slope("disponibel_indkomst", middle) / wage_slope, abs=1e-9)
    assert [end for _, end, _ in steps][:-1] == [start for start, _, _ in steps][1:]
    assert steps[0][0] == 0.0 and steps[-1][1] == 37.0
    assert rate_at(steps, 30.0) > 0.9
    plotted = drawn(charts["metr"], "line", "metr")
    records = charts["metr"].table.to_records()
    assert plotted[:-1] == [{"hours": row["hours"], "metr": row["metr"]} for row in records]


def test_heat_is_the_next_hours_gain(charts: dict[str, Chart], bents_grid: Any) -> None:
    records = charts["heat"].table.to_records()
    at = {(row["hours"], row["hourly_wage"]): row for row in records}
    net, gross = (bents_grid[name].sel(hourly_wage=200.0) for name in ("disponibel_indkomst", "bruttoindkomst_md"))
    one = at[10.0, 200.0]
    assert one["gain"] == pytest.approx(float(net.sel(hours=11.0) - net.sel(hours=10.0)) / 12)
    assert one["gain_gross"] == pytest.approx(float(gross.sel(hours=11.0) - gross.sel(hours=10.0)))
    assert {row["hours"] for row in records} == {index / 2 for index in range(1, 73)}


def test_cells_without_a_gain_before_tax_have_their_own_colour(charts: dict[str, Chart]) -> None:
    records = charts["heat"].table.to_records()
    layers = [one for one in charts["heat"].altair.to_dict()["vconcat"][0]["layer"] if one["mark"]["type"] == "rect"]
    zone = next(one for one in layers if one["mark"].get("color") == "#E69F00")
    paid = next(one for one in layers if "color" in one["encoding"])
    sizes = [
        len(charts["heat"].altair.to_dict()["datasets"][one["data"]["name"]]) if "name" in one["data"] else len(one["data"]["values"]) for one in (zone, paid)
    ]
    expected = sum(row["gain_gross"] < 0.5 for row in records)
    assert sizes == [expected, len(records) - expected]
    assert all(row["gain_gross"] < 0.5 for row in records if row["hourly_wage"] == 120.0)
    assert all(row["gain_gross"] > 0.5 for row in records if row["hourly_wage"] == 300.0)


def test_a_grid_shorter_than_an_hour_is_refused(bent: Case, bents: Incentives) -> None:
    with pytest.raises(InputError, match="no hour to gain from"):
        heatmap(fs.grid(bent, hours=[10.0, 10.5], hourly_wage=[200.0, 210.0]), bents)


@pytest.mark.parametrize("margin", ["hours", "wage", "intensity"])
def test_the_waterfall_ends_where_it_should(bents: Incentives, margin: str) -> None:
    found = bents.metr[margin]
    rows = waterfall(found, bents, "da").table.to_records()
    assert rows[0]["amount"] == pytest.approx(found.gross / 12)
    assert rows[-1]["amount"] == pytest.approx(found.net / 12)
    assert rows[0]["amount"] + sum(row["amount"] for row in rows[1:-1]) == pytest.approx(rows[-1]["amount"], abs=0.5)
    for before, after in pairwise(rows[:-1]):
        assert after["start"] == before["end"]


def test_the_other_languages_description_is_in_that_language(charts: dict[str, Chart]) -> None:
    alt = charts["waterfall"].alt
    assert "Aftrapning" in alt["da"] and "Taper of the supplement −DKK 296" in alt["en"] and "Aftrapning" not in alt["en"]


@pytest.mark.parametrize("persona", ["fatima", "erik"])
def test_those_without_an_hourly_gain_get_a_budget_line_but_no_metr(persona: str) -> None:
    case = fs.personas()[persona].case
    inc = fs.incentives(case)
    assert budget_line(fs.curve(case), inc, "da").to_svg()
    with pytest.raises(InputError, match="does not grow with the hours"):
        metr_steps(inc.path, inc)
    with pytest.raises(InputError, match="brings"):
        waterfall(inc.metr["hours"], inc)


def test_a_hostile_name_does_not_break_the_drawing() -> None:
    case = {"id": '<b>"&', "year": 2024, "hourly_wage": 150, "hours": 15}
    chart = budget_line(fs.curve(case), fs.incentives(case), "da")
    svg = chart.to_svg()
    assert any('<b>"&: 150 kr. i timen' in one for one in texts(svg))
    assert "<b>" not in svg and "<b>" not in chart.to_html()


def test_two_drawings_in_a_page_share_no_names(charts: dict[str, Chart]) -> None:
    def ids(figure: str) -> set[str]:
        root = ElementTree.fromstring(figure[figure.index("<svg") : figure.index("</svg>") + 6])
        return {one.get("id", "") for one in root.iter()} - {""}

    heat, budget = ids(charts["heat"].to_figure()), ids(charts["budget"].to_figure())
    assert heat
    assert not heat & budget
    assert charts["heat"].to_svg() == charts["heat"].to_svg()
    assert all(f"url(#{name})" in charts["heat"].to_figure() for name in heat)
