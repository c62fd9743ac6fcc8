"""Bringing an amount of an earlier day to the level of another year, by the yearly satsregulering or a stated percentage."""

from __future__ import annotations

from datetime import date
from functools import cache

from fleksim import paths
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, read_file
from fleksim.parameters.values import DatedValue

RATE = "satsreguleringsprocent"
_PER_CENT = 100.0
_OERE = 2


@cache
def regulation() -> dict[int, DatedValue]:
    """The percentage by which amounts of LAB and LAS were moved on 1 January, by year. Raises InputError."""
    (parameter,) = read_file(paths.data() / "regulering" / "satsregulering.yaml")
    return {one.since.year: one for one in parameter.values}


def growth(start: int, end: int, percent: float | None = None) -> float:
    """What an amount of one year is multiplied by to stand at the level of another.

    One factor for every 1 January passed, the first being that of the year after `start`; back in time it is divided.
    percent: the same percentage every year; otherwise the satsregulering. Raises ValueError for a year outside the law.
    """
    if not (FIRST_YEAR <= start <= LAST_YEAR and FIRST_YEAR <= end <= LAST_YEAR):
        raise ValueError(f"amounts are uprated between {FIRST_YEAR} and {LAST_YEAR}")
    factor = 1.0
    for year in range(min(start, end) + 1, max(start, end) + 1):
        factor *= 1.0 + (regulation()[year].value if percent is None else percent) / _PER_CENT
    return factor if end >= start else 1.0 / factor


def uprated(amount: float, of: date, day: date, percent: float | None = None) -> float:
    """An amount of an earlier day at the level of another day's year, rounded once: to whole kroner if it was whole, else to oere."""
    moved = amount * growth(of.year, day.year, percent)
    return float(round(moved, 0 if amount.is_integer() else _OERE))
