"""Hostile files: refused in plain words, quickly, and without running anything from them."""

from __future__ import annotations

import random
import time

import pytest

from fleksim.documents import MAX_BYTES, parse_document, read_document
from fleksim.people.readers import read_cases
from fleksim.problems import InputError
from fleksim.reforms.read import read_reform

MERGE_BOMB = "a: &a [1,1]\n" + "".join(f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

HOSTILE: dict[str, bytes] = {
    "python tag": b"!!python/object/apply:os.system ['touch pwned']",
    "python tag in a value": b"year: !!python/name:os.system\n",
    "binary tag": b"year: !!binary aGVq\n",
    "own tag": b"year: !year 2026\n",
    "anchor": b"year: &y 2026\n",
    "alias": b"year: &y 2026\nhours: *y\n",
    "merge bomb": MERGE_BOMB.encode(),
    "merge key": b"a: &a {year: 2026}\nb: {<<: *a}\n",
    "20,000 deep": b"[" * 20_000,
    "20,000 deep maps": b"{a: " * 20_000,
    "two documents": b"year: 2026\n---\nyear: 2025\n",
    "empty": b"",
    "spaces": b"   \n\n",
    "only a comment": b"# nothing\n",
    "not utf-8": "year: 2026 # \xe5r".encode("latin-1"),
    "utf-16": "year: 2026".encode("utf-16"),
    "nul": b"year: 2026\x00\n",
    "right-to-left": "year: 2026 # \u202e6202".encode(),
    "zero width": "ye\u200bar: 2026".encode(),
    "repeated key": b"year: 2026\nyear: 2025\n",
    "tabs": b"year:\n\t2026\n",
    "unclosed": b"{year: 2026",
    "map as key": b"{a: 1}: 2\n",
    "list as key": b"[1, 2]: 3\n",
    "too large": b"# " + b"x" * (MAX_BYTES + 10),
    "20 MB comment": b"# " + b"x" * 20_000_000,
    "100,000 digits": b"year: " + b"9" * 100_000,
    "200,000 keys": b"".join(b"k%d: 1\n" % i for i in range(200_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_as_a_reform_quickly(name: str, tmp_path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_bytes(HOSTILE[name])
    started = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_reform(path)
    assert time.perf_counter() - started < 2.0
    assert all(len(str(problem)) < 600 for problem in caught.value.problems)
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", [".yaml", ".json", ".csv", ".parquet"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_as_cases(name: str, ending: str, tmp_path) -> None:
    path = tmp_path / f"cases{ending}"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(InputError):
        read_cases(path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_100_megabytes_of_garbage_are_refused_without_reading_them_all(tmp_path) -> None:
    path = tmp_path / "cases.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    started = time.perf_counter()
    with pytest.raises(InputError, match="larger than"):
        read_cases(path)
    assert time.perf_counter() - started < 2.0


def test_fuzzed_text_never_escapes_the_builder() -> None:
    chance = random.Random(11)
    alphabet = "ab:{}[],&*!|>-'\"#%@`\n \t0123.9øé\\"
    for _ in range(20_000):
        text = "".join(chance.choices(alphabet, k=chance.randint(1, 60)))
        try:
            parse_document(text, "fuzz")
        except InputError as error:
            assert error.problems


def test_scalars_keep_their_text_and_line(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: yes\nb: 010\nc: 1e3\nd: 2026-01-01\n", encoding="utf-8")
    document = read_document(path)
    assert [(key, value.value, line) for key, value, line in document] == [("a", "yes", 1), ("b", "010", 2), ("c", "1e3", 3), ("d", "2026-01-01", 4)]
