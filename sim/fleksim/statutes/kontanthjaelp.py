"""Kontanthjaelp before and after 1 July 2025, and ressourceforloebsydelse."""

from fleksim.rules import rule
from fleksim.words import KONTANTHJAELP, MARRIED, MONTHS, RESSOURCEFORLOEB, SINGLE, WEEKS_PER_MONTH


@rule(law="LAS § 25 (til 30. juni 2025)", unit="kr/md", da="Kontanthjælpssats", en="Rate of kontanthjaelp", until="2025-06-30", name="kontanthjaelp_sats")
def kontanthjaelp_sats_foer_juli_2025(status, er_forsoerger, alder, p):
    """About 80 per cent of dagpenge for providers, 60 for others, a youth rate under the age limit.

    Young providers are given the rate of providers: their own rates depend on education aid, outside the model.
    """
    if status != KONTANTHJAELP:
        return 0.0
    if er_forsoerger:
        return p.kontanthjaelp_forsoerger
    if alder < p.kontanthjaelp_aldersgraense:
        return p.kontanthjaelp_ung_udeboende
    return p.kontanthjaelp_andre


@rule(law="LAS §§ 16-20", unit="kr/md", da="Kontanthjælpssats", en="Rate of kontanthjaelp", since="2025-07-01")
def kontanthjaelp_sats(status, er_forsoerger, civil_status, alder, p):
    """Increased rate from 30, basic rate below, with supplements for children and for singles.

    The minimum rate (for those who miss the residence and work requirements) and the increased rate of 25-29-year-olds
    with long employment are outside the model.
    """
    if status != KONTANTHJAELP:
        return 0.0
    increased = alder >= p.kontanthjaelp_aldersgraense
    if increased:
        sats = p.kontanthjaelp_forhoejet_sats
    else:
        sats = p.kontanthjaelp_grundsats
    if er_forsoerger:
        sats = sats + p.kontanthjaelp_boernetillaeg
        if civil_status == SINGLE and not increased:
            sats = sats + p.kontanthjaelp_enlig_forsoerger
    else:
        if civil_status == SINGLE:
            sats = sats + p.kontanthjaelp_enlig_andre
    return sats


@rule(law="LAS § 31", unit="kr/md", da="Beskæftigelsesfradrag i kontanthjælp", en="Disregard for hours worked")
def kontanthjaelp_timefradrag(status, loentimer, p):
    """Kroner an hour of own work that do not reduce the benefit."""
    if status != KONTANTHJAELP or loentimer <= 0.0:
        return 0.0
    return loentimer * WEEKS_PER_MONTH * p.kontanthjaelp_fradrag_time


@rule(law="LAS §§ 26, 30", unit="kr/md", da="Indtægter der fradrages", en="Income set off")
def kontanthjaelp_indtaegt(am_indkomst, am_bidrag, kontanthjaelp_timefradrag):
    """Own wage after AM-bidrag, krone for krone beyond the disregard."""
    return max((am_indkomst - am_bidrag) / MONTHS - kontanthjaelp_timefradrag, 0.0)


@rule(law="LAS § 26", unit="kr/md", da="Ægtefællens indtægt der fradrages", en="Spouse's income set off")
def kontanthjaelp_aegtefaelle(civil_status, partner_personlig_indkomst, kontanthjaelp_sats):
    """A spouse's income beyond an amount of the same rate reduces the benefit; only marriage counts.

    The law lowers the couple's two benefits by the couple's incomes; with one claimant that is the excess over the
    benefit the spouse could have had.
    """
    if civil_status != MARRIED:
        return 0.0
    return max(partner_personlig_indkomst / MONTHS - kontanthjaelp_sats, 0.0)


@rule(law="LAS §§ 25-31", unit="kr/md", da="Kontanthjælp", en="Kontanthjaelp")
def kontanthjaelp(status, kontanthjaelp_sats, kontanthjaelp_indtaegt, kontanthjaelp_aegtefaelle):
    """What the municipality pays before ATP and tax; wealth and the former ceiling on aid are outside the model."""
    if status != KONTANTHJAELP:
        return 0.0
    return max(kontanthjaelp_sats - kontanthjaelp_indtaegt - kontanthjaelp_aegtefaelle, 0.0)


@rule(law="LAS § 68", unit="kr/md", da="Ressourceforløbsydelse", en="Ressourceforloebsydelse")
def ressourceforloebsydelse(status, er_forsoerger, loenindtaegt_md, p):
    """The rate of providers or others, less 30 and 55 per cent of wage; no test of spouse or wealth."""
    if status != RESSOURCEFORLOEB:
        return 0.0
    if er_forsoerger:
        sats = p.ressourceforloebsydelse_forsoerger
    else:
        sats = p.ressourceforloebsydelse_andre
    low_part = min(loenindtaegt_md, p.aftrapning_knaek)
    high_part = max(loenindtaegt_md - p.aftrapning_knaek, 0.0)
    return max(sats - low_part * p.ly_aftrapning_1 - high_part * p.ly_aftrapning_2, 0.0)


@rule(law="LAS; SDL", unit="kr/md", da="Indkomsterstattende ydelse", en="Income-replacing benefit")
def ydelse_md(ledighedsydelse, kontanthjaelp, ressourceforloebsydelse, sygedagpenge):
    """The benefit of the month: a person has one of them."""
    return ledighedsydelse + kontanthjaelp + ressourceforloebsydelse + sygedagpenge


@rule(law="-", unit="kr/md", da="Partnerens ydelse", en="Partner's benefit")
def partner_ydelse_md():
    """Part of the partner's transfers, which are given."""
    return 0.0
