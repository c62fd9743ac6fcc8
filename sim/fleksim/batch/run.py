"""Running a batch in a folder: what is done stays done, whatever happens.

1. Hold the folder. 2. Bind plan and inputs in the manifest, or see that they are those of the folder. 3. Keep the parts
that are whole. 4. Make the others, stage by stage, each noted in the journal when it is on the disk. 5. Add up and write
the results. 6. Note the end in the manifest and drop the journal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fleksim.batch import journal
from fleksim.batch.bind import bind, finished_parts, take_away, tidy, usable
from fleksim.batch.collect import collect
from fleksim.batch.crew import crew
from fleksim.batch.files import sha256_of, told_of_room
from fleksim.batch.lock import locked
from fleksim.batch.log import Log
from fleksim.batch.make import Progress, make, quiet
from fleksim.batch.manifest import Manifest
from fleksim.batch.months import collect_months
from fleksim.batch.plan import MONTHS, SUMS, Part, Plan
from fleksim.batch.prepare import Prepared, hashes, prepare
from fleksim.batch.spec import BatchSpec
from fleksim.problems import InputError, PartsFailed


@dataclass(frozen=True)
class Outcome:
    """What a run did: parts made, and parts that were there already."""

    folder: Path
    made: int
    reused: int
    notices: tuple[str, ...]


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

    threads: of this process (the processors there are); chunk: persons a task holds at a time: parts of a block if it is
    smaller, several blocks one after the other if it is larger. No choice changes a byte of the results.

    Raises InputError for input that cannot be used or is not that of the folder, FolderInUse, OSError, and PartsFailed if
    parts failed: then nothing is added up, or only what is there if `allow_partial`.
    """
    new = usable(folder)
    with locked(folder):
        try:
            inputs = hashes(spec)
            if (parts := finished_parts(folder, spec, inputs)) is not None:
                return Outcome(folder, 0, parts, ())
            prepared = prepare(spec)
        except InputError:
            take_away(folder, new)
            raise
        log = Log(folder)
        try:
            return _run(prepared, folder, inputs, scheduler, threads or os.cpu_count() or 1, chunk, allow_partial, progress, log)
        except Exception as error:
            log.note("stopped", why=f"{type(error).__name__}: {error}"[:500])
            raise


def _run(
    prepared: Prepared,
    folder: Path,
    inputs: Mapping[str, str],
    scheduler: str | None,
    threads: int,
    chunk: int | None,
    allow_partial: bool,
    progress: Progress,
    log: Log,
) -> Outcome:
    manifest, done, notices = bind(folder, prepared, inputs)
    log.note("started", plan=prepared.plan.digest, scheduler=scheduler, threads=threads, chunk=chunk, reused=len(done))
    with crew(scheduler, threads) as workers:
        made = make(folder, prepared, done, workers, chunk, progress, log)
    tidy(folder)
    manifest = replace(manifest, parts=dict(sorted(made.done.items())), failed=made.failed, results={}, finished=False)
    if made.failed:
        manifest.write(folder)
        if not allow_partial or manifest.plan.months or not any(name.startswith(SUMS) for name in made.done):
            raise PartsFailed(_told(made.failed, folder, prepared.plan))
    results = write_results(folder, manifest, allow_partial)
    manifest = replace(manifest, results=results, finished=not made.failed)
    manifest.write(folder)
    if made.failed:
        raise PartsFailed(_told(made.failed, folder, prepared.plan) + "\nThe results hold what is there.")
    (folder / journal.NAME).unlink(missing_ok=True)
    log.note("finished", made=len(made.done) - len(done), reused=len(done))
    return Outcome(folder, len(made.done) - len(done), len(done), tuple(notices))


def write_results(folder: Path, manifest: Manifest, allow_partial: bool = False) -> dict[str, str]:
    """Add up the parts and write the results; their hashes by file within the folder. Raises InputError, OSError."""
    from fleksim.output.months.files import write_months
    from fleksim.output.results.files import write_all

    written: list[Path] = []
    needed = 0
    try:
        if manifest.plan.static:
            results = collect(folder, manifest, allow_partial)
            needed = 4 * results.value.nbytes
            written += write_all(results, folder)
        if manifest.plan.months:
            written += write_months(collect_months(folder, manifest), folder)
    except OSError as error:
        raise told_of_room(error, folder, needed) from error
    return {str(one.relative_to(folder)): sha256_of(one) for one in sorted(written)}


def _told(failed: Mapping[str, str], folder: Path, plan: Plan) -> str:
    parts = {part.name: part for part in plan.parts()}
    rows = "\n".join(f"  {name} ({_whose(parts[name], plan)}): {why.splitlines()[0][:200]}" for name, why in sorted(failed.items()))
    return f"{folder}: {len(failed)} parts failed; the others are done.\n{rows}\nRun again to try them again, with a small --chunk if memory was short."


def _whose(part: Part, plan: Plan) -> str:
    """The persons and scenarios of a part."""
    low, high = plan.persons_of(part.block)
    scenarios = [one.key for one in plan.scenarios_of(part.chunk)] if part.stage == SUMS else []
    if part.stage == MONTHS:
        scenarios = [plan.scenarios[plan.runs[part.chunk].scenario].key]
    more = f", and {len(scenarios) - 3} more" if len(scenarios) > 3 else ""
    return f"persons {low + 1:,} to {high:,}" + (f"; {', '.join(scenarios[:3])}{more}" if scenarios else "")
