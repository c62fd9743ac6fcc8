"""Wage, intensity, pension, commuting and dues. Money in the kroner of the year, moved by the law's own index."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from fleksim.kernel.draws import Draw
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.parameters.values import MissingParameter
from fleksim.people.columns import COLUMNS
from fleksim.population.codes import EDUCATIONS, PLACES
from fleksim.population.luck import Floats, Ints, Luck, choose, exponential, lognormal
from fleksim.population.marginals import marginals
from fleksim.population.standing import GAMMEL

# 13,000 kr at the level of 2012, moved by the yearly satsregulering, which follows wages two years later.
INDEX = "aftrapning_knaek"
OERE = 100.0
LEAST_COMMUTE, MOST_COMMUTE = 25.0, 200.0
AT_WORK = tuple(PLACES.index(name) for name in ("fleksjob", "fleksjob_gammel", "sociale_kapitler"))
SICK = PLACES.index("sygedagpenge")
FULL_TIME = COLUMNS["hours"].high


@cache
def index(base: int, year: int) -> float:
    """What a krone of wage, rent or income in `base` is in `year`: the satsregulering in between."""
    return _level(year) / _level(base)


def levels() -> tuple[float, ...]:
    """The index of every year of the model."""
    return tuple(_level(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def _level(year: int) -> float:
    known, day = law_parameters().known[INDEX], date(year, 1, 1)
    dated = known.on(day)
    if dated is None:
        raise MissingParameter(INDEX, day, known)
    return dated.value


def amount(name: str, year: int, group: str | None = None, key: str = "all") -> float:
    """A table's amount in the kroner of the year; tables by year of their level, others at the level of 2022."""
    table = marginals()[name]
    base = 2022 if group is not None else int(table.groups[0])
    return table.of(group or base, key) * index(base, year)


def works(place: Ints) -> np.ndarray:
    """Those with a wage."""
    return np.isin(place, AT_WORK)


def hourly_wage(luck: Luck, place: Ints, learned: Ints, hours: Floats, year: int) -> Floats:
    """kr/time incl. pension: by education, a little more with more hours, never below the lowest agreements."""
    tables = marginals()
    median = np.array([tables["wage_median"].of(2022, name) for name in EDUCATIONS])[learned] * index(2022, year)
    more_hours = 1.0 + tables["wage_by_hours"].of("all") * (hours - tables["hours_mean"].of(2023))
    drawn = median * lognormal(luck.of(Draw.WAGE), tables["wage_spread"].of("all")) * more_hours
    wage = np.maximum(drawn, tables["wage_floor"].of(2016) * index(2016, year))
    return np.where(works(place), np.rint(wage * OERE) / OERE, 0.0)


def pension_share(luck: Luck, place: Ints) -> Floats:
    """The share of the wage that goes to an employer-run pension."""
    table = marginals()["pension_share"]
    keys = table.keys("all")
    shares = np.array([float(key) for key in keys])[choose(luck.of(Draw.PENSION), table.shares("all", keys))]
    return np.where(works(place), shares, 0.0)


def intensity(luck: Luck, place: Ints, hours: Floats) -> Floats:
    """Paid hours over hours present, which are at most full time; 1 for those who do not work."""
    table = marginals()["intensity"]
    keys = table.keys("all")
    drawn = np.array([float(key) for key in keys])[choose(luck.of(Draw.INTENSITY), table.shares("all", keys))]
    least = np.ceil(hours / FULL_TIME * OERE) / OERE
    return np.where(works(place), np.maximum(drawn, least), 1.0)


def old_scheme_share(luck: Luck, place: Ints) -> Ints:
    """Codes of OLD_SCHEME_SHARES; two thirds outside the old scheme."""
    half = (place == GAMMEL) & (luck.of(Draw.OLD_SHARE) < marginals()["old_scheme_share"].of("all", "half"))
    return np.where(half, 0, 1)


def commuting_km(luck: Luck, place: Ints) -> Floats:
    """km a day there and back; 0 where there is no deduction."""
    far = luck.of(Draw.COMMUTES) < marginals()["commutes"].of("all", "yes")
    km = np.minimum(np.floor(LEAST_COMMUTE + marginals()["commute"].of("all") * exponential(luck.of(Draw.COMMUTING))), MOST_COMMUTE)
    return np.where(works(place) & far, km, 0.0)


def union_dues(luck: Luck, year: int) -> Floats:
    """kr/aar."""
    paid = np.rint(amount("union_dues", year))
    return np.where(luck.of(Draw.UNION) < marginals()["union"].of("all", "yes"), paid, 0.0)


def akasse(luck: Luck, place: Ints, year: int) -> Floats:
    """kr/aar."""
    table = marginals()["akasse"]
    chance = np.where(works(place), table.of("working", "yes"), np.where(place == SICK, table.of("sick", "yes"), 0.0))
    return np.where(luck.of(Draw.AKASSE) < chance, np.rint(amount("akasse_dues", year)), 0.0)


def private_pension(luck: Luck, place: Ints, year: int) -> Floats:
    """kr/aar of own payments."""
    pays = works(place) & (luck.of(Draw.OWN_PENSION) < marginals()["own_pension"].of("all", "yes"))
    return np.where(pays, np.rint(amount("own_pension_paid", year)), 0.0)
