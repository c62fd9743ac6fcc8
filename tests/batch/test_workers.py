"""Workers that die: the run ends with the same bytes, or names the parts that could not be made (F1 to F4, F20, F23, F25)."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest

from fleksim.batch import crew as crew_module
from fleksim.batch import make as make_module
from fleksim.batch.crew import Threads, crew
from fleksim.batch.plan import INCOMES, SUMS, Part
from fleksim.batch.work import SPARING
from fleksim.problems import InputError, PartsFailed

from .runs import start, tree, write_batch


@pytest.fixture(scope="module")
def longer(tmp_path_factory) -> Path:
    """A batch of 24 parts a stage: 12,000 persons."""
    return write_batch(tmp_path_factory.mktemp("batch"), population="{size: 12000, year: 2026, seed: 7}")


@pytest.fixture(scope="module")
def longer_reference(longer, small_parts, tmp_path_factory) -> dict[str, str]:
    from fleksim.batch.read import read_batch
    from fleksim.batch.run import run_batch

    folder = tmp_path_factory.mktemp("reference") / "run"
    run_batch(read_batch(longer), folder)
    return tree(folder)


class Killer:
    """Progress that kills workers when so many parts of the scenarios are done."""

    def __init__(self, moments: dict[int, int]) -> None:
        self.moments, self.killed = dict(moments), 0

    def __call__(self, stage: str, done: int, total: int, reused: int) -> None:
        for moment in [one for one in self.moments if stage == SUMS and done >= one]:
            for child in multiprocessing.active_children()[: self.moments.pop(moment)]:
                os.kill(child.pid, signal.SIGKILL)
                self.killed += 1


@pytest.mark.slow
@pytest.mark.parametrize("moments", ({2: 1, 8: 1, 14: 1}, {5: 2}), ids=("three", "both at once"))
def test_workers_that_are_killed_change_nothing(moments, longer, longer_reference, tmp_path, run, capfd):
    killer = Killer(moments)
    outcome = run(longer, tmp_path / "run", scheduler="local:2", progress=killer)
    assert killer.killed == sum(moments.values())
    assert (outcome.made, outcome.reused) == (72, 0)
    assert tree(tmp_path / "run") == longer_reference
    assert not multiprocessing.active_children()
    assert capfd.readouterr() == ("", ""), "the cluster speaks on the terminal"


@pytest.mark.slow
def test_a_part_that_always_kills_its_worker_fails_alone(batch, reference, tmp_path, run, monkeypatch):
    folder = tmp_path / "run"

    def deadly(folder: str, digest: str, size: int, part: Part):
        from fleksim.batch.work import perform

        if part == Part(SUMS, 3):
            os.kill(os.getpid(), signal.SIGKILL)
        return perform(folder, digest, size, part)

    monkeypatch.setattr(crew_module, "ALLOWED_FAILURES", 2)
    with monkeypatch.context() as patch, pytest.raises(PartsFailed) as caught:
        patch.setattr(make_module, "perform", deadly)
        run(batch, folder, scheduler="local:2")
    assert "1 parts failed; the others are done" in str(caught.value)
    assert "sums-00003-00000 (persons 1,501 to 2,000" in str(caught.value)
    assert "worker that tried it died" in str(caught.value)
    outcome = run(batch, folder)
    assert (outcome.made, outcome.reused) == (1, 17)
    assert tree(folder) == tree(reference)


@pytest.mark.parametrize("short", (MemoryError("short"), ValueError("odd")))
def test_a_part_that_fails_is_named_and_the_others_are_done(short, batch, reference, tmp_path, fleksim, monkeypatch):
    from fleksim.batch.work import perform

    sizes = []

    def failing(folder: str, digest: str, size: int, part: Part):
        if part == Part(SUMS, 1):
            sizes.append(size)
            raise short
        return perform(folder, digest, size, part)

    folder = tmp_path / "run"
    with monkeypatch.context() as patch:
        patch.setattr(make_module, "perform", failing)
        code, _, err = fleksim("run", batch, "--out", folder)
    assert code == 4
    why = "out of memory" if isinstance(short, MemoryError) else "ValueError: odd"
    assert f"sums-00001-00000 (persons 501 to 1,000; hoejere, intet, lavere): {why}" in err
    assert "--chunk" in err
    assert sizes == ([10_000, SPARING] if isinstance(short, MemoryError) else [10_000])
    assert not (folder / "result.nc").exists()
    code, _, err = fleksim("table", folder)
    assert code == 2
    assert "is not finished" in err
    code, out, _ = fleksim("run", batch, "--out", folder, "--json")
    assert (code, json.loads(out)["made"]) == (0, 1)
    assert tree(folder) == tree(reference)


def test_a_part_short_of_memory_is_made_alone_with_fewer_persons_at_a_time(batch, reference, tmp_path, run, monkeypatch):
    from fleksim.batch.work import perform

    def short(folder: str, digest: str, size: int, part: Part):
        if size > SPARING and part.block == 2:
            raise MemoryError
        return perform(folder, digest, size // 7, part)

    monkeypatch.setattr(make_module, "perform", short)
    assert run(batch, tmp_path / "run").made == 18
    assert tree(tmp_path / "run") == tree(reference)


def test_what_is_there_can_be_added_up(batch, tmp_path, fleksim, monkeypatch):
    from fleksim.batch.work import perform

    def failing(folder: str, digest: str, size: int, part: Part):
        if part == Part(SUMS, 1):
            raise ValueError("odd")
        return perform(folder, digest, size, part)

    folder = tmp_path / "run"
    monkeypatch.setattr(make_module, "perform", failing)
    code, _, err = fleksim("run", batch, "--out", folder, "--allow-partial")
    assert code == 4
    assert "The results hold what is there" in err
    assert "Kun 5 af 6 dele af personerne" in (folder / "tables" / "grundlag.csv").read_text(encoding="utf-8")

    def none(folder: str, digest: str, size: int, part: Part):
        raise ValueError("odd")

    monkeypatch.setattr(make_module, "perform", none)
    code, _, err = fleksim("run", batch, "--out", tmp_path / "none", "--allow-partial")
    assert code == 4
    assert not (tmp_path / "none" / "result.nc").exists()


@pytest.mark.parametrize("choices", ({"threads": 2}, {"chunk": 137}, {"chunk": 1_500, "threads": 2}, {"chunk": 10**9}), ids=str)
def test_threads_and_chunks_change_no_byte(choices, batch, reference, tmp_path, run):
    run(batch, tmp_path / "run", **choices)
    assert tree(tmp_path / "run") == tree(reference)


@pytest.mark.slow
@pytest.mark.parametrize(("scheduler", "chunk"), (("local:1", None), ("local", 700)))
def test_workers_change_no_byte(scheduler, chunk, batch, reference, tmp_path, run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(batch, Path("run"), scheduler=scheduler, chunk=chunk)
    assert tree(tmp_path / "run") == tree(reference)
    assert [path.name for path in tmp_path.iterdir()] == ["run"], "the cluster leaves files where the user is"


@pytest.mark.parametrize("count", ("0", "257", "-1", "two", "\u0662", "1.5"))
def test_an_odd_number_of_workers_is_refused(count, batch, tmp_path, fleksim):
    code, _, err = fleksim("run", batch, "--out", tmp_path / "run", "--scheduler", f"local:{count}")
    assert code == 2
    assert "does not say how many workers" in err


def test_a_scheduler_that_is_not_there_is_told_in_seconds(batch, tmp_path, fleksim, monkeypatch):
    monkeypatch.setattr(crew_module, "PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "tcp://nowhere.invalid:1", "nowhere", "ftp://x:1", "tcp://"):
        code, _, err = fleksim("run", batch, "--out", tmp_path / "run", "--scheduler", address)
        assert code == 2, address
        assert f"--scheduler: no scheduler answers at '{address}'" in err
        assert err.count("\n") == 1


@pytest.fixture
def cluster():
    """Somebody's cluster: workers are threads of this process, so that tests can reach them."""
    import distributed

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, host="127.0.0.1", protocol="tcp", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as found:
        yield found


def test_a_cluster_gives_the_same_bytes(cluster, batch, reference, tmp_path, run):
    run(batch, tmp_path / "run", scheduler=cluster.scheduler_address)
    assert tree(tmp_path / "run") == tree(reference)


def test_a_cluster_without_workers_is_refused(cluster, batch, tmp_path, fleksim, monkeypatch):
    monkeypatch.setattr(crew_module, "PATIENCE", 1)
    cluster.scale(0)
    while cluster.scheduler.workers:
        threading.Event().wait(0.05)
    code, _, err = fleksim("run", batch, "--out", tmp_path / "run", "--scheduler", cluster.scheduler_address)
    assert code == 2
    assert "has no workers" in err


def _no_package() -> None:
    raise ModuleNotFoundError("No module named 'fleksim'")


def test_a_cluster_of_other_versions_is_refused(cluster, batch, tmp_path, fleksim, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(crew_module, "versions", lambda: (("fleksim", "0.0.9"), ("code", "x")))
        patch.setattr(crew_module, "differing", lambda theirs, ours: ["fleksim 0.0.9, you have 1"])
        code, _, err = fleksim("run", batch, "--out", tmp_path / "run", "--scheduler", cluster.scheduler_address)
    assert code == 2
    assert "has fleksim 0.0.9, you have 1. Give every worker the same versions." in err
    monkeypatch.setattr(crew_module, "versions", _no_package)
    code, _, err = fleksim("run", batch, "--out", tmp_path / "run", "--scheduler", cluster.scheduler_address)
    assert code == 2
    assert "the workers cannot load fleksim (ModuleNotFoundError" in err


def test_a_worker_of_other_versions_that_comes_later_is_refused(batch, tmp_path, fleksim, monkeypatch):
    """Its first part is refused, whoever asked before."""
    from fleksim.batch import work

    monkeypatch.setattr(work, "versions", lambda: (("fleksim", "0.0.9"),))
    code, _, err = fleksim("run", batch, "--out", tmp_path / "run")
    assert code == 2
    assert "you have 0.0.9" in err


@pytest.mark.slow
def test_a_scheduler_that_goes_away_ends_the_run_and_keeps_what_is_done(longer, longer_reference, tmp_path, run):
    import distributed

    found = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, host="127.0.0.1", protocol="tcp", dashboard_address="127.0.0.1:0", silence_logs=50
    )

    def away(stage: str, done: int, total: int, reused: int) -> None:
        if stage == INCOMES and done >= 8:
            found.close()

    with pytest.raises(ConnectionError, match="the scheduler is gone"):
        run(longer, tmp_path / "run", scheduler=found.scheduler_address, progress=away)
    outcome = run(longer, tmp_path / "run")
    assert outcome.reused >= 32
    assert tree(tmp_path / "run") == longer_reference


def test_a_crew_makes_every_part_once():
    tasks = [(Part(SUMS, block),) for block in range(20)]
    made = [part for batch in Threads(3).make(lambda part: (), tasks) for part in batch]
    assert sorted(made) == [Part(SUMS, block) for block in range(20)]


def test_without_the_package_of_the_cluster_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'fleksim\[distributed\]'"), crew("local:2", 1):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("how", (signal.SIGINT, signal.SIGTERM, signal.SIGKILL))
def test_a_stopped_run_leaves_no_worker(how, longer, longer_reference, tmp_path, run):
    folder = tmp_path / "run"
    one = start("run", longer, "--out", folder, "--scheduler", "local:2")
    while not list(folder.glob("parts/incomes-*")):
        assert one.poll() is None
        threading.Event().wait(0.02)
    children = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _parent(path) == one.pid]
    assert len(children) >= 2
    one.send_signal(how)
    _, err = one.communicate(timeout=5)
    assert one.returncode == (-9 if how == signal.SIGKILL else 130)
    assert err == ("" if how == signal.SIGKILL else "interrupted; the parts that are done are kept\n")
    for _ in range(100):
        if not [child for child in children if _alive(child)]:
            break
        threading.Event().wait(0.05)
    assert not [child for child in children if _alive(child)]
    outcome = run(longer, folder)
    assert outcome.reused >= 24
    assert tree(folder) == longer_reference


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
