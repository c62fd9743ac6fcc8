"""The draws that a person keeps for good: four numbers a named draw. Compiled through `written.load_inlined`."""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

from numba import types

from fleksim.kernel.philox import four

_ids = types.Array(types.uint64, 1, "C", readonly=True)
_signature = types.void(_ids, types.uint64, types.uint64, types.uint64, types.Array(types.float64, 2, "C"))


# i = person. out[number, i]: four numbers in (0, 1) a named draw, from `draw` on.
# A draw of everybody before the next: then several persons are drawn for at a time, twice as fast.
def kernel(ids, draw, seed, stream, out):  # type: ignore[no-untyped-def]
    for k in range(out.shape[0] // 4):
        first, second, third, fourth = out[4 * k], out[4 * k + 1], out[4 * k + 2], out[4 * k + 3]
        for i in range(ids.size):
            first[i], second[i], third[i], fourth[i] = four(ids[i], draw + k, 0, seed, stream)
