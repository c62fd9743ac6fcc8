"""Reading data/law: YAML files into parameters, every problem found at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from fleksim import documents, paths
from fleksim.documents import Fields, Node, Text
from fleksim.parameters.values import Confidence, DatedValue, Parameter, ParameterSet
from fleksim.problems import InputError, Problem, did_you_mean

FIRST_YEAR, LAST_YEAR = 2013, 2026
UNITS = (
    "kr",
    "kr/time",
    "kr/uge",
    "kr/md",
    "kr/aar",
    "kr/km",
    "andel",
    "procent",
    "timer/uge",
    "dage/aar",
    "km",
    "uger",
    "maaneder",
    "aar",
    "antal",
    "personer",
    "kvartaler",
)
CONFIDENCES: dict[str, Confidence] = {"high": "high", "medium": "medium", "low": "low"}
PARAMETER_FIELDS = ("title", "unit", "law", "validity", "verified_on", "until", "note", "values")
_VALUE_FIELDS = ("value", "low", "high", "source", "confidence", "note", "formula")


@cache
def law_parameters(folder: Path | None = None) -> ParameterSet:
    """The parameters of the law as shipped (or of another folder).

    Raises InputError with every problem of every file.
    """
    folders = [folder] if folder else [paths.data() / "law", paths.data() / "assumptions"]
    return ParameterSet(read_files(sorted(path for one in folders for path in one.glob("*.yaml"))))


def read_files(files: Iterable[Path], reader: type[Reader] | None = None) -> dict[str, Parameter]:
    """The parameters of several files, each name once; `reader` knows the fields and units of another kind of file.

    Raises InputError with every problem of every file.
    """
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            parameters = list(read_file(path, reader))
        except InputError as error:
            problems += error.problems
            continue
        for parameter in parameters:
            if parameter.name in found:
                first = found[parameter.name]
                problems.append(Problem(f"'{parameter.name}' stands twice, first in {first.file}:{first.line}", file=parameter.file, line=parameter.line))
            found[parameter.name] = parameter
    if problems:
        raise InputError(problems)
    return found


def read_file(path: Path, reader: type[Reader] | None = None) -> Iterator[Parameter]:
    """The parameters of one file. Raises InputError."""
    document = documents.read_document(path)
    if not isinstance(document, Fields):
        raise InputError([Problem("holds no parameters", file=path.name, line=1)])
    reading = (reader or Reader)(path.name)
    parameters = [reading.parameter(name, node, line) for name, node, line in document]
    if reading.problems:
        raise InputError(reading.problems)
    return iter([parameter for parameter in parameters if parameter is not None])


def highest_of(unit: str) -> float:
    """The largest number that a unit allows: what tells `24.907` per cent from 24907."""
    return {"andel": 1.0, "procent": 100.0}.get(unit, math.inf)


class Reader:
    """Reads one file and keeps what is wrong with it. A kind of file with more fields or units extends it."""

    made: ClassVar[type[Parameter]] = Parameter
    units: ClassVar[tuple[str, ...]] = UNITS
    allowed: ClassVar[tuple[str, ...]] = PARAMETER_FIELDS

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def parameter(self, name: str, node: Node, line: int) -> Parameter | None:
        before = len(self.problems)
        fields = self.fields(node, line, name, self.allowed)
        title = self.fields(fields.get("title"), line, f"{name}.title", ("da", "en"))
        unit = self.text(fields, "unit", name, line)
        if unit and unit not in self.units:
            self.problem(f"'{unit}' is not a unit", line, name, did_you_mean(unit, self.units, f"Units: {', '.join(self.units)}."))
        validity = self.text(fields, "validity", name, line)
        if validity not in ("year", "open"):
            self.problem("validity is 'year' or 'open'", line, name)
        values = self.values(fields.get("values"), name, line, highest_of(unit))
        parameter = self.made(
            name=name,
            da=self.text(title, "da", name, line),
            en=self.text(title, "en", name, line),
            unit=unit,
            law=self.text(fields, "law", name, line),
            validity="open" if validity == "open" else "year",
            values=values,
            verified_on=self.date(fields, "verified_on", name, line) or date.min,
            until=(self.date(fields, "until", name, line) if "until" in fields else None) or date.max,
            note=self.text(fields, "note", name, line) if "note" in fields else "",
            file=self.file,
            line=line,
            **self.more(fields, name, line),
        )
        return parameter if len(self.problems) == before else None

    def more(self, fields: dict[str, Node], name: str, line: int) -> dict[str, Any]:
        """The fields that `made` has beyond those of a parameter."""
        return {}

    def values(self, node: Node | None, name: str, line: int, highest: float) -> tuple[DatedValue, ...]:
        found = []
        if not isinstance(node, Fields):
            self.problem("has no values", line, name, "Write values: {} for a number that no source gives.")
            return ()
        for key, value_node, value_line in node:
            where = f"{name} {key}"
            try:
                since = documents.day(key)
            except ValueError as error:
                self.problem(str(error), value_line, name)
                continue
            if not FIRST_YEAR <= since.year <= LAST_YEAR:
                self.problem(f"the law is kept for {FIRST_YEAR} to {LAST_YEAR}", value_line, where)
            fields = self.fields(value_node, value_line, where, _VALUE_FIELDS)
            found.append(
                DatedValue(
                    since=since,
                    value=self.number(fields, "value", where, value_line, highest),
                    low=self.number(fields, "low", where, value_line, highest) if "low" in fields else None,
                    high=self.number(fields, "high", where, value_line, highest) if "high" in fields else None,
                    source=self.text(fields, "source", where, value_line),
                    confidence=self.confidence(fields, where, value_line),
                    note=self.text(fields, "note", where, value_line) if "note" in fields else "",
                    formula=self.text(fields, "formula", where, value_line) if "formula" in fields else "",
                )
            )
        return tuple(found)

    def fields(self, node: Node | None, line: int, where: str, allowed: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, Fields):
            self.problem(f"needs {', '.join(allowed)}", line, where)
            return {}
        for key, _, key_line in node:
            if key not in allowed:
                self.problem(f"'{key}' is not a field here", key_line, where, did_you_mean(key, allowed, f"Fields: {', '.join(allowed)}."))
        return node.values

    def text(self, fields: dict[str, Node], key: str, where: str, line: int) -> str:
        node = fields.get(key)
        if isinstance(node, Text) and node.value:
            return node.value
        self.problem(f"has no {key}", line, where)
        return ""

    def number(self, fields: dict[str, Node], key: str, where: str, line: int, highest: float) -> float:
        text = self.text(fields, key, where, line)
        try:
            return documents.number(text, highest) if text else 0.0
        except ValueError as error:
            self.problem(str(error), line, where)
            return 0.0

    def date(self, fields: dict[str, Node], key: str, where: str, line: int) -> date | None:
        text = self.text(fields, key, where, line)
        try:
            return documents.day(text) if text else None
        except ValueError as error:
            self.problem(str(error), line, where)
            return None

    def confidence(self, fields: dict[str, Node], where: str, line: int) -> Confidence:
        text = self.text(fields, "confidence", where, line)
        if text in CONFIDENCES:
            return CONFIDENCES[text]
        self.problem("confidence is high, medium or low", line, where)
        return "low"

    def problem(self, message: str, line: int, where: str, way_out: str | None = None) -> None:
        self.problems.append(Problem(message, file=self.file, line=line, field=where, way_out=way_out or None))
