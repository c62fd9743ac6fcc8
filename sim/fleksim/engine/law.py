"""The law on a day: a rulebook and the numbers in force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.parameters.values import InForce, Parameter, ParameterSet
from fleksim.people.columns import FIELDS_SHARED
from fleksim.problems import one_problem
from fleksim.rules import Rule, Rulebook
from fleksim.statutes import book_on

CURRENT: Mapping[str, str] = {"da": "Gældende lov", "en": "Law in force"}
LawOn = Callable[[date], "Law"]


@dataclass(frozen=True, eq=False)
class Law:
    """What applies on a day. A reform makes another one with `change`."""

    day: date
    book: Rulebook
    parameters: ParameterSet
    title: Mapping[str, str] = field(default_factory=lambda: CURRENT)

    @cached_property
    def p(self) -> InForce:
        """The numbers in force, read as `law.p.name`; raises MissingParameter."""
        return self.parameters.in_force(self.day)

    def change(
        self,
        parameters: Mapping[str, float] | None = None,
        rules: Iterable[Rule] = (),
        title: Mapping[str, str] | None = None,
        known: Mapping[str, Parameter] | None = None,
    ) -> Law:
        """The law with some numbers and rules replaced; nothing is copied.

        known: parameters that the rules bring with them, beside those of the law.
        """
        rules = tuple(rules)
        numbers = replace(self.parameters, known={**self.parameters.known, **known}) if known else self.parameters
        return replace(
            self,
            book=_shared(self.book.replace(rules)) if rules else self.book,
            parameters=numbers.change(parameters or {}),
            title=title or self.title,
        )

    def fingerprint(self) -> str:
        """A short hash of the numbers in force, for results to carry."""
        text = f"{self.day}\n" + "\n".join(f"{name}={value!r}" for name, value in sorted(vars(self.p).items()) if not name.startswith("_"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


_books: dict[tuple[Rule, ...], Rulebook] = {}


def _shared(book: Rulebook) -> Rulebook:
    """One book for the same rules, so that days and scenarios that share them also share kernels."""
    return _books.setdefault(tuple(book.rules.values()), book)


@cache
def _book(day: date) -> Rulebook:
    """The book of a day."""
    return _shared(book_on(day, FIELDS_SHARED))


@cache
def law_on(day: date) -> Law:
    """The law in force on a day.

    Raises InputError for a day outside the years that are kept.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise one_problem(
            f"the law is kept for {FIRST_YEAR} to {LAST_YEAR}, not {day.year}", way_out=f"Choose a day from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31."
        )
    return Law(day, _book(day), law_parameters())


def law(day: str | date) -> Law:
    """The law in force on a day, written `2026-07-01` or as a date.

    Raises InputError.
    """
    if isinstance(day, date):
        return law_on(day)
    from fleksim import documents

    try:
        return law_on(documents.day(day))
    except ValueError as error:
        raise one_problem(str(error)) from None
