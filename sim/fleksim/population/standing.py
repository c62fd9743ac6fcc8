"""Where a person stands: place, hours, months, award, route and prior benefit. What the weights are raked by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from fleksim.kernel.draws import Draw
from fleksim.population.codes import BANDS, ENTRIES, MONTHS_A_YEAR, MONTHS_TO_DATE, PLACES, PRIORS, ROUTES, TENURES, hours_of
from fleksim.population.hours import bands_of
from fleksim.population.luck import Floats, Ints, Luck, choose, choose_by, exponential, whole_between
from fleksim.population.marginals import marginals

FIRST_YEAR_OF_SCHEME, FIRST_YEAR_OF_NEW = 1998, 2013
SPOUSES_FIRM_SINCE = 2021
# A stratum has at least this share of the persons, so that small ones are not left to a handful.
LEAST_SHARE = 0.004
FLEKSJOB, GAMMEL, LY, AFVENTER = (PLACES.index(name) for name in ("fleksjob", "fleksjob_gammel", "ledighedsydelse", "afventer"))
KAPITLER = PLACES.index("sociale_kapitler")
SMALL_BANDS = np.array([band in ("1-5", "6-10") for band in BANDS])
NOT_GRANTED = -1


@dataclass(frozen=True)
class Standing:
    """Codes a person (of PLACES, BANDS, TENURES, ENTRIES, ROUTES, PRIORS), hours a week, and months.

    `granted` is months since the award, -1 for none.
    """

    place: Ints
    band: Ints
    tenure_band: Ints
    entry: Ints
    route: Ints
    prior: Ints
    hours: Floats
    tenure: Ints
    granted: Ints

    @property
    def codes(self) -> tuple[Ints, ...]:
        """In the order of `targets.DIMENSIONS`."""
        return self.place, self.band, self.tenure_band, self.entry, self.route, self.prior


@cache
def stocks(year: int) -> tuple[float, ...]:
    """Persons in each of PLACES."""
    tables = marginals()
    total, new, ly = (tables[name].of(year) for name in ("stock_total", "stock_new", "stock_ly"))
    waiting = ly * tables["waiting_share"].of("all")
    return (new, total - new, ly - waiting, waiting, *(tables["on_the_way"].of("all", place) for place in PLACES[4:]))


@cache
def strata(year: int) -> tuple[tuple[int, int, float], ...]:
    """Place, band and persons of each stratum of the year."""
    found = []
    for place, (name, persons) in enumerate(zip(PLACES, stocks(year), strict=True)):
        found += [(place, band, persons * share) for band, share in enumerate(bands_of(name, year)) if share > 0.0]
    return tuple(found)


@cache
def _sampling(year: int) -> tuple[tuple[float, ...], tuple[tuple[int, ...], tuple[int, ...]]]:
    """Shares of the persons by stratum, and the strata's places and bands."""
    places, bands, persons = zip(*strata(year), strict=True)
    total = sum(persons)
    raised = [max(one / total, LEAST_SHARE) for one in persons]
    return tuple(one / sum(raised) for one in raised), (places, bands)


def standing(luck: Luck, year: int) -> Standing:
    """Where some persons stand at the end of June of a year."""
    shares, (places, bands) = _sampling(year)
    stratum = choose(luck.spread(Draw.STRATUM), shares)
    place, band = np.array(places)[stratum], np.array(bands)[stratum]
    tenure = _tenure(luck, place, year)
    tenure_band = np.searchsorted([3, 12, 36], tenure, side="right").astype(np.int64)
    direct, granted = _granted(luck, place, tenure, year)
    entry = np.where(granted == NOT_GRANTED, 0, np.where(granted >= MONTHS_A_YEAR, 1, np.where(direct, 2, 3)))
    route = _route(luck, place, direct, tenure, year)
    prior = _prior(luck, place, band, direct)
    return Standing(place, band, tenure_band, entry, route, prior, hours_in(luck, band), tenure, granted)


def hours_in(luck: Luck, band: Ints) -> Floats:
    """Half hours of the band, both ends possible, so that the mean is its middle."""
    low = np.array([2 * hours_of(name).low for name in BANDS])
    high = np.array([2 * hours_of(name).high for name in BANDS])
    return np.asarray(whole_between(luck.spread(Draw.HOURS), low[band], high[band]) * 0.5, dtype=np.float64)


def longest(place: str, year: int) -> int:
    """The most months in a place."""
    since_new = (year - FIRST_YEAR_OF_NEW) * MONTHS_A_YEAR + MONTHS_TO_DATE
    if place == "fleksjob":
        return since_new - 1
    drawn = int(marginals()["longest"].of(place))
    return since_new + drawn if place == "fleksjob_gammel" else drawn


def _tenure(luck: Luck, place: Ints, year: int) -> Ints:
    """Whole months in the present place; short spells within the longest group are more common."""
    most = np.array([longest(name, year) for name in PLACES])
    since_new = (year - FIRST_YEAR_OF_NEW) * MONTHS_A_YEAR + MONTHS_TO_DATE
    starts, ends = np.array([0, 3, 12, 36]), np.array([2, 11, 35, 10_000])
    shares = []
    for name, limit in zip(PLACES, most, strict=True):
        given = marginals()["tenure"].shares("fleksjob" if name == "fleksjob_gammel" else name, TENURES)
        possible = [share * (start <= limit) for share, start in zip(given, starts, strict=True)]
        shares.append([one / sum(possible) for one in possible])
    group = choose_by(luck.of(Draw.TENURE_BAND), place, shares)
    draws = luck.of(Draw.TENURE)
    draws = np.where(group == len(TENURES) - 1, draws * draws, draws)
    months = whole_between(draws, starts[group], np.minimum(ends[group], most[place]))
    old = whole_between(draws, since_new, most[GAMMEL])
    return np.where(place == GAMMEL, old, months)


def _granted(luck: Luck, place: Ints, tenure: Ints, year: int) -> tuple[np.ndarray, Ints]:
    """Whether the person went straight from the award into the present fleksjob, and months since the award."""
    tables = marginals()
    wait = exponential(luck.of(Draw.GRANT_WAIT))
    changed_job = luck.of(Draw.JOB_CHANGES) >= tables["first_job"].of("all", "yes")
    direct = (place == FLEKSJOB) & ~changed_job & (luck.of(Draw.DIRECT) < tables["direct_share"].of(year))
    first = tenure + 1 + np.floor(wait * tables["waits"].of("all", "first")).astype(np.int64)
    later = tenure + MONTHS_A_YEAR + np.floor(wait * tables["waits"].of("all", "earlier")).astype(np.int64)
    months = np.where(place == FLEKSJOB, np.where(changed_job, later, first), NOT_GRANTED)
    months = np.where(direct | (place == AFVENTER), tenure, months)
    months = np.where(place == LY, later, months)
    months = np.where(place == GAMMEL, np.maximum(first, MONTHS_A_YEAR), months)
    most = (year - FIRST_YEAR_OF_SCHEME) * MONTHS_A_YEAR + MONTHS_TO_DATE - 1
    return direct, np.minimum(months, most)


def _route(luck: Luck, place: Ints, direct: np.ndarray, tenure: Ints, year: int) -> Ints:
    """Retention is a way straight into the job one had; a spouse's company may employ since 2021."""
    tables = marginals()
    draws = luck.of(Draw.ROUTE)
    retention = min(tables["retention_share"].of(year) / tables["direct_share"].of(year), 1.0)
    kept = np.where(place == GAMMEL, draws < tables["retention_share"].of(year), direct & (draws < retention))
    since_spouse = (year - SPOUSES_FIRM_SINCE) * MONTHS_A_YEAR + MONTHS_TO_DATE
    spouse = (place == FLEKSJOB) & (tenure < since_spouse) & (draws > 1.0 - tables["spouse_firm"].of("all", "yes"))
    route = np.where(kept, ROUTES.index("retention"), np.where(spouse, ROUTES.index("spouse_firm"), ROUTES.index("ordinary")))
    route = np.where((place == FLEKSJOB) | (place == GAMMEL), route, ROUTES.index("none"))
    return np.where(place == KAPITLER, ROUTES.index("social_chapters"), route)


def _prior(luck: Luck, place: Ints, band: Ints, direct: np.ndarray) -> Ints:
    """The benefit before the present place; who went straight into a fleksjob had no ledighedsydelse."""
    table = marginals()["prior_benefit"]
    small, large = table.shares("small", PRIORS), table.shares("large", PRIORS)
    shares = [small, table.shares("old", PRIORS), *(table.shares(name, PRIORS) for name in PLACES[2:])]
    shares += [large, _without_ly(small), _without_ly(large)]
    in_small = SMALL_BANDS[band]
    fleksjob = np.where(direct, np.where(in_small, len(PLACES) + 1, len(PLACES) + 2), np.where(in_small, FLEKSJOB, len(PLACES)))
    return choose_by(luck.of(Draw.PRIOR), np.where(place == FLEKSJOB, fleksjob, place), shares)


def _without_ly(shares: tuple[float, ...]) -> tuple[float, ...]:
    rest = [0.0 if name == "ledighedsydelse" else share for name, share in zip(PRIORS, shares, strict=True)]
    return tuple(one / sum(rest) for one in rest)


assert ENTRIES == ("none", "earlier", "direct", "after_waiting")
