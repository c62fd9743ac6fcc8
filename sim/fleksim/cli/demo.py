"""`fleksim demo`: the main job on shipped input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fleksim.cli.common import Lang, LangOption, write_text

if TYPE_CHECKING:
    from fleksim.analysis.results import Results
    from fleksim.reforms.reform import Reform

REFORMS = ("uden_loft", "en_aftrapning", "uden_loft_lavere_aftrapning")
# Wages at which the ceiling binds everywhere, from 9 hours, and from 20.6 hours (2024).
ZONE_WAGES = (120.0, 150.0, 200.0)
ZONE_YEAR = 2024
# Persons of the synthetic population: enough that the money is known to a few per cent.
PERSONS, YEAR, SEED = 20_000, 2026, 1


def on_population(reforms: Sequence[Reform]) -> Results:
    """The reforms on the synthetic population, under the law of its year."""
    from fleksim.analysis.simulate import Simulation, law_of
    from fleksim.population.recipe import recipe

    made = recipe(PERSONS, YEAR, SEED)
    persons = made.block(0, PERSONS)
    law = law_of(persons)
    laws = {Path(reform.file or "").stem: reform.apply(law) for reform in reforms}
    return Simulation(persons, law, known={"size": PERSONS, "year": YEAR, "seed": SEED}).run(laws)


def demo(
    out: Annotated[Path, typer.Option("--out", help="The folder for the report.")] = Path("fleksim-demo"),
    lang: LangOption = Lang.da,
) -> None:
    """Personas, the zero-gain zone, and three reforms on them and on the synthetic population; writes a report."""
    from fleksim.analysis.summary import incentives
    from fleksim.engine.calculate import calculate_cases
    from fleksim.engine.law import law_on
    from fleksim.output.report import demo_report
    from fleksim.output.results.reading import compact
    from fleksim.output.results.tables import tables
    from fleksim.output.tables import calc_table, reform_table, sentences
    from fleksim.people.personas import personas
    from fleksim.people.readers import cases_from_python
    from fleksim.reforms.read import read_reform

    people = personas()
    cases = [one.case for one in people.values()]
    results = calculate_cases(cases)
    typer.echo(calc_table(results, lang.value).to_text())
    zone_cases = cases_from_python([{"id": f"{wage:g} kr/t", "year": ZONE_YEAR, "hourly_wage": wage, "hours": 8} for wage in ZONE_WAGES])
    zones = [incentives(law_on(case.day), case) for case in zone_cases]
    for found in zones:
        typer.echo("")
        for sentence in sentences(found, lang.value):
            typer.echo(sentence)
    reforms = [read_reform(name) for name in REFORMS]
    reformed = {reform.name(lang.value): calculate_cases(cases, reform.on) for reform in reforms}
    typer.echo("")
    typer.echo(reform_table(results, reformed, lang.value).to_text())
    population = on_population(reforms)
    typer.echo("")
    typer.echo(compact(tables(population, lang.value)["oversigt"]).to_text())
    out.mkdir(parents=True, exist_ok=True)
    report = out / "report.html"
    write_text(report, demo_report(people, results, zones, reformed, lang.value, population))
    if sys.stdout.isatty():
        typer.echo("")
    typer.echo(str(report), err=not sys.stdout.isatty())
