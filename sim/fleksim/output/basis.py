"""What a result rests on, in words: the law and its day, the numbers in force, the code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from fleksim import __version__
from fleksim.engine.law import Law
from fleksim.output.numbers import day_name

Said = TypeVar("Said")


def say(lang: str, da: Said, en: Said) -> Said:
    """One of two texts, or of two lists of lines."""
    return da if lang == "da" else en


def footer(law: Law, lang: str) -> str:
    """One line: title and day of the law, hash of the numbers, version."""
    return _line(law.title[lang], law.day, law.fingerprint(), __version__, lang)


def footer_of(attributes: Mapping[Any, Any], lang: str) -> str:
    """The same line from the attributes of a dataset."""
    day = date.fromisoformat(str(attributes["law_date"]))
    title = attributes["title" if lang == "da" else "title_en"]
    return _line(str(title), day, str(attributes["parameter_hash"]), str(attributes["fleksim_version"]), lang)


def _line(title: str, day: date, fingerprint: str, version: str, lang: str) -> str:
    on, numbers = say(lang, "pr.", "on"), say(lang, "satser", "parameters")
    return f"{title} {on} {day_name(day, lang)} · {numbers} {fingerprint} · fleksim {version}"
