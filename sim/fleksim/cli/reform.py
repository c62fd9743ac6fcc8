"""`fleksim reform`: proposals as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, RulesOption, print_json

if TYPE_CHECKING:
    from fleksim.reforms.diff import Amendment
    from fleksim.reforms.reform import Reform

app = typer.Typer(help="Proposals as files: check them, see what they change.", no_args_is_help=True)

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Reform files, or names of shipped ones.")]
FilesOrFoldersArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Reform files, names of shipped ones, or folders of reform files.")]

# What stands between and before the parts of an amendment table, in Danish and English.
_WORDS = {
    "da": {
        "from": "Fra {since}, regnet på tallene {baseline}. Forslag: {proposer}.",
        "parameter": "Tal",
        "rule": "Regler",
        "assumption": "Månedernes greb og antagelser",
        "before": "før",
        "after": "efter",
        "kept": "Sager fra før {day} beholder de gamle vilkår{time}.",
        "months": " i {n} måneder",
        "phases": "Indfases",
        "needs": "Kræver måneder, trin",
        "not static": "Intet af det kan ses af loven på én dag.",
        "static": "lov",
        "only months": "måneder",
    },
    "en": {
        "from": "From {since}, on the numbers of {baseline}. Proposal: {proposer}.",
        "parameter": "Numbers",
        "rule": "Rules",
        "assumption": "Levers and assumptions of the months",
        "before": "before",
        "after": "after",
        "kept": "Cases from before {day} keep the old terms{time}.",
        "months": " for {n} months",
        "phases": "Phased in",
        "needs": "Needs the months, step",
        "not static": "Nothing of it shows in the law of a day.",
        "static": "law",
        "only months": "months",
    },
}

# What people call the units in which a reform file writes a number otherwise than a table shows it.
_UNITS = {
    "da": {"andel": "andel", "ja/nej": "(1 ja, 0 nej)", "faktor": "gange"},
    "en": {"andel": "share", "ja/nej": "(1 yes, 0 no)", "faktor": "times"},
}


@app.command("check")
def check(files: FilesOrFoldersArgument, allow_rules: RulesOption = False) -> None:
    """Find everything wrong with reform files; silent exit 0 if nothing is."""
    from fleksim.problems import InputError, Problem
    from fleksim.reforms.read import files_of, read_reform

    problems: list[Problem] = []
    for named in files:
        try:
            inside = files_of(named)
        except InputError as error:
            problems += error.problems
            continue
        for file in inside:
            try:
                read_reform(file, allow_rules=allow_rules)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)


@app.command("diff")
def diff(files: FilesArgument, allow_rules: RulesOption = False, json: JsonOption = False, lang: LangOption = Lang.da) -> None:
    """The amendment table: what was, what becomes, by paragraph; whom it spares, how it comes in, what it needs."""
    from fleksim.reforms.diff import amendments, as_dict
    from fleksim.reforms.read import read_reform
    from fleksim.reforms.reform import stack

    reform = stack(read_reform(file, allow_rules=allow_rules) for file in files)
    assert reform is not None
    if json:
        print_json(as_dict(reform))
        return
    for line in [*_head(reform, lang.value), *_table(amendments(reform), lang.value), *_terms(reform, lang.value)]:
        typer.echo(line)


@app.command("list")
def list_all(json: JsonOption = False, lang: LangOption = Lang.da) -> None:
    """List the reforms that come with the package, and whether the law of a day shows them or only the months do."""
    from fleksim.reforms.read import catalogue

    found = catalogue()
    if json:
        print_json(
            [
                {
                    "name": name,
                    "title": dict(one.title),
                    "proposed_by": {"name": one.proposer, "source": one.source},
                    "static": one.is_static,
                    "rules_file": one.rules_file,
                    "needs": [need.as_dict() for need in one.needs],
                }
                for name, one in found.items()
            ]
        )
        return
    words = _WORDS[lang.value]
    wide = max(len(name) for name in found)
    for name, one in found.items():
        shows = words["static"] if one.is_static else words["only months"]
        typer.echo(f"{name:{wide}}  {shows:7}  {one.name(lang.value)} ({one.proposer})")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a reform file."""
    from fleksim.reforms.read import schema as of_a_reform

    print_json(of_a_reform())


def _head(reform: Reform, lang: str) -> list[str]:
    words = _WORDS[lang]
    lines = [reform.name(lang), words["from"].format(since=_day(reform.since, lang), baseline=_day(reform.baseline, lang), proposer=reform.proposer)]
    return lines + [text[lang] for text in (reform.reason, reform.note) if text]


def _table(rows: Sequence[Amendment], lang: str) -> list[str]:
    """The amendments, columns aligned; a rule has its sentences below each other."""
    lines = []
    for kind in ("parameter", "rule", "assumption"):
        chosen = [row for row in rows if row.kind == kind]
        if chosen:
            lines += ["", _WORDS[lang][kind], *(_rules(chosen, lang) if kind == "rule" else _numbers(chosen, lang))]
    return lines


def _numbers(rows: Sequence[Amendment], lang: str) -> list[str]:
    from fleksim.output.numbers import format_number, unit_name

    def named(unit: str) -> str:
        return _UNITS[lang].get(unit) or unit_name(unit, lang)

    def shown(value: float | str) -> str:
        return value if isinstance(value, str) else format_number(value, lang, None)

    cells = [(row.name, shown(row.before), shown(row.after), named(row.unit), f"{row.title(lang)} ({row.law})") for row in rows]
    name, before, after, unit = (max(len(cell[column]) for cell in cells) for column in range(4))
    return [f"  {one[0]:{name}}  {one[1]:>{before}} -> {one[2]:{after}}  {one[3]:{unit}}  {one[4]}" for one in cells]


def _rules(rows: Sequence[Amendment], lang: str) -> list[str]:
    words = _WORDS[lang]
    wide = max(len(words["before"]), len(words["after"])) + 1
    lines = []
    for row in rows:
        lines += [f"  {row.name}: {row.title(lang)} ({row.law})"]
        lines += [f"    {words[which] + ':':{wide}} {text}" for which, text in (("before", row.before), ("after", row.after))]
    return lines


def _terms(reform: Reform, lang: str) -> list[str]:
    from fleksim.output.numbers import format_number

    words, lines = _WORDS[lang], []
    if reform.protection:
        months = reform.protection.for_months
        time = words["months"].format(n=months) if months else ""
        lines.append(words["kept"].format(day=_day(reform.protection.granted_before, lang), time=time))
    if reform.phase_in:
        steps = ", ".join(f"{_day(phase.since, lang)}: {format_number(phase.share, lang, None)}" for phase in reform.phase_in)
        lines.append(f"{words['phases']}: {steps}.")
    if not reform.is_static:
        lines.append(words["not static"])
    if reform.needs:
        lines.append(f"{words['needs']}: " + "; ".join(f"{need.step} {need.title(lang)}" for need in reform.needs) + ".")
    return ["", *lines] if lines else []


def _day(day: date, lang: str) -> str:
    from fleksim.output.numbers import day_name

    return day_name(day, lang)
