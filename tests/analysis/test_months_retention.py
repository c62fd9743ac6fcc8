"""The retention map, by examples reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from fleksim.analysis.months.retention import ANYWAY, SAVED, RetentionPoint, retention_points
from fleksim.analysis.months.variables import RETENTION, Span, variables
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import FIRST_CELLS, Count, Grouping, Measure
from fleksim.population.schema import WEIGHT_UNIT

from .months_builder import START, results


def point(saved: float, anyway: float, money_saved: float, money_anyway: float, error: float = 0.0) -> RetentionPoint | None:
    changes = {
        "retention_jobs": (np.array([0.0, saved, anyway]), np.full(3, error)),
        "retention_money": (np.array([0.0, money_saved, money_anyway]), np.full(3, error)),
    }
    found = retention_points(results({"a": {}, "a+": changes}))
    return found[0] if found else None


def test_cost_of_an_extra_job_and_the_line_of_no_cost() -> None:
    found = point(100.0, 50.0, 2000.0, -500.0)
    assert found is not None and found.scenario.responds
    assert found.cost_a_job(SAVED) == -20.0 and found.cost_a_job(ANYWAY) == 10.0
    # One saved job brings 20 and pays for two that cost 10 each.
    assert found.pays_for == 2.0
    on_the_line = point(100.0, 200.0, 2000.0, -2000.0)
    assert on_the_line is not None and on_the_line.pays_for == on_the_line.jobs[ANYWAY].value / on_the_line.jobs[SAVED].value
    assert sum(one.value for one in on_the_line.balance.values()) == 0.0


def test_the_edges_of_the_line() -> None:
    costly, free, alone = point(10.0, 10.0, -5.0, -5.0), point(10.0, 10.0, 5.0, 0.0), point(10.0, 0.0, 5.0, 0.0)
    assert costly is not None and costly.pays_for == 0.0
    assert free is not None and free.pays_for == float("inf")
    assert alone is not None and alone.cost_a_job(ANYWAY) is None and alone.pays_for is None


def test_jobs_within_chance_have_no_cost_each() -> None:
    unsure = point(10.0, 10.0, -5.0, -5.0, error=6.0)
    assert unsure is not None and unsure.jobs[SAVED].unclear and unsure.cost_a_job(SAVED) is None


def test_a_reform_that_changes_no_retention_has_no_point() -> None:
    assert point(0.0, 0.0, 7.0, 7.0) is None


def test_the_variables_are_sums_of_full_years_by_kind() -> None:
    totals, span = MonthTotals.empty(START, 18), Span(START, 18)
    totals.counts[:, Count.FASTHOLDT] = 5 * WEIGHT_UNIT
    totals.counts[:, Count.FASTHOLDT_ALLIGEVEL] = 2 * WEIGHT_UNIT
    first = FIRST_CELLS[Grouping.FASTHOLDELSE]
    totals.cells[:, first + RETENTION.index(SAVED), Measure.KOMMUNE] = 300 * WEIGHT_UNIT
    totals.cells[:, first + RETENTION.index(SAVED), Measure.STAT] = -100 * WEIGHT_UNIT
    totals.cells[:, first + RETENTION.index(SAVED), Measure.HUSSTAND] = 99 * WEIGHT_UNIT
    assert variables()["retention_jobs"].make(totals, span) == pytest.approx([0.0, 36.0, 24.0])
    assert variables()["retention_money"].make(totals, span) == pytest.approx([0.0, 2.0, 0.0])
