"""Is a table a population? Every missing, odd or impossible column and value, told at once with counts and first rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR
from fleksim.people.cases import Raw, check
from fleksim.people.columns import COLUMNS
from fleksim.people.municipalities import municipalities
from fleksim.population.schema import ATTRIBUTES, CASE_COLUMNS, HIGHEST_WEIGHT, NAMES, SCHEMA_VERSION, VERSION_KEY, column_codes, schema
from fleksim.problems import InputError, Problem, did_you_mean, printable

if TYPE_CHECKING:
    import pyarrow

SHOWN_ROWS = 5
NO_NUMBER = "is no number: NaN, infinite or empty"
# Whole numbers: least and most; -1 months and municipality 0 are not known.
BOUNDS = {"id": (0, 2**63 - 1), "weight": (1, HIGHEST_WEIGHT - 1), "tenure_months": (-1, 1_200)}
UNKNOWN_MUNICIPALITY = 0
# Awards: nobody at work has an older one, and none is of a year that the model does not have.
FIRST_AWARD, LAST_AWARD = date(1950, 1, 1), date(LAST_YEAR, 12, 31)


@dataclass
class Findings:
    """What is wrong with values: by column and kind, how many and the first rows. Rows count from 1."""

    file: str
    found: dict[tuple[str, str], tuple[int, list[int], str | None]] = field(default_factory=dict)

    def add(self, column: str, message: str, rows: np.ndarray, way_out: str | None = None) -> None:
        """rows: numbers of the rows, from 1."""
        if rows.size:
            count, first, _ = self.found.get((column, message), (0, [], None))
            self.found[column, message] = (count + rows.size, [*first, *rows[:SHOWN_ROWS].tolist()][:SHOWN_ROWS], way_out)

    def counts(self) -> dict[str, int]:
        """How many values of each column."""
        found: dict[str, int] = {}
        for (column, _), (count, _, _) in self.found.items():
            found[column] = found.get(column, 0) + count
        return found

    def problems(self) -> list[Problem]:
        return [
            Problem(f"{message} ({count} value{'s' if count > 1 else ''}, {_rows(rows, count)})", file=self.file, field=column, way_out=way_out)
            for (column, message), (count, rows, way_out) in self.found.items()
        ]


def _rows(rows: list[int], count: int) -> str:
    listed = f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}"
    return f"first in {listed}" if count > len(rows) else listed


def check_table(table: pyarrow.Table, file: str) -> None:
    """Raises InputError with everything that keeps a table from being a population: columns first, then values.

    Columns that are too many and their order do not matter.
    """
    problems = schema_problems(table.schema, file)
    if problems:
        raise InputError(problems)
    findings = Findings(file)
    bad_rows(conform(table), findings)
    if findings.found:
        raise InputError(findings.problems())


def drop_bad_rows(table: pyarrow.Table, file: str) -> tuple[pyarrow.Table, dict[str, int]]:
    """The rows of which nothing is wrong, and how many values of each column were. Raises InputError for its columns."""
    problems = schema_problems(table.schema, file)
    if problems:
        raise InputError(problems)
    findings = Findings(file)
    ready = conform(table)
    bad = bad_rows(ready, findings)
    return ready.filter(~bad), findings.counts()


def extra_columns(given: pyarrow.Schema) -> list[str]:
    """Columns that no population has; they are ignored."""
    return [name for name in given.names if name not in NAMES]


def schema_problems(given: pyarrow.Schema, file: str) -> list[Problem]:
    """Missing columns, wrong types and another version of the schema."""
    problems = []
    version = (given.metadata or {}).get(VERSION_KEY.encode(), str(SCHEMA_VERSION).encode()).decode(errors="replace")
    if version != str(SCHEMA_VERSION):
        way_out = "Build the population again with this version."
        problems.append(Problem(f"has population schema {printable(version)}, not {SCHEMA_VERSION}", file=file, way_out=way_out))
    extra = extra_columns(given)
    for name in NAMES:
        if given.names.count(name) > 1:
            problems.append(Problem("stands twice", file=file, field=name))
        elif name not in given.names:
            problems.append(Problem("is missing", file=file, field=name, way_out=did_you_mean(name, extra) or None))
        elif not _fits(given.field(name).type, schema().field(name).type):
            problems.append(Problem(f"is {given.field(name).type}, not {_plain(schema().field(name).type)}", file=file, field=name))
    return problems


def _plain(kind: Any) -> str:
    import pyarrow

    return "text" if pyarrow.types.is_dictionary(kind) else str(kind)


def _fits(given: Any, wanted: Any) -> bool:
    """The same type, or one that loses nothing: narrower whole numbers, single precision, plain text."""
    import pyarrow.types as types

    if types.is_dictionary(wanted):
        text = given.value_type if types.is_dictionary(given) else given
        return bool(types.is_string(text) or types.is_large_string(text))
    if types.is_floating(wanted):
        return bool(types.is_floating(given) or types.is_integer(given))
    if types.is_signed_integer(wanted):
        return bool(types.is_integer(given) and (given.bit_width < wanted.bit_width or given == wanted))
    return bool(given == wanted)


def conform(table: pyarrow.Table) -> pyarrow.Table:
    """The columns of the schema, in its order and types; codes that are none become null for the checks to find."""
    import pyarrow

    wanted = schema()
    # A whole number too large for a float is rounded, and found out of bounds.
    arrays = [_coded(table.column(name), name) if column_codes(name) else table.column(name).cast(wanted.field(name).type, safe=False) for name in NAMES]
    loose = pyarrow.schema([one.with_nullable(True) for one in wanted], metadata=wanted.metadata)
    return pyarrow.Table.from_arrays(arrays, schema=loose)


def _coded(values: Any, name: str) -> Any:
    """Text, or a dictionary in any order, as our dictionary."""
    import pyarrow
    import pyarrow.compute as compute

    texts = pyarrow.array(column_codes(name), pyarrow.string())
    plain = values.cast(pyarrow.string())
    plain = plain.combine_chunks() if isinstance(plain, pyarrow.ChunkedArray) else plain
    plain = pyarrow.concat_arrays(plain.chunks) if isinstance(plain, pyarrow.ChunkedArray) else plain
    return pyarrow.DictionaryArray.from_arrays(compute.index_in(plain, texts).cast(pyarrow.int8()), texts)


def bad_rows(table: pyarrow.Table, findings: Findings, first_row: int = 1, *, unique: bool = True) -> np.ndarray:
    """Which rows of a conforming table have something wrong (person,), each noted in `findings`."""
    import pyarrow
    import pyarrow.compute as compute

    bad = np.zeros(table.num_rows, dtype=bool)

    def note(column: str, message: str, which: np.ndarray, way_out: str | None = None) -> None:
        nonlocal bad
        bad |= which
        findings.add(column, message, np.flatnonzero(which) + first_row, way_out)

    for name in NAMES:
        empty = table.column(name).is_null().to_numpy()
        if column_codes(name):
            note(name, "is not one of its codes", empty, f"Codes: {', '.join(column_codes(name))}.")
        elif name in COLUMNS:
            _check_numbers(table.column(name), name, empty, note)
        elif not ATTRIBUTES[name].nullable:
            note(name, NO_NUMBER, empty)
        if name in BOUNDS:
            low, high = BOUNDS[name]
            numbers = table.column(name).fill_null(low).to_numpy()
            note(name, f"is outside {low} to {high}", (numbers < low) | (numbers > high))
    awards = table.column("grant_date")
    outside = compute.or_(compute.less(awards, pyarrow.scalar(FIRST_AWARD)), compute.greater(awards, pyarrow.scalar(LAST_AWARD)))
    note("grant_date", f"is outside {FIRST_AWARD} to {LAST_AWARD}", outside.fill_null(False).to_numpy())
    codes = table.column("municipality").fill_null(UNKNOWN_MUNICIPALITY).to_numpy()
    note("municipality", "is no municipality", ~np.isin(codes, [UNKNOWN_MUNICIPALITY, *municipalities()]), "Codes run from 101 to 860; 0 is not known.")
    _check_years(table, note)
    if unique:
        note("id", "stands before", _seen_before(table.column("id").fill_null(-1).to_numpy()), "Persons of one id would share their luck.")
    return bad


def _check_numbers(values: Any, name: str, empty: np.ndarray, note: Any) -> None:
    column = COLUMNS[name]
    if column.kind == "flag":
        note(name, NO_NUMBER, empty)
        return
    numbers = values.to_numpy()
    odd = empty | ~np.isfinite(numbers)
    note(name, NO_NUMBER, odd)
    with np.errstate(invalid="ignore"):
        note(
            name, f"is outside {column.low:g} to {column.high:g} {column.unit}", ~odd & ((numbers < column.low) | (numbers > column.high)), column.hint or None
        )


def _check_years(table: pyarrow.Table, note: Any) -> None:
    years = table.column("year").to_numpy(zero_copy_only=False)
    fine = np.isin(years, np.arange(FIRST_YEAR, LAST_YEAR + 1))
    note("year", "is no whole year of the model", ~fine & (years >= FIRST_YEAR) & (years <= LAST_YEAR))
    if years.size:
        note("year", "is not the year of the first row", fine & (years != years[0]), "A population is of one year.")


def _seen_before(ids: np.ndarray) -> np.ndarray:
    """Rows whose id an earlier row has."""
    order = np.argsort(ids, kind="stable")
    again = np.zeros(ids.shape, dtype=bool)
    again[order[1:]] = ids[order[1:]] == ids[order[:-1]]
    return again


def note_contradictions(table: pyarrow.Table, findings: Findings, first_row: int = 1) -> np.ndarray:
    """Rows that are no possible case, in the words of `people.cases` (person,). 40 microseconds a row."""
    bad = np.zeros(table.num_rows, dtype=bool)
    for row, record in enumerate(records(table)):
        _, problems = check(record, row=first_row + row)
        bad[row] = bool(problems)
        for one in problems:
            name = (one.field or "").rpartition(": ")[2]
            findings.add(name, one.message, np.array([first_row + row]), one.way_out)
    return bad


def records(table: pyarrow.Table) -> list[dict[str, Raw]]:
    """The persons as raw cases."""
    names = [*(name for name in CASE_COLUMNS if name in table.column_names), "id"]
    rows = table.select(names).to_pylist()
    return [{name: Raw(str(value) if isinstance(value, bool) else value) for name, value in row.items()} for row in rows]
