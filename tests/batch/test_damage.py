"""Rot and torn files: what is on the disk is what was written, or is named and made again (F10 to F13)."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from fleksim.batch import journal, manifest
from fleksim.batch.files import read_arrays, sha256_of, write_arrays, write_bytes
from fleksim.batch.make import make
from fleksim.batch.manifest import read_manifest
from fleksim.problems import InputError

from .runs import tree

PARTS = ("population/persons-00002.parquet", "parts/incomes-00001.parquet", "parts/sums-00003-00000.parquet")
RESULTS = ("result.nc", "result.parquet", "tables/oversigt.csv", "tables/da/deciler.csv")
INPUTS = ("inputs/batch.yaml", "inputs/reforms/001-hoejere.yaml")


def flip(path: Path) -> None:
    """One bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def take_away(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", (flip, cut, take_away))
@pytest.mark.parametrize("name", PARTS)
def test_a_damaged_part_is_named_and_it_alone_is_made_again(name, damage, finished, reference, batch, fleksim):
    damage(finished / name)
    code, out, _ = fleksim("verify", finished)
    assert code == 1
    assert out.splitlines() == [f"{finished / name}: {'missing' if damage is take_away else 'differs'}"]
    code, _, err = fleksim("table", finished)
    assert code == 2
    assert f"{finished / name}: is damaged or gone. Run the batch again" in err
    code, out, err = fleksim("run", batch, "--out", finished, "--json")
    assert code == 0
    assert (json.loads(out)["made"], json.loads(out)["reused"]) == (1, 17)
    assert err == f"{finished / name}: is damaged or gone, and made again\n"
    assert tree(finished) == tree(reference)


@pytest.mark.parametrize("damage", (flip, take_away))
@pytest.mark.parametrize("name", (*RESULTS, *INPUTS))
def test_a_damaged_result_or_copied_input_is_named_and_written_again_without_computing(name, damage, finished, reference, batch, fleksim, monkeypatch):
    damage(finished / name)
    code, out, _ = fleksim("verify", finished)
    assert code == 1
    assert out.splitlines() == [f"{finished / name}: {'missing' if damage is take_away else 'differs'}"]
    monkeypatch.setattr("fleksim.batch.make.perform", None)
    code, out, _ = fleksim("run", batch, "--out", finished, "--json")
    assert code == 0
    assert json.loads(out)["made"] == 0
    assert tree(finished) == tree(reference)


@pytest.mark.parametrize("damage", (flip, cut, lambda path: path.write_bytes(b"")))
def test_a_damaged_manifest_is_named_and_the_run_made_again(damage, finished, reference, batch, fleksim):
    path = finished / manifest.NAME
    damage(path)
    assert fleksim("verify", finished)[:2] == (1, f"{path}: differs\n")
    code, _, err = fleksim("table", finished)
    assert code == 2
    assert f"{path}: is damaged" in err
    code, _, err = fleksim("run", batch, "--out", finished)
    assert code == 0
    assert err == f"{path}: is damaged, and made again\n"
    assert tree(finished) == tree(reference)


def test_every_bit_of_a_manifest_counts(finished):
    path = finished / manifest.NAME
    whole = path.read_bytes()
    chance = random.Random(1)
    for place in (0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(20))):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(data))
        with pytest.raises(InputError, match=r"is damaged|is of format"):
            read_manifest(finished)


def test_somebody_elses_manifest_is_not_touched(tmp_path, batch, fleksim):
    (tmp_path / "manifest.json").write_text('{"name": "an extension of a browser"}', encoding="utf-8")
    code, _, err = fleksim("run", batch, "--out", tmp_path)
    assert code == 2
    assert "manifest.json: is damaged" in err
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == '{"name": "an extension of a browser"}'
    assert not (tmp_path / "inputs").exists()


def test_no_flipped_bit_is_read(tmp_path):
    """One bit in each of 1,000 places: mostly read without complaint if nobody looked at the hash."""
    import numpy as np

    receipt = write_arrays(tmp_path, "part.parquet", {"a": np.arange(2_000), "b": np.ones((3, 4))})
    path = tmp_path / "part.parquet"
    whole = path.read_bytes()
    assert read_arrays(path, receipt.sha256)["a"].sum() == 1_999_000
    chance = random.Random(1)
    for _ in range(1_000):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(data))
        with pytest.raises(InputError, match="is damaged"):
            read_arrays(path, receipt.sha256)
    for length in (0, 1, 8, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match="is damaged"):
            read_arrays(path, receipt.sha256)


def test_persons_that_rot_while_the_run_goes_on_are_found_by_the_worker(batch, reference, tmp_path, fleksim, monkeypatch):
    """The file is damaged after it was written and before it is read: exit 2 with its name, and the next run makes it again."""
    folder = tmp_path / "run"
    damaged = folder / "population" / "persons-00004.parquet"

    def rotting(*arguments, **choices):
        from fleksim.batch.crew import Threads

        made = Threads.make

        def then_rot(self, work, tasks):
            yield from made(self, work, tasks)
            if damaged.exists():
                flip(damaged)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Threads, "make", then_rot)
            return make(*arguments, **choices)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fleksim.batch.run.make", rotting)
        code, _, err = fleksim("run", batch, "--out", folder)
    assert code == 2
    assert err == f"{damaged}: is damaged. Run the batch again: it is made anew.\n"
    code, _, err = fleksim("run", batch, "--out", folder)
    assert code == 0
    assert f"{damaged}: is damaged or gone, and made again" in err
    assert tree(folder) == tree(reference)


def unfinished(reference: Path, folder: Path) -> bytes:
    """A run that was stopped before it added up: a manifest without parts, and the journal, which is returned."""
    shutil.copytree(reference, folder)
    done = read_manifest(folder)
    notes = [journal.line_of({"plan": done.plan.digest, "part": name, "files": [vars(one) for one in files]}) for name, files in done.parts.items()]
    manifest.Manifest(done.plan, done.inputs, done.about).write(folder)
    shutil.rmtree(folder / "tables")
    for name in ("result.nc", "result.parquet"):
        (folder / name).unlink()
    text = "".join(notes).encode()
    (folder / journal.NAME).write_bytes(text)
    return text


def test_a_journal_torn_anywhere_in_its_last_three_lines_loses_no_more_than_them(reference, tmp_path):
    text = unfinished(reference, tmp_path / "run")
    path = tmp_path / "run" / journal.NAME
    digest = read_manifest(tmp_path / "run").plan.digest
    lines = text.splitlines(keepends=True)
    for length in range(len(text) - sum(map(len, lines[-3:])), len(text) + 1):
        path.write_bytes(text[:length])
        whole = sum(length >= sum(map(len, lines[:count])) - 1 for count in range(1, len(lines) + 1))
        assert len(journal.finished(tmp_path / "run", digest)) == whole
    flipped = bytearray(text)
    flipped[len(text) - 5] ^= 1
    path.write_bytes(bytes(flipped))
    assert len(journal.finished(tmp_path / "run", digest)) == len(lines) - 1


@pytest.mark.parametrize("lost", (0, 1, 2, 40, 500, 900))
def test_a_run_with_a_torn_journal_goes_on(lost, reference, tmp_path, batch, fleksim):
    folder = tmp_path / "run"
    text = unfinished(reference, folder)
    (folder / journal.NAME).write_bytes(text[: len(text) - lost])
    torn = -(-max(lost - 1, 0) // max(len(line) for line in text.splitlines())) if lost > 1 else 0
    code, out, _ = fleksim("run", batch, "--out", folder, "--json")
    assert code == 0
    assert torn <= json.loads(out)["made"] <= torn + 1
    assert tree(folder) == tree(reference)


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    def torn(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", torn)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(tmp_path / "part", b"x" * 100_000)
    assert not list(tmp_path.iterdir())


def test_a_journal_of_another_plan_vouches_for_nothing(finished, batch, fleksim, reference):
    (finished / manifest.NAME).unlink()
    (finished / journal.NAME).write_text(
        journal.line_of({"plan": "0" * 16, "part": "persons-00000", "files": [{"file": "x", "sha256": "y", "size": 1, "content": "z"}]}), encoding="utf-8"
    )
    code, out, _ = fleksim("run", batch, "--out", finished, "--json")
    assert (code, json.loads(out)["made"]) == (0, 18)
    assert tree(finished) == tree(reference)
    assert sha256_of(finished / "result.nc") == sha256_of(reference / "result.nc")
