"""An explanation as a page that stands alone: the result first, what binds, then the steps to open one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fleksim.engine.explain import ExplainedStep, Explanation
from fleksim.output.basis import footer, say
from fleksim.output.explained import (
    binding_sentence,
    binding_steps,
    comparison_line,
    nearest_sentence,
    result_sentence,
    stated_fields,
    step_title,
    title_of,
    value_of,
)
from fleksim.output.numbers import quantity
from fleksim.output.page import page
from fleksim.output.table import Column, Table


def as_html(explanation: Explanation, lang: str = "da") -> str:
    """The explanation as a whole page; everything that is not ours is escaped."""
    last = explanation.result
    title, value = step_title(last, lang), quantity(last.value, last.unit, lang)
    heading = f"{title}: {value}"
    body = "\n".join(
        [
            f"<main><h1>{escape(heading)}</h1>",
            f'<p class="lead">{escape(result_sentence(explanation, lang))}</p>',
            f'<p class="basis">{escape(footer(explanation.law, lang))}</p>',
            f"<h2>{say(lang, 'Hvad der binder', 'What binds')}</h2>",
            _binding(explanation, lang),
            f'<div class="calm"><p>{escape(nearest_sentence(explanation, lang))}</p></div>',
            f"<h2>{say(lang, 'Oplysninger', 'Facts of the case')}</h2>",
            _facts(explanation, lang).to_html(),
            f"<h2>{say(lang, 'Trin for trin', 'Step by step')}</h2>",
            f"<p>{escape(_how_to_read(lang))}</p>",
            '<ol class="steps">',
            *_steps(explanation, lang),
            "</ol></main>",
            f"<footer>{escape(footer(explanation.law, lang))}</footer>",
        ]
    )
    return page(heading, body, lang)


def _how_to_read(lang: str) -> str:
    return say(
        lang,
        "Hvert trin er en regel i loven. Åbn det for at se, hvad det læser, satserne, reglens egen tekst og de prøver, der afgjorde det.",
        "Each step is a rule of the law. Open it to see what it reads, the parameters, the rule's own text and the tests that decided it.",
    )


def _binding(explanation: Explanation, lang: str) -> str:
    steps = binding_steps(explanation)
    if not steps:
        return f"<p>{say(lang, 'Ingen grænse binder.', 'No limit binds.')}</p>"
    lines = "".join(f"<p>{escape(binding_sentence(explanation, step, lang))} {_link(step.name, say(lang, 'Se trinnet', 'See the step'))}</p>" for step in steps)
    return f'<div class="binds">{lines}</div>'


def _facts(explanation: Explanation, lang: str) -> Table:
    columns = [
        Column("field", say(lang, "Oplysning", "Fact"), kind="text"),
        Column("value", say(lang, "Værdi", "Value"), kind="text"),
    ]
    rows = [[title_of(explanation.law, name, lang), value_of(explanation.law, name, value, lang)] for name, value in stated_fields(explanation)]
    title = say(lang, f"Sagen {explanation.case.id}", f"The case {explanation.case.id}")
    return Table(title, columns, rows, lang=lang)


def _steps(explanation: Explanation, lang: str) -> Iterator[str]:
    here = frozenset(step.name for step in explanation.steps)
    for number, step in enumerate(explanation.steps, 1):
        yield _step(explanation, number, step, here, lang)


def _step(explanation: Explanation, number: int, step: ExplainedStep, here: frozenset[str], lang: str) -> str:
    binds = step in explanation.binding
    tag = f'<span class="tag">{say(lang, "binder", "binds")}</span>' if binds else ""
    summary = (
        f'<summary><span class="number-of">{number}</span><span class="what">{escape(step_title(step, lang))} {tag}</span>'
        f'<span class="value">{escape(quantity(step.value, step.unit, lang))}</span><span class="law">{escape(step.law)}</span></summary>'
    )
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{content}</dd>" for name, content in _entries(explanation, step, here, lang))
    opened = " open" if binds else ""
    return f'<li><details id="{_anchor(step.name)}"{opened}>{summary}<div class="inside"><dl>{entries}</dl></div></details></li>'


def _entries(explanation: Explanation, step: ExplainedStep, here: frozenset[str], lang: str) -> Iterator[tuple[str, str]]:
    law = explanation.law
    if step.sentence:
        yield say(lang, "Ordlyd (engelsk)", "In words"), f'<span lang="en">{escape(step.sentence)}</span>'
    if step.read:
        yield say(lang, "Læser", "Reads"), _list(law, step.read, here, lang)
    if step.parameters:
        yield say(lang, "Satser", "Parameters"), _list(law, step.parameters, frozenset(), lang)
    yield say(lang, "Regel", "Rule"), f"<code>{escape(step.branch)}</code> ({escape(step.name)}, {escape(step.place)})"
    if step.comparisons:
        lines = (f"<li><code>{escape(one.text)}</code> {escape(comparison_line(law, step, one, lang))}</li>" for one in step.comparisons)
        yield say(lang, "Prøver", "Tests"), f"<ul>{''.join(lines)}</ul>"


def _list(law: Any, read: Mapping[str, float], here: frozenset[str], lang: str) -> str:
    """What was read, with a link to the step that gave it."""
    lines = []
    for name, value in read.items():
        title = title_of(law, name, lang)
        shown = _link(name, title) if name in here else escape(title)
        lines.append(f"<li>{shown}: {escape(value_of(law, name, value, lang))}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def _anchor(name: str) -> str:
    return f"step-{escape(name)}"


def _link(name: str, text: str) -> str:
    return f'<a href="#{_anchor(name)}">{escape(text)}</a>'
