"""All benchmarks, one table: `python benchmarks/run.py [--out FILE] [--core N] [--only NAME ...]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import chain
import commands
import folders
import full_law
import large
import months
import people
import scaling
import scenarios
import sweeps
import workers
from timing import Row, machine, table

PARTS: dict[str, Callable[[], list[Row]]] = {
    "chain": chain.measure,
    "full_law": full_law.measure,
    "sweeps": sweeps.measure,
    "commands": commands.measure,
    "scaling": scaling.measure,
    "scenarios": scenarios.measure,
    "workers": workers.measure,
    "folders": folders.measure,
    "people": people.measure,
    "large": large.measure,
    "months": months.measure,
}


def main() -> int:
    """Run, print or write. Returns 1 if something asked for was not met."""
    parser = argparse.ArgumentParser(description="Measure fleksim.")
    parser.add_argument("--out", type=Path, help="write the table here instead of printing it")
    parser.add_argument("--core", type=int, help="stay on this core")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="run these parts")
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    rows = []
    for name in options.only:
        print(f"{name} ...", file=sys.stderr)
        rows += PARTS[name]()
    text = f"# Results\n\n{machine()}.\n\nWritten by `python benchmarks/run.py --out FILE`; what each line shows is in README.md.\n\n{table(rows)}\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
