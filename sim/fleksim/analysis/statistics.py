"""The statistics that are printed: totals, means and shares made of measures, with titles and units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fleksim.analysis.ledger import FLOWS, SECTORS
from fleksim.analysis.measures import MARGINS_MEASURED, RATE_BANDS
from fleksim.analysis.results import StatisticInfo
from fleksim.words import MONTHS


@dataclass(frozen=True)
class Statistic:
    """A sum of a measure, or its ratio to another, over a group. per: divides what is printed (12 for a month).

    gain: the statistic is a change by nature, so its value is the difference from the baseline.
    """

    info: StatisticInfo
    measure: str
    over: str | None = None
    per: float = 1.0
    gain: bool = False


def _total(family: str, key: str, da: str, en: str, measure: str | None = None, unit: str = "kr/aar") -> Statistic:
    return Statistic(StatisticInfo(key, da, en, unit=unit, family=family), measure or key)


def _ratio(family: str, key: str, da: str, en: str, measure: str, over: str, unit: str = "andel", per: float = 1.0, gain: bool = False) -> Statistic:
    return Statistic(StatisticInfo(key, da, en, unit=unit, family=family, total=False), measure, over, per, gain)


@cache
def statistics() -> tuple[Statistic, ...]:
    """Every statistic made of measures, in the order they are shown."""
    return (
        _total("personer", "personer", "Personer", "Persons", unit="personer"),
        _total("indkomst", "disponibel_indkomst", "Disponibel indkomst", "Disposable income"),
        _ratio("indkomst", "middel_disponibel", "Disponibel indkomst, gennemsnit", "Disposable income, mean", "disponibel_indkomst", "personer", "kr/aar"),
        _ratio("indkomst", "middel_egen", "Egen indkomst efter skat, gennemsnit", "Own income after tax, mean", "egen_indkomst", "personer", "kr/aar"),
        _ratio("indkomst", "middel_aekvivaleret", "Ækvivaleret indkomst, gennemsnit", "Equivalised income, mean", "aekvivaleret", "personer", "kr/aar"),
        *_winners(),
        *_incentives(),
        *(_total("regnskab", f"strom_{one.name}", one.da, one.en) for one in FLOWS),
        *(_total("balance", f"balance_{one.name}", one.da, one.en) for one in SECTORS),
        _total("balance", "udgift_brutto", "Ydelser før skat", "Benefits before tax"),
        _total("balance", "provenu", "Stat og kommune i alt", "State and municipality"),
        _total("balance", "provenu_efter_tilbageloeb", "Stat og kommune efter tilbageløb", "State and municipality after indirect taxes"),
        _total("pris", "timer", "Timer i job", "Hours worked", unit="timer/aar"),
        _ratio(
            "pris",
            "arbejdsgiver_pr_time",
            "Arbejdsgiverens omkostning pr. time",
            "Employer cost per effective hour",
            "arbejdsgiver_timeloen",
            "timer",
            "kr/time",
        ),
    )


def _winners() -> Iterator[Statistic]:
    for key, da, en in (
        ("taber_over_5", "Taber over 5 pct.", "Lose over 5 per cent"),
        ("taber_under_5", "Taber under 5 pct.", "Lose under 5 per cent"),
        ("uaendret", "Uændret", "No change"),
        ("vinder_under_5", "Vinder under 5 pct.", "Gain under 5 per cent"),
        ("vinder_over_5", "Vinder over 5 pct.", "Gain over 5 per cent"),
    ):
        yield _ratio("vindere", key, da, en, key, "personer")
    yield _ratio("vindere", "middel_gevinst", "Gevinst, gennemsnit", "Gain, mean", "balance_husstand", "personer", "kr/aar", gain=True)


_MARGIN_TITLES = {
    "timer": ("en time mere om ugen", "an hour a week more"),
    "loen": ("en krone mere i timen", "a krone an hour more"),
    "intensitet": ("højere intensitet", "higher intensity"),
}
_BAND_TITLES = {
    "under_0": ("under 0 pct.", "below 0 per cent"),
    "0_50": ("0-50 pct.", "0-50 per cent"),
    "50_80": ("50-80 pct.", "50-80 per cent"),
    "80_100": ("80-100 pct.", "80-100 per cent"),
    "100": ("100 pct. og derover", "100 per cent and over"),
}


def _incentives() -> Iterator[Statistic]:
    at_work = "i_fleksjob"
    yield _total("incitament", at_work, "I fleksjob med timer", "In a fleksjob with hours", unit="personer")
    yield _ratio("incitament", "nul_gevinst", "Næste time giver intet før skat", "The next hour pays nothing before tax", "nul_gevinst", at_work)
    yield _ratio("incitament", "loenloft_binder", "Lønloftet binder", "The wage ceiling binds", "loenloft_binder", at_work)
    yield _ratio("incitament", "naeste_time", "Næste time, netto", "The next hour, net", "naeste_time", at_work, "kr/md", MONTHS)
    yield _ratio("incitament", "komp_over_80", "Nettokompensationsgrad over 80 pct.", "Net compensation rate over 80 per cent", "komp_over_80", at_work)
    for margin in MARGINS_MEASURED:
        da, en = _MARGIN_TITLES[margin]
        yield _ratio("incitament", f"metr_{margin}", f"Sammensat marginalskat, {da}", f"Marginal effective tax rate, {en}", f"metr_{margin}", f"har_{margin}")
        for band in RATE_BANDS:
            band_da, band_en = _BAND_TITLES[band]
            key = f"metr_{margin}_{band}"
            yield _ratio("incitament", key, f"Marginalskat {band_da}, {da}", f"Marginal rate {band_en}, {en}", key, f"har_{margin}")
