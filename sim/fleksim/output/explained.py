"""The words of an explanation: what things are called, their units, what binds, and how near the next threshold is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fleksim import words
from fleksim.engine.explain import ExplainedStep, Explanation, Threshold
from fleksim.engine.law import Law
from fleksim.output.basis import say
from fleksim.output.numbers import SHARE, day_name, figure, format_number, quantity, yes_no
from fleksim.people.columns import COLUMNS
from fleksim.rules import UnknownQuantity

# Nearer than this is a tie, not a distance one can walk [the threshold's unit].
# Fewer hours than this are told with two decimals.
_SOON = 0.1
_NAME = re.compile(r"(?<![\w.])(?:p\.)?[a-z_]\w*")
_OPERATOR = re.compile(r"<=|>=|==|!=|<|>")
_CODE = re.compile(r"\b[A-Z][A-Z_]{3,}\b")


def title_of(law: Law, name: str, lang: str) -> str:
    """What people call a quantity, a field of the case or a parameter; the name itself if nobody named it."""
    if name in COLUMNS:
        return COLUMNS[name].title(lang)
    if name in law.parameters.known:
        return law.parameters.known[name].title(lang)
    try:
        step = law.book.step(name)
    except UnknownQuantity:
        return name
    if step is None:
        return name
    return f"{step.rule.title(lang)} ({say(lang, 'partner', 'partner')})" if step.of_partner else step.rule.title(lang)


def unit_of(law: Law, name: str) -> str:
    """The unit of a quantity, field or parameter; empty if nobody named it."""
    if name in COLUMNS:
        return COLUMNS[name].unit
    if name in law.parameters.known:
        return law.parameters.known[name].unit
    try:
        step = law.book.step(name)
    except UnknownQuantity:
        return ""
    return step.rule.unit if step else ""


def value_of(law: Law, name: str, value: float, lang: str) -> str:
    """A value with its unit; the word of a code."""
    column = COLUMNS.get(name)
    if column and column.kind == "code":
        return column.codes[int(value)]
    return quantity(value, unit_of(law, name), lang)


def step_title(step: ExplainedStep, lang: str) -> str:
    """A step's title, said to be the partner's where it is the same rule read for the partner."""
    mirrored = step.of_partner and "partner" not in step.title(lang).lower()
    return f"{step.title(lang)} (partner)" if mirrored else step.title(lang)


def binding_steps(explanation: Explanation) -> list[ExplainedStep]:
    """The steps at a limit: the scheme's own first, then amounts, then rates."""
    return sorted(explanation.binding, key=lambda step: (_flag_of(explanation.law, step) is None, step.unit == SHARE))


def _flag_of(law: Law, step: ExplainedStep) -> str | None:
    """The flag of the same paragraph that says in words what binds: `loenloft_binder`."""
    return next((rule.name for rule in law.book if rule.unit == "ja/nej" and rule.name.endswith("_binder") and rule.law == step.law), None)


def binding_sentence(explanation: Explanation, step: ExplainedStep, lang: str) -> str:
    """What binds: `Lønloftet binder (LAB § 123, stk. 3). Fleksløntilskud efter loft: 14.300,00 kr. pr. md.; ellers 17.027,00 kr. pr. md.`"""
    flag = _flag_of(explanation.law, step)
    title = step_title(step, lang)
    name = title_of(explanation.law, flag, lang) if flag else say(lang, f"{title}: grænsen binder", f"{title}: the limit binds")
    taken = next((one for one in step.comparisons if "min(" in one.text and one.outcome and one.left > 0.0), None)
    if taken is None:
        return ended(f"{name} ({step.law})")
    unit = comparison_unit(explanation.law, step, taken)
    # `min` takes the smaller, whichever side of the comparison it stood on.
    limit, other = (quantity(value, unit, lang) for value in sorted((taken.left, taken.right)))
    what = f"{title} " if flag else ""
    return ended(f"{name} ({step.law}): {what}{limit}, {say(lang, 'uden grænsen', 'without the limit')} {other}")


def ended(sentence: str) -> str:
    """A sentence with one full stop at its end."""
    return sentence if sentence.endswith(".") else sentence + "."


def nearest_threshold(explanation: Explanation) -> tuple[ExplainedStep, Threshold] | None:
    """The nearest threshold and its step."""
    nearest = explanation.nearest
    return (explanation.step(nearest.step), nearest) if nearest else None


def nearest_sentence(explanation: Explanation, lang: str) -> str:
    """The nearest threshold with its distance in its unit, and in hours where hours lead there."""
    found = nearest_threshold(explanation)
    if found is None:
        return say(lang, "Ingen tærskel nås ved flere timer.", "No threshold is reached by more hours.")
    step, one = found
    unit = comparison_unit(explanation.law, step, one)
    distance = quantity(abs(one.distance), unit, lang)
    begin = say(lang, "Nærmeste tærskel", "Nearest threshold")
    away = [] if unit == "timer/uge" and one.hours_away is not None else [say(lang, f"{distance} herfra", f"{distance} away")]
    if one.hours_away is not None:
        more = format_number(one.hours_away, lang, 2 if one.hours_away < _SOON else 1)
        away.append(say(lang, f"{more} timer mere om ugen", f"{more} more hours a week"))
    return ended(f"{begin}: {step_title(step, lang)} ({step.law}): {', '.join(away)}")


def comparison_unit(law: Law, step: ExplainedStep, one: Threshold) -> str:
    """The unit of what is compared, read from the names in the sentence; empty where they disagree."""
    named = [name.removeprefix("p.") for name in _NAME.findall(_compared(one.text))]
    units = list(dict.fromkeys(unit for name in named if (name in step.read or name in step.parameters) and (unit := unit_of(law, name))))
    plain = [unit for unit in units if unit != SHARE] or units
    if len(plain) == 1:
        return plain[0]
    return step.unit if not plain or step.unit in plain else ""


def _compared(text: str) -> str:
    """The part of a sentence that is compared: inside the outermost `min` or `max`, else all of it."""
    found = re.search(r"\b(?:min|max)\((.*)\)", text)
    return found.group(1) if found else text.partition(" = ")[2] or text


def comparison_line(law: Law, step: ExplainedStep, one: Threshold, lang: str) -> str:
    """How a test came out: `nej (20 mod 18 timer om ugen)`; a choice by code needs no numbers, `min` and `max` no answer."""
    outcome = yes_no(one.outcome, lang)
    if any(code in words.CODES for code in _CODE.findall(one.text)):
        return outcome
    unit = comparison_unit(law, step, one)
    sides = f"{figure(one.left, unit, lang)} {say(lang, 'mod', 'against')} {quantity(one.right, unit, lang)}"
    return f"{outcome} ({sides})" if _OPERATOR.search(one.text) else sides


def stated_fields(explanation: Explanation) -> Iterable[tuple[str, float]]:
    """The fields that were read and were stated or are not at their default."""
    for name, value in explanation.fields.items():
        if name in explanation.case.given or value != COLUMNS[name].default:
            yield name, value


def result_sentence(explanation: Explanation, lang: str) -> str:
    """The result in words."""
    last, law = explanation.result, explanation.law
    value, day = quantity(last.value, last.unit, lang), day_name(law.day, lang)
    title, of = step_title(last, lang), law.title[lang]
    paragraph = f", {last.law}" if last.law != "-" else ""
    return say(
        lang,
        f"{title} er {value} for {explanation.case.id} ({of} pr. {day}{paragraph}).",
        f"{title} is {value} for {explanation.case.id} ({of} on {day}{paragraph}).",
    )
