"""The golden flow matrix: persons who move from state to state in five years under the law as it is.

`python -m tests.dynamics.golden` writes it anew; a change of it is a change of results, and the CHANGELOG says so.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from fleksim.dynamics.engine import Course, run
from fleksim.dynamics.flows_in import inflow
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.start import lives_of, newcomers
from fleksim.kernel.layout import State
from fleksim.parameters.months import month_assumptions
from fleksim.population.recipe import recipe
from fleksim.population.schema import WEIGHT_UNIT

PATH = Path(__file__).with_name("golden_flow_matrix.csv")
YEAR, MONTHS, SIZE, SEED = 2026, 60, 5_000, 7


def text() -> str:
    """A row a pair of states that somebody moved between: persons, in ten-thousandths, exactly."""
    start = YEAR * 12
    coming = inflow(start, MONTHS, month_assumptions())
    table = recipe(SIZE, YEAR, SEED).block(0, SIZE)
    course = Course(start, MONTHS, Rules(), coming, money=False)
    weight = float(table.column("weight").to_numpy().sum()) / WEIGHT_UNIT / SIZE
    totals = run(course, lives_of(table, start, SEED, coming), SEED)
    totals.add(run(course, newcomers(coming, start, MONTHS, weight, SEED), SEED))
    moves = totals.moves.sum(axis=0)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["from", "to", "ten_thousandths_of_persons"])
    for before, after in np.argwhere(moves):
        rows.writerow([State(before).key, State(after).key, int(moves[before, after])])
    return out.getvalue()


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
    print(f"{PATH.name}: {len(text().splitlines()) - 1} rows")
