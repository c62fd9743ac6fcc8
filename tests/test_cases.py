"""The authorities' published examples, one file each, and the list of those that cannot be matched.

`cases/<chapter>/<day>/<id>.yaml` holds a source, a case, what is published of it, and how exactly it is published.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fleksim import documents
from fleksim.documents import Fields, Text
from fleksim.engine.law import law_on
from fleksim.engine.reading import read
from fleksim.parameters.values import MissingParameter
from fleksim.people.cases import Case
from fleksim.people.readers import cases_from_python
from fleksim.rules import UnknownQuantity
from fleksim.statutes import CHAPTERS
from test_published import CALCULATIONS

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.glob("*/*/*.yaml"))
EXACT = 0.001  # a tenth of an oere: more than a double's error, less than any published digit


@dataclass(frozen=True)
class Example:
    """What a file says."""

    source: str
    case: Case
    expect: dict[str, float]
    within: float
    because: str

    def computed(self) -> dict[str, float]:
        """The expected quantities under the law of the case's day. Raises MissingParameter, UnknownQuantity."""
        values = read(law_on(self.case.day), self.case.columns, tuple(self.expect), rounding="skat")
        return {name: float(values[name]) for name in self.expect}

    def differences(self) -> dict[str, tuple[float, float]]:
        """Quantities that differ by more than the tolerance: (published, computed)."""
        return {name: (self.expect[name], ours) for name, ours in self.computed().items() if not abs(ours - self.expect[name]) <= self.within}


def example(fields: Fields) -> Example:
    """A document as an example."""
    said: dict[str, Any] = documents.plain(fields)
    within = EXACT if said.get("tolerance", "exact") == "exact" else documents.number(said["tolerance"])
    expect = {name: documents.number(text) for name, text in said["expect"].items()}
    return Example(said.get("source", ""), cases_from_python(documents.typed(fields.values["case"]))[0], expect, within, said.get("because", ""))


def document(path: Path) -> Fields:
    found = documents.read_document(path)
    assert isinstance(found, Fields), path
    return found


def listed() -> dict[str, Fields]:
    """The rows of `not_matched.yaml` by id."""
    return {name: row for name, row in document(FOLDER / "not_matched.yaml").values.items() if isinstance(row, Fields)}


def faults(path: Path) -> list[str]:
    """What is wrong with a file, apart from its numbers."""
    one = example(document(path))
    found = []
    if not one.source:
        found.append("states no source")
    if not one.expect:
        found.append("expects nothing")
    if one.within > EXACT and not one.because:
        found.append("has a tolerance without a reason")
    if one.case.day != date.fromisoformat(path.parent.name):
        found.append(f"lies in the folder of {path.parent.name} and is judged by the law of {one.case.day}")
    if path.parent.parent.name not in CHAPTERS:
        found.append(f"lies in '{path.parent.parent.name}', which is no chapter of the law")
    for name in one.expect:
        try:
            law_on(one.case.day).book.order((name,))
        except UnknownQuantity:
            found.append(f"expects '{name}', which is not a quantity of the law on {one.case.day}")
    return [f"{path.relative_to(FOLDER)} {fault}" for fault in found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_published_example_is_matched(path: Path) -> None:
    differences = example(document(path)).differences()
    assert not differences, "\n".join(f"{name}: published {theirs}, computed {ours}" for name, (theirs, ours) in differences.items())


def test_every_file_states_its_source_and_known_quantities() -> None:
    assert FILES
    assert not [fault for path in FILES for fault in faults(path)]


def test_a_fault_of_a_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "tax" / "2024-01-01" / "wrong.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("title: x\ncase: {year: 2025, status: ingen}\nexpect: {skat_i_altt: 1}\ntolerance: 5\n", encoding="utf-8")
    document_of_it = document(path)
    assert isinstance(document_of_it.values["title"], Text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "FOLDER", tmp_path)
        told = "\n".join(faults(path))
    for fault in ("states no source", "without a reason", "the law of 2025-01-01", "no chapter", "'skat_i_altt'"):
        assert fault in told


def test_every_published_id_is_a_case_a_calculation_or_listed_with_its_reason() -> None:
    published = (FOLDER / "published_ids.txt").read_text(encoding="utf-8").split()
    rows = listed()
    here = [path.stem for path in FILES] + list(CALCULATIONS) + list(rows)
    assert sorted(published) == sorted(set(published)), "an id stands twice in published_ids.txt"
    assert sorted(here) == sorted(set(here)), "an id is matched in two places, or matched and listed"
    assert set(published) == set(here)
    assert not [name for name, row in rows.items() if not all(documents.plain(row).get(key) for key in ("reason", "source"))]


@pytest.mark.parametrize("name", [name for name, row in listed().items() if "case" in row.values])
def test_a_listed_row_still_differs(name: str) -> None:
    """If it now matches, it belongs among the cases."""
    one = example(listed()[name])
    with suppress(MissingParameter):
        assert one.differences(), "matches now: make it a case"
