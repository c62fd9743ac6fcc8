"""Where persons come from: a recipe, a file, or a user's own extract; all answer the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fleksim.population.content import ContentHash
from fleksim.population.marginals import marginals
from fleksim.problems import InputError, Problem

if TYPE_CHECKING:
    import pyarrow


class Source(Protocol):
    """Persons in the population schema.

    `digest` is a hash of what decides them, `about` says in plain values what they are, `assumptions` what they rest on.
    """

    @property
    def size(self) -> int: ...

    @property
    def own_data(self) -> bool: ...

    def block(self, low: int, high: int) -> pyarrow.Table: ...

    def digest(self) -> str: ...

    def about(self) -> dict[str, Any]: ...

    def assumptions(self) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, eq=False)
class Table:
    """Persons in memory, in the order of their ids. `dropped`: values that kept rows out, by column."""

    persons: pyarrow.Table = field(repr=False)
    known: Mapping[str, Any]
    own_data: bool = True
    notes: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return int(self.persons.num_rows)

    def block(self, low: int, high: int) -> pyarrow.Table:
        """Persons [low, high). Raises IndexError outside [0, size]."""
        if not 0 <= low <= high <= self.size:
            raise IndexError(f"persons {low} to {high} of {self.size}")
        return self.persons.slice(low, high - low)

    def digest(self) -> str:
        return self._content

    @cached_property
    def _content(self) -> str:
        content = ContentHash()
        content.add(self.persons)
        return content.hexdigest()

    def about(self) -> dict[str, Any]:
        return {**self.known, "size": self.size, "content": self.digest()}

    def assumptions(self) -> list[dict[str, Any]]:
        return []


def assumptions() -> list[dict[str, Any]]:
    """Every number of data/population that no source gives, with its range."""
    return [
        {
            "name": table.name, "title_da": table.da, "title_en": table.en, "unit": table.unit, "group": one.group, "key": one.key,
            "value": one.value, "low": one.low, "high": one.high, "source": one.source, "confidence": one.confidence, "note": one.note,
        }
        for table in marginals().values()
        for one in table.numbers
        if one.assumed
    ]  # fmt: skip


def open_source(
    year: int,
    *,
    size: int | None = None,
    seed: int = 1,
    file: Path | None = None,
    extract: Path | None = None,
    columns: Path | None = None,
    on_bad: str = "refuse",
) -> Source:
    """The persons that a request names: by size and seed, a population file, or an extract with its column map.

    Raises InputError, also if none or more than one is named, or they are of another year.
    """
    from fleksim.population.extract import read_extract
    from fleksim.population.recipe import recipe
    from fleksim.population.store import open_population

    if sum(one is not None for one in (size, file, extract)) != 1:
        raise InputError([Problem("names no persons or several sources", field="population", way_out="Give one of size, file and extract.")])
    if size is not None:
        return recipe(size, year, seed)
    source = open_population(file) if file else read_extract(extract or Path(), columns, on_bad=on_bad)
    if source.size:
        found = int(source.block(0, 1).column("year")[0].as_py())
        if found != year:
            raise InputError([Problem(f"is of {found}, not of {year}", file=str(file or extract), field="year")])
    return source


def again(about: Mapping[str, Any]) -> Source | None:
    """The synthetic persons that `about` describes, made again; None for a user's own. Raises InputError."""
    from fleksim.population.recipe import recipe

    if about.get("kind") != "synthetic":
        return None
    return recipe(int(about["size"]), int(about["year"]), int(about["seed"]))
