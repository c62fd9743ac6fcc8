"""A table: rows of plain values, with units and decimals by column, to be read, exported or looked up."""

from __future__ import annotations

import csv
import io
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from fleksim.output.numbers import FLAG, NOTHING, SHARE, figure, format_number, unit_name

Kind = Literal["text", "number", "unit"]

# A spreadsheet runs a text cell that begins with one of these.
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
# Decimals of an exported number: a thousandth of an oere and more.
_EXPORTED_DECIMALS = 8
# Units of whole things, of which a mean or an error may be shown with more decimals.
_COUNTED = ("personer_gns", "fuldtidspersoner")
# A heading of plain text is broken at this width, or at that of its cells.
_NARROWEST = 14


@dataclass(frozen=True)
class Column:
    """A column: key for programs, title for people, unit and decimals of its numbers.

    A number column without a unit takes the unit of its row, from the column of kind `unit`.
    """

    key: str
    title: str
    unit: str = ""
    decimals: int | None = None
    kind: Kind = "number"

    def heading(self, lang: str) -> str:
        """The title with the unit."""
        name = unit_name(self.unit, lang)
        return f"{self.title} ({name})" if name else self.title


@dataclass(frozen=True)
class Table:
    """A title, columns, rows of plain values and notes. `sections` names the row at which a group begins."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    lang: str = "da"

    @property
    def header(self) -> list[str]:
        """The headings people see."""
        return [column.heading(self.lang) for column in self.columns]

    def shown(self) -> list[list[str]]:
        """Every cell as people read it."""
        return [[self._cell(row, column, value) for column, value in zip(self.columns, row, strict=True)] for row in self.rows]

    def _cell(self, row: Sequence[Any], column: Column, value: Any) -> str:
        if value is None:
            return NOTHING
        if column.kind == "unit":
            return unit_name(str(value), self.lang)
        if isinstance(value, str):
            return value
        unit = column.unit or self._row_unit(row)
        if not unit and not isinstance(value, bool):
            return format_number(float(value), self.lang, column.decimals)
        return figure(value, unit, self.lang, _fitting(column, unit))

    def _row_unit(self, row: Sequence[Any]) -> str:
        return next((str(value) for column, value in zip(self.columns, row, strict=True) if column.kind == "unit"), "")

    def to_records(self) -> list[dict[str, Any]]:
        """The rows by key, with the values as they are."""
        keys = [column.key for column in self.columns]
        groups = self._groups()
        return [{**({"section": group} if self.sections else {}), **dict(zip(keys, row, strict=True))} for group, row in zip(groups, self.rows, strict=True)]

    def _groups(self) -> list[str]:
        """The section each row belongs to."""
        groups, current = [], ""
        for index in range(len(self.rows)):
            current = self.sections.get(index, current)
            groups.append(current)
        return groups

    def to_csv(self, danish: bool = False) -> str:
        """The exact values as CSV; `danish` with `;` and decimal comma. Text that a spreadsheet would run gets an apostrophe."""
        target = io.StringIO()
        writer = csv.writer(target, delimiter=";" if danish else ",", lineterminator="\n")
        grouped = bool(self.sections)
        headings = [_raw_heading(column, self.lang) for column in self.columns]
        writer.writerow([_exported(one, danish, self.lang) for one in ([_GROUP[self.lang]] if grouped else []) + headings])
        for group, row in zip(self._groups(), self.rows, strict=True):
            writer.writerow([_exported(one, danish, self.lang) for one in (*([group] if grouped else []), *row)])
        return target.getvalue()

    def to_text(self) -> str:
        """Aligned plain text: text to the left, numbers to the right."""
        cells = self.shown()
        headings = self._wrapped_headings(cells)
        widths = [max(len(one) for one in column) for column in zip(*headings, *cells, strict=True)]
        right = [column.kind == "number" for column in self.columns]

        def line(parts: Sequence[str]) -> str:
            aligned = (part.rjust(width) if flush else part.ljust(width) for part, width, flush in zip(parts, widths, right, strict=True))
            return "  ".join(aligned).rstrip()

        lines = [self.title, "", *(line(one) for one in headings), "  ".join("-" * width for width in widths)]
        for index, row in enumerate(cells):
            if index in self.sections:
                lines += ([""] if index else []) + [self.sections[index]]
            lines.append(line(row))
        return "\n".join(lines + ([""] if self.notes else []) + [f"{note}" for note in self.notes])

    def _wrapped_headings(self, cells: Sequence[Sequence[str]]) -> list[list[str]]:
        """The headings in as many lines as they need, at the foot of their column; units on a line of their own."""
        wrapped = []
        for index, column in enumerate(self.columns):
            room = max(_NARROWEST, *(len(word) for word in column.title.split()), *(len(row[index]) for row in cells), 0)
            unit = unit_name(column.unit, self.lang)
            wrapped.append(textwrap.wrap(column.title, room) + ([unit] if unit else []))
        height = max(len(lines) for lines in wrapped)
        return [list(line) for line in zip(*([""] * (height - len(lines)) + lines for lines in wrapped), strict=True)]

    def to_html(self) -> str:
        """A table element with caption, scoped headings and escaped cells."""
        heads = "".join(f'<th scope="col"{_right(column)}>{escape(column.heading(self.lang))}</th>' for column in self.columns)
        body = "".join(self._html_rows())
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in self.notes)
        return f'<div class="table"><table><caption>{escape(self.title)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{notes}'

    def _html_rows(self) -> Iterator[str]:
        for index, row in enumerate(self.shown()):
            if index in self.sections:
                yield f'<tr class="section"><th scope="rowgroup" colspan="{len(self.columns)}">{escape(self.sections[index])}</th></tr>'
            first, *others = zip(self.columns, row, strict=True)
            cells = "".join(f"<td{_right(column)}>{escape(cell)}</td>" for column, cell in others)
            yield f'<tr><th scope="row"{_right(first[0])}>{escape(first[1])}</th>{cells}</tr>'


_GROUP = {"da": "Gruppe", "en": "Group"}


def _fitting(column: Column, unit: str) -> int | None:
    """The column's decimals where they are its own or suit the row's unit; per cent get one, other units their own."""
    if column.unit or column.decimals is None or unit.startswith("kr") or unit in _COUNTED:
        return column.decimals
    return 1 if unit == SHARE else None


def _right(column: Column) -> str:
    return ' class="number"' if column.kind == "number" else ""


def _raw_heading(column: Column, lang: str) -> str:
    """The heading of an exported column, whose shares are not in per cent."""
    if column.unit in (SHARE, FLAG):
        return f"{column.title} ({'andel' if lang == 'da' else 'share'})" if column.unit == SHARE else column.title
    return column.heading(lang)


def _exported(value: Any, danish: bool, lang: str) -> str:
    """A cell of CSV: a number in full, text made harmless, nothing as nothing."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return ({"da": ("nej", "ja"), "en": ("no", "yes")}[lang])[value]
    if isinstance(value, int | float):
        text = f"{value:.{_EXPORTED_DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        text = "0" if text == "-0" else text
        return text.replace(".", ",") if danish else text
    text = str(value)
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text
