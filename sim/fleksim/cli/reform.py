"""`fleksim reform`: proposals as files."""

from __future__ import annotations

from typing import Annotated

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, RulesOption, print_json

app = typer.Typer(help="Proposals as files: check them, see what they change.", no_args_is_help=True)

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Reform files, or names of shipped ones.")]


@app.command("check")
def check(files: FilesArgument, allow_rules: RulesOption = False) -> None:
    """Find everything wrong with reform files; silent exit 0 if nothing is."""
    from fleksim.problems import InputError, Problem
    from fleksim.reforms.read import read_reform

    problems: list[Problem] = []
    for file in files:
        try:
            read_reform(file, allow_rules=allow_rules)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


@app.command("diff")
def diff(files: FilesArgument, allow_rules: RulesOption = False, json: JsonOption = False, lang: LangOption = Lang.da) -> None:
    """The amendment table: what was, what becomes, by paragraph."""
    from fleksim.output.numbers import format_number
    from fleksim.reforms.diff import amendments
    from fleksim.reforms.read import read_reform
    from fleksim.reforms.reform import stack

    reform = stack(read_reform(file, allow_rules=allow_rules) for file in files)
    assert reform is not None
    rows = amendments(reform)
    if json:
        print_json([row.as_dict() for row in rows])
        return
    typer.echo(f"{reform.name(lang.value)} ({reform.proposer}), {reform.since}, numbers of {reform.baseline}")
    for row in rows:
        before, after = (format_number(one, lang.value, None) if isinstance(one, float) else one for one in (row.before, row.after))
        typer.echo(f"  {row.name}: {before} -> {after} {row.unit}  ({row.law}: {row.title(lang.value)})")
