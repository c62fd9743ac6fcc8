"""What a reform changes, as an amendment table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from fleksim.engine.law import Law, law_on
from fleksim.parameters.months import month_assumptions
from fleksim.parameters.values import MissingParameter, Parameter, ParameterSet
from fleksim.reforms.reform import Reform
from fleksim.rules import Rule
from fleksim.titles import Titled

NOTHING = "–"
Kind = Literal["parameter", "rule", "assumption"]


@dataclass(frozen=True)
class Amendment(Titled):
    """One change: a number before and after, or a rule's sentence before and after."""

    kind: Kind
    name: str
    da: str
    en: str
    law: str
    unit: str
    before: float | str
    after: float | str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def amendments(reform: Reform) -> list[Amendment]:
    """Every number, rule and assumption a reform changes, on the numbers of its baseline. Raises InputError."""
    law = law_on(reform.baseline)
    changed = reform.apply(law)
    before, after = month_assumptions(), reform.assumptions_on(law.day)
    numbers = {**reform.parameters, **dict.fromkeys(reform.new_parameters)}
    return [
        *(_number("parameter", name, changed.parameters.known[name], law.parameters, changed.parameters, law.day) for name in numbers),
        *(_rule(law, rule) for rule in reform.rules),
        *(_number("assumption", name, before.known[name], before, after, law.day) for name in reform.assumptions),
    ]


def as_dict(reform: Reform) -> dict[str, Any]:
    """The whole of a reform for programs: who, from when, every amendment, whom it spares, how it comes in, what it needs."""
    return {
        "title": dict(reform.title),
        "reason": dict(reform.reason),
        "note": dict(reform.note),
        "proposed_by": {"name": reform.proposer, "source": reform.source},
        "from": str(reform.since),
        "baseline": str(reform.baseline),
        "amendments": [one.as_dict() for one in amendments(reform)],
        "protection": reform.protection.as_dict() if reform.protection else None,
        "phase_in": {str(phase.since): phase.share for phase in reform.phase_in},
        "static": reform.is_static,
        "needs": [need.as_dict() for need in reform.needs],
        "digest": reform.digest(),
    }


def _number(kind: Kind, name: str, parameter: Parameter, before: ParameterSet, after: ParameterSet, day: date) -> Amendment:
    return Amendment(kind, name, parameter.da, parameter.en, parameter.law, parameter.unit, _value(before, name, day), _value(after, name, day))


def _value(numbers: ParameterSet, name: str, day: date) -> float | str:
    try:
        return float(numbers.value(name, day))
    except MissingParameter:
        return NOTHING


def _rule(law: Law, rule: Rule) -> Amendment:
    old = law.book.rules.get(rule.name)
    return Amendment("rule", rule.name, rule.da, rule.en, rule.law, rule.unit, _sentence(old) if old else NOTHING, _sentence(rule))


def _sentence(rule: Rule) -> str:
    """The first sentence of a rule's docstring."""
    return (rule.function.__doc__ or "").strip().split("\n")[0]
