"""A user's own extract: their columns in our words, everything wrong with it told at once."""

from __future__ import annotations

import pyarrow
import pyarrow.parquet
import pytest

from fleksim.population.check import check_table
from fleksim.population.extract import read_extract
from fleksim.population.sources import open_source
from fleksim.population.store import open_population, write
from fleksim.problems import InputError

MAP = """
year: 2024
columns:
  - {column: NR, to: id}
  - {column: KOEN, to: sex, values: {1: man, 2: woman}}
  - {column: LOEN_TIME, to: hourly_wage}
  - {column: TIMER, to: hours}
  - {column: STED, to: place}
  - {column: KOM, to: municipality}
  - {column: CIV, to: civil_status}
  - {column: PARTNER_TKR, to: partner_wage, factor: 1000, empty: 0}
constants: {church_member: false}
"""
ROWS = """NR;KOEN;LOEN_TIME;TIMER;STED;KOM;CIV;PARTNER_TKR;ANDET
3;1;187.5;12;fleksjob;Aarhus;single;;x
1;2;140;8;fleksjob;101;cohabiting;350;x
2;1;0;0;ledighedsydelse;461;single;0;x
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "e.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path / "e.csv", tmp_path / "map.yaml"


def refusal(path, columns=None) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_extract(path, columns)
    return [str(one).replace(f"{path.parent}/", "") for one in refused.value.problems]


def test_their_columns_in_our_words(files):
    source = read_extract(*files)
    check_table(source.persons, "e.csv")
    rows = source.persons.to_pylist()
    assert [row["id"] for row in rows] == [1, 2, 3] and source.own_data and source.size == 3
    assert rows[0]["sex"] == "woman" and rows[0]["partner_wage"] == 350_000.0 and rows[0]["household"] == "couple"
    assert rows[2] | {"hourly_wage": 187.5, "hours": 12.0, "region": "Midtjylland", "municipality": 751, "kommuneskat": 24.52} == rows[2]
    assert rows[1]["status"] == "ledighedsydelse" and rows[1]["scheme"] == "new"
    assert rows[0]["education"] == "unknown" and rows[0]["tenure_months"] == -1 and rows[0]["weight"] == 10_000 and rows[0]["grant_date"] is None
    assert source.notes == (f"{files[0]}: column 'ANDET' is ignored",)


def test_row_order_has_no_effect(files, tmp_path):
    head, *rows = ROWS.splitlines()
    (tmp_path / "other.csv").write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert read_extract(tmp_path / "other.csv", files[1]).persons.equals(read_extract(*files).persons)


def test_parquet_as_well(files, tmp_path):
    table = pyarrow.table({
        "NR": [3, 1, 2], "KOEN": [1.0, 2.0, 1.0], "LOEN_TIME": [187.5, 140.0, 0.0], "TIMER": [12, 8, 0], "STED": ["fleksjob", "fleksjob", "ledighedsydelse"],
        "KOM": [751, 101, 461], "CIV": ["single", "cohabiting", "single"], "PARTNER_TKR": [None, 350.0, 0.0],
    })  # fmt: skip
    pyarrow.parquet.write_table(table, tmp_path / "e.parquet")
    assert read_extract(tmp_path / "e.parquet", files[1]).persons.equals(read_extract(*files).persons)


def test_columns_with_our_names_need_no_map(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("id,year,status,hourly_wage,hours,weight,grant_date,children\na7,2024,fleksjob,150,10,12.5,2019-03-01,3;7\n", encoding="utf-8")
    [row] = read_extract(path).persons.to_pylist()
    assert row["weight"] == 125_000 and str(row["grant_date"]) == "2019-03-01" and row["children_3_6"] == 1.0 and row["household"] == "single_parent"
    assert 0 <= row["id"] < 2**63 and row["place"] == "fleksjob" and row["region"] == "unknown" and row["kommuneskat"] == 25.07


def test_every_missing_or_odd_column_at_once(files):
    path, columns = files
    columns.write_text(
        MAP.replace("NR, to: id", "NUMMER, to: id").replace("  - {column: TIMER, to: hours}\n", "").replace("KOM, to", "KOMM, to"), encoding="utf-8"
    )
    assert refusal(path, columns) == [
        "map.yaml:4: id: column 'NUMMER' is not in e.csv",
        "map.yaml:8: municipality: column 'KOMM' is not in e.csv. Did you mean 'KOM'?",
        "map.yaml: hours: is missing. Map a column to hours, or give a constant.",
    ]


def test_couples_need_the_partners_income(files):
    path, columns = files
    columns.write_text(MAP.replace("  - {column: PARTNER_TKR, to: partner_wage, factor: 1000, empty: 0}\n", ""), encoding="utf-8")
    assert refusal(path, columns) == ["map.yaml: partner_wage: is missing. Couples need the partner's income: partner_wage or partner_transfer."]


def test_every_odd_value_of_every_column_at_once(files):
    path, columns = files
    path.write_text(ROWS.replace("187.5;12", "187,5;38").replace("1;2;140", "2;9;140").replace("461", "999").replace(";8;", ";;"), encoding="utf-8")
    problems = refusal(path, columns)
    for start in (
        "e.csv: sex: '9' is not among the values of the map (1 value, row 2)",
        "e.csv: hours: is empty (1 value, row 2)",
        "e.csv: hourly_wage: '187,5' has a decimal comma; write 187.5 (1 value, row 1)",
        "e.csv: hours: 38 is outside 0 to 37 timer/uge (1 value, row 1)",
        "e.csv: municipality: '999' is not a municipality (1 value, row 3)",
    ):
        assert any(one.startswith(start) for one in problems), (start, problems)


def test_bad_rows_are_dropped_and_counted_when_asked(files):
    path, columns = files
    path.write_text(ROWS.replace("187.5;12", "187.5;38"), encoding="utf-8")
    source = read_extract(path, columns, on_bad="drop")
    assert source.size == 2 and source.dropped == {"hours": 1}
    assert f"{path}: 1 of 3 rows are left out" in source.notes
    assert open_source(2024, extract=path, columns=columns, on_bad="drop").digest() == source.digest()


def test_an_id_twice(files):
    path, columns = files
    path.write_text(ROWS.replace("\n2;1", "\n3;1"), encoding="utf-8")
    assert refusal(path, columns) == ["e.csv: id: stands before (1 value, row 3). Persons of one id would share their luck."]


def test_two_years(tmp_path):
    path = tmp_path / "e.csv"
    path.write_text("id,year,status,hourly_wage,hours\n1,2024,fleksjob,150,10\n2,2023,fleksjob,150,10\n", encoding="utf-8")
    assert refusal(path) == ["e.csv: year: is not the year of the first row (1 value, row 2). A population is of one year."]


def test_a_file_in_danish_spelling(files):
    path, columns = files
    path.write_text(ROWS.replace("187.5", "1.187,5").replace(";140;", ";140,00;"), encoding="utf-8")
    columns.write_text(MAP + "decimal: comma\n", encoding="utf-8")
    assert read_extract(path, columns).persons.column("hourly_wage").to_pylist() == [140.0, 0.0, 1187.5]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: hours}", "to: timer}", "'timer' is not a column of a population"),
        ("to: hours}", "to: hours, faktor: 2}", "'faktor' is not a field here"),
        ("to: sex, values: {1: man, 2: woman}", "to: sex, factor: 2", "sex is no amount that a factor can change"),
        ("to: hours}", "to: hourly_wage}", "two columns are hourly_wage"),
        ("year: 2024", "year: 1999", "1999 is outside 2013 to 2026"),
        ("constants: {church_member: false}", "constants: {hours: 5}", "hours is both a column and a constant"),
        ("year: 2024", "years: 2024", "'years' is not a field here"),
        ("year: 2024", "decimal: dot\nyear: 2024", "'dot' is not one of point, comma"),
    ],
)
def test_a_wrong_map_is_told_with_its_line(files, old, new, message):
    path, columns = files
    assert old in MAP
    columns.write_text(MAP.replace(old, new), encoding="utf-8")
    assert any(message in one and one.startswith("map.yaml") for one in refusal(path, columns))


def test_files_that_are_none(files, tmp_path):
    for name, message in (("none.csv", "there is no such file"), ("e.xlsx", "there is no such file"), ("map.yaml", "is not a kind of extract")):
        with pytest.raises(InputError, match=message):
            read_extract(tmp_path / name, files[1])
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(InputError, match="cannot be read"):
        read_extract(tmp_path / "bad.parquet", files[1])
    with pytest.raises(InputError, match="is not one of refuse, drop"):
        read_extract(*files, on_bad="ignore")


def test_an_extract_can_be_kept_as_a_population_file(files, tmp_path):
    source = read_extract(*files)
    write(source, tmp_path / "p.parquet")
    kept = open_population(tmp_path / "p.parquet")
    assert kept.own_data and kept.digest() == source.digest() and kept.block(0, 3).combine_chunks().equals(source.persons.combine_chunks())
