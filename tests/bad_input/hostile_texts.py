"""Hostile texts that do not belong into a repository: huge, hidden, in other encodings. Each is refused as a reform, a batch and a map."""

from __future__ import annotations

from collections.abc import Callable

from fleksim.documents import MAX_BYTES

# What comes before the fault, so that each is a file of its kind but for it.
HEADS = {
    "reform": b"title: {da: a, en: b}\nchanges: {parameters: {aftrapning_1: 0.25}}\n",
    "batch": b"population: {size: 100, year: 2026}\nscenarios: [baseline]\n",
    "column map": b"year: 2024\ncolumns: [{column: wage, to: hourly_wage}]\n",
}

_BOMB = b"a: &a [1,1]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (new, new, old, old, old) for old, new in zip(b"abcdefgh", b"bcdefghi", strict=True))
_MERGES = b"x0: &x0 {k: 1}\n" + b"".join(b"x%d: &x%d {<<: [*x%d, *x%d]}\n" % (i, i, i - 1, i - 1) for i in range(1, 40))

# A text before or after the head, and the words that refuse it.
Make = Callable[[bytes], bytes]
TEXTS: dict[str, tuple[Make, str]] = {
    "empty": (lambda head: b"", "is empty"),
    "spaces": (lambda head: b"  \n\n", "is empty"),
    "only comments": (lambda head: b"# intet\n# her\n", "is empty"),
    "only a document mark": (lambda head: b"---\n", "needs"),
    "only a byte order mark": (lambda head: b"\xef\xbb\xbf", "is empty"),
    "two documents": (lambda head: head + b"---\n" + head, "holds more than one document"),
    "latin-1": (lambda head: head + b"# p\xe5\n", "is not UTF-8 | Save it as UTF-8"),
    "utf-16": (lambda head: head.decode().encode("utf-16"), "is not UTF-8"),
    "utf-32": (lambda head: head.decode().encode("utf-32"), "is not UTF-8"),
    "surrogates": (lambda head: head + b"# \xed\xa0\x80\n", "is not UTF-8"),
    "overlong": (lambda head: head + b"# \xc0\xaf\n", "is not UTF-8"),
    "nul": (lambda head: head + b"a: \x00\n", "hidden character \\u0000"),
    "escape code": (lambda head: head + b"a: \x1b[2J\n", "hidden character \\u001b"),
    "bell": (lambda head: head + b"# \x07\n", "hidden character \\u0007"),
    "right to left": (lambda head: head + "# \u202e52.0\n".encode(), "hidden character \\u202e"),
    "isolate": (lambda head: head + "# \u2066x\u2069\n".encode(), "hidden character \\u2066"),
    "zero width": (lambda head: head + "fr\u200bom: 2027-01-01\n".encode(), "hidden character \\u200b"),
    "second byte order mark": (lambda head: "\ufeff\ufeff".encode() + head, "hidden character \\ufeff"),
    "look-alike letter": (lambda head: head + "\u0441olumns: 1\n".encode(), "'\\u0441olumns' is not a field here"),
    "20 MB comment": (lambda head: head + b"# " + b"x" * 20_000_000, "is larger than 256 kB"),
    "20 MB of keys": (lambda head: head + b"".join(b"k%d: 1\n" % i for i in range(1_700_000)), "is larger than 256 kB"),
    "200,000 keys": (lambda head: head + b"".join(b"k%d: 1\n" % i for i in range(200_000)), "is larger than 256 kB"),
    "20,000 keys": (lambda head: head + b"".join(b"k%d: 1\n" % i for i in range(20_000)), "more than 100 things are wrong"),
    "a key of 200 kB": (lambda head: head + b"? " + b"k" * 200_000 + b"\n: 1\n", "is not a field here"),
    "100,000 digits": (lambda head: head + b"year: " + b"9" * 100_000 + b"\n", "year"),
    "a line too long": (lambda head: head + b"x" * (MAX_BYTES + 1), "is larger than 256 kB"),
    "20,000 deep lists": (lambda head: head + b"x: " + b"[" * 20_000, "nest"),
    "20,000 deep mappings": (lambda head: head + b"x: " + b"{a: " * 20_000, "is nested deeper than 8 levels"),
    "600 deep lines": (lambda head: head + b"x:\n" + b"".join(b" " * i + b"- \n" for i in range(1, 600)), "is nested deeper than 8 levels"),
    "20,000 deep dashes": (lambda head: head + b"x:\n " + b"- " * 20_000, "is nested deeper than 8 levels"),
    "alias bomb": (lambda head: _BOMB + head, "anchors (&name) are not read"),
    "merge bomb": (lambda head: _MERGES + head, "anchors (&name) are not read"),
    "alias of nothing": (lambda head: head + b"x: *y\n", "aliases (*name) are not read"),
    "anchor": (lambda head: head + b"x: &y 1\n", "anchors (&name) are not read"),
    "python tag": (lambda head: head + b"x: !!python/object/apply:os.system ['touch pwned']\n", "are not read"),
    "python tag at the top": (lambda head: b"!!python/object/new:os.system ['touch pwned']\n", "are not read"),
    "binary tag": (lambda head: head + b"x: !!binary aGVq\n", "are not read"),
    "set tag": (lambda head: head + b"x: !!set {a, b}\n", "are not read"),
    "own tag": (lambda head: head + b"x: !include /etc/passwd\n", "are not read"),
    "tag directive": (lambda head: b"%TAG ! tag:example.org,2000:\n---\n!x a\n", "are not read"),
    "yaml of another version": (lambda head: b"%YAML 9.9\n---\n" + head, "is not valid YAML"),
    "repeated key": (lambda head: head + head, "stands twice, first in line 1"),
    "tab": (lambda head: head + b"x:\n\ty: 1\n", "is not valid YAML"),
    "unclosed": (lambda head: head + b"x: {a: 1\n", "is not valid YAML"),
    "key of a list": (lambda head: head + b"? [1, 2]\n: 3\n", "a key must be plain text"),
    "json cut short": (lambda head: b'{"title": {"da": "a", ', "is not valid YAML"),
    "parquet": (lambda head: b"PAR1\x15\x04\x15\xff" + bytes(100), "is not UTF-8"),
    "zip": (lambda head: b"PK\x03\x04" + bytes(range(256)), "is not UTF-8"),
    "gzip": (lambda head: b"\x1f\x8b\x08" + bytes(100), "is not UTF-8"),
    "png": (lambda head: b"\x89PNG\r\n\x1a\n" + bytes(100), "is not UTF-8"),
    "program": (lambda head: b"\x7fELF" + bytes(100), "hidden character \\u007f"),
}

# The same text otherwise written: read, not refused.
HARMLESS: dict[str, Make] = {
    "as it is": lambda head: head,
    "byte order mark": lambda head: b"\xef\xbb\xbf" + head,
    "crlf": lambda head: head.replace(b"\n", b"\r\n"),
    "no last newline": lambda head: head.rstrip(b"\n"),
    "document mark": lambda head: b"---\n" + head + b"...\n",
    "comments": lambda head: b"# \xc3\xa6\n" + head + b"# \xc3\xa5\n",
}

# Numbers that Python takes for numbers and people do not: digits of other scripts.
FOREIGN_DIGITS = {"arabic": "0.\u0662\u0665", "full width": "\uff10.\uff12\uff15", "superscript": "0.2\u00b2", "minus sign": "\u22120.25"}
