"""The yearly personal tax of one or two persons, in the order of the annual assessment.

A `Person` holds what goes in, arrays of amounts; `assess` gives every tax of a person, `assess_couple` those of two
spouses. Nothing here is taken from the rules of fleksim but the values of the parameters (`p`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from second.money import KRONE, WHOLE, Counting, amount, rate

ZERO = np.zeros(1, np.int64)


@dataclass
class Person:
    """One person's year. Amounts are arrays; the rest is the same for the whole array."""

    wage: Any = field(default_factory=lambda: ZERO)  # liable to AM, after own ATP and pension
    transfer: Any = field(default_factory=lambda: ZERO)  # not liable to AM
    capital: Any = field(default_factory=lambda: ZERO)
    atp: Any = field(default_factory=lambda: ZERO)  # total contribution on wages
    employer_pension: Any = field(default_factory=lambda: ZERO)  # gross
    private_pension: Any = field(default_factory=lambda: ZERO)
    union: Any = field(default_factory=lambda: ZERO)
    akasse: Any = field(default_factory=lambda: ZERO)
    deductions: Any = field(default_factory=lambda: ZERO)
    commuting_km: int = 0
    commuting_days: int = 0
    kommune: int = 0  # rates in hundred-thousandths
    kirke: int = 0
    born: int = 1980
    parent_quarters: int = 0


LAST_SUNDHED = 2018


@dataclass
class Assessed:
    """What comes out; `rest` is the unused value of the personal allowance."""

    am: Any
    personal_income: Any
    deductions: dict[str, Any]
    taxable: Any
    taxes: dict[str, Any]
    rest: dict[str, Any] = field(default_factory=dict)


def pension_year(p, born: int) -> int:
    """The year in which the pension age is reached."""
    for name in ("70", "69", "68", "67", "66"):
        if born >= getattr(p, f"folkepension_aargang_{name}"):
            return born + int(getattr(p, f"folkepensionsalder_{name}"))
    return born + int(p.folkepensionsalder_65)


def deductions_of(p, year: int, it: Person, c: Counting) -> dict[str, Any]:
    """The ligningsmaessige fradrag, by name."""
    # To 2017 own pension contributions lowered the base; from 2018 those through an employer raise it.
    base = it.wage + it.employer_pension + it.atp if year >= 2018 else np.maximum(it.wage - it.private_pension, 0)
    found = {"besk": np.minimum(c.up_to_kroner(c.take(rate(p.beskaeftigelsesfradrag_sats), base)), amount(p.beskaeftigelsesfradrag_max))}
    if year >= 2018:
        above = np.maximum(base - amount(p.jobfradrag_graense), 0)
        found["job"] = np.minimum(c.up_to_kroner(c.take(rate(p.jobfradrag_sats), above)), amount(p.jobfradrag_max))
        years_left = pension_year(p, it.born) - year
        share = rate(p.ekstra_pensionsfradrag_sats_naer if years_left <= p.ekstra_pensionsfradrag_aar else p.ekstra_pensionsfradrag_sats)
        am_rate = rate(p.am_bidrag_sats)
        paid = it.private_pension + c.take(WHOLE - am_rate, it.employer_pension + it.atp)
        found["pension"] = c.up_to_kroner(c.take(share, np.minimum(paid, amount(p.ekstra_pensionsfradrag_grundlag_max))))
    if year >= 2014 and it.parent_quarters:
        whole_year = np.minimum(c.down_to_oere(c.take(rate(p.beskaeftigelsesfradrag_enlig_sats), base)), amount(p.beskaeftigelsesfradrag_enlig_max))
        found["single parent"] = c.up_to_kroner(c.part(whole_year, it.parent_quarters, 4))
    if year >= 2026 and 1 <= pension_year(p, it.born) - year <= p.beskaeftigelsesfradrag_senior_aar:
        found["senior"] = np.minimum(c.up_to_kroner(c.take(rate(p.beskaeftigelsesfradrag_senior_sats), base)), amount(p.beskaeftigelsesfradrag_senior_max))
    found["union"] = np.minimum(it.union, amount(p.fagligt_kontingent_max))
    found["akasse"] = it.akasse
    if it.commuting_km:
        found |= commuting(p, it, c)
    found["other"] = it.deductions
    return found


def commuting(p, it: Person, c: Counting) -> dict[str, Any]:
    """Kilometres above 24 a day at the full rate, those above 120 at the long rate; more for low incomes."""
    near = max(min(it.commuting_km, p.befordring_lang_km) - p.befordring_fri_km, 0)
    far = max(it.commuting_km - p.befordring_lang_km, 0)
    km = it.commuting_days * (near * round(p.befordring_sats * 100) + far * round(p.befordring_sats_lang * 100))
    plain = np.full(np.shape(it.wage), int(km) * (KRONE // 100), dtype=np.int64)
    steps = int(p.befordringstillaeg_udfasning / p.befordringstillaeg_trin)
    passed = np.clip((it.wage - amount(p.befordringstillaeg_graense)) // (int(p.befordringstillaeg_trin) * KRONE), 0, steps).astype(np.int64)
    full = np.minimum(c.take(rate(p.befordringstillaeg_sats), plain), amount(p.befordringstillaeg_max))
    return {"commuting": plain, "commuting, low income": c.up_to_kroner(c.part(full, steps - passed, steps))}


def am_of(p, year: int, it: Person, c: Counting):
    """Labour market contribution: 8 per cent, down to whole kroner; from 2026 nothing through the year of turning 17."""
    if year >= 2026 and year - it.born <= p.am_bidrag_fri_til_alder:
        return it.wage * 0
    return c.down_to_kroner(c.take(rate(p.am_bidrag_sats), it.wage))


def ceilings(p, year: int, local: int) -> tuple[dict[str, int], int]:
    """The rates of the upper taxes after the tax ceilings, for personal income and for capital income.

    local: municipal tax in hundred-thousandths. Church tax stands outside.
    """
    below = local + rate(p.bundskat_sats) + (rate(p.sundhedsbidrag_sats) if year <= 2018 else 0)
    if year < 2026:
        ladder = [("top", p.topskat_sats, p.skatteloft_personlig)]
    else:
        ladder = [
            ("mellem", p.mellemskat_sats, p.skatteloft_mellemskat),
            ("top", p.topskat_sats, p.skatteloft_topskat),
            ("toptop", p.toptopskat_sats, p.skatteloft_toptopskat),
        ]
    rates, reached = {}, below
    for name, full, roof in ladder:
        rates[name] = max(0, min(rate(full), rate(roof) - reached))
        reached += rates[name]
    first = ladder[0][0]
    on_capital = max(0, min(rates[first], rate(p.skatteloft_kapital) - below))
    return rates, on_capital


def capital_of_two(own, other):
    """Net capital income when the negative one of a spouse is set against the positive one of the other."""
    return np.where(own > 0, np.maximum(own + np.minimum(other, 0), 0), np.minimum(own + np.maximum(other, 0), 0))


def personal_income(p, year: int, it: Person, c: Counting):
    """May be negative: own pension contributions above what was earned."""
    return it.wage - am_of(p, year, it, c) + it.transfer - it.private_pension


def pay(holes: list, who: int, pots: list, whose: int) -> None:
    """Fill as much of one person's hole as a pot of somebody holds."""
    paid = np.minimum(holes[who], np.maximum(pots[whose], 0))
    holes[who] = holes[who] - paid
    pots[whose] = pots[whose] - paid


def as_the_state_counts(personal: list, capital: list) -> tuple[list, list]:
    """Personal income and capital income as the state's taxes meet them, of one person or of two spouses.

    A negative personal income is a hole. The other's personal income fills it first, then the own interest, then the
    other's; what is still open goes to later years. Taxable income knows nothing of this.
    """
    holes = [np.maximum(-one, 0) for one in personal]
    earned, interest = list(personal), list(capital)
    couple = [(0, 1), (1, 0)] if len(personal) == 2 else []
    for who, other in couple:
        pay(holes, who, earned, other)
    for who in range(len(personal)):
        pay(holes, who, interest, who)
    for who, other in couple:
        pay(holes, who, interest, other)
    return [np.maximum(one, 0) for one in earned], [np.maximum(one, 0) for one in interest]


def assess_alone(p, year: int, it: Person, c: Counting, spouse: Person | None = None) -> Assessed:
    """Income, deductions and taxes before personal allowance and credits."""
    am = am_of(p, year, it, c)
    personal = personal_income(p, year, it, c)
    deductions = deductions_of(p, year, it, c)
    taxable = c.down_to_kroner(personal + it.capital - sum(deductions.values()))
    counted, in_top = in_state_taxes(p, year, it, c, spouse)
    upper, on_capital = ceilings(p, year, it.kommune)
    taxes = {"bund": c.tax(rate(p.bundskat_sats), sum(counted))}
    first = next(iter(upper))
    thresholds = {"mellem": "mellemskat_graense", "top": "topskat_graense", "toptop": "toptopskat_graense"}
    for name, share in upper.items():
        above = counted[0] + (in_top if name == first else 0) - amount(getattr(p, thresholds[name]))
        taxes[name] = c.tax(share, above)
        if name == first:
            # The lower ceiling of capital income: what of it is taxed here bears less.
            lowered = np.minimum(in_top, c.down_to_kroner(np.maximum(above, 0)))
            taxes[name] = taxes[name] - c.down_to_oere(c.take(share - on_capital, lowered))
    if year <= LAST_SUNDHED:
        taxes["sundhed"] = c.tax(rate(p.sundhedsbidrag_sats), taxable)
    taxes["kommune"] = c.tax(it.kommune, taxable)
    taxes["kirke"] = c.tax(it.kirke, taxable)
    return Assessed(am=am, personal_income=personal, deductions=deductions, taxable=taxable, taxes=taxes)


def in_state_taxes(p, year: int, it: Person, c: Counting, spouse: Person | None) -> tuple[tuple[Any, Any], Any]:
    """Personal and capital income in bundskat, and how much of the latter lies above the allowance of topskat."""
    allowance = amount(p.topskat_kapital_bundfradrag)
    if spouse is None:
        [earned], [interest] = as_the_state_counts([personal_income(p, year, it, c)], [it.capital])
    else:
        netted = [capital_of_two(it.capital, spouse.capital), capital_of_two(spouse.capital, it.capital)]
        (earned, _), (interest, theirs) = as_the_state_counts([personal_income(p, year, one, c) for one in (it, spouse)], netted)
        allowance = allowance + np.maximum(allowance - theirs, 0)
    return (earned, interest), np.maximum(interest - allowance, 0)


def local_rates(p, year: int, it: Person) -> dict[str, int]:
    """The taxes on taxable income: they share a base, and what one person cannot use of them goes over as one base."""
    sundhed = {"sundhed": rate(p.sundhedsbidrag_sats)} if year <= LAST_SUNDHED else {}
    return {**sundhed, "kommune": it.kommune, "kirke": it.kirke}


def state_rates(p) -> dict[str, int]:
    return {"bund": rate(p.bundskat_sats)}


def worth(rates: dict[str, int], base, c: Counting) -> dict[str, Any]:
    """What an allowance is worth in each tax, cut to oere in each."""
    return {tax: c.down_to_oere(c.take(share, base)) for tax, share in rates.items()}


def lower(taxes: dict[str, Any], name: str, value):
    """Takes a value off one tax; gives back what it could not use."""
    used = np.minimum(value, taxes[name])
    taxes[name] = taxes[name] - used
    return value - used


def lower_any(taxes: dict[str, Any], value):
    """Takes a value off the taxes in turn; gives back what found no tax."""
    for name in taxes:
        value = lower(taxes, name, value)
    return value


def use(group: dict[str, Any], taxes: dict[str, Any]):
    """The unused rest of an allowance after each of its values met its own tax."""
    return sum(lower(taxes, tax, value) for tax, value in group.items())


def personal_allowance(p, year: int, it: Person):
    return amount(p.personfradrag_voksen if year - it.born >= p.personfradrag_voksen_alder else p.personfradrag_ung)


def use_own(p, year: int, it: Person, found: Assessed, c: Counting) -> dict[str, Any]:
    """Own allowance: first in its own taxes, the rest in the person's others; what is left, by group."""
    allowance = personal_allowance(p, year, it)
    groups = {"state": state_rates(p), "local": local_rates(p, year, it)}
    rest = {name: use(worth(rates, allowance, c), found.taxes) for name, rates in groups.items()}
    return {name: lower_any(found.taxes, value) for name, value in rest.items()}


STATE = ("bund", "mellem", "top", "toptop")


def state_taxes(found: Assessed):
    return sum(found.taxes[name] for name in STATE if name in found.taxes)


def take_deficit(p, year: int, it: Person, found: Assessed, c: Counting, base) -> None:
    """A deficit is worth the local rates in the state's taxes, before any allowance."""
    value = c.down_to_oere(c.take(sum(local_rates(p, year, it).values()), base))
    for name in STATE:
        if name in found.taxes:
            value = lower(found.taxes, name, value)


def unused_deficit(p, year: int, it: Person, found: Assessed, c: Counting):
    """What the own state taxes cannot take of a deficit, as a base in whole kroner for the spouse."""
    local = sum(local_rates(p, year, it).values())
    if local == 0:
        return found.taxable * 0
    return c.down_to_kroner(np.maximum(-found.taxable - c.part(state_taxes(found), WHOLE, local), 0))


def relief(p, it: Person, c: Counting, spouse: Person | None):
    """A share of negative net capital income up to 50,000 kr; spouses share two ceilings."""
    own = it.capital if spouse is None else capital_of_two(it.capital, spouse.capital)
    roof = amount(p.negativ_kapital_max)
    if spouse is not None:
        theirs = capital_of_two(spouse.capital, it.capital)
        roof = roof + np.maximum(roof - np.maximum(-theirs, 0), 0)
    return c.down_to_oere(c.take(rate(p.negativ_kapital_sats), np.minimum(np.maximum(-own, 0), roof)))


def total(it: Assessed):
    """All taxes with AM, after allowances and credits."""
    return it.am + sum(it.taxes.values())


def assess(p, year: int, it: Person, c: Counting) -> Assessed:
    """A person whose tax no spouse shares in."""
    found = assess_alone(p, year, it, c)
    take_deficit(p, year, it, found, c, np.maximum(-found.taxable, 0))
    found.rest = use_own(p, year, it, found, c)
    lower_any(found.taxes, relief(p, it, c, None))
    return found


def assess_couple(p, year: int, one: Person, two: Person, c: Counting) -> tuple[Assessed, Assessed]:
    """Two spouses who live together at the end of the year.

    In this order goes over what one cannot use: a deficit (first in the other's taxable income, then in the state's
    taxes), the personal allowance (as a base in whole kroner), the relief for negative capital income.
    """
    pair = (one, two)
    found = (assess_alone(p, year, one, c, two), assess_alone(p, year, two, c, one))
    deficits = [unused_deficit(p, year, it, result, c) for it, result in zip(pair, found, strict=True)]
    for i, (it, result) in enumerate(zip(pair, found, strict=True)):
        received = deficits[1 - i]
        own = np.maximum(-result.taxable, 0)
        taken = np.minimum(received, np.maximum(result.taxable, 0))
        result.taxable = result.taxable - taken
        for name, share in local_rates(p, year, it).items():
            result.taxes[name] = c.tax(share, result.taxable)
        take_deficit(p, year, it, result, c, own + received - taken)
    for it, result in zip(pair, found, strict=True):
        result.rest = use_own(p, year, it, result, c)
    bases = []
    for it, result in zip(pair, found, strict=True):
        senders = {"state": sum(state_rates(p).values()), "local": sum(local_rates(p, year, it).values())}
        bases.append({name: c.down_to_kroner(c.part(result.rest[name], WHOLE, share)) for name, share in senders.items() if share})
    for i, given in ((0, bases[1]), (1, bases[0])):
        receivers = {"state": state_rates(p), "local": local_rates(p, year, pair[i])}
        rest = sum(use(worth(receivers[name], base, c), found[i].taxes) for name, base in given.items())
        lower_any(found[i].taxes, rest)
    unused = [lower_any(found[i].taxes, relief(p, pair[i], c, pair[1 - i])) for i in (0, 1)]
    for i in (0, 1):
        lower_any(found[i].taxes, unused[1 - i])
    return found
