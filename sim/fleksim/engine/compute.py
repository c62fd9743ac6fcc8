"""The kernel on many persons: columns in, one row a target out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.engine.law import Law
from fleksim.engine.reading import read
from fleksim.kernel.link import Linked, link
from fleksim.kernel.store import Kernel, load
from fleksim.people.columns import COLUMNS

Floats = npt.NDArray[np.float64]

# Persons a call works on where rows are not written straight into the result: rows and defaults stay in the cache, 1.3
# times faster than 100,000. Not a power of two, or all rows fall into the same places of it: 1.6 times slower at 2,048.
CHUNK = 10_000

_prepared: dict[tuple[Any, ...], tuple[Linked, Kernel]] = {}


def prepare(laws: Sequence[Law], targets: tuple[str, ...], rounding: str, constants: Mapping[str, float] | None = None) -> tuple[Linked, Kernel]:
    """The kernel for laws that share a rulebook. constants: columns that are the same for everybody.

    Raises ValueError if the laws do not share one, or a constant is not finite.
    """
    book = laws[0].book
    if any(law.book is not book for law in laws):
        raise ValueError("laws of one call share a rulebook; run the others in calls of their own")
    if unusable := [name for name, value in (constants or {}).items() if not math.isfinite(value)]:
        raise ValueError(f"not a number: {', '.join(unusable)}")
    missing = frozenset[str]().union(*(set(book.parameters(targets)) - vars(law.p).keys() for law in laws))
    key = (id(book), targets, rounding, missing, tuple(sorted((constants or {}).items())))
    if key not in _prepared:
        linked = link(book, targets, rounding=rounding, missing=missing, constants=constants)
        # The book is kept beside its kernel, so that its id is not given to another.
        _prepared[key] = (linked, load(linked), book)  # type: ignore[assignment]
    return _prepared[key][:2]


def table_of(laws: Sequence[Law], parameters: Sequence[str]) -> Floats:
    """The numbers in force: dims (scenario, parameter); NaN where a value is missing."""
    return np.array([[values.get(name, np.nan) for name in parameters] for values in (vars(law.p) for law in laws)]).reshape(len(laws), len(parameters))


def compute(
    laws: Sequence[Law],
    columns: Mapping[str, Floats | float],
    targets: Iterable[str],
    *,
    rounding: str = "none",
    fitted: bool = False,
    out: Floats | None = None,
) -> Floats:
    """Targets of many persons under one or more laws that share a rulebook.

    columns: one array a field, dims (person,), or a number that is the same for everybody; fields left out have their
    default. fitted: write what is the same for everybody into a kernel of its own: some seconds to compile for each new
    set of numbers, then 11 times faster where seven of 41 columns vary (benchmarks/chain.py). Returns dims (target,
    scenario, person) [units of the targets; flags as 0 and 1], into `out` if given.

    Raises MissingParameter if a value is missing that some person needs, ValueError for lengths that differ.
    """
    targets = tuple(targets)
    size = next((shape[0] for shape in map(np.shape, columns.values()) if shape), 1)
    needed = laws[0].book.columns(targets)
    given = {name: np.ascontiguousarray(columns[name], dtype=np.float64) for name in needed if np.ndim(columns.get(name, 0.0))}
    same = {name: float(columns.get(name, COLUMNS[name].default)) for name in needed if name not in given}
    linked, kernel = prepare(laws, targets, rounding, same if fitted else {})
    result = np.empty((len(targets), len(laws), size)) if out is None else out
    # The kernel does not look where it reads and writes.
    if wrong := [f"{name} {one.shape}" for name, one in given.items() if one.shape != (size,)]:
        raise ValueError(f"not of {size} persons: {', '.join(wrong)}")
    if result.shape != (len(targets), len(laws), size):
        raise ValueError(f"out has dims {result.shape}, not {(len(targets), len(laws), size)}")
    table = table_of(laws, linked.parameters)
    whole = not linked.reports_missing and given.keys() >= set(linked.columns)
    step = size if whole else min(CHUNK, size)
    straight = step == size and not linked.reports_missing and result.flags.c_contiguous
    defaults = {name: np.full(step, same[name]) for name in linked.columns if name not in given}
    rows = result if straight else np.empty((linked.rows, len(laws), step))
    for low in range(0, size, max(step, 1)):
        count = min(step, size - low)
        part = {name: given[name][low : low + count] if name in given else defaults[name] for name in linked.columns}
        kernel(*part.values(), table, rows, 0, count)
        if linked.reports_missing:
            for scenario, person in np.argwhere(rows[-1, :, :count] != 0.0):
                # The plain reading raises the error that names the value; if it does not need the value, all is well.
                read(laws[scenario], same | {name: float(one[person]) for name, one in part.items()}, linked.targets, rounding=rounding)
        if not straight:
            result[:, :, low : low + count] = rows[: len(targets), :, :count]
    return result
