"""Raking: weights by cell that meet every constraint, changed as little as possible (iterative proportional fitting).

Deming and Stephan (1940). A constraint scales the cells it means, and, where it is a share, the others of its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fleksim.population.luck import Floats

ROUNDS = 500
CLOSE = 1e-9
DIGITS = 1e9
FARTHEST = 100.0


@dataclass(frozen=True, eq=False)
class Constraint:
    """The weights of `inside` sum to `total`; or, with `group`, to the share `total` of the group's weights."""

    name: str
    inside: np.ndarray
    total: float
    group: np.ndarray | None = None


@dataclass(frozen=True)
class Raked:
    """A weight per person by cell; constraints no person could meet; the largest relative miss of the others."""

    factors: Floats
    unreachable: tuple[str, ...]
    rounds: int
    miss: float


def rake(persons: Floats, constraints: Sequence[Constraint], average: float) -> Raked:
    """Factors by cell for drawn `persons` (cell,), starting from the average weight; cells of nobody have 0.

    No factor leaves the average by more than FARTHEST times: constraints that contradict each other among a handful of
    persons are then missed, and said to be.
    """
    used = np.flatnonzero(persons)
    drawn = persons[used]
    inside = [_On(one, used) for one in constraints]
    possible = [one for one in inside if one.total == 0.0 or drawn[one.inside].sum() > 0.0]
    factors = np.full(drawn.shape, average)
    miss, turns = np.inf, 0
    while turns < ROUNDS and miss > CLOSE:
        turns += 1
        miss = max((one.fit(factors, drawn) for one in possible), default=0.0)
        np.clip(factors, average / FARTHEST, average * FARTHEST, out=factors)
    found = np.zeros(persons.shape)
    # Rounded, so that the last digit of a sum on another processor decides nothing.
    found[used] = np.rint(factors * DIGITS) / DIGITS
    return Raked(found, tuple(one.name for one in inside if one not in possible), turns, float(miss))


class _On:
    """A constraint on the cells that somebody is in."""

    def __init__(self, one: Constraint, used: np.ndarray) -> None:
        self.name, self.total = one.name, one.total
        self.inside = np.flatnonzero(one.inside[used])
        self.others = None if one.group is None else np.flatnonzero((one.group & ~one.inside)[used])

    def fit(self, factors: Floats, persons: Floats) -> float:
        """Scale to the constraint; gives how far off it was."""
        found = float((factors[self.inside] * persons[self.inside]).sum())
        if self.others is None:
            if found > 0.0:
                factors[self.inside] *= self.total / found
            return abs(found - self.total) / self.total if self.total else found
        rest = float((factors[self.others] * persons[self.others]).sum())
        group = found + rest
        if found <= 0.0 or rest <= 0.0:
            return 0.0
        factors[self.inside] *= self.total * group / found
        factors[self.others] *= (1.0 - self.total) * group / rest
        return abs(found / group - self.total) / max(self.total, CLOSE)
