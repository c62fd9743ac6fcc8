"""The wage that the tapers look at, without pension."""

from fleksim.rules import rule


@rule(law="forslag", unit="kr/md", da="Lønindtægt uden pension", en="Wage income without pension")
def loenindtaegt_md(loen_md, anden_fleksloen_md, anden_loenindtaegt_md, arbejdsmarkedspension_md):
    """Wage of the month less the contributions to the pension of the job."""
    return loen_md + anden_fleksloen_md + anden_loenindtaegt_md - arbejdsmarkedspension_md
