"""A fleksjob in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fleksim.engine.law import Law, law
from fleksim.people.cases import Case
from fleksim.people.readers import cases_from_python


@pytest.fixture(scope="session")
def a_fleksjob() -> Callable[..., tuple[Law, Case]]:
    """`a_fleksjob(year, hourly wage, hours)`: a single person without children, under the law of the year."""

    def made(year: int, hourly_wage: float, hours: float, **more: float) -> tuple[Law, Case]:
        record = {"id": "a", "year": year, "status": "fleksjob", "hourly_wage": hourly_wage, "hours": hours, "kommuneskat": 25.0, **more}
        [case] = cases_from_python(record)
        return law(case.day), case

    return made
