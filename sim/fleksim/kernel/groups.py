"""Groups of age and hours, for kernels that people write: as hazards depend on them, and as people are told by them."""

from numba.extending import register_jitable

from fleksim.kernel.layout import AGE_EDGES


@register_jitable(forceinline=True)
def band_of(hours):  # type: ignore[no-untyped-def]
    """0 without hours, then a band for every five hours, the last above thirty."""
    if hours <= 0.0:
        return 0
    return min(1 + int((hours - 0.25) / 5.0), 7)


@register_jitable(forceinline=True)
def age_of(years):  # type: ignore[no-untyped-def]
    """The age group, of those that hazards and yearly sums have."""
    group = 0
    for edge in AGE_EDGES:
        group += years >= edge
    return group
