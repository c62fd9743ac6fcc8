"""The money of months: lives that stand still pay and get in a year what the law of the year says; arrears, part years, uprating."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.dynamics.conftest import SEED, World

from fleksim.analysis.ledger import FLOWS
from fleksim.dynamics.engine import Course, run
from fleksim.dynamics.ledger import FLOW_AMOUNTS, MONTH_FLOWS
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import Rules
from fleksim.engine.compute import compute
from fleksim.engine.law import law_on
from fleksim.kernel.layout import Amount, Hazard, Real, State, Whole
from fleksim.people.columns import COLUMNS

STILL = {**{one.key: 0.0 for one in Hazard}, "sanktion_andel": 0.0, "anden_aktoer_pligt_maaned": 0.0, "anden_aktoer_ret_maaned": 0.0, "fornyelse_andel": 1.0, "aegtefaelles_selskab": 0.0}  # fmt: skip
LONG_SUPPORTED = 60.0


@pytest.fixture(scope="module")
def here(world) -> World:
    return world(2026, 12, 1_500)


@pytest.fixture(scope="module")
def still(here) -> Lives:
    """Persons in the scheme who are long on support, far from pension, and have the high rate or have had none to lose."""
    whole, real = here.persons.whole, here.persons.real
    in_scheme = np.isin(whole[Whole.STATE], [State.FLEKSJOB, State.FLEKSJOB_GAMMEL, State.LEDIGHEDSYDELSE, State.AFVENTER])
    steady = (whole[Whole.PENSION] > here.start + 60) & (real[Real.WEEKS] > LONG_SUPPORTED) & (whole[Whole.LOW_RATE] == 0)
    return here.persons.chosen(np.flatnonzero(in_scheme & steady))


def course_of(here: World, months: int = 12, start: int | None = None, **more: float) -> Course:
    return Course(start or here.start, months, Rules(changed=STILL, **more), here.coming)


def law_columns(lives: Lives) -> dict[str, np.ndarray]:
    """The lives as cases of the law."""
    ledig = np.isin(lives.whole[Whole.STATE], [State.LEDIGHEDSYDELSE, State.AFVENTER])
    return {**lives.columns, "hourly_wage": np.where(ledig, 0.0, lives.real[Real.WAGE]), "benefit_weeks": lives.real[Real.WEEKS]}


def yearly_flows(lives: Lives) -> dict[str, np.ndarray]:
    columns = {name: np.ascontiguousarray(column) for name, column in law_columns(lives).items()}
    targets = tuple({name for flow in FLOWS for name in flow.weights if name not in COLUMNS})
    rows = dict(zip(targets, compute([law_on(date(2026, 1, 1))], columns, targets)[:, 0], strict=True))
    couple = columns["civil_status"] > 0.0
    found = {}
    for flow in FLOWS:
        value = sum(weight * (rows[name] if name in rows else columns[name]) for name, weight in flow.weights.items())
        found[flow.name] = np.where(couple, value, 0.0) if flow.of_partner else value
    return found


def test_the_flows_of_months_are_those_of_the_yearly_ledger():
    known = {flow.name: flow for flow in FLOWS}
    for flow in MONTH_FLOWS:
        if flow.name in ("anden_aktoer", "fleksydelse"):
            continue
        assert (flow.payer, flow.payee) == (known[flow.name].payer.name, known[flow.name].payee.name), flow.name
    left_out = set(known) - {flow.name for flow in MONTH_FLOWS}
    assert left_out == {"tilskud_selvstaendig"}, "self-employed persons are not in the population"


def test_every_amount_flows_somewhere_once_for_each_reading():
    assert (np.abs(FLOW_AMOUNTS).sum(axis=0) > 0)[[one for one in Amount if one != Amount.FLEKSBIDRAG]].all(), "fleksbidrag is a part of the refund"


def test_a_life_that_stands_still_for_a_year_has_the_laws_year(here, still):
    assert still.size > 300
    totals = run(course_of(here), still, SEED)
    months = dict(zip((flow.name for flow in MONTH_FLOWS), (totals.money.sum(axis=0) @ FLOW_AMOUNTS.T) / 1e6, strict=True))
    expected = {name: float((value * still.weights / 10_000).sum()) for name, value in yearly_flows(still).items()}
    size = float(still.weights.sum()) / 10_000
    for name, value in months.items():
        if name in expected:
            # Twelve amounts rounded to the oere, and taxes of their sum.
            assert value == pytest.approx(expected[name], abs=0.1 * size), name


def test_single_lives_too(here, still):
    course, expected = course_of(here), yearly_flows(still)
    for place in range(0, still.size, 40):
        one = still.chosen(np.array([place]))
        money = run(course, one, SEED).money.sum(axis=0) @ FLOW_AMOUNTS.T / (100.0 * float(one.weights[0]))
        for flow, value in zip(MONTH_FLOWS, money, strict=True):
            if flow.name in expected:
                assert value == pytest.approx(expected[flow.name][place], abs=0.15), (place, flow.name)


def test_half_a_year_has_half_of_the_years_taxes(here, still):
    whole, half = run(course_of(here), still, SEED), run(course_of(here, 6), still, SEED)
    for amount in (
        Amount.LOEN,
        Amount.FLEKSLOENTILSKUD,
        Amount.LEDIGHEDSYDELSE,
        Amount.KOMMUNESKAT,
        Amount.STATSSKAT,
        Amount.BOLIGSTOETTE,
        Amount.PARTNER_INDKOMST,
    ):
        assert half.money[:, amount].sum() * 2 == pytest.approx(whole.money[:, amount].sum(), rel=1e-4), amount.key
    assert not whole.money[:11, Amount.KOMMUNESKAT].any() and whole.money[11, Amount.KOMMUNESKAT] > 0, "taxes are settled in December"


def test_the_supplement_follows_the_wage_of_the_month_before(here, still):
    """All rise by 3.5 hours in the first month: the wage at once, the supplement a month later."""
    in_job = still.chosen(
        np.flatnonzero((still.whole[Whole.STATE] == State.FLEKSJOB) & (here.start - still.whole[Whole.SINCE] >= 12) & (still.real[Real.HOURS] <= 10))
    )
    rising = Course(here.start, 3, Rules(changed={**STILL, "timer_loeft": 3.5}), here.coming)
    hours, money = in_job.real[Real.HOURS], {}
    for month in range(3):
        totals = run(Course(here.start, month + 1, rising.rules, here.coming), in_job, SEED)
        money[month] = totals.money[month]
    law = law_on(date(2026, 1, 1))
    at_old = compute([law], {**law_columns(in_job), "hours": np.ascontiguousarray(hours)}, ("fleksloentilskud", "loen_md"))[:, 0]
    weights = in_job.weights
    assert money[0][Amount.FLEKSLOENTILSKUD] / 100 == pytest.approx(float((at_old[0] * weights).sum()), rel=1e-6), "set by last month's wage"
    assert money[0][Amount.LOEN] / 100 > float((at_old[1] * weights).sum()) * 1.05, "the wage is that of this month's hours"


def test_amounts_and_wages_grow_by_the_stated_uprating(world):
    later = world(2026, 48, 800)
    steady = later.persons.chosen(np.flatnonzero((later.persons.whole[Whole.PENSION] > later.start + 60) & (later.persons.whole[Whole.BORN] > 1965)))
    kept = {name: Course(later.start, 48, Rules(changed=STILL, uprating=rate), later.coming) for name, rate in (("flat", 0.0), ("grown", 2.0))}
    flat, grown = (run(course, steady, SEED) for course in kept.values())
    for year in range(4):
        span = slice(12 * year, 12 * year + 12)
        for amount in (Amount.LOEN, Amount.FLEKSLOENTILSKUD, Amount.KOMMUNESKAT, Amount.STATSSKAT, Amount.PARTNER_INDKOMST):
            assert grown.money[span, amount].sum() / flat.money[span, amount].sum() == pytest.approx(1.02**year, rel=2e-4), (year, amount.key)


def test_a_sanction_costs_weeks_of_benefit(here, still):
    ledig = still.chosen(np.flatnonzero(still.whole[Whole.STATE] == State.LEDIGHEDSYDELSE))
    never, always = (run(Course(here.start, 1, Rules(changed={**STILL, "sanktion_andel": share}), here.coming), ledig, SEED) for share in (0.0, 1.0))
    lost = never.money[0, Amount.LEDIGHEDSYDELSE] - always.money[0, Amount.LEDIGHEDSYDELSE]
    share = always.counts[0].max() / ledig.weights.sum()
    assert lost / never.money[0, Amount.LEDIGHEDSYDELSE] == pytest.approx(share * 3.0 / (52.0 / 12.0), rel=0.05)
