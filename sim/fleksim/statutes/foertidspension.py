"""Foertidspension (scheme from 2003) and seniorpension, with the income test (lov om social pension §§ 32 a-c, 49)."""

from fleksim.rules import rule
from fleksim.words import FOERTIDSPENSION, MONTHS, SENIORPENSION, SINGLE


@rule(law="Lov om social pension § 49", unit="kr/aar", da="Fuld pension", en="Full pension")
def pension_fuld(status, civil_status, p):
    """The rate of single persons or of others; seniorpension has the same."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    if civil_status == SINGLE:
        return p.foertidspension_enlig
    return p.foertidspension_andre


@rule(law="Lov om social pension § 32 a", unit="kr/aar", da="Egen indtægt ved siden af pension", en="Own income beside the pension")
def pension_egen_indtaegt(am_indkomst, am_bidrag, other_transfer, kapitalindkomst):
    """Income other than public pension: work after AM-bidrag, other taxable income, positive capital income."""
    return max(am_indkomst - am_bidrag + other_transfer + max(kapitalindkomst, 0.0), 0.0)


@rule(
    law="Lov om social pension § 32 a (til 2022)",
    unit="kr/aar",
    da="Partnerens indtægt der regnes med",
    en="Partner's income that counts",
    until="2022-12-31",
    name="pension_partner_indtaegt",
)
def pension_partner_indtaegt_til_2022(status, civil_status, partner_personlig_indkomst, partner_kapitalindkomst, p):
    """What a partner without pension earns above the disregard, up to a cap."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    if civil_status == SINGLE:
        return 0.0
    income = partner_personlig_indkomst + max(partner_kapitalindkomst, 0.0)
    if income <= 0.0:
        return 0.0
    return min(max(income - p.pension_partner_fradrag, 0.0), p.pension_partner_hoejst)


@rule(
    law="Lov om social pension § 32 a, jf. lov 875/2022",
    unit="kr/aar",
    da="Partnerens indtægt der regnes med",
    en="Partner's income that counts",
    since="2023-01-01",
)
def pension_partner_indtaegt(status, civil_status, partner_kapitalindkomst, p):
    """From 2023 a partner's income from work and its replacements no longer counts; capital income does."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    if civil_status == SINGLE or partner_kapitalindkomst <= 0.0:
        return 0.0
    return min(max(partner_kapitalindkomst - p.pension_partner_fradrag, 0.0), p.pension_partner_hoejst)


@rule(law="Lov om social pension § 49", unit="kr/aar", da="Fradragsbeløb", en="Income disregard")
def pension_fradragsbeloeb(status, civil_status, p):
    """Income that does not reduce the pension."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    if civil_status == SINGLE:
        return p.pension_fradrag_enlig
    return p.pension_fradrag_par


@rule(law="Lov om social pension § 32 c", unit="kr/aar", da="Nedsættelse af pension", en="Reduction of the pension")
def pension_nedsaettelse(status, pension_egen_indtaegt, pension_partner_indtaegt, pension_fradragsbeloeb, p):
    """30 per cent of the income above the disregard."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    return max(pension_egen_indtaegt + pension_partner_indtaegt - pension_fradragsbeloeb, 0.0) * p.pension_nedsaettelse_sats


@rule(law="Lov om social pension § 32 c", unit="kr/aar", da="Pension", en="Pension")
def pension_aar(pension_fuld, pension_nedsaettelse, p):
    """The year's pension; less than a fortieth of the full one is not paid."""
    if pension_fuld <= 0.0:
        return 0.0
    reduced = max(pension_fuld - pension_nedsaettelse, 0.0)
    if reduced < pension_fuld * p.pension_mindst_andel:
        return 0.0
    return reduced


@rule(law="Lov om social pension §§ 16, 49", unit="kr/aar", da="Førtids- eller seniorpension", en="Foertids- or seniorpension")
def foertidspension(pension_aar):
    """The year's pension before ATP and tax, twelve equal months."""
    return pension_aar


@rule(law="-", unit="kr/md", da="Pension om måneden", en="Pension a month")
def pension_md(pension_aar):
    """A twelfth of the year's pension."""
    return pension_aar / MONTHS
