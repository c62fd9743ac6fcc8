"""The wage ceiling raised: wage and supplement together may be somewhat more than the full-time wage."""

from fleksim.rules import rule


@rule(law="forslag til LAB § 123, stk. 3", unit="kr/md", da="Rum under det hævede lønloft", en="Room under the raised ceiling")
def loenloft_rum(fuldtidsloen_md, loen_md, anden_fleksloen_md, p):
    """The full-time wage and an addition to it, less the wage of the fleksjob."""
    return max(fuldtidsloen_md * (1.0 + p.loft_tillaeg_andel) - loen_md - anden_fleksloen_md, 0.0)
