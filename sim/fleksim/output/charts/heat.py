"""What the next hour is worth, over hours and hourly wage, with the zone where it is worth nothing before tax."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.instruments import NET
from fleksim.analysis.summary import Incentives
from fleksim.analysis.zones import GROSS
from fleksim.output.basis import footer_of, say
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.style import INK, LIGHT_ORANGE, framed, hours_axis, inline, upright
from fleksim.output.numbers import format_number, kroner
from fleksim.output.sentences import why
from fleksim.output.table import Column, Table
from fleksim.problems import one_problem
from fleksim.words import FLEKSJOB, MONTHS

if TYPE_CHECKING:
    import xarray as xr

Floats = npt.NDArray[np.float64]

# A gain below this before tax is none [kr/month].
NO_GAIN = 0.5
_STEP = 1.0
_PALE_TO_DEEP = ["#e3eef8", "#9ecae1", "#4292c6", "#08519c", "#062a5c"]
_HEIGHT = 380
# Up to these hours a name has room to the right.
_ROOM_TO = 30.0
# Cells reach a little under the next one, so that no seam shows between them.
_OVERLAP = 1.06


def heatmap(ds: xr.Dataset, inc: Incentives, lang: str = "da") -> Chart:
    """The gain of the next hour a week [kr/month after tax] over hours and hourly wage.

    ds: a grid, dims (hours, hourly_wage), at least an hour long. inc: the same case's incentives, for the ceiling and
    where the person stands. The hour that begins the job is left out: it brings the whole supplement. Raises InputError
    for a grid too short.
    """
    table = _table(ds, inc, lang)
    title = say(lang, "Hvad den næste time er værd", "What the next hour is worth")
    subtitle = say(lang, "gevinst efter skat ved en time mere om ugen, kr. pr. md.", "gain after tax of one more hour a week, DKK a month")
    layers = [*_cells(table, ds, lang), *_ceiling(table, inc, lang), *_here(table, inc, lang)]
    drawn = framed(layers, title, f"{inc.case.id}: {subtitle}", [], footer_of(ds.attrs, lang), lang, _HEIGHT)
    return Chart(drawn, table, title, {one: _alt(table, inc, one) for one in ("da", "en")}, lang)


def next_hour(ds: xr.Dataset, name: str) -> Floats:
    """The change of a variable over the next hour: dims (start, hourly_wage), for the starts that `starts` gives."""
    axis = np.asarray(ds["hours"].values, float)
    values = np.asarray(ds[name].values, float)
    ahead = starts(ds) + _STEP
    later = np.stack([np.interp(ahead, axis, values[:, column]) for column in range(values.shape[1])], axis=1)
    return np.asarray(later - values[np.isin(axis, starts(ds))], float)


def starts(ds: xr.Dataset) -> Floats:
    """The hours from which a whole hour more lies within the grid; not 0, where there is no job. Raises InputError."""
    axis = np.asarray(ds["hours"].values, float)
    found = axis[(axis > 0.0) & (axis + _STEP <= axis[-1] + 1e-9)]
    if not found.size:
        raise one_problem("the grid spans no hour to gain from", way_out="Give hours such as 0:37:0.5.")
    return np.asarray(found, float)


def _table(ds: xr.Dataset, inc: Incentives, lang: str) -> Table:
    columns = [
        Column("hours", say(lang, "Betalte timer", "Paid hours"), "timer/uge", 2),
        Column("hourly_wage", say(lang, "Timeløn", "Hourly wage"), "kr/time", 2),
        Column("gain", say(lang, "Gevinst efter skat", "Gain after tax"), "kr/md", 2),
        Column("gain_gross", say(lang, "Gevinst før skat", "Gain before tax"), "kr/md", 2),
    ]
    net, gross = next_hour(ds, NET) / MONTHS, next_hour(ds, GROSS)
    wages = [float(one) for one in ds["hourly_wage"].values]
    rows = [[float(at), pay, float(net[i, j]), float(gross[i, j])] for i, at in enumerate(starts(ds)) for j, pay in enumerate(wages)]
    return Table(say(lang, "Den næste times værdi", "The worth of the next hour"), columns, rows, [footer_of(ds.attrs, lang)], lang=lang)


def _spacing(values: list[float]) -> float:
    """The distance between neighbours; 1 where there is but one."""
    return min((two - one for one, two in pairwise(values)), default=1.0)


def _cells(table: Table, ds: xr.Dataset, lang: str) -> list[Any]:
    """A cell a point: blue by the gain, orange where there is none before tax."""
    import altair as alt

    wide, high = _spacing([float(one) for one in starts(ds)]), _spacing([float(one) for one in ds["hourly_wage"].values])
    paid: list[dict[str, float]] = []
    zone: list[dict[str, float]] = []
    for row in table.to_records():
        base = row["hourly_wage"] - high / 2
        cell = {"hours": row["hours"], "end": row["hours"] + wide * _OVERLAP, "wage": base, "top": base + high * _OVERLAP, "gain": round(row["gain"], 2)}
        (zone if row["gain_gross"] < NO_GAIN else paid).append(cell)
    most = max((one["gain"] for one in paid), default=1.0)
    x, y = _hours(lang), _wage(table, lang)
    legend = alt.Legend(
        title=say(lang, "kr. pr. md.", "DKK a month"),
        format=",.0f",
        gradientLength=150,
        titleFontWeight="normal",
        labelFontSize=12,
        titleFontSize=12,
        tickCount=5,
    )
    colour = alt.Color("gain:Q", scale=alt.Scale(range=_PALE_TO_DEEP, domain=[0, most], clamp=True, interpolate="lab"), legend=legend)
    layers = []
    if paid:
        layers.append(alt.Chart(inline(paid)).mark_rect(aria=False).encode(x, y, colour, x2="end:Q", y2="top:Q"))
    if zone:
        layers.append(alt.Chart(inline(zone)).mark_rect(color=LIGHT_ORANGE, aria=False).encode(x, y, x2="end:Q", y2="top:Q"))
        layers.append(_zone_label(zone, table, lang))
    return layers


def _zone_label(zone: list[dict[str, float]], table: Table, lang: str) -> Any:
    """The zone's name, in its middle."""
    import altair as alt

    middle = {"hours": float(np.mean([one["hours"] for one in zone])), "wage": float(np.mean([one["wage"] for one in zone]))}
    text = say(lang, ["0 kr. før skat", "for en ekstra time"], ["DKK 0 before tax", "for an extra hour"])
    label = alt.Chart(inline([{**middle, "text": text}])).mark_text(color=INK, fontSize=13, fontWeight="bold", lineHeight=16)
    return label.encode(_hours(lang), _wage(table, lang), alt.Text("text:N"))


def _hours(lang: str) -> Any:
    return hours_axis(lang, say(lang, "Betalte timer om ugen, før den ekstra time", "Paid hours a week, before the extra hour"))


def _wage(table: Table, lang: str) -> Any:
    import altair as alt

    wages = sorted({row[1] for row in table.rows})
    half = _spacing(wages) / 2
    axis = upright(say(lang, "Timeløn, kr. pr. time", "Hourly wage, DKK an hour"), format=",.0f", grid=False)
    return alt.Y("wage:Q", scale=alt.Scale(domain=[wages[0] - half, wages[-1] + half], nice=False, zero=False), axis=axis)


def _ceiling(table: Table, inc: Incentives, lang: str) -> list[Any]:
    """The wage at and below which the ceiling binds at any hours, where it follows the hourly wage."""
    import altair as alt

    columns = inc.case.columns
    wages = [row[1] for row in table.rows]
    follows = columns["status"] == FLEKSJOB and columns["fulltime_wage"] == 0.0 and inc.law.book.rules["loenloft_binder"].arguments
    if not follows or not min(wages) <= inc.ceiling_wage <= max(wages):
        return []
    limit = kroner(inc.ceiling_wage, lang, 2)
    text = say(lang, f"{limit}: derunder binder lønloftet ved ethvert timetal", f"{limit}: below it the wage ceiling binds at any hours")
    chart = alt.Chart(inline([{"wage": inc.ceiling_wage, "hours": 0.0, "text": text}]))
    label = chart.mark_text(color=INK, align="left", baseline="top", dx=24, dy=4, fontSize=12).encode(_hours(lang), _wage(table, lang), alt.Text("text:N"))
    return [chart.mark_rule(color=INK, strokeDash=[5, 4]).encode(_wage(table, lang)), label]


def _here(table: Table, inc: Incentives, lang: str) -> list[Any]:
    """Where the person stands, if the grid reaches there."""
    import altair as alt

    pay = inc.case.columns["hourly_wage"]
    wages = [row[1] for row in table.rows]
    if inc.here <= 0.0 or not min(wages) <= pay <= max(wages):
        return []
    chart = alt.Chart(inline([{"hours": inc.here, "wage": pay, "text": say(lang, "Her er du", "You are here")}]))
    x, y = _hours(lang), _wage(table, lang)
    point = chart.mark_point(color="white", fill=INK, filled=True, size=110, stroke="white", strokeWidth=2, opacity=1).encode(x, y)
    side: dict[str, Any] = {"align": "left", "dx": 10} if inc.here < _ROOM_TO else {"align": "right", "dx": -10}
    halo = chart.mark_text(**side, fontSize=13, fontWeight="bold", stroke="white", strokeWidth=3, color="white").encode(x, y, alt.Text("text:N"))
    words = chart.mark_text(**side, fontSize=13, fontWeight="bold", color=INK).encode(x, y, alt.Text("text:N"))
    return [point, halo, words]


def _alt(table: Table, inc: Incentives, lang: str) -> str:
    rows = table.to_records()
    gains = [row["gain"] for row in rows if row["gain_gross"] >= NO_GAIN]
    zone = len(rows) - len(gains)
    least, most = (format_number(one, lang, 0) for one in (min(gains, default=0.0), max(gains, default=0.0)))
    share = format_number(100.0 * zone / len(rows), lang, 0)
    reason = why("loenloft", inc.law, lang)
    return say(
        lang,
        f"Varmekort over timer og timeløn for {inc.case.id}. I {share} pct. af felterne giver en ekstra time 0 kr. før skat ({reason}); "
        f"i resten mellem {least} og {most} kr. om måneden efter skat.",
        f"Heat map over hours and hourly wage for {inc.case.id}. In {share} % of the cells an extra hour gives DKK 0 before tax ({reason}); "
        f"in the others between {least} and {most} DKK a month after tax.",
    )
