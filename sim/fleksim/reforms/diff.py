"""What a reform changes, as an amendment table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fleksim.engine.law import law_on
from fleksim.parameters.values import MissingParameter
from fleksim.reforms.reform import Reform


@dataclass(frozen=True)
class Amendment:
    """One change: a number before and after, or a rule's sentence before and after."""

    name: str
    da: str
    en: str
    law: str
    unit: str
    before: float | str
    after: float | str

    def title(self, lang: str) -> str:
        return self.da if lang == "da" else self.en

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "da": self.da, "en": self.en, "law": self.law, "unit": self.unit, "before": self.before, "after": self.after}


def amendments(reform: Reform) -> list[Amendment]:
    """Every number and rule a reform changes, on the numbers of its baseline. Raises InputError."""
    law = law_on(reform.baseline)
    changed = reform.apply(law)
    found = []
    for name in reform.parameters:
        parameter = law.parameters.known[name]
        before = _value(law, name)
        found.append(Amendment(name, parameter.da, parameter.en, parameter.law, parameter.unit, before, changed.parameters.value(name, law.day)))
    for rule in reform.rules:
        old = law.book.rules.get(rule.name)
        before_text = _sentence(old) if old else "–"
        found.append(Amendment(rule.name, (old or rule).da, (old or rule).en, (old or rule).law, rule.unit, before_text, _sentence(rule)))
    return found


def _value(law: Any, name: str) -> float | str:
    try:
        return float(law.parameters.value(name, law.day))
    except MissingParameter:
        return "–"


def _sentence(rule: Any) -> str:
    """The first sentence of a rule's docstring."""
    return (rule.function.__doc__ or "").strip().split("\n")[0]
