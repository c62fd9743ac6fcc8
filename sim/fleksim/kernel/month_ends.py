"""The money and the numbers of a month: amounts in whole oere, kept by person for the year and summed for everybody.

Compiled through `written.load_inlined`.
"""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

import numpy as np
from numba import types
from numba.extending import register_jitable

from fleksim.kernel.groups import band_of
from fleksim.kernel.layout import HOURS_IN_FLEKSJOB, IN_FLEKSJOB, IN_SMALL, SMALL_HOURS, Amount, Face, MonthRow, Real, State, SupplementRow, Whole
from fleksim.kernel.oere import nearest, oere

_weights = types.Array(types.int64, 1, "C", readonly=True)
_whole = types.Array(types.int32, 2, "C", readonly=True)
_real = types.Array(types.float64, 2, "C", readonly=True)
_rows = types.Array(types.float64, 2, "C")
_counts = types.Array(types.int64, 1, "C")
_sums = types.Array(types.int64, 2, "C")
_signature = types.void(_weights, _whole, _real, _real, _rows, _rows, _sums, _counts, _counts, _counts, types.uint64, types.uint64)

_TWELFTH = 1.0 / 12.0
_WEEKS_A_MONTH = 52.0 / 12.0


@register_jitable(forceinline=True)
def book(sums, totals, weights, amount, row, factor, lo, hi):  # type: ignore[no-untyped-def]
    """An amount of everybody this month: a row of the law's quantities times a factor."""
    total = np.int64(0)
    for i in range(lo, hi):
        value = oere(row[i] * factor)
        sums[amount, i] += value
        total += weights[i] * value
    totals[amount] += total


@register_jitable(forceinline=True)
def take_stock(weights, whole, real, month, stocks, jobs, lo, hi):  # type: ignore[no-untyped-def]
    """Persons by state, jobs by their hours; and of benefits what a sanction leaves."""
    for i in range(lo, hi):
        state, lost = whole[Whole.STATE, i], real[Real.LOST_WEEKS, i]
        stocks[state] += weights[i]
        if state == State.FLEKSJOB:
            hours = real[Real.HOURS, i]
            jobs[band_of(hours)] += weights[i]
            jobs[IN_FLEKSJOB] += weights[i]
            jobs[HOURS_IN_FLEKSJOB] += weights[i] * oere(hours)
            if hours <= SMALL_HOURS:
                jobs[IN_SMALL] += weights[i]
        if lost != 0.0:
            kept = 1.0 - lost / _WEEKS_A_MONTH
            month[MonthRow.YDELSE_MD, i] *= kept
            month[MonthRow.LEDIGHEDSYDELSE, i] *= kept
            month[MonthRow.ATP_YDELSE, i] *= kept
            month[MonthRow.ATP_YDELSE_I_ALT, i] *= kept


@register_jitable(forceinline=True)
def book_shares(sums, totals, weights, month, supplement, lo, hi):  # type: ignore[no-untyped-def]
    """What is a part or a share of other amounts, from those in whole oere."""
    benefits, others, refunds, pensions = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for i in range(lo, hi):
        benefit, ledighed = oere(month[MonthRow.YDELSE_MD, i]), oere(month[MonthRow.LEDIGHEDSYDELSE, i])
        share = month[MonthRow.REFUSION_ANDEL, i]
        paid = benefit + oere(supplement[SupplementRow.FLEKSLOENTILSKUD, i]) + oere(month[MonthRow.LOENREFUSION, i] * _TWELFTH)
        refund = nearest(paid * share) + oere(supplement[SupplementRow.FLEKSBIDRAG, i])
        of_pension = nearest(oere(month[MonthRow.PENSION_AAR, i] * _TWELFTH) * share)
        sums[Amount.LEDIGHEDSYDELSE, i] += ledighed
        sums[Amount.ANDEN_YDELSE, i] += benefit - ledighed
        sums[Amount.REFUSION, i] += refund
        sums[Amount.PENSION_STAT, i] += of_pension
        benefits += weights[i] * ledighed
        others += weights[i] * (benefit - ledighed)
        refunds += weights[i] * refund
        pensions += weights[i] * of_pension
    totals[Amount.LEDIGHEDSYDELSE] += benefits
    totals[Amount.ANDEN_YDELSE] += others
    totals[Amount.REFUSION] += refunds
    totals[Amount.PENSION_STAT] += pensions


# i = person. month[row, i], supplement[row, i]: the law's quantities [kr]. sums[amount, i]: of the year so far [oere];
# totals[amount] [oere times weight], stocks[state] [weight], jobs: persons in the new scheme's fleksjob by hours band, then
# persons and hours [hundredths] in it, persons at 10 hours or less: added to. Of those not followed the law gives nought.
# By amount, not by person: 5 times faster, as the loops hold no branch (benchmarks/months.py).
def kernel(weights, whole, real, face, month, supplement, sums, totals, stocks, jobs, lo, hi):  # type: ignore[no-untyped-def]
    take_stock(weights, whole, real, month, stocks, jobs, lo, hi)
    book(sums, totals, weights, Amount.LOEN, month[MonthRow.LOEN_MD], 1.0, lo, hi)
    book(sums, totals, weights, Amount.EGEN_PENSION, month[MonthRow.ARBEJDSMARKEDSPENSION_MD], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_LOEN, month[MonthRow.ATP_LOEN], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_LOEN_I_ALT, month[MonthRow.ATP_LOEN_I_ALT], 1.0, lo, hi)
    book(sums, totals, weights, Amount.LOENREFUSION, month[MonthRow.LOENREFUSION], _TWELFTH, lo, hi)
    book(sums, totals, weights, Amount.FLEKSLOENTILSKUD, supplement[SupplementRow.FLEKSLOENTILSKUD], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_FLEKSLOENTILSKUD, supplement[SupplementRow.ATP_FLEKSLOENTILSKUD], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_FLEKSJOB_STAT, supplement[SupplementRow.ATP_FLEKSJOB_STAT], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_YDELSE, month[MonthRow.ATP_YDELSE], 1.0, lo, hi)
    book(sums, totals, weights, Amount.ATP_YDELSE_I_ALT, month[MonthRow.ATP_YDELSE_I_ALT], 1.0, lo, hi)
    book(sums, totals, weights, Amount.PENSION, month[MonthRow.PENSION_AAR], _TWELFTH, lo, hi)
    book(sums, totals, weights, Amount.ATP_PENSION, month[MonthRow.ATP_PENSION], _TWELFTH, lo, hi)
    book(sums, totals, weights, Amount.ATP_PENSION_I_ALT, month[MonthRow.ATP_PENSION_I_ALT], _TWELFTH, lo, hi)
    book(sums, totals, weights, Amount.FLEKSBIDRAG, supplement[SupplementRow.FLEKSBIDRAG], 1.0, lo, hi)
    book(sums, totals, weights, Amount.FLEKSYDELSE, face[Face.OTHER_TRANSFER], _TWELFTH, lo, hi)
    book(sums, totals, weights, Amount.ANDEN_AKTOER, real[Real.PRICE], 1.0, lo, hi)
    book_shares(sums, totals, weights, month, supplement, lo, hi)
