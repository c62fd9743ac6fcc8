"""What the weights are raked to in a year, and what the population then says of every target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from fleksim.population.cells import Cells, chosen
from fleksim.population.codes import BANDS, PLACES
from fleksim.population.marginals import marginals
from fleksim.population.rake import Constraint
from fleksim.population.standing import strata
from fleksim.population.targets import Target, targets

TOLERANCE = 0.01
FULL_TIME = 37.0
PERCENT = 100.0
IN_FLEKSJOB = "place=fleksjob+fleksjob_gammel"
INFLOW = "entry=direct+after_waiting"
STAYED_3, STAYED_12 = "tenure=3-11+12-35+36_more", "tenure=12-35+36_more"

Used = Literal["calibrated", "held out", "not comparable"]


@dataclass(frozen=True)
class Row:
    """One target beside what the population says. `error` is relative; None where nothing can be compared."""

    id: str
    quantity: str
    target: float | None
    achieved: float | None
    error: float | None
    used: Used
    reason: str
    source: str
    within: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class CalibrationTable:
    """Every row of the targets file, and the totals that are assumed where none is published."""

    rows: tuple[Row, ...]
    year: int
    size: int

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def missed(self) -> list[Row]:
        """Calibrated rows further off than 1 per cent and the rounding of the source."""
        return [row for row in self.rows if row.used == "calibrated" and not row.within]


def constraints(year: int) -> list[Constraint]:
    """What the weights of a year must add up to: its published figures, and the assumed totals beside them."""
    found = [_stratum(place, band, persons) for place, band, persons in strata(year)]
    tables = marginals()
    stock = tables["stock_total"].of(year)
    own = [one for one in targets() if one.year == year and one.use == "calibrate"]
    for one in own:
        made = _constraint(one, stock, year)
        if made is not None:
            found.append(made)
    measured = {(one.measure, one.where) for one in own}
    if ("persons", INFLOW) not in measured:
        inflow = tables["inflow"].of(year)
        found.append(Constraint("inflow", chosen(INFLOW), inflow))
        found.append(Constraint("direct_share", chosen("entry=direct"), inflow * tables["direct_share"].of(year)))
        found.append(Constraint("retention_share", chosen(INFLOW + "; route=retention"), inflow * tables["retention_share"].of(year)))
    if year > 2013 and ("change_12_months", IN_FLEKSJOB) not in measured:
        stayed = tables["stock_total"].of(year - 1) * (1.0 - tables["leaving"].of(year, "12_months"))
        found.append(Constraint("leaving", chosen(f"{IN_FLEKSJOB}; {STAYED_12}"), stayed))
    return found


def _stratum(place: int, band: int, persons: float) -> Constraint:
    return Constraint(f"{PLACES[place]} {BANDS[band]}", chosen(f"place={PLACES[place]}; band={BANDS[band]}"), persons)


def _constraint(one: Target, stock: float, year: int) -> Constraint | None:
    """A target as a sum of weights; None for a mean of hours, which the bands of the year already have."""
    if one.measure == "persons":
        return Constraint(one.id, chosen(one.where), one.number)
    if one.measure == "share":
        return Constraint(one.id, chosen(one.where), one.number / PERCENT, chosen(one.of))
    leaving = marginals()["leaving"]
    if one.measure == "persons_3_months_before":
        return Constraint(one.id, chosen(f"{one.where}; {STAYED_3}"), one.number * (1.0 - leaving.of("all", "3_months")))
    if one.measure == "change_12_months":
        return Constraint(one.id, chosen(f"{one.where}; {STAYED_12}"), (stock - one.number) * (1.0 - leaving.of(year, "12_months")))
    return None


def measure(one: Target, cells: Cells, year: int) -> float | None:
    """What a weighted population says of a target; None where nobody is in the group."""
    inside = chosen(one.where)
    persons, hours = float(cells.persons[inside].sum()), float(cells.hours[inside].sum())
    leaving = marginals()["leaving"]
    if one.measure == "share":
        group = float(cells.persons[chosen(one.of)].sum())
        return PERCENT * persons / group if group else None
    if one.measure == "mean_hours":
        return hours / persons if persons else None
    if one.measure == "full_time":
        return hours / FULL_TIME
    if one.measure == "persons_a_month":
        return persons / 12.0
    if one.measure == "persons_3_months_before":
        return float(cells.persons[chosen(f"{one.where}; {STAYED_3}")].sum()) / (1.0 - leaving.of("all", "3_months"))
    if one.measure == "change_12_months":
        return persons - float(cells.persons[chosen(f"{one.where}; {STAYED_12}")].sum()) / (1.0 - leaving.of(year, "12_months"))
    return persons


def table(cells: Cells, year: int, size: int, unreachable: Iterable[str] = ()) -> CalibrationTable:
    """Every target beside what weighted cells say of it."""
    missing = set(unreachable)
    rows = [_row(one, cells, year, missing) for one in targets()]
    return CalibrationTable((*rows, *_assumed(cells, year)), year, size)


def _row(one: Target, cells: Cells, year: int, unreachable: set[str]) -> Row:
    title = f"{one.quantity}: {one.breakdown}" if one.breakdown else one.quantity
    if one.use == "no":
        return Row(one.id, title, None, None, None, "not comparable", one.reason, one.source)
    if one.year != year:
        return Row(one.id, title, one.number, None, None, "not comparable", f"a figure of {one.year}; the population is of {year}", one.source)
    found = measure(one, cells, year)
    used: Used = "held out" if one.use == "hold out" else "calibrated"
    if found is None:
        return Row(one.id, title, one.number, None, None, used, "nobody is in the group", one.source, False)
    off = _off(one, found)
    error = off / abs(one.number) if one.number else off
    within = abs(error) <= TOLERANCE or abs(off) <= one.rounding
    reason = "no person of a population this small stands there" if one.id in unreachable else one.note if used == "held out" else ""
    return Row(one.id, title, one.number, found, error, used, reason, one.source, within)


def _off(one: Target, found: float) -> float:
    """How far off; a bound is missed only on its wrong side."""
    off = found - one.number
    if one.bound == "least":
        return min(off, 0.0)
    return max(off, 0.0) if one.bound == "most" else off


def _assumed(cells: Cells, year: int) -> Iterator[Row]:
    """The totals that no target gives: calibrated to an assumption, and shown as such."""
    named = {"inflow": chosen(INFLOW), **{place: chosen(f"place={place}") for place in PLACES}}
    totals = {"inflow": marginals()["inflow"].of(year)}
    for place, _, persons in strata(year):
        totals[PLACES[place]] = totals.get(PLACES[place], 0.0) + persons
    tables = marginals()
    sources = {
        "inflow": tables["inflow"], "fleksjob": tables["stock_new"], "fleksjob_gammel": tables["stock_new"],
        "ledighedsydelse": tables["stock_ly"], "afventer": tables["waiting_share"],
    }  # fmt: skip
    for name, inside in named.items():
        table = sources.get(name, tables["on_the_way"])
        number = next(one for one in table.numbers if one.group in (str(year), "all") and one.key in ("all", name))
        found = float(cells.persons[inside].sum())
        error = (found - totals[name]) / totals[name]
        reason = f"{table.en}: {number.low:g} to {number.high:g}. {number.note}" if number.assumed else ""
        yield Row(name, f"Persons: {name}", totals[name], found, error, "calibrated", reason, number.source, abs(error) <= TOLERANCE)
