"""Reading a reform file: YAML by strangers, every problem at once, no code run from it unless it is allowed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fleksim import documents, paths
from fleksim.documents import Node
from fleksim.engine.law import law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.files import NO_SUCH_FILE, why_no_file
from fleksim.problems import LONGEST_PATH, InputError, Problem, did_you_mean, one_problem, printable
from fleksim.reforms.reader import ReformReader, RulesFile
from fleksim.reforms.reform import Reform
from fleksim.rules import CircularRules, UnknownQuantity

STANDARD_INPUT = "-"


def read_reform(path: str | Path, *, allow_rules: bool = False) -> Reform:
    """A reform file, checked against the law.

    path: a file, `-` for standard input, or the name of one that comes with the package (`uden_loft`,
    `reforms/uden_loft.yaml`). allow_rules: whether a rules file it names may be loaded, which runs that file.

    Raises InputError with every problem.
    """
    return _read(path, "load" if allow_rules else "refuse")


def shipped() -> list[Path]:
    """The reforms that come with the package."""
    return sorted((paths.scenarios() / "reforms").glob("*.yaml"))


def catalogue() -> dict[str, Reform]:
    """The reforms that come with the package, by name; rules files are named, not loaded, so these are to show, not to apply."""
    return {path.stem: _read(path, "note") for path in shipped()}


def files_of(path: str | Path) -> list[str]:
    """The reform files of a folder, or the one that is named. Raises InputError for a folder without any."""
    folder = Path(path)
    if not folder.is_dir():
        return [str(path)]
    found = sorted(str(one) for one in folder.iterdir() if one.suffix in (".yaml", ".yml"))
    if not found:
        raise one_problem("holds no reform files", file=printable(path, LONGEST_PATH), way_out="Reform files end in .yaml.")
    return found


def schema() -> dict[str, Any]:
    """The JSON Schema of a reform file."""
    with (paths.data() / "schema" / "reform.schema.json").open(encoding="utf-8") as stream:
        return json.load(stream)  # type: ignore[no-any-return]


def _read(path: str | Path, rules_file: RulesFile) -> Reform:
    reader = ReformReader(str(path), rules_file)
    reform = reader.reform(_document(path))
    problems = list(reader.problems)
    if reform is not None:
        problems += _problems_with_the_law(reform)
    if problems or reform is None:
        raise InputError(problems)
    return reform


def _document(path: str | Path) -> Node:
    if str(path) == STANDARD_INPUT:
        content = sys.stdin.buffer.read(documents.MAX_BYTES + 1)
        if len(content) > documents.MAX_BYTES:
            raise one_problem(f"is larger than {documents.MAX_BYTES // 1024} kB", file=STANDARD_INPUT)
        return documents.parse_document(documents.decode(content, STANDARD_INPUT), STANDARD_INPUT)
    return documents.read_document(_locate(Path(path)))


def _locate(path: Path) -> Path:
    why = why_no_file(path)
    if why is None:
        return path
    known = {one.stem: one for one in shipped()}
    if path.stem in known and path.parent.name in ("", "reforms"):
        return known[path.stem]
    if why != NO_SUCH_FILE:
        raise one_problem(why, file=printable(path, LONGEST_PATH), way_out="Name a reform file.")
    raise one_problem("there is no such reform", file=printable(path, LONGEST_PATH), way_out=did_you_mean(path.stem, known, f"Shipped: {', '.join(known)}."))


def _problems_with_the_law(reform: Reform) -> list[Problem]:
    """Numbers that cannot be meant and rules that do not fit into the book of the reform's baseline."""
    law = law_on(reform.baseline)
    _, found = reform.new_values(law)
    _, of_months = reform.new_assumptions(reform.baseline)
    found += of_months
    if not reform.rules:
        return found
    book = law.book.replace(reform.rules)
    known = {**law.parameters.known, **reform.new_parameters}
    found += [
        Problem(f"reads '{name}', which is no parameter", file=reform.rules_file, field=rule.name, way_out=did_you_mean(name, known))
        for rule in reform.rules
        for name in rule.parameters
        if name not in known
    ]
    try:
        book.order(OUTPUTS)
    except (UnknownQuantity, CircularRules) as error:
        found.append(Problem(str(error), file=reform.rules_file))
    return found
