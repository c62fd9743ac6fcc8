"""Zones in which more hours pay nothing, the hours that a wish takes, and what a job is worth against being without."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.test_kinks import a_case
from fleksim import words
from fleksim.analysis.instruments import NET
from fleksim.analysis.summary import incentives
from fleksim.analysis.work import work_incentive
from fleksim.analysis.zones import ceiling_wage, hours_for_gain, hours_path, zero_gain_zones
from fleksim.engine.law import law
from fleksim.engine.reading import read
from fleksim.problems import InputError

WEEKS = 52.0 / 12.0


def test_the_ceiling_wage_of_2024():
    """19,952 kr over 37 hours of 52/12 weeks: 124.44 kr an hour."""
    assert ceiling_wage(law("2024-01-01")) == pytest.approx(19_952.0 / (37.0 * WEEKS))
    assert round(ceiling_wage(law("2024-01-01")), 2) == 124.44


@pytest.mark.parametrize(("hourly", "start"), ((150.0, 9.0), (200.0, 20.6)))
def test_the_zone_of_2024_starts_where_the_ceiling_meets_the_taper(hourly, start, a_fleksjob):
    """Maximum less 30 per cent of the wage meets full-time wage less wage: hours = (37 w - M) / 0.7 w, M the maximum a week."""
    [zone] = zero_gain_zones(hours_path(*a_fleksjob(2024, hourly, 12.0)))
    weekly = 19_952.0 / WEEKS
    exact = (37.0 * hourly - weekly) / (0.7 * hourly)
    if hourly * exact * WEEKS > 16_323.0:
        exact = (37.0 * hourly - weekly - 0.25 * 16_323.0 / WEEKS) / (0.45 * hourly)
    assert zone.start == pytest.approx(exact, abs=1e-6)
    assert round(zone.start, 1) == start
    assert zone.end == 37.0
    assert zone.why == "loenloft"


def test_at_the_ceiling_wage_every_hour_is_in_the_zone(a_fleksjob):
    [zone] = zero_gain_zones(hours_path(*a_fleksjob(2024, 124.0, 12.0)))
    assert (zone.start, zone.end) == (0.0, 37.0)
    assert zero_gain_zones(hours_path(*a_fleksjob(2024, 300.0, 12.0, fulltime_wage=90_000.0))) == []


def test_in_the_zone_income_before_tax_stands_still_and_after_tax_it_falls_or_rises_as_said(a_fleksjob):
    for hourly in (130.0, 150.0, 200.0):
        in_force, case = a_fleksjob(2024, hourly, 12.0)
        [zone] = zero_gain_zones(hours_path(in_force, case))
        slopes = []
        for start in np.append(zone.start + np.arange(0.001, 0.1, 0.005), np.arange(np.ceil(zone.start * 10.0) / 10.0 + 0.15, 36.9, 0.1)):
            places = (float(start), float(start) + 0.001)
            one, two = (read(in_force, {**case.columns, "hours": hours}, [NET, "bruttoindkomst_md"], rounding="none") for hours in places)
            assert two["bruttoindkomst_md"] == pytest.approx(one["bruttoindkomst_md"], abs=1e-6)
            slopes.append((two[NET] - one[NET]) / 0.001 / 12.0)
        # Bands of ATP are jumps, not slopes.
        steady = [slope for slope in slopes if abs(slope) < 100.0]
        assert min(steady) == pytest.approx(zone.net_slope_least, abs=1e-3)
        assert max(steady) == pytest.approx(zone.net_slope_most, abs=1e-3)


@pytest.mark.parametrize("number", [number for number in range(24) if number % 8 < 3])
@pytest.mark.parametrize("wish", (200.0, 500.0, 1_000.0, 4_000.0))
def test_hours_for_a_gain_are_the_fewest_by_direct_calculation(number, wish):
    """Every hundredth of an hour from here on, computed: nothing earlier brings the gain, and what is told brings it."""
    in_force, case = a_case(number)
    here = case.columns["hours"]
    found = hours_for_gain(hours_path(in_force, case), here, wish)

    def net(hours: float) -> float:
        return read(in_force, {**case.columns, "hours": hours}, [NET], rounding="none")[NET] / 12.0

    start = net(here)
    gains = {hours: net(float(hours)) - start for hours in np.append(np.arange(here, 37.0, 0.05), 37.0)}
    if found.hours is None:
        assert max(gains.values()) < wish
        assert found.reason in ("loenloft", "fuld_tid")
        # A peak between two of the sampled hours may be a little higher.
        assert max(gains.values()) <= found.most_gain_month + 1e-6
        assert net(min(found.most_at_hours + 1e-9, 37.0)) - start <= found.most_gain_month + 1e-3
    else:
        assert found.reason is None
        assert here <= found.hours <= 37.0
        assert net(min(found.hours + 1e-6, 37.0)) - start >= wish - 1e-2
        earlier = [gain for hours, gain in gains.items() if hours < found.hours - 1e-6]
        assert not earlier or max(earlier) < wish + 1e-6


def test_under_the_ceiling_no_hours_bring_a_thousand_kroner(a_fleksjob):
    """150 kr an hour at 12 hours in 2024: the ceiling binds from 9 hours on, and the wish cannot be had."""
    in_force, case = a_fleksjob(2024, 150.0, 12.0)
    found = hours_for_gain(hours_path(in_force, case), 12.0, 1_000.0)
    assert found.hours is None
    assert found.reason == "loenloft"
    assert 0.0 <= found.most_gain_month < 1_000.0


@pytest.mark.parametrize("without", ("ledighedsydelse", "foertidspension"))
def test_a_job_against_being_without_by_direct_calculation(without, a_fleksjob):
    in_force, case = a_fleksjob(2024, 170.0, 15.0, union_dues=3_000.0, akasse=5_000.0)
    found = work_incentive(in_force, case, without)
    idle = {**case.columns, "status": words.CODES[without.upper()], "hours": 0.0, "hourly_wage": 0.0}
    with_job, no_job = (read(in_force, columns, [NET], rounding="none")[NET] for columns in (case.columns, idle))
    gross = 170.0 * 15.0 * 52.0
    assert found.gross_wage == pytest.approx(gross)
    assert found.participation_tax == pytest.approx(1.0 - (with_job - no_job) / gross)
    assert found.replacement == pytest.approx(no_job / with_job)
    assert found.nettokompensationsgrad == pytest.approx((no_job - 8_000.0) / (with_job - 8_000.0))
    assert found.forskelsbeloeb == pytest.approx((with_job - no_job) / 12.0)


def test_a_question_without_an_answer_is_refused(a_fleksjob):
    in_force, case = a_fleksjob(2024, 170.0, 15.0)
    with pytest.raises(InputError, match="is not a status without a job"):
        work_incentive(in_force, case, "ordinaert_job")
    with pytest.raises(InputError, match="is not a job"):
        work_incentive(in_force, case.with_columns(status=words.LEDIGHEDSYDELSE), "ledighedsydelse")


def test_the_summary_holds_the_parts(a_fleksjob):
    in_force, case = a_fleksjob(2024, 150.0, 12.0)
    found = incentives(in_force, case, wishes=(100.0, 250.0))
    assert [one.gain_month for one in found.wishes] == [100.0, 250.0]
    assert set(found.metr) == {"hours", "wage", "intensity"}
    assert found.here == 12.0
    assert found.work is not None and found.work.without == "ledighedsydelse"
    assert round(found.zones[0].start, 1) == 9.0
    assert round(found.ceiling_wage, 2) == 124.44
    assert {one.target for one in found.kinks} == {"bruttoindkomst_md", NET}
