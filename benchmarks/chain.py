"""fleksim against C and NumPy: wage, supplement, ceiling, AM-bidrag and tax of a million single people in fleksjob."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

import fleksim
from fleksim.engine.compute import table_of
from fleksim.engine.law import law
from fleksim.kernel.link import link
from fleksim.kernel.store import load
from fleksim.people.columns import COLUMNS
from numpy_chain import chain as numpy_chain
from samples import DAY, YEAR, people
from timing import Row, in_turns, milliseconds

Floats = npt.NDArray[np.float64]

TARGETS = ("loen_md", "fleksloentilskud", "am_bidrag", "skat_i_alt")
COMPILE = ("gcc", "-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC")
# The order of the arguments of chain.c.
IN_C = ("hourly_wage", "hours", "pension_share", "other_transfer", "kommuneskat", "kirkeskat", "church_member")
SAME = 1e-6  # kroner


def in_c(columns: dict[str, Floats], out: Floats) -> Callable[[], object]:
    """The C loop, compiled now, ready to be called: same columns in, same rows out."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "chain.so"
        subprocess.run([*COMPILE, "-o", str(library), str(Path(__file__).with_name("chain.c"))], check=True)
        loaded = ctypes.CDLL(str(library))
    names = (ctypes.c_char * 4096).in_dll(loaded, "parameter_names").value.decode().split()
    in_force = vars(law(DAY).p)
    parameters = np.array([in_force[name] for name in names])
    arrays = [parameters, *(columns[name] for name in IN_C), *(out[row, 0] for row in range(len(TARGETS)))]
    assert all(one.flags.c_contiguous and one.dtype == np.float64 for one in arrays)
    loaded.chain.argtypes = [ctypes.c_size_t] + [ctypes.c_void_p] * len(arrays)
    loaded.chain.restype = None
    size = out.shape[2]
    return lambda: loaded.chain(size, *(one.ctypes.data for one in arrays))


def linked(columns: dict[str, Floats], out: Floats) -> Callable[[], object]:
    """fleksim's kernel, as the linker writes it for people who differ in these columns."""
    rules = law(DAY)
    same = {name: column.default for name, column in COLUMNS.items() if name not in columns} | {"year": YEAR}
    text = link(rules.book, TARGETS, rounding="none", constants={name: same[name] for name in rules.book.columns(TARGETS) if name in same})
    kernel, table = load(text), table_of([rules], text.parameters)
    arguments = [columns[name] for name in text.columns]
    size = out.shape[2]
    return lambda: kernel(*arguments, table, out, 0, size)


def through_the_door(columns: dict[str, Floats], out: Floats) -> Callable[[], object]:
    """fleksim.compute, as anybody would call it who has many persons of one kind."""
    return lambda: fleksim.compute([law(DAY)], {**columns, "year": YEAR}, TARGETS, rounding="none", fitted=True, out=out)


def measure(size: int = 1_000_000, turns: int = 41) -> list[Row]:
    """Ratios of one run. Raises AssertionError if the results differ; then nothing is timed."""
    columns = people(size)
    outs = {name: np.full((len(TARGETS), 1, size), np.nan) for name in ("C", "linked", "door")}
    p = law(DAY).p
    calls: dict[str, Callable[[], object]] = {
        "C": in_c(columns, outs["C"]),
        "linked": linked(columns, outs["linked"]),
        "door": through_the_door(columns, outs["door"]),
    }
    for call in calls.values():
        call()
    for name in ("linked", "door"):
        np.testing.assert_allclose(outs[name], outs["C"], rtol=0.0, atol=SAME, err_msg=name)
    np.testing.assert_allclose(np.array(numpy_chain(columns, p)), outs["C"][:, 0], rtol=0.0, atol=SAME)
    found = in_turns(calls, turns)
    # NumPy in a run of its own, with fewer turns: its temporaries would put the others' columns out of the cache.
    slow = in_turns({"NumPy": lambda: numpy_chain(columns, p), "linked": calls["linked"]}, 7)
    c, kernel, door = found["C"], found["linked"], found["door"]
    rows = [Row(f"Chain, {size:,} persons, C", f"{milliseconds(c.median)} (least {milliseconds(c.least)})")]
    for title, one in (("through the linker", kernel), ("through `fleksim.compute`", door)):
        ratio, best = c.median / one.median, c.least / one.least
        rows.append(
            Row(
                f"Speed against C, {title}",
                f"{ratio:.2f} (least times {best:.2f}); {milliseconds(one.median)}",
                "at least 0.9",
                ratio >= 0.9,
            )
        )
    times = slow["NumPy"].median / slow["linked"].median
    rows.append(
        Row("Speed against NumPy array at a time", f"{times:.0f} times; NumPy {milliseconds(slow['NumPy'].median)}", "at least 15 times", times >= 15.0)
    )
    return rows


if __name__ == "__main__":
    from timing import table

    print(table(measure()))
