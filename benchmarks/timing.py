"""Timing in turns: A B A B, so that whatever else the machine does falls on both."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Seconds of a call: the median of the turns and the shortest."""

    median: float
    least: float


@dataclass(frozen=True)
class Row:
    """One line of the table of results; met is None where nothing was asked for."""

    what: str
    found: str
    asked: str = ""
    met: bool | None = None


def in_turns(functions: Mapping[str, Callable[[], object]], turns: int) -> dict[str, Timing]:
    """Call the functions one after another, many times over. The first two rounds only warm up."""
    seconds: dict[str, list[float]] = {name: [] for name in functions}
    for turn in range(turns + 2):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            taken = time.perf_counter() - start
            if turn >= 2:
                seconds[name].append(taken)
    return {name: Timing(statistics.median(taken), min(taken)) for name, taken in seconds.items()}


def table(rows: list[Row]) -> str:
    """Rows as a Markdown table."""
    lines = ["| What | Found | Asked for | Met |", "| --- | --- | --- | --- |"]
    said = {None: "", True: "yes", False: "**no**"}
    return "\n".join([*lines, *(f"| {row.what} | {row.found} | {row.asked} | {said[row.met]} |" for row in rows)])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"


def machine() -> str:
    """Date, processor and versions the results rest on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    about = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    model = about.get("model name", platform.processor() or platform.machine())
    detail = f" (family {about['cpu family']}, model {about['model']})" if "cpu family" in about else ""
    parts = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "llvmlite", "xarray"))
    return f"{date.today()}; {model}{detail}, {platform.system()}; Python {platform.python_version()}, {parts}"
