"""The columns of an extract that are no numbers of a rule: ids, weights, groups and months, read and derived."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from fleksim import documents
from fleksim.people import municipalities
from fleksim.people.cases import Case
from fleksim.people.columns import COLUMNS
from fleksim.population import codes
from fleksim.population.check import BOUNDS, FIRST_AWARD, LAST_AWARD, UNKNOWN_MUNICIPALITY, Findings
from fleksim.population.schema import CASE_COLUMNS, GROUPING, WEIGHT_UNIT, column_codes
from fleksim.problems import printable

# Their columns by our name, one value a row.
Columns = Mapping[str, list[Any]]

NO_DAY = -(2**31)
# What a value of a column without codes is, where it is not.
_KINDS = {
    "weight": "a number of persons",
    "tenure_months": "a whole number of months",
    "grant_date": "a date; write it like 2026-07-01",
    "temporary": "true or false",
}
_LIMITS = {"weight": f"{1 / WEIGHT_UNIT:.4f} to {BOUNDS['weight'][1] // WEIGHT_UNIT} persons", "grant_date": f"{FIRST_AWARD} to {LAST_AWARD}"}
_EPOCH = date(1970, 1, 1)
_BOUNDS = {**BOUNDS, "grant_date": ((FIRST_AWARD - _EPOCH).days, (LAST_AWARD - _EPOCH).days)}
_ID_BITS, _ID_DIGITS = 63, 19
# What programs write after a day that has no time.
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


def all_columns(ours: Columns, cases: list[Case | None], findings: Findings, bad: np.ndarray) -> dict[str, np.ndarray]:
    """Every column of the schema as numbers (person,): codes by place in their list, days since 1970 or -2**31."""
    size = len(cases)
    columns = {name: np.array([one.columns[name] if one else COLUMNS[name].default for one in cases]) for name in CASE_COLUMNS}
    _attribute(columns, "id", ours, size, _id, 0, findings, bad)
    _attribute(columns, "weight", ours, size, _weight, WEIGHT_UNIT, findings, bad)
    _attribute(columns, "municipality", ours, size, _municipality, UNKNOWN_MUNICIPALITY, findings, bad)
    _attribute(columns, "tenure_months", ours, size, _months, -1, findings, bad)
    _attribute(columns, "grant_date", ours, size, _days, NO_DAY, findings, bad)
    _attribute(columns, "temporary", ours, size, _flag, 0, findings, bad)
    for name in GROUPING:
        texts = column_codes(name)
        _attribute(columns, name, ours, size, partial(_code, texts), texts.index(codes.UNKNOWN), findings, bad)
    if "region" not in ours:
        regions = {code: codes.REGIONS.index(one.region) for code, one in municipalities.municipalities().items()}
        columns["region"] = np.array([regions.get(int(code), len(codes.REGIONS)) for code in columns["municipality"]])
    if "household" not in ours:
        children = columns["children_0_2"] + columns["children_3_6"] + columns["children_7_17"] > 0
        columns["household"] = 2 * (columns["civil_status"] > 0) + children
    if "scheme" not in ours:
        schemes = [codes.SCHEMES.index(codes.SCHEME_OF_PLACE[name]) for name in codes.PLACES]
        columns["scheme"] = np.array([*schemes, len(codes.SCHEMES)])[columns["place"].astype(int)]
    _note_other_years(columns["year"], findings, bad)
    _note_duplicates(columns["id"], findings, bad)
    return columns


def _attribute(
    columns: dict[str, np.ndarray], name: str, ours: Columns, size: int, convert: Callable[[Any], int], missing: int, findings: Findings, bad: np.ndarray
) -> None:
    """A column that is no number of a rule; what cannot be converted is noted."""
    found = np.full(size, missing, dtype=np.int64)
    for row, value in enumerate(ours.get(name, ())):
        if value is None:
            continue
        try:
            found[row] = convert(value)
        except (ValueError, TypeError, KeyError, OverflowError):
            allowed = f"Codes: {', '.join(column_codes(name))}." if column_codes(name) else None
            findings.add(name, f"'{printable(value)}' is not {_KINDS.get(name, 'one of its codes')}", np.array([row + 1]), allowed)
            bad[row] = True
            continue
        low, high = _BOUNDS.get(name, (found[row], found[row]))
        if not low <= found[row] <= high:
            findings.add(name, f"is outside {_LIMITS.get(name, f'{low} to {high}')}", np.array([row + 1]))
            bad[row] = True
    columns[name] = found


def _code(texts: tuple[str, ...], value: Any) -> int:
    return texts.index(str(value))


def _id(value: Any) -> int:
    """A whole number as it is, any other name by its hash: the same person has the same luck in every file."""
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS and int(text) < 2**_ID_BITS:
        return int(text)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def _weight(value: Any) -> int:
    persons = documents.number(value) if isinstance(value, str) else float(value)
    return round(persons * WEIGHT_UNIT)


def _municipality(value: Any) -> int:
    """The code; one that is none has been noted with the case."""
    found = municipalities.find(f"{value:g}" if isinstance(value, float) else str(value))
    return found.code if found else UNKNOWN_MUNICIPALITY


def _months(value: Any) -> int:
    number = documents.number(value) if isinstance(value, str) else float(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


def _days(value: Any) -> int:
    day = value if isinstance(value, date) else documents.day(_MIDNIGHT.sub("", str(value)))
    return (date(day.year, day.month, day.day) - _EPOCH).days


def _flag(value: Any) -> int:
    return {"true": 1, "1": 1, "1.0": 1, "false": 0, "0": 0, "0.0": 0}[str(value).strip().lower()]


def _note_other_years(years: np.ndarray, findings: Findings, bad: np.ndarray) -> None:
    """A population is of one year: that of its first good row."""
    good = np.flatnonzero(~bad)
    other = good[years[good] != years[good[0]]] if good.size else good
    findings.add("year", "is not the year of the first row", other + 1, "A population is of one year.")
    bad[other] = True


def _note_duplicates(ids: np.ndarray, findings: Findings, bad: np.ndarray) -> None:
    rows = np.flatnonzero(~bad)
    order = rows[np.argsort(ids[rows], kind="stable")]
    again = np.sort(order[1:][ids[order[1:]] == ids[order[:-1]]])
    findings.add("id", "stands before", again + 1, "Persons of one id would share their luck.")
    bad[again] = True
