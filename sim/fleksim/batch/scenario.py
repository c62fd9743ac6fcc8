"""The reform of a scenario: its files stacked, with the numbers of a grid point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from fleksim.batch.files import sha256_of
from fleksim.batch.spec import ScenarioSpec
from fleksim.parameters.read import LAST_YEAR
from fleksim.problems import InputError, Problem
from fleksim.reforms.changes import Change
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import Reform, stack


@lru_cache(maxsize=256)
def _stacked(files: tuple[tuple[Path, str], ...], allow_rules: bool) -> Reform | None:
    """The reforms of files with these contents as one: grid points share them, and their rulebooks."""
    return stack(read_reform(file, allow_rules=allow_rules) for file, _ in files)


def changes(grid: Mapping[str, float]) -> dict[str, Change]:
    """The numbers of a grid point as a reform sets them."""
    return {name: Change("set", value) for name, value in grid.items()}


def scenario_reform(scenario: ScenarioSpec, grid: Mapping[str, Change], allow_rules: bool) -> Reform | None:
    """The stacked reforms of a scenario with a grid point, or None for the law as it is. Raises InputError."""
    stacked = _stacked(tuple((file, sha256_of(file)) for file in scenario.reforms), allow_rules)
    if not grid:
        return stacked
    if stacked is None:
        day = date(LAST_YEAR, 1, 1)
        return Reform({"da": scenario.da, "en": scenario.en}, "", None, since=day, baseline=day, parameters=dict(grid), file="grid")
    both = [
        Problem(f"'{name}' is changed by the grid and by {stacked.file}", file=change.file, line=change.line, way_out="Take it out of one of them.")
        for name, change in grid.items()
        if name in stacked.parameters
    ]
    if both:
        raise InputError(both)
    return replace(stacked, title={"da": scenario.da, "en": scenario.en}, parameters={**stacked.parameters, **grid})
