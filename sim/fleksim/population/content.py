"""The content hash of a population: over the values of its columns in row order, whatever the file's layout."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim.population.schema import NAMES, column_codes

if TYPE_CHECKING:
    import pyarrow

_NO_DATE = -(2**31)


class ContentHash:
    """Fed with tables of the schema, in order of the persons; the split does not matter."""

    def __init__(self) -> None:
        self._columns = {name: hashlib.sha256(name.encode()) for name in NAMES}

    def add(self, table: pyarrow.Table) -> None:
        for name, hashed in self._columns.items():
            hashed.update(_plain(table.column(name), name).tobytes())

    def hexdigest(self) -> str:
        return hashlib.sha256(b"".join(one.digest() for one in self._columns.values())).hexdigest()


def _plain(values: Any, name: str) -> np.ndarray:
    """The values as little-endian numbers: codes by their place in the schema, days since 1970."""
    import pyarrow

    if column_codes(name):
        chunks = values.chunks if isinstance(values, pyarrow.ChunkedArray) else [values]
        return np.concatenate([_code_numbers(one, column_codes(name)) for one in chunks]) if chunks else np.zeros(0, np.int8)
    if pyarrow.types.is_date32(values.type):
        return np.asarray(values.cast(pyarrow.int32()).fill_null(_NO_DATE).to_numpy(), dtype="<i4")
    if pyarrow.types.is_boolean(values.type):
        return np.asarray(values.to_numpy(), dtype=np.int8)
    numbers = values.to_numpy()
    return np.ascontiguousarray(numbers, dtype=numbers.dtype.newbyteorder("<"))


def _code_numbers(chunk: Any, texts: tuple[str, ...]) -> np.ndarray:
    places = np.array([texts.index(text) for text in chunk.dictionary.to_pylist()], dtype=np.int8)
    return np.asarray(places[chunk.indices.to_numpy(zero_copy_only=False)])
