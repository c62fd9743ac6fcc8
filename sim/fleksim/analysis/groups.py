"""The groups that results are shown by: who a person is, where, and in which decile of incomes at the baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from fleksim.analysis.results import EVERYBODY, GroupInfo
from fleksim.people.municipalities import municipalities
from fleksim.problems import InputError, Problem, did_you_mean, printable

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
Cells = npt.NDArray[np.int32]

UNKNOWN = ("unknown", "Ukendt", "Unknown")
Label = tuple[str, str, str]


@dataclass(frozen=True)
class Persons:
    """What groupings look at: the population's table, the columns of the law, and incomes at the baseline [oere]."""

    table: pa.Table
    columns: Mapping[str, Floats]
    baseline_income: npt.NDArray[np.int64]
    decile_edges: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def size(self) -> int:
        return int(self.columns["status"].size)


@dataclass(frozen=True)
class Grouping:
    """A way of dividing persons: labels (key, da, en), and each person's place among them."""

    name: str
    da: str
    en: str
    labels: Sequence[Label]
    place: Callable[[Persons], npt.NDArray[np.integer]]

    def groups(self) -> list[GroupInfo]:
        return [GroupInfo(key, da, en, grouping=self.name, grouping_da=self.da, grouping_en=self.en) for key, da, en in self.labels]


def _of_attribute(name: str, da: str, en: str, *labels: Label) -> Grouping:
    """By a column of words in the population's table."""
    places = {label[0]: index for index, label in enumerate(labels)}

    def place(persons: Persons) -> npt.NDArray[np.integer]:
        column = persons.table.column(name).combine_chunks().dictionary_encode()
        known = np.array([places.get(str(one), len(labels)) for one in column.dictionary.to_pylist()] + [len(labels)], np.int32)
        found: npt.NDArray[np.integer] = known[np.asarray(column.indices.fill_null(len(known) - 1))]
        return found

    return Grouping(name, da, en, (*labels, UNKNOWN), place)


def _of_number(name: str, da: str, en: str, edges: Sequence[float], labels: Sequence[Label], number: Callable[[Persons], Floats]) -> Grouping:
    """By bands of a number: an edge belongs to the band above it."""
    return Grouping(name, da, en, labels, lambda persons: np.searchsorted(edges, number(persons), side="right"))


def _hours(persons: Persons) -> Floats:
    return persons.columns["hours"]


def _hours_band(persons: Persons) -> npt.NDArray[np.integer]:
    """The bands of the published distribution: 1-5 holds up to and with 5 hours."""
    return np.searchsorted((0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0), _hours(persons), side="left")


def _wage(persons: Persons) -> Floats:
    return np.where(_hours(persons) > 0.0, persons.columns["hourly_wage"], -1.0)


def _age(persons: Persons) -> Floats:
    return persons.columns["year"] - persons.columns["birth_year"]


def _decile(persons: Persons) -> npt.NDArray[np.integer]:
    return np.searchsorted(persons.decile_edges, persons.baseline_income, side="right")


def _bands(*edges: int, unit_da: str, unit_en: str) -> list[Label]:
    """Labels of bands between edges: under the first, between, and from the last."""
    between = [(f"{low}_{high}", f"{low}-{high} {unit_da}", f"{low}-{high} {unit_en}") for low, high in pairwise(edges)]
    first, last = edges[0], edges[-1]
    return [
        (f"under_{first}", f"under {first} {unit_da}", f"under {first} {unit_en}"),
        *between,
        (f"fra_{last}", f"{last} {unit_da} og derover", f"{last} {unit_en} and over"),
    ]


def _municipal(persons: Persons) -> npt.NDArray[np.integer]:
    codes = np.array(sorted(municipalities()), np.int64)
    own = np.asarray(persons.table.column("municipality").combine_chunks().fill_null(0)).astype(np.int64)
    place = np.searchsorted(codes, own).clip(max=codes.size - 1)
    return np.where(codes[place] == own, place, codes.size)


_WAGE_EDGES = (125, 150, 175, 200, 250)
_AGE_EDGES = (30, 40, 50, 60)


@cache
def groupings() -> dict[str, Grouping]:
    """Every grouping by name, in the order they are shown."""
    known = sorted(municipalities().values(), key=lambda one: one.code)
    rows = (
        Grouping(EVERYBODY, "Alle", "Everybody", [(EVERYBODY, "Alle", "Everybody")], lambda persons: np.zeros(persons.size, np.int32)),
        Grouping("decil", "Indkomstdecil", "Income decile", [(str(n), f"{n}. decil", f"Decile {n}") for n in range(1, 11)], _decile),
        _of_attribute(
            "place",
            "Forsørgelse",
            "Situation",
            ("fleksjob", "Fleksjob", "Fleksjob"),
            ("fleksjob_gammel", "Fleksjob, gammel ordning", "Fleksjob, old scheme"),
            ("ledighedsydelse", "Ledighedsydelse", "Ledighedsydelse"),
            ("afventer", "Visiteret, venter", "Awarded, waiting"),
            ("sygedagpenge", "Sygedagpenge", "Sickness benefit"),
            ("kontanthjaelp", "Kontanthjælp", "Kontanthjaelp"),
            ("ressourceforloeb", "Ressourceforløb", "Ressourceforloeb"),
            ("sociale_kapitler", "Ansat efter de sociale kapitler", "Employed under the social chapters"),
        ),
        Grouping(
            "timebaand",
            "Timer om ugen",
            "Hours a week",
            [
                ("0", "Ingen timer", "No hours"),
                *((f"{a}_{b}", f"{a}-{b} timer", f"{a}-{b} hours") for a, b in ((1, 5), (6, 10), (11, 15), (16, 20), (21, 25), (26, 30))),
                ("over_30", "over 30 timer", "over 30 hours"),
            ],
            _hours_band,
        ),
        _of_number(
            "loenbaand",
            "Timeløn",
            "Hourly wage",
            (0.0, *_WAGE_EDGES),
            [("ingen", "Ingen løn", "No wage"), *_bands(*_WAGE_EDGES, unit_da="kr.", unit_en="kr.")],
            _wage,
        ),
        _of_attribute(
            "household",
            "Husstand",
            "Household",
            ("single", "Enlig", "Single"),
            ("single_parent", "Enlig forsørger", "Single parent"),
            ("couple", "Par", "Couple"),
            ("couple_children", "Par med børn", "Couple with children"),
        ),
        _of_number("alder", "Alder", "Age", _AGE_EDGES, _bands(*_AGE_EDGES, unit_da="år", unit_en="years"), _age),
        _of_attribute("sex", "Køn", "Sex", ("woman", "Kvinde", "Woman"), ("man", "Mand", "Man")),
        _of_attribute(
            "education",
            "Uddannelse",
            "Education",
            ("basic", "Grundskole eller gymnasial", "Basic or upper secondary"),
            ("vocational", "Faglært", "Vocational"),
            ("short", "Kort videregående", "Short higher"),
            ("medium", "Mellemlang videregående", "Medium higher"),
            ("long", "Lang videregående", "Long higher"),
        ),
        _of_attribute(
            "prior_benefit",
            "Tidligere forsørgelse",
            "Prior support",
            ("employment", "Beskæftigelse", "Employment"),
            ("dagpenge", "Dagpenge", "Unemployment insurance"),
            ("kontanthjaelp", "Kontanthjælp", "Kontanthjaelp"),
            ("ledighedsydelse", "Ledighedsydelse", "Ledighedsydelse"),
            ("revalidering", "Revalidering", "Rehabilitation"),
            ("self_support", "Selvforsørgelse", "Self-support"),
            ("sygedagpenge", "Sygedagpenge", "Sickness benefit"),
            ("ressourceforloeb", "Ressourceforløb", "Ressourceforloeb"),
            ("fleksjob", "Fleksjob", "Fleksjob"),
        ),
        _of_attribute(
            "region",
            "Region",
            "Region",
            *((one, one, one) for one in ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")),
        ),
        Grouping("kommune", "Kommune", "Municipality", [*((str(one.code), one.name, one.name) for one in known), UNKNOWN], _municipal),
    )
    return {one.name: one for one in rows}


def chosen(names: Sequence[str] | None = None) -> list[Grouping]:
    """The named groupings, everybody first; None for all. Raises InputError with every unknown name."""
    known = groupings()
    if names is None:
        return list(known.values())
    problems = [
        Problem(f"'{printable(one)}' is not a grouping", field="groupings", way_out=did_you_mean(one, known, f"Groupings: {', '.join(known)}."))
        for one in names
        if one not in known
    ]
    if problems:
        raise InputError(problems)
    return [known[EVERYBODY], *(known[one] for one in dict.fromkeys(names) if one != EVERYBODY)]


def group_infos(selection: Sequence[Grouping]) -> list[GroupInfo]:
    """The groups of groupings in the order of their cells."""
    return [group for one in selection for group in one.groups()]


def cells(selection: Sequence[Grouping], persons: Persons) -> Cells:
    """Each person's cell in each grouping: dims (grouping, person), cells numbered as in `group_infos`."""
    found = np.empty((len(selection), persons.size), np.int32)
    start = 0
    for index, one in enumerate(selection):
        found[index] = one.place(persons) + start
        start += len(one.labels)
    return found
