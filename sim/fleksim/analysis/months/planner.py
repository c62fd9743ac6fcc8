"""How many replications a run needs: standard errors fall with the square root of their number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fleksim.analysis.months.headlines import HEADLINES, Headline
from fleksim.analysis.months.results import DISTINGUISHABLE, MonthResults, MonthScenario

# A standard error is itself unsure with few replications; so many at least before it is built on.
FEWEST = 2


@dataclass(frozen=True)
class RunLength:
    """A headline's change under a scenario with its standard error now.

    for_size: replications until the standard error is at most the wanted size, None without one; to_distinguish: until the
    present change is two standard errors from 0, None for a change of exactly 0. Both None from one replication only.
    """

    scenario: MonthScenario
    headline: Headline
    difference: float
    se: float
    replications: int
    for_size: int | None
    to_distinguish: int | None


def replications_needed(se: float, replications: int, wanted: float) -> int:
    """Replications until a standard error that is `se` now is at most `wanted`. Raises ValueError unless that is above 0."""
    if wanted <= 0.0:
        raise ValueError("a standard error of 0 takes forever; ask for more than 0")
    # A hair below, so that what is reached exactly takes none more.
    return max(FEWEST, math.ceil(replications * (se / wanted) ** 2 * (1.0 - 1e-12)))


def run_lengths(results: MonthResults, wanted: Mapping[str, float] | None = None) -> list[RunLength]:
    """A line a scenario and headline. wanted: the standard error to reach by key of the headline, in its unit."""
    wanted = wanted or {}
    found = []
    for scenario in results.reforms:
        estimate = results.of(scenario.name, "headlines")
        for place, headline in enumerate(HEADLINES.values()):
            if headline.of_money and not results.money:
                continue
            change, se = float(estimate.difference[place]), float(estimate.difference_se[place])
            known = math.isfinite(se)
            size = wanted.get(headline.key)
            found.append(
                RunLength(
                    scenario,
                    headline,
                    change,
                    se,
                    results.replications,
                    replications_needed(se, results.replications, size) if known and size is not None else None,
                    replications_needed(se, results.replications, abs(change) / DISTINGUISHABLE) if known and change != 0.0 else None,
                )
            )
    return found
