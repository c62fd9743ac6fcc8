"""The 98 municipalities and their tax rates by year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from fleksim import paths
from fleksim.problems import nearest


@dataclass(frozen=True)
class Municipality:
    code: int
    name: str
    region: str


@dataclass(frozen=True)
class TaxRates:
    """Per cent; the church rate is None where no source gives it."""

    kommuneskat: float
    kirkeskat: float | None
    source: str


@cache
def municipalities() -> dict[int, Municipality]:
    """By code, 101 København to 860 Hjørring."""
    with (paths.data() / "municipalities.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {int(row["code"]): Municipality(int(row["code"]), row["name"], row["region"]) for row in rows}


@cache
def tax_rates() -> dict[tuple[int, int], TaxRates]:
    """By year and code."""
    with (paths.data() / "municipal_taxes.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (int(row["year"]), int(row["code"])): TaxRates(float(row["kommuneskat"]), float(row["kirkeskat"]) if row["kirkeskat"] else None, row["source"])
            for row in csv.DictReader(stream)
        }


def find(text: str) -> Municipality | None:
    """By code or by name, without regard to case; `Kommune` at the end and a genitive may be left out."""
    text = text.strip()
    if text.isdigit():
        return municipalities().get(int(text))
    name = _plain(text)
    return _by_name().get(name) or _by_name().get(name.removesuffix("s"))


def suggestion(text: str) -> str | None:
    """The name nearest to a misspelt one."""
    return nearest(text, [one.name for one in municipalities().values()])


@cache
def _by_name() -> dict[str, Municipality]:
    return {_plain(one.name): one for one in municipalities().values()}


def _plain(name: str) -> str:
    name = name.casefold().removesuffix(" kommune")
    for letters, plain in (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("copenhagen", "københavn")):
        name = name.replace(letters, plain)
    return name
