"""The golden kernel: the law of today as the linker writes it, committed so that it can be read.

`python -m fleksim.kernel.golden` writes `current_law.py` anew; a test says that the committed file is what the linker
writes. Nothing imports it: kernels that run are written for the call at hand.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fleksim.kernel.link import link

DAY = date(2026, 1, 1)
PATH = Path(__file__).with_name("current_law.py")


def text() -> str:
    """The kernel of every output under the law of `DAY`, with the authority's rounding."""
    # The law in force is put together in a room above this one; this is a tool, not a part of the kernel.
    from fleksim.engine.law import law_on
    from fleksim.engine.outputs import OUTPUTS

    law = law_on(DAY)
    missing = law.parameters.missing(law.book.parameters(OUTPUTS), DAY)
    return link(law.book, OUTPUTS, rounding="skat", missing=missing, title=f"The law of {DAY}, to be read; made by fleksim.kernel.golden.").text


def main() -> None:
    PATH.write_text(text(), encoding="utf-8")
    print(f"{PATH.name}: {len(text().splitlines())} lines")


if __name__ == "__main__":
    main()
