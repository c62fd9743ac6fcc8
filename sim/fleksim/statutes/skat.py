"""Income tax before personal allowances, in the order of the personal tax act."""

from fleksim.rules import rule
from fleksim.words import MARRIED, PERCENT, kroner_down, oere_down


@rule(law="PSL §§ 4, 7; LL", unit="kr/aar", da="Skattepligtig indkomst før ægtefælles underskud", en="Taxable income before the spouse's deficit")
def skattepligtig_indkomst_foer_underskud(personlig_indkomst, kapitalindkomst, ligningsmaessige_fradrag):
    """Personal and capital income less deductions, in whole kroner; may be negative: a deficit."""
    return kroner_down(personlig_indkomst + kapitalindkomst - ligningsmaessige_fradrag)


@rule(law="PSL § 13", unit="andel", da="Satser på skattepligtig indkomst", en="Rates on taxable income")
def lokale_satser(kommuneskat_sats, kirkeskat_sats, sundhedsbidrag_sats):
    """Municipal and church tax and health contribution together."""
    return kommuneskat_sats + kirkeskat_sats + sundhedsbidrag_sats


@rule(law="PSL § 13, stk. 2", unit="kr/aar", da="Uudnyttet underskud", en="Unused deficit")
def uudnyttet_underskud(skattepligtig_indkomst_foer_underskud, lokale_satser, bundskat_foer_personfradrag, overskat):
    """What is left of a deficit when its tax value has been set off in the person's own state taxes."""
    if skattepligtig_indkomst_foer_underskud >= 0.0 or lokale_satser <= 0.0:
        return 0.0
    return max(-skattepligtig_indkomst_foer_underskud - (bundskat_foer_personfradrag + overskat) / lokale_satser, 0.0)


@rule(law="PSL § 13, stk. 2", unit="kr/aar", da="Modtaget underskud", en="Received deficit")
def modtaget_underskud(partner_uudnyttet_underskud, civil_status):
    """From a spouse, in whole kroner."""
    if civil_status != MARRIED:
        return 0.0
    return kroner_down(partner_uudnyttet_underskud)


@rule(law="PSL §§ 4, 7, 13; LL", unit="kr/aar", da="Skattepligtig indkomst", en="Taxable income")
def skattepligtig_indkomst(skattepligtig_indkomst_foer_underskud, modtaget_underskud):
    """Less the spouse's unused deficit, as far as it goes."""
    if skattepligtig_indkomst_foer_underskud <= 0.0:
        return skattepligtig_indkomst_foer_underskud
    return max(skattepligtig_indkomst_foer_underskud - modtaget_underskud, 0.0)


@rule(law="Kommuneskatteloven § 6", unit="andel", da="Kommuneskattesats", en="Municipal tax rate")
def kommuneskat_sats(kommuneskat):
    """As a share."""
    return kommuneskat / PERCENT


@rule(law="Lov om folkekirkens økonomi § 18", unit="andel", da="Kirkeskattesats", en="Church tax rate")
def kirkeskat_sats(church_member, kirkeskat):
    """As a share; nothing for those who are not members."""
    if church_member <= 0.0:
        return 0.0
    return kirkeskat / PERCENT


@rule(law="PSL § 8", unit="andel", da="Sundhedsbidragssats", en="Health contribution rate", until="2018-12-31", household=True, name="sundhedsbidrag_sats")
def sundhedsbidrag_sats_til_2018(p):
    """Fell by a point a year to 2018."""
    return p.sundhedsbidrag_sats


@rule(law="PSL § 8 (ophævet)", unit="andel", da="Sundhedsbidragssats", en="Health contribution rate", since="2019-01-01", household=True)
def sundhedsbidrag_sats():
    """Repealed from 2019."""
    return 0.0


@rule(law="Kommuneskatteloven § 6", unit="kr/aar", da="Kommuneskat før personfradrag", en="Municipal tax before allowance")
def kommuneskat_foer_personfradrag(skattepligtig_indkomst, kommuneskat_sats):
    """Taxable income times the rate, down to oere."""
    return oere_down(max(skattepligtig_indkomst, 0.0) * kommuneskat_sats)


@rule(law="Lov om folkekirkens økonomi § 18", unit="kr/aar", da="Kirkeskat før personfradrag", en="Church tax before allowance")
def kirkeskat_foer_personfradrag(skattepligtig_indkomst, kirkeskat_sats):
    """Taxable income times the rate, down to oere."""
    return oere_down(max(skattepligtig_indkomst, 0.0) * kirkeskat_sats)


@rule(law="PSL § 8", unit="kr/aar", da="Sundhedsbidrag før personfradrag", en="Health contribution before allowance")
def sundhedsbidrag_foer_personfradrag(skattepligtig_indkomst, sundhedsbidrag_sats):
    """Taxable income times the rate, down to oere."""
    return oere_down(max(skattepligtig_indkomst, 0.0) * sundhedsbidrag_sats)


@rule(law="PSL § 6", unit="kr/aar", da="Bundskattegrundlag", en="Base of bundskat")
def bundskat_grundlag(personlig_indkomst_i_statsskat, kapitalindkomst_i_statsskat):
    """Personal income and positive net capital income, in whole kroner; deductions do not lower it."""
    return kroner_down(personlig_indkomst_i_statsskat + kapitalindkomst_i_statsskat)


@rule(law="PSL § 6, stk. 2", unit="kr/aar", da="Bundskat før personfradrag", en="Bundskat before allowance")
def bundskat_foer_personfradrag(bundskat_grundlag, p):
    """Base times the rate, down to oere."""
    return oere_down(bundskat_grundlag * p.bundskat_sats)


@rule(law="PSL § 7, stk. 1 og 5", unit="kr/aar", da="Kapitalindkomst over bundfradrag", en="Capital income above its allowance")
def kapitalindkomst_i_topskat(kapitalindkomst_i_statsskat, partner_kapitalindkomst_i_statsskat, civil_status, p):
    """Positive net capital income above the allowance; spouses share what one of them does not use."""
    if kapitalindkomst_i_statsskat <= 0.0:
        return 0.0
    allowance = p.topskat_kapital_bundfradrag
    if civil_status == MARRIED:
        unused = max(p.topskat_kapital_bundfradrag - partner_kapitalindkomst_i_statsskat, 0.0)
        allowance = p.topskat_kapital_bundfradrag + unused
    return max(kapitalindkomst_i_statsskat - allowance, 0.0)


@rule(law="PSL § 7, stk. 1", unit="kr/aar", da="Topskattegrundlag før bundfradrag", en="Base of the upper brackets")
def topskat_indkomst(personlig_indkomst_i_statsskat, kapitalindkomst_i_topskat):
    """Personal income and the counted capital income; child benefit looks at it too."""
    return kroner_down(personlig_indkomst_i_statsskat + kapitalindkomst_i_topskat)


@rule(
    law="PSL § 19, stk. 1", unit="andel", da="Topskattesats efter skatteloft", en="Topskat rate after the tax ceiling", until="2025-12-31", name="topskat_sats"
)
def topskat_sats_til_2025(kommuneskat_sats, sundhedsbidrag_sats, p):
    """15 per cent, less what municipal tax, health contribution, bundskat and topskat together exceed the ceiling."""
    return min(p.topskat_sats, max(p.skatteloft_personlig - kommuneskat_sats - sundhedsbidrag_sats - p.bundskat_sats, 0.0))


@rule(law="PSL § 7", unit="kr/aar", da="Mellemskat før modregning", en="Mellemskat before set-off", until="2025-12-31", name="mellemskat_foer_modregning")
def mellemskat_til_2025():
    """There was none from 2010 to 2025."""
    return 0.0


@rule(law="PSL § 7", unit="kr/aar", da="Toptopskat før modregning", en="Toptopskat before set-off", until="2025-12-31", name="toptopskat_foer_modregning")
def toptopskat_til_2025():
    """There was none before 2026."""
    return 0.0


@rule(law="PSL § 7", unit="kr/aar", da="Topskat før modregning", en="Topskat before set-off", until="2025-12-31", name="topskat_foer_modregning")
def topskat_til_2025(topskat_indkomst, topskat_sats, skatteloft_kapital_nedslag, p):
    """Base above the threshold times the rate, less the relief for capital income."""
    return max(oere_down(max(topskat_indkomst - p.topskat_graense, 0.0) * topskat_sats) - skatteloft_kapital_nedslag, 0.0)


@rule(
    law="PSL § 19, stk. 2",
    unit="kr/aar",
    da="Nedslag for kapitalindkomst",
    en="Relief for capital income",
    until="2025-12-31",
    name="skatteloft_kapital_nedslag",
)
def skatteloft_kapital_nedslag_til_2025(kapitalindkomst_i_topskat, topskat_indkomst, topskat_sats, kommuneskat_sats, sundhedsbidrag_sats, p):
    """What positive capital income in the topskat base is taxed above its own ceiling."""
    if kapitalindkomst_i_topskat <= 0.0:
        return 0.0
    taxed = kroner_down(min(kapitalindkomst_i_topskat, max(topskat_indkomst - p.topskat_graense, 0.0)))
    excess = max(kommuneskat_sats + sundhedsbidrag_sats + p.bundskat_sats + topskat_sats - p.skatteloft_kapital, 0.0)
    return oere_down(taxed * excess)


@rule(law="PSL § 19", unit="andel", da="Mellemskattesats efter skatteloft", en="Mellemskat rate after the tax ceiling", since="2026-01-01")
def mellemskat_sats(kommuneskat_sats, p):
    """7.5 per cent, less what municipal tax, bundskat and mellemskat together exceed their ceiling."""
    return min(p.mellemskat_sats, max(p.skatteloft_mellemskat - kommuneskat_sats - p.bundskat_sats, 0.0))


@rule(law="PSL § 19", unit="andel", da="Topskattesats efter skatteloft", en="Topskat rate after the tax ceiling", since="2026-01-01")
def topskat_sats(kommuneskat_sats, mellemskat_sats, p):
    """7.5 per cent on top of mellemskat, under the ceiling of the four together."""
    return min(p.topskat_sats, max(p.skatteloft_topskat - kommuneskat_sats - p.bundskat_sats - mellemskat_sats, 0.0))


@rule(law="PSL § 19", unit="andel", da="Toptopskattesats efter skatteloft", en="Toptopskat rate after the tax ceiling", since="2026-01-01")
def toptopskat_sats(kommuneskat_sats, mellemskat_sats, topskat_sats, p):
    """5 per cent on top of topskat, under the ceiling of the five together."""
    room = p.skatteloft_toptopskat - kommuneskat_sats - p.bundskat_sats - mellemskat_sats - topskat_sats
    return min(p.toptopskat_sats, max(room, 0.0))


@rule(law="PSL § 19, stk. 2", unit="kr/aar", da="Nedslag for kapitalindkomst", en="Relief for capital income", since="2026-01-01")
def skatteloft_kapital_nedslag(kapitalindkomst_i_topskat, topskat_indkomst, mellemskat_sats, kommuneskat_sats, p):
    """What positive capital income in the mellemskat base is taxed above its own ceiling."""
    if kapitalindkomst_i_topskat <= 0.0:
        return 0.0
    taxed = kroner_down(min(kapitalindkomst_i_topskat, max(topskat_indkomst - p.mellemskat_graense, 0.0)))
    return oere_down(taxed * max(kommuneskat_sats + p.bundskat_sats + mellemskat_sats - p.skatteloft_kapital, 0.0))


@rule(law="PSL § 7", unit="kr/aar", da="Mellemskat før modregning", en="Mellemskat before set-off", since="2026-01-01")
def mellemskat_foer_modregning(topskat_indkomst, mellemskat_sats, skatteloft_kapital_nedslag, p):
    """Personal income and counted capital income above the threshold times the rate."""
    return max(oere_down(max(topskat_indkomst - p.mellemskat_graense, 0.0) * mellemskat_sats) - skatteloft_kapital_nedslag, 0.0)


@rule(law="PSL § 7", unit="kr/aar", da="Topskat før modregning", en="Topskat before set-off", since="2026-01-01")
def topskat_foer_modregning(personlig_indkomst_i_statsskat, topskat_sats, p):
    """Personal income above the threshold times the rate; capital income is not in it from 2026."""
    return oere_down(kroner_down(max(personlig_indkomst_i_statsskat - p.topskat_graense, 0.0)) * topskat_sats)


@rule(law="PSL § 8", unit="kr/aar", da="Toptopskat før modregning", en="Toptopskat before set-off", since="2026-01-01")
def toptopskat_foer_modregning(personlig_indkomst_i_statsskat, toptopskat_sats, p):
    """Personal income above the highest threshold times the rate."""
    return oere_down(kroner_down(max(personlig_indkomst_i_statsskat - p.toptopskat_graense, 0.0)) * toptopskat_sats)
