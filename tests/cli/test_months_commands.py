"""`fleksim table` and `fleksim run` with months: the tables of both kinds of results, and clear words where one is not there."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import fleksim as fs
from fleksim.batch.verify import verify
from fleksim.cli import run as run_command
from fleksim.cli.main import main


@pytest.fixture(scope="session")
def both_folder(months_run: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of months and under the law of a day. Nobody may write to it."""
    return months_run(tmp_path_factory.mktemp("both"), "static, dynamic")


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(one) for one in arguments])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


# --- months alone ---------------------------------------------------------------------------------------------------------


def test_the_overview_and_the_ladder_are_printed(capsys: pytest.CaptureFixture[str], months_folder: Path) -> None:
    code, out, err = said(capsys, "table", months_folder)
    assert (code, err) == (0, "") and out.startswith("Månederne: oversigt\n") and "\n\nProvenutrappe" in out
    code, out, _ = said(capsys, "table", months_folder, "--lang", "en")
    assert code == 0 and out.startswith("The months: overview\n") and "without response" in out and "adfærd" not in out


def test_tables_of_months_are_chosen_by_name(capsys: pytest.CaptureFixture[str], months_folder: Path) -> None:
    code, out, _ = said(capsys, "table", months_folder, "--name", "bestande", "--name", "udtoemte", "--lang", "en")
    assert code == 0 and out.startswith("Stocks: persons by state\n") and "\n\nRight run out, by destination\n" in out


def test_json_of_all_tables(capsys: pytest.CaptureFixture[str], months_folder: Path) -> None:
    code, out, _ = said(capsys, "table", months_folder, "--name", "alle", "--json")
    found = json.loads(out)
    assert code == 0 and next(iter(found)) == "maaneder_oversigt" and list(found)[-1] == "grundlag_maaneder"
    assert {"key": "2026", "title": "2026", "unit": "mio_kr"} in found["penge"]["columns"]
    assert found["bestande"]["rows"][0]["state"] == "På vej til en bevilling"


@pytest.mark.parametrize(("danish", "separator", "encoding"), [(False, ",", "utf-8"), (True, ";", "utf-8-sig")])
def test_one_table_of_months_as_csv(
    capsys: pytest.CaptureFixture[str], months_folder: Path, tmp_path: Path, danish: bool, separator: str, encoding: str
) -> None:
    path = tmp_path / "x.csv"
    assert said(capsys, "table", months_folder, "--name", "stroemme", "--csv", path, *(["--danish-csv"] if danish else [])) == (0, "", "")
    with path.open(encoding=encoding, newline="") as stream:
        rows = list(csv.reader(stream, delimiter=separator))
    assert rows[0] == ["Gruppe", "Fra", "Til", "Personer pr. år", "Ændring"] and rows[1][0] == "Gældende lov"
    assert float(rows[1][3].replace(",", ".")) > 0.0


def test_a_workbook_of_months_begins_with_their_grounds(capsys: pytest.CaptureFixture[str], months_folder: Path, tmp_path: Path) -> None:
    assert said(capsys, "table", months_folder, "--xlsx", tmp_path / "x.xlsx") == (0, "", "")
    names = openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames
    assert names[:2] == ["grundlag_maaneder", "maaneder_oversigt"] and len(names) == len(set(names))


def test_a_table_that_this_run_has_no_numbers_for_says_what_it_takes(capsys: pytest.CaptureFixture[str], months_folder: Path) -> None:
    code, out, err = said(capsys, "table", months_folder, "--name", "usikkerhed", "--name", "oversigt")
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith(
        "--name: this run has no table 'usikkerhed', which takes assumptions that were tried (uncertainty: yes). Tables: maaneder_oversigt,"
    )
    assert second == "--name: there is no table 'oversigt'. Did you mean 'maaneder_oversigt'?"


def test_static_results_are_not_there_and_the_way_out_is_named(months_folder: Path) -> None:
    with pytest.raises(fs.InputError, match=r"holds months, and no results under the law of a day\. Read the months \(`fleksim.months\(folder\)`"):
        fs.results(months_folder)


# --- both -----------------------------------------------------------------------------------------------------------------


def test_both_kinds_of_tables_lie_in_one_folder(capsys: pytest.CaptureFixture[str], both_folder: Path) -> None:
    files = {path.stem for path in (both_folder / "tables").glob("*.csv")}
    assert {"oversigt", "grundlag", "balancer", "maaneder_oversigt", "bestande", "grundlag_maaneder"} <= files
    assert (both_folder / "result.nc").exists() and (both_folder / "months.nc").exists()
    code, out, _ = said(capsys, "table", both_folder)
    titles = ("Oversigt\n", "\n\nVindere og tabere\n", "\n\nMånederne: oversigt\n", "\n\nProvenutrappe")
    places = [out.index(title) for title in titles]
    assert code == 0 and places == sorted(places) and places[0] == 0
    assert verify(both_folder, recompute=False) == []


def test_a_workbook_of_both_begins_with_both_grounds(capsys: pytest.CaptureFixture[str], both_folder: Path, tmp_path: Path) -> None:
    assert said(capsys, "table", both_folder, "--xlsx", tmp_path / "x.xlsx")[0] == 0
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[:3] == ["grundlag", "grundlag_maaneder", "oversigt"]


def test_both_kinds_are_read_from_one_folder(both_folder: Path, months_folder: Path) -> None:
    assert set(fs.results(both_folder).dims) == {"scenario", "group", "statistic"}
    months = fs.months(both_folder)
    assert months.drop_attrs().drop_vars("scenario").identical(fs.months(months_folder).drop_attrs().drop_vars("scenario"))


# --- running --------------------------------------------------------------------------------------------------------------


def test_on_a_terminal_the_tables_follow_the_run(capsys: pytest.CaptureFixture[str], months_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run is there already, so that nothing is made."""
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    code, out, _ = said(capsys, "run", months_folder.parent / "batch.yaml", "--out", months_folder)
    assert code == 0 and "Månederne: oversigt" in out


def test_every_stage_has_a_name_in_both_languages() -> None:
    assert run_command._STAGES["months"] == {"da": "Måneder", "en": "Months"}
