"""What the dimensions of results of months are called, where the analysis does not say."""

from __future__ import annotations

from functools import cache

from fleksim.analysis.ledger import FLOWS
from fleksim.analysis.ledger import SECTORS as LEDGER_SECTORS
from fleksim.analysis.months.headlines import HEADLINES
from fleksim.dynamics.behaviour import CHOICE, ELASTICITY, NONE
from fleksim.dynamics.ledger import MONTH_FLOWS, SECTORS

# Flows that only months have.
_OF_MONTHS = {"anden_aktoer": ("Betaling til anden aktør", "Payment to another provider"), "fleksydelse": ("Fleksydelse", "Fleksydelse")}
BEHAVIOURS = {
    NONE: ("ingen", "none"),
    ELASTICITY: ("timer og afgang til job efter elasticiteter af gevinsten", "hours and job finding by elasticities of the gain"),
    CHOICE: ("valg mellem timer; afgang til job efter gevinsten", "a choice between hours; job finding by the gain"),
}


@cache
def flow_titles() -> tuple[tuple[str, str], ...]:
    """Titles of the months' flows, in order: those of the yearly ledger where it has them."""
    known = {one.name: (one.da, one.en) for one in FLOWS}
    return tuple(known.get(one.name) or _OF_MONTHS[one.name] for one in MONTH_FLOWS)


@cache
def sector_titles() -> tuple[tuple[str, str], ...]:
    """Titles of the sectors, in order."""
    known = {one.name: (one.da, one.en) for one in LEDGER_SECTORS}
    return tuple(known[name] for name in SECTORS)


@cache
def headline_titles() -> tuple[tuple[str, str], ...]:
    return tuple((one.da, one.en) for one in HEADLINES.values())
