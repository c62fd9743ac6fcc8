"""From sums over persons to printed statistics: levels, differences and their standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fleksim.analysis.cell_sums import CellSums
from fleksim.analysis.measures import INDEX, MEASURES
from fleksim.analysis.results import Floats
from fleksim.analysis.statistics import Statistic, statistics
from fleksim.population.schema import WEIGHT_UNIT

_UNITS = np.array([one.units for one in MEASURES]) * WEIGHT_UNIT


@dataclass(frozen=True)
class Sums:
    """Cell sums in printed units, dims (measure, cell), of a sample of `rows` persons."""

    total: Floats
    squares: Floats
    cross: Floats
    rows: int

    @classmethod
    def of(cls, sums: CellSums, rows: int) -> Sums:
        units = _UNITS[:, None]
        # cross is weight**2 * value: one unit of the value, two of the weight.
        return cls(sums.totals() / units, sums.squares / units**2, sums.cross / (units * WEIGHT_UNIT), rows)

    def variance(self, squares: Floats, total: Floats) -> Floats:
        """Of a weighted sum over a sample drawn person by person, from its squares and its total."""
        n = self.rows
        if n < 2:
            return np.full_like(squares, np.nan)
        return np.maximum(squares - total**2 / n, 0.0) * n / (n - 1)


@dataclass(frozen=True)
class Levels:
    """A scenario's statistics: dims (statistic, cell)."""

    value: Floats
    value_se: Floats
    difference: Floats
    difference_se: Floats


def levels(baseline: CellSums, change: CellSums | None, rows: int, selection: Sequence[Statistic] | None = None) -> Levels:
    """Statistics of the baseline (no change) or of a scenario.

    baseline: sums of the measures at the baseline; change: sums of the persons' differences from it; rows: persons in
    the sample. NaN where a ratio has nothing to be a ratio of. Standard errors of levels are given for the baseline
    only: of a scenario it is the difference that is of interest.
    """
    base = Sums.of(baseline, rows)
    moved = Sums.of(change, rows) if change is not None else None
    found = [_one(statistic, base, moved) for statistic in (statistics() if selection is None else selection)]
    return Levels(*(np.array(part) for part in zip(*found, strict=True)))


def _one(statistic: Statistic, base: Sums, moved: Sums | None) -> tuple[Floats, Floats, Floats, Floats]:
    level = _value(statistic, base.total)
    nothing = np.where(np.isnan(level), np.nan, 0.0)
    if moved is None:
        return (nothing, nothing, nothing, nothing) if statistic.gain else (level, _error(statistic, base, base, level), nothing, nothing)
    difference = _difference(statistic, base.total, moved.total)
    error = _error(statistic, moved, base, difference)
    if statistic.gain:
        return difference, error, difference, error
    return _value(statistic, base.total + moved.total), np.full_like(level, np.nan), difference, error


def _value(statistic: Statistic, totals: Floats) -> Floats:
    above = totals[INDEX[statistic.measure]]
    return (above if statistic.over is None else _ratio(above, totals[INDEX[statistic.over]])) / statistic.per


def _difference(statistic: Statistic, before: Floats, change: Floats) -> Floats:
    """The change of a total, or of a ratio: (A + a)/(B + b) - A/B, written so that no change is exactly 0."""
    above = INDEX[statistic.measure]
    if statistic.over is None:
        total: Floats = change[above] / statistic.per
        return total
    below = INDEX[statistic.over]
    moved = change[above] * before[below] - before[above] * change[below]
    return _ratio(moved, before[below] * (before[below] + change[below])) / statistic.per


def _ratio(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0.0)
    return found


def _error(statistic: Statistic, sums: Sums, base: Sums, value: Floats) -> Floats:
    """The standard error of a total, or of a ratio by linearisation: persons' own values less the ratio times the base.

    What a ratio is over is yes or no and where it is no the measure is 0, so their product is the measure. (Hours are
    not; there the term is left out and the error is on the large side.)
    """
    above = INDEX[statistic.measure]
    if statistic.over is None:
        return np.sqrt(sums.variance(sums.squares[above], sums.total[above])) / statistic.per
    below = INDEX[statistic.over]
    spread = sums.squares[above]
    if MEASURES[below].units == 1.0:
        ratio = np.nan_to_num(value) * statistic.per
        spread = spread - 2.0 * ratio * sums.cross[above] + ratio**2 * base.squares[below]
    if sums.rows < 2:
        return np.full_like(spread, np.nan)
    return _ratio(np.sqrt(np.maximum(spread, 0.0) * sums.rows / (sums.rows - 1)), base.total[below]) / statistic.per
