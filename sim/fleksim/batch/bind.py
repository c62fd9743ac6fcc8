"""Binding a folder to a plan: whether it may be used, whether it holds this very run, and which of its parts are whole."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from fleksim.batch import journal, log, manifest
from fleksim.batch.files import TEMPORARY, Receipt, sha256_of, write_bytes
from fleksim.batch.journal import Done, finished
from fleksim.batch.lock import LOCK
from fleksim.batch.manifest import DamagedManifest, Manifest, manifest_in, read_manifest
from fleksim.batch.places import BATCH_FILE, EACH_PERSON, INPUTS, PARTS, POPULATION
from fleksim.batch.plan import Plan
from fleksim.batch.prepare import Prepared
from fleksim.batch.spec import BatchSpec
from fleksim.batch.versions import differing, versions
from fleksim.batch.work import run_in
from fleksim.problems import InputError, Problem, one_problem

_OURS = (manifest.NAME, journal.NAME, log.NAME, LOCK)
_TEMPORARY = (f"{TEMPORARY}*", ".fleksim-*")
_NEW_FOLDER = "Use a new folder."


def usable(folder: Path) -> list[Path]:
    """Make the folder, or see that it is one of ours, can be written, and leads nowhere else: the folders that were made.

    Raises InputError, OSError.
    """
    if folder.exists() and not folder.is_dir():
        raise one_problem("is a file", file=str(folder), way_out="Name a folder.")
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    inside = {path.name for path in folder.iterdir()}
    if inside and not inside & set(_OURS):
        raise one_problem("holds other files", file=str(folder), way_out="Name a new folder.")
    links = [path for path in folder.rglob("*") if path.is_symlink()]
    if links:
        raise InputError([Problem("is a link to another place", file=str(path), way_out="Take it away.") for path in sorted(links)])
    # Before anything is computed.
    try:
        tempfile.NamedTemporaryFile(dir=folder, prefix=TEMPORARY).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None
    return new


def take_away(folder: Path, made: Sequence[Path]) -> None:
    """The folders that were made for a run that did not begin; one in which something lies is left."""
    if made:
        (folder / LOCK).unlink(missing_ok=True)
    for one in made:
        with suppress(OSError):
            one.rmdir()


def finished_parts(folder: Path, spec: BatchSpec, inputs: Mapping[str, str]) -> int | None:
    """How many parts there are if the folder holds this very run, finished and undamaged; else None. No person is looked at."""
    try:
        found = read_manifest(folder)
    except DamagedManifest:
        return None
    if found is None or not found.finished or found.inputs != inputs:
        return None
    if found.plan.versions != versions() or found.plan.allow_rules != spec.allow_rules:
        return None
    _, wrong = whole_parts(folder, found.parts)
    if wrong or _changed(folder, {**found.results, **found.copied_inputs}):
        return None
    tidy(folder)
    (folder / journal.NAME).unlink(missing_ok=True)
    return len(found.parts)


def bind(folder: Path, prepared: Prepared, inputs: Mapping[str, str]) -> tuple[Manifest, Done, list[str]]:
    """The folder's manifest, the parts that are whole, and notices about those that are not. Raises InputError, OSError."""
    bound, notices = _manifest(folder, inputs)
    if bound is None:
        _copy_inputs(folder, prepared.files)
        Manifest(prepared.plan, inputs, prepared.about).write(folder)
        # As a run that goes on will read it, to the order of its words.
        bound = manifest_in(folder)
    _same(folder, bound, prepared.plan, inputs)
    for name in (INPUTS, PARTS, POPULATION, *((EACH_PERSON,) if prepared.plan.persons else ())):
        (folder / name).mkdir(exist_ok=True)
    tidy(folder)
    _copy_inputs(folder, {name: path for name, path in prepared.files.items() if not _is(folder / INPUTS / name, inputs[name])})
    run_in.cache_clear()
    done, wrong = whole_parts(folder, {**bound.parts, **finished(folder, prepared.plan.digest)})
    notices += wrong
    if bound.finished:
        notices += _changed(folder, bound.results)
    return bound, done, notices


def _manifest(folder: Path, inputs: Mapping[str, str]) -> tuple[Manifest | None, list[str]]:
    """A damaged manifest is made again if the folder is a run of this batch; then only the journal vouches for parts."""
    try:
        return read_manifest(folder), []
    except DamagedManifest:
        if not _is(folder / INPUTS / BATCH_FILE, inputs[BATCH_FILE]):
            raise
        return None, [f"{folder / manifest.NAME}: is damaged, and made again"]


def whole_parts(folder: Path, known: Mapping[str, Sequence[Receipt]]) -> tuple[Done, list[str]]:
    """Of the parts that are noted as done, those whose files are as they were written; what is wrong with the others."""
    done: Done = {}
    notices = []
    for name, receipts in known.items():
        wrong = _changed(folder, {one.file: one.sha256 for one in receipts})
        notices += wrong
        if not wrong:
            done[name] = tuple(receipts)
    return done, notices


def _changed(folder: Path, marks: Mapping[str, str]) -> list[str]:
    return [f"{folder / name}: is damaged or gone, and made again" for name, mark in marks.items() if not _is(folder / name, mark)]


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path) == sha256


def tidy(folder: Path) -> None:
    """Take away what a killed run or worker was writing."""
    for pattern in _TEMPORARY:
        for left in folder.rglob(pattern):
            left.unlink(missing_ok=True)


def _copy_inputs(folder: Path, files: Mapping[str, Path]) -> None:
    for name, path in files.items():
        target = folder / INPUTS / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.resolve() != target.resolve():
            write_bytes(target, path.read_bytes())


def _same(folder: Path, bound: Manifest, plan: Plan, inputs: Mapping[str, str]) -> None:
    """Refuse to mix: other versions, another batch, other inputs. Raises InputError."""
    problems = [Problem(f"was made with {one}", file=str(folder), way_out=_NEW_FOLDER) for one in differing(bound.plan.versions, plan.versions)]
    changed = sorted(name for name in {*inputs, *bound.inputs} if inputs.get(name) != bound.inputs.get(name))
    problems += [Problem(f"{name} is not that of the run in the folder", file=str(folder), way_out=_NEW_FOLDER) for name in changed]
    if not problems and bound.plan != plan:
        problems.append(Problem("holds a run of another population or other choices", file=str(folder), way_out=_NEW_FOLDER))
    if problems:
        raise InputError(problems)
