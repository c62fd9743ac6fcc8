"""Marginal effective tax rates along a margin, split by instrument in three ways that each add up.

- account: each instrument's own change. Adds up because disposable income is the sum of the instruments.
- ordered: each instrument is let loose after those before it in statutory order, with the others held still; what it
  takes then includes what it does to the ones before. The steps telescope.
- shapley: the average of the ordered split over every order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

from fleksim.analysis.instruments import GROSS_WAGE, INSTRUMENTS, NET, TARGETS, Instrument
from fleksim.analysis.margins import Margin
from fleksim.engine.law import Law
from fleksim.engine.reading import read
from fleksim.people.cases import Case
from fleksim.words import MONTHS, WEEKS

# An instrument that moves less than this on a step plays no part in it [kr/year].
STILL = 1e-9


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
    players = [one for one in INSTRUMENTS if any(abs(after[name] - before[name]) > STILL for name in (*one.weights, *one.held))]
    gain_with = _game(law, end, before)
    extra_hours = (end["hours"] - start["hours"]) * WEEKS
    extra_present = extra_hours / case.columns["intensity"] if margin.name == "hours" else 0.0
    return Metr(
        margin=margin.name,
        place=here,
        step=there - here,
        gross=gross,
        net=net,
        rate=_share(gross - net, gross),
        account=_split({one.name: one.amount(before) - one.amount(after) for one in players}, gross, net),
        ordered=_split(_ordered(players, gain_with), gross, net),
        shapley=_split(_shapley(players, gain_with), gross, net),
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


def _game(law: Law, end: Mapping[str, float], before: Mapping[str, float]) -> Callable[[frozenset[str]], float]:
    """Net income after the step when only some instruments respond and the others stay as they were [kr/year]."""
    known: dict[frozenset[str], float] = {}

    def net_with(responding: frozenset[str]) -> float:
        if responding not in known:
            held = {name: before[name] for one in INSTRUMENTS if one.name not in responding for name in one.still}
            values = read(law, end, TARGETS, rounding="none", frozen=held)
            known[responding] = values[NET]
        return known[responding]

    return net_with


def _ordered(players: list[Instrument], net_with: Callable[[frozenset[str]], float]) -> dict[str, float]:
    taken: dict[str, float] = {}
    responding: frozenset[str] = frozenset()
    for player in players:
        more = responding | {player.name}
        taken[player.name] = net_with(responding) - net_with(more)
        responding = more
    return taken


def _shapley(players: list[Instrument], net_with: Callable[[frozenset[str]], float]) -> dict[str, float]:
    count = len(players)
    taken = {}
    for player in players:
        others = [one.name for one in players if one is not player]
        total = 0.0
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for group in combinations(others, size):
                responding = frozenset(group)
                total += weight * (net_with(responding) - net_with(responding | {player.name}))
        taken[player.name] = total
    return taken
