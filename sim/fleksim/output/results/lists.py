"""Incentives and inequality: a row a statistic, a section a scenario, each in its own unit."""

from __future__ import annotations

from fleksim.analysis.results import StatisticInfo
from fleksim.output.basis import say
from fleksim.output.results.reading import MARGIN, Estimate, Filled, Reader, unclear_mark
from fleksim.output.table import Column, Table


def family_table(reader: Reader, family: str, title: str, said: str) -> Table:
    """The statistics of a family for everybody: level, change against the baseline, and whether it can be told from 0.

    said: a note of what they are. Amounts stand in whole kroner, shares with one decimal, others as suits their unit.
    """
    lang, scenarios = reader.lang, range(len(reader.results.scenarios))
    wanted = reader.statistics(family)
    places = [(scenario, one) for scenario in scenarios for one in wanted]
    levels = [_whole_persons(reader.level(scenario, reader.everybody, one.key), one) for scenario, one in places]
    changes = [_whole_persons(reader.change(scenario, reader.everybody, one.key), one) for scenario, one in places]
    columns = [
        Filled(Column("statistic", say(lang, "Mål", "Measure"), kind="text"), [one.title(lang) for _, one in places]),
        Filled(Column("value", say(lang, "Niveau", "Level"), decimals=0), [one.value for one in levels]),
        Filled(Column(f"value{MARGIN}", say(lang, "Niveau, ±", "Level, ±"), decimals=0), [one.shown_margin for one in levels], spare=True),
        Filled(Column("change", say(lang, "Ændring", "Change"), decimals=0), [one.value for one in changes], spare=len(scenarios) < 2),
        Filled(Column(f"change{MARGIN}", say(lang, "Ændring, ±", "Change, ±"), decimals=0), [one.shown_margin for one in changes], spare=True),
        Filled(Column("unit", say(lang, "Enhed", "Unit"), kind="unit"), [one.unit for _, one in places]),
        Filled(
            Column("mark", say(lang, "Ændringen er", "The change is"), kind="text"), [unclear_mark(lang) if one.unclear else "" for one in changes], spare=True
        ),
    ]
    sections = {index * len(wanted): reader.results.scenarios[index].title(lang) for index in scenarios} if wanted else {}
    return reader.table(title, columns, said, scenarios, sections)


def _whole_persons(found: Estimate, one: StatisticInfo) -> Estimate:
    """Persons are counted in whole ones, though weights are not whole."""
    if one.unit != "personer" or found.value is None:
        return found
    return Estimate(round(found.value), None if found.margin is None else round(found.margin))
