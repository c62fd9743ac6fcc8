"""What the months leave behind: whole numbers by month and by year, which add up in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import year_of
from fleksim.kernel.layout import CELLS, JOB_NUMBERS, STEP_YEARS, Amount, Count, Measure, State, Step

Integers = npt.NDArray[np.int64]

# Months on ledighedsydelse that survival is told by; the last is that and more.
SPELL_MONTHS = 121
# When single persons are looked at: months before the end of a run.
PATH_MONTHS = (24, 12, 0)


@dataclass(frozen=True, eq=False)
class MonthTotals:
    """Sums over persons, weights included [ten-thousandths of persons; oere and hundredths of hours times that].

    moves (month, state before, state after); counts (month, count); stocks (month, state); jobs (month, number: hours bands, then the layout's three); money
    (month, amount), yearly amounts in the last month of their year; spells (months on ledighedsydelse, at risk and left to
    each state); cells (year, cell, measure); steps (year, step, years since the job began); paths (state two years before the
    end, one year before it, at the end), in runs of two years or longer.
    """

    moves: Integers
    counts: Integers
    stocks: Integers
    jobs: Integers
    money: Integers
    spells: Integers
    cells: Integers
    steps: Integers
    paths: Integers

    @classmethod
    def empty(cls, start: int, months: int) -> MonthTotals:
        """Nothing yet, of so many months from `start` on."""
        years = year_of(start + months - 1) - year_of(start) + 1
        return cls(
            moves=np.zeros((months, len(State), len(State)), np.int64),
            counts=np.zeros((months, len(Count)), np.int64),
            stocks=np.zeros((months, len(State)), np.int64),
            jobs=np.zeros((months, JOB_NUMBERS), np.int64),
            money=np.zeros((months, len(Amount)), np.int64),
            spells=np.zeros((SPELL_MONTHS, 1 + len(State)), np.int64),
            cells=np.zeros((years, CELLS, len(Measure)), np.int64),
            steps=np.zeros((years, len(Step), STEP_YEARS), np.int64),
            paths=np.zeros((len(State),) * len(PATH_MONTHS), np.int64),
        )

    def arrays(self) -> dict[str, Integers]:
        """Every array by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def add(self, other: MonthTotals | Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Add the sums of other persons."""
        arrays = other.arrays() if isinstance(other, MonthTotals) else other
        for name, mine in self.arrays().items():
            np.add(mine, np.asarray(arrays[name], np.int64), out=mine)
