"""The kernel of histograms: the plain function, the compiled one and whole-number arithmetic agree."""

from __future__ import annotations

import numpy as np

from fleksim.analysis.inequality import HIGHEST_EDGE, REPLICATES, WIDTH, Bins, Histogram, histogram
from fleksim.kernel import histogram as plain

CUT = Bins.cut_at({"50": 141_930.0, "60": 170_316.0})


def sample(persons: int = 500):
    chance = np.random.default_rng(11)
    income = chance.integers(-(10**7), HIGHEST_EDGE + 10**8, persons)
    # On both sides of every kind of edge.
    edges = np.array([0, WIDTH, HIGHEST_EDGE, *CUT.lines])
    income[: 2 * edges.size] = np.concatenate([edges, edges - 1])
    return income, chance.integers(1, 2**27, persons), chance.integers(0, REPLICATES, persons)


def test_the_compiled_kernel_gives_what_the_plain_function_gives():
    persons, by_hand = sample(), Histogram.empty(CUT)
    plain.kernel(*persons, WIDTH, HIGHEST_EDGE // WIDTH, np.array(CUT.lines), by_hand.weight, by_hand.high, by_hand.low)
    ours = histogram(*persons, CUT)
    assert all(np.array_equal(getattr(ours, name), getattr(by_hand, name)) for name in ("weight", "high", "low"))


def test_everybody_is_in_the_bin_of_the_edges():
    income, weight, group = sample()
    found = histogram(income, weight, group, CUT)
    expected = np.zeros_like(found.weight)
    np.add.at(expected, (group, CUT.of(income)), weight)
    assert np.array_equal(found.weight, expected)


def test_persons_are_added_to_a_total():
    income, weight, group = sample()
    total = Histogram.empty(CUT)
    for part in np.array_split(np.arange(income.size), 7):
        assert histogram(income[part], weight[part], group[part], total=total) is total
    whole = histogram(income, weight, group, CUT)
    assert all(np.array_equal(getattr(total, name), getattr(whole, name)) for name in ("weight", "high", "low"))
