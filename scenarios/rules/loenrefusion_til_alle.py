"""The state's wage refund to institutions with fleksjob workers, spread to every employer and paid by the state."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB, FLEKSJOB_GAMMEL, MONTHS


@rule(law="forslag", unit="kr/aar", da="Lønrefusion i ny ordning", en="Wage refund in the new scheme")
def loenrefusion_ny(status, loen_md, anden_fleksloen_md, p):
    """A share of the wage really paid, to the employers of a fleksjob agreed from 2013."""
    if status != FLEKSJOB:
        return 0.0
    return (loen_md + anden_fleksloen_md) * MONTHS * p.loenrefusion_ny_andel


@rule(law="Gl. LAB § 71, stk. 3; forslag", unit="kr/aar", da="Lønrefusion til arbejdsgiver", en="Wage refund to the employer")
def loenrefusion(status, loen_md, loenrefusion_andel, loenrefusion_ny, p):
    """That of the scheme before 2013, or that of the new one."""
    if status != FLEKSJOB_GAMMEL:
        return loenrefusion_ny
    return min(loen_md * MONTHS, p.gammel_ordning_loft_aar) * loenrefusion_andel


@rule(law="Lov om kommunernes finansiering § 5; forslag", unit="kr/aar", da="Refusion, fleksbidrag og lønrefusion", en="Refund, fleksbidrag and wage refund")
def refusion(kommunale_ydelser, refusion_andel, fleksbidrag, loenrefusion_ny):
    """What the state pays the municipality: its share, fleksbidrag, and the whole of the new wage refund."""
    shared = kommunale_ydelser - loenrefusion_ny
    return shared * refusion_andel + fleksbidrag * MONTHS + loenrefusion_ny
