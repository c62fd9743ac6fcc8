"""Several reforms as one: what does not agree is an error; and the hash of what a reform changes."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from fleksim.engine.calculate import calculate_cases
from fleksim.engine.law import law_on
from fleksim.people.personas import personas
from fleksim.problems import InputError
from fleksim.reforms.read import catalogue, read_reform
from fleksim.reforms.reform import Reform, stack

HEAD = "title: {da: Prøve, en: Test}\nbaseline: {law: 2026-01-01}\n"
FROM = "from: 2027-01-01\n"


def write(tmp_path: Path, name: str, text: str) -> Reform:
    path = tmp_path / f"{name}.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_reform(path, allow_rules=True)


def test_none_and_one_are_themselves() -> None:
    one = read_reform("uden_loft")
    assert stack([]) is None and stack([one]) is one


def test_a_stack_changes_what_its_parts_change(tmp_path: Path) -> None:
    parts = [read_reform("tidsgraense_24_maaneder"), read_reform("uden_loft"), read_reform("mindst_5_timer", allow_rules=True)]
    both = stack(parts)
    assert both is not None
    assert set(both.assumptions) == {"tidsgraense_maaneder", "tidsgraense_taeller_tidligere"} and both.new_parameters.keys() == {"mindste_timer"}
    assert {rule.name for rule in both.rules} == {"fleksloentilskud_foer_loft", "fleksloentilskud_efter_loft", "loenloft_binder"}
    assert [need.step for need in both.needs] == [4, 5, 6, 9, 10]
    assert both.since == date(2027, 1, 1) and both.source and "; " in both.source
    assert both.reason["en"].startswith("Ledighedsydelse has no time limit")


def test_the_order_does_not_matter() -> None:
    one, two = read_reform("uden_loft"), read_reform("en_aftrapning")
    cases = [persona.case for persona in personas().values()]
    results = [[result.values for result in calculate_cases(cases, stack(order).on)] for order in ((one, two), (two, one))]  # type: ignore[union-attr]
    assert results[0] == results[1]


TERMS = "protection: {existing: keep}\n"
PHASES = "phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n"
ONE = "changes: {parameters: {aftrapning_1: 0.2}}\n"


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        (FROM + ONE, FROM + ONE, "'aftrapning_1' is changed by two reforms"),
        (
            FROM + "changes: {assumptions: {sanktion_andel: 0.1}}\n",
            FROM + "changes: {assumptions: {sanktion_andel: 0.2}}\n",
            "'sanktion_andel' is changed by two",
        ),
        (FROM + "changes: {rules: {loenloft: off}}\n", FROM + "changes: {rules: {loenloft: off}}\n", "'loenloft_binder' is changed by two"),
        (FROM + ONE, FROM + TERMS + "changes: {}\n", "the protection of existing cases differs"),
        (FROM + TERMS + ONE, FROM + "protection: {existing: keep, for_months: 12}\nchanges: {}\n", "the protection of existing cases differs"),
        (FROM + PHASES + ONE, FROM + "changes: {}\n", "the phase-in differs"),
        (FROM + ONE, "from: 2028-01-01\nchanges: {}\n", "the from-date differs"),
    ],
)
def test_what_does_not_agree_is_an_error(first: str, second: str, says: str, tmp_path: Path) -> None:
    reforms = [write(tmp_path, "one", first), write(tmp_path, "two", second)]
    for order in (reforms, reforms[::-1]):
        with pytest.raises(InputError) as caught:
            stack(order)
        assert says in str(caught.value) and "one.yaml" in str(caught.value) and "two.yaml" in str(caught.value)


def test_every_disagreement_is_told_at_once(tmp_path: Path) -> None:
    reforms = [write(tmp_path, "one", FROM + TERMS + PHASES + ONE), write(tmp_path, "two", "from: 2028-01-01\n" + ONE)]
    with pytest.raises(InputError) as caught:
        stack(reforms)
    assert len(caught.value.problems) == 4


def test_equal_terms_agree_and_an_unstated_from_date_goes_with_any(tmp_path: Path) -> None:
    both = stack([write(tmp_path, "one", FROM + TERMS + ONE), write(tmp_path, "two", FROM + TERMS + "changes: {parameters: {aftrapning_2: 0.5}}\n")])
    assert both is not None and both.protection is not None
    free = stack([write(tmp_path, "three", ONE), write(tmp_path, "four", FROM + "changes: {parameters: {aftrapning_2: 0.5}}\n")])
    assert free is not None and free.since == date(2027, 1, 1)


def test_any_two_of_the_catalogue_stack_or_say_why_not() -> None:
    reforms = list(catalogue().values())
    stacked = refused = 0
    for pair in combinations(reforms, 2):
        try:
            stack(pair)
            stacked += 1
        except InputError as error:
            refused += 1
            assert all("differs" in str(problem) or "changed by two" in str(problem) for problem in error.problems)
    assert stacked > refused > 0


# --- the hash -------------------------------------------------------------------------------------------------------------


def test_the_hash_knows_changes_and_not_words(tmp_path: Path) -> None:
    plain = write(tmp_path, "one", FROM + ONE)
    assert plain.digest() == write(tmp_path, "two", FROM + "reason: {da: a, en: b}\nproposed_by: {name: x}\n" + ONE).digest()
    others = [
        FROM + "changes: {parameters: {aftrapning_1: 0.21}}\n",
        FROM + "changes: {parameters: {aftrapning_1: {add: 0.2}}}\n",
        FROM + "changes: {parameters: {aftrapning_2: 0.2}}\n",
        FROM + TERMS + ONE,
        FROM + PHASES + ONE,
        "from: 2028-01-01\n" + ONE,
        FROM + "changes: {parameters: {aftrapning_1: 0.2}, assumptions: {sanktion_andel: 0.2}}\n",
        FROM + "changes: {parameters: {aftrapning_1: 0.2}, rules: {loenloft: off}}\n",
        FROM + "changes: {parameters: {aftrapning_1: 0.2}, rules: {file: mindstetimer.py}}\n",
    ]
    digests = {write(tmp_path, f"o{number}", text).digest() for number, text in enumerate(others)}
    assert len(digests | {plain.digest()}) == len(others) + 1


def test_the_hash_knows_the_text_of_rules() -> None:
    from fleksim.rules import rule

    def made(factor: int) -> Reform:
        if factor:

            @rule(law="forslag", unit="kr/md", da="a", en="b")
            def fleksloentilskud(fleksloentilskud_efter_loft):
                """All of it."""
                return fleksloentilskud_efter_loft * 1.0
        else:

            @rule(law="forslag", unit="kr/md", da="a", en="b")
            def fleksloentilskud(fleksloentilskud_efter_loft):
                """None of it."""
                return fleksloentilskud_efter_loft * 0.0

        day = date(2026, 1, 1)
        return Reform({"da": "a", "en": "b"}, "x", None, day, day, {}, rules=(fleksloentilskud,))

    assert made(0).digest() != made(1).digest() == made(1).digest()


def test_a_stack_has_the_hash_of_its_changes_whatever_the_order() -> None:
    one, two = read_reform("uden_loft"), read_reform("en_aftrapning")
    assert stack([one, two]).digest() == stack([two, one]).digest() != one.digest()  # type: ignore[union-attr]


def test_a_null_reform_is_the_law_bit_for_bit(tmp_path: Path) -> None:
    law = law_on(date(2026, 1, 1))
    for text in ("changes: {}\n", FROM + "changes: {parameters: {aftrapning_1: {add: 0}, aftrapning_2: {multiply: 1}}}\n", PHASES + FROM + "changes: {}\n"):
        nothing = write(tmp_path, "nothing", text)
        for share in (0.0, 0.5, 1.0):
            changed = nothing.apply(law, share)
            assert changed.book is law.book and vars(changed.p) == vars(law.p) and changed.fingerprint() == law.fingerprint()
