"""`fleksim table`: plain tables of a run, one table as CSV, all as a workbook."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fleksim.batch import folder
from fleksim.cli.main import main

from .results_builder import people, results


@pytest.fixture(autouse=True)
def _a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished run of whatever folder is named."""
    monkeypatch.setattr(folder, "read_all", lambda path: (results(people(120)), None))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["table", "run", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_overview_and_the_winners_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys)
    assert (code, err) == (0, "")
    assert out.startswith("Oversigt\n") and "\n\nVindere og tabere\n" in out
    assert "\x1b" not in out and "Incitamenter" not in out


def test_tables_are_chosen_by_name_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--name", "balancer", "--name", "deciler", "--lang", "en")
    assert code == 0 and out.startswith("The sectors' balances\n") and "Effects by income decile" in out


def test_all_tables_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "--name", "alle", "--json")
    names = list(json.loads(out))
    assert (names[0], names[-1]) == ("oversigt", "grundlag")


def test_misspelt_tables_get_the_nearest_names(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "--name", "oversigten", "--name", "q")
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first == "--name: there is no table 'oversigten'. Did you mean 'oversigt'?"
    assert second.startswith("--name: there is no table 'q'. Tables: oversigt, vindere_tabere, deciler,")


def test_json_holds_values_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--json", "--name", "vindere_tabere")
    table: dict[str, Any] = json.loads(out)["vindere_tabere"]
    assert code == 0 and table["rows"][0]["scenario"] == "Intet lønloft" and 0.0 <= table["rows"][0]["uaendret"] <= 1.0
    assert {"key": "uaendret", "title": "Uændret", "unit": "andel"} in table["columns"]


@pytest.mark.parametrize(("danish", "separator", "encoding"), [(False, ",", "utf-8"), (True, ";", "utf-8-sig")])
def test_one_table_as_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path, danish: bool, separator: str, encoding: str) -> None:
    path = tmp_path / "x.csv"
    assert said(capsys, "--name", "deciler", "--csv", str(path), *(["--danish-csv"] if danish else [])) == (0, "", "")
    with path.open(encoding=encoding, newline="") as stream:
        rows = list(csv.reader(stream, delimiter=separator))
    assert rows[0][:2] == ["Gruppe", "Indkomstdecil"] and rows[1][:2] == ["Intet lønloft", "1. decil"]


def test_all_tables_as_a_workbook(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "--xlsx", str(tmp_path / "x.xlsx")) == (0, "", "")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == "grundlag"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--xlsx", "x.csv"], "x.csv: should end in .xlsx\n"),
        (["--csv", "x.txt", "--xlsx", "y.ods"], "y.ods: should end in .xlsx\nx.txt: should end in .csv\n"),
        (["--csv", "x.csv", "--name", "oversigt", "--name", "deciler"], "x.csv: a CSV file holds one table, not 2. Give --name once, or --xlsx.\n"),
    ],
)
def test_what_cannot_be_written_is_refused(capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str) -> None:
    assert said(capsys, *arguments) == (2, "", expected)
    assert not Path("x.csv").exists()
