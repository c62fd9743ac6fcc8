"""Following a person along a margin: exact segments and kinks, found from the rules themselves.

On every segment all quantities are straight lines. The comparisons made in the rules tell how far the segment reaches
(`engine.lines`), so the kinks are roots of straight lines, not a search, and each has the rule that made it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fleksim.analysis.margins import Margin
from fleksim.engine.law import Law
from fleksim.engine.trace import Trace, TracedStep, trace
from fleksim.people.cases import Case
from fleksim.rules import Rule

# Two turns closer than this are one kink; below the binary error of places and far below a second of work.
SAME_PLACE = 1e-9
# A slope or value that moves less than this is unchanged [kr per unit of the margin, kr].
UNCHANGED = 1e-6


@dataclass(frozen=True)
class Segment:
    """A stretch on which every target is a straight line: value at the start and slope, by target."""

    start: float
    end: float
    values: Mapping[str, float]
    slopes: Mapping[str, float]

    def value(self, target: str, place: float) -> float:
        return self.values[target] + self.slopes[target] * (place - self.start)


@dataclass(frozen=True)
class Kink:
    """A place where a target's line turns or jumps, and the rule that makes it."""

    place: float
    target: str
    rule: Rule
    quantity: str
    slope_before: float
    slope_after: float
    jump: float

    @property
    def law(self) -> str:
        return self.rule.law


@dataclass(frozen=True)
class Path:
    """All segments of some targets along a margin, and their kinks."""

    margin: Margin
    segments: tuple[Segment, ...]
    kinks: tuple[Kink, ...]

    def segment_at(self, place: float) -> Segment:
        """The segment that begins at or before a place, seen in the direction of travel."""
        ahead = [one for one in self.segments if one.start <= place + SAME_PLACE]
        return ahead[-1] if ahead else self.segments[0]

    def value(self, target: str, place: float) -> float:
        return self.segment_at(place).value(target, place)

    def slope(self, target: str, place: float) -> float:
        return self.segment_at(place).slopes[target]

    def kinks_of(self, target: str) -> list[Kink]:
        return [one for one in self.kinks if one.target == target]


def follow(law: Law, case: Case, margin: Margin, targets: Iterable[str], start: float | None = None, end: float | None = None) -> Path:
    """The exact path of the targets along a margin (rounding left out).

    start, end: places on the margin, by default its whole range. Raises MissingParameter or NotLinear.
    """
    targets = tuple(targets)
    low, high = margin.bounds(case)
    place, end = low if start is None else start, high if end is None else end
    slopes = margin.slopes(case)
    segments: list[Segment] = []
    kinks: list[Kink] = []
    turning: list[TracedStep] = []
    while True:
        here = trace(law, margin.at(case, place), targets, slopes=slopes, moving_only=True)
        segment_end, next_turning = _next_turn(here, place, end)
        segment = _segment(here, targets, place, segment_end)
        if segments:
            found = _kinks(segments[-1], segment, turning, targets)
            if found:
                kinks += found
                segments.append(segment)
            else:
                segments[-1] = Segment(segments[-1].start, segment_end, segments[-1].values, segments[-1].slopes)
        else:
            segments.append(segment)
        if segment_end >= end - SAME_PLACE:
            return Path(margin, tuple(segments), tuple(kinks))
        place, turning = segment_end, next_turning


def _next_turn(here: Trace, place: float, end: float) -> tuple[float, list[TracedStep]]:
    """Where the first comparison turns, and the steps whose comparison turns there."""
    turns = [(ahead, step) for ahead, step in here.turns() if ahead > SAME_PLACE and ahead < math.inf]
    nearest = min((ahead for ahead, _ in turns), default=math.inf)
    if place + nearest >= end - SAME_PLACE:
        return end, []
    return place + nearest, [step for ahead, step in turns if ahead <= nearest + SAME_PLACE]


def _segment(here: Trace, targets: tuple[str, ...], start: float, end: float) -> Segment:
    return Segment(start, end, {name: here.value(name) for name in targets}, {name: here.slope(name) for name in targets})


def _kinks(before: Segment, after: Segment, turning: list[TracedStep], targets: tuple[str, ...]) -> list[Kink]:
    found = []
    for target in targets:
        jump = after.values[target] - before.value(target, after.start)
        turn = after.slopes[target] - before.slopes[target]
        if abs(jump) > UNCHANGED or abs(turn) > UNCHANGED:
            # Where several rules turn at once, the first in the order of the law is the cause of the others.
            first = turning[0]
            found.append(
                Kink(
                    place=after.start,
                    target=target,
                    rule=first.step.rule,
                    quantity=first.step.name,
                    slope_before=before.slopes[target],
                    slope_after=after.slopes[target],
                    jump=jump if abs(jump) > UNCHANGED else 0.0,
                )
            )
    return found
