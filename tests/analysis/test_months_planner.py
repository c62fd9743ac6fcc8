"""How many replications a run needs, by examples reckoned by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.planner import FEWEST, replications_needed, run_lengths
from fleksim.analysis.months.results import MonthResults

from .months_builder import results


def planned(change: float, error: float, **more: Any) -> MonthResults:
    count = len(HEADLINES)
    return results({"a": {"headlines": (np.full(count, change), np.full(count, error))}}, **more)


def test_half_the_error_takes_four_times_the_replications() -> None:
    assert replications_needed(10.0, 6, 5.0) == 24
    assert replications_needed(10.0, 6, 10.0) == 6
    assert replications_needed(10.0, 6, 9.9) == 7
    assert replications_needed(1.0, 6, 50.0) == FEWEST
    with pytest.raises(ValueError, match="more than 0"):
        replications_needed(1.0, 6, 0.0)


def test_a_change_is_told_from_nought_at_two_standard_errors() -> None:
    # 4 replications with an error of 10: a change of 8 asks for an error of 4, 6.25 times as many replications.
    line = run_lengths(planned(8.0, 10.0))[0]
    assert line.to_distinguish == 25 and line.for_size is None and line.replications == 4
    assert 10.0 * math.sqrt(4 / 25) * 2.0 <= 8.0


def test_a_wanted_size_is_met() -> None:
    lines = {one.headline.key: one for one in run_lengths(planned(8.0, 10.0), {"ledighed": 5.0})}
    assert lines["ledighed"].for_size == 16 and lines["fleksjob"].for_size is None


def test_nothing_is_promised_from_one_replication_or_of_no_change() -> None:
    assert all(one.to_distinguish is None and one.for_size is None for one in run_lengths(planned(8.0, math.nan), {"ledighed": 5.0}))
    assert all(one.to_distinguish is None for one in run_lengths(planned(0.0, 0.0)))


def test_without_money_there_are_no_lines_of_money() -> None:
    assert {one.headline.of_money for one in run_lengths(planned(8.0, 1.0, money=False))} == {False}
