"""A population as a DataFrame, to look at, divide and change, and back: what notebooks work with.

A row is a person; `weight` is the real persons it stands for. What the persons are, units and titles are in `frame.attrs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim.people.columns import COLUMNS
from fleksim.population.check import SHOWN_ROWS, Findings, bad_rows, conform, note_contradictions
from fleksim.population.schema import ATTRIBUTES, NAMES, WEIGHT_UNIT, column_codes, describe, schema, unit
from fleksim.population.sources import Source, Table
from fleksim.problems import InputError, Problem, did_you_mean, printable

if TYPE_CHECKING:
    import pandas as pd

# Where the attributes of a frame say what its persons are.
ABOUT = "population"
FILE = "population"
# Columns of a population that are no fields of a case.
NO_FIELDS = tuple(name for name in ATTRIBUTES if name not in ("id", "municipality"))
# Units of numbers that are counted, not measured.
_COUNTED = ("aar", "personer", "uger", "maaneder")


def to_frame(source: Source) -> pd.DataFrame:
    """Every person of a source: codes as text, counts as whole numbers, `weight` [persons]."""
    table = source.block(0, source.size)
    frame: pd.DataFrame = table.to_pandas(date_as_object=True)
    for name in NAMES:
        if column_codes(name):
            frame[name] = frame[name].astype(object)
        elif name in COLUMNS and COLUMNS[name].unit in _COUNTED:
            frame[name] = frame[name].astype(np.int64)
    frame["weight"] = frame["weight"] / WEIGHT_UNIT
    frame.attrs = {ABOUT: source.about(), "own_data": source.own_data, "units": {name: unit(name) for name in NAMES} | {"weight": "personer"}}
    for key, lang in (("long_name", "da"), ("long_name_en", "en")):
        frame.attrs[key] = {name: describe(name, lang)[0] for name in NAMES}
    return frame


def from_frame(frame: pd.DataFrame) -> Table:
    """The persons of a frame in the schema: rows in any order, any of those of a population, with changed values too.

    Columns of the user's own are left alone; weights are rounded to ten-thousandths of a person. A frame that does not come
    from a population of this package is the user's own data: its persons must also be possible cases, and its small groups
    are hidden in results.

    Raises InputError with every column and value that is wrong.
    """
    import pyarrow

    missing = [Problem("is missing", file=FILE, field=name, way_out=did_you_mean(name, _others(frame)) or None) for name in NAMES if name not in frame.columns]
    if missing:
        raise InputError(missing)
    problems: list[Problem] = []
    arrays = {name: _array(name, frame[name], problems) for name in NAMES}
    if problems:
        raise InputError(problems)
    table = conform(pyarrow.table(arrays))
    about = frame.attrs.get(ABOUT, {})
    own = bool(frame.attrs.get("own_data", True)) or not about
    findings = Findings(FILE)
    if not bad_rows(table, findings).any() and own:
        note_contradictions(table, findings)
    if findings.found:
        raise InputError(findings.problems())
    return Table(table.cast(schema()), _known(about), own)


def _known(about: Mapping[str, Any]) -> dict[str, Any]:
    """What the persons were drawn as; which of them are left, and as what, their content hash says."""
    return {"kind": "frame", **{f"drawn_{name}": value for name, value in about.items()}}


def _others(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name not in NAMES]


def _array(name: str, values: Any, problems: list[Problem]) -> Any:
    """A column as Arrow has it; what cannot be is a problem."""
    import pyarrow

    kind = pyarrow.string() if column_codes(name) else schema().field(name).type
    try:
        if name == "weight":
            values = _weights(values, problems)
        return pyarrow.array(values, kind, from_pandas=True)
    except (pyarrow.ArrowException, ValueError, TypeError, OverflowError) as error:
        wanted = "text" if column_codes(name) else str(kind)
        problems.append(Problem(f"is not {wanted} throughout ({printable(error, 80)})", file=FILE, field=name))
        return None


def _weights(values: Any, problems: list[Problem]) -> Any:
    """Persons in ten-thousandths; those that stand for nobody, or for no number, are a problem."""
    persons = np.asarray(values, float)
    units = np.rint(np.where(np.isfinite(persons), persons, 0.0) * WEIGHT_UNIT).astype(np.int64)
    if wrong := np.flatnonzero(units < 1).tolist():
        rows = ", ".join(str(row + 1) for row in wrong[:SHOWN_ROWS])
        problems.append(
            Problem(f"is no number of persons above 0 ({len(wrong)} values, first in row {rows})", file=FILE, field="weight", way_out="Leave such rows out.")
        )
    return units


def case_fields(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame without what only a population has, so that its rows are cases.

    Frames without a column `weight` are as they are. The municipality goes too where the tax rates are stated.
    """
    if "weight" not in frame.columns:
        return frame
    taxed = {"kommuneskat", "kirkeskat"} <= set(frame.columns)
    return frame.drop(columns=[name for name in (*NO_FIELDS, *(("municipality",) if taxed else ())) if name in frame.columns])
