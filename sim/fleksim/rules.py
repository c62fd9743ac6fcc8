"""The book of rules: a rule is a sentence of law, a rulebook the sentences in force on a day.

A rule is a plain scalar function. Its arguments name other rules, fields of a case, or `p`, the parameters in
force. Nothing here knows numbers, arrays or compilers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import CodeType, FunctionType
from typing import Any

from fleksim.titles import Titled
from fleksim.words import vocabulary

PARTNER = "partner_"
_WORDS = frozenset(vocabulary())


@dataclass(frozen=True, eq=False)
class Rule(Titled):
    """One quantity of the law and the sentence that gives it.

    `law` is the paragraph, `unit` the unit of the result, `da` and `en` what people call it. `household` marks a
    quantity that is the same for both partners. `since` and `until` bound the days on which it is in force.
    """

    name: str
    function: FunctionType
    law: str
    unit: str
    da: str
    en: str
    household: bool = False
    since: date = date.min
    until: date = date.max

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    @property
    def code(self) -> CodeType:
        return self.function.__code__

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """The quantities it reads, in order, without `p`."""
        return tuple(name for name in self.code.co_varnames[: self.code.co_argcount] if name != "p")

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters it reads: in a rule every attribute is one of `p` (the sieve sees to it)."""
        return tuple(name for name in self.code.co_names if name not in _WORDS)

    @cached_property
    def reads_parameters(self) -> bool:
        return "p" in self.code.co_varnames[: self.code.co_argcount]

    def in_force(self, day: date) -> bool:
        return self.since <= day <= self.until

    @property
    def place(self) -> str:
        """Where the sentence stands: `skat.py:41`."""
        return f"{self.code.co_filename.rsplit('/', 1)[-1]}:{self.code.co_firstlineno}"


def rule(
    *,
    law: str,
    unit: str,
    da: str,
    en: str,
    name: str | None = None,
    household: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> Callable[[Callable[..., Any]], Rule]:
    """Mark a function as a rule of law.

    `name` is the quantity it defines where the function's own name cannot be (two shapes of one rule, each with its
    dates). `since` and `until` are ISO days, both included.
    """

    def mark(function: Callable[..., Any]) -> Rule:
        assert isinstance(function, FunctionType)
        return Rule(
            name=name or function.__name__,
            function=function,
            law=law,
            unit=unit,
            da=da,
            en=en,
            household=household,
            since=date.fromisoformat(since) if since else date.min,
            until=date.fromisoformat(until) if until else date.max,
        )

    return mark


@dataclass(frozen=True, eq=False)
class Step:
    """A rule in its place: the name of what it gives and of what it reads, perhaps seen from the partner."""

    name: str
    rule: Rule
    arguments: tuple[str, ...]

    @property
    def of_partner(self) -> bool:
        return self.name != self.rule.name


class UnknownQuantity(LookupError):
    """A rule or a reader asks for a quantity that no rule and no field gives."""

    def __init__(self, name: str, wanted_by: str) -> None:
        super().__init__(f"{wanted_by} needs '{name}', which is neither a rule nor a field of a case")
        self.name = name


class CircularRules(ValueError):
    """Some rules need each other; the law cannot be read in any order."""


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules in force together, by name. Immutable: a reform makes a new book.

    `fields` tells which names are fields of a case and whether each is shared by the household.
    """

    rules: Mapping[str, Rule]
    fields: Mapping[str, bool]
    _orders: dict[tuple[str, ...], tuple[Step, ...]] = field(default_factory=dict, repr=False)
    _parameters: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _columns: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def __contains__(self, name: str) -> bool:
        return name in self.rules

    def replace(self, rules: Iterable[Rule]) -> Rulebook:
        """The same book with some rules put in the place of those of their name (or added)."""
        return Rulebook({**self.rules, **{rule.name: rule for rule in rules}}, self.fields)

    def is_household(self, name: str) -> bool:
        if name in self.rules:
            return self.rules[name].household
        return self.fields.get(name, False)

    def other_side(self, name: str) -> str:
        """The same quantity seen by the partner: `wage` <-> `partner_wage`; a household's own stays."""
        if name.startswith(PARTNER):
            return name.removeprefix(PARTNER)
        return name if self.is_household(name) else PARTNER + name

    def step(self, name: str, wanted_by: str = "a reader") -> Step | None:
        """How a quantity is had: a step, or None for a field of a case.

        Raises UnknownQuantity.
        """
        if name in self.rules:
            rule = self.rules[name]
            return Step(name, rule, rule.arguments)
        if name in self.fields:
            return None
        mirrored = self.rules.get(name.removeprefix(PARTNER)) if name.startswith(PARTNER) else None
        if mirrored is None:
            raise UnknownQuantity(name, wanted_by)
        return Step(name, mirrored, tuple(self.other_side(argument) for argument in mirrored.arguments))

    def order(self, targets: Iterable[str]) -> tuple[Step, ...]:
        """The steps that give the targets, each after those it reads.

        Raises UnknownQuantity or CircularRules.
        """
        key = tuple(targets)
        if key not in self._orders:
            self._orders[key] = tuple(_sorted_steps(self, key))
        return self._orders[key]

    def parameters(self, targets: Iterable[str]) -> tuple[str, ...]:
        """The parameters that the targets need, sorted."""
        key = tuple(targets)
        if key not in self._parameters:
            self._parameters[key] = tuple(sorted({name for step in self.order(key) for name in step.rule.parameters}))
        return self._parameters[key]

    def columns(self, targets: Iterable[str]) -> tuple[str, ...]:
        """The fields of a case that the targets need, sorted."""
        key = tuple(targets)
        if key not in self._columns:
            read = {name for step in self.order(key) for name in step.arguments}
            given = {step.name for step in self.order(key)}
            self._columns[key] = tuple(sorted((read - given) | {name for name in key if name in self.fields}))
        return self._columns[key]


def _sorted_steps(book: Rulebook, targets: tuple[str, ...]) -> list[Step]:
    """Depth first, without recursion so that a long chain of rules cannot exhaust the stack."""
    done: dict[str, Step | None] = {}
    ordered: list[Step] = []
    for target in targets:
        trail: list[tuple[Step | None, str, Iterator[str]]] = []
        on_trail: dict[str, None] = {}

        def enter(name: str, wanted_by: str) -> None:
            step = book.step(name, wanted_by)
            on_trail[name] = None  # noqa: B023
            trail.append((step, name, iter(step.arguments if step else ())))  # noqa: B023

        if target not in done:
            enter(target, "a reader")
        while trail:
            step, name, waiting = trail[-1]
            needed = next((argument for argument in waiting if argument not in done), None)
            if needed in on_trail:
                raise CircularRules("rules need each other: " + " -> ".join([*on_trail, str(needed)]))
            if needed is not None:
                enter(needed, name)
                continue
            done[name] = step
            if step is not None:
                ordered.append(step)
            trail.pop()
            del on_trail[name]
    return ordered


def book_of(rules: Iterable[Rule], fields: Mapping[str, bool], day: date) -> Rulebook:
    """The book in force on a day.

    Raises ValueError where two rules of one name are in force together.
    """
    chosen: dict[str, Rule] = {}
    for candidate in rules:
        if not candidate.in_force(day):
            continue
        if candidate.name in chosen:
            first = chosen[candidate.name]
            raise ValueError(f"'{candidate.name}' has two rules on {day}: {first.place} and {candidate.place}")
        chosen[candidate.name] = candidate
    return Rulebook(chosen, fields)
