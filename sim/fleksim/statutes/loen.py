"""Wage, pension and what the job costs the employer."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB_GAMMEL, MONTHS, WEEKS_PER_MONTH


@rule(law="LAB § 123, stk. 3", unit="kr/md", da="Fuldtidsløn i stillingen", en="Full-time wage of the position")
def fuldtidsloen_md(fulltime_wage, hourly_wage, p):
    """The wage of the job at full time, incl. pension; STAR's calculator takes 37 hours at the hourly wage."""
    if fulltime_wage > 0.0:
        return fulltime_wage
    return hourly_wage * p.fuld_arbejdstid * WEEKS_PER_MONTH


@rule(law="LAB § 122; gl. LAB § 71", unit="timer/uge", da="Timer der lønnes", en="Hours that are paid")
def loentimer(status, hours, p):
    """The hours the employer pays: the work effort delivered; in the scheme before 2013 always full time."""
    if status == FLEKSJOB_GAMMEL:
        return p.fuld_arbejdstid
    return hours


@rule(law="LAB § 122", unit="kr/md", da="Løn i hovedjobbet", en="Wage of the main job")
def loen_md(status, hourly_wage, hours, fuldtidsloen_md):
    """Wage of the main job incl. own and employer pension, before tax."""
    if status == FLEKSJOB_GAMMEL:
        return fuldtidsloen_md
    return hourly_wage * hours * WEEKS_PER_MONTH


@rule(law="LAB § 122", unit="kr/md", da="Løn i andet fleksjob", en="Wage of a second fleksjob")
def anden_fleksloen_md(second_hourly_wage, second_hours):
    """Wage of a second fleksjob incl. pension, before tax."""
    return second_hourly_wage * second_hours * WEEKS_PER_MONTH


@rule(law="BEK 227/2024 § 1", unit="kr/md", da="Anden lønindtægt", en="Other wage income")
def anden_loenindtaegt_md(other_wage, other_employer_pension):
    """Wage from other employers incl. pension, a month's share."""
    return (other_wage + other_employer_pension) / MONTHS


@rule(law="LAB § 123, stk. 2; BEK 227/2024 § 1", unit="kr/md", da="Samlet lønindtægt", en="Total wage income")
def loenindtaegt_md(loen_md, anden_fleksloen_md, anden_loenindtaegt_md):
    """All wage that counts in the tapers, incl. pension, before AM-bidrag and tax: one running total."""
    return loen_md + anden_fleksloen_md + anden_loenindtaegt_md


@rule(law="PBL § 19", unit="kr/md", da="Arbejdsmarkedspension", en="Employment pension")
def arbejdsmarkedspension_md(loen_md, anden_fleksloen_md, pension_share):
    """Own and employer contributions to the pension of the job, part of the wage."""
    return (loen_md + anden_fleksloen_md) * pension_share


@rule(law="PBL § 19", unit="kr/aar", da="Arbejdsmarkedspension, i alt", en="Employment pension, total")
def arbejdsmarkedspension_aar(arbejdsmarkedspension_md, other_employer_pension):
    """Contributions to employer-run pensions of the year, before the pension institution withholds AM-bidrag."""
    return arbejdsmarkedspension_md * MONTHS + other_employer_pension


@rule(law="-", unit="kr/aar", da="Partnerens arbejdsmarkedspension", en="Partner's employment pension")
def partner_arbejdsmarkedspension_aar():
    """Not asked for: the partner's wage is given as AM-liable income, after pension."""
    return 0.0


@rule(law="-", unit="kr/aar", da="Arbejdsgiverens omkostning", en="Employer cost")
def employer_cost(loen_md, anden_fleksloen_md, atp_arbejdsgiver, loenrefusion):
    """Wage incl. pension and the employer's share of ATP, less the refund of the old scheme."""
    return (loen_md + anden_fleksloen_md + atp_arbejdsgiver) * MONTHS - loenrefusion
