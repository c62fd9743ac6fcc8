"""Incentives of populations against single persons: marginal rates, the zero-gain zone, compensation rates."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from fleksim import words
from fleksim.analysis.assumptions import tilbageloeb
from fleksim.analysis.evaluation import Question, measured, whole_columns
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.measures import FINE, INDEX
from fleksim.analysis.metr import metr
from fleksim.analysis.responses import responses
from fleksim.analysis.work import work_incentive
from fleksim.analysis.zones import hours_path
from fleksim.engine.law import Law
from fleksim.engine.reading import read
from fleksim.people.cases import Case
from fleksim.people.columns import COLUMNS

from .second_computing import DAY, Person, base_law, found, results, weighted, working


@cache
def rates(margin: str) -> tuple[tuple[float, float], ...]:
    """Weight and marginal rate of those who have the margin, at the baseline, by two plain readings."""
    one_step = MARGINS[margin]
    rows = []
    for person in working():
        case = person.case
        here, (low, high) = one_step.place(case), one_step.bounds(case)
        there = min(here + one_step.step, high)
        if there - here <= 1e-9:
            here, there = max(high - one_step.step, low), high
        start, end = one_step.at(case, here), one_step.at(case, there)
        gross = (end["hours"] * end["hourly_wage"] - start["hours"] * start["hourly_wage"]) * 52.0
        if gross > 1e-9:
            net = [read(base_law(), columns, ("disponibel_indkomst",), rounding="none")["disponibel_indkomst"] for columns in (start, end)]
            rows.append((person.weight, 1.0 - (net[1] - net[0]) / gross))
    return tuple(rows)


NAMES = {"timer": "hours", "loen": "wage", "intensitet": "intensity"}


@pytest.mark.parametrize("name", NAMES)
def test_marginal_rates_and_their_bands(name: str) -> None:
    rows = rates(NAMES[name])
    assert found(results(), f"metr_{name}", scenario="baseline") == pytest.approx(weighted(list(rows)), abs=1e-4)
    bands = {"under_0": (-math.inf, 0.0), "0_50": (0.0, 0.5), "50_80": (0.5, 0.8), "80_100": (0.8, 1.0), "100": (1.0, math.inf)}
    for band, (low, high) in bands.items():
        share = weighted([(weight, float(low <= rate < high)) for weight, rate in rows])
        assert found(results(), f"metr_{name}_{band}", scenario="baseline") == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_single_rates_are_those_of_the_incentives_command(name: str) -> None:
    persons = working()[:8]
    values = kernel_measures(persons, base_law())
    for index, one in enumerate(persons):
        single = metr(base_law(), one.case, MARGINS[NAMES[name]])
        assert single.rate is not None
        assert values[INDEX[f"metr_{name}"], index] / FINE == pytest.approx(single.rate, abs=1e-4)
        assert values[INDEX[f"har_{name}"], index] == 1
        if name == "timer":
            assert values[INDEX["naeste_time"], index] / 100.0 == pytest.approx(12.0 * single.gain_month / single.step, abs=0.02)


def kernel_measures(persons: tuple[Person, ...], law: Law) -> np.ndarray:
    columns = {name: np.array([one.columns[name] for one in persons]) for name in COLUMNS}
    return measured([law], whole_columns(columns, len(persons)), Question(True, tilbageloeb(DAY)))[0]


def test_the_next_hour_at_the_ends_of_the_week() -> None:
    """From 37 hours the step goes back, from 36.5 as far as it can; 37 hours at full intensity have no higher intensity."""
    whole = {name: column.default for name, column in COLUMNS.items()} | {"year": 2026.0, "hourly_wage": 180.0, "kommuneskat": 25.0, "status": words.FLEKSJOB}
    persons = tuple(
        Person(1.0, {**whole, "hours": hours, "intensity": part}, {}, {}, {}) for hours, part in ((37.0, 1.0), (36.5, 1.0), (0.5, 0.5), (20.0, 1.0))
    )
    values = kernel_measures(persons, base_law())
    for index, one in enumerate(persons):
        for name, margin in NAMES.items():
            single = metr(base_law(), one.case, MARGINS[margin])
            if single.rate is None:
                assert values[INDEX[f"har_{name}"], index] == 0 == values[INDEX[f"metr_{name}"], index]
            else:
                assert values[INDEX[f"metr_{name}"], index] / FINE == pytest.approx(single.rate, abs=1e-4)


def test_the_zero_gain_share_is_that_of_the_zones() -> None:
    """Along the exact path of hours: does income before tax rise within the next hour?"""
    rows = []
    for one in working()[:60]:
        path, here = hours_path(base_law(), one.case), one.columns["hours"]
        start, end = (here, here + 1.0) if here + 1.0 <= 37.0 else (here, 37.0) if here < 37.0 else (36.0, 37.0)
        rows.append(path.value("bruttoindkomst_md", end) - path.value("bruttoindkomst_md", start) <= 1e-3 * (end - start))
    values = kernel_measures(working()[:60], base_law())
    assert [bool(one) for one in values[INDEX["nul_gevinst"]]] == rows and 0 < sum(rows) < len(rows)


def test_the_next_hour_is_a_monthly_amount() -> None:
    rows = []
    for one in working():
        here = one.columns["hours"]
        there = here + 1.0 if here + 1.0 <= 37.0 else 37.0 if here < 37.0 else 36.0
        net = read(base_law(), {**one.columns, "hours": there}, ("disponibel_indkomst",), rounding="none")["disponibel_indkomst"]
        rows.append((one.weight, (net - one.before["disponibel_indkomst"]) / (there - here) / 12.0))
    assert found(results(), "naeste_time", scenario="baseline") == pytest.approx(weighted(rows), abs=0.01)


def test_without_the_job_there_is_no_second_job_either() -> None:
    whole = {name: column.default for name, column in COLUMNS.items()} | {"year": 2026.0, "kommuneskat": 25.0, "status": words.FLEKSJOB, "hours": 10.0}
    two_jobs = {**whole, "hourly_wage": 160.0, "second_hours": 12.0, "second_hourly_wage": 150.0, "union_dues": 5_000.0}
    columns = {name: np.array([value]) for name, value in two_jobs.items()}
    [answer] = responses([base_law()], columns)
    rate = work_incentive(base_law(), Case("x", DAY, two_jobs, frozenset())).nettokompensationsgrad
    assert rate is not None and answer.compensation[0] == pytest.approx(rate)


def test_shares_of_those_at_work() -> None:
    persons = working()
    high, ceiling = [], []
    for one in persons:
        rate = work_incentive(base_law(), one.case).nettokompensationsgrad
        assert rate is not None
        high.append((one.weight, float(rate > 0.8)))
        ceiling.append((one.weight, float(one.before["loenloft_binder"])))
    assert found(results(), "komp_over_80", scenario="baseline") == pytest.approx(weighted(high))
    assert found(results(), "loenloft_binder", scenario="baseline") == pytest.approx(weighted(ceiling))
