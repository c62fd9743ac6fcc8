"""Reading the fields of a document that people wrote, keeping everything that is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from fleksim import documents
from fleksim.documents import Fields, Items, Node, Text
from fleksim.problems import InputError, Problem, did_you_mean, printable, shown, stop_at_many

# What would be run by a spreadsheet or a browser does not begin a title.
FORBIDDEN_START = ("=", "+", "-", "@", "<")
MAX_TITLE = 120


class Form:
    """One file under reading: each getter gives a value or tells a problem and gives a harmless one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def finish(self) -> None:
        """Raises InputError if anything was wrong."""
        if self.problems:
            raise InputError(self.problems)

    def problem(self, message: str, line: int | None, where: str | None = None, way_out: str | None = None) -> None:
        self.add(Problem(message, file=self.file, line=line, field=where, way_out=way_out or None))

    def add(self, problem: Problem) -> None:
        """Raises InputError when there are so many that the rest is not looked at."""
        self.problems.append(problem)
        stop_at_many(self.problems, self.file)

    def fields(self, node: Node | None, line: int, where: str | None, allowed: Iterable[str]) -> dict[str, Node]:
        """A mapping whose keys are among those allowed."""
        allowed = tuple(allowed)
        if not isinstance(node, Fields):
            self.problem(f"needs {', '.join(allowed)}", node.line if node else line, where)
            return {}
        for key, _, key_line in node:
            if key not in allowed:
                self.problem(f"'{printable(key)}' is not a field here", key_line, where, did_you_mean(key, allowed, f"Fields: {', '.join(allowed)}."))
        return {key: value for key, value, _ in node if key in allowed}

    def items(self, node: Node | None, where: str) -> Sequence[Node]:
        """A list."""
        if node is None:
            return []
        if not isinstance(node, Items):
            self.problem("is a list", node.line, where, "Write [a, b] or one a line with - before it.")
            return []
        return node.values

    def text(self, node: Node | None, line: int, where: str) -> str:
        """Text that is not empty."""
        if isinstance(node, Text) and node.value.strip():
            return node.value
        self.problem("is not text" if node is not None else f"{where} is missing", node.line if node else line, where)
        return ""

    def number(self, node: Node | None, line: int, where: str, low: float = -math.inf, high: float = math.inf, meant: float | None = None) -> float | None:
        """A number within bounds. meant: the largest that can be meant (see `documents.number`) where that is no bound."""
        if node is None:
            self.problem("is missing", line, where)
            return None
        if not isinstance(node, Text) or node.quoted:
            self.problem("is not a number", node.line, where, "Write it without quotes." if isinstance(node, Text) else "Write one number.")
            return None
        try:
            value = documents.number(node.value, high if meant is None else meant)
        except ValueError as error:
            self.problem(str(error), node.line, where)
            return None
        if not low <= value <= high:
            self.problem(f"{shown(value)} is outside {shown(low)} to {shown(high)}", node.line, where)
            return None
        return value

    def whole(self, node: Node | None, line: int, where: str, low: int, high: int) -> int | None:
        """A whole number within bounds."""
        value = self.number(node, line, where, low, high)
        if value is not None and value != math.floor(value):
            assert node is not None
            self.problem(f"{shown(value)} is not a whole number", node.line, where)
            return None
        return None if value is None else int(value)

    def day(self, node: Node | None, where: str) -> date | None:
        """A date, or None if there is none or it is wrong."""
        if node is None:
            return None
        try:
            return documents.day(node.value if isinstance(node, Text) else "")
        except ValueError as error:
            self.problem(str(error), node.line, where)
            return None

    def one_of(self, node: Node | None, line: int, where: str, allowed: Sequence[str]) -> str | None:
        """One of some words."""
        text = self.text(node, line, where)
        if text and text not in allowed:
            self.problem(f"'{printable(text)}' is not one of {', '.join(allowed)}", node.line if node else line, where, did_you_mean(text, allowed) or None)
            return None
        return text or None

    def title(self, node: Node | None, line: int, where: str = "title") -> dict[str, str]:
        """A title in both languages: `{da: ..., en: ...}`, or one text for both."""
        if isinstance(node, Text):
            return dict.fromkeys(("da", "en"), self._title_text(node, where))
        fields = self.fields(node, line, where, ("da", "en"))
        titles = {}
        for lang in ("da", "en"):
            text = fields.get(lang)
            if isinstance(text, Text) and text.value.strip():
                titles[lang] = self._title_text(text, where)
            elif fields:
                self.problem(f"title has no {lang}", node.line if node else line, where, "Give it in Danish and in English.")
        return titles

    def _title_text(self, node: Text, where: str) -> str:
        text = node.value
        if not text.strip() or text.lstrip().startswith(FORBIDDEN_START) or len(text) > MAX_TITLE or "\n" in text:
            self.problem(f"'{printable(text)}' cannot be a title", node.line, where, f"Begin with a letter and keep below {MAX_TITLE} characters.")
        return text
