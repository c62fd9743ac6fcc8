"""`fleksim calc`: cases in, results out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fleksim.cli.common import CasesArgument, JsonOption, Lang, LangOption, ReformOption, RulesOption, print_json, read_cases, read_reform, write_text


def _list_fields(wanted: bool) -> None:
    if wanted:
        from fleksim.people.columns import COLUMNS, EDGE_FIELDS

        for name, (da, en) in EDGE_FIELDS.items():
            typer.echo(f"{name:32} {en} ({da})")
        for column in COLUMNS.values():
            typer.echo(f"{column.name:32} [{column.unit}] {column.en} ({column.da})")
        raise typer.Exit


def calc(
    cases: CasesArgument,
    reform: ReformOption = None,
    json: JsonOption = False,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the results as CSV.")] = None,
    danish: Annotated[bool, typer.Option("--danish-csv", help="CSV with ; and decimal comma.")] = False,
    rounding: Annotated[str, typer.Option("--rounding", help="skat: as the authority rounds; none: left out.")] = "skat",
    allow_rules: RulesOption = False,
    lang: LangOption = Lang.da,
    fields: Annotated[bool, typer.Option("--fields", callback=_list_fields, is_eager=True, help="List the fields of a case.")] = False,
) -> None:
    """Calculate wage, supplement, benefits, tax and disposable income of cases."""
    from fleksim.engine.calculate import calculate_cases
    from fleksim.problems import one_problem
    from fleksim.reforms.reform import law_with

    if rounding not in ("skat", "none"):
        raise one_problem(f"rounding '{rounding}' is not skat or none")
    results = calculate_cases(read_cases(cases), law_with(read_reform(reform, allow_rules)), rounding=rounding)
    if json:
        print_json([one.as_dict() for one in results])
        return
    from fleksim.output.tables import calc_table

    table = calc_table(results, lang.value, every=csv is not None)
    if csv:
        write_text(csv, table.to_csv(danish=danish))
    else:
        typer.echo(table.to_text())
    for note in dict.fromkeys(note for one in results for note in one.notes):
        typer.echo(f"note: {note}", err=True)
