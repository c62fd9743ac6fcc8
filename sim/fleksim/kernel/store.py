"""Compiling kernels and keeping them: by the hash of their text, in a private folder.

Numba's own cache forgets that a rule in another file has changed, fails at import where it cannot write, and raises odd
errors when a file of it is damaged. Here the text is complete, the folder is found or done without, and a damaged entry
is made again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from fleksim import paths

Kernel = Callable[..., None]


class Source(Protocol):
    """The complete text of a module with a function `kernel` and its `_signature`, and the text's hash."""

    @property
    def text(self) -> str: ...

    @property
    def digest(self) -> str: ...


@dataclass(frozen=True)
class Written:
    """A kernel that people wrote, as the text of its file."""

    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@cache
def load_written(name: str) -> Kernel:
    """The compiled kernel of a file of this room, which imports nothing but NumPy and Numba."""
    return load(Written((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")))


_COMPILE = "import numba\n\nkernel = numba.njit(_signature, nogil=True, error_model='numpy', cache={cache})(kernel)\n"


@cache
def load(source: Source) -> Kernel:
    """The compiled kernel, from this process, from the cache folder, or newly compiled."""
    _tune_compiler()
    folder = paths.kernel_cache()
    if folder is None:
        return _compile_in_memory(source)
    home = folder / f"{source.digest}-{_toolchain()}"
    try:
        return _import(_write(home, source)).kernel  # type: ignore[no-any-return]
    except Exception as error:
        print(f"fleksim: the cached kernel in {home} cannot be used ({type(error).__name__}); compiling it again", file=sys.stderr)
        shutil.rmtree(home, ignore_errors=True)
    try:
        return _import(_write(home, source)).kernel  # type: ignore[no-any-return]
    except OSError:
        return _compile_in_memory(source)


@cache
def _tune_compiler() -> None:
    """Let LLVM vectorise a loop over many columns and targets.

    It gives up where more than 128 pairs of arrays might overlap and must be checked before the loop; with 40 columns
    and 35 results there are 2,000 pairs, checked in microseconds: 26 against 7 million persons/s.
    """
    import llvmlite.binding

    llvmlite.binding.set_option("fleksim", "-vectorize-memory-check-threshold=100000")


def _toolchain() -> str:
    import llvmlite
    import numba

    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    checked = "-checked" if numba.config.BOUNDSCHECK else ""  # type: ignore[attr-defined]
    return f"numba{numba.__version__}-llvmlite{llvmlite.__version__}-{python}{checked}"


def _write(home: Path, source: Source) -> Path:
    """Put the text where Numba can cache beside it; another process may be doing the same."""
    path = home / f"fleksim_kernel_{source.digest}.py"
    text = source.text + "\n" + _COMPILE.format(cache=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=home)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(temporary, path)
    return path


def _import(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    # Numba finds the module of a cached function by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _compile_in_memory(source: Source) -> Kernel:
    namespace: dict[str, Any] = {"__name__": f"kernel_{source.digest}"}
    exec(compile(source.text + _COMPILE.format(cache=False), f"<kernel {source.digest}>", "exec"), namespace)  # noqa: S102
    return namespace["kernel"]  # type: ignore[no-any-return]
