"""Tables: what people read, what a spreadsheet gets, what a program gets."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any

import pytest

import fleksim as fs
from fleksim.analysis.summary import Incentives
from fleksim.engine.calculate import calculate_cases
from fleksim.engine.outputs import OUTPUTS
from fleksim.output.table import Column, Table
from fleksim.output.tables import calc_table, curve_table, incentives_tables, reform_table, sentences
from fleksim.people.cases import Case

from .conftest import one_case

HOSTILE = '<script>alert("x")</script> & </table>'


@pytest.fixture
def small() -> Table:
    columns = [Column("who", "Hvem", kind="text"), Column("pay", "Løn", "kr/md", 2), Column("rate", "METR", "andel", 1), Column("binds", "Binder", "ja/nej")]
    return Table("Prøve", columns, [["anne", 7280.0, 0.61, True], ["bent", -1234.5, None, False]], ["En note."], {1: "Anden gruppe"}, "da")


def test_text_is_aligned_and_danish(small: Table) -> None:
    lines = small.to_text().splitlines()
    anne = next(line for line in lines if line.startswith("anne"))
    bent = next(line for line in lines if line.startswith("bent"))
    assert "7.280,00" in anne and "61,0" in anne and anne.endswith("ja")
    assert "−1.234,50" in bent and "–" in bent
    assert anne.index("7.280,00") + len("7.280,00") == bent.index("−1.234,50") + len("−1.234,50")
    assert "Anden gruppe" in lines and lines[-1] == "En note."


def test_headings_are_broken_between_words() -> None:
    column = Column("pay", "Fleksløntilskudsmodtagerne i dag", "kr/md", 0)
    lines = Table("t", [column], [[1.0]]).to_text().splitlines()
    assert [line.strip() for line in lines[2:5]] == ["Fleksløntilskudsmodtagerne", "i dag", "kr. pr. md."]


def test_danish_csv_reads_back_as_the_same_values(small: Table) -> None:
    rows = list(csv.reader(io.StringIO(small.to_csv(danish=True)), delimiter=";"))
    assert rows[0] == ["Gruppe", "Hvem", "Løn (kr. pr. md.)", "METR (andel)", "Binder"]
    assert [float(row[2].replace(",", ".")) for row in rows[1:]] == [7280.0, -1234.5]
    assert rows[1][3] == "0,61" and rows[2][3] == ""
    assert [row[4] for row in rows[1:]] == ["ja", "nej"]
    assert rows[2][0] == "Anden gruppe"


def test_english_csv_has_points_and_commas(small: Table) -> None:
    rows = list(csv.reader(io.StringIO(small.to_csv())))
    assert rows[2][2] == "-1234.5"


@pytest.mark.parametrize("text", ["=1+1", "+45 12", "-x", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    table = Table("t", [Column("a", "A", kind="text"), Column("b", text)], [[text, -5.0]])
    header, row = csv.reader(io.StringIO(table.to_csv()))
    assert row[0] == f"'{text}"
    assert header[1] == f"'{text}"
    assert row[1] == "-5"


def test_records_keep_values_and_say_the_group(small: Table) -> None:
    assert small.to_records()[1] == {"section": "Anden gruppe", "who": "bent", "pay": -1234.5, "rate": None, "binds": False}


class _Cells(HTMLParser):
    """The tags and texts of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_html_escapes_what_is_hostile() -> None:
    seen = _Cells()
    seen.feed(Table(HOSTILE, [Column("a", HOSTILE, kind="text")], [[HOSTILE]], [HOSTILE], {0: HOSTILE}).to_html())
    assert "script" not in seen.tags
    assert seen.tags.count("table") == 1
    assert seen.texts.count(HOSTILE) == 5


def test_a_few_cases_stand_side_by_side_with_every_output(bent: Case) -> None:
    results = calculate_cases([bent, one_case(id="x")])
    table = calc_table(results, "da")
    assert [column.key for column in table.columns] == ["output", "bent", "x", "unit"]
    assert len(table.rows) == len(OUTPUTS) + 1
    supplement = next(record for record in table.to_records() if record["output"] == "Fleksløntilskud")
    assert supplement["bent"] == results[0].values["fleksloentilskud"] and supplement["unit"] == "kr/md"
    text = table.to_text()
    assert "15.272,00" in text and "1. januar 2024" in text
    assert any(line.startswith("Lønloftet binder") and line.split()[-2:] == ["nej", "ja"] for line in text.splitlines())


def test_many_cases_stand_as_rows(bent: Case) -> None:
    results = calculate_cases([bent] * 7)
    assert [row[0] for row in calc_table(results, "en").rows] == ["bent"] * 7
    assert {column.key for column in calc_table(results, "en", every=True).columns} == {"id", "law_date", *OUTPUTS}


def test_cases_of_years_before_a_tax_existed_stand_beside_the_others() -> None:
    results = calculate_cases([one_case(id="old", year=2014), one_case(id="new", year=2026)])
    assert calc_table(results, "da").to_text()


def test_the_curve_has_its_samples_in_order(bents_curve: Any) -> None:
    table = curve_table(bents_curve, "da")
    hours = [row["hours"] for row in table.to_records()]
    assert hours == [float(one) for one in bents_curve["hours"].values]
    assert [row["disponibel_indkomst"] for row in table.to_records()] == [float(one) for one in bents_curve["disponibel_indkomst"].values]


def test_a_curve_over_wage_and_over_intensity_is_a_table_too(bent: Case) -> None:
    assert curve_table(fs.curve(bent, over="wage", step=100), "en").columns[0].key == "hourly_wage"
    assert curve_table(fs.curve(bent, over="intensity", step=0.5), "en").columns[0].key == "intensity"


def test_splits_add_up_in_their_table(bents: Incentives) -> None:
    tables = incentives_tables(bents, "da")
    split = next(table for table in tables if table.title.startswith("METR efter instrument: betalte timer"))
    *parts, total = split.to_records()
    for way in ("account", "ordered", "shapley"):
        assert sum(part[way] for part in parts) == pytest.approx(total[way], abs=1e-12)
        assert total[way] == pytest.approx(bents.metr["hours"].rate, abs=1e-12)


def test_kinks_are_told_in_kroner_a_month(bents: Incentives) -> None:
    table = next(table for table in incentives_tables(bents, "da") if table.title == "Knæk over timer")
    ceiling = [row for row in table.to_records() if row["law"] == "LAB § 123, stk. 3"]
    assert {row["target"] for row in ceiling} == {"Løn og tilskud før skat", "Disponibel indkomst"}
    gross = next(row for row in ceiling if row["target"] == "Løn og tilskud før skat")
    net = next(row for row in ceiling if row["target"] == "Disponibel indkomst")
    assert gross["slope_before"] == pytest.approx(390.0) and gross["slope_after"] == pytest.approx(0.0)
    assert 0.0 < net["slope_before"] < gross["slope_before"]


def test_the_zone_is_said_in_words(in_the_zone: Incentives) -> None:
    danish, english = sentences(in_the_zone, "da"), sentences(in_the_zone, "en")
    assert "Med 150 kr. i timen giver en ekstra time 0 kr. før skat fra 9,0 til 37,0 timer om ugen: lønloftet binder (LAB § 123, stk. 3)." in danish
    assert "Ved 124,44 kr. i timen og derunder binder lønloftet ved ethvert timetal." in danish
    assert "At DKK 150 an hour, an extra hour gives DKK 0 before tax from 9.0 to 37.0 hours a week: the wage ceiling binds (LAB § 123, stk. 3)." in english


def test_wishes_are_said_in_words(bents: Incentives) -> None:
    said = sentences(bents, "da")
    assert "For 500 kr. mere om måneden efter skat skal der arbejdes 19,7 timer om ugen." in said
    not_reached = next(one for one in said if one.startswith("Intet timetal giver 1.000 kr. mere"))
    assert "lønloftet binder" in not_reached and not_reached.endswith("ved 37,0 timer.")


def test_a_loss_is_called_less() -> None:
    said = sentences(fs.incentives(fs.personas()["anne"].case), "da")
    assert any("kr. mindre om måneden efter skat" in one for one in said)


@pytest.mark.parametrize("persona", ["fatima", "erik", "hans", "karen"])
def test_those_not_paid_by_the_hour_are_told_of_no_zone(persona: str) -> None:
    inc = fs.incentives(fs.personas()[persona].case)
    assert not any("ekstra time" in one for one in sentences(inc, "da"))
    assert all(table.to_text() and table.to_html() and table.to_csv() for table in incentives_tables(inc, "da"))


def test_without_a_ceiling_nobody_says_that_it_binds() -> None:
    inc = fs.incentives({"year": 2026, "hourly_wage": 150, "hours": 15}, reform=fs.reform("uden_loft"))
    assert not any("lønloftet binder" in one for one in sentences(inc, "da"))


def test_the_reform_table_shows_changes_a_month() -> None:
    people = [one.case for one in fs.personas().values()]
    before = calculate_cases(people)
    after = calculate_cases(people, fs.reform("uden_loft").on)
    rows = reform_table(before, {"Intet lønloft": after}, "da").to_records()
    anne = next(row for row in rows if row["id"] == "anne")
    assert anne["Intet lønloft: fleksloentilskud"] == pytest.approx(anne_change(before, after, "fleksloentilskud"))
    assert anne["Intet lønloft: disponibel_indkomst_md"] == pytest.approx(anne_change(before, after, "disponibel_indkomst") / 12)
    assert anne["Intet lønloft: fleksloentilskud"] > 0.0


def anne_change(before: list[Any], after: list[Any], name: str) -> float:
    (old,), (new,) = ([one.values[name] for one in results if one.case.id == "anne"] for results in (before, after))
    return float(new - old)
