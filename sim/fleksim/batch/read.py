"""Reading a batch file: every problem at once, with its line."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from fleksim import documents, paths
from fleksim.analysis.groups import groupings
from fleksim.batch.read_months import months_of, problems_of_months
from fleksim.batch.scenario import scenario_reform
from fleksim.batch.spec import BASELINE, OUTPUTS, BatchSpec, PopulationSpec, ScenarioSpec
from fleksim.documents import Fields, Items, Node, Text
from fleksim.engine.law import law_on
from fleksim.files import NO_SUCH_FILE, why_no_file
from fleksim.forms import Form
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, highest_of, law_parameters
from fleksim.problems import LONGEST_PATH, InputError, Problem, did_you_mean, one_problem, printable
from fleksim.reforms.changes import Change
from fleksim.reforms.fields import LAST_PLANNED_YEAR
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import stack

_FIELDS = ("title", "population", "law", "as_of", "scenarios", "grid", "outputs", "groupings", "dynamic")
_POPULATION = ("size", "year", "seed", "file", "extract", "columns", "on_bad")
_SCENARIO = ("name", "title", "reforms")
SMALLEST, LARGEST = 0, 10_000_000
LARGEST_SEED = 2**31 - 1
MOST_SCENARIOS = 10_000
MAX_NAME = 80


def read_batch(path: str | Path, *, allow_rules: bool = False) -> BatchSpec:
    """A batch file, checked with the reforms it names.

    path: a file, or the name of one that comes with the package (`quickstart`). allow_rules: whether reforms may load
    rules files, which are programs. Raises InputError with every problem.
    """
    found = _locate(Path(path))
    form = _BatchForm(str(path), found.parent, allow_rules)
    spec = form.batch(documents.read_document(found), found)
    form.finish()
    assert spec is not None
    return spec


def shipped() -> list[Path]:
    """The batches that come with the package."""
    return sorted((paths.scenarios() / "batches").glob("*.yaml"))


def _locate(path: Path) -> Path:
    why = why_no_file(path)
    if why is None:
        return path
    known = {one.stem: one for one in shipped()}
    if str(path) in known:
        return known[str(path)]
    if why != NO_SUCH_FILE:
        raise one_problem(why, file=printable(path, LONGEST_PATH), way_out="Name a batch file.")
    raise one_problem(
        "there is no such batch file", file=printable(path, LONGEST_PATH), way_out=did_you_mean(str(path), known, f"Shipped: {', '.join(known)}.")
    )


class _BatchForm(Form):
    """Reads one batch file."""

    def __init__(self, file: str, home: Path, allow_rules: bool) -> None:
        super().__init__(file)
        self.home = home
        self.allow_rules = allow_rules

    def batch(self, document: Node, file: Path) -> BatchSpec | None:
        fields = self.fields(document, document.line, None, _FIELDS)
        for name in ("population", "scenarios"):
            if fields and name not in fields:
                self.problem(f"{name} is missing", document.line, None, "A batch needs population and scenarios.")
        title = self.title(fields["title"], document.line) if "title" in fields else dict.fromkeys(("da", "en"), file.stem)
        population = self.population(fields.get("population"), document.line)
        law = self.law(fields.get("law"), population)
        as_of = self.as_of(fields.get("as_of"))
        outputs = self.chosen(fields.get("outputs"), "outputs", OUTPUTS) or ("static", "incentives")
        months = months_of(self, fields.get("dynamic"), outputs, population, document.line) if population else None
        chosen_groups = self.chosen(fields.get("groupings"), "groupings", tuple(groupings())) if "groupings" in fields else None
        if not fields and not self.problems:
            self.problem("is empty", document.line, None, "A batch needs population and scenarios.")
        if self.problems or population is None or law is None:
            self.scenarios(fields.get("scenarios"), law or date(LAST_YEAR, 1, 1), {})
            return None
        grid = self.grid(fields.get("grid"))
        scenarios = self.scenarios(fields.get("scenarios"), law, grid)
        if months is not None:
            problems_of_months(self, months, scenarios, fields["scenarios"].line)
        return BatchSpec(title, population, law, scenarios, outputs, chosen_groups, as_of, file, self.allow_rules, months)

    def population(self, node: Node | None, line: int) -> PopulationSpec | None:
        if node is None:
            return None
        before = len(self.problems)
        fields = self.fields(node, line, "population", _POPULATION)
        if len(self.problems) > before and not fields:
            return None
        kinds = [name for name in ("size", "file", "extract") if name in fields]
        if len(kinds) != 1:
            self.problem(f"states {' and '.join(kinds) or 'neither size, file nor extract'}", node.line, "population", "Give one of size, file and extract.")
        year = self.whole(fields.get("year"), node.line, "population.year", FIRST_YEAR, LAST_YEAR)
        size = self.whole(fields["size"], node.line, "population.size", SMALLEST, LARGEST) if "size" in fields else None
        seed = self.whole(fields["seed"], node.line, "population.seed", 0, LARGEST_SEED) if "seed" in fields else 1
        on_bad = self.one_of(fields["on_bad"], node.line, "population.on_bad", ("refuse", "drop")) if "on_bad" in fields else "refuse"
        files = {name: self.path(fields[name], f"population.{name}") for name in ("file", "extract", "columns") if name in fields}
        if "columns" in fields and "extract" not in fields:
            self.problem("is the column map of an extract", fields["columns"].line, "population.columns", "Give extract too, or leave it out.")
        if len(self.problems) > before or year is None:
            return None
        return PopulationSpec(year, size, seed or 0, files.get("file"), files.get("extract"), files.get("columns"), on_bad or "refuse")

    def law(self, node: Node | None, population: PopulationSpec | None) -> date | None:
        """The day of the law: 1 January of the population's year unless another day of that year is stated."""
        if node is None:
            return date(population.year, 1, 1) if population else None
        day = self.day(node, "law")
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.problem(f"the law is kept for {FIRST_YEAR} to {LAST_YEAR}, not {day.year}", node.line, "law")
        elif day and population and day.year != population.year:
            self.problem(
                f"the law of {day.year} does not fit the kroner of a population of {population.year}",
                node.line,
                "law",
                f"Choose a day of {population.year}, or a population of {day.year}.",
            )
        return day

    def as_of(self, node: Node | None) -> date | None:
        """The day whose phase-in and protection count."""
        day = self.day(node, "as_of")
        if day and node and not FIRST_YEAR <= day.year <= LAST_PLANNED_YEAR:
            self.problem(f"{day} is not between {FIRST_YEAR} and {LAST_PLANNED_YEAR}", node.line, "as_of")
        return day

    def chosen(self, node: Node | None, where: str, allowed: Sequence[str]) -> tuple[str, ...]:
        found = [self.one_of(one, one.line, where, allowed) for one in self.items(node, where)]
        return tuple(dict.fromkeys(one for one in found if one))

    def path(self, node: Node, where: str) -> Path | None:
        text = self.text(node, node.line, where)
        if not text:
            return None
        path = Path(text) if Path(text).is_absolute() else self.home / text
        why = why_no_file(path)
        if why is None:
            return path
        self.problem(f"there is no file '{printable(text)}'" if why == NO_SUCH_FILE else f"'{printable(text)}' {why}", node.line, where)
        return None

    def grid(self, node: Node | None) -> dict[str, list[Change]]:
        """By parameter, the numbers to try."""
        if node is None:
            return {}
        if not isinstance(node, Fields) or not node.values:
            self.problem("is a mapping of parameters to lists of numbers", node.line, "grid")
            return {}
        found: dict[str, list[Change]] = {}
        for name, values, line in node:
            if name not in law_parameters():
                self.add(law_parameters().unknown(printable(name), file=self.file, line=line, field="grid"))
                continue
            if not isinstance(values, Items) or not values.values:
                self.problem("is a list of numbers", line, f"grid.{name}", "Write [0.45, 0.50].")
                continue
            highest = highest_of(law_parameters().known[name].unit)
            numbers = [self.number(one, one.line, f"grid.{name}", meant=highest) for one in values.values]
            known = [one for one in numbers if one is not None]
            if len(set(known)) < len(known):
                self.problem("has a number twice", line, f"grid.{name}")
            found[name] = [Change("set", one, self.file, line) for one in known]
        return found

    def scenarios(self, node: Node | None, law: date, grid: Mapping[str, list[Change]]) -> tuple[ScenarioSpec, ...]:
        if node is None:
            return ()
        rows = self.items(node, "scenarios")
        if not rows and isinstance(node, Items):
            self.problem("is empty", node.line, "scenarios", "Name at least baseline.")
        listed = [one for one in (self.scenario(row) for row in rows) if one is not None]
        self.unlike(listed)
        self.check(listed, law, grid)
        points = math.prod(len(values) for values in grid.values())
        if len(listed) * points > MOST_SCENARIOS:
            self.problem(f"{len(listed) * points} scenarios are more than {MOST_SCENARIOS}", node.line, "scenarios", "Split the batch.")
            return ()
        return (ScenarioSpec(BASELINE, "Gældende lov", "Law in force"), *_with_grid(listed, grid))

    def scenario(self, node: Node) -> ScenarioSpec | None:
        """`baseline`, a reform file, or `{name, title, reforms: [...]}`."""
        if isinstance(node, Text):
            if node.value == BASELINE:
                return ScenarioSpec(BASELINE, "Gældende lov", "Law in force", line=node.line)
            path = self.reform_path(node)
            if path and (not _can_be_name(path.stem) or path.stem == BASELINE):
                self.problem(f"'{printable(path.stem)}' cannot be a name", node.line, "scenarios", "Give it one: {name: ..., reforms: [...]}.")
                return None
            return self.described(path.stem, [path], node.line) if path else None
        fields = self.fields(node, node.line, "scenarios", _SCENARIO)
        if not fields:
            return None
        name = self.name(fields.get("name"), node.line)
        files = [path for path in (self.reform_path(one) for one in self.items(fields.get("reforms"), "scenarios.reforms")) if path]
        if not files:
            self.problem("names no reforms", node.line, "scenarios", "Give reforms: [a.yaml, b.yaml].")
            return None
        titles = self.title(fields["title"], node.line, "scenarios.title") if "title" in fields else None
        return self.described(name or files[0].stem, files, node.line, titles)

    def name(self, node: Node | None, line: int) -> str:
        text = unicodedata.normalize("NFC", self.text(node, line, "scenarios.name"))
        if text and not _can_be_name(text):
            self.problem(
                f"'{printable(text)}' cannot be a name", node.line if node else line, "scenarios.name", f"Use letters, digits, _ and -, at most {MAX_NAME}."
            )
            return ""
        if text == BASELINE:
            self.problem("'baseline' is the law as it is", node.line if node else line, "scenarios.name", "Choose another name.")
        return text

    def described(self, key: str, files: Sequence[Path], line: int, titles: Mapping[str, str] | None = None) -> ScenarioSpec | None:
        """A scenario with the titles of its reforms, whose problems are told beside those of the batch."""
        reforms = []
        for file in files:
            try:
                reforms.append(read_reform(file, allow_rules=self.allow_rules))
            except InputError as error:
                self.problems += error.problems
        if len(reforms) < len(files):
            return None
        try:
            stacked = stack(reforms)
        except InputError as error:
            self.problems += [replace(one, file=self.file, line=line, field="scenarios") for one in error.problems]
            return None
        assert stacked is not None
        shown = titles or stacked.title
        return ScenarioSpec(key, shown.get("da", key), shown.get("en", key), tuple(files), line=line)

    def reform_path(self, node: Node) -> Path | None:
        """A reform beside the batch file, beside its folder, or one that comes with the package."""
        text = self.text(node, node.line, "scenarios")
        if not text:
            return None
        candidates = [Path(text)] if Path(text).is_absolute() else [self.home / text, self.home.parent / text, paths.scenarios() / text]
        known = {one.stem: one for one in (paths.scenarios() / "reforms").glob("*.yaml")}
        if text in known:
            return known[text]
        reasons = {one: why_no_file(one) for one in candidates}
        found = next((one for one, why in reasons.items() if why is None), None)
        if found is None:
            odd = next((why for why in reasons.values() if why != NO_SUCH_FILE), None)
            message = f"'{printable(text)}' {odd}" if odd else f"there is no reform '{printable(text)}'"
            self.problem(message, node.line, "scenarios", did_you_mean(Path(text).stem, known, "`fleksim reform list` shows those shipped."))
        return found

    def unlike(self, scenarios: Sequence[ScenarioSpec]) -> None:
        """Names that differ only in case or in how a letter is written are one name to some file systems and readers."""
        seen: dict[str, ScenarioSpec] = {}
        for one in scenarios:
            plain = unicodedata.normalize("NFKC", one.key).casefold()
            if plain in seen:
                first = seen[plain]
                self.problem(
                    f"scenario '{printable(one.key)}' has the name of '{printable(first.key)}' in line {first.line}",
                    one.line,
                    "scenarios",
                    "Give it another: {name: ..., reforms: [...]}.",
                )
            seen[plain] = one

    def check(self, scenarios: Sequence[ScenarioSpec], law: date, grid: Mapping[str, list[Change]]) -> None:
        """Whether every scenario can be made on the law of the day, each number of the grid too."""
        if not FIRST_YEAR <= law.year <= LAST_YEAR:
            return
        base = law_on(law)
        told: set[Problem] = set()
        tries = [dict(zip(grid, point, strict=True)) for point in itertools.zip_longest(*grid.values())] if grid else [{}]
        for scenario in scenarios:
            for point in tries:
                try:
                    reform = scenario_reform(scenario, {name: change for name, change in point.items() if change}, self.allow_rules)
                    if reform is not None:
                        reform.apply(base)
                except InputError as error:
                    self.problems += [one for one in error.problems if one not in told]
                    told |= set(error.problems)


def _can_be_name(text: str) -> bool:
    return 0 < len(text) <= MAX_NAME and text[0].isalnum() and all(one.isalnum() or one in "_-. " for one in text)


def _with_grid(listed: Sequence[ScenarioSpec], grid: Mapping[str, list[Change]]) -> list[ScenarioSpec]:
    """Each scenario at each point of the grid: the Cartesian product. Without a grid, those listed beside the baseline."""
    if not grid:
        return [one for one in listed if not one.is_baseline]
    found = []
    for scenario in listed:
        for point in itertools.product(*grid.values()):
            numbers = {name: change.operand for name, change in zip(grid, point, strict=True)}
            tail = ", ".join(f"{name}={_in_full(value)}" for name, value in numbers.items())
            da, en = (f"{tail}" if scenario.is_baseline else f"{title}; {tail}" for title in (scenario.da, scenario.en))
            key = tail if scenario.is_baseline else f"{scenario.key}; {tail}"
            found.append(ScenarioSpec(key, da, en, scenario.reforms, numbers, scenario.line))
    return found


def _in_full(value: float) -> str:
    """A number as a name: different numbers have different ones."""
    return repr(value).removesuffix(".0")
