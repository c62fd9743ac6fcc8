"""One number in (0, 1) a person by Philox4x32-10, compiled: what `draws.philox` says, a person at a time.

Compiled through `store.load_written`; the plain function gives the same.
"""

import numpy as np
from numba import types

_persons = types.Array(types.uint64, 1, "C", readonly=True)
_signature = types.void(_persons, types.uint64, types.uint64, types.uint64, types.uint64, types.Array(types.float64, 1, "C"))

_LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_HALF_BITS, _HIGH_BITS = np.uint64(6), np.uint64(26)


# i = person. persons: ids, the bits of int64; draw, period: the rest of the counter; seed, stream: the key; all below 2**32.
def kernel(persons, draw, period, seed, stream, out):  # type: ignore[no-untyped-def]
    for i in range(persons.size):
        c0, c1, c2, c3 = persons[i] & _LOW, persons[i] >> _32, draw, period
        k0, k1 = seed, stream
        for _ in range(10):
            first, second = _M0 * c0, _M1 * c2
            c0, c1, c2, c3 = (second >> _32) ^ c1 ^ k0, second & _LOW, (first >> _32) ^ c3 ^ k1, first & _LOW
            k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
        # 52 random bits and a half: below 2**53, so exact.
        out[i] = (np.float64(((c0 >> _HALF_BITS) << _HIGH_BITS) | (c1 >> _HALF_BITS)) + 0.5) * 2.0**-52
