"""The kernel and the plain reading give the same bits, for everybody, whatever the order, the chunks and the company."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest

from fleksim.engine import compute as compute_module
from fleksim.engine.compute import compute
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.people.columns import COLUMNS
from fleksim.reforms.reform import Reform
from fleksim.rules import rule

SHAPES_WITHOUT_ROUNDING = (2013, 2018, 2024, 2026)


def bits(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).view(np.int64)


def same_bits(law, people, rounding: str) -> None:
    rows = compute([law], people, OUTPUTS, rounding=rounding)[:, 0, :]
    for person in range(rows.shape[1]):
        columns = {name: float(values[person]) for name, values in people.items()}
        plain = read(law, columns, OUTPUTS, rounding=rounding)
        wanted = np.array([float(plain[name]) for name in OUTPUTS])
        wrong = np.flatnonzero(bits(rows[:, person].copy()) != bits(wanted))
        assert not wrong.size, f"{OUTPUTS[wrong[0]]}: kernel {rows[wrong[0], person]!r}, plain {wanted[wrong[0]]!r}, {columns}"


def test_the_two_readings_are_the_same_to_the_last_bit(year, law_of, crowd):
    """Every status and column, drawn at random; they may differ nowhere."""
    same_bits(law_of(year), crowd(400, year, seed=year), "skat")


@pytest.mark.parametrize("shape", SHAPES_WITHOUT_ROUNDING)
def test_the_two_readings_are_the_same_without_rounding(shape, law_of, crowd):
    same_bits(law_of(shape), crowd(400, shape, seed=-shape % 1000), "none")


def test_the_crowd_is_a_crowd(crowd):
    """The grid of the comparison: every column moves, every status and civil status is there."""
    people = crowd(400, 2026, seed=1)
    assert set(people) == set(COLUMNS)
    assert len(np.unique(people["status"])) == len(COLUMNS["status"].codes)
    assert [name for name, values in people.items() if np.unique(values).size == 1] == ["year"]
    for name, values in people.items():
        assert (values >= COLUMNS[name].low).all() and (values <= COLUMNS[name].high).all(), name


@pytest.fixture(scope="module")
def baseline(law_of, crowd):
    """A crowd of 2026 and what the law makes of it."""
    people = crowd(3_001, 2026, seed=5)
    return people, compute([law_of(2026)], people, OUTPUTS, rounding="skat")


def test_permuted_persons_keep_their_results(law_of, baseline):
    people, rows = baseline
    order = np.random.default_rng(9).permutation(3_001)
    moved = compute([law_of(2026)], {name: values[order] for name, values in people.items()}, OUTPUTS, rounding="skat")
    assert (bits(moved) == bits(rows[:, :, order])).all()


@pytest.mark.parametrize("chunk", (1, 7, 1_000, 3_001))
def test_chunks_do_not_matter(chunk, law_of, baseline, monkeypatch):
    people, rows = baseline
    monkeypatch.setattr(compute_module, "CHUNK", chunk)
    assert (bits(compute([law_of(2026)], people, OUTPUTS, rounding="skat")) == bits(rows)).all()


def test_a_person_alone_has_the_same_result(law_of, baseline):
    people, rows = baseline
    for person in (0, 1_500, 3_000):
        alone = compute([law_of(2026)], {name: values[person : person + 1] for name, values in people.items()}, OUTPUTS, rounding="skat")
        assert (bits(alone[:, :, 0]) == bits(rows[:, :, person])).all()


def test_one_more_person_changes_nobody(law_of, baseline):
    people, rows = baseline
    more = {name: np.append(values, values[17]) for name, values in people.items()}
    found = compute([law_of(2026)], more, OUTPUTS, rounding="skat")
    assert (bits(found[:, :, :-1]) == bits(rows)).all()
    assert (bits(found[:, :, -1]) == bits(rows[:, :, 17])).all()


def test_many_laws_in_a_call_are_the_laws_one_by_one(law_of, baseline):
    people, rows = baseline
    law = law_of(2026)
    laws = [law, law.change({"aftrapning_1": 0.25}), law.change({"bundskat_sats": 0.13, "personfradrag_voksen": 60_000.0})]
    together = compute(laws, people, OUTPUTS, rounding="skat")
    assert (bits(together[:, 0]) == bits(rows[:, 0])).all()
    for scenario, one in enumerate(laws):
        assert (bits(together[:, scenario]) == bits(compute([one], people, OUTPUTS, rounding="skat")[:, 0])).all()
    assert (together[:, 1] != together[:, 0]).any() and (together[:, 2] != together[:, 0]).any()


def test_laws_of_two_books_are_refused(law_of, baseline):
    people, _ = baseline
    with pytest.raises(ValueError, match="laws of one call share a rulebook"):
        compute([law_of(2026), law_of(2013)], people, OUTPUTS)


def test_results_go_where_they_are_wanted(law_of, baseline):
    people, rows = baseline
    for out in (np.empty_like(rows), np.asfortranarray(np.empty_like(rows))):
        assert compute([law_of(2026)], people, OUTPUTS, rounding="skat", out=out) is out
        assert (bits(np.ascontiguousarray(out)) == bits(rows)).all()


def test_threads_do_not_matter(law_of, baseline):
    people, rows = baseline
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: compute([law_of(2026)], people, OUTPUTS, rounding="skat"), range(8)))
    assert all((bits(one) == bits(rows)).all() for one in found)


def test_columns_of_other_kinds_and_strides_are_read(law_of, baseline):
    """Whole numbers, strided views and read-only arrays; what is left out has its default."""
    people, rows = baseline
    odd = {name: np.repeat(values, 2)[::2] for name, values in people.items()}
    odd["children_7_17"] = people["children_7_17"].astype(np.int32)
    for values in odd.values():
        values.flags.writeable = False
    assert (bits(compute([law_of(2026)], odd, OUTPUTS, rounding="skat")) == bits(rows)).all()
    plain = compute([law_of(2026)], {"hours": np.array([10.0]), "kommuneskat": np.array([25.0]), "year": np.array([2026.0])}, OUTPUTS, rounding="skat")
    whole = {name: np.array([column.default]) for name, column in COLUMNS.items()} | {
        "hours": np.array([10.0]),
        "kommuneskat": np.array([25.0]),
        "year": np.array([2026.0]),
    }
    assert (bits(plain) == bits(compute([law_of(2026)], whole, OUTPUTS, rounding="skat"))).all()


def nothing(law):
    """Reforms without a difference, each made in another way."""
    empty = {"title": {"da": "Intet", "en": "Nothing"}, "proposer": "-", "source": None, "since": date(2026, 1, 1), "baseline": date(2026, 1, 1)}
    same = law.book.rules["fleksloentilskud"]
    again = rule(law=same.law, unit=same.unit, da=same.da, en=same.en)(same.function)
    yield "no change", law.change()
    yield "an empty change", law.change({}, (), "Intet")
    yield "the same number", law.change({"aftrapning_1": law.p.aftrapning_1})
    yield "the same rule", law.change(rules=[again])
    yield "an empty reform", Reform(parameters={}, **empty).apply(law)


def test_a_reform_of_nothing_changes_no_bit(law_of, baseline):
    people, rows = baseline
    for name, law in nothing(law_of(2026)):
        assert (bits(compute([law], people, OUTPUTS, rounding="skat")) == bits(rows)).all(), name


def test_a_reform_of_something_changes_something(law_of, baseline):
    people, rows = baseline
    changed = compute([law_of(2026).change({"aftrapning_1": 0.3000001})], people, OUTPUTS, rounding="skat")
    assert (bits(changed) != bits(rows)).any()


def test_a_reform_is_applied_to_the_law_it_is_given(law_of):
    law = law_of(2026)
    parts = {"title": {"da": "Intet", "en": "Nothing"}, "proposer": "-", "source": None, "since": law.day, "baseline": law.day, "parameters": {}}
    reform = Reform(**parts)
    assert reform.apply(law).p.aftrapning_1 == 0.30
    assert reform.apply(law.change({"aftrapning_1": 0.10})).p.aftrapning_1 == 0.10
