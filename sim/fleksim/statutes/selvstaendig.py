"""Support to the self-employed with reduced capacity for work (LAB §§ 126-127)."""

from fleksim.rules import rule
from fleksim.words import MONTHS, SELVSTAENDIG_FLEKS


@rule(law="LAB § 127; BEK 233/2024 § 8", unit="kr/aar", da="Tilskud til selvstændige", en="Support to the self-employed")
def tilskud_selvstaendig(status, business_income, loenindtaegt_md, p):
    """The yearly base less 30 per cent of business income and other income from work."""
    if status != SELVSTAENDIG_FLEKS:
        return 0.0
    work_income = max(business_income, 0.0) + loenindtaegt_md * MONTHS
    return max(p.selvstaendig_grundbeloeb_aar - work_income * p.selvstaendig_aftrapning, 0.0)
