"""What a minister reads first of the months: the headline numbers by scenario, what they change by, and what is sure of it."""

from __future__ import annotations

import numpy as np

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.results import MonthScenario
from fleksim.output.months.reading import WITH, WITHOUT, MonthReader, Scale, Sheet, changed, size_of, unclear
from fleksim.output.results.reading import number, unclear_mark
from fleksim.output.table import Column, Table

_VARIABLE = "headlines"


def overview(reader: MonthReader) -> Table:
    """A section a scenario: each headline without and with response, its change, standard error and verdict."""
    say = reader.say
    sheet = Sheet(
        [
            Column("headline", say("Hovedtal", "Headline"), kind="text"),
            Column("response", say("Adfærd", "Response"), kind="text"),
            Column("value", say("Niveau", "Level"), decimals=0),
            Column("difference", say("Ændring", "Change"), decimals=1),
            Column("difference_se", say("Standardfejl af ændringen", "Standard error of the change"), decimals=1),
            Column("unit", say("Enhed", "Unit"), kind="unit"),
            Column("verdict", say("Vurdering", "Verdict"), kind="text"),
            Column("extrapolated", say("Grundlag", "Grounds"), kind="text"),
        ]
    )
    scale = _scale(reader)
    for key in reader.scenario_keys():
        twins = reader.results.twins(key)
        sheet.section(next(iter(twins.values())).title(reader.lang))
        for place, headline in enumerate(HEADLINES.values()):
            if headline.of_money and not reader.results.money:
                continue
            size, unit = size_of(headline, scale)
            for one in twins.values():
                numbers = [value if value is None else value / size for value in changed(reader, one, reader.of(one, _VARIABLE), place)]
                sheet.row(headline.title(reader.lang), _response(reader, one), *numbers, unit, _verdict(reader, one, place), _grounds(reader, one))
    return reader.table(say("Månederne: oversigt", "The months: overview"), sheet, _notes(reader))


def _scale(reader: MonthReader) -> Scale:
    money = np.array([one.of_money for one in HEADLINES.values()])
    largest = max((float(np.nanmax(np.abs(reader.of(one, _VARIABLE).value[money]), initial=0.0)) for one in reader.scenarios), default=0.0)
    return Scale.of_largest(largest)


def _response(reader: MonthReader, one: MonthScenario) -> str:
    return "" if one is reader.results.baseline else reader.word(WITH if one.responds else WITHOUT)


def _verdict(reader: MonthReader, one: MonthScenario, place: int) -> str:
    if one is reader.results.baseline:
        return ""
    found = reader.of(one, _VARIABLE)
    if number(found.difference[place]) is None:
        return ""
    if found.difference[place] == 0.0:
        return reader.say("ingen ændring", "no change")
    if number(found.difference_se[place]) is None:
        return reader.say("ukendt", "unknown")
    return unclear_mark(reader.lang) if unclear(found, place) else ""


def _grounds(reader: MonthReader, one: MonthScenario) -> str:
    return reader.say("ekstrapoleret", "extrapolated") if one.extrapolated else ""


def _notes(reader: MonthReader) -> list[str]:
    say = reader.say
    found = [
        reader.against(),
        say("Positive beløb: kassen vinder.", "Positive amounts: the purse gains.") if reader.results.money else "",
        reader.luck(),
        say(
            "Vurdering: en ændring under to standardfejl er ikke til at skelne fra 0; uden ord er den mindst to standardfejl fra 0.",
            "Verdict: a change under two standard errors is not distinguishable from 0; where nothing is said it is at least two from 0.",
        ),
        reader.response(),
    ]
    if any(one.extrapolated for one in reader.scenarios):
        found.append(
            say(
                "Ekstrapoleret: virkningen hviler på viden om andre grupper end fleksjobvisiterede; antagelserne står i tabellen grundlag_maaneder.",
                "Extrapolated: rests on what is known of other groups than those entitled to a fleksjob; the assumptions are in table grundlag_maaneder.",
            )
        )
    return found
