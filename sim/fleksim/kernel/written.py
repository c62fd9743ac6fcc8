"""Kernels that people wrote, as self-contained texts: what they import of this room stands in them.

A compiled kernel that imports its numbers would go on with the old ones after a change; a text that holds them has another
hash, and so another name.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from fleksim.kernel import layout
from fleksim.kernel.store import Kernel, Written, load

_ROOM = Path(__file__).parent
_OURS, _LAYOUT = "fleksim.kernel.", layout.__name__


@cache
def load_inlined(name: str) -> Kernel:
    """The compiled kernel of a file of this room that imports NumPy, Numba, the layout and functions of its neighbours."""
    return load(Written(self_contained(name)))


def self_contained(name: str) -> str:
    """A file's text with the neighbours it imports in front, the names of the layout as numbers. Raises ValueError for other imports of ours."""
    tree = ast.Module(_body(name, set()), [])
    return ast.unparse(ast.fix_missing_locations(_Numbers().visit(tree))) + "\n"


def _body(name: str, written: set[str]) -> list[ast.stmt]:
    """A file's statements, after those of the neighbours that are not `written` yet."""
    written.add(name)
    found: list[ast.stmt] = []
    for node in ast.parse((_ROOM / f"{name}.py").read_text(encoding="utf-8")).body:
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if not module.startswith("fleksim"):
            found.append(node)
        elif not module.startswith(_OURS):
            raise ValueError(f"a kernel imports its own room alone, not {module}")
        elif module != _LAYOUT and (neighbour := module.removeprefix(_OURS)) not in written:
            found += _body(neighbour, written)
    return found


class _Numbers(ast.NodeTransformer):
    """`State.LEDIGHEDSYDELSE` and `MOST_MONTHS` as the numbers they are."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        owner = getattr(layout, node.value.id, None) if isinstance(node.value, ast.Name) else None
        if isinstance(owner, type):
            return ast.Constant(int(owner[node.attr]))  # type: ignore[index]
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = getattr(layout, node.id, None)
        if isinstance(value, int):
            return ast.Constant(int(value))
        if isinstance(value, tuple) and all(isinstance(one, int) for one in value):
            return ast.Tuple([ast.Constant(int(one)) for one in value], ast.Load())
        return node
