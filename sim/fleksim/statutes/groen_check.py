"""The green check: a credit after tax (kompensationsloven, KSL)."""

from fleksim.rules import rule
from fleksim.words import kroner_down, oere_up


@rule(law="KSL § 2", unit="kr/aar", da="Indkomst for grøn check", en="Income for the green check")
def groen_check_indkomst(personlig_indkomst, kapitalindkomst_efter_udligning, p):
    """Personal income and positive capital income above one person's allowance.

    Spouses do not share the allowance here: so SKAT's calculator of 2025, though the act's remarks speak of a joint one.
    """
    return kroner_down(max(personlig_indkomst + max(kapitalindkomst_efter_udligning - p.topskat_kapital_bundfradrag, 0.0), 0.0))


@rule(law="KSL § 1", unit="kr/aar", da="Grøn check, voksenbeløb", en="Green check, adult amount", until="2022-12-31", name="groen_check_voksen")
def groen_check_voksen_til_2022(er_pensionist, p):
    """An amount for every adult, another for pensioners."""
    if er_pensionist:
        return p.groen_check_pensionist
    return p.groen_check_ikke_pensionist


@rule(law="KSL § 1", unit="kr/aar", da="Grøn check, voksenbeløb", en="Green check, adult amount", since="2023-01-01")
def groen_check_voksen(er_pensionist, p):
    """From 2023 only pensioners; people in a fleksjob or on ledighedsydelse no longer get it."""
    if er_pensionist:
        return p.groen_check_pensionist
    return 0.0


@rule(law="KSL § 1, stk. 2; § 5", unit="kr/aar", da="Grøn check, børnebeløb", en="Green check, child amount", until="2022-12-31", name="groen_check_boern")
def groen_check_boern_til_2022(er_pensionist, boern, buy_andel, p):
    """An amount for each of at most two children, by the share of the child benefit one gets."""
    if boern <= 0.0:
        return 0.0
    counted = min(boern, p.groen_check_boern_hoejst) * buy_andel
    if er_pensionist:
        return counted * p.groen_check_barn_pensionist
    return counted * p.groen_check_barn_ikke_pensionist


@rule(law="KSL § 1, stk. 2; § 5", unit="kr/aar", da="Grøn check, børnebeløb", en="Green check, child amount", since="2023-01-01")
def groen_check_boern(boern, buy_andel, p):
    """One amount for each of at most two children, by the share of the child benefit one gets."""
    if boern <= 0.0:
        return 0.0
    return min(boern, p.groen_check_boern_hoejst) * buy_andel * p.groen_check_barn


@rule(law="KSL § 1, stk. 4; § 2, stk. 3", unit="kr/aar", da="Grøn check, tillæg", en="Green check, supplement", until="2022-12-31", name="groen_check_tillaeg")
def groen_check_tillaeg_til_2022(groen_check_indkomst, p):
    """For everybody with a low income; lost whole above the limit."""
    if groen_check_indkomst > p.groen_check_tillaeg_graense:
        return 0.0
    return p.groen_check_tillaeg


@rule(law="KSL § 1, stk. 4; § 2, stk. 3", unit="kr/aar", da="Grøn check, tillæg", en="Green check, supplement", since="2023-01-01")
def groen_check_tillaeg(er_pensionist, groen_check_indkomst, p):
    """For pensioners with a low income; lost whole above the limit."""
    if not er_pensionist:
        return 0.0
    if groen_check_indkomst > p.groen_check_tillaeg_graense:
        return 0.0
    return p.groen_check_tillaeg


@rule(law="KSL § 2, stk. 1", unit="kr/aar", da="Grøn check, voksenbeløb efter aftrapning", en="Green check, adult amount after taper")
def groen_check_voksen_efter(groen_check_voksen, groen_check_indkomst, p):
    """7.5 per cent of the income above the limit is taken, first from the adult amount."""
    if groen_check_voksen <= 0.0:
        return 0.0
    return oere_up(max(groen_check_voksen - max(groen_check_indkomst - p.groen_check_graense, 0.0) * p.groen_check_aftrapning, 0.0))


@rule(
    law="KSL § 2, stk. 2",
    unit="kr/aar",
    da="Grøn check, grænse for børnebeløb",
    en="Green check, limit of the child amount",
    until="2022-12-31",
    name="groen_check_boern_graense",
)
def groen_check_boern_graense_til_2022(groen_check_voksen, p):
    """The child amount is tapered from where the adult amount has gone."""
    return p.groen_check_graense + groen_check_voksen / p.groen_check_aftrapning


@rule(law="KSL § 2, stk. 2", unit="kr/aar", da="Grøn check, grænse for børnebeløb", en="Green check, limit of the child amount", since="2023-01-01")
def groen_check_boern_graense(groen_check_voksen, p):
    """As before 2023 for pensioners; their raise of 2024-25 does not move the point. Others have no adult amount."""
    if groen_check_voksen > 0.0:
        return p.groen_check_graense_boern_voksenbeloeb
    return p.groen_check_graense


@rule(law="KSL § 2, stk. 1-2", unit="kr/aar", da="Grøn check, børnebeløb efter aftrapning", en="Green check, child amount after taper")
def groen_check_boern_efter(groen_check_boern, groen_check_boern_graense, groen_check_indkomst, p):
    """7.5 per cent of the income above the limit of the child amount is taken."""
    if groen_check_boern <= 0.0:
        return 0.0
    return oere_up(max(groen_check_boern - max(groen_check_indkomst - groen_check_boern_graense, 0.0) * p.groen_check_aftrapning, 0.0))


@rule(law="KSL § 1", unit="kr/aar", da="Grøn check", en="Green check")
def groen_check(groen_check_voksen_efter, groen_check_boern_efter, groen_check_tillaeg):
    """Paid out or set off in tax, tax-free."""
    return groen_check_voksen_efter + groen_check_boern_efter + groen_check_tillaeg
