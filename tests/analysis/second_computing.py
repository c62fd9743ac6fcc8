"""A second computing of a population: single persons read one by one, what they have and pay in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pyarrow as pa

from fleksim import words
from fleksim.analysis.ledger import FLOWS
from fleksim.analysis.results import EVERYBODY, Results
from fleksim.analysis.simulate import Simulation
from fleksim.engine.law import Law, law_on
from fleksim.engine.reading import read
from fleksim.people.cases import Case
from fleksim.people.municipalities import municipalities
from fleksim.population.recipe import recipe
from fleksim.population.schema import WEIGHT_UNIT, kernel_columns

YEAR = 2026
DAY = date(YEAR, 1, 1)
SIZE = 260
READ = (
    "disponibel_indkomst", "husstand_disponibel", "aekvivaleret_indkomst", "municipal_net", "state_net", "employer_cost", "fleksloentilskud",
    "ledighedsydelse", "bruttoindkomst_md", "loenloft_binder", "partner_kommuneskat_kr", "partner_kirkeskat_kr", "partner_skat_i_alt",
    "partner_groen_check", "ydelse_md", "pension_aar", "boligstoette", "friplads", "loenrefusion", "boerne_og_ungeydelse", "boernetilskud",
    "tilskud_selvstaendig",
)  # fmt: skip

# A reform with winners and losers, large and small.
CHANGES = {"aftrapning_1": 0.08, "fleksloentilskud_max": 19_600.0}


def base_law() -> Law:
    return law_on(DAY)


def reformed() -> Law:
    return base_law().change(CHANGES)


@cache
def source():
    """Every 77th of a larger population: all places, ages and incomes."""
    whole = recipe(SIZE * 77, YEAR, 5)
    return whole.block(0, whole.size).take(pa.array(range(0, whole.size, 77)))


@dataclass(frozen=True)
class Person:
    """One of them: weight [persons], columns, what the law says before and after, and in which groups."""

    weight: float
    columns: dict[str, float]
    before: dict[str, float]
    after: dict[str, float]
    groups: dict[str, str]

    @property
    def case(self) -> Case:
        return Case("x", DAY, self.columns, frozenset())

    @property
    def at_work(self) -> bool:
        return self.columns["status"] == words.FLEKSJOB and self.columns["hours"] > 0.0

    @property
    def couple(self) -> bool:
        return self.columns["civil_status"] != words.SINGLE


@cache
def people() -> tuple[Person, ...]:
    table = source()
    columns = {name: np.broadcast_to(np.asarray(values, float), table.num_rows) for name, values in kernel_columns(table).items()}
    rows = table.to_pylist()
    made = []
    for index, row in enumerate(rows):
        own = {name: float(column[index]) for name, column in columns.items()}
        texts = {name: row[name] for name in ("place", "sex", "household", "education", "prior_benefit", "region")}
        age = own["year"] - own["birth_year"]
        texts["alder"] = next((f"{a}_{b}" for a, b in ((30, 40), (40, 50), (50, 60)) if a <= age < b), "under_30" if age < 30 else "fra_60")
        texts["kommune"] = str(row["municipality"]) if row["municipality"] in municipalities() else "unknown"
        texts["timebaand"] = hours_band(own["hours"])
        texts["loenbaand"] = wage_band(own)
        made.append(Person(row["weight"] / WEIGHT_UNIT, own, *(read(law, own, READ, rounding="none") for law in (base_law(), reformed())), texts))
    return tuple(made)


def hours_band(hours: float) -> str:
    if hours == 0.0:
        return "0"
    if hours > 30.0:
        return "over_30"
    low = 5 * (math.ceil(hours / 5.0) - 1) + 1
    return f"{low}_{low + 4}"


def wage_band(own: dict[str, float]) -> str:
    if own["hours"] == 0.0:
        return "ingen"
    wage = own["hourly_wage"]
    edges = (125, 150, 175, 200, 250)
    if wage < edges[0]:
        return "under_125"
    return next((f"{a}_{b}" for a, b in pairwise(edges) if a <= wage < b), "fra_250")


@cache
def results() -> Results:
    return Simulation(source(), base_law()).run({"nothing": base_law().change({}), "reform": reformed()})


def found(results: Results, key: str, what: str = "value", scenario: str = "reform", grouping: str = EVERYBODY, group: str = EVERYBODY) -> float:
    return float(getattr(results, what)[results.scenario(scenario), results.group(grouping, group), results.statistic(key)])


def household(one: Person, values: dict[str, float]) -> float:
    """What comes into the household, in other words than the ledger's."""
    partner = one.columns["partner_wage"] + one.columns["partner_transfer"] + one.columns["partner_capital_income"]
    return values["disponibel_indkomst"] + (partner - values["partner_skat_i_alt"] + values["partner_groen_check"] if one.couple else 0.0)


def municipality(one: Person, values: dict[str, float]) -> float:
    return values["municipal_net"] + (values["partner_kommuneskat_kr"] if one.couple else 0.0)


def state(one: Person, values: dict[str, float]) -> float:
    partner = values["partner_skat_i_alt"] - values["partner_kommuneskat_kr"] - values["partner_kirkeskat_kr"] - values["partner_groen_check"]
    return values["state_net"] + (partner if one.couple else 0.0)


def benefits(one: Person, values: dict[str, float]) -> float:
    monthly = values["fleksloentilskud"] + values["ydelse_md"]
    yearly = ("pension_aar", "boligstoette", "friplads", "loenrefusion", "boerne_og_ungeydelse", "boernetilskud", "tilskud_selvstaendig")
    return 12.0 * monthly + sum(values[name] for name in yearly)


# Every flow is rounded to whole oere: no person is further off than this [kr].
OFF = 0.01 * len(FLOWS)


def both(persons: tuple[Person, ...]) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    return [one.before for one in persons], [one.after for one in persons]


def weighted(persons: list[tuple[float, float]]) -> float:
    return sum(weight * value for weight, value in persons) / sum(weight for weight, _ in persons)


def bucket(one: Person) -> str:
    before = household(one, one.before)
    gain = household(one, one.after) - before
    if abs(gain) < 12.0:
        return "uaendret"
    size = "over_5" if abs(gain) > 0.05 * abs(before) else "under_5"
    return f"{'vinder' if gain > 0.0 else 'taber'}_{size}"


@cache
def working() -> tuple[Person, ...]:
    return tuple(one for one in people() if one.at_work)
