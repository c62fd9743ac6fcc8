"""One reform file, read field by field into a Reform."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Literal

from fleksim.documents import Fields, Node, Text
from fleksim.parameters.months import STEPS, month_assumptions, unknown_assumption
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, highest_of, law_parameters
from fleksim.parameters.values import Parameter, ParameterSet
from fleksim.problems import InputError, did_you_mean, printable
from fleksim.reforms.changes import OPERATIONS, Change, Operation
from fleksim.reforms.fields import ReformForm
from fleksim.reforms.reform import Reform
from fleksim.reforms.rules_file import numbers_of, read_rules, rules_files, rules_path
from fleksim.reforms.switches import SWITCHES
from fleksim.reforms.timing import Phase, Protection
from fleksim.rules import Rule

FIELDS = ("title", "reason", "note", "proposed_by", "from", "baseline", "changes", "protection", "phase_in", "needs")
CHANGES = ("parameters", "rules", "assumptions")
MAX_TITLE = 120
MAX_PHASES = 40
LONGEST_PROTECTION = 600
HIGHEST_UPRATING = 20.0
# Assumptions that cannot be half in force: half of no time limit is no shorter time limit.
NOT_BY_HALVES = ("ja/nej", "maaneder", "uger", "antal", "aar")
OWN = "eget forslag"

# What to do with a rules file: refuse it, load it (which runs it), or only note its name.
RulesFile = Literal["refuse", "load", "note"]


class ReformReader(ReformForm):
    """Reads one reform and keeps what is wrong with it."""

    def __init__(self, file: str, rules_file: RulesFile) -> None:
        super().__init__(file)
        self.rules_file = rules_file
        self.named: str | None = None
        self.new_parameters: dict[str, Parameter] = {}

    def reform(self, document: Node) -> Reform | None:
        fields = self.fields(document, document.line, None, FIELDS)
        if "title" not in fields or "changes" not in fields:
            self.problem("a reform needs title and changes", document.line)
            return None
        changes = self.fields(fields["changes"], fields["changes"].line, "changes", CHANGES)
        rules, switched_off = self.rules(changes.get("rules"))
        proposer, source = self.proposer(fields.get("proposed_by"))
        baseline = self.baseline(fields.get("baseline"))
        since = self.planned_day(fields.get("from"), "from") or baseline
        known = ParameterSet({**law_parameters().known, **self.new_parameters})
        reform = Reform(
            title=self.both_languages(fields["title"], "title", MAX_TITLE, one_line=True),
            proposer=proposer,
            source=source,
            since=since,
            baseline=baseline,
            parameters=self.numbers(changes.get("parameters"), "parameters", known),
            rules=rules,
            switched_off=switched_off,
            file=self.file,
            reason=self.remark(fields.get("reason"), "reason"),
            note=self.remark(fields.get("note"), "note"),
            assumptions=self.numbers(changes.get("assumptions"), "assumptions", month_assumptions()),
            new_parameters=self.new_parameters,
            protection=self.protection(fields.get("protection"), since),
            phase_in=self.phases(fields.get("phase_in"), since),
            steps=self.steps(fields.get("needs")),
            rules_file=self.named,
        )
        self.not_by_halves(reform, fields.get("phase_in"))
        return reform

    def remark(self, node: Node | None, where: str) -> dict[str, str]:
        """A remark in both languages; one plain text stands for both."""
        if isinstance(node, Text):
            return dict.fromkeys(("da", "en"), self.harmless(node, where))
        return self.both_languages(node, where) if node is not None else {}

    def proposer(self, node: Node | None) -> tuple[str, str | None]:
        if node is None:
            return OWN, None
        fields = self.fields(node, node.line, "proposed_by", ("name", "source"))
        name, source = fields.get("name"), fields.get("source")
        for what, text in (("name", name), ("source", source)):
            if text is None:
                continue
            if not isinstance(text, Text):
                self.problem(f"{what} is no text", text.line, "proposed_by", "Write several in one text, with ; between them.")
            elif text.value:
                self.harmless(text, what)
        stated = isinstance(source, Text) and (source.quoted or source.value not in ("", "null"))
        return (name.value if isinstance(name, Text) else OWN), source.value if stated and isinstance(source, Text) else None

    def baseline(self, node: Node | None) -> date:
        latest = date(LAST_YEAR, 1, 1)
        if node is None:
            return latest
        fields = self.fields(node, node.line, "baseline", ("law",))
        day = self.day(fields.get("law"), "baseline")
        if isinstance(node, Fields) and "law" not in fields:
            self.problem("states no law", node.line, "baseline", f"Write baseline: {{law: {latest}}}, or leave it out.")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.problem(f"the law is kept for {FIRST_YEAR} to {LAST_YEAR}, not {day.year}", node.line, "baseline")
            return latest
        return day or latest

    # --- changes ---------------------------------------------------------------------------------------------------------

    def numbers(self, node: Node | None, where: str, known: ParameterSet) -> dict[str, Change]:
        """Changed numbers by name, of the law or of the months."""
        if node is None:
            return {}
        if not isinstance(node, Fields):
            self.problem("is a mapping of names to values", node.line, where)
            return {}
        changes = {}
        for name, value, line in node:
            if name not in known:
                unknown = unknown_assumption if where == "assumptions" else known.unknown
                self.add(unknown(printable(name), file=self.file, line=line))
                continue
            change = self.change(name, value, line, known.known[name].unit)
            if change is not None:
                changes[name] = change
        return changes

    def change(self, name: str, node: Node, line: int, unit: str) -> Change | None:
        operation: Operation = "set"
        if isinstance(node, Fields):
            named = [one for one in OPERATIONS if one in node.values]
            if len(node.values) != 1 or not named:
                self.problem(f"is one of {', '.join(OPERATIONS)}", line, name, "Write a number, or {add: 5}, {multiply: 1.1}, {uprate: {of: 2019-01-01}}.")
                return None
            operation, node = named[0], node.values[named[0]]
        if operation == "uprate":
            return self.uprating(name, node, line, unit)
        operand = self.number(node, line, name, meant=highest_of(unit))
        return None if operand is None else Change(operation, operand, self.file, line)

    def uprating(self, name: str, node: Node, line: int, unit: str) -> Change | None:
        fields = self.fields(node, node.line, name, ("of", "percent"))
        of = self.day(fields.get("of"), name)
        if not unit.startswith("kr"):
            self.problem(f"is in {unit}, and only amounts are uprated", line, name)
            return None
        if of is None or not FIRST_YEAR <= of.year <= LAST_YEAR:
            self.problem(f"is uprated from a day of {FIRST_YEAR} to {LAST_YEAR}", line, name, "Write uprate: {of: 2019-01-01}.")
            return None
        percent = None
        if "percent" in fields:
            percent = self.number(fields["percent"], line, name, meant=HIGHEST_UPRATING)
            if percent is None or not 0.0 <= percent <= HIGHEST_UPRATING:
                self.problem(f"is uprated by 0 to {HIGHEST_UPRATING:g} per cent a year", line, name)
                return None
        return Change("uprate", 0.0, self.file, line, of, percent)

    def rules(self, node: Node | None) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        if node is None:
            return (), ()
        if not isinstance(node, Fields):
            self.problem("is a mapping: a switch and off, or file and a rules file", node.line, "rules")
            return (), ()
        rules: dict[str, Rule] = {}
        switched_off = []
        for name, value, line in node:
            text = value.value if isinstance(value, Text) else ""
            found: list[Rule] = []
            if name == "file":
                found = self.read_rules_file(text, line)
            elif name not in SWITCHES:
                self.problem(f"'{printable(name)}' is not a switch", line, "rules", did_you_mean(name, SWITCHES, f"Switches: {', '.join(SWITCHES)}."))
            elif text not in ("on", "off"):
                self.problem(f"'{printable(text)}' is not on or off", line, name)
            elif text == "off":
                found = list(SWITCHES[name])
                switched_off.append(name)
            for rule in found:
                if rule.name in rules:
                    self.problem(f"'{rule.name}' is replaced twice", line, "rules", "Leave out the switch or the file.")
                rules[rule.name] = rule
        return tuple(rules.values()), tuple(switched_off)

    def read_rules_file(self, name: str, line: int) -> list[Rule]:
        if self.rules_file == "refuse":
            self.problem("names a rules file, which is a program", line, "rules", "Allow it with --allow-rules, or in Python allow_rules=True.")
        path = rules_path(name)
        if path is None:
            self.problem(f"'{printable(name)}' is not a file of scenarios/rules", line, "rules", did_you_mean(name, rules_files()))
            return []
        self.named = name
        try:
            self.new_parameters = numbers_of(path)
            return read_rules(path) if self.rules_file == "load" else []
        except InputError as error:
            self.problems += error.problems
            return []

    # --- when and to whom ------------------------------------------------------------------------------------------------

    def protection(self, node: Node | None, since: date) -> Protection | None:
        if node is None:
            return None
        fields = self.fields(node, node.line, "protection", ("existing", "granted_before", "for_months"))
        existing = fields.get("existing")
        if not isinstance(existing, Text) or existing.value != "keep":
            self.problem("existing cases keep their terms, or protection is left out", node.line, "protection", "Write existing: keep.")
        before = self.planned_day(fields.get("granted_before"), "protection") or since
        months = fields.get("for_months")
        return Protection(before, None if months is None else self.count(months, "for_months", 1, LONGEST_PROTECTION))

    def phases(self, node: Node | None, since: date) -> tuple[Phase, ...]:
        if node is None:
            return ()
        if not isinstance(node, Fields) or not node.values:
            self.problem("is a mapping of days to shares", node.line, "phase_in", "Write phase_in: {2027-01-01: 0.5, 2028-01-01: 1}.")
            return ()
        if len(node.values) > MAX_PHASES:
            self.problem(f"has {len(node.values)} phases; there are at most {MAX_PHASES}", node.line, "phase_in")
            return ()
        phases = []
        for key, value, line in node:
            day = self.planned_day(Text(key, line), "phase_in")
            share = self.number(value, line, f"phase_in {printable(key)}", meant=1.0)
            if share is not None and not 0.0 <= share <= 1.0:
                self.problem(f"{share:g} is no share from 0 to 1", line, f"phase_in {printable(key)}")
            elif day is not None and share is not None:
                phases.append(Phase(day, share))
        if len(phases) == len(node.values):
            self.phases_rise(phases, since, node.line)
        return tuple(phases)

    def phases_rise(self, phases: list[Phase], since: date, line: int) -> None:
        if phases[0].since != since:
            self.problem(f"begins on {phases[0].since}, the reform on {since}", line, "phase_in", "Let the first phase begin on the day of from.")
        if any(later.since <= one.since or later.share <= one.share for one, later in pairwise(phases)) or phases[-1].share != 1.0:
            self.problem("days and shares rise, and the last share is 1", line, "phase_in")

    def not_by_halves(self, reform: Reform, node: Node | None) -> None:
        """Rules and whole months are in force or not; only numbers that have a half can be phased in."""
        if node is None or all(phase.share in (0.0, 1.0) for phase in reform.phase_in):
            return
        if reform.rules or self.named:
            self.problem("a reform that changes rules cannot be in force by halves", node.line, "phase_in", "Leave phase_in out, or make it 0 and then 1.")
        units: Mapping[str, str] = {name: month_assumptions().known[name].unit for name in reform.assumptions}
        for name, unit in units.items():
            if unit in NOT_BY_HALVES:
                self.problem(f"'{name}' is in {unit} and cannot be in force by halves", node.line, "phase_in")

    def steps(self, node: Node | None) -> tuple[int, ...]:
        found = [self.count(one, "needs", 1, len(STEPS)) for one in self.items(node, "needs")]
        return tuple(sorted({step for step in found if step is not None}))
