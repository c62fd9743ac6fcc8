"""Stopped, locked out, out of room: what is done stays done (F5 to F9, F18, F22 to F25)."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import resource
import shutil
import signal
import time
from pathlib import Path

import pytest

from fleksim.batch import bind as bind_module
from fleksim.batch import files, journal
from fleksim.batch.manifest import read_manifest
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch

from .runs import command, finish, start, tree, write_batch


@pytest.fixture(scope="module")
def longer(tmp_path_factory) -> Path:
    """A batch of 40 parts a stage: 20,000 persons."""
    return write_batch(tmp_path_factory.mktemp("batch"), population="{size: 20000, year: 2026, seed: 7}")


@pytest.fixture(scope="module")
def longer_reference(longer, small_parts, tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reference") / "run"
    run_batch(read_batch(longer), folder)
    return tree(folder)


def parts_noted(folder: Path) -> int:
    path = folder / journal.NAME
    return len(journal.records(path))


@pytest.mark.slow
def test_a_run_killed_at_random_moments_ends_with_the_same_bytes_and_makes_no_part_twice(longer, longer_reference, tmp_path, run):
    folder = tmp_path / "run"
    chance = random.Random(5)
    noted: list[int] = []
    for _ in range(4):
        one = start("run", longer, "--out", folder, "--threads", 2)
        before = parts_noted(folder)
        goal = before + chance.randrange(1, 30)
        while parts_noted(folder) < goal and one.poll() is None:
            time.sleep(chance.random() * 0.01)
        one.kill()
        one.communicate()
        assert one.returncode == -9
        noted.append(parts_noted(folder))
        names = [record["part"] for record in journal.records(folder / journal.NAME)]
        assert len(set(names)) == len(names), "a part that was noted was made again"
    assert noted == sorted(set(noted))
    outcome = run(longer, folder)
    assert outcome.made == 120 - noted[-1]
    assert outcome.reused == noted[-1]
    assert tree(folder) == longer_reference


@pytest.mark.slow
def test_a_run_killed_while_it_writes_results_ends_with_the_same_bytes(batch, reference, tmp_path, run):
    """From the first result file on: killed in the middle of each of the first ones."""
    folder = tmp_path / "run"
    for name in ("result.nc", "result.parquet", "tables"):
        one = start("run", batch, "--out", folder)
        while not list(folder.glob(f"{name}*")) and not list(folder.glob(".fleksim-*")) and one.poll() is None:
            time.sleep(0.001)
        one.kill()
        one.communicate()
        assert one.returncode in (-9, 0)
    run(batch, folder)
    assert tree(folder) == tree(reference)


def test_a_finished_run_is_only_looked_at(batch, finished, reference, fleksim, monkeypatch):
    monkeypatch.setattr("fleksim.batch.run.prepare", None)
    begun = time.perf_counter()
    code, out, _ = fleksim("run", batch, "--out", finished, "--json")
    assert time.perf_counter() - begun < 1.0
    assert code == 0
    assert (json.loads(out)["made"], json.loads(out)["reused"]) == (0, 18)
    assert tree(finished) == tree(reference)


@pytest.mark.slow
def test_a_thousand_finished_parts_are_looked_at_in_a_second(tmp_path):
    """The hashes of 1,000 parts of 100 kB."""
    from fleksim.batch.files import Receipt, sha256_of

    content = os.urandom(100_000)
    for index in range(1_000):
        (tmp_path / f"{index}").write_bytes(content)
    mark = sha256_of(tmp_path / "0")
    known = {str(index): (Receipt(str(index), mark, 100_000, ""),) for index in range(1_000)}
    begun = time.perf_counter()
    done, wrong = bind_module.whole_parts(tmp_path, known)
    assert time.perf_counter() - begun < 1.0
    assert (len(done), wrong) == (1_000, [])


@pytest.mark.slow
@pytest.mark.parametrize("how", (signal.SIGINT, signal.SIGTERM))
def test_an_interrupt_stops_within_seconds_and_the_run_goes_on(how, longer, longer_reference, tmp_path, run):
    folder = tmp_path / "run"
    one = start("run", longer, "--out", folder)
    while parts_noted(folder) < 45:
        assert one.poll() is None
        time.sleep(0.01)
    one.send_signal(how)
    begun = time.monotonic()
    code, out, err = finish(one, timeout=5)
    assert time.monotonic() - begun < 5
    assert (code, out, err) == (130, "", "interrupted; the parts that are done are kept\n")
    noted = parts_noted(folder)
    outcome = run(longer, folder)
    assert outcome.reused == noted >= 45
    assert tree(folder) == longer_reference


def files_of_at_most(size: int):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.slow
@pytest.mark.parametrize("size", (20_000, 400_000, 800_000), ids=("persons", "sums", "results"))
def test_without_room_the_run_ends_naming_folder_and_bytes_and_leaves_no_torn_file(size, batch, reference, tmp_path, run):
    """A limit on the size of a file is met as a full disk is: in the middle of writing."""
    folder = tmp_path / "run"
    code, out, err = command("run", batch, "--out", folder, limit=files_of_at_most(size))
    assert (code, out) == (5, "")
    assert err.startswith(str(folder))
    assert "File too large" in err
    assert "bytes are needed. Free some space, or write elsewhere.\n" in err
    assert err.count("\n") == 1
    assert not [path for path in folder.rglob(".*") if path.name != ".lock"]
    noted = parts_noted(folder)
    assert noted == sum(1 for path in folder.rglob("*.parquet") if path.parent != folder)
    assert run(batch, folder).reused == noted
    assert tree(folder) == tree(reference)


def test_a_full_disk_is_told_with_the_bytes_that_are_needed(tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left on device; 12,345 bytes are needed") as caught:
        files.write_bytes(tmp_path / "part", b"x" * 12_345)
    assert caught.value.filename == str(tmp_path / "part")
    assert caught.value.errno == errno.ENOSPC
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ("/proc/fleksim/run", "/sys/run", "/dev/null/run"))
def test_a_place_that_cannot_be_written_is_told_before_anything_is_computed(place, batch, fleksim, monkeypatch):
    """Not even root may write there."""
    monkeypatch.setattr("fleksim.batch.run.hashes", None)
    code, _, err = fleksim("run", batch, "--out", place)
    assert code == 5
    assert err.startswith(place.rpartition("/")[0])


def test_a_read_only_folder_is_told_before_anything_is_computed(batch, tmp_path, fleksim, monkeypatch):
    def read_only(*arguments, **choices):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "/some/where/else")

    monkeypatch.setattr("fleksim.batch.run.hashes", None)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", read_only)
    code, _, err = fleksim("run", batch, "--out", tmp_path / "run")
    assert code == 5
    assert err == f"{tmp_path / 'run'}: Read-only file system.\n"


def test_a_folder_that_vanishes_is_told(batch, tmp_path, fleksim, monkeypatch):
    from fleksim.batch import make

    folder = tmp_path / "run"
    monkeypatch.setattr(make, "warm", lambda *arguments: shutil.rmtree(folder))
    code, _, err = fleksim("run", batch, "--out", folder)
    assert code in (2, 5)
    assert str(folder) in err


def test_two_runs_do_not_share_a_folder(batch, reference, tmp_path, fleksim):
    folder = tmp_path / "run"
    holder = (
        "import sys, time\nfrom pathlib import Path\nfrom fleksim.batch.lock import locked\nPath(sys.argv[2]).mkdir()\n"
        "with locked(Path(sys.argv[2])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    one = start(folder, code=holder)
    assert one.stdout.readline() == "held\n"
    code, _, err = fleksim("run", batch, "--out", folder)
    assert code == 3
    assert err == f"{folder}: in use by pid {one.pid}. Wait for it, or choose another folder.\n"
    assert [path.name for path in folder.iterdir()] == [".lock"]
    one.kill()
    one.communicate()
    assert fleksim("run", batch, "--out", folder)[0] == 0
    assert tree(folder) == tree(reference)


def test_a_lock_is_given_back(tmp_path):
    from fleksim.batch.lock import locked
    from fleksim.problems import FolderInUse

    with locked(tmp_path):
        with pytest.raises(FolderInUse, match=f"in use by pid {os.getpid()}"), locked(tmp_path):
            pass
        with pytest.raises(FolderInUse), locked(tmp_path):
            pass
    with locked(tmp_path):
        pass


@pytest.mark.slow
def test_locale_time_zone_hash_seed_and_clock_change_no_byte(batch, reference, tmp_path):
    """Four surroundings at once in two processes; none of them may be seen in a result."""
    c = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}
    danish = {"LC_ALL": "da_DK.ISO-8859-1", "PYTHONUTF8": "0", "PYTHONHASHSEED": "4294967295", "TZ": "America/Nome"}
    both = [start("run", batch, "--out", tmp_path / f"run {index}", **more) for index, more in enumerate((c, danish))]
    for index, one in enumerate(both):
        code, _, err = finish(one)
        assert (code, err) == (0, "")
        assert tree(tmp_path / f"run {index}") == tree(reference)
    code, out, _ = command("table", tmp_path / "run 0", **c)
    assert code == 0
    assert "Gældende lov" in out


def test_results_hold_no_times(finished):
    """When what ran is in the log, which is no result."""
    for path in (*finished.glob("*.json"), *finished.rglob("*.csv")):
        assert not re.search(r"\b\d\d:\d\d:\d\d", path.read_text(encoding="utf-8")), path
    log = [json.loads(line) for line in (finished / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [log[0]["what"], log[-1]["what"]] == ["started", "finished"]
    assert sorted(one["part"] for one in log if one["what"] == "part") == sorted(read_manifest(finished).parts)
    assert all(one["time"].startswith("20") and one["pid"] == os.getpid() and one["host"] for one in log)


@pytest.mark.parametrize("name", ("fleksim", "code", "data", "numpy", "pyarrow"))
def test_a_run_is_not_mixed_with_another_version(name, batch, finished, fleksim, monkeypatch):
    from fleksim.batch.versions import versions

    others = tuple((one, "0.0.1" if one == name else version) for one, version in versions())
    theirs = dict(versions())[name]
    before = tree(finished)
    monkeypatch.setattr("fleksim.batch.prepare.versions", lambda: others)
    monkeypatch.setattr(bind_module, "versions", lambda: others)
    monkeypatch.setattr("fleksim.batch.verify.versions", lambda: others)
    code, _, err = fleksim("run", batch, "--out", finished)
    assert code == 2
    assert err == f"{finished}: was made with {name} {theirs}, you have 0.0.1. Use a new folder.\n"
    code, _, err = fleksim("verify", finished)
    assert code == 2
    assert f"was made with {name} {theirs}, you have 0.0.1" in err
    assert fleksim("verify", finished, "--quick")[0] == 0
    assert fleksim("table", finished)[0] == 0
    assert tree(finished) == before


def test_a_run_is_not_mixed_with_another_batch(finished, batch, tmp_path, fleksim):
    before = tree(finished)
    changed = write_batch(tmp_path / "other")
    (tmp_path / "other" / "lavere.yaml").write_text((batch.parent / "lavere.yaml").read_text(encoding="utf-8").replace("0.25", "0.26"), encoding="utf-8")
    code, _, err = fleksim("run", changed, "--out", finished)
    assert code == 2
    assert err == f"{finished}: reforms/003-lavere.yaml is not that of the run in the folder. Use a new folder.\n"
    changed = write_batch(tmp_path / "third", population="{size: 2999, year: 2026, seed: 7}")
    code, _, err = fleksim("run", changed, "--out", finished)
    assert code == 2
    assert "batch.yaml is not that of the run in the folder" in err
    assert tree(finished) == before


def test_computing_again_finds_what_hashes_cannot(finished, fleksim):
    """Parts and manifest changed together, as no rot does."""
    from dataclasses import replace

    from fleksim.batch.files import read_arrays, write_arrays

    name = "parts/sums-00002-00000.parquet"
    old = read_manifest(finished)
    [receipt] = old.parts["sums-00002-00000"]
    arrays = dict(read_arrays(finished / name, receipt.sha256))
    arrays["0/high"] = arrays["0/high"] + 1
    new = write_arrays(finished, name, arrays)
    replace(old, parts={**old.parts, "sums-00002-00000": (new,)}).write(finished)
    assert fleksim("verify", finished, "--quick")[0] == 0
    code, out, _ = fleksim("verify", finished)
    assert (code, out) == (1, f"{finished / name}: computes to something else\n")


def test_an_undamaged_run_is_found_to_be_so(finished, fleksim):
    before = tree(finished)
    assert fleksim("verify", finished) == (0, "", "")
    assert tree(finished) == before


MEMORY = """
import resource, sys
from pathlib import Path
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
limit = int(sys.argv[1]) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
run_batch(read_batch(sys.argv[2]), Path(sys.argv[3]), threads=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_a_population_streams_through_little_memory(tmp_path):
    """100,000 and 400,000 persons, whose columns take 150 MB, need about the same."""
    peaks = []
    for size in (100_000, 400_000):
        batch = write_batch(tmp_path / str(size), population=f"{{size: {size}, year: 2026, seed: 7}}")
        one = start(batch, tmp_path / f"run{size}", block=3_000, code=MEMORY, OPENBLAS_NUM_THREADS="1", ARROW_DEFAULT_MEMORY_POOL="system")
        code, out, err = finish(one)
        assert (code, err) == (0, "")
        peaks.append(int(out))
    assert peaks[1] < peaks[0] * 1.1 + 20, peaks


@pytest.mark.slow
@pytest.mark.parametrize("features", ("X86_V3 X86_V4 AVX512_ICL AVX512_SPR",))
def test_another_processor_gives_the_same_bytes(features, batch, reference, tmp_path):
    """A processor without the newer instructions: kernels of its own, and NumPy's plain loops."""
    import numpy as np

    known = " ".join(one for one in features.split() if one in np.show_config(mode="dicts")["SIMD Extensions"].get("found", []))
    more = {"NPY_DISABLE_CPU_FEATURES": known} if known else {}
    one = start("run", batch, "--out", tmp_path / "run", NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="", OPENBLAS_CORETYPE="Prescott", **more)
    code, _, err = finish(one)
    assert (code, err) == (0, "")
    assert tree(tmp_path / "run") == tree(reference)
