"""What the law of the month is told of a person, and weeks on public support."""

# The functions of a kernel have no types of their own: Numba finds them.
# mypy: disable-error-code="no-untyped-call"

from numba.extending import register_jitable

from fleksim.kernel.layout import FIRST_END, Face, Real, State, Support, Whole

_WEEKS = 52.0 / 12.0
_ALL_RECENT = (1 << 18) - 1
_SELF_SUPPORT = 12
# In the place of the state of those who were not followed this month.
NOT_FOLLOWED = -2


@register_jitable(forceinline=True)
def bits_of(number):  # type: ignore[no-untyped-def]
    """How many bits of a number below 2**18 are 1: pairs, then fours, then eights are added up."""
    number -= (number >> 1) & 0x55555555
    number = (number & 0x33333333) + ((number >> 2) & 0x33333333)
    number = (number + (number >> 4)) & 0x0F0F0F0F
    return (number + (number >> 8) + (number >> 16)) & 31


@register_jitable(forceinline=True)
def show_to_law(whole, real, face, stood, status_of, support_of, now, first, last):  # type: ignore[no-untyped-def]
    """Persons as cases of the law: status, hours of this month and of the month that sets the supplement, wage, weeks.

    stood[k]: their states at the beginning of the month. Without branches, so that several persons are shown at a time: 8 ns a
    person.
    """
    for i in range(first, last):
        before, state, support = stood[i - first], whole[Whole.STATE, i], whole[Whole.SUPPORT, i]
        if before != NOT_FOLLOWED:
            in_fleksjob = state == State.FLEKSJOB
            whole[Whole.RECENT, i] = ((whole[Whole.RECENT, i] << 1) & _ALL_RECENT) | in_fleksjob
            whole[Whole.PRESENT, i] += state < FIRST_END
            at_work = in_fleksjob or state == State.FLEKSJOB_GAMMEL or state == State.ORDINAERT or state == State.FASTHOLDELSE
            by_support = state == State.PAA_VEJ or state == State.UDTOEMT or state == State.SYGDOM
            hours = real[Real.HOURS, i] if at_work else 0.0
            face[Face.STATUS, i] = support_of[support] if by_support else status_of[state]
            face[Face.HOURS, i] = hours
            # In arrears: the wage of the month before sets the supplement; of a new job there is none yet, and the agreed hours count.
            face[Face.BASIS, i] = real[Real.BASIS, i] if before == state and real[Real.BASIS, i] > 0.0 else hours
            real[Real.BASIS, i] = hours
            face[Face.WAGE, i] = real[Real.WAGE, i] if at_work else 0.0
            face[Face.LY_RATE, i] = whole[Whole.LOW_RATE, i]
            face[Face.FLEKSJOB_MONTHS, i] = bits_of(whole[Whole.RECENT, i]) if state == State.LEDIGHEDSYDELSE else 0
            supported = (
                state == State.PAA_VEJ
                or state == State.AFVENTER
                or state == State.LEDIGHEDSYDELSE
                or in_fleksjob
                or state == State.FLEKSJOB_GAMMEL
                or state == State.SYGDOM
                or state == State.FORLADT
            ) or (state == State.UDTOEMT and support != Support.INTET)
            alone = state == State.ORDINAERT and now - whole[Whole.SINCE, i] == _SELF_SUPPORT
            weeks = 0.0 if alone else real[Real.WEEKS, i] + (_WEEKS if supported else 0.0)
            real[Real.WEEKS, i] = weeks
            face[Face.WEEKS, i] = weeks
