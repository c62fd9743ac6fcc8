"""The kernel on many persons: columns in, one row a target out."""

from __future__ import annotations

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

# Persons a call works on: their columns and results (about 80 numbers each) stay below 60 MB.
CHUNK = 100_000

_prepared: dict[tuple[Any, ...], tuple[Linked, Kernel]] = {}


def prepare(laws: Sequence[Law], targets: tuple[str, ...], rounding: str) -> tuple[Linked, Kernel]:
    """The kernel for laws that share a rulebook.

    Raises ValueError if they do not.
    """
    book = laws[0].book
    if any(law.book is not book for law in laws):
        raise ValueError("laws of one call share a rulebook; run the others in calls of their own")
    parameters = book.parameters(targets)
    missing = frozenset(name for law in laws for name in parameters if name not in vars(law.p))
    key = (id(book), targets, rounding, missing)
    if key not in _prepared:
        linked = link(book, targets, rounding=rounding, missing=missing)
        # The book is kept beside its kernel, so that its id is not given to another.
        _prepared[key] = (linked, load(linked), book)  # type: ignore[assignment]
    return _prepared[key][:2]


def table_of(laws: Sequence[Law], parameters: Sequence[str]) -> Floats:
    """The numbers in force: dims (scenario, parameter); NaN where a value is missing."""
    return np.array([[vars(law.p).get(name, np.nan) for name in parameters] for law in laws]).reshape(len(laws), len(parameters))


def compute(
    laws: Sequence[Law],
    columns: Mapping[str, Floats],
    targets: Iterable[str],
    *,
    rounding: str = "none",
    out: Floats | None = None,
) -> Floats:
    """Targets of many persons under one or more laws that share a rulebook.

    columns: one array a field, dims (person,); fields left out have their default. Returns dims (target, scenario,
    person) [units of the targets; flags as 0 and 1], into `out` if given.

    Raises MissingParameter if a value is missing that some person needs.
    """
    targets = tuple(targets)
    linked, kernel = prepare(laws, targets, rounding)
    size = len(next(iter(columns.values()))) if columns else 1
    table = table_of(laws, linked.parameters)
    result = np.empty((len(targets), len(laws), size)) if out is None else out
    for low in range(0, size, CHUNK):
        high = min(low + CHUNK, size)
        _compute_chunk(linked, kernel, laws, columns, table, result, low, high, rounding)
    return result


def _compute_chunk(
    linked: Linked,
    kernel: Kernel,
    laws: Sequence[Law],
    columns: Mapping[str, Floats],
    table: Floats,
    result: Floats,
    low: int,
    high: int,
    rounding: str,
) -> None:
    """Persons low to high: straight into the result where it has the kernel's rows."""
    given = [_column(columns, name, low, high) for name in linked.columns]
    count = high - low
    direct = not linked.reports_missing and result.flags.c_contiguous and count == result.shape[2]
    rows = result if direct else np.empty((linked.rows, len(laws), count))
    kernel(*given, table, rows, 0, count)
    if linked.reports_missing:
        for scenario, person in np.argwhere(rows[-1] != 0.0):
            # The plain reading raises the error that names the value; if it does not need the value, all is well.
            read(laws[scenario], {name: float(array[person]) for name, array in zip(linked.columns, given, strict=True)}, linked.targets, rounding=rounding)
    if not direct:
        result[:, :, low:high] = rows[: len(linked.targets)]


def _column(columns: Mapping[str, Floats], name: str, low: int, high: int) -> Floats:
    if name not in columns:
        return np.full(high - low, COLUMNS[name].default)
    return np.ascontiguousarray(columns[name][low:high], dtype=np.float64)
