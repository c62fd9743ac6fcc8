"""What a batch of months is bound to: its plan, and the assumptions that its results rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from fleksim.analysis.months.asked import Asked, mean_weight, room_for
from fleksim.analysis.months.grounds import is_answered, steps_of
from fleksim.batch.plan import SAMPLE, MonthsPlan
from fleksim.batch.scenario import changes, scenario_reform
from fleksim.batch.spec import BatchSpec, ScenarioSpec
from fleksim.kernel.layout import Hazard
from fleksim.parameters.months import SHARES_OF_ONE, month_assumptions, month_parameter
from fleksim.population.sources import Source
from fleksim.reforms.reform import Reform

# Of two readings of a group of shares neither can move alone.
_BOUND = {name for group in SHARES_OF_ONE for name in group}


def months_plan(spec: BatchSpec, source: Source) -> MonthsPlan:
    """The plan of the months. Raises InputError for persons whose place is not known."""
    asked = spec.months
    assert asked is not None
    return MonthsPlan(
        **{one.name: getattr(asked, one.name) for one in fields(Asked)},
        money=asked.money,
        tried=tuple(tried(_reforms(spec))) if asked.uncertainty else (),
        sample=min(SAMPLE, source.size),
        weight=mean_weight(source),
        room=room_for(_reforms(spec), asked.start, asked.months),
        answered=tuple(index for index, one in enumerate(spec.scenarios) if (reform := _reform(spec, one)) is not None and is_answered(reform)),
    )


def _reform(spec: BatchSpec, one: ScenarioSpec) -> Reform | None:
    return scenario_reform(one, changes(one.grid), spec.allow_rules)


def _reforms(spec: BatchSpec) -> list[Reform]:
    return [reform for one in spec.scenarios if (reform := _reform(spec, one)) is not None]


def tried(reforms: Iterable[Reform]) -> list[str]:
    """The assumptions tried at the ends of their ranges: all transitions, and those of the steps that the reforms need."""
    steps = {step for reform in reforms for step in steps_of(reform)}
    known = [month_parameter(name) for name in month_assumptions().known]
    hazards = {one.key for one in Hazard}
    return [one.name for one in known if one.kind == "assumption" and one.name not in _BOUND and (one.part in steps or one.name in hazards)]
