"""What is wrong, where, and the way out: problems are collected and raised once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `file:line: field: message. way out`."""

    message: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    way_out: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        what = ": ".join(part for part in (place, self.field, self.message) if part)
        return _visible(f"{what}. {self.way_out}" if self.way_out else what)

    def as_dict(self) -> dict[str, str | int | None]:
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": self.message,
            "way_out": self.way_out,
        }


class InputError(ValueError):
    """Input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class FolderInUse(RuntimeError):
    """Another run holds the folder."""


class PartsFailed(RuntimeError):
    """Some parts of a run could not be made; the others are there, and a later run goes on with these."""


def one_problem(message: str, **where: str | int | None) -> InputError:
    """An InputError of a single problem; `where` as in Problem."""
    return InputError([Problem(message, **where)])  # type: ignore[arg-type]


# So many wrong things are one thing: the wrong file. The rest is not looked at, and not told.
MOST_PROBLEMS = 100
# What of a file's path is shown: all of any but a joke.
LONGEST_PATH = 1_000


def stop_at_many(problems: Sequence[Problem], file: str) -> None:
    """Raises InputError with what is found so far, if that is enough to say that a file is not what it should be."""
    if len(problems) >= MOST_PROBLEMS:
        raise InputError([*problems, Problem(f"more than {MOST_PROBLEMS} things are wrong; the rest is not looked at", file=file)])


def shown(number: float) -> str:
    """A number in full: 10000001, not 1e+07."""
    return f"{number:.15g}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that a misspelt one most resembles, if any does."""
    matches = difflib.get_close_matches(name.casefold(), {one.casefold(): one for one in known}, n=1, cutoff=0.6)
    return next((one for one in known if matches and one.casefold() == matches[0]), None)


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A way out for an unknown name."""
    guess = nearest(name, list(known))
    return f"Did you mean '{guess}'?" if guess else otherwise


def _visible(text: str) -> str:
    """Text with every character that a terminal would obey or hide written out: a file's name may hold them."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def printable(text: object, limit: int = 60) -> str:
    """Text from outside, made safe to show: look-alike and control characters escaped, long text cut."""
    shown = "".join(c if (c.isascii() and c.isprintable()) or c in "æøåÆØÅéüöä§" else f"\\u{ord(c):04x}" for c in str(text)[:limit])
    return shown + ("..." if len(str(text)) > limit else "")
