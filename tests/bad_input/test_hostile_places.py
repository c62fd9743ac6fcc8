"""Places that are no files, names that are no names, folders that cannot be written; a sample in processes of its own; what is harmless."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from bad_input.hostile_doors import FOLDER, MOST_MEGABYTES, batch_of, check_reform, refused, run_batch
from bad_input.hostile_tables import good
from bad_input.hostile_texts import FOREIGN_DIGITS, HARMLESS, HEADS
from fleksim.batch.read import read_batch
from fleksim.cli.main import BAD_INPUT, ENVIRONMENT, OK, main
from fleksim.population.column_map import read_column_map
from fleksim.population.store import open_population
from fleksim.problems import MOST_PROBLEMS, InputError

GOOD_BATCH = "{size: 20, year: 2026}"


@pytest.fixture(autouse=True)
def nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def crew(*given: object) -> None:
        raise AssertionError("a run begins")

    monkeypatch.setattr("fleksim.batch.run.crew", crew)


# --- what is named on the command line -----------------------------------------------------------------------------------

PLACES = {
    "/dev/zero": "is not a regular file",
    "/dev/null": "is not a regular file",
    "/dev/tty": "is not a regular file",
    "ingen.yaml": "there is no such",
    "in/gen/mappe.yaml": "there is no such",
    "../" * 40 + "ingen.yaml": "there is no such",
    "x" * 300: "there is no such",
    "linje\nskift.yaml": "there is no such",
    "\x1b[2J.yaml": "\\u001b",
    "=1+1": "there is no such",
    "": "",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_no_reform(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(["reform", "diff", place], capsys).says([PLACES[place]], None)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_no_batch(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(run_batch(place, tmp_path / "out"), capsys).says([PLACES[place]], None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_no_population(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused(["population", "describe", place], capsys)


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["reform", "diff", str(tmp_path)], run_batch(tmp_path, tmp_path / "out"), ["population", "describe", str(tmp_path)]):
        refused(arguments, capsys).says(["is a folder"], str(tmp_path))
    refused(check_reform(tmp_path), capsys).says(["holds no reform files. Reform files end in .yaml"], str(tmp_path))


def test_a_pipe_that_nobody_fills_is_refused_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for arguments in (check_reform(pipe), run_batch(pipe, tmp_path / "out"), ["population", "describe", str(pipe)]):
        refused(arguments, capsys).says(["is not a regular file"], None)
    extract = FOLDER / "good" / "extract.csv"
    for population in ("file: pipe.yaml", "extract: pipe.yaml", f"extract: {extract}, columns: pipe.yaml"):
        batch = batch_of(tmp_path, f"{{year: 2024, {population}}}")
        refused(run_batch(batch, tmp_path / "out"), capsys).says(["'pipe.yaml' is not a regular file"], "batch.yaml")
    batch.write_text("population: {size: 1, year: 2026}\nscenarios: [pipe.yaml]\n", encoding="utf-8")
    refused(run_batch(batch, tmp_path / "out"), capsys).says(["'pipe.yaml' is not a regular file"], "batch.yaml")


def test_links_in_a_circle_and_to_nowhere_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    (tmp_path / "c.yaml").symlink_to(tmp_path / "gone.yaml")
    (tmp_path / "d.yaml").symlink_to("/dev/zero")
    for name in "abcd":
        refused(check_reform(tmp_path / f"{name}.yaml"), capsys)
        refused(run_batch(tmp_path / f"{name}.yaml", tmp_path / "out"), capsys)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--size", "-1"], "outside 0 to"),
        (["--size", "100000001"], "100000001 is outside 0 to 100000000"),
        (["--size", "1.5"], "--size"),
        (["--size", "1e5"], "--size"),
        (["--year", "2012"], "2013"),
        (["--year", "2027"], "2026"),
        (["--seed", "-1"], "seed"),
        (["--seed", "x"], "--seed"),
        (["--out", "a.csv"], "End the name with .parquet"),
        (["--out", "ingen/mappe/a.parquet"], "no such folder"),
        (["--sise", "5"], "--sise"),
    ],
)
def test_a_population_that_cannot_be_built(
    options: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(["population", "build", "--size", "20", *options], capsys).says([words], None)
    assert list(tmp_path.iterdir()) == []


# --- where a run would write ---------------------------------------------------------------------------------------------


def test_a_place_that_no_run_can_write_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = batch_of(tmp_path, GOOD_BATCH)
    refused(run_batch(batch, batch), capsys).says(["is a file. Name a folder"], "batch.yaml")
    refused(run_batch(batch, tmp_path), capsys).says(["holds other files. Name a new folder"], str(tmp_path))
    refused(run_batch(batch, batch / "out"), capsys, ENVIRONMENT).says(["Not a directory"], "batch.yaml")
    refused(run_batch(batch, tmp_path / ("x" * 300)), capsys, ENVIRONMENT).says(["name too long"], None)
    assert list(tmp_path.iterdir()) == [batch]


def test_a_folder_with_a_link_out_of_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "manifest.json").write_text("{}", encoding="utf-8")
    (out / "s00001").symlink_to(outside)
    refused(run_batch(batch_of(tmp_path, GOOD_BATCH), out), capsys).says(["is a link to another place"], "s00001")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"format": 2}', '{"format": 1}', '{"format": 1, "checksum": "x"}', "\x00" * 100])
def test_a_damaged_manifest(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(content, encoding="utf-8")
    refused(["table", str(out)], capsys).says(["new folder"], "manifest.json")


# --- numbers in other scripts, names in two forms, too much of everything ------------------------------------------------


@pytest.mark.parametrize("name", FOREIGN_DIGITS)
def test_a_number_in_another_script(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(f"title: {{da: a, en: b}}\nchanges: {{parameters: {{aftrapning_1: {FOREIGN_DIGITS[name]}}}}}\n", encoding="utf-8")
    refused(check_reform(path), capsys).says(["is not a number; write it like", "\\u"], "odd.yaml:2")


def test_a_day_in_another_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text("title: {da: a, en: b}\nfrom: \u0662\u0660\u0662\u0667-01-01\nchanges: {parameters: {aftrapning_1: 0.2}}\n", encoding="utf-8")
    refused(check_reform(path), capsys).says(["is not a date; write it like"], "odd.yaml:2")


def test_one_name_in_two_unicode_forms_is_one_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    composed, decomposed = (unicodedata.normalize(form, "\u00c5ben") for form in ("NFC", "NFD"))
    rows = "".join(f"- {{name: {name}, reforms: [{reform}]}}\n" for name, reform in ((composed, "uden_loft"), (decomposed, "en_aftrapning")))
    path.write_text(f"population: {{size: 5, year: 2026}}\nscenarios:\n{rows}", encoding="utf-8")
    refused(run_batch(path, tmp_path / "out"), capsys).says(["line 3"], "odd.yaml:4")


def test_thousands_of_faults_are_told_in_a_hundred_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    names = "".join(f"    aftrapning_{number}x: 0.1\n" for number in range(8_000))
    path.write_text(f"title: {{da: a, en: b}}\nchanges:\n  parameters:\n{names}", encoding="utf-8")
    told = refused(check_reform(path), capsys)
    assert len(told.lines) == MOST_PROBLEMS + 1 and "the rest is not looked at" in told.lines[-1]
    path.write_text("population: {size: 5, year: 2026}\nscenarios:\n" + "- ingen\n" * 9_000, encoding="utf-8")
    assert len(refused(run_batch(path, tmp_path / "out"), capsys).lines) == MOST_PROBLEMS + 1


def test_standard_input_is_not_cut_where_it_is_too_long(tmp_path: Path) -> None:
    text = HEADS["reform"] + b"# " + b"x" * 300_000
    done = subprocess.run([sys.executable, "-m", "fleksim", "reform", "check", "-"], input=text, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (BAD_INPUT, b"") and b"-: is larger than 256 kB" in done.stderr


# --- a sample as a user runs it --------------------------------------------------------------------------------------------

SAMPLE = {
    "reforms/number_decimal_comma.yaml": ["reform", "check"],
    "reforms/several_faults.yaml": ["reform", "diff"],
    "reforms/rules_file_parent.yaml": ["reform", "check"],
    "batches/population_empty.yaml": ["run"],
    "batches/file_dev_zero.yaml": ["run"],
    "batches/year_of_another_extract.yaml": ["run"],
    "batches/several_faults.yaml": ["run"],
    "batches/scenario_the_batch_itself.yaml": ["run"],
}


# A small process in between: what a child has used counts from the memory of the process that made it.
LAUNCHER = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
megabytes = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
told = [one.decode() for one in (done.stdout, done.stderr)]
print(json.dumps([done.returncode, *told, used.ru_utime + used.ru_stime, megabytes]))
"""


@pytest.mark.parametrize("name", SAMPLE)
def test_in_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    out = ["--out", "out"] if SAMPLE[name] == ["run"] else []
    command = [sys.executable, "-m", "fleksim", *SAMPLE[name], str(FOLDER / name), *out]
    launched = subprocess.run([sys.executable, "-c", LAUNCHER, *command], cwd=tmp_path, capture_output=True, check=True, timeout=90)
    code, printed, told, seconds, megabytes = json.loads(launched.stdout)
    assert (code, printed) == (BAD_INPUT, ""), told
    assert told and "Traceback" not in told
    assert seconds < 10.0 and megabytes < MOST_MEGABYTES, (seconds, megabytes)
    assert list(tmp_path.iterdir()) == []


# --- what only looks odd is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HARMLESS)
def test_a_text_that_is_otherwise_written_is_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(HARMLESS[name](HEADS["reform"]))
    assert main(check_reform(path)) == OK
    assert capsys.readouterr() == ("", "")
    path.write_bytes(HARMLESS[name](HEADS["batch"]))
    assert read_batch(path).population.size == 100
    path.write_bytes(HARMLESS[name](HEADS["column map"]))
    assert list(read_column_map(path).entries) == ["hourly_wage"]


@pytest.mark.parametrize("name", ["CON", "NUL", "a.", "x" * 80, "\u00c6 \u00f8-\u00e5", "1"])
def test_a_name_that_some_file_system_would_not_have_is_only_a_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(f'population: {{size: 5, year: 2026}}\nscenarios:\n- {{name: "{name}", reforms: [uden_loft]}}\n', encoding="utf-8")
    assert [one.key for one in read_batch(path).scenarios] == ["baseline", name]


def test_numbers_of_a_grid_that_are_nearly_equal_have_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text("population: {size: 5, year: 2026}\nscenarios: [baseline]\ngrid: {fleksloentilskud_max: [21600.01, 21600.02]}\n", encoding="utf-8")
    assert len({one.key for one in read_batch(path).scenarios}) == 3


# --- a bit that flips ------------------------------------------------------------------------------------------------------


def test_a_flipped_bit_is_found_or_changes_no_person(tmp_path: Path) -> None:
    path = good(tmp_path / "good.parquet")
    content = path.read_bytes()
    persons = open_population(path).block(0, 8)
    found, started = 0, time.perf_counter()
    for place in range(0, len(content), len(content) // 300):
        damaged = bytearray(content)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        try:
            assert open_population(path).block(0, 8).equals(persons), place
        except InputError as error:
            assert all("good.parquet" in str(problem) for problem in error.problems)
            found += 1
    assert found > 100 and time.perf_counter() - started < 30.0


def test_a_population_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    path = good(tmp_path / "good.parquet")
    content = path.read_bytes()
    for length in [*range(16), *range(16, len(content), 499), len(content) - 8, len(content) - 1]:
        path.write_bytes(content[:length])
        with pytest.raises(InputError, match="Copy it again"):
            open_population(path)
