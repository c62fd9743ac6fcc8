"""What the tables of the ladder, the retention map and their charts have in common: names of scenarios, verdicts, the footer."""

from __future__ import annotations

from datetime import date

from fleksim.analysis.assumptions import growth_corrected_rate
from fleksim.analysis.months.ladder import Ladder, Money, ladders
from fleksim.analysis.months.results import MonthResults, MonthScenario
from fleksim.dynamics.clock import first_day
from fleksim.output.basis import say
from fleksim.output.numbers import day_name, format_number
from fleksim.output.results.reading import unclear_mark

MILLION = 1e6


def millions(value: float) -> float:
    """Kroner as millions, without a sign on 0."""
    return value / MILLION + 0.0


def margin(money: Money) -> float | None:
    """Two standard errors, None with one replication only."""
    return 2.0 * money.se if money.se == money.se else None


def shown(money: Money) -> list[float | None]:
    """An amount in millions and its margin."""
    unsure = margin(money)
    return [millions(money.value), None if unsure is None else millions(unsure)]


def unclear(money: Money, lang: str) -> str:
    """The verdict on a number: nothing if it is distinguishable from 0 or exactly 0."""
    return unclear_mark(lang) if money.unclear else ""


def moved(scenario: MonthScenario, lang: str) -> str:
    """The mark of a scenario that rests on what is known of others."""
    return say(lang, "ekstrapoleret", "extrapolated") if scenario.extrapolated else ""


def all_ladders(results: MonthResults) -> list[Ladder]:
    """The ladders with the rate of the run's first day."""
    return ladders(results, growth_corrected_rate(first_day(results.span.start)))


def rate_note(found: Ladder, lang: str) -> str:
    """How the lasting effect is reckoned."""
    rate = format_number(100.0 * found.rate, lang, 1)
    return say(
        lang,
        f"Varig virkning: nutidsværdien fra {found.years[0]} gange den vækstkorrigerede rente på {rate} pct. (antagelse); sidste år fortsætter.",
        f"Lasting effect: the present value from {found.years[0]} times the growth-corrected rate of {rate} % (assumption); the last year goes on.",
    )


def stops_note(lang: str) -> str:
    """Of a ladder without people's response."""
    return say(lang, "Kørt uden adfærd: trappen standser efter tilbageløb.", "Run without people's response: the ladder stops after return.")


def errors_note(lang: str) -> str:
    return say(
        lang,
        "±: to standardfejl for tilfældighed; lægges tal sammen, lægges også deres fejl sammen (på den sikre side).",
        "±: two standard errors of chance; where numbers are added up so are their errors (on the safe side).",
    )


def extrapolated_note(lang: str) -> str:
    return say(
        lang,
        "Ekstrapoleret: hviler på viden om andre grupper end fleksjobvisiterede.",
        "Extrapolated: rests on what is known of other groups than those entitled to a fleksjob.",
    )


def basis(results: MonthResults, lang: str) -> str:
    """One line: day of the law, hash of the numbers, version, seed, persons, replications."""
    known = results.provenance
    day = date.fromisoformat(str(known["law_date"])) if known.get("law_date") else first_day(results.span.start)
    rows = format_number(results.rows, lang, 0)
    parts = [
        say(lang, f"Loven pr. {day_name(day, lang)}", f"The law on {day_name(day, lang)}"),
        say(lang, f"satser {known['parameter_hash']}", f"parameters {known['parameter_hash']}") if known.get("parameter_hash") else "",
        f"fleksim {known['fleksim_version']}" if known.get("fleksim_version") else "",
        say(lang, f"frø {known['seed']}", f"seed {known['seed']}") if known.get("seed") is not None else "",
        say(lang, f"{rows} personer", f"{rows} persons") if results.rows else "",
        say(lang, f"{results.replications} gentagelse", f"{results.replications} replication") + ("" if results.replications == 1 else say(lang, "r", "s")),
    ]
    return " · ".join(part for part in parts if part)
