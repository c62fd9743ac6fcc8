"""Small groups of own data: hidden, and not to be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleksim.analysis.results import Results
from fleksim.output.results.disclosure import HIDDEN_ROWS, Behind, note, protect
from fleksim.output.results.suppression import LEAST

from .results_builder import BANDS, BUCKETS, People, people, results, with_behind

Floats = npt.NDArray[np.float64]
COUNTED = (*BUCKETS, "nul_gevinst", *(f"metr_timer_{band}" for band in BANDS))


def small_group(size: int = 120, in_small: int = 3) -> People:
    """Persons of whom few live in the first municipality, the others spread over the rest."""
    who = people(size)
    kommune = np.arange(size) % 3 + 1
    kommune[:in_small] = 0
    return replace(who, places={**who.places, "kommune": kommune, "region": kommune // 2})


def test_data_that_are_not_ones_own_are_shown_whole() -> None:
    made = results(small_group())
    assert protect(made) is made and note(made, "da") == ["–: intet tal, fordi ingen er omfattet."]


def test_a_small_group_is_hidden_with_the_next_smallest_of_its_grouping() -> None:
    made = results(small_group(), own_data=True)
    shown = protect(made)
    small = made.group("kommune", "101")
    assert np.isnan(shown.value[:, small]).all() and np.isnan(shown.difference[:, small]).all() and np.isnan(shown.value_se[:, small]).all()
    assert shown.rows[small] == HIDDEN_ROWS and np.isnan(shown.persons[small])
    hidden = [one for one in made.grouping("kommune") if shown.rows[one] == HIDDEN_ROWS]
    assert len(hidden) >= 2 and made.rows[hidden].sum() >= LEAST
    # Its region less the other municipality of it would give it away.
    assert made.group("kommune", "147") in hidden


@pytest.mark.parametrize("size", [0, 1, 4])
def test_of_fewer_than_five_persons_nothing_is_shown(size: int) -> None:
    shown = protect(results(people(size), own_data=True))
    assert np.isnan(shown.value).all() and np.isnan(shown.difference).all() and (shown.rows == HIDDEN_ROWS).all()


def test_protecting_twice_changes_nothing() -> None:
    once = protect(results(small_group(), own_data=True))
    assert protect(once) is once


def test_a_bucket_of_few_persons_is_hidden_though_its_group_is_large() -> None:
    who = people(100, scenarios=2)
    gain = np.zeros((2, 100))
    gain[1, :3], gain[1, 3:43] = -50_000.0, 500.0
    shown = protect(results(replace(who, gain=gain), own_data=True))
    place = shown.group()
    buckets = {key: shown.value[1, place, shown.statistic(key)] for key in BUCKETS}
    assert np.isnan(buckets["taber_over_5"])
    assert sum(np.isnan(value) for value in buckets.values()) >= 2
    assert not np.isnan(buckets["uaendret"])


def test_all_but_a_few_persons_are_as_telling_as_a_few() -> None:
    who = people(100, scenarios=2)
    zero = np.ones((2, 100), bool)
    zero[:, :2] = False
    shown = protect(results(replace(who, zero=zero), own_data=True))
    assert np.isnan(shown.value[:, shown.group(), shown.statistic("nul_gevinst")]).all()


def test_a_change_that_touches_few_persons_is_hidden() -> None:
    """A mean gain over a hundred persons of whom two gain is theirs."""
    who = people(100, scenarios=2)
    gain = np.zeros((2, 100))
    gain[1, :2] = 40_000.0
    shown = protect(results(replace(who, gain=gain), own_data=True))
    place = shown.group()
    for key in ("middel_gevinst", "disponibel_indkomst", "provenu"):
        assert np.isnan(shown.value[1, place, shown.statistic(key)]) and np.isnan(shown.difference[1, place, shown.statistic(key)])
        assert not np.isnan(shown.value[0, place, shown.statistic(key)])


def test_flows_to_few_persons_are_hidden_when_it_is_known_who_is_behind_them() -> None:
    who = people(100, scenarios=2)
    flows = who.flows.copy()
    flows[:, 3] = 0.0
    flows[:, 3, :2] = 1000.0
    made, behind = with_behind(replace(who, flows=flows), own_data=True)
    hidden = np.isnan(protect(made, behind).value[0, made.group()])
    accounts = [index for index, one in enumerate(made.statistics) if one.key.startswith("strom_")]
    assert hidden[accounts].all()
    assert not hidden[made.statistic("provenu")]


def test_extremes_are_never_shown() -> None:
    made = results(people(200), own_data=True)
    extreme = replace(made.statistics[1], key="stoerste_gevinst")
    made = replace(made, statistics=[*made.statistics[:1], extreme, *made.statistics[2:]])
    assert np.isnan(protect(made).value[:, :, 1]).all()


def test_a_group_shown_under_two_names_is_hidden_under_both() -> None:
    who = small_group()
    kommune = who.places["kommune"]
    # Women are exactly those of the second municipality, which must be hidden with the first.
    who = replace(who, places={**who.places, "koen": (kommune != 1).astype(np.int64)})
    shown = protect(results(who, own_data=True))
    assert shown.rows[shown.group("kommune", "147")] == HIDDEN_ROWS
    assert shown.rows[shown.group("koen", "k")] == HIDDEN_ROWS


@st.composite
def few_people(draw: st.DrawFn) -> People:
    """Persons in uneven groups."""
    size = draw(st.integers(0, 90))
    who = people(size, scenarios=2, seed=draw(st.integers(0, 999)))
    draws = np.random.default_rng(draw(st.integers(0, 999)))
    uneven = draws.dirichlet([0.4] * 4)
    kommune = draws.choice(4, size, p=uneven)
    gain = np.where(draws.random((2, size)) < draw(st.sampled_from([0.02, 0.3, 1.0])), who.gain, 0.0)
    gain[0] = 0.0
    return replace(who, gain=gain, places={**who.places, "kommune": kommune, "region": kommune // 2})


@settings(max_examples=60, deadline=None)
@given(few_people(), st.booleans())
def test_a_whole_less_its_visible_parts_tells_of_nobody(who: People, told: bool) -> None:
    made, behind = with_behind(who, own_data=True)
    shown = protect(made, behind if told else None)
    for scenario in range(len(made.scenarios)):
        for whole, parts in _relations(made):
            _nothing_is_told(shown, behind, scenario, whole, parts)
        for key in ("disponibel_indkomst", "provenu", "nul_gevinst", "personer"):
            assert _determined(shown, made, scenario, (key,)) == []
        assert _determined(shown, made, scenario, BUCKETS) == []


def _relations(made: Results) -> Iterator[tuple[int, list[int]]]:
    for name in ("decil", "kommune", "region", "koen"):
        yield made.group(), made.grouping(name)
    kommuner = made.grouping("kommune")
    for index, region in enumerate(made.grouping("region")):
        yield region, kommuner[2 * index : 2 * index + 2]


def _nothing_is_told(shown: Results, behind: Behind, scenario: int, whole: int, parts: list[int]) -> None:
    """What is hidden of a whole that is shown is nothing, or enough persons."""
    for index, one in enumerate(shown.statistics):
        hidden = np.isnan(shown.value[scenario, :, index])
        out = [part for part in parts if hidden[part] and behind.base[scenario, part, index] > 0]
        if hidden[whole] or not out or one.key == "gini":
            continue
        base = behind.base[scenario, out, index].sum()
        count = behind.count[scenario, out, index].sum()
        assert len(out) > 1 and base >= LEAST, one.key
        if one.key in COUNTED:
            assert count == 0 or count >= LEAST, one.key
            assert base == count or base - count >= LEAST, one.key


def _determined(shown: Results, made: Results, scenario: int, keys: tuple[str, ...]) -> list[tuple[int, str]]:
    """Hidden cells of groups with persons that the linear relations between cells fix to one value."""
    columns = [made.statistic(key) for key in keys]
    there = [index for index in range(len(made.groups)) if made.rows[index] > 0]
    cells = [(group, column) for group in there for column in columns if np.isnan(shown.value[scenario, group, column])]
    if not cells:
        return []
    place = {cell: index for index, cell in enumerate(cells)}
    rows: list[Floats] = []
    total = made.statistics[columns[0]].total
    for whole, parts in _relations(made):
        for column in columns:
            equation = np.zeros(len(cells))
            for group, sign in ((whole, 1.0), *((part, -1.0) for part in parts)):
                if (group, column) in place:
                    equation[place[group, column]] = sign * (1.0 if total else float(made.rows[group]))
            rows.append(equation)
    if len(columns) > 1:
        for group in there:
            rows.append(np.array([1.0 if cell[0] == group else 0.0 for cell in cells]))
    system = np.array(rows)
    _, sizes, right = np.linalg.svd(system)
    free = right[int((sizes > 1e-9 * max(float(sizes.max()), 1.0)).sum()) :]
    moves = np.abs(free).max(axis=0) if free.size else np.zeros(len(cells))
    return [(group, made.statistics[column].key) for (group, column), move in zip(cells, moves, strict=True) if move < 1e-9]
