"""What binds a run folder together: the plan, hashes of inputs, parts and results. No times, so that equal runs are equal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from fleksim.batch.files import Receipt, write_bytes
from fleksim.batch.journal import Done
from fleksim.batch.plan import Plan, Scenario
from fleksim.problems import one_problem

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

    def write(self, folder: Path) -> None:
        """Raises OSError."""
        content = {
            "format": FORMAT,
            "plan_hash": self.plan.digest,
            **{name: value for name, value in asdict(replace(self, parts={})).items() if name != "parts"},
            "parts": {name: [asdict(one) for one in receipts] for name, receipts in sorted(self.parts.items())},
        }
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        marked = {"checksum": _checksum(content)}
        write_bytes(folder / NAME, (text[:-2] + f',\n "checksum": "{marked["checksum"]}"\n}}\n').encode())


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None if there is none.

    Raises InputError for one that is damaged or of another format.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_bytes())
        stated = content.pop("checksum", None)
        if content.get("format") != FORMAT:
            raise one_problem(f"is of format {content.get('format')}, not {FORMAT}", file=str(path), way_out="Use a new folder.")
        if stated != _checksum(content):
            raise ValueError
        return _of(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if hasattr(error, "problems"):
            raise
        raise one_problem("is damaged", file=str(path), way_out="Use a new folder; the batch can be run again.") from None
    except OSError as error:
        raise one_problem(f"cannot be read: {error.strerror}", file=str(path)) from None


def _of(content: Mapping[str, Any]) -> Manifest:
    plan = content["plan"]
    scenarios = tuple(Scenario(**{**one, "reforms": tuple(one["reforms"]), "grid": _pairs(one["grid"])}) for one in plan["scenarios"])
    pairs = {name: _pairs(plan[name]) for name in ("lines", "versions")}
    return Manifest(
        plan=Plan(**{**plan, **pairs, "scenarios": scenarios, "groupings": tuple(plan["groupings"])}),
        inputs=content["inputs"],
        about=content["about"],
        parts={name: tuple(Receipt(**one) for one in receipts) for name, receipts in content["parts"].items()},
        results=content["results"],
        failed=content["failed"],
        finished=content["finished"],
    )


def _pairs(rows: Any) -> tuple[tuple[Any, Any], ...]:
    return tuple((name, value) for name, value in rows)
