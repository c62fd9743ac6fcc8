"""The Python door for many persons: frames of populations, scenarios on them, runs in folders, found numbers."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import fleksim as fs
from fleksim.people.columns import COLUMNS
from fleksim.population.frame import from_frame, to_frame
from fleksim.population.recipe import recipe
from fleksim.population.schema import CASE_COLUMNS, NAMES
from fleksim.reforms.reform import Reform

SIZE, YEAR, SEED = 900, 2026, 3
LAW = "2026-01-01"
EVERYBODY = "alle:alle"


@cache
def _persons() -> pd.DataFrame:
    return fs.population(size=SIZE, year=YEAR, seed=SEED)


@pytest.fixture
def persons() -> pd.DataFrame:
    return _persons().copy()


@cache
def reform() -> Reform:
    return fs.reform("lavere_aftrapning_45")


@cache
def whole() -> xr.Dataset:
    return fs.simulate(_persons(), {"baseline": fs.law(LAW), "reform": reform()})


def told(*arguments: object, **options: object) -> str:
    with pytest.raises(fs.InputError) as error:
        fs.simulate(*arguments, **options)  # type: ignore[arg-type]
    return str(error.value)


def cost(ds: xr.Dataset, scenario: str = "reform") -> float:
    return -float(ds.difference.sel(scenario=scenario, group=EVERYBODY, statistic="provenu"))


# --- a population as a frame --------------------------------------------------------------------------------------------


def test_a_population_is_a_frame_of_persons_with_weights(persons: pd.DataFrame) -> None:
    assert list(persons.columns) == list(NAMES) and len(persons) == SIZE
    assert persons["weight"].dtype == float and 100_000 < persons["weight"].sum() < 200_000
    assert set(persons["status"]) >= {"fleksjob", "ledighedsydelse"} and set(persons["sex"]) == {"woman", "man"}
    assert persons["year"].dtype == persons["birth_year"].dtype == np.int64 and persons["church_member"].dtype == bool
    assert persons.attrs["units"]["hourly_wage"] == "kr/time" and persons.attrs["units"]["weight"] == "personer"
    assert persons.attrs["long_name"]["hours"] == COLUMNS["hours"].da and persons.attrs["long_name_en"]["hours"] == COLUMNS["hours"].en
    assert persons.attrs["population"]["seed"] == SEED


def test_a_frame_and_back_are_the_same_persons(persons: pd.DataFrame) -> None:
    made = recipe(SIZE, YEAR, SEED)
    assert from_frame(persons).block(0, SIZE).equals(made.block(0, SIZE))
    pd.testing.assert_frame_equal(to_frame(made), persons)


def test_cases_of_a_population_are_calculated_as_they_stand(persons: pd.DataFrame) -> None:
    some = persons.iloc[[5, 60, 700]]
    found = fs.calculate(some)
    assert list(found.index) == [str(one) for one in some["id"]]
    for identity, row in zip(found.index, some[["id", *CASE_COLUMNS]].to_dict("records"), strict=True):
        assert fs.calculate(row)["disponibel_indkomst"] == found.loc[identity, "disponibel_indkomst"]
    assert list(some.columns) == list(NAMES), "the frame itself is left alone"


def test_what_is_no_field_of_a_case_is_refused_without_weights(persons: pd.DataFrame) -> None:
    with pytest.raises(fs.InputError, match="'region' is not a field of a case"):
        fs.calculate(persons.drop(columns="weight"))


# --- scenarios ----------------------------------------------------------------------------------------------------------


def test_scenarios_are_a_dataset_with_units_and_grounds() -> None:
    ds = whole()
    assert dict(ds.sizes).keys() == {"scenario", "group", "statistic"} and list(ds.scenario.values) == ["baseline", "reform"]
    assert str(ds.scenario_da.sel(scenario="reform").values) == reform().title["da"]
    assert str(ds.units.sel(statistic="provenu").values) == "kr/aar"
    assert (ds.attrs["law_date"], ds.attrs["population_drawn_seed"], ds.attrs["population_size"]) == (LAW, SEED, SIZE)
    assert ds.reform_hash.sel(scenario="reform") == reform().digest() and ds.attrs["parameter_hash"] == fs.law(LAW).fingerprint()
    assert cost(ds) > 0.0


def test_any_part_in_any_order_is_a_population(persons: pd.DataFrame) -> None:
    """Parts add up to the whole; weights can be changed, columns of one's own are left alone."""
    persons["mine"] = "x"
    shuffled = persons.sample(frac=1.0, random_state=1)
    parts = [shuffled[shuffled["sex"] == sex] for sex in ("woman", "man")]
    costs = [cost(fs.simulate(part, {"reform": reform()}, incentives=False, groupings=[])) for part in parts]
    assert sum(costs) == pytest.approx(cost(whole()), abs=0.02)
    assert cost(fs.simulate(shuffled, {"reform": reform()}, incentives=False, groupings=[])) == cost(whole())
    half = persons.assign(weight=persons["weight"] / 2)
    assert cost(fs.simulate(half, {"reform": reform()}, incentives=False, groupings=[])) == pytest.approx(cost(whole()) / 2, rel=1e-4)


def test_changed_persons_are_other_persons(persons: pd.DataFrame) -> None:
    more = persons.assign(hours=np.where(persons["hours"] > 0.0, np.minimum(persons["hours"] + 1.0, 37.0), 0.0))
    found = fs.simulate(more, {"baseline": fs.law(LAW)}, incentives=False, groupings=[])
    hours = float(found.value.sel(scenario="baseline", group=EVERYBODY, statistic="timer"))
    assert hours == pytest.approx((more["weight"] * more["hours"]).sum() * 52.0, rel=1e-6)
    assert found.attrs["own_data"] == 0 and found.attrs["population_content"] != whole().attrs["population_content"]


def test_a_source_and_a_number_are_populations_too() -> None:
    """A number of persons is drawn with the first seed."""
    options = {"incentives": False, "groupings": []}
    one = fs.simulate(recipe(SIZE, YEAR, 1), {"reform": reform()}, **options)
    two = fs.simulate(SIZE, {"baseline": fs.law(LAW), "reform": reform()}, **options)
    assert cost(one) == cost(two) != cost(whole()) and one.attrs["population_kind"] == "synthetic"


def test_laws_and_reforms_of_reforms() -> None:
    """A law is a scenario as it is; a reform changes the baseline, also one that is a reform itself."""
    law = reform().apply(fs.law(LAW))
    ds = fs.simulate(_persons(), {"baseline": reform(), "same": law, "none": fs.law(LAW)}, incentives=False, groupings=[])
    assert cost(ds, "same") == 0.0 and cost(ds, "none") == -cost(whole())


def test_groups_are_those_asked_for(persons: pd.DataFrame) -> None:
    ds = fs.simulate(persons, {"reform": reform()}, incentives=False, groupings=["sex"])
    assert [str(one) for one in ds.group.values] == [EVERYBODY, "sex:woman", "sex:man", "sex:unknown"]
    assert float(ds.persons.sel(group="sex:woman")) == pytest.approx(persons.loc[persons["sex"] == "woman", "weight"].sum())


def test_own_data_hides_small_groups(persons: pd.DataFrame) -> None:
    """A frame that does not come from here is the user's own, until its attributes say otherwise."""
    few = pd.DataFrame(persons[persons["place"] == "fleksjob"].head(40).to_dict("list"))
    ds = fs.simulate(few, {"reform": reform()}, incentives=False, groupings=["region"])
    assert ds.attrs["own_data"] == 1 and np.isnan(ds.rows.values).any()
    assert np.isfinite(fs.simulate(persons.head(40), {"reform": reform()}, incentives=False, groupings=["region"]).rows.values).all()


def test_own_data_are_possible_cases(persons: pd.DataFrame) -> None:
    few = pd.DataFrame(persons[persons["civil_status"] == "single"].head(3).to_dict("list")).assign(partner_wage=[100_000.0, 0.0, 0.0])
    assert "a single person has no partner's income" in told(few, {"reform": reform()})


def test_everything_wrong_with_a_frame_is_told_at_once(persons: pd.DataFrame) -> None:
    wrong = persons.copy()
    wrong.loc[0, "hours"], wrong.loc[1, "place"], wrong.loc[2, "hourly_wage"], wrong.loc[4, "id"] = 60.0, "moon", np.nan, 3
    found = told(wrong, {"reform": reform()})
    assert "hours: is outside 0 to 37 timer/uge (1 value, row 1)" in found and "place: is not one of its codes (1 value, row 2)" in found
    assert "hourly_wage: is no number" in found and "id: stands before" in found
    assert "rent: is missing" in told(persons.drop(columns="rent").assign(rnt=0), {}) and "Did you mean 'rnt'?" in told(
        persons.rename(columns={"rent": "rnt"}), {}
    )
    assert "sex: is not text throughout" in told(persons.assign(sex=1), {})
    weights = told(persons.assign(weight=np.where(persons["id"] < 2, np.nan, 0.00001)), {})
    assert "weight: is no number of persons above 0 (900 values, first in row 1, 2, 3, 4, 5)" in weights


def test_what_scenarios_cannot_be(persons: pd.DataFrame) -> None:
    assert "r is neither a law nor a reform" in told(persons, {"r": "uden_loft"})
    assert "the law of 2024 does not fit persons of 2026" in told(persons, {"baseline": fs.law("2024-01-01")})
    assert "the law of 2025 does not fit persons of 2026" in told(persons, {"later": fs.law("2025-07-01")})
    assert "a number of persons needs their year" in told(100, {"reform": reform()})
    assert "'list' is no population" in told([1, 2], {})
    assert "Did you mean 'decil'?" in told(persons, {}, groupings=["desil"])
    assert "holds no persons" in told(persons.head(0), {"reform": reform()})
    months = told(persons, {"reform": reform()}, seed=1, replications=20, grupings=[])
    assert months.count("belongs to the months") == 2 and "grupings: is not an argument. Did you mean 'groupings'?" in months


def test_nobody_under_a_law_is_nothing(persons: pd.DataFrame) -> None:
    ds = fs.simulate(persons.head(0), {"baseline": fs.law(LAW), "reform": reform()}, incentives=False, groupings=[])
    assert cost(ds) == 0.0 and np.isnan(float(ds.value.sel(scenario="reform", group=EVERYBODY, statistic="middel_disponibel")))


# --- runs and searches --------------------------------------------------------------------------------------------------


def test_a_run_and_its_results_are_those_of_the_notebook(tmp_path: Path) -> None:
    batch = tmp_path / "batch.yaml"
    batch.write_text(
        f"title: T\npopulation: {{size: {SIZE}, year: {YEAR}, seed: {SEED}}}\nscenarios: [baseline, lavere_aftrapning_45]\noutputs: [static]\ngroupings: [sex]\n",
        encoding="utf-8",
    )
    outcome = fs.run(batch, tmp_path / "run", threads=1)
    ds = fs.results(tmp_path / "run")
    assert outcome.folder == tmp_path / "run" and outcome.made > 0 and fs.run(str(batch), str(tmp_path / "run")).made == 0
    ours = fs.simulate(_persons(), {"lavere_aftrapning_45": reform()}, incentives=False, groupings=["sex"])
    for name in ("value", "difference"):
        xr.testing.assert_equal(
            ds[name].drop_vars([one for one in ds[name].coords if one not in ds.dims]),
            ours[name].drop_vars([one for one in ours[name].coords if one not in ours.dims]),
        )
    with pytest.raises(fs.InputError, match="there is no such folder"):
        fs.results(tmp_path / "none")


def test_a_number_is_found(persons: pd.DataFrame) -> None:
    found = fs.solve(reform(), "fleksloentilskud_max", "cost = 0", persons, (19_000, 22_000))
    ds = fs.simulate(persons, {"found": found.reform}, incentives=False, groupings=[])
    assert abs(cost(ds, "found")) < 1e-4 * cost(whole()) and found.value == found.reform.parameters["fleksloentilskud_max"].operand
    assert found.to_dict()["solutions"][0]["value"] == found.value == found.solutions[0].value
    assert f"fleksloentilskud_max: {found.value}" in found.to_yaml() and "(found: fleksloentilskud_max = " in found.to_text("en")


def test_the_door_names_everything_and_loads_nothing() -> None:
    names = ("population", "simulate", "solve", "run", "results")
    assert set(names) <= set(dir(fs)) and all(callable(getattr(fs, name)) for name in names)
    code = "import sys, fleksim.api; print([name for name in ('pandas', 'pyarrow', 'xarray', 'dask') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
