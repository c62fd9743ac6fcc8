"""The months of a batch: what a worker does for a part, and adding up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.moving import course_of, inflow_of, moved
from fleksim.analysis.months.results import MonthResults, MonthScenario, Summary
from fleksim.analysis.months.uncertainty import Bar, bars
from fleksim.analysis.months.variables import Span
from fleksim.batch.collect import provenance
from fleksim.batch.files import read_arrays
from fleksim.batch.manifest import Manifest
from fleksim.batch.plan import MONTHS, MonthsPlan, MonthsRun, Part
from fleksim.batch.work import Run
from fleksim.dynamics.behaviour import Behaviour
from fleksim.dynamics.engine import Course
from fleksim.dynamics.flows_in import Inflow
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import day_of_law
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.dynamics.totals import MonthTotals
from fleksim.parameters.months import month_parameter
from fleksim.problems import one_problem


@lru_cache(maxsize=4)
def _inflow(plan: MonthsPlan) -> Inflow:
    """The awards of the law as it is: the same in every scenario."""
    return inflow_of(plan)


@lru_cache(maxsize=2)
def _newcomers(plan: MonthsPlan) -> Lives:
    """Everybody who comes later: the same in every scenario."""
    return newcomers(_inflow(plan), plan.start, plan.months, plan.weight, plan.seed, plan.room)


@lru_cache(maxsize=8)
def _lives(run: Run, block: int) -> tuple[Lives, ...]:
    """The lives of a block: persons of the population, and those who come later that go with it."""
    plan = run.plan.months
    assert plan is not None
    coming = _inflow(plan)
    everybody = _newcomers(plan)
    mine = everybody.chosen(np.arange(block, everybody.size, max(run.plan.blocks, 1)))
    return lives_of(run.persons(block), plan.start, plan.seed, coming), mine


@lru_cache(maxsize=2)
def _sample(run: Run) -> tuple[Lives, ...]:
    """The first persons of the population, and as many of those who come later as go with them."""
    plan = run.plan.months
    assert plan is not None
    persons, everybody = _lives(run, 0)[0], _newcomers(plan)
    return persons.part(0, plan.sample), everybody.chosen(np.arange(0, everybody.size, max(round(run.plan.size / plan.sample), 1)))


@lru_cache(maxsize=8)
def _course(run: Run, scenario: int, responds: bool, tried: str | None, high: bool) -> tuple[Course, Behaviour | None]:
    plan = run.plan.months
    assert plan is not None
    changed = {tried: _end(tried, high, plan)} if tried else {}
    return course_of(plan, _inflow(plan), run.reform(run.plan.scenarios[scenario]), responds, changed, plan.money)


def _end(name: str, high: bool, plan: MonthsPlan) -> float:
    """The low or the high end of an assumption's range on the first day."""
    value = month_parameter(name).on(day_of_law(plan.start))
    assert value is not None and value.low is not None and value.high is not None
    return value.high if high else value.low


def totals_of(run: Run, part: Part) -> MonthTotals:
    """Move a block of persons through a run. Raises InputError, MissingParameter."""
    plan = run.plan.months
    assert plan is not None
    one = run.plan.runs[part.chunk]
    course, response = _course(run, one.scenario, one.responds, one.tried, one.high)
    return moved(plan, course, response, _lives(run, part.block) if one.tried is None else _sample(run), one.replication)


def collect_months(folder: Path, manifest: Manifest) -> MonthResults:
    """The results of the months from their parts. Raises InputError for a run that is not finished."""
    run, plan = Run(folder, manifest.plan), manifest.plan.months
    assert plan is not None
    span = Span(plan.start, plan.months)
    summary = Summary(span)
    for number, one in enumerate(run.plan.runs):
        if one.tried is None:
            totals = MonthTotals.empty(plan.start, plan.months)
            for block in range(run.plan.blocks):
                totals.add(_part(run, manifest, number, block))
            summary.add(_name(run, one), one.replication, totals, baseline=one.scenario == 0)
    scenarios = _scenarios(run, manifest)
    return MonthResults(
        span=span,
        scenarios=scenarios,
        replications=plan.replications,
        behaviour=plan.behaviour,
        # Where people have nothing to respond to, both are the same runs.
        estimates={one.name: summary.estimates(one.name if one.name in summary else one.key) for one in scenarios},
        provenance={**provenance(manifest), **plan.about()},
        assumptions=manifest.about["assumptions"],
        own_data=manifest.plan.own_data,
        rows=manifest.plan.size,
        money=plan.money,
        tilbageloeb=manifest.plan.tilbageloeb,
        bars=_bars(run, manifest, span) if plan.tried and run.plan.blocks else (),
    )


def _part(run: Run, manifest: Manifest, number: int, block: int) -> Mapping[str, npt.NDArray[np.generic]]:
    part = Part(MONTHS, block, number)
    if part.name not in manifest.parts:
        raise one_problem("the run is not finished", file=str(run.folder), way_out="Run the batch again; it goes on where it stopped.")
    return read_arrays(run.path(part), manifest.parts[part.name][0].sha256)


def _name(run: Run, one: MonthsRun) -> str:
    return run.plan.scenarios[one.scenario].key + ("+" if one.responds else "")


def _scenarios(run: Run, manifest: Manifest) -> list[MonthScenario]:
    """The scenarios in order, each without and with response; the law as it is once."""
    plan, found = run.plan.months, []
    assert plan is not None
    for index, info in enumerate(manifest.about["scenarios"]):
        for responds in plan.responses if index else (False,):
            found.append(
                MonthScenario(
                    info["key"],
                    info["da"],
                    info["en"],
                    responds,
                    info["proposer"],
                    info["source"],
                    info["reform_hash"],
                    tuple(info["notes"]),
                    tuple(info["moved"]),
                )
            )
    return found


def _bars(run: Run, manifest: Manifest, span: Span) -> list[Bar]:
    """How each reform's effect moves with each assumption: a sample of the persons and the first luck, blown up to all."""
    plan = run.plan
    assert plan.months is not None
    chosen = [one for one in HEADLINES.values() if plan.months.money or not one.of_money]
    blown_up = plan.size / plan.months.sample
    numbers: dict[MonthsRun, dict[str, float]] = {}
    for number, one in enumerate(plan.runs):
        if one.tried is not None:
            totals = MonthTotals.empty(span.start, span.months)
            totals.add(_part(run, manifest, number, 0))
            numbers[one] = {headline.key: headline.make(totals, span) * blown_up for headline in chosen}

    def effect(one: MonthsRun) -> dict[str, float]:
        before = numbers[MonthsRun(0, False, 0, one.tried, one.high)]
        return {key: value - before[key] for key, value in numbers[one].items()}

    found: list[Bar] = []
    for index in range(1, len(plan.scenarios)):
        responds = plan.months.runs_of(index)[-1]
        ends = {name: (effect(MonthsRun(index, responds, 0, name, False)), effect(MonthsRun(index, responds, 0, name, True))) for name in plan.months.tried}
        found += bars(effect(MonthsRun(index, responds, 0, "")), ends, plan.scenarios[index].key)
    return found
