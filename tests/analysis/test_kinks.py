"""Kinks found from the rules' own comparisons against kinks found by bisection on slopes of the plain reading."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from fleksim.analysis.instruments import NET
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.path import follow
from fleksim.analysis.zones import GROSS
from fleksim.engine.law import law
from fleksim.engine.reading import read
from fleksim.people.readers import cases_from_python

# A line is straight where the value between two places is that of the chord [kr].
STRAIGHT = 1e-5
CLOSE = {"hours": 1e-5, "wage": 1e-4, "intensity": 1e-7}


def a_case(number: int):
    """A person in some year, household and job; the same one for the same number."""
    chance = np.random.default_rng(number)
    status = ("fleksjob", "fleksjob", "fleksjob", "ledighedsydelse", "ordinaert_job", "foertidspension", "kontanthjaelp", "selvstaendig_fleks")[number % 8]
    year = (2024, 2026, 2017, 2025)[number % 4] if status != "kontanthjaelp" else 2024
    record = {
        "id": f"case {number}",
        "year": year,
        "status": status,
        "hourly_wage": float(np.round(120.0 + 160.0 * chance.random(), 2)),
        "hours": float(np.round(4.0 + 26.0 * chance.random(), 1)),
        "intensity": float(np.round(0.4 + 0.6 * chance.random(), 2)),
        "pension_share": float(chance.choice([0.0, 0.12])),
        "kommuneskat": 25.1,
        "kirkeskat": 0.87,
        "church_member": bool(chance.random() < 0.5),
        "akasse": 5_500.0,
    }
    if chance.random() < 0.3:
        record["fulltime_wage"] = 27_000.0
    if chance.random() < 0.4:
        record["children"] = [2, 8]
        record["daycare_fee"] = 45_000.0
    if chance.random() < 0.5:
        record["rent"] = 84_000.0
    if chance.random() < 0.3:
        record["commuting_km"] = 60.0
    if chance.random() < 0.5:
        record |= {"civil_status": str(chance.choice(["married", "cohabiting"])), "partner_wage": float(np.round(500_000.0 * chance.random()))}
    if status == "selvstaendig_fleks":
        record["business_income"] = 90_000.0
    [case] = cases_from_python(record)
    return law(case.day), case


CASES = range(16)


def ends(places: list[float], low: float, high: float) -> list[tuple[float, float]]:
    return list(itertools.pairwise([low, *places, high]))


def bent(value, low: float, high: float, close: float) -> list[float]:
    """Where a piecewise straight function bends or jumps, by halving every stretch that is not straight.

    A stretch is called straight when 15 uneven places lie on its chord; a bend smaller than STRAIGHT is not seen.
    """
    middles = [low + (high - low) * part for part in (0.03, 0.11, 0.17, 0.23, 0.31, 0.38, 0.46, 0.5, 0.57, 0.63, 0.71, 0.77, 0.86, 0.93, 0.98)]
    start, end = value(low), value(high)
    if all(abs(value(place) - (start + (end - start) * (place - low) / (high - low))) < STRAIGHT for place in middles):
        return []
    if high - low < close:
        return [(low + high) / 2.0]
    middle = low + (high - low) * 0.4871
    return bent(value, low, middle, close) + bent(value, middle, high, close)


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("margin", MARGINS.values(), ids=lambda margin: margin.name)
def test_every_kink_is_a_bend_and_every_bend_a_kink(number, margin):
    """Both ways: bisection finds nothing between the kinks, and something at each."""
    in_force, case = a_case(number)
    low, high = margin.bounds(case)
    if margin.name == "wage":
        low, high = 60.0, 300.0
    for target in (NET, GROSS):

        def value(place: float, target: str = target) -> float:
            return read(in_force, margin.at(case, place), [target], rounding="none")[target]

        path = follow(in_force, case, margin, (target,), low, high)
        close = CLOSE[margin.name]
        places = [one.place for one in path.kinks]
        assert places == sorted(places)
        for start, end in ends(places, low, high):
            if end - start > 4.0 * close:
                found = bent(value, start + close, end - close, close)
                assert found == [], f"{target} bends at {found[:3]} between the kinks {start} and {end}"
        for kink in path.kinks:
            step = min(close * 10.0, *(abs(kink.place - other) / 3.0 for other in [low - 1.0, high + 1.0, *places] if other != kink.place))
            before = value(kink.place - step) - value(kink.place - 2.0 * step)
            across = value(kink.place + step) - value(kink.place - step)
            after = value(kink.place + 2.0 * step) - value(kink.place + step)
            scale = max(1.0, abs(kink.slope_before), abs(kink.slope_after))
            assert before / step == pytest.approx(kink.slope_before, abs=1e-4 * scale + 1e-9 / step)
            assert after / step == pytest.approx(kink.slope_after, abs=1e-4 * scale + 1e-9 / step)
            assert across == pytest.approx(kink.jump + (kink.slope_before + kink.slope_after) * step, abs=1e-4 * scale * step + 1e-6)


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("margin", MARGINS.values(), ids=lambda margin: margin.name)
def test_the_path_is_the_plain_reading_everywhere(number, margin):
    in_force, case = a_case(number)
    path = follow(in_force, case, margin, (NET, GROSS))
    low, high = margin.bounds(case)
    kinks = {kink.place for kink in path.kinks}
    for place in np.random.default_rng(number).uniform(low, high, 25):
        if min((abs(place - kink) for kink in kinks), default=1.0) > 1e-6:
            plain = read(in_force, margin.at(case, float(place)), [NET, GROSS], rounding="none")
            for target in (NET, GROSS):
                assert path.value(target, float(place)) == pytest.approx(plain[target], abs=1e-5)
    assert path.segments[0].start == low and path.segments[-1].end == high
    assert all(one.end == two.start for one, two in itertools.pairwise(path.segments))


def test_the_crowd_has_kinks_of_every_kind():
    """The comparison is worth something: taper, ceiling, ATP bands, tax, housing and daycare all show."""
    quantities, jumps = set(), 0
    for number in CASES:
        in_force, case = a_case(number)
        for margin in MARGINS.values():
            for kink in follow(in_force, case, margin, (NET, GROSS)).kinks:
                quantities.add(kink.quantity)
                jumps += kink.jump != 0.0
                assert kink.law == kink.rule.law and math.isfinite(kink.place)
    wanted = {
        "fleksloentilskud_aftrapning",
        "fleksloentilskud_efter_loft",
        "atp_loen",
        "atp_fleksloentilskud",
        "jobfradrag",
        "friplads_betalingsandel",
        "boligsikring",
    }
    assert wanted <= quantities, wanted - quantities
    assert jumps > 20
