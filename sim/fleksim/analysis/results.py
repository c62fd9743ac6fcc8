"""Results of scenarios on a population: every statistic of every group, with its standard error.

One shape for everything: dims (scenario, group, statistic). The first scenario is the baseline, whose values are
levels; those of the others are levels too, and `difference` is against the baseline, person by person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.titles import Titled

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

EVERYBODY = "alle"


@dataclass(frozen=True)
class Keyed(Titled):
    """A key for programs with titles for people."""

    key: str
    da: str
    en: str


@dataclass(frozen=True)
class ScenarioInfo(Keyed):
    """A scenario and what it rests on.

    needs: numbers of the steps of the month without which it cannot be seen whole; notes: what to know, by language.
    """

    proposer: str = ""
    source: str | None = None
    law_date: str = ""
    parameter_hash: str = ""
    reform_hash: str = ""
    needs: tuple[str, ...] = ()
    notes: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class GroupInfo(Keyed):
    """A group of persons within a grouping (`decil`, `kommune`, ...)."""

    grouping: str = EVERYBODY
    grouping_da: str = "Alle"
    grouping_en: str = "Everybody"

    def grouping_title(self, lang: str) -> str:
        return self.grouping_da if lang == "da" else self.grouping_en


@dataclass(frozen=True)
class StatisticInfo(Keyed):
    """A statistic: unit as in the law's parameters (`kr/aar`, `andel`, `personer`, ...) and what family it belongs to.

    family: `personer`, `indkomst`, `vindere`, `incitament`, `ulighed`, `regnskab` (flows), `balance` (sectors), `pris`.
    total: whether it is a sum over persons (else a mean, share or index).
    """

    unit: str = "kr/aar"
    family: str = "regnskab"
    total: bool = True


@dataclass(frozen=True)
class Behind:
    """Persons of the sample behind each number, dims (scenario, group, statistic).

    base: whom it is about (a mean's denominator); count: whom a share counts, or of whom a sum or mean has an amount (under
    a scenario: another amount than at the baseline).
    """

    base: Integers
    count: Integers


@dataclass(frozen=True)
class Results:
    """dims (scenario, group, statistic), NaN where a statistic has no meaning for a group.

    value [unit of the statistic], value_se: standard error of the level; difference against the baseline, exact from
    the persons' whole oere, and difference_se (both 0 for the baseline). rows: persons of the sample in each group
    (group); persons: what they represent [persons]. provenance: law date, versions, hashes, seed, population.
    own_data: whether the persons are a user's own microdata, of whom small groups are not printed; behind: who is behind
    each number of theirs.
    """

    scenarios: Sequence[ScenarioInfo]
    groups: Sequence[GroupInfo]
    statistics: Sequence[StatisticInfo]
    value: Floats
    value_se: Floats
    difference: Floats
    difference_se: Floats
    rows: Integers
    persons: Floats
    provenance: Mapping[str, Any]
    own_data: bool = False
    behind: Behind | None = None
    assumptions: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    def scenario(self, key: str) -> int:
        """The place of a scenario. Raises ValueError."""
        return _place(self.scenarios, key, "scenario")

    def statistic(self, key: str) -> int:
        """The place of a statistic. Raises ValueError."""
        return _place(self.statistics, key, "statistic")

    def group(self, grouping: str = EVERYBODY, key: str = EVERYBODY) -> int:
        """The place of a group. Raises ValueError."""
        for index, one in enumerate(self.groups):
            if (one.grouping, one.key) == (grouping, key):
                return index
        raise ValueError(f"there is no group {grouping}:{key}")

    def grouping(self, name: str) -> list[int]:
        """The places of a grouping's groups, in their order."""
        return [index for index, one in enumerate(self.groups) if one.grouping == name]


def _place(rows: Sequence[Keyed], key: str, what: str) -> int:
    for index, one in enumerate(rows):
        if one.key == key:
            return index
    raise ValueError(f"there is no {what} '{key}'")
