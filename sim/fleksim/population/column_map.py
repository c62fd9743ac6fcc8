"""The column map of a user's extract: their columns in our words and units.

year: 2024
columns:
  - {column: LOEN_TIME, to: hourly_wage}
  - {column: KOEN, to: sex, values: {1: man, 2: woman}}
  - {column: PARTNER_TKR, to: partner_wage, factor: 1000, empty: 0}
constants: {church_member: false}
decimal: comma
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fleksim import documents
from fleksim.documents import Fields, Text
from fleksim.forms import Form
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR
from fleksim.people.columns import COLUMNS
from fleksim.population.schema import ATTRIBUTES, NAMES
from fleksim.problems import did_you_mean, printable

# What an extract may say: the columns of a population, and the ages of the children.
ALLOWED = (*NAMES, "children")


@dataclass(frozen=True)
class Entry:
    """One of their columns: what it is called here, and how its values become ours."""

    column: str
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    factor: float = 1.0
    empty: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class ColumnMap:
    """Entries by our name, and values that are the same for everybody."""

    entries: Mapping[str, Entry]
    constants: Mapping[str, str]
    decimal_comma: bool = False


def same_names(columns: list[str]) -> ColumnMap:
    """The map of an extract whose columns already have our names; others are left alone."""
    return ColumnMap({name: Entry(name, name) for name in columns if name in ALLOWED}, {})


def read_column_map(path: Path) -> ColumnMap:
    """A column map file. Raises InputError with everything that is wrong."""
    form = Form(str(path))
    top = form.fields(documents.read_document(path), 1, None, ("year", "columns", "constants", "decimal"))
    entries: dict[str, Entry] = {}
    for node in form.items(top.get("columns"), "columns"):
        entry = _entry(form, node)
        if entry is None:
            continue
        if entry.to in entries:
            form.problem(f"two columns are {entry.to}", entry.line, "columns", f"The first stands in line {entries[entry.to].line}.")
        entries[entry.to] = entry
    constants = _constants(form, top.get("constants"))
    year = form.whole(top["year"], 1, "year", FIRST_YEAR, LAST_YEAR) if "year" in top else None
    if year is not None:
        if constants.get("year", str(year)) != str(year):
            form.problem(f"the constants say {printable(constants['year'])}", top["year"].line, "year", "Keep one of them.")
        constants["year"] = str(year)
    for name in constants.keys() & entries.keys():
        form.problem(f"{name} is both a column and a constant", entries[name].line, "columns", "Keep one of them.")
    decimal = form.one_of(top["decimal"], 1, "decimal", ("point", "comma")) if "decimal" in top else "point"
    if not entries and not form.problems:
        form.problem("names no columns", 1, "columns", "Write columns: a list of {column: THEIRS, to: ours}.")
    form.finish()
    return ColumnMap(entries, constants, decimal == "comma")


def _entry(form: Form, node: documents.Node) -> Entry | None:
    if not isinstance(node, Fields):
        form.problem("is not {column: THEIRS, to: ours}", node.line, "columns")
        return None
    fields = form.fields(node, node.line, "columns", ("column", "to", "values", "factor", "empty"))
    column = form.text(fields.get("column"), node.line, "column")
    to = _our_name(form, form.text(fields.get("to"), node.line, "to"), node.line)
    factor = form.number(fields["factor"], node.line, "factor", -1e9, 1e9) if "factor" in fields else 1.0
    if factor == 0.0:
        form.problem("is 0, which would make every value 0", fields["factor"].line, "factor", "Leave the column out, or give a constant.")
    if factor is not None and factor != 1.0 and to and not is_amount(to):
        form.problem(f"{to} is no amount that a factor can change", node.line, "factor", "Use values: {theirs: ours}.")
    values = _texts(form, fields.get("values"), "values")
    empty = fields.get("empty")
    if empty is not None and not isinstance(empty, Text):
        form.problem("is no plain value", empty.line, "empty", "Write what an empty cell means, as empty: 0.")
    told = empty.value if isinstance(empty, Text) else None
    return Entry(column, to, values, factor or 1.0, told, node.line) if column and to else None


def _our_name(form: Form, name: str, line: int) -> str:
    if name and name not in ALLOWED:
        form.problem(
            f"'{printable(name)}' is not a column of a population", line, "to", did_you_mean(name, ALLOWED, "See `fleksim population describe --dictionary`.")
        )
        return ""
    return name


def is_amount(name: str) -> bool:
    """Whether a column holds amounts, not codes or dates."""
    return name == "weight" or (name in COLUMNS and COLUMNS[name].kind == "number") or (name in ATTRIBUTES and ATTRIBUTES[name].type == "int16")


def _texts(form: Form, node: documents.Node | None, where: str) -> dict[str, str]:
    """A mapping of text to text."""
    if node is None:
        return {}
    if not isinstance(node, Fields):
        form.problem("is a mapping of theirs to ours", node.line, where)
        return {}
    for key, value, line in node:
        if not isinstance(value, Text):
            form.problem(f"'{printable(key)}' has no plain value", line, where)
    return {key: value.value for key, value, _ in node if isinstance(value, Text)}


def _constants(form: Form, node: documents.Node | None) -> dict[str, str]:
    found = _texts(form, node, "constants")
    return {name: value for name, value in found.items() if _our_name(form, name, node.line if node else 1)}
