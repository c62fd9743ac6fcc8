"""`fleksim calibrate`: fit the free transitions of the months to published figures to 2019, and predict those after."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, print_json, write_text, write_with

if TYPE_CHECKING:
    from fleksim.dynamics.calibrate import Comparison, Fit

_SMALLEST = 1_000


def calibrate(
    size: Annotated[int, typer.Option("--size", metavar="N", min=_SMALLEST, max=1_000_000, help="Persons of the population of 2013.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, max=2**31 - 1, help="The seed of persons and luck.")] = 1,
    replications: Annotated[int, typer.Option("--replications", metavar="R", min=1, max=100, help="Lives of each person: more, and chance moves less.")] = 1,
    check: Annotated[bool, typer.Option("--check", help="Fit nothing: hold the shipped assumptions against every figure.")] = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write every target row as CSV.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.yaml", help="Write the fitted assumptions as the changes of a reform file.")] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """Fit transitions to figures to 2019 and predict later ones. Exit 1 if a fitted figure is outside its tolerance."""
    from fleksim.dynamics.calibrate import Calibration, compare
    from fleksim.output.months.calibration import comparison_table, fit_table
    from fleksim.output.results.files import write_csv
    from fleksim.problems import InputError, Problem

    wrong = [Problem(f"should end in {ending}", file=str(path)) for path, ending in ((csv, ".csv"), (out, ".yaml")) if path and path.suffix != ending]
    if out and check:
        wrong.append(Problem("nothing is fitted with --check", field="--out", way_out="Leave one of them out."))
    if wrong:
        raise InputError(wrong)
    calibration = Calibration(size, seed, replications=replications)
    fit = None if check else calibration.fit(told=_tell)
    compared = compare(fit.totals if fit else calibration.run({}))
    table = comparison_table(compared, lang.value)
    if csv:
        write_with(csv, lambda path: write_csv(table, path))
    if out and fit:
        write_text(out, _as_changes(fit))
    if json:
        print_json(_as_dict(fit, compared))
    else:
        typer.echo("\n\n".join(one.to_text() for one in ([fit_table(fit, lang.value)] if fit else []) + [table]))
    if any(one.met is False and one.target.use == "fit" for one in compared):
        raise typer.Exit(1)


def _tell(tries: int, distance: float) -> None:
    """Progress, where somebody looks."""
    if sys.stderr.isatty():
        print(f"\r{tries} tries, distance {distance:.1f}   ", end="", file=sys.stderr, flush=True)


def _as_changes(fit: Fit) -> str:
    """The fitted hazards as a reform's changes; the hours of new jobs by year as a remark."""
    from fleksim.dynamics.calibrate import FALL, FIRST_HOURS, new_job_hours
    from fleksim.reforms.write import plain_number

    lines = ["# Fitted by `fleksim calibrate`: the changes of a reform file.", "changes:", "  assumptions:"]
    lines += [f"    {name}: {plain_number(float(f'{value:.4g}'))}" for name, value in fit.values.items() if name not in (FALL, FIRST_HOURS)]
    hours = ", ".join(f"{year}: {value:g}" for year, value in new_job_hours(fit.values[FIRST_HOURS], fit.values[FALL]).items())
    return "\n".join([*lines, f"# nye_job_timer by year: {hours}"]) + "\n"


def _as_dict(fit: Fit | None, compared: list[Comparison]) -> dict[str, Any]:
    rows = [
        {
            "id": one.target.id, "use": one.target.use, "quantity": one.target.quantity, "unit": one.target.unit,
            "published": one.target.number if one.found is not None else None, "bound": one.target.bound or None, "months": one.found,
            "error": one.error, "tolerance": one.target.tolerance if one.found is not None else None, "met": one.met,
            "reason": one.target.reason or None, "source": one.target.source,
        }
        for one in compared
    ]  # fmt: skip
    fitted = {name: {"before": fit.before[name], "fitted": value} for name, value in fit.values.items()} if fit else {}
    return {"fitted": fitted, "targets": rows}
