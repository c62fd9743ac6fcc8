"""Made-up people: columns with every branch taken by some, from a fixed seed. They stand for nobody."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SEED = 20_240_101
DAY = "2024-01-01"
YEAR = 2024.0

# low, high; whole numbers where the third is true
_CHAIN: dict[str, tuple[float, float, bool]] = {
    "hourly_wage": (120.0, 350.0, False),
    "hours": (0.0, 37.0, True),
    "pension_share": (0.0, 0.2, False),
    "other_transfer": (-300_000.0, 150_000.0, False),  # two thirds have none
    "kommuneskat": (22.0, 27.0, False),
    "kirkeskat": (0.4, 1.3, False),
    "church_member": (0.0, 1.0, True),
}
_HOUSEHOLD: dict[str, tuple[float, float, bool]] = {
    "status": (0.0, 10.0, True),
    "civil_status": (0.0, 2.0, True),
    "birth_year": (1958.0, 2004.0, True),
    "children_0_2": (-2.0, 1.0, True),
    "children_3_6": (-2.0, 2.0, True),
    "children_7_17": (-2.0, 2.0, True),
    "rent": (20_000.0, 120_000.0, False),
    "daycare_fee": (-60_000.0, 60_000.0, False),
    "commuting_km": (-100.0, 120.0, False),
    "union_dues": (0.0, 8_000.0, False),
    "akasse": (0.0, 6_000.0, False),
    "partner_wage": (0.0, 500_000.0, False),
    "partner_transfer": (-100_000.0, 100_000.0, False),
    "partner_kommuneskat": (22.0, 27.0, False),
    "benefit_weeks": (0.0, 200.0, True),
}


def people(size: int) -> dict[str, Floats]:
    """What varies among single people in fleksjob."""
    return _drawn(size, _CHAIN)


def households(size: int) -> dict[str, Floats]:
    """What varies among people of every status, with partners, children and homes."""
    return _drawn(size, _CHAIN | _HOUSEHOLD)


def _drawn(size: int, ranges: dict[str, tuple[float, float, bool]]) -> dict[str, Floats]:
    """Drawn in place, so that the peak of memory is the columns themselves."""
    random = np.random.default_rng(SEED)
    columns = {}
    for name, (low, high, whole) in ranges.items():
        column = np.empty(size)
        random.random(out=column)
        column *= high - low + whole
        column += low
        if whole:
            np.floor(column, out=column)
        if name not in ("status", "birth_year"):
            np.maximum(column, 0.0, out=column)
        columns[name] = column
    return columns
