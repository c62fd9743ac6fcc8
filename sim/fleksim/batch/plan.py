"""A batch as parts: blocks of persons by batches of scenarios, the same for any number of threads, tasks and workers."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from fleksim.analysis.months.asked import Asked

# Persons a part holds at least: enough that writing and hashing it are a small part of computing it.
BLOCK = 20_000
MOST_BLOCKS = 100
# Scenarios a part holds at most: their sums are kept in memory together.
SCENARIOS_A_PART = 25
# Persons on whom assumptions are tried: a run is a quarter of a second, and there are two a scenario and assumption.
SAMPLE = 5_000
# Beyond these, every scenario's sums over all groups would not fit in memory.
MANY_SCENARIOS = 500
FEW_GROUPINGS = ("alle", "decil")


@dataclass(frozen=True)
class Scenario:
    """A scenario as a worker knows it: reform files inside the folder and changed numbers."""

    key: str
    da: str
    en: str
    reforms: tuple[str, ...]
    grid: tuple[tuple[str, float], ...]
    digest: str


@dataclass(frozen=True, kw_only=True)
class MonthsPlan(Asked):
    """The months of a plan. money: whether the law runs too; tried: assumptions tried at the ends of their ranges, on the first `sample`
    persons; weight: the real persons that one who comes later stands for, about; room: the most that a scenario multiplies
    awards by; answered: scenarios that change what people gain, or set a limit: those they respond to."""

    money: bool
    tried: tuple[str, ...]
    sample: int
    weight: float
    room: float
    answered: tuple[int, ...]

    def runs_of(self, scenario: int) -> tuple[bool, ...]:
        """How a scenario is run: once where people have nothing to respond to."""
        return self.responses if scenario in self.answered else (False,)


@dataclass(frozen=True)
class MonthsRun:
    """A run of the months: a scenario (0: the law as it is), with or without response, one of the replications; or, of a sample,
    with an assumption at the low or the high end of its range (`tried`; "" for all at their value)."""

    scenario: int
    responds: bool
    replication: int
    tried: str | None = None
    high: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that decides the results of a run, and how it is cut into parts.

    size: persons; block: persons a part; population: hash of what decides the persons; versions: of the code and the
    law's numbers. Equal plans give equal bytes. static: whether the law of a day is asked for.
    """

    law: str
    as_of: str | None
    population: str
    own_data: bool
    size: int
    block: int
    scenarios: tuple[Scenario, ...]
    incentives: bool
    persons: bool
    groupings: tuple[str, ...]
    allow_rules: bool
    lines: tuple[tuple[str, float], ...]
    tilbageloeb: float
    versions: tuple[tuple[str, str], ...]
    static: bool = True
    months: MonthsPlan | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    @property
    def blocks(self) -> int:
        return math.ceil(self.size / self.block)

    @property
    def reformed(self) -> tuple[Scenario, ...]:
        """The scenarios beside the baseline."""
        return self.scenarios[1:]

    def persons_of(self, block: int) -> tuple[int, int]:
        """The persons of a block: from, to."""
        return block * self.block, min((block + 1) * self.block, self.size)

    def scenarios_of(self, chunk: int) -> tuple[Scenario, ...]:
        """The scenarios of a part, beside the baseline."""
        return self.reformed[chunk * SCENARIOS_A_PART : (chunk + 1) * SCENARIOS_A_PART]

    @property
    def chunks(self) -> int:
        """Batches of scenarios; one, of the baseline alone, where there is nothing else."""
        return max(math.ceil(len(self.reformed) / SCENARIOS_A_PART), 1)

    def stage(self, name: str) -> list[Part]:
        """The parts of a stage, in order."""
        if name == MONTHS:
            # Runs one after the other: a worker keeps what the blocks of a run share.
            return [Part(name, block, run) for run in range(len(self.runs)) for block in range(self.blocks_of_run(run))]
        chunks = self.chunks if name == SUMS else 1
        return [Part(name, block, chunk) for block in range(self.blocks) for chunk in range(chunks)]

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of this plan, in order."""
        return (PERSONS, *((INCOMES, SUMS) if self.static else ()), *((MONTHS,) if self.months else ()))

    @cached_property
    def runs(self) -> tuple[MonthsRun, ...]:
        """The runs of the months, in order."""
        plan = self.months
        if plan is None:
            return ()
        kinds = [(0, False), *((index, responds) for index in range(1, len(self.scenarios)) for responds in plan.runs_of(index))]
        usual = [MonthsRun(scenario, responds, replication) for scenario, responds in kinds for replication in range(plan.replications)]
        tried = [(index, plan.runs_of(index)[-1]) for index in range(len(self.scenarios))] if len(self.scenarios) > 1 else []
        ends = [("", False), *((name, high) for name in plan.tried for high in (False, True))] if plan.tried else []
        return (*usual, *(MonthsRun(scenario, responds, 0, name, high) for name, high in ends for scenario, responds in tried))

    def blocks_of_run(self, run: int) -> int:
        """Assumptions are tried on the first block alone."""
        return min(self.blocks, 1) if self.runs[run].tried is not None else self.blocks

    def parts(self) -> Iterator[Part]:
        for name in self.stages:
            yield from self.stage(name)


PERSONS, INCOMES, SUMS, MONTHS = "persons", "incomes", "sums", "months"


@dataclass(frozen=True, order=True)
class Part:
    """A block of persons: made (`persons`), with incomes at the baseline (`incomes`), summed (`sums`) for a batch of scenarios, or
    moved through a run of months (`months`)."""

    stage: str
    block: int
    chunk: int = 0

    @property
    def name(self) -> str:
        return f"{self.stage}-{self.block:05d}" + (f"-{self.chunk:05d}" if self.stage in (SUMS, MONTHS) else "")


def block_size(size: int) -> int:
    """Persons a part: at least BLOCK, and so many that there are at most MOST_BLOCKS."""
    return max(BLOCK, math.ceil(size / MOST_BLOCKS / BLOCK) * BLOCK)
