"""What a folder costs: how much of a run goes to parts, hashes, journal, manifest and tables of results, beside computing.

Computing is what a simulation in memory does too: raking, drawing, incomes, measures, sums and the statistics of the
results. Each is timed by the processor time of its thread while a run works as ever; the rest of the process's time is the
folder's. So whatever else the machine does falls on both. Waiting for the disk is no processor's time: it is the
difference between the time on the clock and the processor's, on one processor.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from batches import batch_file
from fleksim.batch import collect, work
from fleksim.batch.folder import manifest_of, read_results
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
from fleksim.population import recipe as recipes
from timing import Row

PERSONS, LAWS = 500_000, (4, 21)
MOST_OVERHEAD = 0.10
_COMPUTING = ((recipes, "recipe"), (recipes.Recipe, "block"), (work, "incomes"), (work.Summing, "add"), (collect.Cube, "put"))


class Meter:
    """Processor seconds of threads inside some functions, a function inside another counted once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = threading.local()

    def of(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            if getattr(self._inside, "yes", False):
                return function(*given, **named)
            self._inside.yes, start = True, time.thread_time()
            try:
                return function(*given, **named)
            finally:
                self.seconds += time.thread_time() - start
                self._inside.yes = False

        return timed

    def of_steps(self, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The same for what a function yields."""

        def timed(*given: Any, **named: Any) -> Iterator[Any]:
            step, nothing = self.of(functools.partial(next, function(*given, **named))), object()
            with_end = functools.partial(_or, step, nothing)
            return iter(with_end, nothing)

        return timed


def _or(step: Callable[[], Any], nothing: object) -> Any:
    try:
        return step()
    except StopIteration:
        return nothing


def run(laws: int, turns: int) -> dict[str, float]:
    """Medians of a run: seconds on the clock, of the processor, and of computing; and the finished run again. One processor."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    meter = Meter()
    for home_of, name in _COMPUTING:
        setattr(home_of, name, meter.of(getattr(home_of, name)))
    work.slices = meter.of_steps(work.slices)
    found: dict[str, list[float]] = {name: [] for name in ("clock", "processor", "computing", "again", "read")}
    with tempfile.TemporaryDirectory() as home:
        spec, out = read_batch(batch_file(Path(home), PERSONS, laws)), Path(home) / "out"
        run_batch(read_batch(batch_file(Path(home), 1_000, laws)), Path(home) / "warm", threads=1)
        for _ in range(turns):
            shutil.rmtree(out, ignore_errors=True)
            recipes.recipe.__wrapped__.cache_clear()
            meter.seconds, clock, processor = 0.0, time.perf_counter(), time.process_time()
            run_batch(spec, out, threads=1)
            ends = time.perf_counter() - clock, time.process_time() - processor, meter.seconds
            for name, seconds in zip(("clock", "processor", "computing"), ends, strict=True):
                found[name].append(seconds)
            for name, function in (("again", lambda: run_batch(spec, out)), ("read", lambda: read_results(out))):
                start = time.perf_counter()
                function()
                found[name].append(time.perf_counter() - start)
        size = sum(one.stat().st_size for one in out.rglob("*") if one.is_file())
        return {name: statistics.median(seconds) for name, seconds in found.items()} | {"parts": len(manifest_of(out).parts), "bytes": size}


def measure(turns: int = 3) -> list[Row]:
    """The folder's share, and seconds a thousand parts of a finished run."""
    rows = []
    for laws in LAWS:
        done = subprocess.run([sys.executable, __file__, str(laws), str(turns)], check=True, capture_output=True, text=True, encoding="utf-8")
        found = json.loads(done.stdout)
        overhead = found["processor"] / found["computing"] - 1.0
        told = f"{overhead:.1%} of computing ({found['computing']:.2f} s of {found['processor']:.2f} s; {found['clock'] - found['processor']:.2f} s more on the clock)"
        asked = (f"under {MOST_OVERHEAD:.0%}", overhead < MOST_OVERHEAD) if laws == LAWS[-1] else ()
        rows.append(Row(f"Writing, hashing and adding up, {PERSONS:,} persons x {laws} laws", told, *asked))
        parts = found["parts"]
        again = f"{found['again'] / parts * 1000:.2f} s/1,000 parts ({parts} parts, {found['bytes'] / 1e6:.0f} MB: {found['again'] * 1e3:.0f} ms)"
        rows.append(Row(f"That run again when it is finished, {laws} laws", again))
        rows.append(Row(f"Its results read from its parts, {laws} laws", f"{found['read']:.2f} s"))
    return rows


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(run(*map(int, sys.argv[1:]))))
    else:
        from timing import table

        print(table(measure()))
