"""Personal allowances as credits across the taxes and between spouses, and the taxes that are left."""

from fleksim.rules import rule
from fleksim.words import MARRIED, kroner_down, oere_down


@rule(law="PSL § 10", unit="kr/aar", da="Personfradrag", en="Personal allowance")
def personfradrag(alder, p):
    """The allowance of adults or of the young."""
    if alder < p.personfradrag_voksen_alder:
        return p.personfradrag_ung
    return p.personfradrag_voksen


@rule(law="PSL § 9", unit="kr/aar", da="Personfradragets værdi i kommuneskat", en="Value of the allowance in municipal tax")
def personfradrag_i_kommuneskat(personfradrag, kommuneskat_sats):
    """Allowance times the rate, down to oere."""
    return oere_down(personfradrag * kommuneskat_sats)


@rule(law="PSL § 9", unit="kr/aar", da="Personfradragets værdi i kirkeskat", en="Value of the allowance in church tax")
def personfradrag_i_kirkeskat(personfradrag, kirkeskat_sats):
    """Allowance times the rate, down to oere."""
    return oere_down(personfradrag * kirkeskat_sats)


@rule(law="PSL § 9", unit="kr/aar", da="Personfradragets værdi i sundhedsbidrag", en="Value of the allowance in the health contribution")
def personfradrag_i_sundhedsbidrag(personfradrag, sundhedsbidrag_sats):
    """Allowance times the rate, down to oere."""
    return oere_down(personfradrag * sundhedsbidrag_sats)


@rule(law="PSL § 9", unit="kr/aar", da="Personfradragets værdi i bundskat", en="Value of the allowance in bundskat")
def personfradrag_i_bundskat(personfradrag, p):
    """Allowance times the rate, down to oere."""
    return oere_down(personfradrag * p.bundskat_sats)


@rule(law="PSL § 9", unit="kr/aar", da="Skat på skattepligtig indkomst", en="Taxes on taxable income")
def lokal_skat(kommuneskat_foer_personfradrag, kirkeskat_foer_personfradrag, sundhedsbidrag_foer_personfradrag):
    """Municipal and church tax and health contribution: they share a base."""
    return kommuneskat_foer_personfradrag + kirkeskat_foer_personfradrag + sundhedsbidrag_foer_personfradrag


@rule(law="PSL § 9", unit="kr/aar", da="Personfradragets værdi i skat på skattepligtig indkomst", en="Value of the allowance in those")
def lokal_personfradrag(personfradrag_i_kommuneskat, personfradrag_i_kirkeskat, personfradrag_i_sundhedsbidrag):
    """The three values together."""
    return personfradrag_i_kommuneskat + personfradrag_i_kirkeskat + personfradrag_i_sundhedsbidrag


@rule(law="PSL §§ 6-7", unit="kr/aar", da="Mellem-, top- og toptopskat", en="Upper brackets together")
def overskat(mellemskat_foer_modregning, topskat_foer_modregning, toptopskat_foer_modregning):
    """The brackets that have no personal allowance of their own."""
    return mellemskat_foer_modregning + topskat_foer_modregning + toptopskat_foer_modregning


@rule(law="PSL § 13", unit="kr/aar", da="Skatteværdi af eget underskud", en="Tax value of the own deficit")
def eget_underskud_vaerdi(skattepligtig_indkomst_foer_underskud, lokale_satser):
    """A negative taxable income is worth the local rates in the state's taxes of the year."""
    return oere_down(max(-skattepligtig_indkomst_foer_underskud, 0.0) * lokale_satser)


@rule(law="PSL § 13", unit="kr/aar", da="Bundskat efter eget underskud", en="Bundskat after the own deficit")
def bundskat_efter_underskud(bundskat_foer_personfradrag, eget_underskud_vaerdi):
    """A deficit is set off before the personal allowance."""
    return max(bundskat_foer_personfradrag - eget_underskud_vaerdi, 0.0)


@rule(law="PSL § 13", unit="kr/aar", da="Mellem-, top- og toptopskat efter eget underskud", en="Upper brackets after the own deficit")
def overskat_efter_underskud(overskat, bundskat_foer_personfradrag, eget_underskud_vaerdi):
    """What bundskat could not take of the deficit."""
    return max(overskat - max(eget_underskud_vaerdi - bundskat_foer_personfradrag, 0.0), 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Overskat efter bundskattens rest", en="Upper brackets after the rest of bundskat's allowance")
def overskat_efter_rest(overskat_efter_underskud, personfradrag_i_bundskat, bundskat_efter_underskud, lokal_skat, lokal_personfradrag):
    """What bundskat's part of the allowance, which goes first, leaves of the upper brackets to the local part."""
    rest = max(personfradrag_i_bundskat - bundskat_efter_underskud, 0.0)
    used_in_local_taxes = max(lokal_skat - lokal_personfradrag, 0.0)
    return max(overskat_efter_underskud - max(rest - used_in_local_taxes, 0.0), 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Uudnyttet lokal personfradragsværdi", en="Unused local allowance")
def uudnyttet_lokal(lokal_personfradrag, lokal_skat, bundskat_efter_underskud, personfradrag_i_bundskat, overskat_efter_rest):
    """What the local taxes cannot use is first used in the person's other taxes; this is the rest."""
    other_taxes = max(bundskat_efter_underskud - personfradrag_i_bundskat, 0.0) + overskat_efter_rest
    return max(max(lokal_personfradrag - lokal_skat, 0.0) - other_taxes, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Uudnyttet personfradragsværdi i bundskat", en="Unused allowance of bundskat")
def uudnyttet_bund(personfradrag_i_bundskat, bundskat_efter_underskud, lokal_skat, lokal_personfradrag, overskat_efter_underskud):
    """What bundskat cannot use is first used in the person's other taxes; this is the rest."""
    other_taxes = max(lokal_skat - lokal_personfradrag, 0.0) + overskat_efter_underskud
    return max(max(personfradrag_i_bundskat - bundskat_efter_underskud, 0.0) - other_taxes, 0.0)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Uudnyttet personfradrag, lokal skat", en="Unused allowance as a base, local taxes")
def uudnyttet_lokal_grundlag(uudnyttet_lokal, lokale_satser):
    """Turned back into a base with the sender's rates, down to whole kroner."""
    if lokale_satser <= 0.0:
        return 0.0
    return kroner_down(uudnyttet_lokal / lokale_satser)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Uudnyttet personfradrag, bundskat", en="Unused allowance as a base, bundskat")
def uudnyttet_bund_grundlag(uudnyttet_bund, p):
    """Turned back into a base with the rate, down to whole kroner."""
    return kroner_down(uudnyttet_bund / p.bundskat_sats)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Modtaget personfradrag, lokal skat", en="Received allowance, local taxes")
def modtaget_lokal_grundlag(partner_uudnyttet_lokal_grundlag, civil_status):
    """From a spouse; unmarried couples get nothing."""
    if civil_status != MARRIED:
        return 0.0
    return partner_uudnyttet_lokal_grundlag


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Modtaget personfradrag, bundskat", en="Received allowance, bundskat")
def modtaget_bund_grundlag(partner_uudnyttet_bund_grundlag, civil_status):
    """From a spouse; unmarried couples get nothing."""
    if civil_status != MARRIED:
        return 0.0
    return partner_uudnyttet_bund_grundlag


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Kommuneskat efter personfradrag", en="Municipal tax after allowances")
def kommuneskat_efter_personfradrag(kommuneskat_foer_personfradrag, personfradrag_i_kommuneskat, modtaget_lokal_grundlag, kommuneskat_sats):
    """Received allowances are valued with the receiver's rates [negative: to be used in other taxes]."""
    return kommuneskat_foer_personfradrag - personfradrag_i_kommuneskat - oere_down(modtaget_lokal_grundlag * kommuneskat_sats)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Kirkeskat efter personfradrag", en="Church tax after allowances")
def kirkeskat_efter_personfradrag(kirkeskat_foer_personfradrag, personfradrag_i_kirkeskat, modtaget_lokal_grundlag, kirkeskat_sats):
    """As municipal tax, also where the sender is no member."""
    return kirkeskat_foer_personfradrag - personfradrag_i_kirkeskat - oere_down(modtaget_lokal_grundlag * kirkeskat_sats)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Sundhedsbidrag efter personfradrag", en="Health contribution after allowances")
def sundhedsbidrag_efter_personfradrag(sundhedsbidrag_foer_personfradrag, personfradrag_i_sundhedsbidrag, modtaget_lokal_grundlag, sundhedsbidrag_sats):
    """As municipal tax."""
    return sundhedsbidrag_foer_personfradrag - personfradrag_i_sundhedsbidrag - oere_down(modtaget_lokal_grundlag * sundhedsbidrag_sats)


@rule(law="PSL § 10, stk. 3", unit="kr/aar", da="Bundskat efter personfradrag", en="Bundskat after allowances")
def bundskat_efter_personfradrag(bundskat_foer_personfradrag, personfradrag_i_bundskat, modtaget_bund_grundlag, p):
    """Own and received allowances deducted [negative: to be used in other taxes]."""
    return bundskat_foer_personfradrag - personfradrag_i_bundskat - oere_down(modtaget_bund_grundlag * p.bundskat_sats)


@rule(law="PSL § 13", unit="kr/aar", da="Skatteværdi af underskud", en="Tax value of a deficit")
def underskud_vaerdi(skattepligtig_indkomst_foer_underskud, modtaget_underskud, lokale_satser):
    """An own deficit, and what a spouse's exceeds one's own income by, are worth the local rates in the state's taxes.

    What neither can use would pass to later years; that is outside the model.
    """
    own = max(-skattepligtig_indkomst_foer_underskud, 0.0)
    received = max(modtaget_underskud - max(skattepligtig_indkomst_foer_underskud, 0.0), 0.0)
    return oere_down((own + received) * lokale_satser)


@rule(law="PSL § 11", unit="kr/aar", da="Eget nedslag for negativ kapitalindkomst", en="Own relief for negative capital income")
def eget_nedslag_negativ_kapitalindkomst(kapitalindkomst_efter_udligning, partner_kapitalindkomst_efter_udligning, civil_status, p):
    """A share of negative net capital income up to a cap; spouses share the two caps."""
    if kapitalindkomst_efter_udligning >= 0.0:
        return 0.0
    cap = p.negativ_kapital_max
    if civil_status == MARRIED:
        cap = p.negativ_kapital_max + max(p.negativ_kapital_max + min(partner_kapitalindkomst_efter_udligning, 0.0), 0.0)
    return oere_down(min(-kapitalindkomst_efter_udligning, cap) * p.negativ_kapital_sats)


@rule(law="PSL § 11, stk. 3", unit="kr/aar", da="Uudnyttet nedslag", en="Unused relief")
def uudnyttet_nedslag(
    eget_nedslag_negativ_kapitalindkomst,
    lokal_skat,
    lokal_personfradrag,
    bundskat_foer_personfradrag,
    personfradrag_i_bundskat,
    overskat,
    eget_underskud_vaerdi,
):
    """What the person's own taxes, after allowances and deficit, have no room for."""
    after_allowances = lokal_skat + bundskat_foer_personfradrag + overskat - lokal_personfradrag - personfradrag_i_bundskat
    room = after_allowances - eget_underskud_vaerdi
    return max(eget_nedslag_negativ_kapitalindkomst - max(room, 0.0), 0.0)


@rule(law="PSL § 11", unit="kr/aar", da="Nedslag for negativ kapitalindkomst", en="Relief for negative capital income")
def nedslag_negativ_kapitalindkomst(eget_nedslag_negativ_kapitalindkomst, partner_uudnyttet_nedslag, civil_status):
    """The own relief and what a spouse could not use."""
    if civil_status != MARRIED:
        return eget_nedslag_negativ_kapitalindkomst
    return eget_nedslag_negativ_kapitalindkomst + partner_uudnyttet_nedslag


@rule(law="PSL § 12", unit="kr/aar", da="Til modregning i øvrige skatter", en="To be set off in other taxes")
def modregning_i_alt(
    kommuneskat_efter_personfradrag,
    kirkeskat_efter_personfradrag,
    sundhedsbidrag_efter_personfradrag,
    bundskat_efter_personfradrag,
    underskud_vaerdi,
    nedslag_negativ_kapitalindkomst,
):
    """Allowances and reliefs that their own tax could not use."""
    local = max(-kommuneskat_efter_personfradrag, 0.0) + max(-kirkeskat_efter_personfradrag, 0.0)
    other = max(-sundhedsbidrag_efter_personfradrag, 0.0) + max(-bundskat_efter_personfradrag, 0.0)
    return local + other + underskud_vaerdi + nedslag_negativ_kapitalindkomst


@rule(law="PSL § 12", unit="kr/aar", da="Bundskat", en="Bundskat")
def bundskat_kr(bundskat_efter_personfradrag, modregning_i_alt):
    """First to be lowered by what other taxes could not use."""
    return max(max(bundskat_efter_personfradrag, 0.0) - modregning_i_alt, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter bundskat", en="Rest after bundskat")
def modregning_efter_bund(bundskat_efter_personfradrag, modregning_i_alt):
    """What bundskat could not use either."""
    return max(modregning_i_alt - max(bundskat_efter_personfradrag, 0.0), 0.0)


@rule(law="PSL §§ 7, 12", unit="kr/aar", da="Mellemskat", en="Mellemskat")
def mellemskat_kr(mellemskat_foer_modregning, modregning_efter_bund):
    """Second in line."""
    return max(mellemskat_foer_modregning - modregning_efter_bund, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter mellemskat", en="Rest after mellemskat")
def modregning_efter_mellem(mellemskat_foer_modregning, modregning_efter_bund):
    """What is left."""
    return max(modregning_efter_bund - mellemskat_foer_modregning, 0.0)


@rule(law="PSL §§ 7, 12", unit="kr/aar", da="Topskat", en="Topskat")
def topskat_kr(topskat_foer_modregning, modregning_efter_mellem):
    """Third in line."""
    return max(topskat_foer_modregning - modregning_efter_mellem, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter topskat", en="Rest after topskat")
def modregning_efter_top(topskat_foer_modregning, modregning_efter_mellem):
    """What is left."""
    return max(modregning_efter_mellem - topskat_foer_modregning, 0.0)


@rule(law="PSL §§ 8, 12", unit="kr/aar", da="Toptopskat", en="Toptopskat")
def toptopskat_kr(toptopskat_foer_modregning, modregning_efter_top):
    """Fourth in line."""
    return max(toptopskat_foer_modregning - modregning_efter_top, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter toptopskat", en="Rest after toptopskat")
def modregning_efter_toptop(toptopskat_foer_modregning, modregning_efter_top):
    """What is left."""
    return max(modregning_efter_top - toptopskat_foer_modregning, 0.0)


@rule(law="PSL §§ 8, 12", unit="kr/aar", da="Sundhedsbidrag", en="Health contribution")
def sundhedsbidrag_kr(sundhedsbidrag_efter_personfradrag, modregning_efter_toptop):
    """Fifth in line."""
    return max(max(sundhedsbidrag_efter_personfradrag, 0.0) - modregning_efter_toptop, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter sundhedsbidrag", en="Rest after the health contribution")
def modregning_efter_sundhed(sundhedsbidrag_efter_personfradrag, modregning_efter_toptop):
    """What is left."""
    return max(modregning_efter_toptop - max(sundhedsbidrag_efter_personfradrag, 0.0), 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Kommuneskat", en="Municipal tax")
def kommuneskat_kr(kommuneskat_efter_personfradrag, modregning_efter_sundhed):
    """Sixth in line."""
    return max(max(kommuneskat_efter_personfradrag, 0.0) - modregning_efter_sundhed, 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Rest efter kommuneskat", en="Rest after municipal tax")
def modregning_efter_kommune(kommuneskat_efter_personfradrag, modregning_efter_sundhed):
    """What is left."""
    return max(modregning_efter_sundhed - max(kommuneskat_efter_personfradrag, 0.0), 0.0)


@rule(law="PSL § 12", unit="kr/aar", da="Kirkeskat", en="Church tax")
def kirkeskat_kr(kirkeskat_efter_personfradrag, modregning_efter_kommune):
    """Last in line; what is then left is lost."""
    return max(max(kirkeskat_efter_personfradrag, 0.0) - modregning_efter_kommune, 0.0)


@rule(law="PSL; AMBL", unit="kr/aar", da="Skat i alt", en="Total tax")
def skat_i_alt(am_bidrag, kommuneskat_kr, kirkeskat_kr, sundhedsbidrag_kr, bundskat_kr, mellemskat_kr, topskat_kr, toptopskat_kr):
    """Income taxes and AM-bidrag after personal allowances, before the green check."""
    return am_bidrag + kommuneskat_kr + kirkeskat_kr + sundhedsbidrag_kr + bundskat_kr + mellemskat_kr + topskat_kr + toptopskat_kr
