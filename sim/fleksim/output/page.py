"""The frame of a page that stands alone: no script, nothing fetched, readable on a telephone and on paper."""

from __future__ import annotations

from html import escape

STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --ground: #f6f8fa; --blue: #0b5394; --orange: #b84a00; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 3rem; color: var(--ink); background: #fff;
  font: 1rem/1.55 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p, ul, ol { margin: .5rem 0; max-width: 46rem; }
a { color: var(--blue); }
.lead { font-size: 1.1rem; }
.basis, .note, footer { color: var(--soft); font-size: .875rem; }
.table { overflow-x: auto; margin: 1rem 0 .25rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; min-width: 24rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .35rem; }
th, td { padding: .3rem .65rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 400; }
tr.section th { font-weight: 600; background: var(--ground); }
.number { text-align: right; }
td.number, tbody th.number { white-space: nowrap; }
tbody th { min-width: 6rem; } td:not(.number) { min-width: 8rem; }
figure { margin: 1.25rem 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
code { font: .85em/1.4 Consolas, "Liberation Mono", Menlo, monospace; overflow-wrap: anywhere; background: var(--ground); padding: .05em .25em; border-radius: 3px; }
.binds { border-left: 4px solid var(--orange); background: #fff6ef; padding: .6rem .9rem; margin: .75rem 0; max-width: 46rem; }
.calm { border-left: 4px solid var(--blue); background: #f0f6fc; padding: .6rem .9rem; margin: .75rem 0; max-width: 46rem; }
.binds p, .calm p { margin: .2rem 0; }
ol.steps { list-style: none; padding: 0; max-width: none; }
ol.steps > li { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
figcaption summary { color: var(--blue); font-size: .9rem; padding: .25rem 0; }
ol.steps summary { display: grid; grid-template-columns: .8rem 2rem 1fr auto 12rem; gap: .1rem .75rem; padding: .45rem .25rem; }
ol.steps summary { list-style: none; }
ol.steps summary::before { content: "\\25B8"; color: var(--soft); }
ol.steps details[open] > summary::before { content: "\\25BE"; }
summary .number-of { color: var(--soft); }
summary .value { font-variant-numeric: tabular-nums; white-space: nowrap; text-align: right; }
summary .law { color: var(--soft); }
summary .tag { color: var(--orange); font-weight: 600; }
details > .inside { padding: 0 .25rem .9rem 2.6rem; }
.inside dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; }
.inside dt { color: var(--soft); } .inside dd { margin: 0; }
.inside ul { margin: 0; padding: 0; list-style: none; }
footer { margin-top: 2.5rem; border-top: 2px solid var(--line); padding-top: .75rem; }
@media (max-width: 36rem) {
  body { padding: 1rem .8rem 2rem; } h1 { font-size: 1.35rem; }
  ol.steps summary { grid-template-columns: .8rem 2rem 1fr auto; gap: 0 .25rem; }
  ol.steps summary .law { grid-column: 3 / -1; } ol.steps summary .value { text-align: right; }
  figure svg { max-width: none; width: 36rem; }
  .inside dl { grid-template-columns: 1fr; gap: 0; } .inside dd { margin-bottom: .4rem; } details > .inside { padding-left: .5rem; }
}
@media print {
  @page { size: A4; margin: 16mm; }
  body { padding: 0; max-width: none; font-size: 10pt; } a { color: inherit; text-decoration: none; }
  figcaption { display: none; } figure { overflow: visible; }
  ol.steps details::details-content { content-visibility: visible; display: block; block-size: auto; }
  h2, h3, caption, summary { break-after: avoid; } figure > svg, tr, ol.steps > li { break-inside: avoid; } .table { overflow: visible; }
}
"""


def page(title: str, body: str, lang: str) -> str:
    """A whole page; `body` is HTML already escaped, `title` is text."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def paragraphs(lines: list[str], style: str = "") -> str:
    """Lines of text as escaped paragraphs."""
    attribute = f' class="{escape(style)}"' if style else ""
    return "".join(f"<p{attribute}>{escape(line)}</p>" for line in lines)
