"""Sums of measures over cells of persons: exact totals, and what standard errors need. Sums of parts add up."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fleksim.kernel.store import load_written
from fleksim.population.schema import HIGHEST_WEIGHT

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Products of weight and value stay below 2**63 within these: 26,843 persons a row and 343 million kr a year.
HIGHEST_VALUE = 2**35
_HALF = 2.0**32


@dataclass(frozen=True)
class CellSums:
    """dims (measure, cell). high, low: halves of the exact weighted sum; squares, cross: sums for variances."""

    high: Integers
    low: Integers
    squares: Floats
    cross: Floats

    @classmethod
    def empty(cls, measures: int, cells: int) -> CellSums:
        shape = (measures, cells)
        return cls(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape))

    def __add__(self, other: CellSums) -> CellSums:
        return CellSums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def total(self, measure: int, cell: int) -> int:
        """The exact weighted sum [units of the measure times weight units]."""
        return (int(self.high[measure, cell]) << 32) + int(self.low[measure, cell])

    def totals(self) -> Floats:
        """The weighted sums in floating point, dims (measure, cell): exact where they fit 53 bits."""
        # high * 2**32 is exact, so the only rounding is that of the sum.
        found: Floats = self.high.astype(float) * _HALF + self.low.astype(float)
        return found

    def arrays(self) -> dict[str, Integers | Floats]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def touched(self) -> Integers:
        """The measures that are not 0 everywhere."""
        return np.flatnonzero(np.any([array.any(axis=1) for array in self.arrays().values()], axis=0))


def cell_sums(cells: npt.NDArray[np.int32], size: int, weight: Integers, values: Integers, sums: CellSums | None = None) -> CellSums:
    """Sum measures over cells, into `sums` if given: then the digits do not depend on how persons are handed over.

    cells: dims (grouping, person), each a cell below `size`; weight: dims (person) [weight units]; values: dims
    (measure, person) [whole units]. Raises ValueError for cells, weights or values out of bounds: the kernel looks at none.
    """
    if values.shape[1] != weight.size or cells.shape[1] != weight.size:
        raise ValueError("cells, weights and values are not of the same persons")
    if cells.size and not (cells.min() >= 0 and cells.max() < size):
        raise ValueError("a person's cell is out of range")
    if weight.size and (weight.min() < 0 or weight.max() >= HIGHEST_WEIGHT):
        raise ValueError("a weight is out of range")
    if values.size and (values.min() <= -HIGHEST_VALUE or values.max() >= HIGHEST_VALUE):
        raise ValueError("a value is out of range")
    if sums is None:
        sums = CellSums.empty(values.shape[0], size)
    if sums.high.shape != (values.shape[0], size):
        raise ValueError("the sums are of other measures or cells")
    load_written("cell_sums")(np.ascontiguousarray(cells), weight, np.ascontiguousarray(values), sums.high, sums.low, sums.squares, sums.cross)
    return sums
