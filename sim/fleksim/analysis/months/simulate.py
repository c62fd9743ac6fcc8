"""Scenarios through the months in memory: what a batch does in a folder, for a notebook; the same persons and luck, the same numbers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from fleksim import __version__
from fleksim.analysis.assumptions import tilbageloeb
from fleksim.analysis.months.asked import NOBODY, Asked, mean_weight, months_go_too_far, reform_problems, refund_is_not_known, room_for, year_of_persons
from fleksim.analysis.months.grounds import months_assumed, moved_by
from fleksim.analysis.months.moving import course_of, inflow_of, moved
from fleksim.analysis.months.results import MonthResults, MonthScenario, Summary
from fleksim.analysis.months.variables import Span
from fleksim.analysis.simulate import BASELINE
from fleksim.dynamics.clock import label, year_of
from fleksim.dynamics.flows_in import Inflow
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import day_of_law, numbers_of
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.dynamics.totals import MonthTotals
from fleksim.engine.law import Law, law_on
from fleksim.population.sources import Source
from fleksim.problems import InputError, Problem, printable
from fleksim.reforms.reform import Reform

# What the law as it is goes by in results.
_TITLE = {"da": "Gældende lov", "en": "Law in force"}


def simulate(source: Source, scenarios: Mapping[str, Law | Reform], asked: Asked) -> MonthResults:
    """Reforms by name on persons, each without and with response, against the law as it is month by month.

    Raises InputError with everything that cannot be run, MissingParameter.
    """
    reforms = _checked(source, scenarios, asked)
    world = _World(source, asked, reforms)
    summary = Summary(Span(asked.start, asked.months))
    kinds = [_Kind(BASELINE, None, False), *(_Kind(name, one, responds) for name, one in reforms.items() for responds in asked.responses)]
    for kind, replication, totals in world.runs(kinds):
        summary.add(kind.name, replication, totals, baseline=kind.reform is None)
    return MonthResults(
        span=summary.span,
        scenarios=[kind.scenario() for kind in kinds],
        replications=asked.replications,
        behaviour=asked.behaviour,
        estimates={kind.name: summary.estimates(kind.name) for kind in kinds},
        provenance=_provenance(source, asked),
        assumptions=[*source.assumptions(), *months_assumed(day_of_law(asked.start))],
        own_data=source.own_data,
        rows=source.size,
        tilbageloeb=tilbageloeb(day_of_law(asked.start)),
    )


@dataclass(frozen=True)
class _Kind:
    """What is run again and again: the law as it is, or a reform with or without response."""

    key: str
    reform: Reform | None
    responds: bool

    @property
    def name(self) -> str:
        return self.scenario().name

    def scenario(self) -> MonthScenario:
        one = self.reform
        if one is None:
            return MonthScenario(self.key, _TITLE["da"], _TITLE["en"], responds=False)
        return MonthScenario(
            self.key, one.title["da"], one.title["en"], self.responds, one.proposer, one.source, one.digest(), extrapolated=tuple(moved_by(one))
        )


class _World:
    """The persons, those who come later, and the months."""

    def __init__(self, source: Source, asked: Asked, reforms: Mapping[str, Reform]) -> None:
        self.asked = asked
        self.coming: Inflow = inflow_of(asked)
        room = room_for(reforms.values(), asked.start, asked.months)
        later = newcomers(self.coming, asked.start, asked.months, mean_weight(source), asked.seed, room)
        self.lives: tuple[Lives, ...] = (lives_of(source.block(0, source.size), asked.start, asked.seed, self.coming), later)

    def runs(self, kinds: list[_Kind]) -> Iterator[tuple[_Kind, int, MonthTotals]]:
        """Every run in order; the first alone, so that kernels are compiled once."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            for kind in kinds:
                course, response = course_of(self.asked, self.coming, kind.reform, kind.responds)
                of = partial(moved, self.asked, course, response, self.lives)
                numbers = range(self.asked.replications)
                first = [of(0)]
                others = threads.map(of, numbers[1:])
                for number, totals in enumerate([*first, *others]):
                    yield kind, number, totals


def _checked(source: Source, scenarios: Mapping[str, Law | Reform], asked: Asked) -> dict[str, Reform]:
    """The reforms, in order. Raises InputError with all that the months cannot run."""
    problems = list(_problems_of_span(source, asked))
    reforms: dict[str, Reform] = {}
    for name, one in scenarios.items():
        if isinstance(one, Reform) and name != BASELINE:
            reforms[name] = one
            problems += [
                Problem(problem.message, field=printable(name), way_out=problem.way_out) for problem in reform_problems(one, asked.start, asked.months)
            ]
        elif name != BASELINE:
            problems.append(Problem("is a law, and the months follow the law from day to day", field=printable(name), way_out="Give a reform."))
        elif not isinstance(one, Law) or not _as_it_is(one):
            problems.append(
                Problem("is not the law as it is, which is what the months compare with", field=BASELINE, way_out="Leave it out, and give reforms.")
            )
    if problems:
        raise InputError(problems)
    return reforms


def _as_it_is(law: Law) -> bool:
    usual = law_on(law.day)
    return law.book is usual.book and numbers_of(law) == numbers_of(usual)


def _problems_of_span(source: Source, asked: Asked) -> Iterator[Problem]:
    if source.size == 0:
        yield NOBODY
        return
    year = year_of_persons(source)
    if year_of(asked.start) != year:
        yield Problem(
            f"{label(asked.start)} is not in {year}, the year of the population", field="start", way_out=f"Choose a month of {year}, or another population."
        )
    if problem := months_go_too_far(asked.start, asked.months):
        yield Problem(problem.message, field="months", way_out=problem.way_out)
    if problem := refund_is_not_known(asked.start, "Choose persons of a later year, or run a batch with money: no."):
        yield Problem(problem.message, field="start", way_out=problem.way_out)


def _provenance(source: Source, asked: Asked) -> dict[str, Any]:
    law = law_on(day_of_law(asked.start))
    return {
        "law_date": str(law.day),
        "parameter_hash": law.fingerprint(),
        "fleksim_version": __version__,
        "population_hash": source.digest(),
        **{f"population_{name}": value for name, value in source.about().items()},
        "rounding": "none",
        **asked.about(),
    }
