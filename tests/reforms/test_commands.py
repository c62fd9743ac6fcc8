"""`fleksim reform check, diff, list, schema`: what people and programs are told."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from fleksim import paths
from fleksim.cli.main import main
from fleksim.reforms.read import schema, shipped

Command = Callable[..., tuple[int, str, str]]
HEAD = "title: {da: Prøve, en: Test}\nreason: {da: Fordi., en: Because.}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"


@pytest.fixture
def fleksim(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["reform", *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def test_check_is_silent_about_files_folders_and_names_that_are_right(fleksim: Command) -> None:
    assert fleksim("check", str(paths.scenarios() / "reforms"), "uden_loft", "--allow-rules") == (0, "", "")


def test_check_tells_everything_wrong_in_every_file_at_once(fleksim: Command, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + "changes: {parameters: {aftrapning1: 0.2, tilskud: 1}}\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text(HEAD + "changes: {assumptions: {sanktion: 1}}\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(HEAD + "changes: {parameters: {aftrapning_1: 0.2}}\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a reform", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    code, out, err = fleksim("check", str(tmp_path), str(tmp_path / "empty"), "uden_lofte")
    assert (code, out) == (2, "")
    assert err.count("is not a parameter of the law") == 2 and "b.yml:5" in err and "c.yaml" not in err and "notes" not in err
    assert "holds no reform files" in err and "Did you mean 'uden_loft'?" in err


def test_a_folder_of_shipped_reforms_names_those_that_are_programs(fleksim: Command) -> None:
    code, _, err = fleksim("check", str(paths.scenarios() / "reforms"))
    assert code == 2 and all("which is a program" in line for line in err.splitlines())


TEXT = """{title}
{head}
{reason}

{numbers}
  aftrapning_1             {a}  {share:{wide}}  {taper} (LAB § 123, stk. 2)
  fleksloentilskud_max  {b}  {money:{wide}}  {most} (LAB § 123, stk. 1 (før 2020 § 70 f, stk. 1))

{months}
  jobmarked_faktor  1 -> {c}  {times}  {market} (ingen regel)

{kept}
{phases}
{needs}
"""
BOTH = (
    HEAD
    + "protection: {existing: keep, granted_before: 2026-07-01, for_months: 60}\nphase_in: {2027-01-01: 0.5, 2028-07-01: 1}\nneeds: [6]\n"
    + "changes:\n  parameters: {aftrapning_1: 0.25, fleksloentilskud_max: {add: 1000}}\n  assumptions: {jobmarked_faktor: 1.15}\n"
)


def test_the_amendment_table_in_danish_and_english(fleksim: Command, tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(BOTH, encoding="utf-8")
    code, danish, _ = fleksim("diff", str(path))
    assert code == 0
    assert danish == TEXT.format(
        title="Prøve", head="Fra 1. januar 2027, regnet på tallene 1. januar 2026. Forslag: eget forslag.", reason="Fordi.", numbers="Tal",
        a="0,3 -> 0,25  ", b="21.600 -> 22.600", share="andel", money="kr. pr. md.", wide=11, taper="Aftrapning under knækket", most="Højeste fleksløntilskud",
        months="Månedernes greb og antagelser", c="1,15", times="gange", market="Chance for job i et gennemsigtigt fleksjobmarked, ganget med",
        kept="Sager fra før 1. juli 2026 beholder de gamle vilkår i 60 måneder.", phases="Indfases: 1. januar 2027: 0,5, 1. juli 2028: 1.",
        needs="Kræver måneder, trin: 4 Fra ledighedsydelse til job; 6 Timer op eller ned.",
    )  # fmt: skip
    code, english, _ = fleksim("diff", str(path), "--lang", "en")
    assert english == TEXT.format(
        title="Test", head="From 1 January 2027, on the numbers of 1 January 2026. Proposal: eget forslag.", reason="Because.", numbers="Numbers",
        a="0.3 -> 0.25  ", b="21,600 -> 22,600", share="share", money="DKK a month", wide=11, taper="Taper below the kink", most="Maximum flex-wage supplement",
        months="Levers and assumptions of the months", c="1.15", times="times", market="Chance of a job in a transparent market, multiplied by",
        kept="Cases from before 1 July 2026 keep the old terms for 60 months.", phases="Phased in: 1 January 2027: 0.5, 1 July 2028: 1.",
        needs="Needs the months, step: 4 From ledighedsydelse to a job; 6 Hours up or down.",
    )  # fmt: skip


def test_a_rule_is_shown_by_its_sentence_before_and_after(fleksim: Command) -> None:
    code, text, _ = fleksim("diff", "uden_loft", "--lang", "en")
    assert code == 0
    assert "  fleksloentilskud_efter_loft: Supplement without the ceiling (uden LAB § 123, stk. 3)\n" in text
    assert "    before: The smaller of the tapered supplement and the room under the ceiling.\n" in text
    assert "    after:  The tapered supplement, whatever the full-time wage.\n" in text


def test_a_number_that_rules_bring_with_them_had_no_value_before(fleksim: Command) -> None:
    assert fleksim("diff", "mindst_5_timer")[0] == 2, "a rules file is a program"
    code, text, _ = fleksim("diff", "mindst_5_timer", "--allow-rules")
    assert code == 0 and "mindste_timer  – -> 5  timer om ugen  Mindste timetal med tilskud (forslag)" in text


def test_what_only_the_months_show_says_so(fleksim: Command) -> None:
    assert "Intet af det kan ses af loven på én dag." in fleksim("diff", "tidsgraense_24_maaneder")[1]
    assert "Intet af det" not in fleksim("diff", "uden_loft")[1]


def test_the_table_for_programs(fleksim: Command, tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(BOTH, encoding="utf-8")
    found = json.loads(fleksim("diff", str(path), "--json")[1])
    assert found["title"] == {"da": "Prøve", "en": "Test"} and found["from"] == "2027-01-01" and found["baseline"] == "2026-01-01"
    assert [(one["kind"], one["name"], one["before"], one["after"]) for one in found["amendments"]] == [
        ("parameter", "aftrapning_1", 0.3, 0.25),
        ("parameter", "fleksloentilskud_max", 21_600.0, 22_600.0),
        ("assumption", "jobmarked_faktor", 1.0, 1.15),
    ]
    assert found["protection"] == {"existing": "keep", "granted_before": "2026-07-01", "for_months": 60}
    assert found["phase_in"] == {"2027-01-01": 0.5, "2028-07-01": 1.0}
    assert [need["step"] for need in found["needs"]] == [4, 6] and found["static"] is True and len(found["digest"]) == 16


def test_a_conflict_is_told_by_diff(fleksim: Command) -> None:
    code, out, err = fleksim("diff", "en_aftrapning", "lavere_aftrapning_45")
    assert (code, out) == (2, "") and "'aftrapning_2' is changed by two reforms: en_aftrapning and lavere_aftrapning_45" in err


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_reform_has_a_table_in_both_languages(path: Path, fleksim: Command) -> None:
    danish, english = (fleksim("diff", path.stem, "--allow-rules", "--lang", lang) for lang in ("da", "en"))
    assert danish[0] == english[0] == 0 and danish[1] != english[1]
    assert all(len(line) < 400 for line in danish[1].splitlines()) and "None" not in danish[1] + english[1]


def test_list_shows_the_catalogue(fleksim: Command) -> None:
    code, text, _ = fleksim("list")
    lines = text.splitlines()
    assert code == 0 and [line.split()[0] for line in lines] == [path.stem for path in shipped()]
    assert next(line for line in lines if line.startswith("uden_loft ")).split()[1] == "lov"
    assert next(line for line in lines if line.startswith("en_time_mere ")).split()[1] == "måneder"
    found = json.loads(fleksim("list", "--json")[1])
    assert len(found) == len(lines) and next(one for one in found if one["name"] == "mindst_5_timer")["rules_file"] == "mindstetimer.py"
    assert "One more hour a week for all" in fleksim("list", "--lang", "en")[1]


def test_schema_is_printed(fleksim: Command) -> None:
    code, text, _ = fleksim("schema")
    assert code == 0 and json.loads(text) == schema()


def test_a_reform_may_come_from_standard_input(fleksim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(BOTH.encode())))
    code, text, _ = fleksim("diff", "-", "--lang", "en")
    assert code == 0 and "0.3 -> 0.25" in text
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"changes: {}")))
    code, _, err = fleksim("check", "-")
    assert code == 2 and err.startswith("-:1: a reform needs title and changes")
