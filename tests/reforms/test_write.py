"""Reforms written as files are read back as the same reforms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleksim import documents
from fleksim.reforms.read import read_reform, shipped
from fleksim.reforms.write import plain_number, reform_text

HEAD = "title: {da: Prøve, en: Test}\nbaseline: {law: 2026-01-01}\n"


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_reform_survives_being_written(path: Path, tmp_path: Path) -> None:
    original = read_reform(path, allow_rules=True)
    copy = tmp_path / "copy.yaml"
    copy.write_text(reform_text(original), encoding="utf-8")
    again = read_reform(copy, allow_rules=True)
    assert again.digest() == original.digest()
    for name in ("title", "reason", "note", "proposer", "source", "since", "baseline", "needs", "phase_in", "protection", "rules_file", "switched_off"):
        assert getattr(again, name) == getattr(original, name), name


TERMS = """
reason: {da: "Med \\"anførsel\\", kolon: og #", en: "x"}
from: 2027-01-01
changes:
  parameters: {aftrapning_1: {add: -0.05}, aftrapning_2: {multiply: 0.9}, fleksloentilskud_max: {uprate: {of: 2019-01-01, percent: 2.5}}, aftrapning_knaek: {uprate: {of: 2020-01-01}}}
  assumptions: {tidsgraense_maaneder: 24}
protection: {existing: keep, granted_before: 2026-06-01, for_months: 12}
"""


@pytest.mark.parametrize(
    "more", [TERMS, "from: 2027-01-01\nchanges: {parameters: {aftrapning_1: 0.2}}\nphase_in: {2027-01-01: 0.25, 2028-01-01: 1}\n", "changes: {}\n"]
)
def test_everything_a_file_can_say_survives_being_written(more: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(HEAD + more, encoding="utf-8")
    original = read_reform(first)
    second.write_text(reform_text(original), encoding="utf-8")
    again = read_reform(second)
    assert again.digest() == original.digest() and again.reason == original.reason and again.since == original.since


@given(st.floats(0.0, 1e9) | st.floats(0.0, 1.0) | st.integers(1, 999_999).map(lambda whole: whole / 1000.0))
def test_numbers_written_are_numbers_read(value: float) -> None:
    text = plain_number(value)
    assert "e" not in text and len(text) <= documents.MAX_NUMBER_LENGTH
    assert documents.number(text) == pytest.approx(value, rel=1e-14, abs=1e-21)
