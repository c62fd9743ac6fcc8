"""Files of a run: arrays and tables as Parquet, written whole or not at all, known by their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fleksim.problems import one_problem

if TYPE_CHECKING:
    import pyarrow as pa

Array = npt.NDArray[Any]

_COMPRESSION = "zstd"


@dataclass(frozen=True)
class Receipt:
    """What was written: the file within the run folder, its hash and size, and the hash of its content, which survives
    another writer's version."""

    file: str
    sha256: str
    size: int
    content: str


def write_arrays(folder: Path, name: str, arrays: Mapping[str, Array]) -> Receipt:
    """Named arrays of any shape as one Parquet file, a row each. Raises OSError."""
    import pyarrow as pa

    plain = {key: np.ascontiguousarray(value) for key, value in arrays.items()}
    table = pa.table(
        {
            "name": pa.array(list(plain), pa.string()),
            "type": pa.array([value.dtype.str for value in plain.values()], pa.string()),
            "shape": pa.array([list(value.shape) for value in plain.values()], pa.list_(pa.int64())),
            "data": pa.array([value.tobytes() for value in plain.values()], pa.large_binary()),
        }
    )
    return _write(folder, name, table, content_of_arrays(plain))


def read_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file. Raises InputError for one that is not such a file."""
    table = _read(path)
    names, types, shapes = (table.column(one).to_pylist() for one in ("name", "type", "shape"))
    blobs = table.column("data")
    return {name: np.frombuffer(blob.as_buffer(), dtype=kind).reshape(shape) for name, kind, shape, blob in zip(names, types, shapes, blobs, strict=True)}


def write_table(folder: Path, name: str, table: pa.Table, row_group: int | None = None) -> Receipt:
    """A table as Parquet. Raises OSError."""
    return _write(folder, name, table, content_of_table(table), row_group)


def read_table(path: Path) -> pa.Table:
    """Raises InputError for a file that is not Parquet."""
    return _read(path)


def content_of_arrays(arrays: Mapping[str, Array]) -> str:
    """A hash of names, types, shapes and bytes."""
    digest = hashlib.sha256()
    for name, value in sorted(arrays.items()):
        digest.update(f"{name} {value.dtype.str} {value.shape}\\n".encode())
        digest.update(np.ascontiguousarray(value).data)
    return digest.hexdigest()


def content_of_table(table: pa.Table) -> str:
    """A hash of the columns' values, whatever the encoding."""
    arrays = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if str(column.type).startswith("dictionary"):
            arrays[f"{name}/words"] = np.frombuffer("\\0".join(map(str, column.dictionary.to_pylist())).encode(), np.uint8)
            column = column.indices
        arrays[f"{name}/null"] = np.asarray(column.is_null().to_numpy(zero_copy_only=False))
        arrays[name] = _numbers(column)
    return content_of_arrays(arrays)


def _numbers(column: Any) -> Array:
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return np.frombuffer("\\0".join("" if one is None else one for one in column.to_pylist()).encode(), np.uint8)
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    if column.null_count:
        column = column.fill_null(False if pa.types.is_boolean(column.type) else 0)
    return np.asarray(column.to_numpy(zero_copy_only=False))


def sha256_of(path: Path) -> str:
    """The hash of a file. Raises InputError if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise one_problem(f"cannot be read: {error.strerror}", file=str(path)) from None


def write_bytes(path: Path, content: bytes) -> None:
    """A file whole or not at all: a temporary name beside it, flushed to the disk, then renamed. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write(folder: Path, name: str, table: pa.Table, content: str, row_group: int | None = None) -> Receipt:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression=_COMPRESSION, row_group_size=row_group, write_statistics=False, store_schema=True)
    written = sink.getvalue()
    data = memoryview(written)
    write_bytes(folder / name, data)  # type: ignore[arg-type]
    return Receipt(name, hashlib.sha256(data).hexdigest(), len(data), content)


def _read(path: Path) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        return parquet.read_table(path, use_threads=False)
    except FileNotFoundError:
        raise one_problem("is gone", file=str(path)) from None
    except (pa.ArrowException, OSError) as error:
        raise one_problem(f"cannot be read: {str(error).splitlines()[0]}", file=str(path), way_out="It is damaged.") from None
