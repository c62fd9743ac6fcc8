"""Kroner in whole oere, for kernels that people write."""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

import numpy as np
from numba.extending import register_jitable

# At 1.5 * 2**52 a double counts in ones, and a whole number added to it stands in its last bits.
_WHOLE = 6755399441055744.0
_WHOLE_BITS = np.int64(0x4338000000000000)


@register_jitable(forceinline=True)
def nearest(number):  # type: ignore[no-untyped-def]
    """To the nearest whole number, halves up, below 2**51.

    By its bits: processors before AVX-512 turn doubles into 64-bit integers one by one, 7 of the 33 ns a person of `month_ends`.
    """
    return np.float64(np.floor(number + 0.5) + _WHOLE).view(np.int64) - _WHOLE_BITS


@register_jitable(forceinline=True)
def oere(kroner):  # type: ignore[no-untyped-def]
    """To the nearest oere, halves up."""
    return nearest(kroner * 100.0)
