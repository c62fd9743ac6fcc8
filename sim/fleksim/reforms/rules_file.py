"""Rules files: structural reforms as a few rules in the words of the law, under `scenarios/rules`.

A rule holds no number. Those that a rules file brings with it stand beside it in a file of the same name, in the grammar of
`data/law`: title, unit, source, range. A reform that names the rules file can change them like the law's own.
"""

from __future__ import annotations

import ast
import hashlib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from fleksim import documents, paths
from fleksim.parameters.read import law_parameters, read_file
from fleksim.parameters.values import Parameter
from fleksim.problems import InputError, Problem, one_problem, printable
from fleksim.rules import Rule
from fleksim.sieve import objections

_MAY_IMPORT = ("fleksim.rules", "fleksim.words")
# A file that is read again gives the same rules, so that laws with them share a book and its kernels.
_loaded: dict[tuple[str, str], list[Rule]] = {}


def rules_path(name: str) -> Path | None:
    """A rules file by its name, or None: nothing outside its folder is one, and no link that leads out of it."""
    known = {path.name: path for path in _folder().glob("*.py")}
    path = known.get(name)
    return path if path is not None and path.is_file() and path.resolve().parent == _folder().resolve() else None


def rules_files() -> list[str]:
    """The names of the rules files that there are."""
    return sorted(path.name for path in _folder().glob("*.py") if rules_path(path.name))


def _folder() -> Path:
    return paths.scenarios() / "rules"


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
    text = documents.decode(documents.read_bytes(path), path.name)
    key = (str(path), hashlib.sha256(text.encode()).hexdigest())
    if key not in _loaded:
        _loaded[key] = _load(path, text)
    return _loaded[key]


def _load(path: Path, text: str) -> list[Rule]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise InputError([Problem(f"is not Python: {error.msg}", file=path.name, line=error.lineno)]) from None
    except (ValueError, RecursionError, MemoryError):
        raise one_problem("is nested too deeply to be read", file=path.name) from None
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
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    if len(set(names)) < len(names):
        twice = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and names.count(node.name) > 1)
        raise one_problem(f"'{twice.name}' stands twice", file=path.name, line=twice.lineno, way_out="Keep one of them.")
    try:
        spec.loader.exec_module(module)
    except InputError:
        raise
    except Exception as error:  # imports of what is not there, and what `rule` says of its arguments
        raise one_problem(f"cannot be loaded: {printable(error, 200)}", file=path.name) from None
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    if not rules:
        raise one_problem("holds no rules", file=path.name, way_out="Write at least one function marked with @rule.")
    wrong = [Problem(why, file=path.name) for rule in rules for why in objections(rule)]
    if wrong:
        raise InputError(wrong)
    return rules


def _is_part_of_a_rules_file(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in _MAY_IMPORT and node.level == 0
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.FunctionDef) and [_called(one) for one in node.decorator_list] == ["rule"] and _names_only(node)


def _names_only(function: ast.FunctionDef) -> bool:
    """Whether arguments are bare names: defaults and annotations would be run when the file is loaded."""
    given = function.args
    more = (*given.posonlyargs, *given.kwonlyargs, *given.defaults, *given.kw_defaults, given.vararg, given.kwarg, function.returns)
    return not any(more) and not any(one.annotation for one in given.args) and not getattr(function, "type_params", [])


def _called(decorator: ast.expr) -> str | None:
    if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
        constant = all(isinstance(keyword.value, ast.Constant) for keyword in decorator.keywords) and not decorator.args
        return decorator.func.id if constant else None
    return None
