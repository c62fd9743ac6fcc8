"""The catalogue runs: every shipped reform reads, changes something, and every proposal is accounted for."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

import fleksim as fs
from fleksim import paths
from fleksim.engine.calculate import calculate_cases
from fleksim.engine.law import law_on
from fleksim.parameters.months import month_assumptions
from fleksim.people.personas import personas
from fleksim.people.readers import cases_from_python
from fleksim.reforms.read import catalogue, read_reform, shipped
from fleksim.reforms.reform import Reform
from fleksim.rules import Rule
from fleksim.sieve import objections

NAMES = [path.stem for path in shipped()]

# What a reform changes for nobody among the personas, it changes for these.
STATED = {
    "mindst_5_timer": {"year": 2026, "hourly_wage": 170, "hours": 4},
    "uden_loft_over_loenrefusion": {"year": 2026, "status": "fleksjob_gammel", "hourly_wage": 400, "hours": 20},
}


@cache
def reform(name: str) -> Reform:
    return read_reform(name, allow_rules=True)


@cache
def unchanged() -> tuple[Mapping[str, object], ...]:
    return tuple(one.values for one in calculate_cases([one.case for one in personas().values()]))


STATIC = [name for name in NAMES if catalogue()[name].is_static]
MONTHS_ONLY = [name for name in NAMES if name not in STATIC]


@pytest.mark.parametrize("name", STATIC)
def test_a_static_reform_calculates_every_persona_and_changes_something(name: str) -> None:
    cases = [one.case for one in personas().values()]
    assert len(cases) == 12
    results = calculate_cases(cases, reform(name).on)
    changed = any(one.values != before for one, before in zip(results, unchanged(), strict=True))
    if name in STATED:
        case = cases_from_python(STATED[name])
        assert not changed, "the stated case is not needed"
        changed = calculate_cases(case, reform(name).on)[0].values != calculate_cases(case)[0].values
    assert changed


@pytest.mark.parametrize("name", MONTHS_ONLY)
def test_a_reform_of_the_months_changes_no_static_number_and_says_what_it_needs(name: str) -> None:
    changed = calculate_cases([one.case for one in personas().values()], reform(name).on)
    assert tuple(one.values for one in changed) == unchanged()
    law = law_on(reform(name).baseline)
    assert reform(name).apply(law).fingerprint() == law.fingerprint() and reform(name).apply(law).book is law.book
    assert reform(name).needs


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_assumption_is_another_number(name: str) -> None:
    one = reform(name)
    before, after = month_assumptions(), one.assumptions_on(one.baseline)
    changed = {each for each in one.assumptions if before.value(each, one.baseline) != after.value(each, one.baseline)}
    # A time limit must say what becomes of spells that have lasted longer, also where it is what the assumption says.
    assert set(one.assumptions) - changed <= {"tidsgraense_taeller_tidligere"}
    assert {month_assumptions().known[each].part for each in one.assumptions} <= {need.step for need in one.needs}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_every_reform_says_who_why_and_what_it_needs(name: str) -> None:
    one = reform(name)
    assert one.source and one.proposer and one.title["da"] != one.title["en"]
    assert one.reason["da"] and one.reason["en"]
    assert one.needs, "what people do is shown by the months only"
    assert re.fullmatch(r"[a-z0-9_]+", name)
    comment = next(path for path in shipped() if path.stem == name).read_text(encoding="utf-8").split("\n")[0]
    assert re.match(r"# (R\d\d)(, R\d\d)*: ", comment)


def test_no_two_reforms_are_the_same_or_called_the_same() -> None:
    assert len({reform(name).digest() for name in NAMES}) == len(NAMES)
    for lang in ("da", "en"):
        assert len({reform(name).name(lang) for name in NAMES}) == len(NAMES)


def test_a_reform_that_needs_a_program_is_listed_without_running_it() -> None:
    listed = catalogue()["gammel_ordning_tilbage"]
    assert listed.is_static and listed.rules_file == "gammel_ordning_for_alle.py" and not listed.rules


RULES_FILES = sorted((paths.scenarios() / "rules").glob("*.py"))


@pytest.mark.parametrize("path", RULES_FILES, ids=lambda path: path.stem)
def test_every_rules_file_is_used_and_passes_the_sieve(path) -> None:
    users = [name for name in NAMES if catalogue()[name].rules_file == path.name]
    assert users
    rules: tuple[Rule, ...] = reform(users[0]).rules
    assert rules and [why for rule in rules for why in objections(rule)] == []
    assert {each for rule in rules for each in rule.parameters} >= set(reform(users[0]).new_parameters), "a number beside the rules is read by none"


def test_rules_that_are_read_again_are_the_same_so_that_kernels_are_shared() -> None:
    law = law_on(date(2026, 1, 1))
    one, two = (read_reform("mindst_5_timer", allow_rules=True).apply(law) for _ in range(2))
    assert one.book is two.book is not law.book


@pytest.mark.parametrize("name", [name for name in NAMES if catalogue()[name].rules_file])
def test_kinks_and_incentives_are_found_under_other_rules(name: str) -> None:
    found = fs.incentives({"year": 2026, "hourly_wage": 150, "hours": 12, "municipality": "Aarhus"}, reform=reform(name))
    assert found is not None


# --- every proposal -------------------------------------------------------------------------------------------------------


def proposals() -> list[dict[str, str]]:
    with (paths.data() / "reform_proposals.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_proposal_is_a_reform_or_outside_with_the_reason() -> None:
    rows = proposals()
    assert [row["id"] for row in rows] == [f"R{number:02d}" for number in range(1, 47)]
    for row in rows:
        assert row["da"] and row["en"] and row["who"] and row["source"]
        assert row["status"] in ("proposed", "decided", "criticism", "historical", "lever")
        assert bool(row["reforms"]) != bool(row["outside_da"] and row["outside_en"]), row["id"]


def test_every_reform_is_named_by_a_proposal_and_names_it() -> None:
    named = {(row["id"], name) for row in proposals() for name in row["reforms"].split()}
    said = set()
    for path in shipped():
        first = path.read_text(encoding="utf-8").split("\n")[0]
        said |= {(number, path.stem) for number in re.findall(r"R\d\d", first.partition(":")[0])}
    assert named == said
    assert {name for _, name in named} == set(NAMES)
