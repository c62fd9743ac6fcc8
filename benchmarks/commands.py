"""The command line and the cold start, each in a new process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from samples import DAY
from sweeps import CASE
from timing import Row, in_turns

# Prints the seconds that a new process spends on starting Numba, reading, linking, and compiling or loading the full law.
_COLD = f"""
import json, time
start = time.perf_counter()
import numba, numpy
numba.njit("void(float64)")(lambda x: None)
imported = time.perf_counter()
from fleksim.engine.law import law
from fleksim.engine.outputs import OUTPUTS
from fleksim.kernel.link import link
from fleksim.kernel.store import load
rules = law({DAY!r})
rules.p
read = time.perf_counter()
text = link(rules.book, OUTPUTS, rounding="none")
linked = time.perf_counter()
load(text)
print(json.dumps([imported - start, read - imported, linked - read, time.perf_counter() - linked]))
"""


def command(*arguments: str) -> float:
    """Seconds of `fleksim ...`. Raises CalledProcessError with what it wrote."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "fleksim", *arguments], check=True, capture_output=True, text=True, encoding="utf-8")
    return time.perf_counter() - start


def measure(turns: int = 5) -> list[Row]:
    """Medians over processes started in turns."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps({**CASE, "id": "one"}), encoding="utf-8")
        found = in_turns(
            {
                "nothing": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
                "--help": lambda: command("--help"),
                "calc": lambda: command("calc", str(case), "--json"),
            },
            turns,
        )
    base = found["nothing"].median
    return [
        Row("`fleksim --help`", f"{found['--help'].median:.2f} s (Python alone {base:.2f} s)", "under 0.4 s", found["--help"].median < 0.4),
        Row("`fleksim calc`, one case", f"{found['calc'].median:.2f} s", "under 1.5 s", found["calc"].median < 1.5),
        *_cold_start(),
    ]


def _cold_start() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        new, kept = (_cold(folder) for _ in range(2))
    return [
        Row("Cold start of the full law: start NumPy and Numba", f"{kept[0]:.2f} s"),
        Row("Cold start: read the law's files", f"{kept[1]:.2f} s"),
        Row("Cold start: link", f"{kept[2]:.2f} s"),
        Row("Cold start: compile, the first time on a machine", f"{new[3]:.1f} s"),
        Row("Cold start: load from the cache, in a new process", f"{kept[3]:.3f} s"),
    ]


def _cold(cache: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _COLD], check=True, capture_output=True, text=True, encoding="utf-8", env={**os.environ, "FLEKSIM_CACHE_DIR": cache}
    )
    return [float(one) for one in json.loads(done.stdout)]


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
