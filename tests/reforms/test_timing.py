"""When a reform applies and to whom: phases, and cases that keep their terms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleksim.engine.law import law_on
from fleksim.problems import InputError
from fleksim.reforms.read import read_reform
from fleksim.reforms.reform import Reform

HEAD = "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"
NUMBERS = "{parameters: {aftrapning_2: 0.45, aftrapning_1: {add: -0.1}, fleksloentilskud_max: {multiply: 1.1}}}"


def reform(tmp_path: Path, more: str = "", changes: str = NUMBERS, **how: bool) -> Reform:
    path = tmp_path / "reform.yaml"
    path.write_text(f"{HEAD}{more}changes: {changes}\n", encoding="utf-8")
    return read_reform(path, **how)


PHASES = "phase_in: {2027-01-01: 0.25, 2028-01-01: 0.5, 2028-07-01: 1}\n"


def test_the_share_of_a_day_is_that_of_the_last_phase_begun(tmp_path: Path) -> None:
    one = reform(tmp_path, PHASES)
    days = {"2026-12-31": 0.0, "2027-01-01": 0.25, "2027-12-31": 0.25, "2028-01-01": 0.5, "2028-06-30": 0.5, "2028-07-01": 1.0, "2040-01-01": 1.0}
    assert {day: one.share_on(date.fromisoformat(day)) for day in days} == days


def test_without_phases_all_of_it_applies_from_its_day(tmp_path: Path) -> None:
    one = reform(tmp_path)
    assert [one.share_on(date(2026, 12, 31)), one.share_on(date(2027, 1, 1))] == [0.0, 1.0]


def test_numbers_lie_on_the_straight_line_from_old_to_new(tmp_path: Path) -> None:
    one, law = reform(tmp_path, PHASES), law_on(date(2026, 1, 1))
    for share in (0.25, 0.5, 0.75):
        p = one.apply(law, share).p
        assert p.aftrapning_2 == pytest.approx(0.55 - 0.10 * share, rel=1e-15)
        assert p.aftrapning_1 == pytest.approx(0.30 - 0.10 * share, rel=1e-15)
        assert p.fleksloentilskud_max == pytest.approx(21_600 * (1 + 0.1 * share), rel=1e-15)


def test_none_and_all_of_a_reform_are_the_law_and_the_reform_to_the_last_bit(tmp_path: Path) -> None:
    one, law = reform(tmp_path, PHASES), law_on(date(2026, 1, 1))
    assert one.apply(law, 0.0) is law
    assert one.apply(law, 1.0) is one.apply(law) is one.on(law.day)
    assert one.apply(law).p.aftrapning_2 == 0.45


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_outside_is_refused(share: float, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        reform(tmp_path).apply(law_on(date(2026, 1, 1)), share)


@pytest.mark.parametrize(
    ("more", "changes", "says"),
    [
        ("phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n", "{rules: {loenloft: off}}", "rules cannot be in force by halves"),
        ("phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n", "{rules: {file: mindstetimer.py}}", "rules cannot be in force by halves"),
        ("phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n", "{assumptions: {tidsgraense_maaneder: 24}}", "'tidsgraense_maaneder' is in maaneder"),
        ("phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n", "{parameters: {omregningssats: 300}}", None),
        ("phase_in: {2028-01-01: 1}\n", NUMBERS, "Let the first phase begin on the day of from"),
        ("phase_in: {2027-01-01: 0.5}\n", NUMBERS, "the last share is 1"),
        ("phase_in: {2027-01-01: 0.5, 2027-01-02: 0.4, 2028-01-01: 1}\n", NUMBERS, "days and shares rise"),
        ("phase_in: {2027-01-01: 50, 2028-01-01: 1}\n", NUMBERS, "is no share from 0 to 1"),
        ("phase_in: {2027-13-01: 0.5}\n", NUMBERS, "is not a day of the calendar"),
        ("phase_in: half\n", NUMBERS, "is a mapping of days to shares"),
    ],
)
def test_a_phase_in_that_cannot_be_meant_is_refused(more: str, changes: str, says: str | None, tmp_path: Path) -> None:
    if says is None:
        half = reform(tmp_path, more, changes, allow_rules=True)
        with pytest.raises(InputError, match="has no value today"):
            half.apply(law_on(date(2026, 1, 1)), 0.5)
        return
    with pytest.raises(InputError) as caught:
        reform(tmp_path, more, changes, allow_rules=True)
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)


def test_rules_may_come_whole_on_a_later_day(tmp_path: Path) -> None:
    one = reform(tmp_path, "phase_in: {2027-01-01: 0, 2028-01-01: 1}\n", "{rules: {loenloft: off}}")
    law = law_on(date(2026, 1, 1))
    assert one.share_on(date(2027, 6, 1)) == 0.0 and one.share_on(date(2028, 1, 1)) == 1.0
    with pytest.raises(ValueError, match="by halves"):
        one.apply(law, 0.5)


def test_shares_and_factors_of_the_months_come_in_by_halves(tmp_path: Path) -> None:
    one = reform(tmp_path, "phase_in: {2027-01-01: 0.5, 2028-01-01: 1}\n", "{assumptions: {fastholdelse_undtagelse_andel: 0.25, jobmarked_faktor: 1.2}}")
    half = one.assumptions_on(date(2027, 1, 1), 0.5)
    assert half.value("fastholdelse_undtagelse_andel", date(2027, 1, 1)) == pytest.approx(0.15)
    assert half.value("jobmarked_faktor", date(2027, 1, 1)) == pytest.approx(1.1)
    assert not one.assumptions_on(date(2027, 1, 1), 0.0).changes


# --- existing cases -------------------------------------------------------------------------------------------------------


def spared(one: Reform, tenure: list[float], day: str) -> list[bool]:
    return one.protected(np.array(tenure), date.fromisoformat(day)).tolist()


def test_without_protection_nobody_is_spared(tmp_path: Path) -> None:
    assert spared(reform(tmp_path), [0.0, 12.0, 400.0], "2027-01-01") == [False] * 3


def test_a_case_from_before_the_day_keeps_its_terms(tmp_path: Path) -> None:
    one = reform(tmp_path, "protection: {existing: keep}\n")
    assert one.protection is not None and one.protection.granted_before == one.since
    assert spared(one, [0.0, 1.0, 60.0], "2027-01-01") == [False, True, True], "a case of the day itself is a new one"
    assert spared(one, [11.0, 12.0, 13.0], "2028-01-01") == [False, False, True]
    assert spared(one, [0.4, 0.6, 1.0], "2027-01-16") == [False, True, True], "parts of a month count"
    assert spared(one, [0.0, 12.0], "2026-06-01") == [True, True], "before the reform every case is older"


def test_another_day_may_divide_old_from_new(tmp_path: Path) -> None:
    one = reform(tmp_path, "protection: {existing: keep, granted_before: 2026-07-01}\n")
    assert spared(one, [5.0, 6.0, 7.0], "2027-01-01") == [False, False, True]


def test_protection_may_end(tmp_path: Path) -> None:
    one = reform(tmp_path, "protection: {existing: keep, for_months: 60}\n")
    assert spared(one, [100.0], "2031-12-01") == [True]
    assert spared(one, [100.0], "2032-01-01") == [False]


@pytest.mark.parametrize("tenure", [-1.0, float("nan"), float("inf")])
def test_a_tenure_that_is_none_is_refused(tenure: float, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="number of months"):
        reform(tmp_path, "protection: {existing: keep}\n").protected([tenure], date(2027, 1, 1))


@given(tenure=st.integers(0, 600), later=st.integers(0, 240))
def test_a_case_is_spared_in_every_later_month_or_in_none(tenure: int, later: int) -> None:
    one = read_reform("tidsgraense_24_maaneder_beskyttet")
    then = date(2027 + later // 12, 1 + later % 12, 1)
    assert one.protected([tenure], date(2027, 1, 1)).tolist() == one.protected([tenure + later], then).tolist()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("protection: {existing: lose}\n", "Write existing: keep"),
        ("protection: keep\n", "needs existing"),
        ("protection: {existing: keep, for_months: 0}\n", "is a whole number from 1 to 600"),
        ("protection: {existing: keep, for_months: 9999999999}\n", "is a whole number from 1 to 600"),
        ("protection: {existing: keep, granted: 2027-01-01}\n", "Did you mean 'granted_before'?"),
        ("protection: {existing: keep, granted_before: 2027}\n", "is not a date"),
    ],
)
def test_protection_that_cannot_be_meant_is_refused(more: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        reform(tmp_path, more)
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)
