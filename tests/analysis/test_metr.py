"""Marginal rates and their splits: they add up exactly, and agree with the direct difference of two readings."""

from __future__ import annotations

import itertools
from math import factorial

import numpy as np
import pytest

import fleksim as fs
from analysis.test_kinks import a_case
from fleksim.analysis.instruments import GROSS_WAGE, INSTRUMENTS, NET, TARGETS
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.metr import metr
from fleksim.engine.law import law
from fleksim.engine.reading import read

CASES = range(16)


@pytest.mark.parametrize("number", CASES)
@pytest.mark.parametrize("margin", MARGINS.values(), ids=lambda margin: margin.name)
def test_the_splits_add_up_and_are_the_difference_of_two_readings(number, margin):
    in_force, case = a_case(number)
    found = metr(in_force, case, margin)
    low, high = margin.bounds(case)
    assert low <= found.place and found.place + found.step <= high + 1e-12
    before = read(in_force, margin.at(case, found.place), TARGETS, rounding="none")
    after = read(in_force, margin.at(case, found.place + found.step), TARGETS, rounding="none")
    gross = 12.0 * (after["loen_md"] + after["anden_fleksloen_md"] - before["loen_md"] - before["anden_fleksloen_md"])
    net = after[NET] - before[NET]
    assert (found.gross, found.net) == (pytest.approx(gross, abs=1e-9), pytest.approx(net, abs=1e-9))
    assert found.gain_month == pytest.approx(net / 12.0, abs=1e-9)
    if not gross:
        assert found.rate is None
        return
    assert found.rate == pytest.approx(1.0 - net / gross, abs=1e-12)
    for split in (found.account, found.ordered, found.shapley):
        assert abs(split.residual) < 1e-9
        assert sum(split.parts.values()) == pytest.approx(found.rate, abs=1e-9)
    taken = {one.name: (one.amount(before) - one.amount(after)) / gross for one in INSTRUMENTS}
    for name, share in taken.items():
        assert found.account.parts.get(name, 0.0) == pytest.approx(share, abs=1e-9), name


def net_with(in_force, case, margin, found):
    """Net income after a METR's step when only some instruments are loose and all others stay as they were, and before it."""
    end = margin.at(case, found.place + found.step)
    before = read(in_force, margin.at(case, found.place), TARGETS, rounding="none")
    known: dict[frozenset[str], float] = {}

    def net(loose: frozenset[str]) -> float:
        if loose not in known:
            held = {name: before[name] for one in INSTRUMENTS if one.name not in loose for name in one.still}
            known[loose] = read(in_force, end, TARGETS, rounding="none", frozen=held)[NET]
        return known[loose]

    return net, before[NET]


@pytest.mark.parametrize(
    ("number", "margin"), ((0, "hours"), (1, "hours"), (8, "hours"), (9, "hours"), (3, "hours"), (14, "wage"), (70, "wage"), (31, "intensity"))
)
def test_ordered_and_shapley_splits_are_those_of_their_definitions(number, margin):
    """Ordered: each let loose after those before it. Shapley: the mean over every order, here summed order by order."""
    in_force, case = a_case(number)
    found = metr(in_force, case, MARGINS[margin])
    net, before = net_with(in_force, case, MARGINS[margin], found)
    assert net(frozenset()) == pytest.approx(before + found.gross, abs=1e-6), "with everything held, the wage is net income"
    names = list(found.ordered.parts)
    assert names == [one.name for one in INSTRUMENTS if one.name in names], "statutory order"
    loose: frozenset[str] = frozenset()
    for name in names:
        more = loose | {name}
        assert found.ordered.parts[name] == pytest.approx((net(loose) - net(more)) / found.gross, abs=1e-9), name
        loose = more
    if len(names) <= 6:
        mean = dict.fromkeys(names, 0.0)
        for order in itertools.permutations(names):
            for place, name in enumerate(order):
                mean[name] += net(frozenset(order[:place])) - net(frozenset(order[: place + 1]))
        for name, total in mean.items():
            assert found.shapley.parts[name] == pytest.approx(total / factorial(len(names)) / found.gross, abs=1e-9), name


# On kontanthjaelp a krone of wage lowers the benefit by as much: personal income stands still, and bundskat with it. Had
# the benefit been held, bundskat would have risen. The daycare discount goes by an income that moves in the same way.
HIDDEN = {"bundskat": (14, "wage"), "friplads": (31, "intensity"), "boligstoette": (70, "wage"), "groen_check": (13, "hours")}


@pytest.mark.parametrize("name", HIDDEN)
def test_an_instrument_that_moves_only_while_others_are_held_is_a_player(name):
    number, margin = HIDDEN[name]
    in_force, case = a_case(number)
    found = metr(in_force, case, MARGINS[margin])
    net, _ = net_with(in_force, case, MARGINS[margin], found)
    assert found.account.parts[name] == pytest.approx(0.0, abs=1e-9), "in the end it stands where it stood"
    assert net(frozenset()) - net(frozenset({name})) > 1.0, "alone it takes of the step"
    assert found.shapley.parts[name] > 0.01
    for split in (found.account, found.ordered, found.shapley):
        assert sum(split.parts.values()) + split.residual == pytest.approx(found.rate, abs=1e-12)
        assert abs(split.residual) < 1e-12


@pytest.mark.parametrize(("number", "margin"), ((14, "wage"), (31, "intensity"), (276, "intensity")))
def test_whoever_is_left_out_takes_nothing_in_any_group(number, margin):
    """A null player is held or let loose with every group of players without a difference."""
    in_force, case = a_case(number)
    found = metr(in_force, case, MARGINS[margin])
    net, _ = net_with(in_force, case, MARGINS[margin], found)
    players = list(found.shapley.parts)
    for size in range(len(players) + 1):
        for group in map(frozenset, itertools.combinations(players, size)):
            for one in INSTRUMENTS:
                if one.name not in players:
                    assert net(group | {one.name}) == net(group), one.name


def test_a_ceiling_far_above_takes_exactly_nothing(a_fleksjob):
    """The room under the ceiling moves with the wage, and nobody reaches it: a player that is a null player."""
    found = metr(*a_fleksjob(2024, 150.0, 12.0, fulltime_wage=90_000.0), MARGINS["hours"])
    assert [split.parts["loenloft"] for split in (found.account, found.ordered, found.shapley)] == [0.0, 0.0, 0.0]


def test_a_wage_rise_under_the_ceiling_costs_money(a_fleksjob):
    """12 hours at 140 kr in 2024: each krone of wage lifts the ceiling by 25 and is set off, tax and ATP take the rest.

    The supplement below the ceiling is full-time wage less wage, 25 hours of it: a rise of the hourly wage raises both
    the wage and the room. With the full-time wage stated it stands still, and a rise only costs the higher tax of wages.
    """
    standing = a_fleksjob(2024, 140.0, 12.0, fulltime_wage=140.0 * 37.0 * 52.0 / 12.0)
    found = metr(*standing, MARGINS["wage"])
    assert read(standing[0], standing[1].columns, ["loenloft_binder"])["loenloft_binder"]
    assert found.net < 0.0 < found.gross
    assert found.rate > 1.0
    assert found.account.parts["loenloft"] + found.account.parts["aftrapning"] == pytest.approx(1.0, abs=1e-9)


def test_below_the_kink_the_taper_takes_thirty_and_above_it_fifty_five(a_fleksjob):
    p = law("2024-01-01").p
    for hours, hourly, share in ((10.0, 200.0, 0.30), (25.0, 230.0, 0.55)):
        in_force, case = a_fleksjob(2024, hourly, hours, fulltime_wage=60_000.0)
        assert (hourly * hours * 52.0 / 12.0 > p.aftrapning_knaek) == (share > 0.5)
        assert metr(in_force, case, MARGINS["hours"], 0.1).account.parts["aftrapning"] == pytest.approx(share, abs=1e-9)


def test_the_rate_of_the_prose_example(a_fleksjob):
    """2026, a single person under every cap and step: a net gain of 0.42 on a krone, told from the rates alone.

    8 per cent AM; 37.06 less 12.75 of the municipal rate on the wage; 30 per cent taper whose tax, and 5 per cent ATP, is saved.
    """
    in_force, case = a_fleksjob(2026, 200.0, 12.0, fulltime_wage=60_000.0, kommuneskat=25.05)
    p, local = in_force.p, 0.2505
    tax_of_wage = 0.08 + 0.92 * (p.bundskat_sats + local) - p.beskaeftigelsesfradrag_sats * local
    supplement = read(in_force, case.columns, ["fleksloentilskud"])["fleksloentilskud"]
    atp = 0.05 if supplement < 10_000.0 else 0.0
    expected = 1.0 - tax_of_wage - 0.30 * (1.0 - atp) * (1.0 - p.bundskat_sats - local)
    found = metr(in_force, case, MARGINS["hours"], 0.1)
    assert 1.0 - found.rate == pytest.approx(expected, abs=1e-9)
    assert 1.0 - found.rate == pytest.approx(0.42, abs=0.01)


def test_at_the_end_of_the_margin_the_step_is_taken_backwards(a_fleksjob):
    in_force, case = a_fleksjob(2024, 200.0, 37.0)
    found = metr(in_force, case, MARGINS["hours"])
    assert (found.place, found.step) == (36.0, 1.0)
    short = metr(*a_fleksjob(2024, 200.0, 36.5), MARGINS["hours"])
    assert (short.place, short.step) == (36.5, 0.5)


def test_gains_per_hour(a_fleksjob):
    in_force, case = a_fleksjob(2024, 200.0, 12.0, intensity=0.6)
    found = metr(in_force, case, MARGINS["hours"])
    assert found.gain_per_paid_hour == pytest.approx(found.net / 52.0)
    assert found.gain_per_hour_present == pytest.approx(found.net / 52.0 * 0.6)
    assert metr(in_force, case, MARGINS["wage"]).gain_per_paid_hour is None


def test_every_quantity_of_an_instrument_is_a_rule_or_a_field():
    book = law("2026-01-01").book
    assert all(name in book for name in TARGETS)
    quantities = [name for one in (GROSS_WAGE, *INSTRUMENTS) for name in one.weights]
    assert len({one.name for one in INSTRUMENTS}) == len(INSTRUMENTS)
    twice = {name for name in quantities if quantities.count(name) > 1}
    assert twice == {"fleksloentilskud_foer_loft"}, "the ceiling's instrument gives back what the taper's took"


@pytest.mark.parametrize("number", CASES)
def test_a_smaller_step_has_the_slope_of_the_path(number):
    """Inside a segment the METR of any step is that of the line."""
    from fleksim.analysis.path import follow

    in_force, case = a_case(number)
    path = follow(in_force, case, MARGINS["hours"], (NET,))
    segment = max(path.segments, key=lambda one: one.end - one.start)
    here = segment.start + 0.25 * (segment.end - segment.start)
    found = metr(in_force, case.with_columns(hours=here), MARGINS["hours"], 0.1 * (segment.end - segment.start))
    assert found.net == pytest.approx(segment.slopes[NET] * found.step, abs=1e-6)
    if found.rate is not None:
        wage = 52.0 * np.float64(case.columns["hourly_wage"])
        assert found.rate == pytest.approx(1.0 - segment.slopes[NET] / wage, abs=1e-9)


def test_a_higher_hourly_wage_under_the_ceiling_pays_more_than_itself():
    """It lifts the full-time wage too: a krone an hour more is 37 hours' worth of room, whatever the hours worked."""
    case = {"year": 2024, "hourly_wage": 150.0, "hours": 15.0}
    found = fs.metr(case, margin="wage")
    assert found.gross == pytest.approx(15.0 * 52.0)
    assert found.rate < -0.5 and found.net > found.gross
    before, after = (fs.calculate({**case, "hourly_wage": wage}, rounding="none") for wage in (150.0, 151.0))
    assert after["bruttoindkomst_md"] - before["bruttoindkomst_md"] == pytest.approx(37.0 * 52.0 / 12.0, abs=1e-5)


def test_below_the_ceiling_the_same_krone_is_taxed():
    assert 0.0 < fs.metr({"year": 2024, "hourly_wage": 200.0, "hours": 15.0}, margin="wage").rate < 1.0
