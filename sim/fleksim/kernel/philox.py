"""Four numbers at an address: the four words of Philox4x32-10, for kernels that people write (`draws.philox` says the same)."""

import numpy as np
from numba.extending import register_jitable

_LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


@register_jitable(forceinline=True)
def four(person, draw, period, seed, stream):  # type: ignore[no-untyped-def]
    """Four numbers in (0, 1) at an address: the four words of Philox4x32-10."""
    c0, c1, c2, c3 = person & _LOW, person >> _32, np.uint64(draw), np.uint64(period)
    k0, k1 = seed, stream
    for _ in range(10):
        first, second = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (second >> _32) ^ c1 ^ k0, second & _LOW, (first >> _32) ^ c3 ^ k1, first & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return (
        (np.float64(c0) + 0.5) * 2.0**-32,
        (np.float64(c1) + 0.5) * 2.0**-32,
        (np.float64(c2) + 0.5) * 2.0**-32,
        (np.float64(c3) + 0.5) * 2.0**-32,
    )
