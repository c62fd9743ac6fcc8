"""A parameter, its dated values, and the values in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Literal

from fleksim.problems import Problem, did_you_mean
from fleksim.titles import Titled

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class DatedValue:
    """What a parameter is from a day on, and how we know."""

    since: date
    value: float
    source: str
    confidence: Confidence
    note: str = ""
    formula: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def is_assumption(self) -> bool:
        return self.source == "assumption"


@dataclass(frozen=True)
class Parameter(Titled):
    """A number of the law.

    `validity` says how long a value lasts: `year` for amounts that are regulated every year (a year without a value
    is a gap, never a guess), `open` for rates that stand until they are changed.
    """

    name: str
    da: str
    en: str
    unit: str
    law: str
    validity: Literal["year", "open"]
    values: tuple[DatedValue, ...]
    verified_on: date
    file: str
    line: int
    note: str = ""
    until: date = date.max

    def on(self, day: date) -> DatedValue | None:
        """The value in force on a day, or None."""
        if day > self.until:
            return None
        current = max((one for one in self.values if one.since <= day), key=lambda one: one.since, default=None)
        if current is None or (self.validity == "year" and current.since.year != day.year):
            return None
        return current

    def periods(self) -> str:
        """The years that have a value, as people write them: `2013-2016, 2018`, or `from 2013`."""
        years = sorted({one.since.year for one in self.values})
        if not years:
            return "no year"
        if self.validity == "open":
            end = "" if self.until == date.max else f" to {self.until}"
            return f"from {years[0]}{end}"
        spans: list[list[int]] = []
        for year in years:
            if spans and spans[-1][-1] == year - 1:
                spans[-1].append(year)
            else:
                spans.append([year])
        return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans)


class MissingParameter(LookupError):
    """A rule read a parameter that has no sourced value on the day."""

    def __init__(self, name: str, day: date, parameter: Parameter | None) -> None:
        self.name, self.day = name, day
        self.years = parameter.periods() if parameter else "no year"
        super().__init__(f"'{name}' has no sourced value on {day}; it has one for {self.years}")

    def problem(self, **where: str | int | None) -> Problem:
        return Problem(
            str(self),
            way_out=f"Choose a year that has it, or give it in a reform: parameters: {{{self.name}: ...}}.",
            **where,  # type: ignore[arg-type]
        )


class InForce(SimpleNamespace):
    """The parameters in force on a day, read as `p.name`; reading one without a value raises MissingParameter."""

    def __init__(self, day: date, values: Mapping[str, float], known: Mapping[str, Parameter]) -> None:
        super().__init__(**values)
        object.__setattr__(self, "_day", day)
        object.__setattr__(self, "_known", known)

    def __getattr__(self, name: str) -> float:
        if name.startswith("_"):
            raise AttributeError(name)
        raise MissingParameter(name, self._day, self._known.get(name))


@dataclass(frozen=True)
class ParameterSet:
    """Every parameter of the law, and changes a reform makes to them."""

    known: Mapping[str, Parameter]
    changes: Mapping[str, float] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def value(self, name: str, day: date) -> float:
        """Raises MissingParameter."""
        if name in self.changes:
            return self.changes[name]
        dated = self.known[name].on(day) if name in self.known else None
        if dated is None:
            raise MissingParameter(name, day, self.known.get(name))
        return dated.value

    def in_force(self, day: date, names: Iterable[str] | None = None) -> InForce:
        """The values of a day. Parameters without a value are simply not there; reading one raises."""
        values = {}
        for name in self.known if names is None else names:
            dated = self.known[name].on(day) if name in self.known else None
            if dated is not None:
                values[name] = dated.value
        wanted = set(names) if names is not None else None
        values |= {name: value for name, value in self.changes.items() if wanted is None or name in wanted}
        return InForce(day, values, self.known)

    def missing(self, names: Iterable[str], day: date) -> frozenset[str]:
        """Those of the names that have no value on the day."""
        in_force = vars(self.in_force(day))
        return frozenset(name for name in names if name not in in_force)

    def change(self, changes: Mapping[str, float]) -> ParameterSet:
        return replace(self, changes={**self.changes, **changes})

    def unknown(self, name: str, **where: str | int | None) -> Problem:
        """A problem that says a name is no parameter, with the nearest one."""
        return Problem(
            f"'{name}' is not a parameter of the law",
            way_out=did_you_mean(name, self.known, "`fleksim params list` shows them all."),
            **where,  # type: ignore[arg-type]
        )
