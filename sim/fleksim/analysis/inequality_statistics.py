"""Titles and units of the measures of inequality and poverty."""

from __future__ import annotations

from collections.abc import Iterable

from fleksim.analysis.inequality import measure_names
from fleksim.analysis.results import StatisticInfo

_TITLES = {
    "mean": ("Ækvivaleret indkomst, gennemsnit", "Equivalised income, mean", "kr/aar"),
    "median": ("Ækvivaleret indkomst, median", "Equivalised income, median", "kr/aar"),
    "gini": ("Gini-koefficient", "Gini coefficient", "indeks"),
    "atkinson_05": ("Atkinsons indeks (0,5)", "Atkinson's index (0.5)", "indeks"),
    "atkinson_1": ("Atkinsons indeks (1)", "Atkinson's index (1)", "indeks"),
}
_POWERS = {
    "0": ("Andel under fattigdomsgrænsen ({} pct. af medianen)", "Share below the poverty line ({} per cent of the median)"),
    "1": ("Fattigdomsgab ({} pct. af medianen)", "Poverty gap ({} per cent of the median)"),
    "2": ("Kvadreret fattigdomsgab ({} pct. af medianen)", "Squared poverty gap ({} per cent of the median)"),
}


def inequality_statistics(lines: Iterable[str]) -> list[StatisticInfo]:
    """The measures in their order; lines: names of poverty lines (`50`: half of the median)."""
    return [_info(name) for name in measure_names(dict.fromkeys(lines, 1.0))]


def _info(name: str) -> StatisticInfo:
    if name in _TITLES:
        da, en, unit = _TITLES[name]
        return StatisticInfo(name, da, en, unit=unit, family="ulighed", total=False)
    kind, _, last = name.rpartition("_")
    if kind == "share":
        return StatisticInfo(name, f"{last}. decils andel af indkomsten", f"Income share of decile {last}", unit="andel", family="ulighed", total=False)
    da, en = _POWERS[kind.removeprefix("fgt")]
    return StatisticInfo(name, da.format(last), en.format(last), unit="andel", family="ulighed", total=False)
