"""Marginal effective tax rates along a margin, split by instrument in three ways that each add up.

- account: each instrument's own change. Adds up because disposable income is the sum of the instruments.
- ordered: each instrument is let loose after those before it in statutory order, with the others held still; what it
  takes then includes what it does to the ones before. The steps telescope.
- shapley: the average of the ordered split over every order.

The last two are played by every instrument that responds while some others are held, also by one that in the end stands
where it stood: the higher wage alone would have lowered the housing benefit, and the taper has lowered the income again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

from fleksim.analysis.instruments import GROSS_WAGE, INSTRUMENTS, NET, TARGETS
from fleksim.analysis.margins import Margin
from fleksim.engine.law import Law
from fleksim.engine.reading import read
from fleksim.people.cases import Case
from fleksim.words import MONTHS, WEEKS

# What moves less than this on a step has not moved [kr/year].
STILL = 1e-9
ALL = frozenset(one.name for one in INSTRUMENTS)
# Whose each quantity is that can be held still.
OWNERS = {name: one.name for one in INSTRUMENTS for name in one.still}
# What happens when some instruments respond: net income [kr/year], and which of them then move.
Response = tuple[float, frozenset[str]]


@dataclass(frozen=True)
class Split:
    """Shares of the extra gross wage that each instrument takes (negative: it gives), and what the sum misses."""

    parts: dict[str, float]
    residual: float


@dataclass(frozen=True)
class Metr:
    """The marginal effective tax rate of one step.

    gross and net are the step's changes [kr/year]; rate is 1 - net/gross (above 1: the step costs money).
    """

    margin: str
    place: float
    step: float
    gross: float
    net: float
    rate: float | None
    account: Split
    ordered: Split
    shapley: Split
    gain_month: float
    gain_per_paid_hour: float | None
    gain_per_hour_present: float | None


def metr(law: Law, case: Case, margin: Margin, step: float | None = None) -> Metr:
    """The METR of a step from where the case stands [share of the extra gross wage].

    A step that would leave the margin's range is taken as far as the range goes; from its end, backwards.
    Rounding is left out. Raises MissingParameter.
    """
    here = margin.place(case)
    low, high = margin.bounds(case)
    wanted = margin.step if step is None else step
    there = min(here + wanted, high)
    if there - here <= STILL:
        here, there = max(high - wanted, low), high
    start, end = margin.at(case, here), margin.at(case, there)
    before = read(law, start, TARGETS, rounding="none")
    after = read(law, end, TARGETS, rounding="none")
    gross = GROSS_WAGE.amount(after) - GROSS_WAGE.amount(before)
    net = after[NET] - before[NET]
    respond = _responses(law, end, before)
    players = _players(respond) if abs(gross) > STILL else []
    changes = {
        one.name: one.amount(before) - one.amount(after) for one in INSTRUMENTS if one.name in players or _moves((*one.weights, *one.held), before, after)
    }
    nothing = dict.fromkeys(changes, 0.0)
    extra_hours = (end["hours"] - start["hours"]) * WEEKS
    extra_present = extra_hours / case.columns["intensity"] if margin.name == "hours" else 0.0
    return Metr(
        margin=margin.name,
        place=here,
        step=there - here,
        gross=gross,
        net=net,
        rate=_share(gross - net, gross),
        account=_split(changes, gross, net),
        ordered=_split(nothing | _ordered(players, respond), gross, net),
        shapley=_split(nothing | _shapley(players, respond), gross, net),
        gain_month=net / MONTHS,
        gain_per_paid_hour=net / extra_hours if extra_hours > 0.0 else None,
        gain_per_hour_present=net / extra_present if extra_present > 0.0 else None,
    )


def _share(taken: float, gross: float) -> float | None:
    return taken / gross if abs(gross) > STILL else None


def _split(taken: dict[str, float], gross: float, net: float) -> Split:
    if abs(gross) <= STILL:
        return Split({}, 0.0)
    parts = {name: amount / gross for name, amount in taken.items()}
    return Split(parts, (gross - net) / gross - sum(parts.values()))


def _moves(names: Iterable[str], before: Mapping[str, float], after: Mapping[str, float]) -> bool:
    return any(abs(after[name] - before[name]) > STILL for name in names)


def _responses(law: Law, end: Mapping[str, float], before: Mapping[str, float]) -> Callable[[frozenset[str]], Response]:
    """The step when only some instruments respond and the others stay as they were."""
    known: dict[frozenset[str], Response] = {}

    def respond(loose: frozenset[str]) -> Response:
        if loose not in known:
            held = {name: before[name] for one in INSTRUMENTS if one.name not in loose for name in one.still}
            values = read(law, end, TARGETS, rounding="none", frozen=held)
            known[loose] = values[NET], frozenset([owner for name, owner in OWNERS.items() if abs(values[name] - before[name]) > STILL])
        return known[loose]

    return respond


def _players(respond: Callable[[frozenset[str]], Response]) -> list[str]:
    """The instruments that respond in some group, in statutory order; all others are null players of the whole game.

    Those not yet found are let loose with every group of those found. Where none of them moves, holding any of them
    changes nothing; so the splits read these same groups, and only a player found on the way costs more readings.
    """
    found: frozenset[str] = frozenset()
    hidden = ALL
    while hidden:
        hidden = frozenset(name for group in _groups(found) for name in respond(group | (ALL - found))[1]) - found
        found |= hidden
    return [one.name for one in INSTRUMENTS if one.name in found]


def _groups(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every group of some names, the empty one first."""
    members = tuple(names)
    return (frozenset(group) for size in range(len(members) + 1) for group in combinations(members, size))


def _ordered(players: list[str], respond: Callable[[frozenset[str]], Response]) -> dict[str, float]:
    taken: dict[str, float] = {}
    loose = ALL.difference(players)
    for player in players:
        taken[player] = respond(loose)[0] - respond(loose | {player})[0]
        loose |= {player}
    return taken


def _shapley(players: list[str], respond: Callable[[frozenset[str]], Response]) -> dict[str, float]:
    count, idle = len(players), ALL.difference(players)
    taken = {}
    for player in players:
        total = 0.0
        for group in _groups(name for name in players if name != player):
            weight = factorial(len(group)) * factorial(count - len(group) - 1) / factorial(count)
            total += weight * (respond(group | idle)[0] - respond(group | idle | {player})[0])
        taken[player] = total
    return taken
