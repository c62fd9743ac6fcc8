"""The personas: named people that the demo, the documentation, the tests and the page share."""

from __future__ import annotations

from dataclasses import dataclass

from fleksim import documents, paths
from fleksim.documents import Fields, Text
from fleksim.people.cases import Case
from fleksim.people.readers import _document_records, cases_from_records
from fleksim.problems import one_problem


@dataclass(frozen=True)
class Persona:
    """A case with a name and a story in both languages."""

    case: Case
    da: str
    en: str

    def story(self, lang: str) -> str:
        return self.da if lang == "da" else self.en


def personas() -> dict[str, Persona]:
    """The personas of `data/personas.yaml` by id. Raises InputError if the file is damaged."""
    path = paths.data() / "personas.yaml"
    document = documents.read_document(path)
    if not isinstance(document, Fields):
        raise one_problem("holds no personas", file=str(path))
    stories: dict[str, tuple[str, str]] = {}
    records = []
    for identity, node, line in document:
        assert isinstance(node, Fields), identity
        story, case = node.values["story"], node.values["case"]
        assert isinstance(story, Fields) and isinstance(case, Fields), identity
        da, en = story.values["da"], story.values["en"]
        assert isinstance(da, Text) and isinstance(en, Text), identity
        stories[identity] = (da.value, en.value)
        case.values["id"], case.lines["id"] = Text(identity, line), line
        records += _document_records(case, str(path))
    return {case.id: Persona(case, *stories[case.id]) for case in cases_from_records(records, str(path))}
