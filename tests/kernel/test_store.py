"""Kernels kept on disk: never stale, never fatal. Each run is a process of its own with a cache of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fleksim
from fleksim import paths
from fleksim.engine.law import law
from fleksim.kernel.link import link
from fleksim.rules import rule

PACKAGE = Path(fleksim.__file__).parent
COMPUTE = """
import numpy as np
from fleksim.engine.compute import compute
from fleksim.engine.law import law
columns = {"hourly_wage": np.array([150.0]), "hours": np.array([15.0]), "fulltime_wage": np.array([40_000.0])}
print(compute([law("2026-01-01")], columns, ("fleksloentilskud",))[0, 0, 0].hex())
"""


def process(code: str = COMPUTE, *, cache: Path | str | None, source: Path = PACKAGE.parent, **more: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if name not in ("FLEKSIM_CACHE_DIR", "NUMBA_BOUNDSCHECK", "NUMBA_CACHE_DIR")}
    env |= {"PYTHONPATH": str(source), **({"FLEKSIM_CACHE_DIR": str(cache)} if cache else {}), **more}
    return subprocess.Popen([sys.executable, "-W", "error", "-c", code], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answer(one: subprocess.Popen[str], says: str = "") -> float:
    out, err = one.communicate(timeout=120)
    assert one.returncode == 0, err
    assert says in err if says else not err, err
    return float.fromhex(out.strip())


EXPECTED = 21_600.0 - 0.30 * (150.0 * 15.0 * 52.0 / 12.0)


@pytest.fixture(scope="module")
def full_cache(tmp_path_factory) -> Path:
    """A cache folder in which the kernel lies ready."""
    cache = tmp_path_factory.mktemp("cache")
    assert answer(process(cache=cache)) == pytest.approx(EXPECTED)
    return cache


def copy_of(cache: Path, to: Path) -> Path:
    shutil.copytree(cache, to)
    return to


def test_the_kernel_is_kept_privately_and_found_again(full_cache, tmp_path):
    [home] = (full_cache / "kernels").iterdir()
    assert (full_cache / "kernels").stat().st_mode & 0o077 == 0
    files = {path.suffix for path in home.rglob("*") if path.is_file()}
    assert {".py", ".nbi", ".nbc"} <= files
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    assert answer(process(cache=full_cache)) == pytest.approx(EXPECTED)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before, "the kernel was compiled again"


def test_a_changed_rule_meets_no_stale_kernel(full_cache, tmp_path):
    """In a copy of the package a rule is edited; with the old cache it gives what the new law says."""
    for name in ("sim", "data", "scenarios"):
        source = PACKAGE if name == "sim" else paths.data().parent / name
        shutil.copytree(source, tmp_path / name / ("fleksim" if name == "sim" else ""), ignore=shutil.ignore_patterns("__pycache__"))
    cache = copy_of(full_cache, tmp_path / "cache")
    assert answer(process(cache=cache, source=tmp_path / "sim")) == pytest.approx(EXPECTED)
    chapter = tmp_path / "sim" / "fleksim" / "statutes" / "fleksloentilskud.py"
    text = chapter.read_text(encoding="utf-8")
    edited = text.replace("return low_part * p.aftrapning_1 + high_part * p.aftrapning_2", "return low_part * p.aftrapning_2 + high_part * p.aftrapning_2")
    assert edited != text
    chapter.write_text(edited, encoding="utf-8")
    assert answer(process(cache=cache, source=tmp_path / "sim")) == pytest.approx(21_600.0 - 0.55 * 9_750.0)


def test_another_rule_is_another_name():
    today = law("2026-01-01")

    def fleksloentilskud(fleksloentilskud_efter_loft):
        """The ceiling alone."""
        return fleksloentilskud_efter_loft + 1.0

    changed = today.change(rules=[rule(law="-", unit="kr/md", da="x", en="x")(fleksloentilskud)])
    digests = {
        link(today.book, ("fleksloentilskud",)).digest,
        link(changed.book, ("fleksloentilskud",)).digest,
        link(today.book, ("fleksloentilskud", "ledighedsydelse")).digest,
        link(today.book, ("skat_i_alt",), rounding="skat").digest,
        link(today.book, ("skat_i_alt",), rounding="none").digest,
    }
    assert len(digests) == 5
    numbers = today.change({"aftrapning_1": 0.1})
    assert link(numbers.book, ("fleksloentilskud",)).digest == link(today.book, ("fleksloentilskud",)).digest


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("pattern", "damage"),
    (("*.nbi", _truncate), ("*.nbc", _truncate), ("*.nbc", _empty), ("*.nbc", _scribble), ("*kernel_*.py", _truncate)),
    ids=("index", "code cut", "code empty", "code overwritten", "text"),
)
def test_a_damaged_cache_is_made_again(pattern, damage, full_cache, tmp_path):
    cache = copy_of(full_cache, tmp_path / "cache")
    [damaged] = cache.rglob(pattern)
    damage(damaged)
    one = process(cache=cache)
    out, err = one.communicate(timeout=120)
    assert one.returncode == 0, err
    assert float.fromhex(out.strip()) == pytest.approx(EXPECTED)
    assert not err or (err.count("\n") == 1 and "compiling it again" in err), err
    assert answer(process(cache=cache)) == pytest.approx(EXPECTED)


def test_without_a_place_to_cache_it_runs(tmp_path):
    """The named folder cannot be made: the kernel is compiled in memory."""
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    assert answer(process(cache=in_the_way / "cache")) == pytest.approx(EXPECTED)


def test_a_cache_folder_that_cannot_be_written_is_done_without():
    """/proc refuses new files even to root, as a read-only disk does."""
    assert answer(process(cache=Path("/proc/self"))) == pytest.approx(EXPECTED)


def test_without_a_home_the_temporary_folder_serves(tmp_path):
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    nowhere = str(in_the_way / "home")
    one = process(cache=None, HOME=nowhere, XDG_CACHE_HOME=nowhere, TMPDIR=str(temporary))
    assert answer(one) == pytest.approx(EXPECTED)
    assert list(temporary.glob("fleksim-*/kernels/*/*kernel_*.py"))


def test_two_processes_fill_one_cache(tmp_path):
    both = [process(cache=tmp_path), process(cache=tmp_path)]
    assert [answer(one) for one in both] == [pytest.approx(EXPECTED)] * 2
    assert answer(process(cache=tmp_path)) == pytest.approx(EXPECTED)


CHECKED = """
import numpy as np
from fleksim.engine.compute import prepare, table_of
from fleksim.engine.law import law
today = law("2026-01-01")
# The same kernel as above.
linked, kernel = prepare([today], ("fleksloentilskud",), "none")
columns = [np.full(4, 10.0) for _ in linked.columns]
try:
    kernel(*columns, table_of([today], linked.parameters), np.empty((1, 1, 4)), 0, 5)
except IndexError:
    print((1.0).hex())
"""


@pytest.mark.slow
def test_bounds_are_checked_when_asked_for(tmp_path):
    """That the next test can fail: a kernel that reaches beyond its columns is caught."""
    assert answer(process(CHECKED, cache=tmp_path, NUMBA_BOUNDSCHECK="1")) == 1.0


@pytest.mark.slow
def test_a_kernel_kept_without_checks_is_not_taken_for_a_checked_one(full_cache, tmp_path):
    cache = copy_of(full_cache, tmp_path / "cache")
    assert answer(process(CHECKED, cache=cache, NUMBA_BOUNDSCHECK="1")) == 1.0


@pytest.mark.slow
def test_the_kernel_tests_pass_with_bounds_checked(tmp_path):
    """The comparison of the readings once more, every index checked, with kernels of their own."""
    env = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "FLEKSIM_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(PACKAGE.parent)}
    here = Path(__file__).parent
    chosen = "2026 or chunks or laws or permuted or missing"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", f"({chosen}) and not rounding"]
    files = [str(here / "test_two_readings.py"), str(here / "test_missing.py")]
    found = subprocess.run([*command, *files], env=env, capture_output=True, text=True, cwd=here.parents[1], check=False)
    assert found.returncode == 0, found.stdout + found.stderr
