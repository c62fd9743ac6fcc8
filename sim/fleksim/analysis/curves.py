"""Budget lines: a person's outputs along a margin, sampled evenly and at the exact kinks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fleksim.analysis.instruments import NET
from fleksim.analysis.margins import Margin
from fleksim.analysis.path import follow
from fleksim.analysis.zones import GROSS
from fleksim.engine.law import Law
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.sweeps import columns_of, dataset, points
from fleksim.people.cases import Case
from fleksim.problems import one_problem

if TYPE_CHECKING:
    import xarray as xr

_STEPS = {"hours": 0.5, "wage": 2.0, "intensity": 0.02}
MAX_POINTS = 100_000


def curve(
    law: Law, case: Case, margin: Margin, start: float | None = None, end: float | None = None, step: float | None = None, targets: Sequence[str] = OUTPUTS
) -> xr.Dataset:
    """Targets along a margin (rounding left out): one dim, named as the column that moves.

    At a kink that is a jump the sample is the value on the kink itself. Raises InputError for an empty or absurd range.
    """
    low, high = margin.bounds(case)
    start, end = low if start is None else start, high if end is None else end
    step = _STEPS[margin.name] if step is None else step
    if not (low <= start < end <= high and step > 0.0 and (end - start) / step <= MAX_POINTS):
        raise one_problem(
            f"cannot go from {start:g} to {end:g} in steps of {step:g}", way_out=f"Stay within {low:g} to {high:g} {margin.unit}, at most {MAX_POINTS} steps."
        )
    kinks = follow(law, case, margin, (GROSS, NET), start, end).kinks
    even = np.append(np.arange(start, end, step), end)
    places = np.unique(np.concatenate([even, [one.place for one in kinks]]))
    here = margin.place(case)
    moving = {name: case.columns[name] + slope * (places - here) for name, slope in margin.slopes(case).items()}
    moving[margin.column] = places
    rows = points(law, columns_of(case, places.size, **moving), targets)
    result = dataset(law, case, {margin.column: places}, dict(zip(targets, rows, strict=True)))
    result.attrs["kinks"] = kinks
    return result
