"""The assumptions a run rests on, for its first sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fleksim.analysis.assumptions import analysis_parameters
from fleksim.parameters.read import law_parameters


def assumptions_on(day: date) -> list[dict[str, Any]]:
    """Every value in force on a day that no source gives or that is of low confidence, of the law and the analysis."""
    return list(_parameters(day))


def _parameters(day: date) -> Iterator[dict[str, Any]]:
    for known in (law_parameters(), analysis_parameters()):
        for name, parameter in sorted(known.known.items()):
            value = parameter.on(day)
            if value is not None and (value.is_assumption or value.confidence == "low"):
                yield {
                    "name": name,
                    "da": parameter.da,
                    "en": parameter.en,
                    "unit": parameter.unit,
                    "value": value.value,
                    "low": value.low,
                    "high": value.high,
                    "source": value.source,
                    "confidence": value.confidence,
                }
