"""Whole years without a job, written twice: benefit, tax, green check, housing, children, daycare and the municipality."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fleksim import words
from fleksim.engine.law import law_on
from second import benefits, supplement, tax
from second.money import WHOLE, amount, kroner, rate

STATUSES = ("ingen", "ledighedsydelse", "foertidspension", "seniorpension", "kontanthjaelp", "ressourceforloeb", "sygedagpenge")
SIZE = 300
CHILDREN = ((0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 2, 2))


def compare(law, year: int, run, chance, status: str, civil: float, ages, number: int, **more) -> None:
    """A crowd that differs in amounts and shares the rest, through both writings."""

    def drawn(high: float, zeros: float) -> np.ndarray:
        return np.where(chance.random(SIZE) < zeros, 0.0, np.round(chance.random(SIZE) * high, 2))

    born = (year - 45, year - 27, year - 68)[number % 3]
    fields = {
        "other_wage": drawn(250_000.0, 0.4),
        "other_transfer": drawn(150_000.0, 0.6) + (0.0 if number % 5 else 700_000.0),
        "capital_income": np.where(chance.random(SIZE) < 0.6, 0.0, np.round(chance.random(SIZE) * 120_000.0)),
        "private_pension": drawn(20_000.0, 0.8),
    }
    rent, fee = np.round(drawn(140_000.0, 0.2)), np.round(drawn(60_000.0, 0.3)) * 100.0 // 100.0
    couple = {}
    if civil != words.SINGLE:
        couple = {"partner_wage": drawn(1_200_000.0, 0.3), "partner_transfer": drawn(200_000.0, 0.6), "partner_capital_income": np.round(drawn(90_000.0, 0.7))}
    weeks, hours, share = (3, 20, 40, 60)[number % 4], (0, 100, 205)[number % 3], (0.0, 0.5, 1.0)[number % 3]
    ours = run(
        law,
        status=words.CODES[status.upper()],
        civil_status=civil,
        birth_year=float(born),
        kommuneskat=25.1,
        hours=hours / 10.0 if status == "kontanthjaelp" else 0.0,
        rent=rent,
        daycare_fee=fee,
        pensioner_housing=float(number % 4 == 3),
        children_0_2=float(ages[0]),
        children_3_6=float(ages[1]),
        children_7_17=float(ages[2]),
        single_parent_quarters=4.0,
        buy_share=share,
        ly_rate=words.HIGH if number % 2 else words.LOW,
        benefit_weeks=float(weeks),
        partner_kommuneskat=24.0,
        partner_birth_year=float(year - 40),
        **fields,
        **couple,
    )
    me = tax.Person(
        wage=amount(fields["other_wage"]),
        transfer=amount(fields["other_transfer"]),
        capital=amount(fields["capital_income"]),
        private_pension=amount(fields["private_pension"]),
        kommune=rate(0.251),
        born=born,
        parent_quarters=4 if civil == words.SINGLE and sum(ages) else 0,
    )
    partner = None
    if couple:
        partner = tax.Person(
            wage=amount(couple["partner_wage"]),
            transfer=amount(couple["partner_transfer"]),
            capital=amount(couple["partner_capital_income"]),
            kommune=rate(0.24),
            born=year - 40,
        )
    household = benefits.Household(
        status=status,
        me=me,
        partner=partner,
        married=civil == words.MARRIED,
        ages=ages,
        hours=hours,
        rent=amount(rent),
        pensioner_housing=number % 4 == 3,
        daycare_fee=amount(fee),
        high_rate=bool(number % 2),
        benefit_weeks=weeks,
    )
    theirs = benefits.live(law.p, year, household, stated_share=share, **more)
    for name, expected in theirs.items():
        wrong = np.flatnonzero(~(np.abs(ours[name] - np.broadcast_to(expected, SIZE)) < 1e-4))
        if wrong.size:
            who = {key: float(value[wrong[0]]) for key, value in {**fields, **couple, "rent": rent, "fee": fee}.items()}
            raise AssertionError(
                f"{name} {ours[name][wrong[0]]!r}, second writing {np.broadcast_to(expected, SIZE)[wrong[0]]!r}: {status} {civil} {ages} {born} {who}"
            )


@pytest.mark.parametrize("status", STATUSES)
def test_a_year_without_a_job(status, year, law_of, run):
    chance = np.random.default_rng(year)
    for number in range(12):
        for civil in (words.SINGLE, words.COHABITING, words.MARRIED):
            compare(law_of(year), year, run, chance, status, civil, CHILDREN[(number + int(civil)) % 4], number)


def test_kontanthjaelp_after_july_2025(law_of, run):
    """The second half of 2025 by the new act, on the day it began."""
    law = law_on(date(2025, 7, 1))
    chance = np.random.default_rng(7)
    for number in range(12):
        for civil in (words.SINGLE, words.COHABITING, words.MARRIED):
            compare(law, 2025, run, chance, "kontanthjaelp", civil, CHILDREN[(number + int(civil)) % 4], number, summer=True)


@pytest.mark.parametrize("weeks", (4, 26, 52, 53))
def test_the_municipality_and_the_pension_of_a_fleksjob(weeks, year, law_of, run):
    """Refund, fleksbidrag and the state's ATP at every tenth of an hour, and the pension saving they make."""
    law, p = law_of(year), law_of(year).p
    ladder = next((rate(getattr(p, step)) for upto, step in benefits.REFUND if weeks <= upto), rate(p.refusion_trin_4)) if year >= 2016 else None
    for hourly in (110.0, 165.0, 260.0):
        tenths = np.arange(1, 371)
        ours = run(law, hourly_wage=hourly, hours=tenths / 10.0, fulltime_wage=26_000.0, benefit_weeks=float(weeks), kommuneskat=25.1)
        wage = supplement.year_of_wage(round(hourly * 100), tenths)
        got = supplement.supplement(p, wage, 12 * amount(26_000.0))
        refund = rate(p.refusion_foer_2016) if ladder is None else ladder
        bidrag = got * 0 if ladder is None else supplement.fleksbidrag(p, got, wage, weeks, refund)
        expected = kroner(bidrag - got + refund * got // WHOLE) + ours["kommuneskat_kr"]
        np.testing.assert_allclose(ours["municipal_net"], expected, rtol=0.0, atol=1e-4)
        of_state = np.concatenate([supplement.state_atp(p, int(one)) for one in tenths]) * (got > 0)
        total, _ = supplement.atp_of_wage(p, tenths)
        obligatory = rate(p.obligatorisk_pension_sats) * got // WHOLE if year >= 2020 else 0
        saving = (WHOLE - rate(p.am_bidrag_sats)) * total // WHOLE + supplement.atp_of_supplement(p, got) + of_state + obligatory
        np.testing.assert_allclose(ours["pensionsopsparing"], kroner(saving), rtol=0.0, atol=1e-4)
