"""Reading what a finished run left."""

from __future__ import annotations

from pathlib import Path

from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.results import Results
from fleksim.batch.bind import whole_parts
from fleksim.batch.collect import collect
from fleksim.batch.manifest import Manifest, manifest_in
from fleksim.batch.months import collect_months
from fleksim.problems import InputError, Problem, one_problem


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a run folder. Raises InputError."""
    if not folder.is_dir():
        raise one_problem("there is no such folder", file=str(folder), way_out="Name the folder of a run.")
    return manifest_in(folder)


def read_results(folder: Path, allow_partial: bool = False) -> Results:
    """The results of a run under the law of a day, from its parts.

    Raises InputError for a run that is not finished, has damaged parts, or holds months alone.
    """
    manifest = _whole(folder)
    if not manifest.plan.static:
        way_out = "Read the months (`fleksim.months(folder)`, `fleksim table`), or add static to the batch's outputs and run it into a new folder."
        raise one_problem("holds months, and no results under the law of a day", file=str(folder), way_out=way_out)
    return collect(folder, manifest, allow_partial)


def read_months(folder: Path) -> MonthResults:
    """The results of the months of a run, from its parts.

    Raises InputError for a run that is not finished, has damaged parts, or has no months.
    """
    manifest = _whole(folder)
    if manifest.plan.months is None:
        way_out = "Read its results (`fleksim.results(folder)`), or add dynamic to the batch's outputs and run it into a new folder."
        raise one_problem("holds no months", file=str(folder), way_out=way_out)
    return collect_months(folder, manifest)


def read_all(folder: Path) -> tuple[Results | None, MonthResults | None]:
    """What a run has: results under the law of a day, results of months, or both. Raises InputError."""
    plan = manifest_of(folder).plan
    return (read_results(folder) if plan.static else None), (read_months(folder) if plan.months else None)


def _whole(folder: Path) -> Manifest:
    """The manifest of a run whose parts are whole. Raises InputError."""
    manifest = manifest_of(folder)
    if not (manifest.finished or manifest.parts):
        raise one_problem("the run is not finished", file=str(folder), way_out="Run the batch again; it goes on where it stopped.")
    _, wrong = whole_parts(folder, manifest.parts)
    if wrong:
        raise InputError([Problem(one.replace(", and made again", ""), way_out="Run the batch again: the part is made anew.") for one in wrong])
    return manifest
