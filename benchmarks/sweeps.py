"""Curves and grids of one person, as a notebook or a page asks for them: all outputs, as an xarray dataset."""

from __future__ import annotations

import numpy as np

import fleksim
from timing import Row, in_turns, milliseconds

CASE = {"year": 2024, "status": "fleksjob", "hourly_wage": 200, "hours": 15, "pension_share": 0.12, "municipality": "Aarhus"}
HOURS = np.linspace(0.0, 37.0, 75).tolist()
WAGES = np.linspace(120.0, 400.0, 96).tolist()
LIMIT = 0.010  # seconds


def measure(turns: int = 25) -> list[Row]:
    """Warm: the kernel is there, as for the second curve of a session."""
    found = in_turns(
        {
            f"Grid of one person, {len(HOURS)} x {len(WAGES)} points": lambda: fleksim.grid(CASE, hours=HOURS, hourly_wage=WAGES),
            "Curve of one person over hours, with exact kinks": lambda: fleksim.curve(CASE, step=0.5),
            "Curve of one person over wages, with exact kinks": lambda: fleksim.curve(CASE, over="wage", step=3.0),
        },
        turns,
    )
    return [Row(name, f"{milliseconds(one.median)} (least {milliseconds(one.least)})", "under 10 ms", one.median < LIMIT) for name, one in found.items()]


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
