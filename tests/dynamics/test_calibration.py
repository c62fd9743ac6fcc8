"""Fit and test apart: what is fitted is met, what is later is predicted, and no row of the targets is dropped."""

from __future__ import annotations

from datetime import date

import pytest

from fleksim.cli.main import main
from fleksim.dynamics.calibrate import FALL, FIRST_HOURS, FREE, Calibration, assumptions_with, compare, new_job_hours, shipped_value
from fleksim.dynamics.targets import LAST_FITTED, MEASURES, month_targets
from fleksim.population.targets import targets


@pytest.fixture(scope="module")
def compared():
    """The shipped assumptions against every target: 20,000 persons, from July 2013 to 2024."""
    return compare(Calibration(20_000).run({}))


def test_every_row_of_the_targets_is_used_or_says_why_not():
    known = {one.id: one for one in month_targets()}
    assert {one.id for one in targets()} <= set(known)
    assert all(one.reason for one in known.values() if one.use in ("no", "compare"))
    assert {one.id for one in known.values() if one.measure} == {one.id for one in known.values() if one.use != "no"}


def test_what_is_fitted_is_within_its_tolerance(compared):
    fitted = [one for one in compared if one.target.use == "fit"]
    assert len(fitted) >= 25 and all(one.found is not None for one in fitted)
    assert [f"{one.target.id} {one.error:+.1%}" for one in fitted if not one.met] == []


def test_nothing_after_2019_is_fitted_and_all_of_it_is_compared(compared):
    assert all(one.target.last <= LAST_FITTED for one in compared if one.target.use == "fit")
    predicted = [one for one in compared if one.target.use == "predict"]
    assert len(predicted) >= 35 and all(one.found is not None for one in predicted), "errors are printed, whatever they are"


def test_predictions_of_stocks_are_of_the_right_size(compared):
    """Not a fit: the stock of fleksjob of 2021-23, and those at 10 hours or less in 2020 and 2022, within a tenth."""
    errors = {one.target.id: one.error for one in compared}
    assert all(abs(errors[name]) < 0.1 for name in ("T010", "T012", "T014", "F001", "T125", "T126", "T134"))


def test_inputs_come_out_as_they_went_in(compared):
    given = [one for one in compared if one.target.use == "given" and one.target.measure in ("awards", "direct")]
    assert given and all(abs(one.error) < 0.08 for one in given)


def test_each_measure_is_used(compared):
    used = {one.target.measure for one in compared}
    assert {name for name in MEASURES if not name.startswith("band")} <= used


def test_the_free_parameters_are_those_of_the_fit():
    moved = assumptions_with({FIRST_HOURS: 13.0, FALL: 0.95, "job_ophoerer": 0.01})
    assert moved.value("job_ophoerer", date(2016, 1, 1)) == 0.01
    assert moved.value("nye_job_timer", date(2015, 1, 1)) == pytest.approx(13.0 * 0.95**2, abs=0.01)
    assert moved.value("nye_job_timer", date(2026, 1, 1)) == moved.value("nye_job_timer", date(2023, 1, 1))
    assert new_job_hours(shipped_value(FIRST_HOURS), shipped_value(FALL))[2013] == pytest.approx(shipped_value(FIRST_HOURS))
    assert {name: shipped_value(name) for name in FREE}


def test_a_fit_brings_a_wrong_hazard_back():
    """Of two hazards that start far off, with few persons: nearer to what is published than before."""
    calibration = Calibration(1_500, months=80)
    fit = calibration.fit(("job_ophoerer", "gammelt_job_ophoerer"))
    before = compare(calibration.run({"job_ophoerer": 0.03}))
    distance = [
        sum((one.error / one.target.tolerance) ** 2 for one in rows if one.target.use == "fit" and one.found is not None)
        for rows in (before, compare(fit.totals))
    ]
    assert distance[1] < distance[0] / 2


def test_the_command_lists_every_row_and_fails_where_a_fit_is_missed(capsys, tmp_path):
    code = main(["calibrate", "--check", "--size", "1000", "--json"])
    out, err = capsys.readouterr()
    assert code in (0, 1) and err == ""
    import json

    rows = json.loads(out)["targets"]
    assert len(rows) == len(month_targets())
    assert code == int(any(row["use"] == "fit" and row["met"] is False for row in rows))
    assert main(["calibrate", "--check", "--size", "1000", "--csv", str(tmp_path / "t.csv"), "--lang", "en"]) == code
    assert len((tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()) >= len(rows) + 1
