"""Numbers and units as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from fleksim.output.numbers import UNITS, day_name, figure, format_number, kroner, percent, quantity, unit_name, wage
from fleksim.parameters.read import law_parameters
from fleksim.people.columns import COLUMNS
from fleksim.statutes import all_rules


@pytest.mark.parametrize(
    ("value", "decimals", "da", "en"),
    [
        (15272.0, 2, "15.272,00", "15,272.00"),
        (15599.999999999998, 2, "15.600,00", "15,600.00"),
        (1234.0, 0, "1.234", "1,234"),
        (-84514.125, 2, "−84.514,13", "−84,514.13"),
        (0.005, 2, "0,01", "0.01"),
        (2.5, 0, "3", "3"),
        (1e9, 0, "1.000.000.000", "1,000,000,000"),
        (124.44074844, None, "124,44074844", "124.44074844"),
        (0.3, None, "0,3", "0.3"),
        (19952.0, None, "19.952", "19,952"),
    ],
)
def test_a_number_has_the_separators_of_its_language(value: float, decimals: int | None, da: str, en: str) -> None:
    assert format_number(value, "da", decimals) == da
    assert format_number(value, "en", decimals) == en


@pytest.mark.parametrize("nothing", [-0.0, -0.004, -1e-16])
def test_nothing_has_no_minus(nothing: float) -> None:
    assert format_number(nothing, "da", 2) == "0,00"


@pytest.mark.parametrize("none", [float("nan"), float("inf")])
def test_what_is_no_number_is_a_dash(none: float) -> None:
    assert format_number(none) == "–"


def test_amounts_and_shares_carry_their_unit() -> None:
    assert kroner(1234.4, "da") == "1.234 kr."
    assert kroner(-16.3, "en") == "−DKK 16"
    assert percent(0.610168859, "da") == "61,0 pct."
    assert percent(0.610168859, "en") == "61.0 %"
    assert wage(150.0, "da") == "150 kr."
    assert wage(147.5, "da") == "147,50 kr."


@pytest.mark.parametrize(
    ("value", "unit", "da", "en"),
    [
        (15272.0, "kr/md", "15.272,00 kr. pr. md.", "15,272.00 DKK a month"),
        (0.3, "andel", "30,0 pct.", "30.0 %"),
        (0.25018, "andel", "25,018 pct.", "25.018 %"),
        (25.07, "procent", "25,07 pct.", "25.07 %"),
        (18.0, "timer/uge", "18 timer om ugen", "18 hours a week"),
        (2024.0, "aar", "2024", "2024"),
        (67.0, "aar", "67 år", "67 years"),
        (1.0, "ja/nej", "ja", "yes"),
        (False, "ja/nej", "nej", "no"),
        (None, "kr/md", "–", "–"),
    ],
)
def test_a_quantity_is_a_number_with_its_unit(value: float | None, unit: str, da: str, en: str) -> None:
    assert quantity(value, unit, "da") == da
    assert quantity(value, unit, "en") == en


def test_every_unit_of_the_law_and_of_a_case_has_a_name() -> None:
    used = {rule.unit for rule in all_rules()} | {one.unit for one in law_parameters().known.values()} | {one.unit for one in COLUMNS.values()}
    assert used - UNITS.keys() == set()


def test_an_unknown_unit_stands_as_it_is() -> None:
    assert unit_name("kr/ton", "da") == "kr/ton"
    assert figure(1.25, "kr/ton", "da") == "1,25"


def test_days_are_written_out() -> None:
    assert day_name(date(2024, 1, 1), "da") == "1. januar 2024"
    assert day_name(date(2026, 7, 1), "en") == "1 July 2026"
