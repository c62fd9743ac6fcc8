"""One finished small run for all tests of batches; its kernels are compiled once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fleksim.batch import plan
from fleksim.batch.read import read_batch
from fleksim.batch.run import Outcome, run_batch
from fleksim.cli.main import main

from .runs import BLOCK, write_batch


@pytest.fixture(scope="session")
def small_parts() -> Iterator[None]:
    """Parts of 500 persons in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "BLOCK", BLOCK)
        yield


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of 3,000 persons and three scenarios."""
    return write_batch(tmp_path_factory.mktemp("batch") / "static")


@pytest.fixture(scope="session")
def reference(batch: Path, small_parts: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an uninterrupted run in one thread. Nobody may write to it."""
    folder = tmp_path_factory.mktemp("reference") / "run"
    run_batch(read_batch(batch), folder, threads=1)
    return folder


@pytest.fixture
def finished(reference: Path, tmp_path: Path) -> Path:
    """A copy of the finished run."""
    shutil.copytree(reference, tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture
def run(small_parts: None) -> Callable[..., Outcome]:
    """`run(batch, folder, ...)` in this process."""
    return lambda path, folder, **choices: run_batch(read_batch(path), folder, **choices)


@pytest.fixture
def fleksim(small_parts: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`fleksim("run", ...)` in this process: exit code, output and messages."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command
