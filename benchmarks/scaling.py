"""Cost from ten thousand to ten million persons: a straight line in time, a constant in memory.

Each size runs in a process of its own: households of every status, disposable income under the full law, chunk by
chunk into one array that is used again, summed as a national total would be.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import fleksim
from fleksim.engine.law import law
from samples import DAY, YEAR, households
from timing import Row

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
CHUNK = 100_000
TARGETS = ("disponibel_indkomst",)
GIGABYTE = 1e9


def _peak() -> float:
    """Bytes of this process in memory at their peak: the whole of it, with Python and Numba."""
    # Not ru_maxrss, which a new process inherits from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024.0 * float(status.split("VmHWM:")[1].split()[0])


def run(size: int) -> dict[str, float]:
    """Seconds of the best of some passes, and bytes of memory beyond the input at the peak."""
    columns = households(size)
    rules = [law(DAY)]
    out = np.empty((len(TARGETS), 1, min(CHUNK, size)))
    least, total = math.inf, 0.0
    for _ in range(max(5, min(50, 1_000_000 // size)) + 1):  # the first pass compiles or loads
        start, total = time.perf_counter(), 0.0
        for low in range(0, size, CHUNK):
            part = {name: column[low : low + CHUNK] for name, column in columns.items()}
            total += float(fleksim.compute(rules, {**part, "year": YEAR}, TARGETS, fitted=True, out=out).sum())
        least = min(least, time.perf_counter() - start)
    given = sum(column.nbytes for column in columns.values())
    return {"seconds": least, "input": given / size, "beyond": _peak() - given, "mean": total / size}


def measure() -> list[Row]:
    """One row a size, and the slope of log time on log size."""
    found = {}
    for size in (SIZES[0], *SIZES):  # the first compiles
        done = subprocess.run([sys.executable, __file__, str(size)], check=True, capture_output=True, text=True, encoding="utf-8")
        found[size] = json.loads(done.stdout)
    rows = [
        Row(
            f"{size:,} households",
            f"{one['seconds'] * 1e3:.1f} ms, {one['seconds'] / size * 1e9:.0f} ns/person; {one['input']:.0f} bytes/person of input, {one['beyond'] / 1e6:.0f} MB beyond",
            *(("within 1 GB", one["beyond"] < GIGABYTE) if size == SIZES[-1] else ()),
        )
        for size, one in found.items()
    ]
    slope = float(np.polyfit(np.log(SIZES), np.log([found[size]["seconds"] for size in SIZES]), 1)[0])
    return [*rows, Row("Slope of log time on log persons", f"{slope:.3f}", "linear: 0.9 to 1.1", 0.9 <= slope <= 1.1)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(run(int(sys.argv[1]))))
    else:
        from timing import table

        print(table(measure()))
