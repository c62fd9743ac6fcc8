"""Reading what a finished run left."""

from __future__ import annotations

from pathlib import Path

from fleksim.analysis.results import Results
from fleksim.batch.bind import whole_parts
from fleksim.batch.collect import collect
from fleksim.batch.manifest import Manifest, manifest_in
from fleksim.problems import InputError, Problem, one_problem


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a run folder. Raises InputError."""
    if not folder.is_dir():
        raise one_problem("there is no such folder", file=str(folder), way_out="Name the folder of a run.")
    return manifest_in(folder)


def read_results(folder: Path, allow_partial: bool = False) -> Results:
    """The results of a run, from its parts. Raises InputError for a run that is not finished, or has damaged parts."""
    manifest = manifest_of(folder)
    if not (manifest.finished or manifest.parts):
        raise one_problem("the run is not finished", file=str(folder), way_out="Run the batch again; it goes on where it stopped.")
    _, wrong = whole_parts(folder, manifest.parts)
    if wrong:
        raise InputError([Problem(one.replace(", and made again", ""), way_out="Run the batch again: the part is made anew.") for one in wrong])
    return collect(folder, manifest, allow_partial)
