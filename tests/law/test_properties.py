"""What must hold for everybody: bounds, direction, adding up. On the plain reading, with hypothesis choosing the persons."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleksim import words
from fleksim.analysis.instruments import GROSS_WAGE, INSTRUMENTS, NET, TARGETS
from fleksim.engine.law import law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.parameters.values import MissingParameter
from fleksim.people.columns import COLUMNS
from fleksim.words import MONTHS

YEARS = range(2013, 2027)
EVERYTHING = tuple(dict.fromkeys((*OUTPUTS, *TARGETS)))
CIVIL = (words.SINGLE, words.COHABITING, words.MARRIED)

# Quantities that may be below zero; everything else in the law may not.
SIGNED = {
    "personlig_indkomst",
    "skattepligtig_indkomst",
    "skattepligtig_indkomst_foer_underskud",
    "kapitalindkomst",
    "kapitalindkomst_efter_udligning",
    "erhvervsindkomst",
    "erhvervsunderskud",
    "kommuneskat_efter_personfradrag",
    "kirkeskat_efter_personfradrag",
    "sundhedsbidrag_efter_personfradrag",
    "bundskat_efter_personfradrag",
    "aar_til_folkepension",
    "kontantindkomst",
    "disponibel_indkomst",
    "municipal_net",
    "state_net",
    # Transfers less ATP: a benefit far below the ATP of its month.
    "overfoersel_skattepligtig",
}


def kroner(low: float, high: float) -> st.SearchStrategy[float]:
    """Amounts to the oere."""
    return st.integers(int(low * 100), int(high * 100)).map(lambda oere: oere / 100.0)


def often_zero(strategy: st.SearchStrategy[float]) -> st.SearchStrategy[float]:
    return st.one_of(st.just(0.0), strategy)


def one_of(*values: float) -> st.SearchStrategy[float]:
    return st.sampled_from([float(value) for value in values])


@st.composite
def persons(draw, years=YEARS, statuses=words.STATUSES, civil=CIVIL):
    """A person with every column drawn over its range; contradictory columns are left at their default."""
    year = draw(st.sampled_from(list(years)))
    status = words.CODES[draw(st.sampled_from(statuses)).upper()]
    couple = draw(st.sampled_from(civil))
    columns = {name: column.default for name, column in COLUMNS.items()} | {
        "year": float(year),
        "status": status,
        "civil_status": couple,
        "hourly_wage": draw(often_zero(kroner(30.0, 600.0))),
        "hours": draw(st.one_of(one_of(0, 8.99, 9, 18, 27, 37), kroner(0.0, 37.0))),
        "pension_share": draw(one_of(0, 0.12, 0.17, 0.5)),
        "fulltime_wage": draw(often_zero(kroner(5_000.0, 80_000.0))),
        "second_hourly_wage": draw(often_zero(kroner(30.0, 400.0))),
        "second_hours": draw(often_zero(kroner(0.0, 20.0))),
        "other_wage": draw(often_zero(kroner(0.0, 3_500_000.0))),
        "other_transfer": draw(often_zero(kroner(0.0, 400_000.0))),
        "other_atp": draw(one_of(0, 1136, 3408)),
        "other_employer_pension": draw(often_zero(kroner(0.0, 200_000.0))),
        "business_income": draw(often_zero(kroner(-300_000.0, 900_000.0))) if status == words.SELVSTAENDIG_FLEKS else 0.0,
        "capital_income": draw(often_zero(kroner(-200_000.0, 200_000.0))),
        "private_pension": draw(often_zero(kroner(0.0, 60_000.0))),
        "other_deductions": draw(often_zero(kroner(0.0, 80_000.0))),
        "union_dues": draw(often_zero(kroner(0.0, 10_000.0))),
        "akasse": draw(often_zero(kroner(0.0, 8_000.0))),
        "commuting_km": draw(one_of(0, 24, 25, 120, 160)),
        "commuting_days": draw(one_of(0, 216)),
        "kommuneskat": draw(one_of(22.8, 25.049, 27.8)),
        "kirkeskat": draw(one_of(0.4, 0.867, 1.3)),
        "church_member": draw(one_of(0, 1)),
        "birth_year": float(year - draw(st.integers(15, 80))),
        "children_0_2": draw(one_of(0, 0, 1)),
        "children_3_6": draw(one_of(0, 0, 2)),
        "children_7_17": draw(one_of(0, 0, 1, 3)),
        "buy_share": draw(one_of(0, 0, 0.5, 1)),
        "single_parent_quarters": draw(one_of(0, 1, 3, 4)),
        "rent": draw(often_zero(kroner(0.0, 200_000.0))),
        "pensioner_housing": draw(one_of(0, 1)),
        "daycare_fee": draw(often_zero(kroner(0.0, 60_000.0))),
        "ly_rate": draw(one_of(0, 1)),
        "ly_fleksjob_months": draw(one_of(0, 8, 9)),
        "ly_months_after_fleksydelse_age": draw(one_of(0, 6, 7)),
        "sideline_hours": draw(one_of(0, 0, 20)),
        "sickness_benefit": draw(often_zero(kroner(0.0, 25_000.0))),
        "old_scheme_share": draw(one_of(0, 1)),
        "benefit_weeks": draw(one_of(0, 4, 5, 27, 53)),
    }
    if couple != words.SINGLE:
        columns |= {
            "partner_wage": draw(often_zero(kroner(0.0, 1_500_000.0))),
            "partner_transfer": draw(often_zero(kroner(0.0, 400_000.0))),
            "partner_capital_income": draw(often_zero(kroner(-200_000.0, 200_000.0))),
            "partner_kommuneskat": draw(one_of(22.8, 25.049, 27.8)),
            "partner_kirkeskat": draw(one_of(0.4, 0.867, 1.3)),
            "partner_church_member": draw(one_of(0, 1)),
            "partner_birth_year": float(year - draw(st.integers(18, 80))),
        }
    return columns


def law_for(law_of, columns):
    return law_of(int(columns["year"]))


@given(columns=persons(), rounding=st.sampled_from(["skat", "none"]))
def test_every_number_is_finite_and_none_is_below_zero_that_may_not_be(law_of, columns, rounding):
    values = read(law_for(law_of, columns), columns, EVERYTHING, rounding=rounding)
    for name, value in values.items():
        assert math.isfinite(value), name
        if name not in COLUMNS and name.removeprefix("partner_") not in SIGNED:
            assert value >= 0.0, f"{name} is {value!r}"


def highest(v, p, year: int) -> dict[str, float]:
    """What each benefit, deduction and tax is at most."""
    income = v["am_indkomst"] + max(v["overfoersel_skattepligtig"], 0.0) + max(v["kapitalindkomst_efter_udligning"], 0.0)
    children = v["boern"]
    return {
        "fleksloentilskud": max(p.fleksloentilskud_max, p.dagpenge_max_md * p.fleksloentilskud_andel),
        "fleksloentilskud_efter_loft": v["loenloft_rum"],
        "ledighedsydelse": max(p.dagpenge_max_md * p.ledighedsydelse_andel, p.ledighedsydelse_lav_forsoerger),
        "kontanthjaelp": v["kontanthjaelp_sats"],
        "ressourceforloebsydelse": p.ressourceforloebsydelse_forsoerger,
        "sygedagpenge": p.sygedagpenge_max_uge * words.WEEKS_PER_MONTH,
        "foertidspension": p.foertidspension_enlig,
        "tilskud_selvstaendig": p.selvstaendig_grundbeloeb_aar,
        "loenrefusion": min(MONTHS * v["loen_md"], p.gammel_ordning_loft_aar) * p.gammel_ordning_to_tredjedele,
        "atp_loen": p.atp_fuld_egen,
        "atp_fleksloentilskud": min(p.atp_fleksloentilskud_hoejst, v["fleksloentilskud"]),
        "atp_ydelse": p.atp_fuld_egen,
        "am_bidrag": p.am_bidrag_sats * v["am_indkomst"],
        "beskaeftigelsesfradrag": p.beskaeftigelsesfradrag_max,
        "beskaeftigelsesfradrag_enlig": p.beskaeftigelsesfradrag_enlig_max if year >= 2014 else 0.0,
        "beskaeftigelsesfradrag_senior": p.beskaeftigelsesfradrag_senior_max if year >= 2026 else 0.0,
        "jobfradrag": p.jobfradrag_max if year >= 2018 else 0.0,
        "ekstra_pensionsfradrag": math.ceil(p.ekstra_pensionsfradrag_grundlag_max * p.ekstra_pensionsfradrag_sats_naer) if year >= 2018 else 0.0,
        "fagligt_kontingent": p.fagligt_kontingent_max,
        "bundskat_kr": p.bundskat_sats * v["bundskat_grundlag"],
        "kommuneskat_kr": v["kommuneskat_sats"] * max(v["skattepligtig_indkomst"], 0.0),
        "kirkeskat_kr": v["kirkeskat_sats"] * max(v["skattepligtig_indkomst"], 0.0),
        "sundhedsbidrag_kr": 0.06 * max(v["skattepligtig_indkomst"], 0.0) if year <= 2018 else 0.0,
        "mellemskat_kr": 0.075 * max(v["topskat_indkomst"] - 600_000.0, 0.0) if year >= 2026 else 0.0,
        "topskat_kr": 0.15 * max(v["topskat_indkomst"] - p.topskat_graense, 0.0),
        "toptopskat_kr": 0.05 * max(v["personlig_indkomst"] - 2_500_000.0, 0.0) if year >= 2026 else 0.0,
        "skat_i_alt": income,
        "groen_check": p.groen_check_pensionist + 2.0 * 300.0 + p.groen_check_tillaeg,
        "boligstoette": 0.8 * v["rent"] if v["pensioner_housing"] == 0.0 else p.boligydelse_max,
        "boligsikring": p.boligsikring_max * p.boligsikring_max_mange_boern,
        "boerne_og_ungeydelse": v["buy_fuld"],
        "boernetilskud": children * p.boernetilskud_ordinaert + p.boernetilskud_ekstra,
        "friplads": v["daycare_fee"],
        "refusion": v["kommunale_ydelser"] + (MONTHS * p.fleksbidrag_max if year >= 2016 else 0.0),
        "employer_cost": MONTHS * (v["loen_md"] + v["anden_fleksloen_md"] + 2.0 * p.atp_fuld_i_alt),
    }


@given(columns=persons())
def test_no_benefit_deduction_or_tax_is_above_its_most(law_of, columns):
    law = law_for(law_of, columns)
    values = read(law, columns, EVERYTHING)
    for name, most in highest(values, law.p, int(columns["year"])).items():
        assert values[name] <= most + 1e-6, f"{name} is {values[name]!r}, at most {most!r}"


@given(columns=persons(statuses=("fleksjob",)))
def test_wage_and_supplement_stay_below_the_full_time_wage(law_of, columns):
    values = read(law_for(law_of, columns), columns, OUTPUTS)
    wage = values["loen_md"] + values["anden_fleksloen_md"]
    assert wage + values["fleksloentilskud_efter_loft"] <= max(values["fuldtidsloen_md"], wage) + 1e-9
    assert values["loenloft_binder"] == (values["fleksloentilskud_efter_loft"] < values["fleksloentilskud_foer_loft"])


WITHOUT_JOB = ("ingen", "ordinaert_job")
# (what moves, by how much at most, what must follow, +1 up or -1 down, for whom). Rounding is left out.
DIRECTIONS = (
    ("hourly_wage", 300.0, "fleksloentilskud", -1, {"statuses": ("fleksjob",)}),
    ("other_wage", 300_000.0, "fleksloentilskud", -1, {"statuses": ("fleksjob",)}),
    ("fulltime_wage", 40_000.0, "fleksloentilskud", +1, {"statuses": ("fleksjob",)}),
    ("hourly_wage", 300.0, "ledighedsydelse", -1, {"statuses": ("ledighedsydelse",)}),
    ("hours", 20.0, "ledighedsydelse", -1, {"statuses": ("ledighedsydelse",)}),
    ("sideline_hours", 60.0, "ledighedsydelse", -1, {"statuses": ("ledighedsydelse",)}),
    ("ly_fleksjob_months", 9.0, "ledighedsydelse", +1, {"statuses": ("ledighedsydelse",)}),
    ("other_wage", 300_000.0, "ressourceforloebsydelse", -1, {"statuses": ("ressourceforloeb",)}),
    ("other_wage", 300_000.0, "kontanthjaelp", -1, {"statuses": ("kontanthjaelp",)}),
    ("partner_wage", 300_000.0, "kontanthjaelp", -1, {"statuses": ("kontanthjaelp",), "civil": (words.MARRIED,)}),
    ("other_wage", 300_000.0, "sygedagpenge", -1, {"statuses": ("sygedagpenge",)}),
    ("other_wage", 300_000.0, "foertidspension", -1, {"statuses": ("foertidspension", "seniorpension")}),
    ("partner_wage", 300_000.0, "foertidspension", -1, {"statuses": ("foertidspension",), "civil": CIVIL[1:]}),
    ("business_income", 300_000.0, "tilskud_selvstaendig", -1, {"statuses": ("selvstaendig_fleks",)}),
    ("other_wage", 300_000.0, "skat_i_alt", +1, {"statuses": WITHOUT_JOB}),
    ("other_transfer", 300_000.0, "skat_i_alt", +1, {"statuses": WITHOUT_JOB}),
    ("capital_income", 300_000.0, "skat_i_alt", +1, {"statuses": WITHOUT_JOB}),
    ("other_deductions", 50_000.0, "skat_i_alt", -1, {"statuses": WITHOUT_JOB}),
    ("union_dues", 9_000.0, "skat_i_alt", -1, {"statuses": WITHOUT_JOB}),
    ("private_pension", 50_000.0, "skat_i_alt", -1, {"statuses": WITHOUT_JOB}),
    ("partner_wage", 300_000.0, "skat_i_alt", +1, {"statuses": WITHOUT_JOB, "civil": (words.MARRIED,)}),
    ("other_transfer", 300_000.0, "boligstoette", -1, {"statuses": WITHOUT_JOB}),
    ("partner_wage", 300_000.0, "boligstoette", -1, {"statuses": WITHOUT_JOB, "civil": CIVIL[1:]}),
    ("other_transfer", 300_000.0, "friplads", -1, {"statuses": WITHOUT_JOB}),
    ("other_transfer", 300_000.0, "groen_check", -1, {"statuses": WITHOUT_JOB}),
    ("other_transfer", 900_000.0, "boerne_og_ungeydelse", -1, {"statuses": WITHOUT_JOB}),
    ("other_wage", 300_000.0, "beskaeftigelsesfradrag", +1, {"statuses": WITHOUT_JOB}),
    ("other_wage", 300_000.0, "jobfradrag", +1, {"statuses": WITHOUT_JOB}),
)


def moved(columns, moves: str, there):
    """The person before and after, with what must stand still standing still; None where the direction says nothing."""
    columns = dict(columns)
    if moves in ("hourly_wage", "fulltime_wage"):
        # A wage that rises in a given position: the full-time wage is stated.
        columns["fulltime_wage"] = np.maximum(columns["fulltime_wage"], 5_000.0)
    if moves in ("hourly_wage", "hours", "other_wage"):
        # The first krone of wage brings the supplement and ends the sickness benefit: not the direction meant.
        columns["sickness_benefit"] = columns["sickness_benefit"] * 0.0
        columns[moves] = np.maximum(columns[moves], 1.0)
        columns["hourly_wage"], columns["hours"] = np.maximum(columns["hourly_wage"], 30.0), np.maximum(columns["hours"], 1.0)
    return columns, {**columns, moves: np.clip(columns[moves] + there, None, COLUMNS[moves].high)}


@pytest.mark.parametrize(("moves", "most", "follows", "direction", "whom"), DIRECTIONS, ids=[f"{one[2]} by {one[0]}" for one in DIRECTIONS])
def test_direction(law_of, moves, most, follows, direction, whom):
    @settings(max_examples=20)
    @given(columns=persons(**whom), share=st.integers(1, 1000))
    def holds(columns, share):
        law = law_for(law_of, columns)
        one, two = moved(columns, moves, most * share / 1000.0)
        before, after = (read(law, {name: float(value) for name, value in it.items()}, [follows], rounding="none")[follows] for it in (one, two))
        assert direction * (after - before) >= -1e-6, f"{follows} goes from {before!r} to {after!r} when {moves} goes to {two[moves]!r}"

    holds()


@pytest.mark.parametrize("shape", (2018, 2024, 2026))
def test_every_direction_in_a_crowd(shape, law_of, run, crowd):
    """The same directions through the kernel, 20,000 persons each: what 20 examples cannot find."""
    law, chance = law_of(shape), np.random.default_rng(shape)
    for number, (moves, most, follows, direction, whom) in enumerate(DIRECTIONS):
        people = crowd(20_000, shape, number, whom["statuses"])
        if "civil" in whom:
            people["civil_status"] = chance.choice(whom["civil"], 20_000)
        one, two = moved(people, moves, most * chance.random(20_000))
        wrong = direction * (run(law, "none", **two)[follows] - run(law, "none", **one)[follows]) < -1e-6
        first = np.flatnonzero(wrong)[:1]
        assert not wrong.any(), f"{follows} by {moves}: {wrong.sum()} persons, e.g. { {name: float(values[first[0]]) for name, values in one.items()} }"


@given(columns=persons(), rounding=st.sampled_from(["skat", "none"]))
def test_the_tax_is_the_sum_of_its_parts(law_of, columns, rounding):
    values = read(law_for(law_of, columns), columns, EVERYTHING, rounding=rounding)
    taxes = ("am_bidrag", "kommuneskat_kr", "kirkeskat_kr", "sundhedsbidrag_kr", "bundskat_kr", "mellemskat_kr", "topskat_kr", "toptopskat_kr")
    assert values["skat_i_alt"] == pytest.approx(sum(values[name] for name in taxes), abs=1e-6)


@given(columns=persons(), rounding=st.sampled_from(["skat", "none"]))
def test_disposable_income_is_the_wage_the_instruments_and_what_was_given(law_of, columns, rounding):
    values = read(law_for(law_of, columns), columns, EVERYTHING, rounding=rounding)
    stated = columns["other_wage"] + columns["other_transfer"] + columns["capital_income"] + columns["business_income"] - columns["private_pension"]
    total = GROSS_WAGE.amount(values) + sum(one.amount(values) for one in INSTRUMENTS) + stated
    assert values[NET] == pytest.approx(total, abs=1e-6)


@given(columns=persons(), rounding=st.sampled_from(["skat", "none"]))
@example(columns={**{name: column.default for name, column in COLUMNS.items()}, "year": 2026.0, "kommuneskat": 25.0}, rounding="skat")
def test_all_money_that_comes_in_goes_out(law_of, columns, rounding):
    """What employers and others pay is what the household can spend, its pension saving, the church's and the two purses' gain.

    In: the employers' cost, other wage with its pension and ATP, other transfers, business and capital income. Out:
    disposable income, pension saving, church tax, municipal and state balance.
    """
    v = read(law_for(law_of, columns), columns, EVERYTHING, rounding=rounding)
    paid_in = v["employer_cost"] + sum(
        columns[name] for name in ("other_wage", "other_employer_pension", "other_atp", "other_transfer", "business_income", "capital_income")
    )
    went_out = v["disponibel_indkomst"] + v["pensionsopsparing"] + v["kirkeskat_kr"] + v["municipal_net"] + v["state_net"]
    assert went_out == pytest.approx(paid_in, abs=1e-6)


@given(columns=persons(statuses=("ingen", "fleksjob", "ledighedsydelse", "ordinaert_job"), civil=(words.COHABITING,)), other=persons(civil=(words.COHABITING,)))
def test_the_tax_of_cohabitants_does_not_know_the_partner(law_of, columns, other):
    law = law_for(law_of, columns)
    partner = {name: value for name, value in other.items() if name.startswith("partner_")}
    assert read(law, columns, ["skat_i_alt"])["skat_i_alt"] == read(law, {**columns, **partner}, ["skat_i_alt"])["skat_i_alt"]


def test_a_spouse_without_income_hands_over_the_allowance(law_of, person):
    for year in YEARS:
        law = law_of(year)
        taxes = [
            read(law, person(year, status=words.INGEN, other_wage=400_000.0, civil_status=civil), ["skat_i_alt"])["skat_i_alt"]
            for civil in (words.SINGLE, words.COHABITING, words.MARRIED)
        ]
        local = 0.25 + (law.p.sundhedsbidrag_sats if year <= 2018 else 0.0) + law.p.bundskat_sats
        assert taxes[0] == taxes[1]
        assert taxes[1] - taxes[2] == pytest.approx(law.p.personfradrag_voksen * local, abs=1.0)


# What person and partner have in common; the rest is asked of the person alone.
SHARED = {"other_wage": "partner_wage", "other_transfer": "partner_transfer", "capital_income": "partner_capital_income"} | {
    name: f"partner_{name}" for name in ("kommuneskat", "kirkeskat", "church_member", "birth_year")
}


@given(columns=persons(statuses=("ingen",), civil=CIVIL[1:]), rounding=st.sampled_from(["skat", "none"]))
def test_spouses_can_change_places(law_of, columns, rounding):
    law = law_for(law_of, columns)
    plain = {name: column.default for name, column in COLUMNS.items()}
    kept = ("year", "status", "civil_status", "rent", "daycare_fee", "children_0_2", "children_3_6", "children_7_17")
    one = {**plain, **{name: columns[name] for name in (*kept, *SHARED, *SHARED.values())}}
    two = {**one, **{own: one[theirs] for own, theirs in SHARED.items()}, **{theirs: one[own] for own, theirs in SHARED.items()}}
    targets = ("skat_i_alt", "partner_skat_i_alt", "groen_check", "partner_groen_check", "boligstoette", "friplads", "personlig_indkomst")
    first, second = read(law, one, targets, rounding=rounding), read(law, two, targets, rounding=rounding)
    for name in targets[:4]:
        mirrored = name.removeprefix("partner_") if name.startswith("partner_") else f"partner_{name}"
        assert first[name] == second[mirrored], name
    assert first["boligstoette"] == pytest.approx(second["boligstoette"], abs=1e-6)
    assert first["friplads"] == pytest.approx(second["friplads"], abs=1e-6)


@given(columns=persons())
def test_a_person_has_one_of_the_benefits(law_of, columns):
    values = read(law_for(law_of, columns), columns, OUTPUTS)
    benefits = ("ledighedsydelse", "kontanthjaelp", "ressourceforloebsydelse", "sygedagpenge", "foertidspension", "tilskud_selvstaendig", "fleksloentilskud")
    got = {name for name in benefits if values[name] > 0.0}
    sick_in_fleksjob = columns["status"] == words.FLEKSJOB and columns["sickness_benefit"] > 0.0
    assert len(got) <= 1 or (sick_in_fleksjob and got == {"sygedagpenge", "fleksloentilskud"})
    allowed = {
        words.FLEKSJOB: {"fleksloentilskud", "sygedagpenge"},
        words.LEDIGHEDSYDELSE: {"ledighedsydelse"},
        words.KONTANTHJAELP: {"kontanthjaelp"},
        words.RESSOURCEFORLOEB: {"ressourceforloebsydelse"},
        words.SYGEDAGPENGE: {"sygedagpenge"},
        words.FOERTIDSPENSION: {"foertidspension"},
        words.SENIORPENSION: {"foertidspension"},
        words.SELVSTAENDIG_FLEKS: {"tilskud_selvstaendig"},
    }
    assert got <= allowed.get(columns["status"], set())


@given(columns=persons())
def test_rounding_moves_a_tax_by_a_few_kroner_at_most(law_of, columns):
    """AM and four deductions in whole kroner, five taxes in oere of bases in whole kroner, two allowances handed over."""
    law = law_for(law_of, columns)
    with_rounding, without = (read(law, columns, ["skat_i_alt"], rounding=rounding)["skat_i_alt"] for rounding in ("skat", "none"))
    assert abs(with_rounding - without) < 5.0


@given(columns=persons(statuses=("fleksjob",)))
def test_the_month_is_a_twelfth_of_the_year(law_of, columns):
    """Income of the year is twelve times what the month brought."""
    v = read(law_for(law_of, columns), columns, EVERYTHING)
    assert v["kommunale_ydelser"] == pytest.approx(MONTHS * (v["fleksloentilskud"] + v["sygedagpenge"]), abs=1e-6)
    cash = MONTHS * (v["bruttoindkomst_md"] - v["arbejdsmarkedspension_md"] - v["atp_loen"] - v["atp_anden_loen"] - v["atp_fleksloentilskud"])
    given_too = columns["other_wage"] + columns["other_transfer"] + columns["capital_income"] - columns["private_pension"]
    assert v["kontantindkomst"] == pytest.approx(cash + given_too, abs=1e-6)


@pytest.mark.parametrize("status", words.STATUSES)
def test_every_status_in_every_year_computes_or_names_what_is_missing(status, person):
    """With the law as it is, gaps and all: nothing but a missing value may stop a reading."""
    for year in YEARS:
        for day in (date(year, 1, 1), date(year, 7, 1)):
            columns = person(year, status=words.CODES[status.upper()], hourly_wage=150.0, hours=15.0, civil_status=words.MARRIED, partner_wage=300_000.0)
            law = law_on(day)
            missing_outputs = set()
            for target in OUTPUTS:
                try:
                    assert math.isfinite(read(law, columns, [target])[target])
                except MissingParameter as missing:
                    assert missing.name not in vars(law.p), f"{missing.name} is there in {year}"
                    assert str(day) in str(missing)
                    missing_outputs.add(target)
            if status in ("ingen", "fleksjob", "fleksjob_gammel", "ledighedsydelse", "ordinaert_job"):
                assert missing_outputs == ({"municipal_net", "state_net"} if year < 2016 else set()), f"{day}"
