"""The columns of a case: name, unit, kind, bounds, default and meaning.

`COLUMNS` is the one list that the readers, the checks, the kernel's arguments and the documentation share. Fields of
the contract that are not numbers of a rule (id, year, municipality, children, ...) are in `EDGE_FIELDS`: the
reader turns them into columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fleksim import words
from fleksim.titles import Titled

Kind = Literal["number", "flag", "code"]


@dataclass(frozen=True)
class Column(Titled):
    """One number of a person, as the rules read it."""

    name: str
    unit: str
    da: str
    en: str
    default: float = 0.0
    low: float = 0.0
    high: float = 1e8
    kind: Kind = "number"
    codes: tuple[str, ...] = ()
    household: bool = False
    required_with_work: bool = False
    hint: str = ""


def _money(name: str, da: str, en: str, low: float = 0.0, high: float = 5e7, household: bool = False) -> Column:
    return Column(name, "kr/aar", da, en, low=low, high=high, household=household)


_ALL = (
    Column("year", "aar", "Indkomstår", "Income year", low=2013, high=2026, household=True),
    Column("status", "kode", "Status", "Status", words.FLEKSJOB, high=len(words.STATUSES) - 1, kind="code", codes=words.STATUSES),
    Column(
        "hourly_wage",
        "kr/time",
        "Timeløn inkl. pension og faste tillæg",
        "Hourly wage incl. pension and fixed supplements",
        high=2000.0,
        required_with_work=True,
        hint="It is kroner per paid hour; a monthly or yearly wage does not belong here.",
    ),
    Column("hours", "timer/uge", "Betalte timer om ugen", "Paid hours a week", high=37.0, required_with_work=True),
    Column("intensity", "andel", "Arbejdsintensitet", "Work intensity", 1.0, low=0.01, high=1.0, hint="It is a share: 60 per cent is 0.6."),
    Column("pension_share", "andel", "Pensionsandel af lønnen", "Share of the wage that is pension", high=0.5, hint="It is a share: 12 per cent is 0.12."),
    Column("fulltime_wage", "kr/md", "Fuldtidsløn i stillingen", "Full-time wage of the position", high=400_000.0),
    Column("second_hourly_wage", "kr/time", "Timeløn i et andet fleksjob", "Hourly wage in a second fleksjob", high=2000.0),
    Column("second_hours", "timer/uge", "Timer i et andet fleksjob", "Hours in a second fleksjob", high=37.0),
    _money("other_wage", "Anden AM-pligtig løn", "Other wage liable to AM"),
    _money("other_transfer", "Anden skattepligtig indkomst uden AM-bidrag", "Other taxable income without AM"),
    _money("other_atp", "ATP-bidrag i alt af anden løn", "Total ATP contribution of other wage", high=100_000.0),
    _money("other_employer_pension", "Arbejdsgiveradministreret pension af anden løn", "Employer-run pension of other wage"),
    _money("business_income", "Overskud af egen virksomhed før renter", "Business income before interest", low=-5e7),
    _money("capital_income", "Nettokapitalindkomst", "Net capital income", low=-5e7),
    _money("private_pension", "Egen indbetaling til ratepension", "Own contributions to a ratepension"),
    _money("other_deductions", "Andre ligningsmæssige fradrag", "Other deductions from taxable income"),
    _money("union_dues", "Fagforeningskontingent", "Union dues", high=100_000.0),
    _money("akasse", "A-kassekontingent", "Unemployment fund dues", high=100_000.0),
    Column("commuting_km", "km", "Befordring pr. arbejdsdag, ud og hjem", "Commuting a day, there and back", high=1000.0),
    Column("commuting_days", "dage/aar", "Befordringsdage om året (0: efter arbejdstid)", "Commuting days a year (0: by hours)", high=366.0),
    Column("kommuneskat", "procent", "Kommuneskatteprocent", "Municipal tax rate", low=0.0, high=40.0, hint="It is per cent: 25.1."),
    Column("kirkeskat", "procent", "Kirkeskatteprocent", "Church tax rate", high=5.0, hint="It is per cent: 0.87."),
    Column("church_member", "ja/nej", "Medlem af folkekirken", "Member of the church", high=1, kind="flag"),
    Column("birth_year", "aar", "Fødselsår", "Year of birth", 1980.0, low=1900, high=2013),
    Column("civil_status", "kode", "Civilstand", "Civil status", words.SINGLE, high=2, kind="code", codes=words.CIVIL_STATUSES, household=True),
    Column("children_0_2", "personer", "Børn 0-2 år", "Children aged 0-2", high=15, household=True),
    Column("children_3_6", "personer", "Børn 3-6 år", "Children aged 3-6", high=15, household=True),
    Column("children_7_17", "personer", "Børn 7-17 år", "Children aged 7-17", high=15, household=True),
    Column("buy_share", "andel", "Andel af børne- og ungeydelsen (0: efter civilstand)", "Share of the child benefit (0: by civil status)", high=1.0),
    Column("single_parent_quarters", "kvartaler", "Kvartaler med ekstra børnetilskud", "Quarters with extra child supplement", 4.0, high=4),
    _money("rent", "Årlig husleje uden varme", "Yearly rent without heating", high=1e6, household=True),
    Column("pensioner_housing", "ja/nej", "Ret til boligydelse", "Right to boligydelse", high=1, kind="flag", household=True),
    _money("daycare_fee", "Fuld daginstitutionstakst", "Full daycare fee", high=1e6, household=True),
    Column("ly_rate", "kode", "Sats for ledighedsydelse", "Rate of ledighedsydelse", words.HIGH, high=1, kind="code", codes=words.LY_RATES),
    Column("ly_fleksjob_months", "maaneder", "Måneder i fleksjob af de sidste 18", "Months in fleksjob of the last 18", high=18),
    Column(
        "ly_months_after_fleksydelse_age", "maaneder", "Måneder på høj sats efter fleksydelsesalder", "Months on the high rate after fleksydelse age", high=240
    ),
    Column("sideline_hours", "timer/md", "Timer i selvstændig bibeskæftigelse", "Hours a month of sideline self-employment", high=200.0),
    Column("sickness_benefit", "kr/md", "Sygedagpenge under fravær uden løn", "Sickness benefit while absent without wage", high=50_000.0),
    Column(
        "old_scheme_share",
        "kode",
        "Refusionsandel i gammel ordning",
        "Refund share of the old scheme",
        words.TWO_THIRDS,
        high=1,
        kind="code",
        codes=words.OLD_SCHEME_SHARES,
    ),
    Column("benefit_weeks", "uger", "Uger på offentlig forsørgelse", "Weeks on public support", 53.0, high=3000),
    _money("partner_wage", "Partnerens AM-pligtige løn", "Partner's wage liable to AM"),
    _money("partner_transfer", "Partnerens overførselsindkomst", "Partner's taxable transfers"),
    _money("partner_capital_income", "Partnerens nettokapitalindkomst", "Partner's net capital income", low=-5e7),
    Column("partner_kommuneskat", "procent", "Partnerens kommuneskatteprocent", "Partner's municipal tax rate", high=40.0),
    Column("partner_kirkeskat", "procent", "Partnerens kirkeskatteprocent", "Partner's church tax rate", high=5.0),
    Column("partner_church_member", "ja/nej", "Partneren er medlem af folkekirken", "Partner is a member of the church", high=1, kind="flag"),
    Column("partner_birth_year", "aar", "Partnerens fødselsår", "Partner's year of birth", 1980.0, low=1900, high=2013),
)

COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}

# Fields of a case that the reader turns into columns.
EDGE_FIELDS: dict[str, tuple[str, str]] = {
    "id": ("Betegnelse", "Label"),
    "as_of": ("Lovens dato", "Date of the law"),
    "municipality": ("Kommune", "Municipality"),
    "children": ("Børnenes alder", "Ages of the children"),
}

FIELDS_SHARED: dict[str, bool] = {column.name: column.household for column in _ALL}

# Statuses in which a person works for a wage: hourly wage and hours are required.
WORKING = ("fleksjob", "fleksjob_gammel", "ordinaert_job")
