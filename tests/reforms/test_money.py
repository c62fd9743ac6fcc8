"""What reforms do to money: it adds up under every one, a higher maximum makes nobody poorer, the old scheme back is the old scheme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from fleksim import words
from fleksim.engine.law import Law
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.people.columns import COLUMNS
from fleksim.reforms.read import catalogue, read_reform
from fleksim.reforms.reform import Reform

STATIC = [name for name, one in catalogue().items() if one.is_static]
ADDS_UP = ("employer_cost", "disponibel_indkomst", "pensionsopsparing", "kirkeskat_kr", "municipal_net", "state_net")
GIVEN = ("other_wage", "other_employer_pension", "other_atp", "other_transfer", "business_income", "capital_income")


@cache
def reform(name: str) -> Reform:
    return read_reform(name, allow_rules=True)


def persons(crowd: Callable[..., Mapping[str, Any]], size: int, statuses: tuple[str, ...] = words.STATUSES) -> list[dict[str, float]]:
    people = crowd(size, 2026, 41, statuses)
    return [{name: float(values[number]) for name, values in people.items()} for number in range(size)]


@pytest.mark.parametrize("name", STATIC)
def test_all_money_that_comes_in_goes_out(name: str, law_of: Callable[[int], Law], crowd: Callable[..., Mapping[str, Any]]) -> None:
    """Employers' cost and what is given are disposable income, pension saving, church tax and the two purses' gain."""
    law = reform(name).apply(law_of(2026))
    for columns in persons(crowd, 120):
        v = read(law, columns, ADDS_UP, rounding="none")
        paid_in = v["employer_cost"] + sum(columns[given] for given in GIVEN)
        went_out = sum(v[one] for one in ADDS_UP if one != "employer_cost")
        assert went_out == pytest.approx(paid_in, abs=1e-6), columns


def along(law: Law, target: str, hours: np.ndarray, wages: np.ndarray, **more: float) -> np.ndarray:
    """A target without rounding, dims (wage, hours), for a single person in a fleksjob in 2026."""
    plain = {name: column.default for name, column in COLUMNS.items()} | {"year": 2026.0, "kommuneskat": 25.0} | more
    return np.array([[read(law, {**plain, "hours": hour, "hourly_wage": wage}, [target], rounding="none")[target] for hour in hours] for wage in wages])


HOURS, WAGES = np.arange(0.0, 37.5, 2.5), np.array([110.0, 140.0, 170.0, 200.0, 260.0, 330.0, 420.0])


@pytest.mark.parametrize(
    "name",
    [
        "hoejere_maksimum",
        "uden_mindreregulering",
        "uden_loft",
        "en_aftrapning",
        "lavere_aftrapning_45",
        "loft_plus_10_pct",
        "loft_af_medianloen",
        "loen_stiger_altid",
    ],
)
@pytest.mark.parametrize("more", [{}, {"rent": 84_000.0, "children_7_17": 1.0, "pension_share": 0.12}], ids=["alone", "with child, rent and pension"])
def test_a_better_supplement_makes_nobody_poorer_at_any_hours_and_wage(name: str, more: dict[str, float], law_of: Callable[[int], Law]) -> None:
    law = law_of(2026)
    gain = along(reform(name).apply(law), "disponibel_indkomst", HOURS, WAGES, **more) - along(law, "disponibel_indkomst", HOURS, WAGES, **more)
    assert (gain >= -1e-6).all() and (gain > 1.0).any()


def test_the_higher_maximum_is_the_highest_dagpenge_in_every_year() -> None:
    for year in range(2018, 2027):
        p = reform("hoejere_maksimum").on(date(year, 1, 1)).p
        assert abs(p.fleksloentilskud_max - p.dagpenge_max_md) < 0.6


@pytest.mark.parametrize("more", [{}, {"pension_share": 0.15}], ids=["alone", "pension"])
def test_pay_rises_with_every_hour_under_the_employers_model(more: dict[str, float], law_of: Callable[[int], Law]) -> None:
    """Under the law of today an hour more can leave less after tax, for the wage bears AM-bidrag and the supplement it replaces does not.

    Housing benefit is left out: it ends with a jump where it becomes too small to be paid, whatever the supplement.
    """
    law, hours = law_of(2026), np.arange(2.0, 37.1, 0.5)
    # The first hours at which ATP of the wage begins or rises lower the pay of the month by that contribution.
    for target in ("bruttoindkomst_md", "disponibel_indkomst"):
        now, then = (np.diff(along(one, target, hours, WAGES, **more)) for one in (law, reform("loen_stiger_altid").apply(law)))
        atp = np.isin(hours[1:], (9.0, 18.0, 27.0))
        assert (now[:, ~atp] <= 1e-6).any(), "today there is a zone without gain"
        assert (then[:, ~atp] > 0.0).all(), target


def test_no_supplement_below_the_minimum_of_hours_and_the_laws_above(law_of: Callable[[int], Law]) -> None:
    law = law_of(2026)
    now, then = (along(one, "fleksloentilskud", np.array([2.0, 4.99, 5.0, 20.0]), WAGES) for one in (law, reform("mindst_5_timer").apply(law)))
    assert (then[:, :2] == 0.0).all() and (then[:, 2:] == now[:, 2:]).all()
    twice = along(reform("mindst_5_timer").apply(law), "fleksloentilskud", np.array([3.0]), WAGES, second_hours=3.0, second_hourly_wage=150.0)
    assert (twice > 0.0).all(), "hours of two fleksjob count together"


def test_the_old_scheme_back_is_the_old_scheme(law_of: Callable[[int], Law], crowd: Callable[..., Mapping[str, Any]]) -> None:
    """A fleksjob under the reform is, in every output, what a job of the old scheme is under the law."""
    law = law_of(2026)
    changed = reform("gammel_ordning_tilbage").apply(law)
    for columns in persons(crowd, 80, ("fleksjob",)):
        new = columns | {"second_hours": 0.0, "second_hourly_wage": 0.0, "sickness_benefit": 0.0, "hours": max(columns["hours"], 1.0)}
        old = new | {"status": words.FLEKSJOB_GAMMEL}
        under_reform, under_law = read(changed, new, OUTPUTS), read(law, old, OUTPUTS)
        assert [under_reform[name] for name in OUTPUTS] == [under_law[name] for name in OUTPUTS]
        before = read(law, old, OUTPUTS)
        assert [read(changed, old, OUTPUTS)[name] for name in OUTPUTS] == [before[name] for name in OUTPUTS], "the old scheme itself stays"


def test_the_old_scheme_pays_full_wage_whatever_the_hours_and_the_purse_the_refund(law_of: Callable[[int], Law]) -> None:
    law = reform("gammel_ordning_tilbage").apply(law_of(2026))
    hours, wages = np.array([1.0, 10.0, 37.0]), np.array([150.0, 250.0])
    assert np.ptp(along(law, "disponibel_indkomst", hours, wages), axis=1).max() == 0.0
    assert (along(law, "fleksloentilskud", hours, wages) == 0.0).all()
    full = wages[:, None] * 37 * 52
    assert along(law, "loen_md", hours, wages) * 12 == pytest.approx(full + 0.0 * hours)
    assert along(law, "loenrefusion", hours, wages) == pytest.approx(np.minimum(full, law.p.gammel_ordning_loft_aar) * 2 / 3 + 0.0 * hours)
    assert (along(law, "loen_md", np.array([0.0]), wages) == 0.0).all(), "without hours there is no job"


def test_a_wage_refund_to_all_lowers_the_employers_cost_and_is_paid_by_the_state(law_of: Callable[[int], Law]) -> None:
    law = law_of(2026)
    changed = reform("loenrefusion_til_alle").apply(law)
    for target, sign in (("employer_cost", -0.5), ("state_net", -0.5), ("municipal_net", 0.0), ("disponibel_indkomst", 0.0)):
        difference = along(changed, target, HOURS, WAGES) - along(law, target, HOURS, WAGES)
        assert difference == pytest.approx(sign * along(law, "loen_md", HOURS, WAGES) * 12, abs=1e-6), target


def test_a_grant_to_small_jobs_goes_to_the_employer_alone(law_of: Callable[[int], Law]) -> None:
    law = law_of(2026)
    changed = reform("tilskud_til_smaa_job").apply(law)
    hours = np.array([0.0, 0.5, 10.0, 10.5])
    saved = along(law, "employer_cost", hours, np.array([200.0])) - along(changed, "employer_cost", hours, np.array([200.0]))
    assert saved[0] == pytest.approx([0.0, 0.5 * 200 * 52, 12_000.0, 0.0])
    assert (along(changed, "disponibel_indkomst", hours, WAGES) == along(law, "disponibel_indkomst", hours, WAGES)).all()
