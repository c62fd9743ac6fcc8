"""What `fleksim population` shows: targets and how they are met, the groups, and every number behind them."""

from __future__ import annotations

from typing import Any

import numpy as np

from fleksim.analysis.groups import Grouping, Persons, groupings
from fleksim.analysis.results import EVERYBODY
from fleksim.output.basis import say
from fleksim.output.results.suppression import Block, Counts, Relation, suppress
from fleksim.output.table import Column, Table
from fleksim.population.calibration import TOLERANCE, CalibrationTable, Row
from fleksim.population.marginals import ASSUMPTION, marginals
from fleksim.population.schema import WEIGHT_UNIT, kernel_columns
from fleksim.population.sources import Source

BLOCK = 10_000
# Not divided here: incomes are not known before the law is computed, and 98 rows are too many to read.
_LEFT_OUT = (EVERYBODY, "decil", "kommune")
_SECTIONS = (("Kalibreret", "Calibrated"), ("Kalibreret til en antagelse", "Calibrated to an assumption"), ("Holdt ude", "Held out"))
_USED = {"calibrated": ("kalibreret", "calibrated"), "held out": ("holdt ude", "held out"), "not comparable": ("ikke sammenlignelig", "not comparable")}


def calibration_table(table: CalibrationTable, lang: str) -> Table:
    """The targets of the year, the worst first; those of other years are counted in a note."""
    compared = [row for row in table if row.achieved is not None or row.within is not None]
    compared.sort(key=lambda row: (_section(row), -abs(row.error or 0.0)))
    missed, held = len(table.missed()), sum(row.used == "held out" for row in compared)
    rows = [[row.id, _short(row.quantity), row.target, row.achieved, row.error, _within(row, lang)] for row in compared]
    kinds = [_section(row) for row in compared]
    sections = {kinds.index(kind): say(lang, *_SECTIONS[kind]) for kind in dict.fromkeys(kinds)}
    others = len(table.rows) - len(compared)
    note = say(
        lang,
        f"{len(compared) - held} kalibreret, {missed} rammer mere end 1 pct. forbi; {held} holdt ude; {others} kan ikke sammenlignes med {table.year} "
        "(`fleksim population describe --targets`).",
        f"{len(compared) - held} calibrated, {missed} missed by more than 1 %; {held} held out; {others} cannot be compared with {table.year} "
        "(`fleksim population describe --targets`).",
    )
    title = say(lang, f"Befolkning {table.year}, {table.size} personer", f"Population of {table.year}, {table.size} persons")
    columns = [
        Column("id", "id", kind="text"),
        Column("quantity", say(lang, "Størrelse", "Quantity"), kind="text"),
        Column("target", say(lang, "Mål", "Target")),
        Column("achieved", say(lang, "Opnået", "Achieved"), decimals=1),
        Column("error", say(lang, "Fejl", "Error"), "andel", 2),
        Column("within", say(lang, "Inden for 1 pct.", "Within 1 %"), kind="text"),
    ]
    return Table(title, columns, rows, [note], sections, lang)


def _section(row: Row) -> int:
    if row.used == "held out":
        return 2
    return int(row.source == ASSUMPTION)


def _within(row: Row, lang: str) -> str:
    if row.used == "held out":
        return ""
    if not row.within:
        return say(lang, "NEJ", "NO")
    return say(lang, "ja", "yes") if abs(row.error or 0.0) <= TOLERANCE else say(lang, "afrunding", "rounding")


def _short(text: str, length: int = 70) -> str:
    return text if len(text) <= length else text[: length - 3] + "..."


def targets_table(table: CalibrationTable, lang: str) -> Table:
    """Every row of the targets file: what it is used for, how far off, or why it cannot be compared."""
    rows = [[row.id, _short(row.quantity), say(lang, *_USED[row.used]), row.target, row.achieved, row.error, row.reason, row.source] for row in table]
    columns = [
        Column("id", "id", kind="text"),
        Column("quantity", say(lang, "Størrelse", "Quantity"), kind="text"),
        Column("used", say(lang, "Brug", "Use"), kind="text"),
        Column("target", say(lang, "Mål", "Target")),
        Column("achieved", say(lang, "Opnået", "Achieved"), decimals=1),
        Column("error", say(lang, "Fejl", "Error"), "andel", 2),
        Column("reason", say(lang, "Bemærkning", "Remark"), kind="text"),
        Column("source", say(lang, "Kilde", "Source"), kind="text"),
    ]
    return Table(say(lang, f"Mål, {table.year}", f"Targets, {table.year}"), columns, rows, lang=lang)


def groups_table(source: Source, lang: str) -> Table:
    """Persons, share, mean hours and mean wage of each group; small groups of a user's own data are left out."""
    shown = [one for name, one in groupings().items() if name not in _LEFT_OUT]
    sums = _sums(source, shown)
    rows: list[list[Any]] = []
    sections = {}
    for one in shown:
        found = sums[one.name]
        hidden = _hidden(found[0]) if source.own_data else np.zeros(found.shape[1], bool)
        sections[len(rows)] = say(lang, one.da, one.en)
        for place, label in enumerate(one.labels):
            drawn, persons, hours, working, wage = found[:, place]
            if drawn and not hidden[place]:
                name = say(lang, label[1], label[2])
                mean_hours, mean_wage = (hours / working, wage / working) if working else (None, None)
                rows.append([name, int(drawn), persons, persons / max(found[1].sum(), 1e-9), mean_hours, mean_wage])
            elif hidden[place] and drawn:
                rows.append([say(lang, label[1], label[2]), None, None, None, None, None])
    columns = [
        Column("group", say(lang, "Gruppe", "Group"), kind="text"),
        Column("rows", say(lang, "Rækker", "Rows"), decimals=0),
        Column("persons", say(lang, "Personer", "Persons"), decimals=0),
        Column("share", say(lang, "Andel", "Share"), "andel", 1),
        Column("hours", say(lang, "Timer, i arbejde", "Hours, at work"), decimals=1),
        Column("wage", say(lang, "Timeløn, i arbejde", "Hourly wage, at work"), "kr/time", 0),
    ]
    return Table(say(lang, "Befolkningens grupper", "Groups of the population"), columns, rows, sections=sections, lang=lang)


def _sums(source: Source, shown: list[Grouping]) -> dict[str, np.ndarray]:
    """Rows, persons, hours, working persons and wages by group: dims (5, group), summed a block at a time."""
    found = {one.name: np.zeros((5, len(one.labels))) for one in shown}
    for low in range(0, source.size, BLOCK):
        block = source.block(low, min(low + BLOCK, source.size))
        columns = {name: np.broadcast_to(np.asarray(values, float), block.num_rows) for name, values in kernel_columns(block).items()}
        weight = block.column("weight").to_numpy() / WEIGHT_UNIT
        working = weight * (columns["hours"] > 0.0)
        persons = Persons(block, columns, np.zeros(block.num_rows, np.int64))
        parts = (np.ones(block.num_rows), weight, working * columns["hours"], working, working * columns["hourly_wage"])
        for one in shown:
            place = np.asarray(one.place(persons), np.int64)
            found[one.name] += [np.bincount(place, part, minlength=len(one.labels)) for part in parts]
    return found


def _hidden(rows: np.ndarray) -> np.ndarray:
    """Groups that are too few to show, or that would give such a group away."""
    counts = np.append(rows, rows.sum()).astype(np.int64)[:, None]
    hidden = np.zeros(counts.shape, np.bool_)
    whole = counts.size - 1
    suppress(hidden, Counts(counts, counts, np.zeros_like(counts), np.zeros(1, np.bool_)), [Block((0,))], [Relation(whole, tuple(range(whole)))], whole)
    return hidden[:-1, 0]


def marginals_table(lang: str, *, assumed: bool) -> Table:
    """The numbers the persons are drawn by: those with a source, or the assumptions with their ranges."""
    rows: list[list[Any]] = []
    sections = {}
    for table in marginals().values():
        numbers = [one for one in table.numbers if one.assumed is assumed]
        if numbers:
            sections[len(rows)] = f"{table.name}: {table.title(lang)} [{table.unit}]"
        rows += [[one.group, one.key, one.value, one.low, one.high, one.confidence, one.note if assumed else _short(one.source, 90)] for one in numbers]
    columns = [
        Column("group", say(lang, "Gruppe", "Group"), kind="text"),
        Column("key", say(lang, "Nøgle", "Key"), kind="text"),
        Column("value", say(lang, "Værdi", "Value")),
        Column("low", say(lang, "Laveste", "Lowest")),
        Column("high", say(lang, "Højeste", "Highest")),
        Column("confidence", say(lang, "Sikkerhed", "Confidence"), kind="text"),
        Column("note", say(lang, "Bemærkning", "Remark") if assumed else say(lang, "Kilde", "Source"), kind="text"),
    ]
    title = say(lang, "Antagelser (kilde: assumption)", "Assumptions (source: assumption)") if assumed else say(lang, "Tal med kilde", "Numbers with a source")
    return Table(title, columns, rows, sections=sections, lang=lang)
