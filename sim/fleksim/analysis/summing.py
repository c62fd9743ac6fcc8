"""Persons under the baseline and scenarios, summed over cells: what a part of a run holds, and what parts add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from fleksim.analysis.cell_sums import CellSums, cell_sums
from fleksim.analysis.evaluation import SLICE, Question, by_rulebook, measured, whole_columns
from fleksim.analysis.groups import Grouping, Persons, cells, group_infos
from fleksim.analysis.inequality import Bins, Histogram, histogram, replicate_of
from fleksim.analysis.measures import INDEX, MEASURES, Integers, compare
from fleksim.engine.compute import compute
from fleksim.engine.law import Law
from fleksim.population.schema import kernel_columns
from fleksim.words import OERE

if TYPE_CHECKING:
    import pyarrow as pa

Flags = npt.NDArray[np.bool_]

_INCOME = ("aekvivaleret_indkomst",)


@dataclass(frozen=True)
class Frame:
    """What persons are asked and how they are divided. bins: of incomes, cut at the poverty lines; own_data: whether it is
    counted who is behind each sum, since small groups of a user's own data are not printed."""

    question: Question
    groupings: Sequence[Grouping]
    bins: Bins
    own_data: bool = False

    @cached_property
    def size(self) -> int:
        """Cells of all groupings."""
        return len(group_infos(self.groupings))


@dataclass
class Totals:
    """Sums of measures by cell (at the baseline: levels; of a scenario: changes), and incomes after it.

    having, changed: persons of the sample with a measure and with another than at the baseline, dims (measure, cell); only
    of own data.
    """

    sums: CellSums
    incomes: Histogram
    having: Integers
    changed: Integers

    @classmethod
    def empty(cls, frame: Frame) -> Totals:
        shape = (len(MEASURES), frame.size if frame.own_data else 0)
        return cls(CellSums.empty(len(MEASURES), frame.size), Histogram.empty(frame.bins), np.zeros(shape, np.int64), np.zeros(shape, np.int64))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """By name, for storing; measures that nobody has are left out."""
        touched = self.sums.touched()
        found: dict[str, npt.NDArray[np.generic]] = {"measures": touched}
        found |= {name: array[touched] for name, array in self.sums.arrays().items()}
        found |= {"having": self.having, "changed": self.changed} if self.having.size else {}
        return found | {f"incomes/{name}": array for name, array in self.incomes.to_arrays().items()}

    def add_arrays(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        touched = arrays["measures"]
        for name, target in self.sums.arrays().items():
            target[touched] += arrays[name]
        for name in ("having", "changed"):
            if name in arrays:
                getattr(self, name)[:] += arrays[name]
        self.incomes.add_arrays({name.removeprefix("incomes/"): array for name, array in arrays.items() if name.startswith("incomes/")})  # type: ignore[misc]


@dataclass(frozen=True)
class Slice:
    """Some persons as the law and the groupings see them. tenure: months in the present place."""

    ids: Integers
    weight: Integers
    persons: Persons
    tenure: npt.NDArray[np.float64]

    @cached_property
    def replicate(self) -> Integers:
        """The random group of each."""
        return replicate_of(self.ids)


def slices(table: pa.Table, baseline: Law, edges: Integers | None = None, size: int = SLICE) -> Iterator[Slice]:
    """Persons `size` at a time, with their income at the baseline. edges: of the deciles, None before they are known."""
    nowhere = np.zeros(9, np.int64)
    for low in range(0, table.num_rows, size):
        part = table.slice(low, size)
        columns = whole_columns(kernel_columns(part), part.num_rows)
        income = np.rint(compute([baseline], columns, _INCOME)[0, 0] * OERE).astype(np.int64)
        ids, weight, tenure = (_numbers(part, name) for name in ("id", "weight", "tenure_months"))
        persons = Persons(part, columns, income, nowhere if edges is None else edges)
        yield Slice(ids.astype(np.int64), weight.astype(np.int64), persons, np.maximum(tenure.astype(np.float64), 0.0))


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.generic]:
    column = table.column(name).combine_chunks()
    return np.asarray(column.fill_null(0).to_numpy(zero_copy_only=False))


def incomes(table: pa.Table, baseline: Law, bins: Bins, size: int = SLICE) -> Histogram:
    """Incomes at the baseline, of persons `size` at a time."""
    total = Histogram.empty(bins)
    for one in slices(table, baseline, size=size):
        histogram(one.persons.baseline_income, one.weight, one.replicate, total=total)
    return total


@dataclass(frozen=True)
class Applied:
    """A scenario's law, and whom it leaves alone: from tenures in months to flags; None for nobody."""

    law: Law
    protected: Callable[[npt.NDArray[np.float64]], Flags] | None = None

    def spares(self, one: Slice) -> Flags | None:
        return None if self.protected is None else self.protected(one.tenure)


@dataclass
class Summing:
    """Totals of the baseline (first) and of scenarios over the persons added so far. rows: persons of the sample by cell."""

    frame: Frame
    baseline: Law
    scenarios: Sequence[Applied]

    def __post_init__(self) -> None:
        self.totals = [Totals.empty(self.frame) for _ in range(len(self.scenarios) + 1)]
        self.rows = np.zeros(self.frame.size, np.int64)

    def add(self, one: Slice) -> list[Integers]:
        """Add some persons; returns their measures under the baseline and each scenario, dims (measure, person) each.

        The baseline is computed once for all scenarios. Raises MissingParameter.
        """
        places = cells(self.frame.groupings, one.persons)
        self.rows += np.bincount(places.ravel(), minlength=self.frame.size)
        found = self._under_all(one)
        self._sum(0, one, places, found[0], found[0])
        for index, applied in enumerate(self.scenarios, start=1):
            change = compare(found[0], found[index], applied.spares(one))
            # In place of the scenario's measures, of which nothing more is asked: 6 MB less to fetch.
            np.add(found[0], change, out=found[index])
            self._sum(index, one, places, change, found[index])
        return found

    def _sum(self, index: int, one: Slice, places: npt.NDArray[np.int32], values: Integers, level: Integers) -> None:
        totals = self.totals[index]
        cell_sums(places, self.frame.size, one.weight, values, totals.sums)
        if self.frame.own_data:
            each = np.ones_like(one.weight)
            for counts, amounts in ((totals.having, level), (totals.changed, values)):
                counts += cell_sums(places, self.frame.size, each, (amounts != 0).astype(np.int64)).low
        histogram(level[INDEX["aekvivaleret"]], one.weight, one.replicate, total=totals.incomes)

    def _under_all(self, one: Slice) -> list[Integers]:
        """The measures under every law, in order; laws that share a rulebook go through the kernel together."""
        laws = [self.baseline, *(applied.law for applied in self.scenarios)]
        found: dict[int, Integers] = {}
        for places in by_rulebook(laws):
            found |= dict(zip(places, measured([laws[place] for place in places], one.persons.columns, self.frame.question), strict=True))
        return [found[index] for index in range(len(laws))]
