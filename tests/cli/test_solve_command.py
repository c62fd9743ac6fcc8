"""`fleksim reform solve`: what people and programs are told, and the files written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fleksim.analysis.goal import QUANTITIES
from fleksim.cli.main import main
from fleksim.reforms.read import read_reform

Command = Callable[..., tuple[int, str, str]]
FEW = ("--population", "600")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["reform", "solve", *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def test_the_command_finds_and_writes(command: Command, tmp_path: Path) -> None:
    out, table = tmp_path / "found.yaml", tmp_path / "found.csv"
    code, text, err = command("uden_loft", "--find", "aftrapning_1", "--such-that", "cost = 0", *FEW, "--digits", "3", "--out", str(out), "--csv", str(table))
    assert (code, err) == (0, "") and text.startswith("Intet lønloft (fundet: aftrapning_1 = 0,3") and "Mål: cost = 0, på 600 personer" in text
    assert read_reform(out).parameters["aftrapning_1"].operand == round(read_reform(out).parameters["aftrapning_1"].operand, 3)
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert (
        len(rows) == len(QUANTITIES)
        and abs(float(rows[0]["aftrapning_1 = " + repr(read_reform(out).parameters["aftrapning_1"].operand).replace(".", ",")])) < 1e9
    )


def test_the_command_as_json(command: Command) -> None:
    code, text, err = command("uden_loft", "--find", "aftrapning_1", "--between", "0.2", "0.5", "--such-that", "cost = 0", *FEW, "--json", "--seed", "9")
    assert (code, err) == (0, "")
    found = json.loads(text)
    assert found["between"] == [0.2, 0.5] and (found["population"]["year"], found["population"]["seed"]) == (2026, 9) and found["solutions"][0]["nearest_today"]
    assert abs(found["solutions"][0]["achieved"]["value"]) < 100.0 and set(found["solutions"][0]["quantities"]) == set(QUANTITIES)
    assert f"aftrapning_1: {found['solutions'][0]['value']}" in found["reform"]


def test_the_command_with_two_numbers(command: Command, tmp_path: Path) -> None:
    out, every = tmp_path / "chosen.yaml", tmp_path / "points.csv"
    find = ("--find", "aftrapning_1:0.2:0.4", "--find", "fleksloentilskud_max:20000:23000")
    code, text, err = command("lavere_aftrapning_45", *find, "--such-that", "cost = 0", "--points", "3", *FEW, "--out", str(out), "--csv", str(every), "--json")
    assert (code, err) == (0, "")
    points = json.loads(text)["points"]
    [chosen] = [one for one in points if one["chosen"]]
    assert {name: change.operand for name, change in read_reform(out).parameters.items() if name in chosen["numbers"]} == chosen["numbers"]
    assert len(every.read_text(encoding="utf-8").splitlines()) == 1 + len(points)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--find", "aftrapning_1"), "--such-that: is missing"),
        (("--find", "aftrapning_1", "--find", "aftrapning_2", "--out", "x.yaml"), "--such-that: is missing"),
        (
            ("--find", "aftrapning_1", "--such-that", "cost = 0", "--points", "3", "--out", "x.txt"),
            "--points: is for two numbers or more\nx.txt: should end in .yaml",
        ),
        (("--find", "aftrapning_1", "--such-that", "cost = 0", "--out", "nowhere/x.yaml"), "nowhere: there is no such folder"),
        (("--find", "aftrapning_1", "--such-that", "cost = 0", "--year", "1999", *FEW), "1999 is outside 2013 to 2026"),
        (("--find", "aftrapning_1", "--such-that", "cost = 0", "--between", "0.4", "0.5", *FEW), "is not met between 0.4 and 0.5"),
        (("--such-that", "cost = 0"), "Missing option '--find'"),
    ],
)
def test_the_command_refuses_what_cannot_be(command: Command, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = command("uden_loft", *arguments)
    assert (code, out) == (2, "") and told in err
