"""Every lever and every assumption of the months moves something, and what it is said to move, in the direction it is said to."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.dynamics.conftest import same

from fleksim.dynamics.calibrate import FREE
from fleksim.kernel.layout import Amount, Count, Hazard, Lever, State
from fleksim.parameters.months import SHARES_OF_ONE, month_assumptions, month_parameter

DAY = date(2026, 1, 1)
# What works only beside another lever, or over more than the years tried here: what else to set, for both runs.
WITH = {
    "opfoelgning_faktor": {"opfoelgning_maaned": 6.0, "opfoelgning_hver_maaned": 6.0},
    "opfoelgning_virker_maaneder": {"opfoelgning_faktor": 2.0},
    "soegekrav_faktor": {"soegekrav_fra_maaned": 3.0},
    "soegekrav_sygemelding_andel": {"soegekrav_fra_maaned": 3.0},
    "stoette_faktor": {"stoette_fra_maaned": 3.0},
    "kommunalt_fleksjob_timer": {"kommunalt_fleksjob_maaned": 6.0},
    "tilbagevenden_faktor": {"tilbagevenden_maaneder": 24.0},
    "jobskifte_faktor": {"jobskifte_efter_maaneder": 6.0, "jobskifte": 0.05},
    "jobskifte_efter_maaneder": {"jobskifte_faktor": 5.0, "jobskifte": 0.05},
    "gammel_ordning_jobskifte_faktor": {"gammel_ordning_beholder_vilkaar": 1.0, "jobskifte": 0.05},
    "gammel_ordning_beholder_vilkaar": {"jobskifte": 0.05},
    "progressionsaftale_andel": {"progressionsaftale_faktor": 3.0},
    "tidsgraense_taeller_tidligere": {"tidsgraense_maaneder": 12.0},
    "tidsgraense_standses_ved_sygdom": {"tidsgraense_maaneder": 6.0, "ledighed_til_sygdom": 0.05, "sygdom_ophoerer": 0.3, "ressourceforloeb_til_fleksjob_andel": 0.4},
    "tidsgraense_genoptjening_maaneder": {"tidsgraense_maaneder": 12.0},
    "tidsgraense_varsel_maaneder": {"tidsgraense_maaneder": 12.0},
    "tidsgraense_varsel_faktor": {"tidsgraense_maaneder": 12.0},
    "kapacitet_ekstra_job_andel": {"kapacitet_mindst_andel": 0.5},
    "adgang_tilgang_pr_time": {"adgang_timer_hoejst": 30.0},
    "samtale_faktor": {"samtaler_6_maaneder": 6.0},
    "samtaler_andel": {"samtaler_6_maaneder": 6.0},
    "anden_aktoer_ret_andel": {"anden_aktoer_ret_maaned": 6.0},
    "midlertidig_faktor": {},
    "ressourceforloeb_til_fleksjob_andel": {"ledighed_til_sygdom": 0.05, "sygdom_ophoerer": 0.3},
    "sygdom_til_foertidspension_andel": {"ledighed_til_sygdom": 0.05, "sygdom_ophoerer": 0.3, "ressourceforloeb_til_fleksjob_andel": 0.2},
    "sanktion_virker_maaneder": {"sanktion_andel": 0.24},
    "sanktion_faktor": {"sanktion_andel": 0.24, "sanktion_virker_maaneder": 6.0},
    "sanktion_uger": {"sanktion_andel": 0.24},
    "ordinaert_timer": {"ledighed_til_ordinaert": 0.05},
    "ordinaert_ophoerer": {"ledighed_til_ordinaert": 0.05},
    "ikke_fornyet_foertidspension_andel": {"fornyelse_andel": 0.3},
}  # fmt: skip
# Read elsewhere than in the kernel's row of levers.
BY_BEHAVIOUR = ("timer_elasticitet", "timer_omkostning_andel", "timer_omkostning_maaneder", "ydelse_elasticitet", "gevinst_elasticitet", "loenudgift_elasticitet", "valg_skala", "timer_virksomhed_blokerer_andel", "timer_kan_reagere_andel")  # fmt: skip
OF_THE_FLOWS = ("fastholdelse_kandidater_faktor",)
# A difference between the law and a reform, or a law's: tried through a reform below.
BY_REFORM = {"visitation_maaneder": "hurtigere_visitation", "tidsgraense_taeller_tidligere": None, "under_mindstetid_op_andel": "mindst_5_timer"}
ALTERNATIVES = {"tilgang_faktor": 0.75, "status_maaned": 8.0, "opfoelgning_maaned": 5.0, "bevilling_maaneder": 30.0, "varig_fra_alder": 18.0}
# A status and a second follow-up do something only where follow-ups do.
ALONE = {"status_maaned": {"opfoelgning_faktor": 3.0}, "opfoelgning_maaned": {"opfoelgning_faktor": 3.0}, "opfoelgning_hver_maaned": {"opfoelgning_faktor": 3.0, "opfoelgning_maaned": 6.0}, "varig_fra_alder": {"midlertidig_faktor": 5.0}}  # fmt: skip
BOUND = {name for group in SHARES_OF_ONE for name in group}
READ_BY_THE_MONTHS = [name for name in month_assumptions().known if name not in (*BY_BEHAVIOUR, *OF_THE_FLOWS, *BY_REFORM, *BOUND)]


@pytest.fixture(scope="module")
def here(world):
    return world(2026, 26, 2_000)


def other_value(name: str, base: float) -> float:
    """Another end of the range than the value."""
    if name in ALTERNATIVES:
        return ALTERNATIVES[name]
    value = month_parameter(name).on(DAY)
    assert value is not None and value.low is not None and value.high is not None
    return value.high if abs(value.high - base) >= abs(value.low - base) else value.low


def test_every_lever_the_kernel_is_told_is_an_assumption_of_the_months():
    assert {one.key for one in Lever if one < Lever.MINDST_TIMER} <= set(month_assumptions().known)
    assert {one.key for one in Hazard} <= set(month_assumptions().known)


@pytest.mark.parametrize("name", READ_BY_THE_MONTHS)
def test_each_moves_some_number(here, name):
    with_what = {**WITH.get(name, {}), **ALONE.get(name, {})}
    base = with_what.get(name, month_assumptions().value(name, DAY))
    before = here.totals(here.course(changed=with_what, responds=True))
    after = here.totals(here.course(changed={**with_what, name: other_value(name, base)}, responds=True))
    assert not same(before, after), f"{name} at {other_value(name, base)} instead of {base} moves nothing"


def end(totals, *states) -> float:
    return totals.stocks[-1, list(states)].sum() / 10_000


def events(totals, *counts) -> float:
    return totals.counts[:, list(counts)].sum() / 10_000


UP = [
    ({"ledighed_til_job": 0.1}, lambda t: -end(t, State.LEDIGHEDSYDELSE, State.AFVENTER)),
    ({"job_ophoerer": 0.02}, lambda t: end(t, State.LEDIGHEDSYDELSE)),
    ({"tidsgraense_maaneder": 12.0, "tidsgraense_taeller_tidligere": 1.0}, lambda t: events(t, Count.UDTOEMT_KONTANTHJAELP)),
    ({"fastholdelse_maaneder": 0.0}, lambda t: events(t, Count.FASTHOLDT)),
    ({"sociale_kapitler_kendt_andel": 0.6}, lambda t: events(t, Count.FASTHOLDT)),
    ({"fastholdelse_dokumentation_andel": 0.75}, lambda t: -events(t, Count.FASTHOLDT)),
    ({"fastholdelse_undtagelse_andel": 0.5}, lambda t: events(t, Count.FASTHOLDT)),
    ({"tilgang_faktor": 0.5}, lambda t: -end(t, State.PAA_VEJ)),
    ({"direkte_i_job_andel": 0.45}, lambda t: events(t, Count.DIREKTE)),
    ({"sanktion_andel": 0.24}, lambda t: events(t, Count.SANKTION)),
    ({"anden_aktoer_pligt_maaned": 0.0}, lambda t: -t.money[:, Amount.ANDEN_AKTOER].sum()),
    ({"kommunalt_fleksjob_maaned": 6.0}, lambda t: end(t, State.FLEKSJOB)),
    ({"timer_op_chance": 0.02}, lambda t: t.jobs[-1, 9] / t.jobs[-1, 8]),
    ({"timer_loeft": 1.0}, lambda t: t.jobs[-1, 9] / t.jobs[-1, 8]),
    ({"bevilling_maaneder": 0.0}, lambda t: -events(t, Count.IKKE_FORNYET)),
    ({"fornyelse_andel": 0.5}, lambda t: events(t, Count.IKKE_FORNYET)),
    ({"opfoelgning_hver_maaned": 6.0}, lambda t: events(t, Count.OPFOELGNING)),
    ({"tilbagevenden_maaneder": 24.0}, lambda t: t.moves[:, State.ORDINAERT, State.LEDIGHEDSYDELSE].sum()),
    ({"aegtefaelles_selskab_andel": 0.5}, lambda t: events(t, Count.NYT_JOB)),
    ({"loenvaekst_tillaeg": 1.0}, lambda t: t.money[:, Amount.LOEN].sum()),
    ({"stoette_fra_maaned": 3.0}, lambda t: -end(t, State.LEDIGHEDSYDELSE, State.AFVENTER)),
    ({"foertidspension": 0.002}, lambda t: end(t, State.FOERTIDSPENSION)),
    ({"doed": 0.001}, lambda t: end(t, State.DOED)),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "rises"), UP, ids=lambda one: "+".join(one) if isinstance(one, dict) else "")
def test_it_moves_what_it_is_said_to_move(here, changed, rises):
    before, after = (here.totals(here.course(changed=one, responds=True)) for one in ({}, changed))
    assert rises(after) > rises(before)


def test_the_fitted_ones_are_assumptions_with_a_range():
    for name in FREE:
        if name in month_assumptions():
            value = month_parameter(name).values[0]
            assert value.low is not None and value.high is not None and value.low < value.value < value.high


def test_the_hours_lift_lifts_every_fleksjob_by_as_much(here):
    before, after = (here.totals(here.course(changed=one, money=False)) for one in ({}, {"timer_loeft": 1.0, "timer_op_chance": 0.008}))
    mean = [one.jobs[0, 9] / one.jobs[0, 8] / 100 for one in (before, after)]
    assert mean[1] - mean[0] == pytest.approx(1.0, abs=0.02)


def test_hours_of_jobs_are_possible(here):
    totals = here.totals(here.course(changed={"timer_op_chance": 0.05, "timer_ned_chance": 0.05}, money=False))
    hours = totals.jobs[:, 9] / totals.jobs[:, 8] / 100
    assert ((hours >= 1.0) & (hours <= 37.0)).all()
    assert np.array_equal(totals.jobs[:, 1:8].sum(axis=1), totals.jobs[:, 8]), "every job has a band"


def test_a_shorter_visitation_brings_awards_forward(here):
    before, after = (here.totals(here.course(name, money=False)) for name in (None, "hurtigere_visitation"))
    assert events(after, Count.BEVILLING) > events(before, Count.BEVILLING)


def test_past_months_count_towards_a_limit_if_the_reform_says_so(here, tmp_path):
    def exhausted(count_past: int) -> float:
        path = tmp_path / f"limit_{count_past}.yaml"
        path.write_text(
            "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"
            f"changes: {{assumptions: {{tidsgraense_maaneder: 12, tidsgraense_taeller_tidligere: {count_past}}}}}\n",
            encoding="utf-8",
        )
        totals = here.totals(here.course(str(path), money=False))
        return float(totals.counts[12:14, [Count.UDTOEMT_KONTANTHJAELP, Count.UDTOEMT_INGEN]].sum())

    assert exhausted(0) == 0.0 and exhausted(1) > 0.0, "the clock starts on the day of the reform, or has run before it"


def test_a_minimum_of_hours_lifts_some_and_ends_the_job_of_others(here):
    least = here.totals(here.course("mindst_5_timer", money=False))
    lifting = here.totals(here.course("mindst_5_timer", money=False, changed={"under_mindstetid_op_andel": 0.35}))
    assert end(least, State.FLEKSJOB) < end(lifting, State.FLEKSJOB) < end(here.totals(here.course(money=False)), State.FLEKSJOB)
