"""A rules file edited while the process runs: what is linked is what was read, or nothing."""

from __future__ import annotations

from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np
import pytest

from fleksim import words
from fleksim.engine.compute import table_of
from fleksim.engine.law import law_on
from fleksim.engine.reading import read
from fleksim.kernel.link import link
from fleksim.problems import InputError
from fleksim.rules import rule
from fleksim.sieve import objections, sentence, text_of

RULES = '''"""Two rules."""

from fleksim.rules import rule


@rule(law="-", unit="kr/aar", da="x", en="x")
def first_of_two(hours):
    """Hours."""
    return hours + 1.0


@rule(law="-", unit="kr/aar", da="x", en="x")
def second_of_two(first_of_two):
    """One more."""
    return first_of_two * first_of_two
'''
EDITS = {
    "a rule": ("hours + 1.0", "hours - 1.0"),
    "a number": ("hours + 1.0", "hours + 0.0"),
    "a docstring": ("Hours.", "Paid hours."),
    "a line above": ('"""Two rules."""', '"""Two rules."""\n'),
    "the order of lines": ("first_of_two(hours)", "second_of_two(hours)"),
    "not Python any more": ("return hours", "return ) hours"),
    "everything": (RULES, ""),
}
_numbers = count()


def imported(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"edited_rules_{next(_numbers)}", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def book_with(module: ModuleType):
    return law_on(date(2026, 1, 1)).change(rules=[module.first_of_two, module.second_of_two])


def of_kernel(module: ModuleType, hours: float) -> float:
    """What the linked text says, run as Python."""
    linked = link(book_with(module).book, ["second_of_two"])
    space: dict = {}
    exec(compile(linked.text, "linked", "exec"), space)
    rows = np.empty((1, 1, 1))
    space["kernel"](np.array([hours]), table_of([book_with(module)], linked.parameters), rows, 0, 1)
    return float(rows[0, 0, 0])


def of_reading(module: ModuleType, hours: float) -> float:
    return read(book_with(module), {"hours": hours}, ["second_of_two"])["second_of_two"]


@pytest.fixture
def rules_file(tmp_path, monkeypatch) -> Path:
    # A file edited twice within a second has the time stamp of its cached code.
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    path = tmp_path / "edited_rules.py"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.mark.parametrize("linked_before", (False, True), ids=("at once", "linked before"))
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_rule_is_not_linked(edit, linked_before, rules_file):
    module = imported(rules_file)
    if linked_before:
        assert of_kernel(module, 4.0) == 25.0
    rules_file.write_text(RULES.replace(*edit), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        of_kernel(module, 4.0)
    [problem] = refused.value.problems
    assert problem.file == str(rules_file) and problem.line in (6, 12)
    assert "was edited after it was read" in problem.message and problem.way_out.startswith("Start again")
    assert of_reading(module, 4.0) == 25.0, "what runs is what was read"


def test_an_edit_after_the_rules_changes_nothing(rules_file):
    module = imported(rules_file)
    rules_file.write_text(RULES + "\n# A remark.\n", encoding="utf-8")
    assert of_kernel(module, 4.0) == of_reading(module, 4.0) == 25.0


def test_the_file_read_again_is_the_new_law(rules_file):
    before = imported(rules_file)
    rules_file.write_text(RULES.replace(*EDITS["a rule"]), encoding="utf-8")
    after = imported(rules_file)
    assert of_kernel(after, 4.0) == of_reading(after, 4.0) == 9.0
    with pytest.raises(InputError):
        of_kernel(before, 4.0)
    rules_file.write_text(RULES, encoding="utf-8")
    assert of_kernel(before, 4.0) == 25.0
    with pytest.raises(InputError):
        of_kernel(after, 4.0)


def test_a_rule_without_a_file_is_refused(rules_file):
    module = imported(rules_file)
    rules_file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        objections(module.first_of_two)
    space: dict = {}
    exec(RULES, space)
    with pytest.raises(InputError, match="<string>:6: 'first_of_two'"):
        sentence(space["first_of_two"])


def test_two_functions_of_a_name_have_each_its_own_text():
    def made(one: bool) -> FunctionType:
        if one:

            def value(hours):
                """One."""
                return hours

        else:

            def value(hours):
                """Two."""
                return -hours

        return value

    for one, says in ((True, "One."), (False, "Two.")):
        node = text_of(made(one))
        assert node.body[0].value.value == says
        assert rule(law="-", unit="kr/aar", da="x", en="x")(made(one)).place.endswith(f":{node.lineno}")


def test_every_word_that_is_spelled_out_has_its_text():
    for word in (*words.ROUNDING.values(), *words.STEPS.values()):
        assert text_of(word).name == word.__name__
