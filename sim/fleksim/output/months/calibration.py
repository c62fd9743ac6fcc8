"""The calibration of the months as tables: what was fitted, and every published figure against the months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fleksim.dynamics.calibrate import FALL, FIRST_HOURS, Comparison
from fleksim.dynamics.clock import label
from fleksim.output.basis import say
from fleksim.output.table import Column, Table
from fleksim.parameters.months import month_parameter

if TYPE_CHECKING:
    from fleksim.dynamics.calibrate import Fit

_USES = {
    "fit": ("Fittet", "Fitted"),
    "follows": ("Følger af fittede", "Follow from fitted ones"),
    "given": ("Givet udefra", "Given from outside"),
    "predict": ("Forudsagt (efter 2019)", "Predicted (after 2019)"),
    "compare": ("Sammenlignet, et andet mål", "Compared, another measure"),
    "no": ("Ikke sammenligneligt", "Not comparable"),
}
_LONGEST = 70


def comparison_table(compared: list[Comparison], lang: str) -> Table:
    """Every row of the targets, by what it is used for; none is left out."""
    ordered = sorted(compared, key=lambda one: list(_USES).index(one.target.use))
    rows: list[list[object]] = []
    sections: dict[int, str] = {}
    last = ""
    for one in ordered:
        if one.target.use != last:
            last = one.target.use
            sections[len(rows)] = say(lang, *_USES[last])
        rows.append(_row(one, lang))
    counts = {use: [one for one in compared if one.target.use == use] for use in _USES}
    fitted, predicted = counts["fit"], counts["predict"]
    outside = sum(one.met is False for one in fitted)
    mean = sum(abs(one.error or 0.0) for one in predicted) / max(len(predicted), 1)
    note = say(
        lang,
        f"{len(fitted)} fittede, {outside} uden for tolerancen; {len(predicted)} forudsagte, {_percent(mean, lang)} fejl i gennemsnit. Tolerance: den relative afstand, en fittet "
        "størrelse må have.",
        f"{len(fitted)} fitted, {outside} outside their tolerance; {len(predicted)} predicted, {_percent(mean, lang)} error on average. Tolerance: the relative distance a "
        "fitted figure may have.",
    )
    title = say(lang, "Månederne mod de offentliggjorte tal", "The months against published figures")
    columns = [
        Column("id", "id", kind="text"),
        Column("quantity", say(lang, "Størrelse", "Quantity"), kind="text"),
        Column("period", say(lang, "Periode", "Period"), kind="text"),
        Column("published", say(lang, "Offentliggjort", "Published"), decimals=1),
        Column("months", say(lang, "Månederne", "The months"), decimals=1),
        Column("error", say(lang, "Fejl", "Error"), "andel", 1),
        Column("tolerance", "Tolerance", "andel", 0),
        Column("met", say(lang, "Inden for", "Within"), kind="text"),
        Column("reason", say(lang, "Bemærkning", "Remark"), kind="text"),
    ]
    return Table(title, columns, rows, [note], sections, lang)


def _percent(share: float, lang: str) -> str:
    text = f"{share * 100:.1f}"
    return say(lang, text.replace(".", ",") + " pct.", text + " per cent")


def _row(one: Comparison, lang: str) -> list[object]:
    target = one.target
    name = target.quantity if len(target.quantity) <= _LONGEST else target.quantity[: _LONGEST - 1] + "…"
    if one.found is None:
        return [target.id, name, "", None, None, None, None, "", target.reason]
    period = label(target.first) if target.first == target.last else f"{label(target.first)} – {label(target.last)}"
    within = say(lang, "ja" if one.met else "nej", "yes" if one.met else "no")
    remark = target.reason or (say(lang, "mindst", "at least") if target.bound else "")
    return [target.id, name, period, target.number, one.found, one.error, target.tolerance, within, remark]


def fit_table(fit: Fit, lang: str) -> Table:
    """What was fitted: the value before and after, with the range of the assumption."""
    rows = []
    for name, value in fit.values.items():
        if name in (FIRST_HOURS, FALL):
            title = {
                FIRST_HOURS: ("Timer i nye fleksjob 2013", "Hours of new fleksjob in 2013"),
                FALL: ("Timer i nye fleksjob, ganget med hvert år", "Hours of new fleksjob, multiplied by each year"),
            }[name]
            rows.append([name, say(lang, *title), fit.before[name], value, None, None])
            continue
        one = month_parameter(name)
        dated = one.values[0]
        rows.append([name, one.title(lang), fit.before[name], value, dated.low, dated.high])
    columns = [
        Column("name", say(lang, "Navn", "Name"), kind="text"),
        Column("title", say(lang, "Antagelse", "Assumption"), kind="text"),
        Column("before", say(lang, "Før", "Before"), decimals=5),
        Column("fitted", say(lang, "Fittet", "Fitted"), decimals=5),
        Column("low", say(lang, "Lavest", "Lowest"), decimals=5),
        Column("high", say(lang, "Højest", "Highest"), decimals=5),
    ]
    return Table(say(lang, f"Fittede antagelser, {fit.tries} forsøg", f"Fitted assumptions, {fit.tries} tries"), columns, rows, (), {}, lang)
