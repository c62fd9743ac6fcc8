"""The few numbers that a reform of the months is judged by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fleksim.analysis.months.variables import FULL_TIME, Span, balances, persons, public_balance
from fleksim.dynamics.ledger import HOUSEHOLD, SECTORS
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import HOURS_IN_FLEKSJOB, ON_LEDIGHEDSYDELSE, State
from fleksim.titles import Titled

_LAST = 12
_HUNDREDTHS = 100.0


@dataclass(frozen=True)
class Headline(Titled):
    """A number of a run: of the last year, or a mean of all years. make: from a run's totals and its months."""

    key: str
    da: str
    en: str
    unit: str
    make: Callable[[MonthTotals, Span], float]
    of_money: bool = False


def _a_year(values: float, span: Span) -> float:
    return values * _LAST / span.months


def _stock(totals: MonthTotals, *states: State) -> float:
    return float(persons(totals.stocks[-_LAST:, list(states)].sum(axis=1)).mean())


HEADLINES: Mapping[str, Headline] = {
    one.key: one
    for one in (
        Headline("offentlig", "Stat og kommune, pr. år", "State and municipality, a year", "kr/aar", lambda t, s: _a_year(float(public_balance(t).sum()), s), True),
        Headline("husstand", "Husstandenes indkomst, pr. år", "Households' income, a year", "kr/aar", lambda t, s: _a_year(float(balances(t)[:, SECTORS.index(HOUSEHOLD)].sum()), s), True),
        Headline("ledighed", "På ledighedsydelse, sidste år", "On ledighedsydelse, last year", "personer", lambda t, s: _stock(t, *ON_LEDIGHEDSYDELSE)),
        Headline("fleksjob", "I fleksjob, sidste år", "In fleksjob, last year", "personer", lambda t, s: _stock(t, State.FLEKSJOB, State.FLEKSJOB_GAMMEL)),
        Headline("fuldtid", "Fuldtidsstillinger i fleksjob, sidste år", "Full-time equivalents in fleksjob, last year", "fuldtidspersoner", lambda t, s: float(persons(t.jobs[-_LAST:, HOURS_IN_FLEKSJOB]).mean()) / _HUNDREDTHS / FULL_TIME),
        Headline("udenfor", "Udtømt eller mistet ret, sidste år", "Right run out or lost, last year", "personer", lambda t, s: _stock(t, State.UDTOEMT)),
        Headline("pension", "Førtids- og seniorpension, sidste år", "Førtids- and seniorpension, last year", "personer", lambda t, s: _stock(t, State.FOERTIDSPENSION, State.SENIORPENSION)),
    )
}  # fmt: skip
