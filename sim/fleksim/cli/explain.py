"""`fleksim explain`: how a number came about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    write_text,
)


def _list_targets(wanted: bool) -> None:
    if wanted:
        from datetime import date

        from fleksim.engine.law import law_on
        from fleksim.parameters.read import LAST_YEAR

        for rule in law_on(date(LAST_YEAR, 1, 1)).book:
            typer.echo(f"{rule.name:44} [{rule.unit}] {rule.en} ({rule.da}), {rule.law}")
        raise typer.Exit


def explain(
    case: CaseArgument,
    target: Annotated[str, typer.Option("--target", help="The quantity to explain: any rule of the law.")] = "disponibel_indkomst",
    reform: ReformOption = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page.")] = None,
    json: JsonOption = False,
    identity: IdOption = None,
    rounding: Annotated[str, typer.Option("--rounding", help="skat or none.")] = "skat",
    allow_rules: RulesOption = False,
    lang: LangOption = Lang.da,
    targets: Annotated[bool, typer.Option("--targets", callback=_list_targets, is_eager=True, help="List what can be explained.")] = False,
) -> None:
    """Show each step with its paragraph, the numbers it read and the constraint that binds."""
    from fleksim.engine.explain import explain as explain_case
    from fleksim.problems import one_problem

    if rounding not in ("skat", "none"):
        raise one_problem(f"rounding '{rounding}' is not skat or none")
    chosen = read_case(case, identity)
    explanation = explain_case(law_for(chosen, read_reform(reform, allow_rules)), chosen, target, rounding=rounding)
    if json:
        print_json(explanation.to_dict(lang.value))
    elif html:
        write_text(html, explanation.to_html(lang.value))
    else:
        typer.echo(explanation.to_text(lang.value))
