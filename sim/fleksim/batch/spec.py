"""What a batch file says, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fleksim.analysis.months.asked import Asked

BASELINE = "baseline"
OUTPUTS = ("static", "incentives", "persons", "dynamic")


@dataclass(frozen=True)
class PopulationSpec:
    """Whose lives: a synthetic population by size, year and seed, a population file, or an extract with its column map."""

    year: int
    size: int | None = None
    seed: int = 1
    file: Path | None = None
    extract: Path | None = None
    columns: Path | None = None
    on_bad: str = "refuse"


@dataclass(frozen=True)
class ScenarioSpec:
    """A scenario: reforms stacked on the law, with the changed numbers of a grid point.

    key: its name in results, one of a kind; name: as the file gave it, for messages; line: where.
    """

    key: str
    da: str
    en: str
    reforms: tuple[Path, ...] = ()
    grid: Mapping[str, float] = field(default_factory=dict)
    line: int | None = None

    @property
    def is_baseline(self) -> bool:
        return not self.reforms and not self.grid


@dataclass(frozen=True, kw_only=True)
class MonthsSpec(Asked):
    """The months of a batch. money: whether the law runs too; uncertainty: whether assumptions are tried at the ends of their
    ranges, one at a time."""

    money: bool
    uncertainty: bool


@dataclass(frozen=True)
class BatchSpec:
    """A batch. law: the day whose law is the baseline; as_of: the day for phase-in and protection, None for the full reform."""

    title: Mapping[str, str]
    population: PopulationSpec
    law: date
    scenarios: tuple[ScenarioSpec, ...]
    outputs: tuple[str, ...]
    groupings: tuple[str, ...] | None
    as_of: date | None
    file: Path
    allow_rules: bool = False
    months: MonthsSpec | None = None
