"""Reading what a batch says of the months: every problem with its line."""

from __future__ import annotations

from collections.abc import Sequence

from fleksim.analysis.months.asked import (
    FIRST_WITH_MONEY,
    LARGEST_SEED,
    MOST_MONTHS,
    MOST_REPLICATIONS,
    MOST_UPRATING,
    USUAL_MONTHS,
    USUAL_REPLICATIONS,
    month_written,
    months_go_too_far,
    reform_problems,
    refund_is_not_known,
)
from fleksim.batch.scenario import changes, scenario_reform
from fleksim.batch.spec import MonthsSpec, PopulationSpec, ScenarioSpec
from fleksim.documents import Node, Text
from fleksim.dynamics.behaviour import BEHAVIOURS, ELASTICITY
from fleksim.dynamics.clock import MONTHS_A_YEAR, year_of
from fleksim.forms import Form
from fleksim.problems import InputError, Problem, printable

_FIELDS = ("months", "replications", "start", "seed", "behaviour", "uprating", "money", "uncertainty")


def months_of(form: Form, node: Node | None, outputs: Sequence[str], population: PopulationSpec, line: int) -> MonthsSpec | None:
    """What `dynamic` says, with the usual values for what it leaves out; None for a batch without months."""
    if "dynamic" not in outputs:
        if node is not None:
            form.problem("is stated, but outputs do not name dynamic", node.line, "dynamic", "Write outputs: [dynamic], or leave it out.")
        return None
    before = len(form.problems)
    fields = form.fields(node, line, "dynamic", _FIELDS) if node is not None else {}
    where = node.line if node is not None else line

    def whole(name: str, low: int, high: int, usual: int) -> int:
        return form.whole(fields[name], where, f"dynamic.{name}", low, high) or 0 if name in fields else usual

    months = whole("months", 1, MOST_MONTHS, USUAL_MONTHS)
    start = _start(form, fields.get("start"), population)
    spec = MonthsSpec(
        start=start,
        months=months,
        replications=whole("replications", 1, MOST_REPLICATIONS, USUAL_REPLICATIONS),
        seed=whole("seed", 0, LARGEST_SEED, population.seed),
        behaviour=form.one_of(fields["behaviour"], where, "dynamic.behaviour", BEHAVIOURS) or ELASTICITY if "behaviour" in fields else ELASTICITY,
        uprating=form.number(fields["uprating"], where, "dynamic.uprating", 0.0, MOST_UPRATING) or 0.0 if "uprating" in fields else 0.0,
        money=_yes(form, fields.get("money"), "dynamic.money", True),
        uncertainty=_yes(form, fields.get("uncertainty"), "dynamic.uncertainty", False),
    )
    if len(form.problems) > before:
        return None
    no_money = f"Write money: no for people, hours and jobs alone, or start in {FIRST_WITH_MONEY}."
    for name, problem in (("months", months_go_too_far(start, months)), ("money", refund_is_not_known(start, no_money) if spec.money else None)):
        if problem is not None:
            form.problem(problem.message, where, f"dynamic.{name}", problem.way_out)
    return spec


def _start(form: Form, node: Node | None, population: PopulationSpec) -> int:
    """The first month, of the population's year; its January if none is stated."""
    if node is None:
        return population.year * MONTHS_A_YEAR
    text = node.value if isinstance(node, Text) else ""
    found = month_written(text)
    if found is None:
        form.problem(f"'{printable(text)}' is not a month", node.line, "dynamic.start", "Write it as 2026-01.")
        return population.year * MONTHS_A_YEAR
    if year_of(found) != population.year:
        form.problem(
            f"{text} is not in {population.year}, the year of the population",
            node.line,
            "dynamic.start",
            f"Choose a month of {population.year}, or another year.",
        )
    return found


def _yes(form: Form, node: Node | None, where: str, usual: bool) -> bool:
    if node is None:
        return usual
    return (form.one_of(node, node.line, where, ("yes", "no")) or "no") == "yes"


def problems_of_months(form: Form, months: MonthsSpec, scenarios: Sequence[ScenarioSpec], line: int) -> None:
    """What the months cannot run of scenarios, each told."""
    for one in scenarios:
        if one.is_baseline:
            continue
        try:
            reform = scenario_reform(one, changes(one.grid), True)
        except InputError:
            continue  # told where scenarios are checked
        if reform is not None:
            for problem in reform_problems(reform, months.start, months.months):
                form.add(Problem(problem.message, file=form.file, line=one.line or line, field=one.key, way_out=problem.way_out))
