"""What a second processor is worth to a batch: two threads against one, two processes against one.

The same batch into new folders, in turns; timed are the stages that a crew works at, from the first part begun to the last
part noted in the journal. Processes are those of `--scheduler local:N`; that each imports and loads kernels first is counted.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from batches import batch_file
from fleksim.batch.plan import INCOMES
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
from fleksim.batch.spec import BatchSpec
from timing import Row

PERSONS, LAWS = 600_000, 21
FACTOR = 1.7
CREWS = {"1 thread": (None, 1), "2 threads": (None, 2), "1 process": ("local:1", None), "2 processes": ("local:2", None)}


@dataclass
class Clock:
    """Told of progress, it remembers when the law in force was begun and when the last part was done."""

    begun: float = 0.0
    done: float = field(default=0.0)

    def __call__(self, stage: str, done: int, total: int, reused: int) -> None:
        self.done = time.perf_counter()
        if stage == INCOMES and done == 0:
            self.begun = self.done

    @property
    def seconds(self) -> float:
        return self.done - self.begun


def worked(spec: BatchSpec, folder: Path, name: str) -> float:
    """Seconds of the stages after the persons, into a new folder."""
    scheduler, threads = CREWS[name]
    clock = Clock()
    run_batch(spec, folder, scheduler=scheduler, threads=threads, progress=clock)
    shutil.rmtree(folder)
    return clock.seconds


def measure(turns: int = 3) -> list[Row]:
    """Seconds of each crew, and the factor of the second thread and the second process."""
    found: dict[str, list[float]] = {name: [] for name in CREWS}
    with tempfile.TemporaryDirectory() as home:
        spec = read_batch(batch_file(Path(home), PERSONS, LAWS))
        worked(read_batch(batch_file(Path(home), 1_000, LAWS)), Path(home) / "warm", "1 thread")
        for _ in range(turns):
            for name in CREWS:
                found[name].append(worked(spec, Path(home) / "out", name))
    median = {name: statistics.median(seconds) for name, seconds in found.items()}
    rows = []
    for kind in ("thread", "process"):
        plural = {"thread": "threads", "process": "processes"}[kind]
        factor = median[f"1 {kind}"] / median[f"2 {plural}"]
        told = f"{factor:.2f} times one ({median[f'1 {kind}']:.1f} s and {median[f'2 {plural}']:.1f} s)"
        rows.append(Row(f"Two {plural}, {PERSONS:,} persons x {LAWS} laws", told, f"at least {FACTOR} times one", factor >= FACTOR))
    return rows


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
