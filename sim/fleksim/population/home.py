"""The household: partner and income, children by age, rent, daycare and interest. Money in the kroner of the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fleksim.kernel.draws import Draw
from fleksim.population.codes import AGES, HOUSEHOLDS, PLACES, REGIONS
from fleksim.population.luck import Floats, Ints, Luck, choose_by, exponential, lognormal, whole_between
from fleksim.population.marginals import marginals
from fleksim.population.work import amount, index

ADULT = 18
CHILD_GROUPS = ("0-2", "3-6", "7-17")
INCOMES = ("wage", "transfer", "none")
SINGLE_PARENT, COUPLE, COUPLE_CHILDREN = 1, 2, 3
# The groups of the table of partners' incomes: ages, and those whose benefit depends on the spouse.
PARTNER_GROUPS = ("18-39", "40-59", "60-66", "kontanthjaelp")
KONTANTHJAELP = PLACES.index("kontanthjaelp")
MOST_APART = 4
YEARS_BETWEEN = (2, 4)
# Interest is at most this many times its mean.
MOST_INTEREST = 3.0


@dataclass(frozen=True)
class Home:
    """Codes of HOUSEHOLDS and of CIVIL_STATUSES, children by group, and yearly amounts [kr/aar]."""

    household: Ints
    civil_status: Ints
    children: tuple[Floats, Floats, Floats]
    partner_wage: Floats
    partner_transfer: Floats
    partner_birth_year: Floats
    rent: Floats
    daycare_fee: Floats
    capital_income: Floats


def home(luck: Luck, place: Ints, ages: Ints, age_group: Ints, region: Ints, year: int) -> Home:
    """The households of some persons by their place, age and region."""
    tables = marginals()
    household = choose_by(luck.of(Draw.HOUSEHOLD), age_group, [tables["household"].shares(name, HOUSEHOLDS) for name in AGES])
    couple = household >= COUPLE
    married = luck.of(Draw.MARRIED) < np.array([tables["married"].of(name, "yes") for name in AGES])[age_group]
    children = _children(luck, household, age_group)
    group = np.where((place == KONTANTHJAELP) & married, len(PARTNER_GROUPS) - 1, np.array([0, 0, 1, 1, 2])[age_group])
    wage, transfer = _partner(luck, couple, group, year)
    apart = whole_between(luck.of(Draw.PARTNER_AGE), -MOST_APART, MOST_APART)
    partner_age = np.maximum(ages + apart, ADULT)
    rent = _rent(luck, household, region, year)
    return Home(
        household=household,
        civil_status=np.where(couple, np.where(married, 2, 1), 0),
        children=children,
        partner_wage=wage,
        partner_transfer=transfer,
        partner_birth_year=np.where(couple, year - partner_age, year - ages).astype(np.float64),
        rent=rent,
        daycare_fee=_daycare(luck, children, year),
        capital_income=_interest(luck, rent, year),
    )


def _children(luck: Luck, household: Ints, age_group: Ints) -> tuple[Floats, Floats, Floats]:
    """Children aged 0-2, 3-6 and 7-17: the youngest by the person's age, the others two to four years apart."""
    tables = marginals()
    counts = ("1", "2", "3")
    none = (1.0, 0.0, 0.0)
    shares = [none, tables["children"].shares("single_parent", counts), none, tables["children"].shares("couple_children", counts)]
    has = (household == SINGLE_PARENT) | (household == COUPLE_CHILDREN)
    number = np.where(has, choose_by(luck.of(Draw.CHILDREN), household, shares) + 1, 0)
    draws = luck.of(Draw.YOUNGEST)
    group = choose_by(draws, age_group, [tables["youngest"].shares(name, CHILD_GROUPS) for name in AGES])
    low, high = np.array([0, 3, 7]), np.array([2, 6, 17])
    first = whole_between(luck.of(Draw.YOUNGEST_AGE), low[group], high[group])
    second = first + whole_between(luck.of(Draw.SECOND_CHILD), *YEARS_BETWEEN)
    third = second + whole_between(luck.of(Draw.THIRD_CHILD), *YEARS_BETWEEN)
    found = [np.zeros(household.shape) for _ in CHILD_GROUPS]
    for order, years in enumerate((first, second, third), 1):
        for place, (start, end) in enumerate(zip(low, high, strict=True)):
            found[place] += (number >= order) & (years >= start) & (years <= end)
    return found[0], found[1], found[2]


def _partner(luck: Luck, couple: np.ndarray, group: Ints, year: int) -> tuple[Floats, Floats]:
    """The partner's wage and taxable transfers."""
    tables = marginals()
    kind = choose_by(luck.of(Draw.PARTNER_WORKS), group, [tables["partner_income"].shares(name, INCOMES) for name in PARTNER_GROUPS])
    factor = lognormal(luck.of(Draw.PARTNER_INCOME), tables["partner_wage_spread"].of("all"))
    wage = np.rint(amount("partner_wage", year) * factor / 1000.0) * 1000.0
    transfer = np.full(factor.shape, np.rint(amount("partner_transfer", year)))
    return np.where(couple & (kind == 0), wage, 0.0), np.where(couple & (kind == 1), transfer, 0.0)


def _rent(luck: Luck, household: Ints, region: Ints, year: int) -> Floats:
    """Yearly rent without heating of tenants; 0 for owners."""
    tables = marginals()
    tenant = luck.of(Draw.TENANT) < np.array([tables["tenant"].of(name, "yes") for name in HOUSEHOLDS])[household]
    median = np.array([amount("rent", year, name) for name in HOUSEHOLDS])[household]
    factor = np.array([tables["rent_region"].of("all", name) for name in REGIONS])[region]
    rent = median * factor * lognormal(luck.of(Draw.RENT), tables["rent_spread"].of("all"))
    return np.where(tenant, np.rint(rent / 12.0) * 12.0, 0.0)


def _daycare(luck: Luck, children: tuple[Floats, Floats, Floats], year: int) -> Floats:
    """The full fee of the places used; a family uses daycare for all of its small children or for none."""
    tables = marginals()
    draws, fee = luck.of(Draw.DAYCARE), np.zeros(children[0].shape)
    for number, name in zip(children[:2], CHILD_GROUPS[:2], strict=True):
        fee += np.where(draws < tables["daycare_use"].of(name, "yes"), number * np.rint(amount("daycare_fee", year, name)), 0.0)
    return fee


def _interest(luck: Luck, rent: Floats, year: int) -> Floats:
    """Net interest that owners pay, as negative capital income."""
    paid = marginals()["capital_income"].of("owner") * index(2022, year) * np.minimum(exponential(luck.of(Draw.CAPITAL)), MOST_INTEREST)
    return np.where(rent == 0.0, -np.rint(paid), 0.0)
