"""Rules files: structural reforms as a few rules in the words of the law, under `scenarios/rules`."""

from __future__ import annotations

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from fleksim.problems import InputError, Problem
from fleksim.rules import Rule
from fleksim.sieve import objections

_MAY_IMPORT = ("fleksim.rules", "fleksim.words")


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file; the file is looked through before it is run.

    Raises InputError with everything in it that is not an import of the rule language or a rule.
    """
    text = path.read_text(encoding="utf-8")
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
