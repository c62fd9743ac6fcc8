"""Every proposal that needs the months runs, and moves something."""

from __future__ import annotations

import numpy as np
import pytest
from tests.dynamics.conftest import same

from fleksim.analysis.months.asked import reform_problems
from fleksim.batch.read import shipped
from fleksim.kernel.layout import Amount
from fleksim.reforms.read import catalogue, read_reform

MONTHS_ONLY = [name for name, one in catalogue().items() if not one.is_static]
# Their effect is nought at the central values, by their sources: they are moved by the ranges (see test_levers.py).
NOUGHT = {"opfoelgning_3_maaneder", "opfoelgning_6_maaneder", "opfoelgning_12_maaneder", "progressionsaftaler"}
# Already the law from the first month on.
LAW_TODAY = {"aegtefaelles_selskab", "fire_samtaler", "uden_ressourceforloeb"}
# Money alone: wages, and what another provider is paid.
MONEY = {"karriere_i_fleksjob": Amount.LOEN, "uden_anden_aktoer": Amount.ANDEN_AKTOER}
# Too few, or too late, for the persons and years tried here (see test_levers.py).
RARE = {"jobskifte_efter_24_maaneder", "varig_efter_foerste_fleksjob"}
START, MONTHS = 2026 * 12, 40


@pytest.fixture(scope="module")
def here(world):
    return world(2026, 40, 2_500)


@pytest.mark.parametrize("name", MONTHS_ONLY)
def test_a_proposal_of_the_months_moves_lives(here, name):
    before, after = (here.totals(here.course(one, money=False, responds=True)) for one in (None, name))
    lives = [one for one in ("moves", "stocks", "jobs", "spells") if not np.array_equal(before.arrays()[one], after.arrays()[one])]
    if name in NOUGHT:
        assert not lives
    elif name in LAW_TODAY:
        assert same(before, after)
    elif name not in MONEY and name not in RARE:
        assert lives, f"{name} moves nobody"


@pytest.mark.parametrize("name", MONEY)
def test_some_move_money_alone(here, name):
    before, after = (here.totals(here.course(one)) for one in (None, name))
    changed = [amount for amount in Amount if not np.array_equal(before.money[:, amount], after.money[:, amount])]
    assert MONEY[name] in changed


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_reform_of_the_catalogue_can_be_run_by_month(name):
    assert reform_problems(read_reform(name, allow_rules=True), START, MONTHS) == []


def test_two_batches_of_months_are_shipped():
    assert {"time_limit", "retention"} <= {path.stem for path in shipped()}
