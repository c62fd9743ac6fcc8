"""The book as a whole: every rule passes the sieve, no day has two, gaps are known, nothing is idle, imports point down."""

from __future__ import annotations

import ast
import re
import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest

import fleksim
from fleksim import statutes
from fleksim.engine.law import law_on
from fleksim.parameters.read import FIRST_YEAR, LAST_YEAR, law_parameters
from fleksim.people.columns import FIELDS_SHARED
from fleksim.rules import CircularRules, Rule, Rulebook, UnknownQuantity, book_of, rule
from fleksim.sieve import objections
from fleksim.words import MARRIED, MONTHS, kroner_down, whole_steps

PACKAGE = Path(fleksim.__file__).parent
RULES = list(statutes.all_rules())


def days_of_change() -> list[date]:
    """Each day on which a value or a rule begins, and each day after one ends."""
    parameters = law_parameters()
    found = {one.since for parameter in parameters.known.values() for one in parameter.values}
    found |= {parameter.until + timedelta(1) for parameter in parameters.known.values() if parameter.until != date.max}
    found |= {one.since for one in RULES if one.since != date.min} | {one.until + timedelta(1) for one in RULES if one.until != date.max}
    found |= {date(year, 1, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    return sorted(day for day in found if FIRST_YEAR <= day.year <= LAST_YEAR)


DAYS = days_of_change()


@pytest.mark.parametrize("one", RULES, ids=[f"{one.name} {one.place}" for one in RULES])
def test_rule_passes_the_sieve(one):
    assert objections(one) == []


def test_days_of_change_hold_the_known_reforms():
    assert {date(2013, 1, 1), date(2014, 1, 1), date(2017, 7, 1), date(2018, 1, 1), date(2019, 1, 1), date(2025, 7, 1), date(2026, 1, 1)} <= set(DAYS)


# Quantities that the law had no word for before a day.
NEW_QUANTITIES = {"mellemskat_sats": date(2026, 1, 1), "toptopskat_sats": date(2026, 1, 1)}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_day_has_one_rule_a_quantity_and_all_it_reads(day):
    """No two rules of a name, no unknown name, no circle, no quantity that falls into a gap between two rules' dates."""
    book = book_of(RULES, FIELDS_SHARED, day)
    assert {one.name for one in RULES} - set(book.rules) == {name for name, since in NEW_QUANTITIES.items() if day < since}
    book.order(tuple(book.rules))
    assert not set(book.rules) & set(FIELDS_SHARED), "a rule has the name of a field"


# Parameters that a rule in force reads and no source gives, by the year. This is the whole list.
EXPECTED_GAPS = {
    2013: {"refusion_foer_2016", "omregningssats", "kontanthjaelp_fradrag_time", "pension_partner_fradrag"},
    2014: {"refusion_foer_2016", "omregningssats", "pension_partner_fradrag"},
    2015: {"refusion_foer_2016", "omregningssats", "kontanthjaelp_fradrag_time"},
    2016: {"omregningssats", "kontanthjaelp_fradrag_time", "pension_partner_fradrag"},
    2017: {"kontanthjaelp_fradrag_time", "pension_partner_fradrag"},
    2018: {"kontanthjaelp_fradrag_time", "pension_partner_fradrag"},
    2019: {"kontanthjaelp_fradrag_time"},
    2020: {"kontanthjaelp_fradrag_time"},
    2021: {"kontanthjaelp_fradrag_time"},
    2026: {"omregningssats"},
}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_gaps_are_exactly_the_known_ones(day):
    in_force = law_on(day)
    read = {name for one in in_force.book for name in one.parameters}
    assert in_force.parameters.missing(read, day) == EXPECTED_GAPS.get(day.year, set())


def names_in_formulas() -> set[str]:
    """Names in the formulas of derived values; `name@2020-01-01` is a value of another day."""
    formulas = [one.formula for parameter in law_parameters().known.values() for one in parameter.values if one.formula]
    return {name for formula in formulas for name in re.findall(r"[a-z_]\w*", formula)}


def test_every_parameter_is_read():
    """By a rule, by a formula of another, or by the reader of cases (the average tax rates)."""
    by_rules = {name for one in RULES for name in one.parameters}
    by_reader = {"kommuneskat_gennemsnit", "kirkeskat_gennemsnit"}
    text = (PACKAGE / "people" / "cases.py").read_text(encoding="utf-8")
    assert all(name in text for name in by_reader)
    idle = set(law_parameters().known) - by_rules - by_reader - names_in_formulas()
    assert idle == set()


def test_every_rule_reads_only_parameters_that_exist():
    unknown = {(one.name, name) for one in RULES for name in one.parameters if name not in law_parameters()}
    assert unknown == set()


def test_every_rule_has_its_names_law_and_a_known_unit():
    from fleksim.parameters.read import UNITS

    units = {*UNITS, "ja/nej", "timer/md"}
    for one in RULES:
        assert one.da and one.en and one.law, one.name
        assert one.unit in units, f"{one.name}: {one.unit}"
        assert one.name.isascii() and one.name == one.name.lower()


def test_household_rules_read_nothing_that_differs_between_the_partners():
    """A household's quantity is the same seen from either side, or the instance of the partner would be wrong."""
    in_force = law_on(date(2026, 1, 1)).book
    for one in in_force:
        if one.household:
            for argument in one.arguments:
                own_too = argument.startswith("partner_") and argument.removeprefix("partner_") in one.arguments
                allowed = in_force.is_household(argument) or f"partner_{argument}" in one.arguments or own_too
                assert allowed or (one.name, argument) in ONE_SIDED, f"{one.name} reads {argument} of one partner"


# What the household's rules read of the claimant alone, because the partner's is not asked for.
ONE_SIDED = {("boligsikring", "status"), ("husstandsindkomst", "fradrag_i_personlig_indkomst")}


# --- the sieve refuses ---------------------------------------------------------------------------------------------

SENTENCE = {"law": "-", "unit": "kr/aar", "da": "x", "en": "x"}


@rule(**SENTENCE)
def loops(loen_md):
    """A loop."""
    total = 0.0
    for one in (0.0, 1.0):
        total = total + one * loen_md
    return total


@rule(**SENTENCE)
def holds_a_number(loen_md):
    """A number of its own."""
    return loen_md * 0.3


@rule(**SENTENCE)
def holds_a_text(loen_md):
    """A text."""
    return loen_md == "loen"


@rule(**SENTENCE)
def reads_a_stranger(loen_md):
    """A name from outside."""
    return loen_md * DAYS


@rule(**SENTENCE)
def calls_a_stranger(loen_md):
    """A function from outside."""
    return law_on(loen_md)


@rule(**SENTENCE)
def calls_python_round(loen_md):
    """Python's rounding gives other digits than a compiler's."""
    return round(loen_md)


@rule(**SENTENCE)
def returns_by_half(loen_md, p):
    """A branch that sometimes returns."""
    if loen_md > 0.0:
        if loen_md > p.aftrapning_knaek:
            return 0.0
        loen_md = loen_md + 1.0
    return loen_md


@rule(**SENTENCE)  # noqa: RET503
def falls_off_the_end(loen_md):
    """A way through without a return."""
    if loen_md > 0.0:
        return 1.0


@rule(**SENTENCE)
def reads_an_attribute(loen_md):
    """An attribute of something other than p."""
    return loen_md.real


@rule(**SENTENCE)
def indexes(loen_md):
    """An index."""
    return loen_md[0]


@rule(**SENTENCE)
def compares_in_a_chain(loen_md, p):
    """Two comparisons at once."""
    return 0.0 < loen_md < p.aftrapning_knaek


@rule(**SENTENCE)
def names_an_argument(loen_md):
    """A word called by keyword."""
    return max(loen_md, key=0.0)


@rule(**SENTENCE)
def divides_whole(loen_md, p):
    """Whole division, 45 times slower when compiled."""
    return loen_md // p.aftrapning_knaek


@rule(**SENTENCE)
def makes_a_list(loen_md):
    """A list."""
    return max([loen_md, 0.0])


@rule(**SENTENCE)
def makes_a_function(loen_md):
    """A function in a function."""
    return (lambda x: x)(loen_md)


@rule(**SENTENCE)
def tries(loen_md):
    """An exception."""
    try:
        return loen_md
    except ValueError:
        return 0.0


@rule(**SENTENCE)
def imports(loen_md):
    """An import."""
    import math

    return math.floor(loen_md)


@rule(**SENTENCE)
def adds_in_place(loen_md):
    """An augmented assignment."""
    loen_md += 1.0
    return loen_md


@rule(**SENTENCE)
def says_nothing(loen_md):
    return loen_md


BAD = {name: value for name, value in list(globals().items()) if isinstance(value, Rule)}


@pytest.mark.parametrize("name", BAD)
def test_the_sieve_refuses(name):
    found = objections(BAD[name])
    assert found, f"{name} passed"
    assert all(line.startswith("test_book.py:") and f": {name}: " in line for line in found)


def test_the_sieve_refuses_an_assertion(tmp_path):
    """In a file of its own: an assertion in a test runs as something other than its text."""
    path = tmp_path / "asserts.py"
    path.write_text('def asserts(loen_md):\n    """An assertion."""\n    assert loen_md\n    return loen_md\n', encoding="utf-8")
    space = runpy.run_path(str(path))
    assert objections(rule(**SENTENCE)(space["asserts"])) == ["asserts.py:3: asserts: 'Assert' is not a word of the rule language"]


def test_the_sieve_names_the_line_and_the_way_out():
    [objection] = objections(holds_a_number)
    line = objection.split(":")[1]
    assert Path(__file__).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == "return loen_md * 0.3"
    assert "0.3 is a number in a rule; give it a name and a date in data/law" in objection


@rule(**SENTENCE)
def a_sentence(loen_md, civil_status, p):
    """Everything a rule may do."""
    part = min(max(loen_md, 0.0), p.aftrapning_knaek)
    if part > 1.0 and not civil_status == MARRIED:  # noqa: SIM201
        return abs(-part) / MONTHS if part >= p.aftrapning_knaek or part != 0.0 else kroner_down(part)
    return whole_steps(part)


def test_a_plain_sentence_passes():
    assert objections(a_sentence) == []


# --- the book refuses -----------------------------------------------------------------------------------------------


def test_two_rules_of_a_name_on_a_day_are_refused():
    first = rule(**SENTENCE, name="dobbelt", until="2020-12-31")(loops.function)
    second = rule(**SENTENCE, name="dobbelt", since="2020-12-31")(indexes.function)
    with pytest.raises(ValueError, match="'dobbelt' has two rules on 2020-12-31: test_book"):
        book_of([first, second], {}, date(2020, 12, 31))
    assert book_of([first, second], {}, date(2021, 1, 1)).rules["dobbelt"] is second


def test_rules_that_need_each_other_are_refused():
    def one(to):
        """One."""
        return to

    def to(one):
        """To."""
        return one

    book = Rulebook({"one": rule(**SENTENCE)(one), "to": rule(**SENTENCE)(to)}, {})
    with pytest.raises(CircularRules, match="one -> to -> one"):
        book.order(["one"])


def test_a_name_that_nothing_gives_is_refused():
    book = Rulebook({"says_nothing": says_nothing}, {})
    with pytest.raises(UnknownQuantity, match="says_nothing needs 'loen_md'"):
        book.order(["says_nothing"])


# --- imports point down ----------------------------------------------------------------------------------------------

# A room may import itself and the rooms of earlier lines.
ROOMS = (
    ("words", "titles", "paths", "problems", "__init__"),
    ("documents", "forms", "rules", "files"),
    ("sieve",),
    ("statutes", "parameters"),
    ("people",),
    ("kernel",),
    ("engine",),
    ("reforms", "population"),
    ("dynamics",),
    ("analysis",),
    ("batch", "output"),
    ("api",),
    ("cli", "web"),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
# The generator of the golden kernel writes the law in force, which only the engine knows; nothing imports it.
# The public door names what lies behind it, and imports it when it is asked for. An explanation is rendered by the room
# for output when it is asked for its text or page.
EXCEPTIONS = {
    ("kernel/golden.py", "engine"),
    ("engine/explain.py", "output"),
    ("__init__.py", "api"),
    ("__init__.py", "engine"),
    ("__init__.py", "parameters"),
}


def imports_of(path: Path) -> set[str]:
    """The rooms a file imports, also inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "fleksim":
            inside = (node.module or "").split(".")[1:]
            found |= {inside[0]} if inside else {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            found.add("a relative import")
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("fleksim.")}
    return {name if name in LEVEL or name == "a relative import" else "__init__" for name in found}


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "_files" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    inside = path.relative_to(PACKAGE)
    room = inside.parts[0].removesuffix(".py")
    assert room in LEVEL, f"{room} has no place among the rooms"
    for other in imports_of(path) - {"a relative import"}:
        assert not _points_up(path, other) or (inside.as_posix(), other) in EXCEPTIONS, f"{inside} imports {other}, which lies above it"
    assert "a relative import" not in imports_of(path), "imports are written in full"


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "statutes" and path.name != "__init__.py"], ids=lambda path: path.stem)
def test_a_chapter_of_law_imports_nothing_but_the_book(path):
    assert imports_of(path) <= {"rules", "words"}
    others = {node.module for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)}
    assert others <= {"fleksim.rules", "fleksim.words"}


def test_every_exception_is_needed():
    assert {(path.relative_to(PACKAGE).as_posix(), other) for path in FILES for other in imports_of(path) if _points_up(path, other)} == EXCEPTIONS


def _points_up(path: Path, other: str) -> bool:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return LEVEL[other] > LEVEL[room] or (LEVEL[other] == LEVEL[room] and "statutes" in (room, other) and room != other)


def test_only_the_kernel_knows_the_compiler():
    """One door for Numba; the generated kernel is what it opens."""
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        imported = {node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
        imported |= {alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for alias in node.names}
        uses = any(name.split(".")[0] in ("numba", "llvmlite") for name in imported)
        assert not uses or path.relative_to(PACKAGE).parts[0] == "kernel", path.name


def test_importing_does_nothing_heavy():
    """`import fleksim` alone loads neither numpy nor pandas nor the compiler."""
    import subprocess
    import sys

    code = "import sys, fleksim, fleksim.rules, fleksim.words; print([name for name in ('numpy', 'numba', 'pandas', 'xarray') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
