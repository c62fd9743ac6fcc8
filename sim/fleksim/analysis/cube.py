"""The cube of results: statistics of scenarios and groups, from the totals of persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from fleksim.analysis.distribution import Levels, levels
from fleksim.analysis.groups import group_infos
from fleksim.analysis.inequality import Estimate, Histogram, by_row, differences, estimates, must_be_of_the_same_persons
from fleksim.analysis.inequality_statistics import inequality_statistics
from fleksim.analysis.measures import INDEX, MEASURES, Floats, Integers
from fleksim.analysis.results import Behind, Results, ScenarioInfo
from fleksim.analysis.statistics import statistics
from fleksim.analysis.summing import Frame, Totals
from fleksim.population.schema import WEIGHT_UNIT

# What is known of incentives without asking for responses.
_WITHOUT_RESPONSES = ("i_fleksjob", "loenloft_binder")


class Cube:
    """Results under construction, dims (scenario, group, statistic), a scenario at a time. lines: poverty lines [kr/aar]."""

    def __init__(self, frame: Frame, scenarios: int, lines: Mapping[str, float]) -> None:
        asked = frame.question.incentives
        self.selection = [one for one in statistics() if asked or one.info.family != "incitament" or one.info.key in _WITHOUT_RESPONSES]
        self.lines = lines
        # The baseline's incomes and their measures, which many scenarios are compared with.
        self.before: Histogram | None = None
        self.before_rows: Mapping[str, Floats] = {}
        self.unequal = inequality_statistics(lines)
        self.groups = group_infos(frame.groupings)
        shape = (scenarios, len(self.groups), len(self.selection) + len(self.unequal))
        self.value, self.value_se, self.difference, self.difference_se = (np.full(shape, np.nan) for _ in range(4))
        self.persons = np.zeros(len(self.groups))
        self.rows = np.zeros(len(self.groups), np.int64)
        self.behind = Behind(np.zeros(shape, np.int64), np.zeros(shape, np.int64)) if frame.own_data else None

    def put(self, index: int, baseline: Totals, change: Totals | None, rows: Integers) -> None:
        """Fill in a scenario; the baseline is the one without change. rows: persons of the sample by group."""
        found = levels(baseline.sums, change.sums if change else None, int(rows[0]), self.selection)
        count = len(self.selection)
        for one in fields(Levels):
            getattr(self, one.name)[index, :, :count] = getattr(found, one.name).T
        for column, (value, difference) in enumerate(self._inequality(baseline.incomes, change), start=count):
            self.value[index, 0, column], self.value_se[index, 0, column] = value
            self.difference[index, 0, column], self.difference_se[index, 0, column] = difference
        if change is None:
            self.persons = baseline.sums.totals()[INDEX["personer"]] / WEIGHT_UNIT
            self.rows = rows
        if self.behind is not None:
            self._put_behind(self.behind, index, baseline, change or baseline, rows)

    def _put_behind(self, behind: Behind, index: int, baseline: Totals, now: Totals, rows: Integers) -> None:
        """Who is behind each number: of a share those it counts, of an amount those who have it, or have another than before."""
        behind.base[index], behind.count[index] = rows[:, None], rows[:, None]
        for column, one in enumerate(self.selection):
            measure = INDEX[one.measure]
            counted = MEASURES[measure].units == 1.0 or index == 0
            behind.count[index, :, column] = (now.having if counted else now.changed)[measure]
            if one.over is not None:
                behind.base[index, :, column] = baseline.having[INDEX[one.over]]

    def _inequality(self, before: Histogram, change: Totals | None) -> Iterator[tuple[Estimate, Estimate]]:
        """Of everybody: value and difference of each measure with their standard errors."""
        if self.before is not before:
            self.before, self.before_rows = before, by_row(before, self.lines)
        rows = self.before_rows
        moved: dict[str, Estimate] = {}
        if change:
            must_be_of_the_same_persons(before, change.incomes)
            rows = by_row(change.incomes, self.lines)
            moved = differences(self.before_rows, rows)
        now = estimates(rows)
        for one in self.unequal:
            value = now[one.key]
            nothing = (float("nan"), float("nan")) if np.isnan(value[0]) else (0.0, 0.0)
            yield value, moved.get(one.key, nothing)

    def results(
        self, scenarios: Sequence[ScenarioInfo], provenance: Mapping[str, Any], assumptions: Sequence[Mapping[str, Any]] = (), own_data: bool = False
    ) -> Results:
        """The finished results."""
        return Results(
            scenarios=scenarios,
            groups=self.groups,
            statistics=[*(one.info for one in self.selection), *self.unequal],
            value=self.value,
            value_se=self.value_se,
            difference=self.difference,
            difference_se=self.difference_se,
            rows=self.rows,
            persons=self.persons,
            provenance=provenance,
            own_data=own_data,
            behind=self.behind,
            assumptions=assumptions,
        )
