"""Ten million persons under four laws: one `fleksim run` from nothing to tables, persons and all, in two gigabytes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from batches import batch_file, watched
from timing import Row

SIZES, LAWS = (1_000_000, 4_000_000, 10_000_000), 4
MOST = 2e9
# How far a size may be off the line through all.
STRAIGHT = 0.1


def measure() -> list[Row]:
    """Seconds, and memory of all processes at their common peak; for each size a command of its own."""
    rows, points = [], {}
    with tempfile.TemporaryDirectory() as home:
        for size in SIZES:
            out = Path(home) / "out"
            found = watched("-m", "fleksim", "run", str(batch_file(Path(home), size, LAWS)), "--out", str(out))
            stored = sum(one.stat().st_size for one in out.rglob("*") if one.is_file())
            shutil.rmtree(out)
            points[size] = found.seconds
            told = f"{found.seconds:.0f} s, {size * LAWS / found.seconds / 1e6:.2f} M persons x laws/s; {found.peak / 1e6:.0f} MB at the peak; {stored / 1e6:.0f} MB on the disk"
            rows.append(Row(f"`fleksim run`, {size:,} persons x {LAWS} laws", told, *(("within 2 GB", found.peak < MOST) if size == SIZES[-1] else ())))
    return [*rows, _line(points)]


def _line(points: Mapping[int, float]) -> Row:
    """A straight line of time on persons: what every run costs, and each million of persons."""
    sizes, seconds = (np.array(list(one), float) for one in (points.keys(), points.values()))
    # Each size counts by its relative error.
    slope, start = np.polyfit(sizes, seconds, 1, w=1.0 / seconds)
    off = float(np.max(np.abs((start + slope * sizes) / seconds - 1.0)))
    told = f"{start:.1f} s and {slope * 1e6:.2f} s a million persons; off by at most {off:.0%}"
    return Row("Straight line through these runs", told, f"off by at most {STRAIGHT:.0%}", off <= STRAIGHT)


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
