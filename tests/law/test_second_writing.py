"""The law written twice: the rules through the kernel against `second`, at every kink +- 400 oere and on random persons."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from fleksim import words
from fleksim.engine.reading import read
from second import supplement, tax
from second.money import Counting, amount, kroner, rate

AROUND = np.arange(-400, 401) / 100.0
SKAT, EXACT = Counting(rounds=True), Counting(rounds=False)
# København, the average of 2026 and the highest; with and without church tax.
PLACES = ((23.5, 0.0), (25.049, 0.867), (27.8, 1.3))
# No such place: a rate at which the ceilings cut every upper bracket.
NOWHERE = (36.0, 0.0)


def around(places) -> np.ndarray:
    """Every oere within 400 of each place [kr]."""
    found = np.unique(np.round(np.asarray(sorted(places))[:, None] + AROUND, 2).ravel())
    return found[found >= 0.0]


def wage_kinks(p, year: int, transfer: float = 0.0) -> set[float]:
    """Yearly wages at which some tax or deduction of an ordinary wage turns [kr]."""
    kept = 1.0 - p.am_bidrag_sats
    found = {
        0.0,
        p.beskaeftigelsesfradrag_max / p.beskaeftigelsesfradrag_sats,
        (p.topskat_graense - transfer) / kept,
        (p.personfradrag_voksen - transfer) / kept,
    }
    # Where the local taxes begin: the allowance covers wage less AM and the employment deduction.
    found.add((p.personfradrag_voksen - transfer) / (kept - p.beskaeftigelsesfradrag_sats))
    if year >= 2014:
        found.add(p.beskaeftigelsesfradrag_enlig_max / p.beskaeftigelsesfradrag_enlig_sats)
    if year >= 2018:
        found |= {p.jobfradrag_graense, p.jobfradrag_graense + p.jobfradrag_max / p.jobfradrag_sats}
    if year >= 2026:
        found |= {(p.mellemskat_graense - transfer) / kept, (p.toptopskat_graense - transfer) / kept}
        found.add(p.beskaeftigelsesfradrag_senior_max / p.beskaeftigelsesfradrag_senior_sats)
    return {round(one, 2) for one in found if one >= 0.0}


def agree(ours: dict[str, np.ndarray], theirs: tax.Assessed, rounded: bool) -> None:
    """Total and every component to the oere (to a thousandth of an oere without rounding)."""
    pairs = {
        "skat_i_alt": tax.total(theirs),
        "am_bidrag": theirs.am,
        "personlig_indkomst": theirs.personal_income,
        "skattepligtig_indkomst": theirs.taxable,
        "ligningsmaessige_fradrag": sum(theirs.deductions.values()),
        "beskaeftigelsesfradrag": theirs.deductions["besk"],
        "jobfradrag": theirs.deductions.get("job", 0),
        "ekstra_pensionsfradrag": theirs.deductions.get("pension", 0),
        "beskaeftigelsesfradrag_enlig": theirs.deductions.get("single parent", 0),
        "beskaeftigelsesfradrag_senior": theirs.deductions.get("senior", 0),
        "bundskat_kr": theirs.taxes["bund"],
        "mellemskat_kr": theirs.taxes.get("mellem", 0),
        "topskat_kr": theirs.taxes["top"],
        "toptopskat_kr": theirs.taxes.get("toptop", 0),
        "sundhedsbidrag_kr": theirs.taxes.get("sundhed", 0),
        "kommuneskat_kr": theirs.taxes["kommune"],
        "kirkeskat_kr": theirs.taxes["kirke"],
    }
    for name, value in pairs.items():
        expected = np.broadcast_to(kroner(value), ours[name].shape)
        wrong = np.flatnonzero(~(np.abs(ours[name] - expected) < (1e-6 if rounded else 1e-5)))
        assert not wrong.size, f"{name}: {wrong.size} differ, first at [{wrong[0]}]: {ours[name][wrong[0]]!r}, second writing {expected[wrong[0]]!r}"


def test_tax_of_a_single_person_at_every_kink_of_the_wage(year, law_of, run):
    law = law_of(year)
    for kommune, kirke in (*PLACES, NOWHERE):
        for transfer in (0.0, 120_000.0):
            wages = around(wage_kinks(law.p, year, transfer))
            for children, quarters, born in ((0, 4, 1980), (1, 3, 1980), (0, 4, year - 65)):
                ours = run(
                    law,
                    status=words.INGEN,
                    other_wage=wages,
                    other_transfer=transfer,
                    kommuneskat=kommune,
                    kirkeskat=kirke,
                    church_member=float(kirke > 0),
                    birth_year=float(born),
                    children_7_17=float(children),
                    single_parent_quarters=float(quarters),
                )
                it = tax.Person(
                    wage=amount(wages),
                    transfer=amount(transfer),
                    kommune=rate(kommune / 100),
                    kirke=rate(kirke / 100),
                    born=born,
                    parent_quarters=quarters if children else 0,
                )
                agree(ours, tax.assess(law.p, year, it, SKAT), rounded=True)


def test_tax_of_capital_income_at_every_kink(year, law_of, run):
    law, p = law_of(year), law_of(year).p
    kinks = {0.0, p.topskat_kapital_bundfradrag, 2 * p.topskat_kapital_bundfradrag, p.negativ_kapital_max, 2 * p.negativ_kapital_max, 80_000.0, 20_000.0}
    # In whole kroner, as the assessment has it.
    places = np.array(sorted(kinks))[:, None] + np.arange(-400.0, 401.0)
    capital = np.unique(np.concatenate([places.ravel(), -places.ravel()]))
    for kommune, kirke in PLACES:
        for wage in (0.0, 90_000.0, 350_000.0, 760_000.0, 3_000_000.0):
            common = {"status": words.INGEN, "other_wage": wage, "capital_income": capital, "kommuneskat": kommune, "kirkeskat": kirke}
            it = tax.Person(wage=amount(wage), capital=amount(capital), kommune=rate(kommune / 100), kirke=rate(kirke / 100))
            agree(run(law, church_member=float(kirke > 0), **common), tax.assess(p, year, it, SKAT), rounded=True)
            for partner_wage, partner_capital in ((0.0, -20_000.0), (500_000.0, 80_000.0), (700_000.0, -80_000.0)):
                other = tax.Person(wage=amount(partner_wage), capital=amount(partner_capital), kommune=rate(0.249), kirke=rate(0.008))
                ours = run(
                    law,
                    church_member=float(kirke > 0),
                    civil_status=words.MARRIED,
                    partner_wage=partner_wage,
                    partner_capital_income=partner_capital,
                    partner_kommuneskat=24.9,
                    partner_kirkeskat=0.8,
                    partner_church_member=1.0,
                    **common,
                )
                agree(ours, tax.assess_couple(p, year, it, other, SKAT)[0], rounded=True)


def test_tax_of_spouses_at_every_kink_of_either(year, law_of, run):
    law, p = law_of(year), law_of(year).p
    wages = around(wage_kinks(p, year))
    for kommune, kirke in PLACES:
        for partner in (0.0, 40_000.0, 60_001.0, 450_000.0):
            for moving in ("own", "partner's"):
                own, theirs = (wages, partner) if moving == "own" else (partner, wages)
                ours = run(
                    law,
                    status=words.INGEN,
                    civil_status=words.MARRIED,
                    other_wage=own,
                    partner_wage=theirs,
                    kommuneskat=kommune,
                    kirkeskat=kirke,
                    church_member=float(kirke > 0),
                    partner_kommuneskat=25.5,
                    partner_kirkeskat=0.9,
                    partner_church_member=float(kirke < 1),
                )
                one = tax.Person(wage=amount(own), kommune=rate(kommune / 100), kirke=rate(kirke / 100))
                two = tax.Person(wage=amount(theirs), kommune=rate(0.255), kirke=rate(0.009) if kirke < 1 else 0)
                agree(ours, tax.assess_couple(p, year, one, two, SKAT)[0], rounded=True)


def random_persons(run, law, year: int, size: int, with_deficits: bool, huge: bool = False):
    """Both writings of the tax of random persons, single and married, with every deduction: pairs (ours, theirs)."""
    chance = np.random.default_rng(year)
    for number, (kommune, kirke) in enumerate(PLACES * 2):
        married, born = number >= 3, (1980, year - 55, year - 65)[number % 3]

        def drawn(high: float, zeros: float) -> np.ndarray:
            return np.where(chance.random(size) < zeros, 0.0, np.round(chance.random(size) * high, 2))

        debts = 60_000.0 if with_deficits else 15_000.0
        fields = {
            "other_wage": drawn(1_000_000.0, 0.1),
            "other_transfer": drawn(250_000.0, 0.5) + (0.0 if with_deficits else 300_000.0),
            "other_atp": np.round(drawn(3_600.0, 0.3)),
            "other_employer_pension": drawn(120_000.0, 0.5),
            "private_pension": drawn(30_000.0, 0.7),
            "union_dues": drawn(9_000.0, 0.3),
            "akasse": drawn(7_000.0, 0.3),
            "other_deductions": drawn(40_000.0, 0.5) if with_deficits else drawn(10_000.0, 0.5),
            "capital_income": np.round(chance.normal(0.0, debts, size) * (12.0 if huge else 1.0)),
        }
        km, days = (0, 0) if number % 3 == 0 else (130, 150)
        partner = {
            "partner_wage": drawn(900_000.0, 0.3),
            "partner_transfer": drawn(200_000.0, 0.5) + (0.0 if with_deficits else 120_000.0),
            "partner_capital_income": -fields["capital_income"][::-1],
        }
        ours = run(
            law,
            status=words.INGEN,
            civil_status=words.MARRIED if married else words.SINGLE,
            commuting_km=float(km),
            commuting_days=float(days),
            kommuneskat=kommune,
            kirkeskat=kirke,
            church_member=float(kirke > 0),
            birth_year=float(born),
            partner_kommuneskat=25.5,
            **fields,
            **(partner if married else {}),
        )
        it = tax.Person(
            wage=amount(fields["other_wage"]),
            transfer=amount(fields["other_transfer"]),
            atp=amount(fields["other_atp"]),
            employer_pension=amount(fields["other_employer_pension"]),
            private_pension=amount(fields["private_pension"]),
            union=amount(fields["union_dues"]),
            akasse=amount(fields["akasse"]),
            deductions=amount(fields["other_deductions"]),
            capital=amount(fields["capital_income"]),
            commuting_km=km,
            commuting_days=days,
            kommune=rate(kommune / 100),
            kirke=rate(kirke / 100),
            born=born,
        )
        two = tax.Person(
            wage=amount(partner["partner_wage"]),
            transfer=amount(partner["partner_transfer"]),
            capital=amount(partner["partner_capital_income"]),
            kommune=rate(0.255),
        )
        both = tax.assess_couple(law.p, year, it, two, SKAT) if married else (tax.assess(law.p, year, it, SKAT),)
        has_deficit = [(one.taxable < 0).any() for one in both]
        assert any(has_deficit) or not with_deficits or not married
        assert with_deficits or not any(has_deficit)
        yield ours, both[0]


def test_tax_of_random_persons_with_every_deduction(year, law_of, run):
    for ours, theirs in random_persons(run, law_of(year), year, 4_000, with_deficits=False):
        agree(ours, theirs, rounded=True)


def test_tax_of_random_persons_with_deficits(year, law_of, run):
    """Interest and deductions above income: a deficit is set off before the allowance, and each passes to the spouse."""
    for ours, theirs in random_persons(run, law_of(year), year, 4_000, with_deficits=True):
        agree(ours, theirs, rounded=True)


def test_tax_of_random_persons_with_debts_of_a_million(year, law_of, run):
    """Deficits that reach into the upper brackets, of which both rests of an allowance then take their part."""
    for ours, theirs in random_persons(run, law_of(year), year, 4_000, with_deficits=True, huge=True):
        agree(ours, theirs, rounded=True)


# What goes in of a spouse with a negative personal income and of the other, who earns and receives [kr].
HOLES = (1_000.0, 12_345.0, 105_000.0, 900_000.0)
INTEREST = (-30_000.0, 0.0, 20_000.0, 250_000.0)
EARNED = ((0.0, 0.0), (0.0, 40_000.0), (760_000.0, 0.0), (3_000_000.0, 15_000.0))


def test_negative_personal_income_of_one_and_the_taxes_of_both(year, law_of, person):
    """Person by person, so that the spouse's taxes are seen too; the other's personal income, own interest, the other's."""
    law = law_of(year)
    names = ("personlig_indkomst", "skattepligtig_indkomst", "bundskat_kr", "mellemskat_kr", "topskat_kr", "toptopskat_kr", "kommuneskat_kr", "skat_i_alt")
    targets = (*names, *(f"partner_{name}" for name in names))
    for hole, own, theirs, (wage, transfer) in itertools.product(HOLES, INTEREST, INTEREST, EARNED):
        columns = person(
            year,
            status=words.INGEN,
            civil_status=words.MARRIED,
            private_pension=hole,
            capital_income=own,
            partner_wage=wage,
            partner_transfer=transfer,
            partner_capital_income=theirs,
        )
        ours = read(law, columns, targets, rounding="skat")
        one = tax.Person(private_pension=amount([hole]), capital=amount([own]), kommune=rate(0.25))
        two = tax.Person(wage=amount([wage]), transfer=amount([transfer]), capital=amount([theirs]), kommune=rate(0.25))
        for prefix, found in zip(("", "partner_"), tax.assess_couple(law.p, year, one, two, SKAT), strict=True):
            taxes = {f"{name}_kr": found.taxes.get(name.removesuffix("skat"), 0) for name in ("bundskat", "mellemskat", "topskat", "toptopskat", "kommuneskat")}
            expected = {"personlig_indkomst": found.personal_income, "skattepligtig_indkomst": found.taxable, "skat_i_alt": tax.total(found), **taxes}
            for name, value in expected.items():
                assert ours[prefix + name] == pytest.approx(float(np.ravel(kroner(value))[0]), abs=1e-6), (prefix + name, hole, own, theirs, wage, transfer)


# Own pension contribution, interest, the spouse's pension and interest; bases of bundskat of both, own taxable income [kr].
# The third: 30,000 of the spouse's 40,000 went into a kapitalpension, which the set-off then counted with.
SET_OFF = {
    "no spouse: own interest": ((10_000.0, 370_000.0, None, 0.0), (360_000.0, None), 360_000.0),
    "the spouse's personal income": ((10_000.0, 50_000.0, 360_000.0, 0.0), (50_000.0, 350_000.0), 40_000.0),
    "then own interest, then the spouse's": ((105_000.0, 20_000.0, 40_000.0, 110_000.0), (0.0, 65_000.0), -85_000.0),
}


@pytest.mark.parametrize("name", SET_OFF)
def test_both_writings_give_the_published_set_off_of_negative_personal_income(name, law_of, person):
    """SKAT, "Beregning af personlige indkomstskatter" 2009, examples 33, 40 and 41 (C-30 and C-31 of the edition of 2013).

    Sources: https://github.com/maxild/Skat (Eksempler.cs), https://tax.dk/lv/personskat/C_4_3_1.htm, .../C_4_3_2.htm. The
    amounts do not hang on the year.
    """
    (hole, interest, pension, theirs), bases, taxable = SET_OFF[name]
    married = pension is not None
    columns = person(2013, status=words.INGEN, private_pension=hole, capital_income=interest, civil_status=words.MARRIED if married else words.SINGLE)
    columns |= {"partner_transfer": pension or 0.0, "partner_capital_income": theirs}
    ours = read(law_of(2013), columns, ("bundskat_grundlag", "partner_bundskat_grundlag", "skattepligtig_indkomst_foer_underskud"), rounding="skat")
    assert ours["bundskat_grundlag"] == bases[0]
    assert ours["skattepligtig_indkomst_foer_underskud"] == taxable
    personal, capital = tax.as_the_state_counts([-hole, pension][: 1 + married], [interest, theirs][: 1 + married])
    assert personal[0] + capital[0] == bases[0]
    if married:
        assert ours["partner_bundskat_grundlag"] == personal[1] + capital[1] == bases[1]


def test_cohabitants_keep_their_negative_personal_income(law_of, person):
    columns = person(2026, status=words.INGEN, private_pension=10_000.0, capital_income=50_000.0, civil_status=words.COHABITING, partner_transfer=360_000.0)
    found = read(law_of(2026), columns, ("bundskat_grundlag", "partner_bundskat_grundlag"), rounding="skat")
    assert found["bundskat_grundlag"] == 40_000.0
    assert found["partner_bundskat_grundlag"] == 360_000.0


@pytest.mark.parametrize("shape", (2013, 2018, 2024, 2026))
def test_tax_without_rounding(shape, law_of, run):
    """Four shapes of the law, single and married, with rounding left out in both writings."""
    year, law = shape, law_of(shape)
    wages = around(wage_kinks(law.p, year))[::7]
    for kommune, kirke in PLACES:
        for married in (False, True):
            ours = run(
                law,
                "none",
                status=words.INGEN,
                other_wage=wages,
                capital_income=-60_000.0,
                other_atp=1_200.0,
                kommuneskat=kommune,
                kirkeskat=kirke,
                church_member=float(kirke > 0),
                civil_status=words.MARRIED if married else words.SINGLE,
                partner_wage=40_000.0 if married else 0.0,
                partner_kommuneskat=25.5,
            )
            one = tax.Person(wage=amount(wages), capital=amount(-60_000.0), atp=amount(1_200.0), kommune=rate(kommune / 100), kirke=rate(kirke / 100))
            two = tax.Person(wage=amount(40_000.0), kommune=rate(0.255))
            agree(ours, tax.assess_couple(law.p, year, one, two, EXACT)[0] if married else tax.assess(law.p, year, one, EXACT), rounded=False)


def test_supplement_and_atp_at_every_kink_of_the_wage(year, law_of, run):
    """Month's wage around the kink, the zero point and the places where the ceiling and the 500 kr of ATP take over."""
    law, p = law_of(year), law_of(year).p
    zero = p.aftrapning_knaek + (p.fleksloentilskud_max - p.aftrapning_1 * p.aftrapning_knaek) / p.aftrapning_2
    ten_thousand = p.aftrapning_knaek + (p.fleksloentilskud_max - p.aftrapning_1 * p.aftrapning_knaek - 10_000.0) / p.aftrapning_2
    for fulltime in (12_000.0, 19_000.0, 24_000.0, 35_000.0, 60_000.0):
        meets = (fulltime - p.fleksloentilskud_max) / (1.0 - p.aftrapning_1)
        wages = around({0.0, p.aftrapning_knaek, zero, ten_thousand, fulltime, fulltime - 10_000.0, max(meets, 0.0)})
        for hours in (9.0, 12.0, 18.0, 36.9):
            ours = run(law, hourly_wage=wages * 12.0 / 52.0 / hours, hours=hours, fulltime_wage=fulltime, kommuneskat=25.0)
            year_wage = 12 * amount(wages)
            theirs = supplement.supplement(p, year_wage, 12 * amount(fulltime))
            np.testing.assert_allclose(12.0 * ours["fleksloentilskud"], kroner(theirs), rtol=0.0, atol=1e-5)
            np.testing.assert_allclose(12.0 * ours["atp_fleksloentilskud"], kroner(supplement.atp_of_supplement(p, theirs)), rtol=0.0, atol=1e-5)
            for rate_code, high in ((words.HIGH, True), (words.LOW, False)):
                for children in (0.0, 1.0):
                    ours = run(
                        law,
                        status=words.LEDIGHEDSYDELSE,
                        hourly_wage=wages * 12.0 / 52.0 / hours,
                        hours=hours,
                        ly_rate=rate_code,
                        children_7_17=children,
                        kommuneskat=25.0,
                    )
                    theirs = supplement.ledighedsydelse(p, high, children > 0, year_wage)
                    np.testing.assert_allclose(12.0 * ours["ledighedsydelse"], kroner(theirs), rtol=0.0, atol=1e-5)


def test_atp_of_the_wage_at_every_tenth_of_an_hour(year, law_of, run):
    law = law_of(year)
    tenths = np.arange(1, 371)
    ours = run(law, hourly_wage=150.0, hours=tenths / 10.0, kommuneskat=25.0)
    total, own = supplement.atp_of_wage(law.p, tenths)
    np.testing.assert_allclose(12.0 * ours["atp_loen"], kroner(own), rtol=0.0, atol=1e-9)
    employers = ours["employer_cost"] - 12.0 * ours["loen_md"]
    np.testing.assert_allclose(employers, kroner(total - own), rtol=0.0, atol=1e-6)
    # A second fleksjob pays by its own hours; a quarter of an hour in the first one pays nothing.
    two = run(law, hourly_wage=150.0, hours=0.25, second_hourly_wage=140.0, second_hours=tenths / 10.0, kommuneskat=25.0)
    employers = two["employer_cost"] - 52.0 * (150.0 * 0.25 + 140.0 * tenths / 10.0)
    np.testing.assert_allclose(employers, kroner(total - own), rtol=0.0, atol=1e-6)
    cash = kroner(supplement.year_of_wage(14_000, tenths) + 52 * amount(37.5) - own)
    paid_am = np.floor(cash * law.p.am_bidrag_sats + 1e-9)
    np.testing.assert_allclose(two["am_bidrag"], paid_am, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize(("kirke", "kirke_of_sender", "total"), ((0.0, 0.0, 67_298.88), (0.0, 0.75, 67_298.88), (0.8, 0.0, 66_393.28)))
def test_the_second_writing_gives_a_published_example(kirke, kirke_of_sender, total, law_of):
    """SKAT's calculator for 2025: 600,000 kr of wage in København, a spouse with 503,500 kr of interest and no income."""
    earner = tax.Person(wage=amount(600_000.0), kommune=rate(0.235), kirke=rate(kirke / 100), born=1990)
    debtor = tax.Person(capital=amount(-503_500.0), kommune=rate(0.255), kirke=rate(kirke_of_sender / 100), born=1990)
    found, _ = tax.assess_couple(law_of(2025).p, 2025, earner, debtor, SKAT)
    assert float(kroner(tax.total(found))[()].item()) == total
