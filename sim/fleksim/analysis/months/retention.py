"""The retention map: what a reform adds of retention fleksjob, whose jobs they are, and what they cost the public purse.

A candidate either would have lost the job (`saved` by the fleksjob) or would have kept it (`anyway`). Of the first kind a
retention fleksjob keeps somebody in work; of the second it pays for work that was done without. All numbers are sums of the
run's full years, with the replications' standard errors. The cost of an extra job is the whole change of the purse that its
kind of candidate brings, so that it holds what others cost who would have had the same job, but later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fleksim.analysis.months.ladder import Money
from fleksim.analysis.months.results import Estimate, MonthResults, MonthScenario
from fleksim.analysis.months.variables import RETENTION

SAVED, ANYWAY = "saved", "anyway"
KINDS = (SAVED, ANYWAY)


@dataclass(frozen=True)
class RetentionPoint:
    """A reform on the plane of the two kinds.

    jobs: extra retention fleksjob begun by kind [persons, all full years]; balance: change of the public balance that candidates
    of the kind bring [kr, all full years; negative: it costs].
    """

    scenario: MonthScenario
    jobs: Mapping[str, Money]
    balance: Mapping[str, Money]

    def cost_a_job(self, kind: str) -> float | None:
        """Public net cost of an extra job of the kind [kr over the run; negative: the purse gains]; None where none is added."""
        jobs = self.jobs[kind]
        return -self.balance[kind].value / jobs.value if jobs.value > 0.0 and jobs.distinguishable else None

    @property
    def pays_for(self) -> float | None:
        """How many jobs kept anyway one saved job pays for: the slope of the line of no cost.

        0 where a saved job itself costs; infinite where those kept anyway cost nothing; None where a kind has no extra jobs.
        """
        saved, anyway = (self.cost_a_job(kind) for kind in KINDS)
        if saved is None or anyway is None:
            return None
        if saved >= 0.0:
            return 0.0
        return -saved / anyway if anyway > 0.0 else float("inf")


def retention_points(results: MonthResults) -> list[RetentionPoint]:
    """The reforms that change retention, in order, each with people's response if the run has it."""
    found = []
    for key in results.reform_keys:
        scenario = results.fullest(key)
        point = RetentionPoint(scenario, _by_kind(results.of(scenario.name, "retention_jobs")), _by_kind(results.of(scenario.name, "retention_money")))
        if any(one.value != 0.0 for one in point.jobs.values()):
            found.append(point)
    return found


def _by_kind(one: Estimate) -> dict[str, Money]:
    return {kind: Money(float(one.difference[RETENTION.index(kind)]), float(one.difference_se[RETENTION.index(kind)])) for kind in KINDS}
