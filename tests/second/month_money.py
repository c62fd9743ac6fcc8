"""A second writing of the money of the months: what the law gives each month, the year on what the months came to, and sums.

Amounts are arrays by name, whole oere, and are added to the tables at the end; the law runs array at a time (`array_law`).
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from fleksim.dynamics.clock import MONTHS_A_YEAR, year_of
from fleksim.dynamics.engine import STATUS_OF_STATE, STATUS_OF_SUPPORT, Course
from fleksim.dynamics.ledger import signs
from fleksim.dynamics.lives import Lives, stream_of
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import (
    FIRST_CELLS,
    MONTHLY,
    STEP_YEARS,
    Amount,
    Face,
    Frozen,
    Lever,
    Measure,
    Real,
    State,
    Step,
    Whole,
)
from fleksim.parameters.read import LAST_YEAR
from second.array_law import Evaluation
from second.months import WEEKS_A_MONTH, Told, ages_of, bands_of, month

# A month's amounts that are a quantity of the law each: by the hours of the month, by those of the month before, and a twelfth of a year.
OF_MONTH = {
    Amount.LOEN: "loen_md",
    Amount.EGEN_PENSION: "arbejdsmarkedspension_md",
    Amount.ATP_LOEN: "atp_loen",
    Amount.ATP_LOEN_I_ALT: "atp_loen_i_alt",
    Amount.LEDIGHEDSYDELSE: "ledighedsydelse",
    Amount.ATP_YDELSE: "atp_ydelse",
    Amount.ATP_YDELSE_I_ALT: "atp_ydelse_i_alt",
}
OF_MONTH_BEFORE = {
    Amount.FLEKSLOENTILSKUD: "fleksloentilskud",
    Amount.ATP_FLEKSLOENTILSKUD: "atp_fleksloentilskud",
    Amount.ATP_FLEKSJOB_STAT: "atp_fleksjob_stat",
    Amount.FLEKSBIDRAG: "fleksbidrag",
}
TWELFTHS = {
    Amount.LOENREFUSION: "loenrefusion",
    Amount.PENSION: "pension_aar",
    Amount.ATP_PENSION: "atp_pension",
    Amount.ATP_PENSION_I_ALT: "atp_pension_i_alt",
}
# What a sanction takes a part of.
BENEFITS = ("ydelse_md", "ledighedsydelse", "atp_ydelse", "atp_ydelse_i_alt")
# What the law of the year is given instead of its own: means of months [kr/md], and twelve times as much [kr/aar].
MEANS = {name: (amount,) for amount, name in {**OF_MONTH, **OF_MONTH_BEFORE}.items() if amount != Amount.FLEKSBIDRAG}
MEANS["ydelse_md"] = (Amount.LEDIGHEDSYDELSE, Amount.ANDEN_YDELSE)
YEARS = {name: (amount,) for amount, name in TWELFTHS.items()}
# What is settled in December: the quantities of the law that are added and those that are taken off.
SETTLED = {
    Amount.BOLIGSTOETTE: ("boligstoette",),
    Amount.FRIPLADS: ("friplads",),
    Amount.BOERNEYDELSER: ("boerne_og_ungeydelse", "boernetilskud"),
    Amount.GROEN_CHECK: ("groen_check",),
    Amount.OBLIGATORISK_PENSION: ("obligatorisk_pension",),
    Amount.BOLIGSTOETTE_STAT: ("boligstoette_stat",),
    Amount.KOMMUNESKAT: ("kommuneskat_kr",),
    Amount.STATSSKAT: ("statsskat", "-pension_am_bidrag"),
    Amount.PENSION_AM: ("pension_am_bidrag",),
    Amount.KIRKESKAT: ("kirkeskat_kr",),
    Amount.PARTNER_INDKOMST: ("partner_kontantindkomst",),
    Amount.PARTNER_KOMMUNESKAT: ("partner_kommuneskat_kr",),
    Amount.PARTNER_KIRKESKAT: ("partner_kirkeskat_kr",),
    Amount.PARTNER_STATSSKAT: ("partner_skat_i_alt", "-partner_kommuneskat_kr", "-partner_kirkeskat_kr"),
    Amount.PARTNER_GROEN_CHECK: ("partner_groen_check",),
}
BESIDE = {
    Amount.ANDEN_INDKOMST: ("other_wage", "other", "capital_income", "business_income"),
    Amount.ANDEN_PENSION: ("other_employer_pension", "other_atp"),
    Amount.PRIVAT_PENSION: ("private_pension",),
}
FOLLOW_WAGES = (
    "rent",
    "daycare_fee",
    "union_dues",
    "akasse",
    "private_pension",
    "capital_income",
    "partner_wage",
    "partner_transfer",
    "partner_capital_income",
)

Watch = Callable[[int, Lives, np.ndarray], None]


def run(course: Course, lives: Lives, seed: int, replication: int = 0, response=None, watch: Watch | None = None, block: int | None = None) -> MonthTotals:
    """All months of lives that stand in the order of their entry, moved in place. watch: told of lives and faces when a month has moved them."""
    totals = MonthTotals.empty(course.start, course.months)
    if block is None:
        _Persons(course, lives, seed, replication, totals).run(response, watch)
        return totals
    for low in range(0, lives.size, block):
        _Persons(course, lives.part(low, min(low + block, lives.size)), seed, replication, totals).run(response, watch)
    return totals


def oere(kroner: np.ndarray) -> np.ndarray:
    """To the nearest, halves up."""
    return np.floor(kroner * 100.0 + 0.5).astype(np.int64)


class _Persons:
    def __init__(self, course: Course, lives: Lives, seed: int, replication: int, totals: MonthTotals) -> None:
        self.course, self.lives, self.totals, self.key = course, lives, totals, (seed, stream_of(replication))
        self.frozen = lives.frozen(seed, replication)
        self.face = np.zeros((len(Face), lives.size))
        self.columns = {**lives.columns, "other": lives.columns["other_transfer"].copy()}
        self.year = np.zeros((len(Amount), lives.size), np.int64)
        kept_anyway = self.frozen[Frozen.KEPT] < course.told[0, 0, Lever.FASTHOLDELSE_BEHOLDT_ALLIGEVEL_ANDEL]
        entry, newcomer = lives.whole[Whole.ENTRY], lives.whole[Whole.STATE] == State.UDENFOR
        # Newcomers are drawn at the level of the year they come in, and of the law's last year after it.
        for year in range(LAST_YEAR + 1, year_of(course.start + course.months) + 1):
            self.grow(course.rules.growth(year * MONTHS_A_YEAR), newcomer & (year_of(entry) == year))
            lives.real[Real.WAGE, newcomer & (year_of(entry) == year)] *= course.rules.growth(year * MONTHS_A_YEAR)
        candidates = (lives.whole[Whole.CANDIDATE] == 1) & (lives.whole[Whole.STATE] != State.UDENFOR)
        lives.whole[Whole.KEPT_ANYWAY, candidates] = kept_anyway[candidates]

    def run(self, response, watch: Watch | None) -> None:
        course, totals = self.course, self.totals
        states = {}
        for place in range(course.months):
            now = course.start + place
            states[course.months - place] = self.lives.whole[Whole.STATE].copy()
            size = int(np.count_nonzero(self.lives.whole[Whole.ENTRY] <= now))
            if not size:
                continue
            if now % MONTHS_A_YEAR == 0 or place == 0:
                self.new_year(now, place)
                if response is not None:
                    response(self.lives, self.frozen, SimpleNamespace(columns=self.columns), now, size)
            told = Told(now, course.told[place], course.forms[place], course.new_hours[place], STATUS_OF_STATE, STATUS_OF_SUPPORT, self.key)
            moved = month(self.lives, self.frozen, self.face, told, size, totals.spells.shape[0])
            if watch is not None:
                watch(place, self.lives, self.face)
            totals.moves[place] += moved.moves
            totals.counts[place] += moved.counts
            totals.spells[...] += moved.spells
            self.take_stock(place, size)
            if course.money:
                self.pay(place, now, size)
            if now % MONTHS_A_YEAR == MONTHS_A_YEAR - 1 or place == course.months - 1:
                self.settle(place, now, size)
        if course.months >= 24:
            for before, between, after, weight in zip(states[24], states[12], self.lives.whole[Whole.STATE], self.lives.weights, strict=True):
                totals.paths[before, between, after] += weight

    def new_year(self, now: int, place: int) -> None:
        self.columns["year"][:] = year_of(now)
        if place:
            self.grow(self.course.rules.wages(now), self.lives.whole[Whole.ENTRY] < now)

    def grow(self, factor: float, who: np.ndarray) -> None:
        for name in (*FOLLOW_WAGES, "other"):
            self.columns[name][who] *= factor

    def take_stock(self, place: int, size: int) -> None:
        weights, state, hours = self.lives.weights[:size], self.lives.whole[Whole.STATE, :size], self.lives.real[Real.HOURS, :size]
        np.add.at(self.totals.stocks[place], state, weights)
        works = state == State.FLEKSJOB
        weights, hours = weights[works], hours[works]
        jobs = self.totals.jobs[place]
        np.add.at(jobs, bands_of(hours), weights)
        jobs[8:] += (weights.sum(), (weights * oere(hours)).sum(), weights[hours <= 10].sum())

    # The law.

    def spared(self, now: int, size: int) -> np.ndarray:
        told = self.course.told[now - self.course.start, 1]
        return (self.lives.whole[Whole.SINCE, :size] < told[Lever.BESKYTTET_FOER]) & (now < told[Lever.BESKYTTET_TIL])

    def by_law(self, now: int, size: int, names, columns: dict[str, np.ndarray], given=None) -> dict[str, np.ndarray]:
        """Quantities of everybody, under the law that is each one's."""
        rules = self.course.rules
        found = Evaluation(rules.law(now), columns, given)
        new = {name: found[name] for name in names}
        old_ones = self.spared(now, size)
        if not old_ones.any():
            return new
        found = Evaluation(rules.law(now, reformed=False), columns, given)
        return {name: np.where(old_ones, found[name], value) for name, value in new.items()}

    def case(self, size: int, hours: Face) -> dict[str, np.ndarray]:
        face = self.face[:, :size]
        shown = {
            "status": face[Face.STATUS],
            "hours": face[hours],
            "hourly_wage": face[Face.WAGE],
            "ly_rate": face[Face.LY_RATE],
            "ly_fleksjob_months": face[Face.FLEKSJOB_MONTHS],
            "benefit_weeks": face[Face.WEEKS],
        }
        return {**{name: column[:size] for name, column in self.columns.items()}, **shown}

    def pay(self, place: int, now: int, size: int) -> None:
        """The month's amounts: of the law, and those that are none of the law's."""
        amounts = self.of_month(now, size)
        amounts[Amount.FLEKSYDELSE] = oere(self.face[Face.OTHER_TRANSFER, :size] * (1.0 / 12.0))
        amounts[Amount.ANDEN_AKTOER] = oere(self.lives.real[Real.PRICE, :size])
        self.year[:, :size] += amounts
        self.totals.money[place, :MONTHLY] += amounts[:MONTHLY] @ self.lives.weights[:size]

    def of_month(self, now: int, size: int) -> np.ndarray:
        amounts = np.zeros((len(Amount), size), np.int64)
        law = self.by_law(now, size, (*OF_MONTH.values(), *TWELFTHS.values(), "ydelse_md", "refusion_andel"), self.case(size, Face.HOURS))
        kept = 1.0 - self.lives.real[Real.LOST_WEEKS, :size] / WEEKS_A_MONTH
        law |= {name: law[name] * kept for name in BENEFITS}
        law |= self.by_law(now, size, OF_MONTH_BEFORE.values(), self.case(size, Face.BASIS))
        for amount, name in {**OF_MONTH, **OF_MONTH_BEFORE}.items():
            amounts[amount] = oere(law[name])
        for amount, name in TWELFTHS.items():
            amounts[amount] = oere(law[name] * (1.0 / 12.0))
        benefits = oere(law["ydelse_md"])
        amounts[Amount.ANDEN_YDELSE] = benefits - amounts[Amount.LEDIGHEDSYDELSE]
        share = law["refusion_andel"]
        refunded = benefits + amounts[Amount.FLEKSLOENTILSKUD] + amounts[Amount.LOENREFUSION]
        amounts[Amount.REFUSION] = np.floor(refunded * share + 0.5).astype(np.int64) + amounts[Amount.FLEKSBIDRAG]
        amounts[Amount.PENSION_STAT] = np.floor(amounts[Amount.PENSION] * share + 0.5).astype(np.int64)
        return amounts

    def settle(self, place: int, now: int, size: int) -> None:
        """The year of those who were there in some month of it."""
        present = self.lives.whole[Whole.PRESENT, :size].copy()
        if self.course.money:
            amounts = self.of_year(now, size, present)
            self.year[:, :size] += amounts
            self.totals.money[place, MONTHLY:] += amounts[MONTHLY:] @ self.lives.weights[:size]
        who = np.flatnonzero(present)
        index = year_of(now) - year_of(self.course.start)
        self.by_group(self.totals.cells[index], who, present, now)
        self.by_step(self.totals.steps[index], who, now)
        self.year[:, who] = 0
        self.lives.whole[Whole.PRESENT, :size] = 0

    def of_year(self, now: int, size: int, present: np.ndarray) -> np.ndarray:
        """What is settled in December, by the law of the year on what the months came to [oere]."""
        months = np.maximum(present, 1)
        case = self.case(size, Face.HOURS)
        given = {name: self.year[list(amounts), :size].sum(axis=0) / 100.0 / months for name, amounts in MEANS.items()}
        given |= {name: self.year[list(amounts), :size].sum(axis=0) / (100.0 / 12.0) / months for name, amounts in YEARS.items()}
        given["other_transfer"] = case["other"] + self.year[Amount.FLEKSYDELSE, :size] / (100.0 / 12.0) / months
        names = dict.fromkeys(name.removeprefix("-") for quantities in SETTLED.values() for name in quantities)
        law = self.by_law(now, size, names, case, given)
        amounts = np.zeros((len(Amount), size), np.int64)
        for amount, quantities in SETTLED.items():
            amounts[amount] = self.part_of_year(law, quantities, present)
        for amount, columns in BESIDE.items():
            amounts[amount] = self.part_of_year(case, columns, present)
        return amounts

    @staticmethod
    def part_of_year(values: dict[str, np.ndarray], names: tuple[str, ...], present: np.ndarray) -> np.ndarray:
        first, *others = names
        total = values[first]
        for name in others:
            total = total - values[name[1:]] if name.startswith("-") else total + values[name]
        return np.where(present > 0, oere(total * (present / 12.0)), 0)

    def by_group(self, cells: np.ndarray, who: np.ndarray, present: np.ndarray, now: int) -> None:
        whole, weights = self.lives.whole[:, who], self.lives.weights[who]
        works = whole[Whole.STATE] == State.FLEKSJOB
        hours = np.where(works, self.lives.real[Real.HOURS, who], 0.0)
        values = signs() @ self.year[:, who]
        values[Measure.PERSONMAANEDER] = present[who]
        values[Measure.MAANEDER_I_FLEKSJOB] = present[who] * works
        values[Measure.TIMER] = present[who] * oere(hours)
        retention = np.where(whole[Whole.CANDIDATE] == 0, 0, 1 + (whole[Whole.KEPT_ANYWAY] != 0))
        ages = ages_of(year_of(now) - whole[Whole.BORN])
        groups = (np.zeros(who.size, np.int64), ages, whole[Whole.SEX], whole[Whole.REGION], bands_of(hours), whole[Whole.PRIOR], retention)
        for first, group in zip(FIRST_CELLS, groups, strict=True):
            np.add.at(cells, first + group, (values * weights).T)

    def by_step(self, steps: np.ndarray, who: np.ndarray, now: int) -> None:
        who = who[self.lives.whole[Whole.STATE, who] == State.FLEKSJOB]
        weights, first = self.lives.weights[who], self.lives.real[Real.FIRST_HOURS, who]
        change = self.lives.real[Real.HOURS, who] - first
        years = np.minimum((now - self.lives.whole[Whole.SINCE, who]) // 12, STEP_YEARS - 1)
        up, down, small = change > 0.0, change < 0.0, first <= 10
        parts = (
            (Step.PERSONER, 1), (Step.OP, up), (Step.NED, down), (Step.AENDRING, oere(change)),
            (Step.SMAA, small), (Step.SMAA_OP, small & up), (Step.SMAA_NED, small & down), (Step.SMAA_LOEFT, (small & up) * oere(change)),
        )  # fmt: skip
        for step, number in parts:
            np.add.at(steps[step], years, weights * number)
