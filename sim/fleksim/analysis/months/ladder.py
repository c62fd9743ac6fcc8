"""The ladder of public finance, as Danish ministries print a proposal's effect: each rung takes in more of what follows.

1. umiddelbar virkning: nobody changes behaviour; 2. efter tilbageløb: with what comes back to the state through VAT and duties
when households have more or less to spend; 3. efter tilbageløb og adfærd: people respond, and what they then have to spend comes
back too; and the varig virkning, one yearly amount that is worth as much as all years' effects together.

Standard errors of single sums (state, municipality, both) are those of the replications. Where estimates are added up, over
purses and over years, their errors are added up as if all erred the same way: no sum has more, so that they are on the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.results import DISTINGUISHABLE, MonthResults, MonthScenario
from fleksim.dynamics.ledger import HOUSEHOLD, MUNICIPALITY, SECTORS, STATE
from fleksim.titles import Titled

Floats = npt.NDArray[np.float64]

TOTAL = "offentlig"
PURSES = (STATE, MUNICIPALITY, TOTAL)
IMMEDIATE, AFTER_RETURN, AFTER_RESPONSE = "umiddelbar", "tilbageloeb", "adfaerd"


@dataclass(frozen=True)
class Rung(Titled):
    """A rung's key and words."""

    key: str
    da: str
    en: str


RUNGS: Mapping[str, Rung] = {
    one.key: one
    for one in (
        Rung(IMMEDIATE, "Umiddelbar virkning", "Immediate effect"),
        Rung(AFTER_RETURN, "Efter tilbageløb", "After return"),
        Rung(AFTER_RESPONSE, "Efter tilbageløb og adfærd", "After return and response"),
    )
}
LASTING = Rung("varig", "Varig virkning", "Lasting effect")


@dataclass(frozen=True)
class Money:
    """A change of a purse [kr a year; positive: the purse gains] and its standard error, NaN with one replication."""

    value: float
    se: float

    @property
    def distinguishable(self) -> bool:
        """Whether it is at least two standard errors from 0; never without a standard error."""
        return self.value != 0.0 and abs(self.value) >= DISTINGUISHABLE * self.se

    @property
    def unclear(self) -> bool:
        """Whether chance alone could have made it; an exact 0 is just 0."""
        return self.value != 0.0 and not self.distinguishable


@dataclass(frozen=True)
class Ladder:
    """A reform's effect on the public purses. years: the full years of the run.

    effects: by rung and purse, the effect of each full year; lasting: by rung and purse, the yearly amount for ever. rate: the
    growth-corrected rate. responds: whether the run has people's response; without it the ladder has no third rung.
    """

    scenario: MonthScenario
    years: Sequence[int]
    effects: Mapping[str, Mapping[str, Sequence[Money]]]
    lasting: Mapping[str, Mapping[str, Money]]
    rate: float

    @property
    def responds(self) -> bool:
        return AFTER_RESPONSE in self.effects

    @property
    def last(self) -> str:
        """The highest rung that there is."""
        return list(self.effects)[-1]


def ladders(results: MonthResults, rate: float) -> list[Ladder]:
    """The ladder of every reform, in order. rate: growth-corrected [share a year]. None for a run of less than a full year."""
    return [ladder(results, key, rate) for key in results.reform_keys] if results.span.full_years else []


def ladder(results: MonthResults, key: str, rate: float) -> Ladder:
    """The ladder of a reform by its key. Raises KeyError for a reform that was not run."""
    twins, places = results.twins(key), results.span.full_years
    effects: dict[str, dict[str, list[Money]]] = {}
    if False in twins:
        effects[IMMEDIATE] = effects_of(results, twins[False], 0.0)
        effects[AFTER_RETURN] = effects_of(results, twins[False], results.tilbageloeb)
    if True in twins:
        effects[AFTER_RESPONSE] = effects_of(results, twins[True], results.tilbageloeb)
    years = [results.span.years[place] for place in places]
    lasting = {rung: {purse: lasting_effect(amounts, rate) for purse, amounts in by_purse.items()} for rung, by_purse in effects.items()}
    return Ladder(results.fullest(key), years, effects, lasting, rate)


def effects_of(results: MonthResults, scenario: MonthScenario, back: float) -> dict[str, list[Money]]:
    """A run's effect by purse and full year. back: the share of a change of households' income that comes back to the state."""
    places = results.span.full_years
    sectors, both = results.of(scenario.name, "balance_year"), results.of(scenario.name, "public_year")
    home = SECTORS.index(HOUSEHOLD)

    def added(one: Any, place: Any, year: int, share: float) -> Money:
        value = one.difference[place] + share * sectors.difference[year, home]
        # Without a share the error is the replications' own.
        error = one.difference_se[place] + (share * sectors.difference_se[year, home] if share else 0.0)
        return Money(float(value), float(error))

    state, local = SECTORS.index(STATE), SECTORS.index(MUNICIPALITY)
    return {
        STATE: [added(sectors, (year, state), year, back) for year in places],
        MUNICIPALITY: [added(sectors, (year, local), year, 0.0) for year in places],
        TOTAL: [added(both, year, year, back) for year in places],
    }


def weights(years: int, rate: float) -> Floats:
    """What each year counts for in the lasting effect: together 1, the last year going on for ever."""
    discount = (1.0 + rate) ** -np.arange(1.0, years + 1.0)
    found: Floats = rate * discount
    found[-1] += discount[-1]
    return found


def lasting_effect(amounts: Sequence[Money], rate: float) -> Money:
    """The rate times the present value of the yearly effects, counted from the first of them, the last going on for ever."""
    share = weights(len(amounts), rate)
    return Money(float(share @ np.array([one.value for one in amounts])), float(share @ np.array([one.se for one in amounts])))
