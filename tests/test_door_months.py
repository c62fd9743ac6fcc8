"""The door to the months: `simulate(..., months=)` in memory, `months(folder)` from a run; the same numbers through both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import fleksim as fs
from fleksim.population.recipe import recipe
from fleksim.reforms.reform import Reform

SIZE, YEAR, SEED = 300, 2026, 7
SHORT: dict[str, Any] = {"months": 18, "replications": 2}


@cache
def _persons() -> pd.DataFrame:
    return fs.population(SIZE, YEAR, SEED)


@pytest.fixture
def persons() -> pd.DataFrame:
    frame = _persons()
    return frame.copy()


@pytest.fixture(scope="session")
def limit(months_folder: Path) -> Reform:
    return fs.reform(months_folder.parent / "graense.yaml")


@pytest.fixture(scope="session")
def simulated(limit: Reform) -> xr.Dataset:
    return fs.simulate(_persons(), {"graense": limit}, **SHORT)


def told(*arguments: Any, **options: Any) -> str:
    with pytest.raises(fs.InputError) as caught:
        fs.simulate(*arguments, **options)
    return str(caught.value)


def numbers(ds: xr.Dataset) -> dict[str, Any]:
    return {str(name): one.values for name, one in ds.data_vars.items()}


def test_months_in_memory_are_those_of_a_run(simulated: xr.Dataset, months_folder: Path) -> None:
    """The population's own seed is the usual one, as it is in a batch."""
    run = fs.months(months_folder)
    assert list(simulated.scenario.values) == list(run.scenario.values) == ["baseline", "graense", "graense+"]
    ours, theirs = numbers(simulated), numbers(run)
    assert ours.keys() == theirs.keys()
    for name, values in ours.items():
        np.testing.assert_array_equal(values, theirs[name], err_msg=name)


def test_a_dataset_says_what_it_is(simulated: xr.Dataset) -> None:
    assert simulated.stocks.dims == ("scenario", "month", "state") and simulated.sizes["month"] == 18
    assert (simulated.stocks.attrs["units"], simulated.stocks.attrs["long_name"]) == ("personer", "Personer efter sted")
    known = simulated.attrs
    assert (known["start"], known["months"], known["replications"], known["seed"], known["behaviour"]) == ("2026-01", 18, 2, SEED, "elasticity")
    assert known["law_date"] == "2026-01-01" and known["parameter_hash"] == fs.law("2026-01-01").fingerprint() and known["own_data"] == 0
    assert str(simulated.scenario_da.sel(scenario="graense+").values) == "Tidsgrænse på 6 måneder" and simulated.extrapolated.sel(scenario="graense") != ""
    assert np.abs(simulated.balance_year.sum("sector")).max() < 0.01


def test_persons_of_any_kind_and_other_choices(limit: Reform, simulated: xr.Dataset) -> None:
    """A source draws as its frame does; without response a reform stands once; other luck gives other numbers."""
    source = recipe(SIZE, YEAR, SEED)
    same = fs.simulate(source, {"baseline": fs.law("2026-07-01"), "graense": limit}, seed=SEED, start="2026-01", uprating=0.0, behaviour="none", **SHORT)
    assert list(same.scenario.values) == ["baseline", "graense"]
    np.testing.assert_array_equal(same.stocks.values, simulated.stocks.values[:2])
    other = fs.simulate(source, {"graense": limit}, seed=SEED + 1, behaviour="none", **SHORT)
    assert (other.stocks.values != same.stocks.values).any()
    late = fs.simulate(source, {}, months=2, replications=1, start="2026-11", seed=3)
    assert [str(one) for one in late.month.values] == ["2026-11", "2026-12"] and np.isnan(late.stocks_se.values).all()


def test_own_data_hide_small_groups(persons: pd.DataFrame) -> None:
    few = pd.DataFrame(persons.head(40).to_dict("list"))
    found = fs.simulate(few, {}, months=2, replications=1)
    assert found.attrs["own_data"] == 1 and np.isnan(found.stocks.values).any()
    assert not np.isnan(fs.simulate(persons.head(40), {}, months=2, replications=1).stocks.values).any()


def test_everything_wrong_with_the_months_is_told_at_once(persons: pd.DataFrame, limit: Reform) -> None:
    found = told(persons, {"r": limit}, months=0, behaviour="elastic", start="2026-13", uprating=-1, replications=1.5, seed=True)
    assert found.splitlines() == [
        "start: '2026-13' is not a month. Write it as 2026-01.",
        "months: 0 is not a whole number from 1 to 336",
        "replications: 1.5 is not a whole number from 1 to 1000",
        "seed: True is not a whole number from 0 to 2147483647",
        "behaviour: 'elastic' is no response. Did you mean 'elasticity'?",
        "uprating: -1 is not from 0 to 10 per cent a year",
    ]
    assert "2027-01 is not in 2026, the year of the population" in told(persons, {"r": limit}, months=12, start="2027-01")
    assert "months: ends in 2042-08; the months go to 2040-12. At most 180 from 2026-01." in told(persons, {"r": limit}, months=200)
    assert "r: begins in 2026-07, after the last month 2026-03" in told(persons, {"r": limit}, months=3)
    assert "holds no persons" in told(persons.head(0), {"r": limit}, months=12)
    assert "is not known, so who pays cannot be told" in told(fs.population(20, 2015), {}, months=12)


def test_arguments_of_the_year_and_of_the_months_do_not_mix(persons: pd.DataFrame, limit: Reform) -> None:
    assert told(persons, {"r": limit}, seed=3, behaviour="none").splitlines() == [
        "seed: belongs to the months. Give months too (months=120), or leave it out.",
        "behaviour: belongs to the months. Give months too (months=120), or leave it out.",
    ]
    mixed = told(persons, {"r": limit}, months=12, incentives=True, groupings=["sex"])
    assert mixed.count("belongs to the law of a year. Leave it out, or leave months out.") == 2
    assert "replicatons: is not an argument. Did you mean 'replications'?" in told(persons, {"r": limit}, months=12, replicatons=2)


def test_the_months_compare_with_the_law_as_it_is(persons: pd.DataFrame, limit: Reform) -> None:
    changed = limit.apply(fs.law("2026-07-01")).change({"aftrapning_1": 0.2})
    assert "baseline: is not the law as it is" in told(persons, {"baseline": changed}, months=12)
    assert "baseline: is not the law as it is" in told(persons, {"baseline": limit}, months=12)
    assert "later: is a law, and the months follow the law from day to day. Give a reform." in told(persons, {"later": fs.law("2026-07-01")}, months=12)
    assert "x is neither a law nor a reform" in told(persons, {"x": 3}, months=12)


def test_a_folder_without_months_says_so(tmp_path: Path, months_run: Callable[[Path, str], Path]) -> None:
    folder = months_run(tmp_path, "static")
    with pytest.raises(fs.InputError, match=r"holds no months\. Read its results \(`fleksim.results\(folder\)`"):
        fs.months(folder)
    with pytest.raises(fs.InputError, match="there is no such folder"):
        fs.months(tmp_path / "none")
    assert "months" in dir(fs)
