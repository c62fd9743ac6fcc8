"""`fleksim params`: the law as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, print_json
from fleksim.problems import InputError

app = typer.Typer(help="The law as data: values, validity, sources, what is stale.", no_args_is_help=True)


@app.command("list")
def list_all(
    word: Annotated[str | None, typer.Argument(help="Only names or titles that hold this word.")] = None,
    day: Annotated[str | None, typer.Option("--on", help="The day; today's law by default.")] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """List the parameters with the value of a day."""
    from fleksim.engine.law import law
    from fleksim.output.numbers import format_number
    from fleksim.parameters.read import LAST_YEAR, law_parameters

    chosen = law(day).day if day else min(date.today(), date(LAST_YEAR, 12, 31))
    known = law_parameters().known
    if word:
        known = {name: one for name, one in known.items() if word.casefold() in f"{name} {one.da} {one.en}".casefold()}
    rows = [(one, one.on(chosen)) for one in known.values()]
    if json:
        print_json(
            [
                {"name": one.name, "title": one.title(lang.value), "unit": one.unit, "law": one.law, "value": dated.value if dated else None}
                for one, dated in rows
            ]
        )
        return
    for one, dated in rows:
        value = format_number(dated.value, lang.value, None) if dated else "–"
        typer.echo(f"{one.name:44} {value:>14} {one.unit:10} {one.title(lang.value)} ({one.law})")


@app.command("show")
def show(name: Annotated[str, typer.Argument(help="A parameter.")], json: JsonOption = False, lang: LangOption = Lang.da) -> None:
    """Show a parameter: every value with its day, source, confidence and note."""
    from dataclasses import asdict

    from fleksim.output.numbers import format_number
    from fleksim.parameters.read import law_parameters

    parameters = law_parameters()
    if name not in parameters:
        raise InputError([parameters.unknown(name)])
    one = parameters.known[name]
    if json:
        data = asdict(one)
        data["verified_on"], data["until"] = one.verified_on.isoformat(), None if one.until == date.max else one.until.isoformat()
        data["values"] = [{**value, "since": value["since"].isoformat()} for value in data["values"]]
        print_json(data)
        return
    typer.echo(f"{one.name}: {one.title(lang.value)} [{one.unit}]\n{one.law}; {one.file}:{one.line}; verified {one.verified_on}; values for {one.periods()}")
    if one.note:
        typer.echo(one.note)
    for value in one.values:
        extra = "; ".join(part for part in (f"= {value.formula}" if value.formula else "", value.note) if part)
        typer.echo(
            f"  {value.since}  {format_number(value.value, lang.value, None):>14}  {value.confidence:6}  {value.source}"
            + (f"\n{'':32}{extra}" if extra else "")
        )


@app.command("check")
def check(json: JsonOption = False) -> None:
    """Check every number and rule: names, formulas, every date, gaps, what is stale. Exit 1 if something is wrong."""
    from fleksim.engine import check_law
    from fleksim.parameters.read import law_parameters

    parameters = law_parameters()
    problems = check_law.problems()
    gaps = check_law.parameters_are_missing(parameters)
    old = check_law.stale(parameters.known.values(), date.today())
    if json:
        print_json(
            {
                "parameters": len(parameters.known),
                "problems": [one.as_dict() for one in problems],
                "gaps": [{"name": one.name, "years": list(one.years)} for one in gaps],
                "stale": [one.name for one in old],
            }
        )
    else:
        for one in problems:
            typer.echo(str(one))
        for gap in gaps:
            typer.echo(f"gap: {gap.name} has no sourced value in {', '.join(str(year) for year in gap.years)}")
        for parameter in old:
            typer.echo(f"stale: {parameter.name} was verified on {parameter.verified_on}")
        values = sum(len(one.values) for one in parameters.known.values())
        typer.echo(f"{len(parameters.known)} parameters, {values} values: {len(problems)} problems, {len(gaps)} gaps, {len(old)} stale")
    if problems:
        raise typer.Exit(1)
