"""The sieve: what a rule may contain.

A rule that passes can be read beside the statute, traced number by number, and fused into a compiled loop. It may
assign to local names, branch, return, calculate, compare, call the words of `words`, and read attributes of `p`.
It may not loop, index, call anything else, or hold a number of its own other than 0 and 1.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

from fleksim.rules import Rule
from fleksim.words import vocabulary

_WORDS = vocabulary()
_ALLOWED_NUMBERS = (0, 1)
_ALLOWED_NODES = (
    ast.FunctionDef,
    ast.arguments,
    ast.arg,
    ast.Return,
    ast.Assign,
    ast.If,
    ast.Expr,
    ast.IfExp,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.Call,
    ast.Attribute,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.Store,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.Not,
    ast.And,
    ast.Or,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
    ast.NotEq,
)


def sentence(rule: Rule) -> ast.FunctionDef:
    """The rule's own text as a syntax tree."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(rule.function))).body[0]
    assert isinstance(tree, ast.FunctionDef), rule.name
    return tree


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements without the docstring."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if has_docstring else function.body


def always_returns(statements: list[ast.stmt]) -> bool:
    """Whether every way through the statements ends in a return."""
    return any(
        isinstance(statement, ast.Return)
        or (isinstance(statement, ast.If) and always_returns(statement.body) and bool(statement.orelse) and always_returns(statement.orelse))
        for statement in statements
    )


def objections(rule: Rule) -> list[str]:
    """Why a rule does not pass, as sentences with file and line; empty when it does."""
    function = sentence(rule)
    found = [_at(rule, node, why) for node, why in _offending(function)]
    if not ast.get_docstring(function):
        found.append(_at(rule, function, "a rule says in its docstring what it gives"))
    if not always_returns(body_of(function)):
        found.append(_at(rule, function, "every way through a rule ends in a return"))
    for statement in ast.walk(function):
        if isinstance(statement, ast.If) and _half_returns(statement):
            found.append(_at(rule, statement, "a branch returns on every way through it or on none"))
    return found


def _half_returns(branch: ast.If) -> bool:
    def mixed(statements: list[ast.stmt]) -> bool:
        returns = any(isinstance(node, ast.Return) for one in statements for node in ast.walk(one))
        return returns and not always_returns(statements)

    return mixed(branch.body) or mixed(branch.orelse)


def _offending(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, str]]:
    local = {argument.arg for argument in function.args.args}
    local |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for statement in body_of(function):
        for node in ast.walk(statement):
            if not isinstance(node, _ALLOWED_NODES):
                yield node, f"'{type(node).__name__}' is not a word of the rule language"
            elif isinstance(node, ast.Constant) and not _is_allowed_number(node.value):
                yield node, f"{node.value!r} is a number in a rule; give it a name and a date in data/law"
            elif isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "p"):
                yield node, "only parameters are read with a dot: p.name"
            elif isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and callable(_WORDS.get(node.func.id))):
                yield node, f"'{ast.unparse(node.func)}' is not a word of the rule language"
            elif isinstance(node, ast.Call) and node.keywords:
                yield node, "a word takes its arguments by position"
            elif isinstance(node, ast.Compare) and len(node.ops) > 1:
                yield node, "one comparison at a time, so that the tracer can name what binds"
            elif isinstance(node, ast.Name) and node.id not in local and node.id not in _WORDS:
                yield node, f"'{node.id}' is neither an argument nor a word of the rule language"


def _is_allowed_number(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, int | float) and value in _ALLOWED_NUMBERS)


def _at(rule: Rule, node: ast.AST, why: str) -> str:
    file, _, first = rule.place.partition(":")
    return f"{file}:{int(first) + getattr(node, 'lineno', 1) - 1}: {rule.name}: {why}"
