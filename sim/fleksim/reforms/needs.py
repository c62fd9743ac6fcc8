"""What the static model cannot show of a reform: the steps of the month that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fleksim.parameters.months import STEPS, month_parameter


@dataclass(frozen=True, order=True)
class Need:
    """A step of the month, by its number and name."""

    step: int

    @property
    def da(self) -> str:
        return STEPS[self.step][0]

    @property
    def en(self) -> str:
        return STEPS[self.step][1]

    def title(self, lang: str) -> str:
        return self.da if lang == "da" else self.en

    def as_dict(self) -> dict[str, int | str]:
        return {"step": self.step, "da": self.da, "en": self.en}


def needs_of(assumptions: Iterable[str], stated: Iterable[int] = ()) -> tuple[Need, ...]:
    """The steps of the assumptions that a reform changes and those it states besides, in the order of the month."""
    steps = {month_parameter(name).part for name in assumptions} | set(stated)
    return tuple(Need(step) for step in sorted(steps))
