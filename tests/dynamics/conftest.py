"""What the tests of the months share: small groups of lives, and courses that are made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from fleksim.dynamics.behaviour import Behaviour
from fleksim.dynamics.engine import Course, Response, run
from fleksim.dynamics.flows_in import Inflow, inflow
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.dynamics.totals import MonthTotals
from fleksim.parameters.months import month_assumptions
from fleksim.population.recipe import recipe
from fleksim.reforms.read import read_reform

SEED = 5


@dataclass(frozen=True, eq=False)
class World:
    """Lives of a start, and the courses that can be run with them."""

    start: int
    months: int
    coming: Inflow
    persons: Lives
    later: Lives

    def course(
        self, reform: str | None = None, *, money: bool = True, responds: bool = False, changed: Mapping[str, float] | None = None, uprating: float = 0.0
    ) -> Course:
        return _course(self, reform, money, responds, tuple((changed or {}).items()), uprating)

    def response(self, course: Course, formulation: str = "elasticity") -> Response:
        return Behaviour(course.rules, formulation)

    def totals(self, course: Course, replication: int = 0, response: Response | None = None) -> MonthTotals:
        found = run(course, self.persons, SEED, replication, response)
        found.add(run(course, self.later, SEED, replication, response))
        return found


@cache
def _course(world: World, reform: str | None, money: bool, responds: bool, changed: tuple[tuple[str, float], ...], uprating: float) -> Course:
    known = read_reform(reform, allow_rules=True) if reform else None
    return Course(world.start, world.months, Rules(known, uprating, responds, dict(changed)), world.coming, money)


@cache
def world_of(year: int, months: int, size: int) -> World:
    start = year * 12
    coming = inflow(start, months, month_assumptions())
    table = recipe(size, year, SEED).block(0, size)
    weight = float(table.column("weight").to_numpy().sum()) / 10_000 / size
    return World(start, months, coming, lives_of(table, start, SEED, coming), newcomers(coming, start, months, weight, SEED, 1.5))


@pytest.fixture(scope="session")
def world() -> Callable[[int, int, int], World]:
    """`world(year, months, size)`: lives of a start."""
    return world_of


def same(one: MonthTotals, other: MonthTotals) -> bool:
    """Whether all numbers are the same."""
    return all(np.array_equal(array, other.arrays()[name]) for name, array in one.arrays().items())
