"""Sygedagpenge: the level for a person on full sick leave, and in a fleksjob without wage."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB, SYGEDAGPENGE, WEEKS_PER_MONTH


@rule(law="SDL § 50, stk. 1", unit="kr/md", da="Højeste sygedagpenge", en="Maximum sickness benefit")
def sygedagpenge_max_md(p):
    """The weekly maximum over a month."""
    return p.sygedagpenge_max_uge * WEEKS_PER_MONTH


@rule(law="SDL §§ 49-50", unit="kr/md", da="Sygedagpenge", en="Sickness benefit")
def sygedagpenge(status, sickness_benefit, loenindtaegt_md, sygedagpenge_max_md):
    """The stated benefit or the maximum; in a fleksjob only in a month without wage.

    Wage of a partial return to work is set off krone for krone, a simplification of the set-off by hours.
    """
    if status == SYGEDAGPENGE:
        if sickness_benefit > 0.0:
            return max(min(sickness_benefit, sygedagpenge_max_md) - loenindtaegt_md, 0.0)
        return max(sygedagpenge_max_md - loenindtaegt_md, 0.0)
    if status == FLEKSJOB and sickness_benefit > 0.0 and loenindtaegt_md <= 0.0:
        return min(sickness_benefit, sygedagpenge_max_md)
    return 0.0
