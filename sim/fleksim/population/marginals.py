"""What is known or assumed about the people: named tables in data/population, each number with range and source."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fleksim import documents, paths
from fleksim.parameters.read import CONFIDENCES, UNITS
from fleksim.problems import InputError, Problem, did_you_mean
from fleksim.titles import Titled

ASSUMPTION = "assumption"
FILES = ("stocks.csv", "people.csv", "work.csv", "home.csv")
_FIELDS = ("table", "group", "key", "value", "low", "high", "source", "confidence", "note")
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Number:
    """One number: its value, the range it may lie in, and where it is from."""

    group: str
    key: str
    value: float
    low: float
    high: float
    source: str
    confidence: str
    note: str = ""

    @property
    def assumed(self) -> bool:
        return self.source == ASSUMPTION


@dataclass(frozen=True)
class Marginal(Titled):
    """A named table of numbers, by group (a place, an age, a year) and key."""

    name: str
    unit: str
    da: str
    en: str
    numbers: tuple[Number, ...] = field(default=(), repr=False)

    def of(self, group: str | int, key: str = "all") -> float:
        """The value of a group and key. Raises KeyError."""
        for number in self.numbers:
            if number.group == str(group) and number.key == key:
                return number.value
        raise KeyError(f"{self.name}: {group}, {key}")

    def shares(self, group: str | int, keys: tuple[str, ...]) -> tuple[float, ...]:
        """The values of some keys, scaled to add up to one; keys that the group does not have are 0."""
        known = {number.key: number.value for number in self.numbers if number.group == str(group)}
        found = [known.get(key, 0.0) for key in keys]
        total = math.fsum(found)
        return tuple(value / total for value in found)

    def keys(self, group: str | int) -> tuple[str, ...]:
        return tuple(number.key for number in self.numbers if number.group == str(group))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(number.group for number in self.numbers))


@cache
def marginals(folder: Path | None = None) -> dict[str, Marginal]:
    """Every table by name. Raises InputError with every problem of every file."""
    home = folder or paths.data() / "population"
    problems: list[Problem] = []
    titles = {row["table"]: row for _, row in rows(home / "tables.csv")}
    numbers: dict[str, list[Number]] = {name: [] for name in titles}
    for name, row in titles.items():
        if row["unit"] not in UNITS:
            problems.append(Problem(f"'{row['unit']}' is not a unit", file="tables.csv", field=name, way_out=did_you_mean(row["unit"], UNITS)))
    for file in FILES:
        for line, row in rows(home / file):
            number = _number(row, file, line, problems)
            if row["table"] not in titles:
                problems.append(Problem(f"'{row['table']}' is not in tables.csv", file=file, line=line, way_out=did_you_mean(row["table"], titles)))
            elif number is not None:
                if any((one.group, one.key) == (number.group, number.key) for one in numbers[row["table"]]):
                    problems.append(Problem(f"{number.group}, {number.key} stands twice", file=file, line=line, field=row["table"]))
                numbers[row["table"]].append(number)
    problems += [Problem("has no numbers", file="tables.csv", field=name) for name, found in numbers.items() if not found]
    if problems:
        raise InputError(problems)
    return {name: Marginal(name, row["unit"], row["da"], row["en"], tuple(numbers[name])) for name, row in titles.items()}


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of one of our CSV files with their lines. Raises InputError if it cannot be read."""
    reader = csv.DictReader(documents.decode(documents.read_bytes(path, _MOST_BYTES), str(path)).splitlines())
    for row in reader:
        yield reader.line_num, {name: value or "" for name, value in row.items()}


def _number(row: dict[str, str], file: str, line: int, problems: list[Problem]) -> Number | None:
    def problem(message: str) -> None:
        problems.append(Problem(message, file=file, line=line, field=row.get("table")))

    missing = [name for name in _FIELDS if name not in row]
    if missing:
        problem(f"has no {', '.join(missing)}")
        return None
    try:
        value, low, high = (documents.number(row[name]) for name in ("value", "low", "high"))
    except ValueError as error:
        problem(str(error))
        return None
    if not low <= value <= high:
        problem(f"{value:g} lies outside its range {low:g} to {high:g}")
    if not row["source"] or row["confidence"] not in CONFIDENCES:
        problem("needs a source and a confidence: high, medium or low")
    if row["source"] == ASSUMPTION and row["confidence"] != "low":
        problem("an assumption has low confidence")
    return Number(row["group"], row["key"], value, low, high, row["source"], row["confidence"], row["note"])


@cache
def inhabitants() -> dict[int, dict[int, int]]:
    """Inhabitants on 1 January by municipality and year, 2013-2024 (De Kommunale Noegletal)."""
    found: dict[int, dict[int, int]] = {}
    for _, row in rows(paths.data() / "population" / "inhabitants.csv"):
        code = int(row.pop("code"))
        found[code] = {int(year): int(value) for year, value in row.items()}
    return found
