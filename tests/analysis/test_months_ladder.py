"""The ladder of public finance and the break-even response, by examples reckoned by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fleksim.analysis.months.break_even import break_evens
from fleksim.analysis.months.ladder import AFTER_RESPONSE, AFTER_RETURN, IMMEDIATE, TOTAL, Money, ladder, ladders, lasting_effect, weights
from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.months.variables import Span
from fleksim.dynamics.ledger import MUNICIPALITY, STATE

from .months_builder import START, money, results

SPAN = Span(START, 36)
RATE = 0.01


@pytest.fixture(scope="module")
def made() -> MonthResults:
    """A reform that brings the state 30 and the municipalities 50 and takes 40 from households; response adds 10, 10 and 20."""
    return results({"a": money(SPAN, 30.0, 50.0, -40.0, error=2.0), "a+": money(SPAN, 40.0, 60.0, -20.0, error=3.0)})


def test_each_rung_takes_in_more(made: MonthResults) -> None:
    found = ladder(made, "a", RATE)
    totals = {rung: by_purse[TOTAL][0].value for rung, by_purse in found.effects.items()}
    # A quarter of the change of households' income comes back: -10, with response -5.
    assert totals == {IMMEDIATE: 80.0, AFTER_RETURN: 70.0, AFTER_RESPONSE: 95.0}
    assert found.effects[AFTER_RETURN][STATE][0].value == 20.0
    assert found.effects[AFTER_RETURN][MUNICIPALITY][0].value == 50.0
    assert found.years == [2026, 2027, 2028]


def test_state_and_municipalities_add_up_on_every_rung(made: MonthResults) -> None:
    found = ladder(made, "a", RATE)
    for rung, by_purse in found.effects.items():
        for place in range(len(found.years)):
            assert by_purse[STATE][place].value + by_purse[MUNICIPALITY][place].value == by_purse[TOTAL][place].value
        lasting = found.lasting[rung]
        assert lasting[STATE].value + lasting[MUNICIPALITY].value == pytest.approx(lasting[TOTAL].value, rel=1e-12)


def test_errors_of_sums_are_on_the_safe_side(made: MonthResults) -> None:
    effects = ladder(made, "a", RATE).effects
    assert effects[IMMEDIATE][TOTAL][0].se == 2.0
    assert effects[AFTER_RETURN][STATE][0].se == 2.0 + 0.25 * 2.0
    assert effects[AFTER_RETURN][MUNICIPALITY][0].se == 2.0
    assert effects[AFTER_RESPONSE][TOTAL][0].se == 3.0 + 0.25 * 3.0


def test_the_same_effect_every_year_lasts_as_itself() -> None:
    assert weights(7, 0.03).sum() == pytest.approx(1.0, rel=1e-14)
    found = lasting_effect([Money(12.0, 2.0)] * 5, 0.02)
    assert found.value == pytest.approx(12.0, rel=1e-14) and found.se == pytest.approx(2.0, rel=1e-14)


def test_a_lasting_effect_by_hand() -> None:
    # Rate 100 per cent: the first year counts half, the second a quarter and then a quarter for all that come after.
    assert lasting_effect([Money(8.0, 0.0), Money(0.0, 0.0)], 1.0).value == 4.0
    assert lasting_effect([Money(0.0, 0.0), Money(8.0, 0.0)], 1.0).value == 4.0
    # 0.01 * (100 / 1.01 + 200 / 1.01 ** 2) + 200 / 1.01 ** 2
    by_hand = 0.01 * (100.0 / 1.01 + 200.0 / 1.0201) + 200.0 / 1.0201
    assert lasting_effect([Money(100.0, 0.0), Money(200.0, 0.0)], 0.01).value == pytest.approx(by_hand, rel=1e-14)


def test_a_reform_without_effect_has_a_ladder_of_noughts() -> None:
    found = ladder(results({"a": {}, "a+": {}}), "a", RATE)
    for by_purse in (*found.effects.values(), *({key: [one] for key, one in lasting.items()} for lasting in found.lasting.values())):
        for amounts in by_purse.values():
            assert all(one.value == 0.0 and one.se == 0.0 and not one.unclear and not one.distinguishable for one in amounts)


def test_without_response_the_ladder_stops_after_return() -> None:
    found = ladder(results({"a": money(SPAN, 1.0, 1.0, 0.0)}, behaviour="none"), "a", RATE)
    assert list(found.effects) == [IMMEDIATE, AFTER_RETURN] and not found.responds and found.last == AFTER_RETURN


def test_years_without_all_their_months_are_left_out() -> None:
    late = results({"a": money(Span(START + 3, 24), 1.0, 1.0, 0.0)}, months=24, start=START + 3)
    assert ladder(late, "a", RATE).years == [2027]
    assert ladders(results({"a": {}}, months=11), RATE) == []


def test_one_replication_distinguishes_nothing() -> None:
    once = Money(5.0, math.nan)
    assert once.unclear and not once.distinguishable
    assert Money(4.0, 2.0).distinguishable and Money(3.9, 2.0).unclear


def test_break_even_is_where_the_balance_crosses_nought() -> None:
    jobs = {"to_jobs": (np.array(30.0), np.array(1.0))}
    crossed = results({"a": money(SPAN, -30.0, -30.0, 0.0), "a+": {**money(SPAN, -10.0, -10.0, 0.0), **jobs}})
    found = break_evens(crossed)[0]
    # Response brings 40 of the 60 that lack: it takes one and a half times as much.
    assert found.multiple == 1.5 and found.exits_needed == 45.0
    assert found.without.value + found.multiple * found.response.value == 0.0


@pytest.mark.parametrize(("without", "with_response", "multiple"), [(5.0, 8.0, None), (5.0, 5.0, None), (0.0, 0.0, 0.0), (0.0, 4.0, 0.0), (-4.0, 4.0, 0.5)])
def test_break_even_at_the_edges(without: float, with_response: float, multiple: float | None) -> None:
    made = results({"a": money(SPAN, without, 0.0, 0.0), "a+": money(SPAN, with_response, 0.0, 0.0)})
    assert break_evens(made)[0].multiple == multiple


def test_break_even_needs_both_runs() -> None:
    assert break_evens(results({"a": money(SPAN, 1.0, 0.0, 0.0)})) == []
