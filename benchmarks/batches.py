"""Batches for measuring: written to a folder, run into another, and watched by the memory of all their processes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fleksim.engine.law import Law

YEAR = 2024
# A parameter that every person in a fleksjob meets, and the values that make scenarios of it.
PARAMETER = "aftrapning_1"
LOWEST, HIGHEST = 0.05, 0.60
# How often the processes are looked at [s].
_LOOK = 0.05


def values(count: int) -> list[float]:
    """Different numbers, one a scenario."""
    return [round(float(one), 6) for one in np.linspace(LOWEST, HIGHEST, count)]


def reforms(law: Law, count: int) -> dict[str, Law]:
    """Parametric reforms of a law, as the grid of `batch_file` has them."""
    return {str(value): law.change({PARAMETER: value}) for value in values(count)}


def batch_file(folder: Path, persons: int, scenarios: int) -> Path:
    """A batch of synthetic persons: the law and parametric reforms of it, with incentives and all groups."""
    path = folder / f"{persons}-{scenarios}.yaml"
    path.write_text(
        f"population: {{size: {persons}, year: {YEAR}, seed: 1}}\nscenarios: [baseline]\n"
        f"grid: {{{PARAMETER}: {values(scenarios - 1)}}}\noutputs: [static, incentives]\n",
        encoding="utf-8",
    )
    return path


@dataclass(frozen=True)
class Watched:
    """Seconds of a command, and bytes of it and the processes it started at their common peak."""

    seconds: float
    peak: float


def watched(*command: str) -> Watched:
    """Run Python with arguments to its end. Raises CalledProcessError."""
    start, peak = time.perf_counter(), 0.0
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(_bytes(one, "VmRSS:") for one in _family(process.pid)), _bytes(process.pid, "VmHWM:"))
            time.sleep(_LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Watched(time.perf_counter() - start, peak)


def _family(first: int) -> Iterator[int]:
    """A process, those it started, and those they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [first]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    yield from found


def _bytes(pid: int, what: str) -> float:
    """Memory of a process as it is (VmRSS) or was at its peak (VmHWM); 0 for one that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    _, _, after = status.partition(what)
    return 1024.0 * float(after.split()[0]) if after else 0.0
