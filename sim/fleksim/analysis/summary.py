"""Everything about the incentives of one case, as `fleksim incentives` shows it."""

from __future__ import annotations

from dataclasses import dataclass

from fleksim import words
from fleksim.analysis.instruments import NET
from fleksim.analysis.margins import MARGINS
from fleksim.analysis.metr import Metr, metr
from fleksim.analysis.path import Kink, Path
from fleksim.analysis.work import IN_WORK, WorkIncentive, work_incentive
from fleksim.analysis.zones import GROSS, HoursFor, Zone, ceiling_wage, hours_for_gain, hours_path, zero_gain_zones
from fleksim.engine.law import Law
from fleksim.people.cases import Case

# Wishes that `hours_for_gain` answers by default [kr/month after tax].
WISHES = (500.0, 1000.0)


@dataclass(frozen=True)
class Incentives:
    """METR on each margin, the job against being without it, kinks, zones and wishes of one case."""

    case: Case
    law: Law
    metr: dict[str, Metr]
    work: WorkIncentive | None
    path: Path
    kinks: tuple[Kink, ...]
    zones: tuple[Zone, ...]
    ceiling_wage: float
    wishes: tuple[HoursFor, ...]

    @property
    def here(self) -> float:
        return self.case.columns["hours"]


def incentives(law: Law, case: Case, *, wishes: tuple[float, ...] = WISHES, without: str = "ledighedsydelse") -> Incentives:
    """All incentives of a case (rounding left out). Raises InputError, MissingParameter."""
    path = hours_path(law, case)
    working = words.STATUSES[int(case.columns["status"])] in IN_WORK
    return Incentives(
        case=case,
        law=law,
        metr={name: metr(law, case, margin) for name, margin in MARGINS.items()},
        work=work_incentive(law, case, without) if working else None,
        path=path,
        kinks=tuple(one for one in path.kinks if one.target in (GROSS, NET)),
        zones=tuple(zero_gain_zones(path)),
        ceiling_wage=ceiling_wage(law),
        wishes=tuple(hours_for_gain(path, case.columns["hours"], wish) for wish in wishes),
    )
