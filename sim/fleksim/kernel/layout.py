"""How a life is laid out: states, the rows of a person's columns, and the named levers and hazards, as the numbers kernels read.

A life is a column in three tables with a row a quantity: `whole` (int32), `real` (float64) and `frozen` (draws made once,
float64), dims (row, person). In kernels that people write these names become literal numbers (`kernel/written.py`).
"""

from __future__ import annotations

from enum import IntEnum, auto


class _Row(IntEnum):
    """Numbers from 0 in the order of the names."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return count

    @property
    def key(self) -> str:
        """The name as data files and results have it."""
        return self.name.lower()


class State(_Row):
    """Where a person is. From FOLKEPENSION on a life is not followed any more.

    FORLADT: without an award after all, on kontanthjaelp by the household's means; IKKE_KOMMET: would have come only under a
    reform that lets more in.
    """

    UDENFOR = auto()
    PAA_VEJ = auto()
    FASTHOLDELSE = auto()
    AFVENTER = auto()
    LEDIGHEDSYDELSE = auto()
    FLEKSJOB = auto()
    FLEKSJOB_GAMMEL = auto()
    ORDINAERT = auto()
    UDTOEMT = auto()
    SYGDOM = auto()
    FOERTIDSPENSION = auto()
    SENIORPENSION = auto()
    FLEKSYDELSE = auto()
    FORLADT = auto()
    FOLKEPENSION = auto()
    DOED = auto()
    IKKE_KOMMET = auto()


class Support(_Row):
    """What supports those on the way, the exhausted and the ill."""

    SYGEDAGPENGE = auto()
    KONTANTHJAELP = auto()
    RESSOURCEFORLOEB = auto()
    INTET = auto()


class Way(_Row):
    """How a person came into the present job, or will come to the award."""

    ORDINARY = auto()
    RETENTION = auto()
    SPOUSE_FIRM = auto()
    MUNICIPAL = auto()


class Whole(_Row):
    """Rows of `whole`. Months are counted from January of year 0; NEVER is before all of them.

    SINCE: entry to the state; GRANTED: the award; DUE: when the award falls due; ENTRY: into the model; PENSION: state
    pension age; CLOCK: months of ledighedsydelse since a right was earned; EARNED: months in a job towards a new one; RECENT:
    a bit a month of the last 18, 1 in fleksjob; CANDIDATE: for a retention fleksjob; PRESENT: months of the year so far.
    """

    STATE = auto()
    SINCE = auto()
    GRANTED = auto()
    DUE = auto()
    ENTRY = auto()
    PENSION = auto()
    BORN = auto()
    SUPPORT = auto()
    WAY = auto()
    PRIOR = auto()
    TEMPORARY = auto()
    CLOCK = auto()
    EARNED = auto()
    RECENT = auto()
    SANCTIONED = auto()
    FOLLOWED = auto()
    STEPS_UP = auto()
    STEPS_DOWN = auto()
    RESPONDED = auto()
    CANDIDATE = auto()
    KEPT_ANYWAY = auto()
    SEX = auto()
    REGION = auto()
    COUPLE = auto()
    LOW_RATE = auto()
    PRESENT = auto()


class Real(_Row):
    """Rows of `real`.

    CAPACITY: hours of the next job; FIRST_HOURS: of this job when it began; BASIS: last month's hours, which set the
    supplement; LIFT: hours added by a reform; STEP: hours a person would move by after a change of gain; PULL: what a chance of
    a job is multiplied by after one; LOST_WEEKS: of benefit, by a sanction this month; PRICE: paid a provider [kr].
    """

    HOURS = auto()
    CAPACITY = auto()
    FIRST_HOURS = auto()
    BASIS = auto()
    WAGE = auto()
    WEEKS = auto()
    LIFT = auto()
    STEP = auto()
    PULL = auto()
    LOST_WEEKS = auto()
    PRICE = auto()


class Face(_Row):
    """Rows of `face`: what the law of the month is told of a person, by the columns of a case."""

    STATUS = auto()
    HOURS = auto()
    BASIS = auto()
    WAGE = auto()
    LY_RATE = auto()
    FLEKSJOB_MONTHS = auto()
    WEEKS = auto()
    OTHER_TRANSFER = auto()


class Frozen(_Row):
    """Rows of `frozen`: one draw a person for good, the same in every scenario."""

    CAPACITY = auto()
    RESPONDS = auto()
    BLOCKED = auto()
    KEPT = auto()
    KNOWN = auto()
    EXCEPTED = auto()
    DOCUMENTED = auto()
    DIRECT = auto()
    MORE = auto()
    SPOUSE = auto()
    LOST = auto()
    PLAN = auto()
    ANSWERS = auto()
    UP_ERROR = auto()
    DOWN_ERROR = auto()
    SPARE = auto()


class Draw(_Row):
    """Named draws of a month, four numbers each; after those of the population (`draws.Draw`)."""

    LEAVE = 200
    SEARCH = 201
    JOB = 202
    HOURS = 203
    AWARD = 204
    FOR_GOOD = 210


class Count(_Row):
    """What is counted in a month [persons]."""

    BEVILLING = auto()
    DIREKTE = auto()
    FASTHOLDT = auto()
    FASTHOLDT_ALLIGEVEL = auto()
    TIMER_OP = auto()
    TIMER_NED = auto()
    OPFOELGNING = auto()
    FORNYET = auto()
    IKKE_FORNYET = auto()
    SANKTION = auto()
    ANDEN_AKTOER = auto()
    UDTOEMT_ARBEJDE = auto()
    UDTOEMT_KONTANTHJAELP = auto()
    UDTOEMT_INGEN = auto()
    UDTOEMT_SYGDOM = auto()
    JOBSKIFTE = auto()
    NYT_JOB = auto()
    NYT_JOB_HOEJST_10 = auto()
    REAGERER = auto()


class Hazard(_Row):
    """The named hazards: levels in data/assumptions/months, forms in data/assumptions/forms."""

    DOED = auto()
    FOERTIDSPENSION = auto()
    SENIORPENSION = auto()
    FLEKSYDELSE = auto()
    LEDIGHED_TIL_JOB = auto()
    LEDIGHED_TIL_SYGDOM = auto()
    LEDIGHED_TIL_ORDINAERT = auto()
    JOB_OPHOERER = auto()
    GAMMELT_JOB_OPHOERER = auto()
    JOB_TIL_ORDINAERT = auto()
    JOBSKIFTE = auto()
    TIMER_OP_CHANCE = auto()
    TIMER_NED_CHANCE = auto()
    ORDINAERT_OPHOERER = auto()
    SYGDOM_OPHOERER = auto()
    FASTHOLDELSE_TABES = auto()


class Lever(_Row):
    """What a month is told: levers and assumptions by their names in data/assumptions/months, then the calendar's.

    MINDST_TIMER: a law's minimum of hours; FASTHOLDT_ANDEL: the retention route's share of awards; LOENFAKTOR: on wages this
    month; REFORM_FRA: the month from which a reform applies; a case from before BESKYTTET_FOER is spared until BESKYTTET_TIL;
    FLEKSYDELSE_AAR: the yearly amount [kr].
    """

    OPFOELGNING_MAANED = auto()
    OPFOELGNING_HVER_MAANED = auto()
    STATUS_MAANED = auto()
    OPFOELGNING_FAKTOR = auto()
    OPFOELGNING_VIRKER_MAANEDER = auto()
    BEVILLING_MAANEDER = auto()
    VARIG_FRA_ALDER = auto()
    FORNYELSE_ANDEL = auto()
    IKKE_FORNYET_FOERTIDSPENSION_ANDEL = auto()
    SAMTALER_6_MAANEDER = auto()
    SAMTALER_ANDEL = auto()
    SAMTALE_FAKTOR = auto()
    SOEGEKRAV_FRA_MAANED = auto()
    SOEGEKRAV_FAKTOR = auto()
    SOEGEKRAV_SYGEMELDING_ANDEL = auto()
    SANKTION_ANDEL = auto()
    SANKTION_UGER = auto()
    SANKTION_FAKTOR = auto()
    SANKTION_VIRKER_MAANEDER = auto()
    ANDEN_AKTOER_RET_MAANED = auto()
    ANDEN_AKTOER_RET_ANDEL = auto()
    ANDEN_AKTOER_PLIGT_MAANED = auto()
    ANDEN_AKTOER_FAKTOR = auto()
    ANDEN_AKTOER_PRIS = auto()
    STOETTE_FRA_MAANED = auto()
    STOETTE_FAKTOR = auto()
    KOMMUNALT_FLEKSJOB_MAANED = auto()
    KOMMUNALT_FLEKSJOB_TIMER = auto()
    VIRKSOMHEDSKONSULENT_ANDEL = auto()
    VIRKSOMHEDSKONSULENT_FAKTOR = auto()
    JOBMARKED_FAKTOR = auto()
    TILBAGEVENDEN_MAANEDER = auto()
    TILBAGEVENDEN_FAKTOR = auto()
    JOBSKIFTE_EFTER_MAANEDER = auto()
    JOBSKIFTE_FAKTOR = auto()
    GAMMEL_ORDNING_BEHOLDER_VILKAAR = auto()
    GAMMEL_ORDNING_JOBSKIFTE_FAKTOR = auto()
    TIDSGRAENSE_MAANEDER = auto()
    TIDSGRAENSE_TAELLER_TIDLIGERE = auto()
    TIDSGRAENSE_STANDSES_VED_SYGDOM = auto()
    TIDSGRAENSE_GENOPTJENING_MAANEDER = auto()
    TIDSGRAENSE_VARSEL_MAANEDER = auto()
    TIDSGRAENSE_VARSEL_FAKTOR = auto()
    UDTOEMT_ARBEJDE_ANDEL = auto()
    UDTOEMT_KONTANTHJAELP_ANDEL = auto()
    UDTOEMT_INGEN_YDELSE_ANDEL = auto()
    FASTHOLDELSE_MAANEDER = auto()
    FASTHOLDELSE_FRITAGET_AAR_FOER_PENSION = auto()
    FASTHOLDELSE_UNDTAGELSE_ANDEL = auto()
    FASTHOLDELSE_DOKUMENTATION_ANDEL = auto()
    FASTHOLDELSE_BEHOLDT_ALLIGEVEL_ANDEL = auto()
    FASTHOLDELSE_TABT_TIL_BEVILLING_ANDEL = auto()
    SOCIALE_KAPITLER_KENDT_ANDEL = auto()
    DIREKTE_I_JOB_ANDEL = auto()
    VISITATION_MAANEDER = auto()
    TILGANG_FAKTOR = auto()
    RESSOURCEFORLOEB_GIVES = auto()
    RESSOURCEFORLOEB_TIL_FLEKSJOB_ANDEL = auto()
    SYGDOM_TIL_FOERTIDSPENSION_ANDEL = auto()
    ADGANG_TIMER_HOEJST = auto()
    ADGANG_TILGANG_PR_TIME = auto()
    AEGTEFAELLES_SELSKAB = auto()
    AEGTEFAELLES_SELSKAB_ANDEL = auto()
    PROGRESSIONSAFTALE_ANDEL = auto()
    PROGRESSIONSAFTALE_FAKTOR = auto()
    KAPACITET_MINDST_ANDEL = auto()
    KAPACITET_EKSTRA_JOB_ANDEL = auto()
    TIMER_LOEFT = auto()
    UNDER_MINDSTETID_OP_ANDEL = auto()
    TIMER_OP = auto()
    TIMER_NED = auto()
    TIMER_KAN_REAGERE_ANDEL = auto()
    TIMER_VIRKSOMHED_BLOKERER_ANDEL = auto()
    MIDLERTIDIG_FAKTOR = auto()
    LOENVAEKST_TILLAEG = auto()
    ORDINAERT_TIMER = auto()
    MINDST_TIMER = auto()
    FASTHOLDT_ANDEL = auto()
    LOENFAKTOR = auto()
    REFORM_FRA = auto()
    BESKYTTET_FOER = auto()
    BESKYTTET_TIL = auto()
    FLEKSYDELSE_AAR = auto()


class MonthRow(_Row):
    """What the law of the month gives by the hours of the month: its quantities, by their names."""

    LOEN_MD = auto()
    ARBEJDSMARKEDSPENSION_MD = auto()
    ATP_LOEN = auto()
    ATP_LOEN_I_ALT = auto()
    LOENREFUSION = auto()
    LEDIGHEDSYDELSE = auto()
    YDELSE_MD = auto()
    ATP_YDELSE = auto()
    ATP_YDELSE_I_ALT = auto()
    PENSION_AAR = auto()
    ATP_PENSION = auto()
    ATP_PENSION_I_ALT = auto()
    REFUSION_ANDEL = auto()


class SupplementRow(_Row):
    """What it gives by the hours of the month before."""

    FLEKSLOENTILSKUD = auto()
    ATP_FLEKSLOENTILSKUD = auto()
    ATP_FLEKSJOB_STAT = auto()
    FLEKSBIDRAG = auto()


class YearRow(_Row):
    """What the law of the year gives, from the months' sums."""

    BOLIGSTOETTE = auto()
    FRIPLADS = auto()
    BOERNE_OG_UNGEYDELSE = auto()
    BOERNETILSKUD = auto()
    GROEN_CHECK = auto()
    OBLIGATORISK_PENSION = auto()
    BOLIGSTOETTE_STAT = auto()
    KOMMUNESKAT_KR = auto()
    STATSSKAT = auto()
    PENSION_AM_BIDRAG = auto()
    KIRKESKAT_KR = auto()
    PARTNER_KONTANTINDKOMST = auto()
    PARTNER_KOMMUNESKAT_KR = auto()
    PARTNER_KIRKESKAT_KR = auto()
    PARTNER_SKAT_I_ALT = auto()
    PARTNER_GROEN_CHECK = auto()


class Amount(_Row):
    """Money of a person: the months' first, then what is settled in December [oere]."""

    LOEN = auto()
    EGEN_PENSION = auto()
    ATP_LOEN = auto()
    ATP_LOEN_I_ALT = auto()
    LOENREFUSION = auto()
    FLEKSLOENTILSKUD = auto()
    ATP_FLEKSLOENTILSKUD = auto()
    ATP_FLEKSJOB_STAT = auto()
    LEDIGHEDSYDELSE = auto()
    ANDEN_YDELSE = auto()
    ATP_YDELSE = auto()
    ATP_YDELSE_I_ALT = auto()
    PENSION = auto()
    ATP_PENSION = auto()
    ATP_PENSION_I_ALT = auto()
    PENSION_STAT = auto()
    REFUSION = auto()
    FLEKSBIDRAG = auto()
    FLEKSYDELSE = auto()
    ANDEN_AKTOER = auto()
    BOLIGSTOETTE = auto()
    FRIPLADS = auto()
    BOERNEYDELSER = auto()
    GROEN_CHECK = auto()
    OBLIGATORISK_PENSION = auto()
    BOLIGSTOETTE_STAT = auto()
    KOMMUNESKAT = auto()
    STATSSKAT = auto()
    PENSION_AM = auto()
    KIRKESKAT = auto()
    ANDEN_INDKOMST = auto()
    ANDEN_PENSION = auto()
    PRIVAT_PENSION = auto()
    PARTNER_INDKOMST = auto()
    PARTNER_KOMMUNESKAT = auto()
    PARTNER_KIRKESKAT = auto()
    PARTNER_STATSSKAT = auto()
    PARTNER_GROEN_CHECK = auto()


class Given(_Row):
    """Columns of the person that are amounts of the year, beside the law [kr]."""

    ANDEN_INDKOMST = auto()
    ANDEN_PENSION = auto()
    PRIVAT_PENSION = auto()


class Grouping(_Row):
    """What people are grouped by in the yearly sums."""

    ALLE = auto()
    ALDER = auto()
    KOEN = auto()
    REGION = auto()
    TIMER = auto()
    TIDLIGERE = auto()
    FASTHOLDELSE = auto()


class Measure(_Row):
    """What is summed by group and year: person-months, months and hours in fleksjob, balances of sectors, two benefits."""

    PERSONMAANEDER = auto()
    MAANEDER_I_FLEKSJOB = auto()
    TIMER = auto()
    HUSSTAND = auto()
    ARBEJDSGIVER = auto()
    KOMMUNE = auto()
    STAT = auto()
    FLEKSLOENTILSKUD = auto()
    LEDIGHEDSYDELSE = auto()


class Step(_Row):
    """Hours against those the job began with, of those in a fleksjob in December."""

    PERSONER = auto()
    OP = auto()
    NED = auto()
    AENDRING = auto()
    SMAA = auto()
    SMAA_OP = auto()
    SMAA_NED = auto()
    SMAA_LOEFT = auto()


NEVER = -1
FIRST_END = State.FOLKEPENSION
ON_LEDIGHEDSYDELSE = (State.AFVENTER, State.LEDIGHEDSYDELSE)
# Levers that are numbers of data/assumptions/months; the others are set by the calendar.
ASSUMED = tuple(one for one in Lever if one < Lever.MINDST_TIMER)

# A form: the level of a hazard, then factors by months in the state, age, prior support and hours band.
MOST_MONTHS = 60
AGE_EDGES = (30, 40, 50, 60, 65)
AGES, PRIORS, BANDS = len(AGE_EDGES) + 1, 9, 8
BY_MONTHS = 1
BY_AGE = BY_MONTHS + MOST_MONTHS + 1
BY_PRIOR = BY_AGE + AGES
BY_BAND = BY_PRIOR + PRIORS
FORM = BY_BAND + BANDS
# The amounts that months have; those after them are settled in December.
MONTHLY = Amount.BOLIGSTOETTE
# Groups of each grouping, in the order of Grouping; the first cell of each.
GROUP_SIZES = (1, AGES, 3, 6, BANDS, PRIORS, 3)
FIRST_CELLS = tuple(sum(GROUP_SIZES[:place]) for place in range(len(GROUP_SIZES)))
CELLS = sum(GROUP_SIZES)
# Years since a job began that steps of hours are told by; the last is that and more.
STEP_YEARS = 11
# Hours a week up to which a fleksjob is a small one.
SMALL_HOURS = 10
# Numbers of the new scheme's fleksjob after persons by hours band: persons, their hours [hundredths], those in small ones.
IN_FLEKSJOB, HOURS_IN_FLEKSJOB, IN_SMALL = BANDS, BANDS + 1, BANDS + 2
JOB_NUMBERS = BANDS + 3
