"""The numbers a search looks for: which they are today, between which bounds, and the law with a candidate for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fleksim.analysis.goal import Quantity
from fleksim.analysis.measures import STATIC_TARGETS
from fleksim.analysis.responses import RESPONSE_TARGETS
from fleksim.analysis.results import Results
from fleksim.analysis.simulate import Simulation
from fleksim.engine.law import Law
from fleksim.parameters.months import month_assumptions
from fleksim.parameters.read import highest_of
from fleksim.parameters.values import MissingParameter, ParameterSet
from fleksim.problems import InputError, Problem, printable
from fleksim.reforms.changes import Change
from fleksim.reforms.reform import Reform
from fleksim.titles import Titled

Floats = npt.NDArray[np.float64]
Point = tuple[float, ...]
# How many places are done, of how many: for a bar.
Progress = Callable[[int], None]

_TARGETS = (*STATIC_TARGETS, *RESPONSE_TARGETS)
# Bounds by default: the part of today's value that the search begins and ends at.
_LEAST, _MOST = 0.5, 2.0
# Places nearer than this share of the range are one.
_SAME = 1e-6


@dataclass(frozen=True)
class Unknown(Titled):
    """A number of the law that is looked for. today: with the reform, or in force; None if it has no value."""

    name: str
    da: str
    en: str
    unit: str
    law: str
    today: float | None
    low: float
    high: float

    def places(self, count: int) -> Floats:
        """Places from bound to bound, rising, today's value among them if it lies there."""
        found = np.linspace(self.low, self.high, count)
        if self.today is None or not self.low < self.today < self.high:
            return found
        others = found[np.abs(found - self.today) > _SAME * (self.high - self.low)]
        return np.sort(np.append(others, self.today))


@dataclass(frozen=True)
class Wish:
    """A name to look for, and bounds if they are stated."""

    name: str
    between: tuple[float, float] | None = None


def unknowns(reform: Reform, law: Law, wishes: Sequence[Wish]) -> tuple[Unknown, ...]:
    """The numbers that are looked for, checked. Raises InputError with everything wrong with them."""
    known = ParameterSet({**law.parameters.known, **reform.new_parameters}, reform.apply(law).parameters.changes)
    problems: list[Problem] = []
    found: list[Unknown] = []
    for wish in wishes:
        made = list(_unknown(wish, known, reform, law, problems))
        if any(one.name == wish.name for one in found):
            problems.append(Problem("is looked for twice", field=printable(wish.name)))
        found += made
    if problems:
        raise InputError(problems)
    return tuple(found)


def _unknown(wish: Wish, known: ParameterSet, reform: Reform, law: Law, problems: list[Problem]) -> Iterator[Unknown]:
    name = wish.name
    if name in reform.assumptions or (name not in known and name in month_assumptions()):
        problems.append(Problem(f"'{printable(name)}' belongs to the months, which the law on a day does not show", field="find"))
        return
    if name not in known:
        problems.append(known.unknown(printable(name), field="find"))
        return
    parameter = known.known[name]
    try:
        today: float | None = known.value(name, law.day)
    except MissingParameter:
        today = None
    bounds = wish.between or _default_bounds(parameter.unit, today)
    if bounds is None:
        problems.append(Problem(f"has no value on {law.day} to begin from" if today is None else f"is {today:g} today", field=name, way_out=_BOUNDS))
        return
    low, high = bounds
    if not low < high:
        problems.append(Problem(f"{low:g} to {high:g} are no bounds", field=name, way_out="Give the lower one first."))
        return
    for end in bounds:
        _, wrong = with_numbers(reform, {name: end}).new_values(law)
        problems += [one for one in wrong if one.field == name]
    read = reform.apply(law).book.parameters(_TARGETS)
    if name not in read:
        problems.append(Problem(f"no rule in force on {law.day} reads it", field=name, way_out="Choose another number, or another year."))
    yield Unknown(name, parameter.da, parameter.en, parameter.unit, parameter.law, today, low, high)


_BOUNDS = "Say between which bounds to look: --between LOW HIGH."


def _default_bounds(unit: str, today: float | None) -> tuple[float, float] | None:
    """All shares; of other numbers half to double today's."""
    if unit == "andel":
        return 0.0, 1.0
    return (_LEAST * today, min(_MOST * today, highest_of(unit))) if today else None


def with_numbers(reform: Reform, numbers: dict[str, float]) -> Reform:
    """The reform with these numbers in place of its own."""
    return replace(reform, parameters={**reform.parameters, **{name: Change("set", value) for name, value in numbers.items()}})


@dataclass(frozen=True)
class Candidates:
    """A reform with candidates for its unknowns, evaluated many at a time: their laws share the reform's rulebook."""

    simulation: Simulation
    reform: Reform
    unknowns: tuple[Unknown, ...]
    progress: Progress = lambda count: None

    @cached_property
    def _reformed(self) -> Law:
        return self.reform.apply(self.simulation.baseline)

    def law(self, point: Point) -> Law:
        """The law with the reform and the numbers of a point."""
        return self._reformed.change(self.numbers(point))

    def numbers(self, point: Point) -> dict[str, float]:
        return {one.name: value for one, value in zip(self.unknowns, point, strict=True)}

    def results(self, points: Sequence[Point]) -> Results:
        """Everything about some points: scenario 1 + i is point i. Raises MissingParameter."""
        found = self.simulation.run({str(index): self.law(point) for index, point in enumerate(points)})
        self.progress(len(points))
        return found

    def amounts(self, points: Sequence[Point], quantities: Sequence[Quantity]) -> Floats:
        """Quantities at points, dims (quantity, point)."""
        results = self.results(points)
        return np.array([[one.at(results, 1 + index)[0] for index in range(len(points))] for one in quantities]).reshape(len(quantities), len(points))
