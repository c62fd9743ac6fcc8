"""Verifying a run: every file is what was written, and computing again gives the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fleksim.batch.crew import Threads
from fleksim.batch.files import content_of_table, sha256_of
from fleksim.batch.folder import manifest_of
from fleksim.batch.make import Progress, quiet, tasks_of
from fleksim.batch.manifest import DamagedManifest, Manifest
from fleksim.batch.places import EACH_PERSON, INPUTS, PARTS, POPULATION, file_of
from fleksim.batch.plan import PERSONS, Part
from fleksim.batch.run import write_results
from fleksim.batch.versions import differing, versions
from fleksim.batch.work import perform, slice_size
from fleksim.population.sources import again
from fleksim.problems import one_problem


def verify(folder: Path, *, recompute: bool = True, threads: int | None = None, progress: Progress = quiet) -> list[str]:
    """What differs from what was written, a line each; nothing if all is well.

    recompute: make every part again from the persons in the folder, and compare contents. Raises InputError for a folder
    without a finished run, or made with other versions (whose results cannot be computed again).
    """
    try:
        manifest = manifest_of(folder)
    except DamagedManifest as error:
        return [f"{problem.file}: differs" for problem in error.problems]
    if not manifest.finished:
        raise one_problem("the run is not finished", file=str(folder), way_out="Run the batch again; it goes on where it stopped.")
    found = _changed_files(folder, manifest)
    if found or not recompute:
        return found
    other = differing(manifest.plan.versions, versions())
    if other:
        raise one_problem(f"was made with {', '.join(other)}", file=str(folder), way_out="Verify with these versions, or run the batch again.")
    return _recomputed(folder, manifest, threads or os.cpu_count() or 1, progress)


def _changed_files(folder: Path, manifest: Manifest) -> list[str]:
    stated = {one.file: one.sha256 for receipts in manifest.parts.values() for one in receipts} | {**manifest.results, **manifest.copied_inputs}
    found = []
    for name, mark in sorted(stated.items()):
        path = folder / name
        if not path.is_file():
            found.append(f"{path}: missing")
        elif sha256_of(path) != mark:
            found.append(f"{path}: differs")
    return found


def _recomputed(folder: Path, manifest: Manifest, threads: int, progress: Progress) -> list[str]:
    """Parts and results whose content is another when made again, in a copy of the folder without them."""
    plan = manifest.plan
    found = _remade_persons(folder, manifest, plan.stage(PERSONS))
    with tempfile.TemporaryDirectory(prefix="fleksim-verify-") as name:
        copy = Path(name)
        shutil.copytree(folder / INPUTS, copy / INPUTS)
        (copy / POPULATION).symlink_to((folder / POPULATION).resolve())
        for inside in (PARTS, EACH_PERSON):
            (copy / inside).mkdir()
        manifest.write(copy)
        work = partial(perform, str(copy), plan.digest, slice_size(None))
        for stage in plan.stages[1:]:
            parts = plan.stage(stage)
            done = 0
            for made in Threads(threads).make(work, tasks_of(parts, plan, None)):
                for part, result in made.items():
                    if isinstance(result, Exception):
                        raise result
                    theirs = {one.file: one.content for one in manifest.parts[part.name]}
                    found += [f"{folder / one.file}: computes to something else" for one in result if theirs.get(one.file) != one.content]
                done += len(made)
                progress(stage, done, len(parts), 0)
        if not found:
            again = write_results(copy, manifest)
            found += [f"{folder / one}: is made otherwise" for one, mark in again.items() if manifest.results.get(one) != mark]
    return sorted(found)


def _remade_persons(folder: Path, manifest: Manifest, parts: Sequence[Part]) -> list[str]:
    """Synthetic persons made again from their address; a user's own are compared by their file's hash alone."""
    source = again(manifest.about["population"])
    if source is None:
        return []
    found = []
    for part in parts:
        low, high = manifest.plan.persons_of(part.block)
        if content_of_table(source.block(low, high)) != manifest.parts[part.name][0].content:
            found.append(f"{folder / file_of(part)}: computes to other persons")
    return found
