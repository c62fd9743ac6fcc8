"""The lives of a population at the start, and of those who come later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import MONTHS_A_YEAR, month_of, year_of
from fleksim.dynamics.flows_in import ON_THE_WAY, Inflow, known_year
from fleksim.dynamics.lives import Floats, Ints, Lives, blank, joined
from fleksim.engine.compute import compute
from fleksim.engine.law import law_on
from fleksim.kernel.draws import Draw
from fleksim.kernel.layout import NEVER, Real, State, Support, Way, Whole
from fleksim.parameters.read import LAST_YEAR
from fleksim.people.columns import COLUMNS
from fleksim.population import work
from fleksim.population.codes import EDUCATIONS, ENTRIES, PLACES, PRIORS, REGIONS, ROUTES, SEXES, UNKNOWN
from fleksim.population.hours import bands_of
from fleksim.population.luck import Luck, choose, choose_by, whole_between
from fleksim.population.marginals import marginals
from fleksim.population.persons import LOW_RATE_PRIORS
from fleksim.population.recipe import columns_of
from fleksim.population.schema import WEIGHT_UNIT, kernel_columns
from fleksim.population.standing import NOT_GRANTED, Standing, hours_in

if TYPE_CHECKING:
    import pyarrow

_FLEKSJOB, _GAMMEL = PLACES.index("fleksjob"), PLACES.index("fleksjob_gammel")
_AFVENTER, _KAPITLER = PLACES.index("afventer"), PLACES.index("sociale_kapitler")
STATE_OF_PLACE = {
    "fleksjob": State.FLEKSJOB,
    "fleksjob_gammel": State.FLEKSJOB_GAMMEL,
    "ledighedsydelse": State.LEDIGHEDSYDELSE,
    "afventer": State.AFVENTER,
    "sygedagpenge": State.PAA_VEJ,
    "kontanthjaelp": State.PAA_VEJ,
    "ressourceforloeb": State.PAA_VEJ,
    "sociale_kapitler": State.FASTHOLDELSE,
}
_SUPPORT_OF_PLACE = {"sygedagpenge": Support.SYGEDAGPENGE, "kontanthjaelp": Support.KONTANTHJAELP, "ressourceforloeb": Support.RESSOURCEFORLOEB}
_WAY_OF_ROUTE = {"retention": Way.RETENTION, "spouse_firm": Way.SPOUSE_FIRM}
_RECENT = 18
# State pension ages are those decided on this day.
_LATEST = date(LAST_YEAR, 1, 1)
# Persons who come later are numbered by the month of their award, beyond all numbers of a population.
NEWCOMERS, CANDIDATES = 10**13, 2 * 10**13
_A_MONTH = 10**7
# Of those who come only where a reform lets more in, as many are kept in readiness.
MOST_ROOM = 1.5


class TooMuchRoom(ValueError):
    """A reform lets in more people than are kept in readiness."""


def lives_of(table: pyarrow.Table, start: int, seed: int, coming: Inflow) -> Lives:
    """Persons of a population as they stand before month `start`. table: in the population schema."""
    ids = np.asarray(table.column("id").to_numpy(), dtype=np.int64)
    columns = _law_columns(table)
    codes = {
        name: _codes(table, name, known)
        for name, known in (("place", PLACES), ("prior_benefit", PRIORS), ("sex", SEXES), ("region", REGIONS), ("route", ROUTES), ("education", EDUCATIONS))
    }
    tenure = np.asarray(table.column("tenure_months").to_numpy(), dtype=np.int64)
    granted = table.column("grant_date").to_pandas()
    months = np.array([NEVER if one is None or one != one else month_of(one) for one in granted], dtype=np.int64)
    temporary = np.asarray(table.column("temporary").to_numpy(zero_copy_only=False), dtype=bool)
    weights = np.asarray(table.column("weight").to_numpy(), dtype=np.int64)
    return _lives(ids, weights, columns, codes, tenure, months, temporary, start, seed, coming)


def _lives(
    ids: Ints,
    weights: Ints,
    columns: dict[str, Floats],
    codes: Mapping[str, Ints],
    tenure: Ints,
    granted: Ints,
    temporary: npt.NDArray[np.bool_],
    start: int,
    seed: int,
    coming: Inflow,
) -> Lives:
    place = codes["place"]
    whole, real = blank(ids.size)
    luck = Luck(seed, ids)
    whole[Whole.STATE] = np.array([STATE_OF_PLACE[name] for name in PLACES])[place]
    whole[Whole.SUPPORT] = np.array([_SUPPORT_OF_PLACE.get(name, Support.SYGEDAGPENGE) for name in PLACES])[place]
    whole[Whole.WAY] = np.array([_WAY_OF_ROUTE.get(name, Way.ORDINARY) for name in (*ROUTES, UNKNOWN)])[codes["route"]]
    more = luck.of(Draw.ROOM)
    settled = (place == _KAPITLER) & (more >= coming.under_chapters)
    whole[Whole.STATE] = np.where(settled, State.ORDINAERT, whole[Whole.STATE])
    whole[Whole.CANDIDATE] = ((place == _KAPITLER) & ~settled) | (whole[Whole.WAY] == Way.RETENTION)
    # Those under the social chapters are within their twelve months; who was there longer is at the same month again.
    whole[Whole.SINCE] = start - np.where(place == _KAPITLER, tenure % MONTHS_A_YEAR + 1, np.maximum(tenure, 1))
    whole[Whole.GRANTED] = np.where(granted == NEVER, NEVER, np.minimum(granted, start - 1))
    whole[Whole.TEMPORARY] = temporary
    whole[Whole.ENTRY] = start - 1
    whole[Whole.DUE] = np.where(whole[Whole.STATE] == State.PAA_VEJ, coming.due(luck.of(Draw.QUEUE)), NEVER)
    _add_person(whole, codes, columns, luck)
    idle = (place != _FLEKSJOB) & (place != _GAMMEL)
    on_ly = (whole[Whole.STATE] == State.LEDIGHEDSYDELSE) | (whole[Whole.STATE] == State.AFVENTER)
    whole[Whole.CLOCK] = np.where(on_ly, tenure, 0)
    whole[Whole.EARNED] = np.where(idle | (tenure >= MONTHS_A_YEAR), 0, np.minimum(tenure, _RECENT // 2 - 1))
    lately = np.where(place == _FLEKSJOB, np.minimum(tenure, _RECENT), np.where(on_ly, columns["ly_fleksjob_months"].astype(np.int64), 0))
    whole[Whole.RECENT] = (((1 << lately) - 1) << np.where(on_ly, np.minimum(tenure, _RECENT), 0)) & ((1 << _RECENT) - 1)
    whole[Whole.LOW_RATE] = np.where(on_ly, columns["ly_rate"], _low_rate(luck, codes["prior_benefit"]))
    works = columns["hours"] > 0.0
    real[Real.HOURS] = columns["hours"]
    real[Real.FIRST_HOURS] = real[Real.BASIS] = columns["hours"]
    real[Real.CAPACITY] = np.where(place == _KAPITLER, 0.0, columns["hours"])
    real[Real.WEEKS] = columns["benefit_weeks"]
    _give_wages(columns, real, luck, codes["education"], ~works, year_of(start))
    return Lives(ids, weights, whole, real, more, columns)


def newcomers(coming: Inflow, start: int, months: int, weight: float, seed: int, room: float = 1.0) -> Lives:
    """Everybody who enters in the months from `start` on, in the order of entry, as they stand when they do.

    weight: real persons that one stands for, about. room: the most that a reform multiplies awards by; those beyond 1 enter
    only where it does. Raises TooMuchRoom.
    """
    if room > MOST_ROOM:
        raise TooMuchRoom(f"awards are multiplied by {room:g}, and at most {MOST_ROOM:g} can be")
    groups = []
    for month in range(months):
        # Who enters now is awarded when the queue before them is through.
        due = start + month + coming.queue
        groups.append(_group(NEWCOMERS, start + month, due, float(coming.ordinary[due - coming.first]), weight, room))
        groups.append(_group(CANDIDATES, start + month, NEVER, float(coming.candidates[start + month - coming.first]), weight, 1.0))
    made = [
        _Group.joined([one for one in groups if one.entry // MONTHS_A_YEAR == year], seed) for year in range(year_of(start), year_of(start + months - 1) + 1)
    ]
    return joined(made)


@dataclass(frozen=True)
class _Group:
    """Those who enter in a month by one way."""

    ids: Ints
    weights: Ints
    entry: int
    due: int
    candidate: bool
    beyond: npt.NDArray[np.bool_]

    @staticmethod
    def joined(groups: list[_Group], seed: int) -> Lives:
        """The lives of groups of one year."""
        ids = np.concatenate([one.ids for one in groups])
        sizes = [one.ids.size for one in groups]
        entry, due, candidate = (np.repeat(np.array(values), sizes) for values in zip(*((one.entry, one.due, one.candidate) for one in groups), strict=True))
        beyond = np.concatenate([one.beyond for one in groups])
        weights = np.concatenate([one.weights for one in groups])
        return _newcomers(ids, weights, entry, due, candidate.astype(bool), beyond, groups[0].entry // MONTHS_A_YEAR, seed)


def _group(first: int, entry: int, due: int, persons: float, weight: float, room: float) -> _Group:
    count = max(round(persons / weight), 1) if persons > 0.0 else 0
    each = max(round(persons * WEIGHT_UNIT / max(count, 1)), 1)
    more = int(count * (MOST_ROOM - 1.0) + 0.5) if room > 1.0 else 0
    ids = first + entry * _A_MONTH + np.arange(count + more, dtype=np.int64)
    return _Group(ids, np.full(count + more, each, np.int64), entry, due, first == CANDIDATES, np.arange(count + more) >= count)


def _newcomers(
    ids: Ints, weights: Ints, entry: Ints, due: Ints, candidate: npt.NDArray[np.bool_], beyond: npt.NDArray[np.bool_], year: int, seed: int
) -> Lives:
    luck = Luck(seed, ids)
    known = known_year(year)
    shares = np.array([marginals()["on_the_way"].of("all", name) for name in ON_THE_WAY])
    ways = np.array([PLACES.index(name) for name in ON_THE_WAY])[choose(luck.of(Draw.ON_THE_WAY), (shares / shares.sum()).tolist())]
    place = np.where(candidate, _KAPITLER, ways)
    band = choose_by(luck.of(Draw.STRATUM), place, [bands_of(name, known) for name in PLACES])
    nobody = np.full(ids.size, NOT_GRANTED, np.int64)
    prior_of = {place_: PRIORS.index(PLACES[place_]) for place_ in ways}
    prior = np.array([prior_of.get(one, PRIORS.index("employment")) for one in place], dtype=np.int64)
    none = np.zeros(ids.size, np.int64)
    route = np.full(ids.size, ROUTES.index("none"), np.int64)
    stands = Standing(place, band, none, none + ENTRIES.index("none"), route, prior, hours_in(luck, band), none, nobody)
    given = columns_of(luck, stands, known)
    columns = {name: _full(given.get(name, column.default), ids.size) for name, column in COLUMNS.items()}
    _from_year(columns, known, year)
    whole, real = blank(ids.size)
    whole[Whole.STATE] = State.UDENFOR
    whole[Whole.SUPPORT] = np.array([_SUPPORT_OF_PLACE.get(name, Support.SYGEDAGPENGE) for name in PLACES])[place]
    whole[Whole.CANDIDATE] = candidate
    whole[Whole.SINCE] = whole[Whole.ENTRY] = entry
    whole[Whole.DUE] = due
    codes = {"prior_benefit": prior, "sex": given["sex"], "region": given["region"], "education": given["education"]}
    _add_person(whole, codes, columns, luck)
    whole[Whole.LOW_RATE] = _low_rate(luck, prior)
    real[Real.HOURS] = np.where(candidate, columns["hours"], 0.0)
    real[Real.WEEKS] = columns["benefit_weeks"]
    _give_wages(columns, real, luck, given["education"], ~candidate, year)
    draws = luck.of(Draw.ROOM)
    return Lives(ids, weights, whole, real, np.where(beyond, 1.0 + draws * (MOST_ROOM - 1.0), draws), columns)


def _add_person(whole: npt.NDArray[np.int32], codes: Mapping[str, Any], columns: Mapping[str, Floats], luck: Luck) -> None:
    """Who the person is, and the month of state pension age: the year by the law, the month drawn."""
    whole[Whole.PRIOR] = np.minimum(codes["prior_benefit"], len(PRIORS) - 1)
    whole[Whole.SEX], whole[Whole.REGION] = codes["sex"], codes["region"]
    whole[Whole.BORN] = columns["birth_year"]
    whole[Whole.COUPLE] = columns["civil_status"] > 0.0
    year = compute([law_on(_LATEST)], {"birth_year": columns["birth_year"]}, ("folkepensionsaar",))[0, 0]
    whole[Whole.PENSION] = year * MONTHS_A_YEAR + whole_between(luck.of(Draw.BIRTH_MONTH), 0, MONTHS_A_YEAR - 1)


def _low_rate(luck: Luck, prior: Ints) -> npt.NDArray[np.bool_]:
    """Whether ledighedsydelse would be at the low rate, by the support before the award."""
    table = marginals()["ly_rate"]
    low = np.isin(prior, [PRIORS.index(name) for name in LOW_RATE_PRIORS])
    found: npt.NDArray[np.bool_] = luck.of(Draw.LY_RATE) < np.where(low, table.of("low_prior", "low"), table.of("other_prior", "low"))
    return found


def _give_wages(columns: dict[str, Floats], real: npt.NDArray[np.float64], luck: Luck, education: Ints, without: npt.NDArray[np.bool_], year: int) -> None:
    """The wage, intensity and pension of the job that those without one could have."""
    known = known_year(year)
    job = np.full(luck.ids.size, _FLEKSJOB)
    mean = np.full(luck.ids.size, marginals()["hours_mean"].of(2023))
    learned = np.minimum(education, len(EDUCATIONS) - 1)
    wage = work.hourly_wage(luck, job, learned, mean, known)
    real[Real.WAGE] = np.where(without, wage, columns["hourly_wage"])
    columns["pension_share"] = np.where(without, work.pension_share(luck, job), columns["pension_share"])
    columns["intensity"] = np.where(without, work.intensity(luck, job, mean), columns["intensity"])


def _from_year(columns: dict[str, Floats], known: int, year: int) -> None:
    """The year of those who come after the last year of the law: as old as its newcomers were."""
    later = year - known
    for name in ("birth_year", "partner_birth_year"):
        columns[name] = columns[name] + later
    columns["year"] = columns["year"] + later


def _law_columns(table: pyarrow.Table) -> dict[str, Floats]:
    return {name: _full(value, table.num_rows) for name, value in kernel_columns(table).items()}


def _full(value: Any, size: int) -> Floats:
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), size))


def _codes(table: pyarrow.Table, name: str, known: tuple[str, ...]) -> Ints:
    """Codes of a column; a group that is not known comes after those that are."""
    column = table.column(name).unify_dictionaries().combine_chunks()
    if hasattr(column, "num_chunks"):
        column = column.chunk(0) if column.num_chunks else column
    if table.num_rows == 0:
        return np.zeros(0, np.int64)
    places = np.array([known.index(text) if text in known else len(known) for text in column.dictionary.to_pylist()], dtype=np.int64)
    return np.asarray(places[column.indices.to_numpy(zero_copy_only=False)])
