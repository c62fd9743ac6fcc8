"""Housing benefit to tenants: boligsikring, and boligydelse to pensioners (lov om individuel boligstoette)."""

from fleksim.rules import rule
from fleksim.words import FOERTIDSPENSION, MONTHS, SENIORPENSION, SINGLE, twelfths_nearest


@rule(law="Boligstøtteloven § 8", unit="kr/aar", da="Husstandens indkomst", en="Household income", household=True)
def husstandsindkomst(
    civil_status,
    personlig_indkomst,
    fradrag_i_personlig_indkomst,
    kapitalindkomst,
    partner_personlig_indkomst,
    partner_kapitalindkomst,
):
    """Income after AM-bidrag, ATP and employer-run pension of both partners, with positive capital income.

    Wealth above the limits is outside the model.
    """
    own = personlig_indkomst + fradrag_i_personlig_indkomst + max(kapitalindkomst, 0.0)
    if civil_status == SINGLE:
        return max(own, 0.0)
    return max(own + partner_personlig_indkomst + max(partner_kapitalindkomst, 0.0), 0.0)


@rule(law="Boligstøtteloven § 14", unit="kr/aar", da="Husleje der regnes med", en="Rent that counts", household=True)
def boligsikring_leje(rent, p):
    """Rent up to the maximum; the area norm is outside the model."""
    if rent <= 0.0:
        return 0.0
    return min(rent, p.boligsikring_leje_max)


@rule(law="Boligstøtteloven § 22", unit="kr/aar", da="Indkomstgrænse for boligsikring", en="Income threshold of boligsikring", household=True)
def boligsikring_graense(rent, boern, p):
    """Rises for the second to the fourth child."""
    if rent <= 0.0:
        return 0.0
    counted = min(max(boern - 1.0, 0.0), p.boligstoette_boernetillaeg_hoejst)
    return p.boligsikring_indkomstgraense + counted * p.boligsikring_barn


@rule(law="Boligstøtteloven §§ 22-23", unit="kr/aar", da="Boligsikring", en="Boligsikring", household=True)
def boligsikring(rent, boligsikring_leje, boligsikring_graense, husstandsindkomst, boern, status, pensioner_housing, p):
    """60 per cent of rent less 18 per cent of income above the threshold, within four limits.

    At least an own payment; at most a yearly amount (more with four children); without children at most 15 per cent of
    the rent, unless a member has foertids- or seniorpension.
    """
    if rent <= 0.0:
        return 0.0
    if pensioner_housing > 0.0:
        return 0.0
    support = boligsikring_leje * p.boligsikring_lejeandel - max(husstandsindkomst - boligsikring_graense, 0.0) * p.boligsikring_indkomstandel
    support = min(support, boligsikring_leje - p.boligsikring_egenbetaling)
    if boern >= p.boligsikring_mange_boern:
        support = min(support, p.boligsikring_max * p.boligsikring_max_mange_boern)
    else:
        support = min(support, p.boligsikring_max)
    if boern <= 0.0 and status != FOERTIDSPENSION and status != SENIORPENSION:
        support = min(support, boligsikring_leje * p.boligsikring_barnloes_andel)
    return twelfths_nearest(max(support, 0.0))


@rule(law="Boligstøtteloven § 21", unit="kr/aar", da="Boligydelse", en="Boligydelse", household=True)
def boligydelse(rent, husstandsindkomst, boern, pensioner_housing, p):
    """75 per cent of rent and an addition less 22.5 per cent of income above the threshold, within its limits."""
    if rent <= 0.0:
        return 0.0
    if pensioner_housing <= 0.0:
        return 0.0
    leje = min(rent, p.boligydelse_leje_max)
    graense = p.boligydelse_indkomstgraense + min(max(boern - 1.0, 0.0), p.boligstoette_boernetillaeg_hoejst) * p.boligydelse_barn
    support = (leje + p.boligydelse_tillaeg) * p.boligydelse_lejeandel - max(husstandsindkomst - graense, 0.0) * p.boligydelse_indkomstandel
    own_payment = max(husstandsindkomst * p.boligydelse_egenbetaling_andel, p.boligydelse_egenbetaling)
    return twelfths_nearest(max(min(min(support, leje - own_payment), p.boligydelse_max), 0.0))


@rule(law="Boligstøtteloven §§ 33-34", unit="kr/aar", da="Boligstøtte", en="Housing benefit", household=True)
def boligstoette(rent, boligsikring, boligydelse, p):
    """Nothing is paid below a small yearly amount."""
    if rent <= 0.0:
        return 0.0
    if boligydelse > 0.0:
        if boligydelse < p.boligydelse_mindst:
            return 0.0
        return boligydelse
    if boligsikring < p.boligsikring_mindst:
        return 0.0
    return boligsikring


@rule(law="Boligstøtteloven § 41", unit="kr/md", da="Boligstøtte om måneden", en="Housing benefit a month", household=True)
def boligstoette_md(boligstoette):
    """A twelfth."""
    return boligstoette / MONTHS
