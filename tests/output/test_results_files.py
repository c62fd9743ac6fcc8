"""Results as files: the same values in every format, the same bytes every time, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xarray as xr

from fleksim.analysis.results import Results
from fleksim.files import write_text, write_whole
from fleksim.output.results.files import FORMATS, file_names, write_all
from fleksim.output.results.tables import tables
from fleksim.output.results.tidy import dataset, frame, write_netcdf, write_parquet
from fleksim.output.results.xlsx import sheet_names, write_xlsx
from fleksim.problems import InputError

from .results_builder import people, results

HOSTILE = '=HYPERLINK("http://x.test","klik")'


@pytest.fixture(scope="module")
def made() -> Results:
    return results(people(300))


@pytest.fixture(scope="module")
def written(made: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_all(made, folder, FORMATS)
    return folder


def test_the_frame_has_a_row_a_number(made: Results) -> None:
    tidy = frame(made)
    assert list(tidy.columns) == [
        "scenario",
        "grouping",
        "group",
        "statistic",
        "unit",
        "value",
        "value_se",
        "difference",
        "difference_se",
        "rows",
        "persons",
    ]
    assert len(tidy) == made.value.size
    row = tidy[(tidy.scenario == "s2") & (tidy.grouping == "decil") & (tidy.group == "3") & (tidy.statistic == "middel_gevinst")].iloc[0]
    place = (2, made.group("decil", "3"), made.statistic("middel_gevinst"))
    assert (row.value, row.difference, row.unit, row.rows) == (made.value[place], made.difference[place], "kr/aar", 30)


def test_values_survive_netcdf(made: Results, written: Path) -> None:
    with xr.open_dataset(written / "result.nc", engine="h5netcdf") as read:
        assert read.value.dims == ("scenario", "group", "statistic")
        for name in ("value", "value_se", "difference", "difference_se"):
            np.testing.assert_array_equal(read[name].values, getattr(made, name))
        at = read.sel(scenario="s1", group="decil:2", statistic="provenu")
        assert float(at.value) == made.value[1, made.group("decil", "2"), made.statistic("provenu")]
        assert str(at.units.values) == "kr/aar" and str(at.group_da.values) == "2. decil" and str(at.grouping_en.values) == "Income decile"
        assert read.attrs["law_date"] == "2026-01-01" and read.attrs["seed"] == 7
        assert json.loads(read.attrs["population"]) == {"size": 400, "year": 2026}
        assert json.loads(read.attrs["assumptions"])[0]["low"] == 0.2
        assert not [word for word in read.attrs if "time" in word.lower() or "dato_" in word.lower()]


def test_values_survive_parquet(made: Results, written: Path) -> None:
    pd.testing.assert_frame_equal(pd.read_parquet(written / "result.parquet"), frame(made), check_dtype=False)


def test_values_survive_both_kinds_of_csv(made: Results, written: Path) -> None:
    level = made.value[0, made.group(), made.statistic("strom_loen")]
    with (written / "tables" / "regnskab.csv").open(encoding="utf-8", newline="") as stream:
        machine = next(row for row in csv.reader(stream) if row[0] == "Løn inkl. pension")
    with (written / "tables" / "da" / "regnskab.csv").open(encoding="utf-8-sig", newline="") as stream:
        danish = next(row for row in csv.reader(stream, delimiter=";") if row[0] == "Løn inkl. pension")
    assert float(machine[3]) == pytest.approx(level, abs=1e-8)
    assert "," in danish[3] and float(danish[3].replace(",", ".")) == float(machine[3])
    assert (written / "tables" / "da" / "regnskab.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {path.stem for path in (written / "tables").glob("*.csv")} == set(tables(made))


def test_english_files_have_danish_csv_beside_them(made: Results, tmp_path: Path) -> None:
    write_all(made, tmp_path, ["csv"], "en")
    assert (tmp_path / "tables" / "oversigt.csv").read_text(encoding="utf-8").startswith("Scenario,Revenue")
    assert (tmp_path / "tables" / "da" / "oversigt.csv").read_text(encoding="utf-8-sig").startswith("Scenarie;Provenu")


def sums(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_writings_are_the_same_bytes(made: Results, written: Path, tmp_path: Path) -> None:
    # HDF5, ZIP and office documents keep times to the second; of zip, to two seconds.
    time.sleep(2.1)
    listed = write_all(made, tmp_path, FORMATS)
    assert sums(tmp_path) == sums(written)
    assert {str(path.relative_to(tmp_path)) for path in listed} == set(sums(tmp_path))


def test_no_file_holds_a_time_of_writing(written: Path) -> None:
    with zipfile.ZipFile(written / "tables.xlsx") as book:
        assert {one.date_time[0] for one in book.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


@pytest.fixture(scope="module")
def book(written: Path) -> Iterator[Any]:
    opened = openpyxl.load_workbook(written / "tables.xlsx")
    yield opened
    opened.close()


def test_the_first_sheet_says_what_the_numbers_rest_on(book: Any) -> None:
    assert book.sheetnames[:3] == ["grundlag", "oversigt", "vindere_tabere"]
    texts = [one for row in book["grundlag"].iter_rows(values_only=True) for one in row if one is not None]
    assert {"0123456789ab", "reform1", "reform2", "Tilbageløb", 0.225} <= set(texts)


def test_numbers_are_numbers_with_formats(made: Results, book: Any) -> None:
    sheet = book["vindere_tabere"]
    share, gain = sheet["B4"], sheet["G4"]
    assert share.value == pytest.approx(made.value[1, made.group(), made.statistic("taber_over_5")]) and share.number_format == "0.0%"
    assert gain.value == pytest.approx(made.value[1, made.group(), made.statistic("middel_gevinst")]) and gain.number_format == "#,##0"
    assert sheet.freeze_panes == "B4" and sheet["A1"].value == "Vindere og tabere" and sheet["A3"].value == "Scenarie"


def test_a_units_column_gives_each_row_its_format(book: Any) -> None:
    formats = {row[0].value: row[1].number_format for row in book["incitamenter"].iter_rows(min_row=4) if row[0].value}
    assert formats["METR, timer"] == "0.0%" and formats["I fleksjob"] == "#,##0"


def test_nothing_is_a_dash_in_a_workbook(tmp_path: Path) -> None:
    write_xlsx(results(people(0)), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["vindere_tabere"]
    assert sheet["B4"].value == "–" and sheet["B4"].alignment.horizontal == "right"


@pytest.mark.parametrize("text", [HOSTILE, "+45", "-x", "@SUM(A1)", "http://x.test", "12.5"])
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    hostile = results(people(60), titles=("Gældende lov", text, text))
    write_all(hostile, tmp_path, ["csv", "xlsx"])
    cell = openpyxl.load_workbook(tmp_path / "tables.xlsx")["oversigt"]["A5"]
    assert cell.value == text and cell.data_type == "s" and cell.hyperlink is None
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@"))
    for file, separator, encoding in (("oversigt.csv", ",", "utf-8"), ("da/oversigt.csv", ";", "utf-8-sig")):
        with (tmp_path / "tables" / file).open(encoding=encoding, newline="") as stream:
            written = [row[0] for row in csv.reader(stream, delimiter=separator)]
        assert written[2] == (f"'{text}" if text.startswith(("=", "+", "-", "@")) else text)


def test_own_data_are_protected_in_every_format(tmp_path: Path) -> None:
    own = results(people(1), own_data=True)
    write_all(own, tmp_path, FORMATS)
    assert frame(own)[["value", "difference", "rows", "persons"]].isna().all().all()
    assert np.isnan(dataset(own).value).all() and np.isnan(dataset(own).rows).all()
    assert pd.read_parquet(tmp_path / "result.parquet").value.isna().all()
    income = f"{own.value[0, 0, own.statistic('disponibel_indkomst')]:.2f}"[:6]
    for path in (tmp_path / "tables").rglob("*.csv"):
        assert income not in path.read_text(encoding="utf-8-sig").replace(",", ".")
    sheet = openpyxl.load_workbook(tmp_path / "tables.xlsx")["oversigt"]
    assert {one.value for row in sheet.iter_rows(min_row=4, max_row=6, min_col=2) for one in row} <= {"–", None}


def test_single_writers_protect_too(tmp_path: Path) -> None:
    own = results(people(1), own_data=True)
    write_netcdf(own, tmp_path / "a.nc")
    write_parquet(own, tmp_path / "a.parquet")
    with xr.open_dataset(tmp_path / "a.nc", engine="h5netcdf") as read:
        assert np.isnan(read.value).all()
    assert pd.read_parquet(tmp_path / "a.parquet").value.isna().all()


def test_unknown_formats_are_all_refused_at_once(made: Results, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        write_all(made, tmp_path / "new", ["csv", "xslx", "pdf"])
    assert [str(one) for one in refused.value.problems] == [
        "'xslx' is no format of results. Did you mean 'xlsx'?",
        "'pdf' is no format of results. Formats: nc, parquet, csv, xlsx, charts.",
    ]
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_through_a_link(made: Results, tmp_path: Path) -> None:
    outside, run = tmp_path / "outside", tmp_path / "run"
    outside.mkdir()
    run.mkdir()
    (run / "tables").symlink_to(outside)
    with pytest.raises(InputError, match="is a link to another place"):
        write_all(made, run, ["csv"])
    assert list(outside.iterdir()) == []


def test_names_lead_nowhere() -> None:
    assert file_names(["../../x", "CON", "Å b", "å_b", "", "x" * 300]) == ["x", "con_", "aa_b", "aa_b_2", "tabel", "x" * 60]
    assert sheet_names(["a/b", "A?B", "x" * 40, "x" * 41]) == ["a_b", "A_B_2", "x" * 31, "x" * 29 + "_2"]


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_text(path, "gammel\n")

    def fails(temporary: Path) -> None:
        temporary.write_text("ny", encoding="utf-8")
        raise OSError(28, "No space left on device", str(temporary))

    with pytest.raises(OSError, match="No space"):
        write_whole(path, fails)
    assert path.read_bytes() == b"gammel\n"
    assert os.listdir(tmp_path) == ["x.csv"]  # noqa: PTH208


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_text(tmp_path, "x")
    with pytest.raises(InputError, match="there is no such folder"):
        write_text(tmp_path / "no" / "x.csv", "x")


def test_strange_groupings_get_files_of_their_own(made: Results, tmp_path: Path) -> None:
    groups = [replace(one, grouping="../koen") if one.grouping == "koen" else one for one in made.groups]
    write_all(replace(made, groups=groups), tmp_path / "run", ["csv"])
    assert (tmp_path / "run" / "tables" / "koen.csv").exists()
    assert os.listdir(tmp_path) == ["run"]  # noqa: PTH208
