"""What is left to live on, and what is saved for a pension."""

from fleksim.rules import rule
from fleksim.words import MONTHS, SINGLE


@rule(law="-", unit="kr/md", da="Løn og tilskud før skat", en="Wage and supplement before tax")
def bruttoindkomst_md(loen_md, anden_fleksloen_md, fleksloentilskud, ydelse_md):
    """What the month brings before ATP and tax, incl. pension: STAR's total."""
    return loen_md + anden_fleksloen_md + fleksloentilskud + ydelse_md


@rule(law="-", unit="kr/aar", da="Kontant indkomst før skat", en="Cash income before tax")
def kontantindkomst(am_indkomst, erhvervsunderskud, overfoersel_skattepligtig, capital_income, fradrag_i_personlig_indkomst):
    """Wage after own pension and ATP, taxable transfers, capital income, less own pension contributions."""
    return am_indkomst + erhvervsunderskud + overfoersel_skattepligtig + capital_income - fradrag_i_personlig_indkomst


@rule(law="-", unit="kr/aar", da="Skattefri ydelser", en="Tax-free transfers")
def skattefri_ydelser(boligstoette, boerne_og_ungeydelse, boernetilskud, friplads):
    """The household's housing and child benefits and the daycare discount."""
    return boligstoette + boerne_og_ungeydelse + boernetilskud + friplads


@rule(law="-", unit="kr/aar", da="Disponibel indkomst", en="Disposable income")
def disponibel_indkomst(kontantindkomst, skat_i_alt, groen_check, skattefri_ydelser):
    """After tax and transfers; own pension saving and ATP are not counted."""
    return kontantindkomst - skat_i_alt + groen_check + skattefri_ydelser


@rule(law="AMBL § 2", unit="kr/aar", da="AM-bidrag i pensionsordninger", en="AM-bidrag in pension schemes")
def pension_am_bidrag(arbejdsmarkedspension_aar, atp_af_loen_aar, p):
    """Withheld by the pension institution, outside the tax assessment."""
    return (arbejdsmarkedspension_aar + atp_af_loen_aar) * p.am_bidrag_sats


@rule(law="-", unit="kr/aar", da="Pensionsopsparing", en="Pension saving")
def pensionsopsparing(
    arbejdsmarkedspension_aar,
    atp_af_loen_aar,
    pension_am_bidrag,
    fradrag_i_personlig_indkomst,
    atp_fleksloentilskud,
    atp_fleksjob_stat,
    atp_ydelse_i_alt,
    atp_pension_i_alt,
    obligatorisk_pension,
):
    """All contributions of the year, own, employer's and public, after AM-bidrag and before tax on payouts."""
    of_work = arbejdsmarkedspension_aar + atp_af_loen_aar - pension_am_bidrag + fradrag_i_personlig_indkomst
    of_benefits = (atp_fleksloentilskud + atp_fleksjob_stat + atp_ydelse_i_alt) * MONTHS + atp_pension_i_alt
    return of_work + of_benefits + obligatorisk_pension


@rule(law="-", unit="kr/aar", da="Husstandens disponible indkomst", en="Disposable income of the household")
def husstand_disponibel(
    civil_status,
    skattefri_ydelser,
    kontantindkomst,
    skat_i_alt,
    groen_check,
    partner_kontantindkomst,
    partner_skat_i_alt,
    partner_groen_check,
):
    """Both partners' incomes after tax and the household's transfers."""
    own = kontantindkomst - skat_i_alt + groen_check + skattefri_ydelser
    if civil_status == SINGLE:
        return own
    return own + partner_kontantindkomst - partner_skat_i_alt + partner_groen_check


@rule(law="Eurostat; OECD's modified scale", unit="antal", da="Forbrugsenheder i husstanden", en="Consumption units of the household", household=True)
def forbrugsenheder(civil_status, boern, p):
    """One for the first adult, less for a partner, less still for each child under 18 (the scale counts 14-17 as adults)."""
    children = boern * p.forbrugsenhed_barn
    if civil_status == SINGLE:
        return p.forbrugsenhed_foerste + children
    return p.forbrugsenhed_foerste + p.forbrugsenhed_voksen + children


@rule(law="Eurostat; OECD's modified scale", unit="kr/aar", da="Ækvivaleret disponibel indkomst", en="Equivalised disposable income")
def aekvivaleret_indkomst(husstand_disponibel, forbrugsenheder):
    """The household's disposable income by consumption unit: what incomes are compared by."""
    return husstand_disponibel / forbrugsenheder
