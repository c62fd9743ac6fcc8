"""Derived values: the formula that a value carries is recomputed, exactly, and must give the value.

Grammar: numbers, names of parameters (their value on the same day), `name@2024-01-01` (on that day), + - * / ( ), and
round, floor, ceil (to whole numbers; halves up), round12, ceil12, round100, ceil100 (to multiples).
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from fleksim import documents
from fleksim.parameters.values import DatedValue, MissingParameter, Parameter, ParameterSet
from fleksim.problems import Problem, did_you_mean

_ON_A_DAY = re.compile(r"([a-z_][a-z0-9_]*)@(\d{4}-\d{2}-\d{2})")
# Values are written with at most 15 digits: two thirds is 0.666666666666667.
WRITTEN_TO = Fraction(1, 10**12)


def _to_multiple(function: Callable[[Fraction], int], of: int) -> Callable[[Fraction], Fraction]:
    return lambda x: Fraction(function(x / of) * of)


def _halves_up(x: Fraction) -> int:
    return math.floor(x + Fraction(1, 2))


FUNCTIONS: dict[str, Callable[[Fraction], Fraction]] = {
    "floor": _to_multiple(math.floor, 1),
    **{f"round{of if of > 1 else ''}": _to_multiple(_halves_up, of) for of in (1, 12, 100)},
    **{f"ceil{of if of > 1 else ''}": _to_multiple(math.ceil, of) for of in (1, 12, 100)},
}


def recompute(parameters: ParameterSet) -> list[Problem]:
    """Every derived value that its formula does not give."""
    return [
        problem for parameter in parameters.known.values() for value in parameter.values if value.formula for problem in _check(parameters, parameter, value)
    ]


def _check(parameters: ParameterSet, parameter: Parameter, value: DatedValue) -> Iterator[Problem]:
    where = f"{parameter.name} {value.since}"
    try:
        result = evaluate(value.formula, value.since, parameters)
    except (ValueError, MissingParameter, SyntaxError, ZeroDivisionError) as error:
        yield Problem(f"formula '{value.formula}' cannot be computed: {error}", file=parameter.file, line=parameter.line, field=where)
        return
    if abs(result - Fraction(repr(value.value))) > WRITTEN_TO:
        yield Problem(f"formula '{value.formula}' gives {float(result):g}, the value is {value.value:g}", file=parameter.file, line=parameter.line, field=where)


def names_in(formula: str) -> set[str]:
    """The parameters a formula reads."""
    tree = ast.parse(_ON_A_DAY.sub(r"\1", formula), mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - FUNCTIONS.keys()


def evaluate(formula: str, day: date, parameters: ParameterSet) -> Fraction:
    """A formula's value on a day, in exact arithmetic.

    Raises ValueError for what is not in the grammar and MissingParameter for a value that is not there.
    """
    tree = ast.parse(_ON_A_DAY.sub(r"\1['\2']", formula), mode="eval")
    return _Evaluator(day, parameters).value(tree.body)


class _Evaluator:
    def __init__(self, day: date, parameters: ParameterSet) -> None:
        self.day = day
        self.parameters = parameters

    def value(self, node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return Fraction(repr(node.value))
        if isinstance(node, ast.Name):
            return self.parameter(node.id, self.day)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant):
            return self.parameter(node.value.id, documents.day(str(node.slice.value)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and len(node.args) == 1:
            return FUNCTIONS[node.func.id](self.value(node.args[0]))
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        raise ValueError(f"'{ast.unparse(node)}' is not in the grammar of formulas")

    def operation(self, node: ast.BinOp) -> Fraction:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
        raise ValueError(f"'{ast.unparse(node)}' is not in the grammar of formulas")

    def parameter(self, name: str, day: date) -> Fraction:
        if name not in self.parameters:
            raise ValueError(f"'{name}' is not a parameter. {did_you_mean(name, self.parameters.known)}")
        return Fraction(repr(self.parameters.value(name, day)))
