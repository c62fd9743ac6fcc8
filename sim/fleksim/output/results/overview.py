"""What a minister reads first: a row a scenario with the money, the winners and losers, and the incentives."""

from __future__ import annotations

from fleksim.output.basis import say
from fleksim.output.numbers import SHARE
from fleksim.output.results.reading import Estimate, Filled, Number, Reader, amounts, estimated, unclear_column
from fleksim.output.table import Column, Table

BUCKETS = ("taber_over_5", "taber_under_5", "uaendret", "vinder_under_5", "vinder_over_5")
GAIN = "middel_gevinst"

# Changes of yearly amounts: key, title in Danish and English.
_PURSES = (
    ("provenu", "Provenu", "Revenue"),
    ("balance_stat", "Heraf staten", "Of which the state"),
    ("balance_kommune", "Heraf kommunerne", "Of which the municipalities"),
)


def overview(reader: Reader) -> Table:
    """A row a scenario, the baseline first; changes are against it."""
    lang, everybody = reader.lang, reader.everybody
    scenarios = range(len(reader.results.scenarios))
    titles = [one.title(lang) for one in reader.results.scenarios]
    columns = [Filled(Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"), titles)]
    uncertain: dict[str, list[Estimate]] = {}
    for key, da, en in _PURSES:
        if reader.has(key):
            uncertain[say(lang, da, en)] = found = [reader.change(one, everybody, key) for one in scenarios]
            columns += amounts(key, say(lang, da, en), found, lang)
    if reader.has(GAIN):
        title = say(lang, "Gevinst pr. person", "Gain a person")
        uncertain[title] = found = [reader.change(one, everybody, GAIN) for one in scenarios]
        columns += estimated(GAIN, title, reader.unit(GAIN), 0, found)
    columns += _shares(reader)
    for key, da, en, decimals in (
        ("gini", "Gini, ændring", "Gini, change", 4),
        ("arbejdsgiver_pr_time", "Arbejdsgiver pr. time, ændring", "Employer an hour, change", 2),
    ):
        if reader.has(key):
            uncertain[say(lang, da, en)] = found = [reader.change(one, everybody, key) for one in scenarios]
            unit = reader.unit(key) if reader.unit(key).startswith("kr") else ""
            columns += estimated(f"{key}_change", say(lang, da, en), unit, decimals, found)
    marks = [", ".join(title for title, found in uncertain.items() if found[one].unclear) for one in scenarios]
    signs = say(
        lang,
        "Ændringer i forhold til første række. Positivt provenu: de offentlige kasser vinder. Ingen ændrer adfærd.",
        "Changes are against the first row. Positive revenue: the public purses gain. Nobody changes behaviour.",
    )
    return reader.table(say(lang, "Oversigt", "Overview"), [*columns, unclear_column(lang, marks)], signs, scenarios)


def _shares(reader: Reader) -> list[Filled]:
    """Winners, losers, and those to whom the next hour brings nothing."""
    lang, everybody = reader.lang, reader.everybody
    scenarios = range(len(reader.results.scenarios))
    columns = []
    for key, da, en, parts in (
        ("vindere", "Vindere", "Winners", BUCKETS[3:]),
        ("tabere", "Tabere", "Losers", BUCKETS[:2]),
        ("nul_gevinst", "I nulgevinst-zonen", "In the zero-gain zone", ("nul_gevinst",)),
    ):
        if reader.has(*parts):
            values = [_sum([reader.level(one, everybody, part).value for part in parts]) for one in scenarios]
            columns.append(Filled(Column(key, say(lang, da, en), SHARE, 1), values))
    return columns


def _sum(values: list[Number]) -> Number:
    """The sum, or None if a part is missing."""
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)


def winners_and_losers(reader: Reader) -> Table:
    """The five buckets and the mean gain of each scenario but the baseline."""
    lang = reader.lang
    scenarios = reader.reforms()
    titles = [reader.results.scenarios[one].title(lang) for one in scenarios]
    columns = [
        Filled(Column("scenario", say(lang, "Scenarie", "Scenario"), kind="text"), titles),
        *gains(reader, [(one, reader.everybody) for one in scenarios]),
    ]
    return reader.table(say(lang, "Vindere og tabere", "Winners and losers"), columns, bucket_note(lang), scenarios)


def gains(reader: Reader, places: list[tuple[int, int | None]]) -> list[Filled]:
    """The buckets and the mean gain at (scenario, group)."""
    lang = reader.lang
    columns = [
        Filled(Column(key, bucket_title(key, lang), SHARE, 1), [reader.level(scenario, group, key).value for scenario, group in places])
        for key in BUCKETS
        if reader.has(key)
    ]
    if reader.has(GAIN):
        found = [reader.change(scenario, group, GAIN) for scenario, group in places]
        columns += estimated(GAIN, say(lang, "Gevinst pr. person", "Gain a person"), reader.unit(GAIN), 0, found)
        columns.append(unclear_column(lang, [say(lang, "gevinst", "gain") if one.unclear else "" for one in found]))
    return columns


def bucket_title(key: str, lang: str) -> str:
    """What a bucket of gains is called."""
    return {
        "taber_over_5": say(lang, "Taber over 5 pct.", "Lose over 5 %"),
        "taber_under_5": say(lang, "Taber under 5 pct.", "Lose under 5 %"),
        "uaendret": say(lang, "Uændret", "Unchanged"),
        "vinder_under_5": say(lang, "Vinder under 5 pct.", "Gain under 5 %"),
        "vinder_over_5": say(lang, "Vinder over 5 pct.", "Gain over 5 %"),
    }[key]


def bucket_note(lang: str) -> str:
    return say(
        lang,
        "Andele af personerne efter ændringen i husstandens disponible indkomst i forhold til grundforløbet.",
        "Shares of persons by the change of their household's disposable income against the baseline.",
    )
