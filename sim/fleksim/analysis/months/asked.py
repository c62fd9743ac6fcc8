"""What a run of months is asked for: the usual values, the limits, and what months cannot run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Integral
from typing import Any

from fleksim.dynamics.behaviour import BEHAVIOURS, ELASTICITY, NONE
from fleksim.dynamics.clock import MONTHS_A_YEAR, label, month_of
from fleksim.dynamics.forms import forms_table
from fleksim.dynamics.rules_of_months import day_of_law
from fleksim.dynamics.start import MOST_ROOM
from fleksim.kernel.draws import STREAM_VERSION
from fleksim.parameters.months import month_assumptions
from fleksim.parameters.values import ParameterSet
from fleksim.population.schema import WEIGHT_UNIT
from fleksim.population.sources import Source
from fleksim.problems import InputError, Problem, did_you_mean, printable
from fleksim.reforms.reform import Reform

LAST_PLANNED = 2040
MOST_MONTHS, MOST_REPLICATIONS = 336, 1_000
USUAL_MONTHS, USUAL_REPLICATIONS = 120, 10
MOST_UPRATING = 10.0
LARGEST_SEED = 2**31 - 1
FIRST_WITH_MONEY = 2016
_ROWS = 100_000
# Today's limit of hours that a fleksjob is given for; a reform that gives it for more lets more people in.
_USUAL_HOURS = 18.5


@dataclass(frozen=True)
class Asked:
    """Months that are asked for. start: the first, counted from January of year 0; uprating: per cent a year after the last
    year of the law."""

    start: int
    months: int = USUAL_MONTHS
    replications: int = USUAL_REPLICATIONS
    seed: int = 1
    behaviour: str = ELASTICITY
    uprating: float = 0.0

    @property
    def responses(self) -> tuple[bool, ...]:
        """Reforms are told without response, and with it if there is a formulation."""
        return (False,) if self.behaviour == NONE else (False, True)

    def about(self) -> dict[str, Any]:
        """What results of months carry beside what all results do."""
        return {
            "start": label(self.start),
            "months": self.months,
            "replications": self.replications,
            "seed": self.seed,
            "behaviour": self.behaviour,
            "uprating_percent": self.uprating,
            "stream": STREAM_VERSION,
        }


def asked_of(source: Source, given: Mapping[str, Any]) -> Asked:
    """What is asked for by name, with the usual values for the rest: from January of the persons' year, with their seed.

    Raises InputError with everything that is wrong.
    """
    problems: list[Problem] = []
    about = source.about()
    start = given.get("start")
    first = _january(source) if start is None else month_written(str(start))
    if first is None:
        told = Problem(f"'{printable(start)}' is not a month", field="start", way_out="Write it as 2026-01.")
        problems.append(NOBODY if start is None else told)
    whole = {
        name: _whole(name, given.get(name, usual), low, high, problems)
        for name, usual, low, high in (
            ("months", USUAL_MONTHS, 1, MOST_MONTHS),
            ("replications", USUAL_REPLICATIONS, 1, MOST_REPLICATIONS),
            ("seed", about.get("seed", about.get("drawn_seed", 1)), 0, LARGEST_SEED),
        )
    }
    behaviour = given.get("behaviour", ELASTICITY)
    if behaviour not in BEHAVIOURS:
        known = f"One of {', '.join(BEHAVIOURS)}."
        problems.append(Problem(f"'{printable(behaviour)}' is no response", field="behaviour", way_out=did_you_mean(str(behaviour), BEHAVIOURS, known)))
    uprating = given.get("uprating", 0.0)
    if isinstance(uprating, bool) or not isinstance(uprating, int | float) or not 0.0 <= uprating <= MOST_UPRATING:
        problems.append(Problem(f"{printable(uprating)} is not from 0 to {MOST_UPRATING:g} per cent a year", field="uprating"))
    if problems:
        raise InputError(problems)
    return Asked(first or 0, whole["months"], whole["replications"], whole["seed"], str(behaviour), float(uprating))


NOBODY = Problem("holds no persons, and the months need some", field="population", way_out="Give persons.")


def _january(source: Source) -> int | None:
    """The first month of the persons' year; None for nobody."""
    return year_of_persons(source) * MONTHS_A_YEAR if source.size else None


def year_of_persons(source: Source) -> int:
    """The year of some persons. A source has checked that it is one."""
    return int(source.block(0, 1).column("year")[0].as_py())


def _whole(name: str, value: Any, low: int, high: int, problems: list[Problem]) -> int:
    found = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    if found is None or not low <= found <= high:
        problems.append(Problem(f"{printable(value)} is not a whole number from {low} to {high}", field=name))
        return low
    return found


def month_written(text: str) -> int | None:
    """The month that people write as `2026-01`; None for other text."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if not found or not 1 <= int(found[2]) <= MONTHS_A_YEAR:
        return None
    return int(found[1]) * MONTHS_A_YEAR + int(found[2]) - 1


def months_go_too_far(start: int, months: int) -> Problem | None:
    """The months end later than anything is planned for."""
    last = start + months - 1
    if last < (LAST_PLANNED + 1) * MONTHS_A_YEAR:
        return None
    most = LAST_PLANNED * MONTHS_A_YEAR + MONTHS_A_YEAR - start
    return Problem(f"ends in {label(last)}; the months go to {LAST_PLANNED}-12", way_out=f"At most {most} from {label(start)}.")


def refund_is_not_known(start: int, way_out: str) -> Problem | None:
    """The months begin where nobody knows who pays."""
    if start >= FIRST_WITH_MONEY * MONTHS_A_YEAR:
        return None
    return Problem(f"the state's refund before {FIRST_WITH_MONEY} is not known, so who pays cannot be told from {label(start)}", way_out=way_out)


def reform_problems(reform: Reform, start: int, months: int) -> list[Problem]:
    """What the months cannot run of a reform."""
    found = []
    last = start + months - 1
    day = day_of_law(last)
    begins = month_of(reform.since)
    if begins > last:
        found.append(Problem(f"begins in {label(begins)}, after the last month {label(last)}", way_out="Run more months, or from a later year."))
    values, problems = reform.new_assumptions(day)
    found += [Problem(one.message, way_out=one.way_out) for one in problems]
    limit = values.get("tidsgraense_maaneder", 0.0)
    if limit > 0.0 and reform.protection is None and "tidsgraense_taeller_tidligere" not in reform.assumptions:
        found.append(
            Problem(
                f"a limit of {limit:g} months is shorter than spells that have lasted, and it does not say what becomes of them",
                way_out="Add `protection: {existing: keep}`, or tidsgraense_taeller_tidligere: 0 (their clock starts with the reform) or 1 (past months count).",
            )
        )
    assumed = month_assumptions().change(values)
    room = _awards(assumed, day)
    if room > MOST_ROOM:
        found.append(Problem(f"multiplies awards by {room:.3g}; the months can at most by {MOST_ROOM:g}", way_out="Lower tilgang_faktor."))
    if problems:
        return found
    try:
        forms_table(assumed, day)
    except InputError as error:
        found += error.problems
    return found


def _awards(assumed: ParameterSet, day: date) -> float:
    """What awards are multiplied by."""
    wider = max(assumed.value("adgang_timer_hoejst", day) - _USUAL_HOURS, 0.0)
    return assumed.value("tilgang_faktor", day) * (1.0 + wider * assumed.value("adgang_tilgang_pr_time", day))


def room_for(reforms: Iterable[Reform], start: int, months: int) -> float:
    """What any of the reforms multiplies awards by, at the most: so many are kept in readiness in every scenario."""
    return max([1.0, *(_room(one, start, months) for one in reforms)])


def _room(reform: Reform, start: int, months: int) -> float:
    if reform_problems(reform, start, months):
        return 1.0
    day = day_of_law(start + months - 1)
    return _awards(reform.assumptions_on(day), day)


def mean_weight(source: Source) -> float:
    """The real persons that one of a population stands for, about. Raises InputError for none, and for those whose place is not known."""
    if source.size == 0:
        raise InputError(
            [Problem("the months of no persons are asked for", field="population.size", way_out="Give at least one person, or leave dynamic out.")]
        )
    total, unknown = 0, 0
    for low in range(0, source.size, _ROWS):
        table = source.block(low, min(low + _ROWS, source.size))
        total += int(table.column("weight").to_numpy().sum())
        unknown += sum(one == "unknown" for one in table.column("place").to_pylist()) if source.own_data else 0
    if unknown:
        raise InputError(
            [Problem(f"is not known for {unknown} persons", field="place", way_out="The months move people from where they are: map a column to place.")]
        )
    return total / WEIGHT_UNIT / source.size
