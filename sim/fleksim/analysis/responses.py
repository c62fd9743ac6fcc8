"""What the next step is worth to many persons at once: marginal rates, the next hour, a job against being without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fleksim import words
from fleksim.analysis.margins import FULL_TIME, MARGINS
from fleksim.analysis.zones import GROSS, NOTHING
from fleksim.engine.compute import compute
from fleksim.engine.law import Law
from fleksim.people.columns import COLUMNS
from fleksim.words import MONTHS, WEEKS_PER_MONTH

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NET = "disponibel_indkomst"
RESPONSE_TARGETS = (NET, GROSS)
_TINY = 1e-9


@dataclass(frozen=True)
class Responses:
    """Of those in a fleksjob with hours, dims (person).

    rates: METR along hours, hourly wage and intensity [share; NaN without the margin]; next_hour: net gain of an hour a
    week more [kr/year]; no_gain: whether it brings nothing before tax; compensation: nettokompensationsgrad [share].
    """

    rates: tuple[Floats, Floats, Floats]
    next_hour: Floats
    no_gain: Flags
    compensation: Floats


def working(columns: Mapping[str, Floats]) -> Flags:
    """Who is in a fleksjob with hours: those the incentives speak of."""
    found: Flags = (columns["status"] == words.FLEKSJOB) & (columns["hours"] > 0.0) & (columns["hourly_wage"] > 0.0)
    return found


def responses(laws: Sequence[Law], columns: Mapping[str, Floats]) -> list[Responses]:
    """The responses of those at work, one a law; laws share a rulebook. Raises MissingParameter."""
    at_work = working(columns)
    here = {name: column[at_work] for name, column in columns.items()}
    places = [here, _step(here, "hours"), _step(here, "wage"), _step(here, "intensity"), _without(here)]
    found = [_at(laws, place) for place in places]
    return [_of_law([rows[:, index] for rows in found], places, here) for index in range(len(laws))]


def _at(laws: Sequence[Law], columns: Mapping[str, Floats]) -> Floats:
    return compute(laws, columns, RESPONSE_TARGETS)


def _step(columns: Mapping[str, Floats], margin: str) -> dict[str, Floats]:
    """The columns a step along a margin away: ahead, or as far as it goes; from its end, backwards (as `metr` does)."""
    one = MARGINS[margin]
    here = columns[one.column]
    present = columns["hours"] / columns["intensity"]
    highest = {"hours": np.full(here.size, FULL_TIME), "wage": np.full(here.size, np.inf), "intensity": np.minimum(1.0, FULL_TIME / present)}[margin]
    ahead = np.minimum(here + one.step, highest) - here
    moved = here + np.where(ahead > _TINY, ahead, -np.minimum(one.step, here))
    moved = np.maximum(moved, COLUMNS[one.column].low)
    return {**columns, one.column: moved, **({"hours": present * moved} if margin == "intensity" else {})}


def _without(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """The persons without their job: on ledighedsydelse."""
    idle = {name: np.zeros_like(columns[name]) for name in ("hours", "hourly_wage", "fulltime_wage", "second_hours") if name in columns}
    return {**columns, **idle, "status": np.full(columns["status"].size, words.LEDIGHEDSYDELSE)}


def _of_law(found: Sequence[Floats], places: Sequence[Mapping[str, Floats]], here: Mapping[str, Floats]) -> Responses:
    base, *moved, idle = found
    rates = tuple(_rate(base[0], there[0], places[0], place) for there, place in zip(moved, places[1:4], strict=True))
    sign = np.where(places[1]["hours"] > here["hours"], 1.0, -1.0)
    length = np.abs(places[1]["hours"] - here["hours"])
    before_tax = sign * (moved[0][1] - base[1])
    dues = here["union_dues"] + here["akasse"] + here["daycare_fee"]
    with_job, without = base[0] - dues, idle[0] - dues
    return Responses(
        rates=(rates[0], rates[1], rates[2]),
        next_hour=sign * (moved[0][0] - base[0]) / length,
        no_gain=before_tax <= NOTHING * length,
        compensation=np.divide(without, with_job, out=np.full(with_job.size, np.inf), where=with_job > 0.0),
    )


def _rate(before: Floats, after: Floats, start: Mapping[str, Floats], end: Mapping[str, Floats]) -> Floats:
    """1 less the net share of the extra gross wage; NaN where the wage does not move."""
    gross = (end["hours"] * end["hourly_wage"] - start["hours"] * start["hourly_wage"]) * WEEKS_PER_MONTH * MONTHS
    moves = np.abs(gross) > _TINY
    return np.where(moves, 1.0 - (after - before) / np.where(moves, gross, 1.0), np.nan)
