"""Running a batch in a folder: what is done stays done, whatever happens.

1. Hold the folder. 2. Bind plan and inputs in the manifest, or see that they are those of the folder. 3. Keep the parts
that are whole. 4. Make the others, stage by stage, each noted in the journal when it is on the disk. 5. Add up and write
the results. 6. Note the end in the manifest and drop the journal.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from fleksim.batch import journal
from fleksim.batch.collect import collect
from fleksim.batch.crew import Crew, Task, crew
from fleksim.batch.files import Receipt, sha256_of, write_bytes, write_table
from fleksim.batch.journal import Done, Journal, finished
from fleksim.batch.lock import LOCK, locked
from fleksim.batch.manifest import NAME as MANIFEST
from fleksim.batch.manifest import Manifest, read_manifest
from fleksim.batch.plan import PERSONS, STAGES, Part, Plan
from fleksim.batch.prepare import Prepared, hashes, prepare
from fleksim.batch.spec import BatchSpec
from fleksim.batch.versions import versions
from fleksim.batch.work import EACH_PERSON, INPUTS, PARTS, POPULATION, Run, file_of, perform, run_in
from fleksim.parameters.values import MissingParameter
from fleksim.problems import InputError, PartsFailed, Problem, one_problem

_OURS = (MANIFEST, journal.NAME, LOCK, "log.jsonl")
_FOLDERS = (INPUTS, PARTS, POPULATION)

Progress = Callable[[str, int, int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What a run did: parts made, and parts that were there already."""

    folder: Path
    made: int
    reused: int
    notices: tuple[str, ...]


def quiet(stage: str, done: int, total: int, reused: int) -> None:
    """No progress shown."""


def run_batch(
    spec: BatchSpec,
    folder: Path,
    *,
    scheduler: str | None = None,
    threads: int | None = None,
    chunk: int | None = None,
    allow_partial: bool = False,
    progress: Progress = quiet,
) -> Outcome:
    """Run a batch into a folder, or go on with it.

    threads: of this process (the processors there are); chunk: persons a task, in whole parts (one part).

    Raises InputError for input that cannot be used or is not that of the folder, FolderInUse, PartsFailed, OSError.
    """
    _usable(folder)
    with locked(folder):
        inputs = hashes(spec)
        if parts := _finished(folder, spec, inputs):
            return Outcome(folder, 0, parts, ())
        prepared = prepare(spec)
        manifest, done, notices = _bind(folder, prepared, inputs)
        with crew(scheduler, threads or os.cpu_count() or 1) as workers:
            made = _make(folder, prepared, done, workers, chunk, progress)
        manifest = replace(manifest, parts=dict(sorted(made.done.items())), failed=made.failed, finished=False)
        if made.failed:
            manifest.write(folder)
            if not allow_partial:
                raise PartsFailed(_told(made.failed, folder))
        results = collect(folder, manifest, allow_partial)
        from fleksim.output.results.files import write_all

        written = write_all(results, folder)
        manifest = replace(manifest, results={str(one.relative_to(folder)): sha256_of(one) for one in sorted(written)}, finished=not made.failed)
        manifest.write(folder)
        if manifest.finished:
            (folder / journal.NAME).unlink(missing_ok=True)
        return Outcome(folder, len(made.done) - len(done), len(done), tuple(notices))


def _usable(folder: Path) -> None:
    """Make the folder, or see that it is one of ours, can be written, and leads nowhere else. Raises InputError, OSError."""
    if folder.exists() and not folder.is_dir():
        raise one_problem("is a file", file=str(folder), way_out="Name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    inside = {path.name for path in folder.iterdir()}
    if inside and not inside & set(_OURS):
        raise one_problem("holds other files", file=str(folder), way_out="Name a new folder.")
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    if links:
        raise InputError([Problem("is a link to another place", file=str(path), way_out="Take it away.") for path in sorted(links)])
    # Before anything is computed.
    tempfile.TemporaryFile(dir=folder).close()


def _finished(folder: Path, spec: BatchSpec, inputs: Mapping[str, str]) -> int:
    """How many parts there are if the folder holds this very run, finished and undamaged; else 0. No person is looked at."""
    manifest = read_manifest(folder)
    if manifest is None or not manifest.finished or manifest.inputs != inputs:
        return 0
    if manifest.plan.versions != versions() or manifest.plan.allow_rules != spec.allow_rules:
        return 0
    _, wrong = whole_parts(folder, manifest.parts)
    return 0 if wrong or not all(_is(folder / name, mark) for name, mark in manifest.results.items()) else len(manifest.parts) or 1


def _bind(folder: Path, prepared: Prepared, inputs: Mapping[str, str]) -> tuple[Manifest, Done, list[str]]:
    """The folder's manifest, the parts that are whole, and notices about those that are not."""
    manifest = read_manifest(folder)
    if manifest is None:
        manifest = Manifest(prepared.plan, inputs, prepared.about)
        _copy_inputs(folder, prepared.files)
        manifest.write(folder)
    _same(folder, manifest, prepared.plan, inputs)
    for name in (*_FOLDERS, *((EACH_PERSON,) if prepared.plan.persons else ())):
        (folder / name).mkdir(exist_ok=True)
    for left in folder.rglob(".part-*"):
        left.unlink(missing_ok=True)
    _copy_inputs(folder, {name: path for name, path in prepared.files.items() if not _is(folder / INPUTS / name, inputs[name])})
    run_in.cache_clear()
    known = {**manifest.parts, **finished(folder, prepared.plan.digest)}
    done, notices = whole_parts(folder, known)
    if manifest.finished:
        notices += [f"{folder / name}: is damaged or gone, and made again" for name, mark in manifest.results.items() if not _is(folder / name, mark)]
    return manifest, done, notices


def whole_parts(folder: Path, known: Mapping[str, Sequence[Receipt]]) -> tuple[Done, list[str]]:
    """Of the parts that are noted as done, those whose files are as they were written; what is wrong with the others."""
    done: Done = {}
    notices = []
    for name, receipts in known.items():
        wrong = [one.file for one in receipts if not _is(folder / one.file, one.sha256)]
        if wrong:
            notices += [f"{folder / one.file}: is damaged or gone, and made again" for one in receipts if one.file in wrong]
        else:
            done[name] = tuple(receipts)
    return done, notices


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path) == sha256


def _copy_inputs(folder: Path, files: Mapping[str, Path]) -> None:
    for name, path in files.items():
        target = folder / INPUTS / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.resolve() != target.resolve():
            write_bytes(target, path.read_bytes())


def _same(folder: Path, manifest: Manifest, plan: Plan, inputs: Mapping[str, str]) -> None:
    """Refuse to mix: other versions, another batch, other inputs. Raises InputError."""
    problems = []
    ours = dict(plan.versions)
    for name, theirs in manifest.plan.versions:
        if ours.get(name) != theirs:
            problems.append(Problem(f"made with {name} {theirs}, you have {ours.get(name)}", file=str(folder), way_out="Use a new folder."))
    changed = sorted(name for name in {*inputs, *manifest.inputs} if inputs.get(name) != manifest.inputs.get(name))
    problems += [Problem(f"{name} is not that of the run in the folder", file=str(folder), way_out="Use a new folder.") for name in changed]
    if not problems and manifest.plan != plan:
        problems.append(Problem("holds a run of another population or other choices", file=str(folder), way_out="Use a new folder."))
    if problems:
        raise InputError(problems)


@dataclass
class _Made:
    done: Done
    failed: dict[str, str]


def _make(folder: Path, prepared: Prepared, done: Done, workers: Crew, chunk: int | None, progress: Progress) -> _Made:
    """Make what is not done, stage by stage; a part that fails stops the stages after it."""
    plan = prepared.plan
    made = _Made(dict(done), {})
    with Journal(folder, plan.digest) as notes:
        for stage in STAGES:
            parts = plan.stage(stage)
            left = [part for part in parts if part.name not in made.done]
            reused = len(parts) - len(left)
            progress(stage, reused, len(parts), reused)
            if not left:
                continue
            if stage == PERSONS:
                from fleksim.batch.crew import Threads

                work = partial(_persons, folder, prepared)
                makers: Crew = Threads(1) if prepared.source.own_data else Threads(os.cpu_count() or 1)
            else:
                _warm(folder, plan)
                work, makers = partial(perform, str(folder), plan.digest), workers
            for batch in makers.make(work, tasks_of(left, plan, chunk)):
                for part, result in batch.items():
                    if isinstance(result, Exception):
                        _note_failure(made, part, result)
                        continue
                    notes.add(part.name, result)
                    made.done[part.name] = result
                progress(stage, len([one for one in parts if one.name in made.done]), len(parts), reused)
            if made.failed:
                break
    return made


def tasks_of(parts: Sequence[Part], plan: Plan, chunk: int | None) -> list[Task]:
    """Parts as tasks: one a part, or as many blocks as hold `chunk` persons."""
    blocks = max((chunk or plan.block) // plan.block, 1)
    tasks: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        tasks.setdefault((part.block // blocks, part.chunk), []).append(part)
    return [tuple(task) for task in tasks.values()]


def _persons(folder: Path, prepared: Prepared, part: Part) -> tuple[Receipt, ...]:
    """The persons of a block, from the source."""
    low, high = prepared.plan.persons_of(part.block)
    return (write_table(folder, file_of(part), prepared.source.block(low, high)),)


def _warm(folder: Path, plan: Plan) -> None:
    """Compile the kernels once, before many need them at the same time."""
    from fleksim.analysis.evaluation import by_rulebook
    from fleksim.analysis.measures import STATIC_TARGETS
    from fleksim.analysis.responses import RESPONSE_TARGETS
    from fleksim.engine.compute import prepare as compile_kernel

    run: Run = run_in(str(folder), plan.digest)
    laws = [run.baseline, *(run.applied(one).law for one in plan.reformed)]
    for group in by_rulebook(laws):
        for targets in (STATIC_TARGETS, *((RESPONSE_TARGETS,) if plan.incentives else ())):
            compile_kernel([laws[group[0]]], targets, "none")


def _note_failure(made: _Made, part: Part, error: Exception) -> None:
    """Bad input and a full disk end the run; anything else is this part's failure."""
    if isinstance(error, InputError | OSError):
        raise error
    if isinstance(error, MissingParameter):
        raise InputError([error.problem()])
    made.failed[part.name] = f"{type(error).__name__}: {error}"


def _told(failed: Mapping[str, str], folder: Path) -> str:
    rows = "\n".join(f"  {name}: {why.splitlines()[0][:200]}" for name, why in sorted(failed.items()))
    return f"{folder}: {len(failed)} parts failed; the others are done.\n{rows}\nRun again to try them again, with --chunk N if memory was short."


def remove(folder: Path) -> None:
    """Take a run folder away."""
    shutil.rmtree(folder)
