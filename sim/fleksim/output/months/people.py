"""Where people are and how they move: stocks, moves, events, time on ledighedsydelse, hours and their progression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fleksim.analysis.months.results import MonthScenario
from fleksim.analysis.months.variables import EVENT_TITLES, EXHAUSTED, FULL_TIME, HOUR_BANDS, STATE_TITLES
from fleksim.dynamics.clock import MONTHS_A_YEAR
from fleksim.dynamics.totals import SPELL_MONTHS
from fleksim.kernel.layout import STEP_YEARS, Count, State
from fleksim.output.months.disclosure import few
from fleksim.output.months.reading import Floats, MonthReader, Sheet, changed
from fleksim.output.numbers import SHARE
from fleksim.output.results.reading import Number, number
from fleksim.output.table import Column, Table

_SURVIVAL_AT = (0, 3, 6, 12, 18, 24, 36, 48, 60, 120)
# Those kept in readiness for a reform that lets more in are nobody where they do not come.
_REAL = tuple(one for one in State if one != State.IKKE_KOMMET)
_RETAINED = (Count.FASTHOLDT, Count.FASTHOLDT_ALLIGEVEL)


def shown_months(months: int) -> list[int]:
    """The first month, each a whole year after it, and the last."""
    return sorted({*range(0, months, MONTHS_A_YEAR), months - 1})


def stocks(reader: MonthReader, change: bool = False) -> Table:
    """Persons by state at the end of months a year apart; of the reforms alone what they change, if asked for."""
    say, places = reader.say, shown_months(reader.results.span.months)
    sheet = Sheet(
        [Column("state", say("Sted", "State"), kind="text"), *(Column(reader.month(place), reader.month(place), "personer", 0) for place in places)],
    )
    states = [one for one in _REAL if any(np.nan_to_num(reader.of(scenario, "stocks").value[places, one], nan=1.0).any() for scenario in reader.scenarios)]
    for scenario, named in reader.sections("stocks"):
        if change and scenario is reader.results.baseline:
            continue
        found = reader.of(scenario, "stocks")
        values = found.difference if change else found.value
        sheet.section(named)
        for one in states:
            sheet.row(reader.word(STATE_TITLES[one]), *(number(values[place, one]) for place in places))
        sheet.row(say("I alt", "In all"), *(_sum(values[place, states]) for place in places))
    title = (
        say("Bestande: ændring i personer efter sted", "Stocks: change of persons by state")
        if change
        else say("Bestande: personer efter sted", "Stocks: persons by state")
    )
    notes = [
        say(
            "Ved udgangen af måneden. De, der siden start er gået på pension, døde eller står uden bevilling, er talt fra den første måned.",
            "At the end of the month. Those who have retired, died or been left without an award are counted from the first month.",
        ),
        reader.against() if change else reader.levels(),
    ]
    return reader.table(title, sheet, notes)


def _sum(values: Floats) -> Number:
    """The sum, or nothing if a part is hidden."""
    return number(values.sum())


def moves(reader: MonthReader) -> Table:
    """Persons a year from one state to another, in the mean of the months."""
    say, span = reader.say, reader.results.span
    sheet = Sheet(
        [
            Column("from", say("Fra", "From"), kind="text"),
            Column("to", say("Til", "To"), kind="text"),
            Column("persons", say("Personer pr. år", "Persons a year"), "personer", 0),
            Column("change", say("Ændring", "Change"), "personer", 0),
        ]
    )
    for scenario, named in reader.sections("moves"):
        level, change = (_a_year(values, span.months) for values in _moved(reader, scenario))
        hidden = few(level * span.months / MONTHS_A_YEAR, reader.least)
        sheet.section(named)
        for before in _REAL:
            for after in _REAL:
                if before != after and level[before, after] != 0.0:
                    shown: list[Any] = [None, None] if hidden[before, after] else [number(level[before, after]), number(change[before, after])]
                    if scenario is reader.results.baseline:
                        shown[1] = None
                    sheet.row(reader.word(STATE_TITLES[before]), reader.word(STATE_TITLES[after]), *shown)
    return reader.table(say("Strømme mellem steder", "Flows between states"), sheet, [reader.levels(), reader.against()])


def _moved(reader: MonthReader, scenario: MonthScenario) -> tuple[Floats, Floats]:
    """Moves before small numbers of single months are hidden: a year's sum is what must not be small."""
    found = reader.unprotected.of(scenario.name, "moves")
    return found.value, found.difference


def _a_year(values: Floats, months: int) -> Floats:
    return np.asarray(values.sum(axis=0) * MONTHS_A_YEAR / months)


def events(reader: MonthReader) -> Table:
    """What happened, by calendar year."""
    say = reader.say
    return _events(reader, say("Hændelser pr. år", "Events a year"), list(Count), reader.scenarios, [])


def exhausted(reader: MonthReader) -> Table | None:
    """Those whose right ran out, by where they went; None where no scenario has a limit."""
    limited = [one for one in reader.scenarios if _happens(reader, one, EXHAUSTED)]
    if not limited:
        return None
    say = reader.say
    return _events(reader, say("Udtømte efter destination", "Right run out, by destination"), EXHAUSTED, limited, [], total=say("I alt", "In all"))


def retained(reader: MonthReader) -> Table | None:
    """Retention fleksjob begun, and how many of them would have kept the job anyway; None where there are none."""
    there = [one for one in reader.scenarios if _happens(reader, one, _RETAINED)]
    if not there:
        return None
    say = reader.say
    note = say(
        "Blevet i job alligevel: fastholdelsesfleksjob til personer, der efter antagelsen havde beholdt jobbet uden (dødvægt).",
        "Kept anyway: retention fleksjob for persons who by assumption would have kept the job without (deadweight).",
    )
    return _events(reader, say("Fastholdelsesfleksjob begyndt", "Retention fleksjob begun"), _RETAINED, there, [note])


def _happens(reader: MonthReader, scenario: MonthScenario, chosen: Sequence[Count]) -> bool:
    """Whether it ever happens; what is hidden does."""
    return bool(np.nan_to_num(reader.of(scenario, "events_year").value[:, list(chosen)], nan=1.0).any())


def _events(reader: MonthReader, title: str, chosen: Sequence[Count], scenarios: Sequence[MonthScenario], notes: list[str], total: str = "") -> Table:
    """Some events by calendar year; those that never happen in any scenario are left out."""
    years = reader.years()
    sheet = Sheet([Column("event", reader.say("Hændelse (personer)", "Event (persons)"), kind="text"), *years])
    there = [one for one in chosen if any(_happens(reader, scenario, [one]) for scenario in scenarios)]
    for scenario, named in reader.sections("events_year"):
        if scenario not in scenarios:
            continue
        values = reader.of(scenario, "events_year").value
        sheet.section(named)
        for one in there:
            sheet.row(reader.word(EVENT_TITLES[one]), *(number(values[place, one]) for place in range(len(years))))
        if total:
            sheet.row(total, *(_sum(values[place, there]) for place in range(len(years))))
    return reader.table(title, sheet, [*notes, reader.levels()])


def survival(reader: MonthReader) -> Table:
    """The share still on ledighedsydelse after so many months, and the mean."""
    say = reader.say
    sheet = Sheet(
        [
            Column("months", say("Efter", "After"), kind="text"),
            Column("value", say("Stadig på ledighedsydelse", "Still on ledighedsydelse"), decimals=1),
            Column("difference", say("Ændring", "Change"), decimals=1),
            Column("difference_se", say("Standardfejl af ændringen", "Standard error of the change"), decimals=1),
            Column("unit", say("Enhed", "Unit"), kind="unit"),
            Column("at_risk", say("Personer fulgt så længe", "Persons followed so long"), "personer", 0),
        ]
    )
    for scenario, named in reader.sections("survival", "spell_length"):
        sheet.section(named)
        share, at_risk, mean = (reader.of(scenario, name) for name in ("survival", "at_risk", "spell_length"))
        for month in _SURVIVAL_AT:
            followed = number(at_risk.value[month])
            # Nobody is followed before the first month is over, and of nobody there is no share.
            known = month == 0 or followed is None or followed > 0.0
            numbers = changed(reader, scenario, share, month) if known else [None, None, None]
            sheet.row(f"{month} {say('måneder', 'months')}", *numbers, SHARE, followed if 0 < month < SPELL_MONTHS - 1 else None)
        sheet.row(say("I gennemsnit", "Mean"), *changed(reader, scenario, mean, ()), "maaneder", None)
    notes = [
        say(
            "Andelen er produktet over månederne af dem, der bliver; forløb, der ikke er slut, tæller så længe de er fulgt. "
            "Gennemsnittet er op til 120 måneder.",
            "The share is the product over months of those who stay; spells not over count as long as they are followed. The mean is up to 120 months.",
        ),
        reader.against(),
        reader.luck(),
    ]
    return reader.table(say("Tid på ledighedsydelse", "Time on ledighedsydelse"), sheet, notes)


def hours(reader: MonthReader) -> Table:
    """Fleksjob by hours in December of each year and in the last month."""
    say, span = reader.say, reader.results.span
    ends = sorted({*(month for month in range(span.months) if (span.start + month) % MONTHS_A_YEAR == MONTHS_A_YEAR - 1), span.months - 1})
    sheet = Sheet(
        [
            Column("month", say("Måned", "Month"), kind="text"),
            *(Column(f"band_{band.replace('-', '_')}", f"{band} {say('timer', 'hours')}", "", 0) for band in HOUR_BANDS),
            Column("mean_hours", say("Timer i gennemsnit", "Mean hours"), "timer/uge", 1),
            Column("full_time", say("Fuldtidsstillinger", "Full-time equivalents"), "", 0),
            Column("small", say("Højst 10 timer", "At most 10 hours"), SHARE, 1),
        ]
    )
    for scenario, named in reader.sections("hours_bands", "mean_hours"):
        sheet.section(named)
        bands, mean, full, small = (reader.of(scenario, name).value for name in ("hours_bands", "mean_hours", "full_time", "small"))
        with np.errstate(invalid="ignore", divide="ignore"):
            share = small * mean / (full * FULL_TIME)
        for month in ends:
            numbers = (*bands[month], mean[month], full[month], share[month])
            sheet.row(reader.month(month), *(number(one) for one in numbers))
    notes = [
        say(
            "Personer i fleksjob efter ugentlige timer ved udgangen af måneden; fuldtid er 37 timer. Gennemsnit, fuldtid og andel er af den nye ordning.",
            "Persons in fleksjob by weekly hours at the end of the month; full time is 37 hours. Mean, full time and share are of the new scheme.",
        ),
        reader.levels(),
    ]
    return reader.table(say("Timer i fleksjob", "Hours in fleksjob"), sheet, notes)


def progression(reader: MonthReader) -> Table:
    """Hours now against those the job began with, by years since."""
    say = reader.say
    sheet = Sheet(
        [
            Column("years", say("År siden jobbets start", "Years since the job began"), kind="text"),
            Column("persons", say("Personer", "Persons"), "personer", 0),
            Column("rise", say("Flere timer", "More hours"), SHARE, 1),
            Column("fall", say("Færre timer", "Fewer hours"), SHARE, 1),
            Column("change", say("Ændring i gennemsnit", "Mean change"), "timer/uge", 2),
            Column("difference", say("Ændringens forskel fra gældende lov", "Its difference from the law in force"), "timer/uge", 3),
            Column("difference_se", say("Standardfejl af forskellen", "Standard error of the difference"), "timer/uge", 3),
        ]
    )
    for scenario, named in reader.sections("in_job_years", "rise", "fall", "change"):
        sheet.section(named)
        there, rise, fall, change = (reader.of(scenario, name) for name in ("in_job_years", "rise", "fall", "change"))
        for years in range(STEP_YEARS):
            moved = [None, None] if scenario is reader.results.baseline else [number(change.difference[years]), number(change.difference_se[years])]
            shown = [number(one.value[years]) for one in (there, rise, fall, change)]
            sheet.row(_years(reader, years), *shown, *moved)
    notes = [
        say(
            "De, der er i fleksjob i december, i gennemsnit af årene: timer nu mod timer, da jobbet begyndte.",
            "Those in a fleksjob in December, mean of the years: hours now against hours when the job began.",
        ),
        reader.levels(),
        reader.luck(),
    ]
    return reader.table(say("Progression i timer", "Progression of hours"), sheet, notes)


def _years(reader: MonthReader, years: int) -> str:
    if years == 0:
        return reader.say("under 1", "under 1")
    return reader.say(f"{years} og mere", f"{years} and more") if years == STEP_YEARS - 1 else str(years)
