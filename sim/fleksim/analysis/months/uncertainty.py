"""What the assumptions leave unsure: each tried at the ends of its range, one at a time, all with the same luck.

This is another uncertainty than that of chance, and is told apart from it: replications make chance smaller, not this.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """How a reform's effect on a headline moves when an assumption is at the low and at the high end of its range.

    central: the effect with all assumptions at their value, of the same persons and luck.
    """

    scenario: str
    headline: str
    assumption: str
    low: float
    central: float
    high: float

    @property
    def swing(self) -> float:
        """The distance between the ends."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Band:
    """The effect with the half-ranges of all assumptions put together as if they erred independently."""

    scenario: str
    headline: str
    low: float
    central: float
    high: float


def bars(central: Mapping[str, float], ends: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]], scenario: str) -> list[Bar]:
    """central: the effect by headline; ends: by assumption, the effects at its low and high end. The widest first by headline."""
    found = [
        Bar(scenario, headline, assumption, low[headline], value, high[headline])
        for assumption, (low, high) in ends.items()
        for headline, value in central.items()
    ]
    return sorted(found, key=lambda one: (list(central).index(one.headline), -one.swing, one.assumption))


def bands(found: Sequence[Bar]) -> list[Band]:
    """The band of each headline of each scenario: the distances to either side, squared and added."""
    places: dict[tuple[str, str], list[Bar]] = {}
    for one in found:
        places.setdefault((one.scenario, one.headline), []).append(one)
    return [
        Band(
            scenario,
            headline,
            rows[0].central - math.hypot(*(min(one.low - one.central, one.high - one.central, 0.0) for one in rows)),
            rows[0].central,
            rows[0].central + math.hypot(*(max(one.low - one.central, one.high - one.central, 0.0) for one in rows)),
        )
        for (scenario, headline), rows in places.items()
    ]
