"""Populations as Parquet: written and read row group by row group, so that memory does not grow with the persons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim import files
from fleksim.population.check import Findings, bad_rows, conform, extra_columns, note_contradictions, schema_problems
from fleksim.population.content import ContentHash
from fleksim.population.schema import schema
from fleksim.population.sources import Source, Table, assumptions
from fleksim.problems import InputError, one_problem, printable

if TYPE_CHECKING:
    import pyarrow

ROW_GROUP = 10_000
ABOUT_KEY, DIGEST_KEY, CONTENT_KEY = "fleksim_about", "fleksim_digest", "fleksim_content_sha256"
_DAMAGED = "Copy it again, or build it again."


@dataclass(frozen=True, eq=False)
class Stored:
    """A population in a file, its persons in the order of their ids."""

    path: Path
    size: int
    own_data: bool
    known: dict[str, Any] = field(repr=False)
    mark: str
    ends: tuple[int, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    def block(self, low: int, high: int) -> pyarrow.Table:
        """Persons [low, high) by place in the file. Raises IndexError outside [0, size]."""
        import pyarrow

        if not 0 <= low <= high <= self.size:
            raise IndexError(f"persons {low} to {high} of {self.size}")
        first = int(np.searchsorted(self.ends, low, side="right"))
        last = int(np.searchsorted(self.ends, high, side="left"))
        start = self.ends[first - 1] if first else 0
        groups = range(first, max(last, first) + 1) if high > low else range(0)
        with _opened(self.path) as file:
            try:
                table = file.read_row_groups(list(groups)) if groups else file.schema_arrow.empty_table()
            except (pyarrow.ArrowException, ValueError, OSError) as error:
                raise _damaged(self.path, error) from None
        return conform(table).cast(schema()).slice(low - start if groups else 0, high - low)

    def digest(self) -> str:
        return self.mark

    def about(self) -> dict[str, Any]:
        return dict(self.known)

    def assumptions(self) -> list[dict[str, Any]]:
        return [] if self.own_data else assumptions()


def write(source: Source, path: Path) -> str:
    """Write a population and give its content hash; the same persons give the same bytes. Raises InputError, OSError."""
    content = ContentHash()

    def fill(temporary: Path) -> None:
        import pyarrow.parquet

        with pyarrow.parquet.ParquetWriter(temporary, schema(), compression="zstd", compression_level=1) as writer:
            for low in range(0, source.size, ROW_GROUP):
                block = source.block(low, min(low + ROW_GROUP, source.size))
                content.add(block)
                writer.write_table(block, row_group_size=ROW_GROUP)
            known = {} if source.own_data else {ABOUT_KEY: json.dumps(source.about(), sort_keys=True), DIGEST_KEY: source.digest()}
            writer.add_key_value_metadata({**known, CONTENT_KEY: content.hexdigest()})

    files.write_whole(path, fill)
    return content.hexdigest()


def read_blocks(path: Path, columns: list[str] | None = None) -> Iterator[pyarrow.Table]:
    """The row groups of a file, one at a time. Raises InputError."""
    import pyarrow

    with _opened(path) as file:
        for group in range(file.num_row_groups):
            try:
                yield file.read_row_group(group, columns=columns)
            except (pyarrow.ArrowException, ValueError, OSError) as error:
                raise _damaged(path, error) from None


def open_population(path: Path) -> Source:
    """A population file, read through once: columns, values, order and content hash.

    A file that no recipe wrote is the user's own: its persons must also be possible cases, and its small cells are
    suppressed. Raises InputError with everything that is wrong.
    """
    with _opened(path) as file:
        given, marks = file.schema_arrow, file.metadata.metadata or {}
        stated = {key.decode(errors="replace"): value.decode(errors="replace") for key, value in marks.items()}
        ends = np.cumsum([file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]).tolist()
    problems = schema_problems(given, str(path))
    if problems:
        raise InputError(problems)
    own = DIGEST_KEY not in stated
    findings, content, ordered = _read_through(path, own)
    if findings.found:
        raise InputError(findings.problems())
    if stated.get(CONTENT_KEY, content) != content:
        raise one_problem("is damaged: its content is not what was written", file=str(path), way_out=_DAMAGED)
    notes = tuple(f"{path}: column '{printable(name)}' is ignored" for name in extra_columns(given))
    if not ordered:
        return _sorted(path, own, notes)
    known = _about(stated[ABOUT_KEY], path) if ABOUT_KEY in stated else {"kind": "file", "file": path.name, "content": content}
    return Stored(path, ends[-1] if ends else 0, own, known, stated.get(DIGEST_KEY, content), tuple(ends), notes)


def _about(text: str, path: Path) -> dict[str, Any]:
    """What the file says of its recipe. Raises InputError."""
    try:
        known = json.loads(text)
    except ValueError:
        known = None
    if not isinstance(known, dict):
        raise one_problem("is damaged: what it says of its recipe cannot be read", file=str(path), way_out=_DAMAGED)
    return known


def _read_through(path: Path, own: bool) -> tuple[Findings, str, bool]:
    """Check every row group: what is wrong, the content hash, and whether ids rise throughout."""
    findings, content, ordered, last, row = Findings(str(path)), ContentHash(), True, -1, 1
    for group in read_blocks(path):
        table = conform(group)
        bad = bad_rows(table, findings, row, unique=False)
        if own and not bad.any():
            note_contradictions(table, findings, row)
        ids = table.column("id").fill_null(-1).to_numpy()
        ordered = ordered and bool(ids.size == 0 or (ids[0] > last and (np.diff(ids) > 0).all()))
        last = int(ids[-1]) if ids.size else last
        if not bad.any():
            content.add(table)
        row += table.num_rows
    if not ordered:
        _note_duplicates(path, findings)
    return findings, content.hexdigest(), ordered


def _note_duplicates(path: Path, findings: Findings) -> None:
    """Ids that stand twice anywhere in the file: read once more, for files in order need not keep them."""
    ids = np.concatenate([one.column("id").fill_null(-1).to_numpy() for one in read_blocks(path, columns=["id"])])
    order = np.argsort(ids, kind="stable")
    again = np.sort(order[1:][ids[order[1:]] == ids[order[:-1]]])
    findings.add("id", "stands before", again + 1, "Persons of one id would share their luck.")


def _sorted(path: Path, own: bool, notes: tuple[str, ...]) -> Table:
    """Rows in another order than their ids: all in memory, by id."""
    import pyarrow

    whole = conform(pyarrow.concat_tables([conform(one) for one in read_blocks(path)]))
    return Table(whole.sort_by("id").cast(schema()), {"kind": "file", "file": path.name}, own, notes)


def _opened(path: Path) -> Any:
    """The Parquet file. Raises InputError for what is none."""
    import pyarrow.parquet

    if why := files.why_no_file(path):
        raise one_problem(why, file=str(path))
    try:
        return pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> InputError:
    return one_problem(f"is not a Parquet file that can be read ({printable(error, 80)})", file=str(path), way_out=_DAMAGED)
