"""Results of months: every quantity by scenario, with what chance leaves unsure, and the difference from the law as it is.

Replications are the same persons with other luck; scenarios share the luck of a replication, so a difference is made run by
run. The standard error is that of the mean of the replications; a difference below two of them is not distinguishable from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.uncertainty import Bar
from fleksim.analysis.months.variables import Span, Variable, variables
from fleksim.dynamics.totals import MonthTotals
from fleksim.titles import Titled

Floats = npt.NDArray[np.float64]

DISTINGUISHABLE = 2.0


@dataclass(frozen=True)
class MonthScenario(Titled):
    """A scenario as it was run. responds: with people's response to gains and limits, or without.

    extrapolated: what it rests on that is moved from another group: names of assumptions.
    """

    key: str
    da: str
    en: str
    responds: bool
    proposer: str = ""
    source: str | None = None
    reform_hash: str = ""
    notes: tuple[Mapping[str, str], ...] = ()
    extrapolated: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """One of a kind among the scenarios of a run."""
        return self.key if not self.responds else f"{self.key}+"


@dataclass(frozen=True, eq=False)
class Estimate:
    """A quantity under a scenario: mean over replications, its standard error, and both of the difference from the baseline.

    Standard errors are NaN with fewer than two replications.
    """

    value: Floats
    se: Floats
    difference: Floats
    difference_se: Floats

    @property
    def distinguishable(self) -> npt.NDArray[np.bool_]:
        """Where the difference is at least two standard errors from 0."""
        with np.errstate(invalid="ignore"):
            found: npt.NDArray[np.bool_] = (self.difference != 0.0) & (np.abs(self.difference) >= DISTINGUISHABLE * self.difference_se)
        return found


@dataclass(frozen=True, eq=False)
class MonthResults:
    """All scenarios of a run of months: estimates by scenario name and variable.

    The first scenario is the law as it is. behaviour: the formulation of those that respond; money: whether the law ran too;
    tilbageloeb: the share of a change of disposable income that comes back; bars: what the assumptions leave unsure.
    """

    span: Span
    scenarios: Sequence[MonthScenario]
    replications: int
    behaviour: str
    estimates: Mapping[str, Mapping[str, Estimate]]
    provenance: Mapping[str, Any] = field(default_factory=dict)
    assumptions: Sequence[Mapping[str, Any]] = ()
    own_data: bool = False
    rows: int = 0
    money: bool = True
    tilbageloeb: float = 0.0
    bars: Sequence[Bar] = ()

    def of(self, scenario: str, variable: str) -> Estimate:
        """Raises KeyError."""
        return self.estimates[scenario][variable]

    @property
    def baseline(self) -> MonthScenario:
        return self.scenarios[0]

    @property
    def reforms(self) -> list[MonthScenario]:
        return [one for one in self.scenarios if one is not self.baseline]

    @property
    def reform_keys(self) -> list[str]:
        """The reforms, whether people respond or not."""
        return list(dict.fromkeys(one.key for one in self.reforms))

    def fullest(self, key: str) -> MonthScenario:
        """A scenario with response if it was run so."""
        twins = self.twins(key)
        return twins[max(twins)]

    def twins(self, key: str) -> dict[bool, MonthScenario]:
        """A scenario without and with response."""
        return {one.responds: one for one in self.scenarios if one.key == key}


class Summary:
    """Estimates under construction: a run at a time. Memory does not grow with the replications."""

    def __init__(self, span: Span, chosen: Iterable[Variable] | None = None) -> None:
        self.span = span
        self.chosen = list(chosen or variables().values())
        self._baseline: dict[int, dict[str, Floats]] = {}
        self._sums: dict[str, dict[str, list[Floats]]] = {}
        self._counts: dict[str, int] = {}

    def add(self, name: str, replication: int, totals: MonthTotals, baseline: bool = False) -> None:
        """A run; the baseline's of a replication before those that are compared with it."""
        made = {one.name: one.make(totals, self.span) for one in self.chosen}
        if baseline:
            self._baseline[replication] = made
        before = self._baseline[replication]
        self._counts[name] = self._counts.get(name, 0) + 1
        sums = self._sums.setdefault(name, {})
        for key, value in made.items():
            change = value - before[key]
            parts = [value, value * value, change, change * change]
            if key not in sums:
                # Copies: what is added to must not be the baseline that later runs are compared with.
                sums[key] = [np.array(part) for part in parts]
            else:
                for mine, theirs in zip(sums[key], parts, strict=True):
                    np.add(mine, theirs, out=mine)

    def __contains__(self, name: str) -> bool:
        return name in self._counts

    def estimates(self, name: str) -> dict[str, Estimate]:
        """The estimates of a scenario whose runs have been added."""
        count = self._counts[name]
        return {
            key: Estimate(*_mean(value, square, count), *_mean(change, squared, count)) for key, (value, square, change, squared) in self._sums[name].items()
        }


def _mean(total: Floats, squares: Floats, count: int) -> tuple[Floats, Floats]:
    """Mean and its standard error, NaN for the latter with one run."""
    mean = total / count
    if count < 2:
        return mean, np.full(np.shape(mean), np.nan)
    variance = np.maximum(squares / count - mean * mean, 0.0) * count / (count - 1)
    # What is the same in every run has no error, whatever the rounding of squares says.
    variance = np.where(variance <= _NOISE * mean * mean, 0.0, variance)
    return mean, np.sqrt(variance / count)


_NOISE = 1e-12
