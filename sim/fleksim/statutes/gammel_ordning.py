"""The scheme before 2013: the employer pays full wage and is refunded half or two thirds (old LAB § 71)."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB_GAMMEL, HALF, MONTHS


@rule(law="Gl. LAB § 71, stk. 2", unit="andel", da="Refusionsandel", en="Refund share")
def loenrefusion_andel(old_scheme_share, p):
    """Half or two thirds of the wage, by the degree of reduced capacity."""
    if old_scheme_share == HALF:
        return p.gammel_ordning_halv
    return p.gammel_ordning_to_tredjedele


@rule(law="Gl. LAB § 71, stk. 3", unit="kr/aar", da="Lønrefusion til arbejdsgiver", en="Wage refund to the employer")
def loenrefusion(status, loen_md, loenrefusion_andel, p):
    """The share of the wage up to the yearly cap; the person's own pay does not depend on it."""
    if status != FLEKSJOB_GAMMEL:
        return 0.0
    return min(loen_md * MONTHS, p.gammel_ordning_loft_aar) * loenrefusion_andel
