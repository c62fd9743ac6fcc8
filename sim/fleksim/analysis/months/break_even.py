"""Break-even: how strongly people would have to respond for a reform to leave the public balance as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fleksim.analysis.months.ladder import Money
from fleksim.analysis.months.results import Estimate, MonthResults, MonthScenario


@dataclass(frozen=True)
class BreakEven:
    """A reform's public balance [kr a year, mean of the full years] without and with the assumed response.

    exits: what the assumed response adds to the yearly moves from ledighedsydelse to a job [persons]. Errors of differences
    of the two runs are at most the sum of theirs.
    """

    scenario: MonthScenario
    without: Money
    with_response: Money
    exits: Money

    @property
    def response(self) -> Money:
        """What the response adds to the balance."""
        return Money(self.with_response.value - self.without.value, self.with_response.se + self.without.se)

    @property
    def multiple(self) -> float | None:
        """The multiple of the assumed response at which the balance is 0; None: no response in that direction makes it 0."""
        added = self.response.value
        if added == 0.0:
            return 0.0 if self.without.value == 0.0 else None
        found = -self.without.value / added
        return found + 0.0 if found >= 0.0 else None

    @property
    def exits_needed(self) -> float | None:
        """The extra yearly moves to jobs that the multiple means, None where there is none or the response moves nobody."""
        return None if self.multiple is None or self.exits.value == 0.0 else self.multiple * self.exits.value


def break_evens(results: MonthResults) -> list[BreakEven]:
    """Of every reform that was run both without and with response, in order."""
    places = results.span.full_years
    pairs = [results.twins(key) for key in results.reform_keys]
    return [_of(results, pair[False], pair[True], places) for pair in pairs if len(pair) == len((False, True)) and places]


def _of(results: MonthResults, without: MonthScenario, with_response: MonthScenario, places: Sequence[int]) -> BreakEven:
    before, after = (results.of(one.name, "to_jobs") for one in (without, with_response))
    return BreakEven(
        with_response,
        _mean(results.of(without.name, "public_year"), places),
        _mean(results.of(with_response.name, "public_year"), places),
        Money(float(after.difference - before.difference), float(after.difference_se + before.difference_se)),
    )


def _mean(one: Estimate, places: Sequence[int]) -> Money:
    return Money(float(one.difference[places].mean()), float(one.difference_se[places].mean()))
