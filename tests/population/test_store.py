"""Files of persons: the same bytes, read row group by row group, and never read wrong in silence."""

from __future__ import annotations

import random

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from fleksim.population.recipe import recipe
from fleksim.population.sources import again, open_source
from fleksim.population.store import ROW_GROUP, open_population, read_blocks, write
from fleksim.problems import InputError

SIZE = 12_345


@pytest.fixture(scope="module")
def made():
    return recipe(SIZE, 2022)


@pytest.fixture
def path(tmp_path, made):
    write(made, tmp_path / "p.parquet")
    return tmp_path / "p.parquet"


def refusal(path) -> str:
    with pytest.raises(InputError) as refused:
        open_population(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_written_twice_the_same_bytes_and_nothing_left_behind(tmp_path, made):
    first, second = tmp_path / "a.parquet", tmp_path / "b.parquet"
    assert write(made, first) == write(made, second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]


def test_row_groups_of_10_000_one_at_a_time(path, made):
    groups = list(read_blocks(path))
    assert [one.num_rows for one in groups] == [ROW_GROUP, SIZE - ROW_GROUP]
    assert groups[0].schema.equals(made.block(0, 1).schema)
    assert next(read_blocks(path, columns=["id", "hours"])).column_names == ["id", "hours"]


def test_a_file_answers_as_its_recipe(path, made):
    source = open_population(path)
    assert (source.size, source.own_data, source.digest(), source.about()) == (SIZE, False, made.digest(), made.about())
    for low, high in ((0, SIZE), (9_990, 10_010), (10_000, 10_000), (0, 0), (SIZE, SIZE), (12_000, SIZE)):
        assert source.block(low, high).combine_chunks().equals(made.block(low, high).combine_chunks()), (low, high)
    with pytest.raises(IndexError):
        source.block(0, SIZE + 1)
    assert source.assumptions() == made.assumptions() != []


def test_no_clock_in_the_file(path):
    metadata = pyarrow.parquet.read_metadata(path).metadata
    assert not any(word in key.lower() for key in metadata for word in (b"time", b"date", b"created"))


@pytest.mark.parametrize("kept", [0, 1, 8, 0.5, -1])
def test_a_truncated_file_is_named(path, kept):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept) if isinstance(kept, float) else kept])
    assert "is not a Parquet file that can be read" in refusal(path)


def test_no_flipped_bit_is_read_in_silence(path, made):
    """Either the file is refused, or the persons are the same (a bit that no reader uses)."""
    content = path.read_bytes()
    chance, refused = random.Random(1), 0
    for _ in range(60):
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])
        try:
            source = open_population(path)
        except InputError:
            refused += 1
            continue
        assert source.size == SIZE
        assert source.block(0, SIZE).combine_chunks().equals(made.block(0, SIZE).combine_chunks()), (place, bit)
    assert refused > 40


def test_what_is_no_parquet_file(tmp_path):
    path = tmp_path / "p.parquet"
    assert "there is no such file" in refusal(path)
    assert "is a folder" in refusal(tmp_path)
    path.write_text("id;weight\n1;1\n", encoding="utf-8")
    assert "is not a Parquet file" in refusal(path)


def rewritten(path, table) -> None:
    pyarrow.parquet.write_table(table, path, row_group_size=ROW_GROUP)


def test_a_users_own_file_is_own_data(path, made):
    whole = made.block(0, 500)
    rewritten(path, whole)
    source = open_population(path)
    assert source.own_data and source.size == 500 and source.digest() != made.digest() and source.assumptions() == []
    assert source.about()["kind"] == "file" and again(source.about()) is None


def test_the_order_of_rows_has_no_effect(path, made):
    whole = made.block(0, 500)
    rewritten(path, whole)
    straight = open_population(path).digest()
    rewritten(path, whole.take(np.random.default_rng(1).permutation(500)))
    shuffled = open_population(path)
    assert shuffled.digest() == straight
    assert shuffled.block(100, 200).combine_chunks().equals(made.block(100, 200).combine_chunks())


def test_duplicates_far_apart_are_found(path, made):
    rewritten(path, pyarrow.concat_tables([made.block(0, 11_000), made.block(5, 6)]))
    assert "id: stands before (1 value, row 11001)" in refusal(path)


def test_rows_are_counted_over_row_groups(path, made):
    whole = made.block(0, SIZE)
    hours = whole.column("hours").to_numpy().copy()
    hours[[9_999, 10_004]] = np.nan
    rewritten(path, whole.set_column(whole.column_names.index("hours"), "hours", pyarrow.array(hours)))
    assert "hours: is no number: NaN, infinite or empty (2 values, rows 10000, 10005)" in refusal(path)


def test_impossible_cases_of_a_user_are_refused(path, made):
    whole = made.block(0, 300)
    partner = np.full(300, 100_000.0)
    rewritten(path, whole.set_column(whole.column_names.index("partner_wage"), "partner_wage", pyarrow.array(partner)))
    assert "partner_wage: a single person has no partner's income" in refusal(path)


def test_a_file_of_nobody(path, made):
    rewritten(path, made.block(0, 0))
    source = open_population(path)
    assert source.size == 0 and source.block(0, 0).num_rows == 0


def test_an_extra_column_is_ignored_with_a_note(path, made):
    rewritten(path, made.block(0, 20).append_column("more", pyarrow.array(range(20))))
    source = open_population(path)
    assert source.notes == (f"{path}: column 'more' is ignored",) and "more" not in source.block(0, 5).column_names


def test_sources_are_opened_by_what_is_named(path, made):
    assert open_source(2022, size=SIZE) == made
    assert open_source(2022, file=path).digest() == made.digest()
    assert again(made.about()) == made
    with pytest.raises(InputError, match="is of 2022, not of 2023"):
        open_source(2023, file=path)
    for wrong in ({}, {"size": 5, "file": path}):
        with pytest.raises(InputError, match="Give one of size, file and extract"):
            open_source(2022, **wrong)


def test_nothing_is_written_where_a_folder_is_missing(tmp_path, made):
    with pytest.raises(InputError, match="no such folder"):
        write(made, tmp_path / "none" / "p.parquet")
