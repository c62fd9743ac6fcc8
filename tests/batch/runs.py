"""Small batches, run here or in processes of their own, and folders compared byte by byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fleksim

PACKAGE = Path(fleksim.__file__).parent
# Persons a part of the tests' batches.
BLOCK = 500
SIZE = 3_000

HIGHER = """title: {da: Højere maksimum, en: Higher maximum}
from: 2027-01-01
baseline: {law: 2026-01-01}
changes: {parameters: {fleksloentilskud_max: 23000}}
"""
TAPER = """title: {da: Lavere aftrapning, en: Lower taper}
from: 2027-01-01
baseline: {law: 2026-01-01}
changes: {parameters: {aftrapning_1: 0.25}}
"""
NOTHING = """title: {da: Ingenting, en: Nothing}
from: 2027-01-01
baseline: {law: 2026-01-01}
changes: {parameters: {aftrapning_1: 0.3}}
"""
BATCH = """title: {{da: Prøve, en: Test}}
population: {population}
scenarios: [baseline, hoejere.yaml, intet.yaml, lavere.yaml]
outputs: [{outputs}]
"""

# Runs a command with small parts: `python -c COMMAND BLOCK run ...`.
COMMAND = """
import sys
from fleksim.batch import plan
from fleksim.cli.main import main
plan.BLOCK = int(sys.argv[1])
sys.exit(main(sys.argv[2:]))
"""


def write_batch(folder: Path, *, population: str = f"{{size: {SIZE}, year: 2026, seed: 7}}", outputs: str = "static", more: str = "") -> Path:
    """A batch of three scenarios with its reforms: the first makes nobody poorer, the second changes nothing."""
    folder.mkdir(exist_ok=True)
    for name, text in (("hoejere", HIGHER), ("intet", NOTHING), ("lavere", TAPER)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "batch.yaml"
    path.write_text(BATCH.format(population=population, outputs=outputs) + more, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, str]:
    """The hash of every file of a run but its lock and its log, which are no results."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (".lock", "log.jsonl"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def start(*arguments: object, block: int = BLOCK, code: str = COMMAND, limit: Callable[[], None] | None = None, **more: str) -> subprocess.Popen[str]:
    """`fleksim ARGUMENTS` in a process of its own, warnings being errors."""
    env = {name: value for name, value in os.environ.items() if name not in ("NUMBA_CACHE_DIR",)}
    env |= {"PYTHONPATH": str(PACKAGE.parent), **more}
    command = [sys.executable, "-W", "error", "-c", code, str(block), *map(str, arguments)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=limit)


def finish(one: subprocess.Popen[str], timeout: float = 120) -> tuple[int, str, str]:
    """Exit code, output and messages."""
    out, err = one.communicate(timeout=timeout)
    assert "Traceback" not in err, err
    return one.returncode, out, err


def command(*arguments: object, **more: Any) -> tuple[int, str, str]:
    return finish(start(*arguments, **more))
