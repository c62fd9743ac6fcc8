"""Lives as columns: what a month moves, and what of a person stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fleksim.kernel.draws import STREAM_VERSION
from fleksim.kernel.layout import NEVER, Draw, Frozen, Real, Whole
from fleksim.kernel.written import load_inlined

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]

# The months' streams of draws: a replication has one of its own.
_STREAMS_A_VERSION = 1_000_000


def stream_of(replication: int) -> int:
    """The second half of the generator's key. Replication 0 is the first."""
    return STREAM_VERSION + (replication + 1) * _STREAMS_A_VERSION


@dataclass(frozen=True, eq=False)
class Lives:
    """Persons at the beginning of the first month: dims (person) and (row, person); rows by the layout.

    ids: the address of all draws; weights: ten-thousandths of real persons; more: numbers in (0, 1), or above 1 for those
    who come only where a reform lets more in; columns: what the law reads of them, by name of the case's column. Those not
    yet in the model stand in the order of their entry.
    """

    ids: Ints
    weights: Ints
    whole: Codes
    real: Table
    more: Floats
    columns: Mapping[str, Floats]

    @property
    def size(self) -> int:
        return self.ids.size

    def part(self, low: int, high: int) -> Lives:
        """Persons [low, high), copied, ready to be moved."""
        return Lives(
            self.ids[low:high].copy(),
            self.weights[low:high].copy(),
            # Not `ascontiguousarray`, which gives the array itself where all persons are taken.
            self.whole[:, low:high].copy(),
            self.real[:, low:high].copy(),
            self.more[low:high].copy(),
            {name: column[low:high].copy() for name, column in self.columns.items()},
        )

    def chosen(self, places: Ints) -> Lives:
        """Persons by their places."""
        columns = {name: column[places] for name, column in self.columns.items()}
        return Lives(self.ids[places], self.weights[places], self.whole[:, places], self.real[:, places], self.more[places], columns)

    def frozen(self, seed: int, replication: int) -> Table:
        """The draws each person keeps for good: dims (draw, person)."""
        found = np.empty((len(Frozen), self.size))
        load_inlined("for_good")(self.ids.view(np.uint64), int(Draw.FOR_GOOD), seed, stream_of(replication), found)
        found[Frozen.MORE] = self.more
        return found


def blank(size: int) -> tuple[Codes, Table]:
    """Rows of `size` persons with nothing known."""
    whole, real = np.zeros((len(Whole), size), np.int32), np.zeros((len(Real), size))
    for row in (Whole.GRANTED, Whole.DUE, Whole.SANCTIONED, Whole.FOLLOWED):
        whole[row] = NEVER
    real[Real.PULL] = 1.0
    return whole, real


def joined(made: Sequence[Lives]) -> Lives:
    """Several groups of lives as one."""
    return Lives(
        np.concatenate([one.ids for one in made]),
        np.concatenate([one.weights for one in made]),
        np.concatenate([one.whole for one in made], axis=1),
        np.concatenate([one.real for one in made], axis=1),
        np.concatenate([one.more for one in made]),
        {name: np.concatenate([one.columns[name] for one in made]) for name in made[0].columns},
    )
