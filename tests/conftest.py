"""What the tests share: the law of every year, and one set of targets, so that kernels are compiled once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from fleksim import words
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
from fleksim.engine.compute import compute
from fleksim.engine.law import Law, law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.people.columns import COLUMNS

YEARS = range(2013, 2027)

# The same examples in every run and on every machine; `--hypothesis-seed=random` looks for others.
settings.register_profile("fleksim", deadline=None, derandomize=True, database=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fleksim")


# Numbers that no source gives for every year, set to some plausible value: years then share more kernels, and what
# does not depend on them can be tested in all years. `test_missing.py` tests the gaps themselves.
FILLED = {"refusion_foer_2016": 0.5, "kontanthjaelp_fradrag_time": 27.0, "omregningssats": 250.0, "pension_partner_fradrag": 240_000.0}


@pytest.fixture(scope="session", params=YEARS)
def year(request: pytest.FixtureRequest) -> int:
    """Every year of the law; pytest then runs all tests of a year together, and its kernel is compiled once."""
    return request.param


@pytest.fixture(scope="session")
def law_of() -> Callable[[int], Law]:
    """The law of 1 January of a year, gaps filled."""

    @cache
    def of(year: int) -> Law:
        law = law_on(date(year, 1, 1))
        gaps = law.parameters.missing(law.book.parameters(OUTPUTS), law.day)
        return law.change({name: FILLED[name] for name in gaps})

    return of


LIMIT = """title: {da: Tidsgrænse på 6 måneder, en: A time limit of 6 months}
from: 2026-07-01
baseline: {law: 2026-01-01}
changes: {assumptions: {tidsgraense_maaneder: 6, tidsgraense_taeller_tidligere: 1}}
needs: [4, 9, 10]
"""
MONTHS_BATCH = """title: {{da: Prøve, en: Test}}
population: {{size: 300, year: 2026, seed: 7}}
scenarios: [baseline, graense.yaml]
outputs: [{outputs}]
groupings: [sex]
"""
MONTHS = "dynamic: {months: 18, replications: 2, start: 2026-01}\n"


@pytest.fixture(scope="session")
def months_run() -> Callable[[Path, str], Path]:
    """`months_run(folder, outputs)`: a small run in a folder, of months, of the law of a day, or both."""

    def run(folder: Path, outputs: str) -> Path:
        (folder / "graense.yaml").write_text(LIMIT, encoding="utf-8")
        more = MONTHS if "dynamic" in outputs else ""
        (folder / "batch.yaml").write_text(MONTHS_BATCH.format(outputs=outputs) + more, encoding="utf-8")
        run_batch(read_batch(folder / "batch.yaml"), folder / "run", threads=1)
        return folder / "run"

    return run


@pytest.fixture(scope="session")
def months_folder(months_run: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of months alone: 300 persons, 18 months, a limit. Nobody may write to it."""
    return months_run(tmp_path_factory.mktemp("months"), "dynamic")


@pytest.fixture(scope="session")
def run() -> Callable[..., dict[str, np.ndarray]]:
    """Many persons through the kernel of all outputs: `run(law, hours=..., hourly_wage=...)` gives arrays by output.

    A number stands for everybody; fields left out have their default. Every test uses the same outputs, so that a
    year's kernel is compiled once.
    """

    def outputs(law: Law, rounding: str = "skat", **fields: float | np.ndarray) -> dict[str, np.ndarray]:
        size = max(np.size(value) for value in fields.values())
        columns = {name: np.array(np.broadcast_to(np.asarray(value, float), size)) for name, value in fields.items()}
        columns.setdefault("year", np.full(size, float(law.day.year)))
        rows = compute([law], columns, OUTPUTS, rounding=rounding)[:, 0, :]
        return dict(zip(OUTPUTS, rows, strict=True))

    return outputs


@pytest.fixture(scope="session")
def person() -> Callable[..., dict[str, float]]:
    """All columns of one person: defaults, and what is given."""

    def columns(year: int, **given: float) -> dict[str, float]:
        assert given.keys() <= COLUMNS.keys()
        return {**{name: column.default for name, column in COLUMNS.items()}, "year": float(year), "kommuneskat": 25.0, "partner_kommuneskat": 25.0, **given}

    return columns


@pytest.fixture(scope="session")
def crowd() -> Callable[..., dict[str, np.ndarray]]:
    """`crowd(size, year, seed, statuses)`: columns of persons of every kind."""
    return random_columns


def random_columns(size: int, year: int, seed: int, statuses: tuple[str, ...] = words.STATUSES) -> dict[str, np.ndarray]:
    """Persons of every kind: each column drawn over its range, with the boundaries of the law well represented."""
    chance = np.random.default_rng(seed)

    def one_of(*values: float) -> np.ndarray:
        return chance.choice(np.array(values, float), size)

    def kroner(high: float, zeros: float = 0.5) -> np.ndarray:
        return np.where(chance.random(size) < zeros, 0.0, np.round(chance.random(size) * high, 2))

    hours = np.where(chance.random(size) < 0.4, chance.integers(0, 38, size), np.round(chance.random(size) * 37.0, 2))
    hourly = np.where(chance.random(size) < 0.1, 0.0, np.round(30.0 + chance.random(size) ** 2 * 600.0, 2))
    status = chance.choice([words.CODES[name.upper()] for name in statuses], size)
    civil = one_of(0, 1, 2)
    coupled = civil > 0
    capital = np.where(chance.random(size) < 0.4, 0.0, np.round(chance.normal(0.0, 60_000.0, size), 2))
    partner_capital = np.where(chance.random(size) < 0.4, 0.0, np.round(chance.normal(0.0, 60_000.0, size), 2))
    return {
        "year": np.full(size, float(year)),
        "status": status,
        "hourly_wage": hourly,
        "hours": hours,
        "intensity": np.round(0.05 + 0.95 * chance.random(size), 2),
        "pension_share": one_of(0.0, 0.0, 0.12, 0.17, 0.5),
        "fulltime_wage": np.where(chance.random(size) < 0.6, 0.0, np.round(15_000.0 + chance.random(size) * 40_000.0)),
        "second_hourly_wage": kroner(300.0, 0.8),
        "second_hours": np.round(chance.random(size) * 20.0, 1),
        "other_wage": kroner(900_000.0, 0.6),
        "other_transfer": kroner(250_000.0, 0.7),
        "other_atp": one_of(0.0, 0.0, 1_136.0, 3_408.0),
        "other_employer_pension": kroner(100_000.0, 0.8),
        "business_income": np.where(status == words.SELVSTAENDIG_FLEKS, np.round(chance.normal(150_000.0, 150_000.0, size), 2), 0.0),
        "capital_income": capital,
        "private_pension": kroner(60_000.0, 0.7),
        "other_deductions": kroner(30_000.0, 0.8),
        "union_dues": kroner(9_000.0),
        "akasse": kroner(7_000.0),
        "commuting_km": one_of(0, 0, 24, 25, 60, 120, 121, 200),
        "commuting_days": one_of(0, 0, 100, 216),
        "kommuneskat": one_of(22.8, 24.9, 25.049, 27.8),
        "kirkeskat": one_of(0.4, 0.867, 1.3),
        "church_member": one_of(0, 1),
        "birth_year": year - chance.integers(15, 80, size).astype(float),
        "civil_status": civil,
        "children_0_2": one_of(0, 0, 0, 1),
        "children_3_6": one_of(0, 0, 1, 2),
        "children_7_17": one_of(0, 0, 0, 1, 3),
        "buy_share": one_of(0.0, 0.0, 0.5, 1.0),
        "single_parent_quarters": one_of(0, 1, 2, 3, 4, 4),
        "rent": kroner(130_000.0, 0.4),
        "pensioner_housing": one_of(0, 0, 0, 1),
        "daycare_fee": kroner(50_000.0, 0.6),
        "ly_rate": one_of(0, 1),
        "ly_fleksjob_months": one_of(0, 8, 9, 18),
        "ly_months_after_fleksydelse_age": one_of(0, 0, 0, 6, 7),
        "sideline_hours": np.round(kroner(60.0, 0.7)),
        "sickness_benefit": kroner(22_000.0, 0.8),
        "old_scheme_share": one_of(0, 1),
        "benefit_weeks": one_of(0, 4, 5, 26, 27, 52, 53, 300),
        "partner_wage": np.where(coupled, kroner(900_000.0, 0.4), 0.0),
        "partner_transfer": np.where(coupled, kroner(250_000.0, 0.6), 0.0),
        "partner_capital_income": np.where(coupled, partner_capital, 0.0),
        "partner_kommuneskat": one_of(22.8, 24.9, 25.049, 27.8),
        "partner_kirkeskat": one_of(0.4, 0.867, 1.3),
        "partner_church_member": one_of(0, 1),
        "partner_birth_year": year - chance.integers(18, 80, size).astype(float),
    }
