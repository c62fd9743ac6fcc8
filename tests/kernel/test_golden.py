"""The kernel one can read: it is what the linker writes, it is the same everywhere, and it is the law."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fleksim.engine.compute import table_of
from fleksim.engine.law import law_on
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.kernel import golden
from fleksim.kernel.link import link
from fleksim.rules import rule
from fleksim.sieve import objections


def test_the_committed_kernel_is_what_the_linker_writes():
    assert golden.PATH.read_text(encoding="utf-8") == golden.text(), "run python -m fleksim.kernel.golden and read the difference"


def test_the_generator_writes_that_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(golden, "PATH", tmp_path / "current_law.py")
    golden.main()
    assert (tmp_path / "current_law.py").read_text(encoding="utf-8") == golden.text()
    assert capsys.readouterr().out.startswith("current_law.py: ")


@pytest.mark.parametrize("seed", ("0", "1"))
def test_the_text_does_not_depend_on_the_run(seed):
    code = "import hashlib; from fleksim.kernel.golden import text; print(hashlib.sha256(text().encode()).hexdigest())"
    env = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "0"}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout.strip()
    import hashlib

    assert found == hashlib.sha256(golden.text().encode()).hexdigest()


def test_the_text_holds_no_place_of_this_machine():
    assert str(Path.home()) not in golden.text()
    assert str(Path(__file__).parents[2]) not in golden.text()


def test_the_golden_kernel_is_the_law_when_it_is_read_as_python(crowd):
    """The loop without a compiler, on a few persons, against the rules themselves."""
    from fleksim.kernel import current_law

    law = law_on(golden.DAY)
    people = crowd(25, 2026, seed=3)
    people["sideline_hours"] = people["sideline_hours"] * 0.0
    rows = np.empty((len(OUTPUTS) + 1, 1, 25))
    current_law.kernel(*(people[name] for name in current_law.COLUMNS), table_of([law], current_law.PARAMETERS), rows, 0, 25)
    assert current_law.TARGETS == OUTPUTS
    for person in range(25):
        plain = read(law, {name: float(values[person]) for name, values in people.items()}, OUTPUTS, rounding="skat")
        assert [float(value) for value in rows[:-1, 0, person]] == [float(plain[name]) for name in OUTPUTS]
    assert (rows[-1] == 0.0).all()


# --- the linker's own grammar, on sentences of every shape -----------------------------------------------------------

SENTENCE = {"law": "-", "unit": "kr/aar", "da": "x", "en": "x"}


@rule(**SENTENCE)
def early_returns(hours, p):
    """A return inside a branch, another after it."""
    if hours < p.atp_timer_en_tredjedel:
        if hours <= 0.0:
            return 1.0
        return 0.0
    part = hours
    if hours > p.atp_timer_fuld:  # noqa: SIM108 - a branch is what is tried
        part = part - 1.0
    else:
        part = part + 1.0
    if part > p.fuld_arbejdstid:
        part = p.fuld_arbejdstid
        return part  # noqa: RET504
    return -part


@rule(**SENTENCE)
def returns_in_the_else(hours, p):
    """The branch falls through, the else returns."""
    sats = 0.0
    if hours < p.atp_timer_to_tredjedele:
        sats = hours
    else:
        return hours * hours
    return sats if (hours != 0.0 and not hours == 1.0) or hours < 0.0 else 1.0  # noqa: SIM201


@rule(**SENTENCE)
def in_a_chain(hours, p):
    """Elif after elif."""
    if hours < p.atp_timer_en_tredjedel:
        found = 0.0
    elif hours < p.atp_timer_to_tredjedele:
        found = 1.0
    elif hours < p.atp_timer_fuld:
        found = abs(-hours)
    else:
        found = min(hours, p.fuld_arbejdstid, max(hours, 1.0))
    return found


@pytest.mark.parametrize("one", (early_returns, returns_in_the_else, in_a_chain), ids=lambda one: one.name)
def test_a_sentence_of_any_shape_is_linked_as_it_reads(one):
    """The generated loop, run as Python, does what the sentence does."""
    assert objections(one) == []
    law = law_on(golden.DAY).change(rules=[one])
    linked = link(law.book, [one.name])
    space: dict = {}
    exec(compile(linked.text, "linked", "exec"), space)
    hours = np.array([0.0, 1.0, 8.99, 9.0, 17.0, 18.0, 26.0, 27.0, 28.0, 36.5, 37.0, 38.0])
    rows = np.empty((1, 1, hours.size))
    space["kernel"](hours, table_of([law], linked.parameters), rows, 0, hours.size)
    assert [float(value) for value in rows[0, 0]] == [float(one(value, law.p)) for value in hours]


@rule(**SENTENCE)
def returns_by_half(hours, p):
    """The sieve refuses it: the linker would leave its return in the loop, and end it for everybody after."""
    if hours < p.atp_timer_en_tredjedel:
        found = 0.0
    elif hours < p.atp_timer_fuld:
        return abs(-hours)
    else:
        found = p.fuld_arbejdstid
    return found


def test_a_sentence_that_the_sieve_refuses_is_not_linked():
    assert objections(returns_by_half)
    law = law_on(golden.DAY).change(rules=[returns_by_half])
    with pytest.raises(ValueError, match="returns_by_half"):
        link(law.book, ["returns_by_half"])
