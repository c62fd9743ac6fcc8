"""The table the weights are raked in: persons and hours by place, band, months, entry, route and prior benefit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from fleksim.population.luck import Floats, Ints
from fleksim.population.standing import Standing
from fleksim.population.targets import DIMENSIONS, parse

SHAPE = tuple(len(names) for names in DIMENSIONS.values())
CELLS = int(np.prod(SHAPE))


@dataclass(frozen=True)
class Cells:
    """Sums by cell (CELLS,): persons and their hours a week, drawn or weighted."""

    persons: Floats
    hours: Floats

    def scaled(self, factors: Floats) -> Cells:
        """The same persons with a weight a cell."""
        return Cells(self.persons * factors, self.hours * factors)

    def plus(self, other: Cells) -> Cells:
        return Cells(self.persons + other.persons, self.hours + other.hours)


def cell_of(standing: Standing) -> Ints:
    """The cell each person is in."""
    return np.asarray(np.ravel_multi_index(standing.codes, SHAPE), dtype=np.int64)


def count(standing: Standing, weights: Floats | None = None) -> Cells:
    """Persons, or weights, and hours by cell."""
    cell = cell_of(standing)
    persons = np.bincount(cell, weights=weights, minlength=CELLS).astype(np.float64)
    hours = standing.hours if weights is None else standing.hours * weights
    return Cells(persons, np.bincount(cell, weights=hours, minlength=CELLS).astype(np.float64))


def empty() -> Cells:
    return Cells(np.zeros(CELLS), np.zeros(CELLS))


@cache
def chosen(where: str) -> np.ndarray:
    """Which cells a filter such as `place=fleksjob; band=1-5` means."""
    kept = np.ones(SHAPE, dtype=bool)
    for axis, (name, names) in enumerate(DIMENSIONS.items()):
        wanted = parse(where).get(name)
        if wanted is not None:
            line = np.array([code in wanted for code in range(len(names))])
            kept &= line.reshape([-1 if one == axis else 1 for one in range(len(SHAPE))])
    flat = kept.ravel()
    flat.flags.writeable = False
    return flat
