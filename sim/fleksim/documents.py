"""Reading YAML and JSON that strangers wrote: a small builder over PyYAML's event stream.

The usual safe loaders let most hostile files through (aliases that explode, duplicate keys that silently win, `1e3`
and `yes` that change type) and lose the line numbers. This one knows only mappings, sequences and scalars; it keeps
every scalar as text with its line, so that whoever knows the field decides what a number or a date looks like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from fleksim.problems import InputError, Problem, one_problem, printable

MAX_BYTES = 256 * 1024
MAX_DEPTH = 8
MAX_NUMBER_LENGTH = 24
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Text:
    """A scalar as written; `quoted` says that the writer meant text."""

    value: str
    line: int
    quoted: bool = False


@dataclass(frozen=True)
class Items:
    """A sequence."""

    values: list[Node]
    line: int


@dataclass(frozen=True)
class Fields:
    """A mapping, with the line of every key."""

    values: dict[str, Node]
    line: int
    lines: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[str, Node, int]]:
        return ((key, value, self.lines[key]) for key, value in self.values.items())


Node = Text | Items | Fields


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The whole of a small file.

    Raises InputError if it cannot be read or is larger than `limit` (the rest is not read).
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise one_problem(f"cannot be read: {error.strerror}", file=str(path)) from None
    if len(content) > limit:
        raise one_problem(f"is larger than {limit // 1024} kB", file=str(path), way_out="Split it, or use CSV or Parquet for many cases.")
    return content


def decode(content: bytes, file: str) -> str:
    """Strict UTF-8 without hidden characters; a byte order mark is let pass.

    Raises InputError.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise one_problem(f"is not UTF-8 (byte {error.start})", file=file, line=line, way_out="Save it as UTF-8.") from None
    hidden = _HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise one_problem(f"holds the hidden character {printable(hidden.group())}", file=file, line=line, way_out="Delete it and type the line again.")
    return text


def read_document(path: Path, limit: int = MAX_BYTES) -> Node:
    """A YAML (or JSON) file as nodes. Raises InputError."""
    return parse_document(decode(read_bytes(path, limit), str(path)), str(path))


def parse_document(text: str, file: str) -> Node:
    """YAML (or JSON) text as nodes.

    Raises InputError for anything but one plain document: aliases, anchors, tags, repeated keys, two documents, too
    deep or too long.
    """
    if not text.strip():
        raise one_problem("is empty", file=file)
    try:
        return _Builder(file).build(yaml.parse(text, Loader=_loader()))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise one_problem(f"is not valid YAML: {error.problem}", file=file, line=line) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise one_problem(f"is not valid YAML: {printable(error)}", file=file) from None


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Builder:
    """Builds nodes from events with a stack of its own: depth is a count, never Python's recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[tuple[Items | Fields, str | None]] = []
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node:
        for event in events:
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent):
                raise self._refuse("aliases (*name) are not read", line, "Write the value out.")
            if isinstance(event, yaml.NodeEvent):
                self._check_plain(event, line)
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise self._refuse("holds more than one document", line, "Keep one document a file.")
            if isinstance(event, yaml.ScalarEvent):
                self._put(Text(event.value, line, quoted=event.style in ("'", '"')), line)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(Fields({}, line), line)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(Items([], line), line)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(line)
        if self.root is None:
            raise one_problem("is empty", file=self.file)
        return self.root

    def _check_plain(self, event: Any, line: int) -> None:
        if event.anchor:
            raise self._refuse("anchors (&name) are not read", line, "Write the value out.")
        if getattr(event, "tag", None) not in (None, "!"):
            raise self._refuse(f"tags ({printable(event.tag)}) are not read", line, "Write plain values.")

    def _open(self, node: Items | Fields, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise self._refuse(f"is nested deeper than {MAX_DEPTH} levels", line, None)
        if self.stack and isinstance(self.stack[-1][0], Fields) and self.stack[-1][1] is None:
            raise self._refuse("a key must be plain text", line, None)
        self.stack.append((node, None))

    def _close(self, line: int) -> None:
        node, _ = self.stack.pop()
        self._put(node, line)

    def _put(self, node: Node, line: int) -> None:
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1]
        if isinstance(parent, Items):
            parent.values.append(node)
        elif key is None:
            assert isinstance(node, Text)
            if node.value in parent.values:
                first = parent.lines[node.value]
                raise self._refuse(f"'{printable(node.value)}' stands twice, first in line {first}", line, "Keep one of them.")
            parent.values[node.value] = node
            parent.lines[node.value] = line
            self.stack[-1] = (parent, node.value)
        else:
            parent.values[key] = node
            self.stack[-1] = (parent, None)

    def _refuse(self, message: str, line: int, way_out: str | None) -> InputError:
        return InputError([Problem(message, file=self.file, line=line, way_out=way_out)])


def number(text: str, highest: float = math.inf) -> float:
    """A number in plain decimal notation.

    `26.500` is refused, for it is 26500 to a Dane and 26.5 to a program, unless 26500 is above `highest` and so cannot
    be meant. Raises ValueError with the right spelling, also for decimal commas, exponents, octals and the like.
    """
    if len(text) > MAX_NUMBER_LENGTH:
        raise ValueError(f"'{printable(text, 20)}' is too long for a number")
    plain = text.replace(".", "").replace(",", ".")
    if _THOUSANDS.fullmatch(text) and (abs(float(plain)) <= highest or text.count(".") > 1):
        decimal = f" (or {text}0 for the decimal)" if text.count(".") == 1 and "," not in text else ""
        raise ValueError(f"'{text}' can mean two numbers; write {plain}{decimal}")
    if _DECIMAL_COMMA.fullmatch(text):
        raise ValueError(f"'{text}' has a decimal comma; write {text.replace(',', '.')}")
    if not _NUMBER.fullmatch(text) or (text.lstrip("+-").startswith("0") and text.lstrip("+-")[1:2].isdigit()):
        raise ValueError(f"'{printable(text)}' is not a number; write it like 26500 or 0.31")
    value = float(text)
    assert math.isfinite(value)
    return value


def day(text: str) -> date:
    """An ISO date. Raises ValueError that says how to write it."""
    parts = _DATE.fullmatch(text)
    if not parts:
        raise ValueError(f"'{printable(text)}' is not a date; write it like 2026-07-01")
    try:
        return date(*(int(part) for part in parts.groups()))
    except ValueError:
        raise ValueError(f"'{printable(text)}' is not a day of the calendar") from None


def plain(node: Node) -> Any:
    """Nodes as dicts, lists and text: for validation against a JSON Schema and for showing."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(value) for value in node.values]
    return {key: plain(value) for key, value in node.values.items()}


def typed(node: Node) -> Any:
    """Like `plain`, with unquoted numbers, true/false and null as their types: what a JSON Schema speaks of."""
    if isinstance(node, Text):
        return _typed_scalar(node)
    if isinstance(node, Items):
        return [typed(value) for value in node.values]
    return {key: typed(value) for key, value in node.values.items()}


def _typed_scalar(node: Text) -> Any:
    words: Mapping[str, object] = {"true": True, "false": False, "null": None, "": None}
    if node.quoted:
        return node.value
    if node.value in words:
        return words[node.value]
    try:
        return number(node.value, highest=0.0)
    except ValueError:
        return node.value
