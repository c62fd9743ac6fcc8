"""A reform: changed numbers, replaced rules and changed assumptions, with who proposed it, applied to the law of any day."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fleksim.engine.law import Law, LawOn, law_on
from fleksim.parameters.months import SHARES_OF_ONE, month_assumptions, unknown_assumption
from fleksim.parameters.values import Parameter, ParameterSet
from fleksim.problems import InputError, Problem
from fleksim.reforms import timing
from fleksim.reforms.changes import Change, changed_number, refusal, refusal_of_assumption
from fleksim.reforms.needs import Need, needs_of
from fleksim.reforms.timing import Phase, Protection
from fleksim.rules import Rule

_WAY_OUT = "Write one reform that says what is meant."
# How far shares may be from 1 together, for their binary error.
_NEAR = 1e-9


@dataclass(frozen=True, eq=False)
class Reform:
    """A proposal as a difference from the law.

    parameters: changes of the law's numbers. rules, with the numbers they bring (`new_parameters`). assumptions: changes
    of the months' levers and assumptions. steps: steps of the month that it needs beside those of its assumptions.
    rules_file: the name of the rules file, also where it has not been loaded.
    """

    title: Mapping[str, str]
    proposer: str
    source: str | None
    since: date
    baseline: date
    parameters: Mapping[str, Change]
    rules: tuple[Rule, ...] = ()
    switched_off: tuple[str, ...] = ()
    file: str | None = None
    reason: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, Change] = field(default_factory=dict)
    new_parameters: Mapping[str, Parameter] = field(default_factory=dict)
    protection: Protection | None = None
    phase_in: tuple[Phase, ...] = ()
    steps: tuple[int, ...] = ()
    rules_file: str | None = None

    def name(self, lang: str) -> str:
        return self.title[lang]

    @property
    def is_static(self) -> bool:
        """Whether it changes anything that the law on a day shows, without the months."""
        return bool(self.parameters or self.rules or self.rules_file)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The steps of the month that show what the static model cannot."""
        return needs_of(self.assumptions, self.steps)

    @cached_property
    def _applied(self) -> dict[tuple[Law, float], Law]:
        return {}

    def apply(self, law: Law, share: float = 1.0) -> Law:
        """The law with the reform, on the numbers of the law's own day.

        share: how much of the reform is phased in, 0 to 1; changed numbers lie on the straight line from old to new.

        Raises InputError with every change that cannot be made; ValueError for rules by halves or a share outside 0 to 1.
        """
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"a share of a reform is from 0 to 1, not {share!r}")
        if share == 0.0:
            return law
        if share < 1.0 and self.rules:
            raise ValueError("a reform that changes rules cannot be in force by halves")
        if (law, share) not in self._applied:
            values, problems = self.new_values(law, share)
            if problems:
                raise InputError(problems)
            self._applied[law, share] = law.change(values, self.rules, self.title, self.new_parameters)
        return self._applied[law, share]

    def new_values(self, law: Law, share: float = 1.0) -> tuple[dict[str, float], list[Problem]]:
        """The changed numbers on the law's day, and what is wrong with them."""
        known = ParameterSet({**law.parameters.known, **self.new_parameters}, law.parameters.changes)
        values: dict[str, float] = {}
        problems: list[Problem] = []
        for name, change in self.parameters.items():
            if name not in known:
                problems.append(known.unknown(name, file=change.file, line=change.line))
                continue
            found = changed_number(known, name, change, law.day, share, problems, refusal)
            if found is not None:
                values[name] = found
        return values, problems

    def on(self, day: date) -> Law:
        """The law of a day with the whole reform."""
        return self.apply(law_on(day))

    def share_on(self, day: date) -> float:
        """The share in force on a day: 0 before `since`, then that of the last phase, 1 without phases."""
        return timing.share_on(day, self.since, self.phase_in)

    def protected(self, tenure_months: npt.ArrayLike, day: date) -> npt.NDArray[np.bool_]:
        """Which persons keep the law as it was, by how long their case has lasted on a day [months]: dims (person,)."""
        return timing.protected(self.protection, self.since, tenure_months, day)

    def assumptions_on(self, day: date, share: float = 1.0) -> ParameterSet:
        """The levers and assumptions of the months with the reform. Raises InputError."""
        values, problems = self.new_assumptions(day, share)
        if problems:
            raise InputError(problems)
        return month_assumptions().change(values)

    def new_assumptions(self, day: date, share: float = 1.0) -> tuple[dict[str, float], list[Problem]]:
        """The changed levers and assumptions on a day, and what is wrong with them."""
        known = month_assumptions()
        values: dict[str, float] = {}
        problems: list[Problem] = []
        for name, change in self.assumptions.items() if share else ():
            if name not in known:
                problems.append(unknown_assumption(name, file=change.file, line=change.line))
                continue
            found = changed_number(known, name, change, day, share, problems, lambda unit, _, new: refusal_of_assumption(unit, new))
            if found is not None:
                values[name] = found
        changed = known.change(values)
        for group in SHARES_OF_ONE:
            if values.keys() & set(group) and not problems and abs(sum(changed.value(name, day) for name in group) - 1.0) > _NEAR:
                total = sum(changed.value(name, day) for name in group)
                last = self.assumptions[[name for name in values if name in group][-1]]
                problems.append(
                    Problem(f"{', '.join(group)} are {total:g} together", file=last.file, line=last.line, way_out="They are shares of 1; give all.")
                )
        return values, problems

    def digest(self) -> str:
        """A hash of everything it changes, with the text of its rules: equal for equal reforms on any machine."""
        text = json.dumps(self._what_it_changes, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def _what_it_changes(self) -> dict[str, object]:
        return {
            "from": str(self.since),
            "baseline": str(self.baseline),
            "parameters": {name: change.as_dict() for name, change in self.parameters.items()},
            "assumptions": {name: change.as_dict() for name, change in self.assumptions.items()},
            "rules": {rule.name: inspect.getsource(rule.function) for rule in self.rules},
            "new_parameters": {name: [[str(one.since), one.value] for one in parameter.values] for name, parameter in self.new_parameters.items()},
            "protection": self.protection.as_dict() if self.protection else None,
            "phase_in": [[str(phase.since), phase.share] for phase in self.phase_in],
        }


_TERMS: tuple[tuple[str, Callable[[Reform], object]], ...] = (
    ("protection of existing cases", lambda reform: reform.protection),
    ("phase-in", lambda reform: reform.phase_in),
    ("from-date", lambda reform: None if reform.since == reform.baseline else reform.since),
)


def law_with(reform: Reform | None) -> LawOn:
    """From a day to its law with the reform, or to the law as it is."""
    return reform.on if reform else law_on


def stack(reforms: Iterable[Reform]) -> Reform | None:
    """Several reforms as one; None for none.

    Raises InputError where two touch the same number, rule or assumption, or differ in whom they protect, how they are
    phased in or from when they apply (a reform that states no from-date goes with any).
    """
    reforms = list(reforms)
    if len(reforms) <= 1:
        return reforms[0] if reforms else None
    problems = [*_touched_twice(reforms), *_different_terms(reforms)]
    if problems:
        raise InputError(problems)
    first = reforms[0]
    return Reform(
        title={lang: " + ".join(one.title[lang] for one in reforms) for lang in ("da", "en")},
        proposer="; ".join(dict.fromkeys(one.proposer for one in reforms)),
        source="; ".join(dict.fromkeys(one.source for one in reforms if one.source)) or None,
        since=max(one.since for one in reforms),
        baseline=first.baseline,
        parameters={name: change for one in reforms for name, change in one.parameters.items()},
        rules=tuple(rule for one in reforms for rule in one.rules),
        switched_off=tuple(name for one in reforms for name in one.switched_off),
        file=", ".join(str(one.file) for one in reforms),
        reason=_joined([one.reason for one in reforms]),
        note=_joined([one.note for one in reforms]),
        assumptions={name: change for one in reforms for name, change in one.assumptions.items()},
        new_parameters={name: parameter for one in reforms for name, parameter in one.new_parameters.items()},
        protection=first.protection,
        phase_in=first.phase_in,
        steps=tuple(sorted({step for one in reforms for step in one.steps})),
        rules_file=", ".join(one.rules_file for one in reforms if one.rules_file) or None,
    )


def _touched_twice(reforms: Sequence[Reform]) -> Iterator[Problem]:
    owners: dict[str, Reform] = {}
    for reform in reforms:
        for name in (*reform.parameters, *reform.assumptions, *(rule.name for rule in reform.rules)):
            if name in owners:
                yield Problem(f"'{name}' is changed by two reforms: {owners[name].file} and {reform.file}", way_out=_WAY_OUT)
            owners[name] = reform


def _different_terms(reforms: Sequence[Reform]) -> Iterator[Problem]:
    for what, terms in _TERMS:
        stated = [reform for reform in reforms if what != "from-date" or terms(reform)]
        for other in stated[1:]:
            if terms(other) != terms(stated[0]):
                yield Problem(f"the {what} differs: {stated[0].file} and {other.file}", way_out=_WAY_OUT)


def _joined(texts: Sequence[dict[str, str] | object]) -> dict[str, str]:
    found = [text for text in texts if isinstance(text, dict) and text]
    return {lang: " ".join(text[lang] for text in found) for lang in ("da", "en")} if found else {}
