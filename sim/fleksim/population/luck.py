"""From a person's draws to codes and amounts, with `+ - * /`, comparisons and tables only.

NumPy's exp and log change their last bit between processors; tables of quantiles, rounded once, do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from fleksim.kernel.draws import Draw, philox, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# 2**64 over the plastic number, and over its square: steps that fill the unit square evenly (Roberts' R2 sequence).
_STEPS_ROUND = {Draw.STRATUM: np.uint64(0xC13FA9A902A6328F), Draw.HOURS: np.uint64(0x91E10DA5C79E7B1D)}
_TO_UNIT = 2.0**-53
_UNUSED_BITS = np.uint64(11)
_STEPS = 2048
_DIGITS = 6


@dataclass(frozen=True)
class Luck:
    """The draws of some persons."""

    seed: int
    ids: Ints

    def of(self, draw: Draw) -> Floats:
        """One number in (0, 1) a person."""
        return uniform(self.seed, self.ids, draw)

    def spread(self, draw: Draw) -> Floats:
        """Numbers in [0, 1) that fill the interval evenly along the ids: any few hundred persons have all strata."""
        words = philox((0, 0, int(draw), 0), (self.seed, 0))
        offset = (words[0] << np.uint64(32)) | words[1]
        with np.errstate(over="ignore"):
            turned = self.ids.view(np.uint64) * _STEPS_ROUND[draw] + offset
        return (turned >> _UNUSED_BITS).astype(np.float64) * _TO_UNIT


def choose(draws: Floats, shares: Sequence[float]) -> Ints:
    """A code a person, by shares that add up to one."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))[:-1]
    return np.searchsorted(edges, draws, side="right").astype(np.int64)


def choose_by(draws: Floats, groups: Ints, shares: Sequence[Sequence[float]]) -> Ints:
    """A code a person, by the shares of the person's group: shares (group, code)."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64), axis=1)[:, :-1]
    found = np.zeros(draws.shape, dtype=np.int64)
    for column in edges.T:
        found += draws >= column[groups]
    return found


def whole_between(draws: Floats, low: Ints | int, high: Ints | int) -> Ints:
    """A whole number a person, from low to high, both possible."""
    return np.asarray(low + np.floor(draws * (np.asarray(high) - low + 1)), dtype=np.int64)


def lognormal(draws: Floats, spread: float) -> Floats:
    """Factors with median one and a standard deviation of the log, cut at about 3.3 standard deviations."""
    return _quantile(draws, _lognormal_table(spread))


def exponential(draws: Floats) -> Floats:
    """Positive numbers of mean one, cut at about 8."""
    return _quantile(draws, _exponential_table())


def _quantile(draws: Floats, table: Floats) -> Floats:
    place = draws * _STEPS
    below = np.minimum(np.floor(place), _STEPS - 1).astype(np.int64)
    return table[below] + (table[below + 1] - table[below]) * (place - below)


@cache
def _lognormal_table(spread: float) -> Floats:
    normal = NormalDist()
    return np.array([round(math.exp(spread * normal.inv_cdf(chance)), _DIGITS) for chance in _chances()])


@cache
def _exponential_table() -> Floats:
    return np.array([round(-math.log(1.0 - chance), _DIGITS) for chance in _chances()])


def _chances() -> list[float]:
    """Probabilities of the steps, the ends half a step inside."""
    edge = 0.25 / _STEPS * 2
    return [min(max(step / _STEPS, edge), 1.0 - edge) for step in range(_STEPS + 1)]
