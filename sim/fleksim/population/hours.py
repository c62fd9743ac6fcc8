"""The hours bands of a year: the published bands of October 2022, tilted as little as it takes to meet the year's figures.

Least change in the sense of information: p = base * exp(tilt * hours) * a factor for each group with a published share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from fleksim.population.codes import BANDS, hours_of
from fleksim.population.marginals import marginals

_STEEPEST = 1.0
_HALVINGS = 60
_DIGITS = 9
_SMALL, _MARGIN = 10.0, 0.2


@cache
def new_scheme_bands(year: int) -> tuple[float, ...]:
    """Shares of BANDS in the new scheme: the year's mean, share at 10 hours or less, and at 5 where it is known.

    2022 has the published bands themselves.
    """
    tables = marginals()
    base = tables["hours_published"].shares("fleksjob", BANDS)
    if str(year) not in tables["hours_mean"].groups:
        return base
    small = tables["hours_small"].of(year)
    five = tables["hours_five"].of(year) if str(year) in tables["hours_five"].groups else None
    return tilted(base, tables["hours_mean"].of(year), small, five)


def tilted(base: tuple[float, ...], mean: float, small: float, five: float | None) -> tuple[float, ...]:
    """Shares of BANDS with a mean, a share at 10 hours or less and perhaps one at 5 or less.

    Raises ValueError if no tilt of the base reaches the mean.
    """
    groups = [({"1-5"}, five), ({"6-10"}, small - five)] if five is not None else [({"1-5", "6-10"}, small)]
    groups.append((set(BANDS) - {"1-5", "6-10"}, 1.0 - small))
    return tilted_groups(base, mean, groups)


def tilted_groups(base: tuple[float, ...], mean: float, groups: Sequence[tuple[set[str], float]]) -> tuple[float, ...]:
    """Shares of BANDS with a mean, groups of bands having the shares stated. Raises ValueError if no tilt reaches the mean."""
    middle = [hours_of(band).middle for band in BANDS]

    def shares(tilt: float) -> list[float]:
        raw = [share * math.exp(tilt * hours) for share, hours in zip(base, middle, strict=True)]
        found = [0.0] * len(BANDS)
        for members, total in groups:
            inside = [index for index, band in enumerate(BANDS) if band in members]
            weight = math.fsum(raw[index] for index in inside)
            for index in inside:
                found[index] = raw[index] / weight * total
        return found

    def average(tilt: float) -> float:
        return math.fsum(share * hours for share, hours in zip(shares(tilt), middle, strict=True))

    low, high = -_STEEPEST, _STEEPEST
    if not average(low) <= mean <= average(high):
        stated = ", ".join(f"{share:.0%} at {' or '.join(sorted(members))}" for members, share in groups)
        raise ValueError(f"no tilt of the bands has a mean of {mean:g} hours with {stated}")
    for _ in range(_HALVINGS):
        tilt = (low + high) / 2
        low, high = (tilt, high) if average(tilt) < mean else (low, tilt)
    # Rounded, so that the last digit of the machine's exp decides nothing.
    return tuple(round(share, _DIGITS) for share in shares(low))


def new_job_bands(year: int, mean: float, small: float) -> tuple[float, ...]:
    """The new scheme's bands of a year, tilted to a mean and a share at 10 hours or less.

    The mean is moved into what tilts can reach, which only matters where assumptions are tried far from what is published.
    """
    base = new_scheme_bands(year)
    low, high = reach(base, small)
    return tilted(base, min(max(mean, low), high), small, None)


def reach(base: tuple[float, ...], small: float) -> tuple[float, float]:
    """The lowest and the highest mean of bands with a share at 10 hours or less, a little inside."""
    inside = [hours_of(band).middle for band, share in zip(BANDS, base, strict=True) if share > 0.0]
    little, large = [one for one in inside if one <= _SMALL], [one for one in inside if one > _SMALL]
    return small * min(little) + (1.0 - small) * min(large) + _MARGIN, small * max(little) + (1.0 - small) * max(large) - _MARGIN


def bands_of(place: str, year: int) -> tuple[float, ...]:
    """Shares of BANDS of a place; those who do not work have none."""
    if place == "fleksjob":
        return new_scheme_bands(year)
    table = marginals()["hours_band"]
    if place in table.groups:
        return table.shares(place, BANDS)
    return tuple(float(band == "none") for band in BANDS)
