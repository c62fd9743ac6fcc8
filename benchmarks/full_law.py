"""The whole law, every status, partners, children, housing: persons a second on one core, and bytes a person."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fleksim.engine.compute import prepare, table_of
from fleksim.engine.law import law
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.people.columns import COLUMNS
from samples import DAY, YEAR, Floats, households
from timing import Row, in_turns

SAME = 1e-6  # kroner
NUMBER = 8  # bytes

# What is timed: the targets and the rounding.
RUNS: dict[str, tuple[tuple[str, ...], str]] = {
    "disposable income": (("disponibel_indkomst",), "none"),
    f"{len(OUTPUTS)} outputs": (OUTPUTS, "none"),
    f"{len(OUTPUTS)} outputs with the authority's rounding": (OUTPUTS, "skat"),
}


def kernel_call(columns: dict[str, Floats], targets: tuple[str, ...], rounding: str) -> tuple[Callable[[], object], Floats, int]:
    """The kernel on columns that all vary; its rows, and the numbers it reads and writes a person."""
    rules = law(DAY)
    linked, kernel = prepare([rules], targets, rounding)
    assert not linked.reports_missing, "a law without gaps is timed"
    size = len(columns["year"])
    out = np.full((linked.rows, 1, size), np.nan)
    arguments, table = [columns[name] for name in linked.columns], table_of([rules], linked.parameters)
    return (lambda: kernel(*arguments, table, out, 0, size)), out, len(arguments) + linked.rows


def check(columns: dict[str, Floats], out: Floats, targets: tuple[str, ...], rounding: str, persons: int = 200) -> None:
    """Hold some persons against the plain reading of the rules. Raises AssertionError."""
    for person in range(persons):
        values = read(law(DAY), {name: float(column[person]) for name, column in columns.items()}, targets, rounding=rounding)
        np.testing.assert_allclose(out[:, 0, person], [float(values[name]) for name in targets], rtol=0.0, atol=SAME, err_msg=f"person {person}")


def measure(size: int = 100_000, turns: int = 15) -> list[Row]:
    """One row a run, and one of many rows kept in the cache."""
    columns = {name: np.full(size, column.default) for name, column in COLUMNS.items()} | households(size) | {"year": np.full(size, YEAR)}
    calls, numbers = {}, {}
    for title, (targets, rounding) in RUNS.items():
        calls[title], out, numbers[title] = kernel_call(columns, targets, rounding)
        calls[title]()
        check(columns, out, targets, rounding)
    found = in_turns(calls, turns)
    rules = law(DAY).book
    rows = [
        Row(
            f"Full law, {title} ({len(rules.order(RUNS[title][0]))} rules)",
            f"{size / one.median / 1e6:.1f} M persons/s/core (at best {size / one.least / 1e6:.1f}); {numbers[title] * NUMBER} bytes/person",
        )
        for title, one in found.items()
    ]
    # Where the rows are summed and forgotten, a chunk that stays in the cache is written again and again. Never a power of
    # two: 2,048 persons take 1.6 times as long as 2,100, because all rows then fall into the same places of the cache.
    title, chunk = f"{len(OUTPUTS)} outputs", 10_000
    small, _, _ = kernel_call({name: column[:chunk].copy() for name, column in columns.items()}, *RUNS[title])
    one = in_turns({"small": small}, turns * 5)["small"]
    return [*rows, Row(f"Full law, {title}, {chunk:,} persons again and again", f"{chunk / one.median / 1e6:.1f} M persons/s/core")]


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
