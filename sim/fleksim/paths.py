"""The one place that knows where data and scenarios lie, in a checkout or inside the wheel, and where to cache."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


@cache
def _home_of(folder: str) -> Path:
    inside = _PACKAGE / "_files" / folder
    return inside if inside.is_dir() else _CHECKOUT / folder


def data() -> Path:
    """Law, municipalities, assumptions, personas."""
    return _home_of("data")


def scenarios() -> Path:
    """Reforms, rules and batches that come with the package."""
    return _home_of("scenarios")


def kernel_cache() -> Path | None:
    """A private folder for compiled kernels, made if need be; None where none can be written.

    `FLEKSIM_CACHE_DIR` names another; otherwise the user's cache folder, otherwise a folder of this user under the
    temporary one.
    """
    named = os.environ.get("FLEKSIM_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    temporary = Path(tempfile.gettempdir()) / f"fleksim-{owner}"
    candidates = [Path(named)] if named else [Path(home) / "fleksim", temporary]
    return next((folder for folder in (path / "kernels" for path in candidates) if _is_private(folder)), None)


def _is_private(folder: Path) -> bool:
    """Make the folder with mode 0700 and see that it is ours to write: compiled code is loaded from it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owned = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
        with tempfile.TemporaryFile(dir=folder):
            return owned
    except OSError:
        return False
