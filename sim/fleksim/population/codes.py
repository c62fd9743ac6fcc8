"""The codes of the population: where a person stands, and the groups that results are shown by."""

from __future__ import annotations

from dataclasses import dataclass

PLACES = ("fleksjob", "fleksjob_gammel", "ledighedsydelse", "afventer", "sygedagpenge", "kontanthjaelp", "ressourceforloeb", "sociale_kapitler")
SCHEMES = ("new", "old", "none")
ROUTES = ("ordinary", "retention", "spouse_firm", "social_chapters", "none")
SEXES = ("woman", "man")
EDUCATIONS = ("basic", "vocational", "short", "medium", "long")
REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
HOUSEHOLDS = ("single", "single_parent", "couple", "couple_children")
PRIORS = (
    "employment",
    "dagpenge",
    "kontanthjaelp",
    "ledighedsydelse",
    "revalidering",
    "self_support",
    "sygedagpenge",
    "ressourceforloeb",
    "fleksjob",
)
# A group that a user's own extract does not know.
UNKNOWN = "unknown"

# The groups that targets speak of, beside place, route and prior benefit.
BANDS = ("none", "1-5", "6-10", "11-15", "16-20", "21-25", "26-30", "31-37")
TENURES = ("under_3", "3-11", "12-35", "36_more")
ENTRIES = ("none", "earlier", "direct", "after_waiting")
AGES = ("18-29", "30-39", "40-49", "50-59", "60-66")

# Months from January of the year to the day the population is seen at: the end of June.
MONTHS_TO_DATE = 6
MONTHS_A_YEAR = 12

STATUS_OF_PLACE = {
    "fleksjob": "fleksjob",
    "fleksjob_gammel": "fleksjob_gammel",
    "ledighedsydelse": "ledighedsydelse",
    "afventer": "ledighedsydelse",
    "sygedagpenge": "sygedagpenge",
    "kontanthjaelp": "kontanthjaelp",
    "ressourceforloeb": "ressourceforloeb",
    "sociale_kapitler": "ordinaert_job",
}

SCHEME_OF_PLACE = {
    "fleksjob": "new",
    "fleksjob_gammel": "old",
    "ledighedsydelse": "new",
    "afventer": "new",
    "sygedagpenge": "none",
    "kontanthjaelp": "none",
    "ressourceforloeb": "none",
    "sociale_kapitler": "none",
}


@dataclass(frozen=True)
class Range:
    """The least and the most of a group such as `3-11` or `36_more`."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def hours_of(band: str) -> Range:
    """The hours a week of a band; 0 for none."""
    if band == "none":
        return Range(0, 0)
    low, high = band.split("-")
    return Range(int(low), int(high))
