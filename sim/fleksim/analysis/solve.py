"""One number of a reform, found so that a goal holds on a population.

1. Look at places from bound to bound, in one go: where the goal is crossed, how often, whether it moves at all.
2. Narrow every crossing. 3. Say what the reform comes to there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fleksim.analysis.goal import QUANTITIES, Goal, Quantity
from fleksim.analysis.results import Results
from fleksim.analysis.roots import Bracket, Floats, brackets, narrow, zeros
from fleksim.analysis.simulate import BASELINE, Simulation
from fleksim.analysis.unknowns import Candidates, Progress, Unknown, Wish, unknowns
from fleksim.problems import InputError, Problem
from fleksim.reforms.reform import Reform

POINTS = 21
# Shares of the range between the bounds, and of the range of the goal between them.
NEAR, SMALL = 1e-11, 1e-9
# A crossing at which the goal jumps by more than this share of its range, and than its standard error, is no solution.
_JUMP = 1e-3
# A goal that moves less than this share of itself does not move.
_STILL = 1e-12

Estimate = tuple[float, float]


@dataclass(frozen=True)
class Solution:
    """A number at which the goal holds. stretch: if it holds from one place to another, those.

    achieved: the goal's quantity and its standard error; quantities: what else the reform comes to, with errors.
    """

    value: float
    stretch: tuple[float, float]
    achieved: Estimate
    quantities: Mapping[str, Estimate]


@dataclass(frozen=True)
class Jump:
    """A crossing at which the goal is jumped over: from one amount to the other."""

    value: float
    before: float
    after: float


@dataclass(frozen=True)
class Solved:
    """Every solution between the bounds, rising; the places looked at, with the goal's quantity there."""

    unknown: Unknown
    goal: Goal
    solutions: tuple[Solution, ...]
    jumps: tuple[Jump, ...]
    places: Floats
    amounts: Floats

    @property
    def nearest(self) -> Solution:
        """The solution nearest today's value, or the first."""
        today = self.unknown.today
        return min(self.solutions, key=lambda one: abs(one.value - today)) if today is not None else self.solutions[0]


def solve(simulation: Simulation, reform: Reform, wish: Wish, goal: Goal, *, digits: int | None = None, progress: Progress = lambda count: None) -> Solved:
    """Every value of a number, between its bounds, at which the goal holds.

    digits: round the found values to so many decimals, and say what comes of the rounded ones. Raises InputError for a
    name that cannot be looked for, a goal that does not move or is not met; MissingParameter.
    """
    asking = simulation.but(incentives=goal.quantity.asks_incentives, groupings=())
    sought = unknowns(reform, simulation.baseline, [wish])
    candidates = Candidates(asking, reform, sought, progress)
    places = sought[0].places(POINTS)
    amounts = candidates.amounts([(float(place),) for place in places], [goal.quantity])[0]
    _it_moves(sought[0], goal, amounts)
    found, jumps = _crossings(candidates, goal, places, amounts)
    if not found:
        raise _unmet(sought[0], goal, places, amounts, jumps)
    values = [value if digits is None else round(value, digits) for value, _ in found]
    solutions = [
        Solution(value, stretch, at[goal.quantity.key], {name: at[name] for name in QUANTITIES})
        for value, (_, stretch), at in zip(values, found, described(candidates, [(value,) for value in values], [goal.quantity]), strict=True)
    ]
    return Solved(sought[0], goal, tuple(solutions), tuple(jumps), places, amounts)


def _it_moves(sought: Unknown, goal: Goal, amounts: Floats) -> None:
    """Raises InputError for a goal that is the same at every place, or is not known."""
    if np.isnan(amounts).any():
        raise InputError([Problem(f"{goal.quantity.key} has no value on this population", field="such that")])
    if np.ptp(amounts) <= _STILL * np.abs(amounts).max():
        problem = Problem(
            f"does not move {goal.quantity.key}: it is {amounts[0]:.6g} for every value from {sought.low:g} to {sought.high:g}",
            field=sought.name,
            way_out="Choose another number, another goal or other bounds.",
        )
        raise InputError([problem])


def _crossings(candidates: Candidates, goal: Goal, places: Floats, amounts: Floats) -> tuple[list[tuple[float, Estimate]], list[Jump]]:
    """Where the goal holds, each with the stretch it holds on, rising; and where it is jumped over."""

    def missing(asked: Sequence[tuple[int, float]]) -> list[float]:
        return [float(one) for one in candidates.amounts([(value,) for _, value in asked], [goal.quantity])[0] - goal.wanted]

    today = candidates.unknowns[0].today
    misses = [float(one) for one in amounts - goal.wanted]
    spread = float(np.ptp(amounts))
    found = [(_inside(stretch, today), stretch) for stretch in zeros(places.tolist(), misses)]
    jumps = []
    for one in narrow(missing, brackets(places.tolist(), misses), NEAR * float(np.ptp(places)), SMALL * spread):
        value, miss = one.nearest
        if abs(miss) > _JUMP * spread and abs(miss) > _error(candidates, goal, value):
            jumps.append(_jump(one, goal))
        else:
            found.append((value, (value, value)))
    return sorted(found), jumps


def _inside(stretch: tuple[float, float], today: float | None) -> float:
    """The value of a stretch that changes least."""
    return stretch[0] if today is None else min(max(today, stretch[0]), stretch[1])


def _error(candidates: Candidates, goal: Goal, value: float) -> float:
    """The standard error of the goal's quantity, 0 where there is none."""
    error = described(candidates, [(value,)], [goal.quantity])[0][goal.quantity.key][1]
    return 0.0 if np.isnan(error) else error


def _jump(one: Bracket, goal: Goal) -> Jump:
    return Jump(one.nearest[0], one.at_low + goal.wanted, one.at_high + goal.wanted)


def _unmet(sought: Unknown, goal: Goal, places: Floats, amounts: Floats, jumps: Sequence[Jump]) -> InputError:
    name = goal.quantity.key
    if jumps:
        told = "; ".join(f"at {one.value:.10g} it jumps from {one.before:.6g} to {one.after:.6g}" for one in jumps)
        return InputError([Problem(f"{goal} is jumped over: {told}", field=sought.name, way_out="Choose a goal on one side of the jump.")])
    nearest = int(np.argmin(np.abs(amounts - goal.wanted)))
    return InputError(
        [
            Problem(
                f"{goal} is not met between {sought.low:g} and {sought.high:g}: {name} is {amounts[0]:.6g} at {sought.low:g} and {amounts[-1]:.6g} at "
                f"{sought.high:g}, and comes nearest at {places[nearest]:.6g} with {amounts[nearest]:.6g}",
                field=sought.name,
                way_out="Look between other bounds, --between LOW HIGH, or change another number.",
            )
        ]
    )


def described(candidates: Candidates, points: Sequence[tuple[float, ...]], more: Sequence[Quantity] = ()) -> list[dict[str, Estimate]]:
    """Every quantity at points, with standard errors. Those of levels take a run with the point as the baseline."""
    whole = Candidates(candidates.simulation.but(incentives=True), candidates.reform, candidates.unknowns, candidates.progress)
    results = whole.results(points)
    wanted = {**QUANTITIES, **{one.key: one for one in more}}
    found = []
    for index, point in enumerate(points, start=1):
        at = {name: one.at(results, index) for name, one in wanted.items()}
        levels = {name: one for name, one in wanted.items() if one.is_level and np.isnan(at[name][1]) and not np.isnan(at[name][0])}
        if levels:
            level = whole.simulation.but(baseline=whole.law(point)).run({})
            at |= {name: (at[name][0], _of_level(one, level)) for name, one in levels.items()}
        found.append(at)
    return found


def _of_level(one: Quantity, level: Results) -> float:
    return one.at(level, level.scenario(BASELINE))[1]
