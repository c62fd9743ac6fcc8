"""A folder of hostile files, each through the door that a user would take: one clear refusal each, all faults at once, nothing left behind.

The files of `hostile/` say in their first line what their refusal must say (`# expect: words | other words | in file-at-fault`);
for CSV it stands in `extracts/expected.txt`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bad_input.hostile_doors import FOLDER, PARTED, batch_of, check_reform, expected_in, files_in, refused, run_batch
from bad_input.hostile_tables import CSVS, EXTRACTS, FILES, TABLES, good, persons, write_parquet
from bad_input.hostile_texts import HEADS, TEXTS
from fleksim import paths


@pytest.fixture(autouse=True)
def nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused before any person is looked at."""

    def crew(*given: object) -> None:
        raise AssertionError("a run begins")

    monkeypatch.setattr("fleksim.batch.run.crew", crew)


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", files_in("reforms"), ids=by_name)
def test_a_hostile_reform(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(check_reform(path), capsys)
    told.says(expected_in(path), path.name)
    told.names_lines_of(path.name)


@pytest.mark.parametrize("path", files_in("batches"), ids=by_name)
def test_a_hostile_batch(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = expected_in(path)
    told = refused(run_batch(path, tmp_path / "out"), capsys)
    told.says(expected, path.name)
    if not any(words.startswith("in ") for words in expected) and not path.stem.startswith(("file_is_the_batch", "extract_other")):
        told.names_lines_of(path.name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", files_in("column_maps"), ids=by_name)
def test_a_hostile_column_map(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = batch_of(tmp_path, f"{{year: 2024, extract: {FOLDER / 'good' / 'extract.csv'}, columns: {path}}}")
    told = refused(run_batch(batch, tmp_path / "out"), capsys)
    told.says(expected_in(path), path.name)
    assert list(tmp_path.iterdir()) == [batch]


def extracts() -> dict[str, str]:
    lines = (FOLDER / "extracts" / "expected.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if not line.startswith("#"))


def test_every_extract_has_its_words() -> None:
    assert sorted(extracts()) == sorted(path.stem for path in files_in("extracts") if path.suffix == ".csv")


@pytest.mark.parametrize("name", extracts())
def test_a_hostile_extract(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = batch_of(tmp_path, f"{{year: 2024, extract: {FOLDER / 'extracts' / name}.csv}}")
    refused(run_batch(batch, tmp_path / "out"), capsys).says(extracts()[name].split(PARTED), f"{name}.csv")
    assert list(tmp_path.iterdir()) == [batch]


@pytest.fixture
def rules_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder from which rules are read."""
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(paths, "scenarios", lambda: tmp_path)
    return tmp_path / "rules"


def reform_with(rules: str, home: Path) -> Path:
    path = home / "reform.yaml"
    path.write_text(f"title: {{da: a, en: b}}\nchanges: {{rules: {{file: {rules}}}}}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("path", files_in("rules"), ids=by_name)
def test_a_hostile_rules_file(path: Path, rules_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(path, rules_folder / f"{path.stem}.py")
    told = refused(check_reform(reform_with(f"{path.stem}.py", tmp_path), allow_rules=True), capsys)
    told.says(expected_in(path), f"{path.stem}.py")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("# p\xe5\n".encode("latin-1"), "is not UTF-8"),
        (b"import\x00os\n", "hidden character"),
        (b"x = " + b"-" * 200_000 + b"1\n", "is nested too deeply"),
        (b"x = " + b"9" * 100_000 + b"\n", "is not Python"),
        (b"# " + b"x" * 20_000_000, "is larger than 256 kB"),
    ],
)
def test_a_rules_file_that_no_parser_likes(content: bytes, words: str, rules_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rules_folder / "odd.py").write_bytes(content)
    refused(check_reform(reform_with("odd.py", tmp_path), allow_rules=True), capsys).says([words], "odd.py")


def test_a_link_that_leads_out_of_the_folder_is_no_rules_file(rules_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(paths.data().parent / "scenarios" / "rules" / "loen_stiger_altid.py", tmp_path / "outside.py")
    (rules_folder / "link.py").symlink_to(tmp_path / "outside.py")
    refused(check_reform(reform_with("link.py", tmp_path), allow_rules=True), capsys).says(["'link.py' is not a file of scenarios/rules"], "reform.yaml")


@pytest.mark.parametrize("kind", ["reform", "batch", "column map"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text(name: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, words = TEXTS[name]
    path = tmp_path / "odd.yaml"
    path.write_bytes(make(HEADS[kind]))
    batch = path if kind == "batch" else batch_of(tmp_path, f"{{year: 2024, extract: {FOLDER / 'good' / 'extract.csv'}, columns: {path}}}")
    arguments = check_reform(path) if kind == "reform" else run_batch(batch, tmp_path / "out")
    refused(arguments, capsys).says(words.split(PARTED), "odd.yaml")
    assert sorted(tmp_path.iterdir()) == sorted({path, batch})


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_population(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, words = TABLES[name]
    path = write_parquet(change(persons()), tmp_path / "odd.parquet")
    batch = batch_of(tmp_path, "{year: 2026, file: odd.parquet}")
    refused(run_batch(batch, tmp_path / "out"), capsys).says(words.split(PARTED), "odd.parquet")
    assert sorted(tmp_path.iterdir()) == [batch, path]


@pytest.fixture(scope="module")
def good_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return good(tmp_path_factory.mktemp("good") / "good.parquet").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_population(name: str, good_file: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage, words = FILES[name]
    path = tmp_path / "odd.parquet"
    path.write_bytes(damage(good_file))
    refused(["population", "describe", str(path)], capsys).says(words.split(PARTED), "odd.parquet")
    refused(run_batch(batch_of(tmp_path, "{year: 2026, file: odd.parquet}"), tmp_path / "out"), capsys).says(words.split(PARTED), "odd.parquet")


@pytest.mark.parametrize("name", EXTRACTS)
def test_a_hostile_extract_as_parquet(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, words = EXTRACTS[name]
    path = write_parquet(make(), tmp_path / "odd.parquet")
    batch = batch_of(tmp_path, "{year: 2026, extract: odd.parquet}")
    refused(run_batch(batch, tmp_path / "out"), capsys).says(words.split(PARTED), "odd.parquet")
    assert sorted(tmp_path.iterdir()) == [batch, path]


@pytest.mark.parametrize("name", CSVS)
def test_a_huge_or_hidden_extract(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, words = CSVS[name]
    path = tmp_path / "odd.csv"
    path.write_bytes(make())
    batch = batch_of(tmp_path, "{year: 2026, extract: odd.csv}")
    refused(run_batch(batch, tmp_path / "out"), capsys).says(words.split(PARTED), "odd.csv")
    assert sorted(tmp_path.iterdir()) == [batch, path]
