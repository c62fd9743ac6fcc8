"""One month of many lives: from where each person stood at its beginning to where they stand at its end.

 1. Age, calendar and the levers in force.        7. Wage growth.
 2. New awards and the retention route.           8. Follow-up and renewal of the award.
 3. Death, retirement, foertidspension.           9. The time limit and where the exhausted go.
 4. From ledighedsydelse to a job.               10. What the law of the month is told (benefits and wage are the law's).
 5. Jobs that end.                               11. Weeks on public support, for the refund ladder.
 6. Hours up or down.                            12. In December the law of the year (`year_ends.py`).

A person moves at most once a month. Every draw has an address: (person, named draw, month). Compiled through
`written.load_inlined`, which writes the layout's names as numbers. Longer than other files: what can happen to a person in a
month is read together; draws and chances are in `chances.py`, 10 and 11 in `shown.py`.
"""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

import numpy as np
from numba import types
from numba.extending import register_jitable

from fleksim.kernel.borrow import borrowed, kept
from fleksim.kernel.chances import chance, draw_luck, find_most, strikes
from fleksim.kernel.layout import FIRST_END, NEVER, SMALL_HOURS, Count, Draw, Face, Frozen, Hazard, Lever, Real, State, Support, Way, Whole
from fleksim.kernel.philox import four
from fleksim.kernel.shown import NOT_FOLLOWED, show_to_law

_whole = types.Array(types.int32, 2, "C")
_real = types.Array(types.float64, 2, "C")
_table = types.Array(types.float64, 2, "C", readonly=True)
_row = types.Array(types.float64, 1, "C", readonly=True)
_ids = types.Array(types.uint64, 1, "C", readonly=True)
_weights = types.Array(types.int64, 1, "C", readonly=True)
_counts = types.Array(types.int64, 1, "C")
_sums = types.Array(types.int64, 2, "C")
_signature = types.void(
    _ids, _weights, _whole, _real, _table, _real, _table, _table, _row, _row, _row,
    types.int64, types.uint64, types.uint64, _sums, _counts, _sums, types.uint64, types.uint64,
)  # fmt: skip

_MONTHS = 12
_WEEKS_A_MONTH = 52.0 / 12.0
_FULL_TIME = 37.0
_LEAST_HOURS = 1.0
_SENIOR_MONTHS, _SENIOR_HOURS, _SENIOR_SINCE = 72, 15.0, 2020 * 12
_FLEKSYDELSE_MONTHS = 36
_FIRST_INTERVIEWS, _INTERVIEW_MONTHS = 2, 6
_HUNDRED = 100.0
# Persons drawn for and shown to the law at a time: what is kept of them meanwhile stays in the first cache.
_TOGETHER = 256


# --- jobs begin and end --------------------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, way):  # type: ignore[no-untyped-def]
    """The hours of a new fleksjob: those the person can do, drawn once from what new jobs of the year have."""
    if real[Real.CAPACITY, i] <= 0.0:
        real[Real.CAPACITY, i] = new_hours[int(frozen[Frozen.CAPACITY, i] * new_hours.size)]
    hours = min(real[Real.CAPACITY, i] + told[r, Lever.TIMER_LOEFT], _FULL_TIME)
    if way == Way.MUNICIPAL:
        hours = min(hours, told[r, Lever.KOMMUNALT_FLEKSJOB_TIMER])
    real[Real.LIFT, i] = told[r, Lever.TIMER_LOEFT]
    real[Real.HOURS, i] = hours
    real[Real.FIRST_HOURS, i] = hours
    whole[Whole.WAY, i] = way
    whole[Whole.STEPS_UP, i] = 0
    whole[Whole.STEPS_DOWN, i] = 0
    whole[Whole.FOLLOWED, i] = NEVER
    counts[Count.NYT_JOB] += weight
    if hours <= SMALL_HOURS:
        counts[Count.NYT_JOB_HOEJST_10] += weight


@register_jitable(forceinline=True)
def end_job(whole, real, i):  # type: ignore[no-untyped-def]
    """What a person can do is what they did, without what a reform had lifted; a municipal job says nothing of it.

    The full time of the old scheme's job, or the hours it was reduced by, say nothing of a job of the scheme of 2013: drawn anew.
    """
    if whole[Whole.STATE, i] == State.FLEKSJOB_GAMMEL:
        real[Real.CAPACITY, i] = 0.0
    elif whole[Whole.WAY, i] != Way.MUNICIPAL:
        real[Real.CAPACITY, i] = max(real[Real.HOURS, i] - real[Real.LIFT, i], _LEAST_HOURS)
    real[Real.HOURS, i] = 0.0
    real[Real.LIFT, i] = 0.0


# --- 2. new awards and the retention route -------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def enters(whole, real, frozen, told, r, new_hours, counts, weight, i, now):  # type: ignore[no-untyped-def]
    """Into the model: on the way to an award, or ill in a job and a candidate for a retention fleksjob."""
    if not whole[Whole.CANDIDATE, i]:
        # Those beyond the usual number come only where a reform lets more in.
        room = told[r, Lever.TILGANG_FAKTOR] * (1.0 + told[r, Lever.ADGANG_TILGANG_PR_TIME] * max(told[r, Lever.ADGANG_TIMER_HOEJST] - 18.5, 0.0))
        if frozen[Frozen.MORE, i] >= room:
            return State.IKKE_KOMMET
        if whole[Whole.SUPPORT, i] == Support.RESSOURCEFORLOEB and told[r, Lever.RESSOURCEFORLOEB_GIVES] == 0.0:
            whole[Whole.SUPPORT, i] = Support.KONTANTHJAELP
        return State.PAA_VEJ
    whole[Whole.KEPT_ANYWAY, i] = frozen[Frozen.KEPT, i] < told[r, Lever.FASTHOLDELSE_BEHOLDT_ALLIGEVEL_ANDEL]
    if frozen[Frozen.KNOWN, i] >= told[r, Lever.SOCIALE_KAPITLER_KENDT_ANDEL]:
        return not_retained(whole, real, frozen, told, r, i, now)
    near = whole[Whole.PENSION, i] - now <= told[r, Lever.FASTHOLDELSE_FRITAGET_AAR_FOER_PENSION] * _MONTHS
    if near or frozen[Frozen.EXCEPTED, i] < told[r, Lever.FASTHOLDELSE_UNDTAGELSE_ANDEL] or told[r, Lever.FASTHOLDELSE_MAANEDER] == 0.0:
        return retained(whole, real, frozen, told, r, new_hours, counts, weight, i, now)
    return State.FASTHOLDELSE


@register_jitable(forceinline=True)
def retained(whole, real, frozen, told, r, new_hours, counts, weight, i, now):  # type: ignore[no-untyped-def]
    """A retention fleksjob in the job one has."""
    granted(whole, told, r, counts, weight, i, now)
    counts[Count.DIREKTE] += weight
    counts[Count.FASTHOLDT] += weight
    if whole[Whole.KEPT_ANYWAY, i]:
        counts[Count.FASTHOLDT_ALLIGEVEL] += weight
    begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.RETENTION)
    return State.FLEKSJOB


@register_jitable(forceinline=True)
def not_retained(whole, real, frozen, told, r, i, now):  # type: ignore[no-untyped-def]
    """The job is kept on ordinary terms, or lost; then many come to the award by sygedagpenge."""
    if whole[Whole.KEPT_ANYWAY, i]:
        return State.ORDINAERT
    end_job(whole, real, i)
    # What they can do in a fleksjob is not what they did before they fell ill.
    real[Real.CAPACITY, i] = 0.0
    if frozen[Frozen.LOST, i] >= told[r, Lever.FASTHOLDELSE_TABT_TIL_BEVILLING_ANDEL]:
        return State.FORLADT
    whole[Whole.SUPPORT, i] = Support.SYGEDAGPENGE
    whole[Whole.DUE, i] = now + _MONTHS
    return State.PAA_VEJ


@register_jitable(forceinline=True)
def granted(whole, told, r, counts, weight, i, now):  # type: ignore[no-untyped-def]
    """The award begins."""
    whole[Whole.GRANTED, i] = now
    whole[Whole.TEMPORARY, i] = told[r, Lever.BEVILLING_MAANEDER] > 0.0
    counts[Count.BEVILLING] += weight


@register_jitable(forceinline=True)
def awarded(whole, real, frozen, told, r, new_hours, counts, weight, i, now):  # type: ignore[no-untyped-def]
    """The award when it falls due, sooner or later if a reform changes the time it takes: into a job, or to wait for one."""
    if now < whole[Whole.DUE, i] + int(told[r, Lever.VISITATION_MAANEDER]) - int(told[0, Lever.VISITATION_MAANEDER]):
        return State.PAA_VEJ
    granted(whole, told, r, counts, weight, i, now)
    # Retention is a part of those who go directly; the rest of that share is of those who come this way.
    retention = told[r, Lever.FASTHOLDT_ANDEL]
    if frozen[Frozen.DIRECT, i] * (1.0 - retention) < told[r, Lever.DIREKTE_I_JOB_ANDEL] - retention:
        counts[Count.DIREKTE] += weight
        begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.ORDINARY)
        return State.FLEKSJOB
    return State.AFVENTER


# --- 3. death, retirement, foertidspension -------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def leaves(whole, real, forms, most, r, i, now, state, since, years, prior, draws):  # type: ignore[no-untyped-def]
    """Out of the scheme for good, or NEVER. The month of state pension age comes first."""
    left = whole[Whole.PENSION, i] - now
    if left <= 0:
        return State.FOLKEPENSION
    if strikes(draws[0], most, forms, r, Hazard.DOED, since, years, prior, 0.0):
        return State.DOED
    if state < State.AFVENTER or state == State.ORDINAERT or state >= State.FOERTIDSPENSION:
        return NEVER
    hours = max(real[Real.HOURS, i], real[Real.CAPACITY, i])
    if strikes(draws[1], most, forms, r, Hazard.FOERTIDSPENSION, since, years, prior, hours):
        return State.FOERTIDSPENSION
    if left > _SENIOR_MONTHS:
        return NEVER
    if hours <= _SENIOR_HOURS and now >= _SENIOR_SINCE and strikes(draws[2], most, forms, r, Hazard.SENIORPENSION, since, years, prior, hours):
        return State.SENIORPENSION
    if left <= _FLEKSYDELSE_MONTHS and strikes(draws[3], most, forms, r, Hazard.FLEKSYDELSE, since, years, prior, hours):
        return State.FLEKSYDELSE
    return NEVER


# --- 4. from ledighedsydelse to a job ------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def effort(whole, told, r, i, now, since):  # type: ignore[no-untyped-def]
    """What interviews, demands, sanctions, providers, support and a coming limit multiply the chance of a job by."""
    found = told[r, Lever.JOBMARKED_FAKTOR] * (1.0 + told[r, Lever.VIRKSOMHEDSKONSULENT_ANDEL] * (told[r, Lever.VIRKSOMHEDSKONSULENT_FAKTOR] - 1.0))
    if since < _INTERVIEW_MONTHS and told[r, Lever.SAMTALER_6_MAANEDER] > _FIRST_INTERVIEWS:
        more = 1.0
        for _ in range(int(told[r, Lever.SAMTALER_6_MAANEDER]) - _FIRST_INTERVIEWS):
            more *= told[r, Lever.SAMTALE_FAKTOR]
        found *= 1.0 + told[r, Lever.SAMTALER_ANDEL] * (more - 1.0)
    if told[r, Lever.SOEGEKRAV_FRA_MAANED] > 0.0 and since >= told[r, Lever.SOEGEKRAV_FRA_MAANED]:
        found *= told[r, Lever.SOEGEKRAV_FAKTOR]
    if told[r, Lever.STOETTE_FRA_MAANED] > 0.0 and since >= told[r, Lever.STOETTE_FRA_MAANED]:
        found *= told[r, Lever.STOETTE_FAKTOR]
    if told[r, Lever.ANDEN_AKTOER_PLIGT_MAANED] > 0.0 and since >= told[r, Lever.ANDEN_AKTOER_PLIGT_MAANED]:
        found *= told[r, Lever.ANDEN_AKTOER_FAKTOR]
    if whole[Whole.SANCTIONED, i] != NEVER and now - whole[Whole.SANCTIONED, i] <= told[r, Lever.SANKTION_VIRKER_MAANEDER]:
        found *= told[r, Lever.SANKTION_FAKTOR]
    limit = told[r, Lever.TIDSGRAENSE_MAANEDER]
    if limit > 0.0 and whole[Whole.CLOCK, i] >= limit - told[r, Lever.TIDSGRAENSE_VARSEL_MAANEDER]:
        found *= told[r, Lever.TIDSGRAENSE_VARSEL_FAKTOR]
    return found


@register_jitable(forceinline=True)
def searches(whole, real, frozen, told, r, forms, new_hours, counts, weight, i, now, state, since, years, prior, draws):  # type: ignore[no-untyped-def]
    """A month on ledighedsydelse, or after it has run out: into a job, ill, to ordinary work, sanctioned, or on."""
    able = real[Real.CAPACITY, i]
    job = chance(forms, Hazard.LEDIGHED_TIL_JOB, since, years, prior, able) * effort(whole, told, r, i, now, since) * real[Real.PULL, i]
    spouse = whole[Whole.COUPLE, i] and told[r, Lever.AEGTEFAELLES_SELSKAB] > 0.0 and frozen[Frozen.SPOUSE, i] < told[r, Lever.AEGTEFAELLES_SELSKAB_ANDEL]
    if draws[0] < job or spouse:
        begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.SPOUSE_FIRM if spouse else Way.ORDINARY)
        return State.FLEKSJOB
    ill = chance(forms, Hazard.LEDIGHED_TIL_SYGDOM, since, years, prior, able)
    if told[r, Lever.SOEGEKRAV_FRA_MAANED] > 0.0 and since >= told[r, Lever.SOEGEKRAV_FRA_MAANED]:
        ill += told[r, Lever.SOEGEKRAV_SYGEMELDING_ANDEL]
    if draws[1] < ill:
        return State.SYGDOM
    ordinary = chance(forms, Hazard.LEDIGHED_TIL_ORDINAERT, since, years, prior, able)
    if told[r, Lever.TILBAGEVENDEN_MAANEDER] > 0.0:
        ordinary *= told[r, Lever.TILBAGEVENDEN_FAKTOR]
    if draws[1] < ill + ordinary:
        return State.ORDINAERT
    if state == State.UDTOEMT:
        return state
    if told[r, Lever.KOMMUNALT_FLEKSJOB_MAANED] > 0.0 and since >= told[r, Lever.KOMMUNALT_FLEKSJOB_MAANED]:
        begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.MUNICIPAL)
        return State.FLEKSJOB
    helped(whole, real, frozen, told, r, counts, weight, i, since)
    if draws[2] < told[r, Lever.SANKTION_ANDEL] / _MONTHS:
        counts[Count.SANKTION] += weight
        again = whole[Whole.SANCTIONED, i] != NEVER and now - whole[Whole.SANCTIONED, i] < _MONTHS
        whole[Whole.SANCTIONED, i] = now
        if again:
            # A second time within a year the right is lost (LAS section 77 a).
            whole[Whole.SUPPORT, i] = Support.INTET
            return State.UDTOEMT
        real[Real.LOST_WEEKS, i] = min(told[r, Lever.SANKTION_UGER], _WEEKS_A_MONTH)
    return state


@register_jitable(forceinline=True)
def helped(whole, real, frozen, told, r, counts, weight, i, since):  # type: ignore[no-untyped-def]
    """A spell with another provider begins: as a duty, or earlier by the person's choice; paid once a spell."""
    duty, right = told[r, Lever.ANDEN_AKTOER_PLIGT_MAANED], told[r, Lever.ANDEN_AKTOER_RET_MAANED]
    chosen = right > 0.0 and frozen[Frozen.PLAN, i] < told[r, Lever.ANDEN_AKTOER_RET_ANDEL]
    begins = right if chosen else duty
    if begins > 0.0 and since == begins:
        counts[Count.ANDEN_AKTOER] += weight
        real[Real.PRICE, i] = told[r, Lever.ANDEN_AKTOER_PRIS]


# --- 5. jobs that end, 6. hours up or down -------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def works(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, state, since, years, prior, draws):  # type: ignore[no-untyped-def]
    """A month in a fleksjob of either scheme: it ends, is left for ordinary work, is changed, or goes on."""
    hours, old = real[Real.HOURS, i], state == State.FLEKSJOB_GAMMEL
    ends = Hazard.GAMMELT_JOB_OPHOERER if old else Hazard.JOB_OPHOERER
    if strikes(draws[0], most, forms, r, ends, since, years, prior, hours):
        end_job(whole, real, i)
        return State.LEDIGHEDSYDELSE
    if draws[1] >= most[r, Hazard.JOB_TIL_ORDINAERT] + most[r, Hazard.JOBSKIFTE]:
        return state
    ordinary = chance(forms, Hazard.JOB_TIL_ORDINAERT, since, years, prior, hours)
    if told[r, Lever.TILBAGEVENDEN_MAANEDER] > 0.0:
        ordinary *= told[r, Lever.TILBAGEVENDEN_FAKTOR]
    if draws[1] < ordinary:
        return State.ORDINAERT
    change = chance(forms, Hazard.JOBSKIFTE, since, years, prior, hours)
    if old:
        change *= told[r, Lever.GAMMEL_ORDNING_JOBSKIFTE_FAKTOR] if told[r, Lever.GAMMEL_ORDNING_BEHOLDER_VILKAAR] else 1.0
    elif since >= told[r, Lever.JOBSKIFTE_EFTER_MAANEDER]:
        change *= told[r, Lever.JOBSKIFTE_FAKTOR]
    if draws[1] < ordinary + change:
        counts[Count.JOBSKIFTE] += weight
        whole[Whole.SINCE, i] = now
        real[Real.FIRST_HOURS, i] = hours
        if old and not told[r, Lever.GAMMEL_ORDNING_BEHOLDER_VILKAAR]:
            end_job(whole, real, i)
            begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.ORDINARY)
            return State.FLEKSJOB
    return state


@register_jitable(forceinline=True)
def keeps_job(whole, real, frozen, told, r, i):  # type: ignore[no-untyped-def]
    """Whether the hours, with what a reform lifts them by, are as many as a law asks for; some go up to them, others lose the job."""
    if real[Real.LIFT, i] != told[r, Lever.TIMER_LOEFT]:
        real[Real.HOURS, i] = min(max(real[Real.HOURS, i] + told[r, Lever.TIMER_LOEFT] - real[Real.LIFT, i], _LEAST_HOURS), _FULL_TIME)
        real[Real.LIFT, i] = told[r, Lever.TIMER_LOEFT]
    return real[Real.HOURS, i] >= told[r, Lever.MINDST_TIMER] or frozen[Frozen.RESPONDS, i] < told[r, Lever.UNDER_MINDSTETID_OP_ANDEL]


@register_jitable(forceinline=True)
def moves_hours(whole, real, frozen, told, r, forms, most, counts, weight, i, now, since, years, prior, draws, person, seed, stream):  # type: ignore[no-untyped-def]
    """A step up or down in the month's fleksjob, by chance or by what a change of gain makes people do."""
    hours = real[Real.HOURS, i]
    if hours < told[r, Lever.MINDST_TIMER]:
        real[Real.HOURS, i] = told[r, Lever.MINDST_TIMER]
        return
    if whole[Whole.WAY, i] == Way.MUNICIPAL:
        return
    step = 0.0
    if draws[2] < most[r, Hazard.TIMER_OP_CHANCE] and draws[2] < chance_up(whole, frozen, told, r, forms, i, now, since, years, prior, hours):
        step = told[r, Lever.TIMER_OP]
    elif strikes(draws[3], most, forms, r, Hazard.TIMER_NED_CHANCE, since, years, prior, hours):
        step = -told[r, Lever.TIMER_NED]
    elif real[Real.STEP, i] != 0.0 and not whole[Whole.RESPONDED, i] and four(person, Draw.HOURS, now, seed, stream)[0] < 1.0 / _MONTHS:
        # What the gain of a step makes people do, within a year of the change on average.
        step = real[Real.STEP, i]
        whole[Whole.RESPONDED, i] = 1
        counts[Count.REAGERER] += weight
    if step != 0.0:
        real[Real.HOURS, i] = min(max(hours + step, _LEAST_HOURS), _FULL_TIME)
        if real[Real.HOURS, i] > hours:
            counts[Count.TIMER_OP] += weight
            whole[Whole.STEPS_UP, i] += 1
        elif real[Real.HOURS, i] < hours:
            counts[Count.TIMER_NED] += weight
            whole[Whole.STEPS_DOWN, i] += 1


@register_jitable(forceinline=True)
def chance_up(whole, frozen, told, r, forms, i, now, since, years, prior, hours):  # type: ignore[no-untyped-def]
    """The chance of a step up, with what a follow-up, an agreement, a temporary award and unused capacity make of it."""
    up = chance(forms, Hazard.TIMER_OP_CHANCE, since, years, prior, hours)
    if whole[Whole.FOLLOWED, i] != NEVER and now - whole[Whole.FOLLOWED, i] < told[r, Lever.OPFOELGNING_VIRKER_MAANEDER]:
        up *= told[r, Lever.OPFOELGNING_FAKTOR]
    if frozen[Frozen.PLAN, i] < told[r, Lever.PROGRESSIONSAFTALE_ANDEL]:
        up *= told[r, Lever.PROGRESSIONSAFTALE_FAKTOR]
    if whole[Whole.TEMPORARY, i]:
        up *= told[r, Lever.MIDLERTIDIG_FAKTOR]
    can = frozen[Frozen.RESPONDS, i] < told[r, Lever.TIMER_KAN_REAGERE_ANDEL]
    if can and hours < told[r, Lever.KAPACITET_MINDST_ANDEL] * (hours + told[r, Lever.TIMER_OP] * 2.0):
        up += told[r, Lever.KAPACITET_EKSTRA_JOB_ANDEL] / _MONTHS
    return up


# --- 8. follow-up and renewal of the award -------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def reviewed(whole, told, r, counts, weight, i, now, years, person, seed, stream):  # type: ignore[no-untyped-def]
    """Follow-ups, and a temporary award's end: made permanent, renewed, or not. NEVER if the award goes on."""
    if whole[Whole.GRANTED, i] == NEVER:
        return NEVER
    months = now - whole[Whole.GRANTED, i]
    if months <= 0:
        return NEVER
    first, every = int(told[r, Lever.OPFOELGNING_MAANED]), int(told[r, Lever.OPFOELGNING_HVER_MAANED])
    if months == first or months == int(told[r, Lever.STATUS_MAANED]) or (every > 0 and months > first and falls_on(months - first, every)):
        whole[Whole.FOLLOWED, i] = now
        counts[Count.OPFOELGNING] += weight
    if not whole[Whole.TEMPORARY, i]:
        return NEVER
    term = int(told[r, Lever.BEVILLING_MAANEDER])
    if term == 0:
        whole[Whole.TEMPORARY, i] = 0
        return NEVER
    if not falls_on(months, term):
        return NEVER
    draws = four(person, Draw.AWARD, now, seed, stream)
    if draws[0] >= told[r, Lever.FORNYELSE_ANDEL]:
        counts[Count.IKKE_FORNYET] += weight
        return State.FOERTIDSPENSION if draws[1] < told[r, Lever.IKKE_FORNYET_FOERTIDSPENSION_ANDEL] else State.FORLADT
    counts[Count.FORNYET] += weight
    if years >= told[r, Lever.VARIG_FRA_ALDER]:
        whole[Whole.TEMPORARY, i] = 0
    return NEVER


@register_jitable(forceinline=True)
def falls_on(months, term):  # type: ignore[no-untyped-def]
    """Whether so many months are a whole number of terms. As 32 bits without a sign: one division of the short kind."""
    return np.uint32(months) % np.uint32(term) == 0


# --- 9. the time limit ---------------------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def runs_out(whole, real, frozen, told, r, new_hours, counts, weight, i, draw):  # type: ignore[no-untyped-def]
    """Where a person goes whose ledighedsydelse has run out, by the shares of the reform."""
    work = told[r, Lever.UDTOEMT_ARBEJDE_ANDEL]
    aid = work + told[r, Lever.UDTOEMT_KONTANTHJAELP_ANDEL]
    if draw < work:
        counts[Count.UDTOEMT_ARBEJDE] += weight
        begin_job(whole, real, frozen, told, r, new_hours, counts, weight, i, Way.ORDINARY)
        return State.FLEKSJOB
    if draw < aid:
        counts[Count.UDTOEMT_KONTANTHJAELP] += weight
        whole[Whole.SUPPORT, i] = Support.KONTANTHJAELP
        return State.UDTOEMT
    if draw < aid + told[r, Lever.UDTOEMT_INGEN_YDELSE_ANDEL]:
        counts[Count.UDTOEMT_INGEN] += weight
        whole[Whole.SUPPORT, i] = Support.INTET
        return State.UDTOEMT
    counts[Count.UDTOEMT_SYGDOM] += weight
    return State.SYGDOM


@register_jitable(forceinline=True)
def falls_ill(whole, told, r, i):  # type: ignore[no-untyped-def]
    """Ressourceforloeb where it is given, otherwise sygedagpenge."""
    whole[Whole.SUPPORT, i] = Support.RESSOURCEFORLOEB if told[r, Lever.RESSOURCEFORLOEB_GIVES] > 0.0 else Support.SYGEDAGPENGE


# --- those beside the scheme ---------------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def beside(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, state, since, years, prior, draws):  # type: ignore[no-untyped-def]
    """A month under the social chapters, in ordinary work or ill."""
    if state == State.FASTHOLDELSE:
        if strikes(draws[0], most, forms, r, Hazard.FASTHOLDELSE_TABES, since, years, prior, 0.0):
            return not_retained(whole, real, frozen, told, r, i, now)
        if since < told[r, Lever.FASTHOLDELSE_MAANEDER]:
            return state
        if told[r, Lever.FASTHOLDELSE_MAANEDER] == 0.0 or frozen[Frozen.DOCUMENTED, i] < told[r, Lever.FASTHOLDELSE_DOKUMENTATION_ANDEL]:
            return retained(whole, real, frozen, told, r, new_hours, counts, weight, i, now)
        return not_retained(whole, real, frozen, told, r, i, now)
    if state == State.ORDINAERT:
        # Those kept on ordinary terms without ever having had an award stay as they are.
        if whole[Whole.GRANTED, i] == NEVER or not strikes(draws[0], most, forms, r, Hazard.ORDINAERT_OPHOERER, since, years, prior, 0.0):
            return state
        end_job(whole, real, i)
        if since < told[r, Lever.TILBAGEVENDEN_MAANEDER]:
            return State.LEDIGHEDSYDELSE
        whole[Whole.SUPPORT, i] = Support.KONTANTHJAELP
        whole[Whole.DUE, i] = now + _MONTHS
        return State.PAA_VEJ
    if told[r, Lever.TIDSGRAENSE_STANDSES_VED_SYGDOM] == 0.0:
        whole[Whole.CLOCK, i] += 1
    if strikes(draws[0], most, forms, r, Hazard.SYGDOM_OPHOERER, since, years, prior, 0.0):
        back = told[r, Lever.RESSOURCEFORLOEB_TIL_FLEKSJOB_ANDEL]
        if draws[1] < back:
            return State.LEDIGHEDSYDELSE
        if draws[1] < back + told[r, Lever.SYGDOM_TIL_FOERTIDSPENSION_ANDEL]:
            return State.FOERTIDSPENSION
        whole[Whole.SUPPORT, i] = Support.KONTANTHJAELP
        return State.UDTOEMT
    return state


# --- the month of a person -----------------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def next_state(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, state, luck, k, person, seed, stream):  # type: ignore[no-untyped-def]
    """Steps 2 to 9 of a person: where they are at the end of the month."""
    since = now - whole[Whole.SINCE, i]
    years = now // _MONTHS - whole[Whole.BORN, i]
    prior = whole[Whole.PRIOR, i]
    if state == State.PAA_VEJ:
        new = awarded(whole, real, frozen, told, r, new_hours, counts, weight, i, now)
        if new != state:
            return new
    gone = leaves(whole, real, forms, most, r, i, now, state, since, years, prior, (luck[0, k], luck[1, k], luck[2, k], luck[3, k]))
    if gone != NEVER:
        return gone
    draws = luck[4, k], luck[5, k], luck[6, k], luck[7, k]
    if state == State.FLEKSJOB or state == State.FLEKSJOB_GAMMEL:
        new = works(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, state, since, years, prior, draws)
        if new != state:
            return new
        whole[Whole.EARNED, i] += 1
        if whole[Whole.EARNED, i] >= told[r, Lever.TIDSGRAENSE_GENOPTJENING_MAANEDER]:
            whole[Whole.CLOCK, i] = 0
            whole[Whole.EARNED, i] = 0
        if state == State.FLEKSJOB_GAMMEL:
            return state
        if not keeps_job(whole, real, frozen, told, r, i):
            end_job(whole, real, i)
            return State.LEDIGHEDSYDELSE
        moves_hours(whole, real, frozen, told, r, forms, most, counts, weight, i, now, since, years, prior, draws, person, seed, stream)
    elif state == State.AFVENTER or state == State.LEDIGHEDSYDELSE or state == State.UDTOEMT:
        new = searches(whole, real, frozen, told, r, forms, new_hours, counts, weight, i, now, state, since, years, prior, draws)
        if new != state or state == State.UDTOEMT:
            return new
        whole[Whole.CLOCK, i] += 1
        limit = told[r, Lever.TIDSGRAENSE_MAANEDER]
        if limit > 0.0 and whole[Whole.CLOCK, i] >= limit:
            return runs_out(whole, real, frozen, told, r, new_hours, counts, weight, i, draws[3])
    elif state == State.FASTHOLDELSE or state == State.ORDINAERT or state == State.SYGDOM:
        return beside(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, state, since, years, prior, draws)
    else:
        return state
    lost = reviewed(whole, told, r, counts, weight, i, now, years, person, seed, stream)
    return state if lost == NEVER else lost


# --- the month -----------------------------------------------------------------------------------------------------------


@register_jitable(forceinline=True)
def passes(whole, real, frozen, face, told, forms, most, new_hours, counts, weight, i, now, before, luck, k, person, seed, stream):  # type: ignore[no-untyped-def]
    """Steps 1 to 9 of a person, and what a move brings with it: where they are at the end of the month."""
    # 1. Whether the reform applies to the person's case.
    spared = whole[Whole.SINCE, i] < told[1, Lever.BESKYTTET_FOER] and now < told[1, Lever.BESKYTTET_TIL] and before != State.UDENFOR
    r = 0 if spared else 1
    if before == State.UDENFOR:
        after = enters(whole, real, frozen, told, r, new_hours, counts, weight, i, now)
    else:
        # 7. Wages, in the month in which rates move; those who come in it are at its level.
        growth = told[r, Lever.LOENFAKTOR] * (1.0 + (told[r, Lever.LOENVAEKST_TILLAEG] / _HUNDRED if now % _MONTHS == 0 else 0.0))
        if growth != 1.0:
            real[Real.WAGE, i] *= growth
        after = next_state(whole, real, frozen, told, r, forms, most, new_hours, counts, weight, i, now, before, luck, k, person, seed, stream)
    if before == State.FLEKSYDELSE or after == State.FLEKSYDELSE:
        face[Face.OTHER_TRANSFER, i] = told[r, Lever.FLEKSYDELSE_AAR] if after == State.FLEKSYDELSE else 0.0
    if after != before:
        if after == State.SYGDOM:
            falls_ill(whole, told, r, i)
        if after == State.ORDINAERT and whole[Whole.GRANTED, i] != NEVER:
            real[Real.HOURS, i] = max(real[Real.HOURS, i], told[r, Lever.ORDINAERT_TIMER])
    return after


@register_jitable(forceinline=True)
def note_move(whole, moves, spells, weight, i, now, before, after):  # type: ignore[no-untyped-def]
    """The move, or that there was none, into the sums; then it is the person's state."""
    moves[before, after] += weight
    if before == State.AFVENTER or before == State.LEDIGHEDSYDELSE:
        months = min(now - whole[Whole.SINCE, i], spells.shape[0] - 1)
        spells[months, 0] += weight
        if after != before:
            spells[months, 1 + after] += weight
    if after != before:
        whole[Whole.SINCE, i] = now
        whole[Whole.STATE, i] = after


# i = person; rows by name, see the layout. told[0]: levers of the law as it is, told[1]: with the reform; forms[hazard, part];
# new_hours: quantiles of the hours of new jobs [hours a week]; status_of[state], support_of[support]: codes of the law.
# moves[before, after], counts[count], spells[months, 0 at risk, 1 + state: left for]: persons, added to. Persons lo to hi.
# 53 ns a person: draws 13, what the law is told 8, the rest in the loop between them.
def kernel(ids, weights, whole, real, frozen, face, told, forms, new_hours, status_of, support_of, now, seed, stream, moves, counts, spells, lo, hi):  # type: ignore[no-untyped-def]
    own_most, own_luck, own_stood = np.empty((2, forms.shape[0])), np.empty((8, _TOGETHER)), np.empty(_TOGETHER, np.int32)
    most, luck, stood = borrowed(own_most), borrowed(own_luck), borrowed(own_stood)
    ids, weights, whole, real, frozen, face = borrowed(ids), borrowed(weights), borrowed(whole), borrowed(real), borrowed(frozen), borrowed(face)
    told, forms, new_hours, moves, counts, spells = borrowed(told), borrowed(forms), borrowed(new_hours), borrowed(moves), borrowed(counts), borrowed(spells)
    find_most(forms, told, most)
    begins_anew = now == told[1, Lever.REFORM_FRA] and told[1, Lever.TIDSGRAENSE_TAELLER_TIDLIGERE] == 0.0
    for first in range(lo, hi, _TOGETHER):
        last = min(first + _TOGETHER, hi)
        draw_luck(ids, whole, luck, now, seed, stream, first, last)
        for i in range(first, last):
            before, k = whole[Whole.STATE, i], i - first
            if before >= FIRST_END or (before == State.UDENFOR and whole[Whole.ENTRY, i] > now):
                stood[k] = NOT_FOLLOWED
                continue
            stood[k] = before
            real[Real.LOST_WEEKS, i] = 0.0
            real[Real.PRICE, i] = 0.0
            if begins_anew:
                whole[Whole.CLOCK, i] = 0
            after = passes(whole, real, frozen, face, told, forms, most, new_hours, counts, weights[i], i, now, before, luck, k, ids[i], seed, stream)
            note_move(whole, moves, spells, weights[i], i, now, before, after)
        show_to_law(whole, real, face, stood, status_of, support_of, now, first, last)
    kept(own_most)
    kept(own_luck)
    kept(own_stood)
