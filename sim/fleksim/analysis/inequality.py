"""Inequality and poverty of equivalised disposable income, from a histogram in which millions of persons add up in blocks.

The histogram is exact in whole oere: of every bin the weight and the weighted income, for each of 20 random groups of
persons, from which standard errors come (delete-one-group jackknife). A measure knows a bin's persons by their number and
their mean income; only where a quantile or a line cuts a bin, its incomes are taken as spread evenly around their mean as
far as the bin allows. The Gini coefficient is then short by at most sum(share of the bin ** 2) * 500 kr / (4 * mean), and
incomes above 3,000,000 kr count as equal among themselves.

Incomes below zero count as they are in means, medians and shares, and as 0 in the Gini coefficient and the gaps to a line.
Atkinson's index has no value for incomes of 0 or less: those below 1 per cent of the mean count as that much, as the
Luxembourg Income Study had it (https://www.lisdatacenter.org/news-and-events/top-and-bottom-coding-at-lis/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fleksim.analysis.cell_sums import HIGHEST_VALUE
from fleksim.kernel.draws import uniform
from fleksim.kernel.store import load_written
from fleksim.population.schema import HIGHEST_WEIGHT
from fleksim.words import OERE

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Estimate = tuple[float, float]

REPLICATES = 20
WIDTH = 500 * 100
HIGHEST_EDGE = 3_000_000 * 100
LEAST_SHARE_OF_MEAN = 0.01
TENTHS = tuple(range(1, 11))
# The groups are a draw like any other; 1-399 belong to the population and the months.
_DRAW_OF_REPLICATE = 400
_HALF = 32
_SUMS = ("weight", "high", "low")
# exp and log differ in their last bits between processors; the digits that remain do not.
_DIGITS = 12


@dataclass(frozen=True)
class Bins:
    """Bins of 500 kr from 0 to 3,000,000 kr, one below and one above; `lines` [oere] cut the bin they fall into."""

    lines: tuple[int, ...] = ()

    @classmethod
    def cut_at(cls, lines: Mapping[str, float]) -> Bins:
        """Bins in which nobody's side of a line is in doubt. lines [kr/aar]. Raises ValueError for lines out of range."""
        return cls(tuple(sorted({line for line in map(_line_oere, lines.values()) if line % WIDTH})))

    @cached_property
    def edges(self) -> Integers:
        """Where the next bin begins [oere], rising."""
        return np.sort(np.concatenate([np.arange(0, HIGHEST_EDGE + 1, WIDTH), np.array(self.lines, np.int64)]))

    @property
    def size(self) -> int:
        return self.edges.size + 1

    def of(self, income_oere: Integers) -> Integers:
        """The bin of each income, dims (person)."""
        # Dividing takes 3 ms a million persons, searching the edges 49.
        found = np.clip(income_oere // WIDTH + 1, 0, HIGHEST_EDGE // WIDTH + 1)
        for line in self.lines:
            found += income_oere >= line
        return found


BINS = Bins()


@dataclass(frozen=True)
class Histogram:
    """dims (replicate, bin). weight [weight units]; high, low: halves of the exact weighted income [oere * weight units]."""

    bins: Bins
    weight: Integers
    high: Integers
    low: Integers

    def __add__(self, other: Histogram) -> Histogram:
        """Both together. Raises ValueError for other bins."""
        if self.bins != other.bins:
            raise ValueError("histograms with different bins do not add up")
        return Histogram(self.bins, self.weight + other.weight, self.high + other.high, self.low + other.low)

    @classmethod
    def empty(cls, bins: Bins = BINS) -> Histogram:
        shape = (REPLICATES, bins.size)
        return cls(bins, np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64))

    def to_arrays(self) -> dict[str, Integers]:
        """By name, for storing: of bins with somebody in them only; 20,000 persons fill a thirteenth of all."""
        there = np.flatnonzero(self.weight)
        shape = {"lines": np.array(self.bins.lines, np.int64), "shape": np.array(self.weight.shape, np.int64)}
        return shape | {"cells": there} | {name: getattr(self, name).ravel()[there] for name in _SUMS}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Integers]) -> Histogram:
        """Raises ValueError for arrays of other bins or replicates."""
        found = cls.empty(Bins(tuple(int(line) for line in arrays["lines"])))
        found.add_arrays(arrays)
        return found

    def add_arrays(self, arrays: Mapping[str, Integers]) -> None:
        """Add what `to_arrays` gave. Raises ValueError for arrays of other bins or replicates."""
        lines, shape = (tuple(arrays[name].tolist()) for name in ("lines", "shape"))
        if lines != self.bins.lines or shape != self.weight.shape:
            raise ValueError(f"a histogram has {REPLICATES} replicates of {self.bins.size} bins")
        for name in _SUMS:
            # No cell is named twice.
            getattr(self, name).reshape(-1)[arrays["cells"]] += arrays[name]


def replicate_of(person_ids: Integers) -> Integers:
    """The random group of each person, 0 to 19, dims (person): of the id alone, whatever the order, block or seed."""
    return (uniform(0, person_ids, _DRAW_OF_REPLICATE) * REPLICATES).astype(np.int64)


def histogram(income_oere: Integers, weight: Integers, replicate: Integers, bins: Bins = BINS, total: Histogram | None = None) -> Histogram:
    """The histogram of persons, dims (person) each: equivalised income [oere], weight [weight units], group (`replicate_of`).

    total: added to and returned, if given; its bins count. Raises ValueError for arrays of different length, weights
    outside 0..2**28, incomes beyond 2**35 oere, unknown groups.
    """
    _check(income_oere, weight, replicate)
    total = Histogram.empty(bins) if total is None else total
    lines = np.array(total.bins.lines, np.int64)
    persons = (np.ascontiguousarray(one) for one in (income_oere, weight, replicate))
    # 10,000 persons in 0.03 ms; counted by NumPy into a histogram of their own and added, 0.8 ms.
    load_written("histogram")(*persons, WIDTH, HIGHEST_EDGE // WIDTH, lines, total.weight, total.high, total.low)
    return total


def _check(income_oere: Integers, weight: Integers, replicate: Integers) -> None:
    if not income_oere.shape == weight.shape == replicate.shape:
        raise ValueError("incomes, weights and groups are not of the same persons")
    if not weight.size:
        return
    if weight.min() < 0 or weight.max() >= HIGHEST_WEIGHT:
        raise ValueError("a weight is out of range")
    if income_oere.min() <= -HIGHEST_VALUE or income_oere.max() >= HIGHEST_VALUE:
        raise ValueError("an income is out of range")
    if replicate.min() < 0 or replicate.max() >= REPLICATES:
        raise ValueError("a person's group is out of range")


def measure_names(lines: Mapping[str, float]) -> list[str]:
    """The keys of `measures`, in their order."""
    shares = [f"share_{tenth}" for tenth in TENTHS]
    return ["mean", "median", "gini", "atkinson_05", "atkinson_1", *shares, *(f"fgt{power}_{name}" for name in lines for power in (0, 1, 2))]


def measures(h: Histogram, lines: Mapping[str, float]) -> dict[str, Estimate]:
    """Every measure as (value, standard error): mean and median [kr/aar], the others [share].

    lines: poverty lines by name [kr/aar]; `fgt0_50` is the share of persons below line `50`, `fgt1_50` their mean gap and
    `fgt2_50` their mean squared gap, as shares of the line. `share_1` is the income share of the poorest tenth.
    NaN where nobody is there, where a measure has no meaning (no income at all), and for errors with fewer than two groups.
    Raises ValueError for lines not between 0 and 3,000,000 kr.
    """
    return estimates(by_row(h, lines))


def difference_measures(h_base: Histogram, h_reform: Histogram, lines: Mapping[str, float]) -> dict[str, Estimate]:
    """Reform less base of every measure, with the standard error of the difference; exactly 0 for equal histograms.

    Raises ValueError for histograms of different bins or persons.
    """
    must_be_of_the_same_persons(h_base, h_reform)
    return differences(by_row(h_base, lines), by_row(h_reform, lines))


def must_be_of_the_same_persons(h_base: Histogram, h_reform: Histogram) -> None:
    """Raises ValueError for histograms of different bins or persons."""
    if h_base.bins != h_reform.bins or not np.array_equal(h_base.weight.sum(axis=1), h_reform.weight.sum(axis=1)):
        raise ValueError("the histograms are not of the same persons and bins")


def estimates(rows: Mapping[str, Floats]) -> dict[str, Estimate]:
    """Measures, as of `measures`, from what `by_row` gives."""
    return {name: _estimate(row) for name, row in rows.items()}


def differences(base: Mapping[str, Floats], reform: Mapping[str, Floats]) -> dict[str, Estimate]:
    """Differences, as of `difference_measures`, from what `by_row` gives for the same persons."""
    return {name: _estimate(reform[name] - row) for name, row in base.items()}


def decile_edges(h: Histogram) -> Integers:
    """The nine edges [oere] of bins that come nearest to cutting the persons into tenths; of nobody, zeros."""
    weight = h.weight.sum(axis=0)
    persons = int(weight.sum())
    if not persons:
        return np.zeros(9, np.int64)
    below = np.cumsum(weight)[:-1] / persons
    return np.array([h.bins.edges[np.argmin(np.abs(below - tenth / 10))] for tenth in TENTHS[:-1]], np.int64)


def decile_of(income_oere: Integers, edges: Integers) -> Integers:
    """The tenth of each income, 0 to 9, dims (person)."""
    return np.searchsorted(edges, income_oere, side="right").astype(np.int64)


def _estimate(row: Floats) -> Estimate:
    """Value and jackknife standard error of (everybody, everybody but a group, ...)."""
    without = row[1:]
    groups = without.size
    if groups < 2:
        return float(row[0]), float("nan")
    spread = np.square(without - without.sum() / groups).sum()
    return float(row[0]), float(np.sqrt(spread * (groups - 1) / groups))


def by_row(h: Histogram, lines: Mapping[str, float]) -> dict[str, Floats]:
    """Every measure, dims (row): everybody, then everybody but one group, for each group with persons.

    Takes 5 ms: who needs levels and differences of many reforms keeps those of the baseline.
    """
    limits = [_line_oere(line) for line in lines.values()]
    groups = np.flatnonzero(h.weight.sum(axis=1))
    if not groups.size:
        return {name: np.full(1, np.nan) for name in measure_names(lines)}
    rows = _Rows(h.bins, *(_leaving_out(one, groups if groups.size > 1 else groups[:0]) for one in (h.weight, h.high, h.low)))
    found = [rows.total / rows.persons, rows.quantile(0.5), rows.gini(), *rows.atkinson(), *rows.shares_of_tenths()]
    found += [value for line in limits for value in rows.fgt(line)]
    return dict(zip(measure_names(lines), found, strict=True))


def _leaving_out(counts: Integers, groups: Integers) -> Integers:
    """dims (row, bin): everybody, then everybody but each of the groups."""
    whole = counts.sum(axis=0)
    return np.vstack([whole[None, :], whole[None, :] - counts[groups]])


def _line_oere(kroner: float) -> int:
    if not 1.0 <= kroner * OERE <= HIGHEST_EDGE:
        raise ValueError(f"a line lies between 0 and {HIGHEST_EDGE // 100:,} kr a year")
    return round(kroner * OERE)


class _Rows:
    """Distributions side by side, dims (row, bin): weight, income [kr], mean [kr] and how far incomes spread around it [kr]."""

    def __init__(self, bins: Bins, weight: Integers, high: Integers, low: Integers) -> None:
        edges = np.concatenate([[-np.inf], bins.edges / OERE, [np.inf]])
        self.lower, self.upper = edges[:-1], edges[1:]
        self.weight = weight.astype(np.float64)
        self.income = (high.astype(np.float64) * 2.0**_HALF + low.astype(np.float64)) / OERE
        self.mean = _ratio(self.income, self.weight, 0.0)
        self.persons, self.total = self.weight.sum(axis=1), self.income.sum(axis=1)
        self.share = self.weight / self.persons[:, None]
        self.up_to = np.cumsum(self.weight, axis=1)
        # Nothing is known of the spread in the two open bins.
        spread = np.minimum(self.mean - self.lower, self.upper - self.mean)
        self.spread = np.where(np.isfinite(self.lower) & np.isfinite(self.upper) & (self.weight > 0.0), np.maximum(spread, 0.0), 0.0)

    def gini(self) -> Floats:
        income = self.weight * np.maximum(self.mean, 0.0)
        up_to = np.cumsum(income, axis=1)
        twice_below = (self.share * (2.0 * up_to - income)).sum(axis=1)
        return 1.0 - _ratio(twice_below, up_to[:, -1], np.nan)

    def atkinson(self) -> tuple[Floats, Floats]:
        """Atkinson's index for an aversion of 0.5 and of 1; NaN where the mean is not above zero."""
        mean = self.total / self.persons
        income = np.maximum(self.mean, np.where(mean > 0.0, LEAST_SHARE_OF_MEAN * mean, np.nan)[:, None])
        mean = (self.share * income).sum(axis=1)
        of_roots = np.square((self.share * np.sqrt(income)).sum(axis=1))
        geometric = np.exp((self.share * np.log(income)).sum(axis=1))
        return np.round(1.0 - of_roots / mean, _DIGITS) + 0.0, np.round(1.0 - geometric / mean, _DIGITS) + 0.0

    def quantile(self, share: float) -> Floats:
        """The income that a share of persons lies below [kr]; halfway to the next one where it falls between two."""
        return np.array([self._quantile(row, share) for row in range(self.persons.size)])

    def _quantile(self, row: int, share: float) -> float:
        index, part = self._cut(row, share)
        if part < 1.0:
            return float(self.mean[row, index] + (2.0 * part - 1.0) * self.spread[row, index])
        following = index + 1 + int(np.argmax(self.weight[row, index + 1 :] > 0.0))
        return float((self.mean[row, index] + self.mean[row, following]) / 2.0)

    def _cut(self, row: int, share: float) -> tuple[int, float]:
        """The bin in which a share of persons is reached, and the part of its persons that belong to the share."""
        wanted = share * self.persons[row]
        index = int(np.searchsorted(self.up_to[row], wanted, side="left"))
        return index, float(1.0 - (self.up_to[row, index] - wanted) / self.weight[row, index])

    def shares_of_tenths(self) -> Floats:
        """The income shares of the tenths, dims (tenth, row)."""
        poorer = np.array([[self._income_below(row, tenth / 10) for row in range(self.persons.size)] for tenth in TENTHS[:-1]])
        return _ratio(np.diff(np.vstack([np.zeros_like(self.total), poorer, self.total]), axis=0), self.total, np.nan)

    def _income_below(self, row: int, share: float) -> float:
        index, part = self._cut(row, share)
        mean_of_part = self.mean[row, index] - (1.0 - part) * self.spread[row, index]
        return float(self.income[row, :index].sum() + part * self.weight[row, index] * mean_of_part)

    def fgt(self, line_oere: int) -> tuple[Floats, Floats, Floats]:
        """Foster, Greer and Thorbecke's measures of powers 0, 1 and 2 for incomes below a line, dims (row) each."""
        line = line_oere / OERE
        # A bin that the line cuts: the even spread says which part of it lies below, and with what mean.
        reach = _ratio(line - (self.mean - self.spread), 2.0 * self.spread, np.nan)
        part = np.where(self.spread > 0.0, np.clip(reach, 0.0, 1.0), self.mean < line)
        below = np.where(self.upper <= line, 1.0, np.where(self.lower < line, part, 0.0))
        gap = np.clip((line - self.mean + (1.0 - below) * self.spread) / line, 0.0, 1.0)
        poor = self.share * below
        return poor.sum(axis=1), (poor * gap).sum(axis=1), (poor * gap * gap).sum(axis=1)


def _ratio(above: Floats, below: Floats, otherwise: float) -> Floats:
    """A quotient where the divisor is positive."""
    out = np.full(np.broadcast(above, below).shape, otherwise)
    np.divide(above, below, out=out, where=np.broadcast_to(below > 0.0, out.shape))
    return out
