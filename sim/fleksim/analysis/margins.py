"""The margins along which a person can move: hours, hourly wage, intensity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fleksim.people.cases import Case
from fleksim.people.columns import COLUMNS
from fleksim.problems import one_problem
from fleksim.titles import Titled

FULL_TIME = COLUMNS["hours"].high


@dataclass(frozen=True)
class Margin(Titled):
    """A direction: the column that names the place, its unit, the usual step, and how the columns move."""

    name: str
    column: str
    unit: str
    step: float
    da: str
    en: str
    slopes: Callable[[Case], Mapping[str, float]]
    bounds: Callable[[Case], tuple[float, float]]

    def at(self, case: Case, place: float) -> dict[str, float]:
        """The case's columns at a place of the margin."""
        here = case.columns[self.column]
        moved = {name: case.columns[name] + slope * (place - here) for name, slope in self.slopes(case).items()}
        return {**case.columns, **moved, self.column: place}

    def place(self, case: Case) -> float:
        """Where the case stands."""
        return case.columns[self.column]


def hours_present(case: Case) -> float:
    """Hours a week at the workplace: paid hours by intensity."""
    return case.columns["hours"] / case.columns["intensity"]


MARGINS: dict[str, Margin] = {
    "hours": Margin(
        "hours",
        "hours",
        "timer/uge",
        1.0,
        "Betalte timer om ugen",
        "Paid hours a week",
        slopes=lambda case: {"hours": 1.0},
        bounds=lambda case: (0.0, FULL_TIME),
    ),
    "wage": Margin(
        "wage",
        "hourly_wage",
        "kr/time",
        1.0,
        "Timeløn",
        "Hourly wage",
        slopes=lambda case: {"hourly_wage": 1.0},
        bounds=lambda case: (30.0, 600.0),
    ),
    "intensity": Margin(
        "intensity",
        "intensity",
        "andel",
        0.05,
        "Arbejdsintensitet",
        "Work intensity",
        slopes=lambda case: {"intensity": 1.0, "hours": hours_present(case)},
        bounds=lambda case: (COLUMNS["intensity"].low, min(1.0, FULL_TIME / hours_present(case) if hours_present(case) else 1.0)),
    ),
}


def margin(name: str) -> Margin:
    """A margin by name. Raises InputError."""
    if name not in MARGINS:
        raise one_problem(f"'{name}' is not a margin", way_out=f"Margins: {', '.join(MARGINS)}.")
    return MARGINS[name]
