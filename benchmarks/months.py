"""Months: persons moved a second with the law of every month, against the same months in NumPy, and whether cost is a straight line.

Synthetic persons of the scheme and those who come later, through `dynamics.engine.run` on one thread. A person-month is a month
of somebody who is followed; what those cost whose life here has ended is in the time and not in the number.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from fleksim.dynamics import engine, lives, money
from fleksim.dynamics.engine import Course, run
from fleksim.dynamics.flows_in import Inflow, inflow
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import FIRST_END, State
from fleksim.kernel.written import load_inlined
from fleksim.parameters.months import month_assumptions
from fleksim.population.recipe import recipe
from fleksim.reforms.read import read_reform
from scaling import _peak as peak
from scenarios import linear
from second import month_money
from timing import Row, in_turns

YEAR, SEED = 2024, 1
START = YEAR * 12
PERSONS, MONTHS, LONG = 100_000, 60, 120
ASKED, TIMES = 6.0, 10.0
# For NumPy, persons at a time that suited it best of 1,000, 3,000, 10,000 and 30,000: 1.7 times faster than 3,000.
SMALL, FEW, AT_A_TIME = 30_000, 24, 30_000
SIZES, SPANS, COUNTS = (25_000, 50_000, 100_000, 200_000), (12, 24, 48, 96), (1, 2, 4, 8)
SCENARIOS = (
    "en_aftrapning", "lavere_aftrapning_45", "hoejere_maksimum", "tidsgraense_12_maaneder", "kommunalt_fleksjob", "stigende_krav",
    "varige_bevillinger", "en_time_mere",
)  # fmt: skip
SHORT_RUN, LONG_RUN, MOST_GROWTH = 24, 240, 1.1


@cache
def coming(months: int) -> Inflow:
    return inflow(START, months, month_assumptions())


@cache
def people(size: int, months: int) -> tuple[Lives, Lives]:
    """Persons at the start, and those who come in the months."""
    persons = lives_of(recipe(size, YEAR, SEED).block(0, size), START, SEED, coming(months))
    return persons, newcomers(coming(months), START, months, float(persons.weights.mean()) / 1e4, SEED)


def course_of(months: int, reform: str | None = None) -> Course:
    return Course(START, months, Rules(read_reform(reform) if reform else None), coming(months))


def move(course: Course, groups: tuple[Lives, ...], replication: int = 0) -> MonthTotals:
    totals = MonthTotals.empty(course.start, course.months)
    for group in groups:
        totals.add(run(course, group, SEED, replication))
    return totals


def person_months(totals: MonthTotals, persons: Lives) -> float:
    followed = [state for state in State if State.UDENFOR < state < FIRST_END]
    return float(totals.stocks[:, followed].sum()) / float(persons.weights.mean())


def measure(turns: int = 5) -> list[Row]:
    """Speed, the ratio to NumPy, the long run, straight lines, memory, and Python's share."""
    return [*_speed(turns), *_numpy(turns), _long(turns), *_lines(), *_memory()]


def _speed(turns: int) -> list[Row]:
    course, groups = course_of(MONTHS), people(PERSONS, MONTHS)
    moved = person_months(move(course, groups), groups[0])
    found = in_turns({"months": lambda: move(course, groups)}, turns)["months"]
    speed, best = (moved / seconds / 1e6 for seconds in (found.median, found.least))
    told = f"{speed:.2f} M person-months/s/core (at best {best:.2f}); {found.median / moved * 1e9:.0f} ns/person/month"
    return [
        Row(f"Months with the law, {PERSONS:,} persons x {MONTHS} months", told, f"at least {ASKED:.0f} M at best", best >= ASKED),
        _between(course, groups, turns),
    ]


def _between(course: Course, groups: tuple[Lives, ...], turns: int) -> Row:
    """What is not inside a compiled kernel: Python, and NumPy on columns."""
    spent, shares = [0.0], []
    prepared = {id(one): one for law in course.monthly.values() for one in (law.month, law.supplement)}
    prepared |= {id(law.year): law.year for law in course.yearly.values()}

    def timed(kernel: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object) -> None:
            start = time.perf_counter()
            kernel(*arguments)
            spent[0] += time.perf_counter() - start

        return call

    kernels = {name: timed(load_inlined(name)) for name in ("month", "month_ends", "year_ends", "means", "for_good")}
    before = {key: one.kernel for key, one in prepared.items()}
    for one in prepared.values():
        one.kernel = timed(one.kernel)
    with patch.object(engine, "load_inlined", kernels.get), patch.object(money, "load_inlined", kernels.get), patch.object(lives, "load_inlined", kernels.get):
        for _ in range(turns):
            spent[0], start = 0.0, time.perf_counter()
            move(course, groups)
            shares.append(1.0 - spent[0] / (time.perf_counter() - start))
    for key, one in prepared.items():
        one.kernel = before[key]
    return Row("Of that, between the kernels: Python, copies, NumPy", f"{median(shares) * 100.0:.0f}%")


def _numpy(turns: int) -> list[Row]:
    """The second writing of the tests, law array at a time. Raises AssertionError if a sum differs; then nothing is timed."""
    course, groups = course_of(FEW), people(SMALL, FEW)

    def arrays() -> dict[str, np.ndarray]:
        total = MonthTotals.empty(course.start, course.months)
        for group in groups:
            total.add(month_money.run(course, group, SEED, block=AT_A_TIME))
        return total.arrays()

    ours, theirs = move(course, groups).arrays(), arrays()
    for name, mine in ours.items():
        np.testing.assert_array_equal(mine, theirs[name], name)
    found = in_turns({"kernels": lambda: move(course, groups), "NumPy": arrays}, turns)
    times = found["NumPy"].median / found["kernels"].median
    told = f"{times:.1f} times; NumPy {found['NumPy'].median:.2f} s, {SMALL:,} persons x {FEW} months"
    return [Row("Months against NumPy, law array at a time, every sum equal", told, f"at least {TIMES:.0f} times", times >= TIMES)]


def _long(turns: int) -> Row:
    start = time.perf_counter()
    groups = people(PERSONS, LONG)
    made = time.perf_counter()
    course = course_of(LONG)
    read = time.perf_counter() - made
    found = in_turns({"long": lambda: move(course, groups)}, max(turns // 2, 1))["long"]
    told = f"{found.median:.2f} s (least {found.least:.2f} s); before it {made - start:.1f} s for lives and {read:.2f} s for the law of every month"
    return Row(f"{LONG} months x {PERSONS:,} persons and {groups[1].size:,} who come, 1 replication", told)


def _line(what: str, runs: Mapping[int, Callable[[], object]]) -> list[Row]:
    found = in_turns({str(size): one for size, one in runs.items()}, 3)
    points = {int(name): one.least for name, one in found.items()}
    told = ", ".join(f"{size:,}: {seconds:.2f} s" for size, seconds in points.items())
    return [Row(f"Months by {what}", told), linear(f"Slope of log time on log {what}", points)]


def _lines() -> list[Row]:
    size, months = SIZES[1], FEW
    course, spans = course_of(months), {one: course_of(one) for one in SPANS}
    groups = people(size, months)

    def scenarios(count: int) -> list[MonthTotals]:
        return [move(course_of(months, name), groups) for name in SCENARIOS[:count]]

    return [
        *_line("persons", {one: (lambda one=one: move(course, people(one, months))) for one in SIZES}),
        *_line(
            f"person-months ({', '.join(map(str, SPANS))} months)",
            # Not on months: in eight years those who are followed become a quarter more.
            {round(person_months(move(spans[one], people(size, one)), groups[0])): (lambda one=one: move(spans[one], people(size, one))) for one in SPANS},
        ),
        *_line("replications", {one: (lambda one=one: [move(course, groups, number) for number in range(one)]) for one in COUNTS}),
        *_line("scenarios, the law of every month read too", {one: (lambda one=one: scenarios(one)) for one in COUNTS}),
    ]


def _memory() -> list[Row]:
    """Processes of their own: persons of the start alone, and with all who come."""
    rows = []
    for title, whole in (("persons of the start", 0), ("and all who come, made at once", 1)):
        found = {}
        for months in (SHORT_RUN, SHORT_RUN, LONG_RUN):  # the first compiles
            done = subprocess.run([sys.executable, __file__, str(months), str(whole)], check=True, capture_output=True, text=True, encoding="utf-8")
            found[months] = json.loads(done.stdout)
        growth = found[LONG_RUN] / found[SHORT_RUN]
        told = f"{growth:.2f} times: {found[SHORT_RUN] / 1e6:.0f} and {found[LONG_RUN] / 1e6:.0f} MB at the peak"
        rows.append(Row(f"Memory of {LONG_RUN} months against {SHORT_RUN}, {title}", told, f"flat: at most {MOST_GROWTH} times", growth <= MOST_GROWTH))
    return rows


def memory(months: int, whole: bool) -> float:
    """Bytes of this process at the peak of a run."""
    persons = lives_of(recipe(SIZES[1], YEAR, SEED).block(0, SIZES[1]), START, SEED, coming(months))
    move(course_of(months), people(SIZES[1], months) if whole else (persons,))
    return peak()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(memory(int(sys.argv[1]), sys.argv[2] == "1")))
    else:
        from timing import table

        print(table(measure()))
