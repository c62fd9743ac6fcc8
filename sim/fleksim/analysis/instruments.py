"""The instruments between what the employer pays and what the household can spend.

Disposable income is the gross wage plus a weighted sum of quantities of the law; each instrument holds some of them, so
the instruments' changes add up to the change of disposable income.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fleksim.titles import Titled
from fleksim.words import MONTHS

GROSS = "bruttoloen_aar"


@dataclass(frozen=True)
class Instrument(Titled):
    """A name and its weighted quantities [kr/year; negative: it takes].

    `held` are the quantities to hold still to keep the instrument from responding, where they are not the weighted ones.
    """

    name: str
    da: str
    en: str
    weights: Mapping[str, float]
    held: tuple[str, ...] = ()

    @property
    def still(self) -> tuple[str, ...]:
        return self.held or tuple(self.weights)

    def amount(self, values: Mapping[str, float]) -> float:
        """What it adds to (or takes from) disposable income [kr/year]."""
        return sum(weight * values[name] for name, weight in self.weights.items())


GROSS_WAGE = Instrument(GROSS, "Løn inkl. pension", "Wage incl. pension", {"loen_md": MONTHS, "anden_fleksloen_md": MONTHS})

# In statutory order: what is settled first stands first.
INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument("pension", "Pension af lønnen", "Pension of the wage", {"arbejdsmarkedspension_md": -MONTHS}),
    Instrument(
        "atp", "ATP", "ATP", {"atp_loen": -MONTHS, "atp_anden_loen": -MONTHS, "atp_fleksloentilskud": -MONTHS, "atp_ydelse": -MONTHS, "atp_pension": -1.0}
    ),
    Instrument("aftrapning", "Aftrapning af fleksløntilskud", "Taper of the supplement", {"fleksloentilskud_foer_loft": MONTHS}),
    Instrument("loenloft", "Lønloft", "Wage ceiling", {"fleksloentilskud_efter_loft": MONTHS, "fleksloentilskud_foer_loft": -MONTHS}, ("loenloft_rum",)),
    Instrument("sygdomstilskud", "Tilskud under sygdom", "Supplement while sick", {"fleksloentilskud_sygdom": MONTHS}),
    Instrument("ydelse", "Ledighedsydelse og andre ydelser", "Ledighedsydelse and other benefits", {"ydelse_md": MONTHS}),
    Instrument("foertidspension", "Førtids- eller seniorpension", "Foertids- or seniorpension", {"pension_aar": 1.0}),
    Instrument("selvstaendig", "Tilskud til selvstændige", "Support to the self-employed", {"tilskud_selvstaendig": 1.0}),
    Instrument("am_bidrag", "AM-bidrag", "AM-bidrag", {"am_bidrag": -1.0}),
    Instrument("kommuneskat", "Kommuneskat", "Municipal tax", {"kommuneskat_kr": -1.0}),
    Instrument("kirkeskat", "Kirkeskat", "Church tax", {"kirkeskat_kr": -1.0}),
    Instrument("sundhedsbidrag", "Sundhedsbidrag", "Health contribution", {"sundhedsbidrag_kr": -1.0}),
    Instrument("bundskat", "Bundskat", "Bundskat", {"bundskat_kr": -1.0}),
    Instrument("overskat", "Mellem-, top- og toptopskat", "Upper brackets", {"mellemskat_kr": -1.0, "topskat_kr": -1.0, "toptopskat_kr": -1.0}),
    Instrument("groen_check", "Grøn check", "Green check", {"groen_check": 1.0}),
    Instrument("boligstoette", "Boligstøtte", "Housing benefit", {"boligstoette": 1.0}),
    Instrument("boerneydelser", "Børneydelser", "Child benefits", {"boerne_og_ungeydelse": 1.0, "boernetilskud": 1.0}),
    Instrument("friplads", "Fripladstilskud", "Daycare discount", {"friplads": 1.0}),
)

QUANTITIES: tuple[str, ...] = tuple(dict.fromkeys(name for one in (GROSS_WAGE, *INSTRUMENTS) for name in (*one.weights, *one.held)))
NET = "disponibel_indkomst"
TARGETS = (*QUANTITIES, NET)
