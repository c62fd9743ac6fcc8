"""Amounts of an earlier day at the level of another year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fleksim.engine.law import law, law_on
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.problems import InputError
from fleksim.reforms.read import read_reform
from fleksim.reforms.uprate import growth, regulation, uprated

# The pages of 2023 and 2024 do not agree by some kroner: 152,086 times 1.032 is 156,953, and 156,956 is published.
PUBLISHED_APART = {("selvstaendig_grundbeloeb_aar", 2024): 3.0}

HEAD = "title: {da: Prøve, en: Test}\nfrom: 2027-01-01\nbaseline: {law: 2026-01-01}\n"


def reform(tmp_path: Path, changes: str):
    path = tmp_path / "reform.yaml"
    path.write_text(f"{HEAD}changes: {{parameters: {changes}}}\n", encoding="utf-8")
    return read_reform(path)


def test_every_year_has_its_percentage() -> None:
    assert sorted(regulation()) == list(range(FIRST_YEAR, LAST_YEAR + 1))
    assert all(one.source and 0.0 < one.value < 10.0 for one in regulation().values())


@pytest.mark.parametrize("name", ["aftrapning_knaek", "selvstaendig_grundbeloeb_aar"])
@pytest.mark.parametrize("year", range(FIRST_YEAR + 1, LAST_YEAR + 1))
def test_the_percentages_carry_the_published_amounts_from_year_to_year(name: str, year: int) -> None:
    parameter = law_parameters().known[name]
    before, after = (parameter.on(date(one, 1, 1)) for one in (year - 1, year))
    assert before is not None and after is not None
    assert uprated(before.value, date(year - 1, 1, 1), date(year, 1, 1)) == after.value - PUBLISHED_APART.get((name, year), 0.0)


def test_the_chain_of_thirteen_years_ends_where_the_law_does() -> None:
    assert uprated(13_208.0, date(2013, 1, 1), date(2026, 1, 1)) == law("2026-01-01").p.aftrapning_knaek


def test_growth_is_a_chain_and_goes_both_ways() -> None:
    assert growth(2020, 2020) == 1.0
    assert growth(2015, 2019) * growth(2019, 2026) == pytest.approx(growth(2015, 2026), rel=1e-15)
    assert growth(2026, 2015) == 1.0 / growth(2015, 2026)
    assert growth(2022, 2024, 2.0) == pytest.approx(1.02**2, rel=1e-15)
    with pytest.raises(ValueError, match="between 2013 and 2026"):
        growth(2012, 2020)


def test_amounts_are_rounded_once_as_they_are_written() -> None:
    assert uprated(100.0, date(2013, 1, 1), date(2014, 6, 1)) == 102.0
    assert uprated(230.08, date(2017, 1, 1), date(2018, 1, 1)) == 234.68
    assert uprated(1_000.0, date(2024, 7, 1), date(2024, 1, 1)) == 1_000.0


def test_a_reform_uprates_to_the_year_of_the_law_it_is_applied_to(tmp_path: Path) -> None:
    one = reform(tmp_path, "{fleksloentilskud_max: {uprate: {of: 2015-01-01}}}")
    assert one.on(date(2015, 1, 1)).p.fleksloentilskud_max == 17_550.0
    assert one.on(date(2016, 1, 1)).p.fleksloentilskud_max == 17_796.0
    assert one.on(date(2026, 1, 1)).p.fleksloentilskud_max == round(17_550.0 * growth(2015, 2026))


def test_a_reform_may_state_the_percentage(tmp_path: Path) -> None:
    one = reform(tmp_path, "{fleksloentilskud_max: {uprate: {of: 2024-01-01, percent: 2}}}")
    assert one.on(date(2026, 1, 1)).p.fleksloentilskud_max == round(19_952.0 * 1.02**2)


def test_the_value_of_the_day_counts_not_of_its_year(tmp_path: Path) -> None:
    before, after = (reform(tmp_path, f"{{dagpenge_max_md: {{uprate: {{of: 2017-{month}-01, percent: 0}}}}}}") for month in ("06", "07"))
    assert [one.apply(law_on(date(2026, 1, 1))).p.dagpenge_max_md for one in (before, after)] == [18_395.0, 18_403.0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("{aftrapning_1: {uprate: {of: 2019-01-01}}}", "only amounts are uprated"),
        ("{fleksloentilskud_max: {uprate: 2019-01-01}}", "needs of, percent"),
        ("{fleksloentilskud_max: {uprate: {of: 2011-01-01}}}", "is uprated from a day of 2013 to 2026"),
        ("{fleksloentilskud_max: {uprate: {of: 2019-02-30}}}", "is not a day of the calendar"),
        ("{fleksloentilskud_max: {uprate: {of: 2019-01-01, percent: 200}}}", "0 to 20 per cent a year"),
        ("{fleksloentilskud_max: {uprate: {of: 2019-01-01, pct: 2}}}", "'pct' is not a field here"),
        ("{omregningssats: {uprate: {of: 2014-01-01}}}", "has no sourced value on 2014-01-01"),
    ],
)
def test_what_cannot_be_uprated_is_refused(changes: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        reform(tmp_path, changes)
    assert any(says in str(problem) for problem in caught.value.problems), str(caught.value)


def test_uprating_fills_a_year_without_a_value(tmp_path: Path) -> None:
    """The conversion rate of 2026 is not known; a proposal may carry that of 2025 on."""
    one = reform(tmp_path, "{omregningssats: {uprate: {of: 2025-01-01}}}")
    assert one.on(date(2026, 1, 1)).p.omregningssats == round(295.54 * 1.045, 2)
