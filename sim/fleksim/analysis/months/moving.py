"""Moving persons through the months that are asked for: in memory and in a batch the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fleksim.analysis.months.asked import Asked
from fleksim.dynamics.behaviour import Behaviour
from fleksim.dynamics.engine import Course, run
from fleksim.dynamics.flows_in import Inflow, inflow
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.totals import MonthTotals
from fleksim.parameters.months import month_assumptions
from fleksim.reforms.reform import Reform


def inflow_of(asked: Asked) -> Inflow:
    """The awards of the law as it is: the same in every scenario."""
    return inflow(asked.start, asked.months, month_assumptions())


def course_of(
    asked: Asked, coming: Inflow, reform: Reform | None, responds: bool, changed: Mapping[str, float] | None = None, money: bool = True
) -> tuple[Course, Behaviour | None]:
    """The months under a reform, and what people do about it. changed: assumptions set for this run; without money nobody responds to gains.

    Raises InputError, MissingParameter.
    """
    rules = Rules(reform, asked.uprating, responds, changed or {})
    response = Behaviour(rules, asked.behaviour) if responds and money else None
    return Course(asked.start, asked.months, rules, coming, money), response


def moved(asked: Asked, course: Course, response: Behaviour | None, groups: Iterable[Lives], replication: int) -> MonthTotals:
    """The sums of groups of lives that go through the months. Raises MissingParameter."""
    totals = MonthTotals.empty(asked.start, asked.months)
    for lives in groups:
        totals.add(run(course, lives, asked.seed, replication, response))
    return totals
