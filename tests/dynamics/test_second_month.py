"""The months written twice: the kernels against `second`, bit for bit, for the law, for reforms, and for levers that nobody proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import zip_longest

import numpy as np
import pytest

from fleksim.dynamics.behaviour import CHOICE, ELASTICITY, Behaviour
from fleksim.dynamics.engine import BLOCK, Course, _Block, follow, run
from fleksim.dynamics.flows_in import inflow
from fleksim.dynamics.ledger import signs
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.rules_of_months import Rules
from fleksim.dynamics.start import MOST_ROOM, lives_of, newcomers
from fleksim.dynamics.totals import MonthTotals
from fleksim.kernel.layout import BY_MONTHS, FIRST_CELLS, Amount, Count, Face, Frozen, Hazard, Lever, Measure, Real, State, Whole
from fleksim.parameters.months import month_assumptions
from fleksim.population.recipe import recipe
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import stack
from fleksim.reforms.timing import Protection
from second import month_money

PERSONS, SEED = 400, 3
# Half a year before the reforms, and three years with them, two of them after the last year of the law.
START, MONTHS = 2026 * 12 + 6, 42

REFORMS = (
    ("tidsgraense_12_maaneder",),
    ("tidsgraense_24_maaneder_beskyttet",),
    ("fastholdelse_uden_ventetid", "adgang_ved_30_timer", "varig_efter_foerste_fleksjob"),
    ("fastholdelse_6_maaneder", "raadgivning_om_sociale_kapitler", "opfoelgning_3_maaneder", "uden_rehabiliteringsteam"),
    ("lettere_sanktioner", "stigende_krav", "uden_anden_aktoer", "foer_fire_samtaler"),
    ("kommunalt_fleksjob", "timer_som_de_bedste_kommuner", "gennemsigtigt_jobmarked"),
    ("aegtefaelles_selskab_forbudt", "virksomhedskonsulent", "stoette_til_langtidsledige", "fastholdelse_bredere_undtagelse"),
    ("progressionsaftaler", "supplerende_fleksjob", "opfoelgning_12_maaneder", "fastholdelse_uden_dokumentation"),
    ("mindst_5_timer",),
    ("ret_til_at_vende_tilbage_24_maaneder", "jobskifte_efter_24_maaneder", "karriere_i_fleksjob"),
    ("varige_bevillinger", "en_aftrapning", "behold_vilkaar_ved_jobskifte", "hurtigere_visitation"),
    ("uden_ressourceforloeb",),
)


@dataclass(frozen=True)
class Snapshot:
    """Everybody when a month has moved them: dims (row, person) each."""

    whole: np.ndarray
    real: np.ndarray
    face: np.ndarray


class Watched(_Block):
    """Persons in fleksim's engine who are looked at every month."""

    def _move(self, place: int, month: int, size: int) -> None:
        super()._move(place, month, size)
        self.seen[place] = Snapshot(self.lives.whole.copy(), self.lives.real.copy(), self.face.copy())

    seen: dict[int, Snapshot]


@cache
def people(start: int = START, months: int = MONTHS) -> tuple[Lives, Lives]:
    """A population, and those who come in the months, with some who come only where a reform lets more in."""
    coming = flows(start, months)
    population = lives_of(recipe(PERSONS, min(start // 12, 2026), SEED).block(0, PERSONS), start, SEED, coming)
    weight = float(population.weights.sum()) / 1e4 / population.size
    return population, newcomers(coming, start, months, weight, SEED, MOST_ROOM)


@cache
def flows(start: int = START, months: int = MONTHS):
    return inflow(start, months, month_assumptions())


def some_move_hours(lives: Lives, frozen: np.ndarray, purse: object, month: int, size: int) -> None:
    """An answer to a change of gain that is none of the model's, but reaches every line of it."""
    draws = frozen[Frozen.SPARE, :size]
    lives.real[Real.STEP, :size] = np.where(draws < 0.3, -1.5, np.where(draws > 0.6, 2.0, 0.0))
    lives.real[Real.PULL, :size] = 0.5 + draws


def differences(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray], rows: dict[str, type]) -> Iterator[str]:
    for name, mine in ours.items():
        wrong = np.argwhere(mine != theirs[name])
        if wrong.size:
            first = tuple(int(one) for one in wrong[0])
            row = rows[name](first[0]).name if name in rows else ""
            yield f"{name} {row}{list(first)}: {mine[first]!r}, second writing {theirs[name][first]!r} ({len(wrong)} differ)"


def agree(course: Course, lives: Lives, response=None) -> MonthTotals:
    """The same lives by both writings: every row of every person every month, and every sum."""
    totals = MonthTotals.empty(course.start, course.months)
    ours = Watched(course, lives.part(0, lives.size), SEED, 0, totals)
    ours.seen, theirs = {}, {}
    ours.run(response)
    moved = lives.part(0, lives.size)
    second = month_money.run(
        course, moved, SEED, 0, response, lambda place, now, face: theirs.update({place: Snapshot(now.whole.copy(), now.real.copy(), face.copy())})
    )
    for mine, other in zip_longest(ours.seen, theirs):
        assert mine == other
        found = list(differences(vars(ours.seen[mine]), vars(theirs[mine]), {"whole": Whole, "real": Real, "face": Face}))
        assert not found, f"month {mine}: " + "; ".join(found)
    assert not list(differences(totals.arrays(), second.arrays(), {}))
    # The groups' balances are those of the ledger, whoever left when.
    of_all = totals.cells[:, FIRST_CELLS[0]].sum(axis=0)
    money = signs() @ totals.money.sum(axis=0)
    np.testing.assert_array_equal(of_all[Measure.HUSSTAND : Measure.STAT + 1], money[Measure.HUSSTAND : Measure.STAT + 1])
    assert not list(differences({"whole": ours.lives.whole}, {"whole": moved.whole}, {"whole": Whole}))
    return totals


@pytest.mark.parametrize(("start", "money"), [(2013 * 12 + 3, False), (2020 * 12 + 9, False), (2026 * 12 + 2, True)])
def test_law_as_it_is(start, money):
    """Money where every number of the law has a source."""
    months = 30
    course = Course(start, months, Rules(), flows(start, months), money)
    for lives in people(start, months):
        totals = agree(course, lives)
        assert totals.money[:, Amount.KOMMUNESKAT].any() == money and totals.counts[:, Count.NYT_JOB].any()


@pytest.mark.parametrize("names", REFORMS, ids=lambda names: names[0])
def test_reforms(names):
    reform = stack([read_reform(name, allow_rules=True) for name in names])
    course = Course(START, MONTHS, Rules(reform, uprating=2.0, responds=True), flows())
    for lives in people():
        agree(course, lives, some_move_hours)


def test_old_cases_keep_the_law_for_some_months():
    reform = stack([read_reform(name) for name in ("en_aftrapning", "kommunalt_fleksjob", "en_time_mere")])
    reform = replace(reform, protection=Protection(date(2027, 1, 1), for_months=18))
    course = Course(START, MONTHS, Rules(reform), flows())
    for lives in people():
        agree(course, lives, some_move_hours)


def test_any_levers_and_hazards():
    """Far from any proposal, so that rare moves are common, with old cases spared for some time: everything is counted sometime."""
    reached = np.zeros(len(Count), np.int64)
    for seed in range(12):
        course = Course(START, 30, Rules(), flows(), money=seed < 2)
        chance = np.random.default_rng(seed)
        for first in (0, 12):
            course.told[first:] = any_levers(chance, course.told[first])
        course.told[:, :, Lever.REFORM_FRA] = START + 12
        course.told[:, :, Lever.BESKYTTET_FOER], course.told[:, :, Lever.BESKYTTET_TIL] = START + chance.integers(-24, 24), START + 20
        forms = np.ones_like(course.forms[0])
        forms[:, 0] = chance.uniform(0.0, 0.1, len(Hazard))
        # Where a chance is the same for everybody, nobody may be taken to be safe from it.
        if seed % 2:
            forms[:, BY_MONTHS:] = chance.choice([0.25, 0.5, 1.0, 1.5], forms[:, BY_MONTHS:].shape)
        course.forms[:] = [forms] * course.months
        for lives in people():
            reached += agree(course, lives, some_move_hours).counts.sum(axis=0)
    assert not [one.key for one in Count if not reached[one]]


def any_levers(chance: np.random.Generator, shipped: np.ndarray) -> np.ndarray:
    """Levers of both columns, each by the kind of number it is."""
    found = shipped.copy()
    for column in found:
        for lever in Lever:
            name = lever.name
            if name.endswith("ANDEL"):
                column[lever] = chance.choice([0.0, 1.0, chance.random(), chance.random()])
            elif name.endswith("FAKTOR") and lever != Lever.LOENFAKTOR:
                column[lever] = chance.uniform(0.4, 1.8)
            elif "MAANED" in name:
                column[lever] = chance.choice([0, 2, 4, 9, 18])
            elif name.endswith(("GIVES", "VILKAAR", "SELSKAB", "TIDLIGERE", "SYGDOM")):
                column[lever] = chance.integers(0, 2)
            elif "TIMER" in name:
                column[lever] = chance.choice([0.0, 1.0, 2.5, 6.0])
        column[Lever.KOMMUNALT_FLEKSJOB_TIMER] = chance.choice([1.0, 3.0])
        column[Lever.ADGANG_TIMER_HOEJST] = chance.choice([18.5, 22.0])
        column[Lever.VARIG_FRA_ALDER] = chance.choice([18, 40])
        column[Lever.SANKTION_UGER] = chance.choice([1.0, 3.0, 6.0])
        column[Lever.LOENVAEKST_TILLAEG] = chance.choice([0.0, 2.0])
    return found


def test_persons_at_a_time_change_nothing():
    """Also those who come later, whose own amounts follow wages from the month they come."""
    course = Course(START, MONTHS, Rules(uprating=3.0), flows())
    for lives in people():
        kept = lives.part(0, lives.size)
        by_fifties, at_once = run(course, lives, SEED, block=50), run(course, lives, SEED, block=BLOCK)
        assert not list(differences(by_fifties.arrays(), at_once.arrays(), {}))
        np.testing.assert_array_equal(lives.whole, kept.whole, "the lives that are given stay as they are")
        np.testing.assert_array_equal(lives.real, kept.real)


@pytest.mark.parametrize("formulation", [ELASTICITY, CHOICE])
def test_persons_at_a_time_change_no_response(formulation):
    """Also of those without a job so far, who respond with the hours they will be hired for."""
    rules = Rules(stack([read_reform("en_aftrapning"), read_reform("tidsgraense_12_maaneder")]), responds=True)
    course, response = Course(START, MONTHS, rules, flows()), Behaviour(rules, formulation)
    population, _ = people()
    lives = newcomers(flows(), START, MONTHS, float(population.weights.mean()) / 1e5, SEED)
    by_few, at_once = (follow(course, lives, SEED, 0, response, block=size) for size in (10, BLOCK))
    np.testing.assert_array_equal(by_few.real, at_once.real)
    assert np.count_nonzero(at_once.real[Real.PULL] != 1.0) > 5, "people respond"


def test_those_who_come_are_at_the_level_of_their_month():
    _, coming = people()
    course = Course(START, MONTHS, Rules(uprating=10.0), flows(), money=False)
    block = Watched(course, coming.part(0, coming.size), SEED, 0, MonthTotals.empty(START, MONTHS))
    block.seen = {}
    block.run(None)
    for year, level in ((2026, 1.0), (2027, 1.1), (2028, 1.1 * 1.1)):
        for month in (0, 1, 11):
            place = year * 12 + month - START
            who = coming.whole[Whole.ENTRY] == START + place
            if place >= 0:
                assert who.any()
                np.testing.assert_array_equal(block.seen[place].real[Real.WAGE, who], coming.real[Real.WAGE, who] * level)


def test_a_provider_is_paid_once_also_for_those_whose_award_ends_that_month():
    """Everybody on ledighedsydelse begins with a provider in the month in which the award ends, and is not renewed."""
    changed = {"anden_aktoer_ret_maaned": 0.0, "anden_aktoer_pligt_maaned": 1.0, "bevilling_maaneder": 1.0, "fornyelse_andel": 0.0}
    changed |= {"ikke_fornyet_foertidspension_andel": 0.0, "tidsgraense_maaneder": 0.0}
    course = Course(START, 6, Rules(changed=changed), flows())
    lives = people()[0].part(0, PERSONS)
    lives.whole[Whole.STATE], lives.whole[Whole.SINCE] = State.LEDIGHEDSYDELSE, START - 1
    lives.whole[Whole.GRANTED], lives.whole[Whole.TEMPORARY] = START - 6, 1
    totals = agree(course, lives)
    price = course.told[0, 1, Lever.ANDEN_AKTOER_PRIS]
    assert totals.counts[0, Count.ANDEN_AKTOER] > 0
    paid = totals.money[:, Amount.ANDEN_AKTOER]
    np.testing.assert_array_equal(paid, totals.counts[:, Count.ANDEN_AKTOER] * round(price * 100.0))
