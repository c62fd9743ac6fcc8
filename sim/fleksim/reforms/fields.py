"""Reading the fields of a reform file, beside what every form has: texts in two languages, and days of a plan."""

from __future__ import annotations

from datetime import date

from fleksim.documents import Node, Text
from fleksim.forms import FORBIDDEN_START, Form
from fleksim.parameters.read import FIRST_YEAR
from fleksim.problems import printable

LANGUAGES = ("da", "en")
MAX_TEXT = 1_000
# No reform is planned for later; a year beyond is a slip of the pen.
LAST_PLANNED_YEAR = 2100


class ReformForm(Form):
    """One reform file under reading."""

    def both_languages(self, node: Node, where: str, longest: int = MAX_TEXT, *, one_line: bool = False) -> dict[str, str]:
        """A text in Danish and English that neither a spreadsheet nor a page would run."""
        fields = self.fields(node, node.line, where, LANGUAGES)
        texts = {}
        for lang in LANGUAGES:
            text = fields.get(lang)
            if not isinstance(text, Text) or not text.value.strip():
                self.problem(f"{where} has no {lang}", node.line, where, "Give it in Danish and in English.")
                continue
            texts[lang] = self.harmless(text, where, longest, one_line=one_line)
        return texts

    def harmless(self, text: Text, where: str, longest: int = MAX_TEXT, *, one_line: bool = False) -> str:
        """A text that neither a spreadsheet nor a page would run, of one line where it stands in one."""
        if text.value.lstrip().startswith(FORBIDDEN_START) or len(text.value) > longest or (one_line and "\n" in text.value):
            way_out = f"Begin with a letter and keep below {longest} characters{' on one line' if one_line else ''}."
            self.problem(f"'{printable(text.value)}' cannot be a {where}", text.line, where, way_out)
        return text.value

    def planned_day(self, node: Node | None, where: str) -> date | None:
        """A day on which a reform can begin or a case can have begun."""
        day = self.day(node, where)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_PLANNED_YEAR:
            self.problem(f"{day} is not between {FIRST_YEAR} and {LAST_PLANNED_YEAR}", node.line if node else 1, where)
            return None
        return day

    def count(self, node: Node, where: str, lowest: int, highest: int) -> int | None:
        """A whole number of months or steps."""
        text = node.value if isinstance(node, Text) and not node.quoted else ""
        if text.isascii() and text.isdigit() and lowest <= int(text[:6]) <= highest and len(text) <= len(str(highest)):
            return int(text)
        self.problem(f"is a whole number from {lowest} to {highest}", node.line, where)
        return None
