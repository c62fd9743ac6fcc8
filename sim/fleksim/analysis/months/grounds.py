"""What results of months rest on: assumptions with their ranges, and those of them that are from another group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fleksim.parameters.months import MonthParameter, month_assumptions, month_parameter
from fleksim.reforms.reform import Reform

MOVED = "moved from another group"
_SEARCH, _HOURS, _LIMIT = 4, 6, "tidsgraense_maaneder"


def months_assumed(day: date) -> Iterator[dict[str, Any]]:
    """Every assumption of the months in force on a day, with its range."""
    for name in month_assumptions().known:
        one = month_parameter(name)
        value = one.on(day)
        if value is not None and (one.kind == "assumption" or value.confidence == "low"):
            yield {
                "name": name, "da": one.da, "en": one.en, "unit": one.unit, "value": value.value, "low": value.low, "high": value.high,
                "source": value.source, "confidence": value.confidence, "evidence": one.evidence,
            }  # fmt: skip


def is_answered(reform: Reform) -> bool:
    """Whether people have something to respond to: a gain that changes, or a limit."""
    return reform.is_static or _LIMIT in reform.assumptions


def steps_of(reform: Reform) -> set[int]:
    """The steps of the month that a reform's effect goes through: those it needs, and those of what people do about it."""
    searching = {_SEARCH} if is_answered(reform) else set()
    return {need.step for need in reform.needs} | searching | ({_HOURS} if reform.is_static else set())


def moved_by(reform: Reform | None) -> list[str]:
    """The assumptions moved from another group that a reform's effect rests on: those of the steps it needs."""
    if reform is None:
        return []
    steps = steps_of(reform)
    known: list[MonthParameter] = [month_parameter(name) for name in month_assumptions().known]
    return [one.name for one in known if one.evidence == MOVED and one.kind == "assumption" and (one.part in steps or one.name in reform.assumptions)]
