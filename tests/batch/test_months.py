"""Months in batches: the same bytes whoever makes the parts, resumed after a kill, nothing changes nothing, and what is told."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from fleksim.analysis.months.results import MonthResults
from fleksim.batch.folder import manifest_of
from fleksim.batch.manifest import read_manifest
from fleksim.batch.months import collect_months
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
from fleksim.batch.verify import verify
from fleksim.dynamics.ledger import SECTORS
from fleksim.kernel.layout import Count, State
from fleksim.problems import InputError

from .runs import NOTHING, finish, start, tree

LIMIT = """title: {da: Grænse, en: Limit}
from: 2026-07-01
baseline: {law: 2026-01-01}
changes: {assumptions: {tidsgraense_maaneder: 3, tidsgraense_taeller_tidligere: 1}}
"""
CEILING = """title: {da: Intet loft, en: No ceiling}
from: 2026-07-01
baseline: {law: 2026-01-01}
changes: {rules: {loenloft: off}}
"""
BATCH = """title: {da: Måneder, en: Months}
population: {size: 1200, year: 2026, seed: 7}
scenarios: [baseline, graense.yaml, intet.yaml, loft.yaml]
outputs: [OUTPUTS]
dynamic: {months: 16, replications: 2, start: 2026-01MORE}
"""


def write(folder: Path, outputs: str = "dynamic", more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (("graense", LIMIT), ("intet", NOTHING.replace("2027-01-01", "2026-07-01")), ("loft", CEILING)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "batch.yaml"
    path.write_text(BATCH.replace("OUTPUTS", outputs).replace("MORE", more), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory, small_parts) -> Path:
    """A folder with the batch and the run of it in one thread."""
    home = tmp_path_factory.mktemp("months")
    run_batch(read_batch(write(home / "batch", more=", uncertainty: yes")), home / "run", threads=1)
    return home


@pytest.fixture(scope="module")
def results(home) -> MonthResults:
    return collect_months(home / "run", manifest_of(home / "run"))


@pytest.mark.parametrize("choice", [{"threads": 2}, {"threads": 2, "chunk": 1}, {"threads": 1, "chunk": 100_000}])
def test_threads_and_chunks_change_no_byte(home, choice, tmp_path):
    run_batch(read_batch(home / "batch" / "batch.yaml"), tmp_path / "run", **choice)
    assert tree(tmp_path / "run") == tree(home / "run")


def test_the_workers_of_a_cluster_change_no_byte(home, tmp_path):
    code, _, err = finish(start("run", home / "batch" / "batch.yaml", "--out", tmp_path / "run", "--scheduler", "local:2"), timeout=300)
    assert code == 0, err
    assert tree(tmp_path / "run") == tree(home / "run")


def test_a_run_goes_on_where_it_stopped_and_ends_with_the_same_bytes(home, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(home / "run", folder)
    lost = sorted((folder / "parts").glob("months-*"))[3:9]
    for one in lost:
        one.unlink()
    (folder / "months.nc").unlink()
    outcome = run_batch(read_batch(home / "batch" / "batch.yaml"), folder)
    assert outcome.made == len(lost)
    assert tree(folder) == tree(home / "run")


def test_a_finished_run_is_seen_to_be_finished(home, tmp_path):
    shutil.copytree(home / "run", tmp_path / "run")
    assert run_batch(read_batch(home / "batch" / "batch.yaml"), tmp_path / "run").made == 0


def test_it_verifies_and_a_changed_number_is_found(home, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(home / "run", folder)
    assert verify(folder) == []
    part = next((folder / "parts").glob("months-00001-*"))
    part.write_bytes(part.read_bytes()[:-1])
    assert any(part.name in line for line in verify(folder))


def test_killed_at_any_moment_it_ends_with_the_same_bytes(home, tmp_path):
    folder = tmp_path / "run"
    for seconds in (3.0, 5.0):
        one = start("run", home / "batch" / "batch.yaml", "--out", folder)
        try:
            one.wait(seconds)
        except subprocess.TimeoutExpired:
            one.kill()
        one.communicate()
    code, _, err = finish(start("run", home / "batch" / "batch.yaml", "--out", folder), timeout=300)
    assert code == 0, err
    assert tree(folder) == tree(home / "run")


# --- what the results say ------------------------------------------------------------------------------------------------


def test_scenarios_stand_without_and_with_response(results):
    assert [one.name for one in results.scenarios] == ["baseline", "graense", "graense+", "intet", "intet+", "loft", "loft+"]
    assert results.replications == 2 and results.behaviour == "elasticity"


@pytest.mark.parametrize("name", ["intet", "intet+"])
def test_a_reform_that_changes_nothing_differs_in_nothing(results, name):
    for key, one in results.estimates[name].items():
        base = results.of("baseline", key)
        assert np.array_equal(one.value, base.value, equal_nan=True), key
        assert not np.nan_to_num(one.difference).any() and not np.nan_to_num(one.difference_se).any(), key


def test_differences_begin_with_the_reform(results):
    for key in ("stocks", "moves", "events", "flow_money"):
        found = results.of("graense+", key).difference
        assert not found[:6].any(), key
        assert found[6:].any(), key


def test_people_and_money_add_up(results):
    for scenario in results.scenarios:
        assert results.of(scenario.name, "balance").value.shape[1] == len(SECTORS)
        assert np.abs(results.of(scenario.name, "balance").value.sum(axis=1)).max() < 1e-2  # kroner among billions
        stocks = results.of(scenario.name, "stocks").value
        entered = results.of(scenario.name, "moves").value[:, State.UDENFOR].sum(axis=1)
        assert np.allclose(np.diff(stocks.sum(axis=1)), entered[1:], atol=1e-6)


def test_a_limit_is_reached_and_says_where_people_go(results):
    events = results.of("graense", "events").value
    out = [Count.UDTOEMT_ARBEJDE, Count.UDTOEMT_KONTANTHJAELP, Count.UDTOEMT_INGEN, Count.UDTOEMT_SYGDOM]
    assert not events[:6, out].any() and (events[6:, out].sum(axis=0) > 0).all()
    assert not results.of("baseline", "events").value[:, out].any()


def test_errors_of_chance_are_those_of_the_mean_of_replications(results):
    se = results.of("graense", "stocks").se
    assert np.isfinite(se).all() and se[:, State.FLEKSJOB].max() > 0.0
    difference = results.of("graense", "stocks")
    assert difference.difference_se[-1, State.FLEKSJOB] < se[-1, State.FLEKSJOB] * 2, "scenarios share their luck"


def test_assumptions_are_tried_at_both_ends(results):
    tried = {one.assumption for one in results.bars}
    assert {"ledighed_til_job", "job_ophoerer", "tidsgraense_varsel_faktor"} <= tried
    moving = [one for one in results.bars if one.scenario == "graense" and one.assumption == "ledighed_til_job"]
    assert any(one.swing > 0.0 for one in moving)
    assert all(one.swing == 0.0 for one in results.bars if one.scenario == "intet")


def test_what_is_moved_from_another_group_is_named(results):
    by_name = {one.name: one for one in results.scenarios}
    assert "tidsgraense_varsel_faktor" in by_name["graense+"].extrapolated
    assert by_name["baseline"].extrapolated == ()


def test_the_files_are_there_whole_and_listed(home):
    manifest = read_manifest(home / "run")
    assert manifest is not None and manifest.finished
    assert {"months.nc", "tables/maaneder_oversigt.csv", "tables/provenutrappe.csv"} <= set(manifest.results)
    assert any(name.startswith("charts/") for name in manifest.results)
    assert not list((home / "run").rglob(".part-*")) and not (home / "run" / "result.nc").exists()


def test_the_manifest_says_what_the_months_were(home):
    plan = json.loads((home / "run" / "manifest.json").read_text(encoding="utf-8"))["plan"]["months"]
    assert plan["months"] == 16 and plan["start"] == 2026 * 12 and plan["replications"] == 2 and plan["behaviour"] == "elasticity"


def test_static_and_months_in_one_folder(tmp_path, small_parts):
    batch = write(tmp_path / "batch", "static, dynamic")
    run_batch(read_batch(batch), tmp_path / "run")
    assert (tmp_path / "run" / "result.nc").is_file() and (tmp_path / "run" / "months.nc").is_file()
    assert verify(tmp_path / "run") == []


def test_people_alone_need_no_law_of_the_purse(tmp_path, small_parts):
    """From 2014, of which the state's refund is not known."""
    batch = tmp_path / "batch.yaml"
    batch.write_text(
        "population: {size: 400, year: 2014}\nscenarios: [baseline]\noutputs: [dynamic]\ndynamic: {months: 8, replications: 1, start: 2014-03, money: no}\n",
        encoding="utf-8",
    )
    run_batch(read_batch(batch), tmp_path / "run")
    found = collect_months(tmp_path / "run", manifest_of(tmp_path / "run"))
    assert not found.of("baseline", "flow_money").value.any() and found.of("baseline", "stocks").value.any()
    assert np.isnan(found.of("baseline", "stocks").se).all(), "one replication says nothing of chance"


def test_months_of_nobody_are_refused(tmp_path, small_parts):
    batch = tmp_path / "batch.yaml"
    batch.write_text("population: {size: 0, year: 2026}\nscenarios: [baseline]\noutputs: [dynamic]\ndynamic: {months: 6, replications: 1}\n", encoding="utf-8")
    with pytest.raises(InputError, match="no persons"):
        run_batch(read_batch(batch), tmp_path / "run")
    assert not (tmp_path / "run").exists()
