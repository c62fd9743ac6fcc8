"""Pay never falls when hours rise: under the ceiling a share of the wage stays with the person."""

from fleksim.rules import rule


@rule(law="forslag til LAB § 123, stk. 3", unit="kr/md", da="Rum under et loft der giver gevinst", en="Room under a ceiling that leaves a gain")
def loenloft_rum(fuldtidsloen_md, loen_md, anden_fleksloen_md, p):
    """The full-time wage less the wage of the fleksjob, of which a share is not counted."""
    counted = (loen_md + anden_fleksloen_md) * (1.0 - p.loft_gevinst_andel)
    return max(fuldtidsloen_md - counted, 0.0)
