"""`fleksim table`: the tables of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, print_json, write_with
from fleksim.problems import InputError, Problem, did_you_mean, one_problem, printable

if TYPE_CHECKING:
    from fleksim.output.table import Table

# Of a year's law, then of the months.
SHOWN = ("oversigt", "vindere_tabere", "maaneder_oversigt", "provenutrappe")


def table(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a finished run.")],
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Which table: oversigt, deciler, maaneder_oversigt ... May be repeated; 'alle' for all.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write all tables as a workbook.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write one table as CSV.")] = None,
    danish: Annotated[bool, typer.Option("--danish-csv", help="CSV with ; and decimal comma.")] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """Tables of a run: overview, winners and losers, groups, incentives, accounts; of the months stocks, flows, money; grounds."""
    from fleksim.batch.folder import read_all
    from fleksim.output.months.tables import GROUNDS as MONTHS_GROUNDS
    from fleksim.output.months.tables import month_tables
    from fleksim.output.results.files import write_csv
    from fleksim.output.results.reading import compact
    from fleksim.output.results.tables import GROUNDS, tables
    from fleksim.output.results.xlsx import write_tables

    wrong = [Problem(f"should end in {ending}", file=str(path)) for path, ending in ((xlsx, ".xlsx"), (csv, ".csv")) if path and path.suffix.lower() != ending]
    if wrong:
        raise InputError(wrong)
    static, months = read_all(folder)
    made = {**(tables(static, lang.value) if static else {}), **(month_tables(months, lang.value) if months else {})}
    chosen = _chosen(made, name)
    if csv:
        if len(chosen) > 1 and name:
            raise one_problem(f"a CSV file holds one table, not {len(chosen)}", file=str(csv), way_out="Give --name once, or --xlsx.")
        first = next(iter(chosen.values()))
        write_with(csv, lambda path: write_csv(first, path, danish))
    if xlsx:
        first_sheets = {one: made[one] for one in (GROUNDS, MONTHS_GROUNDS) if one in made}
        write_with(xlsx, lambda path: write_tables({**first_sheets, **made}, path, lang.value))
    if json:
        print_json({key: as_dict(one) for key, one in chosen.items()})
    elif not (csv or xlsx):
        typer.echo("\n\n".join(compact(one).to_text() for one in chosen.values()))


def _chosen(made: dict[str, Table], names: list[str] | None) -> dict[str, Table]:
    """The tables of those names; by default the overviews, the winners and losers and the ladder. Raises InputError."""
    if names and "alle" in names:
        return made
    unknown = [one for one in names or () if one not in made]
    if unknown:
        raise InputError([_no_such(one, made) for one in unknown])
    return {one: made[one] for one in (names or SHOWN) if one in made}


def _no_such(name: str, made: dict[str, Table]) -> Problem:
    """A problem that says why there is no such table."""
    from fleksim.output.months.tables import ONLY_WITH, OVERVIEW

    known = f"Tables: {', '.join(made)}."
    if name in ONLY_WITH and OVERVIEW in made:
        return Problem(f"this run has no table '{name}', which takes {ONLY_WITH[name]}", field="--name", way_out=known)
    return Problem(f"there is no table '{printable(name)}'", field="--name", way_out=did_you_mean(name, made, known))


def as_dict(one: Table) -> dict[str, Any]:
    """A table as plain data: values as they are, units by column."""
    columns = [{"key": column.key, "title": column.title, "unit": column.unit} for column in one.columns]
    return {"title": one.title, "columns": columns, "rows": one.to_records(), "notes": list(one.notes)}
