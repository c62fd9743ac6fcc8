"""Reading the fields of a reform file: what is wrong is kept, with file and line, and nothing stops at the first problem."""

from __future__ import annotations

from datetime import date

from fleksim import documents
from fleksim.documents import Fields, Items, Node, Text
from fleksim.problems import Problem, did_you_mean, printable

LANGUAGES = ("da", "en")
MAX_TEXT = 1_000
_FORBIDDEN_START = ("=", "+", "-", "@", "<")


class FieldReader:
    """Reads fields of one file and keeps what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, message: str, line: int, where: str | None = None, way_out: str | None = None) -> None:
        self.problems.append(Problem(message, file=self.file, line=line, field=where, way_out=way_out or None))

    def fields(self, node: Node, where: str | None, allowed: tuple[str, ...]) -> dict[str, Node]:
        """The fields of a mapping; a name that is none of those allowed is a problem."""
        if not isinstance(node, Fields):
            self.problem(f"needs {', '.join(allowed)}", node.line, where)
            return {}
        for key, _, line in node:
            if key not in allowed:
                self.problem(f"'{printable(key)}' is not a field here", line, where, did_you_mean(key, allowed, f"Fields: {', '.join(allowed)}."))
        return node.values

    def both_languages(self, node: Node, where: str, longest: int = MAX_TEXT) -> dict[str, str]:
        """A text in Danish and English that neither a spreadsheet nor a page would run."""
        fields = self.fields(node, where, LANGUAGES)
        texts = {}
        for lang in LANGUAGES:
            text = fields.get(lang)
            if not isinstance(text, Text) or not text.value.strip():
                self.problem(f"{where} has no {lang}", node.line, where, "Give it in Danish and in English.")
                continue
            if text.value.lstrip().startswith(_FORBIDDEN_START) or len(text.value) > longest:
                self.problem(f"'{printable(text.value)}' cannot be a {where}", text.line, where, f"Begin with a letter and keep below {longest} characters.")
            texts[lang] = text.value
        return texts

    def day(self, node: Node | None, where: str) -> date | None:
        if node is None:
            return None
        try:
            return documents.day(node.value if isinstance(node, Text) else "")
        except ValueError as error:
            self.problem(str(error), node.line, where)
            return None

    def number(self, node: Node | None, line: int, where: str, highest: float) -> float | None:
        if not isinstance(node, Text) or node.quoted:
            self.problem("is not a number", line, where, "Write it without quotes.")
            return None
        try:
            return documents.number(node.value, highest)
        except ValueError as error:
            self.problem(str(error), line, where)
            return None

    def whole(self, node: Node, where: str, lowest: int, highest: int) -> int | None:
        text = node.value if isinstance(node, Text) and not node.quoted else ""
        if text.isascii() and text.isdigit() and lowest <= int(text[:6]) <= highest and len(text) <= len(str(highest)):
            return int(text)
        self.problem(f"is a whole number from {lowest} to {highest}", node.line, where)
        return None

    def items(self, node: Node | None, where: str) -> list[Node]:
        if node is None:
            return []
        if not isinstance(node, Items):
            self.problem("is a list: [4, 6]", node.line, where)
            return []
        return node.values
