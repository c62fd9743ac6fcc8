"""A minimum of hours: no supplement to a fleksjob of fewer."""

from fleksim.rules import rule
from fleksim.words import FLEKSJOB


@rule(
    law="forslag til LAB § 123, stk. 1",
    unit="kr/md",
    da="Fleksløntilskud før loft, med mindstetid",
    en="Supplement before the ceiling, with a minimum of hours",
)
def fleksloentilskud_foer_loft(status, loenindtaegt_md, loentimer, second_hours, fleksloentilskud_aftrapning, p):
    """The maximum less the taper; nothing where the hours of the fleksjob together are below the minimum."""
    if status != FLEKSJOB:
        return 0.0
    if loenindtaegt_md <= 0.0:
        return 0.0
    if loentimer + second_hours < p.mindste_timer:
        return 0.0
    return max(p.fleksloentilskud_max - fleksloentilskud_aftrapning, 0.0)
