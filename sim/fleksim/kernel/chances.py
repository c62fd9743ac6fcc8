"""Draws and chances of a month. What they are compared with first is the most that a chance can be for anybody.

A chance is five factors at five places, and few come true: most persons are through after one comparison for each.
"""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

from numba.extending import register_jitable

from fleksim.kernel.groups import age_of, band_of
from fleksim.kernel.layout import BY_AGE, BY_BAND, BY_MONTHS, BY_PRIOR, FORM, MOST_MONTHS, Draw, Hazard, Lever, State, Whole
from fleksim.kernel.philox import four

_YEAR = 12


@register_jitable(forceinline=True)
def draw_luck(ids, whole, luck, now, seed, stream, first, last):  # type: ignore[no-untyped-def]
    """The draws of persons first to last: LEAVE, and that of searching or of the job. Several persons at a time: 13 ns a person instead of 28."""
    for i in range(first, last):
        state, k = whole[Whole.STATE, i], i - first
        searching = state == State.AFVENTER or state == State.LEDIGHEDSYDELSE or state == State.UDTOEMT
        luck[0, k], luck[1, k], luck[2, k], luck[3, k] = four(ids[i], Draw.LEAVE, now, seed, stream)
        luck[4, k], luck[5, k], luck[6, k], luck[7, k] = four(ids[i], Draw.SEARCH if searching else Draw.JOB, now, seed, stream)


@register_jitable(forceinline=True)
def largest(forms, hazard, low, high):  # type: ignore[no-untyped-def]
    """The largest of some factors."""
    found = forms[hazard, low]
    for place in range(low + 1, high):
        found = max(found, forms[hazard, place])
    return found


@register_jitable(forceinline=True)
def find_most(forms, told, most):  # type: ignore[no-untyped-def]
    """The most that each chance can be for anybody this month, with what levers multiply it by: dims (r, hazard)."""
    for r in range(most.shape[0]):
        for hazard in range(most.shape[1]):
            found = forms[hazard, 0] * largest(forms, hazard, BY_MONTHS, BY_AGE)
            found = found * largest(forms, hazard, BY_AGE, BY_PRIOR) * largest(forms, hazard, BY_PRIOR, BY_BAND)
            most[r, hazard] = found * largest(forms, hazard, BY_BAND, FORM)
        most[r, Hazard.JOB_TIL_ORDINAERT] *= max(told[r, Lever.TILBAGEVENDEN_FAKTOR], 1.0)
        most[r, Hazard.JOBSKIFTE] *= max(told[r, Lever.GAMMEL_ORDNING_JOBSKIFTE_FAKTOR], told[r, Lever.JOBSKIFTE_FAKTOR], 1.0)
        up = most[r, Hazard.TIMER_OP_CHANCE] * max(told[r, Lever.OPFOELGNING_FAKTOR], 1.0) * max(told[r, Lever.PROGRESSIONSAFTALE_FAKTOR], 1.0)
        most[r, Hazard.TIMER_OP_CHANCE] = up * max(told[r, Lever.MIDLERTIDIG_FAKTOR], 1.0) + told[r, Lever.KAPACITET_EKSTRA_JOB_ANDEL] / _YEAR


@register_jitable(forceinline=True)
def chance(forms, hazard, months, years, prior, hours):  # type: ignore[no-untyped-def]
    """A hazard of a month: its level times the factors of months in the state, age, prior support and hours."""
    found = forms[hazard, 0] * forms[hazard, BY_MONTHS + min(max(months, 0), MOST_MONTHS)]
    return found * forms[hazard, BY_AGE + age_of(years)] * forms[hazard, BY_PRIOR + prior] * forms[hazard, BY_BAND + band_of(hours)]


@register_jitable(forceinline=True)
def strikes(draw, most, forms, r, hazard, months, years, prior, hours):  # type: ignore[no-untyped-def]
    """Whether a chance comes true. What it can be at most is looked at first: then few persons need their own."""
    return draw < most[r, hazard] and draw < chance(forms, hazard, months, years, prior, hours)
