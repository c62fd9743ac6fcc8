"""`fleksim population` as a user types it."""

from __future__ import annotations

import json

import pytest
import typer

from fleksim.cli import population
from fleksim.population import calibration
from fleksim.population.recipe import recipe
from fleksim.population.store import open_population
from fleksim.population.targets import targets
from fleksim.problems import InputError

from .test_extract import MAP, ROWS


@pytest.fixture
def run(capsys):
    """What a command prints, and its exit code."""

    def command(*arguments: str) -> tuple[str, int]:
        try:
            code = population.app(args=list(arguments), standalone_mode=False)
        except typer.Exit as wanted:
            code = wanted.exit_code
        return capsys.readouterr().out, int(code or 0)

    return command


def test_build_meets_its_targets_and_writes_the_file(run, tmp_path):
    path = tmp_path / "p.parquet"
    out, code = run("build", "--size", "2000", "--year", "2022", "--out", str(path))
    assert code == 0 and "T014" in out and "83.700" in out and "Kalibreret til en antagelse" in out and "NEJ" not in out
    assert open_population(path).digest() == recipe(2_000, 2022).digest()
    english, _ = run("build", "--size", "2000", "--year", "2021", "--lang", "en")
    assert "Held out" in english and "83,700" not in english and "77,600" in english


def test_build_as_json_has_every_target(run):
    out, code = run("build", "--size", "2000", "--year", "2022", "--json")
    data = json.loads(out)
    assert code == 0 and data["missed"] == 0 and data["size"] == 2_000
    rows = {row["id"]: row for row in data["targets"]}
    assert {one.id for one in targets()} <= rows.keys()
    assert rows["T014"]["used"] == "calibrated" and rows["T206"]["reason"]


def test_build_exits_with_1_if_a_target_is_missed(run):
    out, code = run("build", "--size", "30", "--year", "2022")
    assert code == 1 and "NEJ" in out


def test_build_refuses_another_kind_of_file_before_building(run, tmp_path):
    with pytest.raises(InputError, match="written as Parquet"):
        run("build", "--size", "2000", "--out", str(tmp_path / "p.csv"))


def test_describe_shows_groups_sources_and_assumptions(run):
    out, code = run("describe", "--size", "2000", "--lang", "en")
    assert code == 0
    for word in ("Groups of the population", "Numbers with a source", "Assumptions (source: assumption)", "wage_median", "education:", "low"):
        assert word in out, word
    shown = json.loads(run("describe", "--size", "2000", "--lang", "en", "--json")[0])
    assert len(shown["Assumptions (source: assumption)"]) > 200


def test_describe_dictionary_and_targets(run):
    assert "hourly_wage" in run("describe", "--dictionary")[0]
    out, _ = run("describe", "--targets", "--size", "1000", "--lang", "en")
    assert all(one.id in out for one in targets()) and "not comparable" in out


def test_describe_hides_small_groups_of_own_data(run, tmp_path):
    from fleksim.population.extract import read_extract
    from fleksim.population.store import write

    head = ROWS.splitlines()[0]
    many = [f"{number};{1 + number % 2};150;10;fleksjob;{'101' if number < 57 else '461'};single;0;x" for number in range(60)]
    (tmp_path / "e.csv").write_text("\n".join([head, *many]) + "\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    write(read_extract(tmp_path / "e.csv", tmp_path / "map.yaml"), tmp_path / "own.parquet")
    out, _ = run("describe", str(tmp_path / "own.parquet"), "--json", "--lang", "en")
    groups = json.loads(out)["Groups of the population"]
    regions = {row["group"]: row["rows"] for row in groups if row["section"] == "Region"}
    assert regions == {"Hovedstaden": None, "Syddanmark": None}
    assert {row["rows"] for row in groups if row["section"] == "Sex"} == {30}


def test_describe_a_file_of_ours(run, tmp_path):
    path = tmp_path / "p.parquet"
    run("build", "--size", "2000", "--out", str(path))
    assert run("describe", str(path))[0] == run("describe", "--size", "2000")[0]


def test_the_tolerance_is_one_per_cent():
    assert calibration.TOLERANCE == 0.01
