"""Checking the law's numbers: schema, formulas, every date, what is stale."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fleksim import documents, paths
from fleksim.parameters.formulas import names_in, recompute
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.parameters.values import Parameter, ParameterSet
from fleksim.people.columns import FIELDS_SHARED
from fleksim.problems import Problem
from fleksim.rules import Rulebook
from fleksim.statutes import all_rules, book_on

# A value verified longer ago than this is stale: regulated amounts change every year.
FRESH_DAYS = 365
# Read where cases are read, not by a rule.
READ_ELSEWHERE = frozenset({"kommuneskat_gennemsnit", "kirkeskat_gennemsnit"})


@dataclass(frozen=True)
class Gap:
    """A parameter without a value on days on which a rule in force reads it."""

    name: str
    years: tuple[int, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema of a law file."""
    with (paths.data() / "schema" / "law.schema.json").open(encoding="utf-8") as stream:
        return json.load(stream)  # type: ignore[no-any-return]


def schema_problems() -> list[Problem]:
    """What the JSON Schema has against the law files. Needs the package jsonschema."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema())
    found = []
    for folder in ("law", "assumptions"):
        for path in sorted((paths.data() / folder).glob("*.yaml")):
            document = documents.typed(documents.read_document(path))
            found += [Problem(error.message[:200], file=path.name, field=error.json_path) for error in validator.iter_errors(document)]
    return found


def days_of_change(parameters: ParameterSet) -> list[date]:
    """Every day on which a number or a rule begins or ends to be in force, and every 1 January."""
    days = {date(year, 1, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    for parameter in parameters.known.values():
        days |= {value.since for value in parameter.values}
        days |= {parameter.until + timedelta(days=1)} if parameter.until < date.max else set()
    for rule in all_rules():
        days |= {rule.since} if rule.since > date.min else set()
        days |= {rule.until + timedelta(days=1)} if rule.until < date.max else set()
    return sorted(day for day in days if FIRST_YEAR <= day.year <= LAST_YEAR)


def books(parameters: ParameterSet) -> Iterator[tuple[date, Rulebook]]:
    """The law book of every day of change. Raises ValueError where two rules of one name overlap."""
    return ((day, book_on(day, FIELDS_SHARED)) for day in days_of_change(parameters))


def parameters_are_missing(parameters: ParameterSet) -> list[Gap]:
    """Parameters that a rule in force reads on a day on which they have no value."""
    years: dict[str, set[int]] = {}
    for day, book in books(parameters):
        for name in parameters.missing({name for rule in book for name in rule.parameters}, day):
            years.setdefault(name, set()).add(day.year)
    return [Gap(name, tuple(sorted(found))) for name, found in sorted(years.items())]


def parameters_are_unknown(parameters: ParameterSet) -> list[Problem]:
    """Names that a rule reads and no file gives."""
    return [
        parameters.unknown(name, file=rule.place.split(":")[0], line=int(rule.place.split(":")[1]), field=rule.name)
        for rule in all_rules()
        for name in rule.parameters
        if name not in parameters
    ]


def parameters_are_unread(parameters: ParameterSet) -> list[Problem]:
    """Parameters that no rule, no formula and no reader reads."""
    read = {name for rule in all_rules() for name in rule.parameters} | READ_ELSEWHERE
    read |= {name for parameter in parameters.known.values() for value in parameter.values if value.formula for name in names_in(value.formula)}
    return [Problem("is read by no rule", file=one.file, line=one.line, field=one.name) for one in parameters.known.values() if one.name not in read]


def stale(parameters: Iterable[Parameter], today: date) -> list[Parameter]:
    """Parameters that were last verified more than a year ago."""
    return [one for one in parameters if (today - one.verified_on).days > FRESH_DAYS]


def problems() -> list[Problem]:
    """Everything that is wrong with the law as shipped (gaps are not wrong: they are said). Raises InputError for unreadable files."""
    parameters = law_parameters()
    found = [*parameters_are_unknown(parameters), *parameters_are_unread(parameters), *recompute(parameters)]
    try:
        list(books(parameters))
    except ValueError as error:
        found.append(Problem(str(error)))
    return found


def main() -> int:
    """Print everything wrong with the law's files, the JSON Schema's view included; 1 if there is anything."""
    found = [*problems(), *schema_problems()]
    for one in found:
        print(one)
    print(f"{len(law_parameters().known)} parameters checked against the schema, their formulas and every date: {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
