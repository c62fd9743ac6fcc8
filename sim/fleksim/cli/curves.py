"""`fleksim curve` and `fleksim grid`: one person over hours, wage or intensity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fleksim.cli.common import (
    CaseArgument,
    IdOption,
    JsonOption,
    Lang,
    LangOption,
    ReformOption,
    RulesOption,
    as_json,
    law_for,
    print_json,
    read_case,
    read_reform,
    write_text,
    write_with,
)
from fleksim.problems import one_problem

MAX_GRID_POINTS = 1_000_000


def curve(
    case: CaseArgument,
    out: Annotated[Path | None, typer.Argument(metavar="[OUT]", help="With --json: the file to write; else it is printed.", show_default=False)] = None,
    over: Annotated[str, typer.Option("--over", help="hours, wage or intensity.")] = "hours",
    start: Annotated[float | None, typer.Option("--from", help="Where to begin.")] = None,
    end: Annotated[float | None, typer.Option("--to", help="Where to end.")] = None,
    step: Annotated[float | None, typer.Option("--step", help="Distance between samples.")] = None,
    reform: ReformOption = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the budget line as SVG.")] = None,
    png: Annotated[Path | None, typer.Option("--png", help="Write it as PNG.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the samples as CSV.")] = None,
    danish: Annotated[bool, typer.Option("--danish-csv", help="CSV with ; and decimal comma.")] = False,
    json: JsonOption = False,
    identity: IdOption = None,
    allow_rules: RulesOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """The budget line, sampled evenly and at the exact kinks."""
    from fleksim.analysis.curves import curve as curve_of
    from fleksim.analysis.margins import margin
    from fleksim.output.tables import curve_table

    if out and not json:
        raise one_problem(f"'{out}' is one file too many", way_out="Say what it is: --json, --csv, --svg or --png.")
    chosen = read_case(case, identity)
    law = law_for(chosen, read_reform(reform, allow_rules))
    way = margin(over)
    samples = curve_of(law, chosen, way, start, end, step)
    table = curve_table(samples, lang.value)
    if (svg or png) and over != "hours":
        raise one_problem(f"the chart is drawn over hours, not {over}", way_out="Leave out --svg and --png, or use --over hours.")
    if svg or png:
        from fleksim.analysis.summary import incentives
        from fleksim.output.charts import budget_line

        chart = budget_line(samples, incentives(law, chosen), lang.value)
        for path, ending in ((svg, ".svg"), (png, ".png")):
            if path:
                if path.suffix.lower() != ending:
                    raise one_problem(f"should end in {ending}", file=str(path))
                write_with(path, chart.save)
    if csv:
        write_text(csv, table.to_csv(danish=danish))
    if json and out:
        write_text(out, as_json(_samples_as_dict(samples)) + "\n")
    elif json:
        print_json(_samples_as_dict(samples))
    elif not (svg or png or csv):
        typer.echo(table.to_text())


def _samples_as_dict(samples: Any) -> dict[str, Any]:
    attributes = {name: value for name, value in samples.attrs.items() if name != "kinks"}
    kinks = [
        {
            "place": one.place,
            "of": one.target,
            "rule": one.rule.name,
            "law": one.law,
            "slope_before": one.slope_before,
            "slope_after": one.slope_after,
            "jump": one.jump,
        }
        for one in samples.attrs["kinks"]
    ]
    values = {str(name): [float(one) for one in samples[name].values] for name in (*samples.coords, *samples.data_vars)}
    units = {str(name): samples[name].attrs["units"] for name in (*samples.coords, *samples.data_vars)}
    return {"attributes": attributes, "units": units, "values": values, "kinks": kinks}


def grid(
    case: CaseArgument,
    hours: Annotated[str, typer.Option("--hours", help="FROM:TO:STEP hours a week.")] = "0:37:0.5",
    wage: Annotated[str, typer.Option("--wage", help="FROM:TO:STEP kr an hour.")] = "110:300:2",
    out: Annotated[Path | None, typer.Option("--out", help="Write netCDF (.nc) or CSV (.csv).")] = None,
    reform: ReformOption = None,
    json: JsonOption = False,
    identity: IdOption = None,
    allow_rules: RulesOption = False,
) -> None:
    """Outputs over hours and wages: dims (hours, hourly_wage)."""
    from fleksim.engine.sweeps import grid as grid_of

    chosen = read_case(case, identity)
    law = law_for(chosen, read_reform(reform, allow_rules))
    hours_axis, wage_axis = _axis(hours, "--hours", 0.0, 37.0), _axis(wage, "--wage", 0.0, 2000.0)
    if len(hours_axis) * len(wage_axis) > MAX_GRID_POINTS:
        raise one_problem(f"{len(hours_axis) * len(wage_axis)} points are too many", way_out=f"Keep to {MAX_GRID_POINTS}.")
    if out and out.suffix.lower() not in (".nc", ".csv"):
        raise one_problem("should end in .nc or .csv", file=str(out))
    plane = grid_of(law, chosen, hours_axis, wage_axis)
    if out and out.suffix.lower() == ".nc":
        write_with(out, lambda path: plane.to_netcdf(path, engine="h5netcdf"))
    elif out:
        write_with(out, lambda path: plane.to_dataframe().to_csv(path))
    if json:
        print_json({"attributes": plane.attrs, **{str(name): plane[name].values.tolist() for name in (*plane.coords, *plane.data_vars)}})
    elif not out:
        raise one_problem("a grid is written to a file", way_out="Give --out FILE.nc, FILE.csv, or --json.")


def _axis(text: str, option: str, low: float, high: float) -> list[float]:
    """FROM:TO:STEP as its points, both ends included."""
    parts = text.split(":")
    try:
        start, end, step = (float(part) for part in parts)
    except ValueError:
        raise one_problem(f"'{text}' is not FROM:TO:STEP", field=option, way_out="Write it like 0:37:0.5.") from None
    if not (low <= start <= end <= high and step > 0.0):
        raise one_problem(f"'{text}' leaves {low:g} to {high:g}, or its step is not positive", field=option)
    count = int((end - start) / step + 1e-9)
    if count > MAX_GRID_POINTS:
        raise one_problem(f"'{text}' has too many points", field=option, way_out=f"Keep to {MAX_GRID_POINTS}.")
    return [start + index * step for index in range(count + 1)]
