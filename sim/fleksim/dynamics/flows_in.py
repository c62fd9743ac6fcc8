"""Who comes: awards by month as published or assumed, and the candidates for retention that give the published starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import MONTHS_A_YEAR, first_day, year_of
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR
from fleksim.parameters.values import ParameterSet
from fleksim.population.codes import PLACES
from fleksim.population.marginals import marginals

Floats = npt.NDArray[np.float64]

ON_THE_WAY = ("sygedagpenge", "kontanthjaelp", "ressourceforloeb")
# Those exempt from the months of the retention rule are the oldest group of candidates, by the years that are exempt.
_OLDEST, _OLDEST_YEARS = "60-66", 7


@dataclass(frozen=True)
class Inflow:
    """By month from `first` on, in real persons a month.

    ordinary: new awards that come by a benefit, those who lost a job they were candidates in left out; candidates: ill in a
    job and possible to retain; retention: the share of awards that retention is; under_chapters: of those under
    the social chapters at the start, the share who are on the way to a retention fleksjob; queue: months from here in which those who
    are on the way at the start are awarded.
    """

    first: int
    ordinary: Floats
    candidates: Floats
    retention: Floats
    queue: int
    waiting: float
    under_chapters: float

    def due(self, draws: Floats) -> npt.NDArray[np.int32]:
        """The month of the award of those on the way at the start, by where each stands in the queue (0 to 1)."""
        passed = np.cumsum(self.ordinary[: self.queue])
        place = np.searchsorted(passed, draws * min(self.waiting, float(passed[-1])), side="right")
        return (self.first + np.minimum(place, self.queue - 1)).astype(np.int32)


def inflow(first: int, months: int, assumed: ParameterSet) -> Inflow:
    """The flows from month `first`, for so many months and as far ahead as those who enter meanwhile are awarded.

    assumed: the levers and assumptions of the law as it is; after the last year of the law its flows stand still.
    """
    waiting = sum(marginals()["on_the_way"].of("all", place) for place in ON_THE_WAY)
    least = _yearly("inflow", first) / MONTHS_A_YEAR / 2.0
    length = months + int(waiting / least) + 2 * MONTHS_A_YEAR
    retention = np.array([_share(first + month) for month in range(length + MONTHS_A_YEAR)])
    awards = np.array([_yearly("inflow", first + month) / MONTHS_A_YEAR for month in range(length + MONTHS_A_YEAR)])
    candidates, ordinary = np.zeros(length), awards[:length] * (1.0 - retention[:length])
    for month in range(length):
        day = first_day(first + month)
        route = _Route.on(assumed, day)
        ahead = month + route.delay
        candidates[month] = awards[ahead] * retention[ahead] / route.retained * route.factor
        if month + MONTHS_A_YEAR < length:
            ordinary[month + MONTHS_A_YEAR] -= candidates[month] * route.lost_to_award
    ordinary = np.maximum(ordinary, awards[:length] * 0.2)
    queue = int(np.searchsorted(np.cumsum(ordinary), waiting)) + 1
    # So many as come through in the months of the rule; the others of the population stay on their special terms.
    route = _Route.on(assumed, first_day(first))
    under = min(candidates[0] * route.later * route.months / marginals()["on_the_way"].of("all", PLACES[-1]), 1.0)
    return Inflow(first, ordinary, candidates, retention[:length], queue, waiting, under)


@dataclass(frozen=True)
class _Route:
    """Of candidates: the share retained, how many months that takes on average, the share that lose the job and come to an award,
    and the share that goes under the social chapters for the months of the rule."""

    retained: float
    delay: int
    lost_to_award: float
    factor: float
    later: float
    months: float

    @classmethod
    def on(cls, levers: ParameterSet, day: date) -> _Route:
        def of(name: str) -> float:
            return levers.value(name, day)

        known, excepted = of("sociale_kapitler_kendt_andel"), of("fastholdelse_undtagelse_andel")
        months = of("fastholdelse_maaneder")
        oldest = marginals()["age"].of(PLACES[-1], _OLDEST)
        exempt = oldest * min(of("fastholdelse_fritaget_aar_foer_pension") / _OLDEST_YEARS, 1.0)
        at_once = known * (exempt + (1.0 - exempt) * excepted)
        stay = (1.0 - of("fastholdelse_tabes")) ** months
        later = known * (1.0 - exempt) * (1.0 - excepted) * stay * of("fastholdelse_dokumentation_andel")
        retained = at_once + later
        lost = (1.0 - retained) * (1.0 - of("fastholdelse_beholdt_alligevel_andel"))
        return cls(
            retained,
            round(months * later / retained),
            lost * of("fastholdelse_tabt_til_bevilling_andel"),
            of("fastholdelse_kandidater_faktor"),
            known * (1.0 - exempt) * (1.0 - excepted),
            months,
        )


def known_year(year: int) -> int:
    """The nearest year of the law: marginals are known of those."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _yearly(table: str, month: int) -> float:
    return marginals()[table].of(known_year(year_of(month)))


def _share(month: int) -> float:
    """The share of awards that are retention fleksjob."""
    return _yearly("retention_share", month)
