"""Numbers that move: a value and how fast it changes along a margin, read through the rules as they stand.

The law is piecewise linear. Following a person along a margin (hours, wage, intensity), every quantity is a straight
line until some comparison in some rule turns out the other way; a `Watch` sees every comparison, knows where it would
turn, and so gives the kinks exactly and names the rule.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

# A difference of kroner this small is a tie: far below an oere, far above the binary error of a year's income.
TIE = 1e-7


class NotLinear(ArithmeticError):
    """A rule multiplies or divides two quantities that both move along the margin."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison made in a rule: `left op right`, how far from a tie, and how fast the distance changes."""

    left: float
    right: float
    op: str
    outcome: bool
    distance: float
    slope: float
    code: CodeType | None
    line: int

    @property
    def turns_in(self) -> float:
        """How far along the margin the comparison turns; infinite if it does not."""
        if self.slope == 0.0 or abs(self.distance) < TIE:
            return math.inf
        ahead = -self.distance / self.slope
        return ahead if ahead > 0.0 else math.inf


@dataclass
class Watch:
    """Collects the comparisons of the rule being read."""

    comparisons: list[Comparison] = field(default_factory=list)

    def compare(self, left: float, right: float, slope: float, op: str) -> bool:
        distance = left - right
        sign = 0.0 if abs(distance) < TIE else distance
        # At a tie the direction of travel decides, so that a reading at a kink is that of the segment ahead.
        sign = sign or slope
        outcome = {"<": sign < 0.0, "<=": sign <= 0.0, ">": sign > 0.0, ">=": sign >= 0.0, "==": sign == 0.0, "!=": sign != 0.0}[op]
        frame = sys._getframe(2)
        self.comparisons.append(Comparison(left, right, op, outcome, distance, slope, frame.f_code, frame.f_lineno))
        return outcome


class Line:
    """A value and its slope along the margin; behaves like a number in a rule."""

    __slots__ = ("slope", "value", "watch")

    def __init__(self, value: float, slope: float, watch: Watch) -> None:
        self.value = float(value)
        self.slope = float(slope)
        self.watch = watch

    def _new(self, value: float, slope: float) -> Line:
        return Line(value, slope, self.watch)

    def __add__(self, other: Any) -> Line:
        value, slope = _parts(other)
        return self._new(self.value + value, self.slope + slope)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Line:
        value, slope = _parts(other)
        return self._new(self.value - value, self.slope - slope)

    def __rsub__(self, other: Any) -> Line:
        value, slope = _parts(other)
        return self._new(value - self.value, slope - self.slope)

    def __mul__(self, other: Any) -> Line:
        value, slope = _parts(other)
        if self.slope != 0.0 and slope != 0.0:
            raise NotLinear("two quantities that move are multiplied")
        return self._new(self.value * value, self.slope * value + self.value * slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Line:
        value, slope = _parts(other)
        if slope != 0.0:
            raise NotLinear("a quantity is divided by one that moves")
        return self._new(self.value / value, self.slope / value)

    def __rtruediv__(self, other: Any) -> Line:
        if self.slope != 0.0:
            raise NotLinear("a quantity is divided by one that moves")
        return self._new(_parts(other)[0] / self.value, 0.0)

    def __neg__(self) -> Line:
        return self._new(-self.value, -self.slope)

    def __abs__(self) -> Line:
        return -self if self < 0.0 else self

    def __floor__(self) -> Line:
        """The step one is on; the next step is a place where the reading turns."""
        nearest = round(self.value)
        below = nearest if abs(self.value - nearest) < TIE else math.floor(self.value)
        if below == nearest and abs(self.value - nearest) < TIE and self.slope < 0.0:
            below -= 1
        edge = below + 1 if self.slope > 0.0 else below
        self.watch.compare(self.value, edge, self.slope, "<")
        return self._new(below, 0.0)

    def __bool__(self) -> bool:
        return self != 0.0

    def __lt__(self, other: Any) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, "<")

    def __le__(self, other: Any) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, "<=")

    def __gt__(self, other: Any) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, ">")

    def __ge__(self, other: Any) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, ">=")

    def __eq__(self, other: object) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, "==")

    def __ne__(self, other: object) -> bool:
        value, slope = _parts(other)
        return self.watch.compare(self.value, value, self.slope - slope, "!=")

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Line({self.value!r}, {self.slope!r})"


def _parts(other: Any) -> tuple[float, float]:
    return (other.value, other.slope) if isinstance(other, Line) else (float(other), 0.0)


def value_of(number: Any) -> float:
    """The value of a moving or a plain number."""
    return _parts(number)[0]


def slope_of(number: Any) -> float:
    """The slope of a moving number; 0 for a plain one."""
    return _parts(number)[1]
