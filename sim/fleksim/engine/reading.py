"""The plain reading: the rules as they stand, one after another, for one person.

It needs no compiler, tells which value is missing, and is what the kernel is held against bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import FunctionType
from typing import Any

from fleksim.engine.law import Law
from fleksim.parameters.values import MissingParameter
from fleksim.rules import Rule, Step
from fleksim.words import vocabulary


@cache
def spoken(rule: Rule, rounding: str) -> Callable[..., Any]:
    """A rule's function with the rounding words meaning what `rounding` says."""
    return FunctionType(rule.code, {**rule.function.__globals__, **vocabulary(rounding)}, rule.name)


def apply(step: Step, values: Mapping[str, Any], p: Any, rounding: str) -> Any:
    """What a step gives when its quantities have these values."""
    arguments = [values[name] for name in step.arguments]
    function = spoken(step.rule, rounding)
    return function(*arguments, p) if step.rule.reads_parameters else function(*arguments)


def read(
    law: Law,
    columns: Mapping[str, Any],
    targets: Iterable[str],
    *,
    rounding: str = "skat",
    frozen: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """All quantities on the way to the targets.

    columns: the case's fields. frozen: quantities held at a value instead of computed. Raises MissingParameter.
    """
    values: dict[str, Any] = {**columns, **(frozen or {})}
    for step in law.book.order(tuple(targets)):
        if not frozen or step.name not in frozen:
            values[step.name] = apply(step, values, law.p, rounding)
    return values


def read_what_is_there(law: Law, columns: Mapping[str, Any], targets: Iterable[str], *, rounding: str) -> tuple[dict[str, Any], list[MissingParameter]]:
    """The targets whose values have a source, and what was missing for the others."""
    values: dict[str, Any] = dict(columns)
    blocked: dict[str, MissingParameter] = {}
    targets = tuple(targets)
    for step in law.book.order(targets):
        stop = next((blocked[name] for name in step.arguments if name in blocked), None)
        if stop is None:
            try:
                values[step.name] = apply(step, values, law.p, rounding)
            except MissingParameter as missing:
                stop = missing
        if stop is not None:
            blocked[step.name] = stop
    found = {name: values.get(name) for name in targets}
    problems = {blocked[name].name: blocked[name] for name in targets if name in blocked}
    return found, list(problems.values())
