"""Wrong reforms: unknown names, wrong units, conflicts, paths that lead outside."""

from __future__ import annotations

import pytest

from fleksim.problems import InputError
from fleksim.reforms.read import read_reform, shipped
from fleksim.reforms.reform import stack

HEAD = "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"


def write(tmp_path, changes: str, head: str = HEAD) -> str:
    path = tmp_path / "reform.yaml"
    path.write_text(f"{head}changes: {changes}\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("{parameters: {aftrapning1: 0.25}}", "'aftrapning1' is not a parameter of the law. Did you mean 'aftrapning_1'?"),
        ("{parameters: {\u0430ftrapning_1: 0.25}}", "\\u0430ftrapning_1"),
        ("{parameters: {aftrapning_1: 30}}", "per cent are written as shares"),
        ("{parameters: {aftrapning_1: -0.1}}", "is negative"),
        ("{parameters: {fleksloentilskud_max: 240000}}", "is far from today's 21600 kr/md"),
        ("{parameters: {fleksloentilskud_max: 26.5}}", "is far from today's 21600 kr/md"),
        ("{parameters: {fleksloentilskud_max: 26.500}}", "can mean two numbers; write 26500"),
        ("{parameters: {aftrapning_1: '0.25'}}", "Write it without quotes"),
        ("{parameters: {aftrapning_1: .nan}}", "'.nan' is not a number"),
        ("{parameters: {aftrapning_1: 1e-1}}", "'1e-1' is not a number"),
        ("{parameters: {aftrapning_1: {sett: 0.2}}}", "is one of set, add, multiply"),
        ("{parameters: [aftrapning_1]}", "is a mapping"),
        ("{rules: {loenlof: off}}", "Did you mean 'loenloft'?"),
        ("{rules: {loenloft: maybe}}", "is not on or off"),
        ("{rules: {file: pension_ud_af_grundlaget.py}}", "which is a program"),
        ("{assumptions: {exit: 0.1}}", "dynamic model"),
        ("{parameter: {aftrapning_1: 0.25}}", "Did you mean 'parameters'?"),
    ],
)
def test_a_wrong_change_is_refused(changes: str, says: str, tmp_path) -> None:
    with pytest.raises(InputError) as caught:
        read_reform(write(tmp_path, changes))
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)
    assert all(problem.file and problem.line for problem in caught.value.problems)


@pytest.mark.parametrize("name", ["../../etc/passwd.py", "/etc/passwd.py", "..%2f.py", "missing.py", "os.txt"])
def test_a_rules_file_stays_inside_its_folder(name: str, tmp_path) -> None:
    with pytest.raises(InputError, match="is not a file of scenarios/rules"):
        read_reform(write(tmp_path, f"{{rules: {{file: {name}}}}}"), allow_rules=True)


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "<script>", "@x", "+1", "x" * 200])
def test_a_title_that_a_spreadsheet_or_page_would_run_is_refused(title: str, tmp_path) -> None:
    with pytest.raises(InputError, match="cannot be a title"):
        read_reform(write(tmp_path, "{parameters: {aftrapning_1: 0.25}}", head=f'title: {{da: "{title}", en: Test}}\n'))


@pytest.mark.parametrize("day", ["2025-02-30", "2025", "99999-01-01", "1. januar"])
def test_a_wrong_day_is_refused(day: str, tmp_path) -> None:
    with pytest.raises(InputError):
        read_reform(write(tmp_path, "{parameters: {aftrapning_1: 0.25}}", head=f"title: {{da: a, en: b}}\nfrom: {day}\n"))


@pytest.mark.parametrize("year", [2012, 2027])
def test_a_baseline_outside_the_law_is_refused(year: int, tmp_path) -> None:
    with pytest.raises(InputError, match="the law is kept for 2013 to 2026"):
        read_reform(write(tmp_path, "{parameters: {aftrapning_1: 0.25}}", head=f"title: {{da: a, en: b}}\nbaseline: {{law: {year}-01-01}}\n"))


def test_two_reforms_that_touch_the_same_name_conflict(tmp_path) -> None:
    with pytest.raises(InputError, match="'aftrapning_2' is changed by two reforms"):
        stack([read_reform("en_aftrapning"), read_reform(write(tmp_path, "{parameters: {aftrapning_2: 0.5}}"))])


def test_an_unknown_reform_gets_a_suggestion() -> None:
    with pytest.raises(InputError, match="Did you mean 'uden_loft'"):
        read_reform("uden_lofte")


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_reform_reads(path) -> None:
    reform = read_reform(path, allow_rules=True)
    assert reform.title["da"] and reform.title["en"] and reform.source
    assert reform.parameters or reform.rules


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import os\n", "holds more than rules"),
        ("from os import system\n", "holds more than rules"),
        ("print('hej')\n", "holds more than rules"),
        ("x = 1\n", "holds more than rules"),
        (
            "from fleksim.rules import rule\n@rule(law=str(1), unit='kr', da='a', en='b')\ndef loen_md():\n    '''x'''\n    return 0.0\n",
            "holds more than rules",
        ),
        (
            "from fleksim.rules import rule\n@rule(law='a', unit='kr', da='a', en='b')\ndef loen_md(hours):\n    '''x'''\n    return hours * 3.5\n",
            "a number in a rule",
        ),
        ("def (", "is not Python"),
    ],
)
def test_a_rules_file_that_is_more_than_rules_is_refused_before_it_runs(text: str, says: str, tmp_path) -> None:
    from fleksim.reforms.rules_file import read_rules

    path = tmp_path / "rules.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_rules(path)
