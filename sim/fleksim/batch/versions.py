"""What results depend on beside the batch: versions of the code, the data and the libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fleksim import __version__, paths

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("numpy", "numba", "llvmlite", "pyarrow")


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions; the package's code and data by their hash."""
    data = (path for path in sorted(paths.data().rglob("*")) if path.suffix in (".yaml", ".csv", ".json"))
    own = (("fleksim", __version__), ("code", _hash(sorted(_PACKAGE.rglob("*.py")))), ("data", _hash(data)))
    return (*own, *((name, version(name)) for name in _LIBRARIES))


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def differing(theirs: Iterable[tuple[str, str]], ours: Iterable[tuple[str, str]]) -> list[str]:
    """What is not of the same version, for people."""
    mine = dict(ours)
    return [f"{name} {version}, you have {mine.get(name)}" for name, version in theirs if mine.get(name) != version]
