"""The levers and assumptions of the months: how they are written, and what a reform may make of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fleksim.parameters.months import SHARES_OF_ONE, STEPS, MonthParameter, month_assumptions, month_parameter
from fleksim.parameters.read import law_parameters
from fleksim.problems import InputError
from fleksim.reforms.read import catalogue, read_reform
from fleksim.reforms.reform import Reform

TODAY = date(2026, 11, 22)
HEAD = "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"
ALL = [month_parameter(name) for name in month_assumptions().known]


def reform(tmp_path: Path, assumptions: str) -> Reform:
    path = tmp_path / "reform.yaml"
    path.write_text(f"{HEAD}changes: {{assumptions: {assumptions}}}\n", encoding="utf-8")
    return read_reform(path)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_has_a_value_today_within_its_range_and_says_how_it_is_known(one: MonthParameter) -> None:
    assert one.part in STEPS and one.da != one.en
    assert one.on(date(2013, 1, 1)) is not None and one.on(TODAY) is not None
    for value in one.values:
        assert value.low is not None and value.high is not None and value.low <= value.value <= value.high and value.low < value.high
        assert value.note or not value.is_assumption
        assert not (value.is_assumption and value.confidence != "low"), "an assumption is no more than that"


def test_the_law_does_not_read_them_and_they_have_names_of_their_own() -> None:
    assert not set(law_parameters().known) & set(month_assumptions().known)


def test_levers_of_the_known_proposals_are_there() -> None:
    """What the months are built on; a name that changes here changes there."""
    assert {
        "tidsgraense_maaneder", "tidsgraense_varsel_faktor", "udtoemt_kontanthjaelp_andel", "fastholdelse_maaneder", "fastholdelse_undtagelse_andel",
        "fastholdelse_dokumentation_andel", "opfoelgning_maaned", "bevilling_maaneder", "varig_fra_alder", "tilbagevenden_maaneder", "sanktion_andel",
        "samtaler_6_maaneder", "anden_aktoer_pligt_maaned", "aegtefaelles_selskab_andel", "kapacitet_mindst_andel", "visitation_maaneder",
        "direkte_i_job_andel", "gammel_ordning_beholder_vilkaar",
    } <= set(month_assumptions().known)  # fmt: skip


@pytest.mark.parametrize("one", [one for one in ALL if one.kind == "lever"], ids=lambda one: one.name)
def test_every_lever_but_those_of_detail_is_moved_by_a_reform(one: MonthParameter) -> None:
    detail = {
        "fastholdelse_fritaget_aar_foer_pension", "sanktion_uger", "status_maaned", "tidsgraense_standses_ved_sygdom",
        "tidsgraense_genoptjening_maaneder",
    }  # fmt: skip
    moved = {name for reform in catalogue().values() for name in reform.assumptions}
    assert (one.name in moved) != (one.name in detail)


@pytest.mark.parametrize("group", SHARES_OF_ONE)
def test_shares_of_one_are_one(group: tuple[str, ...]) -> None:
    assert sum(month_assumptions().value(name, TODAY) for name in group) == pytest.approx(1.0, abs=1e-12)


def test_a_rule_that_changed_has_its_dates() -> None:
    at = [month_assumptions().value("aegtefaelles_selskab", date(2021, 9, day)) for day in (7, 8)]
    assert at == [0.0, 1.0]


@pytest.mark.parametrize(
    ("assumptions", "says"),
    [
        ("{tidsgraense_maneder: 24}", "Did you mean 'tidsgraense_maaneder'?"),
        ("{exit: 0.1}", "is not an assumption of the months"),
        ("{aftrapning_1: 0.1}", "is not an assumption of the months"),
        ("{tidsgraense_maaneder: -1}", "is negative"),
        ("{tidsgraense_maaneder: 2.5}", "is not a whole number"),
        ("{tidsgraense_maaneder: 10000}", "is more than 600"),
        ("{fastholdelse_undtagelse_andel: 20}", "per cent are written as shares"),
        ("{aegtefaelles_selskab: 2}", "is neither yes nor no"),
        ("{timer_loeft: 60}", "is more than 37"),
        ("{sanktion_faktor: 50}", "is more than 10"),
        ("{sanktion_andel: {multiply: 100}}", "is no share"),
        ("{udtoemt_kontanthjaelp_andel: 1}", "are 1.61 together"),
        ("{tidsgraense_maaneder: {uprate: {of: 2019-01-01}}}", "only amounts are uprated"),
        ("{tidsgraense_maaneder: '24'}", "Write it without quotes"),
        ("[tidsgraense_maaneder]", "is a mapping"),
    ],
)
def test_a_wrong_change_is_refused_with_its_line(assumptions: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        reform(tmp_path, assumptions)
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)
    assert all(problem.file and problem.line for problem in caught.value.problems)


def test_changes_start_from_the_value_of_the_day(tmp_path: Path) -> None:
    one = reform(tmp_path, "{fastholdelse_maaneder: {add: -6}, sanktion_andel: {multiply: 2}, tidsgraense_maaneder: {set: 24}}")
    found = one.assumptions_on(TODAY)
    assert [found.value(name, TODAY) for name in ("fastholdelse_maaneder", "sanktion_andel", "tidsgraense_maaneder")] == [6.0, 0.06, 24.0]
    assert not month_assumptions().changes, "what is shipped stays as it is"


def test_needs_are_the_steps_of_what_is_changed_and_those_stated(tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(HEAD + "changes: {assumptions: {tidsgraense_maaneder: 24}}\nneeds: [10, 4]\n", encoding="utf-8")
    assert [(need.step, need.en) for need in read_reform(path).needs] == [
        (4, "From ledighedsydelse to a job"),
        (9, "Time limit and exhaustion"),
        (10, "Benefits and wage of the month"),
    ]


def test_a_wrong_file_of_assumptions_is_refused(tmp_path: Path) -> None:
    from fleksim.parameters.months import MonthReader
    from fleksim.parameters.read import read_files

    path = tmp_path / "x.yaml"
    path.write_text(
        "a:\n  title: {da: a, en: b}\n  unit: andle\n  law: LAB\n  part: 13\n  kind: levr\n  evidence: theirs\n  validity: open\n  verified_on: 2026-11-22\n  values: {}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_files([path], MonthReader)
    said = str(caught.value)
    for part in ("Did you mean 'andel'?", "part is a step of the month", "Did you mean 'lever'?", "evidence is one of"):
        assert part in said
