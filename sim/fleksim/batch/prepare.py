"""From a batch file to a plan in a folder: what is copied, hashed and bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fleksim.analysis.assumptions import poverty_lines, tilbageloeb
from fleksim.analysis.groups import groupings
from fleksim.analysis.months.grounds import months_assumed, moved_by
from fleksim.batch.basis import assumptions_on
from fleksim.batch.files import sha256_of
from fleksim.batch.months_plan import months_plan
from fleksim.batch.places import BATCH_FILE, PERSONS_FILE
from fleksim.batch.plan import FEW_GROUPINGS, MANY_SCENARIOS, Plan, Scenario, block_size
from fleksim.batch.scenario import changes, scenario_reform
from fleksim.batch.spec import BASELINE, BatchSpec, PopulationSpec, ScenarioSpec
from fleksim.batch.versions import versions
from fleksim.engine.law import Law, law_on
from fleksim.parameters.values import MissingParameter
from fleksim.population.sources import Source, open_source
from fleksim.problems import InputError


@dataclass(frozen=True)
class Prepared:
    """A plan, the input files to copy into the folder by name there, what people want to know, and the persons' source."""

    plan: Plan
    files: Mapping[str, Path]
    about: Mapping[str, Any]
    population: PopulationSpec
    source: Source = field(compare=False)


def prepare(spec: BatchSpec) -> Prepared:
    """The plan of a batch. Raises InputError for a population that cannot be used and a law that lacks a value."""
    asked = spec.population
    source = open_source(asked.year, size=asked.size, seed=asked.seed, file=asked.file, extract=asked.extract, columns=asked.columns, on_bad=asked.on_bad)
    files = copied(spec)
    law = law_on(spec.law)
    static = any(one != "dynamic" for one in spec.outputs)
    if static or (spec.months and spec.months.money):
        _complete(law)
    scenarios, infos = [], []
    for one in spec.scenarios:
        scenario, info = _scenario(one, spec, law, files, static)
        scenarios.append(scenario)
        infos.append(info)
    chosen = spec.groupings or (FEW_GROUPINGS if len(scenarios) > MANY_SCENARIOS else tuple(groupings()))
    plan = Plan(
        law=str(spec.law),
        as_of=str(spec.as_of) if spec.as_of else None,
        population=source.digest(),
        own_data=source.own_data,
        size=source.size,
        block=block_size(source.size),
        scenarios=tuple(scenarios),
        incentives="incentives" in spec.outputs,
        persons="persons" in spec.outputs,
        groupings=chosen,
        allow_rules=spec.allow_rules,
        lines=tuple(sorted(poverty_lines(spec.law).items())) if static else (),
        tilbageloeb=tilbageloeb(spec.law),
        versions=versions(),
        static=static,
        months=months_plan(spec, source) if spec.months else None,
    )
    about = {
        "title": dict(spec.title),
        "scenarios": infos,
        "population": source.about(),
        "parameter_hash": law.fingerprint(),
        "assumptions": [*assumptions_on(spec.law), *source.assumptions(), *(months_assumed(spec.law) if spec.months else ())],
    }
    return Prepared(plan, files, about, spec.population, source)


def copied(spec: BatchSpec) -> dict[str, Path]:
    """The files of a batch by their name in the folder: the batch, each reform once, the column map."""
    found = {BATCH_FILE: spec.file}
    reforms = dict.fromkeys(file for one in spec.scenarios for file in one.reforms)
    found |= {f"reforms/{index:03d}-{file.name}": file for index, file in enumerate(reforms, start=1)}
    if spec.population.columns:
        found["columns.yaml"] = spec.population.columns
    return found


def _scenario(one: ScenarioSpec, spec: BatchSpec, law: Law, files: Mapping[str, Path], static: bool) -> tuple[Scenario, dict[str, Any]]:
    reform = scenario_reform(one, changes(one.grid), spec.allow_rules)
    names = {path: name for name, path in files.items()}
    share = reform.share_on(spec.as_of) if reform and spec.as_of else 1.0
    changed = reform.apply(law, share) if reform else law
    if static:
        _complete(changed)
    digest = reform.digest() if reform else BASELINE
    scenario = Scenario(one.key, one.da, one.en, tuple(names[file] for file in one.reforms), tuple(one.grid.items()), digest)
    info = {
        "key": one.key,
        "da": one.da,
        "en": one.en,
        "proposer": reform.proposer if reform else "",
        "source": reform.source if reform else None,
        "parameter_hash": changed.fingerprint(),
        "reform_hash": digest,
        "needs": [need.step for need in reform.needs] if reform else [],
        "notes": _notes(reform, spec.as_of) if static else [],
        "moved": moved_by(reform) if spec.months else [],
    }
    return scenario, info


def _notes(reform: Any, as_of: date | None) -> list[dict[str, str]]:
    if reform is None:
        return []
    notes = []
    if not reform.is_static:
        notes.append({"da": "Virker kun gennem månederne: den statiske model viser ingen ændring.", "en": "Works through the months only: no static change."})
    if as_of is None and (reform.protection or reform.phase_in):
        notes.append({"da": "Fuldt indfaset; beskyttede sager er regnet med som nye.", "en": "Fully phased in; protected cases are counted as new ones."})
    return notes


def _complete(law: Law) -> None:
    """Refuse a law that lacks what every purse needs, before anything is computed. Raises InputError."""
    needed = [name for name in ("refusion_trin_1", "fleksloentilskud_max") if name not in vars(law.p)]
    if law.day.year < 2016:
        needed.append("refusion_foer_2016")
    missing = [name for name in needed if name not in vars(law.p)]
    if missing:
        raise InputError([MissingParameter(name, law.day, law.parameters.known.get(name)).problem() for name in missing])


def hashes(spec: BatchSpec) -> dict[str, str]:
    """The hash of every input: of those copied by their name in the folder, and of the persons' file. Raises InputError."""
    files = copied(spec)
    persons = spec.population.file or spec.population.extract
    return {name: sha256_of(path) for name, path in sorted(files.items())} | ({PERSONS_FILE: sha256_of(persons)} if persons else {})
