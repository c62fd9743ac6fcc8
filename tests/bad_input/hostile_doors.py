"""The doors that strangers' files come through, as a user opens them, and what every refusal has in common."""

from __future__ import annotations

import re
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from fleksim.cli.main import BAD_INPUT, main

FOLDER = Path(__file__).parent / "hostile"
GOOD = FOLDER / "good"
PARTED = " | "
# Bounds, not benchmarks: nearly all take some hundredths of a second and some megabytes.
MOST_SECONDS, HANGS_AFTER, MOST_MEGABYTES = 2.0, 30, 300


class Hangs(BaseException):
    """No answer: not an Exception, so that nothing on the way takes it for one of its own."""


class Refused:
    """What a refused command printed."""

    def __init__(self, told: str) -> None:
        self.told = told
        self.lines = told.splitlines()

    def says(self, expected: Sequence[str], file: str | None) -> None:
        """Every one of the words, and the file that is at fault: `in other.yaml` among the words, or the one that was given."""
        places = [one.removeprefix("in ") for one in expected if one.startswith("in ")] or ([file] if file else [])
        for words in [*places, *(one for one in expected if not one.startswith("in "))]:
            assert words in self.told, f"{words!r} is not in:\n{self.told}"

    def names_lines_of(self, file: str) -> None:
        """The file at fault stands with its line before every message about it."""
        about = [line for line in self.lines if f"{file}:" in line]
        assert about and all(re.search(rf"{re.escape(file)}:\d+: ", line) for line in about), self.told


def refused(arguments: Sequence[str], capsys: pytest.CaptureFixture[str], code: int = BAD_INPUT) -> Refused:
    """Run a command that must be refused: the exit code, nothing on standard output, no traceback, at once, in little memory."""
    capsys.readouterr()
    before, started = peak_megabytes(), time.process_time()
    with _hangs():
        found = main(list(arguments))
    spent, more = time.process_time() - started, peak_megabytes() - before
    out, told = capsys.readouterr()
    assert (found, out) == (code, ""), told
    assert told.strip() and "Traceback" not in told
    assert all(len(line) < 2_000 and line.isprintable() for line in told.splitlines()), told
    assert spent < MOST_SECONDS and more < MOST_MEGABYTES, (spent, more)
    return Refused(told)


def peak_megabytes() -> float:
    """The most memory that this process has had."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


@contextmanager
def _hangs() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise Hangs(f"no answer after {HANGS_AFTER} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANGS_AFTER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check_reform(path: Path | str, *, allow_rules: bool = False) -> list[str]:
    return ["reform", "check", str(path), *(["--allow-rules"] if allow_rules else [])]


def run_batch(path: Path | str, out: Path) -> list[str]:
    return ["run", str(path), "--out", str(out)]


def batch_of(home: Path, population: str) -> Path:
    """A batch file with the law alone on some population, in a folder of the test's own."""
    path = home / "batch.yaml"
    path.write_text(f"population: {population}\nscenarios: [baseline]\n", encoding="utf-8")
    return path


def expected_in(path: Path) -> list[str]:
    """The words that the first line of a hostile file expects: `# expect: these words | and these`."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# expect: "), path
    return first.removeprefix("# expect: ").split(PARTED)


def files_in(folder: str) -> list[Path]:
    return sorted((FOLDER / folder).glob("*.*"))
