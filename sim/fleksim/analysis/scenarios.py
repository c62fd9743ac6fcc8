"""Scenarios by name, as a notebook gives them: laws and reforms on a population in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fleksim.analysis.groups import chosen
from fleksim.analysis.results import Results, ScenarioInfo
from fleksim.analysis.simulate import BASELINE, Simulation
from fleksim.engine.law import Law, law_on
from fleksim.population.sources import Source
from fleksim.problems import InputError, Problem, printable
from fleksim.reforms.reform import Reform

if TYPE_CHECKING:
    import pyarrow as pa

Scenario = Law | Reform


def simulation(source: Source, baseline: Scenario | None = None, *, incentives: bool = True, groupings: Sequence[str] | None = None) -> Simulation:
    """A source's persons under a baseline, by default the law on 1 January of their year.

    Raises InputError for unknown groupings, no persons without a baseline, or a law of another year.
    """
    chosen(groupings)
    persons = source.block(0, source.size)
    year = _year(persons)
    if year is None and not isinstance(baseline, Law):
        raise InputError([Problem("holds no persons, so that it has no year", field="population", way_out="Give a law as the baseline.")])
    law = baseline if isinstance(baseline, Law) else law_on(date(year or 0, 1, 1))
    if isinstance(baseline, Reform):
        law = baseline.apply(law)
    of_year(law, year, BASELINE)
    names = None if groupings is None else tuple(groupings)
    return Simulation(persons, law, incentives, names, source.own_data, source.about())


def _year(persons: pa.Table) -> int | None:
    """The year of the persons' kroner; None for nobody. A source has checked that it is one."""
    return int(persons.column("year")[0].as_py()) if persons.num_rows else None


def of_year(law: Law, year: int | None, name: str) -> None:
    """Raises InputError for a law of another year than the persons' kroner."""
    if year is not None and law.day.year != year:
        way_out = f"Choose a law of {year}, or persons of {law.day.year}."
        raise InputError([Problem(f"the law of {law.day.year} does not fit persons of {year}", field=printable(name), way_out=way_out)])


def simulate(source: Source, scenarios: Mapping[str, Scenario], *, incentives: bool = True, groupings: Sequence[str] | None = None) -> Results:
    """Scenarios by name on persons; the one called `baseline`, or the law of their year, is what the others differ from.

    A reform is applied to the baseline, in full and to everybody. Raises InputError, MissingParameter.
    """
    made = simulation(source, scenarios.get(BASELINE), incentives=incentives, groupings=groupings)
    year = _year(made.persons)
    laws: dict[str, Law] = {}
    for name, one in scenarios.items():
        if name != BASELINE:
            laws[name] = one.apply(made.baseline) if isinstance(one, Reform) else one
            of_year(laws[name], year, name)
    results = made.run(laws)
    return replace(results, scenarios=[_described(info, scenarios.get(info.key)) for info in results.scenarios])


def _described(info: ScenarioInfo, scenario: Scenario | None) -> ScenarioInfo:
    """With who proposed it and what it needs, if it is a reform."""
    if not isinstance(scenario, Reform):
        return info
    needs = tuple(one.da for one in scenario.needs)
    return replace(info, proposer=scenario.proposer, source=scenario.source, reform_hash=scenario.digest(), needs=needs)
