"""The end of a year: taxes and income-tested transfers of the months a person was there, and the year's sums by group.

A person who was there for some months of the year has that part of what the year would be at the level of those months.
Compiled through `written.load_inlined`.
"""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

import numpy as np
from numba import types
from numba.extending import register_jitable

from fleksim.kernel.borrow import borrowed, kept
from fleksim.kernel.groups import age_of, band_of
from fleksim.kernel.layout import (
    FIRST_CELLS,
    SMALL_HOURS,
    STEP_YEARS,
    Amount,
    Given,
    Grouping,
    Measure,
    Real,
    State,
    Step,
    Whole,
    YearRow,
)
from fleksim.kernel.oere import oere

_weights = types.Array(types.int64, 1, "C", readonly=True)
_whole = types.Array(types.int32, 2, "C")
_real = types.Array(types.float64, 2, "C", readonly=True)
_results = types.Array(types.float64, 2, "C")
_signs = types.Array(types.int64, 2, "C", readonly=True)
_counts = types.Array(types.int64, 1, "C")
_sums = types.Array(types.int64, 2, "C")
_signature = types.void(_weights, _whole, _real, _results, _real, _signs, types.int64, _sums, _counts, _sums, _sums, types.uint64, types.uint64)

_MONTHS = 12.0
# Persons whose measures are added up together: they stay in the first cache.
_TOGETHER = 256


@register_jitable(forceinline=True)
def settle(sums, totals, weights, part, amount, row, lo, hi):  # type: ignore[no-untyped-def]
    """An amount of everybody's year: the part of it that each was there. By amount, not by person, as in `month_ends`."""
    total = np.int64(0)
    for i in range(lo, hi):
        value = oere(row[i] * part[i]) if part[i] > 0.0 else 0
        sums[amount, i] += value
        total += weights[i] * value
    totals[amount] += total


@register_jitable(forceinline=True)
def settle_all(sums, totals, weights, part, law, given, lo, hi):  # type: ignore[no-untyped-def]
    """Every amount of the year. law: some rows become what is left of them."""
    for i in range(lo, hi):
        law[YearRow.BOERNE_OG_UNGEYDELSE, i] += law[YearRow.BOERNETILSKUD, i]
        law[YearRow.STATSSKAT, i] -= law[YearRow.PENSION_AM_BIDRAG, i]
        law[YearRow.PARTNER_SKAT_I_ALT, i] = law[YearRow.PARTNER_SKAT_I_ALT, i] - law[YearRow.PARTNER_KOMMUNESKAT_KR, i] - law[YearRow.PARTNER_KIRKESKAT_KR, i]
    settle(sums, totals, weights, part, Amount.BOLIGSTOETTE, law[YearRow.BOLIGSTOETTE], lo, hi)
    settle(sums, totals, weights, part, Amount.FRIPLADS, law[YearRow.FRIPLADS], lo, hi)
    settle(sums, totals, weights, part, Amount.BOERNEYDELSER, law[YearRow.BOERNE_OG_UNGEYDELSE], lo, hi)
    settle(sums, totals, weights, part, Amount.GROEN_CHECK, law[YearRow.GROEN_CHECK], lo, hi)
    settle(sums, totals, weights, part, Amount.OBLIGATORISK_PENSION, law[YearRow.OBLIGATORISK_PENSION], lo, hi)
    settle(sums, totals, weights, part, Amount.BOLIGSTOETTE_STAT, law[YearRow.BOLIGSTOETTE_STAT], lo, hi)
    settle(sums, totals, weights, part, Amount.KOMMUNESKAT, law[YearRow.KOMMUNESKAT_KR], lo, hi)
    settle(sums, totals, weights, part, Amount.STATSSKAT, law[YearRow.STATSSKAT], lo, hi)
    settle(sums, totals, weights, part, Amount.PENSION_AM, law[YearRow.PENSION_AM_BIDRAG], lo, hi)
    settle(sums, totals, weights, part, Amount.KIRKESKAT, law[YearRow.KIRKESKAT_KR], lo, hi)
    settle(sums, totals, weights, part, Amount.ANDEN_INDKOMST, given[Given.ANDEN_INDKOMST], lo, hi)
    settle(sums, totals, weights, part, Amount.ANDEN_PENSION, given[Given.ANDEN_PENSION], lo, hi)
    settle(sums, totals, weights, part, Amount.PRIVAT_PENSION, given[Given.PRIVAT_PENSION], lo, hi)
    settle(sums, totals, weights, part, Amount.PARTNER_INDKOMST, law[YearRow.PARTNER_KONTANTINDKOMST], lo, hi)
    settle(sums, totals, weights, part, Amount.PARTNER_KOMMUNESKAT, law[YearRow.PARTNER_KOMMUNESKAT_KR], lo, hi)
    settle(sums, totals, weights, part, Amount.PARTNER_KIRKESKAT, law[YearRow.PARTNER_KIRKESKAT_KR], lo, hi)
    settle(sums, totals, weights, part, Amount.PARTNER_STATSSKAT, law[YearRow.PARTNER_SKAT_I_ALT], lo, hi)
    settle(sums, totals, weights, part, Amount.PARTNER_GROEN_CHECK, law[YearRow.PARTNER_GROEN_CHECK], lo, hi)


@register_jitable(forceinline=True)
def steps_of(whole, real, steps, weight, i, now):  # type: ignore[no-untyped-def]
    """Hours now against those the job began with, by years since then."""
    year = min((now - whole[Whole.SINCE, i]) // 12, STEP_YEARS - 1)
    change = real[Real.HOURS, i] - real[Real.FIRST_HOURS, i]
    small = real[Real.FIRST_HOURS, i] <= SMALL_HOURS
    hundredths = weight * oere(change)
    steps[Step.PERSONER, year] += weight
    steps[Step.AENDRING, year] += hundredths
    if change > 0.0:
        steps[Step.OP, year] += weight
    if change < 0.0:
        steps[Step.NED, year] += weight
    if small:
        steps[Step.SMAA, year] += weight
        if change > 0.0:
            steps[Step.SMAA_OP, year] += weight
            steps[Step.SMAA_LOEFT, year] += hundredths
        if change < 0.0:
            steps[Step.SMAA_NED, year] += weight


@register_jitable(forceinline=True)
def group_of(whole, grouping, age, band, retention, i):  # type: ignore[no-untyped-def]
    """The group of a person in a grouping."""
    if grouping == Grouping.ALDER:
        return age
    if grouping == Grouping.KOEN:
        return whole[Whole.SEX, i]
    if grouping == Grouping.REGION:
        return whole[Whole.REGION, i]
    if grouping == Grouping.TIMER:
        return band
    if grouping == Grouping.TIDLIGERE:
        return whole[Whole.PRIOR, i]
    if grouping == Grouping.FASTHOLDELSE:
        return retention
    return 0


@register_jitable(forceinline=True)
def measure_money(signs, sums, values, first, last):  # type: ignore[no-untyped-def]
    """values[measure, k]: the year's amounts with their signs, of persons first to last [oere]."""
    for measure in range(signs.shape[0]):
        for k in range(last - first):
            values[measure, k] = 0
        for amount in range(signs.shape[1]):
            sign = signs[measure, amount]
            # Most amounts are no part of a measure.
            if sign != 0:
                for k in range(last - first):
                    values[measure, k] += sign * sums[amount, first + k]


@register_jitable(forceinline=True)
def add_person(whole, real, values, steps, cells, weight, months, now, i, k):  # type: ignore[no-untyped-def]
    """A person's measures, into every group they are in."""
    working = whole[Whole.STATE, i] == State.FLEKSJOB
    if working:
        steps_of(whole, real, steps, weight, i, now)
    age = age_of(now // 12 - whole[Whole.BORN, i])
    hours = real[Real.HOURS, i] if working else 0.0
    band = band_of(hours)
    retention = 0
    if whole[Whole.CANDIDATE, i]:
        retention = 2 if whole[Whole.KEPT_ANYWAY, i] else 1
    values[Measure.PERSONMAANEDER, k] = months
    values[Measure.MAANEDER_I_FLEKSJOB, k] = months if working else 0
    values[Measure.TIMER, k] = months * oere(hours)
    for grouping in range(len(FIRST_CELLS)):
        cell = FIRST_CELLS[grouping] + group_of(whole, grouping, age, band, retention, i)
        for measure in range(values.shape[0]):
            cells[cell, measure] += weight * values[measure, k]


# i = person. law[row, i]: the law's quantities of the year [kr], some of which become what is left of them; given[row, i]: amounts of the year beside it [kr];
# signs[measure, amount]: what an amount is to a measure of money; sums[amount, i]: of the year [oere], settled here and
# then set to nought; totals[amount], cells[cell, measure], steps[step, years]: added to.
def kernel(weights, whole, real, law, given, signs, now, sums, totals, cells, steps, lo, hi):  # type: ignore[no-untyped-def]
    own_part, own_values = np.empty(hi), np.empty((signs.shape[0], _TOGETHER), np.int64)
    part, values, weights, whole, real = borrowed(own_part), borrowed(own_values), borrowed(weights), borrowed(whole), borrowed(real)
    law, given, signs, sums = borrowed(law), borrowed(given), borrowed(signs), borrowed(sums)
    totals, cells, steps = borrowed(totals), borrowed(cells), borrowed(steps)
    for i in range(lo, hi):
        part[i] = whole[Whole.PRESENT, i] / _MONTHS
    settle_all(sums, totals, weights, part, law, given, lo, hi)
    for first in range(lo, hi, _TOGETHER):
        last = min(first + _TOGETHER, hi)
        measure_money(signs, sums, values, first, last)
        for i in range(first, last):
            months = whole[Whole.PRESENT, i]
            if months != 0:
                add_person(whole, real, values, steps, cells, weights[i], months, now, i, i - first)
    for amount in range(sums.shape[0]):
        for i in range(lo, hi):
            sums[amount, i] = 0
    for i in range(lo, hi):
        whole[Whole.PRESENT, i] = 0
    kept(own_part)
    kept(own_values)
