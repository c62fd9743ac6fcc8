"""Who pays whom, month by month: every amount a flow between two sectors, so that money in equals money out to the oere.

Flows have the names of the yearly ledger (`analysis.ledger`), which gives them their titles; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fleksim.kernel.layout import Amount, Measure

HOUSEHOLD, EMPLOYER, MUNICIPALITY, STATE, CHURCH, PENSION, OTHERS = "husstand", "arbejdsgiver", "kommune", "stat", "folkekirke", "pension", "andre"
SECTORS = (HOUSEHOLD, EMPLOYER, MUNICIPALITY, STATE, CHURCH, PENSION, OTHERS)


@dataclass(frozen=True)
class MonthFlow:
    """What one sector pays another: a signed sum of amounts."""

    name: str
    payer: str
    payee: str
    amounts: Mapping[Amount, int]


def _flow(name: str, payer: str, payee: str, *plus: Amount, less: Amount | None = None) -> MonthFlow:
    return MonthFlow(name, payer, payee, {**dict.fromkeys(plus, 1), **({less: -1} if less is not None else {})})


MONTH_FLOWS: tuple[MonthFlow, ...] = (
    _flow("loen", EMPLOYER, HOUSEHOLD, Amount.LOEN),
    _flow("atp_arbejdsgiver", EMPLOYER, PENSION, Amount.ATP_LOEN_I_ALT, less=Amount.ATP_LOEN),
    _flow("loenrefusion", MUNICIPALITY, EMPLOYER, Amount.LOENREFUSION),
    _flow("fleksloentilskud", MUNICIPALITY, HOUSEHOLD, Amount.FLEKSLOENTILSKUD),
    _flow("ledighedsydelse", MUNICIPALITY, HOUSEHOLD, Amount.LEDIGHEDSYDELSE),
    _flow("andre_ydelser", MUNICIPALITY, HOUSEHOLD, Amount.ANDEN_YDELSE),
    _flow("pension", MUNICIPALITY, HOUSEHOLD, Amount.PENSION),
    _flow("boligstoette", MUNICIPALITY, HOUSEHOLD, Amount.BOLIGSTOETTE),
    _flow("friplads", MUNICIPALITY, HOUSEHOLD, Amount.FRIPLADS),
    _flow("atp_kommune", MUNICIPALITY, PENSION, Amount.ATP_YDELSE_I_ALT, less=Amount.ATP_YDELSE),
    _flow("anden_aktoer", MUNICIPALITY, OTHERS, Amount.ANDEN_AKTOER),
    _flow("fleksydelse", STATE, HOUSEHOLD, Amount.FLEKSYDELSE),
    _flow("boerneydelser", STATE, HOUSEHOLD, Amount.BOERNEYDELSER),
    _flow("groen_check", STATE, HOUSEHOLD, Amount.GROEN_CHECK),
    _flow("atp_stat", STATE, PENSION, Amount.ATP_FLEKSJOB_STAT, Amount.ATP_PENSION_I_ALT, Amount.OBLIGATORISK_PENSION, less=Amount.ATP_PENSION),
    _flow("refusion", STATE, MUNICIPALITY, Amount.REFUSION),
    _flow("refusion_bolig_pension", STATE, MUNICIPALITY, Amount.BOLIGSTOETTE_STAT, Amount.PENSION_STAT),
    _flow("kommuneskat", HOUSEHOLD, MUNICIPALITY, Amount.KOMMUNESKAT),
    _flow("statsskat", HOUSEHOLD, STATE, Amount.STATSSKAT),
    _flow("kirkeskat", HOUSEHOLD, CHURCH, Amount.KIRKESKAT),
    _flow(
        "egen_pension", HOUSEHOLD, PENSION,
        Amount.EGEN_PENSION, Amount.ATP_LOEN, Amount.ATP_FLEKSLOENTILSKUD, Amount.ATP_YDELSE, Amount.ATP_PENSION, Amount.PRIVAT_PENSION,
    ),
    _flow("pension_am", PENSION, STATE, Amount.PENSION_AM),
    _flow("anden_indkomst", OTHERS, HOUSEHOLD, Amount.ANDEN_INDKOMST),
    _flow("anden_pension", OTHERS, PENSION, Amount.ANDEN_PENSION),
    _flow("partnerens_indkomst", OTHERS, HOUSEHOLD, Amount.PARTNER_INDKOMST),
    _flow("partnerens_kommuneskat", HOUSEHOLD, MUNICIPALITY, Amount.PARTNER_KOMMUNESKAT),
    _flow("partnerens_kirkeskat", HOUSEHOLD, CHURCH, Amount.PARTNER_KIRKESKAT),
    _flow("partnerens_statsskat", HOUSEHOLD, STATE, Amount.PARTNER_STATSSKAT),
    _flow("partnerens_groenne_check", STATE, HOUSEHOLD, Amount.PARTNER_GROEN_CHECK),
)  # fmt: skip

# A flow's amounts, dims (flow, amount).
FLOW_AMOUNTS = np.array([[flow.amounts.get(amount, 0) for amount in Amount] for flow in MONTH_FLOWS], dtype=np.int64)


def balance_of(sector: str) -> npt.NDArray[np.int64]:
    """What each amount adds to a sector's purse: dims (amount)."""
    signs_of_flows = np.array([(flow.payee == sector) - (flow.payer == sector) for flow in MONTH_FLOWS], dtype=np.int64)
    found: npt.NDArray[np.int64] = signs_of_flows @ FLOW_AMOUNTS
    return found


def signs() -> npt.NDArray[np.int64]:
    """What each amount is to the measures of groups, dims (measure, amount); nought for measures that are no money."""
    found = np.zeros((len(Measure), len(Amount)), np.int64)
    for measure, sector in ((Measure.HUSSTAND, HOUSEHOLD), (Measure.ARBEJDSGIVER, EMPLOYER), (Measure.KOMMUNE, MUNICIPALITY), (Measure.STAT, STATE)):
        found[measure] = balance_of(sector)
    found[Measure.FLEKSLOENTILSKUD, Amount.FLEKSLOENTILSKUD] = found[Measure.LEDIGHEDSYDELSE, Amount.LEDIGHEDSYDELSE] = 1
    return found
