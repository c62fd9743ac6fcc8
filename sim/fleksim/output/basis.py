"""What a result rests on, in words: the law and its day, the numbers in force, the code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fleksim import __version__
from fleksim.engine.law import Law
from fleksim.output.numbers import day_name

CURRENT = {"da": "Gældende lov", "en": "Law in force"}


def say(lang: str, da: str, en: str) -> str:
    """One of two texts."""
    return da if lang == "da" else en


def law_title(title: str, lang: str) -> str:
    """The title of a law; that of the law in force in the reader's language."""
    return CURRENT[lang] if title == CURRENT["da"] else title


def footer(law: Law, lang: str) -> str:
    """One line: title and day of the law, hash of the numbers, version."""
    return _line(law.title, law.day, law.fingerprint(), __version__, lang)


def footer_of(attributes: Mapping[Any, Any], lang: str) -> str:
    """The same line from the attributes of a dataset."""
    day = date.fromisoformat(str(attributes["law_date"]))
    return _line(str(attributes["title"]), day, str(attributes["parameter_hash"]), str(attributes["fleksim_version"]), lang)


def _line(title: str, day: date, fingerprint: str, version: str, lang: str) -> str:
    on, numbers = say(lang, "pr.", "on"), say(lang, "satser", "parameters")
    return f"{law_title(title, lang)} {on} {day_name(day, lang)} · {numbers} {fingerprint} · fleksim {version}"
