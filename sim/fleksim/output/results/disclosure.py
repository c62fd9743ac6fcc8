"""Small groups of a user's own microdata are not shown, nor what would give them away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from fleksim.analysis.results import EVERYBODY, Behind, Results, StatisticInfo
from fleksim.output.basis import say
from fleksim.output.numbers import SHARE
from fleksim.output.results.suppression import LEAST, Block, Counts, relations_of, suppress
from fleksim.people.municipalities import find

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# The rows of a group whose number is not shown.
HIDDEN_ROWS = -1
# In the provenance of results that are protected: the least number of persons shown.
PROTECTED = "least_persons_shown"

_BUCKETS = ("taber_over_5", "taber_under_5", "uaendret", "vinder_under_5", "vinder_over_5")
_UNCHANGED = "uaendret"
# How many of a group the incentives are about.
_AT_WORK, _OF_THOSE_AT_WORK = "i_fleksjob", "incitament"
_BAND = re.compile(r"(metr_[a-z]+)_(?:under_0|0_50|50_80|80_100|100)")
# Shares of persons that add up with no other, and shares of money, which count nobody.
_ALONE = re.compile(r"nul_gevinst|loenloft_binder|komp_over_80|fgt0_\d+")
_OF_MONEY = re.compile(r"metr_[a-z]+|fgt[1-9]_\d+|share_\d+|gini.*|atkinson.*")
_EXTREME = re.compile(r"(min|max|maks|mindste|stoerste|laveste|hoejeste)(_|$)")
_AT_WORK_PLACES = ("fleksjob", "fleksjob_gammel", "sociale_kapitler")
_ACCOUNTS = ("strom_", "balance_")


def protect(results: Results, behind: Behind | None = None, nested: Sequence[tuple[int, Sequence[int]]] = ()) -> Results:
    """The results with what could tell of fewer than 5 persons hidden: NaN, and -1 rows. Others than own data as they are.

    behind: who is behind each number, if the results do not say themselves. Without either, each is taken to be about all rows of its group (the incentives: about
    those in `i_fleksjob`), a share to count its part of them, and an amount to differ from the baseline for those outside
    `uaendret`: right where weights are equal. nested: groups that consist of groups of another grouping, as places;
    regions of municipalities, and groups of the very same numbers, are known without. Protecting twice changes nothing.
    """
    if not results.own_data or PROTECTED in results.provenance:
        return results
    everybody = next((index for index, one in enumerate(results.groups) if one.grouping == EVERYBODY), None)
    groupings = [results.grouping(name) for name in dict.fromkeys(one.grouping for one in results.groups) if name != EVERYBODY]
    relations = relations_of(everybody, groupings, [*_municipalities_in_regions(results), *_out_of_work(results), *_twins(results), *nested])
    groups = np.zeros((len(results.groups), 1), np.bool_)
    rows = np.asarray(results.rows, np.int64)[:, None]
    suppress(groups, Counts(rows, rows, np.zeros_like(rows), np.zeros(1, np.bool_)), [Block((0,))], relations, everybody)
    behind = behind or results.behind or _estimated(results)
    hidden = np.broadcast_to(groups, results.value.shape).copy()
    hidden[:, :, [bool(_EXTREME.match(one.key)) for one in results.statistics]] = True
    share = np.array([_counts_persons(one) for one in results.statistics], np.bool_)
    for scenario in range(len(results.scenarios)):
        change = np.where(share, behind.count[scenario] - behind.count[0], 0)
        suppress(
            hidden[scenario], Counts(behind.base[scenario], behind.count[scenario], change, share), _blocks(results, behind, scenario), relations, everybody
        )
    return _masked(results, hidden, groups[:, 0])


def note(results: Results, lang: str) -> list[str]:
    """What a dash means in the tables of these results, if there may be one."""
    if results.own_data:
        return [
            say(
                lang,
                f"–: skjult eller uden indhold. Tal om færre end {LEAST} personer i egne data vises ikke, og heller ikke tal, de kan regnes ud af.",
                f"–: hidden or without content. Numbers on fewer than {LEAST} persons of your own data are not shown, nor those that would tell them.",
            )
        ]
    if np.isnan(results.value).any():
        return [say(lang, "–: intet tal, fordi ingen er omfattet.", "–: no number, because nobody is concerned.")]
    return []


def _masked(results: Results, hidden: Flags, groups: Flags) -> Results:
    """A difference is hidden where either of its levels is."""
    either = hidden | hidden[:1]
    return replace(
        results,
        value=np.where(hidden, np.nan, results.value),
        value_se=np.where(hidden, np.nan, results.value_se),
        difference=np.where(either, np.nan, results.difference),
        difference_se=np.where(either, np.nan, results.difference_se),
        rows=np.where(groups, HIDDEN_ROWS, results.rows),
        persons=np.where(groups, np.nan, results.persons),
        provenance={**results.provenance, PROTECTED: LEAST},
    )


def _estimated(results: Results) -> Behind:
    """Who is behind each number, as far as the results themselves tell."""
    rows = np.asarray(results.rows, np.int64)
    base = np.broadcast_to(rows[None, :, None], results.value.shape).copy()
    share = np.array([_counts_persons(one) for one in results.statistics], np.bool_)
    keys = [one.key for one in results.statistics]
    part = np.nan_to_num(results.value)
    persons = np.array([one.total and one.unit == "personer" for one in results.statistics], np.bool_)
    part[:, :, persons] /= np.where(results.persons > 0.0, results.persons, 1.0)[None, :, None]
    if _AT_WORK in keys:
        at_work = np.rint(part[:, :, keys.index(_AT_WORK)] * rows).astype(np.int64)
        of_them = np.array([one.family == _OF_THOSE_AT_WORK and not one.total for one in results.statistics], np.bool_)
        base[:, :, of_them] = at_work[:, :, None]
    counted = np.rint(part * base).astype(np.int64)
    touched = base.copy()
    if _UNCHANGED in keys:
        touched[1:] = (rows - counted[:, :, keys.index(_UNCHANGED)])[1:, :, None]
    return Behind(base, np.where(share, counted, touched))


def _counts_persons(one: StatisticInfo) -> bool:
    """Whether it is a number or a share of persons."""
    return (one.unit == "personer" and one.total) or (one.unit == SHARE and not one.total and not _OF_MONEY.fullmatch(one.key))


def _blocks(results: Results, behind: Behind, scenario: int) -> list[Block]:
    """Shares of one whole together, the flows together, the balances together, and others by whom they are about."""
    found: dict[object, list[int]] = {}
    for index, one in enumerate(results.statistics):
        same = (behind.base[scenario, :, index].tobytes(), behind.count[scenario, :, index].tobytes())
        found.setdefault(_whole_of(one) or same, []).append(index)
    return [Block(tuple(indices), _adds_up(results, indices)) for indices in found.values()]


def _adds_up(results: Results, indices: Sequence[int]) -> bool:
    return len(indices) > 1 and all(_counts_persons(results.statistics[index]) for index in indices)


def _whole_of(one: StatisticInfo) -> str | None:
    """What a statistic is a part of; shares that are not known are taken to add up with the others of their family."""
    if one.key in _BUCKETS:
        return "buckets"
    if band := _BAND.fullmatch(one.key):
        return band[1]
    if account := next((prefix for prefix in _ACCOUNTS if one.key.startswith(prefix)), None):
        return account
    if one.total:
        return None
    if _counts_persons(one):
        return f"alone {one.key}" if _ALONE.fullmatch(one.key) else f"family {one.family}"
    return None


def _municipalities_in_regions(results: Results) -> list[tuple[int, list[int]]]:
    """The regions, each with its municipalities, where results have both."""
    regions = {_plain(word): place for place in results.grouping("region") for word in (results.groups[place].key, results.groups[place].da)}
    members: dict[int, list[int]] = {place: [] for place in regions.values()}
    for place in results.grouping("kommune"):
        known = find(results.groups[place].key) or find(results.groups[place].da)
        region = regions.get(_plain(known.region)) if known else None
        if region is not None:
            members[region].append(place)
    return list(members.items())


def _out_of_work(results: Results) -> list[tuple[int, list[int]]]:
    """The groups without hours and without a wage, each with the places of those out of work."""
    places = [place for place in results.grouping("place") if results.groups[place].key not in _AT_WORK_PLACES]
    without = {"timebaand": "0", "loenbaand": "ingen"}
    return [(place, places) for place, one in enumerate(results.groups) if places and without.get(one.grouping) == one.key]


def _twins(results: Results) -> list[tuple[int, list[int]]]:
    """Groups of different groupings that are the same persons, by their numbers: what one shows, the other does."""
    first: dict[bytes, int] = {}
    found = []
    for place, one in enumerate(results.groups):
        if one.grouping == EVERYBODY:
            continue
        looks = results.value[:, place].tobytes() + np.asarray(results.rows[place]).tobytes()
        if results.rows[place] > 0 and first.setdefault(looks, place) != place:
            found.append((first[looks], [place]))
    return found


def _plain(name: str) -> str:
    return name.casefold().removeprefix("region").strip(" _")
