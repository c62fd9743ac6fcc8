"""The budget line: income before tax and disposable income over hours, with the zero-gain zone and the kinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fleksim.analysis.instruments import NET
from fleksim.analysis.path import Kink
from fleksim.analysis.summary import Incentives
from fleksim.analysis.zones import GROSS
from fleksim.output.basis import footer_of, say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import BLUE, FULL_TIME, HEIGHT, INK, SOFT, at_pixel, framed, here_layers, hours_axis, inline, place_text, upright, zone_layers
from fleksim.output.numbers import format_number, kroner
from fleksim.output.sentences import hours as hours_text
from fleksim.output.sentences import why, zones_of
from fleksim.output.table import Column, Table
from fleksim.words import MONTHS

if TYPE_CHECKING:
    import xarray as xr

# Kinks nearer than this share a mark [hours a week].
_ONE_MARK = 0.9
# A turn smaller than this is not seen on a chart [kr/month an hour, kr/month]; and no more marks than this.
_SEEN = 5.0
_MOST_MARKS = 6
# How far a value on a jump may lie from the line beyond it [kr/month].
_ON_THE_LINE = 1.0
# Nearer the edge than this there is no room for an amount on that side [hours a week].
_ROOM_LEFT = 6.0


@dataclass(frozen=True)
class _Mark:
    """Kinks that share a number on the chart."""

    place: float
    kinks: tuple[Kink, ...]

    @property
    def weight(self) -> float:
        return max(_turn(one) for one in self.kinks)


def budget_line(ds: xr.Dataset, inc: Incentives, lang: str = "da") -> Chart:
    """Income before tax and disposable income [kr/month] over hours a week, from the samples of `curve`.

    ds: a curve over hours. inc: the same case's incentives, for the zone, the kinks and where the person stands.
    """
    table = _table(ds, inc, lang)
    marks = _marks(inc)
    title = say(lang, "Hvad flere timer giver", "What more hours give")
    layers = [*_zone(inc, lang), *here_layers(inc, lang), *_lines(table, lang), *_kinks(table, marks, lang), *_points(inc, lang)]
    captions = _captions(marks, len(inc.kinks), lang)
    drawn = framed(layers, title, place_text(inc, lang), captions, footer_of(ds.attrs, lang), lang)
    return Chart(drawn, table, title, {one: _alt(inc, one) for one in ("da", "en")}, lang)


def _table(ds: xr.Dataset, inc: Incentives, lang: str) -> Table:
    """What is drawn. At no hours at all a job gives nothing; the line begins just above."""
    columns = [
        Column("hours", say(lang, "Betalte timer", "Paid hours"), "timer/uge", 2),
        Column("gross", say(lang, "Løn og tilskud før skat", "Wage and supplement before tax"), "kr/md", 2),
        Column("net", say(lang, "Til rådighed efter skat", "Disposable after tax"), "kr/md", 2),
    ]
    rows = [[float(at), float(gross), float(net) / MONTHS] for at, gross, net in zip(ds["hours"].values, ds[GROSS].values, ds[NET].values, strict=True)]
    begin = [0.0, inc.path.value(GROSS, 0.0), inc.path.value(NET, 0.0) / MONTHS]
    notes = [footer_of(ds.attrs, lang)]
    if rows and rows[0][0] == 0.0 and any(abs(one - other) > _ON_THE_LINE for one, other in zip(rows[0], begin, strict=True)):
        rows[0] = begin
        notes.insert(
            0,
            say(
                lang,
                "Ved 0 timer vises beløbet lige over 0: uden løn er der intet tilskud.",
                "At 0 hours the amount just above 0 is shown: no wage, no supplement.",
            ),
        )
    return Table(say(lang, "Budgetlinje", "Budget line"), columns, rows, notes, lang=lang)


def _zone(inc: Incentives, lang: str) -> list[Any]:
    zones = zones_of(inc)
    if not zones:
        return []
    widest = max(zones, key=lambda one: one.end - one.start)
    reason = why(widest.why, inc.law, lang)
    text = [say(lang, "En ekstra time giver 0 kr. før skat:", "An extra hour gives DKK 0 before tax:"), reason]
    return zone_layers(zones, text, HEIGHT - 34, lang)


def _lines(table: Table, lang: str) -> list[Any]:
    """The two lines, each named at its end."""
    import altair as alt

    rows = table.to_records()
    names = {
        "gross": (INK, say(lang, ("Løn og tilskud", "før skat"), ("Wage and", "supplement", "before tax"))),
        "net": (BLUE, say(lang, ("Til rådighed", "efter skat"), ("Disposable", "after tax"))),
    }
    layers = []
    for key, (colour, name) in names.items():
        chart = alt.Chart(inline({"hours": row["hours"], key: row[key]} for row in rows))
        layers.append(chart.mark_line(color=colour, strokeWidth=2.6).encode(hours_axis(lang), _money(key, lang)))
        end = alt.Chart(inline([{"hours": rows[-1]["hours"], key: rows[-1][key], "name": list(name)}]))
        layers.append(
            end.mark_text(color=colour, align="left", dx=8, fontSize=12, fontWeight="bold", lineHeight=14, baseline="middle").encode(
                hours_axis(lang), _money(key, lang), alt.Text("name:N")
            )
        )
    return layers


def _money(key: str, lang: str) -> Any:
    import altair as alt

    axis = upright(say(lang, "kr. pr. md.", "DKK a month"), format=",.0f", tickCount=6)
    return alt.Y(f"{key}:Q", scale=alt.Scale(zero=False, nice=True), axis=axis)


def _points(inc: Incentives, lang: str) -> list[Any]:
    """The two amounts where the person stands, beside the line and not on it."""
    import altair as alt

    if inc.here <= 0.0:
        return []
    flat = any(one.start <= inc.here <= one.end for one in zones_of(inc))
    right = inc.here < _ROOM_LEFT or (flat and inc.here < FULL_TIME - _ROOM_LEFT)
    side: dict[str, Any] = {"align": "left" if right else "right", "dx": 8 if right else -8, "dy": 13 if right and not flat else -11}
    layers = []
    for key, colour, value in (("gross", INK, inc.path.value(GROSS, inc.here)), ("net", BLUE, inc.path.value(NET, inc.here) / MONTHS)):
        point = alt.Chart(inline([{"hours": inc.here, key: value, "text": kroner(value, lang)}]))
        layers.append(point.mark_point(color=colour, filled=True, size=80, opacity=1).encode(hours_axis(lang), _money(key, lang)))
        layers.append(point.mark_text(color=colour, fontSize=12, fontWeight="bold", **side).encode(hours_axis(lang), _money(key, lang), alt.Text("text:N")))
    return layers


def _turn(kink: Kink) -> float:
    """How much a kink is seen: the turn of the slope and the jump [kr/month an hour, kr/month]."""
    per_month = MONTHS if kink.target == NET else 1.0
    return (abs(kink.slope_after - kink.slope_before) + abs(kink.jump)) / per_month


def _marks(inc: Incentives) -> list[_Mark]:
    """The kinks that are seen, those close together under one number, the weightiest few, by place."""
    marks: list[_Mark] = []
    for kink in sorted((one for one in inc.kinks if _turn(one) >= _SEEN), key=lambda one: one.place):
        if marks and kink.place - marks[-1].place < _ONE_MARK:
            marks[-1] = _Mark(marks[-1].place, (*marks[-1].kinks, kink))
        else:
            marks.append(_Mark(kink.place, (kink,)))
    weightiest = sorted(marks, key=lambda one: one.weight, reverse=True)[:_MOST_MARKS]
    return sorted(weightiest, key=lambda one: one.place)


def _kinks(table: Table, marks: Sequence[_Mark], lang: str) -> list[Any]:
    """A ring on each line that turns, and the mark's number above the axis."""
    import altair as alt

    layers = []
    at = {row["hours"]: row for row in table.to_records()}
    for key, target, colour in (("gross", GROSS, INK), ("net", NET, BLUE)):
        places = [one.place for mark in marks for one in mark.kinks if one.target == target]
        rows = [{"hours": place, key: row[key]} for place in places if (row := _nearest(at, place)) is not None]
        if rows:
            layers.append(
                alt.Chart(inline(rows)).mark_point(color=colour, fill="white", size=46, strokeWidth=1.8, opacity=1).encode(hours_axis(lang), _money(key, lang))
            )
    numbers = [{"hours": mark.place, "number": str(index)} for index, mark in enumerate(marks, 1)]
    if numbers:
        chart = alt.Chart(inline(numbers))
        layers.append(chart.mark_point(shape="circle", filled=True, color=SOFT, size=210, opacity=1).encode(hours_axis(lang), y=at_pixel(HEIGHT - 12)))
        layers.append(chart.mark_text(color="white", fontSize=11, fontWeight="bold").encode(hours_axis(lang), alt.Text("number:N"), y=at_pixel(HEIGHT - 12)))
    return layers


def _nearest(at: dict[float, dict[str, Any]], place: float) -> dict[str, Any] | None:
    found = min(at, key=lambda one: abs(one - place), default=None)
    return at[found] if found is not None and abs(found - place) < _ONE_MARK else None


def _captions(marks: Sequence[_Mark], kinks: int, lang: str) -> list[str]:
    """What each number stands for, and how many kinks have none."""
    lines = []
    for index, mark in enumerate(marks, 1):
        causes = list(dict.fromkeys(f"{one.rule.title(lang)} ({one.law})" for one in mark.kinks))
        unit = say(lang, "timer", "hours")
        lines.append(f"{index}:  {hours_text(mark.place, lang)} {unit}: {'; '.join(causes[:3])}{' ...' if len(causes) > 3 else ''}")
    unmarked = kinks - sum(len(mark.kinks) for mark in marks)
    if unmarked > 0:
        lines.append(say(lang, f"Desuden {unmarked} mindre knæk uden nummer.", f"And {unmarked} smaller kinks without a number."))
    return lines


def _alt(inc: Incentives, lang: str) -> str:
    gross, net = inc.path.value(GROSS, inc.here), inc.path.value(NET, inc.here) / MONTHS
    start, end = (inc.path.value(NET, place) / MONTHS for place in (0.0, inc.path.segments[-1].end))
    zone = "".join(
        say(
            lang,
            f" Mellem {hours_text(one.start, lang)} og {hours_text(one.end, lang)} timer er linjen før skat vandret: {why(one.why, inc.law, lang)}.",
            f" Between {hours_text(one.start, lang)} and {hours_text(one.end, lang)} hours the line before tax is flat: {why(one.why, inc.law, lang)}.",
        )
        for one in zones_of(inc)
    )
    return say(
        lang,
        f"Linjefigur, {place_text(inc, lang)}. Til rådighed efter skat går fra {format_number(start, lang, 0)} til {kroner(end, lang)} om måneden over timerne; "
        f"i dag {kroner(gross, lang)} før skat og {kroner(net, lang)} efter skat.{zone}",
        f"Line chart, {place_text(inc, lang)}. Disposable income goes from {format_number(start, lang, 0)} to {kroner(end, lang)} a month over the hours; "
        f"today {kroner(gross, lang)} before tax and {kroner(net, lang)} after tax.{zone}",
    )
