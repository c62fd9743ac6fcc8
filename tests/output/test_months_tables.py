"""Results of months as tables and data: titles, units and sums in both languages, small groups hidden, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from fleksim.analysis.months.headlines import HEADLINES
from fleksim.analysis.months.results import Estimate, MonthResults
from fleksim.analysis.months.uncertainty import Bar
from fleksim.analysis.months.variables import variables
from fleksim.batch.folder import read_months
from fleksim.kernel.layout import Measure, State
from fleksim.output.months import disclosure, files
from fleksim.output.months.disclosure import protect
from fleksim.output.months.files import write_months
from fleksim.output.months.people import shown_months
from fleksim.output.months.tables import ONLY_WITH, month_tables
from fleksim.output.months.tidy import dataset, write_netcdf
from fleksim.output.results.disclosure import PROTECTED
from fleksim.output.table import Table

MINE = [
    "maaneder_oversigt",
    "bestande",
    "bestande_aendring",
    "stroemme",
    "haendelser",
    "overlevelse",
    "timer",
    "progression",
    "udtoemte",
    "fastholdelse_start",
    "penge",
    "grupper",
    "usikkerhed",
    "grundlag_maaneder",
]
BAR = Bar("graense", "offentlig", "timer_op", -30e6, -20e6, 5e6)


@pytest.fixture(scope="module")
def made(months_folder: Path) -> MonthResults:
    """Results of months, with an assumption that was tried."""
    return replace(read_months(months_folder), bars=[BAR, replace(BAR, assumption="timer_ned", low=-20e6, high=-25e6)])


@pytest.fixture(scope="module")
def danish(made: MonthResults) -> dict[str, Table]:
    return month_tables(made)


@pytest.fixture(scope="module")
def english(made: MonthResults) -> dict[str, Table]:
    return month_tables(made, "en")


def records(table: Table, section: str) -> list[dict[str, Any]]:
    """The rows of a section."""
    return [row for row in table.to_records() if row["section"] == section]


def changed(made: MonthResults, scenario: str, variable: str, place: Any, **numbers: float) -> MonthResults:
    """The same results with numbers of an estimate set."""
    found = made.of(scenario, variable)
    arrays = {name: np.array(getattr(found, name)) for name in ("value", "se", "difference", "difference_se")}
    for name, value in numbers.items():
        arrays[name][place] = value
    return replace(made, estimates={**made.estimates, scenario: {**made.estimates[scenario], variable: Estimate(**arrays)}})


# --- every table ----------------------------------------------------------------------------------------------------------


def test_there_is_a_table_for_everything(danish: dict[str, Table], english: dict[str, Table]) -> None:
    assert [name for name in danish if name in MINE] == MINE and list(danish) == list(english)
    assert not set(danish) & {"oversigt", "grundlag", "vindere_tabere", "regnskab", "balancer"}, "static tables lie in the same folder"


@pytest.mark.parametrize("name", MINE)
def test_every_table_reads_in_both_languages(danish: dict[str, Table], english: dict[str, Table], name: str) -> None:
    for lang, table, day in (("da", danish[name], "Loven pr. 1. januar 2026"), ("en", english[name], "The law on 1 January 2026")):
        text = table.to_text()
        assert table.lang == lang and day in text and "2026-01" in table.notes[-1]
        assert not re.search(r"\b(nan|None|inf)\b", text) and table.to_html().count("<table>") == 1
    assert danish[name].title != english[name].title
    assert [column.key for column in danish[name].columns] == [column.key for column in english[name].columns]
    assert len(danish[name].rows) == len(english[name].rows) > 0


def test_tables_without_numbers_are_left_out_and_it_is_known_why(made: MonthResults) -> None:
    bare = replace(made, bars=(), money=False, scenarios=made.scenarios[:1])
    gone = set(month_tables(made)) - set(month_tables(bare))
    assert {"penge", "usikkerhed", "udtoemte", "bestande_aendring"} <= gone <= set(ONLY_WITH)


# --- the overview ---------------------------------------------------------------------------------------------------------


def test_the_overview_has_every_headline_without_and_with_response(danish: dict[str, Table], made: MonthResults) -> None:
    table = danish["maaneder_oversigt"]
    assert list(table.sections.values()) == ["Gældende lov", "Tidsgrænse på 6 måneder"]
    rows = records(table, "Tidsgrænse på 6 måneder")
    assert [row["response"] for row in rows] == ["uden adfærd", "med adfærd"] * len(HEADLINES)
    assert {row["extrapolated"] for row in rows} == {"ekstrapoleret"} and rows[0]["unit"] == "mio_kr/aar"
    place = list(HEADLINES).index("udenfor")
    there = rows[2 * place]
    found = made.of("graense", "headlines")
    assert (there["headline"], there["unit"]) == (HEADLINES["udenfor"].da, "personer_gns")
    assert (there["value"], there["difference"], there["difference_se"]) == (found.value[place], found.difference[place], found.difference_se[place])
    assert there["difference"] > 0.0


def test_the_baseline_has_levels_and_is_compared_with_nothing(danish: dict[str, Table]) -> None:
    for row in records(danish["maaneder_oversigt"], "Gældende lov"):
        assert row["value"] is not None and row["difference"] is None and (row["verdict"], row["extrapolated"]) == ("", "")


@pytest.mark.parametrize(
    ("lang", "unclear", "nothing"), [("da", "ikke til at skelne fra 0", "ingen ændring"), ("en", "not distinguishable from 0", "no change")]
)
def test_verdicts_are_by_two_standard_errors(made: MonthResults, lang: str, unclear: str, nothing: str) -> None:
    for difference, error, verdict in ((10.0, 5.1, unclear), (10.0, 4.9, ""), (-10.0, 5.1, unclear), (0.0, 0.0, nothing)):
        table = month_tables(changed(made, "graense", "headlines", 0, difference=difference, difference_se=error), lang)["maaneder_oversigt"]
        assert table.to_records()[len(HEADLINES)]["verdict"] == verdict


@pytest.mark.parametrize(("lang", "unknown"), [("da", "ukendt"), ("en", "unknown")])
def test_with_one_replication_nobody_knows(made: MonthResults, lang: str, unknown: str) -> None:
    one = replace(changed(made, "graense", "headlines", 0, difference=10.0, difference_se=np.nan), replications=1)
    table = month_tables(one, lang)["maaneder_oversigt"]
    row = table.to_records()[len(HEADLINES)]
    assert (row["verdict"], row["difference_se"]) == (unknown, None) and any(note.startswith(("Én gent", "One repl")) for note in table.notes)


def test_amounts_are_in_millions_where_they_are_large(made: MonthResults, danish: dict[str, Table], english: dict[str, Table]) -> None:
    shown = danish["maaneder_oversigt"].shown()[0]
    assert shown[5] == "mio. kr. pr. år" and english["maaneder_oversigt"].shown()[0][5] == "DKK million a year"
    small = made
    for name in made.estimates:
        small = changed(small, name, "headlines", slice(0, 2), value=1234.0)
    assert month_tables(small)["maaneder_oversigt"].shown()[0][2:6] == ["1.234", "–", "–", "kr. pr. år"]


# --- people ---------------------------------------------------------------------------------------------------------------


def test_stocks_are_the_sum_of_their_states(danish: dict[str, Table], made: MonthResults) -> None:
    places = shown_months(made.span.months)
    assert places == [0, 12, 17] and shown_months(120) == [*range(0, 120, 12), 119]
    for name in ("bestande", "bestande_aendring"):
        table = danish[name]
        assert [column.title for column in table.columns[1:]] == ["2026-01", "2027-01", "2027-06"]
        for section in table.sections.values():
            *states, total = records(table, section)
            assert total["state"] == "I alt"
            for month in ("2026-01", "2027-01", "2027-06"):
                assert total[month] == pytest.approx(fsum(row[month] for row in states), abs=1e-6)
    whole = made.of("baseline", "stocks").value[places].sum(axis=1)
    assert list(danish["bestande"].to_records()[len(records(danish["bestande"], "Gældende lov")) - 1].values())[2:] == pytest.approx(whole)


def test_flows_move_what_stocks_change_by(danish: dict[str, Table], made: MonthResults) -> None:
    """Of a state that people come to and do not leave: all who came are there."""
    rows = [row for row in records(danish["stroemme"], "Gældende lov") if row["to"] == "Død"]
    dead = made.of("baseline", "stocks").value[-1, State.DOED]
    assert sum(row["persons"] for row in rows) * made.span.months / 12 == pytest.approx(dead)
    assert all(row["from"] != row["to"] and row["persons"] != 0.0 for row in danish["stroemme"].to_records())


def test_events_are_by_calendar_year_and_say_how_many_months_it_has(danish: dict[str, Table], english: dict[str, Table], made: MonthResults) -> None:
    assert [column.title for column in danish["haendelser"].columns[1:]] == ["2026", "2027 (6 md.)"]
    assert [column.title for column in english["haendelser"].columns[1:]] == ["2026", "2027 (6 mths)"]
    row = danish["haendelser"].to_records()[0]
    assert row["event"] == "Nye bevillinger" and row["2026"] == made.of("baseline", "events_year").value[0, 0]


def test_survival_begins_with_everybody(danish: dict[str, Table], made: MonthResults) -> None:
    rows = records(danish["overlevelse"], "Gældende lov")
    assert [row["months"] for row in rows] == [*(f"{month} måneder" for month in (0, 3, 6, 12, 18, 24, 36, 48, 60, 120)), "I gennemsnit"]
    assert rows[0]["value"] == 1.0 and rows[1]["value"] == made.of("baseline", "survival").value[3] and rows[1]["unit"] == "andel"
    assert rows[-1]["unit"] == "maaneder" and rows[-1]["value"] == float(made.of("baseline", "spell_length").value)
    assert danish["overlevelse"].shown()[0][1] == "100,0"


def test_hours_are_told_at_the_end_of_years_and_at_the_end(danish: dict[str, Table], made: MonthResults) -> None:
    rows = records(danish["timer"], "Gældende lov")
    assert [row["month"] for row in rows] == ["2026-12", "2027-06"]
    share = rows[0]["small"]
    working = made.of("baseline", "full_time").value[11] * 37.0 / made.of("baseline", "mean_hours").value[11]
    assert share == pytest.approx(made.of("baseline", "small").value[11] / working) and 0.0 < share < 1.0


def test_the_exhausted_stand_under_those_that_have_a_limit(danish: dict[str, Table]) -> None:
    table = danish["udtoemte"]
    assert all(title.startswith("Tidsgrænse på 6 måneder") for title in table.sections.values())
    for section in table.sections.values():
        *rows, total = records(table, section)
        assert rows and total["2026"] == pytest.approx(sum(row["2026"] for row in rows)) and total["2026"] > 0.0


def test_retention_tells_who_would_have_stayed(danish: dict[str, Table], english: dict[str, Table]) -> None:
    begun, anyway = records(danish["fastholdelse_start"], "Gældende lov")
    assert 0.0 <= anyway["2026"] <= begun["2026"] and anyway["event"].startswith("heraf")
    assert any("deadweight" in note for note in english["fastholdelse_start"].notes)


def test_what_is_the_same_with_response_stands_once(made: MonthResults) -> None:
    same = replace(made, estimates={**made.estimates, "graense+": made.estimates["graense"]})
    assert list(month_tables(same)["bestande"].sections.values()) == ["Gældende lov", "Tidsgrænse på 6 måneder, uden og med adfærd"]
    apart = changed(same, "graense+", "stocks", (0, 0), value=1.0)
    assert list(month_tables(apart, "en")["bestande"].sections.values())[1:] == [
        "A time limit of 6 months, without response",
        "A time limit of 6 months, with response",
    ]


# --- money and groups -----------------------------------------------------------------------------------------------------


def test_sectors_sum_to_nothing_and_a_lost_krone_shows(danish: dict[str, Table], made: MonthResults) -> None:
    checks = [row for row in danish["penge"].to_records() if row["flow"] == "I alt (skal være 0)"]
    assert len(checks) >= 2 and all((row["2026"], row["2027"]) == (0.0, 0.0) for row in checks)
    lost = changed(made, "baseline", "balance_year", (0, 3), value=made.of("baseline", "balance_year").value[0, 3] + 1.0)
    assert next(row for row in month_tables(lost)["penge"].to_records() if row["flow"] == "I alt (skal være 0)")["2026"] == pytest.approx(1.0)


def test_payments_say_who_pays_whom(danish: dict[str, Table], english: dict[str, Table], made: MonthResults) -> None:
    row = next(row for row in danish["penge"].to_records() if row["flow"] == "Fleksløntilskud")
    assert (row["section"], row["payer"], row["payee"]) == ("Gældende lov: betalinger", "Kommunen", "Husstanden")
    place = dataset(made).flow.values.tolist().index("fleksloentilskud")
    assert row["2026"] == made.of("baseline", "flow_money_year").value[0, place] / 1e6
    assert english["penge"].columns[3].heading("en") == "2026 (DKK million)"


def test_groups_are_of_full_years(danish: dict[str, Table], made: MonthResults) -> None:
    table = danish["grupper"]
    assert next(iter(table.sections.values())) == "Gældende lov, 2026" and not any("2027" in title for title in table.sections.values())
    everybody, *others = records(table, "Gældende lov, 2026")
    found = made.of("baseline", "groups").value[0, 0]
    assert everybody["public"] == found[Measure.KOMMUNE] + found[Measure.STAT] and everybody["income"] == found[Measure.HUSSTAND]
    sexes = [row for row in others if row["grouping"] == "Køn"]
    assert sum(row["persons"] for row in sexes) == pytest.approx(everybody["persons"])


# --- what is unsure, and the grounds --------------------------------------------------------------------------------------


def test_the_widest_assumption_is_first_and_all_stand_last(danish: dict[str, Table], english: dict[str, Table]) -> None:
    first, second, together = danish["usikkerhed"].to_records()
    assert first["section"] == "Tidsgrænse på 6 måneder: Stat og kommune, pr. år" and first["swing"] == 35.0 and second["swing"] == 5.0
    assert (first["low"], first["central"], first["high"], first["unit"]) == (-30.0, -20.0, 5.0, "mio_kr/aar")
    assert together["low"] == pytest.approx(-20.0 - (10.0**2 + 5.0**2) ** 0.5) and together["high"] == 5.0
    assert english["usikkerhed"].rows[-1][0] == "All assumptions together"


def test_the_grounds_name_the_run_the_scenarios_and_the_evidence(danish: dict[str, Table], english: dict[str, Table], made: MonthResults) -> None:
    rows = {row["what"]: row for row in danish["grundlag_maaneder"].to_records()}
    assert (rows["Gentagelser"]["value"], rows["Første måned"]["value"], rows["Måneder"]["value"], rows["Frø"]["value"]) == ("2", "2026-01", "18", "7")
    assert rows["Forslagets kontroltal"]["value"] == made.scenarios[1].reform_hash
    assert {row["evidence"] for row in rows.values()} == {"", "denne gruppe", "flyttet fra anden gruppe"}
    assert {row["evidence"] for row in english["grundlag_maaneder"].to_records()} == {"", "this group", "moved from another group"}
    moved = next(row for row in rows.values() if row["evidence"] == "flyttet fra anden gruppe" and row["low"] is not None)
    assert moved["section"] == "Antagelser" and moved["confidence"] in ("høj", "middel", "lav")


# --- as data --------------------------------------------------------------------------------------------------------------


def test_values_survive_netcdf(made: MonthResults, tmp_path: Path) -> None:
    write_netcdf(made, tmp_path / "one.nc")
    write_netcdf(made, tmp_path / "two.nc")
    assert (tmp_path / "one.nc").read_bytes() == (tmp_path / "two.nc").read_bytes()
    with xr.open_dataset(tmp_path / "one.nc", engine="h5netcdf") as read:
        assert list(read.scenario.values) == ["baseline", "graense", "graense+"] and list(read.responds.values) == [0, 0, 1]
        for name, one in variables().items():
            assert read[name].dims == ("scenario", *one.dims)
            assert (read[name].attrs["units"], read[name].attrs["long_name"], read[name].attrs["long_name_en"]) == (one.unit, one.da, one.en)
            for end in ("", "_se", "_difference", "_difference_se"):
                known = {"": "value"}.get(end, end.removeprefix("_"))
                np.testing.assert_array_equal(read[name + end].sel(scenario="graense+").values, getattr(made.of("graense+", name), known))
        at = read.stocks.sel(scenario="graense", month="2027-06", state="fleksjob")
        assert float(at) == made.of("graense", "stocks").value[17, State.FLEKSJOB] and str(at.scenario_en.values) == "A time limit of 6 months"
        assert (str(at.state_da.values), str(read.flow_da.sel(flow="loen").values)) == ("Fleksjob", "Løn inkl. pension")
        assert all(str(read[f"{dim}_da"].sel({dim: "fleksjob"}).values) == "Fleksjob" for dim in ("from", "to", "first", "second", "third"))
        assert (read.attrs["law_date"], read.attrs["seed"], read.attrs["replications"], read.attrs["start"]) == ("2026-01-01", 7, 2, "2026-01")
        assert json.loads(read.attrs["assumptions"])[-1]["evidence"] in ("this group", "moved from another group")


def test_the_same_results_give_the_same_files(made: MonthResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_charts", lambda *_: iter(()))
    hashes = []
    for name in ("one", "two"):
        written = write_months(made, tmp_path / name)
        assert sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) == sorted(written), "nothing half-written is left"
        hashes.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in written])
    assert hashes[0] == hashes[1]
    text = (tmp_path / "one" / "tables" / "da" / "bestande.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("Gruppe;Sted;2026-01;2027-01;2027-06\nGældende lov;På vej til en bevilling;")
    assert "," not in (tmp_path / "one" / "tables" / "bestande.csv").read_text(encoding="utf-8").splitlines()[1].replace(",", "", 4)


def test_a_failure_leaves_what_was_there(made: MonthResults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_charts", lambda *_: iter(()))
    write_months(made, tmp_path)
    before = (tmp_path / "months.nc").read_bytes()

    def fails(results: MonthResults, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(files, "write_netcdf", fails)
    with pytest.raises(OSError, match="disk is full"):
        write_months(made, tmp_path)
    assert (tmp_path / "months.nc").read_bytes() == before and not list(tmp_path.glob(".fleksim-*"))


# --- own data -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own(made: MonthResults) -> MonthResults:
    return replace(made, own_data=True)


def test_own_datas_small_groups_are_hidden_everywhere(own: MonthResults) -> None:
    least = disclosure.fewest(own)
    assert least >= 5.0
    hidden = protect(own)
    for name, one in variables().items():
        if one.unit in ("personer", "personmaaneder"):
            for scenario in hidden.scenarios:
                values = hidden.of(scenario.name, name).value
                assert not ((values > 0.0) & (values < least * 0.999)).any(), name
    stocks = hidden.of("baseline", "stocks").value
    assert (np.isnan(stocks).sum(axis=1) != 1).all(), "a single hidden state could be worked out from the whole"
    groups = hidden.of("baseline", "groups").value
    assert (np.isnan(groups).all(axis=2) | ~np.isnan(groups[:, :, Measure.PERSONMAANEDER])).all(), "nothing is told of a group that is too small"
    assert hidden.provenance[PROTECTED] == 5 and protect(hidden) is hidden


def test_a_difference_is_hidden_where_either_level_is(own: MonthResults) -> None:
    hidden = protect(own)
    for name in ("stocks", "events_year"):
        base, reform = hidden.of("baseline", name), hidden.of("graense", name)
        assert (np.isnan(reform.difference) == (np.isnan(base.value) | np.isnan(reform.value))).all()


def test_tables_of_own_data_have_dashes_that_say_why(own: MonthResults) -> None:
    tables = month_tables(own)
    assert any("færre end 5 personer i egne data" in note for note in tables["haendelser"].notes) and "–" in tables["haendelser"].to_text()
    least = disclosure.fewest(own)
    for row in tables["stroemme"].to_records():
        assert row["persons"] is None or row["persons"] * own.span.months / 12.0 >= least * 0.999
    nobody = month_tables(replace(own, rows=4))
    numbers = [value for name, table in nobody.items() if name in MINE[:12] for row in table.rows for value in row if isinstance(value, int | float)]
    assert not numbers


def test_other_data_are_as_they_are(made: MonthResults) -> None:
    assert protect(made) is made


def test_those_kept_in_readiness_are_nobody_until_they_come(made: MonthResults) -> None:
    waiting = changed(made, "baseline", "stocks", (slice(None), State.IKKE_KOMMET), value=1000.0)
    table = month_tables(waiting)["bestande"]
    assert records(table, "Gældende lov") == records(month_tables(made)["bestande"], "Gældende lov")
