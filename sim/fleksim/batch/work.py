"""What a worker does: make one part. A worker knows the folder and the plan's hash; the rest it reads."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from fleksim.analysis.evaluation import SLICE, Question
from fleksim.analysis.groups import chosen
from fleksim.analysis.inequality import Bins, Histogram, decile_edges
from fleksim.analysis.measures import INDEX, Integers
from fleksim.analysis.summing import Applied, Frame, Summing, Totals, incomes, slices
from fleksim.batch.files import MADE_ANEW, Receipt, read_arrays, read_table, write_arrays, write_table
from fleksim.batch.journal import finished
from fleksim.batch.manifest import Manifest, read_manifest
from fleksim.batch.places import INPUTS, file_of, persons_file_of
from fleksim.batch.plan import INCOMES, MONTHS, PERSONS, Part, Plan, Scenario
from fleksim.batch.scenario import changes, scenario_reform
from fleksim.batch.spec import BASELINE, ScenarioSpec
from fleksim.batch.versions import differing, versions
from fleksim.engine.law import Law, law_on
from fleksim.problems import one_problem
from fleksim.reforms.reform import Reform

if TYPE_CHECKING:
    import pyarrow as pa

# Persons a worker holds at a time where memory is short.
SPARING = SLICE // 10

# What is kept of each person where the batch asks for persons [oere a year].
_MORE_KEPT = ("disponibel_indkomst", "egen_indkomst", "aekvivaleret", "provenu", "strom_fleksloentilskud", "strom_ledighedsydelse", "naeste_time")
KEPT = tuple(name for name in INDEX if name.startswith("balance_") or name in _MORE_KEPT)


class Run:
    """A plan in a folder, with what its parts share, read once a process."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.marks: dict[str, str] = {}

    @cached_property
    def baseline(self) -> Law:
        return law_on(date.fromisoformat(self.plan.law))

    @cached_property
    def frame(self) -> Frame:
        question = Question(self.plan.incentives, self.plan.tilbageloeb)
        return Frame(question, chosen(self.plan.groupings), Bins.cut_at(dict(self.plan.lines)), self.plan.own_data)

    @cached_property
    def edges(self) -> Integers:
        """The deciles of incomes at the baseline, from every block's histogram. Raises InputError for a damaged part."""
        total = Histogram.empty(self.frame.bins)
        for part in self.plan.stage(INCOMES):
            total += Histogram.from_arrays(read_arrays(self.path(part), self.mark(part)))
        return decile_edges(total)

    def mark(self, part: Part) -> str:
        """The hash of a part's file, of an earlier stage. Raises InputError for a part that is not noted as done."""
        if file_of(part) not in self.marks:
            done = {**_manifest_in(self.folder, self.plan.digest).parts, **finished(self.folder, self.plan.digest)}
            self.marks = {one.file: one.sha256 for receipts in done.values() for one in receipts}
        if file_of(part) not in self.marks:
            raise one_problem("is not noted as done", file=str(self.path(part)), way_out=MADE_ANEW)
        return self.marks[file_of(part)]

    def reform(self, scenario: Scenario) -> Reform | None:
        """The reform of a scenario, from the files in the folder. Raises InputError for other files than the plan's."""
        files = tuple(self.folder / INPUTS / one for one in scenario.reforms)
        spec = ScenarioSpec(scenario.key, scenario.da, scenario.en, files)
        reform = scenario_reform(spec, changes(dict(scenario.grid)), self.plan.allow_rules)
        if reform is not None and reform.digest() != scenario.digest:
            raise one_problem(f"the reforms of '{scenario.key}' are not those the run began with", file=str(self.folder), way_out="Use a new folder.")
        return reform

    def applied(self, scenario: Scenario) -> Applied:
        """A scenario ready to compute. Raises InputError."""
        reform = self.reform(scenario)
        if reform is None:
            return Applied(self.baseline)
        if self.plan.as_of is None:
            return Applied(reform.apply(self.baseline))
        day = date.fromisoformat(self.plan.as_of)
        protected = partial(reform.protected, day=day) if reform.protection else None
        return Applied(reform.apply(self.baseline, reform.share_on(day)), protected)

    def path(self, part: Part) -> Path:
        return self.folder / file_of(part)

    def persons(self, block: int) -> pa.Table:
        """The persons of a block. Raises InputError for a damaged file."""
        part = Part(PERSONS, block)
        return read_table(self.path(part), self.mark(part))


@cache
def run_in(folder: str, digest: str) -> Run:
    """The run of a folder, checked to be that of the plan's hash and of this process's versions. Raises InputError."""
    plan = _manifest_in(Path(folder), digest).plan
    other = differing(plan.versions, versions())
    if other:
        raise one_problem(f"was made with {', '.join(other)}", file=folder, way_out="Give every worker the same versions.")
    return Run(Path(folder), plan)


def _manifest_in(folder: Path, digest: str) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None or manifest.plan.digest != digest:
        raise one_problem("the run's plan is gone or another", file=str(folder), way_out="Every worker must see the folder under the same path.")
    return manifest


def slice_size(chunk: int | None) -> int:
    """Persons a worker holds at a time."""
    return min(chunk or SLICE, SLICE)


def perform(folder: str, digest: str, size: int, part: Part) -> tuple[Receipt, ...]:
    """Make a part of the stages after the persons and write its files. size: persons held at a time.

    Raises InputError, MissingParameter, MemoryError, OSError.
    """
    run = run_in(folder, digest)
    if part.stage == MONTHS:
        from fleksim.batch.months import totals_of

        return (write_arrays(run.folder, file_of(part), totals_of(run, part).arrays()),)
    if part.stage == INCOMES:
        found = incomes(run.persons(part.block), run.baseline, run.frame.bins, size)
        return (write_arrays(run.folder, file_of(part), found.to_arrays()),)
    summing = Summing(run.frame, run.baseline, [run.applied(one) for one in run.plan.scenarios_of(part.chunk)])
    each = _Each(run.plan, part)
    for one in slices(run.persons(part.block), run.baseline, run.edges, size):
        each.add(one.ids, summing.add(one))
    receipts = [write_arrays(run.folder, file_of(part), arrays_of(summing))]
    if run.plan.persons:
        receipts.append(write_table(run.folder, persons_file_of(part), each.table()))
    return tuple(receipts)


def arrays_of(summing: Summing) -> dict[str, npt.NDArray[np.generic]]:
    """A part's totals by name: scenario 0 is the baseline."""
    found: dict[str, npt.NDArray[np.generic]] = {"rows": summing.rows}
    for index, totals in enumerate(summing.totals):
        found |= {f"{index}/{name}": array for name, array in totals.arrays().items()}
    return found


def add_part(totals: list[Totals], arrays: dict[str, npt.NDArray[np.generic]]) -> None:
    """Add a stored part to totals of the same scenarios."""
    for index, one in enumerate(totals):
        prefix = f"{index}/"
        one.add_arrays({name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)})


class _Each:
    """Single persons' results, where the batch asks for them."""

    def __init__(self, plan: Plan, part: Part) -> None:
        # The baseline stands in the first batch of scenarios only.
        self.first = 0 if part.chunk == 0 else 1
        self.keys = [BASELINE, *(one.key for one in plan.scenarios_of(part.chunk))]
        self.wanted = plan.persons
        self.ids: list[Integers] = []
        self.kept: list[Integers] = []

    def add(self, ids: Integers, measured: list[Integers]) -> None:
        if self.wanted:
            places = [INDEX[name] for name in KEPT]
            self.ids.append(ids)
            self.kept.append(np.stack([values[places] for values in measured[self.first :]]))

    def table(self) -> pa.Table:
        """A row a scenario and person: id and the amounts that are kept [oere]."""
        import pyarrow as pa

        ids, kept = np.concatenate(self.ids), np.concatenate(self.kept, axis=2)
        scenario = np.repeat(np.arange(self.first, len(self.keys), dtype=np.int32), ids.size)
        columns = {
            "scenario": pa.DictionaryArray.from_arrays(pa.array(scenario), pa.array(self.keys, pa.string())),
            "id": pa.array(np.tile(ids, kept.shape[0])),
        }
        return pa.table(columns | {name: pa.array(kept[:, index].ravel()) for index, name in enumerate(KEPT)})
