"""The functions of the public door: one behind every command, page and notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fleksim.analysis import summary
from fleksim.analysis.margins import margin as margin_named
from fleksim.analysis.metr import Metr
from fleksim.analysis.metr import metr as metr_of
from fleksim.engine.calculate import Result, calculate_cases
from fleksim.engine.explain import Explanation
from fleksim.engine.explain import explain as explain_case
from fleksim.engine.law import Law, LawOn, law, law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.people.cases import Case
from fleksim.people.personas import personas
from fleksim.people.readers import cases_from_python
from fleksim.problems import InputError, Problem, did_you_mean, one_problem
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import Reform

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from fleksim.batch.run import Outcome
    from fleksim.output.found import Found
    from fleksim.population.sources import Source

__all__ = [
    "calculate",
    "curve",
    "explain",
    "grid",
    "incentives",
    "law",
    "metr",
    "months",
    "personas",
    "population",
    "reform",
    "results",
    "run",
    "simulate",
    "solve",
]

CaseLike = Case | Mapping[str, Any]
LawLike = Law | str | date | None

# Arguments of `simulate`: of the law of a year, and of the months.
_OF_THE_YEAR = ("incentives", "groupings")
_OF_THE_MONTHS = ("months", "seed", "replications", "start", "behaviour", "uprating")


def reform(path: str | Path, *, allow_rules: bool = False) -> Reform:
    """A reform from a file, or one that comes with the package by name.

    allow_rules: whether a rules file that it names may be run. Raises InputError.
    """
    return read_reform(path, allow_rules=allow_rules)


def _lawmaker(given: LawLike, change: Reform | None) -> LawOn:
    """From a case's day to the law it is judged by."""

    def on(day: date) -> Law:
        base = law_on(day) if given is None else given if isinstance(given, Law) else law(given)
        return change.apply(base) if change else base

    return on


def _one(case: CaseLike, given: LawLike, change: Reform | None) -> tuple[Case, Law]:
    cases = cases_from_python(case if isinstance(case, Case) else dict(case))
    return cases[0], _lawmaker(given, change)(cases[0].day)


def calculate(
    cases: CaseLike | Iterable[CaseLike] | pd.DataFrame, law: LawLike = None, reform: Reform | None = None, *, rounding: str = "skat"
) -> dict[str, Any] | pd.DataFrame:
    """Wage, supplement, benefits, tax and disposable income [kr/month and kr/year as named].

    cases: one case as a dict, several, or a DataFrame with the fields as columns; of a `population`, what is no field of a
    case (weight, place, sex, ...) is left out. law: by default that of each case's year. rounding: `skat` as the authority
    does it, or `none`. Returns a dict for one case, else a DataFrame in the order given.

    Raises InputError with everything that is wrong with the cases.
    """
    single = isinstance(cases, Case | Mapping)
    results = calculate_results(cases, law, reform, rounding=rounding)
    if single:
        return results[0].as_dict()
    import pandas as pd

    return pd.DataFrame([{"id": one.case.id, **one.values} for one in results]).set_index("id")


def calculate_results(cases: Any, law: LawLike = None, reform: Reform | None = None, *, rounding: str = "skat") -> list[Result]:
    """As `calculate`, with the case, law and notes of each result."""
    if hasattr(cases, "columns"):
        from fleksim.population.frame import case_fields

        cases = case_fields(cases)
    return calculate_cases(cases_from_python(cases), _lawmaker(law, reform), rounding=rounding)


def curve(
    case: CaseLike,
    law: LawLike = None,
    over: str = "hours",
    start: float | None = None,
    upto: float | None = None,
    step: float | None = None,
    reform: Reform | None = None,
    targets: Sequence[str] = OUTPUTS,
) -> xr.Dataset:
    """A person's outputs along a margin: dims (hours,), (hourly_wage,) or (intensity,), sampled also at the exact kinks.

    over: `hours`, `wage` or `intensity`. start, upto, step: the range and spacing of the samples. `ds.kinks` lists the
    kinks of disposable income and of income before tax with rule, paragraph and slopes.

    Raises InputError, MissingParameter.
    """
    from fleksim.analysis.curves import curve as curve_of

    chosen, in_force = _one(case, law, reform)
    return curve_of(in_force, chosen, margin_named(over), start, upto, step, targets)


def grid(
    case: CaseLike,
    law: LawLike = None,
    hours: Sequence[float] = (),
    hourly_wage: Sequence[float] = (),
    reform: Reform | None = None,
    targets: Sequence[str] = OUTPUTS,
) -> xr.Dataset:
    """A person's outputs over hours and wages: dims (hours, hourly_wage). Raises InputError, MissingParameter."""
    from fleksim.engine.sweeps import grid as grid_of

    if not len(hours) or not len(hourly_wage):
        raise one_problem("a grid needs hours and wages", way_out="Give both as sequences.")
    chosen, in_force = _one(case, law, reform)
    return grid_of(in_force, chosen, hours, hourly_wage, targets)


def metr(case: CaseLike, law: LawLike = None, margin: str = "hours", step: float | None = None, reform: Reform | None = None) -> Metr:
    """The marginal effective tax rate of a step along `hours`, `wage` or `intensity`, by instrument."""
    chosen, in_force = _one(case, law, reform)
    return metr_of(in_force, chosen, margin_named(margin), step)


def incentives(case: CaseLike, law: LawLike = None, reform: Reform | None = None, **options: Any) -> summary.Incentives:
    """METR on every margin, participation, replacement and compensation rates, kinks and zones of a case."""
    chosen, in_force = _one(case, law, reform)
    return summary.incentives(in_force, chosen, **options)


def explain(case: CaseLike, law: LawLike = None, target: str = "disponibel_indkomst", reform: Reform | None = None, *, rounding: str = "skat") -> Explanation:
    """Every step of the law on the way to a target; `.to_text()`, `.to_html()`, `.to_dict()`."""
    chosen, in_force = _one(case, law, reform)
    return explain_case(in_force, chosen, target, rounding=rounding)


# --- many persons ------------------------------------------------------------------------------------------------------


def population(size: int, year: int, seed: int = 1) -> pd.DataFrame:
    """The synthetic population: a row a person, with the columns of a case and `weight` [persons].

    Any part of it, in any order and with changed values, can be given to `simulate` and `calculate`. Raises InputError.
    """
    from fleksim.population.frame import to_frame
    from fleksim.population.recipe import recipe

    return to_frame(recipe(size, year, seed))


def _source(persons: Any, year: int | None) -> Source:
    """Persons from a frame, a source, or a number of them. Raises InputError."""
    if hasattr(persons, "columns"):
        from fleksim.population.frame import from_frame

        return from_frame(persons)
    if isinstance(persons, int):
        from fleksim.population.recipe import recipe

        if year is None:
            raise one_problem("a number of persons needs their year", field="population", way_out="Give a law as the baseline, or population(size, year).")
        return recipe(persons, year)
    if not hasattr(persons, "block"):
        raise one_problem(f"'{type(persons).__name__}' is no population", way_out="Give a frame of `population`, or a number of persons.")
    found: Source = persons
    return found


def simulate(
    population: pd.DataFrame | Source | int,
    scenarios: Mapping[str, Law | Reform],
    *,
    incentives: bool | None = None,
    groupings: Sequence[str] | None = None,
    months: int | None = None,
    **others: Any,
) -> xr.Dataset:
    """Scenarios on a population: under the law of a year, without changed behaviour, dims (scenario, group, statistic); or
    with `months` from month to month.

    population: a frame of `population` or a part of it, a source of persons, or a number of them. scenarios: laws and
    reforms by name; the one called `baseline` (by default the law on 1 January of the persons' year) is what the others
    differ from, and what reforms are applied to, in full. incentives: whether marginal rates are asked for (they are unless
    it is False). groupings: names, None for all. `value` and `difference` are in the unit of their statistic (coordinate
    `units`), each with its standard error.

    months: how many (at most 336). Then reforms begin on their day, are phased in and spare whom they spare, and are compared
    with the law as it is from month to month; each is run without response (`name`) and with (`name+`). With it: `seed` (that
    the persons were drawn with), `replications` (10), `start` (`2026-01`: January of the persons' year), `behaviour`
    (`elasticity`, `choice` or `none`), `uprating` (0.0 per cent a year after the last year of the law). A variable a quantity,
    dims (scenario, month, state) and so on, as `months(folder)` gives them.

    Raises InputError, MissingParameter.
    """
    _known_arguments(others, months is not None)
    wrong = [name for name, one in scenarios.items() if not isinstance(one, Law | Reform)]
    if wrong:
        raise one_problem(f"{', '.join(wrong)} is neither a law nor a reform", field="scenarios", way_out="Give fleksim.law(day) or fleksim.reform(file).")
    baseline = scenarios.get("baseline")
    source = _source(population, baseline.day.year if isinstance(baseline, Law) else None)
    if months is not None:
        return _through_months(source, scenarios, {"months": months, **others}, {"incentives": incentives, "groupings": groupings})
    from fleksim.analysis.scenarios import simulate as simulated
    from fleksim.output.results.tidy import dataset

    return dataset(simulated(source, scenarios, incentives=incentives is not False, groupings=groupings))


def _known_arguments(others: Mapping[str, Any], months: bool) -> None:
    """Raises InputError for arguments that are none, and for those of the months without any months."""
    problems = [
        Problem("belongs to the months", field=name, way_out="Give months too (months=120), or leave it out.")
        if name in _OF_THE_MONTHS
        else Problem("is not an argument", field=name, way_out=did_you_mean(name, (*_OF_THE_YEAR, *_OF_THE_MONTHS)))
        for name in others
        if not (months and name in _OF_THE_MONTHS)
    ]
    if problems:
        raise InputError(problems)


def _through_months(source: Source, scenarios: Mapping[str, Law | Reform], asked: Mapping[str, Any], of_the_year: Mapping[str, Any]) -> xr.Dataset:
    from fleksim.analysis.months.asked import asked_of
    from fleksim.analysis.months.simulate import simulate as simulated
    from fleksim.output.months.tidy import dataset

    given = [name for name, value in of_the_year.items() if value is not None]
    if given:
        raise InputError([Problem("belongs to the law of a year", field=name, way_out="Leave it out, or leave months out.") for name in given])
    return dataset(simulated(source, scenarios, asked_of(source, asked)))


def solve(
    reform: Reform,
    find: str,
    such_that: str,
    population: pd.DataFrame | Source | int = 100_000,
    between: tuple[float, float] | None = None,
    *,
    digits: int | None = None,
) -> Found:
    """A number of a reform, found so that a goal holds on a population.

    find: a number of the law, or one that the reform changes. such_that: a goal, `cost = 0` or `value(nul_gevinst) = 0.1`.
    population: as in `simulate`; a number of persons is of the year of the reform's baseline. between: where to look; by
    default all shares, or half to double today's number. digits: round what is found to so many decimals.

    `.value`, `.solutions`, `.reform` with the value nearest today's, `.to_text()`, `.to_dict()`. Raises InputError for a
    goal that does not move or is not met; MissingParameter.
    """
    from fleksim.analysis.goal import read_goal
    from fleksim.analysis.scenarios import simulation
    from fleksim.analysis.solve import solve as solve_for
    from fleksim.analysis.unknowns import Wish
    from fleksim.output.found import Found

    goal = read_goal(such_that)
    persons = simulation(_source(population, reform.baseline.year), groupings=())
    return Found(solve_for(persons, reform, Wish(find, between), goal, digits=digits), reform, persons)


def run(batch: str | Path, out: str | Path, *, allow_rules: bool = False, **options: Any) -> Outcome:
    """Run a batch file into a folder, or go on with a run that was stopped; `results(out)` reads it.

    allow_rules: whether reforms may load their rules files. options: `scheduler`, `threads`, `chunk`, `allow_partial`,
    `progress`, as `fleksim run` has them. Raises InputError, FolderInUse, PartsFailed, OSError.
    """
    from fleksim.batch.read import read_batch
    from fleksim.batch.run import run_batch

    return run_batch(read_batch(batch, allow_rules=allow_rules), Path(out), **options)


def results(folder: str | Path, *, allow_partial: bool = False) -> xr.Dataset:
    """The results of a run folder under the law of a day: dims (scenario, group, statistic), as `simulate` gives them.

    Raises InputError, also for a folder of months alone, which `months` reads.
    """
    from fleksim.batch.folder import read_results
    from fleksim.output.results.tidy import dataset

    return dataset(read_results(Path(folder), allow_partial))


def months(folder: str | Path) -> xr.Dataset:
    """The months of a run folder: a variable a quantity, as `simulate` gives them with `months`. Raises InputError."""
    from fleksim.batch.folder import read_months
    from fleksim.output.months.tidy import dataset

    return dataset(read_months(Path(folder)))
