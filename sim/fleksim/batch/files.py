"""Files of a run: arrays and tables as Parquet, written whole or not at all, known by their hash."""

from __future__ import annotations

import errno
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

# What files are called until they are whole.
TEMPORARY = ".part-"
MADE_ANEW = "Run the batch again: it is made anew."

_COMPRESSION = "zstd"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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


def read_arrays(path: Path, sha256: str) -> dict[str, Array]:
    """The arrays of a file. Raises InputError for one that is gone or does not have the hash it was written with."""
    table = _read(path, sha256)
    names, types, shapes = (table.column(one).to_pylist() for one in ("name", "type", "shape"))
    blobs = table.column("data")
    return {name: np.frombuffer(blob.as_buffer(), dtype=kind).reshape(shape) for name, kind, shape, blob in zip(names, types, shapes, blobs, strict=True)}


def write_table(folder: Path, name: str, table: pa.Table, row_group: int | None = None) -> Receipt:
    """A table as Parquet. Raises OSError."""
    return _write(folder, name, table, content_of_table(table), row_group)


def read_table(path: Path, sha256: str) -> pa.Table:
    """The table of a file. Raises InputError for one that is gone or does not have the hash it was written with."""
    return _read(path, sha256)


def content_of_arrays(arrays: Mapping[str, Array]) -> str:
    """A hash of names, types, shapes and bytes."""
    digest = hashlib.sha256()
    for name, value in sorted(arrays.items()):
        digest.update(f"{name} {value.dtype.str} {value.shape}\n".encode())
        digest.update(np.ascontiguousarray(value).data)
    return digest.hexdigest()


def content_of_table(table: pa.Table) -> str:
    """A hash of the columns' values, whatever the encoding."""
    arrays = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if str(column.type).startswith("dictionary"):
            arrays[f"{name}/words"] = np.frombuffer("\0".join(map(str, column.dictionary.to_pylist())).encode(), np.uint8)
            column = column.indices
        arrays[f"{name}/null"] = np.asarray(column.is_null().to_numpy(zero_copy_only=False))
        arrays[name] = _numbers(column)
    return content_of_arrays(arrays)


def _numbers(column: Any) -> Array:
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return np.frombuffer("\0".join("" if one is None else one for one in column.to_pylist()).encode(), np.uint8)
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


def write_bytes(path: Path, content: bytes | memoryview) -> None:
    """A file whole or not at all: a temporary name beside it, flushed to the disk, then renamed.

    Raises OSError, with the bytes that are needed if there is no room for them.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise told_of_room(error, path, len(content)) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def told_of_room(error: OSError, path: Path, size: int) -> OSError:
    """The error, with the place and the bytes that are needed if there is no room for them."""
    if error.errno not in _NO_ROOM:
        return error
    return OSError(error.errno, f"{os.strerror(error.errno)}; {size:,} bytes are needed", str(path))


def _write(folder: Path, name: str, table: pa.Table, content: str, row_group: int | None = None) -> Receipt:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression=_COMPRESSION, row_group_size=row_group, write_statistics=False, store_schema=True)
    data = memoryview(sink.getvalue())
    write_bytes(folder / name, data)
    return Receipt(name, hashlib.sha256(data).hexdigest(), len(data), content)


def _read(path: Path, sha256: str) -> pa.Table:
    """One flipped bit is mostly read without complaint: the hash comes first."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    data = _content_of(path)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise one_problem("is damaged", file=str(path), way_out=MADE_ANEW)
    return parquet.read_table(pa.BufferReader(data), use_threads=False)


def _content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise one_problem("is gone", file=str(path), way_out=MADE_ANEW) from None
    except OSError as error:
        raise one_problem(f"cannot be read: {error.strerror}", file=str(path)) from None
