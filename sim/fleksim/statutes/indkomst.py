"""Income of the year in the words of the tax acts: AM-liable, personal, capital."""

from fleksim.rules import rule
from fleksim.words import MARRIED, MONTHS, SELVSTAENDIG_FLEKS, kroner_down


@rule(law="AMBL §§ 2-4", unit="kr/aar", da="AM-pligtig indkomst", en="Income liable to AM-bidrag")
def am_indkomst(loen_md, anden_fleksloen_md, arbejdsmarkedspension_md, atp_loen, atp_anden_loen, other_wage, erhvervsindkomst):
    """Wage after own pension and own ATP, other wage, and business income."""
    cash_wage = loen_md + anden_fleksloen_md - arbejdsmarkedspension_md - atp_loen - atp_anden_loen
    return cash_wage * MONTHS + other_wage + max(erhvervsindkomst, 0.0)


@rule(law="AMBL § 2", unit="kr/aar", da="Partnerens AM-pligtige indkomst", en="Partner's income liable to AM-bidrag")
def partner_am_indkomst(partner_wage):
    """As given."""
    return partner_wage


@rule(law="PSL § 3", unit="kr/aar", da="Virksomhedens overskud", en="Business income")
def erhvervsindkomst(status, business_income):
    """Counts for a self-employed person; in every other status the field must be 0."""
    if status != SELVSTAENDIG_FLEKS:
        return 0.0
    return business_income


@rule(law="AMBL § 1", unit="kr/aar", da="AM-bidrag før afrunding", en="AM-bidrag before rounding", until="2025-12-31", name="am_bidrag_uafrundet")
def am_bidrag_uafrundet_til_2025(am_indkomst, p):
    """8 per cent at every age."""
    return am_indkomst * p.am_bidrag_sats


@rule(law="AMBL § 1, jf. lov 96/2025", unit="kr/aar", da="AM-bidrag før afrunding", en="AM-bidrag before rounding", since="2026-01-01")
def am_bidrag_uafrundet(am_indkomst, alder, p):
    """8 per cent; from 2026 nothing through the year in which one turns 17."""
    if alder <= p.am_bidrag_fri_til_alder:
        return 0.0
    return am_indkomst * p.am_bidrag_sats


@rule(law="AMBL § 1", unit="kr/aar", da="AM-bidrag", en="AM-bidrag")
def am_bidrag(am_bidrag_uafrundet):
    """In whole kroner, rounded down."""
    return kroner_down(am_bidrag_uafrundet)


@rule(law="PSL § 3; PBL §§ 49-50", unit="kr/aar", da="Skattepligtige overførsler", en="Taxable transfers")
def overfoersel_skattepligtig(fleksloentilskud, atp_fleksloentilskud, ydelse_md, atp_ydelse, pension_aar, atp_pension, tilskud_selvstaendig, other_transfer):
    """Benefits and supplements after own ATP: taxable, without AM-bidrag."""
    monthly = fleksloentilskud - atp_fleksloentilskud + ydelse_md - atp_ydelse
    return monthly * MONTHS + pension_aar - atp_pension + tilskud_selvstaendig + other_transfer


@rule(law="PSL § 3", unit="kr/aar", da="Partnerens skattepligtige overførsler", en="Partner's taxable transfers")
def partner_overfoersel_skattepligtig(partner_transfer):
    """As given."""
    return partner_transfer


@rule(law="PBL § 18", unit="kr/aar", da="Fradrag i personlig indkomst", en="Deductions from personal income")
def fradrag_i_personlig_indkomst(private_pension):
    """Own contributions to ratepension or livrente."""
    return private_pension


@rule(law="-", unit="kr/aar", da="Partnerens fradrag i personlig indkomst", en="Partner's deductions from personal income")
def partner_fradrag_i_personlig_indkomst():
    """Not asked for."""
    return 0.0


@rule(law="PSL § 3", unit="kr/aar", da="Negativt erhvervsresultat", en="Business loss")
def erhvervsunderskud(erhvervsindkomst):
    """A loss lowers personal income, not AM-bidrag [negative or 0]."""
    return min(erhvervsindkomst, 0.0)


@rule(law="-", unit="kr/aar", da="Partnerens erhvervsunderskud", en="Partner's business loss")
def partner_erhvervsunderskud():
    """Not asked for."""
    return 0.0


@rule(law="PSL § 3", unit="kr/aar", da="Personlig indkomst", en="Personal income")
def personlig_indkomst(am_indkomst, am_bidrag, overfoersel_skattepligtig, fradrag_i_personlig_indkomst, erhvervsunderskud):
    """Earned income after AM-bidrag, taxable transfers, less own pension contributions."""
    return am_indkomst - am_bidrag + overfoersel_skattepligtig - fradrag_i_personlig_indkomst + erhvervsunderskud


@rule(law="PSL § 4", unit="kr/aar", da="Nettokapitalindkomst", en="Net capital income")
def kapitalindkomst(capital_income):
    """Interest and the like, received less paid."""
    return capital_income


@rule(law="PSL § 4", unit="kr/aar", da="Partnerens nettokapitalindkomst", en="Partner's net capital income")
def partner_kapitalindkomst(partner_capital_income):
    """As given."""
    return partner_capital_income


@rule(law="PSL § 6, stk. 3; § 7, stk. 5", unit="kr/aar", da="Kapitalindkomst efter ægtefællens", en="Capital income after the spouse's")
def kapitalindkomst_efter_udligning(kapitalindkomst, partner_kapitalindkomst, civil_status):
    """Married: the negative capital income of one is set against the positive of the other."""
    if civil_status != MARRIED:
        return kapitalindkomst
    if kapitalindkomst >= 0.0:
        return max(kapitalindkomst + min(partner_kapitalindkomst, 0.0), 0.0)
    return min(kapitalindkomst + max(partner_kapitalindkomst, 0.0), 0.0)


@rule(law="PSL § 13, stk. 4", unit="kr/aar", da="Modtaget negativ personlig indkomst", en="Received negative personal income")
def modtaget_negativ_personlig_indkomst(personlig_indkomst, partner_personlig_indkomst, civil_status):
    """A spouse's negative personal income is set off in one's own positive one before anything else."""
    if civil_status != MARRIED:
        return 0.0
    return min(max(-partner_personlig_indkomst, 0.0), max(personlig_indkomst, 0.0))


@rule(law="PSL § 13, stk. 3-4", unit="kr/aar", da="Negativ personlig indkomst", en="Negative personal income")
def negativ_personlig_indkomst(personlig_indkomst, partner_modtaget_negativ_personlig_indkomst):
    """What a spouse's personal income had no room for, to be set off in capital income."""
    return max(-personlig_indkomst - partner_modtaget_negativ_personlig_indkomst, 0.0)


@rule(law="PSL § 13, stk. 4", unit="kr/aar", da="Uudnyttet negativ personlig indkomst", en="Unused negative personal income")
def uudnyttet_negativ_personlig_indkomst(negativ_personlig_indkomst, kapitalindkomst_efter_udligning):
    """What the own positive net capital income had no room for either.

    What is left after a spouse's capital income too would pass to later years; that is outside the model.
    """
    return max(negativ_personlig_indkomst - max(kapitalindkomst_efter_udligning, 0.0), 0.0)


@rule(law="PSL § 13, stk. 3-4", unit="kr/aar", da="Personlig indkomst i statens skatter", en="Personal income in the state's taxes")
def personlig_indkomst_i_statsskat(personlig_indkomst, modtaget_negativ_personlig_indkomst):
    """As bundskat and the upper brackets count it; taxable income is not touched by the set-off."""
    return max(personlig_indkomst - modtaget_negativ_personlig_indkomst, 0.0)


@rule(law="PSL § 13, stk. 3-4", unit="kr/aar", da="Kapitalindkomst i statens skatter", en="Capital income in the state's taxes")
def kapitalindkomst_i_statsskat(kapitalindkomst_efter_udligning, negativ_personlig_indkomst, partner_uudnyttet_negativ_personlig_indkomst, civil_status):
    """Positive net capital income less the own negative personal income, then a spouse's."""
    left = max(max(kapitalindkomst_efter_udligning, 0.0) - negativ_personlig_indkomst, 0.0)
    if civil_status != MARRIED:
        return left
    return max(left - partner_uudnyttet_negativ_personlig_indkomst, 0.0)
