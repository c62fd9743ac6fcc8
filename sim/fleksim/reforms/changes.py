"""What a reform does to one number, and when a new number cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fleksim.parameters.months import LARGEST, WHOLE_UNITS
from fleksim.parameters.values import MissingParameter, Parameter, ParameterSet
from fleksim.problems import Problem, shown
from fleksim.reforms.uprate import uprated

Operation = Literal["set", "add", "multiply", "uprate"]
OPERATIONS: tuple[Operation, ...] = ("set", "add", "multiply", "uprate")
_ON_THE_OLD: Mapping[str, Callable[[float, float], float]] = {"add": lambda old, more: old + more, "multiply": lambda old, factor: old * factor}

# A unit, the old number and the new one: why the new one cannot be meant, or None.
Refuse = Callable[[str, float, float], str | None]

# A changed amount this many times the old one, or its inverse, is taken for a wrong unit; 0 abolishes it.
LARGEST_CHANGE = 5.0


@dataclass(frozen=True)
class Change:
    """What a reform does to one parameter.

    `set` puts `operand` in its place, `add` and `multiply` start from the value in force, `uprate` takes the value of
    the day `of` and brings it to the law's year: by the satsregulering, or by `percent` a year.
    """

    operation: Operation
    operand: float = 0.0
    file: str | None = None
    line: int | None = None
    of: date | None = None
    percent: float | None = None

    def new(self, parameter: Parameter, old: float | None, day: date) -> float:
        """The number in the law of a day, `old` being the one in force (None if there is none).

        Raises MissingParameter where there is nothing to start from.
        """
        if self.operation == "set":
            return self.operand
        if self.operation == "uprate":
            assert self.of is not None
            dated = parameter.on(self.of)
            if dated is None:
                raise MissingParameter(parameter.name, self.of, parameter)
            return uprated(dated.value, self.of, day, self.percent)
        if old is None:
            raise MissingParameter(parameter.name, day, parameter)
        return _ON_THE_OLD[self.operation](old, self.operand)

    def where(self, name: str) -> dict[str, str | int | None]:
        return {"file": self.file, "line": self.line, "field": name}

    def as_dict(self) -> dict[str, str | float]:
        """What it does, without where it was written."""
        if self.operation != "uprate":
            return {self.operation: self.operand}
        return {"uprate": str(self.of), **({"percent": self.percent} if self.percent is not None else {})}


def refusal(unit: str, old: float, new: float) -> str | None:
    """Why a new number of the law cannot be meant, or None."""
    if new < 0.0:
        return f"{shown(new)} {unit} is negative"
    if unit == "andel" and new > 1.0:
        return f"{shown(new)} is no share; per cent are written as shares (30 per cent is 0.30)"
    if unit.startswith("kr") and new and old and not old / LARGEST_CHANGE <= new <= old * LARGEST_CHANGE:
        return f"{shown(new)} {unit} is far from today's {shown(old)} {unit}"
    return None


def refusal_of_assumption(unit: str, new: float) -> str | None:
    """Why a new number of the months cannot be meant, or None."""
    if unit == "ja/nej" and new not in (0.0, 1.0):
        return f"{shown(new)} is neither yes nor no; write 1 or 0"
    if found := refusal(unit, 0.0, new):
        return found
    if new > LARGEST.get(unit, new):
        return f"{shown(new)} {unit} is more than {LARGEST[unit]:g}"
    if unit in WHOLE_UNITS and not new.is_integer():
        return f"{shown(new)} {unit} is not a whole number"
    return None


def changed_number(known: ParameterSet, name: str, change: Change, day: date, share: float, problems: list[Problem], refuse: Refuse) -> float | None:
    """The number after a share of a change, on the straight line from old to new; what is wrong is added to the problems.

    None where there is no number. refuse: why a new number cannot be meant.
    """
    try:
        old: float | None = known.value(name, day)
    except MissingParameter:
        old = None
    try:
        whole = change.new(known.known[name], old, day)
    except MissingParameter as missing:
        problems.append(missing.problem(**change.where(name)))
        return None
    if refused := refuse(known.known[name].unit, whole if old is None else old, whole):
        problems.append(Problem(refused, way_out="Write the value in the parameter's own unit.", **change.where(name)))  # type: ignore[arg-type]
    if share == 1.0:
        return whole
    if old is None:
        problems.append(Problem("has no value today, so that the change cannot be phased in", **change.where(name)))  # type: ignore[arg-type]
        return None
    return old + (whole - old) * share
