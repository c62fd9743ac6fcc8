"""Calculating cases: what `fleksim calc` prints and `fleksim.calculate` returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from fleksim.engine.law import Law, LawOn, law_on
from fleksim.engine.outputs import ESSENTIAL, OUTPUTS, is_flag
from fleksim.engine.reading import read_what_is_there
from fleksim.parameters.values import MissingParameter
from fleksim.people.cases import Case
from fleksim.problems import InputError, Problem

# From this many cases on, loading the kernel (1.5 s from the cache) costs less than reading the law case by case (0.4 ms).
MANY = 5_000
# Results are shown without the binary noise of the last digits (15600 instead of 15599.999999999998).
SHOWN_DECIMALS = 6


@dataclass(frozen=True)
class Result:
    """What one case returns: outputs by name (flags as true and false), and what was left out for want of a value."""

    case: Case
    law: Law
    values: dict[str, Any]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.case.id, "as_of": self.law.day.isoformat(), **self.values, **({"notes": list(self.notes)} if self.notes else {})}


def calculate_cases(
    cases: Sequence[Case],
    law: LawOn | None = None,
    *,
    targets: Iterable[str] = OUTPUTS,
    required: Iterable[str] = ESSENTIAL,
    rounding: str = "skat",
) -> list[Result]:
    """Each case under the law of its day (or that which `law` makes of the day), in the order given.

    Outputs that lack a sourced value and are not `required` are None, with a note. Raises InputError with every case
    whose required outputs lack a value.
    """
    targets, required = tuple(targets), frozenset(required)
    chosen = law or law_on
    laws: dict[date, Law] = {day: chosen(day) for day in sorted({case.day for case in cases})}
    if len(cases) >= MANY:
        return _through_kernel(cases, laws, targets, required, rounding)
    results, problems = [], []
    for case in cases:
        result, found = _plainly(case, laws[case.day], targets, required, rounding)
        results.append(result)
        problems += found
    if problems:
        raise InputError(problems)
    return results


def _plainly(case: Case, law: Law, targets: tuple[str, ...], required: frozenset[str], rounding: str) -> tuple[Result, list[Problem]]:
    found, missing = read_what_is_there(law, case.columns, targets, rounding=rounding)
    values = {name: _shown(law, name, found[name]) for name in targets}
    needed = [name for name in targets if values[name] is None and name in required]
    problems = [one.problem(field=case.id) for one in missing] if needed else []
    return Result(case, law, values, tuple(str(one) for one in missing)), problems


def _shown(law: Law, name: str, value: Any) -> Any:
    if value is None:
        return None
    return bool(value) if is_flag(law.book, name) else round(float(value), SHOWN_DECIMALS)


def _through_kernel(cases: Sequence[Case], laws: dict[date, Law], targets: tuple[str, ...], required: frozenset[str], rounding: str) -> list[Result]:
    import numpy as np

    from fleksim.engine.compute import compute

    results: dict[int, Result] = {}
    problems: list[Problem] = []
    numbered = sorted(enumerate(cases), key=lambda one: one[1].day)
    for day, group in groupby(numbered, key=lambda one: one[1].day):
        members = list(group)
        law = laws[day]
        columns = {name: np.array([case.columns[name] for _, case in members]) for name in law.book.columns(targets)}
        try:
            rows = compute([law], columns, targets, rounding=rounding)[:, 0, :]
        except MissingParameter:
            for index, case in members:
                results[index], found = _plainly(case, law, targets, required, rounding)
                problems += found
            continue
        for position, (index, case) in enumerate(members):
            values = {name: _shown(law, name, rows[row, position]) for row, name in enumerate(targets)}
            results[index] = Result(case, law, values)
    if problems:
        raise InputError(problems)
    return [results[index] for index in range(len(cases))]
