"""Switches: parts of the law that a reform file may turn off by name, each as rules that take their place."""

from __future__ import annotations

from fleksim.rules import Rule, rule


@rule(name="fleksloentilskud_efter_loft", law="uden LAB § 123, stk. 3", unit="kr/md", da="Fleksløntilskud uden loft", en="Supplement without the ceiling")
def _uden_loft(fleksloentilskud_foer_loft):
    """The tapered supplement, whatever the full-time wage."""
    return fleksloentilskud_foer_loft


@rule(name="loenloft_binder", law="uden LAB § 123, stk. 3", unit="ja/nej", da="Lønloftet binder", en="The wage ceiling binds")
def _binder_aldrig():
    """There is no ceiling."""
    return False


@rule(name="loenrefusion", law="uden gl. LAB § 71", unit="kr/aar", da="Ingen lønrefusion", en="No wage refund")
def _uden_loenrefusion():
    """The employer of the old scheme is not refunded."""
    return 0.0


@rule(name="boligstoette", law="uden boligstøtteloven", unit="kr/aar", da="Ingen boligstøtte", en="No housing benefit", household=True)
def _uden_boligstoette():
    """No housing benefit is paid."""
    return 0.0


@rule(name="groen_check", law="uden kompensationsloven", unit="kr/aar", da="Ingen grøn check", en="No green check")
def _uden_groen_check():
    """No green check is paid."""
    return 0.0


SWITCHES: dict[str, tuple[Rule, ...]] = {
    "loenloft": (_uden_loft, _binder_aldrig),
    "loenrefusion": (_uden_loenrefusion,),
    "boligstoette": (_uden_boligstoette,),
    "groen_check": (_uden_groen_check,),
}
