"""Who pays whom: every krone of a year as a flow from one sector to another.

Flows are stored in whole oere and balances are sums of flows, so money adds up to the oere for any group of persons.
That the balances are those of the law (`disponibel_indkomst`, `municipal_net`, ...) is what the tests hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fleksim.titles import Titled
from fleksim.words import MONTHS


@dataclass(frozen=True)
class Sector(Titled):
    """Who has a purse."""

    name: str
    da: str
    en: str


HOUSEHOLD = Sector("husstand", "Husstanden", "The household")
EMPLOYER = Sector("arbejdsgiver", "Arbejdsgiveren", "The employer")
MUNICIPALITY = Sector("kommune", "Kommunen", "The municipality")
STATE = Sector("stat", "Staten", "The state")
CHURCH = Sector("folkekirke", "Folkekirken", "The church")
PENSION = Sector("pension", "Pensionsopsparingen", "Pension saving")
OTHERS = Sector("andre", "Andre (anden løn, kapital, partnerens indkomst)", "Others (other wages, capital, the partner's income)")

SECTORS = (HOUSEHOLD, EMPLOYER, MUNICIPALITY, STATE, CHURCH, PENSION, OTHERS)


@dataclass(frozen=True)
class Flow(Titled):
    """What one sector pays another in a year [kr]: a weighted sum of quantities of the law and of columns of the case."""

    name: str
    payer: Sector
    payee: Sector
    da: str
    en: str
    weights: Mapping[str, float]
    of_partner: bool = False


def _given(name: str, payee: Sector, da: str, en: str, *columns: str) -> Flow:
    return Flow(name, OTHERS, payee, da, en, dict.fromkeys(columns, 1.0))


FLOWS: tuple[Flow, ...] = (
    Flow("loen", EMPLOYER, HOUSEHOLD, "Løn inkl. pension", "Wage incl. pension", {"loen_md": MONTHS, "anden_fleksloen_md": MONTHS}),
    Flow("atp_arbejdsgiver", EMPLOYER, PENSION, "Arbejdsgiverens ATP", "Employer's ATP", {"atp_arbejdsgiver": MONTHS}),
    Flow("loenrefusion", MUNICIPALITY, EMPLOYER, "Lønrefusion (gammel ordning)", "Wage refund (old scheme)", {"loenrefusion": 1.0}),
    Flow("fleksloentilskud", MUNICIPALITY, HOUSEHOLD, "Fleksløntilskud", "Flex-wage supplement", {"fleksloentilskud": MONTHS}),
    Flow("ledighedsydelse", MUNICIPALITY, HOUSEHOLD, "Ledighedsydelse", "Ledighedsydelse", {"ledighedsydelse": MONTHS}),
    Flow("andre_ydelser", MUNICIPALITY, HOUSEHOLD, "Kontanthjælp, sygedagpenge o.l.", "Other benefits", {"ydelse_md": MONTHS, "ledighedsydelse": -MONTHS}),
    Flow("tilskud_selvstaendig", MUNICIPALITY, HOUSEHOLD, "Tilskud til selvstændige", "Support to the self-employed", {"tilskud_selvstaendig": 1.0}),
    Flow("pension", MUNICIPALITY, HOUSEHOLD, "Førtids- og seniorpension", "Foertids- and seniorpension", {"pension_aar": 1.0}),
    Flow("boligstoette", MUNICIPALITY, HOUSEHOLD, "Boligstøtte", "Housing benefit", {"boligstoette": 1.0}),
    Flow("friplads", MUNICIPALITY, HOUSEHOLD, "Fripladstilskud", "Daycare discount", {"friplads": 1.0}),
    Flow("atp_kommune", MUNICIPALITY, PENSION, "Kommunens ATP", "Municipality's ATP", {"atp_kommune": 1.0}),
    Flow("boerneydelser", STATE, HOUSEHOLD, "Børneydelser", "Child benefits", {"boerne_og_ungeydelse": 1.0, "boernetilskud": 1.0}),
    Flow("groen_check", STATE, HOUSEHOLD, "Grøn check", "Green check", {"groen_check": 1.0}),
    Flow(
        "atp_stat", STATE, PENSION, "Statens ATP og obligatorisk pension", "State's ATP and obligatory pension", {"atp_stat": 1.0, "obligatorisk_pension": 1.0}
    ),
    Flow("refusion", STATE, MUNICIPALITY, "Refusion og fleksbidrag", "Refund and fleksbidrag", {"refusion": 1.0}),
    Flow(
        "refusion_bolig_pension",
        STATE,
        MUNICIPALITY,
        "Refusion af boligstøtte og pension",
        "Refund of housing benefit and pension",
        {"boligstoette_stat": 1.0, "pension_stat": 1.0},
    ),
    Flow("kommuneskat", HOUSEHOLD, MUNICIPALITY, "Kommuneskat", "Municipal tax", {"kommuneskat_kr": 1.0}),
    Flow("statsskat", HOUSEHOLD, STATE, "AM-bidrag og statsskat", "AM-bidrag and state tax", {"statsskat": 1.0, "pension_am_bidrag": -1.0}),
    Flow("kirkeskat", HOUSEHOLD, CHURCH, "Kirkeskat", "Church tax", {"kirkeskat_kr": 1.0}),
    Flow(
        "egen_pension",
        HOUSEHOLD,
        PENSION,
        "Indbetalt til pension og ATP",
        "Paid into pension and ATP",
        {
            "arbejdsmarkedspension_md": MONTHS,
            "atp_loen": MONTHS,
            "atp_anden_loen": MONTHS,
            "atp_fleksloentilskud": MONTHS,
            "atp_ydelse": MONTHS,
            "atp_pension": 1.0,
            "private_pension": 1.0,
        },
    ),
    Flow("pension_am", PENSION, STATE, "AM-bidrag af pensionsindbetaling", "AM-bidrag of pension contributions", {"pension_am_bidrag": 1.0}),
    _given(
        "anden_indkomst",
        HOUSEHOLD,
        "Anden løn, kapital og overførsler",
        "Other wages, capital and transfers",
        "other_wage",
        "other_transfer",
        "capital_income",
        "business_income",
    ),
    _given("anden_pension", PENSION, "Pension og ATP af anden løn", "Pension and ATP of other wages", "other_employer_pension", "other_atp"),
    Flow("partnerens_indkomst", OTHERS, HOUSEHOLD, "Partnerens indkomst", "Partner's income", {"partner_kontantindkomst": 1.0}, of_partner=True),
    Flow(
        "partnerens_kommuneskat", HOUSEHOLD, MUNICIPALITY, "Partnerens kommuneskat", "Partner's municipal tax", {"partner_kommuneskat_kr": 1.0}, of_partner=True
    ),
    Flow("partnerens_kirkeskat", HOUSEHOLD, CHURCH, "Partnerens kirkeskat", "Partner's church tax", {"partner_kirkeskat_kr": 1.0}, of_partner=True),
    Flow(
        "partnerens_statsskat",
        HOUSEHOLD,
        STATE,
        "Partnerens AM-bidrag og statsskat",
        "Partner's AM-bidrag and state tax",
        {"partner_skat_i_alt": 1.0, "partner_kommuneskat_kr": -1.0, "partner_kirkeskat_kr": -1.0},
        of_partner=True,
    ),
    Flow("partnerens_groenne_check", STATE, HOUSEHOLD, "Partnerens grønne check", "Partner's green check", {"partner_groen_check": 1.0}, of_partner=True),
)

# What public purses pay to households and employers: spending before taxes.
BENEFITS = (
    "fleksloentilskud",
    "ledighedsydelse",
    "andre_ydelser",
    "tilskud_selvstaendig",
    "pension",
    "boligstoette",
    "friplads",
    "loenrefusion",
    "boerneydelser",
)

# What the household gets by its income, some of it in steps: without them is the person's own income after tax.
HOUSEHOLD_TRANSFERS = ("boligstoette", "friplads", "boerneydelser")


def balance_signs(sector: Sector) -> dict[str, int]:
    """By flow: +1 where the sector is paid, -1 where it pays; its balance is the signed sum."""
    return {flow.name: (1 if flow.payee is sector else -1) for flow in FLOWS if sector in (flow.payer, flow.payee)}
