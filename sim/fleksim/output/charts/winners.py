"""Winners and losers of a scenario by income decile: a bar a decile, split into the five buckets of gains."""

from __future__ import annotations

from itertools import accumulate
from textwrap import shorten, wrap
from typing import Any

from fleksim.analysis.results import Results
from fleksim.output.basis import say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import BLUE, INK, ORANGE, SOFT, WIDTH, at_pixel, framed, inline
from fleksim.output.numbers import SHARE, format_number, percent
from fleksim.output.results.disclosure import note
from fleksim.output.results.overview import BUCKETS, bucket_note, bucket_title
from fleksim.output.results.reading import Filled, Reader, basis_line
from fleksim.output.table import Column, Table

# From loss to gain: orange and blue stay apart under every common colour blindness, dark and light in grey.
_COLOURS = dict(zip(BUCKETS, (ORANGE, "#F3B48A", "#E3E7EB", "#8CC4E6", BLUE), strict=True))
_ON_DARK = ("taber_over_5", "vinder_over_5")
# The room that a digit of a share needs, as a part of the bar.
_ROOM = 0.019
_BAR = 30
_PERCENT = 100
# A longer name of a scenario is cut in the title; the table has it whole.
_LONGEST_NAME = 60
_CAPTION = 100
# The key above the plot: size of its squares, distance to the text, width of a letter, and between two [pixels].
_KEY_AT, _KEY_SIDE, _KEY_LETTER, _KEY_GAP = -14, 11, 5.5, 22


def winners_chart(results: Results, scenario: int, lang: str = "da", grouping: str = "decil") -> Chart:
    """Shares of persons by bucket of gains [share], everybody first, then the groups of a grouping.

    scenario: its place in the results. Groups that are hidden or empty have no bar, but stand with a dash.
    """
    reader = Reader(results, lang)
    table = winners_table(reader, scenario, grouping)
    name = shorten(results.scenarios[scenario].title(lang), _LONGEST_NAME, placeholder=" ...")
    title = say(lang, f"Vindere og tabere: {name}", f"Winners and losers: {name}")
    subtitle = say(
        lang,
        "Andel af personerne efter ændringen i husstandens disponible indkomst, pct.",
        "Share of persons by the change of their household's disposable income, %",
    )
    layers = [*_bars(table, lang), *_key(lang)]
    hidden = any(None in row for row in table.rows)
    captions = [line for one in note(reader.results, lang) for line in wrap(one, _CAPTION)] if hidden else []
    drawn = framed(layers, title, subtitle, captions, basis_line(reader.results, lang), lang, _BAR * len(table.rows))
    return Chart(drawn, table, title, {one: _alt(Reader(results, one), scenario, grouping) for one in ("da", "en")}, lang)


def winners_table(reader: Reader, scenario: int, grouping: str) -> Table:
    """What is drawn: a row a group, a column a bucket."""
    lang, results = reader.lang, reader.results
    places = [*([reader.everybody] if reader.everybody is not None else []), *results.grouping(grouping)]
    named = reader.groupings().get(grouping)
    columns = [
        Filled(
            Column("group", named.grouping_title(lang) if named else say(lang, "Gruppe", "Group"), kind="text"),
            [results.groups[one].title(lang) for one in places],
        ),
        *(Filled(Column(key, bucket_title(key, lang), SHARE, 1), [reader.level(scenario, one, key).value for one in places]) for key in BUCKETS),
    ]
    return reader.table(results.scenarios[scenario].title(lang), columns, bucket_note(lang), [scenario])


def _bars(table: Table, lang: str) -> list[Any]:
    """The split bars, the number of each part that has room for it, a dash where there is nothing to draw."""
    import altair as alt

    records = table.to_records()
    order = [row["group"] for row in records]
    parts = [part for row in records for part in _parts(row, lang)]
    axis = alt.Axis(ticks=False, domain=False, labelLimit=200, labelPadding=8, labelFontSize=13)
    y = alt.Y("group:N", sort=order, title=None, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.28))
    sign = say(lang, " pct.", " %")
    x_axis = alt.Axis(title=None, labelExpr=f"format(datum.value * {_PERCENT}, ',.0f') + '{sign}'", tickCount=5, grid=False)
    x = alt.X("start:Q", axis=x_axis, scale=alt.Scale(domain=[0, 1], nice=False))
    layers: list[Any] = []
    if parts:
        bars = alt.Chart(inline(parts)).mark_bar(stroke="white", strokeWidth=1)
        layers.append(bars.encode(y, x, x2="end:Q", color=alt.Color("colour:N", scale=None)))
    wide = [one for one in parts if one["end"] - one["start"] >= _ROOM * len(one["text"])]
    if wide:
        words = alt.Chart(inline(wide)).mark_text(fontSize=12, baseline="middle")
        layers.append(words.encode(y, alt.X("middle:Q"), alt.Text("text:N"), color=alt.Color("ink:N", scale=None)))
    nothing = [{"group": row["group"], "start": 0.0, "text": "–"} for row in records if not _parts(row, lang)]
    if nothing:
        layers.append(alt.Chart(inline(nothing)).mark_text(color=SOFT, fontSize=13, align="left", dx=6).encode(y, x, alt.Text("text:N")))
    return layers


def _parts(row: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The parts of a bar from left to right; none if a bucket is hidden, for then the others have no place."""
    shares = [row[key] for key in BUCKETS]
    if any(share is None for share in shares):
        return []
    ends = list(accumulate(shares))
    return [
        {
            "group": row["group"],
            "start": end - share,
            "end": end,
            "middle": end - share / 2.0,
            "colour": _COLOURS[key],
            "ink": "white" if key in _ON_DARK else INK,
            "text": format_number(share * _PERCENT, lang, 0),
        }
        for key, share, end in zip(BUCKETS, shares, ends, strict=True)
        if share > 0.0
    ]


def _key(lang: str) -> list[Any]:
    """What the colours stand for, in one line above the bars, in their order."""
    import altair as alt

    titles = [bucket_title(key, lang) for key in BUCKETS]
    widths = [_KEY_SIDE + 6 + _KEY_LETTER * len(title) + _KEY_GAP for title in titles]
    starts = [0.0, *accumulate(widths)][:-1]
    squeeze = min(1.0, WIDTH / sum(widths))
    layers = []
    for key, title, start in zip(BUCKETS, titles, starts, strict=True):
        one = alt.Chart(inline([{"text": title}]))
        place = start * squeeze
        square = one.mark_point(shape="square", filled=True, size=_KEY_SIDE**2, opacity=1, color=_COLOURS[key])
        layers.append(square.encode(x=at_pixel(place + _KEY_SIDE / 2), y=at_pixel(_KEY_AT)))
        words = one.mark_text(align="left", baseline="middle", fontSize=12, color=INK)
        layers.append(words.encode(alt.Text("text:N"), x=at_pixel(place + _KEY_SIDE + 5), y=at_pixel(_KEY_AT)))
    return layers


def _alt(reader: Reader, scenario: int, grouping: str) -> str:
    lang = reader.lang
    table = winners_table(reader, scenario, grouping)
    told = [row for row in table.to_records() if all(row[key] is not None for key in BUCKETS)]
    title = reader.results.scenarios[scenario].title(lang)
    parts = [
        say(lang, f"{row['group']}: {_won(row, lang)} vinder, {_lost(row, lang)} taber", f"{row['group']}: {_won(row, lang)} gain, {_lost(row, lang)} lose")
        for row in told
    ]
    begin = say(lang, f"Stablede søjler for {title}.", f"Stacked bars for {title}.")
    return f"{begin} {'; '.join(parts)}." if parts else begin


def _won(row: dict[str, Any], lang: str) -> str:
    return percent(row["vinder_under_5"] + row["vinder_over_5"], lang, 0)


def _lost(row: dict[str, Any], lang: str) -> str:
    return percent(row["taber_under_5"] + row["taber_over_5"], lang, 0)
