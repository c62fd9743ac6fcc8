"""Verifying a run: every file is what was written, and computing again gives the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

from fleksim.batch.crew import Threads
from fleksim.batch.files import content_of_table, sha256_of
from fleksim.batch.folder import manifest_of
from fleksim.batch.manifest import Manifest
from fleksim.batch.plan import PERSONS, STAGES, Part
from fleksim.batch.prepare import PERSONS_FILE
from fleksim.batch.run import Progress, quiet, tasks_of
from fleksim.batch.versions import versions
from fleksim.batch.work import INPUTS, file_of, perform
from fleksim.population.sources import again
from fleksim.problems import one_problem


def verify(folder: Path, *, recompute: bool = True, threads: int | None = None, progress: Progress = quiet) -> list[str]:
    """What differs from what was written, a line each; nothing if all is well.

    recompute: make every part again from the persons in the folder, and compare contents. Raises InputError for a folder
    without a finished run, or made with other versions (whose results cannot be computed again).
    """
    manifest = manifest_of(folder)
    if not manifest.finished:
        raise one_problem("the run is not finished", file=str(folder), way_out="Run the batch again; it goes on where it stopped.")
    found = _changed_files(folder, manifest)
    if recompute and not any(name.endswith(("missing", "differs")) for name in found):
        theirs, ours = dict(manifest.plan.versions), dict(versions())
        other = [f"{name} {theirs[name]} (you have {ours.get(name)})" for name in theirs if theirs[name] != ours.get(name)]
        if other:
            raise one_problem(f"was made with {', '.join(other)}", file=str(folder), way_out="Verify with these versions, or run the batch again.")
        found += _recomputed(folder, manifest, threads or os.cpu_count() or 1, progress)
    return found


def _changed_files(folder: Path, manifest: Manifest) -> list[str]:
    stated = {one.file: one.sha256 for receipts in manifest.parts.values() for one in receipts}
    stated |= manifest.results
    stated |= {f"{INPUTS}/{name}": mark for name, mark in manifest.inputs.items() if name != PERSONS_FILE}
    found = []
    for name, mark in sorted(stated.items()):
        path = folder / name
        if not path.is_file():
            found.append(f"{path}: missing")
        elif sha256_of(path) != mark:
            found.append(f"{path}: differs")
    return found


def _recomputed(folder: Path, manifest: Manifest, threads: int, progress: Progress) -> list[str]:
    """Parts whose content is another when made again, in a copy of the folder without its parts."""
    plan = manifest.plan
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="fleksim-verify-") as name:
        copy = Path(name)
        shutil.copytree(folder / INPUTS, copy / INPUTS)
        (copy / "population").symlink_to((folder / "population").resolve())
        for inside in ("parts", "persons"):
            (copy / inside).mkdir()
        manifest.write(copy)
        for stage in STAGES:
            parts = plan.stage(stage)
            if stage == PERSONS:
                found += _remade_persons(folder, manifest, parts)
                continue
            done = 0
            for made in Threads(threads).make(partial(perform, str(copy), plan.digest), tasks_of(parts, plan, None)):
                for part, result in made.items():
                    if isinstance(result, Exception):
                        raise result
                    theirs = {one.file: one.content for one in manifest.parts[part.name]}
                    found += [f"{folder / one.file}: computes to something else" for one in result if theirs.get(one.file) != one.content]
                done += len(made)
                progress(stage, done, len(parts), 0)
    return sorted(found)


def _remade_persons(folder: Path, manifest: Manifest, parts: list[Part]) -> list[str]:
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
