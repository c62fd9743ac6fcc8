"""Odd populations and names: refused with the way out, or run to the end (D10 to D18)."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fleksim.batch.folder import read_results
from fleksim.batch.make import MOST_TASKS, tasks_of
from fleksim.batch.manifest import read_manifest
from fleksim.batch.plan import INCOMES, MOST_BLOCKS, SUMS, block_size
from fleksim.batch.read import read_batch
from fleksim.population.recipe import recipe
from fleksim.problems import InputError

from .runs import HIGHER, tree, write_batch

POPULATION = recipe(1_200, 2026, 3).block(0, 1_200)


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_batch(path)
    assert all(one.way_out and one.line for one in caught.value.problems), caught.value
    return [str(one).replace(f"{path.parent}/", "") for one in caught.value.problems]


def own(persons: pa.Table, path: Path) -> Path:
    """A population file that no recipe wrote."""
    parquet.write_table(persons.replace_schema_metadata(POPULATION.schema.metadata), path)
    return path


# D10: names that some file systems and readers take for one.


@pytest.mark.parametrize(("first", "second"), (("a", "A"), ("\u00c5", "A\u030a"), ("\u00e5", "\u00c5"), ("ma\u00df", "MASS"), ("a", "a")), ids=ascii)
def test_names_that_look_the_same_are_refused_with_both_lines(first, second, tmp_path):
    path = write_batch(tmp_path)
    text = f"population: {{size: 10, year: 2026}}\nscenarios:\n  - {{name: {first}, reforms: [hoejere.yaml]}}\n  - {{name: {second}, reforms: [lavere.yaml]}}\n"
    path.write_text(text, encoding="utf-8")
    told = refusal(path)
    assert any("line 3" in one and "batch.yaml:4:" in one for one in told) or any("batch.yaml:4:" in one and "cannot be a name" in one for one in told)


# D11: nothing is written outside the folder.


@pytest.mark.parametrize("name", ("../../x", "/etc/x", "..", "a/b", "a\\b", "x" * 300, "", "\u202ex", "=1+1", "-x", "a\tb", "~"), ids=ascii)
def test_a_name_that_leads_elsewhere_is_refused(name, tmp_path):
    path = write_batch(tmp_path)
    path.write_text(
        f'population: {{size: 10, year: 2026}}\nscenarios:\n  - {{name: "{name}", reforms: [hoejere.yaml]}}\n'.replace("\\", "\\\\"), encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_batch(path)
    assert caught.value.problems[0].line == 3


def test_odd_names_of_scenarios_and_reforms_stay_inside(tmp_path, fleksim):
    """Names that systems keep for themselves, and a reform file from elsewhere with an odd name of its own."""
    outside = tmp_path / "outside"
    outside.mkdir()
    odd = outside / "con .. \u00e6\u00f8\u00e5.yaml"
    odd.write_text(HIGHER, encoding="utf-8")
    path = write_batch(tmp_path / "batch", population="{size: 300, year: 2026}")
    names = "".join(f"  - {{name: {name}, reforms: [{odd}]}}\n" for name in ("CON", "nul", "a..b", "COM1", "e" * 80))
    path.write_text(f"population: {{size: 300, year: 2026}}\nscenarios:\n{names}", encoding="utf-8")
    everything = set(tmp_path.rglob("*"))
    assert fleksim("run", path, "--out", tmp_path / "run")[0] == 0
    assert {one for one in tmp_path.rglob("*") if tmp_path / "run" not in (one, *one.parents)} == everything
    assert not [one.name for one in (tmp_path / "run").rglob("*") if one.stem.casefold() in ("con", "nul", "com1")]


@pytest.mark.parametrize(
    "place", ("parts", "inputs", "tables", "result.nc", "manifest.json", ".lock", "journal.jsonl", "log.jsonl", "parts/sums-00000-00000.parquet")
)
def test_a_link_in_the_folder_is_refused(place, batch, finished, tmp_path, fleksim):
    outside = tmp_path / "outside"
    outside.mkdir()
    path = finished / place
    aside = outside / path.name
    if path.exists():
        path.rename(aside)
    path.symlink_to(aside)
    before = tree(outside)
    code, _, err = fleksim("run", batch, "--out", finished)
    assert code == 2
    assert f"{path}: is a link to another place. Take it away." in err
    assert tree(outside) == before


def test_a_folder_of_other_things_is_left_alone(batch, tmp_path, fleksim):
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    code, _, err = fleksim("run", batch, "--out", tmp_path)
    assert (code, err) == (2, f"{tmp_path}: holds other files. Name a new folder.\n")
    code, _, err = fleksim("run", batch, "--out", tmp_path / "letter.txt")
    assert (code, err) == (2, f"{tmp_path / 'letter.txt'}: is a file. Name a folder.\n")
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


# D12: many scenarios.


def test_tasks_are_never_too_many(batch, reference):
    from dataclasses import replace

    plan = read_manifest(reference).plan
    many = replace(plan, size=10_000_000, block=block_size(10_000_000), scenarios=plan.scenarios[:1] + plan.scenarios[1:2] * 10_000)
    assert many.blocks == MOST_BLOCKS
    parts = many.stage(SUMS)
    assert len(parts) == 40_000
    for chunk in (None, 1, 250_000, 10**9):
        tasks = tasks_of(parts, many, chunk)
        assert len(tasks) <= MOST_TASKS
        assert sorted(part for task in tasks for part in task) == parts
    assert len(tasks_of(many.stage(INCOMES), many, None)) == MOST_BLOCKS


@pytest.mark.slow
def test_hundreds_of_scenarios_run(tmp_path, fleksim):
    """510 points of a grid: 21 batches of scenarios, of the few groupings that fit into memory."""
    path = write_batch(tmp_path / "batch")
    ones, twos = (", ".join(f"{start + 0.01 * index:.2f}" for index in range(count)) for start, count in ((0.1, 30), (0.48, 17)))
    path.write_text(
        f"population: {{size: 200, year: 2026}}\nscenarios: [baseline]\ngrid: {{aftrapning_1: [{ones}], aftrapning_2: [{twos}]}}\noutputs: [static]\n",
        encoding="utf-8",
    )
    assert fleksim("run", path, "--out", tmp_path / "run") == (0, "", "")
    results = read_results(tmp_path / "run")
    assert len(results.scenarios) == 511
    assert {one.grouping for one in results.groups} == {"alle", "decil"}
    assert len(list((tmp_path / "run").glob("parts/sums-*"))) == 21
    law = next(index for index, one in enumerate(results.scenarios) if one.key == "aftrapning_1=0.3, aftrapning_2=0.55")
    gain = results.difference[:, 0, results.statistic("disponibel_indkomst")]
    assert gain[law] == 0.0
    assert gain.max() > 0.0 > gain.min()


def test_ten_thousand_scenarios_are_the_most(tmp_path):
    path = write_batch(tmp_path)
    hundred = ", ".join(f"{0.1 + 0.001 * index:.3f}" for index in range(100))
    text = "population: {{size: 10, year: 2026}}\nscenarios: [baseline]\ngrid: {{aftrapning_1: [{}], aftrapning_2: [{}]}}\n"
    path.write_text(text.format(hundred, hundred), encoding="utf-8")
    assert len(read_batch(path).scenarios) == 10_001
    path.write_text(text.format(hundred, hundred + ", 0.5"), encoding="utf-8")
    assert refusal(path) == ["batch.yaml:2: scenarios: 10100 scenarios are more than 10000. Split the batch."]


# D13, D14: nobody, and one.


def test_nobody_is_a_population(tmp_path, fleksim):
    path = write_batch(tmp_path / "batch", population="{size: 0, year: 2026}", outputs="static, incentives, persons")
    assert fleksim("run", path, "--out", tmp_path / "run") == (0, "", "")
    results = read_results(tmp_path / "run")
    sums = [index for index, one in enumerate(results.statistics) if one.total]
    assert (results.value[:, 0, sums] == 0.0).all()
    means = [index for index, one in enumerate(results.statistics) if not one.total]
    assert np.isnan(results.value[:, :, means]).all()
    code, out, _ = fleksim("table", tmp_path / "run", "--name", "alle")
    assert code == 0
    assert "\u2013" in out
    assert not re.search(r"\bnan\b", out, re.IGNORECASE)
    for table in (tmp_path / "run" / "tables").rglob("*.csv"):
        assert not re.search(r"\bnan\b", table.read_text(encoding="utf-8"), re.IGNORECASE)
    assert fleksim("verify", tmp_path / "run") == (0, "", "")
    assert fleksim("run", path, "--out", tmp_path / "run", "--scheduler", "local:bad") == (0, "", ""), "a finished run is only looked at"


def test_nobody_in_a_users_own_file(tmp_path, fleksim):
    own(POPULATION.slice(0, 0), tmp_path / "none.parquet")
    path = write_batch(tmp_path / "batch", population="{file: ../none.parquet, year: 2026}")
    assert fleksim("run", path, "--out", tmp_path / "run") == (0, "", "")
    assert fleksim("table", tmp_path / "run")[0] == 0


def test_one_person_of_a_users_own_data_is_hidden(tmp_path, fleksim):
    own(POPULATION.slice(5, 1), tmp_path / "one.parquet")
    path = write_batch(tmp_path / "batch", population="{file: ../one.parquet, year: 2026}")
    assert fleksim("run", path, "--out", tmp_path / "run") == (0, "", "")
    frame = parquet.read_table(tmp_path / "run" / "result.parquet").to_pandas()
    assert frame["rows"].isna().all() or (frame["rows"].fillna(0) == 0).any()
    everybody = frame[(frame["grouping"] == "alle") & (frame["statistic"] == "disponibel_indkomst")]
    assert everybody[["value", "difference"]].isna().all(axis=None)
    code, out, _ = fleksim("table", tmp_path / "run", "--name", "alle")
    assert code == 0
    assert not [line for line in out.splitlines() if line.startswith(("Fleksjob ", "1. decil")) and any(mark.isdigit() for mark in line.partition("decil")[2])]


# D15, D16: population files.


def test_equal_ids_are_refused(tmp_path, fleksim):
    own(pa.concat_tables([POPULATION, POPULATION.slice(7, 2)]), tmp_path / "twice.parquet")
    path = write_batch(tmp_path / "batch", population="{file: ../twice.parquet, year: 2026}")
    code, _, err = fleksim("run", path, "--out", tmp_path / "run")
    assert code == 2
    assert "twice.parquet: id: stands before (2 values, rows 1201, 1202). Persons of one id would share their luck." in err
    assert not (tmp_path / "run").exists()


def test_columns_in_any_order_and_more_of_them_have_no_effect(tmp_path, fleksim):
    parts = {}
    chance = random.Random(2)
    for index in range(4):
        persons = POPULATION
        if index:
            names = list(persons.column_names)
            chance.shuffle(names)
            persons = persons.select(names).append_column("extra", pa.array(range(persons.num_rows)))
        own(persons, tmp_path / "p.parquet")
        path = write_batch(tmp_path / "batch", population="{file: ../p.parquet, year: 2026}")
        assert fleksim("run", path, "--out", tmp_path / f"run{index}")[0] == 0
        parts[index] = {name: mark for name, mark in tree(tmp_path / f"run{index}").items() if name.startswith(("parts/", "population/"))}
    assert parts[0] == parts[1] == parts[2] == parts[3]


def test_shuffled_persons_give_the_same_bytes(tmp_path, fleksim):
    """Rows in another order: the same parts and tables; only the hash of the input file is another."""
    order = np.random.default_rng(1).permutation(POPULATION.num_rows)
    trees = []
    for name, persons in (("a", POPULATION), ("b", POPULATION.take(order))):
        (tmp_path / name).mkdir()
        own(persons, tmp_path / name / "p.parquet")
        path = write_batch(tmp_path / name / "batch", population="{file: ../p.parquet, year: 2026}")
        assert fleksim("run", path, "--out", tmp_path / name / "run")[0] == 0
        trees.append({file: mark for file, mark in tree(tmp_path / name / "run").items() if file.startswith(("parts/", "population/", "tables/"))})
    parts = [{file: mark for file, mark in one.items() if "grundlag" not in file} for one in trees]
    assert parts[0] == parts[1]


@pytest.mark.parametrize("seed", range(8))
def test_a_file_of_another_shape_is_refused_with_its_columns(seed, tmp_path, fleksim):
    """A column gone, of another type, or of another name: named, exit 2, nothing left behind."""
    chance = random.Random(seed)
    name = chance.choice(POPULATION.column_names)
    place = POPULATION.column_names.index(name)
    kinds = [
        POPULATION.drop_columns([name]),
        POPULATION.rename_columns([one if one != name else f"{one}x" for one in POPULATION.column_names]),
        POPULATION.set_column(place, name, pa.array([[1]] * POPULATION.num_rows)),
        POPULATION.set_column(place, name, pa.nulls(POPULATION.num_rows, pa.binary())),
    ]
    for index, persons in enumerate(kinds):
        own(persons, tmp_path / "p.parquet")
        path = write_batch(tmp_path / "batch", population="{file: ../p.parquet, year: 2026}")
        code, _, err = fleksim("run", path, "--out", tmp_path / f"run{index}")
        assert code == 2, (name, index)
        assert name in err
        assert "p.parquet" in err
        assert not (tmp_path / f"run{index}").exists()


def test_a_damaged_population_file_is_refused(tmp_path, fleksim):
    from fleksim.population.store import write

    write(recipe(1_200, 2026, 3), tmp_path / "p.parquet")
    data = bytearray((tmp_path / "p.parquet").read_bytes())
    path = write_batch(tmp_path / "batch", population="{file: ../p.parquet, year: 2026}")
    for length in (0, 1, 8, len(data) // 2, len(data) - 1):
        (tmp_path / "p.parquet").write_bytes(data[:length])
        code, _, err = fleksim("run", path, "--out", tmp_path / "run")
        assert code == 2
        assert "p.parquet" in err
    chance = random.Random(3)
    for _ in range(12):
        rotten = bytearray(data)
        rotten[chance.randrange(len(data) * 9 // 10)] ^= 1
        (tmp_path / "p.parquet").write_bytes(bytes(rotten))
        code, _, err = fleksim("run", path, "--out", tmp_path / "run")
        assert code == 2
        assert "p.parquet" in err


def test_a_file_of_a_recipe_gives_what_the_recipe_gives(tmp_path, fleksim):
    from fleksim.population.store import write

    write(recipe(1_200, 2026, 3), tmp_path / "p.parquet")
    trees = []
    for index, population in enumerate(("{file: ../p.parquet, year: 2026}", "{size: 1200, year: 2026, seed: 3}")):
        path = write_batch(tmp_path / "batch", population=population)
        assert fleksim("run", path, "--out", tmp_path / f"run{index}")[0] == 0
        trees.append({file: mark for file, mark in tree(tmp_path / f"run{index}").items() if file.startswith(("parts/", "population/"))})
    assert trees[0] == trees[1]


# D18: texts that a spreadsheet or a browser would run.


@pytest.mark.parametrize("text", ("=HYPERLINK(1)", "<script>alert(1)</script>", "@sum", "+1", "-1"))
def test_a_title_that_would_run_is_refused_or_harmless(text, tmp_path):
    path = write_batch(tmp_path)
    path.write_text(f'title: {{da: "{text}", en: Test}}\npopulation: {{size: 10, year: 2026}}\nscenarios: [hoejere.yaml]\n', encoding="utf-8")
    assert refusal(path)[0].startswith("batch.yaml:1: title")


# Reading: everything at once, each with its line.


def test_everything_wrong_is_told_at_once(tmp_path):
    path = write_batch(tmp_path)
    path.write_text(
        "title: 3\npopulation: {size: -1, year: 1999, sed: 3}\nlaw: 2025-02-30\nscenarios:\n  - hojere.yaml\n  - {name: a/b, reforms: [lavere.yaml]}\noutputs: [statik]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_batch(path)
    lines = sorted({one.line for one in caught.value.problems})
    assert lines == [2, 3, 5, 6, 7] or lines == [1, 2, 3, 5, 6, 7]
    text = str(caught.value)
    for says in ("size", "year", "sed", "2025-02-30", "hojere", "a/b", "Did you mean 'static'?"):
        assert says in text


def test_a_batch_reads_as_it_is_written(batch):
    spec = read_batch(batch)
    assert [one.key for one in spec.scenarios] == ["baseline", "hoejere", "intet", "lavere"]
    assert (spec.population.size, spec.population.year, spec.population.seed) == (3_000, 2026, 7)
    assert str(spec.law) == "2026-01-01"
