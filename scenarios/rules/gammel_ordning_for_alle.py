"""The scheme before 2013 for every fleksjob: full pay from the employer, who is refunded a share of it."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB, FLEKSJOB_GAMMEL, MONTHS, WEEKS_PER_MONTH


@rule(law="Gl. LAB § 71", unit="timer/uge", da="Timer der lønnes", en="Hours that are paid")
def loentimer(status, hours, p):
    """Full time in every fleksjob with any hours, whatever the work effort."""
    if status == FLEKSJOB_GAMMEL:
        return p.fuld_arbejdstid
    if status == FLEKSJOB and hours > 0.0:
        return p.fuld_arbejdstid
    return hours


@rule(law="Gl. LAB § 71", unit="kr/md", da="Løn i hovedjobbet", en="Wage of the main job")
def loen_md(status, hourly_wage, hours, fuldtidsloen_md):
    """The full-time wage of the position in every fleksjob with any hours."""
    if status == FLEKSJOB_GAMMEL:
        return fuldtidsloen_md
    if status == FLEKSJOB and hours > 0.0:
        return fuldtidsloen_md
    return hourly_wage * hours * WEEKS_PER_MONTH


@rule(law="Gl. LAB § 71", unit="kr/md", da="Løn i andet fleksjob", en="Wage of a second fleksjob")
def anden_fleksloen_md(status, second_hourly_wage, second_hours):
    """No second wage beside full pay in the first."""
    if status == FLEKSJOB:
        return 0.0
    return second_hourly_wage * second_hours * WEEKS_PER_MONTH


@rule(law="uden LAB § 123", unit="kr/md", da="Intet fleksløntilskud", en="No supplement")
def fleksloentilskud_foer_loft():
    """The wage is full pay; nothing is added to it."""
    return 0.0


@rule(law="uden LAB § 124", unit="kr/md", da="Intet tilskud under sygdom", en="No supplement while sick")
def fleksloentilskud_sygdom():
    """There is no supplement that could top a benefit up."""
    return 0.0


@rule(law="Gl. LAB § 71, stk. 3", unit="kr/aar", da="Lønrefusion til arbejdsgiver", en="Wage refund to the employer")
def loenrefusion(status, loen_md, loenrefusion_andel, p):
    """The share of the wage up to the yearly cap, in every fleksjob."""
    if status != FLEKSJOB_GAMMEL and status != FLEKSJOB:
        return 0.0
    return min(loen_md * MONTHS, p.gammel_ordning_loft_aar) * loenrefusion_andel
