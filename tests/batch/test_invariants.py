"""What must hold in every finished run: nothing changes nothing, money is neither made nor lost, persons add up to totals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fleksim.analysis.groups import chosen, group_infos
from fleksim.analysis.ledger import SECTORS
from fleksim.analysis.measures import INDEX, MEASURES
from fleksim.analysis.summing import Totals
from fleksim.batch.files import read_arrays
from fleksim.batch.folder import read_results
from fleksim.batch.manifest import read_manifest
from fleksim.batch.plan import SUMS, Part
from fleksim.batch.read import read_batch
from fleksim.batch.run import run_batch
from fleksim.batch.work import KEPT, Run, add_part
from fleksim.engine.compute import compute
from fleksim.engine.law import law
from fleksim.population.schema import WEIGHT_UNIT, kernel_columns
from fleksim.words import OERE, SINGLE

from .runs import SIZE, tree, write_batch

KEYS = ("baseline", "hoejere", "intet", "lavere")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, small_parts) -> Path:
    """A run with everything asked for."""
    home = tmp_path_factory.mktemp("everything")
    batch = write_batch(home / "batch", outputs="static, incentives, persons")
    run_batch(read_batch(batch), home / "run")
    return home / "run"


@pytest.fixture(scope="module")
def results(folder):
    return read_results(folder)


@pytest.fixture(scope="module")
def persons(folder) -> pa.Table:
    return parquet.read_table(sorted(folder.glob("population/*.parquet")))


@pytest.fixture(scope="module")
def each(folder) -> dict[str, dict[str, np.ndarray]]:
    """By scenario and name, a number a person, in the order of the population."""
    tables = [parquet.read_table(path) for path in sorted(folder.glob("persons/*.parquet"))]
    found = {}
    for key in KEYS:
        rows = pa.concat_tables([one.filter(pa.compute.equal(one["scenario"].cast("string"), key)) for one in tables], promote_options="default")
        found[key] = {name: rows[name].to_numpy() for name in ("id", *KEPT)}
    return found


@pytest.fixture(scope="module")
def totals(folder) -> list[Totals]:
    """The sums of every scenario: levels at the baseline, changes after."""
    manifest = read_manifest(folder)
    run = Run(folder, manifest.plan)
    found = [Totals.empty(run.frame) for _ in KEYS]
    for block in range(manifest.plan.blocks):
        part = Part(SUMS, block)
        add_part(found, read_arrays(run.path(part), manifest.parts[part.name][0].sha256))
    return found


def test_every_person_is_there_once_under_every_scenario(each, persons):
    for key in KEYS:
        assert np.array_equal(each[key]["id"], persons["id"].to_numpy())
    assert len(set(each["baseline"]["id"].tolist())) == SIZE


def test_a_reform_that_changes_nothing_changes_nothing_for_anybody(each, results):
    for name in KEPT:
        assert np.array_equal(each["intet"][name], each["baseline"][name]), name
    place = results.scenario("intet")
    for numbers in (results.difference[place], results.difference_se[place]):
        there = ~np.isnan(numbers)
        assert there.sum() > 1_000
        assert (numbers[there] == 0.0).all()
    assert np.array_equal(results.value[place], results.value[0], equal_nan=True)
    assert np.array_equal(np.isnan(results.difference[place]), np.isnan(results.value[0]))


def test_a_higher_maximum_makes_nobody_poorer(each):
    for name in ("balance_husstand", "disponibel_indkomst", "strom_fleksloentilskud", "aekvivaleret"):
        change = each["hoejere"][name] - each["baseline"][name]
        assert change.min() >= 0, name
        assert change.max() > 0, name


def test_persons_times_weights_are_the_published_totals(each, persons, results, totals, folder):
    """Exactly, in whole oere times ten-thousandths of a person, of everybody and of every group."""
    weight = [int(one) for one in persons["weight"].to_pylist()]
    for index, key in enumerate(KEYS):
        before = each["baseline"] if index else dict.fromkeys(KEPT, np.zeros(SIZE, np.int64))
        for name in KEPT:
            exact = sum(int(one) * each_weight for one, each_weight in zip(each[key][name] - before[name], weight, strict=True))
            assert totals[index].sums.total(INDEX[name], 0) == exact, (key, name)
    shown = {one.key: place for place, one in enumerate(results.statistics)}
    for name in ("balance_stat", "balance_kommune", "balance_husstand"):
        [key] = [one for one in shown if one.endswith(name.removeprefix("balance_")) and results.statistics[shown[one]].family == "balance"]
        exact = totals[1].sums.total(INDEX[name], 0) / WEIGHT_UNIT / OERE
        assert results.difference[1, 0, shown[key]] == pytest.approx(exact, rel=1e-15)


def test_the_balances_of_all_sectors_cancel_for_every_group_and_scenario(totals, each):
    size = totals[0].sums.high.shape[1]
    for total in totals:
        for cell in range(size):
            assert sum(total.sums.total(INDEX[f"balance_{sector.name}"], cell) for sector in SECTORS) == 0
    for key in KEYS:
        assert not sum(each[key][f"balance_{sector.name}"] for sector in SECTORS).any()


def test_the_groups_of_a_grouping_add_up_to_everybody(totals, folder):
    plan = read_manifest(folder).plan
    groups = group_infos(chosen(plan.groupings))
    for total in totals:
        for measure in range(len(MEASURES)):
            everybody = total.sums.total(measure, 0)
            sums = dict.fromkeys((one.grouping for one in groups), 0)
            for cell, group in enumerate(groups):
                sums[group.grouping] += total.sums.total(measure, cell)
            assert set(sums.values()) == {everybody}, MEASURES[measure].name


NET = ("municipal_net", "state_net", "employer_cost", "disponibel_indkomst", "husstand_disponibel")
OF_PARTNER = ("partner_skat_i_alt", "partner_kommuneskat_kr", "partner_kirkeskat_kr", "partner_groen_check")


def test_the_ledger_says_what_the_law_says(each, persons):
    """Per person, within a krone: the ledger rounds each of its flows to a whole oere.

    The purses of the ledger are those of the household, so that the partner's taxes are in them; the law's balances are
    those of the person.
    """
    columns = {name: np.broadcast_to(np.asarray(value, float), persons.num_rows).copy() for name, value in kernel_columns(persons).items()}
    couple = columns["civil_status"] != SINGLE
    assert couple.any() and not couple.all()
    for key, changes in (("baseline", {}), ("hoejere", {"fleksloentilskud_max": 23_000.0}), ("lavere", {"aftrapning_1": 0.25})):
        rows = compute([law("2026-01-01").change(changes)], columns, (*NET, *OF_PARTNER))[:, 0, :]
        said = dict(zip((*NET, *OF_PARTNER), rows, strict=True))
        tax, municipal, church, check = (np.where(couple, said[name], 0.0) for name in OF_PARTNER)
        ledger = {name: values / OERE for name, values in each[key].items() if name != "id"}
        for ours, theirs in (
            (ledger["balance_kommune"], said["municipal_net"] + municipal),
            (ledger["balance_stat"], said["state_net"] + tax - municipal - church - check),
            (-ledger["balance_arbejdsgiver"], said["employer_cost"]),
            (ledger["disponibel_indkomst"], said["disponibel_indkomst"]),
            (ledger["balance_husstand"], said["husstand_disponibel"]),
        ):
            assert np.abs(ours - theirs).max() <= 1.0


def test_single_persons_do_not_change_the_totals(folder, tmp_path, small_parts):
    """Asking for persons too, or fewer persons at a time, leaves every sum as it is."""
    batch = write_batch(tmp_path / "batch", outputs="static, incentives")
    run_batch(read_batch(batch), tmp_path / "run", chunk=77)
    same = [name for name in tree(folder) if name.startswith(("parts/", "population/", "tables/deciler"))]
    assert len(same) == 19
    assert {name: tree(tmp_path / "run")[name] for name in same} == {name: tree(folder)[name] for name in same}
