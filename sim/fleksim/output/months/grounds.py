"""What results of months rest on: the run, every scenario, every assumption with its range and of whom the evidence is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fleksim.analysis.months.grounds import MOVED
from fleksim.analysis.months.results import MonthScenario
from fleksim.output.months.reading import MonthReader, Sheet
from fleksim.output.months.words import BEHAVIOURS
from fleksim.output.results.grounds import assumption_row, run_rows
from fleksim.output.table import Column, Table

_EVIDENCE = {"this group": ("denne gruppe", "this group"), MOVED: ("flyttet fra anden gruppe", "moved from another group")}


def grounds(reader: MonthReader) -> Table:
    """The run, the scenarios and the assumptions, one below the other."""
    say, results = reader.say, reader.results
    sheet = Sheet(
        [
            Column("what", say("Hvad", "What"), kind="text"),
            Column("value", say("Værdi", "Value"), kind="text"),
            Column("low", say("Mindst", "Low"), decimals=None),
            Column("high", say("Højst", "High"), decimals=None),
            Column("unit", say("Enhed", "Unit"), kind="unit"),
            Column("confidence", say("Sikkerhed", "Confidence"), kind="text"),
            Column("evidence", say("Viden om", "Evidence of"), kind="text"),
            Column("source", say("Kilde og bemærkning", "Source and note"), kind="text"),
        ]
    )
    sheet.section(say("Kørslen", "The run"))
    known = dict(results.provenance)
    if results.behaviour in BEHAVIOURS:
        known["behaviour"] = reader.word(BEHAVIOURS[results.behaviour])
    for what, value in run_rows(known, results.own_data, reader.lang):
        sheet.row(what, value, "", "", "", "", "", "")
    for index, key in enumerate(reader.scenario_keys()):
        one = next(iter(results.twins(key).values()))
        sheet.section(say("Grundforløb", "Baseline") if index == 0 else say(f"Scenarie {index}", f"Scenario {index}"))
        for what, value, source in _scenario(reader, one):
            sheet.row(what, value, "", "", "", "", "", source)
    if results.assumptions:
        sheet.section(say("Antagelser", "Assumptions"))
        for assumption in results.assumptions:
            *before, source = assumption_row(assumption, reader.lang)
            evidence = _EVIDENCE.get(str(assumption.get("evidence") or ""))
            sheet.row(*before, reader.word(evidence) if evidence else "", source)
    return reader.table(say("Grundlag for månederne: kørsel, scenarier og antagelser", "Grounds of the months: run, scenarios and assumptions"), sheet, [])


def _scenario(reader: MonthReader, one: MonthScenario) -> Iterator[tuple[str, Any, str]]:
    say = reader.say
    yield say("Titel", "Title"), one.title(reader.lang), ""
    if one.proposer or one.source:
        yield say("Stillet af", "Proposed by"), one.proposer, one.source or ""
    if one.reform_hash and one is not reader.results.baseline:
        yield say("Forslagets kontroltal", "Hash of the proposal"), one.reform_hash, ""
    if one.extrapolated:
        yield say("Ekstrapoleret: hviler på", "Extrapolated: rests on"), ", ".join(one.extrapolated), ""
    for note in one.notes:
        yield say("Bemærkning", "Note"), "", note[reader.lang]
