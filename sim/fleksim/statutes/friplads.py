"""Discount on the daycare fee by household income (dagtilbudsloven § 43, dagtilbudsbekendtgoerelsen § 27)."""

from fleksim.rules import rule
from fleksim.words import PERCENT, SINGLE, whole_steps


@rule(law="Dagtilbudsbekendtgørelsen § 27", unit="kr/aar", da="Nedre indkomstgrænse for friplads", en="Lower income limit of the discount", household=True)
def friplads_nedre(daycare_fee, boern, civil_status, p):
    """Raised for each further child and for single parents; below it the place is free."""
    if daycare_fee <= 0.0:
        return 0.0
    limit = p.friplads_fuld_under + max(boern - 1.0, 0.0) * p.friplads_pr_barn
    if civil_status == SINGLE:
        limit = limit + p.friplads_enlig
    return limit


@rule(law="Dagtilbudsbekendtgørelsen § 27", unit="andel", da="Forældrenes andel af taksten", en="Parents' share of the fee", household=True)
def friplads_betalingsandel(daycare_fee, husstandsindkomst, friplads_nedre, p):
    """Nothing below the lower limit, 5 per cent above it and 1 point more per step, all of it from the upper limit."""
    if daycare_fee <= 0.0:
        return 1.0
    if husstandsindkomst < friplads_nedre:
        return 0.0
    steps = whole_steps((husstandsindkomst - friplads_nedre) / p.friplads_trin)
    return min(p.friplads_foerste_andel + steps / PERCENT, 1.0)


@rule(law="Dagtilbudsloven § 43", unit="kr/aar", da="Fripladstilskud", en="Daycare discount", household=True)
def friplads(daycare_fee, friplads_betalingsandel):
    """What the household is spared of the full fee."""
    return daycare_fee * (1.0 - friplads_betalingsandel)
