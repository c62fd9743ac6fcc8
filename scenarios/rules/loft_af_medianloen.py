"""The wage ceiling reckoned on at least an ordinary wage, however low the wage of the job."""

from fleksim.rules import rule
from fleksim.words import WEEKS_PER_MONTH


@rule(
    law="forslag til LAB § 123, stk. 3", unit="kr/md", da="Rum under loft af mindst en almindelig løn", en="Room under a ceiling of at least an ordinary wage"
)
def loenloft_rum(fuldtidsloen_md, loen_md, anden_fleksloen_md, p):
    """The full-time wage of the position, or of an ordinary hourly wage if that is more, less the wage of the fleksjob."""
    ordinary = p.loft_timeloen_mindst * p.fuld_arbejdstid * WEEKS_PER_MONTH
    return max(max(fuldtidsloen_md, ordinary) - loen_md - anden_fleksloen_md, 0.0)
