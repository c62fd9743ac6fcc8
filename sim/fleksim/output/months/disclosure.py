"""Small groups of a user's own microdata are not shown in results of months.

Persons of the months are counted with their weights and over replications; how many of the sample are behind a number is
told by the mean weight. Hidden are numbers of persons fewer than 5 of the sample, everything told of such groups, and, where
a single part of a whole would be hidden, the smallest other part too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.results import Estimate, MonthResults
from fleksim.analysis.months.variables import variables
from fleksim.kernel.layout import FIRST_CELLS, GROUP_SIZES, Grouping, Measure, State
from fleksim.output.basis import say
from fleksim.output.results.disclosure import PROTECTED
from fleksim.output.results.suppression import LEAST

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_COUNTED = ("personer", "personmaaneder", "fuldtidspersoner")
# The parts of a whole are the last dimensions: of moves both, of paths all.
_WHOLES: Mapping[str, int] = {"stocks": 1, "moves": 2, "paths": 3, "hours_bands": 1, "left_for": 1}


def protect(results: MonthResults) -> MonthResults:
    """The results with NaN for what could tell of fewer than 5 persons. Others than own data as they are; twice is as once."""
    if not results.own_data or PROTECTED in results.provenance:
        return results
    least = fewest(results)
    first = _hidden(results, results.estimates[results.baseline.name], least)
    estimates: dict[str, dict[str, Estimate]] = {}
    for name, found in results.estimates.items():
        hidden = _hidden(results, found, least)
        estimates[name] = {key: _masked(one, hidden[key], hidden[key] | first[key]) for key, one in found.items()}
    bars = results.bars if results.rows >= LEAST else ()
    return replace(results, estimates=estimates, bars=bars, provenance={**results.provenance, PROTECTED: LEAST})


def fewest(results: MonthResults) -> float:
    """The real persons that 5 of the sample stand for; at least 5. Without own data nothing is too few."""
    if not results.own_data:
        return 0.0
    persons = float(results.of(results.baseline.name, "stocks").value[0, : State.IKKE_KOMMET].sum())
    return LEAST * max(persons / results.rows if results.rows else 1.0, 1.0)


def note(results: MonthResults, lang: str) -> str:
    """What a dash means in the tables of these results."""
    if results.own_data:
        return say(
            lang,
            f"–: skjult eller uden indhold. Tal om færre end {LEAST} personer i egne data vises ikke.",
            f"–: hidden or without content. Numbers on fewer than {LEAST} persons of your own data are not shown.",
        )
    return say(
        lang,
        "–: intet tal, fx fordi gældende lov ikke sammenlignes med sig selv, eller fordi ingen er omfattet.",
        "–: no number, for instance because the law in force is not compared with itself, or because nobody is concerned.",
    )


def few(values: Floats, least: float) -> Flags:
    """Some persons, but fewer than may be shown."""
    # A hair below: weights and sums of replications are not exact.
    return np.asarray((values > 0.0) & (values < least * (1.0 - 1e-9)))


def _masked(one: Estimate, level: Flags, change: Flags) -> Estimate:
    return Estimate(
        np.where(level, np.nan, one.value),
        np.where(level, np.nan, one.se),
        np.where(change, np.nan, one.difference),
        np.where(change, np.nan, one.difference_se),
    )


def _hidden(results: MonthResults, found: Mapping[str, Estimate], least: float) -> dict[str, Flags]:
    """What is hidden of each quantity of a scenario."""
    if results.rows < LEAST:
        return {key: np.ones(np.shape(one.value), np.bool_) for key, one in found.items()}
    hidden: dict[str, Flags] = {}
    for key, one in found.items():
        value = np.asarray(one.value, float)
        unit = variables()[key].unit
        small = few(value, least) if unit in _COUNTED else np.zeros(value.shape, np.bool_)
        hidden[key] = _covered(value, small, _WHOLES[key]) if key in _WHOLES else small
    return {**hidden, **_told_of_few(found, hidden, least)}


def _told_of_few(found: Mapping[str, Estimate], hidden: Mapping[str, Flags], least: float) -> dict[str, Flags]:
    """Shares, means and money of groups that are too small."""
    more: dict[str, Flags] = {}
    if "groups" in found:
        more["groups"] = _cells(found["groups"].value, least)
    if "headlines" in found:
        value = found["headlines"].value
        more["headlines"] = few(value, least) & _counts_persons()
    if {"survival", "at_risk"} <= found.keys():
        more["survival"] = few(found["at_risk"].value, least)
    if "in_job_years" in found:
        for key in ("rise", "fall", "change"):
            more[key] = few(found["in_job_years"].value, least)
    if {"mean_hours", "stocks"} <= found.keys():
        more["mean_hours"] = few(found["stocks"].value[:, State.FLEKSJOB], least)
    if {"retention_jobs", "retention_money"} <= found.keys():
        more["retention_money"] = hidden["retention_jobs"] | hidden["retention_jobs"].any()
    if {"balance_year", "stocks"} <= found.keys() and few(found["stocks"].value.sum(axis=1), least).any():
        money = [key for key in found if variables()[key].unit in ("kr", "kr/aar")]
        more |= {key: np.ones(np.shape(found[key].value), np.bool_) for key in money}
    return more


def _counts_persons() -> Flags:
    from fleksim.analysis.months.headlines import HEADLINES

    return np.array([not one.of_money for one in HEADLINES.values()], np.bool_)


def _cells(values: Floats, least: float) -> Flags:
    """All measures of groups with too few persons; of a grouping never one group alone, which the others would tell."""
    persons = values[:, :, Measure.PERSONMAANEDER]
    small = few(persons, least)
    for grouping in Grouping:
        here = slice(FIRST_CELLS[grouping], FIRST_CELLS[grouping] + GROUP_SIZES[grouping])
        small[:, here] = _covered(persons[:, here], small[:, here], 1)
    return np.broadcast_to(small[:, :, None], values.shape).copy()


def _covered(values: Floats, small: Flags, parts: int) -> Flags:
    """Where exactly one part of a whole is hidden, the smallest other that is not nought is hidden too."""
    shape = values.shape
    flat, hidden = values.reshape(*shape[: len(shape) - parts], -1), small.reshape(*shape[: len(shape) - parts], -1).copy()
    alone = hidden.sum(axis=-1) == 1
    others = np.where(hidden | (flat <= 0.0), np.inf, flat)
    place = others.argmin(axis=-1)
    can = alone & np.isfinite(others.min(axis=-1))
    np.put_along_axis(hidden, place[..., None], np.take_along_axis(hidden, place[..., None], -1) | can[..., None], -1)
    return np.asarray(hidden.reshape(shape))
