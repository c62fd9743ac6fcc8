"""The published JSON Schema says yes to what the reader reads, and no to what it refuses by form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fleksim import documents, paths
from fleksim.parameters.months import MONTH_UNITS, STEPS
from fleksim.problems import InputError
from fleksim.reforms.read import read_reform, schema, shipped
from fleksim.reforms.reader import CHANGES, FIELDS
from fleksim.reforms.switches import SWITCHES

VALIDATOR = Draft202012Validator(schema())
HEAD = "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"


def complaints(path: Path) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(documents.typed(documents.read_document(path)))]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_shipped_reform_is_valid(path: Path) -> None:
    assert complaints(path) == []


def test_schema_and_reader_know_the_same_fields() -> None:
    properties = schema()["properties"]
    assert set(properties) == set(FIELDS)
    assert set(properties["changes"]["properties"]) == set(CHANGES)
    assert set(properties["changes"]["properties"]["rules"]["properties"]) == {"file", *SWITCHES}
    assert properties["needs"]["items"]["maximum"] == len(STEPS)


BROKEN = {
    "no title": "changes: {}\n",
    "no changes": HEAD,
    "one language": "title: {da: Prøve}\nchanges: {}\n",
    "formula": 'title: {da: "=1+1", en: Test}\nchanges: {}\n',
    "long title": f"title: {{da: {'x' * 200}, en: Test}}\nchanges: {{}}\n",
    "unknown field": HEAD + "form: 2027-01-01\nchanges: {}\n",
    "unknown section": HEAD + "changes: {parameter: {aftrapning_1: 0.25}}\n",
    "unknown operation": HEAD + "changes: {parameters: {aftrapning_1: {sett: 0.25}}}\n",
    "two operations": HEAD + "changes: {parameters: {aftrapning_1: {set: 0.25, add: 0.1}}}\n",
    "text for a number": HEAD + 'changes: {parameters: {aftrapning_1: "0.25"}}\n',
    "negative": HEAD + "changes: {parameters: {aftrapning_1: -0.25}}\n",
    "uprated from nowhere": HEAD + "changes: {parameters: {fleksloentilskud_max: {uprate: {percent: 2}}}}\n",
    "uprated from another age": HEAD + "changes: {parameters: {fleksloentilskud_max: {uprate: {of: 1999-01-01}}}}\n",
    "uprated by too much": HEAD + "changes: {parameters: {fleksloentilskud_max: {uprate: {of: 2019-01-01, percent: 50}}}}\n",
    "switch": HEAD + "changes: {rules: {loenloft: maybe}}\n",
    "unknown switch": HEAD + "changes: {rules: {loenlof: off}}\n",
    "path": HEAD + "changes: {rules: {file: ../x.py}}\n",
    "uprated assumption": HEAD + "changes: {assumptions: {tidsgraense_maaneder: {uprate: {of: 2019-01-01}}}}\n",
    "protection of whom": HEAD + "protection: {granted_before: 2027-01-01}\nchanges: {}\n",
    "protection lost": HEAD + "protection: {existing: lose}\nchanges: {}\n",
    "half a month": HEAD + "protection: {existing: keep, for_months: 1.5}\nchanges: {}\n",
    "share above one": HEAD + "phase_in: {2027-01-01: 1.5}\nchanges: {}\n",
    "no phase": HEAD + "phase_in: {}\nchanges: {}\n",
    "no such step": HEAD + "needs: [13]\nchanges: {}\n",
    "steps in words": HEAD + "needs: four\nchanges: {}\n",
    "baseline outside": "title: {da: a, en: b}\nbaseline: {law: 2027-01-01}\nchanges: {}\n",
    "date in words": "title: {da: a, en: b}\nfrom: 1. januar\nchanges: {}\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_by_schema_and_reader(name: str, tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(BROKEN[name], encoding="utf-8")
    assert complaints(path), "the schema lets it through"
    with pytest.raises(InputError) as caught:
        read_reform(path, allow_rules=True)
    assert all(problem.file for problem in caught.value.problems)


def law_schema() -> dict[str, object]:
    return json.loads((paths.data() / "schema" / "law.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [*sorted((paths.scenarios() / "rules").glob("*.yaml")), paths.data() / "regulering" / "satsregulering.yaml"], ids=lambda path: path.stem
)
def test_numbers_beside_the_law_have_the_form_of_the_laws(path: Path) -> None:
    found = Draft202012Validator(law_schema()).iter_errors(documents.typed(documents.read_document(path)))
    assert [error.message for error in found] == []


@pytest.mark.parametrize("path", sorted((paths.data() / "assumptions" / "months").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_months_have_the_form_of_the_law_and_say_more(path: Path) -> None:
    wider = law_schema()
    parameter = wider["$defs"]["parameter"]  # type: ignore[index]
    parameter["properties"] |= {
        "part": {"enum": list(STEPS)},
        "kind": {"enum": ["lever", "assumption"]},
        "evidence": {"enum": ["this group", "moved from another group"]},
        "unit": {"enum": list(MONTH_UNITS)},
    }
    parameter["required"] += ["part", "kind", "evidence"]
    wider["$defs"]["value"]["required"] += ["low", "high"]  # type: ignore[index]
    found = Draft202012Validator(wider).iter_errors(documents.typed(documents.read_document(path)))
    assert [error.message for error in found] == []
