"""Arrays that nobody counts, for kernels that people write as many small functions.

Numba counts references to an array at the beginning and at every return of each function it is handed to, also of those it
inlines: atomic additions, 135 of 190 ns a person in the kernel of the month. An array without an owner is not counted.
"""

from typing import Any

from numba.extending import intrinsic, register_jitable


def _without_owner(context, array):  # type: ignore[no-untyped-def]
    """An array's fields as they are, but for those of its owner."""

    def write(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        made = context.make_array(array)(context, builder, arguments[0])
        made.meminfo, made.parent = made.meminfo.type(None), made.parent.type(None)
        return made._getvalue()

    return array(array), write


# The same array without its owner, who must outlive it: a kernel's argument, or an array that is `kept`.
borrowed: Any = intrinsic(_without_owner)


@register_jitable(forceinline=True)
def kept(array):  # type: ignore[no-untyped-def]
    """Says that an array was needed until here: Numba frees one after its name is last used."""
