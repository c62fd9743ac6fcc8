"""Rules files: structural reforms as a few rules in the words of the law, under `scenarios/rules`.

A rule holds no number. Those that a rules file brings with it stand beside it in a file of the same name, in the grammar of
`data/law`: title, unit, source, range. A reform that names the rules file can change them like the law's own.
"""

from __future__ import annotations

import ast
import hashlib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from fleksim import paths
from fleksim.parameters.read import law_parameters, read_file
from fleksim.parameters.values import Parameter
from fleksim.problems import InputError, Problem
from fleksim.rules import Rule
from fleksim.sieve import objections

_MAY_IMPORT = ("fleksim.rules", "fleksim.words")
# A file that is read again gives the same rules, so that laws with them share a book and its kernels.
_loaded: dict[tuple[str, str], list[Rule]] = {}


def rules_path(name: str) -> Path | None:
    """A rules file by its name, or None: nothing outside its folder is one."""
    path = paths.scenarios() / "rules" / name
    return path if Path(name).name == name and name.endswith(".py") and path.is_file() else None


def numbers_of(path: Path) -> dict[str, Parameter]:
    """The parameters that a rules file brings with it, by name.

    Raises InputError with everything wrong in their file, a name that the law has among it.
    """
    beside = path.with_suffix(".yaml")
    found = {one.name: one for one in read_file(beside)} if beside.is_file() else {}
    taken = [Problem(f"'{one.name}' is a parameter of the law", file=one.file, line=one.line) for one in found.values() if one.name in law_parameters()]
    if taken:
        raise InputError(taken)
    return found


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file; the file is looked through before it is run.

    Raises InputError with everything in it that is not an import of the rule language or a rule.
    """
    text = path.read_text(encoding="utf-8")
    key = (str(path), hashlib.sha256(text.encode()).hexdigest())
    if key not in _loaded:
        _loaded[key] = _load(path, text)
    return _loaded[key]


def _load(path: Path, text: str) -> list[Rule]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise InputError([Problem(f"is not Python: {error.msg}", file=path.name, line=error.lineno)]) from None
    problems = [
        Problem("holds more than rules", file=path.name, line=node.lineno, way_out="Import from fleksim.rules and fleksim.words, and write rules.")
        for node in tree.body
        if not _is_part_of_a_rules_file(node)
    ]
    if problems:
        raise InputError(problems)
    spec = spec_from_file_location(f"fleksim_rules_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    wrong = [Problem(why, file=path.name) for rule in rules for why in objections(rule)]
    if wrong:
        raise InputError(wrong)
    return rules


def _is_part_of_a_rules_file(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in _MAY_IMPORT
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.FunctionDef) and [_called(one) for one in node.decorator_list] == ["rule"]


def _called(decorator: ast.expr) -> str | None:
    if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
        constant = all(isinstance(keyword.value, ast.Constant) for keyword in decorator.keywords) and not decorator.args
        return decorator.func.id if constant else None
    return None
