"""Benefits of persons without a job, and everything a household gets beside income: a whole year in whole numbers.

Written from the prose of the transfer rules. `live` puts a year together: benefit, ATP, tax (`second.tax`), green check,
housing benefit, child benefits and daycare, down to what is left to spend and what the municipality pays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from second import supplement, tax
from second.money import KRONE, WHOLE, Counting, amount, kroner, rate

SKAT = Counting(rounds=True)


@dataclass
class Household:
    """Who lives together. Amounts are arrays; the rest holds for the whole array."""

    status: str
    me: tax.Person
    partner: tax.Person | None
    married: bool
    ages: tuple[int, int, int]  # children of 0-2, 3-6 and 7-17 years
    hours: int = 0  # tenths of hours a week that the kontanthjaelp disregards
    rent: Any = 0
    pensioner_housing: bool = False
    daycare_fee: Any = 0
    high_rate: bool = True
    benefit_weeks: int = 53

    @property
    def single(self) -> bool:
        return self.partner is None

    @property
    def children(self) -> int:
        return sum(self.ages)


PENSIONS = ("foertidspension", "seniorpension")


def after_am(p, year: int, it: tax.Person):
    return it.wage - tax.am_of(p, year, it, SKAT)


def kontanthjaelp(p, year: int, summer: bool, it: Household):
    """Before July 2025 80 and 60 per cent of dagpenge and a youth rate; after it an increased or basic rate with supplements."""
    grown = year - it.me.born >= p.kontanthjaelp_aldersgraense
    if year < 2025 or (year == 2025 and not summer):
        month = p.kontanthjaelp_forsoerger if it.children else p.kontanthjaelp_andre if grown else p.kontanthjaelp_ung_udeboende
    else:
        month = p.kontanthjaelp_forhoejet_sats if grown else p.kontanthjaelp_grundsats
        if it.children:
            month += p.kontanthjaelp_boernetillaeg + (p.kontanthjaelp_enlig_forsoerger if it.single and not grown else 0.0)
        elif it.single:
            month += p.kontanthjaelp_enlig_andre
    full = 12 * amount(month)
    disregarded = it.hours * 52 * round(p.kontanthjaelp_fradrag_time * 100) * (KRONE // 1000)
    set_off = np.maximum(after_am(p, year, it.me) - disregarded, 0)
    if it.married:
        set_off = set_off + np.maximum(after_am(p, year, it.partner) + it.partner.transfer - full, 0)
    return np.maximum(full - set_off, 0)


def pension(p, year: int, it: Household):
    """Full pension less 30 per cent of income above a disregard; nothing below a fortieth."""
    full = amount(p.foertidspension_enlig if it.single else p.foertidspension_andre)
    income = np.maximum(after_am(p, year, it.me) + it.me.transfer + np.maximum(it.me.capital, 0), 0)
    if not it.single:
        theirs = np.maximum(it.partner.capital, 0)
        if year <= 2022:
            theirs = theirs + after_am(p, year, it.partner) + it.partner.transfer
        income = income + np.clip(theirs - amount(p.pension_partner_fradrag), 0, amount(p.pension_partner_hoejst))
    free = amount(p.pension_fradrag_enlig if it.single else p.pension_fradrag_par)
    left = full - SKAT.take(rate(p.pension_nedsaettelse_sats), np.maximum(income - free, 0))
    return np.where(left < SKAT.take(rate(p.pension_mindst_andel), full), 0, left)


def benefit(p, year: int, summer: bool, it: Household):
    """(the year's benefit, own ATP of it)."""
    if it.status in PENSIONS:
        found = pension(p, year, it)
        return found, np.where(found > 0, amount(p.atp_pension_egen), 0)
    if it.status == "ledighedsydelse":
        found = supplement.ledighedsydelse(p, it.high_rate, it.children > 0, it.me.wage + it.me.employer_pension)
    elif it.status == "ressourceforloeb":
        month = p.ressourceforloebsydelse_forsoerger if it.children else p.ressourceforloebsydelse_andre
        kink = 12 * amount(p.aftrapning_knaek)
        found = supplement.after_two_tapers(12 * amount(month), rate(p.ly_aftrapning_1), rate(p.ly_aftrapning_2), kink, it.me.wage + it.me.employer_pension)
    elif it.status == "kontanthjaelp":
        found = kontanthjaelp(p, year, summer, it)
    elif it.status == "sygedagpenge":
        found = np.maximum(52 * amount(p.sygedagpenge_max_uge) - it.me.wage - it.me.employer_pension, 0)
        return found, found * 0
    else:
        return it.me.wage * 0, it.me.wage * 0
    least = 12 * amount(p.atp_ydelse_mindst_forsoerger if it.children else p.atp_ydelse_mindst_andre)
    return found, np.where((found > 0) & (found >= least), 12 * amount(p.atp_fuld_egen), 0)


def is_pensioner(p, year: int, status: str, born: int) -> bool:
    return status in PENSIONS or tax.pension_year(p, born) <= year


def green_check(p, year: int, it: Household, share: float, personal, capital):
    """Adult and child amounts, tapered one after the other, and a supplement that is lost whole."""
    retired = is_pensioner(p, year, it.status, it.me.born)
    income = personal + np.maximum(capital - amount(p.topskat_kapital_bundfradrag), 0)
    income = np.maximum(income - income % KRONE, 0)
    over = SKAT.take(rate(p.groen_check_aftrapning), np.maximum(income - amount(p.groen_check_graense), 0))
    counted = min(it.children, int(p.groen_check_boern_hoejst)) * share
    if year <= 2022:
        adult = amount(p.groen_check_pensionist if retired else p.groen_check_ikke_pensionist)
        child = amount(counted * (p.groen_check_barn_pensionist if retired else p.groen_check_barn_ikke_pensionist))
        child_over = np.maximum(over - adult, 0)
    else:
        adult = amount(p.groen_check_pensionist if retired else 0.0)
        child = amount(counted * p.groen_check_barn)
        limit = amount(p.groen_check_graense_boern_voksenbeloeb if retired else p.groen_check_graense)
        child_over = SKAT.take(rate(p.groen_check_aftrapning), np.maximum(income - limit, 0))
    supplement_too = np.where((income <= amount(p.groen_check_tillaeg_graense)) & (retired or year <= 2022), amount(p.groen_check_tillaeg), 0)
    return _up(np.maximum(adult - over, 0)) + _up(np.maximum(child - child_over, 0)) + supplement_too


def _up(x):
    oere = KRONE // 100
    return -(-x // oere) * oere


def housing(p, it: Household, income):
    """Boligsikring, or boligydelse for those with a right to it."""
    second_to_fourth = min(max(it.children - 1, 0), int(p.boligstoette_boernetillaeg_hoejst))
    if it.pensioner_housing:
        rent = np.minimum(it.rent, amount(p.boligydelse_leje_max))
        limit = amount(p.boligydelse_indkomstgraense) + second_to_fourth * amount(p.boligydelse_barn)
        found = SKAT.take(rate(p.boligydelse_lejeandel), rent + amount(p.boligydelse_tillaeg))
        found = found - SKAT.take(rate(p.boligydelse_indkomstandel), np.maximum(income - limit, 0))
        own = np.maximum(SKAT.take(rate(p.boligydelse_egenbetaling_andel), income), amount(p.boligydelse_egenbetaling))
        most, least = amount(p.boligydelse_max), amount(p.boligydelse_mindst)
        found = np.minimum(found, np.minimum(rent - own, most))
    else:
        rent = np.minimum(it.rent, amount(p.boligsikring_leje_max))
        limit = amount(p.boligsikring_indkomstgraense) + second_to_fourth * amount(p.boligsikring_barn)
        found = SKAT.take(rate(p.boligsikring_lejeandel), rent) - SKAT.take(rate(p.boligsikring_indkomstandel), np.maximum(income - limit, 0))
        many = it.children >= p.boligsikring_mange_boern
        most, least = amount(p.boligsikring_max * (p.boligsikring_max_mange_boern if many else 1.0)), amount(p.boligsikring_mindst)
        found = np.minimum(found, np.minimum(rent - amount(p.boligsikring_egenbetaling), most))
        if not it.children and it.status not in PENSIONS:
            found = np.minimum(found, SKAT.take(rate(p.boligsikring_barnloes_andel), rent))
    twelve = 12 * KRONE
    whole = (2 * np.maximum(found, 0) + twelve) // (2 * twelve) * twelve
    return np.where((it.rent > 0) & (whole >= least), whole, 0)


def child_benefit(p, year: int, it: Household, share: float, tops):
    """Per child by age, less 2 per cent of high incomes; from 2022 each parent's half by the parent's own income."""
    small, middle, large = it.ages
    full = small * amount(p.buy_0_2) + middle * amount(p.buy_3_6) + large * amount(p.buy_7_17)
    if not it.children:
        return full
    tapers = [SKAT.take(rate(p.buy_aftrapning_sats), np.maximum(top - amount(p.buy_graense), 0)) if year >= 2014 else top * 0 for top in tops]
    mine = np.asarray(full * share).astype(np.int64)
    theirs = np.zeros_like(mine) if it.single else full - mine
    if year <= 2021:
        return np.maximum(mine + theirs - tapers[0] - (tapers[1] if it.married else 0), 0)
    return np.maximum(mine - tapers[0], 0) + (0 if it.single else np.maximum(theirs - tapers[1], 0))


def daycare(p, it: Household, income):
    """All of the fee below the lower limit; above it the parents pay 5 per cent and a point more a step, at most all."""
    lower = amount(p.friplads_fuld_under + max(it.children - 1, 0) * p.friplads_pr_barn + (p.friplads_enlig if it.single else 0.0))
    points = np.minimum(round(p.friplads_foerste_andel * 100) + (income - lower) // amount(p.friplads_trin), 100)
    return it.daycare_fee * (100 - np.where(income < lower, 0, points)) // 100


def top_income(p, year: int, me: tax.Person, other: tax.Person | None):
    """Personal income and capital income above the allowance, which spouses share, as topskat counts them."""
    (personal, _), capital = tax.in_state_taxes(p, year, me, SKAT, other)
    found = personal + capital
    return found - found % KRONE


REFUND = ((4, "refusion_trin_1"), (26, "refusion_trin_2"), (52, "refusion_trin_3"))


def live(p, year: int, it: Household, *, summer: bool = False, stated_share: float = 0.0) -> dict[str, Any]:
    """A year of a household: its outputs by fleksim's names [kr]."""
    got, own_atp = benefit(p, year, summer, it)
    me = tax.Person(**{**vars(it.me), "transfer": it.me.transfer + got - own_atp})
    spouse = it.partner if it.married else None
    taxed = tax.assess(p, year, me, SKAT) if spouse is None else tax.assess_couple(p, year, me, spouse, SKAT)[0]
    personal = taxed.personal_income
    theirs = 0 if it.single else after_am(p, year, it.partner) + it.partner.transfer
    share = stated_share or (1.0 if it.single else p.buy_andel_par)
    capital = me.capital if spouse is None else tax.capital_of_two(me.capital, spouse.capital)
    income = personal + me.private_pension + np.maximum(me.capital, 0) + (0 if it.single else theirs + np.maximum(it.partner.capital, 0))
    income = np.maximum(income, 0)
    tops = [top_income(p, year, me, spouse)] + ([] if it.single else [top_income(p, year, it.partner, me if it.married else None)])
    green = green_check(p, year, it, share, personal, capital)
    house = housing(p, it, income)
    children = child_benefit(p, year, it, share, tops)
    single_parents = it.children * amount(p.boernetilskud_ordinaert) + amount(p.boernetilskud_ekstra) if it.single and it.children else 0
    care = daycare(p, it, income)
    left = personal + me.capital - (tax.total(taxed) - taxed.am) + green + house + children + single_parents + care
    found = {
        "personlig_indkomst": personal,
        "skat_i_alt": tax.total(taxed),
        "groen_check": green,
        "boligstoette": house,
        "boerne_og_ungeydelse": children,
        "boernetilskud": single_parents,
        "friplads": care,
        "disponibel_indkomst": left,
    }
    name = "foertidspension" if it.status in PENSIONS else {"ressourceforloeb": "ressourceforloebsydelse"}.get(it.status, it.status)
    if name != "ingen":
        found[name] = got if it.status in PENSIONS else got / 12
    if year >= 2016:
        refund = next((rate(getattr(p, step)) for weeks, step in REFUND if it.benefit_weeks <= weeks), rate(p.refusion_trin_4))
        state = rate(p.boligydelse_statens_andel if it.pensioner_housing else p.boligsikring_statens_andel)
        employers_atp = 0 if it.status in PENSIONS else np.where(own_atp > 0, 12 * (amount(p.atp_fuld_i_alt) - amount(p.atp_fuld_egen)), 0)
        paid = SKAT.take(WHOLE - refund, got) + SKAT.take(WHOLE - state, house) + care + employers_atp
        found["municipal_net"] = taxed.taxes["kommune"] - paid
    return {output: kroner(value) for output, value in found.items()}
