"""Good reforms, batches and column maps, mistyped at random: read or refused with a place, never anything else.

Nothing is run: a mistyped batch that is still one is only read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleksim import paths
from fleksim.batch.read import read_batch
from fleksim.population.column_map import read_column_map
from fleksim.problems import InputError
from fleksim.reforms.read import read_reform

REFORM = """\
title: {da: "Prøve", en: "Test"}
reason: {da: "Fordi", en: "Because"}
proposed_by: {name: "Nogen", source: null}
from: 2027-01-01
baseline: {law: 2026-01-01}
changes:
  parameters:
    aftrapning_1: 0.25
    fleksloentilskud_max: {add: 500}
    aftrapning_knaek: {uprate: {of: 2019-01-01, percent: 2.5}}
  assumptions: {fornyelse_andel: 0.9}
protection: {existing: keep, granted_before: 2026-06-30, for_months: 24}
phase_in: {2027-01-01: 0.5, 2028-01-01: 1}
needs: [4, 6]
"""
RULES = """\
title: {da: "Intet loft", en: "No ceiling"}
from: 2027-01-01
changes:
  rules: {loenloft: off, loenrefusion: on}
  assumptions: {tidsgraense_maaneder: 24, udtoemt_arbejde_andel: 0.36, udtoemt_kontanthjaelp_andel: 0.29}
"""
BATCH = """\
title: {da: "Prøve", en: "Test"}
population: {size: 100, year: 2026, seed: 7, on_bad: refuse}
law: 2026-07-01
as_of: 2027-01-01
scenarios:
  - baseline
  - uden_loft
  - reforms/lavere_aftrapning_45.yaml
  - name: begge
    title: {da: "Begge", en: "Both"}
    reforms: [uden_loft, lavere_aftrapning_45]
grid: {aftrapning_1: [0.20, 0.25], fleksloentilskud_max: [20000, 22000]}
outputs: [static, incentives]
groupings: [alle, decil]
"""
MAP = """\
year: 2024
decimal: comma
constants: {church_member: false, household: single}
columns:
  - {column: PNR, to: id}
  - {column: LOEN, to: hourly_wage, factor: 0.5, empty: 0}
  - {column: TIMER, to: hours}
  - {column: KOEN, to: sex, values: {1: man, 2: woman}}
  - column: STATUS
    to: status
    values: {10: fleksjob, 20: ledighedsydelse}
"""

# What people and programs put where they should not.
PIECES = [
    *"0123456789.,:;-+{}[]'\"#&*!|>%@`~=_?/\\ \t\n\r\x00\x85\ufeff\u202e\u0661æøåé",
    "---\n",
    "- ",
    "  ",
    "nan",
    "null",
    "yes",
    "1e9",
    ": ",
    "<<: *a",
    "&a ",
    "!!",
]


@st.composite
def mistyped(draw: st.DrawFn, text: str) -> str:
    """The text after one to four slips: lines left out, doubled, moved or indented, characters changed, left out or put in."""
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines = text.split("\n")
            here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            line = lines[here]
            slip = draw(st.sampled_from(["out", "double", "move", "indent", "outdent", "cut"]))
            if slip in ("out", "move"):
                del lines[here]
            if slip in ("double", "move"):
                lines.insert(there, line)
            if slip in ("indent", "outdent", "cut"):
                lines[here] = {"indent": f"  {line}", "outdent": line.lstrip(), "cut": line[: len(line) // 2]}[slip]
            text = "\n".join(lines)
        else:
            here = draw(st.integers(0, max(len(text) - 1, 0)))
            piece = draw(st.sampled_from(PIECES) | st.sampled_from(text.split() or [" "]))
            text = text[:here] + piece + text[here + draw(st.integers(0, 6)) :]
    return text


def read(reader: Callable[[Path], object], text: str, path: Path) -> bool:
    """Whether the text is read; if not, every problem says what, and in which file."""
    path.write_bytes(text.encode())
    try:
        reader(path)
    except InputError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.message and str(problem).isprintable() and len(str(problem)) < 1_500
        return False
    return True


KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "reform": (read_reform, REFORM),
    "reform of rules": (read_reform, RULES),
    "batch": (read_batch, BATCH),
    "column map": (read_column_map, MAP),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_text_is_read(kind: str, tmp_path: Path) -> None:
    reader, text = KINDS[kind]
    assert read(reader, text, tmp_path / "good.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistyped_text_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    reader, text = KINDS[kind]
    path = tmp_path / "odd.yaml"
    known = sorted((paths.scenarios() / "rules").iterdir())
    ends: list[bool] = []

    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
    @given(mistyped(text))
    def slips(changed: str) -> None:
        ends.append(read(reader, changed, path))

    slips()
    assert sum(ends) >= 10 and ends.count(False) >= 100
    assert list(tmp_path.iterdir()) == [path]
    assert sorted((paths.scenarios() / "rules").iterdir()) == known
