"""Results of months built by hand, whose every number is known, for the tests of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.months.results import Estimate, MonthResults, MonthScenario
from fleksim.analysis.months.variables import Span, coordinates, variables
from fleksim.dynamics.ledger import HOUSEHOLD, MUNICIPALITY, SECTORS, STATE
from fleksim.dynamics.totals import SPELL_MONTHS
from fleksim.kernel.layout import State

Floats = npt.NDArray[np.float64]

START = 2026 * 12
PROVENANCE = {"law_date": "2026-01-01", "parameter_hash": "0123456789ab", "fleksim_version": "0.2.0", "seed": 7}


def scenario(key: str, responds: bool = False, **more: Any) -> MonthScenario:
    return MonthScenario(key, f"Reform {key}", f"Reform in English {key}", responds, **more)


def estimates(span: Span, changes: Mapping[str, tuple[Floats, Floats]]) -> dict[str, Estimate]:
    """Every variable, 0 but for those of a plausible world; changes: difference and its standard error by variable."""
    found = {}
    for one in variables().values():
        shape = tuple(len(coordinates(span)[dim]) for dim in one.dims)
        value, nought = _world(one.name, shape), np.zeros(shape)
        difference, error = changes.get(one.name, (nought, nought))
        found[one.name] = Estimate(value + difference, error, np.broadcast_to(difference, shape), np.broadcast_to(error, shape))
    return found


def _world(name: str, shape: tuple[int, ...]) -> Floats:
    """Stocks, moves and spells that charts can draw."""
    value = np.zeros(shape)
    if name == "stocks":
        value[:, State.FLEKSJOB], value[:, State.LEDIGHEDSYDELSE] = 900.0, 100.0
    elif name == "moves":
        value[:, State.FLEKSJOB, State.FLEKSJOB], value[:, State.FLEKSJOB, State.LEDIGHEDSYDELSE] = 890.0, 10.0
        value[:, State.LEDIGHEDSYDELSE, State.LEDIGHEDSYDELSE], value[:, State.LEDIGHEDSYDELSE, State.FLEKSJOB] = 90.0, 10.0
    elif name == "paths":
        job, waiting = State.FLEKSJOB, State.LEDIGHEDSYDELSE
        value[job, job, job], value[job, waiting, job] = 880.0, 20.0
        value[waiting, waiting, waiting], value[waiting, job, job] = 60.0, 40.0
    elif name == "survival":
        value[:] = 0.9 ** np.arange(SPELL_MONTHS)
    elif name == "at_risk":
        value[1:] = 1000.0 * 0.9 ** np.arange(SPELL_MONTHS - 1)
    elif name == "in_job_years":
        value[:] = np.arange(len(value), 0.0, -1.0) * 100.0
    elif name == "rise":
        value[:] = 0.125
    elif name == "fall":
        value[:] = 0.0625
    return value


def money(span: Span, state: float, municipality: float, household: float, error: float = 0.0) -> dict[str, tuple[Floats, Floats]]:
    """The same change of each year's balances [kr], each with the standard error; so has their sum."""
    years = len(span.years)
    change, errors = np.zeros((years, len(SECTORS))), np.zeros((years, len(SECTORS)))
    for sector, amount in ((STATE, state), (MUNICIPALITY, municipality), (HOUSEHOLD, household)):
        change[:, SECTORS.index(sector)], errors[:, SECTORS.index(sector)] = amount, error
    return {"balance_year": (change, errors), "public_year": (np.full(years, state + municipality), np.full(years, error))}


def results(
    changes: Mapping[str, Mapping[str, tuple[Floats, Floats]]],
    months: int = 36,
    start: int = START,
    extrapolated: tuple[str, ...] = (),
    **more: Any,
) -> MonthResults:
    """changes: by scenario's name (with + where people respond), by variable; a baseline without any comes first."""
    span = Span(start, months)
    scenarios = [MonthScenario("baseline", "Gældende lov", "Law in force", False)]
    scenarios += [scenario(name.rstrip("+"), name.endswith("+"), extrapolated=extrapolated) for name in changes]
    made = {"baseline": estimates(span, {}), **{name: estimates(span, change) for name, change in changes.items()}}
    given: dict[str, Any] = {"replications": 4, "behaviour": "elasticity", "provenance": PROVENANCE, "rows": 1000, "tilbageloeb": 0.25, **more}
    return MonthResults(span, scenarios, estimates=made, **given)
