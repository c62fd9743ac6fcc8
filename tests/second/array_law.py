"""The law array at a time: each rule's own sentence with every branch computed for everybody, and then chosen from.

Not a second writing of the law (`tax`, `benefits` and `supplement` are): a second way to run it, without the linker.
"""

from __future__ import annotations

import ast
import copy
from functools import cache

import numpy as np

from fleksim import words
from fleksim.sieve import always_returns, body_of, sentence


class Numbers(dict):
    """The numbers in force, read as `p.name`; one without a value is not a number, and shows where somebody needs it."""

    def __missing__(self, name: str) -> float:
        return np.nan

    __getattr__ = dict.__getitem__


def numbers_of(law) -> Numbers:
    return Numbers((name, value) for name, value in vars(law.p).items() if not name.startswith("_"))


class Evaluation:
    """Quantities of many persons under a law without rounding, each computed once and when it is asked for."""

    def __init__(self, law, columns, given=None, size: int | None = None) -> None:
        self.book, self.p = law.book, numbers_of(law)
        self.size = size if size is not None else next(iter(columns.values())).size
        self.known = {**columns, **(given or {})}

    def __getitem__(self, name: str) -> np.ndarray:
        """A quantity of everybody."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(self._find(name), dtype=np.float64), self.size)

    def _find(self, name: str):
        if name not in self.known:
            step = self.book.step(name)
            values = [self._find(one) for one in step.arguments]
            self.known[name] = over_arrays(step.rule)(*values, **({"p": self.p} if step.rule.reads_parameters else {}))
        return self.known[name]


@cache
def over_arrays(rule):
    """A rule as a function of arrays."""
    function = copy.deepcopy(sentence(rule))
    names = {one.arg: one.arg for one in function.args.args}
    lines: list[ast.stmt] = []
    lines.append(ast.Return(_result(body_of(function), lines, names)))
    made = ast.FunctionDef(rule.name, function.args, lines, [], type_params=[])
    scope = {**words.vocabulary("none"), "where": np.where, "both": np.logical_and, "either": np.logical_or, "no": np.logical_not}
    scope |= {"min": np.minimum, "max": np.maximum, "abs": np.abs, "whole_steps": np.floor}
    exec(compile(ast.fix_missing_locations(ast.Module([made], [])), f"<{rule.name} over arrays>", "exec"), scope)
    return scope[rule.name]


def _result(statements: list[ast.stmt], lines: list[ast.stmt], names: dict[str, str]) -> ast.expr | None:
    """What the statements return, after the lines that compute it; names: the present version of each local name."""
    for place, one in enumerate(statements):
        rest = statements[place + 1 :]
        if isinstance(one, ast.Return):
            return _Arrays(names).visit(one.value)
        if isinstance(one, ast.Assign):
            assert isinstance(one.targets[0], ast.Name)
            names[one.targets[0].id] = _keep(lines, _Arrays(names).visit(one.value))
        elif isinstance(one, ast.If):
            test = _keep(lines, _Arrays(names).visit(one.test))
            then, otherwise = dict(names), dict(names)
            if always_returns(one.body) or (one.orelse and always_returns(one.orelse)):
                here = _result([*one.body, *([] if always_returns(one.body) else rest)], lines, then)
                there = _result([*one.orelse, *([] if always_returns(one.orelse) else rest)], lines, otherwise)
                return _call("where", _name(test), here, there)
            _result(one.body, lines, then)
            _result(one.orelse, lines, otherwise)
            for local in {**then, **otherwise}:
                first, second = then.get(local, otherwise.get(local)), otherwise.get(local, then.get(local))
                names[local] = first if first == second else _keep(lines, _call("where", _name(test), _name(first), _name(second)))
    return None


def _keep(lines: list[ast.stmt], value: ast.expr) -> str:
    """A new name for a value."""
    name = f"step_{len(lines)}"
    lines.append(ast.Assign([ast.Name(name, ast.Store())], value))
    return name


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _call(word: str, *arguments: ast.expr | None) -> ast.expr:
    return ast.Call(_name(word), list(arguments), [])


class _Arrays(ast.NodeTransformer):
    """An expression of scalars as one of arrays."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return _name(self.names.get(node.id, node.id))

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        return _call("where", self.visit(node.test), self.visit(node.body), self.visit(node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        return self._folded("both" if isinstance(node.op, ast.And) else "either", node.values)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return _call("no", node.operand) if isinstance(node.op, ast.Not) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)
        return self._folded(node.func.id, node.args)

    def _folded(self, word: str, values: list[ast.expr]) -> ast.expr:
        """A word of two arguments over as many as there are, from the left; of one argument as it is."""
        first, *others = (self.visit(one) for one in values)
        if not others:
            return _call(word, first)
        for one in others:
            first = _call(word, first, one)
        return first
