"""Results of months as a table's maker reads them: plain numbers, titles of scenarios and years, and what the notes say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.headlines import Headline
from fleksim.analysis.months.results import DISTINGUISHABLE, Estimate, MonthResults, MonthScenario
from fleksim.dynamics.clock import MONTHS_A_YEAR, label, year_of
from fleksim.output.basis import say
from fleksim.output.months.disclosure import fewest, note, protect
from fleksim.output.months.words import BEHAVIOURS
from fleksim.output.results.reading import Number, line_of, number
from fleksim.output.table import Column, Table

Floats = npt.NDArray[np.float64]

_MILLIONS_FROM, _MILLION = 1e7, 1e6
MILLIONS, KRONER = "mio_kr/aar", "kr/aar"
# In a column of several units persons have to be named.
_NAMED = {"personer": "personer_gns"}


@dataclass(frozen=True)
class Scale:
    """What amounts of a table are shown in."""

    unit: str
    size: float
    decimals: int

    @classmethod
    def of_largest(cls, largest: float) -> Scale:
        """Millions where the largest amount is large [kr a year]."""
        return cls(MILLIONS, _MILLION, 1) if largest >= _MILLIONS_FROM else cls(KRONER, 1.0, 0)

    def of(self, value: Any) -> Number:
        found = number(value)
        return None if found is None else found / self.size


@dataclass
class Sheet:
    """A table under construction: rows, and the rows at which sections begin."""

    columns: Sequence[Column]
    rows: list[list[Any]] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)

    def section(self, title: str) -> None:
        self.sections[len(self.rows)] = title

    def row(self, *values: Any) -> None:
        self.rows.append(list(values))


class MonthReader:
    """The numbers of results of months, those of a user's own small groups hidden, in a language."""

    def __init__(self, results: MonthResults, lang: str) -> None:
        self.unprotected, self.results, self.lang = results, protect(results), lang

    def say(self, da: str, en: str) -> str:
        return say(self.lang, da, en)

    def word(self, pair: Sequence[str]) -> str:
        """One of a pair of texts."""
        return pair[0] if self.lang == "da" else pair[1]

    def of(self, scenario: MonthScenario, variable: str) -> Estimate:
        return self.results.of(scenario.name, variable)

    @property
    def least(self) -> float:
        """Fewer real persons than this are not shown."""
        return fewest(self.unprotected)

    @property
    def scenarios(self) -> Sequence[MonthScenario]:
        return self.results.scenarios

    def scenario_keys(self) -> list[str]:
        """The scenarios, whether people respond or not."""
        return list(dict.fromkeys(one.key for one in self.scenarios))

    def title(self, one: MonthScenario) -> str:
        """A scenario's title, and whether people respond where that is a question."""
        if one is self.results.baseline or len(self.results.twins(one.key)) < 2:
            return one.title(self.lang)
        return f"{one.title(self.lang)}, {self.word(WITH if one.responds else WITHOUT)}"

    def sections(self, *variables: str) -> list[tuple[MonthScenario, str]]:
        """Every scenario with its title; without and with response as one where the quantities are the same."""
        found: list[tuple[MonthScenario, str]] = []
        for key in self.scenario_keys():
            twins = list(self.results.twins(key).values())
            if len(twins) == 2 and all(self._same(twins[0], twins[1], name) for name in variables):
                found.append((twins[0], f"{twins[0].title(self.lang)}, {self.say('uden og med adfærd', 'without and with response')}"))
            else:
                found += [(one, self.title(one)) for one in twins]
        return found

    def _same(self, one: MonthScenario, other: MonthScenario, variable: str) -> bool:
        return np.array_equal(self.of(one, variable).value, self.of(other, variable).value, equal_nan=True)

    def years(self, unit: str = "", decimals: int = 0) -> list[Column]:
        """A column a calendar year, which says how many months it has where it has not all."""
        span = self.results.span
        months = [year_of(span.start + month) for month in range(span.months)]
        return [Column(str(year), f"{year}{self._part(months.count(year))}", unit, decimals) for year in span.years]

    def _part(self, months: int) -> str:
        return "" if months == MONTHS_A_YEAR else f" ({months} {self.say('md.', 'mths')})"

    def month(self, place: int) -> str:
        return label(self.results.span.start + place)

    def table(self, title: str, sheet: Sheet, notes: Sequence[str]) -> Table:
        """The sheet as a table; its notes tell what a dash is and what it rests on."""
        dashes = [note(self.results, self.lang)] if any(value is None for row in sheet.rows for value in row) else []
        return Table(
            title, sheet.columns, sheet.rows, [*(one for one in notes if one), *dashes, basis_line(self.results, self.lang)], sheet.sections, self.lang
        )

    def against(self) -> str:
        """What changes are against."""
        return self.say(
            "Ændringer er i forhold til gældende lov, gentagelse for gentagelse med de samme tilfældigheder.",
            "Changes are against the law in force, replication by replication with the same luck.",
        )

    def levels(self) -> str:
        """What levels are the mean of."""
        count = self.results.replications
        if count == 1:
            return self.say("Én gentagelse.", "One replication.")
        return self.say(f"Gennemsnit af {count} gentagelser.", f"Means of {count} replications.")

    def luck(self) -> str:
        """What standard errors are."""
        count = self.results.replications
        if count < 2:
            return self.say(
                "Én gentagelse: tilfældighedens usikkerhed er ukendt. Kør flere (replications).",
                "One replication: what chance leaves unsure is unknown. Run more (replications).",
            )
        return self.say(
            f"Standardfejl: af gennemsnittet over {count} gentagelser, kun tilfældighedens usikkerhed; antagelsernes kommer oveni.",
            f"Standard error: of the mean of {count} replications, what chance leaves unsure; assumptions leave more.",
        )

    def response(self) -> str:
        """What people do where they respond."""
        if not any(one.responds for one in self.scenarios):
            return ""
        how = self.word(BEHAVIOURS[self.results.behaviour])
        return self.say(f"Med adfærd: {how}.", f"With response: {how}.")


def changed(reader: MonthReader, scenario: MonthScenario, found: Estimate, place: Any) -> list[Number]:
    """Level, change and its standard error; a law that is compared with itself has no change."""
    level = number(found.value[place])
    if scenario is reader.results.baseline:
        return [level, None, None]
    return [level, number(found.difference[place]), number(found.difference_se[place])]


def size_of(headline: Headline, money: Scale) -> tuple[float, str]:
    """What a headline is divided by where it is shown, and its unit. money: of those in kroner."""
    return (money.size, money.unit) if headline.of_money else (1.0, _NAMED.get(headline.unit, headline.unit))


WITHOUT, WITH = ("uden adfærd", "without response"), ("med adfærd", "with response")


def unclear(one: Estimate, place: Any = ()) -> bool:
    """Whether a difference is less than two standard errors from 0; an exact 0 is just 0."""
    difference, error = float(one.difference[place]), float(one.difference_se[place])
    return difference != 0.0 and abs(difference) < DISTINGUISHABLE * error


def basis_line(results: MonthResults, lang: str) -> str:
    """One line: day of the law, hash of the numbers, version, and the months with their seed."""
    span = results.span
    months = f"{label(span.start)} {say(lang, 'til', 'to')} {label(span.start + span.months - 1)}"
    return f"{line_of({}, results.provenance, lang)} · {months}"
