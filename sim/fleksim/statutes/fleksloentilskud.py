"""Fleksloentilskud: the supplement to jobs agreed from 2013 (LAB ch. 20, before 2020 ch. 13)."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB


@rule(law="LAB § 123, stk. 2", unit="kr/md", da="Aftrapning af fleksløntilskud", en="Taper of the supplement")
def fleksloentilskud_aftrapning(loenindtaegt_md, p):
    """30 per cent of the wage up to the threshold and 55 per cent of the rest."""
    low_part = min(loenindtaegt_md, p.aftrapning_knaek)
    high_part = max(loenindtaegt_md - p.aftrapning_knaek, 0.0)
    return low_part * p.aftrapning_1 + high_part * p.aftrapning_2


@rule(law="LAB § 123, stk. 1-2", unit="kr/md", da="Fleksløntilskud før loft", en="Supplement before the ceiling")
def fleksloentilskud_foer_loft(status, loenindtaegt_md, fleksloentilskud_aftrapning, p):
    """The maximum (98 per cent of the highest dagpenge) less the taper; needs a wage in the month."""
    if status != FLEKSJOB:
        return 0.0
    if loenindtaegt_md <= 0.0:
        return 0.0
    return max(p.fleksloentilskud_max - fleksloentilskud_aftrapning, 0.0)


@rule(law="LAB § 123, stk. 3", unit="kr/md", da="Rum under lønloftet", en="Room under the wage ceiling")
def loenloft_rum(fuldtidsloen_md, loen_md, anden_fleksloen_md):
    """Full-time wage of the position less the wage of the fleksjob: supplement and wage may not exceed it.

    With two fleksjob the full-time wage is that of the main position (an assumption: no text read says).
    """
    return max(fuldtidsloen_md - loen_md - anden_fleksloen_md, 0.0)


@rule(law="LAB § 123, stk. 3", unit="ja/nej", da="Lønloftet binder", en="The wage ceiling binds")
def loenloft_binder(loenloft_rum, fleksloentilskud_foer_loft):
    """Whether the ceiling, not the taper, sets the supplement."""
    return loenloft_rum < fleksloentilskud_foer_loft


@rule(law="LAB § 123, stk. 3", unit="kr/md", da="Fleksløntilskud efter loft", en="Supplement after the ceiling")
def fleksloentilskud_efter_loft(fleksloentilskud_foer_loft, loenloft_rum):
    """The smaller of the tapered supplement and the room under the ceiling."""
    return min(fleksloentilskud_foer_loft, loenloft_rum)


@rule(law="LAB § 124, stk. 3", unit="kr/md", da="Tilskud under sygdom uden løn", en="Supplement while sick without wage")
def fleksloentilskud_sygdom(status, loenindtaegt_md, sickness_benefit, p):
    """Tops the sickness benefit up to 98 per cent of the highest dagpenge.

    The text in force to the end of 2023; law 1769/2023 simplified it from 2024 in words that could not be read.
    """
    if status != FLEKSJOB:
        return 0.0
    if loenindtaegt_md > 0.0:
        return 0.0
    if sickness_benefit <= 0.0:
        return 0.0
    return max(p.dagpenge_max_md * p.fleksloentilskud_andel - sickness_benefit, 0.0)


@rule(law="LAB § 123", unit="kr/md", da="Fleksløntilskud", en="Flex-wage supplement")
def fleksloentilskud(fleksloentilskud_efter_loft, fleksloentilskud_sygdom):
    """What the municipality pays before ATP and tax."""
    return fleksloentilskud_efter_loft + fleksloentilskud_sygdom
