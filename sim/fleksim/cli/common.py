"""What the commands share: options, reading cases and reforms, printing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleksim import files
from fleksim.problems import one_problem

if TYPE_CHECKING:
    from fleksim.engine.law import Law
    from fleksim.people.cases import Case
    from fleksim.reforms.reform import Reform


class Lang(StrEnum):
    """The language of results."""

    da = "da"
    en = "en"


CasesArgument = Annotated[str, typer.Argument(metavar="CASES", help="A file of cases (.json .yaml .csv .parquet), a persona's name, or - for standard input.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="A file with one case, a persona's name, or - for standard input.")]
ReformOption = Annotated[
    list[str] | None, typer.Option("--reform", metavar="FILE", help="A reform file, or the name of a shipped one. May be repeated; they are stacked.")
]
RulesOption = Annotated[bool, typer.Option("--allow-rules", help="Let a reform load its rules file, which is a program.")]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="FLEKSIM_LANG", help="Language of the results.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
IdOption = Annotated[str | None, typer.Option("--id", help="Which case of the file.")]


def read_cases(source: str) -> list[Case]:
    """The cases of a file, of standard input, or of a persona. Raises InputError."""
    from fleksim.people.personas import personas
    from fleksim.people.readers import read_cases as read

    if source != "-" and not Path(source).suffix and not Path(source).exists():
        known = personas()
        if source not in known:
            from fleksim.problems import did_you_mean, printable

            way_out = did_you_mean(source, known, f"Personas: {', '.join(known)}.")
            raise one_problem(f"'{printable(source)}' is neither a file nor a persona", way_out=way_out)
        return [known[source].case]
    return read(source)


def read_case(source: str, wanted: str | None) -> Case:
    """The one case of a file, or that of an id. Raises InputError."""
    cases = read_cases(source)
    if wanted is not None:
        chosen = [case for case in cases if case.id == wanted]
        if not chosen:
            raise one_problem(f"there is no case '{wanted}'", file=source, way_out=f"It holds {', '.join(case.id for case in cases[:10])}.")
        return chosen[0]
    if len(cases) > 1:
        raise one_problem(f"holds {len(cases)} cases where one is needed", file=source, way_out="Choose one with --id.")
    return cases[0]


def read_reform(files: Iterable[str] | None, allow_rules: bool) -> Reform | None:
    """The stacked reforms, or None. Raises InputError."""
    if not files:
        return None
    from fleksim.reforms.read import read_reform as read
    from fleksim.reforms.reform import stack

    reforms = [read(one, allow_rules=allow_rules) for one in files]
    for reform in reforms:
        if not reform.is_static:
            steps = "; ".join(need.en for need in reform.needs)
            print(
                f"{reform.file}: changes nothing on a single day; its effect needs the months ({steps}): name it in a batch with outputs: [dynamic]",
                file=sys.stderr,
            )
    return stack(reforms)


def law_for(case: Case, reform: Reform | None) -> Law:
    """The law of a case's day, with the reform. Raises InputError."""
    from fleksim.engine.law import law_on

    return reform.on(case.day) if reform else law_on(case.day)


def print_json(data: Any) -> None:
    """Print data as JSON."""
    typer.echo(as_json(data))


def as_json(data: Any) -> str:
    """JSON with Danish letters as they are. Raises ValueError for a number that is none: such a result is a bug."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    files.write_text(path, text)


def write_with(path: Path, writer: Any) -> None:
    """Let `writer` fill a temporary file of the same ending beside `path`, then rename it."""
    files.write_whole(path, writer)
