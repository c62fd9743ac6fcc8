"""The report of `fleksim demo`: one page with the zero-gain zone, the personas and some reforms on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from fleksim.analysis.curves import curve
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.results import Results
from fleksim.analysis.summary import Incentives
from fleksim.engine.calculate import Result
from fleksim.engine.sweeps import grid
from fleksim.output.basis import footer, say
from fleksim.output.charts import Chart, budget_line, heatmap, metr_steps
from fleksim.output.charts.purse import purse_chart
from fleksim.output.charts.winners import winners_chart
from fleksim.output.numbers import day_name, kroner
from fleksim.output.page import page, paragraphs
from fleksim.output.results.reading import compact
from fleksim.output.results.tables import tables
from fleksim.output.sentences import sentences, why, zone_sentences, zones_of
from fleksim.output.table import Column, Table
from fleksim.output.tables import described, reform_table
from fleksim.people.personas import Persona
from fleksim.words import MONTHS

# The grid of the heat map: every half hour, every fifth krone.
_HOURS = [index / 2 for index in range(75)]
_WAGES = [float(wage) for wage in range(110, 301, 5)]
# A change of disposable income smaller than this is none [kr/month].
_CHANGE = 0.5


def demo_report(
    personas: Mapping[str, Persona],
    results: Sequence[Result],
    zone_cases: Sequence[Incentives],
    reformed: Mapping[str, Sequence[Result]],
    lang: str = "da",
    population: Results | None = None,
) -> str:
    """The demo as one page of HTML that stands alone, without script.

    personas: by id, for their stories. results: theirs under the law. zone_cases: incentives of cases that differ in
    wage; the middle one is drawn. reformed: results of the same persons in the same order, by title of the reform.
    population: results of reforms on the synthetic population.
    """
    title = say(lang, "Hvad er den næste time værd i et fleksjob?", "What is the next hour worth in a fleksjob?")
    parts = [
        f"<main><h1>{escape(title)}</h1>",
        paragraphs(_lead(zone_cases, lang), "lead"),
        _zone_section(zone_cases, lang),
        _personas_section(personas, results, lang),
        _reforms_section(results, reformed, lang),
        _population_section(population, lang) if population else "",
        "</main>",
        _about(results, zone_cases, lang),
    ]
    return page(title, "\n".join(parts), lang)


def _lead(zone_cases: Sequence[Incentives], lang: str) -> list[str]:
    """The one thing to remember: the first zone there is."""
    found = [inc for inc in zone_cases if zones_of(inc)]
    drawn = _drawn(found)
    return zone_sentences(drawn, lang)[:1] if drawn else []


def _drawn(zone_cases: Sequence[Incentives]) -> Incentives | None:
    """The case to draw: the middle one."""
    return zone_cases[len(zone_cases) // 2] if zone_cases else None


def _zone_section(zone_cases: Sequence[Incentives], lang: str) -> str:
    drawn = _drawn(zone_cases)
    if drawn is None:
        return ""
    heading = say(lang, "Zonen hvor flere timer ikke betaler sig", "The zone where more hours do not pay")
    said = _said(zone_cases, lang)
    figures = "\n".join(chart.to_figure() for chart in _charts(drawn, lang))
    return f"<section><h2>{escape(heading)}</h2>{zones_overview(zone_cases, lang).to_html()}{figures}{said}</section>"


def _said(zone_cases: Sequence[Incentives], lang: str) -> str:
    """What each case comes to in sentences; what was said of one is not said again of the next."""
    heard: set[str] = set()
    parts = []
    for inc in zone_cases:
        new = [one for one in sentences(inc, lang) if one not in heard]
        heard.update(new)
        parts.append(f"<h3>{escape(inc.case.id)}</h3><ul>{''.join(f'<li>{escape(one)}</li>' for one in new)}</ul>")
    return "".join(parts)


def _charts(inc: Incentives, lang: str) -> list[Chart]:
    line = curve(inc.law, inc.case, MARGINS["hours"])
    return [budget_line(line, inc, lang), metr_steps(inc.path, inc, lang), heatmap(grid(inc.law, inc.case, _HOURS, _WAGES), inc, lang)]


def zones_overview(zone_cases: Sequence[Incentives], lang: str = "da") -> Table:
    """The zones of several cases beside each other [hours a week, kr/hour, kr/month after tax per hour]."""
    columns = [
        Column("id", say(lang, "Sag", "Case"), kind="text"),
        Column("hourly_wage", say(lang, "Timeløn", "Hourly wage"), "kr/time", 2),
        Column("start", say(lang, "0 kr. før skat fra", "DKK 0 before tax from"), "timer/uge", 1),
        Column("end", say(lang, "til", "to"), "timer/uge", 1),
        Column("net_slope_most", say(lang, "En time mere efter skat, højst", "An hour more after tax, at most"), "kr/md", 0),
        Column("why", say(lang, "Hvorfor", "Why"), kind="text"),
    ]
    rows = [
        [inc.case.id, inc.case.columns["hourly_wage"], one.start, one.end, one.net_slope_most, why(one.why, inc.law, lang)]
        for inc in zone_cases
        for one in zones_of(inc)
    ]
    days = dict.fromkeys(day_name(inc.law.day, lang) for inc in zone_cases)
    title = say(lang, f"Nulgevinst-zoner, loven pr. {', '.join(days)}", f"Zero-gain zones, the law on {', '.join(days)}")
    return Table(title, columns, rows, lang=lang)


def _personas_section(personas: Mapping[str, Persona], results: Sequence[Result], lang: str) -> str:
    heading = say(lang, "Personerne", "The people")
    invented = say(
        lang, "Personerne er opdigtede; hver regnes på loven i sit eget år.", "The people are invented; each is reckoned by the law of their own year."
    )
    return f"<section><h2>{escape(heading)}</h2>{paragraphs([invented])}{personas_table(personas, results, lang).to_html()}</section>"


def personas_table(personas: Mapping[str, Persona], results: Sequence[Result], lang: str = "da") -> Table:
    """Who they are and what they live on [kr/month]."""
    binds, _ = described(results, "loenloft_binder", lang)
    supplement, _ = described(results, "fleksloentilskud", lang)
    columns = [
        Column("id", say(lang, "Hvem", "Who"), kind="text"),
        Column("law", say(lang, "Lov", "Law"), "aar", 0),
        Column("loen_md", say(lang, "Løn", "Wage"), "kr/md", 0),
        Column("fleksloentilskud", supplement, "kr/md", 0),
        Column("loenloft_binder", binds, "ja/nej"),
        Column("bruttoindkomst_md", say(lang, "I alt før skat", "All before tax"), "kr/md", 0),
        Column("disponibel_indkomst_md", say(lang, "Til rådighed", "Disposable"), "kr/md", 0),
    ]
    rows = [_persona_row(personas, one, lang) for one in results]
    return Table(say(lang, "Løn, tilskud og penge til rådighed", "Wage, supplement and money to live on"), columns, rows, lang=lang)


def _persona_row(personas: Mapping[str, Persona], one: Result, lang: str) -> list[str | float | bool | None]:
    who = personas[one.case.id].story(lang) if one.case.id in personas else one.case.id
    net = one.values.get("disponibel_indkomst")
    picked = [one.values.get(name) for name in ("loen_md", "fleksloentilskud", "loenloft_binder", "bruttoindkomst_md")]
    return [who, one.law.day.year, *picked, None if net is None else net / MONTHS]


def _reforms_section(results: Sequence[Result], reformed: Mapping[str, Sequence[Result]], lang: str) -> str:
    if not reformed:
        return ""
    heading = say(lang, "Reformer på de samme personer", "Reforms on the same people")
    said = [reform_sentence(title, results, after, lang) for title, after in reformed.items()]
    return f"<section><h2>{escape(heading)}</h2>{paragraphs(said)}{reform_table(results, reformed, lang).to_html()}</section>"


def reform_sentence(title: str, before: Sequence[Result], after: Sequence[Result], lang: str = "da") -> str:
    """How many gain and lose by a reform, and who gains most."""
    changes = [(_net(two) - _net(one), one.case.id.capitalize()) for one, two in zip(before, after, strict=True)]
    more, less = sum(change >= _CHANGE for change, _ in changes), sum(change <= -_CHANGE for change, _ in changes)
    most, who = max(changes, default=(0.0, ""))
    begin = say(
        lang,
        f"{title}: {more} af {len(changes)} får mere at leve for, {less} får mindre",
        f"{title}: {more} of {len(changes)} have more to live on, {less} have less",
    )
    if most < _CHANGE:
        return begin + "."
    amount = kroner(most, lang)
    return begin + say(lang, f"; mest får {who}, {amount} mere om måneden.", f"; {who} gains most, {amount} more a month.")


def _population_section(population: Results, lang: str) -> str:
    """What the reforms cost and whom they reach, among everybody in and around the scheme."""
    heading = say(lang, "Reformerne på hele ordningen", "The reforms on the whole scheme")
    invented = say(
        lang,
        "Personerne er trukket, så de tilsammen svarer til de offentliggjorde tal; alder, uddannelse og løn er antagelser. Ingen ændrer adfærd.",
        "The people are drawn so that together they match the published totals; age, education and wages are assumptions. Nobody changes behaviour.",
    )
    shown = compact(tables(population, lang)["vindere_tabere"]).to_html()
    drawn = [purse_chart(population, lang), winners_chart(population, len(population.scenarios) - 1, lang)]
    return f"<section><h2>{escape(heading)}</h2>{paragraphs([invented])}{shown}{''.join(one.to_figure() for one in drawn)}</section>"


def _net(result: Result) -> float:
    """Disposable income [kr/month]."""
    return float(result.values.get("disponibel_indkomst") or 0.0) / MONTHS


def _about(results: Sequence[Result], zone_cases: Sequence[Incentives], lang: str) -> str:
    """What the numbers rest on."""
    heading = say(lang, "Om tallene", "About the numbers")
    laws = list(dict.fromkeys([footer(inc.law, lang) for inc in zone_cases] + [footer(one.law, lang) for one in results]))
    how = say(
        lang,
        "Beregningen er statisk: ingen ændrer adfærd. Personernes beløb er afrundet som SKAT gør det; zoner, marginaler og figurer er uden afrunding.",
        "The calculation is static: nobody changes behaviour. The people's amounts are rounded as the tax authority does; zones, margins and charts are not.",
    )
    missing = list(dict.fromkeys(note for one in results for note in one.notes))
    left_out = [say(lang, "Udeladt, fordi en sats mangler en kilde: ", "Left out for want of a sourced parameter: ") + "; ".join(missing)] if missing else []
    lines = paragraphs([how, *left_out, *laws])
    return f"<footer><h2>{escape(heading)}</h2>{lines}</footer>"
