"""A user's own extract in place of the synthetic population: CSV or Parquet with a column map.

Every row is checked as a case, in the words and bounds of `people.cases`: 45 microseconds a row. Groups that the extract
does not have are `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim import documents
from fleksim.files import why_no_file
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
# An extract with more columns, or a first line as long, is something else; names are compared with each other.
MOST_COLUMNS = 2_000
LONGEST_HEADER = 1_000_000
_WRONG_ROW = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)")
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
    import pyarrow.parquet

    if why := why_no_file(path):
        raise one_problem(why, file=str(path))
    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise one_problem(f"'{printable(ending)}' is not a kind of extract", file=str(path), way_out="Use .csv or .parquet.")
    try:
        return pyarrow.parquet.read_table(path) if ending == ".parquet" else _read_csv(path)
    except InputError:
        raise
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        row = _WRONG_ROW.search(str(error))
        if "UTF8" in str(error):
            raise one_problem("is not UTF-8", file=str(path), way_out="Save it as UTF-8.") from None
        if row:
            raise one_problem(f"has {row[3]} columns where {row[2]} are expected", file=str(path), line=int(row[1])) from None
        raise one_problem(f"cannot be read ({printable(error, 120)})", file=str(path)) from None


def _read_csv(path: Path) -> pyarrow.Table:
    """Every column as text; in one thread, so that an error names its row. Raises InputError, ArrowException, OSError."""
    import pyarrow.csv

    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        header = stream.readline(LONGEST_HEADER)
    if "\ufffd" in header:
        raise one_problem("is not UTF-8", file=str(path), line=1, way_out="Save it as UTF-8.")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    names = [name.strip().strip('"') for name in header.split(delimiter)]
    if len(header) >= LONGEST_HEADER or len(names) > MOST_COLUMNS:
        raise one_problem(f"has more than {MOST_COLUMNS} columns in its first line", file=str(path), line=1)
    return pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter),
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False),
    )


def _column_problems(given: pyarrow.Table, mapped: ColumnMap, file: str, map_file: str) -> list[Problem]:
    """Every column that is missing in the file or in the map."""
    names = given.column_names
    if len(names) > MOST_COLUMNS:
        return [Problem(f"has {len(names)} columns, more than {MOST_COLUMNS}", file=file)]
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
    problems += [Problem("is missing", file=map_file, field=name, way_out=_way_to(name, names)) for name in needed]
    if not known & {"place", "status"}:
        problems.append(Problem("is missing", file=map_file, field="place", way_out="Map a column to place or to status, or give a constant."))
    if "civil_status" in known and not known & {"partner_wage", "partner_transfer"}:
        problems.append(
            Problem("is missing", file=map_file, field="partner_wage", way_out="Couples need the partner's income: partner_wage or partner_transfer.")
        )
    return problems


def _way_to(name: str, names: list[str]) -> str:
    """What to do about a column of ours that nothing is mapped to."""
    if len(names) == 1:
        return "The columns of a CSV are parted by , or ;"
    return f"Map a column to {name}, or give a constant." + did_you_mean(name, names).replace("Did you mean", " Is it")


def _translated(values: Any, entry: Entry, decimal_comma: bool, findings: Findings, bad: np.ndarray) -> list[Any]:
    """Their values as ours: mapped, multiplied, empty ones replaced or noted."""
    found = _plain_values(values, entry, findings.file)
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


def _plain_values(values: Any, entry: Entry, file: str) -> list[Any]:
    """The values as Python's; ages of children in one list as the text they would be in a CSV.

    Raises InputError for a column of lists or of other things that are no values.
    """
    try:
        found: list[Any] = values.to_pylist()
    except (ValueError, OverflowError) as error:
        raise one_problem(f"cannot be read: {printable(error)}", file=file, field=printable(entry.column)) from None
    if entry.to == "children":
        found = [";".join(map(str, one)) if isinstance(one, list) else one for one in found]
    if any(isinstance(one, list | dict) for one in found):
        raise one_problem(f"holds {values.type}, not plain values", file=file, field=printable(entry.column))
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
    if isinstance(value, bool):
        return None, f"'{printable(text)}' is no number"
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
        if "status" not in record:
            if ours["place"][row] in (None, codes.UNKNOWN):
                findings.add("place", "tells no status", np.array([row + 1]), "Map a column to status, or give a place that is known.")
            cases.append(None)
            bad[row] = True
            continue
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
