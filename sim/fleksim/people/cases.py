"""A case: one person and household under the law of a day, checked and complete.

`check` turns a raw record (field -> value with its line) into a `Case`, and finds everything wrong with it at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fleksim import documents, words
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.parameters.values import MissingParameter
from fleksim.people import municipalities
from fleksim.people.columns import COLUMNS, EDGE_FIELDS, WORKING, Column
from fleksim.problems import Problem, did_you_mean, printable

FIELDS = (*EDGE_FIELDS, *(name for name in COLUMNS if not name.startswith("children_")), "children_0_2", "children_3_6", "children_7_17")
_CHILD_COLUMNS = ("children_0_2", "children_3_6", "children_7_17")
MAX_ID_LENGTH = 100
# More fields than this are no case with misspelt names: looking for the nearest name of each would take minutes.
MOST_FIELDS = 4 * len(FIELDS)


@dataclass(frozen=True)
class Raw:
    """A value as it came: text or a typed value, and its line in the file."""

    value: Any
    line: int | None = None


@dataclass(frozen=True)
class Case:
    """One person in one year: all columns filled. `given` names the fields that were stated."""

    id: str
    day: date
    columns: Mapping[str, float]
    given: frozenset[str]

    def with_columns(self, **columns: float) -> Case:
        """The same person with some columns changed."""
        return Case(self.id, self.day, {**self.columns, **columns}, self.given | columns.keys())


@dataclass
class _Check:
    """One record under examination."""

    record: Mapping[str, Raw]
    file: str | None
    row: int
    problems: list[Problem]

    def problem(self, name: str | None, message: str, way_out: str | None = None) -> None:
        raw = self.record.get(name) if name else None
        line = raw.line if raw else next((one.line for one in self.record.values() if one.line), None)
        identity = self.record.get("id")
        label = printable(identity.value) if identity and identity.value not in (None, "") else f"case {self.row}"
        self.problems.append(Problem(message, file=self.file, line=line, field=f"{label}: {name}" if name else label, way_out=way_out))


def check(record: Mapping[str, Raw], *, row: int = 1, file: str | None = None) -> tuple[Case | None, list[Problem]]:
    """A record as a case, or None and everything that is wrong with it."""
    it = _Check({name: raw for name, raw in record.items() if not _is_blank(raw.value)}, file, row, [])
    if len(record) > MOST_FIELDS:
        it.problem(None, f"has {len(record)} fields; a case has at most {len(FIELDS)}", "Give one case a row or an item.")
        return None, it.problems
    _unknown_fields(it, record)
    day = _day(it)
    columns = {name: column.default for name, column in COLUMNS.items()}
    for name, raw in it.record.items():
        if name in COLUMNS and name != "year":
            value = number_in(COLUMNS[name], raw.value, lambda message, way_out=None, name=name: it.problem(name, message, way_out))
            if value is not None:
                columns[name] = value
    columns |= _children(it)
    if day is not None:
        columns["year"] = float(day.year)
        columns |= _taxes(it, day, columns)
    if not it.problems:
        _missing_fields(it, columns)
        _contradictions(it, columns)
    if it.problems or day is None:
        return None, it.problems
    identity = it.record.get("id")
    return Case(str(identity.value) if identity else str(row), day, columns, frozenset(it.record)), []


def _is_blank(value: Any) -> bool:
    """An empty CSV cell: the field is not given."""
    return isinstance(value, str) and not value.strip()


def _unknown_fields(it: _Check, record: Mapping[str, Raw]) -> None:
    for name in record:
        if name not in EDGE_FIELDS and name not in COLUMNS:
            shown = printable(name)
            it.problem(name if name in it.record else None, f"'{shown}' is not a field of a case", did_you_mean(name, FIELDS, "See `fleksim calc --fields`."))


def _day(it: _Check) -> date | None:
    year, as_of = it.record.get("year"), it.record.get("as_of")
    if year is None and as_of is None:
        it.problem(None, "states neither year nor as_of", f"Give year: {FIRST_YEAR}-{LAST_YEAR}, or as_of: a date.")
        return None
    day = None
    if as_of is not None:
        try:
            day = _plain_date(as_of.value)
        except ValueError as error:
            it.problem("as_of", str(error))
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            it.problem("as_of", f"{day} lies outside the law that is kept, {FIRST_YEAR} to {LAST_YEAR}")
            return None
    if year is not None:
        value = number_in(COLUMNS["year"], year.value, lambda message, way_out=None: it.problem("year", message, way_out))
        if value is None:
            return None
        if value != math.floor(value):
            it.problem("year", f"{value:g} is not a year")
            return None
        if day is not None and day.year != value:
            it.problem("year", f"year {value:g} and as_of {day} contradict each other", "Give one of them.")
            return None
        day = day or date(int(value), 1, 1)
    return day


def _plain_date(value: Any) -> date:
    """A date, a timestamp or an ISO text as a date. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else documents.day(str(value))


def number_in(column: Column, value: Any, problem: Callable[..., None]) -> float | None:
    """A value as the number a column holds; tells `problem` (message, way out) and gives None if it cannot be."""
    if column.kind == "code":
        return _code(column, value, problem)
    if column.kind == "flag":
        return _flag(value, problem)
    if value is None or isinstance(value, bool):
        problem("has no value" if value is None else "is true/false where a number belongs", "Leave the field out to use its default.")
        return None
    try:
        number = documents.number(value.strip(), column.high) if isinstance(value, str) else float(value)
    except ValueError as error:
        problem(str(error))
        return None
    except TypeError:
        problem(f"'{printable(value)}' is not a number")
        return None
    if not math.isfinite(number):
        problem(f"{number} is not a number one can calculate with")
        return None
    if not column.low <= number <= column.high:
        problem(f"{number:g} is outside {column.low:g} to {column.high:g} {column.unit}", column.hint or None)
        return None
    return number


def _code(column: Column, value: Any, problem: Callable[..., None]) -> float | None:
    text = str(value).strip()
    if text in column.codes:
        return float(column.codes.index(text))
    problem(f"'{printable(text)}' is not one of {', '.join(column.codes)}", did_you_mean(text, column.codes) or None)
    return None


def _flag(value: Any, problem: Callable[..., None]) -> float | None:
    text = str(value).strip().lower()
    if text in ("true", "1", "1.0"):
        return 1.0
    if text in ("false", "0", "0.0"):
        return 0.0
    problem(f"'{printable(value)}' is not true or false", "Write true or false.")
    return None


def _children(it: _Check) -> dict[str, float]:
    raw = it.record.get("children")
    if raw is None:
        return {}
    if any(name in it.record for name in _CHILD_COLUMNS):
        it.problem("children", "children are given by age and by group", "Give one of them.")
        return {}
    ages = raw.value
    if isinstance(ages, str):
        ages = [part for part in ages.replace(",", ";").split(";") if part.strip()]
    if not isinstance(ages, list | tuple):
        ages = [ages]
    groups = dict.fromkeys(_CHILD_COLUMNS, 0.0)
    for one in ages:
        value = one.value if isinstance(one, Raw) else one
        try:
            age = documents.number(value.strip()) if isinstance(value, str) else float(value)
        except (ValueError, TypeError):
            it.problem("children", f"'{printable(value)}' is not an age", "Give ages in years: [3, 7], in CSV 3;7.")
            continue
        if not 0 <= age < 18:
            it.problem("children", f"{age:g} is not an age of a child under 18", "Leave out those who are 18 or more.")
            continue
        groups["children_0_2" if age < 3 else "children_3_6" if age < 7 else "children_7_17"] += 1.0
    return groups


def _taxes(it: _Check, day: date, columns: Mapping[str, float]) -> dict[str, float]:
    """The tax rates of the municipality, or the country's average; the partner's are the person's unless stated."""
    found: dict[str, float] = {}
    kommune, kirke = _municipal_rates(it, day)
    found["kommuneskat"] = columns["kommuneskat"] if "kommuneskat" in it.record else kommune or 0.0
    if "kirkeskat" in it.record:
        found["kirkeskat"] = columns["kirkeskat"]
    elif kirke is not None:
        found["kirkeskat"] = kirke
    if kommune is None and "kommuneskat" not in it.record and "municipality" not in it.record:
        it.problem(None, *_no_average("kommuneskat_gennemsnit", day))
    members = columns["church_member"] or (columns["partner_church_member"] and columns["civil_status"] != words.SINGLE)
    if members and "kirkeskat" not in found:
        it.problem("church_member", f"no source gives the church tax of {day.year} here", "Give kirkeskat in per cent, or another year.")
    for name in ("kommuneskat", "kirkeskat"):
        if f"partner_{name}" not in it.record:
            found[f"partner_{name}"] = found.get(name, 0.0)
    if "partner_church_member" not in it.record:
        found["partner_church_member"] = columns["church_member"]
    return found


def _municipal_rates(it: _Check, day: date) -> tuple[float | None, float | None]:
    raw = it.record.get("municipality")
    if raw is None:
        parameters = law_parameters()
        averages = (parameters.known[name].on(day) if name in parameters else None for name in ("kommuneskat_gennemsnit", "kirkeskat_gennemsnit"))
        kommune, kirke = (one.value if one else None for one in averages)
        return kommune, kirke
    text = f"{raw.value:g}" if isinstance(raw.value, float) else str(raw.value)
    municipality = municipalities.find(text)
    if municipality is None:
        guess = municipalities.suggestion(text)
        it.problem(
            "municipality",
            f"'{printable(text)}' is not a municipality",
            f"Did you mean '{guess}'?" if guess else "Give the name or the code (101 is København).",
        )
        return None, None
    rates = municipalities.tax_rates().get((day.year, municipality.code))
    if rates is None:
        it.problem("municipality", f"no tax rate of {municipality.name} is kept for {day.year}", "Give kommuneskat in per cent.")
        return None, None
    return rates.kommuneskat, rates.kirkeskat


def _no_average(name: str, day: date) -> tuple[str, str]:
    known = law_parameters().known.get(name)
    missing = MissingParameter(name, day, known)
    return str(missing), "Give municipality, or kommuneskat in per cent."


def _missing_fields(it: _Check, columns: Mapping[str, float]) -> None:
    status = words.STATUSES[int(columns["status"])]
    if status in WORKING and not (status == "ordinaert_job" and columns["other_wage"] > 0.0):
        on_sick_leave = columns["sickness_benefit"] > 0.0
        for name in ("hourly_wage", "hours"):
            stated_otherwise = name == "hourly_wage" and status == "fleksjob_gammel" and columns["fulltime_wage"] > 0.0
            not_needed = name == "hours" and status == "fleksjob_gammel"
            if name not in it.record and not (on_sick_leave or stated_otherwise or not_needed):
                it.problem(None, f"{name} is missing: status {status} needs it", f"Give {name} in {COLUMNS[name].unit}.")
    if ("hours" in it.record) != ("hourly_wage" in it.record) and status not in WORKING:
        there, absent = ("hours", "hourly_wage") if "hours" in it.record else ("hourly_wage", "hours")
        if columns[there] > 0.0:
            it.problem(there, f"{there} is given without {absent}", f"Give {absent} too.")
    if columns["civil_status"] != words.SINGLE and not it.record.keys() & {"partner_wage", "partner_transfer"}:
        it.problem("civil_status", "a couple needs the partner's income", "Give partner_wage or partner_transfer in kr/year; 0 if none.")


def _contradictions(it: _Check, columns: Mapping[str, float]) -> None:
    if columns["civil_status"] == words.SINGLE:
        for name in ("partner_wage", "partner_transfer", "partner_capital_income"):
            if columns[name]:
                it.problem(name, "a single person has no partner's income", "Set civil_status to cohabiting or married, or leave it out.")
    if columns["business_income"] and columns["status"] != words.SELVSTAENDIG_FLEKS:
        it.problem("business_income", "belongs to status selvstaendig_fleks", "Change the status, or leave the field out.")
    if 0.0 < columns["kommuneskat"] < 5.0:
        it.problem("kommuneskat", f"{columns['kommuneskat']:g} per cent is no municipal tax rate", COLUMNS["kommuneskat"].hint)
    if 0.0 < columns["fulltime_wage"] < 5_000.0:
        it.problem("fulltime_wage", f"{columns['fulltime_wage']:g} kr/md is no full-time wage", "It is kroner a month, incl. pension.")
    if 0.0 < columns["hourly_wage"] < 30.0:
        it.problem("hourly_wage", f"{columns['hourly_wage']:g} kr/time is no wage", COLUMNS["hourly_wage"].hint)
    if columns["year"] - columns["birth_year"] < 15:
        it.problem("birth_year", f"born {columns['birth_year']:g}, under 15 in {columns['year']:g}", "The model is for persons of working age.")
    for name in ("benefit_weeks", "commuting_days"):
        if columns[name] != math.floor(columns[name]):
            it.problem(name, f"{columns[name]:g} is not a whole number")
