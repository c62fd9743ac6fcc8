"""Reading a reform file: YAML by strangers, every problem at once, no code run from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fleksim import documents, paths
from fleksim.documents import Fields, Node, Text
from fleksim.engine.law import law_on
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, highest_of, law_parameters
from fleksim.problems import InputError, Problem, did_you_mean, one_problem, printable
from fleksim.reforms.reform import Change, Operation, Reform
from fleksim.reforms.rules_file import read_rules
from fleksim.reforms.switches import SWITCHES
from fleksim.rules import Rule

_FIELDS = ("title", "proposed_by", "from", "baseline", "note", "changes")
_CHANGES = ("parameters", "rules", "assumptions")
_OPERATIONS: tuple[Operation, ...] = ("set", "add", "multiply")
_FORBIDDEN_START = ("=", "+", "-", "@", "<")
MAX_TITLE = 120


def read_reform(path: str | Path, *, allow_rules: bool = False) -> Reform:
    """A reform file, checked against the law.

    path: a file, or the name of one that comes with the package (`uden_loft`, `reforms/uden_loft.yaml`).
    allow_rules: whether a rules file it names may be loaded, which runs that file.

    Raises InputError with every problem.
    """
    found = _locate(Path(path))
    reader = _Reader(str(path), allow_rules)
    reform = reader.reform(documents.read_document(found))
    problems = list(reader.problems)
    if reform is not None:
        _, wrong = reform.new_values(law_on(reform.baseline))
        problems += wrong
    if problems or reform is None:
        raise InputError(problems)
    return reform


def shipped() -> list[Path]:
    """The reforms that come with the package."""
    return sorted((paths.scenarios() / "reforms").glob("*.yaml"))


def _locate(path: Path) -> Path:
    if path.is_file():
        return path
    known = {one.stem: one for one in shipped()}
    if path.stem in known and path.parent.name in ("", "reforms"):
        return known[path.stem]
    raise one_problem("there is no such reform", file=printable(path), way_out=did_you_mean(path.stem, known, f"Shipped: {', '.join(known)}."))


class _Reader:
    """Reads one reform and keeps what is wrong with it."""

    def __init__(self, file: str, allow_rules: bool) -> None:
        self.file = file
        self.allow_rules = allow_rules
        self.problems: list[Problem] = []

    def reform(self, document: Node) -> Reform | None:
        fields = self.fields(document, None, _FIELDS)
        if "title" not in fields or "changes" not in fields:
            self.problem("a reform needs title and changes", document.line)
            return None
        title = self.title(fields["title"])
        proposer, source = self.proposer(fields.get("proposed_by"))
        changes = self.fields(fields["changes"], "changes", _CHANGES)
        assumptions = changes.get("assumptions")
        if isinstance(assumptions, Fields) and assumptions.values:
            self.problem("changed assumptions are read by the dynamic model only", assumptions.line, "assumptions", "Leave them out of a static calculation.")
        rules, switched_off = self.rules(changes.get("rules"))
        baseline = self.baseline(fields.get("baseline"))
        return Reform(
            title=title,
            proposer=proposer,
            source=source,
            since=self.day(fields.get("from"), "from") or baseline,
            baseline=baseline,
            parameters=self.parameters(changes.get("parameters")),
            rules=rules,
            switched_off=switched_off,
            file=self.file,
        )

    def title(self, node: Node) -> dict[str, str]:
        fields = self.fields(node, "title", ("da", "en"))
        titles = {}
        for lang in ("da", "en"):
            text = fields.get(lang)
            if not isinstance(text, Text) or not text.value.strip():
                self.problem(f"title has no {lang}", node.line, "title", "Give it in Danish and in English.")
                continue
            if text.value.lstrip().startswith(_FORBIDDEN_START) or len(text.value) > MAX_TITLE:
                self.problem(f"'{printable(text.value)}' cannot be a title", text.line, "title", f"Begin with a letter and keep below {MAX_TITLE} characters.")
            titles[lang] = text.value
        return titles

    def proposer(self, node: Node | None) -> tuple[str, str | None]:
        if node is None:
            return "eget forslag", None
        fields = self.fields(node, "proposed_by", ("name", "source"))
        name, source = fields.get("name"), fields.get("source")
        stated = isinstance(source, Text) and (source.quoted or source.value not in ("", "null"))
        return (name.value if isinstance(name, Text) else "eget forslag"), source.value if stated and isinstance(source, Text) else None

    def baseline(self, node: Node | None) -> date:
        if node is None:
            return date(LAST_YEAR, 1, 1)
        day = self.day(self.fields(node, "baseline", ("law",)).get("law"), "baseline")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.problem(f"the law is kept for {FIRST_YEAR} to {LAST_YEAR}, not {day.year}", node.line, "baseline")
            return date(LAST_YEAR, 1, 1)
        return day or date(LAST_YEAR, 1, 1)

    def parameters(self, node: Node | None) -> dict[str, Change]:
        if node is None:
            return {}
        if not isinstance(node, Fields):
            self.problem("is a mapping of parameters to values", node.line, "parameters")
            return {}
        changes = {}
        for name, value, line in node:
            if name not in law_parameters():
                self.problems.append(law_parameters().unknown(printable(name), file=self.file, line=line))
                continue
            change = self.change(name, value, line)
            if change is not None:
                changes[name] = change
        return changes

    def change(self, name: str, node: Node, line: int) -> Change | None:
        operation: Operation = "set"
        if isinstance(node, Fields):
            named = [one for one in _OPERATIONS if one in node.values]
            if len(node.values) != 1 or not named:
                self.problem(f"is one of {', '.join(_OPERATIONS)}", line, name)
                return None
            operation = named[0]
            node = node.values[operation]
        if not isinstance(node, Text) or node.quoted:
            self.problem("is not a number", line, name, "Write it without quotes.")
            return None
        try:
            unit = law_parameters().known[name].unit
            return Change(operation, documents.number(node.value, highest_of(unit)), self.file, line)
        except ValueError as error:
            self.problem(str(error), line, name)
            return None

    def rules(self, node: Node | None) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        if node is None:
            return (), ()
        if not isinstance(node, Fields):
            self.problem("is a mapping: a switch and off, or file and a rules file", node.line, "rules")
            return (), ()
        rules: list[Rule] = []
        switched_off = []
        for name, value, line in node:
            text = value.value if isinstance(value, Text) else ""
            if name == "file":
                rules += self.rules_file(text, line)
            elif name not in SWITCHES:
                self.problem(f"'{printable(name)}' is not a switch", line, "rules", did_you_mean(name, SWITCHES, f"Switches: {', '.join(SWITCHES)}."))
            elif text not in ("on", "off"):
                self.problem(f"'{printable(text)}' is not on or off", line, name)
            elif text == "off":
                rules += SWITCHES[name]
                switched_off.append(name)
        return tuple(rules), tuple(switched_off)

    def rules_file(self, name: str, line: int) -> list[Rule]:
        if not self.allow_rules:
            self.problem("names a rules file, which is a program", line, "rules", "Allow it with --allow-rules, or in Python allow_rules=True.")
            return []
        path = paths.scenarios() / "rules" / name
        if Path(name).name != name or not name.endswith(".py") or not path.is_file():
            self.problem(f"'{printable(name)}' is not a file of scenarios/rules", line, "rules")
            return []
        try:
            return read_rules(path)
        except InputError as error:
            self.problems += error.problems
            return []

    def day(self, node: Node | None, where: str) -> date | None:
        if node is None:
            return None
        try:
            return documents.day(node.value if isinstance(node, Text) else "")
        except ValueError as error:
            self.problem(str(error), node.line, where)
            return None

    def fields(self, node: Node, where: str | None, allowed: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, Fields):
            self.problem(f"needs {', '.join(allowed)}", node.line, where)
            return {}
        for key, _, line in node:
            if key not in allowed:
                self.problem(f"'{printable(key)}' is not a field here", line, where, did_you_mean(key, allowed, f"Fields: {', '.join(allowed)}."))
        return node.values

    def problem(self, message: str, line: int, where: str | None = None, way_out: str | None = None) -> None:
        self.problems.append(Problem(message, file=self.file, line=line, field=where, way_out=way_out or None))
