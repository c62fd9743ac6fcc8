"""What must be hidden so that no small number of persons can be read from a table, or worked out from the rest of it.

A statistic of a group is small if it counts 1 to 4 persons, or all but 1 to 4, or comes from fewer than 5. Statistics that
add up with each other (the five buckets, the flows of an account) are hidden together; of everybody's buckets as few as
will do. Then groups are hidden until a whole less its visible parts is no small number either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Fewer persons than this are not shown.
LEAST = 5


@dataclass(frozen=True)
class Relation:
    """A group and the groups it consists of, as places."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """Statistics that are hidden together. adds_up: they are shares of one whole, such as the buckets of gains."""

    statistics: tuple[int, ...]
    adds_up: bool = False


@dataclass(frozen=True)
class Counts:
    """Persons behind each number, dims (group, statistic).

    base: whom it is about; count: whom it counts, or has an amount of; change: how many more it counts than in the
    baseline. share, dims (statistic): whether those not counted can be told from it too.
    """

    base: Integers
    count: Integers
    change: Integers
    share: Flags

    def small(self, groups: Sequence[int], statistics: Sequence[int]) -> Flags:
        """Which statistics are small for some groups taken together; dims (statistic)."""
        place = np.ix_(groups, statistics)
        base, count, change = (one[place].sum(axis=0) for one in (self.base, self.count, self.change))
        rest = np.where(self.share[list(statistics)], base - count, 0)
        return np.asarray((base < LEAST) | few(count) | few(rest) | few(np.abs(change)))

    def small_together(self, group: int, statistics: Sequence[int]) -> bool:
        """Whether shares of one whole are small for a group when taken together."""
        base, count = int(self.base[group, statistics[0]]), int(self.count[group, list(statistics)].sum())
        return 0 < count < LEAST or 0 < base - count < LEAST


def few(count: Integers) -> Flags:
    """Some, but fewer than may be shown."""
    return np.asarray((count > 0) & (count < LEAST))


def suppress(hidden: Flags, counts: Counts, blocks: Sequence[Block], relations: Sequence[Relation], everybody: int | None) -> None:
    """Hide in `hidden`, dims (group, statistic), what is small and what would give it away, starting from what is hidden.

    everybody: the place of the group of all, if there is one.
    """
    for block in blocks:
        for group in range(hidden.shape[0]):
            small = counts.small([group], block.statistics)
            if group == everybody and block.adds_up:
                hidden[group, list(block.statistics)] |= small
            elif small.any():
                hidden[group, list(block.statistics)] = True
        if everybody is not None and block.adds_up:
            _cover_shares(hidden, counts, block, everybody)
        while any(_cover(hidden, counts, block, one) for one in relations):
            pass


def _cover_shares(hidden: Flags, counts: Counts, block: Block, group: int) -> None:
    """Hide more shares of a group's whole until those hidden cannot be told from the others."""
    while True:
        out = [one for one in block.statistics if hidden[group, one]]
        left = [one for one in block.statistics if not hidden[group, one]]
        if not out or not left or (len(out) > 1 and not counts.small_together(group, out)):
            return
        safe = [one for one in left if counts.count[group, one] and not counts.small_together(group, [*out, one])]
        hidden[group, min(safe or left, key=lambda one: int(counts.count[group, one]))] = True


def _cover(hidden: Flags, counts: Counts, block: Block, relation: Relation) -> bool:
    """Hide one more part, or else the whole, if the whole less the visible parts gives a hidden one away; whether it did."""
    columns = list(block.statistics)
    out = [one for one in relation.parts if hidden[one, columns].any()]
    if not _leaks(hidden, counts, block, relation, out):
        return False
    persons = counts.base[:, columns].max(axis=1)
    left = [one for one in relation.parts if one not in out and persons[one] > 0]
    if not left:
        hidden[relation.whole, columns] = True
        return True
    enough = [one for one in left if not _leaks(hidden, counts, block, relation, [*out, one])]
    hidden[min(enough or left, key=lambda one: (int(persons[one]), one)), columns] = True
    return True


def _leaks(hidden: Flags, counts: Counts, block: Block, relation: Relation, out: Sequence[int]) -> bool:
    """Whether the whole and its visible parts tell a small number, `out` being the hidden parts."""
    columns = np.asarray(block.statistics)
    whole_hidden = hidden[relation.whole, columns]
    if not out:
        return bool(whole_hidden.any())
    shown = columns[~whole_hidden]
    there = [one for one in out if counts.base[one, columns].max() > 0]
    if not shown.size or not there:
        return False
    return len(there) < 2 or bool(counts.small(there, shown.tolist()).any())


def relations_of(everybody: int | None, groupings: Iterable[Sequence[int]], within: Iterable[tuple[int, Sequence[int]]]) -> list[Relation]:
    """Everybody as the sum of each grouping, and groups as the sum of smaller ones."""
    found = [Relation(everybody, tuple(parts)) for parts in groupings] if everybody is not None else []
    return found + [Relation(whole, tuple(parts)) for whole, parts in within if parts]
