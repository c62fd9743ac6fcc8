"""The report of the demo: one page, no script, nothing fetched."""

from __future__ import annotations

from typing import Any

import pytest

import fleksim as fs
from fleksim.analysis.summary import Incentives
from fleksim.engine.calculate import calculate_cases
from fleksim.output.report import demo_report, personas_table, reform_sentence

from .results_builder import people, results

HOSTILE = "<script>x</script>"


@pytest.fixture(scope="module")
def parts(in_the_zone: Incentives) -> tuple[Any, ...]:
    people = fs.personas()
    cases = [one.case for one in people.values()]
    return people, calculate_cases(cases), [in_the_zone], {HOSTILE: calculate_cases(cases, fs.reform("uden_loft").on)}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_page_stands_alone(parts: tuple[Any, ...], lang: str) -> None:
    html = demo_report(*parts, lang)
    assert html.count("<svg ") == 3 and html.count("<h1>") == 1 and f'<html lang="{lang}">' in html
    assert "<script" not in html and "&lt;script&gt;" in html
    assert 'src="' not in html and "<link" not in html


def test_the_page_says_zone_people_reforms_and_law(parts: tuple[Any, ...]) -> None:
    html = demo_report(*parts, "da")
    _, results, zones, _ = parts
    assert "Med 150 kr. i timen giver en ekstra time 0 kr. før skat fra 9,0 til 37,0 timer om ugen" in html
    assert "Anne, 12 timer til 140 kr. i 2020: lønloftet binder" in html
    assert all(one.law.fingerprint() in html for one in results) and zones[0].law.fingerprint() in html
    assert f"fleksim {fs.__version__}" in html


def test_people_stand_with_what_they_live_on(parts: tuple[Any, ...]) -> None:
    people, results, _, _ = parts
    rows = personas_table(people, results, "da").to_records()
    assert [row["disponibel_indkomst_md"] for row in rows] == [one.values["disponibel_indkomst"] / 12 for one in results]
    assert rows[0]["loenloft_binder"] is True


def test_who_gains_is_counted(parts: tuple[Any, ...]) -> None:
    _, results, _, reformed = parts
    said = reform_sentence("Intet lønloft", results, reformed[HOSTILE], "da")
    assert said.startswith("Intet lønloft: 1 af 12 får mere at leve for, 0 får mindre; mest får Anne, ")
    assert reform_sentence("Intet", results, results, "en") == "Intet: 0 of 12 have more to live on, 0 have less."


def test_a_report_without_zones_or_reforms_is_a_page(parts: tuple[Any, ...]) -> None:
    people, results, _, _ = parts
    assert "<svg" not in demo_report(people, results, [], {}, "da")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_population_has_a_section_of_its_own(parts: tuple[Any, ...], lang: str) -> None:
    found = results(people(300))
    html = demo_report(*parts, lang, found)
    assert {"da": "Reformerne på hele ordningen", "en": "The reforms on the whole scheme"}[lang] in html
    assert html.count("<svg ") == 5
    assert all(one.title(lang) in html for one in found.scenarios[1:])
