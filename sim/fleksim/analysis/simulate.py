"""Scenarios on a population in memory: what a batch does in a folder, for a notebook and for the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fleksim import __version__
from fleksim.analysis.assumptions import poverty_lines, tilbageloeb
from fleksim.analysis.cube import Cube
from fleksim.analysis.evaluation import Question
from fleksim.analysis.groups import chosen
from fleksim.analysis.inequality import Bins, decile_edges
from fleksim.analysis.results import Results, ScenarioInfo
from fleksim.analysis.summing import Applied, Frame, Slice, Summing, incomes, slices
from fleksim.engine.law import Law, law_on

if TYPE_CHECKING:
    import pyarrow as pa

BASELINE = "baseline"
# Scenarios that share a pass over the persons: 9 MB each while a slice is evaluated.
AT_ONCE = 20


@dataclass(frozen=True)
class Simulation:
    """A population under a baseline law, ready for scenarios.

    persons: a table in the population schema, in the kroner of the law's year. groupings: names, None for all.
    """

    persons: pa.Table
    baseline: Law
    incentives: bool = True
    groupings: tuple[str, ...] | None = None
    own_data: bool = False
    known: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def lines(self) -> Mapping[str, float]:
        return poverty_lines(self.baseline.day)

    @cached_property
    def frame(self) -> Frame:
        return Frame(Question(self.incentives, tilbageloeb(self.baseline.day)), chosen(self.groupings), Bins.cut_at(self.lines), self.own_data)

    @cached_property
    def slices(self) -> list[Slice]:
        """The persons, with their income and decile at the baseline."""
        edges = decile_edges(incomes(self.persons, self.baseline, self.frame.bins))
        return list(slices(self.persons, self.baseline, edges))

    def but(self, **changes: Any) -> Simulation:
        """The same persons with other choices; who is in which slice and decile stays."""
        other = replace(self, **changes)
        vars(other)["slices"] = self.slices
        return other

    def run(self, scenarios: Mapping[str, Law], titles: Mapping[str, Mapping[str, str]] | None = None) -> Results:
        """The baseline and each scenario by its key. Raises MissingParameter."""
        cube = Cube(self.frame, len(scenarios) + 1, self.lines)
        laws = list(scenarios.values())
        for first in range(0, max(len(laws), 1), AT_ONCE):
            self._add(cube, first, laws[first : first + AT_ONCE])
        infos = [_info(key, law, titles or {}) for key, law in {BASELINE: self.baseline, **scenarios}.items()]
        return cube.results(infos, self.provenance, own_data=self.own_data)

    def _add(self, cube: Cube, first: int, laws: Sequence[Law]) -> None:
        """Put the baseline and the scenarios from number `first` on into the cube."""
        summing = Summing(self.frame, self.baseline, [Applied(law) for law in laws])
        for one in self.slices:
            summing.add(one)
        baseline, *changes = summing.totals
        if first == 0:
            cube.put(0, baseline, None, summing.rows)
        for index, change in enumerate(changes, start=first + 1):
            cube.put(index, baseline, change, summing.rows)

    @property
    def provenance(self) -> dict[str, Any]:
        return {
            "law_date": str(self.baseline.day),
            "parameter_hash": self.baseline.fingerprint(),
            "fleksim_version": __version__,
            "rounding": "none",
            **{f"population_{name}": value for name, value in self.known.items()},
        }


def _info(key: str, law: Law, titles: Mapping[str, Mapping[str, str]]) -> ScenarioInfo:
    title = titles.get(key, law.title)
    return ScenarioInfo(key, title["da"], title["en"], law_date=str(law.day), parameter_hash=law.fingerprint())


def population_year(persons: pa.Table) -> int:
    """The year whose kroner the persons' amounts are in. Raises ValueError for none or several."""
    years = set(persons.column("year").unique().to_pylist())
    if len(years) != 1:
        raise ValueError(f"persons of {len(years)} years")
    return int(years.pop())


def law_of(persons: pa.Table) -> Law:
    """The law on 1 January of the persons' year."""

    return law_on(date(population_year(persons), 1, 1))
