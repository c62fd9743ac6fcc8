"""Fitting the free transitions to published figures to 2019, and predicting those after.

The months run without the law: what they fit are persons, jobs and hours. The same persons have the same luck at every try, so
that a small change of a hazard moves few lives, and the fit is a smooth one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import MONTHS_A_YEAR
from fleksim.dynamics.engine import Course, run
from fleksim.dynamics.flows_in import inflow
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.dynamics.targets import MonthTarget, month_targets
from fleksim.dynamics.totals import MonthTotals
from fleksim.parameters.months import month_assumptions
from fleksim.parameters.values import ParameterSet
from fleksim.population.recipe import recipe
from fleksim.population.schema import WEIGHT_UNIT

Floats = npt.NDArray[np.float64]

START, MONTHS = 2013 * MONTHS_A_YEAR + 6, 138
YEAR = 2013
# New jobs of 2013 had these hours (T129); later years follow from the fall a year, and stand still from the last one on.
FIRST_HOURS, LAST_FALL = "nye_job_timer_2013", 2023
FALL = "nye_job_timer_fald"
# What is fitted: hazards of a month, and the hours of new jobs.
FREE = (
    "ledighed_til_job",
    "job_ophoerer",
    "gammelt_job_ophoerer",
    "foertidspension",
    "timer_op_chance",
    "timer_ned_chance",
    "fastholdelse_kandidater_faktor",
    FIRST_HOURS,
    FALL,
)
_STEP = 0.1
# How far a parameter may move, in its own size.
_BOUNDS = {FIRST_HOURS: (0.8, 1.2), FALL: (0.95, 1.04)}
_WIDE, _USUAL = (0.25, 4.0), (0.5, 1.5)
# How strongly a parameter is held to where it is, in its own size: what nothing tells is left alone.
_PRIOR = 0.5


@dataclass(frozen=True)
class Fit:
    """The fitted values by name, those before, and the run with them."""

    values: Mapping[str, float]
    before: Mapping[str, float]
    totals: MonthTotals
    tries: int


@dataclass(frozen=True)
class Comparison:
    """A target against the months; `found` is None where it is not comparable."""

    target: MonthTarget
    found: float | None

    @property
    def error(self) -> float | None:
        """The relative distance."""
        return None if self.found is None else self.target.error(self.found)

    @property
    def met(self) -> bool | None:
        """Whether it is within its tolerance."""
        return None if self.error is None else abs(self.error) <= self.target.tolerance


class Calibration:
    """The months of 2013 on, ready to be tried with other hazards. size: persons; seed: of persons and luck."""

    def __init__(self, size: int, seed: int = 1, months: int = MONTHS, replications: int = 1) -> None:
        self.size, self.seed, self.months, self.replications = size, seed, months, replications
        self.table = recipe(size, YEAR, seed).block(0, size)
        self.weight = float(self.table.column("weight").to_numpy().sum()) / WEIGHT_UNIT / size
        self.tries = 0

    def run(self, values: Mapping[str, float]) -> MonthTotals:
        """The months with some values."""
        self.tries += 1
        shipped = assumptions_with(values)
        coming = inflow(START, self.months, shipped)
        rules = Rules(shipped=shipped)
        course = Course(START, self.months, rules, coming, money=False)
        lives = [lives_of(self.table, START, self.seed, coming), newcomers(coming, START, self.months, self.weight, self.seed)]
        totals = MonthTotals.empty(START, self.months)
        for replication in range(self.replications):
            for one in lives:
                totals.add(run(course, one, self.seed, replication))
        for array in totals.arrays().values():
            array //= self.replications
        return totals

    def fit(self, free: Sequence[str] = FREE, told: Callable[[int, float], None] | None = None) -> Fit:
        """Least squares of the fitted targets' distances in their tolerances. told: called with tries and distance."""
        from scipy.optimize import least_squares

        before = {name: shipped_value(name) for name in free}
        aims = [one for one in month_targets() if one.use == "fit"]
        center = np.array([before[name] for name in free])

        scale = np.array([high - low for low, high in (_BOUNDS.get(name, _USUAL) for name in free)])

        def distance(scales: Floats) -> Floats:
            totals = self.run(dict(zip(free, center * scales, strict=True)))
            found = [(one, one.measured(totals, START)) for one in aims]
            errors = [one.error(value) / one.tolerance for one, value in found if value is not None]
            result = np.array([*errors, *((scales - 1.0) / scale / _PRIOR)])
            if told:
                told(self.tries, float((result**2).sum()))
            return result

        low, high = ([_BOUNDS.get(name, _WIDE)[end] for name in free] for end in (0, 1))
        solved = least_squares(distance, np.ones(len(free)), bounds=(low, high), diff_step=_STEP * scale, x_scale=scale, xtol=1e-3, ftol=2e-3, max_nfev=8)
        values = {name: float(value) for name, value in zip(free, center * solved.x, strict=True)}
        return Fit(values, before, self.run(values), self.tries)


def shipped_value(name: str) -> float:
    """A free parameter as it is shipped."""
    known, first, later = month_assumptions(), date(YEAR, 1, 1), date(LAST_FALL, 1, 1)
    if name == FIRST_HOURS:
        return known.value("nye_job_timer", first)
    if name == FALL:
        return float((known.value("nye_job_timer", later) / known.value("nye_job_timer", first)) ** (1.0 / (LAST_FALL - YEAR)))
    return known.value(name, first)


def new_job_hours(first: float, kept: float) -> dict[int, float]:
    """Mean hours of new jobs by year: a share of the year before, until they stand still."""
    return {year: round(first * kept ** min(year - YEAR, LAST_FALL - YEAR), 2) for year in range(YEAR, 2027)}


def assumptions_with(values: Mapping[str, float]) -> ParameterSet:
    """The shipped assumptions with some of the free ones set."""
    known = month_assumptions()
    plain = {name: value for name, value in values.items() if name not in (FIRST_HOURS, FALL)}
    if FIRST_HOURS not in values and FALL not in values:
        return known.change(plain)
    hours = new_job_hours(values.get(FIRST_HOURS, shipped_value(FIRST_HOURS)), values.get(FALL, shipped_value(FALL)))
    one = known.known["nye_job_timer"]
    dated = tuple(replace(value, value=hours[value.since.year]) for value in one.values)
    return ParameterSet({**known.known, "nye_job_timer": replace(one, values=dated)}, plain)


def compare(totals: MonthTotals, start: int = START) -> list[Comparison]:
    """Every target against a run."""
    return [Comparison(one, one.measured(totals, start)) for one in month_targets()]
