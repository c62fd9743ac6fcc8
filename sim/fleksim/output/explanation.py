"""An explanation as text and as plain data; the page is made in `explanation_page`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fleksim import __version__
from fleksim.engine.explain import ExplainedStep, Explanation, Threshold
from fleksim.output.basis import footer, say
from fleksim.output.explained import (
    binding_sentence,
    binding_steps,
    comparison_line,
    comparison_unit,
    nearest_sentence,
    nearest_threshold,
    result_sentence,
    stated_fields,
    step_title,
    title_of,
    unit_of,
    value_of,
)
from fleksim.output.explanation_page import as_html
from fleksim.output.numbers import quantity, unit_name
from fleksim.people.columns import COLUMNS

__all__ = ["as_dict", "as_html", "as_text"]

_INDENT = "    "


def as_text(explanation: Explanation, lang: str = "da") -> str:
    """The explanation as lines: the result, what binds, the nearest threshold, then every step in the order of the law."""
    return "\n".join(_lines(explanation, lang))


def _lines(explanation: Explanation, lang: str) -> Iterator[str]:
    last = explanation.result
    yield f"{step_title(last, lang)}: {quantity(last.value, last.unit, lang)}"
    yield result_sentence(explanation, lang)
    yield footer(explanation.law, lang)
    yield ""
    yield say(lang, "Hvad der binder", "What binds")
    binding = binding_steps(explanation)
    for step in binding:
        yield f"  - {binding_sentence(explanation, step, lang)}"
    if not binding:
        yield "  - " + say(lang, "Ingen grænse binder.", "No limit binds.")
    yield nearest_sentence(explanation, lang)
    yield ""
    yield say(lang, "Oplysninger", "Facts of the case")
    for name, value in stated_fields(explanation):
        yield f"  - {title_of(explanation.law, name, lang)}: {value_of(explanation.law, name, value, lang)}"
    yield ""
    yield say(lang, "Trin for trin", "Step by step")
    for number, step in enumerate(explanation.steps, 1):
        yield from _step_lines(explanation, number, step, lang)


def _step_lines(explanation: Explanation, number: int, step: ExplainedStep, lang: str) -> Iterator[str]:
    law = explanation.law
    binds = say(lang, "  ** grænsen binder", "  ** the limit binds") if step in explanation.binding else ""
    yield f"{number}. {step_title(step, lang)}: {quantity(step.value, step.unit, lang)}  [{step.law}]{binds}"
    if step.sentence:
        yield f"{_INDENT}{say(lang, 'Ordlyd (engelsk)', 'In words')}: {step.sentence}"
    yield from _read_lines(law, step.read, say(lang, "Læser", "Reads"), lang)
    yield from _read_lines(law, step.parameters, say(lang, "Satser", "Parameters"), lang)
    yield f"{_INDENT}{say(lang, 'Regel', 'Rule')}: {step.branch}  ({step.name}, {step.place})"
    for one in step.comparisons:
        yield f"{_INDENT}{say(lang, 'Prøver', 'Asks')}: {one.text} -> {comparison_line(law, step, one, lang)}"


def _read_lines(law: Any, read: Mapping[str, float], heading: str, lang: str) -> Iterator[str]:
    for name, value in read.items():
        yield f"{_INDENT}{heading}: {title_of(law, name, lang)} = {value_of(law, name, value, lang)}  ({name})"


def as_dict(explanation: Explanation, lang: str = "da") -> dict[str, Any]:
    """The explanation as plain data for JSON; every step, also a partner's. Keys do not depend on the language."""
    law = explanation.law
    nearest = nearest_threshold(explanation)
    return {
        "case": explanation.case.id,
        "lang": lang,
        "target": explanation.target,
        "law_date": law.day.isoformat(),
        "law_title": law.title[lang],
        "parameter_hash": law.fingerprint(),
        "fleksim_version": __version__,
        "result": {**_step_head(explanation.result, lang), "text": result_sentence(explanation, lang)},
        "fields": [_read(law, name, value, lang) for name, value in explanation.fields.items()],
        "binding": [{**_step_head(step, lang), "text": binding_sentence(explanation, step, lang)} for step in binding_steps(explanation)],
        "nearest": {**_threshold(law, nearest[0], nearest[1]), "text": nearest_sentence(explanation, lang)} if nearest else None,
        "steps": [_step(explanation, number, step, lang) for number, step in enumerate(explanation.steps, 1)],
    }


def _step_head(step: ExplainedStep, lang: str) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step_title(step, lang),
        "value": bool(step.value) if step.is_flag else step.value,
        "unit": step.unit,
        "unit_name": unit_name(step.unit, lang),
        "law": step.law,
    }


def _step(explanation: Explanation, number: int, step: ExplainedStep, lang: str) -> dict[str, Any]:
    law = explanation.law
    return {
        "number": number,
        **_step_head(step, lang),
        "sentence": step.sentence,
        "branch": step.branch,
        "place": step.place,
        "binds": step in explanation.binding,
        "of_partner": step.of_partner,
        "reads": [_read(law, name, value, lang) for name, value in step.read.items()],
        "parameters": [_read(law, name, value, lang) for name, value in step.parameters.items()],
        "comparisons": [_threshold(law, step, one) for one in step.comparisons],
    }


def _read(law: Any, name: str, value: float, lang: str) -> dict[str, Any]:
    """A quantity that was read; a code also by its word."""
    column = COLUMNS.get(name)
    code = {"code": column.codes[int(value)]} if column and column.kind == "code" else {}
    return {"name": name, "title": title_of(law, name, lang), "value": value, "unit": unit_of(law, name), **code}


def _threshold(law: Any, step: ExplainedStep, one: Threshold) -> dict[str, Any]:
    return {
        "step": one.step,
        "text": one.text,
        "left": one.left,
        "right": one.right,
        "outcome": one.outcome,
        "distance": one.distance,
        "unit": comparison_unit(law, step, one),
        "hours_away": one.hours_away,
    }
