"""What people do about a change of what they gain: hours in a job, and the way from ledighedsydelse to one.

Two formulations, chosen by the run, never both. `elasticity`: the next step in hours is taken by those who can and whose firm
has the hours, so often that hours move by the elasticity of the gain in kroner; a gain of nothing, where the marginal tax is
100 per cent or more, is an ordinary case. `choice`: a discrete choice of a step down, none or a step up with errors frozen
per person, drawn so that today's hours are the best today; who only gained where they are stays. In both, the chance of a
job moves with the gain from work, the benefit and the employer's cost. Laws that are the same move nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from fleksim import words
from fleksim.dynamics.lives import Lives
from fleksim.dynamics.money import Prepared, Purse
from fleksim.dynamics.rules_of_months import Rules, day_of_law, numbers_of
from fleksim.engine.law import Law
from fleksim.kernel.layout import Frozen, Real, State, Whole
from fleksim.words import MONTHS, WEEKS_PER_MONTH

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NONE, ELASTICITY, CHOICE = "none", "elasticity", "choice"
BEHAVIOURS = (NONE, ELASTICITY, CHOICE)

_NET, _COST, _BENEFIT = "husstand_disponibel", "employer_cost", "ledighedsydelse"
_TARGETS = (_NET, _COST, _BENEFIT)
_FULL_TIME, _LEAST_HOURS = 37.0, 1.0
_LEAST_PULL, _MOST_PULL = 0.2, 3.0
_STEPS, _DIGITS = 4096, 9


class Behaviour:
    """The response of a run: called each January with the persons who are there."""

    def __init__(self, rules: Rules, formulation: str) -> None:
        self.rules, self.formulation = rules, formulation
        self._kernels: dict[Law, Prepared] = {}

    def __call__(self, lives: Lives, frozen: Floats, purse: Purse, month: int, size: int) -> None:
        before, after = self.rules.law(month, reformed=False), self.rules.law(month)
        lives.real[Real.STEP, :size] = 0.0
        lives.real[Real.PULL, :size] = 1.0
        if before is after or (before.book is after.book and numbers_of(before) == numbers_of(after)):
            return
        assumed = self.rules.assumptions(month)
        values = {name: assumed.value(name, day_of_law(month)) for name in _NEEDED}
        # Who has had no job yet is hired for the hours that the month will draw.
        quantiles = self.rules.new_hours(month)
        first_hours = quantiles[(frozen[Frozen.CAPACITY, :size] * quantiles.size).astype(np.int64)]
        world = _World(lives, purse, first_hours, size, values["timer_op"])
        old, new = (world.under(self._kernel(law)) for law in (before, after))
        lives.real[Real.PULL, :size] = pull(old, new, values)
        step = elastic_step if self.formulation == ELASTICITY else chosen_step
        lives.real[Real.STEP, :size] = np.where(world.works, step(world, old, new, frozen[:, :size], values), 0.0)

    def _kernel(self, law: Law) -> Prepared:
        if law not in self._kernels:
            self._kernels[law] = Prepared(law, _TARGETS)
        return self._kernels[law]


_NEEDED = (
    "timer_op", "timer_elasticitet", "timer_kan_reagere_andel", "timer_virksomhed_blokerer_andel", "timer_omkostning_andel", "timer_omkostning_maaneder",
    "ydelse_elasticitet", "gevinst_elasticitet", "loenudgift_elasticitet", "valg_skala",
)  # fmt: skip


class Gains(dict[str, Floats]):
    """Of each person [kr/aar]: `here`, `up`, `down`: household income at the hours and a step away; `idle`: on ledighedsydelse;
    `benefit`; `cost`: of the employer for an hour [kr]."""


class _World:
    """The persons at a moment: the hours they have or could have, and the columns the law reads there."""

    def __init__(self, lives: Lives, purse: Purse, first_hours: Floats, size: int, step: float) -> None:
        real, whole = lives.real[:, :size], lives.whole[:, :size]
        self.size, self.step = size, step
        self.works: Flags = whole[Whole.STATE] == State.FLEKSJOB
        able = np.where(real[Real.CAPACITY] > 0.0, real[Real.CAPACITY], first_hours)
        self.hours: Floats = np.where(real[Real.HOURS] > 0.0, real[Real.HOURS], able)
        self.wage: Floats = real[Real.WAGE].copy()
        self.columns = {name: column[:size] for name, column in purse.columns.items()}

    def under(self, kernel: Prepared) -> Gains:
        """Incomes of everybody under a law, were they in a fleksjob or on ledighedsydelse all year."""
        up = np.minimum(self.hours + self.step, _FULL_TIME)
        down = np.maximum(self.hours - self.step, _LEAST_HOURS)
        here = self._at(kernel, words.FLEKSJOB, self.hours)
        idle = self._at(kernel, words.LEDIGHEDSYDELSE, np.zeros(self.size))
        worked = self.hours * WEEKS_PER_MONTH * MONTHS
        return Gains(
            here=here[0], up=self._at(kernel, words.FLEKSJOB, up)[0], down=self._at(kernel, words.FLEKSJOB, down)[0],
            idle=idle[0], benefit=idle[2], cost=here[1] / worked,
        )  # fmt: skip

    def _at(self, kernel: Prepared, status: float, hours: Floats) -> Floats:
        out = np.empty((kernel.rows, 1, self.size))
        wage = np.where(hours > 0.0, self.wage, 0.0)
        kernel.run({**self.columns, "status": np.full(self.size, status), "hours": hours, "hourly_wage": wage}, out, self.size)
        return out[: kernel.count, 0]


def arc(after: Floats, before: Floats) -> Floats:
    """The change in per cent of the mean of both, as a share: between -2 and 2, also from nothing; amounts below 0 count as 0."""
    after, before = np.maximum(after, 0.0), np.maximum(before, 0.0)
    total = after + before
    return np.where(total > 0.0, 2.0 * (after - before) / np.where(total > 0.0, total, 1.0), 0.0)


def pull(old: Mapping[str, Floats], new: Mapping[str, Floats], values: Mapping[str, float]) -> Floats:
    """What the chance of a job is multiplied by: up with the gain from work, down with the benefit and the employer's cost."""
    gain = arc(new["here"] - new["idle"], old["here"] - old["idle"]) * values["gevinst_elasticitet"]
    benefit = arc(new["benefit"], old["benefit"]) * values["ydelse_elasticitet"]
    cost = arc(new["cost"], old["cost"]) * values["loenudgift_elasticitet"]
    return np.clip(1.0 + gain - benefit - cost, _LEAST_PULL, _MOST_PULL)


def can_move(frozen: Floats, values: Mapping[str, float]) -> Flags:
    """Who could work other hours, and whose firm has them."""
    able: Flags = (frozen[Frozen.RESPONDS] < values["timer_kan_reagere_andel"]) & (frozen[Frozen.BLOCKED] >= values["timer_virksomhed_blokerer_andel"])
    return able


def elastic_step(world: _World, old: Mapping[str, Floats], new: Mapping[str, Floats], frozen: Floats, values: Mapping[str, float]) -> Floats:
    """Hours by which those move who do, so that all together move by the elasticity of the gain of the next step."""
    before, after = old["up"] - old["here"], new["up"] - new["here"]
    moved = arc(after, before)
    able = can_move(frozen, values)
    share = values["timer_kan_reagere_andel"] * (1.0 - values["timer_virksomhed_blokerer_andel"])
    asked = values["timer_elasticitet"] * np.abs(moved) * world.hours
    often = np.minimum(asked / (share * world.step), 1.0) if share > 0.0 else np.zeros(world.size)
    cost = values["timer_omkostning_andel"] * world.wage * _FULL_TIME * WEEKS_PER_MONTH * MONTHS
    worth = np.abs(np.maximum(after, 0.0) - np.maximum(before, 0.0)) * values["timer_omkostning_maaneder"] / MONTHS >= cost
    return np.where(able & worth & (frozen[Frozen.ANSWERS] < often), np.sign(moved) * world.step, 0.0)


def chosen_step(world: _World, old: Mapping[str, Floats], new: Mapping[str, Floats], frozen: Floats, values: Mapping[str, float]) -> Floats:
    """A step up or down for those whom the reform gives more by it than what keeps them where they are."""
    scale = values["valg_skala"]
    able = can_move(frozen, values)
    excess = []
    for there, draw in (("up", Frozen.UP_ERROR), ("down", Frozen.DOWN_ERROR)):
        before, after = ((one[there] - one["here"]) / scale for one in (old, new))
        excess.append(after - before - slack(before, frozen[draw]))
    up, down = excess
    down = np.where(world.hours - world.step >= _LEAST_HOURS, down, -1.0)
    return np.where(able & (up > 0.0) & (up >= down), world.step, np.where(able & (down > 0.0), -world.step, 0.0))


def slack(before: Floats, draws: Floats) -> Floats:
    """By how much an option would have to get better to be taken, given that it is not taken today.

    The difference of errors is logistic and at least what the option is better by today; never below 0. By tables, since
    NumPy's exp and log differ between processors.
    """
    places, values = _logistic_table()
    passed = np.interp(before, values, places)
    error = np.interp(passed + draws * (1.0 - passed), places, values)
    return np.maximum(error - before, 0.0)


@cache
def _logistic_table() -> tuple[Floats, Floats]:
    """Chances and quantiles of the logistic distribution, rounded."""
    places = (np.arange(_STEPS) + 0.5) / _STEPS
    return places, np.array([round(math.log(place / (1.0 - place)), _DIGITS) for place in places.tolist()])
