"""What people do about a change of gain: both formulations, defined also where the marginal tax is 100 per cent or more."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dynamics.conftest import same

from fleksim.dynamics.behaviour import arc, chosen_step, elastic_step, pull, slack
from fleksim.kernel.layout import Count, Frozen
from fleksim.parameters.months import month_assumptions

VALUES = {
    "timer_op": 3.5, "timer_elasticitet": 0.1, "timer_kan_reagere_andel": 0.13, "timer_virksomhed_blokerer_andel": 0.2, "timer_omkostning_andel": 0.0,
    "timer_omkostning_maaneder": 36.0, "ydelse_elasticitet": 0.33, "gevinst_elasticitet": 0.12, "loenudgift_elasticitet": 0.2, "valg_skala": 12_000.0,
}  # fmt: skip
MANY = 200_000


class Jobs:
    """Persons in fleksjob with the same hours and wage."""

    def __init__(self, hours: float = 8.0, size: int = MANY) -> None:
        self.size, self.step = size, 3.5
        self.hours, self.wage = np.full(size, hours), np.full(size, 150.0)


def gains(size: int, here: float, up: float, down: float = 0.0, idle: float = 0.0, benefit: float = 1.0, cost: float = 1.0) -> dict[str, np.ndarray]:
    return {name: np.full(size, value) for name, value in (("here", here), ("up", up), ("down", down), ("idle", idle), ("benefit", benefit), ("cost", cost))}


def luck(size: int = MANY) -> np.ndarray:
    return np.random.default_rng(3).random((len(Frozen), size))


amounts = st.floats(-1e6, 1e6)


@given(amounts, amounts)
def test_the_change_of_a_gain_is_bounded_and_turns_with_its_ends(before, after):
    found = float(arc(np.array(after), np.array(before)))
    assert -2.0 <= found <= 2.0
    assert found == -float(arc(np.array(before), np.array(after)))
    assert found == 0.0 if max(before, 0.0) == max(after, 0.0) else (found > 0.0) == (max(after, 0.0) > max(before, 0.0))


def test_from_nothing_to_something_is_a_change_like_others():
    """A marginal tax of 100 per cent or more is the normal case at low wages."""
    assert float(arc(np.array(500.0), np.array(0.0))) == 2.0 == -float(arc(np.array(0.0), np.array(500.0)))
    assert float(arc(np.array(500.0), np.array(-900.0))) == 2.0 and float(arc(np.array(-1.0), np.array(-900.0))) == 0.0


@pytest.mark.parametrize(("before", "after"), [(0.0, 6_000.0), (5_000.0, 6_000.0), (6_000.0, 5_000.0), (-2_000.0, 100.0)])
def test_hours_of_all_together_move_by_the_elasticity(before, after):
    jobs = Jobs()
    step = elastic_step(jobs, gains(MANY, 200_000, 200_000 + before), gains(MANY, 200_000, 200_000 + after), luck(), VALUES)
    asked = VALUES["timer_elasticitet"] * float(arc(np.array(after), np.array(before))) * 8.0
    able = VALUES["timer_kan_reagere_andel"] * (1 - VALUES["timer_virksomhed_blokerer_andel"])
    assert step.mean() == pytest.approx(np.sign(asked) * min(abs(asked), able * 3.5), rel=0.03)
    assert set(np.unique(step)) <= {-3.5, 0.0, 3.5}
    assert (step != 0.0).mean() <= able * 1.02, "no more than those who can and whose firm has the hours"


def test_a_cost_that_is_not_earned_back_keeps_people_where_they_are():
    dear = {**VALUES, "timer_omkostning_andel": 0.08, "timer_omkostning_maaneder": 12.0}
    assert not elastic_step(Jobs(), gains(MANY, 0, 100), gains(MANY, 0, 900), luck(), dear).any()


@pytest.mark.parametrize("step", [elastic_step, chosen_step])
def test_the_same_gains_move_nobody(step):
    here = gains(MANY, 200_000, 203_000, 197_000)
    assert not step(Jobs(), here, here, luck(), VALUES).any()


def test_nobody_leaves_an_option_that_only_improved():
    before = gains(MANY, 200_000, 203_000, 198_000)
    for gain in (1.0, 1_000.0, 50_000.0):
        after = {**before, "here": before["here"] + gain}
        assert not chosen_step(Jobs(), before, after, luck(), VALUES).any()


def test_a_better_step_up_is_taken_by_some_and_by_more_the_better_it_is():
    before, taken = gains(MANY, 200_000, 200_000, 198_000), []
    for gain in (1_000.0, 5_000.0, 20_000.0, 1e6):
        step = chosen_step(Jobs(), before, {**before, "up": before["up"] + gain}, luck(), VALUES)
        assert (step >= 0.0).all()
        taken.append((step > 0.0).mean())
    able = VALUES["timer_kan_reagere_andel"] * (1 - VALUES["timer_virksomhed_blokerer_andel"])
    assert 0.0 < taken[0] < taken[1] < taken[2] < taken[3] == pytest.approx(able, rel=0.05)


def test_a_worse_place_is_left_downwards_if_that_is_now_the_best():
    before = gains(MANY, 200_000, 203_000, 199_000)
    after = {**before, "here": before["here"] - 30_000.0, "up": before["up"] - 60_000.0}
    step = chosen_step(Jobs(), before, after, luck(), VALUES)
    assert (step < 0.0).any() and not (step > 0.0).any()
    assert not chosen_step(Jobs(hours=4.0), before, after, luck(), VALUES).any(), "below one hour there is no job"


@given(st.floats(-20, 20), st.floats(0.0001, 0.9999))
def test_what_keeps_a_person_where_they_are_is_never_negative(before, draw):
    assert float(slack(np.array([before]), np.array([draw]))[0]) >= 0.0


def test_the_chance_of_a_job_moves_by_its_elasticities():
    old = gains(3, 250_000, 0, idle=200_000, benefit=18_000, cost=150)
    more = pull(old, {**old, "here": old["here"] + 5_000}, VALUES)
    assert more == pytest.approx(1 + 0.12 * 2 * 5_000 / 105_000)
    lower = pull(old, {**old, "benefit": old["benefit"] * 0.9, "idle": old["idle"]}, VALUES)
    assert lower == pytest.approx(1 + 0.33 * 2 * 0.1 / 1.9)
    cheaper = pull(old, {**old, "cost": old["cost"] * 0.5}, VALUES)
    assert cheaper == pytest.approx(1 + 0.2 * 2 * 0.5 / 1.5)
    assert pull(old, old, VALUES) == pytest.approx(1.0)


@pytest.mark.parametrize("formulation", ["elasticity", "choice"])
def test_people_respond_to_no_ceiling_and_only_from_its_day(world, formulation):
    here = world(2026, 30, 1_500)
    plain, course = here.totals(here.course("uden_loft")), here.course("uden_loft", responds=True)
    moved = here.totals(course, response=here.response(course, formulation))
    assert not same(plain, moved)
    assert np.array_equal(plain.moves[:12], moved.moves[:12])
    assert moved.counts[12:, Count.REAGERER].sum() > 0 == moved.counts[:12, Count.REAGERER].sum()
    able = month_assumptions().value("timer_kan_reagere_andel", date(2026, 1, 1))
    assert moved.counts[:, Count.REAGERER].sum() <= able * 1.3 * plain.stocks[-1].sum()


def test_a_coming_limit_is_answered_only_by_those_who_respond(world):
    here = world(2026, 40, 3_000)
    plain = here.totals(here.course("tidsgraense_12_maaneder"))
    course = here.course("tidsgraense_12_maaneder", responds=True)
    moved = here.totals(course, response=here.response(course))
    assert moved.counts[:, Count.NYT_JOB].sum() > plain.counts[:, Count.NYT_JOB].sum()
    assert moved.counts[:, Count.UDTOEMT_KONTANTHJAELP].sum() < plain.counts[:, Count.UDTOEMT_KONTANTHJAELP].sum()
