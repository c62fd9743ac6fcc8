"""Months as numbers, counted from January of year 0."""

from __future__ import annotations

from datetime import date

MONTHS_A_YEAR = 12


def month_of(day: date) -> int:
    """The number of the day's month."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def year_of(month: int) -> int:
    """The year a month is in."""
    return month // MONTHS_A_YEAR


def label(month: int) -> str:
    """As people write it: `2024-01`."""
    return f"{year_of(month)}-{month % MONTHS_A_YEAR + 1:02d}"
