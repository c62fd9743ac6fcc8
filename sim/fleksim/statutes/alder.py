"""Ages: the person's, and the year in which state pension age is reached."""

from fleksim.rules import rule
from fleksim.words import FOERTIDSPENSION, SENIORPENSION


@rule(law="-", unit="aar", da="Alder ved årets udgang", en="Age at the end of the year")
def alder(year, birth_year):
    """The age reached in the year."""
    return year - birth_year


@rule(law="Lov om social pension § 1 a", unit="aar", da="Folkepensionsår", en="Year of state pension age")
def folkepensionsaar(birth_year, p):
    """The calendar year in which state pension age is reached.

    Half-year cohorts (born 1954-55) are given the age of those born in the second half of the year.
    """
    if birth_year < p.folkepension_aargang_66:
        return birth_year + p.folkepensionsalder_65
    if birth_year < p.folkepension_aargang_67:
        return birth_year + p.folkepensionsalder_66
    if birth_year < p.folkepension_aargang_68:
        return birth_year + p.folkepensionsalder_67
    if birth_year < p.folkepension_aargang_69:
        return birth_year + p.folkepensionsalder_68
    if birth_year < p.folkepension_aargang_70:
        return birth_year + p.folkepensionsalder_69
    return birth_year + p.folkepensionsalder_70


@rule(law="Lov om social pension § 1 a", unit="aar", da="År til folkepension", en="Years to state pension age")
def aar_til_folkepension(folkepensionsaar, year):
    """Whole calendar years left; 0 in the year itself, negative after."""
    return folkepensionsaar - year


@rule(law="KSL § 1", unit="ja/nej", da="Er pensionist", en="Is a pensioner")
def er_pensionist(status, aar_til_folkepension):
    """State pension age reached, or foertids- or seniorpension."""
    return aar_til_folkepension <= 0.0 or status == FOERTIDSPENSION or status == SENIORPENSION


@rule(law="-", unit="ja/nej", da="Partneren er pensionist", en="The partner is a pensioner")
def partner_er_pensionist(partner_aar_til_folkepension):
    """By age alone: the partner's status is not asked for."""
    return partner_aar_til_folkepension <= 0.0


@rule(law="-", unit="personer", da="Hjemmeboende børn under 18", en="Children under 18 at home", household=True)
def boern(children_0_2, children_3_6, children_7_17):
    """All children of the household."""
    return children_0_2 + children_3_6 + children_7_17


@rule(law="LAS § 25", unit="ja/nej", da="Er forsørger", en="Is a provider", household=True)
def er_forsoerger(boern):
    """Provides for a child under 18 at home."""
    return boern > 0.0
