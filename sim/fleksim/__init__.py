"""fleksim: a policy microsimulation of the Danish fleksjob scheme.

The public door. Everything here is also what the commands and the pages call; importing does no work.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_DOOR = {
    "law": "fleksim.api",
    "reform": "fleksim.api",
    "calculate": "fleksim.api",
    "curve": "fleksim.api",
    "grid": "fleksim.api",
    "metr": "fleksim.api",
    "incentives": "fleksim.api",
    "explain": "fleksim.api",
    "personas": "fleksim.api",
    "population": "fleksim.api",
    "simulate": "fleksim.api",
    "solve": "fleksim.api",
    "run": "fleksim.api",
    "results": "fleksim.api",
    "months": "fleksim.api",
    "compute": "fleksim.engine.compute",
    "InputError": "fleksim.problems",
    "MissingParameter": "fleksim.parameters.values",
}

__all__ = [
    "InputError",
    "MissingParameter",
    "__version__",
    "calculate",
    "compute",
    "curve",
    "explain",
    "grid",
    "incentives",
    "law",
    "metr",
    "months",
    "personas",
    "population",
    "reform",
    "results",
    "run",
    "simulate",
    "solve",
]

if TYPE_CHECKING:
    from fleksim.api import calculate, curve, explain, grid, incentives, law, metr, months, personas, population, reform, results, run, simulate, solve
    from fleksim.engine.compute import compute
    from fleksim.parameters.values import MissingParameter
    from fleksim.problems import InputError


class _Door(ModuleType):
    """`fleksim.population` is the function, though a room of that name is imported: the import system would put the room here.

    `from fleksim.population.recipe import recipe` works as ever. docs/decisions/0004 has the other way, a room of another name.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _DOOR and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'fleksim' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_DOOR[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
