"""Numbers, units and days as people write them, in Danish and English, without the machine's locale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

LANGUAGES = ("da", "en")
MINUS = "−"
NOTHING = "–"
SHARE = "andel"
FLAG = "ja/nej"

_PERCENT = 100
_EXACT = Context(prec=60)
# What binary arithmetic leaves behind the last digit that is meant.
_MEANT_DIGITS = 10
# From here on a number of years is a year of the calendar, written without a thousands separator.
_CALENDAR = 1000.0

_MONTH_NAMES = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


@dataclass(frozen=True)
class Unit:
    """What people call a unit, and the decimals to show: at least and at most."""

    da: str
    en: str
    least: int = 0
    most: int = 2

    def name(self, lang: str) -> str:
        return self.da if lang == "da" else self.en


UNITS: dict[str, Unit] = {
    "kr": Unit("kr.", "DKK", 2),
    "kr/md": Unit("kr. pr. md.", "DKK a month", 2),
    "kr/aar": Unit("kr. pr. år", "DKK a year", 2),
    "kr/uge": Unit("kr. pr. uge", "DKK a week", 2),
    "kr/time": Unit("kr. pr. time", "DKK an hour", 2),
    "mio_kr": Unit("mio. kr.", "DKK million", 1, 1),
    "mio_kr/aar": Unit("mio. kr. pr. år", "DKK million a year", 1, 1),
    "indeks": Unit("", "", 4, 4),
    "timer/aar": Unit("timer om året", "hours a year", 0, 0),
    "faktor": Unit("", "", 0, 2),
    "kr/km": Unit("kr. pr. km", "DKK a km", 2, 4),
    SHARE: Unit("pct.", "%", 1, 4),
    "procent": Unit("pct.", "%", 1, 4),
    "timer": Unit("timer", "hours"),
    "timer/uge": Unit("timer om ugen", "hours a week"),
    "timer/md": Unit("timer om måneden", "hours a month"),
    "dage/aar": Unit("dage om året", "days a year"),
    "aar": Unit("år", "years"),
    "kvartaler": Unit("kvartaler", "quarters"),
    "maaneder": Unit("måneder", "months"),
    "uger": Unit("uger", "weeks"),
    "personer": Unit("", ""),
    # Where a column holds several units, so that persons have to be named.
    "personer_gns": Unit("personer", "persons", 0, 0),
    "fuldtidspersoner": Unit("fuldtidspersoner", "full-time equivalents", 0, 1),
    "km": Unit("km", "km"),
    "antal": Unit("", ""),
    "kode": Unit("", "", 0, 0),
    FLAG: Unit("", "", 0, 0),
}


def unit_name(unit: str, lang: str) -> str:
    """What people call a unit: `kr/md` is `kr. pr. md.`; an unknown unit stands as it is."""
    return UNITS[unit].name(lang) if unit in UNITS else unit


def format_number(value: float, lang: str = "da", decimals: int | None = 2) -> str:
    """A number with the language's separators: `15.272,00` or `15,272.00`; halves round away from zero.

    decimals: None for as many as the number needs (at most 10). A number that is none is a dash.
    """
    return _between(value, lang, 0 if decimals is None else decimals, _MEANT_DIGITS if decimals is None else decimals)


def _between(value: float, lang: str, least: int, most: int) -> str:
    """A number with at least and at most so many decimals."""
    if not math.isfinite(value):
        return NOTHING
    exact = Decimal(repr(round(float(value), _MEANT_DIGITS))).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _EXACT)
    whole, _, part = f"{abs(exact):,f}".partition(".")
    while len(part) > least and part.endswith("0"):
        part = part[:-1]
    if lang == "da":
        whole = whole.replace(",", ".")
    sign = MINUS if exact < 0 else ""
    return sign + whole + (("," if lang == "da" else ".") + part if part else "")


def percent(share: float, lang: str = "da", decimals: int = 1) -> str:
    """A share in per cent: `61,0 pct.` or `61.0 %`."""
    return f"{format_number(share * _PERCENT, lang, decimals)} {unit_name(SHARE, lang)}"


def kroner(value: float, lang: str = "da", decimals: int = 0) -> str:
    """An amount: `1.234 kr.` or `DKK 1,234`, below zero `−16 kr.` or `−DKK 16`."""
    number = format_number(value, lang, decimals)
    if lang == "da":
        return f"{number} kr."
    sign = MINUS if number.startswith(MINUS) else ""
    return f"{sign}DKK {number.removeprefix(MINUS)}"


def wage(value: float, lang: str = "da") -> str:
    """An hourly wage: whole kroner as such, others with oere: `150 kr.`, `147,50 kr.`."""
    return kroner(value, lang, 0 if float(value).is_integer() else 2)


def yes_no(value: Any, lang: str = "da") -> str:
    """`ja` or `nej`, `yes` or `no`."""
    if lang == "da":
        return "ja" if value else "nej"
    return "yes" if value else "no"


def figure(value: Any, unit: str, lang: str = "da", decimals: int | None = None) -> str:
    """A value in its unit, without the unit's name: a share in per cent, a flag as yes or no, nothing as a dash.

    decimals: by default those that suit the unit.
    """
    if value is None:
        return NOTHING
    if unit == FLAG or isinstance(value, bool):
        return yes_no(value, lang)
    if unit == "aar" and abs(value) >= _CALENDAR:
        return f"{value:.0f}"
    shown = float(value) * _PERCENT if unit == SHARE else float(value)
    if decimals is not None:
        return format_number(shown, lang, decimals)
    known = UNITS.get(unit)
    return _between(shown, lang, known.least, known.most) if known else format_number(shown, lang, None)


def quantity(value: Any, unit: str, lang: str = "da", decimals: int | None = None) -> str:
    """A value with its unit: `15.272,00 kr. pr. md.`, `61,0 pct.`, `ja`."""
    number = figure(value, unit, lang, decimals)
    if value is None or isinstance(value, bool) or (unit == "aar" and abs(value) >= _CALENDAR):
        return number
    return f"{number} {unit_name(unit, lang)}".rstrip()


def day_name(day: date, lang: str = "da") -> str:
    """A day: `1. januar 2024` or `1 January 2024`."""
    dot = "." if lang == "da" else ""
    return f"{day.day}{dot} {_MONTH_NAMES[lang][day.month - 1]} {day.year}"
