"""A batch as parts: blocks of persons by batches of scenarios, the same for any number of threads, tasks and workers."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass

# Persons a part holds at least: enough that writing and hashing it are a small part of computing it.
BLOCK = 20_000
MOST_BLOCKS = 100
# Scenarios a part holds at most: their sums are kept in memory together.
SCENARIOS_A_PART = 25
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


@dataclass(frozen=True)
class Plan:
    """Everything that decides the results of a run, and how it is cut into parts.

    size: persons; block: persons a part; population: hash of what decides the persons; versions: of the code and the
    law's numbers. Equal plans give equal bytes.
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
        chunks = self.chunks if name == SUMS else 1
        return [Part(name, block, chunk) for block in range(self.blocks) for chunk in range(chunks)]

    def parts(self) -> Iterator[Part]:
        for name in STAGES:
            yield from self.stage(name)


PERSONS, INCOMES, SUMS = "persons", "incomes", "sums"
STAGES = (PERSONS, INCOMES, SUMS)


@dataclass(frozen=True, order=True)
class Part:
    """A block of persons: made (`persons`), with incomes at the baseline (`incomes`), or summed (`sums`) for a batch of scenarios."""

    stage: str
    block: int
    chunk: int = 0

    @property
    def name(self) -> str:
        return f"{self.stage}-{self.block:05d}" + (f"-{self.chunk:05d}" if self.stage == SUMS else "")


def block_size(size: int) -> int:
    """Persons a part: at least BLOCK, and so many that there are at most MOST_BLOCKS."""
    return max(BLOCK, math.ceil(size / MOST_BLOCKS / BLOCK) * BLOCK)
