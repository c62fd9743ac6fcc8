"""A second writing of one month of many lives: arrays over persons, one step of the month after another for everybody.

It shares the layout, the tables of levers and hazards and the generator with fleksim, and no line of the kernel: there a
person is taken through the whole month, here those whom a step concerns are found and moved together. `who` are places of
persons. As long as it is because a month is read together, as in the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from fleksim.kernel.draws import philox
from fleksim.kernel.layout import (
    AGE_EDGES,
    BY_AGE,
    BY_BAND,
    BY_MONTHS,
    BY_PRIOR,
    MOST_MONTHS,
    NEVER,
    Count,
    Draw,
    Face,
    Frozen,
    Hazard,
    Lever,
    Real,
    State,
    Support,
    Way,
    Whole,
)

WEEKS_A_MONTH = 52.0 / 12.0
OUT_OF_SIGHT = (State.FOLKEPENSION, State.DOED, State.IKKE_KOMMET)
JOBLESS = (State.AFVENTER, State.LEDIGHEDSYDELSE, State.UDTOEMT)
AT_WORK = (State.FLEKSJOB, State.FLEKSJOB_GAMMEL, State.ORDINAERT, State.FASTHOLDELSE)
SCHEME = (State.AFVENTER, State.LEDIGHEDSYDELSE, State.FLEKSJOB, State.FLEKSJOB_GAMMEL, State.UDTOEMT, State.SYGDOM)
SUPPORTED = (State.PAA_VEJ, State.AFVENTER, State.LEDIGHEDSYDELSE, State.FLEKSJOB, State.FLEKSJOB_GAMMEL, State.SYGDOM, State.FORLADT)
WITH_AWARD = (State.AFVENTER, State.LEDIGHEDSYDELSE, State.FLEKSJOB)


@dataclass(frozen=True)
class Told:
    """What is the same for all persons of a month. told: dims (as it is and with the reform, lever)."""

    now: int
    told: np.ndarray
    forms: np.ndarray
    new_hours: np.ndarray
    status_of_state: np.ndarray
    status_of_support: np.ndarray
    key: tuple[int, int]


@dataclass(frozen=True)
class Moved:
    """What a month leaves behind, weights included: dims (before, after), (count,), (months, at risk and left to each state)."""

    moves: np.ndarray
    counts: np.ndarray
    spells: np.ndarray


def month(lives, frozen: np.ndarray, face: np.ndarray, told: Told, size: int, spell_months: int) -> Moved:
    """Move the first `size` lives through a month, in place."""
    here = _Month(lives, frozen, face, told, size)
    here.run()
    return here.left_behind(spell_months)


def bands_of(hours: np.ndarray) -> np.ndarray:
    """No hours, each five hours, and all above thirty."""
    return np.where(hours <= 0.0, 0, np.minimum(1 + np.trunc((hours - 0.25) / 5.0).astype(np.int64), 7))


def ages_of(years: np.ndarray) -> np.ndarray:
    return np.searchsorted(AGE_EDGES, years, side="right")


class _Month:
    def __init__(self, lives, frozen: np.ndarray, face: np.ndarray, told: Told, size: int) -> None:
        self.ids, self.weights, self.told, self.now = lives.ids[:size].view(np.uint64), lives.weights[:size], told, told.now
        # Rows by their names, so that `self.w.clock[who] += 1` is a sentence.
        self.w = SimpleNamespace(**{row.key: lives.whole[row, :size] for row in Whole})
        self.x = SimpleNamespace(**{row.key: lives.real[row, :size] for row in Real})
        self.f = SimpleNamespace(**{row.key: frozen[row, :size] for row in Frozen})
        self.face = SimpleNamespace(**{row.key: face[row, :size] for row in Face})
        self.counts = np.zeros(len(Count), np.int64)
        state = self.w.state
        self.before, self.after = state.copy(), state.copy()
        self.here = np.flatnonzero(~np.isin(state, OUT_OF_SIGHT) & ((state != State.UDENFOR) | (self.w.entry <= self.now)))
        reformed = told.told[1]
        old = (self.w.since < reformed[Lever.BESKYTTET_FOER]) & (self.now < reformed[Lever.BESKYTTET_TIL]) & (state != State.UDENFOR)
        self.law = np.where(old, 0, 1)
        self.months = self.now - self.w.since
        self.years = self.now // 12 - self.w.born
        self.age = ages_of(self.years)

    # What every step asks.

    def of(self, lever: Lever, who: np.ndarray) -> np.ndarray:
        return self.told.told[self.law[who], lever]

    def whole_of(self, lever: Lever, who: np.ndarray) -> np.ndarray:
        return np.trunc(self.of(lever, who)).astype(np.int64)

    def draws(self, draw: Draw, who: np.ndarray) -> tuple[np.ndarray, ...]:
        ids = self.ids[who]
        found = philox((ids & np.uint64(0xFFFFFFFF), ids >> np.uint64(32), np.uint64(draw), np.uint64(self.now)), self.told.key)
        return tuple((word.astype(np.float64) + 0.5) * 2.0**-32 for word in found)

    def chance(self, hazard: Hazard, who: np.ndarray, band: np.ndarray | int = 0) -> np.ndarray:
        form = self.told.forms[hazard]
        found = form[0] * form[BY_MONTHS + np.clip(self.months[who], 0, MOST_MONTHS)]
        return found * form[BY_AGE + self.age[who]] * form[BY_PRIOR + self.w.prior[who]] * form[BY_BAND + band]

    def count(self, what: Count, who: np.ndarray) -> None:
        self.counts[what] += self.weights[who].sum()

    def go(self, who: np.ndarray, state: State) -> None:
        self.after[who] = state

    def still(self, who: np.ndarray, *states: State) -> np.ndarray:
        """Those of the states who have not moved."""
        return who[np.isin(self.before[who], states) & (self.after[who] == self.before[who])]

    # The steps.

    def run(self) -> None:
        who = self.here
        self.x.lost_weeks[who] = self.x.price[who] = 0.0
        self.first_day(who)
        self.enter(who[self.before[who] == State.UDENFOR])
        who = who[self.before[who] != State.UDENFOR]
        self.grow_wages(who)
        self.award(self.still(who, State.PAA_VEJ))
        self.leave(self.still(who, *(one for one in State if one not in OUT_OF_SIGHT)))
        self.beside(who)
        self.search(self.still(who, *JOBLESS))
        self.run_out(self.still(who, State.AFVENTER, State.LEDIGHEDSYDELSE))
        self.work(self.still(who, State.FLEKSJOB, State.FLEKSJOB_GAMMEL))
        self.earn(self.still(who, State.FLEKSJOB, State.FLEKSJOB_GAMMEL))
        self.hours(self.still(who, State.FLEKSJOB))
        self.review(self.still(who, *WITH_AWARD))
        self.settle()

    def first_day(self, who: np.ndarray) -> None:
        reformed = self.told.told[1]
        if self.now == reformed[Lever.REFORM_FRA] and reformed[Lever.TIDSGRAENSE_TAELLER_TIDLIGERE] == 0.0:
            self.w.clock[who] = 0

    def grow_wages(self, who: np.ndarray) -> None:
        more = self.of(Lever.LOENVAEKST_TILLAEG, who) / 100.0 if self.now % 12 == 0 else 0.0
        self.x.wage[who] *= self.of(Lever.LOENFAKTOR, who) * (1.0 + more)

    # Awards and retention.

    def enter(self, who: np.ndarray) -> None:
        candidate = self.w.candidate[who] != 0
        self.enter_queue(who[~candidate])
        who = who[candidate]
        self.w.kept_anyway[who] = self.f.kept[who] < self.of(Lever.FASTHOLDELSE_BEHOLDT_ALLIGEVEL_ANDEL, who)
        knows = self.f.known[who] < self.of(Lever.SOCIALE_KAPITLER_KENDT_ANDEL, who)
        near = self.w.pension[who] - self.now <= self.of(Lever.FASTHOLDELSE_FRITAGET_AAR_FOER_PENSION, who) * 12
        excepted = self.f.excepted[who] < self.of(Lever.FASTHOLDELSE_UNDTAGELSE_ANDEL, who)
        at_once = near | excepted | (self.of(Lever.FASTHOLDELSE_MAANEDER, who) == 0.0)
        self.not_retain(who[~knows])
        self.retain(who[knows & at_once])
        self.go(who[knows & ~at_once], State.FASTHOLDELSE)

    def enter_queue(self, who: np.ndarray) -> None:
        wider = np.maximum(self.of(Lever.ADGANG_TIMER_HOEJST, who) - 18.5, 0.0)
        room = self.of(Lever.TILGANG_FAKTOR, who) * (1.0 + self.of(Lever.ADGANG_TILGANG_PR_TIME, who) * wider)
        comes = self.f.more[who] < room
        self.go(who[~comes], State.IKKE_KOMMET)
        who = who[comes]
        abolished = (self.w.support[who] == Support.RESSOURCEFORLOEB) & (self.of(Lever.RESSOURCEFORLOEB_GIVES, who) == 0.0)
        self.w.support[who[abolished]] = Support.KONTANTHJAELP
        self.go(who, State.PAA_VEJ)

    def grant(self, who: np.ndarray) -> None:
        self.w.granted[who] = self.now
        self.w.temporary[who] = self.of(Lever.BEVILLING_MAANEDER, who) > 0.0
        self.count(Count.BEVILLING, who)

    def award(self, who: np.ndarray) -> None:
        later = self.whole_of(Lever.VISITATION_MAANEDER, who) - int(self.told.told[0, Lever.VISITATION_MAANEDER])
        who = who[self.now >= self.w.due[who] + later]
        self.grant(who)
        retention = self.of(Lever.FASTHOLDT_ANDEL, who)
        direct = self.f.direct[who] * (1.0 - retention) < self.of(Lever.DIREKTE_I_JOB_ANDEL, who) - retention
        self.count(Count.DIREKTE, who[direct])
        self.begin(who[direct], Way.ORDINARY)
        self.go(who[~direct], State.AFVENTER)

    def retain(self, who: np.ndarray) -> None:
        self.grant(who)
        self.count(Count.DIREKTE, who)
        self.count(Count.FASTHOLDT, who)
        self.count(Count.FASTHOLDT_ALLIGEVEL, who[self.w.kept_anyway[who] != 0])
        self.begin(who, Way.RETENTION)

    def not_retain(self, who: np.ndarray) -> None:
        kept = self.w.kept_anyway[who] != 0
        self.go(who[kept], State.ORDINAERT)
        who = who[~kept]
        self.end(who)
        self.x.capacity[who] = 0.0
        applies = self.f.lost[who] < self.of(Lever.FASTHOLDELSE_TABT_TIL_BEVILLING_ANDEL, who)
        self.go(who[~applies], State.FORLADT)
        self.come_again(who[applies], Support.SYGEDAGPENGE)

    def come_again(self, who: np.ndarray, support: Support) -> None:
        """Towards an award in a year from now."""
        self.w.support[who] = support
        self.w.due[who] = self.now + 12
        self.go(who, State.PAA_VEJ)

    # Jobs.

    def begin(self, who: np.ndarray, way: Way | np.ndarray) -> None:
        unknown = who[self.x.capacity[who] <= 0.0]
        table = self.told.new_hours
        self.x.capacity[unknown] = table[(self.f.capacity[unknown] * table.size).astype(np.int64)]
        lift = self.of(Lever.TIMER_LOEFT, who)
        hours = np.minimum(self.x.capacity[who] + lift, 37.0)
        hours = np.where(way == Way.MUNICIPAL, np.minimum(hours, self.of(Lever.KOMMUNALT_FLEKSJOB_TIMER, who)), hours)
        self.x.lift[who], self.x.hours[who], self.x.first_hours[who] = lift, hours, hours
        self.w.way[who] = way
        self.w.steps_up[who] = self.w.steps_down[who] = 0
        self.w.followed[who] = NEVER
        self.count(Count.NYT_JOB, who)
        self.count(Count.NYT_JOB_HOEJST_10, who[hours <= 10])
        self.go(who, State.FLEKSJOB)

    def end(self, who: np.ndarray) -> None:
        theirs = who[self.w.way[who] != Way.MUNICIPAL]
        self.x.capacity[theirs] = np.maximum(self.x.hours[theirs] - self.x.lift[theirs], 1.0)
        # A job of the old scheme says nothing of the hours of one of the new.
        self.x.capacity[who[self.before[who] == State.FLEKSJOB_GAMMEL]] = 0.0
        self.x.hours[who] = self.x.lift[who] = 0.0

    # Out for good.

    def leave(self, who: np.ndarray) -> None:
        draws = self.draws(Draw.LEAVE, who)
        left = self.w.pension[who] - self.now
        hours = np.maximum(self.x.hours[who], self.x.capacity[who])
        band = bands_of(hours)
        scheme = np.isin(self.before[who], SCHEME)
        senior = (left <= 72) & (hours <= 15.0) & (self.now >= 2020 * 12)
        # The first that holds.
        ways = (
            (left <= 0, State.FOLKEPENSION),
            (draws[0] < self.chance(Hazard.DOED, who), State.DOED),
            (scheme & (draws[1] < self.chance(Hazard.FOERTIDSPENSION, who, band)), State.FOERTIDSPENSION),
            (scheme & senior & (draws[2] < self.chance(Hazard.SENIORPENSION, who, band)), State.SENIORPENSION),
            (scheme & (left <= 36) & (draws[3] < self.chance(Hazard.FLEKSYDELSE, who, band)), State.FLEKSYDELSE),
        )
        self.after[who] = np.select([holds for holds, _ in ways], [state for _, state in ways], self.before[who])

    # Beside the scheme.

    def beside(self, who: np.ndarray) -> None:
        self.retention(self.still(who, State.FASTHOLDELSE))
        self.ordinary(self.still(who, State.ORDINAERT))
        self.illness(self.still(who, State.SYGDOM))

    def retention(self, who: np.ndarray) -> None:
        loses = self.draws(Draw.JOB, who)[0] < self.chance(Hazard.FASTHOLDELSE_TABES, who)
        asked = self.of(Lever.FASTHOLDELSE_MAANEDER, who)
        through = ~loses & (self.months[who] >= asked)
        shown = (asked == 0.0) | (self.f.documented[who] < self.of(Lever.FASTHOLDELSE_DOKUMENTATION_ANDEL, who))
        self.retain(who[through & shown])
        self.not_retain(who[loses | (through & ~shown)])

    def ordinary(self, who: np.ndarray) -> None:
        ends = (self.draws(Draw.JOB, who)[0] < self.chance(Hazard.ORDINAERT_OPHOERER, who)) & (self.w.granted[who] != NEVER)
        who = who[ends]
        self.end(who)
        returns = self.months[who] < self.of(Lever.TILBAGEVENDEN_MAANEDER, who)
        self.go(who[returns], State.LEDIGHEDSYDELSE)
        self.come_again(who[~returns], Support.KONTANTHJAELP)

    def illness(self, who: np.ndarray) -> None:
        counts_on = who[self.of(Lever.TIDSGRAENSE_STANDSES_VED_SYGDOM, who) == 0.0]
        self.w.clock[counts_on] += 1
        ends, goes, *_ = self.draws(Draw.JOB, who)
        over = ends < self.chance(Hazard.SYGDOM_OPHOERER, who)
        who, goes = who[over], goes[over]
        back = self.of(Lever.RESSOURCEFORLOEB_TIL_FLEKSJOB_ANDEL, who)
        pension = back + self.of(Lever.SYGDOM_TIL_FOERTIDSPENSION_ANDEL, who)
        self.go(who[goes < back], State.LEDIGHEDSYDELSE)
        self.go(who[(goes >= back) & (goes < pension)], State.FOERTIDSPENSION)
        rest = who[(goes >= back) & (goes >= pension)]
        self.w.support[rest] = Support.KONTANTHJAELP
        self.go(rest, State.UDTOEMT)

    # From ledighedsydelse.

    def since_month(self, lever: Lever, who: np.ndarray) -> np.ndarray:
        """Those for whom a lever applies from a month of the spell on; 0 is never."""
        first = self.of(lever, who)
        return (first > 0.0) & (self.months[who] >= first)

    def effort(self, who: np.ndarray) -> np.ndarray:
        consultants, effect = self.of(Lever.VIRKSOMHEDSKONSULENT_ANDEL, who), self.of(Lever.VIRKSOMHEDSKONSULENT_FAKTOR, who)
        found = self.of(Lever.JOBMARKED_FAKTOR, who) * (1.0 + consultants * (effect - 1.0))
        interviews = self.of(Lever.SAMTALER_6_MAANEDER, who)
        more = np.ones(who.size)
        for number in range(3, int(interviews.max(initial=0.0)) + 1):
            more = np.where(np.trunc(interviews) >= number, more * self.of(Lever.SAMTALE_FAKTOR, who), more)
        early = (self.months[who] < 6) & (interviews > 2)
        limit = self.of(Lever.TIDSGRAENSE_MAANEDER, who)
        sanctioned = self.w.sanctioned[who]
        factors = (
            (early, 1.0 + self.of(Lever.SAMTALER_ANDEL, who) * (more - 1.0)),
            (self.since_month(Lever.SOEGEKRAV_FRA_MAANED, who), self.of(Lever.SOEGEKRAV_FAKTOR, who)),
            (self.since_month(Lever.STOETTE_FRA_MAANED, who), self.of(Lever.STOETTE_FAKTOR, who)),
            (self.since_month(Lever.ANDEN_AKTOER_PLIGT_MAANED, who), self.of(Lever.ANDEN_AKTOER_FAKTOR, who)),
            ((sanctioned != NEVER) & (self.now - sanctioned <= self.of(Lever.SANKTION_VIRKER_MAANEDER, who)), self.of(Lever.SANKTION_FAKTOR, who)),
            ((limit > 0.0) & (self.w.clock[who] >= limit - self.of(Lever.TIDSGRAENSE_VARSEL_MAANEDER, who)), self.of(Lever.TIDSGRAENSE_VARSEL_FAKTOR, who)),
        )
        for holds, factor in factors:
            found = np.where(holds, found * factor, found)
        return found

    def search(self, who: np.ndarray) -> None:
        job, away, sanction, _ = self.draws(Draw.SEARCH, who)
        band = bands_of(self.x.capacity[who])
        finds = job < self.chance(Hazard.LEDIGHED_TIL_JOB, who, band) * self.effort(who) * self.x.pull[who]
        spouse = (self.w.couple[who] != 0) & (self.of(Lever.AEGTEFAELLES_SELSKAB, who) > 0.0)
        spouse &= self.f.spouse[who] < self.of(Lever.AEGTEFAELLES_SELSKAB_ANDEL, who)
        ill = self.chance(Hazard.LEDIGHED_TIL_SYGDOM, who, band)
        ill = np.where(self.since_month(Lever.SOEGEKRAV_FRA_MAANED, who), ill + self.of(Lever.SOEGEKRAV_SYGEMELDING_ANDEL, who), ill)
        ordinary = self.back_to_ordinary(Hazard.LEDIGHED_TIL_ORDINAERT, who, band)
        works = finds | spouse
        self.begin(who[works], np.where(spouse[works], Way.SPOUSE_FIRM, Way.ORDINARY))
        self.go(who[~works & (away < ill)], State.SYGDOM)
        self.go(who[~works & (away >= ill) & (away < ill + ordinary)], State.ORDINAERT)
        on = ~works & (away >= ill) & (away >= ill + ordinary) & (self.before[who] != State.UDTOEMT)
        who, sanction = who[on], sanction[on]
        municipal = self.since_month(Lever.KOMMUNALT_FLEKSJOB_MAANED, who)
        self.begin(who[municipal], Way.MUNICIPAL)
        who, sanction = who[~municipal], sanction[~municipal]
        self.provide(who)
        self.sanction(who[sanction < self.of(Lever.SANKTION_ANDEL, who) / 12])

    def back_to_ordinary(self, hazard: Hazard, who: np.ndarray, band: np.ndarray) -> np.ndarray:
        found = self.chance(hazard, who, band)
        return np.where(self.of(Lever.TILBAGEVENDEN_MAANEDER, who) > 0.0, found * self.of(Lever.TILBAGEVENDEN_FAKTOR, who), found)

    def provide(self, who: np.ndarray) -> None:
        right = self.of(Lever.ANDEN_AKTOER_RET_MAANED, who)
        chooses = (right > 0.0) & (self.f.plan[who] < self.of(Lever.ANDEN_AKTOER_RET_ANDEL, who))
        begins = np.where(chooses, right, self.of(Lever.ANDEN_AKTOER_PLIGT_MAANED, who))
        who = who[(begins > 0.0) & (self.months[who] == begins)]
        self.count(Count.ANDEN_AKTOER, who)
        self.x.price[who] = self.of(Lever.ANDEN_AKTOER_PRIS, who)

    def sanction(self, who: np.ndarray) -> None:
        self.count(Count.SANKTION, who)
        last = self.w.sanctioned[who]
        again = (last != NEVER) & (self.now - last < 12)
        self.w.sanctioned[who] = self.now
        self.w.support[who[again]] = Support.INTET
        self.go(who[again], State.UDTOEMT)
        once = who[~again]
        self.x.lost_weeks[once] = np.minimum(self.of(Lever.SANKTION_UGER, once), WEEKS_A_MONTH)

    def run_out(self, who: np.ndarray) -> None:
        self.w.clock[who] += 1
        limit = self.of(Lever.TIDSGRAENSE_MAANEDER, who)
        who = who[(limit > 0.0) & (self.w.clock[who] >= limit)]
        draw = self.draws(Draw.SEARCH, who)[3]
        work = self.of(Lever.UDTOEMT_ARBEJDE_ANDEL, who)
        aid = work + self.of(Lever.UDTOEMT_KONTANTHJAELP_ANDEL, who)
        nothing = aid + self.of(Lever.UDTOEMT_INGEN_YDELSE_ANDEL, who)
        way = np.select([draw < work, draw < aid, draw < nothing], [0, 1, 2], 3)
        for place, what in enumerate((Count.UDTOEMT_ARBEJDE, Count.UDTOEMT_KONTANTHJAELP, Count.UDTOEMT_INGEN, Count.UDTOEMT_SYGDOM)):
            self.count(what, who[way == place])
        self.begin(who[way == 0], Way.ORDINARY)
        self.w.support[who[way == 1]] = Support.KONTANTHJAELP
        self.w.support[who[way == 2]] = Support.INTET
        self.go(who[(way == 1) | (way == 2)], State.UDTOEMT)
        self.go(who[way == 3], State.SYGDOM)

    # In a fleksjob.

    def work(self, who: np.ndarray) -> None:
        ends, away, *_ = self.draws(Draw.JOB, who)
        old = self.before[who] == State.FLEKSJOB_GAMMEL
        band = bands_of(self.x.hours[who])
        fired = ends < np.where(old, self.chance(Hazard.GAMMELT_JOB_OPHOERER, who, band), self.chance(Hazard.JOB_OPHOERER, who, band))
        ordinary = self.back_to_ordinary(Hazard.JOB_TIL_ORDINAERT, who, band)
        keeps_terms = self.of(Lever.GAMMEL_ORDNING_BEHOLDER_VILKAAR, who) != 0.0
        of_old = np.where(keeps_terms, self.of(Lever.GAMMEL_ORDNING_JOBSKIFTE_FAKTOR, who), 1.0)
        asked = self.months[who] >= self.of(Lever.JOBSKIFTE_EFTER_MAANEDER, who)
        of_new = np.where(asked, self.of(Lever.JOBSKIFTE_FAKTOR, who), 1.0)
        change = self.chance(Hazard.JOBSKIFTE, who, band) * np.where(old, of_old, of_new)
        self.end(who[fired])
        self.go(who[fired], State.LEDIGHEDSYDELSE)
        self.go(who[~fired & (away < ordinary)], State.ORDINAERT)
        changes = ~fired & (away >= ordinary) & (away < ordinary + change)
        into_new = who[changes & old & ~keeps_terms]
        who = who[changes]
        self.count(Count.JOBSKIFTE, who)
        self.w.since[who] = self.now
        self.x.first_hours[who] = self.x.hours[who]
        self.end(into_new)
        self.begin(into_new, Way.ORDINARY)

    def earn(self, who: np.ndarray) -> None:
        self.w.earned[who] += 1
        enough = who[self.w.earned[who] >= self.of(Lever.TIDSGRAENSE_GENOPTJENING_MAANEDER, who)]
        self.w.clock[enough] = self.w.earned[enough] = 0

    def hours(self, who: np.ndarray) -> None:
        lift = self.of(Lever.TIMER_LOEFT, who)
        new = self.x.lift[who] != lift
        lifted = np.clip(self.x.hours[who] + lift - self.x.lift[who], 1.0, 37.0)
        self.x.hours[who[new]], self.x.lift[who[new]] = lifted[new], lift[new]
        least = self.of(Lever.MINDST_TIMER, who)
        below = self.x.hours[who] < least
        rises = self.f.responds[who] < self.of(Lever.UNDER_MINDSTETID_OP_ANDEL, who)
        self.x.hours[who[below & rises]] = least[below & rises]
        out = who[below & ~rises]
        self.end(out)
        self.go(out, State.LEDIGHEDSYDELSE)
        self.step(who[~below & (self.w.way[who] != Way.MUNICIPAL)])

    def step(self, who: np.ndarray) -> None:
        """A step up, else down, else what a change of gain makes of it."""
        *_, up, down = self.draws(Draw.JOB, who)
        hours = self.x.hours[who]
        band = bands_of(hours)
        size = self.of(Lever.TIMER_OP, who)
        goes_up = up < self.chance_up(who, hours, band, size)
        goes_down = ~goes_up & (down < self.chance(Hazard.TIMER_NED_CHANCE, who, band))
        answer = self.x.step[who]
        answers = ~goes_up & ~goes_down & (answer != 0.0) & (self.w.responded[who] == 0)
        answers &= self.draws(Draw.HOURS, who)[0] < 1.0 / 12
        self.w.responded[who[answers]] = 1
        self.count(Count.REAGERER, who[answers])
        step = np.select([goes_up, goes_down, answers], [size, -self.of(Lever.TIMER_NED, who), answer], 0.0)
        self.x.hours[who] = np.where(step != 0.0, np.clip(hours + step, 1.0, 37.0), hours)
        more, less = self.x.hours[who] > hours, self.x.hours[who] < hours
        self.count(Count.TIMER_OP, who[more])
        self.count(Count.TIMER_NED, who[less])
        self.w.steps_up[who[more]] += 1
        self.w.steps_down[who[less]] += 1

    def chance_up(self, who: np.ndarray, hours: np.ndarray, band: np.ndarray, size: np.ndarray) -> np.ndarray:
        found = self.chance(Hazard.TIMER_OP_CHANCE, who, band)
        followed = self.w.followed[who]
        factors = (
            ((followed != NEVER) & (self.now - followed < self.of(Lever.OPFOELGNING_VIRKER_MAANEDER, who)), Lever.OPFOELGNING_FAKTOR),
            (self.f.plan[who] < self.of(Lever.PROGRESSIONSAFTALE_ANDEL, who), Lever.PROGRESSIONSAFTALE_FAKTOR),
            (self.w.temporary[who] != 0, Lever.MIDLERTIDIG_FAKTOR),
        )
        for holds, lever in factors:
            found = np.where(holds, found * self.of(lever, who), found)
        able = self.f.responds[who] < self.of(Lever.TIMER_KAN_REAGERE_ANDEL, who)
        unused = hours < self.of(Lever.KAPACITET_MINDST_ANDEL, who) * (hours + size * 2.0)
        return np.where(able & unused, found + self.of(Lever.KAPACITET_EKSTRA_JOB_ANDEL, who) / 12, found)

    # The award.

    def review(self, who: np.ndarray) -> None:
        who = who[self.w.granted[who] != NEVER]
        months = self.now - self.w.granted[who]
        first, every = self.whole_of(Lever.OPFOELGNING_MAANED, who), self.whole_of(Lever.OPFOELGNING_HVER_MAANED, who)
        again = (every > 0) & (months > first) & ((months - first) % np.maximum(every, 1) == 0)
        followed = who[(months > 0) & ((months == first) | again | (months == self.whole_of(Lever.STATUS_MAANED, who)))]
        self.w.followed[followed] = self.now
        self.count(Count.OPFOELGNING, followed)
        temporary = self.w.temporary[who] != 0
        who, months = who[temporary], months[temporary]
        term = self.whole_of(Lever.BEVILLING_MAANEDER, who)
        self.w.temporary[who[term == 0]] = 0
        self.renew(who[(term > 0) & (months > 0) & (months % np.maximum(term, 1) == 0)])

    def renew(self, who: np.ndarray) -> None:
        renewed, goes, *_ = self.draws(Draw.AWARD, who)
        lost = renewed >= self.of(Lever.FORNYELSE_ANDEL, who)
        self.count(Count.IKKE_FORNYET, who[lost])
        pension = goes < self.of(Lever.IKKE_FORNYET_FOERTIDSPENSION_ANDEL, who)
        self.go(who[lost & pension], State.FOERTIDSPENSION)
        self.go(who[lost & ~pension], State.FORLADT)
        who = who[~lost]
        self.count(Count.FORNYET, who)
        self.w.temporary[who[self.years[who] >= self.of(Lever.VARIG_FRA_ALDER, who)]] = 0

    # The end of the month.

    def settle(self) -> None:
        who = self.here
        changed = who[self.after[who] != self.before[who]]
        ill = changed[self.after[changed] == State.SYGDOM]
        self.w.support[ill] = np.where(self.of(Lever.RESSOURCEFORLOEB_GIVES, ill) > 0.0, Support.RESSOURCEFORLOEB, Support.SYGEDAGPENGE)
        self.w.since[changed] = self.now
        self.w.state[changed] = self.after[changed]
        self.w.recent[who] = (self.w.recent[who] << 1) % 2**18 + (self.after[who] == State.FLEKSJOB)
        self.x.weeks[who[(self.after[who] == State.ORDINAERT) & (self.now - self.w.since[who] == 12)]] = 0.0
        self.w.present[who[~np.isin(self.after[who], OUT_OF_SIGHT)]] += 1
        self.show(who)

    def show(self, who: np.ndarray) -> None:
        """What the law is told of each."""
        state, before = self.after[who], self.before[who]
        by_support = np.isin(state, (State.PAA_VEJ, State.UDTOEMT, State.SYGDOM))
        status = np.where(by_support, self.told.status_of_support[self.w.support[who]], self.told.status_of_state[state])
        newly = who[(state == State.ORDINAERT) & (before != State.ORDINAERT) & (self.w.granted[who] != NEVER)]
        self.x.hours[newly] = np.maximum(self.x.hours[newly], self.of(Lever.ORDINAERT_TIMER, newly))
        works = np.isin(state, AT_WORK)
        hours = np.where(works, self.x.hours[who], 0.0)
        face = self.face
        face.status[who], face.hours[who], face.ly_rate[who] = status, hours, self.w.low_rate[who]
        face.basis[who] = np.where((before == state) & (self.x.basis[who] > 0.0), self.x.basis[who], hours)
        self.x.basis[who] = hours
        face.wage[who] = np.where(works, self.x.wage[who], 0.0)
        lately = np.unpackbits(self.w.recent[who].astype("<u4").view(np.uint8).reshape(-1, 4), axis=1).sum(axis=1)
        face.fleksjob_months[who] = np.where(state == State.LEDIGHEDSYDELSE, lately, 0)
        supported = np.isin(state, SUPPORTED) | ((state == State.UDTOEMT) & (self.w.support[who] != Support.INTET))
        self.x.weeks[who[supported]] += WEEKS_A_MONTH
        face.weeks[who] = self.x.weeks[who]
        face.other_transfer[who] = np.where(state == State.FLEKSYDELSE, self.of(Lever.FLEKSYDELSE_AAR, who), 0.0)

    def left_behind(self, spell_months: int) -> Moved:
        who = self.here
        moves, spells = np.zeros((len(State), len(State)), np.int64), np.zeros((spell_months, 1 + len(State)), np.int64)
        np.add.at(moves, (self.before[who], self.after[who]), self.weights[who])
        spell = who[np.isin(self.before[who], (State.AFVENTER, State.LEDIGHEDSYDELSE))]
        months = np.minimum(self.months[spell], spell_months - 1)
        np.add.at(spells[:, 0], months, self.weights[spell])
        ended = self.after[spell] != self.before[spell]
        np.add.at(spells, (months[ended], 1 + self.after[spell][ended]), self.weights[spell][ended])
        return Moved(moves, self.counts, spells)
