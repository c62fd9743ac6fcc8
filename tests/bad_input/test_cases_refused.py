"""Wrong cases: every error of a file at once, each with its place, the nearest name and the way out."""

from __future__ import annotations

import math

import pytest

import fleksim as fs
from fleksim.people.readers import cases_from_python, read_cases

GOOD = {"year": 2026, "hourly_wage": 180, "hours": 12}


def refusals(case: dict) -> list[str]:
    with pytest.raises(fs.InputError) as caught:
        cases_from_python(case)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"hours": -1}, "-1 is outside 0 to 37"),
        ({"hours": 37.01}, "37.01 is outside 0 to 37"),
        ({"hours": 168}, "168 is outside 0 to 37"),
        ({"hours": 200}, "200 is outside 0 to 37"),
        ({"hourly_wage": -1}, "-1 is outside 0 to 2000"),
        ({"hourly_wage": 26000}, "a monthly or yearly wage does not belong here"),
        ({"hourly_wage": 1e9}, "outside"),
        ({"hourly_wage": 12}, "12 kr/time is no wage"),
        ({"hourly_wage": math.nan}, "nan is not a number one can calculate with"),
        ({"hourly_wage": math.inf}, "inf is not a number one can calculate with"),
        ({"hourly_wage": None}, "has no value"),
        ({"hourly_wage": True}, "is true/false where a number belongs"),
        ({"hourly_wage": "hundred"}, "'hundred' is not a number"),
        ({"hourly_wage": "0,31"}, "decimal comma; write 0.31"),
        ({"rent": "26.500"}, "can mean two numbers; write 26500"),
        ({"hourly_wage": "1e2"}, "'1e2' is not a number"),
        ({"hourly_wage": "0180"}, "'0180' is not a number"),
        ({"hourly_wage": "1:30"}, "'1:30' is not a number"),
        ({"hourly_wage": "9" * 100}, "is too long for a number"),
        ({"pension_share": 12}, "per cent is 0.12"),
        ({"intensity": 60}, "60 per cent is 0.6"),
        ({"intensity": 0}, "outside 0.01 to 1"),
        ({"kommuneskat": 0.25}, "It is per cent"),
        ({"fulltime_wage": 200}, "kroner a month"),
        ({"birth_year": 1870}, "outside 1900"),
        ({"birth_year": 2012}, "under 15"),
        ({"status": "fleksjobb"}, "Did you mean 'fleksjob'?"),
        ({"civil_status": "maried", "partner_wage": 0}, "Did you mean 'married'?"),
        ({"civil_status": "married"}, "a couple needs the partner's income"),
        ({"partner_wage": 300000}, "a single person has no partner's income"),
        ({"business_income": 1000}, "belongs to status selvstaendig_fleks"),
        ({"municipality": "Koebenhaven"}, "Did you mean 'København'?"),
        ({"municipality": 999}, "'999' is not a municipality"),
        ({"church_member": "yes"}, "Write true or false"),
        ({"children": [3, 18]}, "18 is not an age of a child under 18"),
        ({"children": ["tre"]}, "'tre' is not an age"),
        ({"children": [3], "children_0_2": 1}, "given by age and by group"),
        ({"hourly_wag": 100}, "Did you mean 'hourly_wage'?"),
        ({"hourly_w\u0430ge": 100}, "hourly_w\\u0430ge"),
        ({"year": 2012}, "outside 2013 to 2026"),
        ({"year": 2027}, "outside 2013 to 2026"),
        ({"year": 2020.5}, "2020.5 is not a year"),
        ({"as_of": "2025-02-30", "year": None}, "is not a day of the calendar"),
        ({"as_of": "99999-01-01"}, "is not a date"),
        ({"as_of": "2012-12-31"}, "outside the law that is kept"),
        ({"as_of": "2025-07-01"}, "contradict each other"),
        ({"benefit_weeks": 3.5}, "is not a whole number"),
    ],
)
def test_a_wrong_value_is_refused_with_the_way_out(change: dict, says: str) -> None:
    told = refusals({**GOOD, **change})
    assert any(says in one for one in told), told


@pytest.mark.parametrize(
    "boundary", [{"hours": 0}, {"hours": 37}, {"hourly_wage": 30}, {"hourly_wage": 2000}, {"intensity": 1}, {"year": 2013}, {"pension_share": 0.5}]
)
def test_the_bounds_themselves_are_allowed(boundary: dict) -> None:
    assert cases_from_python({**GOOD, **boundary})


def test_three_decimals_are_plain_where_thousands_cannot_be_meant() -> None:
    assert cases_from_python({**GOOD, "hourly_wage": "187.125", "kommuneskat": "25.018"})[0].columns["kommuneskat"] == 25.018


@pytest.mark.parametrize("field", ["hourly_wage", "hours"])
def test_a_job_needs_wage_and_hours(field: str) -> None:
    case = {name: value for name, value in GOOD.items() if name != field}
    assert any(f"{field} is missing" in one for one in refusals(case))


def test_the_year_is_never_a_hidden_default() -> None:
    assert any("neither year nor as_of" in one for one in refusals({"hourly_wage": 180, "hours": 12}))


def test_all_errors_come_at_once() -> None:
    told = refusals({"year": 2026, "hourly_wage": -5, "hours": 99, "statu": "fleksjob", "municipality": "Atlantis", "children": [99]})
    for name in ("hourly_wage", "hours", "statu", "municipality", "children"):
        assert any(f": {name}:" in one for one in told), (name, told)


def test_errors_of_a_csv_name_file_line_field_and_case(tmp_path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,year,hourly_wage,hours\na,2026,180,12\nb,2026,-3,12\nc,2026,180,200\n", encoding="utf-8")
    with pytest.raises(fs.InputError) as caught:
        read_cases(path)
    told = [str(problem) for problem in caught.value.problems]
    assert [one.split(": ")[0] for one in told] == [f"{path}:3", f"{path}:4"]
    assert "b: hourly_wage" in told[0] and "c: hours" in told[1]


def test_duplicate_ids_are_refused(tmp_path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,year,hourly_wage,hours\na,2026,180,12\na,2026,190,12\n", encoding="utf-8")
    with pytest.raises(fs.InputError, match="id 'a' stands twice"):
        read_cases(path)


def test_a_year_without_a_value_names_the_parameter_and_its_years() -> None:
    with pytest.raises(fs.InputError) as caught:
        fs.calculate({"year": 2026, "status": "ledighedsydelse", "sideline_hours": 10})
    assert "'omregningssats' has no sourced value on 2026-01-01; it has one for 2017-2025" in str(caught.value)


def test_balances_before_2016_are_left_out_with_a_note() -> None:
    result = fs.calculate({"year": 2014, "hourly_wage": 150, "hours": 10})
    assert result["municipal_net"] is None and result["state_net"] is None and result["disponibel_indkomst"] > 0
    assert any("refusion_foer_2016" in note for note in result["notes"])


def test_church_tax_without_a_source_is_an_error_not_a_guess() -> None:
    told = refusals({**GOOD, "year": 2016, "municipality": "Odense", "church_member": True})
    assert any("no source gives the church tax of 2016" in one for one in told)
