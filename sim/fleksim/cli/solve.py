"""`fleksim reform solve`: a number of a reform, found so that a goal holds on the synthetic population."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, RulesOption, print_json, write_text

if TYPE_CHECKING:
    from fleksim.analysis.goal import Goal
    from fleksim.analysis.simulate import Simulation
    from fleksim.analysis.unknowns import Progress, Wish
    from fleksim.output.table import Table
    from fleksim.reforms.reform import Reform

DEFAULT_SIZE, DEFAULT_SEED = 100_000, 1
_YAML = (".yaml", ".yml")


def solve(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A reform file, the name of a shipped one, or - for standard input.")],
    find: Annotated[list[str], typer.Option("--find", metavar="NAME", help="The number to find, or NAME:LOW:HIGH. Given again: a frontier of them all.")],
    such_that: Annotated[str | None, typer.Option("--such-that", metavar="GOAL", help='As in "cost = 0" or "value(nul_gevinst) = 0.10".')] = None,
    between: Annotated[tuple[str, str] | None, typer.Option("--between", metavar="LOW HIGH", help="Where to look for a single number.")] = None,
    population: Annotated[int, typer.Option("--population", metavar="N", help="Persons of the synthetic population.")] = DEFAULT_SIZE,
    year: Annotated[int | None, typer.Option("--year", metavar="Y", help="Its year and law; by default that of the reform's baseline.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The seed of the population.")] = DEFAULT_SEED,
    points: Annotated[int | None, typer.Option("--points", metavar="K", help="Places of each number of a frontier.")] = None,
    digits: Annotated[int | None, typer.Option("--digits", min=0, max=10, help="Round what is found to so many decimals.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="REFORM.yaml", help="Write the reform with what was found.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE.csv", help="Write the table; of a frontier, every point.")] = None,
    danish: Annotated[bool, typer.Option("--danish-csv", help="CSV with ; and decimal comma.")] = False,
    allow_rules: RulesOption = False,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """Find a number of a reform so that a goal holds: cost, losers, the zero-gain zone, any statistic. Two or more: a frontier."""
    from fleksim.analysis.goal import read_goal
    from fleksim.analysis.scenarios import simulation
    from fleksim.analysis.wishes import wishes
    from fleksim.population.recipe import recipe
    from fleksim.reforms.read import read_reform

    sought = wishes(find, between)
    goal = read_goal(such_that) if such_that is not None else None
    _fitting(len(sought), goal, points, digits, out, csv)
    reform = read_reform(file, allow_rules=allow_rules)
    persons = simulation(recipe(population, year or reform.baseline.year, seed), groupings=())
    wanted = _Wanted(out, csv, danish, json, lang.value)
    with _progress() as progress:
        if len(sought) == 1:
            assert goal is not None
            _one(persons, reform, sought[0], goal, digits, progress, wanted)
        else:
            _several(persons, reform, sought, goal, points, progress, wanted)


def _fitting(count: int, goal: Goal | None, points: int | None, digits: int | None, out: Path | None, csv: Path | None) -> None:
    """Raises InputError with every option that does not go with the others."""
    from fleksim.problems import InputError, Problem

    problems = []
    if goal is None and (count == 1 or out):
        problems.append(Problem("is missing", field="--such-that", way_out='Give a goal, as in --such-that "cost = 0".'))
    if count == 1 and points is not None:
        problems.append(Problem("is for two numbers or more", field="--points"))
    if count > 1 and digits is not None:
        problems.append(Problem("is for a single number", field="--digits", way_out="The points of a frontier are on its grid."))
    for path, endings in ((out, _YAML), (csv, (".csv",))):
        if path and path.suffix.lower() not in endings:
            problems.append(Problem(f"should end in {endings[0]}", file=str(path)))
        elif path and not path.parent.is_dir():
            problems.append(Problem("there is no such folder", file=str(path.parent)))
    if problems:
        raise InputError(problems)


@dataclass(frozen=True)
class _Wanted:
    """Where the result goes."""

    out: Path | None
    csv: Path | None
    danish: bool
    json: bool
    lang: str

    def tell(self, found: dict[str, Any], text: str, rows: Table, made: Reform | None, persons: Simulation) -> None:
        """Write the files, then print. rows: what a CSV file holds; made: the reform with what was found."""
        from fleksim.reforms.write import reform_text

        if self.out and made:
            write_text(self.out, reform_text(made))
        if self.csv:
            write_text(self.csv, rows.to_csv(danish=self.danish))
        if self.json:
            print_json({**found, "population": dict(persons.known), "reform": reform_text(made) if made else None})
        else:
            typer.echo(text)


def _one(persons: Simulation, reform: Reform, wish: Wish, goal: Goal, digits: int | None, progress: Progress, wanted: _Wanted) -> None:
    from fleksim.analysis.solve import solve as solve_for
    from fleksim.output.found import Found

    found = Found(solve_for(persons, reform, wish, goal, digits=digits, progress=progress), reform, persons)
    wanted.tell(found.to_dict(), found.to_text(wanted.lang), found.to_table(wanted.lang), found.reform, persons)


def _several(persons: Simulation, reform: Reform, sought: list[Wish], goal: Goal | None, points: int | None, progress: Progress, wanted: _Wanted) -> None:
    from fleksim.analysis.frontier import frontier
    from fleksim.output.found import chosen_reform, frontier_as_dict, frontier_table

    found = frontier(persons, reform, sought, goal, points=points, progress=progress)
    every = frontier_table(found, persons, wanted.lang, every=True)
    wanted.tell(frontier_as_dict(found), frontier_table(found, persons, wanted.lang).to_text(), every, chosen_reform(reform, persons, found), persons)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A count of the laws tried on the terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TextColumn, TimeElapsedColumn

    with Bar(TextColumn("{task.completed} love prøvet / laws tried"), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda count: bar.advance(task, count)
