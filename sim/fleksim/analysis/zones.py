"""Zones where working more pays nothing, and the inverse: how many hours a wished gain takes."""

from __future__ import annotations

from dataclasses import dataclass

from fleksim.analysis.instruments import NET
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.path import SAME_PLACE, Path, follow
from fleksim.engine.law import Law
from fleksim.people.cases import Case
from fleksim.words import MONTHS, WEEKS_PER_MONTH

GROSS = "bruttoindkomst_md"
# A slope below this pays nothing: a tenth of an oere a month for an hour a week more.
NOTHING = 1e-3


@dataclass(frozen=True)
class Zone:
    """Hours between which an extra hour pays nothing before tax, and what it pays after tax [kr/month an hour a week]."""

    start: float
    end: float
    net_slope_least: float
    net_slope_most: float
    why: str


@dataclass(frozen=True)
class HoursFor:
    """The hours that bring a wished gain, or why none do and what is the most."""

    gain_month: float
    hours: float | None
    reason: str | None
    most_gain_month: float
    most_at_hours: float


def hours_path(law: Law, case: Case) -> Path:
    """The path over hours with income before tax [kr/month] and disposable income [kr/year]."""
    return follow(law, case, MARGINS["hours"], (GROSS, NET, "loen_md", "loenloft_binder"))


def zero_gain_zones(path: Path) -> list[Zone]:
    """Stretches of hours on which wage rises and wage and supplement together do not, before tax."""
    zones: list[Zone] = []
    for segment in path.segments:
        if segment.slopes[GROSS] > NOTHING or segment.slopes["loen_md"] <= NOTHING:
            continue
        net = segment.slopes[NET] / MONTHS
        why = "loenloft" if segment.values["loenloft_binder"] else "aftrapning"
        last = zones[-1] if zones else None
        if last and last.why == why and abs(last.end - segment.start) <= SAME_PLACE:
            zones[-1] = Zone(last.start, segment.end, min(last.net_slope_least, net), max(last.net_slope_most, net), why)
        else:
            zones.append(Zone(segment.start, segment.end, net, net, why))
    return zones


def hours_for_gain(path: Path, here: float, gain_month: float) -> HoursFor:
    """The fewest hours beyond `here` at which disposable income is `gain_month` higher [kr/month]."""
    start = path.value(NET, here)
    goal = start + gain_month * MONTHS
    best, best_at = start, here
    for segment in path.segments:
        if segment.end <= here + SAME_PLACE:
            continue
        begin = max(segment.start, here)
        for place in (begin, segment.end):
            value = segment.value(NET, place)
            if value > best:
                best, best_at = value, place
        low, slope = segment.value(NET, begin), segment.slopes[NET]
        if low >= goal:
            return HoursFor(gain_month, begin, None, (best - start) / MONTHS, best_at)
        if slope > 0.0 and low + slope * (segment.end - begin) >= goal:
            return HoursFor(gain_month, begin + (goal - low) / slope, None, (best - start) / MONTHS, best_at)
    binds = any(segment.values["loenloft_binder"] for segment in path.segments if segment.end > here)
    reason = "loenloft" if binds else "fuld_tid"
    return HoursFor(gain_month, None, reason, (best - start) / MONTHS, best_at)


def ceiling_wage(law: Law) -> float:
    """The hourly wage at and below which the ceiling binds at every number of hours [kr/hour]: maximum / full-time month."""
    return law.parameters.value("fleksloentilskud_max", law.day) / (law.parameters.value("fuld_arbejdstid", law.day) * WEEKS_PER_MONTH)
