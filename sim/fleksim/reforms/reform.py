"""A reform: changed numbers and replaced rules, with who proposed it, applied to the law of any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from fleksim.engine.law import Law, LawOn, law_on
from fleksim.parameters.values import MissingParameter
from fleksim.problems import InputError, Problem
from fleksim.rules import Rule

Operation = Literal["set", "add", "multiply"]
_OPERATIONS: Mapping[Operation, Callable[[float, float], float]] = {
    "set": lambda old, new: new,
    "add": lambda old, more: old + more,
    "multiply": lambda old, factor: old * factor,
}

# A changed amount this many times the old one, or its inverse, is taken for a wrong unit; 0 abolishes it.
LARGEST_CHANGE = 5.0


@dataclass(frozen=True)
class Change:
    """What a reform does to one parameter."""

    operation: Operation
    operand: float
    file: str | None = None
    line: int | None = None

    def new(self, old: float) -> float:
        return _OPERATIONS[self.operation](old, self.operand)


@dataclass(frozen=True, eq=False)
class Reform:
    """A proposal as a difference from the law."""

    title: Mapping[str, str]
    proposer: str
    source: str | None
    since: date
    baseline: date
    parameters: Mapping[str, Change]
    rules: tuple[Rule, ...] = ()
    switched_off: tuple[str, ...] = ()
    file: str | None = None

    def name(self, lang: str) -> str:
        return self.title[lang]

    @cached_property
    def _applied(self) -> dict[Law, Law]:
        return {}

    def apply(self, law: Law) -> Law:
        """The law with the reform, on the numbers of the law's own day.

        Raises InputError with every change that cannot be made.
        """
        if law not in self._applied:
            values, problems = self.new_values(law)
            if problems:
                raise InputError(problems)
            self._applied[law] = law.change(values, self.rules, self.title)
        return self._applied[law]

    def new_values(self, law: Law) -> tuple[dict[str, float], list[Problem]]:
        """The changed numbers on the law's day, and what is wrong with them."""
        values: dict[str, float] = {}
        problems: list[Problem] = []
        for name, change in self.parameters.items():
            where: dict[str, str | int | None] = {"file": change.file, "line": change.line, "field": name}
            if name not in law.parameters:
                problems.append(law.parameters.unknown(name, file=change.file, line=change.line))
                continue
            try:
                old = law.parameters.value(name, law.day)
            except MissingParameter as missing:
                if change.operation != "set":
                    problems.append(missing.problem(**where))
                    continue
                old = change.operand
            new = change.new(old)
            refusal = _refusal(law.parameters.known[name].unit, old, new)
            if refusal:
                problems.append(Problem(refusal, way_out="Write the value in the parameter's own unit.", **where))  # type: ignore[arg-type]
            values[name] = new
        return values, problems

    def on(self, day: date) -> Law:
        """The law of a day with the reform."""
        return self.apply(law_on(day))


def _refusal(unit: str, old: float, new: float) -> str | None:
    """Why a new value cannot be meant, or None."""
    if new < 0.0:
        return f"{new:g} {unit} is negative"
    if unit == "andel" and new > 1.0:
        return f"{new:g} is no share; per cent are written as shares (30 per cent is 0.30)"
    if unit.startswith("kr") and new and old and not old / LARGEST_CHANGE <= new <= old * LARGEST_CHANGE:
        return f"{new:g} {unit} is far from today's {old:g} {unit}"
    return None


def stack(reforms: Iterable[Reform]) -> Reform | None:
    """Several reforms as one; None for none.

    Raises InputError where two touch the same name: there is no last word.
    """
    reforms = list(reforms)
    if len(reforms) <= 1:
        return reforms[0] if reforms else None
    owners: dict[str, Reform] = {}
    problems = []
    for reform in reforms:
        for name in (*reform.parameters, *(rule.name for rule in reform.rules)):
            if name in owners:
                problems.append(
                    Problem(f"'{name}' is changed by two reforms: {owners[name].file} and {reform.file}", way_out="Write one reform that says what is meant.")
                )
            owners[name] = reform
    if problems:
        raise InputError(problems)
    first = reforms[0]
    return Reform(
        title={lang: " + ".join(one.title[lang] for one in reforms) for lang in ("da", "en")},
        proposer="; ".join(dict.fromkeys(one.proposer for one in reforms)),
        source=None,
        since=max(one.since for one in reforms),
        baseline=first.baseline,
        parameters={name: change for one in reforms for name, change in one.parameters.items()},
        rules=tuple(rule for one in reforms for rule in one.rules),
        switched_off=tuple(name for one in reforms for name in one.switched_off),
        file=", ".join(str(one.file) for one in reforms),
    )


def law_with(reform: Reform | None) -> LawOn:
    """From a day to its law with the reform, or to the law as it is."""
    return reform.on if reform else law_on
