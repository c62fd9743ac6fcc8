"""Hostile populations and extracts as Parquet, made from good ones: column by column, and as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from fleksim.population.recipe import recipe
from fleksim.population.schema import ATTRIBUTES, NAMES, VERSION_KEY, column_codes, schema
from fleksim.population.store import write

SIZE, YEAR, ROW = 8, 2026, 3

Fault = tuple[Callable[[pa.Table], pa.Table], str]


def good(path: Path) -> Path:
    """A population file of a few persons."""
    write(recipe(SIZE, YEAR, 1), path)
    return path


@cache
def persons() -> pa.Table:
    """Those persons, in columns that may be empty."""
    table = recipe(SIZE, YEAR, 1).block(0, SIZE)
    return table.cast(pa.schema([one.with_nullable(True) for one in table.schema], metadata=table.schema.metadata))


def put(name: str, values: Any, table: pa.Table) -> pa.Table:
    """The table with other values in a column."""
    return table.set_column(table.column_names.index(name), name, values)


def _one(name: str, value: Any, table: pa.Table) -> pa.Table:
    """The table with one other value in a column of the same type."""
    values = table.column(name).to_pylist()
    return put(name, pa.array([*values[:ROW], value, *values[ROW + 1 :]], table.schema.field(name).type), table)


def _all(name: str, value: Any, table: pa.Table, kind: Any = None) -> pa.Table:
    return put(name, pa.array([value] * table.num_rows, kind), table)


def _in_columns() -> dict[str, Fault]:
    """Every column: missing, empty, of another type, and no number."""
    found: dict[str, Fault] = {}
    no_number = "is no number: NaN, infinite or empty (1 value, row 4)"
    for name in NAMES:
        kind = schema().field(name).type
        found[f"{name} missing"] = (lambda table, name=name: table.drop_columns([name]), f"{name}: is missing")
        found[f"{name} of lists"] = (partial(_all, name, [1]), f"{name}: is list<")
        if column_codes(name):
            found[f"{name} empty"] = (partial(_one, name, None), f"{name}: is not one of its codes (1 value, row 4)")
            found[f"{name} unknown code"] = (partial(_all, name, "hverken"), f"{name}: is not one of its codes (8 values")
            found[f"{name} of numbers"] = (partial(_all, name, 1), f"{name}: is int64, not text")
        else:
            found[f"{name} of text"] = (partial(_all, name, "1"), f"{name}: is string, not {kind}")
            if not (name in ATTRIBUTES and ATTRIBUTES[name].nullable):
                found[f"{name} empty"] = (partial(_one, name, None), f"{name}: {no_number}")
        if pa.types.is_floating(kind):
            for number in (float("nan"), float("inf"), -float("inf")):
                found[f"{name} {number}"] = (partial(_one, name, number), f"{name}: {no_number}")
            found[f"{name} 1e300"] = (partial(_one, name, 1e300), f"{name}: is outside")
    return found


TABLES: dict[str, Fault] = {
    **_in_columns(),
    "id twice": (lambda table: _one("id", table.column("id")[0].as_py(), table), "id: stands before (1 value, row 4)"),
    "id negative": (partial(_one, "id", -1), "id: is outside 0 to"),
    "id all the same": (partial(_all, "id", 7), "id: stands before (7 values, first in rows 2, 3, 4, 5, 6)"),
    "id unsigned": (lambda table: put("id", pa.array(np.arange(SIZE, dtype=np.uint64)), table), "id: is uint64, not int64"),
    "weight zero": (partial(_one, "weight", 0), "weight: is outside 1 to"),
    "weight negative": (partial(_one, "weight", -1), "weight: is outside 1 to"),
    "weight huge": (partial(_one, "weight", 2**62), "weight: is outside 1 to"),
    "hours negative": (partial(_one, "hours", -0.5), "hours: is outside 0 to 37 timer/uge (1 value, row 4)"),
    "hours a month": (partial(_one, "hours", 160.33), "hours: is outside 0 to 37"),
    "wage of 1e9": (partial(_one, "hourly_wage", 1e9), "a monthly or yearly wage does not belong here"),
    "rent too large for a float": (lambda table: put("rent", pa.array([2**60 + 1] * SIZE), table), "rent: is outside 0 to"),
    "share in per cent": (partial(_one, "pension_share", 12.0), "pension_share: is outside 0 to 0.5"),
    "municipality unknown": (partial(_one, "municipality", 999), "municipality: is no municipality"),
    "municipality negative": (partial(_one, "municipality", -101), "municipality: is no municipality"),
    "tenure too long": (partial(_one, "tenure_months", 1201), "tenure_months: is outside -1 to 1200"),
    "award in another age": (lambda table: put("grant_date", pa.array([2**31 - 1] * SIZE, pa.int32()).cast(pa.date32()), table), "grant_date: is outside"),
    "year half": (partial(_one, "year", 2025.5), "year: is no whole year of the model"),
    "year of another row": (partial(_one, "year", 2025.0), "year: is not the year of the first row (1 value, row 4)"),
    "year of another batch": (partial(_all, "year", 2025.0), "year: is of 2025, not of 2026"),
    "year before the model": (partial(_all, "year", 2012.0), "year: is outside 2013 to 2026"),
    "birth year impossible": (partial(_one, "birth_year", 1870.0), "birth_year: is outside 1900 to"),
    "column twice": (lambda table: table.append_column("hours", table.column("hours")), "hours: stands twice"),
    "column in capitals": (lambda table: table.rename_columns(["HOURS" if one == "hours" else one for one in table.column_names]), "Did you mean 'HOURS'?"),
    "no columns": (lambda table: pa.table({}), "id: is missing"),
    "another table": (lambda table: pa.table({"a": [1]}), "weight: is missing"),
    "schema of the future": (lambda table: table.replace_schema_metadata({VERSION_KEY: "2"}), "has population schema 2, not 1"),
    "schema that is no text": (lambda table: table.replace_schema_metadata({VERSION_KEY: b"\xff"}), "has population schema"),
    "recipe that is no JSON": (lambda table: table.replace_schema_metadata({VERSION_KEY: "1", "fleksim_about": "{"}), "is damaged"),
    "recipe that is a list": (lambda table: table.replace_schema_metadata({VERSION_KEY: "1", "fleksim_about": "[]"}), "is damaged"),
    "another content": (
        lambda table: table.replace_schema_metadata({VERSION_KEY: "1", "fleksim_content_sha256": "0" * 64}),
        "its content is not what was written",
    ),
    "several faults": (
        lambda table: _one("rent", float("nan"), _one("hours", -1.0, _one("weight", 0, _one("sex", None, table)))),
        "rent: is no number | hours: is outside | weight: is outside | sex: is not one of its codes",
    ),
}

# The bytes of a good file, damaged.
FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda content: b"", "is not a Parquet file"),
    "one byte": (lambda content: content[:1], "is not a Parquet file"),
    "eight bytes": (lambda content: content[:8], "is not a Parquet file"),
    "half": (lambda content: content[: len(content) // 2], "is not a Parquet file"),
    "last byte missing": (lambda content: content[:-1], "is not a Parquet file"),
    "first byte missing": (lambda content: content[1:], "Copy it again"),
    "footer of zeros": (lambda content: content[:-2000] + bytes(2000), "is not a Parquet file"),
    "footer that is too long": (lambda content: content[:-8] + b"\xff\xff\xff\x7f" + content[-4:], "is not a Parquet file"),
    "csv": (lambda content: b"id,year\n1,2026\n", "is not a Parquet file"),
    "yaml": (lambda content: b"a: 1\n", "is not a Parquet file"),
    "zeros": (lambda content: bytes(len(content)), "is not a Parquet file"),
    "20 MB of zeros": (lambda content: bytes(20_000_000), "is not a Parquet file"),
    "only marks": (lambda content: b"PAR1PAR1", "is not a Parquet file"),
}

_WORKERS = {"id": [1, 2], "year": [2026, 2026], "hourly_wage": [150.0, 160.0], "hours": [10.0, 12.0], "status": ["fleksjob", "fleksjob"]}


def _with(**columns: Any) -> Callable[[], pa.Table]:
    return lambda: pa.table({**_WORKERS, **columns})


def _days(kind: Any) -> pa.Array:
    return pa.array([2**31 - 1] * 2, pa.int32()).cast(kind)


EXTRACTS: dict[str, tuple[Callable[[], pa.Table], str]] = {
    "hours in lists": (_with(hours=[[10], [12]]), "hours: holds list<"),
    "hours in mappings": (_with(hours=[{"a": 1}, {"a": 2}]), "hours: holds struct<"),
    "hours not a number": (_with(hours=[float("nan"), 12.0]), "hours: is empty (1 value, row 1)"),
    "hours infinite": (_with(hours=[float("inf"), 12.0]), "hours: inf is not a number"),
    "hours of bytes": (_with(hours=[b"10", b"x"]), "hours:"),
    "hours of flags": (_with(hours=[True, False]), "hours: 'True' is not a number"),
    "hours of days": (_with(hours=_days(pa.date32())), "hours: cannot be read"),
    "hours of spans": (_with(hours=pa.array([2**62] * 2, pa.int64()).cast(pa.duration("s"))), "hours: cannot be read"),
    "hours of nothing": (_with(hours=pa.nulls(2)), "hours: is empty (2 values, rows 1, 2)"),
    "hours of decimals": (_with(hours=pa.array([10, 99]).cast(pa.decimal128(38, 2))), "hours: 99 is outside 0 to 37"),
    "hours of 2**62": (_with(hours=[2**62, 1]), "is outside 0 to 37"),
    "awards in another age": (_with(grant_date=_days(pa.date32())), "grant_date: cannot be read"),
    "awards at no time": (_with(grant_date=pa.array([2**62] * 2, pa.int64()).cast(pa.timestamp("ms"))), "grant_date: cannot be read"),
    "children grown up": (_with(children=[[3], [19]]), "children: 19 is not an age of a child under 18"),
    "status of a formula": (_with(status=["fleksjob", "=1+1\n"]), "status: '=1+1' is not one of"),
    "status of 100,000 letters": (_with(status=["fleksjob", "x" * 100_000]), "is not one of"),
    "weights infinite": (_with(weight=[float("inf"), 1.0]), "weight: 'inf' is not a number of persons"),
    "weights of 1e300": (_with(weight=[1e300, 1.0]), "weight:"),
    "no columns": (lambda: pa.table({}), "id: is missing"),
    "5,000 columns": (lambda: pa.table({f"c{number}": [1] for number in range(5_000)}), "has 5000 columns, more than 2000"),
}

# Extracts as CSV that do not belong into a repository, and the words that refuse them.
_HEADER = b"id,year,hourly_wage,hours,status\n"
CSVS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Empty CSV file"),
    "newlines": (lambda: b"\n\n\n", "cannot be read"),
    "200,000 columns": (lambda: b",".join(b"c%d" % number for number in range(200_000)) + b"\n", "has more than 2000 columns"),
    "20 MB in a line": (lambda: b"x" * 20_000_000, "has more than 2000 columns"),
    "20 MB of quotes": (lambda: b'"' * 20_000_000, "has more than 2000 columns"),
    "20 MB in a cell": (lambda: _HEADER + b"1,2026,150,10," + b"x" * 20_000_000 + b"\n", "cannot be read"),
    "nul": (lambda: _HEADER + b"1,2026,15\x000,10,fleksjob\n", "'15\\u00000' is not a number"),
    "utf-16": (lambda: (_HEADER + b"1,2026,150,99,fleksjob\n").decode().encode("utf-16"), "is not UTF-8. Save it as UTF-8"),
    "latin-1": (lambda: b"id,year,hourly_wage,hours,status,region\n1,2026,150,10,fleksjob,Sj\xe6lland\n", "is not UTF-8. Save it as UTF-8"),
    "latin-1 header": (lambda: b"id,\xe5r,hourly_wage,hours,status\n1,2026,150,10,fleksjob\n", "is not UTF-8. Save it as UTF-8"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(200), "is not UTF-8"),
    "look-alike column": (lambda: "id,year,hourly_wage,h\u043eurs,status\n1,2026,150,10,fleksjob\n".encode(), "hours: is missing"),
    "foreign digits": (lambda: _HEADER + "1,2026,150,\u0661\u0660,fleksjob\n".encode(), "hours: '\\u0661\\u0660' is not a number"),
    "right to left": (lambda: _HEADER + "1,2026,150,10,\u202efleksjob\n".encode(), "status: '\\u202efleksjob' is not one of"),
    "carriage returns": (lambda: _HEADER.replace(b"\n", b"\r") + b"1,2026,150,99,fleksjob\r", "hours: 99 is outside 0 to 37"),
    "id of 5,000 digits twice": (lambda: _HEADER + (b"9" * 5_000 + b",2026,150,10,fleksjob\n") * 2, "id: stands before (1 value, row 2)"),
    "10,000 bad rows": (lambda: _HEADER + b"".join(b"%d,2026,150,99,fleksjob\n" % row for row in range(10_000)), "(10000 values, first in rows 1, 2, 3, 4, 5)"),
}


def write_parquet(table: pa.Table, path: Path) -> Path:
    parquet.write_table(table, path)
    return path
