"""What the charts share: colours that the colour-blind can tell apart, type, number format, frame and footer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fleksim.analysis.summary import Incentives
from fleksim.analysis.zones import Zone
from fleksim.output.basis import say
from fleksim.output.numbers import wage
from fleksim.output.sentences import hours

INK = "#1b1f24"
SOFT = "#57606a"
LINE = "#d0d7de"
# After Okabe and Ito: blue and orange stay apart under every common colour blindness and in grey.
BLUE = "#0072B2"
ORANGE = "#D55E00"
LIGHT_ORANGE = "#E69F00"
BROWN = "#7a3500"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
WIDTH = 640
HEIGHT = 340
HOUR_TICKS = [0, 5, 10, 15, 20, 25, 30, 37]
FULL_TIME = 37.0
# The width of a bold letter on the axis of hours, and where a label above it is clear of the upright axis title.
_HOURS_A_LETTER = 0.385
_CLEAR_OF_TITLE = 4.6

_LOCALES: dict[str, dict[str, Any]] = {
    "da": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["DKK ", ""]},
}
_NUMERALS: dict[str, Any] = {"minus": "\u2212"}


def inline(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows as data inside the chart."""
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])


def framed(layers: Sequence[Any], title: str, subtitle: str | Sequence[str], captions: Sequence[str], footer: str, lang: str, height: int = HEIGHT) -> Any:
    """Layers in a frame: title and subtitle above, captions and footer below, in the language's numbers."""
    import altair as alt

    head = alt.TitleParams(
        title,
        subtitle=subtitle if isinstance(subtitle, str) else list(subtitle),
        anchor="start",
        fontSize=17,
        subtitleFontSize=13,
        subtitleColor=SOFT,
        subtitlePadding=5,
        offset=18,
    )
    plain: dict[str, Any] = {"orient": "bottom", "anchor": "start", "fontSize": 11, "fontWeight": "normal", "color": SOFT, "offset": 14, "lineHeight": 15}
    below: dict[str, Any] = {"subtitle": footer, "subtitleFontSize": 11, "subtitleColor": SOFT, "subtitlePadding": 9} if captions else {}
    foot = alt.TitleParams(list(captions) if captions else footer, **plain, **below)
    drawn = alt.layer(*layers).properties(width=WIDTH, height=height, title=head)
    locale = alt.Locale(number=alt.NumberLocale(**_LOCALES[lang], **_NUMERALS))
    return (
        alt.vconcat(drawn, title=foot)
        .configure(font=FONT, locale=locale, background="white", padding=16)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#eaeef2", domainColor=SOFT, tickColor=SOFT
        )
    )


def hours_axis(lang: str, title: str = "") -> Any:
    """The x axis of hours: 0 to full time."""
    import altair as alt

    title = title or say(lang, "Betalte timer om ugen", "Paid hours a week")
    return alt.X(
        "hours:Q", title=title, scale=alt.Scale(domain=[0, FULL_TIME], nice=False), axis=alt.Axis(values=HOUR_TICKS, grid=False, format="d", labelFlush=False)
    )


def upright(title: str, **more: Any) -> Any:
    """A y axis whose title stands upright above it."""
    import altair as alt

    return alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-46, titleY=-8, **more)


def at_pixel(place: float) -> Any:
    """A place in the plot, from its upper left corner."""
    import altair as alt

    return alt.value(place)


def zone_layers(zones: Sequence[Zone], text: Sequence[str], text_at: float, lang: str) -> list[Any]:
    """Zones shaded over the whole height, the widest labelled; text_at: the foot of the label, in pixels from above."""
    import altair as alt

    if not zones:
        return []
    rows = [{"hours": one.start, "end": one.end} for one in zones]
    shade = alt.Chart(inline(rows)).mark_rect(color=LIGHT_ORANGE, opacity=0.22).encode(hours_axis(lang), x2="end:Q")
    widest = max(zones, key=lambda one: one.end - one.start)
    half = max(len(line) for line in text) * _HOURS_A_LETTER / 2.0
    middle = min(max((widest.start + widest.end) / 2.0, half), FULL_TIME - half)
    label = alt.Chart(inline([{"hours": middle, "text": list(text)}])).mark_text(
        color=BROWN, fontSize=12, fontWeight="bold", baseline="bottom", lineHeight=15, dy=-15 * (len(text) - 1)
    )
    return [shade, label.encode(hours_axis(lang), alt.Text("text:N"), y=at_pixel(text_at))]


def here_layers(inc: Incentives, lang: str) -> list[Any]:
    """A dashed line where the person stands, named above the plot."""
    import altair as alt

    if inc.here <= 0.0:
        return []
    rule = alt.Chart(inline([{"hours": inc.here}])).mark_rule(color=SOFT, strokeDash=[4, 4]).encode(hours_axis(lang))
    beside = max(inc.here, _CLEAR_OF_TITLE)
    name = alt.Chart(inline([{"hours": beside, "text": say(lang, "Her er du", "You are here")}]))
    return [rule, name.mark_text(color=INK, fontSize=12, fontWeight="bold", baseline="bottom").encode(hours_axis(lang), alt.Text("text:N"), y=at_pixel(-5))]


def place_text(inc: Incentives, lang: str) -> str:
    """Who is drawn: `bent: 200 kr. i timen, 18,0 timer om ugen`."""
    columns = inc.case.columns
    pay, here = wage(columns["hourly_wage"], lang), hours(columns["hours"], lang)
    return f"{inc.case.id}: " + say(lang, f"{pay} i timen, {here} timer om ugen", f"{pay} an hour, {here} hours a week")
