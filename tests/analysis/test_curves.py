"""Curves and grids: samples through the kernel are what the calculator says without rounding, also at the kinks."""

from __future__ import annotations

import numpy as np
import pytest

import fleksim
from fleksim.analysis.curves import curve
from fleksim.analysis.instruments import NET
from fleksim.analysis.margins import MARGINS
from fleksim.engine.outputs import OUTPUTS
from fleksim.engine.reading import read
from fleksim.engine.sweeps import grid
from fleksim.problems import InputError

YEAR = 2024


@pytest.mark.parametrize("margin", MARGINS.values(), ids=lambda margin: margin.name)
def test_samples_of_a_curve_are_the_plain_reading(margin, a_fleksjob):
    in_force, case = a_fleksjob(YEAR, 170.0, 15.0, rent=80_000.0, intensity=0.8)
    found = curve(in_force, case, margin)
    places = found[margin.column].values
    assert list(found.dims) == [margin.column]
    assert (np.diff(places) > 0.0).all()
    assert {kink.place for kink in found.attrs["kinks"]} <= set(places)
    assert found.attrs["kinks"], "a curve of a fleksjob has kinks"
    for index in range(0, places.size, 7):
        plain = read(in_force, margin.at(case, float(places[index])), OUTPUTS, rounding="none")
        for name in OUTPUTS:
            assert float(found[name].values[index]) == float(plain[name]), f"{name} at {places[index]}"


def test_a_curve_bends_only_at_its_kinks(a_fleksjob):
    in_force, case = a_fleksjob(YEAR, 170.0, 15.0)
    found = curve(in_force, case, MARGINS["hours"], step=0.25)
    places, values = found["hours"].values, found["bruttoindkomst_md"].values
    slopes = np.diff(values) / np.diff(places)
    turns = {float(place) for place, turn in zip(places[1:-1], np.diff(slopes), strict=True) if abs(turn) > 1e-6}
    kinks = {kink.place for kink in found.attrs["kinks"] if kink.target == "bruttoindkomst_md"}
    jumps = {kink.place for kink in found.attrs["kinks"] if kink.target == "bruttoindkomst_md" and kink.jump}
    assert {place for place in turns if place > 0.25} <= kinks | jumps
    assert kinks - jumps <= turns


@pytest.mark.parametrize(("start", "end", "step"), ((5.0, 5.0, 1.0), (-1.0, 5.0, 1.0), (0.0, 38.0, 1.0), (0.0, 37.0, 0.0), (0.0, 37.0, 1e-9)))
def test_an_absurd_range_is_refused(start, end, step, a_fleksjob):
    with pytest.raises(InputError, match="cannot go from"):
        curve(*a_fleksjob(YEAR, 170.0, 15.0), MARGINS["hours"], start, end, step)


def test_a_grid_is_the_calculator_without_rounding(a_fleksjob):
    in_force, case = a_fleksjob(YEAR, 170.0, 15.0)
    hours, wages = [0.0, 8.9, 9.0, 20.6, 37.0], [0.0, 124.44, 150.0, 200.0, 350.5]
    found = grid(in_force, case, hours, wages)
    assert dict(found.sizes) == {"hours": 5, "hourly_wage": 5}
    for hour in hours:
        for wage in wages:
            record = {"id": "a", "year": YEAR, "status": "fleksjob", "hourly_wage": wage, "hours": hour, "kommuneskat": 25.0}
            one = fleksim.calculate(record, rounding="none")
            there = found.sel(hours=hour, hourly_wage=wage)
            for name in OUTPUTS:
                assert float(there[name]) == pytest.approx(float(one[name]), abs=1e-6), f"{name} at {hour} h, {wage} kr"


def test_a_dataset_says_what_it_is(a_fleksjob):
    in_force, case = a_fleksjob(YEAR, 170.0, 15.0)
    found = grid(in_force, case, [10.0], [150.0])
    assert found[NET].attrs["units"] == "kr/aar"
    assert found["fleksloentilskud"].attrs["law"] == "LAB § 123"
    assert found["hours"].attrs["units"] == "timer/uge"
    assert found.attrs["rounding"] == "none"
    assert found.attrs["law_date"] == "2024-01-01"
    assert found.attrs["parameter_hash"] == in_force.fingerprint()
    assert in_force.change({"aftrapning_1": 0.25}).fingerprint() != in_force.fingerprint()
