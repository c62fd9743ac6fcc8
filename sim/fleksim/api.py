"""The functions of the public door: one behind every command, page and notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fleksim.analysis import summary
from fleksim.analysis.margins import margin as margin_named
from fleksim.analysis.metr import Metr
from fleksim.analysis.metr import metr as metr_of
from fleksim.engine.calculate import Result, calculate_cases
from fleksim.engine.explain import Explanation
from fleksim.engine.explain import explain as explain_case
from fleksim.engine.law import Law, LawOn, law, law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.people.cases import Case
from fleksim.people.personas import personas
from fleksim.people.readers import cases_from_python
from fleksim.problems import one_problem
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import Reform

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["calculate", "curve", "explain", "grid", "incentives", "law", "metr", "personas", "reform"]

CaseLike = Case | Mapping[str, Any]
LawLike = Law | str | date | None


def reform(path: str | Path, *, allow_rules: bool = False) -> Reform:
    """A reform from a file, or one that comes with the package by name.

    allow_rules: whether a rules file that it names may be run. Raises InputError.
    """
    return read_reform(path, allow_rules=allow_rules)


def _lawmaker(given: LawLike, change: Reform | None) -> LawOn:
    """From a case's day to the law it is judged by."""

    def on(day: date) -> Law:
        base = law_on(day) if given is None else given if isinstance(given, Law) else law(given)
        return change.apply(base) if change else base

    return on


def _one(case: CaseLike, given: LawLike, change: Reform | None) -> tuple[Case, Law]:
    cases = cases_from_python(case if isinstance(case, Case) else dict(case))
    return cases[0], _lawmaker(given, change)(cases[0].day)


def calculate(
    cases: CaseLike | Iterable[CaseLike] | pd.DataFrame, law: LawLike = None, reform: Reform | None = None, *, rounding: str = "skat"
) -> dict[str, Any] | pd.DataFrame:
    """Wage, supplement, benefits, tax and disposable income [kr/month and kr/year as named].

    cases: one case as a dict, several, or a DataFrame with the fields as columns. law: by default that of each case's
    year. rounding: `skat` as the authority does it, or `none`. Returns a dict for one case, else a DataFrame in the
    order given.

    Raises InputError with everything that is wrong with the cases.
    """
    single = isinstance(cases, Case | Mapping)
    results = calculate_results(cases, law, reform, rounding=rounding)
    if single:
        return results[0].as_dict()
    import pandas as pd

    return pd.DataFrame([{"id": one.case.id, **one.values} for one in results]).set_index("id")


def calculate_results(cases: Any, law: LawLike = None, reform: Reform | None = None, *, rounding: str = "skat") -> list[Result]:
    """As `calculate`, with the case, law and notes of each result."""
    return calculate_cases(cases_from_python(cases), _lawmaker(law, reform), rounding=rounding)


def curve(
    case: CaseLike,
    law: LawLike = None,
    over: str = "hours",
    start: float | None = None,
    upto: float | None = None,
    step: float | None = None,
    reform: Reform | None = None,
    targets: Sequence[str] = OUTPUTS,
) -> xr.Dataset:
    """A person's outputs along a margin: dims (hours,), (hourly_wage,) or (intensity,), sampled also at the exact kinks.

    over: `hours`, `wage` or `intensity`. start, upto, step: the range and spacing of the samples. `ds.kinks` lists the
    kinks of disposable income and of income before tax with rule, paragraph and slopes.

    Raises InputError, MissingParameter.
    """
    from fleksim.analysis.curves import curve as curve_of

    chosen, in_force = _one(case, law, reform)
    return curve_of(in_force, chosen, margin_named(over), start, upto, step, targets)


def grid(
    case: CaseLike,
    law: LawLike = None,
    hours: Sequence[float] = (),
    hourly_wage: Sequence[float] = (),
    reform: Reform | None = None,
    targets: Sequence[str] = OUTPUTS,
) -> xr.Dataset:
    """A person's outputs over hours and wages: dims (hours, hourly_wage). Raises InputError, MissingParameter."""
    from fleksim.engine.sweeps import grid as grid_of

    if not len(hours) or not len(hourly_wage):
        raise one_problem("a grid needs hours and wages", way_out="Give both as sequences.")
    chosen, in_force = _one(case, law, reform)
    return grid_of(in_force, chosen, hours, hourly_wage, targets)


def metr(case: CaseLike, law: LawLike = None, margin: str = "hours", step: float | None = None, reform: Reform | None = None) -> Metr:
    """The marginal effective tax rate of a step along `hours`, `wage` or `intensity`, by instrument."""
    chosen, in_force = _one(case, law, reform)
    return metr_of(in_force, chosen, margin_named(margin), step)


def incentives(case: CaseLike, law: LawLike = None, reform: Reform | None = None, **options: Any) -> summary.Incentives:
    """METR on every margin, participation, replacement and compensation rates, kinks and zones of a case."""
    chosen, in_force = _one(case, law, reform)
    return summary.incentives(in_force, chosen, **options)


def explain(case: CaseLike, law: LawLike = None, target: str = "disponibel_indkomst", reform: Reform | None = None, *, rounding: str = "skat") -> Explanation:
    """Every step of the law on the way to a target; `.to_text()`, `.to_html()`, `.to_dict()`."""
    chosen, in_force = _one(case, law, reform)
    return explain_case(in_force, chosen, target, rounding=rounding)
