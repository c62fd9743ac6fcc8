"""The kernel of sums, kept on disk: damaged, stale, read-only, shared (F14 to F17). `tests/kernel/test_store.py` has those of the law."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from fleksim import paths

from .runs import PACKAGE, start

SUM = """
import numpy as np
from fleksim.analysis.cell_sums import cell_sums
sums = cell_sums(np.array([[0, 1, 1]], np.int32), 2, np.array([1, 2, 3]), np.array([[10, 100, 1000]]))
print(sums.total(0, 0), sums.total(0, 1))
"""
EXPECTED = "10 3200\n"


def process(cache: Path, source: Path = PACKAGE.parent, **more: str) -> subprocess.Popen[str]:
    return start(code=SUM, **{"FLEKSIM_CACHE_DIR": str(cache), "PYTHONPATH": str(source), **more})


def answer(one: subprocess.Popen[str]) -> str:
    """What it says beside the right sums."""
    out, err = one.communicate(timeout=120)
    assert one.returncode == 0, err
    assert out == EXPECTED
    return err


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    assert answer(process(cache)) == ""
    return cache


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "damage"),
    (("*.nbi", cut), ("*.nbc", cut), ("*.nbc", lambda path: path.write_bytes(b"")), ("*kernel_*.py", lambda path: path.write_bytes(b"\xff" * 5_000))),
    ids=("index cut", "code cut", "code empty", "text overwritten"),
)
def test_a_damaged_kernel_of_sums_is_made_again(pattern, damage, full, tmp_path):
    cache = tmp_path / "cache"
    shutil.copytree(full, cache)
    [damaged] = cache.rglob(pattern)
    damage(damaged)
    said = answer(process(cache))
    assert said == "" or (said.count("\n") == 1 and "compiling it again" in said), said
    assert answer(process(cache)) == ""


@pytest.mark.slow
def test_a_changed_kernel_of_sums_meets_no_stale_one(full, tmp_path):
    """In a copy of the package the sums are made twice as large; the old cache is not taken for the new kernel."""
    for name in ("data", "scenarios"):
        shutil.copytree(paths.data().parent / name, tmp_path / name)
    shutil.copytree(PACKAGE, tmp_path / "sim" / "fleksim", ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    shutil.copytree(full, cache)
    path = tmp_path / "sim" / "fleksim" / "kernel" / "cell_sums.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("product = weight[i] * value", "product = 2 * weight[i] * value"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    out, err = process(cache, tmp_path / "sim").communicate(timeout=120)
    assert (out, err) == ("20 6400\n", "")


@pytest.mark.slow
def test_four_processes_fill_one_cache(tmp_path):
    assert [answer(one) for one in [process(tmp_path) for _ in range(4)]] == [""] * 4
    assert answer(process(tmp_path)) == ""


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_done_without(tmp_path):
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    nowhere = str(in_the_way / "home")
    assert answer(process(Path("/proc/self"))) == ""
    assert answer(process(in_the_way / "cache", HOME=nowhere, XDG_CACHE_HOME=nowhere)) == ""
