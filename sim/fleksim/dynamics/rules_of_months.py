"""The law by month: in force on its first day, with a reform from its from-date, and after the last year of the law uprated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import first_day, month_of, year_of
from fleksim.dynamics.flows_in import Inflow
from fleksim.dynamics.forms import forms_table
from fleksim.engine.law import Law, law_on
from fleksim.kernel.layout import ASSUMED, NEVER, Lever
from fleksim.parameters.months import month_assumptions
from fleksim.parameters.read import LAST_YEAR
from fleksim.parameters.values import ParameterSet
from fleksim.population.codes import BANDS, hours_of
from fleksim.population.hours import new_job_bands
from fleksim.population.work import index
from fleksim.problems import InputError
from fleksim.reforms.reform import Reform

MONEY = ("kr", "kr/time", "kr/uge", "kr/md", "kr/aar", "kr/km")
# Later than any month: nobody is spared, no reform begins.
NEVER_COMES = 10**6
_HUNDRED = 100.0
# What people do about a limit that comes near; without behaviour it is nothing.
_BEHAVIOUR_LEVERS = {Lever.TIDSGRAENSE_VARSEL_FAKTOR: 1.0}
_HOUR_STEPS = 2
_QUANTILES = 2000


@dataclass(frozen=True, eq=False)
class _Assumed:
    """The assumptions of a day, as the kernel reads them: a row of levers, and the hazards."""

    assumed: ParameterSet
    levers: npt.NDArray[np.float64]
    forms: npt.NDArray[np.float64]

    @classmethod
    def on(cls, base: ParameterSet, reform: Reform | None, day: date, share: float) -> _Assumed:
        assumed = base
        if reform is not None and share > 0.0:
            values, problems = reform.new_assumptions(day, share)
            if problems:
                raise InputError(problems)
            assumed = base.change(values)
        levers = np.zeros(len(Lever))
        for lever in ASSUMED:
            levers[lever] = assumed.value(lever.key, day)
        return cls(assumed, levers, forms_table(assumed, day))


@dataclass(frozen=True, eq=False)
class Rules:
    """The law and the assumptions month by month, as they are and with a reform.

    uprating: per cent a year by which amounts and wages grow after the last year of the law. responds: whether people are
    taken to respond to what they gain and to a coming limit. changed: assumptions set for this run, beside those of the reform.
    """

    reform: Reform | None = None
    uprating: float = 0.0
    responds: bool = False
    changed: Mapping[str, float] = field(default_factory=dict)
    shipped: ParameterSet = field(default_factory=month_assumptions)

    @cached_property
    def _laws(self) -> dict[tuple[int, bool], Law]:
        return {}

    def law(self, month: int, reformed: bool = True) -> Law:
        """The law of a month: one object for all months in which nothing changes. Raises InputError, MissingParameter."""
        key = (month, reformed and self.reform is not None)
        if key not in self._laws:
            self._laws[key] = self._law(month, *key[1:])
        return self._laws[key]

    def _law(self, month: int, reformed: bool) -> Law:
        found = law_on(day_of_law(month))
        share = self.share(month) if reformed else 0.0
        if self.reform is not None and share > 0.0 and self.reform.is_static:
            found = self.reform.apply(found, share)
        growth = self.growth(month)
        if growth != 1.0:
            values = vars(found.p)
            money = {name: values[name] * growth for name, one in found.parameters.known.items() if one.unit in MONEY and name in values}
            found = found.change(money)
        before = self._laws.get((month - 1, reformed))
        return before if before is not None and before.book is found.book and numbers_of(before) == numbers_of(found) else found

    def growth(self, month: int) -> float:
        """What amounts of the last year of the law are multiplied by."""
        found = 1.0
        for _ in range(year_of(month) - LAST_YEAR):
            found *= 1.0 + self.uprating / _HUNDRED
        return found

    def wages(self, month: int) -> float:
        """What wages, rents and incomes are multiplied by in a month: in January by the yearly regulation."""
        year = year_of(month)
        if month != year * 12:
            return 1.0
        return index(year - 1, year) if year <= LAST_YEAR else 1.0 + self.uprating / _HUNDRED

    def share(self, month: int) -> float:
        """The share of the reform in force."""
        return self.reform.share_on(first_day(month)) if self.reform else 0.0

    def assumptions(self, month: int, reformed: bool = True) -> ParameterSet:
        """Levers and assumptions of a month. Raises InputError."""
        return self._of(month, reformed).assumed

    def forms(self, month: int) -> npt.NDArray[np.float64]:
        """Hazards of a month, dims (hazard, part)."""
        return self._of(month, True).forms

    def _of(self, month: int, reformed: bool) -> _Assumed:
        """What is assumed in a month: made once for all months of a day of the law and a share of the reform, 0.4 s less a run."""
        key = (day_of_law(month), self.share(month) if reformed and self.reform is not None and self.reform.assumptions else 0.0)
        if key not in self._made:
            self._made[key] = _Assumed.on(self.shipped.change(self.changed), self.reform, *key)
        return self._made[key]

    @cached_property
    def _made(self) -> dict[tuple[date, float], _Assumed]:
        return {}

    def told(self, month: int, coming: Inflow) -> npt.NDArray[np.float64]:
        """What the month is told, dims (as it is and with the reform, lever)."""
        return np.stack([self._told(month, coming, reformed) for reformed in (False, True)])

    def _told(self, month: int, coming: Inflow, reformed: bool) -> npt.NDArray[np.float64]:
        assumed, day = self.assumptions(month, reformed), day_of_law(month)
        found = self._of(month, reformed).levers.copy()
        if not self.responds:
            for lever, nothing in _BEHAVIOUR_LEVERS.items():
                found[lever] = nothing
        law = self.law(month, reformed)
        found[Lever.MINDST_TIMER] = vars(law.p).get("mindste_timer", 0.0)
        found[Lever.FASTHOLDT_ANDEL] = coming.retention[min(month - coming.first, coming.retention.size - 1)]
        found[Lever.LOENFAKTOR] = self.wages(month)
        found[Lever.FLEKSYDELSE_AAR] = vars(law.p)["dagpenge_max_md"] * 12 * assumed.value("fleksydelse_andel", day)
        found[Lever.REFORM_FRA] = found[Lever.BESKYTTET_TIL] = NEVER_COMES
        found[Lever.BESKYTTET_FOER] = NEVER
        if reformed and self.reform is not None:
            found[Lever.REFORM_FRA] = self.begins
            if kept := self.reform.protection:
                found[Lever.BESKYTTET_FOER] = month_of(kept.granted_before)
                if kept.for_months is not None:
                    found[Lever.BESKYTTET_TIL] = month_of(self.reform.since) + kept.for_months
        return found

    @property
    def begins(self) -> int:
        """The first whole month of the reform."""
        if self.reform is None:
            return NEVER_COMES
        first = month_of(self.reform.since)
        return first if first_day(first) >= self.reform.since else first + 1

    @property
    def spares(self) -> bool:
        """Whether some cases keep the law as it was."""
        return self.reform is not None and self.reform.protection is not None

    def new_hours(self, month: int) -> npt.NDArray[np.float64]:
        """Quantiles of the hours of jobs that begin in a month [hours a week], the lowest first."""
        day = day_of_law(month)
        assumed = self.assumptions(month)
        return hours_quantiles(day.year, assumed.value("nye_job_timer", day), assumed.value("nye_job_smaa_andel", day))


@cache
def hours_quantiles(year: int, mean: float, small: float) -> npt.NDArray[np.float64]:
    """Half hours with the spread of the year's bands, a mean and a share of at most 10 hours."""
    shares = new_job_bands(year, mean, small)
    hours: list[float] = []
    weights: list[float] = []
    for band, share in zip(BANDS, shares, strict=True):
        if share > 0.0:
            span = hours_of(band)
            halves = np.arange(_HOUR_STEPS * span.low, _HOUR_STEPS * span.high + 1) / _HOUR_STEPS
            hours += halves.tolist()
            weights += [share / halves.size] * halves.size
    passed = np.cumsum(weights) / sum(weights)
    places = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    return np.array(hours)[np.minimum(np.searchsorted(passed, places), len(hours) - 1)]


def day_of_law(month: int) -> date:
    """The first day of a month, or of the last month of the law."""
    return min(first_day(month), date(LAST_YEAR, 12, 1))


def numbers_of(law: Law) -> dict[str, float]:
    """The numbers in force."""
    return {name: value for name, value in vars(law.p).items() if not name.startswith("_")}
