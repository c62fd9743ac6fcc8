"""`fleksim incentives`: what the next hour is worth."""

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
    law_for,
    print_json,
    read_case,
    read_reform,
    write_with,
)


def incentives(
    case: CaseArgument,
    reform: ReformOption = None,
    json: JsonOption = False,
    wish: Annotated[list[float] | None, typer.Option("--wish", help="A wished gain after tax [kr/month]; tells the hours it takes. May be repeated.")] = None,
    without: Annotated[str, typer.Option("--without", help="The status without the job.")] = "ledighedsydelse",
    charts: Annotated[Path | None, typer.Option("--charts", help="A folder for the charts as SVG, PNG and tables.")] = None,
    identity: IdOption = None,
    allow_rules: RulesOption = False,
    lang: LangOption = Lang.da,
) -> None:
    """METR per margin and by instrument, PTR, NRR, nettokompensationsgrad, forskelsbeloeb, kinks, the zero-gain zone."""
    from fleksim.analysis.summary import WISHES
    from fleksim.analysis.summary import incentives as incentives_of

    chosen = read_case(case, identity)
    law = law_for(chosen, read_reform(reform, allow_rules))
    found = incentives_of(law, chosen, wishes=tuple(wish) if wish else WISHES, without=without)
    if charts:
        _write_charts(found, charts, lang.value)
    if json:
        print_json(as_dict(found))
        return
    from fleksim.output.tables import incentives_tables, sentences

    for sentence in sentences(found, lang.value):
        typer.echo(sentence)
    for table in incentives_tables(found, lang.value):
        typer.echo("")
        typer.echo(table.to_text())


def as_dict(found: Any) -> dict[str, Any]:
    """Incentives as plain data."""
    from dataclasses import asdict

    return {
        "case": found.case.id,
        "law_date": found.law.day.isoformat(),
        "law": dict(found.law.title),
        "metr": {name: asdict(one) for name, one in found.metr.items()},
        "work": asdict(found.work) if found.work else None,
        "kinks": [
            {
                "hours": one.place,
                "of": one.target,
                "rule": one.rule.name,
                "title": {"da": one.rule.da, "en": one.rule.en},
                "law": one.law,
                "slope_before": one.slope_before,
                "slope_after": one.slope_after,
                "jump": one.jump,
            }
            for one in found.kinks
        ],
        "zero_gain_zones": [asdict(one) for one in found.zones],
        "ceiling_wage": found.ceiling_wage,
        "wishes": [asdict(one) for one in found.wishes],
    }


def _write_charts(found: Any, folder: Path, lang: str) -> None:
    from fleksim.analysis.curves import curve
    from fleksim.analysis.margins import MARGINS
    from fleksim.engine.sweeps import grid
    from fleksim.output import charts

    folder.mkdir(parents=True, exist_ok=True)
    line = curve(found.law, found.case, MARGINS["hours"])
    plane = grid(found.law, found.case, [i / 2 for i in range(75)], list(range(110, 302, 4)))
    drawn = {
        "budget_line": charts.budget_line(line, found, lang),
        "heatmap": charts.heatmap(plane, found, lang),
    }
    if found.metr["hours"].gross > 0.0:
        drawn["metr_steps"] = charts.metr_steps(found.path, found, lang)
        drawn["next_hour"] = charts.waterfall(found.metr["hours"], found, lang)
    for name, chart in drawn.items():
        for ending in (".svg", ".png", ".csv"):
            write_with(folder / f"{name}{ending}", chart.save)
