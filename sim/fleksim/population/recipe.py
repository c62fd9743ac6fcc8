"""The recipe of a population: all that decides its bytes, small enough to send to every worker; persons on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim import paths
from fleksim.kernel.draws import STREAM_VERSION, Draw
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR
from fleksim.people.columns import COLUMNS
from fleksim.population import home, persons, work
from fleksim.population.calibration import CalibrationTable, constraints, table
from fleksim.population.cells import CELLS, cell_of, count, empty
from fleksim.population.codes import MONTHS_A_YEAR, MONTHS_TO_DATE, PLACES, SCHEME_OF_PLACE, SCHEMES, STATUS_OF_PLACE
from fleksim.population.luck import Floats, Ints, Luck
from fleksim.population.rake import rake
from fleksim.population.schema import ATTRIBUTES, NAMES, SCHEMA_VERSION, WEIGHT_UNIT, coded, column_codes, schema
from fleksim.population.sources import assumptions
from fleksim.population.standing import NOT_GRANTED, Standing, standing, stocks
from fleksim.problems import InputError, Problem

if TYPE_CHECKING:
    import pyarrow

LEAST, MOST = 0, 100_000_000
LARGEST_SEED = 2**32 - 1
BLOCK = 10_000
_DIGEST_LENGTH = 32
_EPOCH_MONTH = 1970 * MONTHS_A_YEAR


@dataclass(frozen=True)
class Recipe:
    """A population of `size` persons in `year`; person i is the same whatever the size, order or split."""

    size: int
    year: int
    seed: int
    table: CalibrationTable = field(repr=False)
    cells: bytes = field(repr=False)
    factors: bytes = field(repr=False)
    own_data: bool = False

    def block(self, low: int, high: int) -> pyarrow.Table:
        """Persons [low, high) in the population schema. Raises IndexError outside [0, size]."""
        import pyarrow

        if not 0 <= low <= high <= self.size:
            raise IndexError(f"persons {low} to {high} of {self.size}")
        luck = Luck(self.seed, np.arange(low, high, dtype=np.int64))
        stands = standing(luck, self.year)
        columns = {**columns_of(luck, stands, self.year), "weight": _weights(luck, self._factors()[cell_of(stands)])}
        return pyarrow.Table.from_arrays([_arrow(name, columns[name]) for name in NAMES], schema=schema())

    def digest(self) -> str:
        """A hash of everything that decides the bytes: data, law index, taxes, seed, size, year and versions."""
        return _digest(self.size, self.year, self.seed)

    def about(self) -> dict[str, Any]:
        """What the persons are, in plain values."""
        return {"kind": "synthetic", "size": self.size, "year": self.year, "seed": self.seed, "digest": self.digest()}

    def assumptions(self) -> list[dict[str, Any]]:
        """The numbers behind the persons that no source gives."""
        return assumptions()

    def _factors(self) -> Floats:
        """Weights by cell (CELLS,); cells without a person have none."""
        found = np.zeros(CELLS)
        found[np.frombuffer(self.cells, np.int64)] = np.frombuffer(self.factors, np.float64)
        return found


@lru_cache(maxsize=16)
def recipe(size: int, year: int, seed: int = 1) -> Recipe:
    """Count the persons by cell, a block at a time, rake their weights to the year's targets, and measure what came of it.

    Raises InputError for a size, year or seed outside the model.
    """
    _check(size, year, seed)
    drawn = empty()
    for _, stands in _standings(size, year, seed):
        drawn = drawn.plus(count(stands))
    raked = rake(drawn.persons, constraints(year), sum(stocks(year)) / max(size, 1))
    weighted = empty()
    for luck, stands in _standings(size, year, seed):
        weights = _weights(luck, raked.factors[cell_of(stands)]) / WEIGHT_UNIT
        weighted = weighted.plus(count(stands, weights))
    used = np.flatnonzero(drawn.persons)
    return Recipe(size, year, seed, table(weighted, year, size, raked.unreachable), used.tobytes(), raked.factors[used].tobytes())


def _standings(size: int, year: int, seed: int) -> Iterator[tuple[Luck, Standing]]:
    """Where everybody stands, a block at a time."""
    for low in range(0, size, BLOCK):
        luck = Luck(seed, np.arange(low, min(low + BLOCK, size), dtype=np.int64))
        yield luck, standing(luck, year)


def _check(size: int, year: int, seed: int) -> None:
    bounds = (("size", size, LEAST, MOST), ("year", year, FIRST_YEAR, LAST_YEAR), ("seed", seed, 0, LARGEST_SEED))
    problems = [
        Problem(f"{value} is outside {low} to {high}", field=name)
        for name, value, low, high in bounds
        if not isinstance(value, int) or not low <= value <= high
    ]
    if problems:
        raise InputError(problems)


def columns_of(luck: Luck, stands: Standing, year: int) -> dict[str, Any]:
    """Every column of the schema but the weight, of persons who stand as stated: codes as whole numbers, amounts as floats."""
    place = stands.place
    age = persons.age(luck, stands, year)
    municipality, region, kommuneskat, kirkeskat = persons.municipality(luck, year)
    education = persons.education(luck, place)
    ly_rate, ly_months = persons.ledighedsydelse(luck, stands)
    at_home = home.home(luck, place, age, persons.age_group(age), region, year)
    statuses = COLUMNS["status"].codes
    return {
        "id": luck.ids,
        "year": np.full(place.shape, float(year)),
        "place": place,
        "status": np.array([statuses.index(STATUS_OF_PLACE[name]) for name in PLACES])[place],
        "scheme": np.array([SCHEMES.index(SCHEME_OF_PLACE[name]) for name in PLACES])[place],
        "route": stands.route,
        "prior_benefit": stands.prior,
        "tenure_months": stands.tenure,
        "grant_date": _first_of_month(stands, year),
        "temporary": persons.temporary(stands, age, year),
        "hours": stands.hours,
        "sex": persons.sex(luck, place),
        "birth_year": (year - age).astype(np.float64),
        "education": education,
        "municipality": municipality,
        "region": region,
        "kommuneskat": kommuneskat,
        "kirkeskat": kirkeskat,
        "church_member": persons.church_member(luck, year),
        "partner_kommuneskat": kommuneskat,
        "partner_kirkeskat": kirkeskat,
        "partner_church_member": persons.church_member(luck, year, Draw.PARTNER_CHURCH) * (at_home.civil_status > 0),
        "hourly_wage": work.hourly_wage(luck, place, education, stands.hours, year),
        "pension_share": work.pension_share(luck, place),
        "intensity": work.intensity(luck, place, stands.hours),
        "old_scheme_share": work.old_scheme_share(luck, place),
        "commuting_km": work.commuting_km(luck, place),
        "union_dues": work.union_dues(luck, year),
        "akasse": work.akasse(luck, place, year),
        "private_pension": work.private_pension(luck, place, year),
        "ly_rate": ly_rate,
        "ly_fleksjob_months": ly_months,
        "benefit_weeks": persons.benefit_weeks(luck, stands),
        "household": at_home.household,
        "civil_status": at_home.civil_status,
        "children_0_2": at_home.children[0],
        "children_3_6": at_home.children[1],
        "children_7_17": at_home.children[2],
        "partner_wage": at_home.partner_wage,
        "partner_transfer": at_home.partner_transfer,
        "partner_birth_year": at_home.partner_birth_year,
        "rent": at_home.rent,
        "daycare_fee": at_home.daycare_fee,
        "capital_income": at_home.capital_income,
    }


def _weights(luck: Luck, factors: Floats) -> Ints:
    """Whole ten-thousandths, at least one; the fraction is rounded up for as many persons as it says, each by its own draw."""
    exact = factors * WEIGHT_UNIT
    down = np.floor(exact)
    return np.asarray(np.maximum(down + (luck.of(Draw.WEIGHT) < exact - down), 1.0), dtype=np.int64)


def _first_of_month(stands: Standing, year: int) -> np.ma.MaskedArray[Any, Any]:
    """The first day of the month of the award, as days since 1970; masked where there is none."""
    month = year * MONTHS_A_YEAR + MONTHS_TO_DATE - 1 - stands.granted
    days = (month - _EPOCH_MONTH).astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    return np.ma.masked_array(days, mask=stands.granted == NOT_GRANTED)


def _arrow(name: str, values: Any) -> Any:
    import pyarrow

    if column_codes(name):
        return coded(values, column_codes(name))
    kind = schema().field(name).type
    if name in ATTRIBUTES and ATTRIBUTES[name].nullable:
        return pyarrow.array(values.data, pyarrow.int32(), mask=np.ma.getmaskarray(values)).cast(kind)
    if pyarrow.types.is_boolean(kind):
        return pyarrow.array(np.asarray(values, dtype=bool))
    return pyarrow.array(values).cast(kind)


@lru_cache(maxsize=16)
def _digest(size: int, year: int, seed: int) -> str:
    hashed = hashlib.sha256(repr((size, year, seed, SCHEMA_VERSION, STREAM_VERSION, work.levels())).encode())
    for path in _files():
        hashed.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()[:_DIGEST_LENGTH]


def _files() -> list[Path]:
    data = paths.data()
    return [*sorted((data / "population").glob("*.csv")), *sorted((data / "targets").glob("*.csv")), data / "municipalities.csv", data / "municipal_taxes.csv"]
