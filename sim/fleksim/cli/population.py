"""`fleksim population`: build the synthetic population, and say what it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, print_json

if TYPE_CHECKING:
    from fleksim.output.table import Table

app = typer.Typer(help="The synthetic population of everybody in and around the scheme.", no_args_is_help=True)

SizeOption = Annotated[int, typer.Option("--size", metavar="N", help="Persons to build.")]
YearOption = Annotated[int, typer.Option("--year", metavar="Y", help="The year they are of, 2013-2026; its kroner and its taxes.")]
SeedOption = Annotated[int, typer.Option("--seed", metavar="S", help="The seed of all draws.")]

DEFAULT_SIZE, DEFAULT_YEAR, DEFAULT_SEED = 100_000, 2022, 1


@app.command("build")
def build(
    size: SizeOption = DEFAULT_SIZE,
    year: YearOption = DEFAULT_YEAR,
    seed: SeedOption = DEFAULT_SEED,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.parquet", help="Write the persons here.")] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """Build a population and say how well it meets its targets. Exit 1 if one it is calibrated to is missed by 1 per cent."""
    from fleksim.cli.population_tables import calibration_table
    from fleksim.population.recipe import recipe
    from fleksim.population.store import write
    from fleksim.problems import one_problem

    if out is not None and out.suffix != ".parquet":
        raise one_problem("a population is written as Parquet", file=str(out), way_out="End the name with .parquet.")
    made = recipe(size, year, seed)
    content = write(made, out) if out else None
    missed = made.table.missed()
    if json:
        print_json({**made.about(), "content": content, "missed": len(missed), "targets": [row.as_dict() for row in made.table]})
    else:
        typer.echo(calibration_table(made.table, lang.value).to_text())
        if out:
            typer.echo(f"\n{out}: {size} {'personer' if lang is Lang.da else 'persons'}, sha256 {content}")
    if missed:
        raise typer.Exit(1)


@app.command("describe")
def describe(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A population file; without one, a population is built.")] = None,
    size: SizeOption = DEFAULT_SIZE,
    year: YearOption = DEFAULT_YEAR,
    seed: SeedOption = DEFAULT_SEED,
    dictionary: Annotated[bool, typer.Option("--dictionary", help="The columns: types, units, meanings.")] = False,
    targets: Annotated[bool, typer.Option("--targets", help="Every row of the targets file, with the reason where it is not compared.")] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """Describe a population: its groups, the sources, and every assumption with range and confidence."""
    from fleksim.cli import population_tables as shown
    from fleksim.population.recipe import recipe
    from fleksim.population.schema import data_dictionary
    from fleksim.population.sources import Source
    from fleksim.population.store import open_population

    if dictionary:
        typer.echo(data_dictionary(lang.value))
        return
    if targets:
        _print([shown.targets_table(recipe(size, year, seed).table, lang.value)], json)
        return
    source: Source = open_population(file) if file else recipe(size, year, seed)
    tables = [shown.groups_table(source, lang.value)]
    if not source.own_data:
        tables += [shown.marginals_table(lang.value, assumed=False), shown.marginals_table(lang.value, assumed=True)]
    _print(tables, json)


def _print(tables: list[Table], json: bool) -> None:
    if json:
        found: Any = {one.title: one.to_records() for one in tables}
        print_json(found)
        return
    for number, one in enumerate(tables):
        typer.echo(("\n" if number else "") + one.to_text())
