"""Running months: persons a block at a time, each block through all months before the next, so that memory does not grow
with the months and a block stays in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from fleksim import words
from fleksim.dynamics.clock import MONTHS_A_YEAR, year_of
from fleksim.dynamics.flows_in import Inflow
from fleksim.dynamics.ledger import signs
from fleksim.dynamics.lives import Lives, joined, stream_of
from fleksim.dynamics.money import MonthlyLaw, Purse, YearlyLaw
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.totals import PATH_MONTHS, MonthTotals
from fleksim.engine.law import Law
from fleksim.kernel.layout import Face, Frozen, Lever, MonthRow, Real, State, SupplementRow, Support, Whole, YearRow
from fleksim.kernel.written import load_inlined
from fleksim.parameters.read import LAST_YEAR

Floats = npt.NDArray[np.float64]
_L = TypeVar("_L", MonthlyLaw, YearlyLaw)

# Persons that go through all months together: their columns stay in the cache. Some 5 per cent faster than 3,000, which call
# more often, and than 8,000. Not a power of two (compute.CHUNK says why).
BLOCK = 5_000

_STATUS = {
    State.UDENFOR: "ingen",
    State.PAA_VEJ: "sygedagpenge",
    State.FASTHOLDELSE: "ordinaert_job",
    State.AFVENTER: "ledighedsydelse",
    State.LEDIGHEDSYDELSE: "ledighedsydelse",
    State.FLEKSJOB: "fleksjob",
    State.FLEKSJOB_GAMMEL: "fleksjob_gammel",
    State.ORDINAERT: "ordinaert_job",
    State.UDTOEMT: "kontanthjaelp",
    State.SYGDOM: "sygedagpenge",
    State.FOERTIDSPENSION: "foertidspension",
    State.SENIORPENSION: "seniorpension",
    State.FLEKSYDELSE: "ingen",
    State.FOLKEPENSION: "ingen",
    State.DOED: "ingen",
    State.IKKE_KOMMET: "ingen",
    State.FORLADT: "kontanthjaelp",
}
_STATUS_OF_SUPPORT = {
    Support.SYGEDAGPENGE: "sygedagpenge",
    Support.KONTANTHJAELP: "kontanthjaelp",
    Support.RESSOURCEFORLOEB: "ressourceforloeb",
    Support.INTET: "ingen",
}
# What the law calls a person in each state and by each support.
STATUS_OF_STATE = np.array([words.CODES[_STATUS[one].upper()] for one in State])
STATUS_OF_SUPPORT = np.array([words.CODES[_STATUS_OF_SUPPORT[one].upper()] for one in Support])

# From (lives, frozen draws, purse, month, persons) to what each would do about a change of gain: the rows STEP and PULL.
Response = Callable[[Lives, Floats, Purse, int, int], None]


class Course:
    """Months ready to run, the same for every block of persons: levers, hazards, hours of new jobs and the law by month.

    start: the first month; money: whether the law runs too. Raises InputError, MissingParameter.
    """

    def __init__(self, start: int, months: int, rules: Rules, coming: Inflow, money: bool = True) -> None:
        self.start, self.months, self.rules, self.coming, self.money = start, months, rules, coming, money
        span = range(start, start + months)
        self.told = np.stack([rules.told(month, coming) for month in span])
        # Those who are there at the start are in the kroner of its year.
        self.told[:1, :, Lever.LOENFAKTOR] = 1.0
        self.forms = [rules.forms(month) for month in span]
        hours = {year: rules.new_hours(max(start, year * MONTHS_A_YEAR)) for year in sorted({year_of(month) for month in span})}
        self.new_hours = [hours[year_of(month)] for month in span]
        settled = [month for month in span if self.settles(month)]
        self.monthly, self.yearly = self._laws(span, settled, reformed=True)
        self.monthly_before, self.yearly_before = self._laws(span, settled, reformed=False) if rules.spares else ({}, {})

    def _laws(self, span: range, settled: Sequence[int], reformed: bool) -> tuple[dict[int, MonthlyLaw], dict[int, YearlyLaw]]:
        """The law of each month, and of each year in the month it is settled in."""
        if not self.money:
            return {}, {}
        months: dict[Law, MonthlyLaw] = {}
        years: dict[Law, YearlyLaw] = {}
        laws = {month: self.rules.law(month, reformed) for month in span}
        for law in laws.values():
            if law not in months:
                months[law] = MonthlyLaw(law)
        for month in settled:
            if laws[month] not in years:
                years[laws[month]] = YearlyLaw(laws[month])
        return {month: months[law] for month, law in laws.items()}, {month: years[laws[month]] for month in settled}

    def settles(self, month: int) -> bool:
        """Whether taxes of the year are settled: in December, and in the last month."""
        return month % MONTHS_A_YEAR == MONTHS_A_YEAR - 1 or month == self.start + self.months - 1


def run(course: Course, lives: Lives, seed: int, replication: int = 0, response: Response | None = None, block: int = BLOCK) -> MonthTotals:
    """Move lives through all months. The lives that are given stay as they are; block: persons at a time, which changes nothing.

    Raises MissingParameter for a value of the law that somebody needs.
    """
    totals = MonthTotals.empty(course.start, course.months)
    for low in range(0, lives.size, block):
        _Block(course, lives.part(low, min(low + block, lives.size)), seed, replication, totals).run(response)
    return totals


def follow(course: Course, lives: Lives, seed: int, replication: int = 0, response: Response | None = None, block: int = BLOCK) -> Lives:
    """The same lives after the last month: single persons, where sums are not enough. Raises MissingParameter."""
    totals, moved = MonthTotals.empty(course.start, course.months), []
    for low in range(0, lives.size, block):
        one = _Block(course, lives.part(low, min(low + block, lives.size)), seed, replication, totals)
        one.run(response)
        moved.append(one.lives)
    return joined(moved)


class _Block:
    """Some persons on their way through the months."""

    def __init__(self, course: Course, lives: Lives, seed: int, replication: int, totals: MonthTotals) -> None:
        self.course, self.lives, self.totals = course, lives, totals
        self.ids = lives.ids.view(np.uint64)
        self.key = (seed, stream_of(replication))
        self.frozen = lives.frozen(seed, replication)
        self.face = np.zeros((len(Face), lives.size))
        self.purse = Purse(lives.columns, self.face)
        self.step, self.month_ends, self.year_ends = (load_inlined(name) for name in ("month", "month_ends", "year_ends"))
        # Those not yet in the model stand in the order of their entry: a month looks only at those who have come.
        self.entry = lives.whole[Whole.ENTRY].astype(np.int64)
        kept = course.told[0, 0, Lever.FASTHOLDELSE_BEHOLDT_ALLIGEVEL_ANDEL]
        here = (lives.whole[Whole.CANDIDATE] == 1) & (lives.whole[Whole.STATE] != State.UDENFOR)
        lives.whole[Whole.KEPT_ANYWAY] = np.where(here, self.frozen[Frozen.KEPT] < kept, lives.whole[Whole.KEPT_ANYWAY])
        # Those who come after the last year of the law were drawn at its level.
        later = (lives.whole[Whole.STATE] == State.UDENFOR) & (self.entry >= (LAST_YEAR + 1) * MONTHS_A_YEAR)
        if later.any():
            years, places = np.unique(year_of(self.entry[later]), return_inverse=True)
            growth = np.array([course.rules.growth(int(year) * MONTHS_A_YEAR) for year in years])[places]
            lives.real[Real.WAGE, later] *= growth
            self.purse.move(growth, later)

    def run(self, response: Response | None) -> None:
        stood = []
        for place in range(self.course.months):
            if self.course.months - place in PATH_MONTHS:
                stood.append(self.lives.whole[Whole.STATE].copy())
            self._live(place, response)
        stood.append(self.lives.whole[Whole.STATE])
        if len(stood) == len(PATH_MONTHS):
            np.add.at(self.totals.paths, tuple(stood), self.lives.weights)

    def _live(self, place: int, response: Response | None) -> None:
        """One month of those who have come."""
        course = self.course
        month = course.start + place
        size = int(self.entry.searchsorted(month, side="right"))
        if size == 0:
            return
        if month % MONTHS_A_YEAR == 0 or place == 0:
            self.purse.new_year(year_of(month), course.rules.wages(month) if place else 1.0, int(self.entry.searchsorted(month)))
            if response is not None:
                response(self.lives, self.frozen, self.purse, month, size)
        self._move(place, month, size)
        self._pay(place, month, size)
        if course.settles(month):
            self._settle(place, month, size)

    def _move(self, place: int, month: int, size: int) -> None:
        course, lives, totals = self.course, self.lives, self.totals
        self.step(
            self.ids, lives.weights, lives.whole, lives.real, self.frozen, self.face, course.told[place], course.forms[place], course.new_hours[place],
            STATUS_OF_STATE, STATUS_OF_SUPPORT, month, *self.key, totals.moves[place], totals.counts[place], totals.spells, 0, size,
        )  # fmt: skip

    def _pay(self, place: int, month: int, size: int) -> None:
        """The law of the month, or nothing where the months run without money."""
        course, lives, totals = self.course, self.lives, self.totals
        rows, supplement = self.purse.month_rows[: len(MonthRow), 0], self.purse.supplement_rows[: len(SupplementRow), 0]
        if course.money:
            self._by_law(month, size, course.monthly, course.monthly_before, self.purse.of_month)
        self.month_ends(
            lives.weights,
            lives.whole,
            lives.real,
            self.face,
            rows,
            supplement,
            self.purse.sums,
            totals.money[place],
            totals.stocks[place],
            totals.jobs[place],
            0,
            size,
        )
        if not course.money:
            self.purse.sums[:] = 0
            totals.money[place] = 0

    def _settle(self, place: int, month: int, size: int) -> None:
        """Taxes and income-tested transfers of the year, and its sums by group."""
        course, lives, totals = self.course, self.lives, self.totals
        rows = self.purse.year_rows[: len(YearRow), 0]
        if course.money:
            self._by_law(month, size, course.yearly, course.yearly_before, lambda law, size: (self.purse.of_year(law, lives.whole[Whole.PRESENT], size),))
        beside = self.purse.beside_law() if course.money else self.purse.beside
        index = year_of(month) - year_of(course.start)
        self.year_ends(
            lives.weights,
            lives.whole,
            lives.real,
            rows,
            beside,
            _SIGNS,
            month,
            self.purse.sums,
            totals.money[place],
            totals.cells[index],
            totals.steps[index],
            0,
            size,
        )

    def _by_law(self, month: int, size: int, laws: Mapping[int, _L], before: Mapping[int, _L], ask: Callable[[_L, int], tuple[Floats, ...]]) -> None:
        """The law's quantities into the purse's rows: of cases that the reform spares those of the law as it was."""
        spared = self._spared(month, size)
        kept = [one[:, :size].copy() for one in ask(before[month], size)] if spared is not None else []
        rows = ask(laws[month], size)
        if spared is not None:
            for now, then in zip(rows, kept, strict=True):
                now[:, :size] = np.where(spared, then, now[:, :size])

    def _spared(self, month: int, size: int) -> npt.NDArray[np.bool_] | None:
        """Whose case is older than the reform spares, this month; None for nobody."""
        if not self.course.rules.spares:
            return None
        told = self.course.told[month - self.course.start, 1]
        found: npt.NDArray[np.bool_] = (self.lives.whole[Whole.SINCE, :size] < told[Lever.BESKYTTET_FOER]) & (month < told[Lever.BESKYTTET_TIL])
        return found if found.any() else None


_SIGNS = signs()
