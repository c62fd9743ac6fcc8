"""What must hold of lives: their luck is their own, nothing is lost, and equal causes give equal bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.dynamics.conftest import SEED, same

from fleksim.dynamics.engine import Course, follow, run
from fleksim.dynamics.ledger import FLOW_AMOUNTS, MONTH_FLOWS, SECTORS, balance_of
from fleksim.dynamics.lives import joined, stream_of
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.draws import philox
from fleksim.kernel.layout import AGE_EDGES, FIRST_END, Count, Draw, Frozen, State, Whole
from fleksim.kernel.written import load_inlined
from fleksim.reforms.reform import Reform

REFORMS = ("tidsgraense_24_maaneder", "uden_loft", "fastholdelse_uden_ventetid", "tidsgraense_12_maaneder_beskyttet")
NOTHING = Reform({"da": "Intet", "en": "Nothing"}, "", None, since=date(2027, 1, 1), baseline=date(2026, 1, 1), parameters={})


@pytest.fixture(scope="module")
def here(world):
    return world(2026, 40, 1_200)


def test_draws_kept_for_good_are_the_generators_words():
    """Random123's generator, whose known answers test_draws.py has: four numbers are its four words."""
    ids = np.array([0, 7, 2**40 + 3, 10**13])
    found = np.empty((8, ids.size))
    load_inlined("for_good")(ids.view(np.uint64), int(Draw.FOR_GOOD), 3, stream_of(2), found)
    persons = ids.view(np.uint64)
    for number in range(2):
        counter = (persons & np.uint64(0xFFFFFFFF), persons >> np.uint64(32), int(Draw.FOR_GOOD) + number, 0)
        words = philox(counter, (3, stream_of(2)))
        expected = np.stack([(word.astype(float) + 0.5) * 2.0**-32 for word in words])
        assert np.array_equal(found[4 * number : 4 * number + 4], expected)


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_changes_something_and_nothing_before_it_begins(here, name):
    before, after = here.totals(here.course()), here.totals(here.course(name))
    assert not same(before, after)
    months = 12  # from January 2026 to the from-date
    for one in ("moves", "counts", "stocks", "jobs", "money"):
        assert np.array_equal(before.arrays()[one][:months], after.arrays()[one][:months]), one


@pytest.mark.parametrize("responds", [False, True])
def test_a_reform_without_differences_is_the_law_bit_for_bit(here, responds):
    course = Course(here.start, here.months, Rules(NOTHING, responds=responds), here.coming)
    response = here.response(course) if responds else None
    assert same(here.totals(here.course()), here.totals(course, response=response))


@pytest.mark.parametrize("block", [1, 7, 1_000, 100_000])
def test_the_size_of_blocks_changes_nothing(here, block):
    persons = here.persons.chosen(np.arange(0, 90))
    assert same(run(here.course("tidsgraense_24_maaneder"), persons, SEED), run(here.course("tidsgraense_24_maaneder"), persons, SEED, block=block))


def test_the_order_of_persons_changes_nothing(here):
    order = np.random.default_rng(1).permutation(here.persons.size)
    course = here.course("uden_loft")
    straight, mixed = run(course, here.persons, SEED), run(course, here.persons.chosen(order), SEED)
    assert same(straight, mixed)


def test_threads_change_nothing(here):
    course = here.course("tidsgraense_24_maaneder")
    parts = [here.persons.part(low, low + 100) for low in range(0, 1_200, 100)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda one: run(course, one, SEED), parts))
    total = MonthTotals.empty(here.start, here.months)
    for one in made:
        total.add(one)
    assert same(total, run(course, here.persons, SEED))


def test_some_of_the_persons_have_the_lives_they_have_among_all(here):
    course, some = here.course("tidsgraense_24_maaneder"), np.arange(3, 1_200, 5)
    everybody, alone = follow(course, here.persons, SEED), follow(course, here.persons.chosen(some), SEED)
    assert np.array_equal(everybody.whole[:, some], alone.whole) and np.array_equal(everybody.real[:, some], alone.real)


def test_one_more_person_changes_one_life(here):
    course = here.course()
    most, all_of_them = here.persons.chosen(np.arange(1_199)), here.persons
    before, after = follow(course, most, SEED), follow(course, all_of_them, SEED)
    assert np.array_equal(before.whole, after.whole[:, :-1]) and np.array_equal(before.real, after.real[:, :-1])
    one = run(course, here.persons.chosen(np.array([1_199])), SEED)
    one.add(run(course, most, SEED))
    assert same(one, run(course, all_of_them, SEED))


def test_another_replication_and_another_seed_are_other_lives(here):
    course = here.course(money=False)
    first = run(course, here.persons, SEED)
    assert not same(first, run(course, here.persons, SEED, 1)) and not same(first, run(course, here.persons, SEED + 1))
    assert same(first, run(course, here.persons, SEED))


def test_lives_that_are_given_stay_as_they_are(here):
    before = here.persons.part(0, here.persons.size)
    here.totals(here.course("uden_loft"))
    assert np.array_equal(before.whole, here.persons.whole) and np.array_equal(before.real, here.persons.real)
    assert all(np.array_equal(before.columns[name], column) for name, column in here.persons.columns.items())


# --- adding up -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, *REFORMS])
def test_stocks_are_those_before_plus_who_came_less_who_left_to_the_person(here, name):
    totals = here.totals(here.course(name))
    entered = totals.moves[:, State.UDENFOR]
    for month in range(1, here.months):
        before, after = totals.stocks[month - 1].copy(), totals.stocks[month].copy()
        came, left = totals.moves[month].sum(axis=0), totals.moves[month].sum(axis=1)
        live = [state for state in State if state not in (State.UDENFOR,) and state < FIRST_END]
        assert np.array_equal(after[live], before[live] + came[live] - left[live])
        ended = [state for state in State if state >= FIRST_END]
        assert np.array_equal(after[ended], before[ended] + came[ended])
        assert left[State.UDENFOR] == entered[month].sum()


def test_who_ends_does_not_come_back(here):
    totals = here.totals(here.course())
    assert not totals.moves[:, FIRST_END:].any() and not totals.moves[:, :, State.UDENFOR].any()


@pytest.mark.parametrize("name", [None, "uden_loft", "tidsgraense_12_maaneder_beskyttet", "gammel_ordning_tilbage"])
def test_money_in_is_money_out_every_month_to_the_unit(here, name):
    totals = here.totals(here.course(name))
    sums = totals.money @ np.stack([balance_of(sector) for sector in SECTORS]).T
    assert totals.money.any() and not sums.sum(axis=1).any()
    flows = totals.money @ FLOW_AMOUNTS.T
    for place, sector in enumerate(SECTORS):
        signs = np.array([(flow.payee == sector) - (flow.payer == sector) for flow in MONTH_FLOWS])
        assert np.array_equal(flows @ signs, sums[:, place])


def test_groups_add_up_to_everybody(here):
    cells = here.totals(here.course()).cells
    sizes, first = (1, len(AGE_EDGES) + 1, 3, 6, 8, 9, 3), 0
    for size in sizes:
        assert np.array_equal(cells[:, first : first + size].sum(axis=1), cells[:, 0])
        first += size
    assert first == cells.shape[1]


def test_spells_and_moves_tell_the_same(here):
    totals = here.totals(here.course())
    waiting = totals.moves[:, [State.AFVENTER, State.LEDIGHEDSYDELSE]]
    assert totals.spells[:, 0].sum() == waiting.sum()
    for state in State:
        if state not in (State.AFVENTER, State.LEDIGHEDSYDELSE):
            assert totals.spells[:, 1 + state].sum() == waiting[:, :, state].sum(), state


def test_awards_and_events_agree_with_moves(here):
    totals = here.totals(here.course())
    awarded = totals.moves[:, [State.PAA_VEJ, State.FASTHOLDELSE, State.UDENFOR]][:, :, [State.FLEKSJOB, State.AFVENTER]].sum()
    assert totals.counts[:, Count.BEVILLING].sum() == awarded
    assert (totals.counts[:, Count.FASTHOLDT_ALLIGEVEL] <= totals.counts[:, Count.FASTHOLDT]).all()
    assert (totals.counts[:, Count.FASTHOLDT] <= totals.counts[:, Count.DIREKTE]).all()


def test_nobody_is_in_two_worlds(here):
    everybody = joined([here.persons, here.later])
    assert np.unique(everybody.ids).size == everybody.size
    assert (np.diff(here.later.whole[Whole.ENTRY]) >= 0).all(), "a month looks at those who have come, who stand first"


def test_those_beyond_the_usual_number_come_only_where_a_reform_lets_them(here):
    more = here.later.more >= 1.0
    assert more.any()
    usual, wider = (follow(here.course(name), here.later, SEED) for name in (None, "adgang_ved_30_timer"))
    came = usual.whole[Whole.STATE] != State.UDENFOR
    assert (usual.whole[Whole.STATE][more & came] == State.IKKE_KOMMET).all()
    assert (wider.whole[Whole.STATE][more & came] != State.IKKE_KOMMET).any()


def test_each_draw_has_a_number_of_its_own():
    from fleksim.kernel.draws import Draw as Named

    numbers = [int(one) for one in Named] + [int(one) for one in Draw if one != Draw.FOR_GOOD] + [Draw.FOR_GOOD + number for number in range(len(Frozen) // 4)]
    assert len(set(numbers)) == len(numbers) and len(Frozen) % 4 == 0


def test_more_replications_are_not_the_same_lives_again(here):
    frozen = [here.persons.frozen(SEED, replication) for replication in range(3)]
    assert all(not np.array_equal(frozen[0], other) for other in frozen[1:])
    assert np.array_equal(frozen[0], replace(here.persons).frozen(SEED, 0))
