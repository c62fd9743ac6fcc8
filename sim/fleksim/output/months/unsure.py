"""What the assumptions leave unsure: how a proposal's effect moves with the widest of them."""

from __future__ import annotations

from collections.abc import Sequence

from fleksim.analysis.months.headlines import HEADLINES, Headline
from fleksim.analysis.months.uncertainty import Bar, bands
from fleksim.output.months.reading import MonthReader, Scale, Sheet, size_of
from fleksim.output.table import Column, Table
from fleksim.parameters.months import month_assumptions

WIDEST = 10


def tornado(reader: MonthReader) -> Table | None:
    """By proposal and headline the assumptions that move the effect most, and all together; None where none was tried."""
    found = reader.results.bars
    if not found:
        return None
    say = reader.say
    sheet = Sheet(
        [
            Column("assumption", say("Antagelse", "Assumption"), kind="text"),
            Column("low", say("Virkning, antagelsen lav", "Effect, assumption low"), decimals=0),
            Column("central", say("Virkning", "Effect"), decimals=0),
            Column("high", say("Virkning, antagelsen høj", "Effect, assumption high"), decimals=0),
            Column("swing", say("Udslag", "Swing"), decimals=0),
            Column("unit", say("Enhed", "Unit"), kind="unit"),
        ]
    )
    titles = {one.key: one.title(reader.lang) for one in reader.scenarios}
    money = Scale.of_largest(max((abs(one.central) for one in found if HEADLINES[one.headline].of_money), default=0.0))
    all_together = {(one.scenario, one.headline): one for one in bands(found)}
    for scenario in dict.fromkeys(one.scenario for one in found):
        for key, headline in HEADLINES.items():
            mine = [one for one in found if (one.scenario, one.headline) == (scenario, key)]
            moving = sorted((one for one in mine if one.swing > 0.0), key=lambda one: (-one.swing, one.assumption))
            if not moving:
                continue
            sheet.section(f"{titles.get(scenario, scenario)}: {headline.title(reader.lang)}")
            _add(reader, sheet, moving[:WIDEST], headline, money)
            band = all_together[scenario, key]
            size, unit = size_of(headline, money)
            values = [value / size for value in (band.low, band.central, band.high)]
            sheet.row(say("Alle antagelser tilsammen", "All assumptions together"), *values, values[2] - values[0], unit)
    notes = [
        say(
            f"De {WIDEST} antagelser, der flytter virkningen mest, én ad gangen i hver ende af deres spænd; spændene står i grundlag_maaneder.",
            f"The {WIDEST} assumptions that move the effect most, one at a time at each end of their range; ranges are in grundlag_maaneder.",
        ),
        say(
            "Tilsammen: som om antagelserne tog fejl uafhængigt af hinanden. Regnet på en stikprøve med de samme tilfældigheder, "
            "så virkningen afviger fra oversigtens.",
            "Together: as if assumptions erred independently. Of a sample with the same luck, so that the effect is not quite that of the overview.",
        ),
    ]
    return reader.table(say("Antagelsernes usikkerhed", "What the assumptions leave unsure"), sheet, notes)


def _add(reader: MonthReader, sheet: Sheet, bars: Sequence[Bar], headline: Headline, money: Scale) -> None:
    known = month_assumptions().known
    size, unit = size_of(headline, money)
    for one in bars:
        title = known[one.assumption].title(reader.lang) if one.assumption in known else one.assumption
        sheet.row(title, one.low / size, one.central / size, one.high / size, one.swing / size, unit)
