"""Where a function of one number is 0, for several brackets at once: each round asks for one place of every bracket.

Chandrupatla's method (Advances in Engineering Software 28, 1997, https://doi.org/10.1016/S0965-9978(96)00051-8): inverse
quadratic steps where they are safe, halves where they are not. It is here, and not taken from SciPy, because a round of
all brackets is one run over the population, and `brentq` asks for one place at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# From places, each with the number of the bracket that asks, to the function's values there, in order.
Evaluate = Callable[[Sequence[tuple[int, float]]], Sequence[float]]
# Halving takes 40 rounds from 1 to 1e-12.
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Bracket:
    """Two places with the function's values, of opposite sign or 0."""

    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def nearest(self) -> tuple[float, float]:
        """The end where the function is nearest to 0, and its value."""
        return min(((self.low, self.at_low), (self.high, self.at_high)), key=lambda end: abs(end[1]))


def brackets(places: Sequence[float], values: Sequence[float]) -> list[Bracket]:
    """Between neighbouring places, rising, wherever the sign changes."""
    pairs = zip(places, places[1:], values, values[1:], strict=False)
    return [Bracket(*one) for one in pairs if one[2] * one[3] < 0.0]


def zeros(places: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    """Stretches of neighbouring places where the function is exactly 0, from and to."""
    found: list[tuple[float, float]] = []
    joined = False
    for place, value in zip(places, values, strict=True):
        if value == 0.0:
            found = [*found[:-1], (found[-1][0], place)] if joined else [*found, (place, place)]
        joined = value == 0.0
    return found


def narrow(evaluate: Evaluate, wide: Sequence[Bracket], near: float, small: float) -> list[Bracket]:
    """The brackets until they are no wider than `near`, or the function is no further from 0 than `small` at an end."""
    searches = [_search(one, near, small) for one in wide]
    found: list[Bracket | None] = [None] * len(wide)
    asked: dict[int, float] = {}
    for index, search in enumerate(searches):
        _step(index, search, None, asked, found)
    while asked:
        order = list(asked)
        values = evaluate([(index, asked.pop(index)) for index in order])
        for index, value in zip(order, values, strict=True):
            _step(index, searches[index], value, asked, found)
    return [one for one in found if one is not None]


_Search = Generator[float, float, Bracket]


def _step(index: int, search: _Search, value: float | None, asked: dict[int, float], found: list[Bracket | None]) -> None:
    """Tell a search the value it asked for (None to begin), and note its next place or its end."""
    try:
        asked[index] = next(search) if value is None else search.send(value)
    except StopIteration as end:
        found[index] = end.value


def _search(one: Bracket, near: float, small: float) -> _Search:
    # a, b: the bracket, a being the newer place; c: the place before. part: how far from a to b the next place lies.
    a, b, c = one.low, one.high, one.low
    at_a, at_b, at_c = one.at_low, one.at_high, one.at_low
    part = 0.5
    for _ in range(MOST_ROUNDS):
        if min(abs(at_a), abs(at_b)) <= small or abs(b - a) <= near:
            break
        place = a + part * (b - a)
        if place in (a, b):
            break
        value = yield place
        if (value > 0.0) == (at_a > 0.0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = place, value
        part = _part(a, b, c, at_a, at_b, at_c, near)
    low, high = ((a, at_a), (b, at_b)) if a <= b else ((b, at_b), (a, at_a))
    return Bracket(low[0], high[0], low[1], high[1])


def _part(a: float, b: float, c: float, at_a: float, at_b: float, at_c: float, near: float) -> float:
    """Where between a (0) and b (1) to look next: by inverse quadratic interpolation where it can be trusted."""
    least = min(0.5 * near / abs(b - a), 0.5) if a != b else 0.5
    if c in (a, b) or at_c in (at_a, at_b):
        return 0.5
    along, up = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if not (up**2 < along and (1.0 - up) ** 2 < 1.0 - along):
        return 0.5
    part = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
    return min(max(part, least), 1.0 - least)
