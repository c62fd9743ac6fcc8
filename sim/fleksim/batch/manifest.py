"""What binds a run folder together: the plan, hashes of inputs, parts and results. No times, so that equal runs are equal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fleksim.batch.files import Receipt, write_bytes
from fleksim.batch.journal import Done
from fleksim.batch.places import INPUTS, PERSONS_FILE
from fleksim.batch.plan import MonthsPlan, Plan, Scenario
from fleksim.problems import InputError, Problem, one_problem, printable

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """plan; inputs: hashes of copied input files by name; about: what people want to know of them; parts and results: hashes.

    finished: whether every part was made and the results written. failed: parts that could not be made.
    """

    plan: Plan
    inputs: Mapping[str, str]
    about: Mapping[str, Any]
    parts: Done = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    finished: bool = False

    @property
    def copied_inputs(self) -> dict[str, str]:
        """The hashes of copied inputs by their place in the folder."""
        return {f"{INPUTS}/{name}": mark for name, mark in self.inputs.items() if name != PERSONS_FILE}

    def write(self, folder: Path) -> None:
        """Raises OSError."""
        write_bytes(folder / NAME, self.to_bytes())

    def to_bytes(self) -> bytes:
        """As JSON with a checksum of its own: one content, one text."""
        content = {**asdict(self), "format": FORMAT, "plan_hash": self.plan.digest}
        mark = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
        return (json.dumps({**content, "checksum": mark}, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


class DamagedManifest(InputError):
    """A manifest that is not what was written."""


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if there is none. Raises DamagedManifest, InputError for one of another format."""
    path = folder / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise one_problem(f"cannot be read: {error.strerror}", file=str(path)) from None
    try:
        content = json.loads(data)
        other_format = content["format"] != FORMAT
        manifest = None if other_format else _of(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _damaged(path) from None
    if manifest is None:
        raise one_problem(f"is of format {printable(content['format'])}, not {FORMAT}", file=str(path), way_out="Use a new folder.")
    if manifest.to_bytes() != data:
        raise _damaged(path)
    return manifest


def manifest_in(folder: Path) -> Manifest:
    """The manifest that must be there. Raises InputError."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise one_problem("holds no run", file=str(folder), way_out="`fleksim run BATCH --out FOLDER` makes one.")
    return manifest


def _damaged(path: Path) -> DamagedManifest:
    return DamagedManifest([Problem("is damaged", file=str(path), way_out="Run the batch again into a new folder, or into this one.")])


def _of(content: Mapping[str, Any]) -> Manifest:
    plan = content["plan"]
    scenarios = tuple(Scenario(**{**one, "reforms": tuple(one["reforms"]), "grid": _pairs(one["grid"])}) for one in plan["scenarios"])
    pairs = {name: _pairs(plan[name]) for name in ("lines", "versions")}
    months = (
        MonthsPlan(**{**plan["months"], "tried": tuple(plan["months"]["tried"]), "answered": tuple(plan["months"]["answered"])}) if plan["months"] else None
    )
    return Manifest(
        plan=Plan(**{**plan, **pairs, "scenarios": scenarios, "groupings": tuple(plan["groupings"]), "months": months}),
        inputs=content["inputs"],
        about=content["about"],
        parts={name: tuple(Receipt(**one) for one in receipts) for name, receipts in content["parts"].items()},
        results=content["results"],
        failed=content["failed"],
        finished=content["finished"],
    )


def _pairs(rows: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((name, value) for name, value in rows)
