"""Goals: what a reform shall come to on a population, `cost = 0` or `value(nul_gevinst) = 0.10`.

A quantity is a sum of statistics of everybody: one of `QUANTITIES`, or `value(KEY)` and `difference(KEY)` of any statistic.
Another quantity is another row of the list.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from fleksim import documents
from fleksim.analysis.assumptions import LINES
from fleksim.analysis.inequality_statistics import inequality_statistics
from fleksim.analysis.results import Keyed, Results, StatisticInfo
from fleksim.analysis.statistics import statistics
from fleksim.problems import InputError, did_you_mean, one_problem, printable

Of = Literal["value", "difference"]

_FIELD = "such that"
_CALL = re.compile(r"(value|difference)\s*\(\s*(.*?)\s*\)")
# Units in which a number above 1 is taken for per cent.
_SHARES = ("andel", "indeks")


@dataclass(frozen=True)
class Quantity(Keyed):
    """A weighted sum of statistics of everybody: levels under the reform, or differences from the law in force."""

    unit: str
    of: Of
    parts: Mapping[str, float]

    @property
    def asks_incentives(self) -> bool:
        """Whether marginal steps of every person are needed for it."""
        return any(known_statistics()[key].family == "incitament" for key in self.parts)

    @property
    def is_level(self) -> bool:
        """Whether it says how things are; what persons gain is a difference by nature, also where it is asked for as a value."""
        return self.of == "value" and all(known_statistics()[key].family != "vindere" for key in self.parts)

    def at(self, results: Results, scenario: int) -> tuple[float, float]:
        """Its amount and standard error, NaN where results have none.

        The error of several statistics is as if they were independent, which is on the large side for shares of persons:
        who is counted in one is not in the other.
        """
        amount, variance = 0.0, 0.0
        for key, factor in self.parts.items():
            place = scenario, 0, results.statistic(key)
            amount += factor * float((results.value if self.of == "value" else results.difference)[place])
            variance += (factor * float((results.value_se if self.is_level else results.difference_se)[place])) ** 2
        return amount, math.sqrt(variance)


@dataclass(frozen=True)
class Goal:
    """A quantity and what it shall be [its unit]."""

    quantity: Quantity
    wanted: float

    def __str__(self) -> str:
        return f"{self.quantity.key} = {self.wanted:.12g}"


def _cost(key: str, statistic: str, da: str, en: str) -> Quantity:
    return Quantity(key, da, en, "kr/aar", "difference", {statistic: -1.0})


QUANTITIES: dict[str, Quantity] = {
    one.key: one
    for one in (
        _cost("cost", "provenu", "Udgift, stat og kommune", "Cost, state and municipality"),
        _cost("cost_state", "balance_stat", "Udgift, staten", "Cost, the state"),
        _cost("cost_municipality", "balance_kommune", "Udgift, kommunerne", "Cost, the municipalities"),
        _cost("cost_after_tilbageloeb", "provenu_efter_tilbageloeb", "Udgift efter tilbageløb", "Cost after indirect taxes"),
        Quantity("zero_gain_share", "Næste time giver intet før skat", "The next hour pays nothing before tax", "andel", "value", {"nul_gevinst": 1.0}),
        Quantity("losers", "Taber", "Lose", "andel", "difference", {"taber_over_5": 1.0, "taber_under_5": 1.0}),
        Quantity("mean_gain", "Gevinst, gennemsnit", "Gain, mean", "kr/aar", "value", {"middel_gevinst": 1.0}),
        Quantity("gini", "Gini-koefficient", "Gini coefficient", "indeks", "value", {"gini": 1.0}),
    )
}


@cache
def known_statistics() -> dict[str, StatisticInfo]:
    """Every statistic of everybody by its key."""
    infos = [*(one.info for one in statistics()), *inequality_statistics(map(str, LINES))]
    return {one.key: one for one in infos}


def quantity(text: str) -> Quantity:
    """A quantity by its name, or `value(KEY)` or `difference(KEY)` of a statistic. Raises InputError."""
    text = text.strip()
    if text in QUANTITIES:
        return QUANTITIES[text]
    call = _CALL.fullmatch(text)
    if not call:
        known = f"Quantities: {', '.join(QUANTITIES)}, value(KEY) and difference(KEY) of a statistic."
        raise one_problem(f"'{printable(text)}' is not a quantity", field=_FIELD, way_out=did_you_mean(text, QUANTITIES, known))
    of: Of = "value" if call[1] == "value" else "difference"
    info = known_statistics().get(call[2])
    if info is None:
        way_out = did_you_mean(call[2], known_statistics(), "The table `alle` of a run names them all.")
        raise one_problem(f"'{printable(call[2])}' is not a statistic", field=_FIELD, way_out=way_out)
    change = ("", "") if of == "value" else (", ændring", ", change")
    return Quantity(f"{of}({info.key})", info.da + change[0], info.en + change[1], info.unit, of, {info.key: 1.0})


def read_goal(text: str) -> Goal:
    """A goal, `QUANTITY = NUMBER`; the number is plain, in the quantity's unit. Raises InputError."""
    left, equals, right = text.partition("=")
    if not equals or left.rstrip().endswith(("<", ">", "!")) or "=" in right:
        raise one_problem(f"'{printable(text)}' is not a goal", field=_FIELD, way_out='Write QUANTITY = NUMBER, as in "cost = 0".')
    wanted = quantity(left)
    share = wanted.unit in _SHARES
    try:
        number = documents.number(right.strip(), 1.0 if share else math.inf)
    except ValueError as error:
        raise _of_number(str(error)) from None
    if share and abs(number) > 1.0:
        raise _of_number(f"{number:g} is no share; per cent are written as shares (5 per cent is 0.05)")
    return Goal(wanted, number)


def _of_number(message: str) -> InputError:
    return one_problem(message, field=_FIELD)
