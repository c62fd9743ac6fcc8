"""Tables of results: what a ministry reads, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleksim.analysis.results import Results
from fleksim.output.results.reading import compact
from fleksim.output.results.tables import table_names, tables
from fleksim.output.table import Table
from fleksim.parameters.months import STEPS

from .results_builder import BUCKETS, people, results

EXPECTED = [
    "oversigt",
    "vindere_tabere",
    "deciler",
    "kommune",
    "region",
    "koen",
    "incitamenter",
    "ulighed",
    "regnskab",
    "balancer",
    "grundlag",
]


@pytest.fixture(scope="module")
def made() -> Results:
    return results(people(400))


def cell(table: Table, row: str, column: str) -> str:
    """What people read in a table, by the text that begins the row and the key of the column."""
    index = [one.key for one in table.columns].index(column)
    return next(shown[index] for shown in table.shown() if shown[0] == row)


def set_change(made: Results, key: str, scenario: int, change: float, error: float) -> Results:
    """The same results with one difference of everybody set."""
    difference, errors = made.difference.copy(), made.difference_se.copy()
    difference[scenario, made.group(), made.statistic(key)], errors[scenario, made.group(), made.statistic(key)] = change, error
    return replace(made, difference=difference, difference_se=errors)


def test_there_is_a_table_for_everything(made: Results) -> None:
    assert list(tables(made)) == EXPECTED == table_names(made)


def test_a_table_is_left_out_where_there_is_nothing_to_show(made: Results) -> None:
    kept = [index for index, one in enumerate(made.statistics) if one.family in ("personer", "vindere")]
    few = replace(
        made,
        statistics=[made.statistics[index] for index in kept],
        **{name: getattr(made, name)[:, :, kept] for name in ("value", "value_se", "difference", "difference_se")},
    )
    assert list(tables(few)) == ["oversigt", "vindere_tabere", "deciler", "kommune", "region", "koen", "grundlag"]


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", EXPECTED)
def test_every_table_reads_in_both_languages(made: Results, name: str, lang: str) -> None:
    table = tables(made, lang)[name]
    text = compact(table).to_text()
    assert table.lang == lang and "nan" not in text.lower() and "None" not in text
    assert {"da": "Loven pr. 1. januar 2026", "en": "The law on 1 January 2026"}[lang] in text
    assert tables(made, "da")[name].title != tables(made, "en")[name].title
    assert table.to_html().count("<table>") == 1


def test_the_overview_has_a_row_a_scenario_with_the_change(made: Results) -> None:
    table = tables(set_change(made, "provenu", 1, -1234567.0, 1000.0))["oversigt"]
    assert [row[0] for row in table.rows] == ["Gældende lov", "Intet lønloft", "25 pct. aftrapning"]
    assert cell(table, "Intet lønloft", "provenu") == "−1.234.567"
    assert cell(table, "Intet lønloft", "provenu_margin") == "2.000"
    assert cell(table, "Gældende lov", "provenu") == "0"
    english = tables(set_change(made, "provenu", 1, -1234567.0, 1000.0), "en")["oversigt"]
    assert cell(english, "Intet lønloft", "provenu") == "−1,234,567"


def test_large_amounts_are_in_millions(made: Results) -> None:
    table = tables(set_change(made, "provenu", 1, -1_234_567_890.0, 1e6))["oversigt"]
    assert cell(table, "Intet lønloft", "provenu") == "−1.234,6" and cell(table, "Intet lønloft", "provenu_margin") == "2,0"
    assert table.columns[1].heading("da") == "Provenu (mio. kr. pr. år)"
    assert tables(set_change(made, "provenu", 1, -1_234_567_890.0, 1e6), "en")["oversigt"].columns[1].heading("en") == "Revenue (DKK million a year)"


def test_winners_are_the_sum_of_their_buckets(made: Results) -> None:
    row = dict(zip([one.key for one in tables(made)["oversigt"].columns], tables(made)["oversigt"].rows[1], strict=True))
    share = {key: made.value[1, made.group(), made.statistic(key)] for key in BUCKETS}
    assert row["vindere"] == pytest.approx(share["vinder_under_5"] + share["vinder_over_5"])
    assert row["tabere"] == pytest.approx(share["taber_under_5"] + share["taber_over_5"])


@pytest.mark.parametrize(("lang", "said"), [("da", "ikke til at skelne fra 0"), ("en", "not distinguishable from 0")])
def test_a_change_under_two_standard_errors_is_marked(made: Results, lang: str, said: str) -> None:
    unclear = tables(set_change(made, "nul_gevinst", 1, 0.01, 0.0051), lang)["incitamenter"]
    clear = tables(set_change(made, "nul_gevinst", 1, 0.01, 0.0049), lang)["incitamenter"]
    marks = [row[-1] for row in unclear.rows if row[0] == unclear.rows[1][0]]
    assert marks == ["", said, ""]
    assert "mark" not in [one.key for one in clear.columns]


def test_an_exact_nothing_is_just_nothing(made: Results) -> None:
    """A scenario equal to the baseline: 0, certain, unmarked."""
    same = set_change(made, "provenu", 1, 0.0, 0.0)
    table = tables(same)["oversigt"]
    assert cell(table, "Intet lønloft", "provenu") == "0"
    assert "unclear" not in [one.key for one in table.columns]
    negative = tables(set_change(made, "provenu", 1, -0.0, 0.0))["oversigt"]
    assert cell(negative, "Intet lønloft", "provenu") == "0"


def test_the_overview_names_what_cannot_be_told_from_nothing(made: Results) -> None:
    table = tables(set_change(made, "provenu", 2, 500.0, 400.0))["oversigt"]
    assert [row[-1] for row in table.rows] == ["", "", "Provenu"]


def test_no_uncertainty_no_columns_for_it(made: Results) -> None:
    certain = replace(made, value_se=np.zeros_like(made.value_se), difference_se=np.zeros_like(made.difference_se))
    for table in tables(certain).values():
        assert not any(one.key.endswith("_margin") for one in table.columns)
        assert not any("±" in one for one in table.notes)


def test_deciles_stand_under_each_scenario(made: Results) -> None:
    table = tables(made)["deciler"]
    assert dict(table.sections) == {0: "Intet lønloft", 10: "25 pct. aftrapning"}
    assert [row[0] for row in table.rows[:2]] == ["1. decil", "2. decil"] and len(table.rows) == 20
    gains = [one.key for one in table.columns].index("middel_gevinst")
    group = made.group("decil", "3")
    assert table.rows[12][gains] == pytest.approx(made.value[2, group, made.statistic("middel_gevinst")])


def test_the_balances_sum_to_nothing(made: Results) -> None:
    table = tables(made)["balancer"]
    check = next(row for row in table.rows if row[0] == "I alt (skal være 0)")
    assert [value for value in check[1:] if value] == []
    assert None not in check


def test_a_lost_krone_shows(made: Results) -> None:
    value = made.value.copy()
    value[0, made.group(), made.statistic("balance_stat")] += 1_000_000.0
    check = next(row for row in tables(replace(made, value=value))["balancer"].rows if row[0] == "I alt (skal være 0)")
    assert check[1] == pytest.approx(1.0)


def test_flows_say_who_pays_whom(made: Results) -> None:
    table = tables(made)["regnskab"]
    row = next(one for one in table.rows if one[0] == "Fleksløntilskud")
    assert row[1:3] == ["Kommunen", "Husstanden"]
    assert row[3] == pytest.approx(made.value[0, made.group(), made.statistic("strom_fleksloentilskud")] / 1e6)


def test_what_a_scenario_needs_is_said(made: Results) -> None:
    notes = tables(made)["oversigt"].notes
    assert "Ses ikke fuldt ud uden månedsmodellen (skift mellem job og ledighed), her er kun den øjeblikkelige virkning: 25 pct. aftrapning." in notes


def test_scenarios_that_need_the_same_share_a_line(made: Results) -> None:
    """Steps of the month by number have their titles in either language."""
    steps = replace(made, scenarios=[made.scenarios[0], *(replace(one, needs=("1", "2")) for one in made.scenarios[1:])])
    (line,) = [note for note in tables(steps, "en")["oversigt"].notes if "months' model" in note]
    assert f"({STEPS[1][1]}; {STEPS[2][1]})" in line and line.endswith(": Intet lønloft, 25 pct. aftrapning.")


def test_levels_without_an_uncertainty_have_none_and_no_dash(made: Results) -> None:
    errors = made.value_se.copy()
    errors[1:] = np.nan
    table = tables(replace(made, value_se=errors))["incitamenter"]
    margin = [one.key for one in table.columns].index("value_margin")
    assert table.rows[1][margin] > 0.0 and table.rows[-1][margin] == ""
    assert not any(note.startswith("–") for note in table.notes)


def test_a_group_that_nobody_is_in_is_left_out_if_it_is_the_unknown(made: Results) -> None:
    place = made.group("koen", "k")
    rows = made.rows.copy()
    rows[place] = 0
    unknown = replace(made, groups=[replace(one, key="ukendt") if index == place else one for index, one in enumerate(made.groups)])
    assert [row[0] for row in tables(replace(unknown, rows=rows))["koen"].rows] == ["Mænd", "Mænd"]
    assert len(tables(unknown)["koen"].rows) == 4


def test_the_grounds_name_every_hash_and_assumption(made: Results) -> None:
    table = tables(made)["grundlag"]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Forslagets kontroltal"][0] == "reform2" and rows["Frø"][0] == "7"
    assert rows["Tilbageløb"] == [0.225, 0.2, 0.25, "andel", "lav", "antagelse · after the ministry's rate"]
    assert cell(table, "Tilbageløb", "low") == "20,0"
    assert cell(table, "Fleksjobbere: 2024, mand", "value") == "89.000"
    assert cell(table, "Stillet af", "source") == "https://a.test"
    assert list(table.sections.values()) == ["Kørslen", "Grundforløb", "Scenarie 1", "Scenarie 2", "Antagelser"]


def test_of_no_persons_sums_are_nothing_and_means_a_dash() -> None:
    made = tables(results(people(0)))
    assert cell(made["oversigt"], "Intet lønloft", "provenu") == "0"
    assert cell(made["oversigt"], "Intet lønloft", "middel_gevinst") == "–"
    assert cell(made["oversigt"], "Intet lønloft", "vindere") == "–"
    assert "–: intet tal, fordi ingen er omfattet." in made["oversigt"].notes
    for table in made.values():
        assert "nan" not in table.to_text().lower() and "nan" not in table.to_csv().lower()


def test_of_one_person_of_own_data_nothing_is_shown() -> None:
    made = tables(results(people(1), own_data=True))
    for name, table in made.items():
        if name != "grundlag":
            assert not [value for row in table.rows for value in row if isinstance(value, int | float)], name
            assert any("færre end 5 personer" in note for note in table.notes), name


def test_only_a_baseline_has_tables_too() -> None:
    made = results(people(50, scenarios=1))
    assert len(tables(made)["oversigt"].rows) == 1
    assert dict(tables(made)["deciler"].sections) == {0: "Gældende lov"}
