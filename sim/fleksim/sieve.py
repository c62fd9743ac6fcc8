"""The sieve: what a rule may contain.

A rule that passes can be read beside the statute, traced number by number, and fused into a compiled loop. It may
assign to local names, branch, return, calculate, compare, call the words of `words`, and read attributes of `p`.
It may not loop, index, call anything else, or hold a number of its own other than 0 and 1.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType

from fleksim.problems import one_problem
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
    """The rule's own text as a syntax tree. Raises InputError where its file no longer holds it."""
    return text_of(rule.function)


def text_of(function: FunctionType) -> ast.FunctionDef:
    """The text of the very function that runs, as a syntax tree; not to be changed.

    The file is read when it is asked for, so that importing the law reads no sources. A text that does not compile to the
    code that runs is refused: what is linked from a file edited since would be neither the old law nor the new.

    Raises InputError.
    """
    code = function.__code__
    linecache.checkcache(code.co_filename)
    found = _functions("".join(linecache.getlines(code.co_filename, function.__globals__))).get(code)
    if found is None:
        raise one_problem(
            f"'{function.__name__}' no longer stands in the file as it runs: the file was edited after it was read, or cannot be read",
            file=code.co_filename,
            line=code.co_firstlineno,
            way_out="Start again; if that does not help, delete the folder __pycache__ beside the file.",
        )
    return found


@cache
def _functions(text: str) -> dict[CodeType, ast.FunctionDef]:
    """Every function of a file by the code it compiles to, the place included."""
    try:
        tree = ast.parse(text)
        compiled = compile(text, "<rules>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return {}
    written = {
        (node.name, min([node.lineno, *(one.lineno for one in node.decorator_list)])): node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }
    codes = {(code.co_name, code.co_firstlineno): code for code in _codes(compiled)}
    return {codes[place]: node for place, node in written.items() if place in codes}


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield inside
            yield from _codes(inside)


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
    return f"{file}:{getattr(node, 'lineno', first)}: {rule.name}: {why}"
