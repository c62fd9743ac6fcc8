"""A reform as a reform file: what `read_reform` reads back as the same changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from fleksim import documents
from fleksim.reforms.changes import Change
from fleksim.reforms.reform import Reform

# More digits than a number of the law can tell apart.
_DIGITS = 15


def reform_text(reform: Reform) -> str:
    """The reform as YAML. Its rules file and its switches are named, not written out."""
    return "\n".join(_lines(reform)) + "\n"


def plain_number(value: float) -> str:
    """A number as reform files have it: all its digits, no exponent, and none that a Dane reads as thousands."""
    text = f"{Decimal(repr(float(value))):f}"
    if len(text) > documents.MAX_NUMBER_LENGTH:
        text = f"{Decimal(f'{value:.{_DIGITS}g}'):f}"[: documents.MAX_NUMBER_LENGTH]
    try:
        documents.number(text)
    except ValueError:
        return text + "0"
    return text


def _lines(reform: Reform) -> Iterator[str]:
    yield f"title: {_both(reform.title)}"
    for name in ("reason", "note"):
        if text := getattr(reform, name):
            yield f"{name}: {_both(text)}"
    yield f"proposed_by: {{name: {_text(reform.proposer)}, source: {_text(reform.source) if reform.source else 'null'}}}"
    yield f"from: {reform.since}"
    yield f"baseline: {{law: {reform.baseline}}}"
    yield "changes:"
    for kind, changes in (("parameters", reform.parameters), ("assumptions", reform.assumptions)):
        if changes:
            yield f"  {kind}:"
            yield from (f"    {name}: {_change(change)}" for name, change in changes.items())
    rules = {**dict.fromkeys(reform.switched_off, "off"), **({"file": reform.rules_file} if reform.rules_file else {})}
    if rules or not (reform.parameters or reform.assumptions):
        yield f"  rules: {_flow(rules)}"
    yield from _terms(reform)


def _terms(reform: Reform) -> Iterator[str]:
    """Whom it spares, how it comes in, what it needs."""
    if kept := reform.protection:
        months = {"for_months": str(kept.for_months)} if kept.for_months is not None else {}
        yield f"protection: {_flow({'existing': 'keep', 'granted_before': str(kept.granted_before), **months})}"
    if reform.phase_in:
        yield f"phase_in: {_flow({str(phase.since): plain_number(phase.share) for phase in reform.phase_in})}"
    if reform.steps:
        yield f"needs: [{', '.join(map(str, reform.steps))}]"


def _change(change: Change) -> str:
    if change.operation == "set":
        return plain_number(change.operand)
    if change.operation != "uprate":
        return _flow({change.operation: plain_number(change.operand)})
    percent = {"percent": plain_number(change.percent)} if change.percent is not None else {}
    return _flow({"uprate": _flow({"of": str(change.of), **percent})})


def _both(texts: Mapping[str, str]) -> str:
    return _flow({lang: _text(text) for lang, text in texts.items()})


def _flow(fields: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def _text(text: str) -> str:
    """A text in quotes; what JSON escapes, YAML reads back."""
    return json.dumps(text, ensure_ascii=False)
