"""The numbers behind the persons: each with range, source and confidence; what is wrong with a file is told at once."""

from __future__ import annotations

import math

import pytest

from fleksim import paths
from fleksim.parameters.read import CONFIDENCES
from fleksim.people.municipalities import municipalities
from fleksim.population import codes
from fleksim.population.hours import bands_of, new_scheme_bands, tilted
from fleksim.population.marginals import ASSUMPTION, inhabitants, marginals
from fleksim.population.sources import assumptions
from fleksim.population.targets import parse, targets
from fleksim.problems import InputError

YEARS = range(2013, 2027)


@pytest.mark.parametrize("name", marginals())
def test_every_number_has_a_range_a_source_and_a_confidence(name):
    table = marginals()[name]
    assert table.da and table.en and table.unit and table.numbers
    for one in table.numbers:
        assert one.low <= one.value <= one.high and one.source and one.confidence in CONFIDENCES
        if one.source == ASSUMPTION:
            assert one.confidence == "low"
        else:
            assert "://" in one.source or "evaluation" in one.source, one


def test_nothing_points_at_what_only_we_have():
    files = [one for folder in ("population", "targets", "assumptions") for one in (paths.data() / folder).rglob("*") if one.is_file()]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("/work", "shared/", "seed 0", "stored")), path


@pytest.mark.parametrize("name", ["sex", "age", "education", "tenure"])
def test_shares_add_up_to_one(name):
    table = marginals()[name]
    for group in table.groups:
        assert math.fsum(one.value for one in table.numbers if one.group == group) == pytest.approx(1.0, abs=0.011), (name, group)


@pytest.mark.parametrize("name", ["stock_total", "stock_new", "stock_ly", "inflow", "direct_share", "retention_share", "max_age", "church"])
def test_a_series_has_every_year(name):
    assert set(marginals()[name].groups) == {str(year) for year in YEARS}


def test_assumptions_are_listed_with_their_range():
    listed = assumptions()
    assert {"sex", "age", "education", "wage_median", "intensity", "region"} <= {one["name"] for one in listed}
    assert all(one["source"] == ASSUMPTION and one["low"] <= one["value"] <= one["high"] for one in listed)


def test_what_no_source_gives_is_an_assumption():
    """T206-T217: not found in public pages; each stands as an assumption or is the months' to know."""
    reasons = {one.id: one for one in targets()}
    for number in range(206, 218):
        assert reasons[f"T{number}"].use == "no" and "assumption" in reasons[f"T{number}"].reason


def test_inhabitants_of_all_municipalities():
    assert inhabitants().keys() == municipalities().keys()
    assert inhabitants()[101][2022] == 644_431 and {len(years) for years in inhabitants().values()} == {12}


@pytest.mark.parametrize("year", YEARS)
def test_bands_of_a_year_have_its_mean_and_share(year):
    shares, tables = new_scheme_bands(year), marginals()
    assert math.fsum(shares) == pytest.approx(1.0, abs=1e-6) and min(shares) >= 0.0
    mean = sum(share * codes.hours_of(band).middle for share, band in zip(shares, codes.BANDS, strict=True))
    if year != 2022:
        assert mean == pytest.approx(tables["hours_mean"].of(year), abs=1e-4)
        assert shares[1] + shares[2] == pytest.approx(tables["hours_small"].of(year), abs=1e-6)


def test_2022_has_the_published_bands():
    assert [round(share * 72_296) for share in new_scheme_bands(2022)] == [0, 20_871, 26_148, 16_780, 7_293, 967, 237, 0]


def test_who_does_not_work_has_no_hours():
    assert bands_of("ledighedsydelse", 2022) == (1.0, 0, 0, 0, 0, 0, 0, 0)


def test_a_mean_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="no tilt of the bands"):
        tilted(new_scheme_bands(2022), 36.0, 0.65, None)


def write(folder, **texts):
    for name in ("stocks", "people", "work", "home", "tables"):
        head = "table,unit,da,en" if name == "tables" else "table,group,key,value,low,high,source,confidence,note"
        (folder / f"{name}.csv").write_text(head + "\n" + texts.get(name, ""), encoding="utf-8")
    return folder


def test_everything_wrong_with_the_tables_at_once(tmp_path):
    write(
        tmp_path,
        tables="sex,andele,Køn,Sex\nage,andel,Alder,Age\n",
        people="sex,a,woman,0.6,0.7,0.8,assumption,low,\nsxe,a,man,0.4,0.3,0.5,assumption,low,\nsex,a,man,0,4,0.3,assumption,high,\nsex,a,woman,0.6,0.5,0.8,,low,\n",
    )
    with pytest.raises(InputError) as refused:
        marginals(tmp_path)
    text = str(refused.value)
    for part in ("'andele' is not a unit", "outside its range", "'sxe' is not in tables.csv", "Did you mean 'sex'?", "stands twice", "has no numbers"):
        assert part in text, part
    assert "people.csv:2" in text


def test_a_decimal_comma_is_refused(tmp_path):
    write(tmp_path, tables="sex,andel,Køn,Sex\n", people='sex,a,woman,"0,6",0.5,0.8,assumption,low,\n')
    with pytest.raises(InputError, match=r"write 0\.6"):
        marginals(tmp_path)


HEAD = "id,quantity,breakdown,period,value,unit,source,confidence,note,year,number,measure,where,of,bound,rounding,use,reason\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A,q,b,2022,1,p,s,high,,2022,1,person,,,,,calibrate,", "Did you mean 'persons'"),
        ("A,q,b,2022,1,p,s,high,,2022,1,persons,place=fleksjb,,,,calibrate,", "Did you mean 'fleksjob'"),
        ("A,q,b,2022,1,p,s,high,,2022,1,persons,spot=x,,,,calibrate,", "is not a dimension"),
        ("A,q,b,2022,1,p,s,high,,2022,1,persons,,,about,,calibrate,", "is not a bound"),
        ("A,q,b,2022,1,p,s,high,,2022,one,persons,,,,,calibrate,", "'one' is not a number"),
        ("A,q,b,2022,1,p,s,high,,,,,,,,,no,", "gives no reason"),
        ("A,q,b,2022,1,p,s,high,,,,,,,,,perhaps,", "is not a use"),
    ],
)
def test_a_wrong_target_is_told_with_its_line(tmp_path, row, message):
    path = tmp_path / "targets.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        targets(path)
    assert message in str(refused.value) and "targets.csv:2: A" in str(refused.value)


def test_targets_carry_their_sources():
    for one in targets():
        assert one.source and one.quantity, one.id


def test_filters_read_as_codes():
    assert parse("place=fleksjob+afventer; band=1-5") == {"place": frozenset({0, 3}), "band": frozenset({1})}
    assert parse("") == {}
