"""Curves and grids: one person's outputs over hours, wage or intensity, through the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fleksim import __version__
from fleksim.engine.compute import compute
from fleksim.engine.law import Law
from fleksim.engine.outputs import OUTPUTS
from fleksim.people.cases import Case
from fleksim.people.columns import COLUMNS

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]


def points(law: Law, columns: dict[str, Floats], targets: Iterable[str], rounding: str = "none") -> Floats:
    """Targets at points given by whole columns, all of one length: dims (target, point)."""
    return compute([law], columns, tuple(targets), rounding=rounding)[:, 0, :]


def columns_of(case: Case, size: int, **moving: Floats) -> dict[str, Floats]:
    """A case's columns repeated over points, some of them replaced by arrays."""
    return {name: moving[name] if name in moving else np.full(size, value) for name, value in case.columns.items()}


def grid(law: Law, case: Case, hours: Sequence[float], hourly_wage: Sequence[float], targets: Iterable[str] = OUTPUTS) -> xr.Dataset:
    """One person over hours and wages: dims (hours, hourly_wage) [hours a week, kr/hour], one variable a target.

    Rounding is left out. Raises MissingParameter.
    """
    hours_axis, wage_axis = np.asarray(hours, float), np.asarray(hourly_wage, float)
    hours_points, wage_points = (np.ascontiguousarray(one.ravel()) for one in np.meshgrid(hours_axis, wage_axis, indexing="ij"))
    targets = tuple(targets)
    rows = points(law, columns_of(case, hours_points.size, hours=hours_points, hourly_wage=wage_points), targets)
    shape = (hours_axis.size, wage_axis.size)
    return dataset(law, case, {"hours": hours_axis, "hourly_wage": wage_axis}, {name: row.reshape(shape) for name, row in zip(targets, rows, strict=True)})


def dataset(law: Law, case: Case, axes: dict[str, Floats], variables: dict[str, Floats]) -> xr.Dataset:
    """Results with units and names of every variable and axis, and what they rest on."""
    import xarray as xr

    dims = tuple(axes)
    described = {name: (dims, values, _attributes(law, name)) for name, values in variables.items()}
    coordinates = {name: (name, values, _axis_attributes(name)) for name, values in axes.items()}
    return xr.Dataset(described, coordinates, provenance(law, case))


def _attributes(law: Law, name: str) -> dict[str, Any]:
    rule = law.book.rules[name]
    return {"units": rule.unit, "long_name": rule.da, "long_name_en": rule.en, "law": rule.law}


def _axis_attributes(name: str) -> dict[str, Any]:
    column = COLUMNS[name]
    return {"units": column.unit, "long_name": column.da, "long_name_en": column.en}


def provenance(law: Law, case: Case | None = None) -> dict[str, Any]:
    """What a result rests on: law date, numbers, code version, and the case."""
    return {
        "title": law.title["da"],
        "title_en": law.title["en"],
        "law_date": law.day.isoformat(),
        "parameter_hash": law.fingerprint(),
        "fleksim_version": __version__,
        "rounding": "none",
        **({"case": case.id} if case else {}),
    }
