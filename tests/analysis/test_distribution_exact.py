"""Sums over populations are exact: any order and split, groups, sectors, the protected, many scenarios, nobody."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleksim.analysis.assumptions import tilbageloeb
from fleksim.analysis.cell_sums import HIGHEST_VALUE, cell_sums
from fleksim.analysis.evaluation import Question
from fleksim.analysis.groups import chosen
from fleksim.analysis.inequality import Bins, decile_edges
from fleksim.analysis.ledger import FLOWS, SECTORS
from fleksim.analysis.measures import INDEX, MEASURES
from fleksim.analysis.simulate import AT_ONCE, Simulation
from fleksim.analysis.summing import Applied, Frame, Slice, Summing, Totals, incomes, slices
from fleksim.population.frame import to_frame
from fleksim.population.schema import HIGHEST_WEIGHT
from fleksim.problems import InputError

from .second_computing import DAY, SIZE, base_law, found, people, reformed, results, source


@given(
    persons=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, HIGHEST_WEIGHT - 1), *(st.integers(-HIGHEST_VALUE + 1, HIGHEST_VALUE - 1),) * 2),
        max_size=30,
    ),
    order=st.randoms(use_true_random=False),
    cuts=st.lists(st.integers(0, 30), max_size=4),
)
def test_sums_are_exact_in_any_order_and_split(persons: list[tuple[int, ...]], order, cuts: list[int]) -> None:
    shuffled = list(persons)
    order.shuffle(shuffled)
    edges = [0, *sorted(min(cut, len(persons)) for cut in cuts), len(persons)]
    total = cell_sums(np.zeros((2, 0), np.int32), 8, np.zeros(0, np.int64), np.zeros((2, 0), np.int64))
    for low, high in pairwise(edges):
        part = np.array(shuffled[low:high], np.int64).reshape(-1, 5)
        places = np.stack([part[:, 0], 4 + part[:, 1]]).astype(np.int32)
        total = total + cell_sums(places, 8, np.ascontiguousarray(part[:, 2]), np.ascontiguousarray(part[:, 3:].T))
    for measure in range(2):
        for cell in range(8):
            assert total.total(measure, cell) == sum(one[2] * one[3 + measure] for one in persons if cell in (one[0], 4 + one[1]))


def summed(table: pa.Table, *scenarios: Applied) -> Summing:
    frame = Frame(Question(True, tilbageloeb(DAY)), chosen(), Bins())
    summing = Summing(frame, base_law(), scenarios)
    for one in slices(table, base_law(), decile_edges(incomes(source(), base_law(), Bins()))):
        summing.add(one)
    return summing


@cache
def whole() -> Summing:
    return summed(source(), Applied(reformed()))


def test_groups_add_up_to_everybody_to_the_oere() -> None:
    for totals in whole().totals:
        start = 1
        for grouping in chosen()[1:]:
            cells = range(start, start + len(grouping.labels))
            for measure in range(len(MEASURES)):
                assert sum(totals.sums.total(measure, cell) for cell in cells) == totals.sums.total(measure, 0)
            start = cells.stop


def test_what_one_pays_another_gets() -> None:
    """Balances of all sectors add up to nothing, and each is what it is paid less what it pays, in every group."""
    for totals in whole().totals:
        for cell in range(whole().frame.size):
            assert sum(totals.sums.total(INDEX[f"balance_{one.name}"], cell) for one in SECTORS) == 0
        for sector in SECTORS:
            paid = sum(totals.sums.total(INDEX[f"strom_{flow.name}"], 0) for flow in FLOWS if flow.payee is sector)
            pays = sum(totals.sums.total(INDEX[f"strom_{flow.name}"], 0) for flow in FLOWS if flow.payer is sector)
            assert totals.sums.total(INDEX[f"balance_{sector.name}"], 0) == paid - pays


def test_the_order_and_the_parts_of_the_persons_do_not_matter() -> None:
    shuffled = source().take(pa.array(np.random.default_rng(2).permutation(SIZE)))
    parts = [summed(part, Applied(reformed())) for part in (shuffled.slice(0, 100), shuffled.slice(100, 1), shuffled.slice(101))]
    for index, totals in enumerate(whole().totals):
        added = Totals.empty(whole().frame)
        for part in parts:
            added.add_arrays(part.totals[index].arrays())
        for measure in range(len(MEASURES)):
            assert [added.sums.total(measure, cell) for cell in range(3)] == [totals.sums.total(measure, cell) for cell in range(3)]
        np.testing.assert_array_equal(added.incomes.weight, totals.incomes.weight)
    assert (sum(part.rows for part in parts) == whole().rows).all()


def test_a_law_without_changes_changes_nothing_at_all() -> None:
    cube = results()
    nothing = cube.scenario("nothing")
    for array in (cube.difference, cube.difference_se):
        assert not np.nan_to_num(array[nothing]).any()
    np.testing.assert_array_equal(cube.value[nothing], cube.value[0])


def test_the_protected_are_untouched_and_the_others_are_not() -> None:
    """As if only the others had been there for the reform."""

    def long_there(tenure: np.ndarray) -> np.ndarray:
        return tenure >= 24.0

    tenure = np.asarray(source().column("tenure_months"))
    spared = summed(source(), Applied(reformed(), long_there))
    others = summed(source().filter(pa.array(tenure < 24)), Applied(reformed()))
    assert 0 < (tenure < 24).sum() < SIZE
    for measure in range(len(MEASURES)):
        assert spared.totals[1].sums.total(measure, 0) == others.totals[1].sums.total(measure, 0)
    assert spared.totals[1].sums.total(INDEX["provenu"], 0) != whole().totals[1].sums.total(INDEX["provenu"], 0)
    one: Slice = next(slices(source(), base_law()))
    frame = Frame(Question(False, 0.0), chosen(()), Bins())
    under = Summing(frame, base_law(), [Applied(reformed(), long_there)]).add(one)
    np.testing.assert_array_equal(under[1][:, tenure >= 24], under[0][:, tenure >= 24])


# --- many scenarios, few persons ------------------------------------------------------------------------------------------


def test_many_scenarios_are_those_of_runs_of_their_own() -> None:
    simulation = Simulation(source(), base_law(), incentives=False, groupings=())
    laws = {f"{index}": base_law().change({"aftrapning_1": 0.2 + 0.01 * index}) for index in range(AT_ONCE + 3)}
    together = simulation.run(laws)
    for key in ("0", str(AT_ONCE - 1), str(AT_ONCE), str(AT_ONCE + 2)):
        alone = simulation.run({key: laws[key]})
        np.testing.assert_array_equal(together.value[together.scenario(key)], alone.value[1])
        np.testing.assert_array_equal(together.difference_se[together.scenario(key)], alone.difference_se[1])


def test_nobody_is_zero_and_one_person_has_no_standard_error() -> None:
    empty = Simulation(source().slice(0, 0), base_law()).run({"reform": reformed()})
    assert found(empty, "provenu") == 0.0 and math.isnan(found(empty, "middel_disponibel")) and math.isnan(found(empty, "gini"))
    one = Simulation(source().slice(0, 1), base_law()).run({"reform": reformed()})
    assert found(one, "personer") == pytest.approx(people()[0].weight)
    assert math.isnan(found(one, "provenu", "difference_se")) and math.isnan(found(one, "middel_disponibel", "value_se", "baseline"))


def test_incentives_are_left_out_when_nobody_asks() -> None:
    keys = {one.key for one in Simulation(source(), base_law(), incentives=False, groupings=()).run({}).statistics}
    assert {"i_fleksjob", "loenloft_binder"} <= keys and not {"nul_gevinst", "metr_timer", "komp_over_80"} & keys


def test_unknown_groupings_are_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        chosen(("decil", "desil", "moon"))
    assert len(told.value.problems) == 2 and "Did you mean 'decil'?" in str(told.value)


def test_the_frame_of_a_population_is_the_population() -> None:
    """The frame has what the table has: a check on the second computing's own input."""

    class Source:
        size = SIZE
        own_data = False

        def block(self, low: int, high: int) -> pa.Table:
            return source().slice(low, high - low)

        def about(self) -> dict[str, object]:
            return {}

    frame = to_frame(Source())  # type: ignore[arg-type]
    assert frame["weight"].sum() == pytest.approx(sum(one.weight for one in people()))
    assert list(frame["hours"]) == [one.columns["hours"] for one in people()]
