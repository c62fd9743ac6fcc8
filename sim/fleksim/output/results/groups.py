"""Who gains and loses: a table a grouping, with a section a scenario."""

from __future__ import annotations

from fleksim.output.basis import say
from fleksim.output.numbers import SHARE
from fleksim.output.results.overview import bucket_note, gains
from fleksim.output.results.reading import Filled, Number, Reader, amounts, estimated
from fleksim.output.table import Column, Table

_UNKNOWN = "ukendt"


def group_table(reader: Reader, grouping: str) -> Table:
    """The groups of a grouping under each scenario but the baseline: gains, money to live on, revenue, zero-gain zone."""
    lang, results = reader.lang, reader.results
    scenarios = reader.reforms()
    # Of those whose group nobody knows there may be none.
    groups = [one for one in results.grouping(grouping) if results.groups[one].key != _UNKNOWN or reader.rows(one) != 0]
    places: list[tuple[int, int | None]] = [(scenario, group) for scenario in scenarios for group in groups]
    name = reader.groupings()[grouping].grouping_title(lang)
    persons: list[Number] = [float(results.persons[group]) if reader.rows(group) is not None else None for _ in scenarios for group in groups]
    columns = [
        Filled(Column("group", name, kind="text"), [results.groups[group].title(lang) for _ in scenarios for group in groups]),
        Filled(Column("persons", say(lang, "Personer", "Persons"), "personer", 0), persons),
        Filled(Column("rows", say(lang, "Heraf i stikprøven", "Of the sample"), "personer", 0), [reader.rows(group) for _ in scenarios for group in groups]),
        *gains(reader, places),
        *_more(reader, places),
    ]
    sections = {index * len(groups): results.scenarios[scenario].title(lang) for index, scenario in enumerate(scenarios)} if groups else {}
    by = say(lang, f"Virkning efter {_small(name)}", f"Effects by {_small(name)}")
    return reader.table(by, columns, bucket_note(lang), scenarios, sections)


def _more(reader: Reader, places: list[tuple[int, int | None]]) -> list[Filled]:
    lang, columns = reader.lang, []
    if reader.has("middel_disponibel"):
        values = [reader.level(scenario, group, "middel_disponibel") for scenario, group in places]
        columns.append(
            estimated("middel_disponibel", say(lang, "Til rådighed pr. person", "Disposable a person"), reader.unit("middel_disponibel"), 0, values)[0]
        )
    if reader.has("nul_gevinst"):
        zone = [reader.level(scenario, group, "nul_gevinst").value for scenario, group in places]
        columns.append(Filled(Column("nul_gevinst", say(lang, "I nulgevinst-zonen", "In the zero-gain zone"), SHARE, 1), zone))
    if reader.has("provenu"):
        columns += amounts(
            "provenu", say(lang, "Provenu, ændring", "Revenue, change"), [reader.change(scenario, group, "provenu") for scenario, group in places], lang
        )
    return columns


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
