"""Adding up: the parts of a run as results."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fleksim.analysis.cube import Cube
from fleksim.analysis.measures import Integers
from fleksim.analysis.results import Results, ScenarioInfo
from fleksim.analysis.summing import Totals
from fleksim.batch.files import read_arrays
from fleksim.batch.manifest import Manifest
from fleksim.batch.plan import SCENARIOS_A_PART, SUMS, Part
from fleksim.batch.work import Run, add_part
from fleksim.problems import one_problem


def collect(folder: Path, manifest: Manifest, allow_partial: bool = False) -> Results:
    """The results of a run from its parts; of the blocks that are whole if `allow_partial`. Raises InputError."""
    run, plan = Run(folder, manifest.plan), manifest.plan
    blocks = [block for block in range(plan.blocks) if all(Part(SUMS, block, chunk).name in manifest.parts for chunk in range(plan.chunks))]
    if len(blocks) < plan.blocks and not allow_partial:
        raise one_problem("the run is not finished", file=str(folder), way_out="Run the batch again; it goes on where it stopped.")
    if plan.blocks and not blocks:
        raise one_problem("no block of persons is whole: there is nothing to add up", file=str(folder), way_out="Run the batch again.")
    cube = Cube(run.frame, len(plan.scenarios), dict(plan.lines))
    for chunk in range(plan.chunks):
        (baseline, *changes), rows = _added(run, manifest, chunk, blocks)
        if chunk == 0:
            cube.put(0, baseline, None, rows)
        for index, change in enumerate(changes, start=1 + chunk * SCENARIOS_A_PART):
            cube.put(index, baseline, change, rows)
    notes = () if len(blocks) == plan.blocks else (_partial(len(blocks), plan.blocks),)
    about = manifest.about
    return cube.results([_info(one, plan.law, notes) for one in about["scenarios"]], provenance(manifest), about["assumptions"], plan.own_data)


def _partial(there: int, all_of_them: int) -> dict[str, str]:
    return {"da": f"Kun {there} af {all_of_them} dele af personerne.", "en": f"Only {there} of {all_of_them} blocks of persons."}


def _added(run: Run, manifest: Manifest, chunk: int, blocks: list[int]) -> tuple[list[Totals], Integers]:
    """The totals of the baseline and a batch of scenarios, blocks added in order, and the persons of the sample by group."""
    totals = [Totals.empty(run.frame) for _ in range(len(run.plan.scenarios_of(chunk)) + 1)]
    rows = np.zeros(run.frame.size, np.int64)
    for block in blocks:
        part = Part(SUMS, block, chunk)
        arrays = read_arrays(run.path(part), manifest.parts[part.name][0].sha256)
        rows += arrays["rows"]
        add_part(totals, arrays)
    return totals, rows


def _info(one: Mapping[str, Any], law: str, notes: tuple[Mapping[str, str], ...]) -> ScenarioInfo:
    return ScenarioInfo(
        one["key"],
        one["da"],
        one["en"],
        proposer=one["proposer"],
        source=one["source"],
        law_date=law,
        parameter_hash=one["parameter_hash"],
        reform_hash=one["reform_hash"],
        needs=tuple(str(step) for step in one["needs"]),
        notes=(*notes, *one["notes"]),
    )


def provenance(manifest: Manifest) -> dict[str, Any]:
    """What results rest on, for files to carry."""
    plan = manifest.plan
    return {
        "title": manifest.about["title"]["da"],
        "title_en": manifest.about["title"]["en"],
        "law_date": plan.law,
        "parameter_hash": manifest.about["parameter_hash"],
        "fleksim_version": dict(plan.versions)["fleksim"],
        "plan_hash": plan.digest,
        "population_hash": plan.population,
        **{f"population_{name}": value for name, value in manifest.about["population"].items()},
        **{f"version_{name}": value for name, value in plan.versions},
        "rounding": "none",
    }
