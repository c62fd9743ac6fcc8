"""Who the person is: sex, age, education, municipality with its taxes, church; and what follows from the award."""

from __future__ import annotations

from functools import cache

import numpy as np

from fleksim.kernel.draws import Draw
from fleksim.people.municipalities import municipalities, tax_rates
from fleksim.population.codes import AGES, EDUCATIONS, MONTHS_A_YEAR, PLACES, PRIORS, REGIONS, SEXES
from fleksim.population.luck import Floats, Ints, Luck, choose, choose_by, exponential, whole_between
from fleksim.population.marginals import inhabitants, marginals
from fleksim.population.standing import AFVENTER, LY, NOT_GRANTED, Standing

YOUNGEST = 18
WEEKS_A_MONTH = 52.0 / 12.0
# Temporary until 40; over 40 the first fleksjob is for five years (LAB section 117, since 2013).
PERMANENT_AGE, FIRST_TERM = 40, 60
LY_WINDOW = 18
LOW_RATE_PRIORS = ("kontanthjaelp", "ressourceforloeb", "self_support")


def sex(luck: Luck, place: Ints) -> Ints:
    """Codes of SEXES."""
    table = marginals()["sex"]
    return choose_by(luck.of(Draw.SEX), place, [table.shares(name, SEXES) for name in PLACES])


def age(luck: Luck, stands: Standing, year: int) -> Ints:
    """Years of age at the end of the year: old enough for the award and the spell, too young for state pension."""
    table, oldest = marginals()["age"], int(marginals()["max_age"].of(year))
    low = np.array([int(name.split("-")[0]) for name in AGES])
    high = np.array([min(int(name.split("-")[1]), oldest) for name in AGES])
    group = choose_by(luck.of(Draw.AGE_BAND), stands.place, [table.shares(name, AGES) for name in PLACES])
    years = whole_between(luck.of(Draw.AGE), low[group], high[group])
    least = YOUNGEST + np.maximum(stands.granted, stands.tenure) // MONTHS_A_YEAR + 1
    return np.asarray(np.minimum(np.maximum(years, least), oldest))


def age_group(years: Ints) -> Ints:
    """Codes of AGES."""
    starts = [int(name.split("-")[0]) for name in AGES[1:]]
    return np.searchsorted(starts, years, side="right").astype(np.int64)


def education(luck: Luck, place: Ints) -> Ints:
    """Codes of EDUCATIONS."""
    table = marginals()["education"]
    return choose_by(luck.of(Draw.EDUCATION), place, [table.shares(name, EDUCATIONS) for name in PLACES])


@cache
def _municipal(year: int) -> tuple[Ints, Ints, tuple[float, ...], Floats, Floats]:
    """Codes, regions, shares of the persons, municipal and church tax [per cent] of the 98 municipalities."""
    known, people = municipalities(), inhabitants()
    frequency = marginals()["region"]
    census = max(one for one in next(iter(people.values())) if one <= year)
    weights = [people[code][census] * frequency.of("all", one.region) for code, one in known.items()]
    rates = tax_rates()
    church = [rates[max(year, int(marginals()["church_rates"].of("all"))), code].kirkeskat for code in known]
    return (
        np.array(list(known), dtype=np.int64),
        np.array([REGIONS.index(one.region) for one in known.values()], dtype=np.int64),
        tuple(weight / sum(weights) for weight in weights),
        np.array([rates[year, code].kommuneskat for code in known]),
        np.array(church, dtype=np.float64),
    )


def municipality(luck: Luck, year: int) -> tuple[Ints, Ints, Floats, Floats]:
    """Municipality, region (of REGIONS), municipal and church tax [per cent]."""
    found, region, shares, kommuneskat, kirkeskat = _municipal(year)
    chosen = choose(luck.of(Draw.MUNICIPALITY), shares)
    return found[chosen], region[chosen], kommuneskat[chosen], kirkeskat[chosen]


def church_member(luck: Luck, year: int, draw: Draw = Draw.CHURCH) -> Floats:
    """1 for members of the church."""
    return (luck.of(draw) < marginals()["church"].of(year, "yes")).astype(np.float64)


def temporary(stands: Standing, years: Ints, year: int) -> np.ndarray:
    """Awards of the scheme of 2013 that run out: the person is under 40 or in the first five years."""
    since_2013 = (year - 2013) * MONTHS_A_YEAR + 6
    mine = (stands.granted != NOT_GRANTED) & (stands.granted < since_2013)
    return np.asarray(mine & ((years < PERMANENT_AGE) | (stands.granted < FIRST_TERM)))


def ledighedsydelse(luck: Luck, stands: Standing) -> tuple[Ints, Floats]:
    """Codes of LY_RATES, and months in fleksjob of the last 18."""
    table = marginals()["ly_rate"]
    low_prior = np.isin(stands.prior, [PRIORS.index(name) for name in LOW_RATE_PRIORS])
    chance = np.where(low_prior, table.of("low_prior", "low"), table.of("other_prior", "low"))
    months = np.where((stands.place == LY) & (stands.prior == PRIORS.index("fleksjob")), np.maximum(LY_WINDOW - stands.tenure, 0), 0)
    low = (luck.of(Draw.LY_RATE) < chance) & ((stands.place == LY) | (stands.place == AFVENTER))
    return low.astype(np.int64), months.astype(np.float64)


def benefit_weeks(luck: Luck, stands: Standing) -> Floats:
    """Whole weeks on public support: since the award, or in the present place, and before."""
    table = marginals()["benefit_weeks"]
    mean = np.array([table.of("mean", name) for name in PRIORS])[stands.prior]
    months = np.where(stands.granted == NOT_GRANTED, stands.tenure, stands.granted)
    weeks = np.floor(months * WEEKS_A_MONTH + mean * exponential(luck.of(Draw.BENEFIT_WEEKS)))
    on_benefit = stands.place != PLACES.index("sociale_kapitler")
    return np.where(on_benefit, np.minimum(weeks, 3000.0), 0.0)
