"""ATP: bands on wages, the 5 per cent of the supplement, the shares on benefits."""

from fleksim.rules import rule
from fleksim.words import (
    FLEKSJOB,
    FOERTIDSPENSION,
    KONTANTHJAELP,
    LEDIGHEDSYDELSE,
    MONTHS,
    RESSOURCEFORLOEB,
    SENIORPENSION,
)


@rule(law="ATP-loven § 15", unit="kr/md", da="ATP af løn, egen andel", en="ATP of the wage, own share")
def atp_loen(loentimer, loen_md, p):
    """The employee's third of the ATP contribution, by weekly hours (9, 18, 27)."""
    if loen_md <= 0.0:
        return 0.0
    if loentimer < p.atp_timer_en_tredjedel:
        return 0.0
    if loentimer < p.atp_timer_to_tredjedele:
        return p.atp_en_tredjedel_egen
    if loentimer < p.atp_timer_fuld:
        return p.atp_to_tredjedele_egen
    return p.atp_fuld_egen


@rule(law="ATP-loven § 15", unit="kr/md", da="ATP af løn, i alt", en="ATP of the wage, total")
def atp_loen_i_alt(loentimer, loen_md, p):
    """The whole ATP contribution of the main job, by weekly hours."""
    if loen_md <= 0.0:
        return 0.0
    if loentimer < p.atp_timer_en_tredjedel:
        return 0.0
    if loentimer < p.atp_timer_to_tredjedele:
        return p.atp_en_tredjedel_i_alt
    if loentimer < p.atp_timer_fuld:
        return p.atp_to_tredjedele_i_alt
    return p.atp_fuld_i_alt


@rule(law="ATP-loven § 15", unit="kr/md", da="ATP af andet fleksjob, egen andel", en="ATP of a second fleksjob, own share")
def atp_anden_loen(second_hours, anden_fleksloen_md, p):
    """Each employer pays by the hours worked there."""
    if anden_fleksloen_md <= 0.0:
        return 0.0
    if second_hours < p.atp_timer_en_tredjedel:
        return 0.0
    if second_hours < p.atp_timer_to_tredjedele:
        return p.atp_en_tredjedel_egen
    if second_hours < p.atp_timer_fuld:
        return p.atp_to_tredjedele_egen
    return p.atp_fuld_egen


@rule(law="ATP-loven § 15", unit="kr/md", da="ATP af andet fleksjob, i alt", en="ATP of a second fleksjob, total")
def atp_anden_loen_i_alt(second_hours, anden_fleksloen_md, p):
    """The whole contribution of the second job."""
    if anden_fleksloen_md <= 0.0:
        return 0.0
    if second_hours < p.atp_timer_en_tredjedel:
        return 0.0
    if second_hours < p.atp_timer_to_tredjedele:
        return p.atp_en_tredjedel_i_alt
    if second_hours < p.atp_timer_fuld:
        return p.atp_to_tredjedele_i_alt
    return p.atp_fuld_i_alt


@rule(law="ATP-loven § 15", unit="kr/md", da="ATP af løn, arbejdsgiverens andel", en="ATP of the wage, employer's share")
def atp_arbejdsgiver(atp_loen_i_alt, atp_loen, atp_anden_loen_i_alt, atp_anden_loen):
    """What the employers pay on top of the wage."""
    return atp_loen_i_alt - atp_loen + (atp_anden_loen_i_alt - atp_anden_loen)


@rule(law="LAB § 137, stk. 1", unit="kr/md", da="ATP af fleksløntilskud", en="ATP of the flex-wage supplement")
def atp_fleksloentilskud(fleksloentilskud, p):
    """5 per cent of the supplement, at most 500 kr a month, withheld from it."""
    return min(fleksloentilskud * p.atp_fleksloentilskud_sats, p.atp_fleksloentilskud_hoejst)


@rule(law="LAB § 138", unit="kr/md", da="Statens ATP til fleksjobansatte", en="The state's ATP for fleksjob holders")
def atp_fleksjob_stat(status, fleksloentilskud, loentimer, p):
    """Two thirds of the ATP of the hours between the job's and full time, paid by the state on top."""
    if status != FLEKSJOB:
        return 0.0
    if fleksloentilskud <= 0.0:
        return 0.0
    if loentimer < p.atp_timer_en_tredjedel:
        return p.atp_fuld_i_alt - p.atp_fuld_egen
    hours_without_wage = p.fuld_arbejdstid - loentimer
    if hours_without_wage < p.atp_timer_en_tredjedel:
        return 0.0
    if hours_without_wage < p.atp_timer_to_tredjedele:
        return p.atp_en_tredjedel_i_alt - p.atp_en_tredjedel_egen
    if hours_without_wage < p.atp_timer_fuld:
        return p.atp_to_tredjedele_i_alt - p.atp_to_tredjedele_egen
    return p.atp_fuld_i_alt - p.atp_fuld_egen


@rule(law="LAS §§ 79-80", unit="kr/md", da="ATP af ydelse, egen andel", en="ATP of a benefit, own share")
def atp_ydelse(status, ydelse_md, er_forsoerger, p):
    """A third of the ordinary contribution, if the month's benefit reaches the kontanthjaelp of the person's group."""
    if status != LEDIGHEDSYDELSE and status != KONTANTHJAELP and status != RESSOURCEFORLOEB:
        return 0.0
    if ydelse_md <= 0.0:
        return 0.0
    if er_forsoerger:
        smallest = p.atp_ydelse_mindst_forsoerger
    else:
        smallest = p.atp_ydelse_mindst_andre
    if ydelse_md < smallest:
        return 0.0
    return p.atp_fuld_egen


@rule(law="LAS §§ 79-80", unit="kr/md", da="ATP af ydelse, i alt", en="ATP of a benefit, total")
def atp_ydelse_i_alt(atp_ydelse, p):
    """The whole contribution; the municipality pays what the person does not."""
    if atp_ydelse <= 0.0:
        return 0.0
    return p.atp_fuld_i_alt


@rule(law="Lov om social pension § 33 a", unit="kr/aar", da="ATP af pension, egen andel", en="ATP of a pension, own share")
def atp_pension(status, pension_aar, p):
    """The obligatory ATP of foertids- and seniorpension, withheld."""
    if status != FOERTIDSPENSION and status != SENIORPENSION:
        return 0.0
    if pension_aar <= 0.0:
        return 0.0
    return p.atp_pension_egen


@rule(law="Lov om social pension § 33 a", unit="kr/aar", da="ATP af pension, i alt", en="ATP of a pension, total")
def atp_pension_i_alt(atp_pension, p):
    """With the two thirds that the state pays."""
    if atp_pension <= 0.0:
        return 0.0
    return atp_pension + p.atp_pension_stat


@rule(law="ATP-loven § 15", unit="kr/aar", da="ATP af løn i alt, året", en="ATP of wages in total, the year")
def atp_af_loen_aar(atp_loen_i_alt, atp_anden_loen_i_alt, other_atp):
    """Own and employer contributions of the year, as employers report them."""
    return (atp_loen_i_alt + atp_anden_loen_i_alt) * MONTHS + other_atp


@rule(law="-", unit="kr/aar", da="Partnerens ATP af løn", en="Partner's ATP of wages")
def partner_atp_af_loen_aar():
    """Not asked for: the partner's wage is given after ATP."""
    return 0.0


@rule(law="ATP-loven kap. 5 e", unit="kr/aar", da="Obligatorisk pension", en="Obligatory pension", until="2019-12-31", name="obligatorisk_pension")
def obligatorisk_pension_foer_2020():
    """Not yet law."""
    return 0.0


@rule(law="ATP-loven kap. 5 e; LAB § 138 a", unit="kr/aar", da="Obligatorisk pension", en="Obligatory pension", since="2020-01-01")
def obligatorisk_pension(fleksloentilskud, ydelse_md, pension_aar, p):
    """Paid by the state on top of benefits; rises 0.3 points a year to 3.3 per cent in 2030."""
    return ((fleksloentilskud + ydelse_md) * MONTHS + pension_aar) * p.obligatorisk_pension_sats
