"""The kernel of cell sums: the plain function, the compiled one and whole-number arithmetic agree, whatever the order."""

from __future__ import annotations

import numpy as np
import pytest

from fleksim.analysis.cell_sums import HIGHEST_VALUE, CellSums, cell_sums
from fleksim.kernel import cell_sums as plain
from fleksim.population.schema import HIGHEST_WEIGHT


def sample(persons: int = 200, measures: int = 5, groupings: int = 3, cells: int = 7):
    rng = np.random.default_rng(7)
    places = rng.integers(0, cells, (groupings, persons)).astype(np.int32)
    weight = rng.integers(0, HIGHEST_WEIGHT, persons)
    values = rng.integers(-HIGHEST_VALUE + 1, HIGHEST_VALUE, (measures, persons))
    values[rng.random(values.shape) < 0.3] = 0
    return places, weight, values


def exact(places, weight, values, measure, cell) -> int:
    """In Python's own whole numbers, which do not overflow."""
    return sum(int(weight[i]) * int(values[measure, i]) * int((places[:, i] == cell).sum()) for i in range(weight.size))


def test_totals_are_exact_at_the_largest_weights_and_values():
    places, weight, values = sample()
    sums = cell_sums(places, 7, weight, values)
    assert all(sums.total(m, c) == exact(places, weight, values, m, c) for m in range(5) for c in range(7))


def test_the_compiled_kernel_gives_what_the_plain_function_gives():
    places, weight, values = sample()
    ours, theirs = cell_sums(places, 7, weight, values), CellSums.empty(5, 7)
    plain.kernel(places, weight, values, theirs.high, theirs.low, theirs.squares, theirs.cross)
    for name, array in ours.arrays().items():
        np.testing.assert_array_equal(array, theirs.arrays()[name], err_msg=name)


def test_parts_add_up_and_the_order_of_persons_does_not_matter():
    places, weight, values = sample()
    whole = cell_sums(places, 7, weight, values)
    order = np.random.default_rng(1).permutation(weight.size)
    parts = [cell_sums(places[:, part], 7, weight[part], np.ascontiguousarray(values[:, part])) for part in np.array_split(order, 4)]
    added = parts[0] + parts[1] + parts[2] + parts[3]
    assert all(whole.total(m, c) == added.total(m, c) for m in range(5) for c in range(7))
    np.testing.assert_allclose(added.squares, whole.squares, rtol=1e-12)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p, w, v: (p + 7, w, v), "cell is out of range"),
        (lambda p, w, v: (p - 1, w, v), "cell is out of range"),
        (lambda p, w, v: (p, w * 0 + HIGHEST_WEIGHT, v), "weight is out of range"),
        (lambda p, w, v: (p, w * 0 - 1, v), "weight is out of range"),
        (lambda p, w, v: (p, w, v * 0 + HIGHEST_VALUE), "value is out of range"),
        (lambda p, w, v: (p, w[1:], v), "not of the same persons"),
        (lambda p, w, v: (p, w, v[:, 1:]), "not of the same persons"),
    ],
)
def test_what_the_kernel_cannot_hold_is_refused(change, told):
    with pytest.raises(ValueError, match=told):
        places, weight, values = change(*sample())
        cell_sums(places.astype(np.int32), 7, weight, values)
