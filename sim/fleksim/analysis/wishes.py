"""What a search is asked to find, as people write it: `NAME`, or `NAME:LOW:HIGH`."""

from __future__ import annotations

from collections.abc import Sequence

from fleksim import documents
from fleksim.analysis.unknowns import Wish
from fleksim.parameters.read import highest_of, law_parameters
from fleksim.problems import InputError, Problem, printable

_WAY_OUT = "Write NAME, or NAME:LOW:HIGH."


def wishes(texts: Sequence[str], between: tuple[str, str] | None = None) -> list[Wish]:
    """The numbers to find, with their bounds. between: those of a single one. Raises InputError with everything wrong."""
    problems: list[Problem] = []
    found = [_wish(text, problems) for text in texts]
    if between is not None:
        if len(found) > 1 or (found and found[0].between):
            problems.append(Problem("--between is for a single number without bounds of its own", field="between", way_out=_WAY_OUT))
        else:
            found = [Wish(one.name, _bounds(one.name, between, problems)) for one in found]
    if problems:
        raise InputError(problems)
    return found


def _wish(text: str, problems: list[Problem]) -> Wish:
    name, *bounds = (part.strip() for part in text.split(":"))
    if len(bounds) not in (0, 2):
        problems.append(Problem(f"'{printable(text)}' is no name with bounds", field="find", way_out=_WAY_OUT))
        return Wish(name)
    return Wish(name, _bounds(name, (bounds[0], bounds[1]), problems) if bounds else None)


def _bounds(name: str, texts: tuple[str, str], problems: list[Problem]) -> tuple[float, float] | None:
    known = law_parameters().known.get(name)
    found = []
    for text in texts:
        try:
            found.append(documents.number(text, highest_of(known.unit if known else "")))
        except ValueError as error:
            problems.append(Problem(str(error), field=printable(name)))
    return (found[0], found[1]) if len(found) == len(texts) else None
