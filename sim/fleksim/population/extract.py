"""A user's own extract in place of the synthetic population: CSV or Parquet with a column map.

Every row is checked as a case, in the words and bounds of `people.cases`: 45 microseconds a row. Groups that the extract
does not have are `unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim import documents
from fleksim.people.cases import Case, Raw, check
from fleksim.people.columns import WORKING
from fleksim.population import codes
from fleksim.population.check import UNKNOWN_MUNICIPALITY, Findings
from fleksim.population.column_map import ColumnMap, Entry, is_amount, read_column_map, same_names
from fleksim.population.extract_columns import NO_DAY, Columns, all_columns
from fleksim.population.schema import ATTRIBUTES, CASE_COLUMNS, GROUPING, NAMES, coded, column_codes, schema
from fleksim.population.sources import Table
from fleksim.problems import InputError, Problem, did_you_mean, one_problem, printable

if TYPE_CHECKING:
    import pyarrow

ON_BAD = ("refuse", "drop")
EMPTY = "is empty"
_PLACE_OF_STATUS = {status: place for place, status in reversed(codes.STATUS_OF_PLACE.items())}
_CASE_FIELDS = (*CASE_COLUMNS, "children", "municipality")


def read_extract(path: Path, column_map_path: Path | None = None, on_bad: str = "refuse") -> Table:
    """The persons of an extract, by their ids.

    on_bad: `refuse` tells every problem; `drop` leaves out the rows of which something is wrong, and counts them. Raises
    InputError for columns that are missing or odd, all at once, and for values when they are refused.
    """
    if on_bad not in ON_BAD:
        raise one_problem(f"'{printable(on_bad)}' is not one of {', '.join(ON_BAD)}", field="on_bad")
    given = _read(path)
    mapped = read_column_map(column_map_path) if column_map_path else same_names(given.column_names)
    problems = _column_problems(given, mapped, str(path), str(column_map_path) if column_map_path else str(path))
    if problems:
        raise InputError(problems)
    findings = Findings(str(path))
    bad, unfit = np.zeros((2, given.num_rows), dtype=bool)
    ours = {
        name: _translated(given.column(entry.column), entry, mapped.decimal_comma, findings, unfit if name in _CASE_FIELDS else bad)
        for name, entry in mapped.entries.items()
    }
    ours |= {name: [value] * given.num_rows for name, value in mapped.constants.items()}
    _derive_place_and_status(ours)
    cases = _cases(ours, findings, unfit)
    bad |= unfit
    columns = all_columns(ours, cases, findings, bad)
    if findings.found and on_bad == "refuse":
        raise InputError(findings.problems())
    left = np.flatnonzero(~bad)
    order = left[np.argsort(columns["id"][left], kind="stable")]
    ignored = [name for name in given.column_names if name not in {entry.column for entry in mapped.entries.values()}]
    notes = tuple(f"{path}: column '{printable(name)}' is ignored" for name in ignored)
    if findings.found:
        notes += (f"{path}: {int(bad.sum())} of {given.num_rows} rows are left out",)
    return Table(_table({name: values[order] for name, values in columns.items()}), {"kind": "extract", "file": path.name}, True, notes, findings.counts())


def _read(path: Path) -> pyarrow.Table:
    """The whole file. Raises InputError."""
    import pyarrow.csv
    import pyarrow.parquet

    if not path.is_file():
        raise one_problem("is a folder" if path.is_dir() else "there is no such file", file=str(path))
    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise one_problem(f"'{printable(ending)}' is not a kind of extract", file=str(path), way_out="Use .csv or .parquet.")
    try:
        if ending == ".parquet":
            return pyarrow.parquet.read_table(path)
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            header = stream.readline()
        delimiter = ";" if header.count(";") > header.count(",") else ","
        names = [name.strip().strip('"') for name in header.split(delimiter)]
        return pyarrow.csv.read_csv(
            path,
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False),
        )
    except (ValueError, OSError) as error:
        raise one_problem(f"cannot be read ({printable(error, 120)})", file=str(path)) from None


def _column_problems(given: pyarrow.Table, mapped: ColumnMap, file: str, map_file: str) -> list[Problem]:
    """Every column that is missing in the file or in the map."""
    names = given.column_names
    problems = [
        Problem(
            f"column '{printable(one.column)}' is not in {file}", file=map_file, line=one.line, field=one.to, way_out=did_you_mean(one.column, names) or None
        )
        for one in mapped.entries.values()
        if one.column not in names
    ]
    problems += [Problem(f"column '{printable(name)}' stands twice", file=file) for name in dict.fromkeys(names) if names.count(name) > 1]
    known = mapped.entries.keys() | mapped.constants.keys()
    needed = [name for name in ("id", "year", "hourly_wage", "hours") if name not in known]
    problems += [Problem("is missing", file=map_file, field=name, way_out=f"Map a column to {name}, or give a constant.") for name in needed]
    if not known & {"place", "status"}:
        problems.append(Problem("is missing", file=map_file, field="place", way_out="Map a column to place or to status, or give a constant."))
    if "civil_status" in known and not known & {"partner_wage", "partner_transfer"}:
        problems.append(
            Problem("is missing", file=map_file, field="partner_wage", way_out="Couples need the partner's income: partner_wage or partner_transfer.")
        )
    return problems


def _translated(values: Any, entry: Entry, decimal_comma: bool, findings: Findings, bad: np.ndarray) -> list[Any]:
    """Their values as ours: mapped, multiplied, empty ones replaced or noted."""
    found: list[Any] = values.to_pylist()
    nullable = entry.to in ATTRIBUTES and (ATTRIBUTES[entry.to].nullable or entry.to in GROUPING)
    wrong: dict[str, list[int]] = {}
    memory: dict[Any, tuple[Any, str | None]] = {}
    for row, value in enumerate(found):
        if value is None or (isinstance(value, float) and value != value) or (isinstance(value, str) and not value.strip()):
            found[row] = entry.empty if entry.empty is not None else None
            if found[row] is None and not nullable:
                wrong.setdefault(EMPTY, []).append(row)
            continue
        if value not in memory:
            memory[value] = _value(_with_point(value, entry) if decimal_comma else value, entry)
        found[row], message = memory[value]
        if message:
            wrong.setdefault(message, []).append(row)
    for message, rows in wrong.items():
        findings.add(entry.to, message, np.array(rows) + 1, f"Their column: {printable(entry.column)}.")
        bad[rows] = True
    return found


def _with_point(value: Any, entry: Entry) -> Any:
    """`1.234,5` as `1234.5`, where the map says that the file is written so and the column holds amounts."""
    return value.strip().replace(".", "").replace(",", ".") if isinstance(value, str) and is_amount(entry.to) else value


def _value(value: Any, entry: Entry) -> tuple[Any, str | None]:
    """One value as ours, or what is wrong with it."""
    text = str(value).strip()
    if entry.values:
        known = entry.values.get(text, entry.values.get(text.removesuffix(".0")))
        return (known, None) if known is not None else (None, f"'{printable(text)}' is not among the values of the map")
    if entry.factor == 1.0:
        return value, None
    try:
        number = documents.number(text) if isinstance(value, str) else float(value)
    except (ValueError, TypeError):
        return None, f"'{printable(text)}' is no number"
    return number * entry.factor, None


def _derive_place_and_status(ours: dict[str, list[Any]]) -> None:
    """Each follows from the other where it is not given."""
    if "status" not in ours:
        ours["status"] = [codes.STATUS_OF_PLACE.get(str(one)) for one in ours["place"]]
    elif "place" not in ours:
        ours["place"] = [_PLACE_OF_STATUS.get(str(one), codes.UNKNOWN) for one in ours["status"]]


def _cases(ours: Columns, findings: Findings, bad: np.ndarray) -> list[Case | None]:
    """Every row as a case: bounds, contradictions, taxes of the municipality and defaults are those of any case.

    A row that lacks one of its fields already is not looked at again.
    """
    names = [name for name in _CASE_FIELDS if name in ours]
    cases: list[Case | None] = []
    for row in range(bad.size):
        if bad[row]:
            cases.append(None)
            continue
        record = {name: Raw(str(value) if isinstance(value, bool) else value) for name in names if (value := ours[name][row]) is not None}
        if record.get("municipality", Raw(None)).value in (UNKNOWN_MUNICIPALITY, str(UNKNOWN_MUNICIPALITY)):
            del record["municipality"]
        if record["status"].value not in WORKING and not _worked(record):
            record = {name: raw for name, raw in record.items() if name not in ("hours", "hourly_wage")}
        case, problems = check(record, row=row + 1)
        cases.append(case)
        bad[row] = case is None
        for one in problems:
            name = (one.field or "").rpartition(": ")[2]
            findings.add(name if name in names else "place", one.message, np.array([row + 1]), one.way_out)
    return cases


def _worked(record: Mapping[str, Raw]) -> bool:
    """Whether a wage is stated for a person whose status does not need one."""
    return any(str(record[name].value) not in ("0", "0.0") for name in ("hours", "hourly_wage") if name in record)


def _table(columns: dict[str, np.ndarray]) -> pyarrow.Table:
    """The columns in the schema's types."""
    import pyarrow

    arrays = []
    for name in NAMES:
        kind, values = schema().field(name).type, columns[name]
        if column_codes(name):
            arrays.append(coded(values, column_codes(name)))
        elif pyarrow.types.is_date32(kind):
            arrays.append(pyarrow.array(values.astype(np.int32), mask=values == NO_DAY).cast(kind))
        elif pyarrow.types.is_boolean(kind):
            arrays.append(pyarrow.array(values.astype(bool)))
        else:
            arrays.append(pyarrow.array(values).cast(kind))
    return pyarrow.Table.from_arrays(arrays, schema=schema())
