"""The words a rule may use: time units, codes, and the authority's rounding.

A rule is written with `+ - * /`, comparisons, `if`, `min`, `max` and these names; nothing else (see `sieve`).
The linker writes the same words into the compiled kernel, so both readings of the law give the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

MONTHS = 12.0  # a year
WEEKS_PER_MONTH = 52.0 / 12.0  # STAR's calculator: monthly wage = hours * wage * 52/12
WEEKS = 52.0  # a year
QUARTERS = 4.0  # a year
FULL_WEEK_DAYS = 5.0  # working days a week
PERCENT = 100.0
DISREGARDED = 0.0  # an amount the model leaves out on purpose; the rule's docstring says why

# What a person lives by (the contract's `status`).
STATUSES = (
    "ingen",
    "fleksjob",
    "fleksjob_gammel",
    "ledighedsydelse",
    "foertidspension",
    "seniorpension",
    "ordinaert_job",
    "selvstaendig_fleks",
    "kontanthjaelp",
    "ressourceforloeb",
    "sygedagpenge",
)
CIVIL_STATUSES = ("single", "cohabiting", "married")
LY_RATES = ("high", "low")
OLD_SCHEME_SHARES = ("half", "two_thirds")

CODES: dict[str, float] = {name.upper(): float(code) for group in (STATUSES, CIVIL_STATUSES, LY_RATES, OLD_SCHEME_SHARES) for code, name in enumerate(group)}

INGEN = CODES["INGEN"]
FLEKSJOB = CODES["FLEKSJOB"]
FLEKSJOB_GAMMEL = CODES["FLEKSJOB_GAMMEL"]
LEDIGHEDSYDELSE = CODES["LEDIGHEDSYDELSE"]
FOERTIDSPENSION = CODES["FOERTIDSPENSION"]
SENIORPENSION = CODES["SENIORPENSION"]
ORDINAERT_JOB = CODES["ORDINAERT_JOB"]
SELVSTAENDIG_FLEKS = CODES["SELVSTAENDIG_FLEKS"]
KONTANTHJAELP = CODES["KONTANTHJAELP"]
RESSOURCEFORLOEB = CODES["RESSOURCEFORLOEB"]
SYGEDAGPENGE = CODES["SYGEDAGPENGE"]
SINGLE = CODES["SINGLE"]
COHABITING = CODES["COHABITING"]
MARRIED = CODES["MARRIED"]
HIGH = CODES["HIGH"]
LOW = CODES["LOW"]
HALF = CODES["HALF"]
TWO_THIRDS = CODES["TWO_THIRDS"]

# A product of whole kroner and a rate in hundredths of a per cent is a whole number of 1/100 oere; the slack of
# 1/10,000 oere absorbs the binary error of such a product up to 1e9 kr and is too small to move a true result.
OERE = 100.0
SLACK = 1e-4


def oere_down(x: Any) -> Any:
    """Down to whole oere [kr]: taxes and the values of allowances (SKAT's calculator)."""
    return math.floor(x * OERE + SLACK) / OERE


def oere_up(x: Any) -> Any:
    """Up to whole oere [kr]: the green check (SKAT's calculator 2025)."""
    return math.ceil(x * OERE - SLACK) / OERE


def kroner_down(x: Any) -> Any:
    """Down to whole kroner [kr]: AM-bidrag and tax bases (SKAT's calculator)."""
    return math.floor((x * OERE + SLACK) / OERE)


def kroner_up(x: Any) -> Any:
    """Down to oere, then up to whole kroner [kr]: deductions computed as a share (SKAT's calculator)."""
    return math.ceil(math.floor(x * OERE + SLACK) / OERE)


def kroner_nearest(x: Any) -> Any:
    """To the nearest whole krone, halves up [kr]: published benefit amounts."""
    return math.floor((x * OERE + SLACK) / OERE + HALF_KRONE)


def twelfths_nearest(x: Any) -> Any:
    """To the nearest yearly amount divisible by 12 [kr]: housing benefit."""
    return math.floor((x * OERE + SLACK) / OERE / MONTHS + HALF_KRONE) * MONTHS


def whole_steps(x: Any) -> Any:
    """Number of whole steps passed: a staircase that is the law itself, never switched off."""
    return math.floor(x)


HALF_KRONE = 0.5


def exact(x: Any) -> Any:
    """What every rounding word means when rounding is off: the number itself."""
    return x


ROUNDING: dict[str, Callable[[Any], Any]] = {word.__name__: word for word in (oere_down, oere_up, kroner_down, kroner_up, kroner_nearest, twelfths_nearest)}
STEPS: dict[str, Callable[[Any], Any]] = {"whole_steps": whole_steps}
CONSTANTS: dict[str, float] = {
    "MONTHS": MONTHS,
    "WEEKS_PER_MONTH": WEEKS_PER_MONTH,
    "WEEKS": WEEKS,
    "QUARTERS": QUARTERS,
    "FULL_WEEK_DAYS": FULL_WEEK_DAYS,
    "PERCENT": PERCENT,
    "DISREGARDED": DISREGARDED,
    **CODES,
}
BUILTINS: dict[str, Callable[..., Any]] = {"min": min, "max": max, "abs": abs}


def vocabulary(rounding: str = "skat") -> dict[str, Any]:
    """Every name a rule may read, with rounding as the authority does it (`skat`) or left out (`none`).

    Raises ValueError for any other rounding.
    """
    if rounding not in ("skat", "none"):
        raise ValueError(f"rounding is 'skat' or 'none', not {rounding!r}")
    rounded = ROUNDING if rounding == "skat" else dict.fromkeys(ROUNDING, exact)
    return {**CONSTANTS, **BUILTINS, **STEPS, **rounded}
