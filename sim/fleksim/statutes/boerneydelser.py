"""Child benefits: boerne- og ungeydelse and boernetilskud, tax-free."""

from fleksim.rules import rule
from fleksim.words import MARRIED, SINGLE


@rule(law="Børne- og ungeydelsesloven § 4", unit="andel", da="Egen andel af børneydelsen", en="Own share of the child benefit")
def buy_andel(buy_share, civil_status, p):
    """As stated; otherwise all of it for a single person and half in a couple."""
    if buy_share > 0.0:
        return buy_share
    if civil_status == SINGLE:
        return 1.0
    return p.buy_andel_par


@rule(law="Børne- og ungeydelsesloven § 4", unit="andel", da="Partnerens andel af børneydelsen", en="Partner's share of the child benefit")
def partner_buy_andel(buy_andel, civil_status):
    """The rest, in a couple."""
    if civil_status == SINGLE:
        return 0.0
    return 1.0 - buy_andel


@rule(law="Børne- og ungeydelsesloven § 1", unit="kr/aar", da="Børne- og ungeydelse før aftrapning", en="Child benefit before taper", household=True)
def buy_fuld(children_0_2, children_3_6, children_7_17, p):
    """By the age of each child."""
    return children_0_2 * p.buy_0_2 + children_3_6 * p.buy_3_6 + children_7_17 * p.buy_7_17


@rule(
    law="Børne- og ungeydelsesloven § 1 a", unit="kr/aar", da="Aftrapning af egen andel", en="Taper of the own share", until="2013-12-31", name="buy_aftrapning"
)
def buy_aftrapning_foer_2014():
    """Not yet law."""
    return 0.0


@rule(law="Børne- og ungeydelsesloven § 1 a", unit="kr/aar", da="Aftrapning efter indkomst", en="Taper by income", since="2014-01-01")
def buy_aftrapning(boern, topskat_indkomst, p):
    """2 per cent of the income (base of topskat, from 2026 of mellemskat) above the limit."""
    if boern <= 0.0:
        return 0.0
    return max(topskat_indkomst - p.buy_graense, 0.0) * p.buy_aftrapning_sats


@rule(
    law="Børne- og ungeydelsesloven § 1 a (til 2021)",
    unit="kr/aar",
    da="Børne- og ungeydelse",
    en="Child benefit",
    until="2021-12-31",
    name="boerne_og_ungeydelse",
)
def boerne_og_ungeydelse_til_2021(buy_fuld, buy_andel, partner_buy_andel, buy_aftrapning, partner_buy_aftrapning, civil_status):
    """The household's, less the taper of the recipient and, for the married, the spouse."""
    received = buy_fuld * (buy_andel + partner_buy_andel)
    if civil_status == MARRIED:
        return max(received - buy_aftrapning - partner_buy_aftrapning, 0.0)
    return max(received - buy_aftrapning, 0.0)


@rule(law="Børne- og ungeydelsesloven §§ 1 a, 4", unit="kr/aar", da="Børne- og ungeydelse", en="Child benefit", since="2022-01-01")
def boerne_og_ungeydelse(buy_fuld, buy_andel, partner_buy_andel, buy_aftrapning, partner_buy_aftrapning):
    """The household's: each parent's share less the taper of that parent's own income."""
    own = max(buy_fuld * buy_andel - buy_aftrapning, 0.0)
    return own + max(buy_fuld * partner_buy_andel - partner_buy_aftrapning, 0.0)


@rule(law="Børnetilskudsloven §§ 2-3", unit="kr/aar", da="Børnetilskud", en="Child supplement")
def boernetilskud(er_enlig_forsoerger, boern, p):
    """Single parents: an ordinary amount per child and an extra one per household."""
    if not er_enlig_forsoerger:
        return 0.0
    return boern * p.boernetilskud_ordinaert + p.boernetilskud_ekstra
