"""Finding numbers of a reform: goals, crossings, frontiers, and the reform files that come of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleksim.analysis.frontier import AXES, efficient, frontier
from fleksim.analysis.goal import QUANTITIES, known_statistics, quantity, read_goal
from fleksim.analysis.roots import Bracket, brackets, narrow, zeros
from fleksim.analysis.simulate import Simulation
from fleksim.analysis.solve import POINTS, Solved, solve
from fleksim.analysis.unknowns import Wish
from fleksim.analysis.wishes import wishes
from fleksim.engine.law import law_on
from fleksim.output.found import MOST_ROWS, Found, found_reform, frontier_table
from fleksim.population.recipe import recipe
from fleksim.problems import InputError
from fleksim.reforms.changes import Change
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import Reform
from fleksim.reforms.write import plain_number

DAY = date(2026, 1, 1)
SIZE = 1_500


@cache
def persons() -> Simulation:
    made = recipe(SIZE, 2026, 4)
    return Simulation(made.block(0, SIZE), law_on(DAY), groupings=(), known=made.about())


@cache
def solved(file: str, name: str, goal: str, low: float | None = None, high: float | None = None) -> Solved:
    between = None if low is None or high is None else (low, high)
    return solve(persons(), read_reform(file), Wish(name, between), read_goal(goal))


def amount(reform: Reform, name: str) -> float:
    """A quantity of a reform, by a run of its own."""
    results = persons().run({"reform": reform.apply(law_on(DAY))})
    return QUANTITIES[name].at(results, 1)[0]


def nothing(**numbers: float) -> Reform:
    return Reform({"da": "Intet", "en": "Nothing"}, "", None, DAY, DAY, {name: Change("set", value) for name, value in numbers.items()})


def refused(reform: Reform, wish: str | Wish, goal: str, simulation: Simulation | None = None) -> str:
    with pytest.raises(InputError) as told:
        solve(simulation or persons(), reform, Wish(wish) if isinstance(wish, str) else wish, read_goal(goal))
    return str(told.value)


# --- goals --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "wanted"),
    [
        ("cost = 0", "cost", 0.0),
        ("cost_municipality=-25000000", "cost_municipality", -25e6),
        (" losers =0.05 ", "losers", 0.05),
        ("value( nul_gevinst ) = 0.125", "value(nul_gevinst)", 0.125),
        ("difference(gini) = -0.001", "difference(gini)", -0.001),
        ("difference(provenu) = 100.5", "difference(provenu)", 100.5),
    ],
)
def test_goals_are_read(text: str, key: str, wanted: float) -> None:
    goal = read_goal(text)
    assert (goal.quantity.key, goal.wanted) == (key, wanted)
    assert read_goal(str(goal)) == goal


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cost", "is not a goal. Write QUANTITY = NUMBER"),
        ("cost <= 0", "is not a goal"),
        ("cost == 0", "is not a goal"),
        ("", "is not a goal"),
        ("coast = 0", "'coast' is not a quantity. Did you mean 'cost'?"),
        ("value(nulgevinst) = 0", "Did you mean 'nul_gevinst'?"),
        ("value(__import__('os')) = 0", "is not a statistic"),
        ("cost = 26.500", "'26.500' can mean two numbers"),
        ("cost = 0,5", "decimal comma; write 0.5"),
        ("cost = 1e6", "'1e6' is not a number"),
        ("cost = nan", "'nan' is not a number"),
        ("losers = 5", "5 is no share; per cent are written as shares"),
        ("zero_gain_share = ", "is not a number"),
    ],
)
def test_goals_that_cannot_be_meant_are_refused(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read_goal(text)
    assert told in str(error.value)


def test_quantities_are_what_results_say() -> None:
    results = persons().run({"reform": read_reform("lavere_aftrapning_45").apply(law_on(DAY))})

    def of(key: str, what: str = "difference") -> float:
        return float(getattr(results, what)[1, 0, results.statistic(key)])

    expected = {
        "cost": -of("provenu"),
        "cost_state": -of("balance_stat"),
        "cost_municipality": -of("balance_kommune"),
        "cost_after_tilbageloeb": -of("provenu_efter_tilbageloeb"),
        "zero_gain_share": of("nul_gevinst", "value"),
        "losers": of("taber_over_5", "value") + of("taber_under_5", "value"),
        "mean_gain": of("middel_gevinst", "value"),
        "gini": of("gini", "value"),
    }
    assert {name: one.at(results, 1)[0] for name, one in QUANTITIES.items()} == pytest.approx(expected)
    assert expected["cost"] > 0.0 and expected["cost"] == pytest.approx(expected["cost_state"] + expected["cost_municipality"])


def test_every_statistic_is_a_quantity() -> None:
    results = persons().run({})
    assert set(known_statistics()) == {one.key for one in results.statistics}
    for key in known_statistics():
        assert quantity(f"difference({key})").at(results, 0)[0] in (0.0, pytest.approx(math.nan, nan_ok=True))


# --- crossings ----------------------------------------------------------------------------------------------------------


def each(function: Callable[[float], float], asked: list[int] | None = None) -> Callable[[Sequence[tuple[int, float]]], list[float]]:
    def evaluate(places: Sequence[tuple[int, float]]) -> list[float]:
        if asked is not None:
            asked.append(len(places))
        return [function(place) for _, place in places]

    return evaluate


@pytest.mark.parametrize(
    ("function", "root", "rounds"),
    [
        (lambda x: x - 0.3, 0.3, 3),
        (lambda x: x**3 - 0.2, 0.2 ** (1 / 3), 10),
        (lambda x: math.exp(20.0 * x) - 5.0, math.log(5.0) / 20.0, 16),
        (lambda x: min(x - 0.41, 0.05 * (x - 0.41)), 0.41, 36),
        (lambda x: 1e12 * (x - 0.123456789), 0.123456789, 3),
        (lambda x: 0.7 - x, 0.7, 3),
        (lambda x: (x - 0.5) ** 9, 0.5, 45),
    ],
)
def test_roots_are_found_in_few_rounds(function: Callable[[float], float], root: float, rounds: int) -> None:
    asked: list[int] = []
    [one] = narrow(each(function, asked), [Bracket(0.0, 1.0, function(0.0), function(1.0))], 1e-9, 0.0)
    assert one.low <= root + 1e-12 and root - 1e-12 <= one.high
    assert one.nearest[0] == pytest.approx(root, abs=2e-3 if rounds == 45 else 2e-9)
    assert len(asked) <= rounds


@given(root=st.floats(0.0, 1.0), power=st.sampled_from([1, 3, 5]), tilt=st.floats(0.0, 10.0), scale=st.floats(1e-6, 1e9))
def test_the_root_never_leaves_its_bracket(root: float, power: int, tilt: float, scale: float) -> None:
    def function(x: float) -> float:
        return scale * ((x - root) ** power + tilt * (x - root))

    ends = function(0.0), function(1.0)
    for one in narrow(each(function), [Bracket(0.0, 1.0, *ends)] if ends[0] * ends[1] < 0.0 else [], 1e-9, 0.0):
        assert one.low - 1e-12 <= root <= one.high + 1e-12
        assert one.at_low * one.at_high <= 0.0
        assert one.high - one.low <= 1e-9 or one.nearest[1] == 0.0


def test_several_brackets_share_their_rounds() -> None:
    places = np.linspace(0.0, 10.0, 21).tolist()
    values = [math.sin(place) + 0.1 for place in places]
    asked: list[int] = []
    found = narrow(each(lambda x: math.sin(x) + 0.1, asked), brackets(places, values), 1e-10, 0.0)
    assert [one.nearest[0] for one in found] == pytest.approx([math.pi + 0.1001674, 2 * math.pi - 0.1001674, 3 * math.pi + 0.1001674], abs=1e-6)
    assert asked[0] == 3 and len(asked) <= 8


def test_a_jump_is_narrowed_to_its_place() -> None:
    [one] = narrow(each(lambda x: -1.0 if x < 0.25 else 2.0), [Bracket(0.0, 1.0, -1.0, 2.0)], 1e-9, 0.0)
    assert one.low < 0.25 <= one.high and one.high - one.low <= 1e-9
    assert one.nearest == (one.low, -1.0)


def test_stretches_of_zero() -> None:
    assert zeros([0, 1, 2, 3, 4, 5], [1, 0, 0, -1, 0, 2]) == [(1, 2), (4, 4)]
    assert brackets([0, 1, 2], [1, 0, -1]) == []


# --- one number ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "name", "goal"),
    [
        ("uden_loft", "aftrapning_1", "cost = 0"),
        ("en_aftrapning", "aftrapning_1", "cost_municipality = 50000000"),
        ("lavere_aftrapning_45", "fleksloentilskud_max", "mean_gain = 2000"),
        ("uden_loft", "fleksloentilskud_max", "difference(gini) = 0.0005"),
    ],
)
def test_the_file_written_reaches_the_goal(file: str, name: str, goal: str, tmp_path: Path) -> None:
    """Read back and run on its own, the reform comes to what was wished for."""
    one = solved(file, name, goal)
    found = Found(one, read_reform(file), persons())
    path = tmp_path / "found.yaml"
    path.write_text(found.to_yaml(), encoding="utf-8")
    again = read_reform(path)
    assert again.parameters[name] == Change("set", found.value, str(path), again.parameters[name].line)
    results = persons().run({"reform": again.apply(law_on(DAY))})
    spread = float(np.ptp(one.amounts))
    assert one.goal.quantity.at(results, 1)[0] == pytest.approx(one.goal.wanted, abs=1e-8 * spread)
    assert one.goal.quantity.at(results, 1)[0] == one.nearest.achieved[0]
    for language, word in (("da", "fundet"), ("en", "found")):
        assert again.title[language].startswith(read_reform(file).title[language]) and f"({word}: {name} = " in again.title[language]
        assert str(one.goal) in again.note[language] and str(SIZE)[0] in again.note[language]
    assert (again.proposer, again.source, again.baseline) == ("eget forslag", None, DAY)
    assert again.rules == read_reform(file).rules and again.needs == read_reform(file).needs


def test_standard_errors_are_those_of_a_run() -> None:
    one = solved("uden_loft", "aftrapning_1", "cost = 0")
    law = read_reform("uden_loft").apply(law_on(DAY)).change({"aftrapning_1": one.nearest.value})
    results = persons().run({"reform": law})
    assert one.nearest.achieved[1] == results.difference_se[1, 0, results.statistic("provenu")] > 0.0
    level = Simulation(persons().persons, law, groupings=()).run({})
    assert solved("en_aftrapning", "fleksloentilskud_max", "zero_gain_share = 0.15").nearest.achieved[1] > 0.0
    assert one.nearest.quantities["zero_gain_share"] == (0.0, level.value_se[0, 0, level.statistic("nul_gevinst")])


def test_todays_number_solves_a_reform_of_nothing() -> None:
    found = solve(persons(), nothing(), Wish("fleksloentilskud_max"), read_goal("cost = 0"))
    [one] = found.solutions
    assert one.value == law_on(DAY).p.fleksloentilskud_max == found.unknown.today and one.achieved == (0.0, 0.0)
    assert (found.unknown.low, found.unknown.high) == (one.value / 2.0, one.value * 2.0)
    assert len(found.places) == POINTS + 1


def test_every_solution_is_found() -> None:
    """Half of all are unaffected a little below today's maximum and a little above it."""
    found = solved("uden_mindreregulering", "fleksloentilskud_max", "value(uaendret) = 0.5", 21_000.0, 22_200.0)
    low, high = found.solutions
    today = law_on(DAY).p.fleksloentilskud_max
    assert low.value < today < high.value
    assert low.achieved[1] == pytest.approx(math.sqrt(0.25 / SIZE), rel=0.2)
    for one in (low, high):
        results = persons().run({"reform": nothing(fleksloentilskud_max=one.value).apply(law_on(DAY))})
        assert results.value[1, 0, results.statistic("uaendret")] == pytest.approx(0.5, abs=5e-3)
    nearest = min((low, high), key=lambda one: abs(one.value - (found.unknown.today or 0.0)))
    assert found.nearest is nearest
    table = Found(found, read_reform("uden_mindreregulering"), persons()).to_text("en")
    assert "Several solutions; nearest to today's number is" in table


def test_a_goal_that_holds_on_a_stretch_is_told_as_one() -> None:
    """Nobody is over 37 hours of wage at this threshold: from there on it does nothing."""
    found = solve(persons(), nothing(), Wish("aftrapning_knaek", (10_000.0, 80_000.0)), read_goal("difference(strom_fleksloentilskud) = 0"))
    [today] = found.solutions
    assert today.value == found.unknown.today
    far = solve(persons(), nothing(aftrapning_1=0.25), Wish("aftrapning_knaek", (30_000.0, 80_000.0)), read_goal(f"cost = {plain_number(flat())}"))
    [one] = far.solutions
    assert one.stretch[0] < one.stretch[1] == 80_000.0 and one.value == one.stretch[0]
    assert "The goal holds from" in Found(far, nothing(), persons()).to_text("en")


def flat() -> float:
    """The cost of a lower taper without a threshold."""
    return amount(nothing(aftrapning_1=0.25, aftrapning_knaek=80_000.0), "cost")


def test_rounding_is_said_and_judged() -> None:
    exact = solved("uden_loft", "aftrapning_1", "cost = 0")
    rounded = solve(persons(), read_reform("uden_loft"), Wish("aftrapning_1"), read_goal("cost = 0"), digits=2)
    assert rounded.nearest.value == round(exact.nearest.value, 2) != exact.nearest.value
    results = persons().run({"reform": read_reform("uden_loft").apply(law_on(DAY)).change({"aftrapning_1": rounded.nearest.value})})
    assert rounded.nearest.achieved[0] == -results.difference[1, 0, results.statistic("provenu")] != 0.0


def test_what_cannot_be_found_is_told() -> None:
    reform = read_reform("uden_loft")
    assert "'aftrapning1' is not a parameter of the law. Did you mean 'aftrapning_1'?" in refused(reform, "aftrapning1", "cost = 0")
    assert "belongs to the months" in refused(reform, "tidsgraense_maaneder", "cost = 0")
    assert "no rule in force on 2026-01-01 reads it" in refused(reform, "sundhedsbidrag_sats", "cost = 0")
    told = refused(reform, Wish("aftrapning_1", (0.4, 0.5)), "cost = 0")
    assert "cost = 0 is not met between 0.4 and 0.5: cost is " in told and "comes nearest at 0.4 with" in told and "--between LOW HIGH" in told
    assert "does not move difference(strom_ledighedsydelse): it is 0 for every value from 0 to 1" in refused(
        reform, "aftrapning_1", "difference(strom_ledighedsydelse) = 0.5"
    )
    assert "Give the lower one first" in refused(reform, Wish("aftrapning_1", (0.5, 0.4)), "cost = 0")
    assert "is far from today's" in refused(reform, Wish("fleksloentilskud_max", (100.0, 200.0)), "cost = 0")
    assert "is no share" in refused(reform, Wish("aftrapning_1", (0.1, 30.0)), "cost = 0")


def alone() -> Simulation:
    """One person, who is single and has a fleksjob."""
    rows = persons().persons
    fits = pc.and_(pc.equal(rows["status"].cast(pa.string()), "fleksjob"), pc.equal(rows["household"].cast(pa.string()), "single"))
    return Simulation(rows.filter(fits).slice(0, 1), law_on(DAY))


def test_a_goal_that_is_jumped_over_is_no_solution() -> None:
    """One person loses or does not: never half."""
    told = refused(nothing(), "fleksloentilskud_max", "losers = 0.5", alone())
    assert "losers = 0.5 is jumped over: at 2" in told and "it jumps from 1 to 0" in told


def test_whole_oere_are_no_jump() -> None:
    """The cost of one person moves an oere at a time, and nobody knows its standard error."""
    one = solve(alone(), nothing(), Wish("fleksloentilskud_max"), read_goal("mean_gain = 1000.004"))
    assert one.nearest.achieved[0] == pytest.approx(1_000.0, abs=0.011) and math.isnan(one.nearest.achieved[1]) and not one.jumps


def test_nobody_has_no_shares() -> None:
    assert "zero_gain_share has no value" in refused(nothing(), "aftrapning_1", "zero_gain_share = 0", Simulation(persons().persons.slice(0, 0), law_on(DAY)))


def test_names_and_bounds_as_people_write_them() -> None:
    assert wishes(["a", "aftrapning_1: 0.2 : 0.4"]) == [Wish("a"), Wish("aftrapning_1", (0.2, 0.4))]
    assert wishes(["aftrapning_1"], ("0.2", "0.4")) == [Wish("aftrapning_1", (0.2, 0.4))]
    for texts, between, told in (
        (["a:1"], None, "'a:1' is no name with bounds. Write NAME, or NAME:LOW:HIGH."),
        (["a:1:2,5"], None, "write 2.5"),
        (["a", "b"], ("1", "2"), "--between is for a single number"),
        (["fleksloentilskud_max"], ("19.000", "20.000"), "write 19000"),
    ):
        with pytest.raises(InputError) as error:
            wishes(texts, between)
        assert told in str(error.value)


# --- several numbers ----------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(*(st.integers(0, 4),) * 3), min_size=1, max_size=25))
def test_efficient_points_are_those_that_none_beats(points: list[tuple[int, ...]]) -> None:
    def beats(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return all(a <= b for a, b in zip(one, other, strict=True)) and one != other

    expected = [not any(beats(other, one) for other in points) for one in points]
    assert efficient(np.array(points, float).T).tolist() == expected


def test_a_frontier_with_a_goal() -> None:
    reform = read_reform("lavere_aftrapning_45")
    found = frontier(persons(), reform, [Wish("fleksloentilskud_max", (20_000.0, 24_000.0)), Wish("aftrapning_1", (0.2, 0.5))], read_goal("cost = 0"), points=4)
    assert [one.name for one in found.unknowns] == ["fleksloentilskud_max", "aftrapning_1"]
    on_goal = [one for one in found.places if one.on_goal]
    grid = [one for one in found.places if not one.on_goal]
    assert len(grid) >= 16 and len(on_goal) >= 4 and found.chosen in on_goal
    assert [one.amounts["cost"] for one in found.places] == sorted(one.amounts["cost"] for one in found.places)
    costs = {one.point: one.amounts["cost"] for one in grid}
    first, second = (sorted({point[axis] for point in costs}) for axis in (0, 1))
    crossed = [(costs[a, c], costs[b, c]) for a, b in pairwise(first) for c in second] + [
        (costs[a, b], costs[a, c]) for a in first for b, c in pairwise(second)
    ]
    assert len(on_goal) == sum(one * other < 0.0 for one, other in crossed)
    spread = found.places[-1].amounts["cost"] - found.places[0].amounts["cost"]
    for one in on_goal:
        assert abs(one.amounts["cost"]) <= 1e-7 * spread
        law = reform.apply(law_on(DAY)).change(dict(zip(("fleksloentilskud_max", "aftrapning_1"), one.point, strict=True)))
        results = persons().run({"reform": law})
        assert {name: QUANTITIES[name].at(results, 1)[0] for name in AXES} == one.amounts
    assert found.chosen is not None
    assert found.chosen.amounts["zero_gain_share"] == min(one.amounts["zero_gain_share"] for one in on_goal)
    assert found.chosen.efficient
    table = frontier_table(found, persons(), "da")
    assert len(table.rows) == len(on_goal) and sum(row[-1] for row in table.rows) == 1
    assert len(frontier_table(found, persons(), "da", every=True).rows) == len(found.places)


def test_a_frontier_without_a_goal_shows_its_efficient_points() -> None:
    found = frontier(persons(), nothing(), [Wish("aftrapning_1", (0.2, 0.4)), Wish("aftrapning_2", (0.4, 0.7))], points=3)
    assert found.chosen is None and not any(one.on_goal for one in found.places)
    rows = frontier_table(found, persons(), "en").rows
    assert len(rows) == sum(one.efficient for one in found.places) <= MOST_ROWS


def test_a_frontier_that_cannot_be_is_refused() -> None:
    both = [Wish("aftrapning_1", (0.1, 0.2)), Wish("aftrapning_2", (0.1, 0.2))]
    for wanted, points, told in (
        (both, 101, "more than 10000"),
        (both, 1, "too few"),
        ([both[0], both[0]], 2, "is looked for twice"),
        ([both[0], Wish("x")], 2, "'x' is not a parameter"),
    ):
        with pytest.raises(InputError) as error:
            frontier(persons(), nothing(), wanted, points=points)
        assert told in str(error.value)
    with pytest.raises(InputError, match=r"losers = 0\.9 is not met on the grid: losers is from"):
        frontier(persons(), nothing(), both, read_goal("losers = 0.9"), points=2)


def test_a_long_title_is_cut() -> None:
    reform = nothing(aftrapning_1=0.2)
    long = Reform({"da": "A" * 120, "en": "B" * 120}, "x", None, DAY, DAY, reform.parameters)
    found = found_reform(long, persons(), {"aftrapning_1": 0.25, "fleksloentilskud_max": 21_234.56}, read_goal("cost = 0"), (0.0, math.nan))
    assert found.title["da"].endswith("A (fundet: aftrapning_1 = 0,25, fleksloentilskud_max = 21.235)") and len(found.title["da"]) == 120
    assert found.title["en"].endswith("fleksloentilskud_max = 21,235)")


def test_what_was_found_stands_on_the_law_it_was_found_on() -> None:
    before = Simulation(persons().persons, law_on(date(2024, 1, 1)))
    made = found_reform(read_reform("uden_loft"), before, {"aftrapning_1": 0.31}, read_goal("cost = 0"), (12.0, 3_000_000.0))
    assert (made.baseline, made.since) == (date(2024, 1, 1), date(2027, 1, 1))
    assert "loven pr. 1. januar 2024" in made.note["da"] and made.note["en"].endswith("achieved 12 DKK a year, standard error 3,000,000 DKK a year.")
