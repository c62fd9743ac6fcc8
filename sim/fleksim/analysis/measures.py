"""What is measured of every person under a law, in whole units: flows of money, balances, gains, incentives.

A measure is a whole number a person (oere, ten-thousandths, or yes and no), so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fleksim import words
from fleksim.analysis.ledger import BENEFITS, FLOWS, HOUSEHOLD, HOUSEHOLD_TRANSFERS, MUNICIPALITY, SECTORS, STATE, balance_signs
from fleksim.analysis.responses import Responses, working
from fleksim.people.columns import COLUMNS
from fleksim.words import OERE, WEEKS

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Whole units of a share or of an hour.
FINE = 10_000.0

BUCKETS = ("taber_over_5", "taber_under_5", "uaendret", "vinder_under_5", "vinder_over_5")
# A gain or loss of more than this share of the household's disposable income is a large one.
LARGE = 0.05
# Below a krone a month nobody calls it a change.
UNCHANGED_OERE = 12 * 100
MARGINS_MEASURED = ("timer", "loen", "intensitet")
RATE_BANDS = ("under_0", "0_50", "50_80", "80_100", "100")
_RATE_EDGES = (0.0, 0.5, 0.8, 1.0)
HIGH_COMPENSATION = 0.8

STATIC_TARGETS: tuple[str, ...] = tuple(
    dict.fromkeys([*(name for flow in FLOWS for name in flow.weights if name not in COLUMNS), "loenloft_binder", "aekvivaleret_indkomst", "bruttoindkomst_md"])
)


@dataclass(frozen=True)
class Measure:
    """A whole number of every person. units: how many of them make one of the printed unit."""

    name: str
    units: float = OERE


def _measures() -> tuple[Measure, ...]:
    flags = ("i_fleksjob", "loenloft_binder", "nul_gevinst", "komp_over_80", *BUCKETS)
    bands = (f"metr_{margin}_{band}" for margin in MARGINS_MEASURED for band in RATE_BANDS)
    return (
        Measure("personer", 1.0),
        *(Measure(f"strom_{flow.name}") for flow in FLOWS),
        *(Measure(f"balance_{sector.name}") for sector in SECTORS),
        *(
            Measure(name)
            for name in ("disponibel_indkomst", "egen_indkomst", "aekvivaleret", "provenu", "provenu_efter_tilbageloeb", "udgift_brutto", "naeste_time")
        ),
        *(Measure(name, 1.0) for name in (*flags, *bands)),
        *(Measure(f"metr_{margin}", FINE) for margin in MARGINS_MEASURED),
        *(Measure(f"har_{margin}", 1.0) for margin in MARGINS_MEASURED),
        Measure("timer", FINE),
        Measure("arbejdsgiver_timeloen"),
    )


MEASURES: tuple[Measure, ...] = _measures()
INDEX: Mapping[str, int] = {one.name: index for index, one in enumerate(MEASURES)}


def measure(columns: Mapping[str, Floats], targets: Mapping[str, Floats], responses: Responses | None, tilbageloeb: float) -> Integers:
    """Every measure of every person under one law: dims (measure, person) [whole units].

    columns: the persons' columns, dims (person); targets: STATIC_TARGETS, dims (person) [their units]; responses: of
    those at work, None if not asked for; tilbageloeb: the share of disposable income that comes back through indirect
    taxes. Buckets of gains are those of no change.
    """
    size = columns["status"].size
    out = np.zeros((len(MEASURES), size), np.int64)
    out[INDEX["personer"]] = 1
    couple = columns["civil_status"] != words.SINGLE
    for flow in FLOWS:
        amount = sum(weight * (columns[name] if name in columns and name not in targets else targets[name]) for name, weight in flow.weights.items())
        out[INDEX[f"strom_{flow.name}"]] = _oere(np.where(couple, amount, 0.0) if flow.of_partner else np.broadcast_to(amount, size))
    for sector in SECTORS:
        out[INDEX[f"balance_{sector.name}"]] = sum(sign * out[INDEX[f"strom_{name}"]] for name, sign in balance_signs(sector).items())
    _sums(out, tilbageloeb)
    out[INDEX["aekvivaleret"]] = _oere(targets["aekvivaleret_indkomst"])
    out[INDEX["uaendret"]] = 1
    at_work = working(columns)
    out[INDEX["i_fleksjob"]] = at_work
    out[INDEX["loenloft_binder"]] = at_work & (targets["loenloft_binder"] != 0.0)
    out[INDEX["timer"]] = np.rint(columns["hours"] * WEEKS * FINE)
    out[INDEX["arbejdsgiver_timeloen"]] = np.where(columns["hours"] > 0.0, -out[INDEX["balance_arbejdsgiver"]], 0)
    if responses is not None:
        _incentives(out, at_work, responses)
    return out


def _sums(out: Integers, tilbageloeb: float) -> None:
    """What is made of flows and balances."""
    partner = [flow for flow in FLOWS if flow.of_partner and HOUSEHOLD in (flow.payer, flow.payee)]
    of_partner = sum((1 if flow.payee is HOUSEHOLD else -1) * out[INDEX[f"strom_{flow.name}"]] for flow in partner)
    out[INDEX["disponibel_indkomst"]] = out[INDEX[f"balance_{HOUSEHOLD.name}"]] - of_partner
    out[INDEX["egen_indkomst"]] = out[INDEX["disponibel_indkomst"]] - sum(out[INDEX[f"strom_{name}"]] for name in HOUSEHOLD_TRANSFERS)
    out[INDEX["provenu"]] = out[INDEX[f"balance_{STATE.name}"]] + out[INDEX[f"balance_{MUNICIPALITY.name}"]]
    returned = np.rint(out[INDEX[f"balance_{HOUSEHOLD.name}"]] * tilbageloeb).astype(np.int64)
    out[INDEX["provenu_efter_tilbageloeb"]] = out[INDEX["provenu"]] + returned
    out[INDEX["udgift_brutto"]] = sum(out[INDEX[f"strom_{name}"]] for name in BENEFITS)


def _incentives(out: Integers, at_work: Flags, responses: Responses) -> None:
    out[INDEX["nul_gevinst"], at_work] = responses.no_gain
    out[INDEX["naeste_time"], at_work] = _oere(responses.next_hour)
    out[INDEX["komp_over_80"], at_work] = responses.compensation > HIGH_COMPENSATION
    for margin, rate in zip(MARGINS_MEASURED, responses.rates, strict=True):
        _rates(out, margin, at_work, rate)


def _rates(out: Integers, margin: str, at_work: Flags, rate: Floats) -> None:
    """A marginal rate and its band, of those who have the margin (NaN: not)."""
    there = ~np.isnan(rate)
    out[INDEX[f"har_{margin}"], at_work] = there
    out[INDEX[f"metr_{margin}"], at_work] = np.rint(np.where(there, rate, 0.0) * FINE)
    band = np.searchsorted(_RATE_EDGES, np.where(there, rate, 0.0), side="right")
    for index, name in enumerate(RATE_BANDS):
        out[INDEX[f"metr_{margin}_{name}"], at_work] = there & (band == index)


def _oere(kroner: Floats) -> Integers:
    return np.rint(kroner * OERE).astype(np.int64)


def compare(baseline: Integers, scenario: Integers, protected: Flags | None = None) -> Integers:
    """What a scenario changes: dims (measure, person) [whole units], with buckets of gains; 0 for the protected."""
    changed = scenario - baseline
    household = INDEX[f"balance_{HOUSEHOLD.name}"]
    before, gain = baseline[household], changed[household]
    large = np.abs(gain) > LARGE * np.abs(before)
    bucket = np.select([np.abs(gain) < UNCHANGED_OERE, (gain < 0) & large, gain < 0, large], [2, 0, 1, 4], default=3)
    for index, name in enumerate(BUCKETS):
        changed[INDEX[name]] = (bucket == index).astype(np.int64) - baseline[INDEX[name]]
    if protected is not None:
        changed[:, protected] = 0
    return changed


def names(selection: Sequence[Measure] = MEASURES) -> list[str]:
    return [one.name for one in selection]
