"""Two or more numbers of a reform at once: what can be had at which cost, and where no purse or person can gain for free.

1. Look at a grid of the numbers. 2. With a goal: on every line of the grid, in each direction, narrow the crossings, so
that the points on the goal meet it, not nearly. 3. Mark the points that no other beats on cost, zero-gain and losers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from fleksim.analysis.goal import QUANTITIES, Goal, Quantity
from fleksim.analysis.roots import Floats, brackets, narrow
from fleksim.analysis.simulate import Simulation
from fleksim.analysis.solve import NEAR, SMALL
from fleksim.analysis.unknowns import Candidates, Point, Progress, Unknown, Wish, unknowns
from fleksim.problems import one_problem
from fleksim.reforms.reform import Reform

# What a point is judged by; less of each is better.
AXES = ("cost", "zero_gain_share", "losers")
# Points of the grid in all, by default and at most.
USUAL_POINTS, MOST_POINTS = 225, 10_000
FEWEST = 2
# How far from the goal a crossing may end, as a share of the goal's range: further is a jump.
_MET = 1e-3


@dataclass(frozen=True)
class Place:
    """A point of the numbers, with the amounts of `AXES` and of the goal.

    on_goal: whether the goal holds; efficient: whether no other point is as good on every axis and better on one.
    """

    point: Point
    amounts: Mapping[str, float]
    on_goal: bool
    efficient: bool


@dataclass(frozen=True)
class Frontier:
    """Every point looked at, by cost. chosen: on the goal, with the fewest in the zero-gain zone; None without a goal."""

    unknowns: tuple[Unknown, ...]
    goal: Goal | None
    places: tuple[Place, ...]
    chosen: Place | None


def frontier(
    simulation: Simulation,
    reform: Reform,
    wishes: Sequence[Wish],
    goal: Goal | None = None,
    *,
    points: int | None = None,
    progress: Progress = lambda count: None,
) -> Frontier:
    """The grid of some numbers between their bounds, and the points on it where the goal holds.

    points: places of each number (15 for two). Raises InputError for numbers that cannot be looked for, a grid of more than
    10,000 points, or a goal that no line of the grid meets; MissingParameter.
    """
    each = round(USUAL_POINTS ** (1 / len(wishes))) if points is None else points
    if each < FEWEST or each ** len(wishes) > MOST_POINTS:
        raise one_problem(f"{each} places of each of {len(wishes)} numbers are too few or more than {MOST_POINTS}", field="points")
    sought = unknowns(reform, simulation.baseline, wishes)
    candidates = Candidates(simulation.but(incentives=True, groupings=()), reform, sought, progress)
    judged = {name: QUANTITIES[name] for name in AXES} | ({goal.quantity.key: goal.quantity} if goal else {})
    lines = [one.places(each) for one in sought]
    grid: list[Point] = [tuple(map(float, point)) for point in product(*lines)]
    amounts = candidates.amounts(grid, list(judged.values()))
    of_goal = amounts[list(judged).index(goal.quantity.key)] if goal else amounts[0]
    met = _on_goal(candidates, goal, grid, of_goal, lines) if goal else []
    if goal and not met:
        raise one_problem(
            f"{goal} is not met on the grid: {goal.quantity.key} is from {of_goal.min():.6g} to {of_goal.max():.6g}",
            field=", ".join(one.name for one in sought),
            way_out="Look between other bounds, --find NAME:LOW:HIGH.",
        )
    return _judged(candidates, goal, grid, amounts, met, judged)


def _on_goal(candidates: Candidates, goal: Goal, grid: Sequence[Point], amounts: Floats, lines: Sequence[Floats]) -> list[Point]:
    """Points at which the goal holds, on the lines of the grid in every direction."""
    misses = amounts - goal.wanted
    found = [point for point, miss in zip(grid, misses, strict=True) if miss == 0.0]
    cube = misses.reshape([line.size for line in lines])
    for axis, line in enumerate(lines):
        found += _along(candidates, goal, axis, line, _lines(cube, axis, lines), float(np.ptp(amounts)))
    return list(dict.fromkeys(found))


def _lines(cube: Floats, axis: int, lines: Sequence[Floats]) -> Iterator[tuple[Point, Floats]]:
    """The lines of the grid in one direction: the other numbers, in order, and what is missing along it."""
    others = [line.tolist() for index, line in enumerate(lines) if index != axis]
    rows = np.moveaxis(cube, axis, -1).reshape(-1, lines[axis].size)
    return zip((tuple(one) for one in product(*others)), rows, strict=True)


def _along(candidates: Candidates, goal: Goal, axis: int, line: Floats, rows: Iterable[tuple[Point, Floats]], spread: float) -> list[Point]:
    """The crossings of the goal on lines in one direction."""
    wide = [(others, one) for others, row in rows for one in brackets(line.tolist(), row.tolist())]

    def point(index: int, place: float) -> Point:
        others = wide[index][0]
        return (*others[:axis], place, *others[axis:])

    def missing(asked: Sequence[tuple[int, float]]) -> list[float]:
        return [float(one) for one in candidates.amounts([point(*one) for one in asked], [goal.quantity])[0] - goal.wanted]

    narrowed = narrow(missing, [one for _, one in wide], NEAR * float(np.ptp(line)), SMALL * spread)
    return [point(index, one.nearest[0]) for index, one in enumerate(narrowed) if abs(one.nearest[1]) <= _MET * spread]


def _judged(
    candidates: Candidates, goal: Goal | None, grid: Sequence[Point], amounts: Floats, met: Sequence[Point], judged: Mapping[str, Quantity]
) -> Frontier:
    """The points of grid and goal with their marks, by cost; and the one to choose."""
    new = [point for point in met if point not in set(grid)]
    if new:
        amounts = np.concatenate([amounts, candidates.amounts(new, list(judged.values()))], axis=1)
    points = [*grid, *new]
    reached = set(met)
    judging = amounts[: len(AXES)].copy()
    if goal and goal.quantity.key in AXES:
        # What is left of a krone on the goal is no reason to prefer a point.
        judging[AXES.index(goal.quantity.key), [point in reached for point in points]] = goal.wanted
    best = efficient(judging)
    places = [
        Place(point, dict(zip(judged, (float(one) for one in amounts[:, index]), strict=True)), point in reached, bool(best[index]))
        for index, point in enumerate(points)
    ]
    places.sort(key=lambda one: (one.amounts["cost"], one.point))
    chosen = min((one for one in places if one.on_goal), key=lambda one: (one.amounts["zero_gain_share"], one.amounts["losers"], one.point), default=None)
    return Frontier(candidates.unknowns, goal, tuple(places), chosen)


def efficient(amounts: Floats) -> npt.NDArray[np.bool_]:
    """Which points no other beats, dims (point): as low on every axis and lower on one. amounts: dims (axis, point)."""
    rows = amounts.T
    return np.array([not ((rows <= row).all(axis=1) & (rows < row).any(axis=1)).any() for row in rows], bool)
