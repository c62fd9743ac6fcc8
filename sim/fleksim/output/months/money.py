"""Money of the months: every payment, every sector's balance with the check that no krone is lost, and groups."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np

from fleksim.analysis.months.results import MonthScenario
from fleksim.analysis.months.variables import GROUPING_TITLES, groups
from fleksim.dynamics.ledger import MONTH_FLOWS, SECTORS
from fleksim.kernel.layout import Grouping, Measure
from fleksim.output.months.reading import Floats, MonthReader, Scale, Sheet
from fleksim.output.months.words import flow_titles, sector_titles
from fleksim.output.numbers import SHARE
from fleksim.output.results.reading import Number, number
from fleksim.output.table import Column, Table

_SHOWN = (Grouping.ALLE, Grouping.ALDER, Grouping.KOEN, Grouping.REGION, Grouping.TIMER, Grouping.TIDLIGERE)


def payments(reader: MonthReader) -> Table:
    """Who pays whom by year, then the balances and their sum: levels of the law in force, changes of the reforms."""
    say, sectors = reader.say, dict(zip(SECTORS, sector_titles(), strict=True))
    scale = Scale.of_largest(float(np.nanmax(np.abs(reader.of(reader.results.baseline, "flow_money_year").value), initial=0.0)))
    years = reader.years(scale.unit.removesuffix("/aar"), scale.decimals)
    sheet = Sheet(
        [
            Column("flow", say("Betaling eller saldo", "Payment or balance"), kind="text"),
            Column("payer", say("Fra", "From"), kind="text"),
            Column("payee", say("Til", "To"), kind="text"),
            *years,
        ]
    )
    there = [
        place
        for place in range(len(MONTH_FLOWS))
        if any(np.nan_to_num(reader.of(one, "flow_money_year").value[:, place], nan=1.0).any() for one in reader.scenarios)
    ]
    for scenario, named in reader.sections("flow_money_year", "balance_year"):
        flows, balances = (_level_or_change(reader, scenario, name) for name in ("flow_money_year", "balance_year"))
        of = named if scenario is reader.results.baseline else f"{named}, {say('ændring', 'change')}"
        sheet.section(say(f"{of}: betalinger", f"{of}: payments"))
        for place in there:
            flow = MONTH_FLOWS[place]
            payer, payee = (_short(reader.word(sectors[one])) for one in (flow.payer, flow.payee))
            sheet.row(reader.word(flow_titles()[place]), payer, payee, *(scale.of(value) for value in flows[:, place]))
        sheet.section(say(f"{of}: saldi", f"{of}: balances"))
        for place, sector in enumerate(SECTORS):
            sheet.row(_short(reader.word(sectors[sector])), "", "", *(scale.of(value) for value in balances[:, place]))
        sheet.row(say("I alt (skal være 0)", "In all (must be 0)"), "", "", *(_check(values) for values in balances))
    notes = [
        say("Af gældende lov niveauer, af forslagene ændringer. En positiv saldo er en gevinst for sektoren.",
            "Levels of the law in force, changes of the proposals. A positive balance is a gain for the sector."),
        say("Husstanden omfatter partneren. Skat opgøres i december og i den sidste måned.",
            "The household includes the partner. Taxes are settled in December and in the last month."),
        reader.levels(),
    ]  # fmt: skip
    return reader.table(say("Penge: hvem betaler hvem, pr. år", "Money: who pays whom, by year"), sheet, notes)


def _level_or_change(reader: MonthReader, scenario: MonthScenario, name: str) -> Floats:
    found = reader.of(scenario, name)
    return found.value if scenario is reader.results.baseline else found.difference


def _short(title: str) -> str:
    """A sector's name without what it consists of."""
    return title.split(" (")[0]


def _check(values: Floats) -> Number:
    """The sum to the oere; nothing if a part is hidden. Means of replications are whole oere but for their last digits."""
    found = number(fsum(values.tolist()) if np.isfinite(values).all() else np.nan)
    return None if found is None else round(found, 2) + 0.0


def by_group(reader: MonthReader) -> Table | None:
    """Income, public balances and the share in fleksjob by group in the first, middle and last full year; None without one."""
    say, span = reader.say, reader.results.span
    full = span.full_years
    if not full:
        return None
    sheet = Sheet(_columns(reader))
    for scenario, named in reader.sections("groups"):
        for year in sorted({full[0], full[len(full) // 2], full[-1]}):
            sheet.section(f"{named}, {span.years[year]}")
            for row in _rows(reader, scenario, year):
                sheet.row(*row)
    notes = [
        say(
            "Alder og timer er i december. Beløb er pr. person i gruppen og år; en positiv saldo er en gevinst for stat og kommune.",
            "Age and hours are in December. Amounts are a person of the group and year; a positive balance is a gain for state and municipality.",
        ),
        reader.against(),
        reader.levels(),
    ]
    return reader.table(say("Indkomst, offentlige saldi og fleksjob efter gruppe", "Income, public balances and fleksjob by group"), sheet, notes)


def _columns(reader: MonthReader) -> list[Column]:
    say = reader.say
    found = [
        Column("grouping", say("Efter", "By"), kind="text"),
        Column("group", say("Gruppe", "Group"), kind="text"),
        Column("persons", say("Personer", "Persons"), "personer", 0),
        Column("in_fleksjob", say("I fleksjob i december", "In fleksjob in December"), SHARE, 1),
        Column("in_fleksjob_change", say("Ændring", "Change"), SHARE, 1),
    ]
    if reader.results.money:
        found += [
            Column("income", say("Husstandens indkomst", "Household income"), "kr/aar", 0),
            Column("income_change", say("Ændring", "Change"), "kr/aar", 0),
            Column("income_change_se", say("Standardfejl af ændringen", "Standard error of the change"), "kr/aar", 0),
            Column("public", say("Stat og kommune", "State and municipality"), "kr/aar", 0),
            Column("public_change", say("Ændring", "Change"), "kr/aar", 0),
        ]
    return found


def _rows(reader: MonthReader, scenario: MonthScenario, year: int) -> list[list[Any]]:
    found = reader.of(scenario, "groups")
    change = np.full_like(found.difference, np.nan) if scenario is reader.results.baseline else found.difference
    rows = []
    for place, group in enumerate(groups()):
        level, moved = found.value[year, place], change[year, place]
        # Of those whose group nobody knows there may be none.
        if group.grouping not in _SHOWN or level[Measure.PERSONMAANEDER] == 0.0:
            continue
        row: list[Any] = [
            reader.word(GROUPING_TITLES[group.grouping]),
            group.title(reader.lang),
            number(level[Measure.PERSONMAANEDER]),
            number(level[Measure.MAANEDER_I_FLEKSJOB]),
            number(moved[Measure.MAANEDER_I_FLEKSJOB]),
        ]
        if reader.results.money:
            error = np.nan if scenario is reader.results.baseline else found.difference_se[year, place, Measure.HUSSTAND]
            public, public_moved = (values[Measure.KOMMUNE] + values[Measure.STAT] for values in (level, moved))
            row += [number(one) for one in (level[Measure.HUSSTAND], moved[Measure.HUSSTAND], error, public, public_moved)]
        rows.append(row)
    return rows
