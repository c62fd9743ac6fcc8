"""What results rest on: the run, every scenario with its hashes and author, every assumption with its range."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fleksim.analysis.results import Results, ScenarioInfo
from fleksim.output.basis import say
from fleksim.output.results.reading import basis_line, needs
from fleksim.output.table import Column, Table

PROVENANCE = {
    "law_date": ("Lovens dato", "Date of the law"),
    "parameter_hash": ("Satsernes kontroltal", "Hash of the parameters"),
    "fleksim_version": ("fleksims version", "Version of fleksim"),
    "version": ("fleksims version", "Version of fleksim"),
    "seed": ("Frø", "Seed"),
    "title": ("Titel", "Title"),
    "population": ("Population", "Population"),
    "population_hash": ("Populationens kontroltal", "Hash of the population"),
    "plan_hash": ("Planens kontroltal", "Hash of the plan"),
    "population_digest": ("Populationens indhold, kontroltal", "Hash of the population's content"),
    "population_kind": ("Populationens art", "Kind of population"),
    "population_seed": ("Populationens frø", "Seed of the population"),
    "population_size": ("Populationens personer", "Persons of the population"),
    "population_year": ("Populationens år", "Year of the population"),
    "rounding": ("Afrunding", "Rounding"),
    "population_content": ("Populationens indhold, kontroltal", "Hash of the population's content"),
    "start": ("Første måned", "First month"),
    "months": ("Måneder", "Months"),
    "replications": ("Gentagelser", "Replications"),
    "behaviour": ("Adfærd", "Response"),
    "uprating_percent": ("Opregning efter lovens sidste år, pct. pr. år", "Uprating after the last year of the law, % a year"),
    "stream": ("Tilfældighedernes udgave", "Edition of the draws"),
    "least_persons_shown": ("Færrest personer, der vises", "Fewest persons shown"),
}
_ALL = "all"
_CONFIDENCE = {"high": "høj", "medium": "middel", "low": "lav"}


def grounds_table(results: Results, lang: str) -> Table:
    """The run, the scenarios and the assumptions, one below the other."""
    columns = [
        Column("what", say(lang, "Hvad", "What"), kind="text"),
        Column("value", say(lang, "Værdi", "Value"), kind="text"),
        Column("low", say(lang, "Mindst", "Low"), decimals=None),
        Column("high", say(lang, "Højst", "High"), decimals=None),
        Column("unit", say(lang, "Enhed", "Unit"), kind="unit"),
        Column("confidence", say(lang, "Sikkerhed", "Confidence"), kind="text"),
        Column("source", say(lang, "Kilde og bemærkning", "Source and note"), kind="text"),
    ]
    rows: list[list[Any]] = []
    sections: dict[int, str] = {}
    sections[0] = say(lang, "Kørslen", "The run")
    rows += [_text_row(*one) for one in run_rows(results.provenance, results.own_data, lang)]
    for index, scenario in enumerate(results.scenarios):
        sections[len(rows)] = say(lang, "Grundforløb", "Baseline") if index == 0 else say(lang, f"Scenarie {index}", f"Scenario {index}")
        rows += [_text_row(*one) for one in _scenario(scenario, lang)]
    if results.assumptions:
        sections[len(rows)] = say(lang, "Antagelser", "Assumptions")
        rows += [assumption_row(one, lang) for one in results.assumptions]
    return Table(
        say(lang, "Grundlag: kørsel, scenarier og antagelser", "Grounds: run, scenarios and assumptions"),
        columns,
        rows,
        [basis_line(results, lang)],
        sections,
        lang,
    )


def _text_row(what: str, value: Any, source: str = "") -> list[Any]:
    return [what, value, "", "", "", "", source]


def run_rows(provenance: Mapping[str, Any], own_data: bool, lang: str) -> Iterator[tuple[str, Any]]:
    """What is known of a run, each with what it is called."""
    known = {**provenance, **({"title": provenance["title_en"]} if lang == "en" and "title_en" in provenance else {})}
    for key, value in known.items():
        if key != "title_en":
            name = key.removeprefix("version_")
            version = (f"Version af {name}", f"Version of {name}") if name != key else (key, key)
            yield say(lang, *PROVENANCE.get(key, version)), _plain(value)
    yield (
        say(lang, "Persondata", "Persons"),
        say(lang, "egne mikrodata", "own microdata") if own_data else say(lang, "syntetisk population", "synthetic population"),
    )


def _plain(value: Any) -> str:
    """Text as it is, numbers without separators (a seed is no amount), the rest as JSON."""
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _scenario(one: ScenarioInfo, lang: str) -> Iterator[tuple[str, Any, str]]:
    yield say(lang, "Titel", "Title"), one.title(lang), ""
    if one.proposer or one.source:
        yield say(lang, "Stillet af", "Proposed by"), one.proposer, one.source or ""
    for da, en, value in (
        ("Lovens dato", "Date of the law", one.law_date),
        ("Satsernes kontroltal", "Hash of the parameters", one.parameter_hash),
        ("Forslagets kontroltal", "Hash of the proposal", one.reform_hash),
        ("Kan ikke ses fuldt ud uden", "Cannot be seen whole without", ", ".join(needs(one, lang))),
    ):
        if value:
            yield say(lang, da, en), value, ""
    for note in one.notes:
        yield say(lang, "Bemærkning", "Note"), "", note[lang]


def assumption_row(one: Mapping[str, Any], lang: str) -> list[Any]:
    """title (text, by language, or as title_da, da ...), value, low, high, unit, confidence, source, note; those there are.

    group, key: of whom it is, where a title is of several.
    """
    title = next((one[key] for key in ("title", f"title_{lang}", lang, "name", "key") if one.get(key)), "")
    if isinstance(title, Mapping):
        title = title.get(lang, next(iter(title.values()), ""))
    source = say(lang, "antagelse", "assumption") if one.get("source") == "assumption" else str(one.get("source") or "")
    about = " · ".join(part for part in (source, str(one.get("note") or "")) if part)
    sure = str(one.get("confidence") or "")
    amounts = [_amount(one.get(key)) for key in ("value", "low", "high")]
    of_whom = ", ".join(str(one[key]) for key in ("group", "key") if one.get(key) and one[key] not in (_ALL, title))
    return [
        f"{title}: {of_whom}" if of_whom else str(title),
        *amounts,
        str(one.get("unit") or ""),
        _CONFIDENCE.get(sure, sure) if lang == "da" else sure,
        about,
    ]


def _amount(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value or "")
