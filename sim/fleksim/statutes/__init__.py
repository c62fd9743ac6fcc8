"""The law: one chapter a file, every rule a sentence. This module is the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from types import ModuleType

from fleksim.rules import Rule, Rulebook, book_of

CHAPTERS = (
    "loen",
    "atp",
    "fleksloentilskud",
    "gammel_ordning",
    "selvstaendig",
    "ledighedsydelse",
    "kontanthjaelp",
    "sygdom",
    "foertidspension",
    "alder",
    "indkomst",
    "fradrag",
    "skat",
    "personfradrag",
    "groen_check",
    "boligstoette",
    "boerneydelser",
    "friplads",
    "finansiering",
    "raadighed",
)


def chapters() -> Iterator[ModuleType]:
    """The chapters in the order of the law book."""
    return (import_module(f"fleksim.statutes.{name}") for name in CHAPTERS)


def rules_of(chapter: ModuleType) -> Iterator[Rule]:
    """The rules of a chapter in the order they stand."""
    return (value for value in vars(chapter).values() if isinstance(value, Rule))


def all_rules() -> Iterator[Rule]:
    """Every rule of every date."""
    return (rule for chapter in chapters() for rule in rules_of(chapter))


def book_on(day: date, fields: Mapping[str, bool]) -> Rulebook:
    """The law in force on a day. Raises ValueError where two rules of one name overlap."""
    return book_of(all_rules(), fields, day)
