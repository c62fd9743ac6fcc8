"""A fixed amount to employers of fleksjob with few hours, towards what such a job costs beside the wage."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB, FLEKSJOB_GAMMEL, MONTHS


@rule(law="Gl. LAB § 71, stk. 3; forslag", unit="kr/aar", da="Lønrefusion og tilskud til småjob", en="Wage refund and grant to small jobs")
def loenrefusion(status, loen_md, loentimer, loenrefusion_andel, p):
    """That of the scheme before 2013; in the new one a fixed amount where hours are few, at most the wage."""
    if status == FLEKSJOB_GAMMEL:
        return min(loen_md * MONTHS, p.gammel_ordning_loft_aar) * loenrefusion_andel
    if status != FLEKSJOB or loentimer > p.smaa_job_timer:
        return 0.0
    return min(p.smaa_job_tilskud_md, loen_md) * MONTHS
