"""The explanation says what binds, where it is written, and every step on the way."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

import fleksim as fs
from fleksim.engine.explain import Explanation

from .conftest import CEILING

HOSTILE = '"><script>alert(1)</script>&'


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    return fs.explain({**CEILING, "id": HOSTILE})


def test_the_result_stands_first(explanation: Explanation) -> None:
    first, second = explanation.to_text("da").splitlines()[:2]
    assert first.startswith("Disponibel indkomst: ") and first.endswith(" kr. pr. år")
    assert "1. januar 2024" in second and HOSTILE in second


@pytest.mark.parametrize(
    ("lang", "binds", "limit"),
    [("da", "Lønloftet binder (LAB § 123, stk. 3)", "14.300,00 kr. pr. md."), ("en", "The wage ceiling binds (LAB § 123, stk. 3)", "14,300.00 DKK a month")],
)
def test_the_binding_ceiling_stands_with_paragraph_and_amount(explanation: Explanation, lang: str, binds: str, limit: str) -> None:
    line = next(one for one in explanation.to_text(lang).splitlines() if binds in one)
    assert limit in line and line.endswith(("md.", "month."))
    assert ".." not in line


def test_the_limit_is_the_smaller_amount(explanation: Explanation) -> None:
    """ATP of the supplement is 5 per cent, at most 500 kr: whichever side of the comparison the limit stood on."""
    line = next(one for one in explanation.to_text("da").splitlines() if "LAB § 137" in one and "grænsen binder (" in one)
    assert line.index("500,00") < line.index("715,00")


def test_the_nearest_threshold_is_told_in_hours(explanation: Explanation) -> None:
    assert "Nærmeste tærskel: ATP af løn, egen andel (ATP-loven § 15): 3,0 timer mere om ugen." in explanation.to_text("da")


def test_the_nearest_threshold_is_told_in_its_unit_too() -> None:
    text = fs.explain(fs.personas()["bent"].case).to_text("da")
    assert "Nærmeste tærskel: Aftrapning af fleksløntilskud (LAB § 123, stk. 2): 723,00 kr. pr. md. herfra, 0,8 timer mere om ugen." in text


def test_every_step_of_the_person_stands_in_order(explanation: Explanation) -> None:
    text = explanation.to_text("da")
    own = [step for step in explanation.steps if not step.of_partner and not step.name.startswith("partner_")]
    places = [text.index(f"({step.name}, {step.place})") for step in own]
    assert places == sorted(places)
    assert f"\n{len(own)}. " in text and f"\n{len(own) + 1}. " not in text
    assert own == list(explanation.steps), "a single person's steps are the person's own"


def test_a_couple_sees_the_partners_steps() -> None:
    text = fs.explain(fs.personas()["dorte"].case).to_text("da")
    assert "(partner)" in text and "sagen har ingen partner" not in text


def test_a_step_shows_what_it_read_its_numbers_its_rule_and_its_tests(explanation: Explanation) -> None:
    text = explanation.to_text("da")
    step = text[text.index("Aftrapning af fleksløntilskud: 2.925,00 kr. pr. md.") :]
    step = step[: step.index("\n14. ")]
    assert "Læser: Samlet lønindtægt = 9.750,00 kr. pr. md.  (loenindtaegt_md)" in step
    assert "Aftrapning under knækket = 30,0 pct.  (aftrapning_1)" in step
    assert "Regel: low_part * p.aftrapning_1 + high_part * p.aftrapning_2" in step
    assert "9.750,00 mod 16.323,00 kr. pr. md." in step


def test_codes_are_words(explanation: Explanation) -> None:
    text = explanation.to_text("da")
    assert "Status = fleksjob  (status)" in text
    assert "status == FLEKSJOB_GAMMEL -> nej" in text


class _Page(HTMLParser):
    """Tags, the language, anchors and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.lang: str | None = None
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.lang = found.get("lang") if tag == "html" else self.lang
        if tag == "details":
            self.ids.append(str(found["id"]))
            self.open += [str(found["id"])] if "open" in found else []
        if tag == "a":
            self.links.append(str(found["href"]).removeprefix("#"))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_page_stands_alone_and_escapes_the_case(explanation: Explanation, lang: str) -> None:
    html = explanation.to_html(lang)
    seen = _Page()
    seen.feed(html)
    assert seen.lang == lang
    assert not {"script", "link", "img", "iframe"} & set(seen.tags)
    assert seen.tags.count("h1") == 1 and "h2" in seen.tags
    assert "http" not in html.replace("http-equiv", "")
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_the_pages_links_lead_somewhere_and_binding_steps_are_open(explanation: Explanation) -> None:
    seen = _Page()
    seen.feed(explanation.to_html("da"))
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.links) <= set(seen.ids)
    assert "step-fleksloentilskud_efter_loft" in seen.open and "step-loen_md" not in seen.open


def test_plain_data_survives_json_and_has_the_same_keys_in_both_languages(explanation: Explanation) -> None:
    danish, english = (json.loads(json.dumps(explanation.to_dict(lang), allow_nan=False)) for lang in ("da", "en"))
    assert _keys(danish) == _keys(english)
    assert danish["result"]["value"] == explanation.result.value
    assert len(danish["steps"]) == len(explanation.steps)
    ceiling = danish["binding"][0]
    assert ceiling["name"] == "fleksloentilskud_efter_loft" and ceiling["law"] == "LAB § 123, stk. 3"
    assert danish["nearest"]["hours_away"] == pytest.approx(3.0) and danish["nearest"]["unit"] == "timer/uge"


def _keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _keys(value) for key, value in data.items()}
    return [_keys(one) for one in data] if isinstance(data, list) else None


@pytest.mark.parametrize("persona", ["carla", "erik", "fatima", "hans", "inge", "lars"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_everybody_can_be_explained(persona: str, lang: str) -> None:
    found = fs.explain(fs.personas()[persona].case)
    assert found.to_text(lang) and found.to_html(lang)
    json.dumps(found.to_dict(lang), allow_nan=False)
    assert "= None" not in found.to_text(lang) and "nan" not in found.to_text(lang).split()
