"""Chance has an address: the published known answers, and what an address promises."""

from __future__ import annotations

import numpy as np
import pytest

from fleksim.kernel import uniform as plain
from fleksim.kernel.draws import STREAM_VERSION, Draw, philox, uniform

ONES = 0xFFFFFFFF
# Random123, tests/kat_vectors, the three lines "philox4x32 10": counter, key, expected.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "expected"), KNOWN_ANSWERS)
def test_the_authors_known_answers(counter, key, expected):
    assert tuple(int(word) for word in philox(counter, key)) == expected


def test_known_answers_come_also_from_arrays():
    counters = tuple(np.array([one[0][word] for one in KNOWN_ANSWERS[:2]]) for word in range(4))
    words = philox(counters, (0, 0))
    assert [int(word[0]) for word in words] == list(KNOWN_ANSWERS[0][2])


def test_the_compiled_draw_is_the_generators_first_52_bits():
    ids = np.array([0, 1, 5, 2**32 + 7, 2**63 - 1, -1, -(2**63)])
    persons = ids.view(np.uint64)
    words = philox((persons & np.uint64(ONES), persons >> np.uint64(32), int(Draw.WAGE), ONES), (ONES, STREAM_VERSION))
    expected = [((int(high) >> 6 << 26 | int(low) >> 6) + 0.5) / 2**52 for high, low in zip(*words[:2], strict=True)]
    by_hand = np.empty(ids.size)
    plain.kernel(persons, *map(np.uint64, (Draw.WAGE, ONES, ONES, STREAM_VERSION)), by_hand)
    assert uniform(ONES, ids, Draw.WAGE, ONES).tolist() == by_hand.tolist() == expected


def test_a_draw_depends_on_its_address_alone():
    ids = np.arange(1_000)
    whole = uniform(7, ids, Draw.AGE)
    assert np.array_equal(uniform(7, ids[::-1], Draw.AGE)[::-1], whole)
    assert np.array_equal(uniform(7, ids[300:400], Draw.AGE), whole[300:400])
    assert uniform(7, np.array([10**15]), Draw.AGE, 12)[0] == uniform(7, np.array([3, 10**15]), Draw.AGE, 12)[1]


@pytest.mark.parametrize("other", [(8, Draw.AGE, 0), (7, Draw.SEX, 0), (7, Draw.AGE, 1)])
def test_another_address_is_another_draw(other):
    seed, draw, period = other
    ids = np.arange(1_000)
    assert not np.isin(uniform(seed, ids, draw, period), uniform(7, ids, Draw.AGE)).any()


def test_draws_lie_inside_the_unit_interval_and_fill_it():
    drawn = uniform(1, np.arange(200_000), Draw.WAGE)
    assert drawn.min() > 0.0 and drawn.max() < 1.0
    counts, _ = np.histogram(drawn, bins=100, range=(0.0, 1.0))
    # Chi-square of 99 degrees of freedom: below 149 but once in a thousand.
    assert ((counts - 2_000) ** 2 / 2_000).sum() < 149


def test_high_and_low_halves_of_an_id_both_count():
    low, high = uniform(1, np.array([1]), Draw.AGE), uniform(1, np.array([1 + 2**32]), Draw.AGE)
    assert low[0] != high[0]


@pytest.mark.parametrize(("seed", "period"), [(-1, 0), (2**32, 0), (0, -1), (0, 2**32)])
def test_a_seed_or_period_that_would_wrap_is_refused(seed, period):
    with pytest.raises(ValueError, match="lie between 0 and"):
        uniform(seed, np.arange(2), Draw.AGE, period)
