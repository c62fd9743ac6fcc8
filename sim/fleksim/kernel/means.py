"""What the law of the year is given: the mean of the months a person was there. Compiled through `written.load_inlined`."""

from numba import types

from fleksim.kernel.layout import NEVER

_present = types.Array(types.int32, 1, "C", readonly=True)
_parts = types.Array(types.int64, 2, "C", readonly=True)
_units = types.Array(types.float64, 1, "C", readonly=True)
_sums = types.Array(types.int64, 2, "C", readonly=True)
_signature = types.void(_sums, _present, _parts, _units, types.Array(types.float64, 2, "C"), types.uint64, types.uint64)


# i = person. sums[amount, i]: of the year [oere]; present[i]: months of it; parts[row]: one amount or two (NEVER: none) that
# make a row; units[row]: oere that are one of its unit. means[row, i]: a month's mean. Persons lo to hi.
# 4 times faster than NumPy, whose integers become doubles one by one and go to memory between two divisions.
def kernel(sums, present, parts, units, means, lo, hi):  # type: ignore[no-untyped-def]
    for row in range(means.shape[0]):
        first, second, unit = parts[row, 0], parts[row, 1], units[row]
        for i in range(lo, hi):
            total = sums[first, i]
            if second != NEVER:
                total += sums[second, i]
            means[row, i] = total / unit / max(present[i], 1)
