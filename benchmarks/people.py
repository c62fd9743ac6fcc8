"""Building populations of 10^5 to 10^7 persons into a file: persons a second, and memory that does not grow with them."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from batches import YEAR, watched
from fleksim.population.recipe import recipe
from timing import Row

SIZES = (100_000, 1_000_000, 10_000_000)
# What grows is Parquet's own list of row groups, kept until the file is closed: 7 bytes a person, of 360 in the columns.
MOST_GROWTH = 1.5
# Drawn without a file, on one thread.
DRAWN, BLOCK = 1_000_000, 20_000


def measure() -> list[Row]:
    """Drawing alone, then a command of its own for each size: seconds, and memory of its processes at the peak."""
    with tempfile.TemporaryDirectory() as home:
        found = {
            size: watched("-m", "fleksim", "population", "build", "--year", str(YEAR), "--size", str(size), "--out", str(Path(home) / "persons.parquet"))
            for size in (SIZES[0], *SIZES)
        }
    rows = [_drawing()]
    for size, one in found.items():
        rows.append(
            Row(
                f"Population file of {size:,} persons",
                f"{one.seconds:.1f} s, {size / one.seconds / 1e3:,.0f} thousand persons/s; {one.peak / 1e6:.0f} MB at the peak",
            )
        )
    growth = found[SIZES[-1]].peak / found[SIZES[0]].peak
    rows.append(
        Row(f"Memory of {SIZES[-1]:,} persons against {SIZES[0]:,}", f"{growth:.2f} times", f"flat: at most {MOST_GROWTH} times", growth <= MOST_GROWTH)
    )
    return rows


def _drawing() -> Row:
    recipe(BLOCK, YEAR).block(0, BLOCK)
    start = time.perf_counter()
    made = recipe(DRAWN, YEAR, 2)
    raked = time.perf_counter()
    for low in range(0, DRAWN, BLOCK):
        made.block(low, low + BLOCK)
    drawn = time.perf_counter()
    told = f"{DRAWN / (drawn - start) / 1e3:,.0f} thousand persons/s: weights {(raked - start) / DRAWN * 1e6:.2f}, columns {(drawn - raked) / DRAWN * 1e6:.2f} microseconds/person"
    return Row(f"{DRAWN:,} persons drawn in memory, one thread", told)


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
