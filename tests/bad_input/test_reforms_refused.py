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
        ("{parameters: {aftrapning_1: {sett: 0.2}}}", "is one of set, add, multiply, uprate"),
        ("{parameters: [aftrapning_1]}", "is a mapping"),
        ("{rules: {loenlof: off}}", "Did you mean 'loenloft'?"),
        ("{rules: {loenloft: maybe}}", "is not on or off"),
        ("{rules: {file: pension_ud_af_grundlaget.py}}", "which is a program"),
        ("{assumptions: {exit: 0.1}}", "'exit' is not an assumption of the months"),
        ("{assumptions: {opfolgning_maaned: 3}}", "Did you mean 'opfoelgning_maaned'?"),
        ("{parameters: {mindste_timer: 5}}", "'mindste_timer' is not a parameter of the law"),
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
    assert reform.parameters or reform.rules or reform.assumptions


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


HEAD_OF_RULES = "from fleksim.rules import rule\n@rule(law='a', unit='kr/md', da='a', en='b')\n"


def write_rules(tmp_path, monkeypatch, text: str) -> None:
    """A rules file `mine.py`, in the only folder from which rules are read."""
    from fleksim import paths

    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "scenarios", lambda: tmp_path)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("import os\n", "holds more than rules"),
        (HEAD_OF_RULES + "def loenloft_rum(fuldtidsloen_md, p):\n    '''x'''\n    return p.loft_andel\n", "reads 'loft_andel', which is no parameter"),
        (
            HEAD_OF_RULES + "def loenloft_rum(fuldtidslon_md):\n    '''x'''\n    return fuldtidslon_md\n",
            "'fuldtidslon_md', which is neither a rule nor a field",
        ),
        (HEAD_OF_RULES + "def loen_md(disponibel_indkomst):\n    '''x'''\n    return disponibel_indkomst\n", "rules need each other"),
    ],
)
def test_rules_that_do_not_fit_into_the_law_are_refused(rules: str, says: str, tmp_path, monkeypatch) -> None:
    write_rules(tmp_path, monkeypatch, rules)
    with pytest.raises(InputError, match=says):
        read_reform(write(tmp_path, "{rules: {file: mine.py}}"), allow_rules=True)


def test_a_number_beside_rules_has_a_name_of_its_own_and_its_unit(tmp_path, monkeypatch) -> None:
    write_rules(tmp_path, monkeypatch, HEAD_OF_RULES + "def loenloft_rum(p):\n    '''x'''\n    return p.loft_md\n")
    number = (
        "title: {da: a, en: b}\n  unit: kr/md\n  law: forslag\n  validity: open\n  verified_on: 2026-11-22\n"
        "  values: {2013-01-01: {value: 900, source: x, confidence: low}}\n"
    )
    beside = tmp_path / "rules" / "mine.yaml"
    beside.write_text(f"loft_md:\n  {number}", encoding="utf-8")
    changed = read_reform(write(tmp_path, "{parameters: {loft_md: 1000}, rules: {file: mine.py}}"), allow_rules=True)
    assert changed.on(changed.baseline).p.loft_md == 1000.0
    with pytest.raises(InputError, match="is far from today's 900 kr/md"):
        read_reform(write(tmp_path, "{parameters: {loft_md: 100000}, rules: {file: mine.py}}"), allow_rules=True)
    beside.write_text(f"loft_md:\n  {number}aftrapning_1:\n  {number}", encoding="utf-8")
    with pytest.raises(InputError, match="'aftrapning_1' is a parameter of the law"):
        read_reform(write(tmp_path, "{rules: {file: mine.py}}"), allow_rules=True)


def test_a_switch_and_a_file_that_replace_the_same_rule_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="is replaced twice"):
        read_reform(write(tmp_path, "{rules: {loenrefusion: off, file: gammel_ordning_for_alle.py}}"), allow_rules=True)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("needs: 4\n", "is a list"),
        ("needs: [0]\n", "is a whole number from 1 to 12"),
        ("needs: [4.5]\n", "is a whole number from 1 to 12"),
        ("reason: {da: x}\n", "reason has no en"),
        ("note: {da: '=1', en: b}\n", "cannot be a note"),
        ("reasons: {da: a, en: b}\n", "Did you mean 'reason'?"),
    ],
)
def test_wrong_remarks_and_needs_are_refused(more: str, says: str, tmp_path) -> None:
    with pytest.raises(InputError) as caught:
        read_reform(write(tmp_path, "{parameters: {aftrapning_1: 0.25}}", head=HEAD + more))
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)


def test_everything_wrong_is_told_at_once(tmp_path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(
        "title: {da: Prøve}\nfrom: 2027\nbaseline: {law: 2030-01-01}\nform: 1\n"
        "changes:\n  parameters: {aftrapning1: 0.2, aftrapning_2: 55}\n  rules: {loft: off}\n  assumptions: {exit: 1, timer_loeft: 99}\n"
        "protection: {existing: lose}\nphase_in: {2027-01-01: 3}\nneeds: [77]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_reform(path)
    assert sorted(problem.line for problem in caught.value.problems if problem.line) == [1, 2, 3, 4, 6, 6, 7, 8, 8, 9, 10, 11]
