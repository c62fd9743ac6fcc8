"""Cases that the tests of the output share."""

from __future__ import annotations

from typing import Any

import pytest

import fleksim as fs
from fleksim.analysis.summary import Incentives
from fleksim.people.cases import Case
from fleksim.people.readers import cases_from_python

CEILING = {"year": 2024, "hourly_wage": 150, "hours": 15}


@pytest.fixture(scope="session")
def bent() -> Case:
    return fs.personas()["bent"].case


@pytest.fixture(scope="session")
def bents(bent: Case) -> Incentives:
    return fs.incentives(bent)


@pytest.fixture(scope="session")
def in_the_zone() -> Incentives:
    return fs.incentives(dict(CEILING))


@pytest.fixture(scope="session")
def bents_curve(bent: Case) -> Any:
    return fs.curve(bent)


@pytest.fixture(scope="session")
def bents_grid(bent: Case) -> Any:
    return fs.grid(bent, hours=[i / 2 for i in range(75)], hourly_wage=[120.0, 150.0, 200.0, 250.0, 300.0])


def one_case(**fields: Any) -> Case:
    return cases_from_python([{**CEILING, **fields}])[0]
