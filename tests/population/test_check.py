"""Is a table a population? The schema fuzzed, every column spoilt, bounds tried at their edges."""

from __future__ import annotations

import math
import random

import numpy as np
import pyarrow
import pytest

from fleksim.people.columns import COLUMNS
from fleksim.population.check import check_table, drop_bad_rows, extra_columns
from fleksim.population.recipe import recipe
from fleksim.population.schema import ATTRIBUTES, CASE_COLUMNS, NAMES, SCHEMA_VERSION, VERSION_KEY, data_dictionary, schema
from fleksim.problems import InputError

FLOATS = [name for name in CASE_COLUMNS if COLUMNS[name].kind == "number"]
CODED = [field.name for field in schema() if pyarrow.types.is_dictionary(field.type)]


@pytest.fixture(scope="module")
def table() -> pyarrow.Table:
    return recipe(1_000, 2022).block(0, 50)


def replaced(table: pyarrow.Table, name: str, values: object) -> pyarrow.Table:
    return table.set_column(table.column_names.index(name), name, values)


def spoilt(table: pyarrow.Table, name: str, rows: list[int], value: object) -> pyarrow.Table:
    values = table.column(name).to_pylist()
    for row in rows:
        values[row] = value
    kind = pyarrow.string() if name in CODED else table.schema.field(name).type
    return replaced(table, name, pyarrow.array(values, kind))


def problems_of(table: pyarrow.Table) -> list[str]:
    with pytest.raises(InputError) as refused:
        check_table(table, "p.parquet")
    return [str(one) for one in refused.value.problems]


def test_a_population_is_one(table):
    check_table(table, "p.parquet")


@pytest.mark.parametrize("seed", range(50))
def test_the_order_of_columns_has_no_effect(table, seed):
    names = list(NAMES)
    random.Random(seed).shuffle(names)
    check_table(table.select(names), "p.parquet")


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_column_is_named(table, name):
    assert problems_of(table.drop_columns([name])) == [f"p.parquet: {name}: is missing"]


def test_a_misspelt_column_is_guessed(table):
    renamed = table.rename_columns(["hourly_wages" if name == "hourly_wage" else name for name in NAMES])
    assert problems_of(renamed) == ["p.parquet: hourly_wage: is missing. Did you mean 'hourly_wages'?"]


def test_more_columns_are_ignored_and_named(table):
    more = table.append_column("extra", pyarrow.array(range(50)))
    check_table(more, "p.parquet")
    assert extra_columns(more.schema) == ["extra"]


def test_every_problem_of_the_columns_at_once(table):
    odd = replaced(table.drop_columns(["rent", "sex"]), "hours", pyarrow.array(["8"] * 50))
    odd = replaced(odd, "weight", pyarrow.array(np.ones(50)))
    assert problems_of(odd) == [
        "p.parquet: weight: is double, not int64",
        "p.parquet: sex: is missing",
        "p.parquet: hours: is string, not double",
        "p.parquet: rent: is missing",
    ]


@pytest.mark.parametrize("name", [name for name, one in ATTRIBUTES.items() if one.type.startswith("int")])
def test_floats_where_whole_numbers_belong(table, name):
    assert "is double, not int" in problems_of(replaced(table, name, pyarrow.array(np.ones(50))))[0]


def test_what_loses_nothing_is_accepted(table):
    check_table(replaced(table, "id", pyarrow.array(range(50), pyarrow.int32())), "p")
    check_table(replaced(table, "hours", table.column("hours").cast(pyarrow.float32())), "p")
    check_table(replaced(table, "sex", table.column("sex").cast(pyarrow.string())), "p")


def test_another_version_of_the_schema_is_refused(table):
    other = table.replace_schema_metadata({VERSION_KEY: str(SCHEMA_VERSION + 1)})
    assert "has population schema 2, not 1" in problems_of(other)[0]


def test_a_column_twice(table):
    assert "p.parquet: hours: stands twice" in problems_of(table.append_column("hours", table.column("hours")))


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("value", [math.nan, math.inf, None])
def test_no_number_is_refused_with_count_and_rows(table, name, value):
    [problem] = problems_of(spoilt(table, name, [3, 7], value))
    assert problem.startswith(f"p.parquet: {name}: is no number: NaN, infinite or empty (2 values, rows 4, 8)")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in FLOATS and name != "grant_date"])
def test_an_empty_value_is_refused(table, name):
    assert any(f"p.parquet: {name}: " in one and "row 6" in one for one in problems_of(spoilt(table, name, [5], None)))


def test_only_the_first_five_rows_are_listed(table):
    [problem] = problems_of(spoilt(table, "hours", list(range(10, 30)), math.nan))
    assert problem.endswith("(20 values, first in rows 11, 12, 13, 14, 15)")


@pytest.mark.parametrize("name", CODED)
def test_an_unknown_code_is_refused(table, name):
    assert "is not one of its codes (1 value, row 1)" in problems_of(spoilt(table, name, [0], "nonsense"))[0]


@pytest.mark.parametrize("name", FLOATS)
def test_values_outside_the_bounds_of_a_case(table, name):
    if name == "year":
        return
    column = COLUMNS[name]
    check_table(spoilt(table, name, [0, 1], column.high), "p")
    check_table(spoilt(table, name, [0, 1], column.low), "p")
    for value in (column.low - 1.0, column.high + 1.0):
        [problem] = problems_of(spoilt(table, name, [0], value))
        assert f"is outside {column.low:g} to {column.high:g} {column.unit} (1 value, row 1)" in problem


@pytest.mark.parametrize(("hours", "fine"), [(-1.0, False), (0.0, True), (37.0, True), (37.01, False), (168.0, False), (200.0, False)])
def test_hours_at_their_bounds(table, hours, fine):
    spoiled = spoilt(table, "hours", [0], hours)
    if fine:
        check_table(spoiled, "p")
    else:
        assert "is outside 0 to 37 timer/uge" in problems_of(spoiled)[0]


@pytest.mark.parametrize(("name", "value"), [("weight", 0), ("weight", -5), ("id", -1), ("tenure_months", -2), ("municipality", 100)])
def test_whole_numbers_out_of_bounds(table, name, value):
    assert f"p.parquet: {name}: " in problems_of(spoilt(table, name, [2], value))[0]


def test_two_persons_of_one_id(table):
    [problem] = problems_of(spoilt(table, "id", [9], 3))
    assert problem == "p.parquet: id: stands before (1 value, row 10). Persons of one id would share their luck."


def test_two_years_in_one_population(table):
    assert "is not the year of the first row (1 value, row 4)" in problems_of(spoilt(table, "year", [3], 2021.0))[0]
    assert "is no whole year of the model" in problems_of(spoilt(table, "year", [3], 2021.5))[0]


def test_all_values_at_once(table):
    odd = spoilt(spoilt(spoilt(table, "hours", [1], math.nan), "rent", [2], -5.0), "sex", [3], "x")
    assert [one.split(": ")[1] for one in problems_of(odd)] == ["sex", "hours", "rent"]


def test_bad_rows_can_be_dropped_and_are_counted(table):
    odd = spoilt(spoilt(table, "hours", [1, 2], math.nan), "rent", [2, 3], -5.0)
    left, counts = drop_bad_rows(odd, "p")
    assert left.num_rows == 47 and counts == {"hours": 2, "rent": 2}
    check_table(left, "p")


def test_the_data_dictionary_names_every_column_and_unit():
    for lang, word in (("da", "Timeløn"), ("en", "Hourly wage")):
        text = data_dictionary(lang)
        assert word in text and all(f"{name} " in text for name in NAMES)
    for field in schema():
        assert {b"unit", b"title_da", b"title_en", b"meaning_da", b"meaning_en"} <= field.metadata.keys(), field.name
