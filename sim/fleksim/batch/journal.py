"""The journal of a run: a line a finished part, each with its own checksum, so that a torn last line is known."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from fleksim.batch.files import Receipt

NAME = "journal.jsonl"
Done = dict[str, tuple[Receipt, ...]]


def line_of(record: Mapping[str, Any]) -> str:
    """A record as a line that vouches for itself."""
    text = json.dumps(record, sort_keys=True)
    return f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {text}\n"


def records(path: Path) -> list[dict[str, Any]]:
    """The records of a file of such lines; lines that do not vouch for themselves are dropped."""
    if not path.exists():
        return []
    found = []
    for line in path.read_bytes().split(b"\n"):
        mark, _, text = line.partition(b" ")
        if text and hashlib.sha256(text).hexdigest()[:16].encode() == mark:
            found.append(json.loads(text))
    return found


class Journal:
    """Append-only; each line is on the disk before `add` returns. Use as a context manager."""

    def __init__(self, folder: Path, plan: str) -> None:
        self.path = folder / NAME
        self.plan = plan

    def __enter__(self) -> Journal:
        # A torn last line is ended, so that the next one begins on its own.
        torn = self.path.exists() and not self.path.read_bytes().endswith(b"\n") and self.path.stat().st_size > 0
        self.stream = self.path.open("a", encoding="utf-8")
        if torn:
            self.stream.write("\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stream.close()

    def add(self, part: str, receipts: Iterable[Receipt]) -> None:
        """Raises OSError."""
        self.stream.write(line_of({"plan": self.plan, "part": part, "files": [asdict(one) for one in receipts]}))
        self.stream.flush()
        os.fsync(self.stream.fileno())


def finished(folder: Path, plan: str) -> Done:
    """The parts a journal says are done, of this plan."""
    return {one["part"]: tuple(Receipt(**file) for file in one["files"]) for one in records(folder / NAME) if one.get("plan") == plan}
