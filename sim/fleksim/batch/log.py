"""The log of a run: what ran when, a line of JSON each. It is no result: times differ, and nothing reads it back."""

from __future__ import annotations

import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "log.jsonl"


class Log:
    """Append-only. A log that cannot be written stops no run."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def note(self, what: str, **more: Any) -> None:
        """A line: the moment, what happened, by which process of which machine."""
        record = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "what": what, **more, "pid": os.getpid(), "host": platform.node()}
        with suppress(OSError), self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
