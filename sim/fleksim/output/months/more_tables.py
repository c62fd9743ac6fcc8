"""Tables of the ladder of public finance, the retention map, break-even responses and the replications a run needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fleksim.analysis.months.break_even import BreakEven, break_evens
from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.ladder import LASTING, PURSES, RUNGS, TOTAL, Ladder, Money
from fleksim.analysis.months.planner import run_lengths
from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.months.retention import ANYWAY, SAVED, RetentionPoint, retention_points
from fleksim.dynamics.ledger import MUNICIPALITY, STATE
from fleksim.output.basis import say
from fleksim.output.months.more_words import (
    MILLION,
    all_ladders,
    basis,
    errors_note,
    extrapolated_note,
    margin,
    moved,
    rate_note,
    shown,
    stops_note,
    unclear,
)
from fleksim.output.numbers import unit_name
from fleksim.output.table import Column, Table

_MONEY = "mio_kr/aar"
_PURSE_TITLES = {STATE: ("Stat", "State"), MUNICIPALITY: ("Kommuner", "Municipalities"), TOTAL: ("I alt", "In all")}
# Standard errors that a run is planned for: kroner a year, or persons.
_PERSONS = {"da": "personer", "en": "persons"}
WANTED_MONEY, WANTED_PERSONS = 1e7, 50.0


def more_tables(results: MonthResults, lang: str = "da") -> dict[str, Table]:
    """The tables that the results have numbers for, by name."""
    found: dict[str, Table] = {}
    climbed = all_ladders(results) if results.money else []
    if climbed:
        found["provenutrappe"] = _ladder_table(results, climbed, lang)
        found["provenu_pr_aar"] = _by_year(results, climbed, lang)
    points = retention_points(results)
    if points:
        found["fastholdelseskort"] = _retention_table(results, points, lang)
    even = break_evens(results) if results.money else []
    if even:
        found["balancepunkt"] = _break_even_table(results, even, lang)
    if results.reforms:
        found["gentagelser"] = _planner_table(results, lang)
    return found


def _numbers(key: str, title: str, unit: str, decimals: int | None) -> list[Column]:
    """A column of a number and one of what it is uncertain by."""
    return [Column(key, title, unit, decimals), Column(f"{key}_margin", f"{title}, ±", unit, decimals)]


def _verdicts(lang: str) -> list[Column]:
    return [
        Column("unclear", say(lang, "Ikke til at skelne fra 0", "Not distinguishable from 0"), kind="text"),
        Column("extrapolated", say(lang, "Ekstrapoleret", "Extrapolated"), kind="text"),
    ]


def _money_columns(lang: str) -> list[Column]:
    return [column for purse in PURSES for column in _numbers(purse, say(lang, *_PURSE_TITLES[purse]), _MONEY, 1)]


def _notes(results: MonthResults, said: Sequence[str], lang: str) -> list[str]:
    return [*said, errors_note(lang), *_grounds(results, lang)]


def _grounds(results: MonthResults, lang: str) -> list[str]:
    """The last notes: what is extrapolated, and what numbers rest on."""
    more = [extrapolated_note(lang)] if any(one.extrapolated for one in results.reforms) else []
    return [*more, basis(results, lang)]


def _stops(found: Sequence[Ladder], lang: str) -> list[str]:
    """What is to be said of ladders without people's response."""
    return [] if all(one.responds for one in found) else [stops_note(lang)]


def _purse_note(lang: str) -> str:
    return say(lang, "Positive tal: kassen vinder. Kun hele kalenderår er med.", "Positive numbers: the purse gains. Full calendar years only.")


def _ladder_table(results: MonthResults, found: Sequence[Ladder], lang: str) -> Table:
    """A section a reform, its rungs in the last full year, and the lasting effect of the highest."""
    rows: list[list[Any]] = []
    sections: dict[int, str] = {}
    for one in found:
        sections[len(rows)] = one.scenario.title(lang)
        climbed = [(RUNGS[rung].title(lang), {purse: amounts[-1] for purse, amounts in by_purse.items()}) for rung, by_purse in one.effects.items()]
        climbed.append((f"{LASTING.title(lang)} ({RUNGS[one.last].title(lang).lower()})", dict(one.lasting[one.last])))
        for title, amounts in climbed:
            numbers = [number for purse in PURSES for number in shown(amounts[purse])]
            rows.append([title, *numbers, unclear(amounts[TOTAL], lang), moved(one.scenario, lang)])
    year = found[0].years[-1]
    columns = [Column("rung", say(lang, "Trin", "Rung"), kind="text"), *_money_columns(lang), *_verdicts(lang)]
    title = say(lang, f"Provenutrappe, {year} og varigt", f"The ladder of public finance, {year} and for ever")
    return Table(title, columns, rows, _notes(results, [_purse_note(lang), rate_note(found[0], lang), *_stops(found, lang)], lang), sections, lang)


def _by_year(results: MonthResults, found: Sequence[Ladder], lang: str) -> Table:
    """Every rung in every full year, and for ever."""
    rows: list[list[Any]] = []
    sections: dict[int, str] = {}
    for one in found:
        sections[len(rows)] = one.scenario.title(lang)
        for rung, by_purse in one.effects.items():
            periods = [(str(year), {purse: by_purse[purse][place] for purse in PURSES}) for place, year in enumerate(one.years)]
            periods.append((say(lang, "varigt", "for ever"), dict(one.lasting[rung])))
            for period, amounts in periods:
                numbers = [number for purse in PURSES for number in shown(amounts[purse])]
                rows.append([RUNGS[rung].title(lang), period, *numbers, unclear(amounts[TOTAL], lang), moved(one.scenario, lang)])
    columns = [
        Column("rung", say(lang, "Trin", "Rung"), kind="text"),
        Column("year", say(lang, "År", "Year"), kind="text"),
        *_money_columns(lang),
        *_verdicts(lang),
    ]
    title = say(lang, "Offentlige finanser trin for trin, pr. år", "Public finance rung by rung, a year")
    return Table(title, columns, rows, _notes(results, [_purse_note(lang), rate_note(found[0], lang), *_stops(found, lang)], lang), sections, lang)


def _retention_table(results: MonthResults, points: Sequence[RetentionPoint], lang: str) -> Table:
    columns = [
        Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"),
        *_numbers(SAVED, say(lang, "Ekstra fastholdelsesfleksjob, jobbet ellers tabt", "Extra retention fleksjob, the job otherwise lost"), "personer", 0),
        *_numbers(ANYWAY, say(lang, "Ekstra fastholdelsesfleksjob, jobbet beholdt alligevel", "Extra retention fleksjob, the job kept anyway"), "personer", 0),
        Column("cost_saved", say(lang, "Offentlig nettoudgift pr. job, ellers tabt", "Public net cost a job, otherwise lost"), "kr", 0),
        Column("cost_anyway", say(lang, "Offentlig nettoudgift pr. job, beholdt alligevel", "Public net cost a job, kept anyway"), "kr", 0),
        Column("pays_for", say(lang, "Beholdt alligevel, som et ellers tabt job betaler for", "Kept anyway that one job otherwise lost pays for"), "", 2),
        *_verdicts(lang),
    ]
    rows = []
    for one in points:
        numbers = [number for kind in (SAVED, ANYWAY) for number in (one.jobs[kind].value, margin(one.jobs[kind]))]
        slope = one.pays_for
        told: float | str | None = say(lang, "ubegrænset", "any number") if slope == float("inf") else slope
        verdict = unclear(one.jobs[SAVED], lang) or unclear(one.jobs[ANYWAY], lang)
        rows.append([one.scenario.title(lang), *numbers, one.cost_a_job(SAVED), one.cost_a_job(ANYWAY), told, verdict, moved(one.scenario, lang)])
    years = len(results.span.full_years)
    said = [
        say(
            lang,
            f"Summer over {years} hele år mod gældende lov. Nettoudgift: hele ændringen for denne slags kandidater, delt med de ekstra job.",
            f"Sums over {years} full years against the law in force. Net cost: the whole change for that kind of candidate, divided by the extra jobs.",
        ),
        say(
            lang,
            "Den rummer også, at andres job begynder tidligere. Negative tal: kassen vinder. 0 i sidste kolonne: et ellers tabt job koster selv.",
            "It holds also that others' jobs begin earlier. Negative numbers: the purse gains. 0 in the last column: a job otherwise lost itself costs.",
        ),
    ]
    return Table(say(lang, "Fastholdelseskort", "The retention map"), columns, rows, _notes(results, said, lang), lang=lang)


def _break_even_table(results: MonthResults, found: Sequence[BreakEven], lang: str) -> Table:
    columns = [
        Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"),
        *_numbers("without", say(lang, "Stat og kommuner uden adfærd", "State and municipalities without response"), _MONEY, 1),
        *_numbers("with", say(lang, "Stat og kommuner med adfærd", "State and municipalities with response"), _MONEY, 1),
        Column("multiple", say(lang, "Saldoen er 0 ved så mange gange den antagne adfærd", "The balance is 0 at so many times the assumed response"), "", 1),
        *_numbers("exits", say(lang, "Adfærdens ekstra afgang til job pr. år", "The response's extra exits to jobs a year"), "personer", 0),
        Column(
            "exits_needed", say(lang, "Ekstra afgang til job pr. år, hvor saldoen er 0", "Extra exits to jobs a year where the balance is 0"), "personer", 0
        ),
        Column("unclear", say(lang, "Adfærdens virkning på saldoen", "The response's effect on the balance"), kind="text"),
        Column("extrapolated", say(lang, "Ekstrapoleret", "Extrapolated"), kind="text"),
    ]
    rows: list[list[Any]] = []
    for one in found:
        never = say(lang, "ingen adfærd gør den 0", "no response makes it 0")
        multiple: float | str = never if one.multiple is None else one.multiple
        verdict = unclear(one.response, lang) or (say(lang, "ingen", "none") if one.response.value == 0.0 else "")
        rows.append(
            [
                one.scenario.title(lang),
                *shown(one.without),
                *shown(one.with_response),
                multiple,
                one.exits.value,
                margin(one.exits),
                one.exits_needed,
                verdict,
                moved(one.scenario, lang),
            ]
        )
    said = [
        say(
            lang,
            "Middel af de hele år mod gældende lov; virkningen antages at vokse i takt med adfærden.",
            "Mean of the full years against the law in force; the effect is taken to grow in step with the response.",
        )
    ]
    return Table(say(lang, "Balancepunkt", "Break-even"), columns, rows, _notes(results, said, lang), lang=lang)


def _planner_table(results: MonthResults, lang: str) -> Table:
    columns = [
        Column("headline", say(lang, "Hovedtal", "Headline"), kind="text"),
        Column("difference", say(lang, "Ændring", "Change"), decimals=1),
        Column("se", say(lang, "Standardfejl nu", "Standard error now"), decimals=1),
        Column("unit", say(lang, "Enhed", "Unit"), kind="text"),
        Column("replications", say(lang, "Gentagelser nu", "Replications now"), "antal", 0),
        Column("to_distinguish", say(lang, "Gentagelser, så ændringen kan skelnes fra 0", "Replications to tell the change from 0"), "antal", 0),
        Column("wanted", say(lang, "Ønsket standardfejl", "Standard error wanted"), decimals=0),
        Column("for_size", say(lang, "Gentagelser til den", "Replications for it"), "antal", 0),
        *_verdicts(lang),
    ]
    rows: list[list[Any]] = []
    sections: dict[int, str] = {}
    wanted = {key: WANTED_MONEY if one.of_money else WANTED_PERSONS for key, one in HEADLINES.items()}
    lines = run_lengths(results, wanted)
    for index, one in enumerate(lines):
        if not index or lines[index - 1].scenario is not one.scenario:
            response = say(lang, ", med adfærd", ", with response") if one.scenario.responds else say(lang, ", uden adfærd", ", without response")
            sections[index] = one.scenario.title(lang) + response
        size = MILLION if one.headline.of_money else 1.0
        money = Money(one.difference / size + 0.0, one.se / size)
        rows.append(
            [
                one.headline.title(lang),
                money.value,
                money.se if margin(money) is not None else None,
                _PERSONS[lang] if one.headline.unit == "personer" else unit_name(_MONEY if one.headline.of_money else one.headline.unit, lang),
                one.replications,
                one.to_distinguish,
                wanted[one.headline.key] / size,
                one.for_size,
                unclear(money, lang),
                moved(one.scenario, lang),
            ]
        )
    said = [
        say(
            lang,
            "Standardfejlen falder med kvadratroden af antallet af gentagelser; mindst to. Antagelsernes usikkerhed bliver ikke mindre af flere.",
            "The standard error falls with the square root of the number of replications; at least two. More of them do not make the assumptions surer.",
        )
    ]
    notes = [*said, *_grounds(results, lang)]
    return Table(say(lang, "Gentagelser, der skal til", "Replications needed"), columns, rows, notes, sections, lang)
