"""Raking: margins met, odds ratios kept, what nobody can meet is said."""

from __future__ import annotations

import numpy as np
import pytest

from fleksim.population.rake import Constraint, rake

# Four cells: rows 0-1, columns 0-1 of a two by two table.
PERSONS = np.array([40.0, 30.0, 20.0, 10.0])
ROWS = [np.array([True, True, False, False]), np.array([False, False, True, True])]
COLUMNS = [np.array([True, False, True, False]), np.array([False, True, False, True])]


def margins(*totals: float) -> list[Constraint]:
    return [Constraint(str(place), inside, total) for place, (inside, total) in enumerate(zip(ROWS + COLUMNS, totals, strict=True))]


def test_margins_are_met_and_odds_ratios_kept():
    raked = rake(PERSONS, margins(60.0, 40.0, 55.0, 45.0), 1.0)
    found = raked.factors * PERSONS
    assert [found[one].sum() for one in ROWS + COLUMNS] == pytest.approx([60.0, 40.0, 55.0, 45.0], rel=1e-7)
    assert found[0] * found[3] / (found[1] * found[2]) == pytest.approx(40 * 10 / (30 * 20), rel=1e-6)
    assert raked.unreachable == () and raked.miss < 1e-9


def test_what_is_met_already_is_left_alone():
    raked = rake(PERSONS, margins(70.0, 30.0, 60.0, 40.0), 1.0)
    assert (raked.factors == 1.0).all() and raked.rounds == 1


def test_a_share_of_a_group():
    share = Constraint("share", COLUMNS[0], 0.5, ROWS[0] | ROWS[1])
    found = rake(PERSONS, [*margins(60.0, 40.0, 55.0, 45.0)[:2], share], 1.0).factors * PERSONS
    assert found[COLUMNS[0]].sum() == pytest.approx(50.0, rel=1e-6) and found.sum() == pytest.approx(100.0, rel=1e-6)


def test_cells_of_nobody_and_totals_nobody_can_meet():
    raked = rake(np.array([5.0, 0.0, 5.0, 0.0]), margins(60.0, 40.0, 55.0, 45.0), 1.0)
    assert raked.unreachable == ("3",) and raked.factors[1] == raked.factors[3] == 0.0


def test_contradictions_end_without_overflow():
    both = [Constraint("a", ROWS[0], 10.0), Constraint("b", ROWS[0], 1000.0), Constraint("c", ROWS[1], 10.0)]
    raked = rake(PERSONS, both, 1.0)
    assert np.isfinite(raked.factors).all() and raked.miss > 0.1 and raked.factors.max() <= 100.0
