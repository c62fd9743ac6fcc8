"""Results as a table's maker reads them: plain numbers, None where there is none, and what the notes say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fleksim.analysis.results import EVERYBODY, GroupInfo, Results, ScenarioInfo, StatisticInfo
from fleksim.output.basis import say
from fleksim.output.numbers import SHARE, day_name
from fleksim.output.results import disclosure
from fleksim.output.table import Column, Table
from fleksim.parameters.months import STEPS
from fleksim.reforms.needs import Need

Number = float | None

# A difference within so many standard errors of 0 cannot be told from 0.
STANDARD_ERRORS = 2.0
# How the key of a column of uncertainty ends.
MARGIN = "_margin"
# From here on amounts are in millions [kr].
_MILLIONS_FROM = 1e7
_MILLION = 1e6


@dataclass(frozen=True)
class Estimate:
    """A number and two standard errors of it."""

    value: Number
    margin: Number

    @property
    def shown_margin(self) -> Number | str:
        """The margin; nothing at all, not a dash, for a number whose uncertainty nobody reckoned."""
        return "" if self.margin is None and self.value is not None else self.margin

    @property
    def unclear(self) -> bool:
        """Whether it cannot be told from 0; an exact 0 is just 0."""
        return self.value is not None and self.margin is not None and self.value != 0.0 and abs(self.value) < self.margin


@dataclass(frozen=True)
class Filled:
    """A column of a table with its values. spare: left out of the table where it says nothing."""

    column: Column
    values: list[Any] = field(default_factory=list)
    spare: bool = False

    @property
    def empty(self) -> bool:
        return all(value is None or value in (0.0, "") for value in self.values)


class Reader:
    """The numbers of results by scenario, group and key of the statistic; those of a user's own small groups hidden."""

    def __init__(self, results: Results, lang: str) -> None:
        self.results = disclosure.protect(results)
        self.lang = lang
        self._places = {one.key: index for index, one in enumerate(results.statistics)}
        self.everybody = next((index for index, one in enumerate(results.groups) if one.grouping == EVERYBODY), None)

    def has(self, *keys: str) -> bool:
        return all(key in self._places for key in keys)

    def statistics(self, family: str) -> list[StatisticInfo]:
        return [one for one in self.results.statistics if one.family == family]

    def title(self, key: str) -> str:
        return self.results.statistics[self._places[key]].title(self.lang)

    def unit(self, key: str) -> str:
        return self.results.statistics[self._places[key]].unit

    def groupings(self) -> dict[str, GroupInfo]:
        """The groupings beside everybody, each with its first group."""
        found: dict[str, GroupInfo] = {}
        for one in self.results.groups:
            if one.grouping != EVERYBODY:
                found.setdefault(one.grouping, one)
        return found

    def reforms(self) -> list[int]:
        """The scenarios beside the baseline; the baseline where there is no other."""
        return list(range(1, len(self.results.scenarios))) or list(range(len(self.results.scenarios)))

    def level(self, scenario: int, group: int | None, key: str) -> Estimate:
        return self._estimate(self.results.value, self.results.value_se, scenario, group, key)

    def change(self, scenario: int, group: int | None, key: str) -> Estimate:
        """Against the baseline."""
        return self._estimate(self.results.difference, self.results.difference_se, scenario, group, key)

    def _estimate(self, values: Any, errors: Any, scenario: int, group: int | None, key: str) -> Estimate:
        if group is None or key not in self._places:
            return Estimate(None, None)
        place = (scenario, group, self._places[key])
        error = number(errors[place])
        return Estimate(number(values[place]), None if error is None else STANDARD_ERRORS * error)

    def rows(self, group: int) -> int | None:
        """Persons of the sample, None where they are hidden."""
        found = int(self.results.rows[group])
        return None if found == disclosure.HIDDEN_ROWS else found

    def table(self, title: str, columns: Sequence[Filled], said: str, scenarios: Iterable[int], sections: Mapping[int, str] | None = None) -> Table:
        """A table of columns, without those that say nothing; its notes tell what it shows, needs and rests on.

        said: what the numbers are.
        """
        kept = [one for one in columns if not (one.spare and one.empty)]
        rows = [list(row) for row in zip(*(one.values for one in kept), strict=True)]
        wanted = [self.results.scenarios[index] for index in scenarios]
        within = say(
            self.lang,
            "±: to standardfejl for stikprøvens tilfældighed. Et tal mindre end sin ± er ikke til at skelne fra 0.",
            "±: two standard errors of sampling. A number smaller than its ± is not distinguishable from 0.",
        )
        notes = [
            said,
            *what_they_need(wanted, self.lang),
            *([within] if any(one.column.key.endswith(MARGIN) for one in kept) else []),
            *(disclosure.note(self.results, self.lang) if any(value is None for row in rows for value in row) else []),
            basis_line(self.results, self.lang),
        ]
        return Table(title, [one.column for one in kept], rows, notes, sections or {}, self.lang)


def number(value: Any) -> Number:
    """A finite number, without a sign on 0; else None."""
    found = float(value)
    return found + 0.0 if math.isfinite(found) else None


def estimated(key: str, title: str, unit: str, decimals: int | None, found: Sequence[Estimate]) -> list[Filled]:
    """A column of numbers and beside it what they are uncertain by, which is left out where nothing is."""
    margin = Column(key + MARGIN, f"{title}, ±", unit, decimals)
    return [Filled(Column(key, title, unit, decimals), [one.value for one in found]), Filled(margin, [one.shown_margin for one in found], spare=True)]


def amounts(key: str, title: str, found: Sequence[Estimate], lang: str, scale: Scale | None = None) -> list[Filled]:
    """The same for yearly amounts, in millions where they are large."""
    scale = scale or scale_of((one.value for one in found), lang)
    return estimated(key, title, scale.unit, scale.decimals, [Estimate(scale.of(one.value), scale.of(one.margin)) for one in found])


@dataclass(frozen=True)
class Scale:
    """What amounts are shown in."""

    unit: str
    size: float
    decimals: int

    def of(self, value: Number) -> Number:
        return None if value is None else value / self.size


def scale_of(values: Iterable[Number], lang: str) -> Scale:
    """Kroner a year, or millions where the largest is large."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return Scale(say(lang, "mio. kr. pr. år", "DKK million a year"), _MILLION, 1) if largest >= _MILLIONS_FROM else Scale("kr/aar", 1.0, 0)


def unclear_mark(lang: str) -> str:
    return say(lang, "ikke til at skelne fra 0", "not distinguishable from 0")


def unclear_column(lang: str, values: list[Any]) -> Filled:
    """Which numbers of a row cannot be told from 0."""
    return Filled(Column("unclear", say(lang, "Ikke til at skelne fra 0", "Not distinguishable from 0"), kind="text"), values, spare=True)


def compact(table: Table) -> Table:
    """The table for reading, with no more than ± over the columns of uncertainty."""
    columns = [replace(one, title="±", unit=one.unit if one.unit == SHARE else "") if one.key.endswith(MARGIN) else one for one in table.columns]
    return replace(table, columns=columns)


def what_they_need(scenarios: Sequence[ScenarioInfo], lang: str) -> list[str]:
    """What of scenarios the static model cannot show: a line for those that need the same parts of the months' model."""
    alike: dict[str, list[str]] = {}
    for one in scenarios:
        if one.needs:
            alike.setdefault("; ".join(needs(one, lang)), []).append(one.title(lang))
    return [
        say(
            lang,
            f"Ses ikke fuldt ud uden månedsmodellen ({steps}), her er kun den øjeblikkelige virkning: {', '.join(titles)}.",
            f"Not seen whole without the months' model ({steps}), here is the immediate effect only: {', '.join(titles)}.",
        )
        for steps, titles in alike.items()
    ]


def needs(scenario: ScenarioInfo, lang: str) -> list[str]:
    """The parts of the months' model that a scenario needs: steps by number get their titles, other words stand."""
    return [Need(int(one)).title(lang) if one.isdigit() and int(one) in STEPS else one for one in scenario.needs]


def basis_line(results: Results, lang: str) -> str:
    """One line: day of the law, hash of the numbers, version, seed."""
    baseline = results.scenarios[0] if results.scenarios else None
    return line_of({"law_date": baseline.law_date, "parameter_hash": baseline.parameter_hash} if baseline else {}, results.provenance, lang)


def line_of(usual: Mapping[str, Any], known: Mapping[str, Any], lang: str) -> str:
    """The same line from what is known, and what is usual where that says nothing."""
    day, hashed = (str(known.get(name) or usual.get(name) or "") for name in ("law_date", "parameter_hash"))
    version, seed = known.get("fleksim_version") or known.get("version"), known.get("seed", known.get("population_seed"))
    parts = [
        say(lang, f"Loven pr. {_day(day, lang)}", f"The law on {_day(day, lang)}") if day else "",
        say(lang, f"satser {hashed}", f"parameters {hashed}") if hashed else "",
        f"fleksim {version}" if version else "",
        say(lang, f"frø {seed}", f"seed {seed}") if seed is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _day(text: str, lang: str) -> str:
    """A day of ISO as people write it; other text as it is."""
    try:
        return day_name(date.fromisoformat(text), lang)
    except ValueError:
        return text
