"""Published figures that the months are held against: which are fitted, which are inputs, which are predicted, and which not.

data/targets/months/months.csv has a row for every row of data/targets/targets.csv and some of its own. `fit`: the free hazards
are chosen to meet it (periods to 2019); `given`: an input of the months; `follows`: a share or sum of such rows; `predict`:
later than what is fitted; `compare`: another measure than the model's; `no`: not comparable, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fleksim import documents, paths
from fleksim.dynamics.clock import MONTHS_A_YEAR
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import HOURS_IN_FLEKSJOB, IN_FLEKSJOB, IN_SMALL, ON_LEDIGHEDSYDELSE, Count, State, Step
from fleksim.population.codes import BANDS
from fleksim.population.marginals import rows
from fleksim.population.schema import WEIGHT_UNIT
from fleksim.population.targets import targets
from fleksim.problems import InputError, Problem, did_you_mean

USES = ("fit", "given", "follows", "predict", "compare", "no")
BOUNDS = ("", "least")
LAST_FITTED = 2019 * MONTHS_A_YEAR + 11
_FIELDS = ("id", "use", "measure", "from", "to", "number", "bound", "tolerance", "reason", "quantity", "unit", "source", "confidence", "note")
_PER_CENT, _HUNDREDTHS, _FULL_TIME, _WEEKS_A_MONTH = 100.0, 100.0, 37.0, 52.0 / 12.0


@dataclass(frozen=True)
class Window:
    """A run's totals over some of its months: first to last, both included, counted within the run."""

    totals: MonthTotals
    first: int
    last: int
    year: int

    def mean(self, *states: State) -> float:
        """Persons in some states, mean of the months."""
        return float(self.totals.stocks[self.first : self.last + 1, list(states)].sum(axis=1).mean()) / WEIGHT_UNIT

    def sum(self, *counts: Count) -> float:
        """Persons an event happened to."""
        return float(self.totals.counts[self.first : self.last + 1, list(counts)].sum()) / WEIGHT_UNIT

    def jobs(self, *numbers: int) -> float:
        """Numbers of the new scheme's fleksjob, mean of the months."""
        return float(self.totals.jobs[self.first : self.last + 1, list(numbers)].sum(axis=1).mean()) / WEIGHT_UNIT

    def earlier(self, months: int) -> Window:
        """As long a window so many months before."""
        return Window(self.totals, self.first - months, self.last - months, self.year)

    def step(self, step: Step) -> float:
        """Persons or hours by steps in December of the year."""
        return float(self.totals.steps[self.year, step].sum()) / WEIGHT_UNIT


_FLEKSJOB, _LY = (State.FLEKSJOB, State.FLEKSJOB_GAMMEL), ON_LEDIGHEDSYDELSE
_ON_THE_WAY = (State.PAA_VEJ, State.FASTHOLDELSE)


def _spell_weeks(window: Window) -> float:
    """Mean weeks of spells, by what is on ledighedsydelse over what leaves it: as in a stock that stands still."""
    moves = window.totals.moves[window.first : window.last + 1][:, list(_LY)]
    stays = moves[:, [0, 1], list(_LY)].sum()
    leaves = moves.sum() - stays
    return float(moves.sum() / leaves) * _WEEKS_A_MONTH


def _share(top: float, bottom: float) -> float:
    return top / bottom * _PER_CENT if bottom else 0.0


Measure = Callable[[Window], float]
MEASURES: Mapping[str, Measure] = {
    "fleksjob": lambda w: w.mean(*_FLEKSJOB),
    "fleksjob_change": lambda w: w.mean(*_FLEKSJOB) - w.earlier(12).mean(*_FLEKSJOB),
    "fleksjob_change_3": lambda w: w.mean(*_FLEKSJOB) - w.earlier(3).mean(*_FLEKSJOB),
    "new_scheme": lambda w: w.mean(State.FLEKSJOB),
    "ledighed": lambda w: w.mean(*_LY),
    "ledighed_share": lambda w: _share(w.mean(*_LY), w.mean(*_LY, *_FLEKSJOB)),
    "job_share": lambda w: _share(w.mean(State.FLEKSJOB), w.mean(State.FLEKSJOB, *_LY, State.SYGDOM, State.UDTOEMT)),
    "target_group": lambda w: w.mean(*_FLEKSJOB, *_LY, *_ON_THE_WAY),
    "fleksydelse": lambda w: w.mean(State.FLEKSYDELSE),
    "seniorpension": lambda w: w.mean(State.SENIORPENSION),
    "full_time": lambda w: w.jobs(HOURS_IN_FLEKSJOB) / _HUNDREDTHS / _FULL_TIME,
    "mean_hours": lambda w: w.jobs(HOURS_IN_FLEKSJOB) / _HUNDREDTHS / w.jobs(IN_FLEKSJOB),
    "small": lambda w: w.jobs(IN_SMALL),
    "small_share": lambda w: _share(w.jobs(IN_SMALL), w.jobs(IN_FLEKSJOB)),
    **{f"band {band}": lambda w, number=number: w.jobs(number) for number, band in enumerate(BANDS) if number},  # type: ignore[misc]
    **{f"band_share {band}": lambda w, number=number: _share(w.jobs(number), w.jobs(IN_FLEKSJOB)) for number, band in enumerate(BANDS) if number},  # type: ignore[misc]
    "awards": lambda w: w.sum(Count.BEVILLING),
    "awards_a_month": lambda w: w.sum(Count.BEVILLING) / (w.last - w.first + 1),
    "direct": lambda w: w.sum(Count.DIREKTE),
    "direct_share": lambda w: _share(w.sum(Count.DIREKTE), w.sum(Count.BEVILLING)),
    "retention": lambda w: w.sum(Count.FASTHOLDT),
    "retention_share": lambda w: _share(w.sum(Count.FASTHOLDT), w.sum(Count.BEVILLING)),
    "kept_anyway_share": lambda w: _share(w.sum(Count.FASTHOLDT_ALLIGEVEL), w.sum(Count.FASTHOLDT)),
    "saved_share": lambda w: _PER_CENT - _share(w.sum(Count.FASTHOLDT_ALLIGEVEL), w.sum(Count.FASTHOLDT)),
    "new_jobs": lambda w: w.sum(Count.NYT_JOB),
    "new_small_share": lambda w: _share(w.sum(Count.NYT_JOB_HOEJST_10), w.sum(Count.NYT_JOB)),
    "spell_weeks": _spell_weeks,
    "rise": lambda w: _share(w.step(Step.OP), w.step(Step.PERSONER)),
    "fall": lambda w: _share(w.step(Step.NED), w.step(Step.PERSONER)),
    "rise_small": lambda w: _share(w.step(Step.SMAA_OP), w.step(Step.SMAA)),
    "fall_small": lambda w: _share(w.step(Step.SMAA_NED), w.step(Step.SMAA)),
    "same_small": lambda w: _PER_CENT - _share(w.step(Step.SMAA_OP) + w.step(Step.SMAA_NED), w.step(Step.SMAA)),
    "lift_small": lambda w: w.step(Step.SMAA_LOEFT) / _HUNDREDTHS / w.step(Step.SMAA_OP) if w.step(Step.SMAA_OP) else 0.0,
    "back_from_illness": lambda w: _back(w),
}


def _back(window: Window) -> float:
    moves = window.totals.moves[window.first : window.last + 1, State.SYGDOM]
    left = moves.sum() - moves[:, State.SYGDOM].sum() - moves[:, [State.DOED, State.FOLKEPENSION]].sum()
    return _share(float(moves[:, State.LEDIGHEDSYDELSE].sum()), float(left))


@dataclass(frozen=True)
class MonthTarget:
    """A published figure and how the months measure it: the mean or sum over months first to last (from January of year 0).

    tolerance: the relative distance within which a fitted row is met.
    """

    id: str
    use: str
    quantity: str
    unit: str
    source: str
    confidence: str
    note: str
    reason: str = ""
    measure: str = ""
    first: int = 0
    last: int = 0
    number: float = 0.0
    bound: str = ""
    tolerance: float = 0.0

    def measured(self, totals: MonthTotals, start: int) -> float | None:
        """The months' figure of a run from month `start`; None for a period outside it."""
        span = totals.stocks.shape[0]
        first, last = self.first - start, self.last - start
        if self.measure == "" or first < (12 if "change" in self.measure else 0) or last >= span:
            return None
        return MEASURES[self.measure](Window(totals, first, last, self.last // MONTHS_A_YEAR - start // MONTHS_A_YEAR))

    def error(self, found: float) -> float:
        """The relative distance; a bound that is kept has none."""
        if self.bound == "least" and found >= self.number:
            return 0.0
        return found / self.number - 1.0


@cache
def month_targets(path: Path | None = None) -> tuple[MonthTarget, ...]:
    """Every row of months.csv. Raises InputError with every problem, a row of targets.csv that it forgets among them."""
    path = path or paths.data() / "targets" / "months" / "months.csv"
    published = {one.id: one for one in targets()}
    problems: list[Problem] = []
    found: dict[str, MonthTarget] = {}
    for line, row in rows(path):
        try:
            if wrong := [name for name in _FIELDS if name not in row]:
                raise ValueError(f"has no {', '.join(wrong)}")
            one = published.get(row["id"])
            texts = {name: str(getattr(one, name)) for name in ("quantity", "unit", "source", "confidence", "note")} if one else row
            said = {name: texts[name] for name in ("quantity", "unit", "source", "confidence", "note")}
            if one and one.breakdown:
                said["quantity"] = f"{one.quantity}: {one.breakdown}"
            found[row["id"]] = _target(row, said)
        except ValueError as error:
            problems.append(Problem(str(error), file=path.name, line=line, field=row.get("id")))
    problems += [
        Problem(f"'{name}' of targets.csv has no row", file=path.name, way_out="Say how the months use it, or why not.")
        for name in published
        if name not in found
    ]
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _target(row: Mapping[str, str], texts: Mapping[str, str]) -> MonthTarget:
    for name, known in (("use", USES), ("bound", BOUNDS)):
        if row[name] not in known:
            raise ValueError(f"'{row[name]}' is not a {name}. {did_you_mean(row[name], known, ', '.join(known))}")
    if row["use"] in ("no", "compare") and not row["reason"]:
        raise ValueError("is not compared and gives no reason")
    quantity, unit, source, confidence, note = (texts[name] for name in ("quantity", "unit", "source", "confidence", "note"))
    said = MonthTarget(row["id"], row["use"], quantity, unit, source, confidence, note)
    if row["use"] == "no":
        return replace(said, reason=row["reason"])
    if row["measure"] not in MEASURES:
        raise ValueError(f"'{row['measure']}' is not a measure. {did_you_mean(row['measure'], MEASURES, ', '.join(MEASURES))}")
    first, last = _month(row["from"]), _month(row["to"])
    if last < first:
        raise ValueError("ends before it begins")
    if row["use"] == "fit" and last > LAST_FITTED:
        raise ValueError("is fitted and later than 2019: what comes after is predicted")
    return replace(
        said, reason=row["reason"], measure=row["measure"], first=first, last=last,
        number=documents.number(row["number"]), bound=row["bound"], tolerance=documents.number(row["tolerance"]),
    )  # fmt: skip


def _month(text: str) -> int:
    year, _, month = text.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= MONTHS_A_YEAR):
        raise ValueError(f"'{text}' is not a month such as 2019-06")
    return int(year) * MONTHS_A_YEAR + int(month) - 1
