"""The calibration targets: published figures, and how the population measures them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fleksim import documents, paths
from fleksim.population import codes
from fleksim.population.marginals import rows
from fleksim.problems import InputError, Problem, did_you_mean

MEASURES = ("persons", "share", "mean_hours", "full_time", "persons_a_month", "persons_3_months_before", "change_12_months")
USES = ("calibrate", "follows", "hold out", "no")
BOUNDS = ("", "least", "most")

# The groups a target may speak of.
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "place": codes.PLACES,
    "band": codes.BANDS,
    "tenure": codes.TENURES,
    "entry": codes.ENTRIES,
    "route": codes.ROUTES,
    "prior": codes.PRIORS,
}

# Some of the codes of some dimensions: who is meant.
Filter = dict[str, frozenset[int]]


@dataclass(frozen=True)
class Target:
    """One row: what was published, and, if the population can measure it, how.

    `use`: `calibrate` (the weights are raked to it), `follows` (it is a sum or share of such rows), `hold out`, or
    `no` with the reason. `rounding` is half of the last digit printed, in the target's unit.
    """

    id: str
    quantity: str
    breakdown: str
    period: str
    value: str
    unit: str
    source: str
    confidence: str
    note: str
    use: str
    reason: str = ""
    year: int = 0
    number: float = 0.0
    measure: str = ""
    where: str = ""
    of: str = ""
    bound: str = ""
    rounding: float = 0.0


@cache
def targets(path: Path | None = None) -> tuple[Target, ...]:
    """Every row of data/targets/targets.csv. Raises InputError with every problem."""
    path = path or paths.data() / "targets" / "targets.csv"
    problems: list[Problem] = []
    found: dict[str, Target] = {}
    for line, row in rows(path):
        try:
            target = _target(row)
        except (ValueError, TypeError) as error:
            problems.append(Problem(str(error), file=path.name, line=line, field=row.get("id")))
            continue
        if target.id in found:
            problems.append(Problem("stands twice", file=path.name, line=line, field=target.id))
        found[target.id] = target
    if problems:
        raise InputError(problems)
    return tuple(found.values())


def _target(row: dict[str, str]) -> Target:
    texts: dict[str, Any] = {
        name: row[name] for name in ("id", "quantity", "breakdown", "period", "value", "unit", "source", "confidence", "note", "use", "reason")
    }
    _one_of(row["use"], USES, "use")
    if row["use"] == "no":
        if not row["reason"]:
            raise ValueError("is not compared and gives no reason")
        return Target(**texts)
    _one_of(row["measure"], MEASURES, "measure")
    _one_of(row["bound"], BOUNDS, "bound")
    parse(row["where"]), parse(row["of"])
    return Target(
        **texts,
        year=int(row["year"]),
        number=documents.number(row["number"]),
        measure=row["measure"],
        where=row["where"],
        of=row["of"],
        bound=row["bound"],
        rounding=documents.number(row["rounding"]) if row["rounding"] else 0.0,
    )


@cache
def parse(text: str) -> Filter:
    """`place=fleksjob+fleksjob_gammel; band=1-5` as codes. Raises ValueError for a name that is none."""
    chosen: Filter = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        dimension, _, names = part.strip().partition("=")
        _one_of(dimension, DIMENSIONS, "dimension")
        for name in names.split("+"):
            _one_of(name, DIMENSIONS[dimension], dimension)
        chosen[dimension] = frozenset(DIMENSIONS[dimension].index(name) for name in names.split("+"))
    return chosen


def _one_of(text: str, known: tuple[str, ...] | dict[str, tuple[str, ...]], what: str) -> None:
    if text not in known:
        raise ValueError(f"'{text}' is not a {what}. {did_you_mean(text, known, ', '.join(known))}")
