"""The quantities that runs of months are told by: names, units and dimensions, and how each is made of a run's totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fleksim.dynamics.clock import MONTHS_A_YEAR, label, year_of
from fleksim.dynamics.ledger import FLOW_AMOUNTS, MONTH_FLOWS, SECTORS, balance_of
from fleksim.dynamics.totals import SPELL_MONTHS, MonthTotals
from fleksim.kernel.layout import (
    CELLS,
    FIRST_CELLS,
    GROUP_SIZES,
    HOURS_IN_FLEKSJOB,
    IN_FLEKSJOB,
    IN_SMALL,
    ON_LEDIGHEDSYDELSE,
    STEP_YEARS,
    Count,
    Grouping,
    Measure,
    State,
    Step,
)
from fleksim.population.codes import BANDS
from fleksim.population.schema import WEIGHT_UNIT
from fleksim.titles import Titled

Floats = npt.NDArray[np.float64]

OERE = 100.0
FULL_TIME = 37.0
_HUNDREDTHS = 100.0
# Hours bands of fleksjob, as the kernel numbers them from 1.
HOUR_BANDS = BANDS[1:]
PUBLIC = ("kommune", "stat")
# Candidates for a retention fleksjob, as the cells have them.
RETENTION = ("none", "saved", "anyway")


@dataclass(frozen=True)
class Span:
    """The months of a run."""

    start: int
    months: int

    @property
    def labels(self) -> list[str]:
        return [label(self.start + month) for month in range(self.months)]

    @property
    def years(self) -> list[int]:
        return list(range(year_of(self.start), year_of(self.start + self.months - 1) + 1))

    @property
    def full_years(self) -> list[int]:
        """The places of the years that have all their months: the others are not compared as years."""
        found = [year_of(self.start + month) for month in range(self.months)]
        return [place for place, year in enumerate(self.years) if found.count(year) == MONTHS_A_YEAR]

    def by_year(self, values: Floats) -> Floats:
        """Sums over the months of each calendar year: dims (month, ...) to (year, ...)."""
        years = np.array([year_of(self.start + month) for month in range(self.months)]) - self.years[0]
        found = np.zeros((len(self.years), *values.shape[1:]))
        np.add.at(found, years, values)
        return found


@dataclass(frozen=True)
class Variable(Titled):
    """A quantity by dimensions. make: from a run's totals and its months to the numbers, dims as stated."""

    name: str
    da: str
    en: str
    unit: str
    dims: tuple[str, ...]
    make: Callable[[MonthTotals, Span], Floats]


def persons(values: npt.NDArray[np.int64]) -> Floats:
    """Weighted counts as real persons."""
    return values / WEIGHT_UNIT


def kroner(values: npt.NDArray[np.int64]) -> Floats:
    """Weighted oere as kroner."""
    return values / (WEIGHT_UNIT * OERE)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    found: Floats = np.divide(top, bottom, out=np.full(np.broadcast(top, bottom).shape, np.nan), where=bottom > 0.0)
    return found


def survival(totals: MonthTotals) -> Floats:
    """The share still on ledighedsydelse after each month: product over months of one less the share that left."""
    at_risk = totals.spells[:, 0].astype(np.float64)
    left = totals.spells[:, 1:].sum(axis=1)
    stays = 1.0 - np.divide(left, at_risk, out=np.zeros(SPELL_MONTHS), where=at_risk > 0.0)
    return np.cumprod(stays)


def mean_months(totals: MonthTotals) -> Floats:
    """Mean months on ledighedsydelse of a spell, up to the last month that survival is told by."""
    return np.array(survival(totals)[:-1].sum())


def flow_money(totals: MonthTotals) -> Floats:
    """Kroner by month and flow."""
    return kroner(totals.money @ FLOW_AMOUNTS.T)


def balances(totals: MonthTotals) -> Floats:
    """Kroner by month and sector [positive: the sector gains]."""
    return kroner(totals.money @ np.stack([balance_of(sector) for sector in SECTORS]).T)


def public_balance(totals: MonthTotals) -> Floats:
    """Kroner by month of municipality and state together."""
    return kroner(totals.money @ np.stack([balance_of(sector) for sector in PUBLIC]).sum(axis=0))


def _cells(totals: MonthTotals) -> Floats:
    """By year, cell and measure: persons (mean of the year), share of them in fleksjob, hours, and kroner a person and year."""
    cells = totals.cells.astype(np.float64)
    months = cells[:, :, Measure.PERSONMAANEDER]
    found = np.full(cells.shape, np.nan)
    found[:, :, Measure.PERSONMAANEDER] = months / WEIGHT_UNIT / 12.0
    found[:, :, Measure.MAANEDER_I_FLEKSJOB] = _ratio(cells[:, :, Measure.MAANEDER_I_FLEKSJOB], months)
    found[:, :, Measure.TIMER] = _ratio(cells[:, :, Measure.TIMER] / _HUNDREDTHS, cells[:, :, Measure.MAANEDER_I_FLEKSJOB])
    for measure in range(Measure.HUSSTAND, len(Measure)):
        found[:, :, measure] = _ratio(cells[:, :, measure] / OERE * 12.0, months)
    return found


def _retention_money(totals: MonthTotals, span: Span) -> Floats:
    """Kroner of municipality and state together over the full years, by kind of candidate."""
    first = FIRST_CELLS[Grouping.FASTHOLDELSE]
    cells = totals.cells[span.full_years, first : first + len(RETENTION)]
    return kroner(cells[:, :, [Measure.KOMMUNE, Measure.STAT]].sum(axis=(0, 2)))


def _retention_jobs(totals: MonthTotals, span: Span) -> Floats:
    """Retention fleksjob begun over the full years, by kind of candidate."""
    counts = span.by_year(persons(totals.counts))[span.full_years].sum(axis=0)
    return np.array([0.0, counts[Count.FASTHOLDT] - counts[Count.FASTHOLDT_ALLIGEVEL], counts[Count.FASTHOLDT_ALLIGEVEL]])


def _to_jobs(totals: MonthTotals, span: Span) -> Floats:
    """Moves a year from ledighedsydelse to a job."""
    jobs = (State.FLEKSJOB, State.FLEKSJOB_GAMMEL, State.ORDINAERT)
    moves = persons(totals.moves)[np.ix_(range(span.months), ON_LEDIGHEDSYDELSE, jobs)]
    return np.array(moves.sum() * MONTHS_A_YEAR / span.months)


def _headlines(totals: MonthTotals, span: Span) -> Floats:
    from fleksim.analysis.months.headlines import HEADLINES

    return np.array([one.make(totals, span) for one in HEADLINES.values()])


def _steps(totals: MonthTotals) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = totals.steps.sum(axis=0)
    return found


@cache
def variables() -> Mapping[str, Variable]:
    """Every quantity by name."""
    return {one.name: one for one in _all()}


def _all() -> list[Variable]:
    return [
        Variable("stocks", "Personer efter sted", "Persons by state", "personer", ("month", "state"), lambda t, s: persons(t.stocks)),
        Variable("moves", "Bevægelser", "Moves", "personer", ("month", "from", "to"), lambda t, s: persons(t.moves)),
        Variable("paths", "Hvor de samme personer er et og to år senere", "Where the same persons are one and two years on", "personer", ("first", "second", "third"), lambda t, s: persons(t.paths)),
        Variable("events", "Hændelser", "Events", "personer", ("month", "event"), lambda t, s: persons(t.counts)),
        Variable("events_year", "Hændelser pr. år", "Events a year", "personer", ("year", "event"), lambda t, s: s.by_year(persons(t.counts))),
        Variable("hours_bands", "Fleksjob efter timer", "Fleksjob by hours", "personer", ("month", "band"), lambda t, s: persons(t.jobs[:, 1:IN_FLEKSJOB])),
        Variable("mean_hours", "Timer om ugen i fleksjob", "Hours a week in fleksjob", "timer/uge", ("month",), lambda t, s: _ratio(t.jobs[:, HOURS_IN_FLEKSJOB] / _HUNDREDTHS, t.jobs[:, IN_FLEKSJOB].astype(np.float64))),
        Variable("full_time", "Fuldtidsstillinger i fleksjob", "Full-time equivalents in fleksjob", "fuldtidspersoner", ("month",), lambda t, s: persons(t.jobs[:, HOURS_IN_FLEKSJOB]) / _HUNDREDTHS / FULL_TIME),
        Variable("small", "Fleksjob på højst 10 timer", "Fleksjob of at most 10 hours", "personer", ("month",), lambda t, s: persons(t.jobs[:, IN_SMALL])),
        Variable("survival", "Stadig på ledighedsydelse", "Still on ledighedsydelse", "andel", ("spell_month",), lambda t, s: survival(t)),
        Variable("at_risk", "På ledighedsydelse så mange måneder", "On ledighedsydelse for so many months", "personmaaneder", ("spell_month",), lambda t, s: persons(t.spells[:, 0])),
        Variable("left_for", "Forlader ledighedsydelse til", "Leave ledighedsydelse for", "personer", ("spell_month", "to"), lambda t, s: persons(t.spells[:, 1:])),
        Variable("spell_length", "Ledighedsydelse, måneder i gennemsnit", "Ledighedsydelse, mean months", "maaneder", (), lambda t, s: mean_months(t)),
        Variable("rise", "Går op i timer siden jobbets start", "Up in hours since the job began", "andel", ("job_year",), lambda t, s: _ratio(persons(_steps(t)[Step.OP]), persons(_steps(t)[Step.PERSONER]))),
        Variable("fall", "Går ned i timer siden jobbets start", "Down in hours since the job began", "andel", ("job_year",), lambda t, s: _ratio(persons(_steps(t)[Step.NED]), persons(_steps(t)[Step.PERSONER]))),
        Variable("change", "Ændring i timer siden jobbets start", "Change of hours since the job began", "timer/uge", ("job_year",), lambda t, s: _ratio(persons(_steps(t)[Step.AENDRING]) / _HUNDREDTHS, persons(_steps(t)[Step.PERSONER]))),
        Variable("in_job_years", "I fleksjob efter år siden jobbets start", "In fleksjob by years since the job began", "personer", ("job_year",), lambda t, s: persons(_steps(t)[Step.PERSONER]) / len(s.years)),
        Variable("rise_small", "Op i timer, job der begyndte på højst 10", "Up in hours, jobs that began at most 10", "andel", ("year",), lambda t, s: _ratio(persons(t.steps[:, Step.SMAA_OP].sum(axis=1)), persons(t.steps[:, Step.SMAA].sum(axis=1)))),
        Variable("fall_small", "Ned i timer, job der begyndte på højst 10", "Down in hours, jobs that began at most 10", "andel", ("year",), lambda t, s: _ratio(persons(t.steps[:, Step.SMAA_NED].sum(axis=1)), persons(t.steps[:, Step.SMAA].sum(axis=1)))),
        Variable("lift_small", "Timer op for dem, der gik op", "Hours up of those who rose", "timer/uge", ("year",), lambda t, s: _ratio(persons(t.steps[:, Step.SMAA_LOEFT].sum(axis=1)) / _HUNDREDTHS, persons(t.steps[:, Step.SMAA_OP].sum(axis=1)))),
        Variable("flow_money", "Betalinger", "Payments", "kr", ("month", "flow"), lambda t, s: flow_money(t)),
        Variable("flow_money_year", "Betalinger pr. år", "Payments a year", "kr/aar", ("year", "flow"), lambda t, s: s.by_year(flow_money(t))),
        Variable("balance", "Nettoresultat", "Balance", "kr", ("month", "sector"), lambda t, s: balances(t)),
        Variable("balance_year", "Nettoresultat pr. år", "Balance a year", "kr/aar", ("year", "sector"), lambda t, s: s.by_year(balances(t))),
        Variable("public_year", "Stat og kommune pr. år", "State and municipality a year", "kr/aar", ("year",), lambda t, s: s.by_year(public_balance(t))),
        Variable("retention_jobs", "Fastholdelsesfleksjob begyndt, alle hele år", "Retention fleksjob begun, all full years", "personer", ("retention",), _retention_jobs),
        Variable("retention_money", "Stat og kommune, alle hele år", "State and municipality, all full years", "kr", ("retention",), _retention_money),
        Variable("to_jobs", "Fra ledighedsydelse til job, pr. år", "From ledighedsydelse to a job, a year", "personer", (), _to_jobs),
        Variable("headlines", "Hovedtal", "Headlines", "efter mål", ("headline",), _headlines),
        Variable("groups", "Efter gruppe", "By group", "efter mål", ("year", "cell", "measure"), lambda t, s: _cells(t)),
    ]  # fmt: skip


# --- the words of the dimensions -----------------------------------------------------------------------------------------

STATE_TITLES: dict[State, tuple[str, str]] = {
    State.UDENFOR: ("Endnu ikke i modellen", "Not yet in the model"),
    State.PAA_VEJ: ("På vej til en bevilling", "On the way to an award"),
    State.FASTHOLDELSE: ("Under de sociale kapitler", "Under the social chapters"),
    State.AFVENTER: ("Afventer første fleksjob", "Waiting for the first fleksjob"),
    State.LEDIGHEDSYDELSE: ("Ledighedsydelse mellem job", "Ledighedsydelse between jobs"),
    State.FLEKSJOB: ("Fleksjob", "Fleksjob"),
    State.FLEKSJOB_GAMMEL: ("Fleksjob i gammel ordning", "Fleksjob of the old scheme"),
    State.ORDINAERT: ("Ordinært job", "Ordinary job"),
    State.UDTOEMT: ("Udtømt eller mistet ret", "Right run out or lost"),
    State.SYGDOM: ("Sygdom eller ressourceforløb", "Illness or ressourceforløb"),
    State.FOERTIDSPENSION: ("Førtidspension", "Førtidspension"),
    State.SENIORPENSION: ("Seniorpension", "Seniorpension"),
    State.FLEKSYDELSE: ("Fleksydelse", "Fleksydelse"),
    State.FOLKEPENSION: ("Folkepension", "State pension"),
    State.DOED: ("Død", "Dead"),
    State.FORLADT: ("Uden bevilling", "Without an award"),
    State.IKKE_KOMMET: ("Kom ikke", "Did not come"),
}
EVENT_TITLES: dict[Count, tuple[str, str]] = {
    Count.BEVILLING: ("Nye bevillinger", "New awards"),
    Count.DIREKTE: ("Direkte i fleksjob", "Straight into a fleksjob"),
    Count.FASTHOLDT: ("Fastholdelsesfleksjob begyndt", "Retention fleksjob begun"),
    Count.FASTHOLDT_ALLIGEVEL: ("heraf var blevet i job alligevel", "of which would have kept the job anyway"),
    Count.TIMER_OP: ("Går op i timer", "Up in hours"),
    Count.TIMER_NED: ("Går ned i timer", "Down in hours"),
    Count.OPFOELGNING: ("Opfølgninger", "Follow-ups"),
    Count.FORNYET: ("Bevillinger fornyet", "Awards renewed"),
    Count.IKKE_FORNYET: ("Bevillinger ikke fornyet", "Awards not renewed"),
    Count.SANKTION: ("Sanktioner", "Sanctions"),
    Count.ANDEN_AKTOER: ("Forløb hos anden aktør", "Spells with another provider"),
    Count.UDTOEMT_ARBEJDE: ("Udtømt: i fleksjob", "Run out: into a fleksjob"),
    Count.UDTOEMT_KONTANTHJAELP: ("Udtømt: kontanthjælp efter husstandens midler", "Run out: kontanthjælp by the household's means"),
    Count.UDTOEMT_INGEN: ("Udtømt: ingen ydelse", "Run out: no benefit"),
    Count.UDTOEMT_SYGDOM: ("Udtømt: sygdom eller revurdering", "Run out: illness or reassessment"),
    Count.JOBSKIFTE: ("Jobskifter", "Changes of job"),
    Count.NYT_JOB: ("Fleksjob begyndt", "Fleksjob begun"),
    Count.NYT_JOB_HOEJST_10: ("heraf på højst 10 timer", "of which of at most 10 hours"),
    Count.REAGERER: ("Ændrer timer på grund af gevinsten", "Change hours because of the gain"),
}
EXHAUSTED = (Count.UDTOEMT_ARBEJDE, Count.UDTOEMT_KONTANTHJAELP, Count.UDTOEMT_INGEN, Count.UDTOEMT_SYGDOM)
GROUPING_TITLES: dict[Grouping, tuple[str, str]] = {
    Grouping.ALLE: ("Alle", "Everybody"),
    Grouping.ALDER: ("Alder", "Age"),
    Grouping.KOEN: ("Køn", "Sex"),
    Grouping.REGION: ("Region", "Region"),
    Grouping.TIMER: ("Timer i december", "Hours in December"),
    Grouping.TIDLIGERE: ("Tidligere forsørgelse", "Prior benefit"),
    Grouping.FASTHOLDELSE: ("Fastholdelse", "Retention"),
}
MEASURE_TITLES: dict[Measure, tuple[str, str, str]] = {
    Measure.PERSONMAANEDER: ("Personer", "Persons", "personer"),
    Measure.MAANEDER_I_FLEKSJOB: ("Andel i fleksjob i december", "Share in fleksjob in December", "andel"),
    Measure.TIMER: ("Timer om ugen i fleksjob", "Hours a week in fleksjob", "timer/uge"),
    Measure.HUSSTAND: ("Husstandens disponible indkomst", "Household disposable income", "kr/aar"),
    Measure.ARBEJDSGIVER: ("Arbejdsgiverens nettoresultat", "Employer's balance", "kr/aar"),
    Measure.KOMMUNE: ("Kommunens nettoresultat", "Municipality's balance", "kr/aar"),
    Measure.STAT: ("Statens nettoresultat", "State's balance", "kr/aar"),
    Measure.FLEKSLOENTILSKUD: ("Fleksløntilskud", "Flex-wage supplement", "kr/aar"),
    Measure.LEDIGHEDSYDELSE: ("Ledighedsydelse", "Ledighedsydelse", "kr/aar"),
}


@dataclass(frozen=True)
class Group(Titled):
    """A cell of the yearly sums."""

    grouping: Grouping
    key: str
    da: str
    en: str


@cache
def groups() -> tuple[Group, ...]:
    """The cells in order: everybody, ages, sexes, regions, hours, prior benefits, retention."""
    from fleksim.kernel.layout import AGE_EDGES
    from fleksim.population.codes import PRIORS, REGIONS, SEXES

    edges = (18, *AGE_EDGES, 68)
    ages = [f"{low}-{high - 1}" for low, high in pairwise(edges)]
    sex = {"woman": ("Kvinder", "Women"), "man": ("Mænd", "Men")}
    prior = {
        "employment": ("Beskæftigelse", "Employment"), "dagpenge": ("Dagpenge", "Dagpenge"), "kontanthjaelp": ("Kontanthjælp", "Kontanthjælp"),
        "ledighedsydelse": ("Ledighedsydelse", "Ledighedsydelse"), "revalidering": ("Revalidering", "Revalidering"),
        "self_support": ("Selvforsørgelse", "Self-support"), "sygedagpenge": ("Sygedagpenge", "Sygedagpenge"),
        "ressourceforloeb": ("Ressourceforløb", "Ressourceforløb"), "fleksjob": ("Fleksjob", "Fleksjob"),
    }  # fmt: skip
    unknown = ("Ukendt", "Unknown")
    rows: dict[Grouping, list[tuple[str, tuple[str, str]]]] = {
        Grouping.ALLE: [("alle", ("Alle", "Everybody"))],
        Grouping.ALDER: [(one, (f"{one} år", f"Aged {one}")) for one in ages],
        Grouping.KOEN: [*((one, sex[one]) for one in SEXES), ("unknown", unknown)],
        Grouping.REGION: [*((one, (one, one)) for one in REGIONS), ("unknown", unknown)],
        Grouping.TIMER: [("none", ("Uden fleksjob", "Without fleksjob")), *((one, (f"{one} timer", f"{one} hours")) for one in HOUR_BANDS)],
        Grouping.TIDLIGERE: [(one, prior[one]) for one in PRIORS],
        Grouping.FASTHOLDELSE: [
            # The keys are those of RETENTION.
            ("none", ("Ikke kandidat", "No candidate")),
            ("saved", ("Kandidat, jobbet ellers tabt", "Candidate, the job otherwise lost")),
            ("anyway", ("Kandidat, i job alligevel", "Candidate, in the job anyway")),
        ],
    }
    found = tuple(Group(grouping, key, *texts) for grouping in Grouping for key, texts in rows[grouping])
    assert len(found) == CELLS and [sum(one.grouping == grouping for one in found) for grouping in Grouping] == list(GROUP_SIZES)
    return found


def cell(grouping: Grouping, key: str) -> int:
    """The place of a group among the cells."""
    keys = [one.key for one in groups() if one.grouping == grouping]
    return FIRST_CELLS[grouping] + keys.index(key)


def coordinates(span: Span) -> dict[str, list[str] | list[int]]:
    """The keys along every dimension."""
    from fleksim.analysis.months.headlines import HEADLINES

    return {
        "month": span.labels,
        "year": span.years,
        "state": [one.key for one in State],
        "from": [one.key for one in State],
        "first": [one.key for one in State],
        "second": [one.key for one in State],
        "third": [one.key for one in State],
        "to": [one.key for one in State],
        "event": [one.key for one in Count],
        "band": list(HOUR_BANDS),
        "spell_month": list(range(SPELL_MONTHS)),
        "job_year": list(range(STEP_YEARS)),
        "flow": [one.name for one in MONTH_FLOWS],
        "sector": list(SECTORS),
        "cell": [f"{one.grouping.key}:{one.key}" for one in groups()],
        "measure": [one.key for one in Measure],
        "retention": list(RETENTION),
        "headline": list(HEADLINES),
    }
