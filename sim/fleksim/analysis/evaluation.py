"""Many persons under many laws: measures at the baseline, changes by scenario, summed over cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fleksim.analysis.measures import STATIC_TARGETS, Integers, measure
from fleksim.analysis.responses import responses
from fleksim.engine.compute import compute
from fleksim.engine.law import Law
from fleksim.people.columns import COLUMNS

Floats = npt.NDArray[np.float64]

# Persons evaluated at a time: columns, targets and measures of a scenario stay in the cache (compute.CHUNK says why not
# a power of two).
SLICE = 10_000


@dataclass(frozen=True)
class Question:
    """What is asked of every person: whether marginal rates too, and the share that returns through indirect taxes."""

    incentives: bool
    tilbageloeb: float


def whole_columns(columns: Mapping[str, Floats | float], size: int) -> dict[str, Floats]:
    """Every column of the law as an array, dims (person); those left out have their default."""
    found = {}
    for name, column in COLUMNS.items():
        value = columns.get(name, column.default)
        found[name] = np.ascontiguousarray(value, np.float64) if np.ndim(value) else np.full(size, float(value))
    return found


def measured(laws: Sequence[Law], columns: Mapping[str, Floats], question: Question) -> list[Integers]:
    """The measures of persons under laws that share a rulebook, one array a law: dims (measure, person).

    Raises MissingParameter.
    """
    rows = compute(laws, columns, STATIC_TARGETS)
    answers = responses(laws, columns) if question.incentives else [None] * len(laws)
    return [
        measure(columns, dict(zip(STATIC_TARGETS, rows[:, index], strict=True)), answer, question.tilbageloeb)
        for index, answer in zip(range(len(laws)), answers, strict=True)
    ]


def by_rulebook(laws: Sequence[Law]) -> list[list[int]]:
    """The places of laws that share a rulebook, together: they go through the kernel in one call."""
    found: dict[int, list[int]] = {}
    for index, law in enumerate(laws):
        found.setdefault(id(law.book), []).append(index)
    return list(found.values())
