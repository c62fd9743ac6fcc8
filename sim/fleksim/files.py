"""Writing files whole or not at all: a temporary name in the same folder, then a rename."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from fleksim.problems import one_problem

NO_SUCH_FILE = "there is no such file"


def why_no_file(path: Path) -> str | None:
    """Why a path is no file that can be read, or None if it is one: a folder, a device or a pipe might never end."""
    try:
        if path.is_file():
            return None
        if path.is_dir():
            return "is a folder"
        return "is not a regular file" if path.exists() else NO_SUCH_FILE
    except (OSError, ValueError):  # a name too long, or one that no file system has
        return NO_SUCH_FILE


def write_whole(path: Path, writer: Callable[[Path], object]) -> None:
    """Let `writer` fill a temporary file of the same ending beside `path`, then rename it.

    Raises InputError if `path` is a folder or lies in none, OSError if it cannot be written; then nothing is left behind.
    """
    if path.is_dir():
        raise one_problem("is a folder", file=str(path), way_out="Name a file.")
    if not path.parent.is_dir():
        raise one_problem("there is no such folder", file=str(path.parent))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fleksim-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        writer(temporary)
        temporary.chmod(0o666 & ~_umask())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8, the same bytes on every system."""
    write_whole(path, lambda temporary: temporary.write_text(text, encoding="utf-8", newline="\n"))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
