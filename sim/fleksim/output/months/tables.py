"""Every table of results of months, by name. No name is one of the tables of a year's law: both lie in one folder."""

from __future__ import annotations

from fleksim.analysis.months.results import MonthResults
from fleksim.output.months import money, people
from fleksim.output.months.grounds import grounds
from fleksim.output.months.overview import overview
from fleksim.output.months.reading import MonthReader
from fleksim.output.months.unsure import tornado
from fleksim.output.table import Table

OVERVIEW, GROUNDS = "maaneder_oversigt", "grundlag_maaneder"

# Tables that some runs have no numbers for, and what they would take.
ONLY_WITH = {
    "provenutrappe": "a reform, its money and a full calendar year",
    "provenu_pr_aar": "a reform, its money and a full calendar year",
    "balancepunkt": "people who respond (behaviour), money and a full calendar year",
    "bestande_aendring": "a reform",
    "fastholdelseskort": "a reform that moves retention fleksjob, and a full calendar year",
    "fastholdelse_start": "retention fleksjob in these months",
    "gentagelser": "a reform",
    "grupper": "a full calendar year",
    "penge": "money (money: yes)",
    "udtoemte": "a time limit on ledighedsydelse, and somebody who reaches it",
    "usikkerhed": "assumptions that were tried (uncertainty: yes)",
}


def month_tables(results: MonthResults, lang: str = "da") -> dict[str, Table]:
    """The tables that the results have numbers for; own data's small groups hidden."""
    from fleksim.output.months.more_tables import more_tables

    reader = MonthReader(results, lang)
    made: dict[str, Table | None] = {
        OVERVIEW: overview(reader),
        **more_tables(reader.results, lang),
        "bestande": people.stocks(reader),
        "bestande_aendring": people.stocks(reader, change=True) if results.reforms else None,
        "stroemme": people.moves(reader),
        "haendelser": people.events(reader),
        "overlevelse": people.survival(reader),
        "timer": people.hours(reader),
        "progression": people.progression(reader),
        "udtoemte": people.exhausted(reader),
        "fastholdelse_start": people.retained(reader),
        "penge": money.payments(reader) if results.money else None,
        "grupper": money.by_group(reader),
        "usikkerhed": tornado(reader),
        GROUNDS: grounds(reader),
    }
    return {name: table for name, table in made.items() if table is not None}
