"""Who pays: the refund ladder, and the balances of municipality and state [positive: the purse gains]."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB, MONTHS


@rule(law="Lov om kommunernes finansiering § 5", unit="andel", da="Statsrefusion", en="State refund share", since="2016-01-01")
def refusion_andel(benefit_weeks, p):
    """80, 40, 30 and 20 per cent by cumulated weeks on public support, whatever the benefit."""
    if benefit_weeks <= p.refusion_trin_1_uger:
        return p.refusion_trin_1
    if benefit_weeks <= p.refusion_trin_2_uger:
        return p.refusion_trin_2
    if benefit_weeks <= p.refusion_trin_3_uger:
        return p.refusion_trin_3
    return p.refusion_trin_4


@rule(law="LAB § 120 ff. (til 2015)", unit="andel", da="Statsrefusion", en="State refund share", until="2015-12-31", name="refusion_andel")
def refusion_andel_til_2015(p):
    """Before 2016 each benefit had a share of its own; none was found for the fleksjob scheme."""
    return p.refusion_foer_2016


@rule(law="LAB; LAS; SDL", unit="kr/aar", da="Kommunale ydelser med refusion", en="Municipal benefits with refund")
def kommunale_ydelser(fleksloentilskud, ydelse_md, tilskud_selvstaendig, loenrefusion):
    """What the municipality pays out before refund."""
    return (fleksloentilskud + ydelse_md) * MONTHS + tilskud_selvstaendig + loenrefusion


@rule(
    law="Lov om kommunernes finansiering § 7",
    unit="kr/md",
    da="Fleksbidrag fra staten",
    en="Fleksbidrag from the state",
    until="2015-12-31",
    name="fleksbidrag",
)
def fleksbidrag_foer_2016():
    """Not yet law."""
    return 0.0


@rule(law="Lov om kommunernes finansiering § 7", unit="kr/md", da="Fleksbidrag fra staten", en="Fleksbidrag from the state", since="2016-01-01")
def fleksbidrag(status, fleksloentilskud, loen_md, arbejdsmarkedspension_md, refusion_andel, p):
    """From week 53: at most 30 per cent of the maximum supplement less the refund, less 20 per cent of wage without pension."""
    if status != FLEKSJOB or fleksloentilskud <= 0.0 or refusion_andel > p.refusion_trin_4:
        return 0.0
    highest = min(max(p.fleksloentilskud_max * p.fleksbidrag_andel - fleksloentilskud * refusion_andel, 0.0), p.fleksbidrag_max)
    return max(highest - max(loen_md - arbejdsmarkedspension_md, 0.0) * p.fleksbidrag_aftrapning, 0.0)


@rule(law="Lov om kommunernes finansiering § 5", unit="kr/aar", da="Refusion og fleksbidrag", en="Refund and fleksbidrag")
def refusion(kommunale_ydelser, refusion_andel, fleksbidrag):
    """What the state pays the municipality."""
    return kommunale_ydelser * refusion_andel + fleksbidrag * MONTHS


@rule(law="Boligstøtteloven § 75", unit="kr/aar", da="Statens del af boligstøtten", en="State's part of housing benefit")
def boligstoette_stat(boligstoette, pensioner_housing, p):
    """Half of boligsikring, three quarters of boligydelse."""
    if boligstoette <= 0.0:
        return 0.0
    if pensioner_housing > 0.0:
        return boligstoette * p.boligydelse_statens_andel
    return boligstoette * p.boligsikring_statens_andel


@rule(law="Lov om kommunernes finansiering § 5", unit="kr/aar", da="Statens del af pensionen", en="State's part of the pension")
def pension_stat(pension_aar, refusion_andel):
    """Foertids- and seniorpension of awards in the ladder."""
    return pension_aar * refusion_andel


@rule(law="ATP-loven § 15; LAS § 80", unit="kr/aar", da="Kommunens ATP-bidrag", en="Municipality's ATP contributions")
def atp_kommune(atp_ydelse_i_alt, atp_ydelse):
    """Two thirds of the contribution on benefits."""
    return (atp_ydelse_i_alt - atp_ydelse) * MONTHS


@rule(law="LAB § 138; lov om social pension § 33 a", unit="kr/aar", da="Statens ATP-bidrag", en="State's ATP contributions")
def atp_stat(atp_fleksjob_stat, atp_pension_i_alt, atp_pension):
    """On fleksjob and pensions."""
    return atp_fleksjob_stat * MONTHS + atp_pension_i_alt - atp_pension


@rule(law="-", unit="kr/aar", da="Kommunens nettoresultat", en="Municipal balance")
def municipal_net(kommuneskat_kr, kommunale_ydelser, refusion, boligstoette, boligstoette_stat, friplads, pension_aar, pension_stat, atp_kommune):
    """Municipal tax less the municipality's part of benefits [positive: the municipality gains]."""
    housing = boligstoette - boligstoette_stat
    return kommuneskat_kr - (kommunale_ydelser - refusion) - housing - friplads - (pension_aar - pension_stat) - atp_kommune


@rule(law="-", unit="kr/aar", da="Statens skatteindtægt", en="State tax revenue")
def statsskat(am_bidrag, pension_am_bidrag, sundhedsbidrag_kr, bundskat_kr, mellemskat_kr, topskat_kr, toptopskat_kr):
    """AM-bidrag, also that withheld in pension schemes, and the state's income taxes."""
    return am_bidrag + pension_am_bidrag + sundhedsbidrag_kr + bundskat_kr + mellemskat_kr + topskat_kr + toptopskat_kr


@rule(law="-", unit="kr/aar", da="Statens nettoresultat", en="State balance")
def state_net(
    statsskat,
    groen_check,
    refusion,
    boligstoette_stat,
    pension_stat,
    boerne_og_ungeydelse,
    boernetilskud,
    atp_stat,
    obligatorisk_pension,
):
    """State taxes less refunds, family benefits and ATP [positive: the state gains]; other transfers are not placed."""
    paid = refusion + boligstoette_stat + pension_stat + boerne_og_ungeydelse + boernetilskud + atp_stat + obligatorisk_pension
    return statsskat - groen_check - paid
