"""What the charts of months share: places put together, colours, the key, labels that keep apart, scenarios to draw."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap
from typing import Any

from fleksim.analysis.months.results import MonthResults, MonthScenario
from fleksim.kernel.layout import ON_LEDIGHEDSYDELSE, State
from fleksim.output.basis import say
from fleksim.output.charts.style import BLUE, INK, LIGHT_ORANGE, ORANGE, WIDTH, inline
from fleksim.output.months.more_words import basis, extrapolated_note, moved
from fleksim.titles import Titled

GREEN, PINK, SKY, GREY, PALE = "#009E73", "#CC79A7", "#56B4E9", "#8c959f", "#d0d7de"
# Scenarios on one chart: the law in force in ink, then reforms by colour and dash, so that they stay apart in grey.
LINES: tuple[tuple[str, list[int]], ...] = ((INK, [1, 0]), (ORANGE, [8, 3]), (BLUE, [3, 2]), (GREEN, [10, 3, 2, 3]), (PINK, [5, 5]), (LIGHT_ORANGE, [1, 2]))
CAPTION = 122
LONGEST_TITLE = 66
# The key above the plot: where its last line stands, its line height, size of squares, width of a letter [pixels].
_KEY_AT, _KEY_LINE, _KEY_SIDE, _KEY_LETTER, _KEY_GAP = -14, 18, 11, 6.3, 20


@dataclass(frozen=True)
class Place(Titled):
    """States that stand together in a chart."""

    key: str
    da: str
    en: str
    colour: str
    states: tuple[State, ...]


PLACES: tuple[Place, ...] = (
    Place("fleksjob", "Fleksjob", "Fleksjob", BLUE, (State.FLEKSJOB,)),
    Place("fleksjob_gammel", "Fleksjob i gammel ordning", "Fleksjob of the old scheme", SKY, (State.FLEKSJOB_GAMMEL,)),
    Place("ordinaert", "Ordinært job", "Ordinary job", GREEN, (State.ORDINAERT,)),
    Place("ledighed", "Ledighedsydelse", "Ledighedsydelse", ORANGE, ON_LEDIGHEDSYDELSE),
    Place("sygdom", "Sygdom, ressourceforløb", "Illness, ressourceforløb", LIGHT_ORANGE, (State.SYGDOM,)),
    Place("udtoemt", "Udtømt eller mistet ret", "Right run out or lost", PINK, (State.UDTOEMT,)),
    Place(
        "pension", "Pension og fleksydelse", "Pension and fleksydelse", GREY,
        (State.FOERTIDSPENSION, State.SENIORPENSION, State.FLEKSYDELSE, State.FOLKEPENSION),
    ),
    Place("ude", "Døde og uden bevilling", "Dead and without an award", PALE, (State.DOED, State.FORLADT)),
)  # fmt: skip
# Those who have an award and are followed: the places of a stock.
IN_SCHEME = PLACES[:6]


def across(place: float) -> Any:
    """A place from the left of the plot [pixels]. As a channel: a plain value is checked against the whole schema, 10 ms each."""
    import altair as alt

    return alt.XValue(place)  # type: ignore[no-untyped-call]


def across_to(place: float) -> Any:
    """The other end of a mark that begins `across` [pixels]."""
    import altair as alt

    return alt.X2Value(place)  # type: ignore[no-untyped-call]


def down(place: float) -> Any:
    """A place from the top of the plot [pixels]."""
    import altair as alt

    return alt.YValue(place)  # type: ignore[no-untyped-call]


def drawn_scenarios(results: MonthResults, most: int) -> list[MonthScenario]:
    """The first reforms, each with people's response if the run has it."""
    return [results.fullest(key) for key in results.reform_keys[:most]]


def short(text: str, longest: int = LONGEST_TITLE) -> str:
    return shorten(text, longest, placeholder=" ...")


def responds(scenario: MonthScenario, lang: str) -> str:
    """Whether people respond, in words."""
    if scenario.responds:
        return say(lang, "med adfærd", "with people's response")
    return say(lang, "uden adfærd", "without people's response")


def named(scenario: MonthScenario, lang: str) -> str:
    """The scenario in a key or beside a point: without whether people respond, which is said once."""
    return ", ".join(part for part in (scenario.title(lang), moved(scenario, lang)) if part)


def title_of(scenario: MonthScenario, results: MonthResults, lang: str) -> str:
    """The scenario as a subtitle has it: `En tidsgrænse, med adfærd, ekstrapoleret`."""
    parts = [scenario.title(lang)]
    if scenario is not results.baseline:
        parts += [one for one in (responds(scenario, lang), moved(scenario, lang)) if one]
    return ", ".join(parts)


def captioned(results: MonthResults, scenarios: Iterable[MonthScenario], said: Sequence[str], lang: str) -> list[str]:
    """Captions broken to fit: what is said, and what is extrapolated."""
    more = [extrapolated_note(lang)] if any(one.extrapolated for one in scenarios) else []
    return [line for one in (*said, *more) for line in wrap(one, CAPTION)]


def foot(results: MonthResults, lang: str) -> list[str]:
    """The last line."""
    return wrap(basis(results, lang), CAPTION)


def key_lines(titles: Sequence[str]) -> list[list[int]]:
    """Which entries of a key stand on which line, by their places."""
    lines: list[list[int]] = [[]]
    used = 0.0
    for place, title in enumerate(titles):
        width = _KEY_SIDE + 6 + _KEY_LETTER * len(title) + _KEY_GAP
        if lines[-1] and used + width > WIDTH + _KEY_GAP:
            lines.append([])
            used = 0.0
        lines[-1].append(place)
        used += width
    return lines


def key(entries: Sequence[tuple[str, str, list[int] | None]]) -> list[Any]:
    """What colours stand for, above the plot. entries: title, colour, and the dashes of a line or None for a square."""
    import altair as alt

    titles = [one[0] for one in entries]
    lines = key_lines(titles)
    layers: list[Any] = []
    for number, places in enumerate(lines):
        right = 0.0
        up = down(_KEY_AT - (len(lines) - 1 - number) * _KEY_LINE)
        for place in places:
            title, colour, dash = entries[place]
            one = alt.Chart(inline([{"text": title}]))
            if dash is None:
                layers.append(one.mark_point(shape="square", filled=True, size=_KEY_SIDE**2, opacity=1, color=colour).encode(x=across(right + 6), y=up))
            else:
                rule = one.mark_rule(color=colour, strokeWidth=2.4, strokeDash=dash)
                layers.append(rule.encode(x=across(right), x2=across_to(right + _KEY_SIDE + 9), y=up))
            beside = right + _KEY_SIDE + (5 if dash is None else 14)
            layers.append(one.mark_text(align="left", baseline="middle", fontSize=12, color=INK).encode(alt.Text("text:N"), x=across(beside), y=up))
            right += _KEY_SIDE + 6 + _KEY_LETTER * len(title) + _KEY_GAP + (0 if dash is None else 9)
    return layers


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places as near to those wanted as can be, in their order (rising), at least so far apart, between low and high."""
    found = list(wanted)
    for index, place in enumerate(found):
        found[index] = max(place, low if not index else found[index - 1] + apart)
    over = high
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], over)
        over = found[index] - apart
    return found


def nice(highest: float, ticks: int = 5) -> float:
    """A round number at or above the highest, for the end of an axis."""
    if highest <= 0.0:
        return 1.0
    step = highest / ticks
    size = 10.0 ** math.floor(math.log10(step))
    step = next(size * one for one in (1.0, 2.0, 2.5, 5.0, 10.0) if size * one >= step)
    return step * math.ceil(highest / step - 1e-9)


def whiskers(rows: Sequence[Mapping[str, Any]], **encoding: Any) -> list[Any]:
    """Lines of uncertainty, white below so that they are seen on dark bars. encoding: places by channel."""
    import altair as alt

    if not rows:
        return []
    return [alt.Chart(inline(rows)).mark_rule(color=colour, strokeWidth=width).encode(**encoding) for colour, width in (("white", 3.4), (INK, 1.5))]
