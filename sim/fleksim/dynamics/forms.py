"""Hazards: their levels (assumptions of the months) and how they depend on the person (data/assumptions/forms).

A form is constant, piecewise by months in the state, proportional with covariates, or event-triggered (only where the law
opens the way: the kernel looks). All are the same table of factors; the form says what may stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fleksim import documents, paths
from fleksim.documents import Node
from fleksim.forms import Form
from fleksim.kernel.layout import AGE_EDGES, BY_AGE, BY_BAND, BY_MONTHS, BY_PRIOR, FORM, MOST_MONTHS, Hazard
from fleksim.parameters.read import CONFIDENCES
from fleksim.parameters.values import ParameterSet
from fleksim.population.codes import BANDS, PRIORS
from fleksim.problems import InputError, Problem, did_you_mean

YOUNGEST = 18
AGES = tuple(str(one) for one in (YOUNGEST, *AGE_EDGES))
# What a form may have, and must have at least one of.
FACTORS: Mapping[str, tuple[str, ...]] = {
    "constant": (),
    "piecewise": ("by_months", "by_age", "by_prior", "by_hours"),
    "proportional": ("by_age", "by_prior", "by_hours"),
    "event": ("by_age", "by_prior", "by_hours"),
}
_FIELDS = ("form", "source", "confidence", "note", "by_months", "by_age", "by_prior", "by_hours")
MOST_FACTOR = 20.0


@dataclass(frozen=True)
class HazardForm:
    """How a hazard depends on the person: factors by months in the state (from the month on), age, prior support, hours band."""

    name: str
    form: str
    source: str
    confidence: str
    note: str
    by_months: Mapping[int, float]
    by_age: Mapping[str, float]
    by_prior: Mapping[str, float]
    by_hours: Mapping[str, float]


@cache
def hazard_forms(folder: Path | None = None) -> dict[str, HazardForm]:
    """The forms of every hazard by name. Raises InputError with every problem of every file."""
    found: dict[str, HazardForm] = {}
    problems: list[Problem] = []
    for path in sorted((folder or paths.data() / "assumptions" / "forms").glob("*.yaml")):
        reader = _Reader(path.name)
        document = documents.read_document(path)
        fields = reader.fields(document, document.line, None, [one.key for one in Hazard])
        for name, node in fields.items():
            found[name] = reader.form(name, node)
        problems += reader.problems
    problems += [Problem(f"the hazard '{one.key}' has no form", way_out="Write one in data/assumptions/forms.") for one in Hazard if one.key not in found]
    if problems:
        raise InputError(problems)
    return found


class _Reader(Form):
    """Reads one file of forms."""

    def form(self, name: str, node: Node) -> HazardForm:
        fields = self.fields(node, node.line, name, _FIELDS)
        kind = self.one_of(fields.get("form"), node.line, f"{name}.form", tuple(FACTORS)) or "constant"
        for factor in ("by_months", "by_age", "by_prior", "by_hours"):
            if factor in fields and factor not in FACTORS[kind]:
                self.problem(f"a {kind} form has no {factor}", fields[factor].line, name, f"It may have {', '.join(FACTORS[kind]) or 'no factors'}.")
        if kind in ("piecewise", "proportional") and not set(FACTORS[kind]) & set(fields):
            self.problem(f"a {kind} form needs factors", node.line, name)
        if kind == "piecewise" and "by_months" not in fields:
            self.problem("a piecewise form needs by_months", node.line, name)
        return HazardForm(
            name,
            kind,
            self.text(fields.get("source"), node.line, f"{name}.source"),
            self.one_of(fields.get("confidence"), node.line, f"{name}.confidence", tuple(CONFIDENCES)) or "low",
            self.text(fields.get("note"), node.line, f"{name}.note"),
            self.months(fields.get("by_months"), name),
            self.factors(fields.get("by_age"), f"{name}.by_age", AGES),
            self.factors(fields.get("by_prior"), f"{name}.by_prior", PRIORS),
            self.factors(fields.get("by_hours"), f"{name}.by_hours", BANDS),
        )

    def months(self, node: Node | None, name: str) -> dict[int, float]:
        """Factors from a month on; the first is month 0."""
        raw = self.factors(node, f"{name}.by_months", None)
        found: dict[int, float] = {}
        for key, value in raw.items():
            if not key.isascii() or not key.isdigit() or int(key) > MOST_MONTHS:
                assert node is not None
                self.problem(f"'{key}' is not a month from 0 to {MOST_MONTHS}", node.line, f"{name}.by_months")
            else:
                found[int(key)] = value
        if found and (0 not in found or list(found) != sorted(found)):
            assert node is not None
            self.problem("begins with month 0 and rises", node.line, f"{name}.by_months")
        return found

    def factors(self, node: Node | None, where: str, allowed: tuple[str, ...] | None) -> dict[str, float]:
        if node is None:
            return {}
        if not isinstance(node, documents.Fields):
            self.problem("is a mapping of groups to factors", node.line, where)
            return {}
        found: dict[str, float] = {}
        for key, value, line in node:
            if allowed is not None and key not in allowed:
                self.problem(f"'{key}' is not a group here", line, where, did_you_mean(key, allowed, f"Groups: {', '.join(allowed)}."))
            number = self.number(value, line, where, 0.0, MOST_FACTOR)
            found[key] = 1.0 if number is None else number
        if allowed is not None and (left := [one for one in allowed if one not in found]):
            self.problem(f"has no factor for {', '.join(left)}", node.line, where)
        return found


def forms_table(assumptions: ParameterSet, day: date, forms: Mapping[str, HazardForm] | None = None) -> npt.NDArray[np.float64]:
    """The hazards of a month, dims (hazard, part): level, then factors, as the kernel reads them.

    Raises InputError for a hazard whose chance can exceed one in a month.
    """
    forms = forms or hazard_forms()
    found = np.ones((len(Hazard), FORM))
    problems = []
    for hazard in Hazard:
        row, form = found[hazard], forms[hazard.key]
        row[0] = assumptions.value(hazard.key, day)
        for start, factor in form.by_months.items():
            row[BY_MONTHS + start : BY_MONTHS + MOST_MONTHS + 1] = factor
        for first, groups, given in ((BY_AGE, AGES, form.by_age), (BY_PRIOR, PRIORS, form.by_prior), (BY_BAND, BANDS, form.by_hours)):
            for group, factor in given.items():
                row[first + groups.index(group)] = factor
        if (most := highest(row)) > 1.0:
            problems.append(
                Problem(f"the chance of '{hazard.key}' is {most:.3g} a month where all its factors are largest", way_out="Lower the level or a factor.")
            )
    if problems:
        raise InputError(problems)
    return found


def highest(row: npt.NDArray[np.float64]) -> float:
    """The largest chance a hazard's row can give."""
    parts = (row[BY_MONTHS:BY_AGE], row[BY_AGE:BY_PRIOR], row[BY_PRIOR:BY_BAND], row[BY_BAND:])
    return float(row[0]) * float(np.prod([part.max() for part in parts]))
