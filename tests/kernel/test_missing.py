"""A value that no source gives stops those who need it, and nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from fleksim import words
from fleksim.engine.compute import compute
from fleksim.engine.law import law
from fleksim.kernel.link import link
from fleksim.parameters.values import MissingParameter

TARGETS = ("ledighedsydelse",)


@pytest.fixture(scope="module")
def today():
    """The law of 2026, in which the conversion rate of sideline hours is not known."""
    found = law("2026-01-01")
    assert "omregningssats" not in vars(found.p)
    return found


def people(sideline_hours) -> dict[str, np.ndarray]:
    size = len(sideline_hours)
    return {"status": np.full(size, words.LEDIGHEDSYDELSE), "sideline_hours": np.array(sideline_hours, float)}


def test_nobody_needs_it_and_all_is_well(today):
    rows = compute([today], people([0.0, 0.0, 0.0]), TARGETS)
    assert (rows == today.p.dagpenge_max_md * today.p.ledighedsydelse_andel).all()


def test_one_who_needs_it_is_told_its_name(today):
    with pytest.raises(MissingParameter, match="'omregningssats' has no sourced value on 2026-01-01"):
        compute([today], people([0.0, 0.0, 10.0]), TARGETS)


def test_hours_of_somebody_on_another_status_do_not_need_it(today):
    columns = people([0.0, 10.0])
    columns["status"][1] = words.KONTANTHJAELP
    assert compute([today], columns, TARGETS)[0, 0, 1] == 0.0


def test_a_reform_that_gives_the_value_fills_the_gap(today):
    filled = today.change({"omregningssats": 300.0})
    rows = compute([filled], people([0.0, 10.0]), TARGETS)[0, 0]
    assert rows[0] - rows[1] == pytest.approx(10.0 * 300.0 * 0.30)


def test_laws_with_and_without_the_value_share_a_call(today):
    """The person may need the value under one of the laws only; then only that one stops."""
    filled = today.change({"omregningssats": 300.0})
    rows = compute([filled, today], people([0.0, 0.0]), TARGETS)
    assert rows.shape == (1, 2, 2)
    with pytest.raises(MissingParameter):
        compute([filled, today], people([10.0]), TARGETS)


def test_the_kernel_reports_only_on_the_branch_that_reads(today):
    linked = link(today.book, TARGETS, missing=frozenset({"omregningssats"}))
    lines = [line.strip() for line in linked.text.splitlines()]
    place = lines.index("missing = 1.0")
    assert "p_omregningssats" in lines[place + 1]
    assert lines[place - 1] == "else:"
    assert linked.reports_missing and linked.rows == 2
    assert not link(today.book, ("fleksloentilskud",), missing=frozenset({"omregningssats"})).reports_missing
