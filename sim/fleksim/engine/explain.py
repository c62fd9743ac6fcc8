"""Explaining a result: every step of the law on the way to it, what it read, the branch taken, what binds."""

from __future__ import annotations

import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fleksim.engine.law import Law
from fleksim.engine.lines import TIE, Comparison
from fleksim.engine.reading import read
from fleksim.engine.trace import TracedStep, trace
from fleksim.people.cases import Case
from fleksim.people.columns import COLUMNS
from fleksim.problems import did_you_mean, one_problem
from fleksim.rules import PARTNER, Rulebook, Step, UnknownQuantity
from fleksim.titles import Titled
from fleksim.words import CODES, SINGLE

# Comparisons with a code (`status == FLEKSJOB`) are choices, not thresholds one can come near.
_CODES = frozenset(CODES.values())


@dataclass(frozen=True)
class Threshold:
    """A comparison that could turn: in which step, how far away [unit of the step's quantities], and what it says."""

    step: str
    text: str
    left: float
    right: float
    op: str
    outcome: bool
    distance: float
    hours_away: float | None

    @property
    def is_limit(self) -> bool:
        """Whether a `min` took its second side: it asks `second < first`, or Python asks the same as `first > second`."""
        return self.outcome


@dataclass(frozen=True)
class ExplainedStep(Titled):
    """One step in words: value, sentence and paragraph, what it read, which branch it took."""

    name: str
    da: str
    en: str
    law: str
    unit: str
    value: float
    is_flag: bool
    read: dict[str, float]
    parameters: dict[str, float]
    sentence: str
    branch: str
    comparisons: tuple[Threshold, ...]
    of_partner: bool
    place: str


@dataclass(frozen=True)
class Explanation:
    """How a target came about for a case."""

    case: Case
    law: Law
    target: str
    steps: tuple[ExplainedStep, ...]
    fields: dict[str, float]
    binding: tuple[ExplainedStep, ...]
    nearest: Threshold | None

    @property
    def result(self) -> ExplainedStep:
        return self.steps[-1]

    def step(self, name: str) -> ExplainedStep:
        """The step that gave a quantity. Raises KeyError."""
        return {one.name: one for one in self.steps}[name]

    def to_text(self, lang: str = "da") -> str:
        """The explanation as lines of text."""
        from fleksim.output.explanation import as_text

        return as_text(self, lang)

    def to_html(self, lang: str = "da") -> str:
        """The explanation as a page that stands alone."""
        from fleksim.output.explanation import as_html

        return as_html(self, lang)

    def to_dict(self, lang: str = "da") -> dict[str, Any]:
        """The explanation as plain data."""
        from fleksim.output.explanation import as_dict

        return as_dict(self, lang)


def explain(law: Law, case: Case, target: str = "disponibel_indkomst", *, rounding: str = "skat") -> Explanation:
    """Every step on the way to a target, in the order of the law.

    target: any quantity of the law. rounding as in `calculate`. Raises InputError for an unknown target and
    MissingParameter for a value that is needed and missing.
    """
    if not _is_quantity(law.book, target):
        raise one_problem(f"'{target}' is not a quantity of the law", way_out=did_you_mean(target, law.book.rules, "`fleksim explain --targets` lists them."))
    seen = trace(law, case.columns, [target], slopes={"hours": 1.0}, rounding=rounding, note_branches=True)
    alone = case.columns["civil_status"] == SINGLE
    used = [one for one in _used_steps(seen.steps, target) if not (alone and one.step.name.startswith(PARTNER))]
    steps = tuple(_explained(law.book, one) for one in used)
    result = read(law, case.columns, [target], rounding=rounding)[target]
    read_fields = {name for one in used for name in one.read if name in COLUMNS}
    return Explanation(
        case=case,
        law=law,
        target=target,
        steps=steps,
        fields={name: case.columns[name] for name in law.book.columns([target]) if name in read_fields},
        binding=tuple(step for step in steps if _binds(law, case, target, step, result, rounding)),
        nearest=_nearest(steps),
    )


def _is_quantity(book: Rulebook, target: str) -> bool:
    try:
        return book.step(target) is not None
    except UnknownQuantity:
        return False


def _used_steps(steps: tuple[TracedStep, ...], target: str) -> list[TracedStep]:
    """The steps that mattered: those that the target reads, and what they read, on the branches taken."""
    by_name = {one.step.name: one for one in steps}
    wanted = {target}
    for one in reversed(steps):
        if one.step.name in wanted:
            wanted |= {name for name in one.read if name in by_name}
    return [one for one in steps if one.step.name in wanted]


def _explained(book: Rulebook, one: TracedStep) -> ExplainedStep:
    rule = one.step.rule
    comparisons = tuple(_threshold(one.step, comparison) for comparison in one.comparisons if comparison.code is rule.code)
    return ExplainedStep(
        name=one.step.name,
        da=rule.da,
        en=rule.en,
        law=rule.law,
        unit=rule.unit,
        value=one.value,
        is_flag=rule.unit == "ja/nej",
        read=one.read,
        parameters=one.parameters,
        sentence=" ".join((rule.function.__doc__ or "").split()),
        branch=_source(rule.code.co_filename, one.returned_at),
        comparisons=comparisons,
        of_partner=one.step.of_partner or one.step.name.startswith(PARTNER),
        place=rule.place,
    )


def _threshold(step: Step, comparison: Comparison) -> Threshold:
    away = comparison.turns_in
    return Threshold(
        step=step.name,
        text=_source(comparison.code.co_filename if comparison.code else "", comparison.line),
        left=comparison.left,
        right=comparison.right,
        op=comparison.op,
        outcome=comparison.outcome,
        distance=comparison.left - comparison.right,
        hours_away=away if away != float("inf") else None,
    )


def _source(file: str, line: int | None) -> str:
    """A line of a rule as it stands, without `return`, `if` and the colon."""
    text = linecache.getline(file, line).strip() if line else ""
    return text.removeprefix("return ").removeprefix("if ").removesuffix(":")


def _binds(law: Law, case: Case, target: str, step: ExplainedStep, result: float, rounding: str) -> bool:
    """Whether a limit took hold and matters: without it the target would be another.

    A limit is the smaller side of the `min` that a rule returns; a flag named `..._binder` speaks for itself.
    """
    if step.is_flag:
        return step.name.endswith("_binder") and bool(step.value)
    for one in step.comparisons:
        if one.op in ("<", ">") and one.text == step.branch and one.text.startswith("min(") and abs(one.distance) > TIE:
            without = read(law, case.columns, [target], rounding=rounding, frozen={step.name: max(one.left, one.right)})[target]
            if one.is_limit and abs(float(without) - float(result)) > TIE:
                return True
    return False


def _nearest(steps: tuple[ExplainedStep, ...]) -> Threshold | None:
    """The threshold that fewest hours would reach, or if hours reach none, the one nearest in its own unit."""
    near = list(_thresholds(steps))
    by_hours = [one for one in near if one.hours_away is not None]
    if by_hours:
        return min(by_hours, key=lambda one: one.hours_away or 0.0)
    return min(near, key=lambda one: abs(one.distance), default=None)


def _thresholds(steps: tuple[ExplainedStep, ...]) -> Iterator[Threshold]:
    for step in steps:
        for one in step.comparisons:
            is_code = "==" in one.text or "!=" in one.text or (one.left in _CODES and one.right in _CODES)
            if not is_code and abs(one.distance) > TIE:
                yield one
