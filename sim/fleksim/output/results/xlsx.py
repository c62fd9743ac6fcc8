"""Results as a workbook: what they rest on first, then a sheet a table; numbers as numbers, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fleksim.analysis.results import Results
from fleksim.output.numbers import FLAG, NOTHING, SHARE, UNITS, yes_no
from fleksim.output.results.tables import GROUNDS, tables
from fleksim.output.table import Column, Table

_LONGEST_SHEET_NAME = 31
_NARROWEST, _WIDEST, _WIDEST_TEXT = 11, 22, 44
_HEADER_ROW = 2
_A4 = 9
# A file holds no time: every workbook says this one.
_NO_TIME = datetime(1980, 1, 1)
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "header": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bg_color": "#F6F8FA"},
    "header_number": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bg_color": "#F6F8FA", "align": "right"},
    "section": {"bold": True, "bg_color": "#EAEEF2"},
    "text": {"text_wrap": True, "valign": "top"},
    "nothing": {"align": "right", "valign": "top"},
    "note": {"italic": True, "font_color": "#57606A"},
}


def write_xlsx(results: Results, path: Path, lang: str = "da") -> None:
    """The tables as a workbook; its first sheet says what the results rest on."""
    made = tables(results, lang)
    write_tables({GROUNDS: made[GROUNDS], **made}, path, lang)


def write_tables(made: Mapping[str, Table], path: Path, lang: str) -> None:
    """Tables as a workbook of a sheet each, in their order."""
    import xlsxwriter

    # Text stays text: no formula, no link, no number is made of it.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "fleksim", "created": _NO_TIME})
        book.set_calc_mode("auto")
        styles = _Styles(book)
        for name, table in zip(sheet_names(made), made.values(), strict=True):
            _sheet(book.add_worksheet(name), table, styles, lang)


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names a spreadsheet takes: short, without its signs, each once."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = (re.sub(r"[\[\]:*?/\\']", "_", name).strip() or "_")[:_LONGEST_SHEET_NAME]
        count = 1
        while plain.casefold() in taken:
            count += 1
            plain = f"{plain[: _LONGEST_SHEET_NAME - len(str(count)) - 1]}_{count}"
        taken.add(plain.casefold())
        found.append(plain)
    return found


@dataclass
class _Styles:
    """The workbook's formats, each made once."""

    book: Any

    def __post_init__(self) -> None:
        self._made: dict[tuple[str, str, bool], Any] = {}

    def of(self, name: str, number: str = "", quoted: bool = False) -> Any:
        """A named style, with a number format, or as text that a spreadsheet must not run when it is edited."""
        key = (name, number, quoted)
        if key not in self._made:
            style = self.book.add_format({**_STYLES.get(name, {"valign": "top"}), **({"num_format": number} if number else {})})
            if quoted:
                style.set_quote_prefix()
            self._made[key] = style
        return self._made[key]


def _sheet(sheet: Any, table: Table, styles: _Styles, lang: str) -> None:
    """Title, header that stays when one scrolls, rows with their sections, notes."""
    _text(sheet, 0, 0, table.title, styles, "title")
    for index, column in enumerate(table.columns):
        _text(sheet, _HEADER_ROW, index, column.heading(lang), styles, "header_number" if column.kind == "number" else "header")
        sheet.set_column(index, index, _width(table, index))
    row = _HEADER_ROW + 1
    for index, values in enumerate(table.rows):
        if index in table.sections:
            for column_index in range(len(table.columns)):
                _text(sheet, row, column_index, "" if column_index else table.sections[index], styles, "section")
            row += 1
        for column_index, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _cell(sheet, row, column_index, value, column, _unit(table, values, column), styles, lang)
        row += 1
    for index, note in enumerate(table.notes):
        _text(sheet, row + 1 + index, 0, note, styles, "note")
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)


def _cell(sheet: Any, row: int, column_index: int, value: Any, column: Column, unit: str, styles: _Styles, lang: str) -> None:
    if value is None:
        if column.kind == "number":
            sheet.write_string(row, column_index, NOTHING, styles.of("nothing"))
    elif isinstance(value, bool):
        sheet.write_string(row, column_index, yes_no(value, lang), styles.of("text"))
    elif isinstance(value, int | float):
        sheet.write_number(row, column_index, value, styles.of("number", number_format(value, unit, column.decimals)))
    else:
        shown = UNITS[value].name(lang) if column.kind == "unit" and value in UNITS else str(value)
        _text(sheet, row, column_index, shown, styles, "text")


def _text(sheet: Any, row: int, column: int, text: str, styles: _Styles, style: str) -> None:
    sheet.write_string(row, column, text, styles.of(style, quoted=text.startswith(("=", "+", "-", "@", "\t", "\r"))))


def _unit(table: Table, values: Sequence[Any], column: Column) -> str:
    """The unit of a number: its column's, or its row's."""
    return column.unit or next((str(value) for one, value in zip(table.columns, values, strict=True) if one.kind == "unit" and value), "")


def number_format(value: float, unit: str, decimals: int | None) -> str:
    """How a spreadsheet shows a number: shares in per cent, others with thousands apart."""
    if unit == SHARE:
        return "0.0%"
    if unit == FLAG:
        return "0"
    if decimals is None:
        return "General" if abs(value) < 1000.0 else "#,##0"
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _width(table: Table, index: int) -> int:
    """Wide enough for the column's texts, within reason."""
    column = table.columns[index]
    if column.kind == "number":
        longest = max((len(word) for word in column.heading(table.lang).split()), default=0)
        return min(max(_NARROWEST, longest + 1), _WIDEST)
    texts = [str(row[index]) for row in table.rows if row[index] is not None]
    return min(max(_NARROWEST, *(len(text) + 1 for text in (column.title, *texts))), _WIDEST_TEXT)
