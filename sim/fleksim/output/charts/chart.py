"""A chart with the table it is drawn from and its description in both languages."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from fleksim.output.basis import say
from fleksim.output.page import page
from fleksim.output.table import Table
from fleksim.problems import one_problem

SUFFIXES = (".svg", ".png", ".html", ".json", ".csv")
# Dots per point of a PNG: sharp on paper and on fine screens.
PNG_SCALE = 2.0
# Rows of numbers that a page shows under a chart.
LONGEST = 200


@dataclass(frozen=True)
class Chart:
    """An Altair chart, its twin table (the very numbers that are drawn), title, and description by language."""

    altair: Any
    table: Table
    title: str
    alt: Mapping[str, str]
    lang: str

    def to_svg(self) -> str:
        """The chart as SVG with its description for those who listen; made without a browser or a network."""
        import vl_convert

        drawn = _same_ids(str(vl_convert.vegalite_to_svg(self.altair.to_dict())))
        return re.sub(r"<svg ", f'<svg role="img" lang="{self.lang}" aria-label="{escape(self.alt[self.lang])}" ', drawn, count=1)

    def to_png(self) -> bytes:
        """The chart as PNG, two dots a point."""
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(self.altair.to_dict(), scale=PNG_SCALE))

    def to_json(self) -> str:
        """The Vega-Lite specification, with the language's number format in it."""
        return json.dumps(self.altair.to_dict(), ensure_ascii=False, indent=2)

    def to_csv(self, danish: bool = False) -> str:
        """The numbers that are drawn."""
        return self.table.to_csv(danish=danish)

    def to_figure(self) -> str:
        """The chart and its numbers as a figure element to stand in a page."""
        heading = say(self.lang, "Tallene bag figuren", "The numbers behind the figure")
        return (
            f"<figure>{_own_ids(self.to_svg())}<figcaption><details><summary>{escape(heading)}</summary>"
            f'<p class="note">{escape(self.alt[self.lang])}</p>{self._numbers()}</details></figcaption></figure>'
        )

    def _numbers(self) -> str:
        """The twin table, unless it is too long to read."""
        count = len(self.table.rows)
        if count <= LONGEST:
            return self.table.to_html()
        long = say(self.lang, f"{count} rækker; gem figuren som .csv for at få dem.", f"{count} rows; save the chart as .csv to have them.")
        return f'<p class="note">{escape(long)}</p>'

    def to_html(self) -> str:
        """A page that stands alone, without script."""
        return page(self.title, f"<main>{self.to_figure()}</main>", self.lang)

    def save(self, path: str | Path) -> None:
        """Write the chart by the file's ending: .svg, .png, .html, .json or .csv. Raises InputError for another."""
        path = Path(path)
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            raise one_problem(f"'{path.suffix}' is not an ending a chart is written with", file=str(path), way_out=f"Use one of {', '.join(SUFFIXES)}.")
        if suffix == ".png":
            path.write_bytes(self.to_png())
            return
        made = {".svg": self.to_svg, ".html": self.to_html, ".json": self.to_json, ".csv": self.to_csv}[suffix]()
        path.write_text(made, encoding="utf-8", newline="\n")


def _same_ids(svg: str) -> str:
    """The same drawing with its names numbered from 0: the renderer goes on counting from one drawing to the next."""
    names = {name: f"n{index}" for index, name in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', svg)))}
    return re.sub(r'(?<= id=")[^"]+|(?<=url\(#)[^)]+|(?<=href="#)[^"]+', lambda found: names.get(found[0], found[0]), svg)


def _own_ids(svg: str) -> str:
    """The same drawing with names of its own, so that two in one page do not share gradients or clips."""
    mark = f"c{zlib.crc32(svg.encode()):08x}-"
    named = re.sub(r'(?<= id=")', mark, svg)
    return re.sub(r"(?<=url\(#)|(?<=href=\"#)", mark, named)
