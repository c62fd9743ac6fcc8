"""The commands as a user types them: in a process of their own, with exit codes, streams and files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {"id": "bent", "year": 2024, "hourly_wage": 200, "hours": 18, "municipality": "Aarhus"}


def fleksim(*arguments: str, stdin: str | None = None, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fleksim", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=180,
        check=False,
    )


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    return str(path)


def test_help_and_version() -> None:
    assert "incentives" in fleksim("--help").stdout
    assert fleksim("--version").stdout.startswith("fleksim 0.")


def test_calc_prints_an_array_in_input_order(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{**GOOD, "id": "b"}, {"id": "a", "year": 2020, "hourly_wage": 140, "hours": 12}]), encoding="utf-8")
    found = fleksim("calc", str(path), "--json")
    assert found.returncode == 0 and found.stderr == ""
    results = json.loads(found.stdout)
    assert [one["id"] for one in results] == ["b", "a"]
    assert (results[0]["loen_md"], results[0]["fleksloentilskud"]) == (15600.0, 15272.0)
    assert round(results[1]["fleksloentilskud"]) == 15167 and results[1]["loenloft_binder"] is True


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        "year: 2024\nid: bent\nhourly_wage: 200\nhours: 18\nmunicipality: 751\n",
        "id,year,hourly_wage,hours,municipality\nbent,2024,200,18,Aarhus\n",
        "id;year;hourly_wage;hours;municipality\nbent;2024;200;18;Aarhus Kommune\n",
    ],
    ids=["json", "yaml", "csv", "danish csv"],
)
def test_standard_input_takes_json_yaml_and_csv(text: str) -> None:
    found = fleksim("calc", "-", "--json", stdin=text)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)[0]["fleksloentilskud"] == 15272.0


def test_python_the_command_and_parquet_agree(case: str, tmp_path: Path) -> None:
    import pandas as pd

    import fleksim as fs

    path = tmp_path / "cases.parquet"
    pd.DataFrame([GOOD]).to_parquet(path)
    by_command = json.loads(fleksim("calc", case, "--json").stdout)[0]
    by_parquet = json.loads(fleksim("calc", str(path), "--json").stdout)[0]
    assert by_command == by_parquet == fs.calculate(GOOD)


def test_a_reform_changes_the_result(case: str) -> None:
    found = fleksim("calc", case, "--reform", "en_aftrapning", "--reform", "uden_loft", "--json")
    assert found.returncode == 0 and json.loads(found.stdout)[0]["fleksloentilskud"] == 15272.0
    low_wage = json.dumps({"year": 2024, "hourly_wage": 120, "hours": 20})
    before, after = (
        json.loads(fleksim("calc", "-", *more, "--json", stdin=low_wage).stdout)[0]["fleksloentilskud"] for more in ([], ["--reform", "uden_loft"])
    )
    assert after > before + 5000


def test_a_structural_reform_needs_leave_to_run_its_rules(case: str) -> None:
    refused = fleksim("calc", case, "--reform", "pension_ud_af_grundlaget")
    assert refused.returncode == 2 and "--allow-rules" in refused.stderr
    assert fleksim("calc", case, "--reform", "pension_ud_af_grundlaget", "--allow-rules").returncode == 0


def test_csv_of_results(case: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert fleksim("calc", case, "--csv", str(out), "--danish-csv").returncode == 0
    rows = list(csv.reader(out.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert any("15272" in cell.replace(".", "") for row in rows for cell in row)


def test_curve_and_grid_write_files(case: str, tmp_path: Path) -> None:
    import xarray as xr

    svg, table, plane = tmp_path / "c.svg", tmp_path / "c.csv", tmp_path / "g.nc"
    found = fleksim("curve", case, "--svg", str(svg), "--csv", str(table))
    assert found.returncode == 0, found.stderr
    assert svg.read_text(encoding="utf-8").startswith("<svg") and table.stat().st_size > 1000
    found = fleksim("grid", case, "--hours", "0:37:1", "--wage", "110:300:10", "--out", str(plane))
    assert found.returncode == 0, found.stderr
    with xr.open_dataset(plane, engine="h5netcdf") as data:
        assert dict(data.sizes) == {"hours": 38, "hourly_wage": 20}
        assert data["disponibel_indkomst"].attrs["units"] == "kr/aar" and data.attrs["law_date"] == "2024-01-01"


def test_curve_as_json_holds_the_exact_kinks(case: str) -> None:
    data = json.loads(fleksim("curve", case, "--json").stdout)
    places = [one["place"] for one in data["kinks"]]
    assert any(abs(place - 20.59978632478632) < 1e-9 for place in places)
    assert set(places) <= set(data["values"]["hours"])


def test_curve_writes_json_to_a_file(case: str, tmp_path: Path) -> None:
    out = tmp_path / "curve.json"
    found = fleksim("curve", case, "--json", str(out))
    assert found.returncode == 0 and found.stdout == "", found.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["kinks"]
    assert fleksim("curve", case, str(out)).returncode == 2


def test_incentives_tell_the_zero_gain_zone() -> None:
    case = json.dumps({"year": 2024, "hourly_wage": 150, "hours": 12})
    data = json.loads(fleksim("incentives", "-", "--json", stdin=case).stdout)
    assert round(data["ceiling_wage"], 2) == 124.44
    assert round(data["zero_gain_zones"][0]["start"], 1) == 9.0 and data["zero_gain_zones"][0]["end"] == 37.0
    text = fleksim("incentives", "-", stdin=case).stdout
    assert "9,0" in text and "LAB § 123" in text
    assert "LAB § 123" in fleksim("incentives", "-", "--lang", "en", stdin=case).stdout


def test_explain_names_paragraph_and_binding_ceiling(tmp_path: Path) -> None:
    case = json.dumps({"year": 2020, "hourly_wage": 140, "hours": 12})
    text = fleksim("explain", "-", "--target", "fleksloentilskud", stdin=case).stdout
    assert "LAB § 123, stk. 3" in text and "15.166,67" in text
    page = tmp_path / "why.html"
    assert fleksim("explain", "-", "--html", str(page), stdin=case).returncode == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    assert json.loads(fleksim("explain", "-", "--json", stdin=case).stdout)


def test_a_persona_can_be_named(case: str) -> None:
    assert fleksim("calc", "anne").returncode == 0
    missing = fleksim("calc", "anna")
    assert missing.returncode == 2 and "Did you mean 'anne'?" in missing.stderr


def test_params(tmp_path: Path) -> None:
    assert "19.952" in fleksim("params", "show", "fleksloentilskud_max").stdout
    assert "Did you mean 'fleksloentilskud_max'?" in fleksim("params", "show", "fleksloentilskud_maks").stderr
    listed = json.loads(fleksim("params", "list", "taper", "--on", "2024-01-01", "--json").stdout)
    assert {one["name"] for one in listed} >= {"aftrapning_1", "aftrapning_2"}
    checked = fleksim("params", "check")
    assert checked.returncode == 0 and "0 problems" in checked.stdout


def test_reform_check_and_diff(tmp_path: Path) -> None:
    assert fleksim("reform", "check", "uden_loft", "en_aftrapning").returncode == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: {da: a, en: b}\nchanges: {parameters: {aftrapning1: 0.2, tilskud: 1}}\n", encoding="utf-8")
    found = fleksim("reform", "check", str(bad))
    assert found.returncode == 2 and found.stderr.count("is not a parameter") == 2
    assert "0,55 -> 0,3" in fleksim("reform", "diff", "en_aftrapning").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "missing.json"),
        ("calc", "."),
        ("calc", "cases.txt"),
        ("calc",),
        ("calc", "bent", "--rounding", "up"),
        ("curve", "bent", "--over", "age"),
        ("curve", "bent", "--from", "30", "--to", "10"),
        ("curve", "bent", "--step", "0"),
        ("curve", "bent", "--over", "wage", "--svg", "x.svg"),
        ("curve", "bent", "--svg", "x.png"),
        ("grid", "bent", "--hours", "0-37", "--out", "g.nc"),
        ("grid", "bent", "--hours", "0:99:1", "--out", "g.nc"),
        ("grid", "bent", "--hours", "0:37:0.00001", "--out", "g.nc"),
        ("grid", "bent", "--out", "g.xls"),
        ("grid", "bent"),
        ("explain", "bent", "--target", "disponibel"),
        ("explain", "bent", "--target", "aftrapning_1"),
        ("incentives", "bent", "--without", "ferie"),
        ("incentives", "bent", "--reform", "nope"),
        ("params", "show", "nope"),
        ("nope",),
        ("calc", "bent", "--lang", "de"),
        ("calc", "bent", "--csv", "/nowhere/out.csv"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_bad_use_exits_2_with_a_plain_message_and_writes_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    found = fleksim(*arguments, cwd=tmp_path)
    assert found.returncode == 2, (found.stdout, found.stderr)
    assert "Traceback" not in found.stderr and found.stderr.strip()
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    found = fleksim("calc", case, "--csv", str(folder))
    assert found.returncode == 2 and list(folder.iterdir()) == []


def test_a_full_disk_is_said_and_exits_5() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        found = subprocess.run([sys.executable, "-m", "fleksim", "calc", "bent"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert found.returncode == 5 and "No space left" in found.stderr and "Traceback" not in found.stderr


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m fleksim params list | head -1; exit ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert found.returncode == 0 and "Traceback" not in found.stderr


def test_danish_letters_whatever_the_locale() -> None:
    found = fleksim("calc", "bent", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert found.returncode == 0 and "ø" in found.stdout


def test_demo_writes_a_report(tmp_path: Path) -> None:
    found = fleksim("demo", "--out", str(tmp_path / "demo"))
    assert found.returncode == 0, found.stderr
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "124,44" in report and "Intet lønloft" in report and "<script" not in report
    assert "124,44" in found.stdout
    assert "Reformerne på hele ordningen" in report and "Provenu" in found.stdout
