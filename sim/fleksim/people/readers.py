"""Reading cases from JSON, YAML, CSV, Parquet, standard input, and from Python."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fleksim import documents
from fleksim.documents import Fields, Items, Node, Text
from fleksim.people.cases import MAX_ID_LENGTH, Case, Raw, check
from fleksim.problems import InputError, Problem, one_problem, printable

MAX_CASE_BYTES = 16 * 1024 * 1024
MAX_PROBLEMS = 200


def read_cases(source: str | Path) -> list[Case]:
    """The cases of a file, by its ending: .json, .yaml, .yml, .csv or .parquet; `-` is standard input (JSON, YAML or CSV).

    Raises InputError with every problem of the file.
    """
    if str(source) == "-":
        text = documents.decode(sys.stdin.buffer.read(MAX_CASE_BYTES + 1)[:MAX_CASE_BYTES], "-")
        return _from_text(text, "-", ".csv" if _looks_like_csv(text) else ".yaml")
    path = Path(source)
    if not path.exists():
        raise one_problem("there is no such file", file=str(path))
    if path.is_dir():
        raise one_problem("is a folder", file=str(path), way_out="Name a file of cases.")
    ending = path.suffix.lower()
    if ending == ".parquet":
        return cases_from_frame(_read_parquet(path), str(path))
    if ending not in (".json", ".yaml", ".yml", ".csv"):
        raise one_problem(f"'{printable(ending)}' is not a kind of case file", file=str(path), way_out="Use .json, .yaml, .csv or .parquet.")
    return _from_text(documents.decode(documents.read_bytes(path, MAX_CASE_BYTES), str(path)), str(path), ending)


def _looks_like_csv(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    return not first.startswith(("{", "[", "-")) and ":" not in first and ("," in first or ";" in first)


def _from_text(text: str, file: str, ending: str) -> list[Case]:
    if not text.strip():
        raise one_problem("is empty", file=file, way_out="Give at least one case.")
    records = _csv_records(text, file) if ending == ".csv" else _document_records(documents.parse_document(text, file), file)
    return cases_from_records(records, file)


def cases_from_records(records: Iterable[Mapping[str, Raw]], file: str | None = None) -> list[Case]:
    """Raw records as cases. Raises InputError with every problem (the first 200 are told)."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for row, record in enumerate(records, 1):
        case, found = check(record, row=row, file=file)
        problems += found
        if case is not None:
            cases.append(case)
        if len(problems) > MAX_PROBLEMS:
            problems = [*problems[:MAX_PROBLEMS], Problem(f"there may be more: the first {MAX_PROBLEMS} problems are told", file=file)]
            break
    problems += duplicate_ids(cases, file)
    if not cases and not problems:
        problems = [Problem("holds no cases", file=file)]
    if problems:
        raise InputError(problems)
    return cases


def duplicate_ids(cases: Iterable[Case], file: str | None) -> list[Problem]:
    """Two persons of one id would share their chance draws."""
    seen: set[str] = set()
    problems = []
    for case in cases:
        if case.id in seen:
            problems.append(Problem(f"id '{printable(case.id)}' stands twice", file=file, way_out="Give every case an id of its own."))
        if len(case.id) > MAX_ID_LENGTH:
            problems.append(Problem(f"id '{printable(case.id)}' is longer than {MAX_ID_LENGTH} characters", file=file))
        seen.add(case.id)
    return problems


def cases_from_python(given: Mapping[str, Any] | Iterable[Mapping[str, Any]] | Any) -> list[Case]:
    """A dict, several dicts, or a DataFrame as cases. Raises InputError."""
    if isinstance(given, Case):
        return [given]
    if hasattr(given, "columns") and hasattr(given, "to_dict"):
        return cases_from_frame(given)
    rows = [given] if isinstance(given, Mapping) else list(given)
    ready = [row for row in rows if isinstance(row, Case)]
    if ready and len(ready) == len(rows):
        return ready
    return cases_from_records([{name: Raw(value) for name, value in row.items()} for row in rows])


def cases_from_frame(frame: Any, file: str | None = None) -> list[Case]:
    """A DataFrame's rows as cases. Raises InputError."""
    rows = frame.to_dict("records")
    return cases_from_records([{str(name): Raw(value) for name, value in row.items()} for row in rows], file)


def _read_parquet(path: Path) -> Any:
    import pyarrow
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_table(path).to_pandas()
    except (pyarrow.ArrowException, OSError) as error:
        raise one_problem(f"is not a Parquet file that can be read: {printable(error)}", file=str(path)) from None


def _csv_records(text: str, file: str) -> list[dict[str, Raw]]:
    header = text.lstrip("\n").split("\n", 1)[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in next(rows)]
        problems = [Problem(f"column '{printable(name)}' stands twice", file=file, line=1) for name in names if names.count(name) > 1]
        if problems:
            raise InputError(problems[:1])
        records = []
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(names):
                way_out = "Separate ages of children by ';' and columns by ','." if separator == "," else None
                problems.append(Problem(f"has {len(row)} cells, the header {len(names)}", file=file, line=rows.line_num, way_out=way_out))
            records.append({name: Raw(cell, rows.line_num) for name, cell in zip(names, row, strict=False)})
    except csv.Error as error:
        raise one_problem(f"is not CSV: {error}", file=file, line=rows.line_num) from None
    if problems:
        raise InputError(problems[:MAX_PROBLEMS])
    return records


def _document_records(document: Node, file: str) -> list[dict[str, Raw]]:
    if isinstance(document, Fields) and set(document.values) == {"cases"}:
        document = document.values["cases"]
    rows = document.values if isinstance(document, Items) else [document]
    records, problems = [], []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Fields):
            problems.append(Problem("is not a case: a case is a mapping of fields", file=file, line=row.line, field=f"case {number}"))
            continue
        records.append({name: _raw(node, line) for name, node, line in row})
    if problems:
        raise InputError(problems[:MAX_PROBLEMS])
    return records


def _raw(node: Node, line: int) -> Raw:
    """A scalar as text, or None for an empty or null one; a list of scalars for the ages of children."""
    if isinstance(node, Items):
        return Raw([_raw(one, one.line).value for one in node.values], line)
    if isinstance(node, Text):
        return Raw(None if not node.quoted and node.value in ("", "null", "~") else node.value, line)
    return Raw(documents.plain(node), line)
