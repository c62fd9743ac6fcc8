"""When a reform applies and to whom: phases, and cases from before it that keep their terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

_MONTHS_A_YEAR = 12
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class Phase:
    """From a day on, the share of the reform that is in force."""

    since: date
    share: float


@dataclass(frozen=True)
class Protection:
    """Cases that began before a day keep the law as it was: for good, or for some months after the reform's from-date.

    A case is what the reform is about: the award, the job, the spell on ledighedsydelse.
    """

    granted_before: date
    for_months: int | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        return {"existing": "keep", "granted_before": str(self.granted_before), "for_months": self.for_months}


def share_on(day: date, since: date, phases: tuple[Phase, ...]) -> float:
    """The share of a reform in force on a day: none before its from-date, all of it after, or that of the last phase begun."""
    if day < since:
        return 0.0
    return max((phase for phase in phases if phase.since <= day), key=lambda phase: phase.since).share if phases else 1.0


def protected(protection: Protection | None, since: date, tenure_months: npt.ArrayLike, day: date) -> npt.NDArray[np.bool_]:
    """Which persons are outside a reform on a day because their case is older: dims (person,).

    tenure_months: how long each case has lasted on that day [months, parts of a month too]; the case began as many months
    before the day. A case of the day `granted_before` itself is not older. Raises ValueError for a tenure that is
    negative or not a number.
    """
    tenure = np.asarray(tenure_months, dtype=np.float64)
    if not (np.isfinite(tenure).all() and (tenure >= 0.0).all()):
        raise ValueError("tenure is a number of months, 0 or more")
    if protection is None:
        return np.zeros(tenure.shape, dtype=np.bool_)
    if protection.for_months is not None and _months(day) - _months(since) >= protection.for_months:
        return np.zeros(tenure.shape, dtype=np.bool_)
    return _months(day) - tenure < _months(protection.granted_before)


def _months(day: date) -> float:
    """Months since year 0, parts of a month counted in thirty-firsts, so that every month is a whole number long."""
    return day.year * _MONTHS_A_YEAR + day.month - 1 + (day.day - 1) / _LONGEST_MONTH
