"""What the analysis of distribution and public finance reads beside the law: poverty lines, the return through VAT, the rate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fleksim import paths
from fleksim.parameters.read import law_parameters
from fleksim.parameters.values import ParameterSet

# Poverty lines in per cent of the median equivalised income: Danmarks Statistik's, and EU's risk of poverty.
LINES = (50, 60)


def analysis_parameters() -> ParameterSet:
    """The parameters of `data/assumptions/analysis`, with sources and ranges. Raises InputError."""
    return law_parameters(paths.data() / "assumptions" / "analysis")


def poverty_lines(day: date) -> Mapping[str, float]:
    """Poverty lines for one adult [kr/aar] by their share of the median: `50` and `60`.

    A year that has no published line has an assumption with a range, or none at all: raises MissingParameter.
    """
    half_median = analysis_parameters().value("fattigdomsgraense_50", day)
    return {str(share): half_median * share / 50 for share in LINES}


def tilbageloeb(day: date) -> float:
    """The share of a change of disposable income that comes back through VAT and duties. Raises MissingParameter."""
    return analysis_parameters().value("tilbageloebsfaktor", day)


def growth_corrected_rate(day: date) -> float:
    """The rate of the lasting effect [share a year]. Raises MissingParameter."""
    return analysis_parameters().value("vaekstkorrigeret_rente", day)
