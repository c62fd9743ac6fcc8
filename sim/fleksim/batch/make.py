"""Making parts, stage by stage: each noted in the journal when it is on the disk; one that fails does not keep the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fleksim.batch.crew import Crew, Task, Threads, Work
from fleksim.batch.files import Receipt, write_table
from fleksim.batch.journal import Done, Journal
from fleksim.batch.log import Log
from fleksim.batch.places import file_of
from fleksim.batch.plan import MONTHS, PERSONS, Part, Plan
from fleksim.batch.prepare import Prepared
from fleksim.batch.work import SPARING, perform, run_in, slice_size
from fleksim.parameters.values import MissingParameter
from fleksim.problems import InputError

# What a scheduler can bear: some milliseconds and kilobytes a task.
MOST_TASKS = 2_000

# stage, parts done, parts in all, parts that were there already
Progress = Callable[[str, int, int, int], None]


def quiet(stage: str, done: int, total: int, reused: int) -> None:
    """No progress shown."""


@dataclass
class Made:
    """Parts that are done, with those of earlier runs, and why others failed."""

    done: Done
    failed: dict[str, str] = field(default_factory=dict)


def make(folder: Path, prepared: Prepared, done: Done, crew: Crew, chunk: int | None, progress: Progress, log: Log) -> Made:
    """Make what is not done; a part that fails stops the stages after it. Raises InputError, OSError."""
    plan = prepared.plan
    made = Made(dict(done))
    with Journal(folder, plan.digest) as journal:
        for name in plan.stages:
            stage = _Stage(name, plan, made, journal, log, progress)
            if not stage.left:
                continue
            if name == PERSONS:
                # A user's own persons come from one file, synthetic ones from their numbers.
                persons = Threads(1 if prepared.source.own_data else os.cpu_count() or 1)
                stage.make(persons, partial(_persons, folder, prepared), tasks_of(stage.left, plan, None))
            else:
                if name != MONTHS:
                    warm(folder, plan)
                work = partial(perform, str(folder.resolve()), plan.digest)
                stage.make(crew, partial(work, slice_size(chunk)), tasks_of(stage.left, plan, chunk))
                stage.again(crew, partial(work, SPARING))
            if made.failed:
                break
    return made


class _Stage:
    """A stage at work. left: its parts that are to be made; starved: those for which memory or the worker was lost."""

    def __init__(self, name: str, plan: Plan, made: Made, journal: Journal, log: Log, progress: Progress) -> None:
        self.name, self.made, self.journal, self.log, self.progress = name, made, journal, log, progress
        parts = plan.stage(name)
        self.left = [part for part in parts if part.name not in made.done]
        self.total, self.reused = len(parts), len(parts) - len(self.left)
        self.finished = self.reused
        self.starved: list[Part] = []
        self._show()

    def make(self, crew: Crew, work: Work, tasks: Sequence[Task]) -> None:
        for batch in crew.make(work, tasks):
            for part, result in batch.items():
                if isinstance(result, Exception):
                    self._failed(part, result)
                else:
                    self._done(part, result)
            self._show()

    def again(self, crew: Crew, work: Work) -> None:
        """Try each part that was short of memory alone."""
        for part in sorted(self.starved):
            self.log.note("alone", part=part.name)
            self.make(crew, work, [(part,)])

    def _done(self, part: Part, receipts: tuple[Receipt, ...]) -> None:
        self.journal.add(part.name, receipts)
        self.log.note("part", part=part.name)
        self.made.done[part.name] = receipts
        self.made.failed.pop(part.name, None)
        self.finished += 1

    def _failed(self, part: Part, error: Exception) -> None:
        """Bad input and a full disk end the run; anything else is this part's failure."""
        if isinstance(error, InputError | OSError):
            raise error
        if isinstance(error, MissingParameter):
            raise InputError([error.problem()])
        starved = isinstance(error, MemoryError) or type(error).__name__ == "KilledWorker"
        self.made.failed[part.name] = _WHY_STARVED[type(error).__name__ == "KilledWorker"] if starved else f"{type(error).__name__}: {error}"
        self.log.note("failed", part=part.name, why=self.made.failed[part.name][:200])
        if starved:
            self.starved.append(part)

    def _show(self) -> None:
        self.progress(self.name, self.finished, self.total, self.reused)


_WHY_STARVED = {False: "out of memory", True: "every worker that tried it died (out of memory?)"}


def tasks_of(parts: Sequence[Part], plan: Plan, chunk: int | None) -> list[Task]:
    """Parts as tasks: one a part, as many blocks as hold `chunk` persons, or more where there would be too many tasks."""
    blocks = max((chunk or plan.block) // plan.block, -(-len(parts) // MOST_TASKS), 1)
    tasks: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        tasks.setdefault((part.block // blocks, part.chunk), []).append(part)
    return [tuple(task) for task in tasks.values()]


def _persons(folder: Path, prepared: Prepared, part: Part) -> tuple[Receipt, ...]:
    """The persons of a block, from the source."""
    low, high = prepared.plan.persons_of(part.block)
    return (write_table(folder, file_of(part), prepared.source.block(low, high)),)


def warm(folder: Path, plan: Plan) -> None:
    """Compile the kernels once, before many need them at the same time."""
    from fleksim.analysis.measures import STATIC_TARGETS
    from fleksim.analysis.responses import RESPONSE_TARGETS
    from fleksim.engine.compute import prepare as compile_kernel

    run = run_in(str(folder.resolve()), plan.digest)
    books = {id(law.book): law for law in (run.baseline, *(run.applied(one).law for one in plan.reformed))}
    for law in books.values():
        for targets in (STATIC_TARGETS, *((RESPONSE_TARGETS,) if plan.incentives else ())):
            compile_kernel([law], targets, "none")
