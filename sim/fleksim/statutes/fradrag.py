"""Deductions from taxable income (ligningsmaessige fradrag): employment, job, pension, commuting, dues."""

from fleksim.rules import rule
from fleksim.words import FULL_WEEK_DAYS, QUARTERS, SINGLE, kroner_up, oere_down, whole_steps


@rule(
    law="LL § 9 J (til 2017)",
    unit="kr/aar",
    da="Grundlag for beskæftigelsesfradrag",
    en="Base of the employment deduction",
    until="2017-12-31",
    name="beskaeftigelsesgrundlag",
)
def beskaeftigelsesgrundlag_til_2017(am_indkomst, fradrag_i_personlig_indkomst):
    """Income liable to AM-bidrag less own pension contributions (the legal guide's example B-05 of 2013)."""
    return max(am_indkomst - fradrag_i_personlig_indkomst, 0.0)


@rule(law="LL § 9 J", unit="kr/aar", da="Grundlag for beskæftigelsesfradrag", en="Base of the employment deduction", since="2018-01-01")
def beskaeftigelsesgrundlag(am_indkomst, arbejdsmarkedspension_aar, atp_af_loen_aar):
    """Income liable to AM-bidrag plus employer-run pension and ATP of wages; supplement and benefits do not count."""
    return am_indkomst + arbejdsmarkedspension_aar + atp_af_loen_aar


@rule(law="LL § 9 J, stk. 1-2", unit="kr/aar", da="Beskæftigelsesfradrag", en="Employment deduction")
def beskaeftigelsesfradrag(beskaeftigelsesgrundlag, p):
    """A share of the base, at most the cap."""
    return min(kroner_up(beskaeftigelsesgrundlag * p.beskaeftigelsesfradrag_sats), p.beskaeftigelsesfradrag_max)


@rule(law="LL § 9 J, stk. 3-4", unit="ja/nej", da="Enlig forsørger", en="Single parent")
def er_enlig_forsoerger(civil_status, boern):
    """Has a right to ekstra boernetilskud."""
    return civil_status == SINGLE and boern > 0.0


@rule(law="-", unit="ja/nej", da="Partneren er enlig forsørger", en="The partner is a single parent")
def partner_er_enlig_forsoerger():
    """Never: a partner lives with the person."""
    return False


@rule(law="LL § 9 J, stk. 3-4", unit="kr/aar", da="Beskæftigelsesfradrag, enlig forsørger", en="Employment deduction, single parent", since="2014-01-01")
def beskaeftigelsesfradrag_enlig(er_enlig_forsoerger, beskaeftigelsesgrundlag, kvartaler_enlig, p):
    """An extra share for those with ekstra boernetilskud, by quarter."""
    if not er_enlig_forsoerger:
        return 0.0
    full_year = min(oere_down(beskaeftigelsesgrundlag * p.beskaeftigelsesfradrag_enlig_sats), p.beskaeftigelsesfradrag_enlig_max)
    return kroner_up(full_year * kvartaler_enlig / QUARTERS)


@rule(
    law="LL § 9 J",
    unit="kr/aar",
    da="Beskæftigelsesfradrag, enlig forsørger",
    en="Employment deduction, single parent",
    until="2013-12-31",
    name="beskaeftigelsesfradrag_enlig",
)
def beskaeftigelsesfradrag_enlig_foer_2014():
    """Not yet law."""
    return 0.0


@rule(law="LL § 9 J, stk. 3", unit="kvartaler", da="Kvartaler som enlig forsørger", en="Quarters as a single parent")
def kvartaler_enlig(single_parent_quarters):
    """Quarters with ekstra boernetilskud."""
    return single_parent_quarters


@rule(law="-", unit="kvartaler", da="Partnerens kvartaler som enlig forsørger", en="Partner's quarters as a single parent")
def partner_kvartaler_enlig():
    """None."""
    return 0.0


@rule(
    law="LL § 9 J (før lov 482/2024)",
    unit="kr/aar",
    da="Beskæftigelsesfradrag, senior",
    en="Employment deduction, senior",
    until="2025-12-31",
    name="beskaeftigelsesfradrag_senior",
)
def beskaeftigelsesfradrag_senior_foer_2026():
    """Not yet law."""
    return 0.0


@rule(law="LL § 9 J, jf. lov 482/2024", unit="kr/aar", da="Beskæftigelsesfradrag, senior", en="Employment deduction, senior", since="2026-01-01")
def beskaeftigelsesfradrag_senior(aar_til_folkepension, beskaeftigelsesgrundlag, p):
    """An extra share in the two years before the year of state pension age.

    The larger deduction of the 2026 budget agreement was not in SKAT's calculator of September 2026.
    """
    if aar_til_folkepension <= 0.0 or aar_til_folkepension > p.beskaeftigelsesfradrag_senior_aar:
        return 0.0
    return min(kroner_up(beskaeftigelsesgrundlag * p.beskaeftigelsesfradrag_senior_sats), p.beskaeftigelsesfradrag_senior_max)


@rule(law="LL § 9 K", unit="kr/aar", da="Jobfradrag", en="Job deduction", until="2017-12-31", name="jobfradrag")
def jobfradrag_foer_2018():
    """Not yet law."""
    return 0.0


@rule(law="LL § 9 K", unit="kr/aar", da="Jobfradrag", en="Job deduction", since="2018-01-01")
def jobfradrag(beskaeftigelsesgrundlag, p):
    """A share of the base above a threshold, at most the cap."""
    return min(kroner_up(max(beskaeftigelsesgrundlag - p.jobfradrag_graense, 0.0) * p.jobfradrag_sats), p.jobfradrag_max)


@rule(law="LL § 9 L", unit="kr/aar", da="Ekstra pensionsfradrag", en="Extra pension deduction", until="2017-12-31", name="ekstra_pensionsfradrag")
def ekstra_pensionsfradrag_foer_2018():
    """Not yet law."""
    return 0.0


@rule(law="LL § 9 L", unit="kr/aar", da="Ekstra pensionsfradrag", en="Extra pension deduction", since="2018-01-01")
def ekstra_pensionsfradrag(fradrag_i_personlig_indkomst, arbejdsmarkedspension_aar, atp_af_loen_aar, aar_til_folkepension, p):
    """A share of pension contributions net of AM-bidrag, larger in the last 15 years before state pension age."""
    contributions = fradrag_i_personlig_indkomst + (arbejdsmarkedspension_aar + atp_af_loen_aar) * (1.0 - p.am_bidrag_sats)
    counted = min(contributions, p.ekstra_pensionsfradrag_grundlag_max)
    if aar_til_folkepension <= p.ekstra_pensionsfradrag_aar:
        return kroner_up(counted * p.ekstra_pensionsfradrag_sats_naer)
    return kroner_up(counted * p.ekstra_pensionsfradrag_sats)


@rule(law="LL § 9 C", unit="dage/aar", da="Befordringsdage", en="Commuting days")
def befordringsdage(commuting_km, commuting_days, loentimer, p):
    """Stated, or as many days as the hours fill at the assumed length of a working day."""
    if commuting_km <= 0.0:
        return 0.0
    if commuting_days > 0.0:
        return commuting_days
    return min(loentimer / p.befordring_timer_pr_dag, FULL_WEEK_DAYS) * p.befordring_uger_om_aaret


@rule(law="LL § 9 C, stk. 1-3", unit="kr/aar", da="Befordringsfradrag", en="Commuting deduction")
def befordringsfradrag(commuting_km, befordringsdage, p):
    """Nothing for the first 24 km a day, the full rate to 120 km, half above."""
    if commuting_km <= p.befordring_fri_km:
        return 0.0
    full_rate_km = min(commuting_km, p.befordring_lang_km) - p.befordring_fri_km
    half_rate_km = max(commuting_km - p.befordring_lang_km, 0.0)
    return (full_rate_km * p.befordring_sats + half_rate_km * p.befordring_sats_lang) * befordringsdage


@rule(law="LL § 9 C, stk. 4", unit="kr/aar", da="Tillæg til befordringsfradrag", en="Commuting addition for low incomes")
def befordringstillaeg(befordringsfradrag, am_indkomst, p):
    """A share of the commuting deduction for low earnings, phased out in whole steps of 1,000 kr; up to whole kroner."""
    if befordringsfradrag <= 0.0:
        return 0.0
    above = max(am_indkomst - p.befordringstillaeg_graense, 0.0)
    if above >= p.befordringstillaeg_udfasning:
        return 0.0
    kept = 1.0 - whole_steps(above / p.befordringstillaeg_trin) * p.befordringstillaeg_trin / p.befordringstillaeg_udfasning
    return kroner_up(min(befordringsfradrag * p.befordringstillaeg_sats * kept, p.befordringstillaeg_max * kept))


@rule(law="LL § 13", unit="kr/aar", da="Fagligt kontingent", en="Union dues")
def fagligt_kontingent(union_dues, p):
    """Deductible up to a cap."""
    if union_dues <= 0.0:
        return 0.0
    return min(union_dues, p.fagligt_kontingent_max)


@rule(law="LL §§ 9 C, 13", unit="kr/aar", da="Øvrige ligningsmæssige fradrag", en="Other deductions")
def oevrige_fradrag(fagligt_kontingent, akasse, befordringsfradrag, befordringstillaeg, other_deductions):
    """Dues, commuting and what else is stated."""
    return fagligt_kontingent + akasse + befordringsfradrag + befordringstillaeg + other_deductions


@rule(law="-", unit="kr/aar", da="Partnerens øvrige fradrag", en="Partner's other deductions")
def partner_oevrige_fradrag():
    """Not asked for."""
    return 0.0


@rule(law="LL", unit="kr/aar", da="Ligningsmæssige fradrag", en="Deductions from taxable income")
def ligningsmaessige_fradrag(
    beskaeftigelsesfradrag, beskaeftigelsesfradrag_enlig, beskaeftigelsesfradrag_senior, jobfradrag, ekstra_pensionsfradrag, oevrige_fradrag
):
    """They lower municipal and church tax, not the state's."""
    return beskaeftigelsesfradrag + beskaeftigelsesfradrag_enlig + beskaeftigelsesfradrag_senior + jobfradrag + ekstra_pensionsfradrag + oevrige_fradrag
