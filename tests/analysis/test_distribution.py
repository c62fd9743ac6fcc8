"""Statistics of populations against a second computing: totals, means, groups, winners and losers, standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from fleksim.analysis.assumptions import tilbageloeb
from fleksim.analysis.cell_sums import cell_sums
from fleksim.analysis.distribution import levels
from fleksim.analysis.groups import chosen, groupings
from fleksim.analysis.measures import BUCKETS, FINE, INDEX, MEASURES, compare
from fleksim.analysis.results import EVERYBODY
from fleksim.analysis.simulate import Simulation
from fleksim.analysis.statistics import statistics
from fleksim.population.schema import WEIGHT_UNIT

from .second_computing import (
    DAY,
    OFF,
    SIZE,
    Person,
    base_law,
    benefits,
    both,
    bucket,
    found,
    household,
    municipality,
    people,
    results,
    source,
    state,
    weighted,
)

# --- levels, differences and groups -------------------------------------------------------------------------------------


TOTALS: dict[str, Callable[[Person, dict[str, float]], float]] = {
    "personer": lambda one, values: 1.0,
    "disponibel_indkomst": lambda one, values: values["disponibel_indkomst"],
    "balance_husstand": household,
    "balance_kommune": municipality,
    "balance_stat": state,
    "balance_arbejdsgiver": lambda one, values: -values["employer_cost"],
    "provenu": lambda one, values: municipality(one, values) + state(one, values),
    "provenu_efter_tilbageloeb": lambda one, values: municipality(one, values) + state(one, values) + tilbageloeb(DAY) * household(one, values),
    "strom_fleksloentilskud": lambda one, values: 12.0 * values["fleksloentilskud"],
    "strom_ledighedsydelse": lambda one, values: 12.0 * values["ledighedsydelse"],
    "udgift_brutto": benefits,
    "timer": lambda one, values: 52.0 * one.columns["hours"],
    "i_fleksjob": lambda one, values: float(one.at_work),
}


@pytest.mark.parametrize("key", TOTALS)
def test_totals_are_those_of_persons_read_one_by_one(key: str) -> None:
    persons = people()
    before, after = (sum(one.weight * TOTALS[key](one, values) for one, values in zip(persons, ofthem, strict=True)) for ofthem in both(persons))
    near = OFF * sum(one.weight for one in persons)
    assert found(results(), key, scenario="baseline") == pytest.approx(before, abs=near)
    assert found(results(), key) == pytest.approx(after, abs=near)
    assert found(results(), key, "difference") == pytest.approx(after - before, abs=near)
    assert found(results(), key, "difference") == 0.0 or key not in ("personer", "timer", "i_fleksjob", "strom_ledighedsydelse")


GROUPED = ("place", "sex", "household", "education", "prior_benefit", "region", "alder", "kommune", "timebaand", "loenbaand")


@pytest.mark.parametrize("grouping", GROUPED)
def test_groups_hold_those_who_belong_there(grouping: str) -> None:
    """Persons, rows and money of every group; groups that nobody is in have no mean."""
    cube = results()
    for place in cube.grouping(grouping):
        members = [one for one in people() if one.groups[grouping] == cube.groups[place].key]
        weight = sum(one.weight for one in members)
        assert cube.rows[place] == len(members)
        assert cube.persons[place] == pytest.approx(weight)
        change = sum(
            one.weight * (municipality(one, one.after) + state(one, one.after) - municipality(one, one.before) - state(one, one.before)) for one in members
        )
        assert cube.difference[2, place, cube.statistic("provenu")] == pytest.approx(change, abs=OFF * weight)
        mean = cube.value[0, place, cube.statistic("middel_disponibel")]
        if members:
            assert mean == pytest.approx(sum(one.weight * one.before["disponibel_indkomst"] for one in members) / weight, abs=OFF)
        else:
            assert math.isnan(mean)
    assert sum(cube.rows[place] for place in cube.grouping(grouping)) == SIZE


def test_those_of_no_known_municipality_are_a_group() -> None:
    codes = np.asarray(source().column("municipality")).copy()
    codes[:7] = 0
    table = source().set_column(source().schema.get_field_index("municipality"), source().schema.field("municipality"), pa.array(codes, pa.int16()))
    cube = Simulation(table, base_law(), incentives=False, groupings=("kommune",)).run({})
    assert cube.rows[cube.group("kommune", "unknown")] == 7 and cube.rows.sum() == 2 * SIZE


def test_every_grouping_is_tried() -> None:
    assert set(groupings()) == {EVERYBODY, "decil", *GROUPED}


def test_deciles_are_tenths_of_persons_by_equivalised_income_today() -> None:
    """Every person of a decile has more than those of the ones below; borders are whole bins, so tenths are nearly tenths."""
    table, law = source(), base_law()
    simulation = Simulation(table, law, incentives=False, groupings=("decil",))
    cube = simulation.run({})
    [one] = simulation.slices
    place = next(grouping for grouping in chosen(("decil",)) if grouping.name == "decil").place(one.persons)
    mine = np.array([person.before["aekvivaleret_indkomst"] for person in people()])
    assert np.abs(one.persons.baseline_income / 100.0 - mine).max() < 0.006
    highest = [mine[place == tenth].max() for tenth in range(10)]
    lowest = [mine[place == tenth].min() for tenth in range(10)]
    assert all(low > high for low, high in zip(lowest[1:], highest, strict=False))
    shares = cube.persons[cube.grouping("decil")] / cube.persons[0]
    assert np.abs(shares - 0.1).max() < 2.5 * max(person.weight for person in people()) / cube.persons[0] + 0.01


# --- ratios -------------------------------------------------------------------------------------------------------------


def test_buckets_begin_at_a_krone_a_month_and_end_at_a_twentieth() -> None:
    """Gains [oere] of a household with 100,000 kr a year."""
    gains = [-500_001, -500_000, -1_200, -1_199, 0, 1_199, 1_200, 500_000, 500_001]
    kinds = ["taber_over_5", "taber_under_5", "taber_under_5", *["uaendret"] * 3, "vinder_under_5", "vinder_under_5", "vinder_over_5"]
    before = np.zeros((len(MEASURES), len(gains)), np.int64)
    before[INDEX["balance_husstand"]], before[INDEX["uaendret"]] = 10_000_000, 1
    after = before.copy()
    after[INDEX["balance_husstand"]] += gains
    level = before + compare(before, after)
    for index, kind in enumerate(kinds):
        assert [name for name in BUCKETS if level[INDEX[name], index]] == [kind]


def test_a_ratio_whose_base_moves_too() -> None:
    """A quarter more cost on a fifth fewer hours: (125 / 80) / (100 / 100) - 1."""
    before, change = (np.zeros((len(MEASURES), 2), np.int64) for _ in range(2))
    cost, hours = INDEX["arbejdsgiver_timeloen"], INDEX["timer"]
    before[cost], before[hours] = [100_00, 50_00], [100 * int(FINE), 0]
    change[cost], change[hours] = [25_00, 10_00], [-20 * int(FINE), 0]
    cells, weight = np.array([[0, 1]], np.int32), np.full(2, WEIGHT_UNIT, np.int64)
    moved = levels(cell_sums(cells, 2, weight, before), cell_sums(cells, 2, weight, change), 2)
    row = [one.info.key for one in statistics()].index("arbejdsgiver_pr_time")
    assert moved.value[row, 0] == pytest.approx(125 / 80) and moved.difference[row, 0] == pytest.approx(125 / 80 - 1.0)
    assert np.isnan(moved.value[row, 1]) and np.isnan(moved.difference[row, 1])


def test_means_and_their_changes() -> None:
    persons = people()
    for key, name in (("middel_disponibel", "disponibel_indkomst"), ("middel_aekvivaleret", "aekvivaleret_indkomst")):
        before, after = (weighted([(one.weight, values[name]) for one, values in zip(persons, ofthem, strict=True)]) for ofthem in both(persons))
        assert found(results(), key, scenario="baseline") == pytest.approx(before, abs=OFF)
        assert found(results(), key) == pytest.approx(after, abs=OFF)
        assert found(results(), key, "difference") == pytest.approx(after - before, abs=2 * OFF)
    assert found(results(), "mean") == pytest.approx(found(results(), "middel_aekvivaleret"), abs=1e-6)


def test_employer_cost_an_hour() -> None:
    working = [one for one in people() if one.columns["hours"] > 0.0]
    cost = sum(one.weight * one.before["employer_cost"] for one in working) / sum(one.weight * 52.0 * one.columns["hours"] for one in working)
    assert found(results(), "arbejdsgiver_pr_time", scenario="baseline") == pytest.approx(cost, rel=1e-6)


def test_winners_and_losers() -> None:
    persons = people()
    kinds = {key: [float(bucket(one) == key) for one in persons] for key in ("taber_over_5", "taber_under_5", "uaendret", "vinder_under_5", "vinder_over_5")}
    assert all(sum(kind) > 0 for kind in kinds.values()), "the reform has persons of every kind"
    for key, kind in kinds.items():
        share = weighted([(one.weight, each) for one, each in zip(persons, kind, strict=True)])
        assert found(results(), key) == pytest.approx(share)
        assert found(results(), key, scenario="baseline") == (1.0 if key == "uaendret" else 0.0)
    gain = weighted([(one.weight, household(one, one.after) - household(one, one.before)) for one in persons])
    assert found(results(), "middel_gevinst") == pytest.approx(gain, abs=2 * OFF)


# --- standard errors ----------------------------------------------------------------------------------------------------


def test_standard_errors_are_those_of_resampled_persons() -> None:
    """Bootstrap of totals, means, shares and their changes. 2,000 draws know an error to 1.6 per cent."""
    persons = people()
    weight = np.array([one.weight for one in persons])
    disposable = np.array([[values["disponibel_indkomst"] for values in ofthem] for ofthem in both(persons)])
    purse = np.array([[municipality(one, values) + state(one, values) for one, values in zip(persons, ofthem, strict=True)] for ofthem in both(persons)])
    supplement = np.array([12.0 * one.before["fleksloentilskud"] for one in persons])
    at_work = np.array([one.at_work for one in persons])
    ceiling = at_work * np.array([float(one.before["loenloft_binder"]) for one in persons])
    losing = np.array([bucket(one) == "taber_under_5" for one in persons], float)
    draws = np.random.default_rng(11)
    rows = []
    for _ in range(2_000):
        taken = draws.integers(0, SIZE, SIZE)
        w = weight[taken]
        rows.append(
            [
                (w * supplement[taken]).sum(),
                (w * (purse[1] - purse[0])[taken]).sum(),
                (w * disposable[0][taken]).sum() / w.sum(),
                (w * (disposable[1] - disposable[0])[taken]).sum() / w.sum(),
                (w * losing[taken]).sum() / w.sum(),
                (w * ceiling[taken]).sum() / (w * at_work[taken]).sum(),
            ]
        )
    expected = np.std(rows, axis=0) * math.sqrt(SIZE / (SIZE - 1))
    cube = results()
    ours = [
        found(cube, "strom_fleksloentilskud", "value_se", "baseline"),
        found(cube, "provenu", "difference_se"),
        found(cube, "middel_disponibel", "value_se", "baseline"),
        found(cube, "middel_disponibel", "difference_se"),
        found(cube, "taber_under_5", "difference_se"),
        found(cube, "loenloft_binder", "value_se", "baseline"),
    ]
    np.testing.assert_allclose(ours, expected, rtol=0.07)
