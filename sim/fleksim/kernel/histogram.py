"""Incomes into bins by group of persons, exact in whole numbers: the same digits for any order, chunk and thread.

Compiled through `store.load_written`; the plain function gives the same.
"""

from numba import types

_persons = types.Array(types.int64, 1, "C", readonly=True)
_sums = types.Array(types.int64, 2, "C")
_signature = types.void(_persons, _persons, _persons, types.int64, types.int64, _persons, _sums, _sums, _sums)

_HALF = 32
_LOW_HALF = (1 << _HALF) - 1


# i = person. income [oere], weight, group: of each person; last: the bin of incomes from last * width on; lines: rising, each
# cuts the bin it falls into. weights, high, low: dims (group, bin), added to; high and low are halves of the exact weighted income.
def kernel(income, weight, group, width, last, lines, weights, high, low):  # type: ignore[no-untyped-def]
    for i in range(income.size):
        bin_ = min(max(income[i] // width + 1, 0), last + 1)
        for line in lines:
            bin_ += income[i] >= line
        product = income[i] * weight[i]
        weights[group[i], bin_] += weight[i]
        high[group[i], bin_] += product >> _HALF
        low[group[i], bin_] += product & _LOW_HALF
