"""The columns of a population: types, units and meanings, written into every file as its data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim.people.columns import COLUMNS, Column
from fleksim.population import codes
from fleksim.titles import Titled

if TYPE_CHECKING:
    import pyarrow

SCHEMA_VERSION = 1
WEIGHT_UNIT = 10_000  # a weight of 10,000 is one person
HIGHEST_WEIGHT = 2**28  # 26,843 persons: times the largest amount it fits 63 bits
ENCODING = "utf-8"
VERSION_KEY, UNIT_KEY = "fleksim_population_schema", "fleksim_weight_unit"

# The columns of a case that the population sets; the others have their default.
CASE_COLUMNS = (
    "year", "status", "hourly_wage", "hours", "intensity", "pension_share", "private_pension", "capital_income", "union_dues", "akasse",
    "commuting_km", "kommuneskat", "kirkeskat", "church_member", "birth_year", "civil_status", "children_0_2", "children_3_6", "children_7_17",
    "rent", "daycare_fee", "ly_rate", "ly_fleksjob_months", "old_scheme_share", "benefit_weeks", "partner_wage", "partner_transfer",
    "partner_kommuneskat", "partner_kirkeskat", "partner_church_member", "partner_birth_year",
)  # fmt: skip


@dataclass(frozen=True)
class Attribute(Titled):
    """A column that is no number of a rule. `type` names its Arrow type; codes are stored as a dictionary of text."""

    name: str
    type: str
    unit: str
    da: str
    en: str
    meaning_da: str
    meaning_en: str
    codes: tuple[str, ...] = ()
    nullable: bool = False

    def meaning(self, lang: str) -> str:
        return self.meaning_da if lang == "da" else self.meaning_en


def _group(name: str, values: tuple[str, ...], da: str, en: str, meaning_da: str, meaning_en: str) -> Attribute:
    return Attribute(name, "code", "kode", da, en, meaning_da, meaning_en, (*values, codes.UNKNOWN))


ATTRIBUTES: dict[str, Attribute] = {
    one.name: one
    for one in (
        Attribute("id", "int64", "antal", "Nummer", "Number", "Personens nummer; det bestemmer alle dens træk", "The person's number, which decides all its draws"),
        Attribute("weight", "int64", "antal", "Vægt", "Weight", "Virkelige personer i titusindedele", "Real persons in ten-thousandths"),
        Attribute("municipality", "int16", "kode", "Kommune", "Municipality", "Kommunekode, 101 er København", "Municipality code, 101 is København"),
        _group("region", codes.REGIONS, "Region", "Region", "Kommunens region", "The municipality's region"),
        _group("place", codes.PLACES, "Sted", "Place", "Hvor personen står i eller ved ordningen", "Where the person stands in or near the scheme"),
        _group("scheme", codes.SCHEMES, "Ordning", "Scheme", "Ny ordning fra 2013, gammel, eller ingen", "The scheme of 2013, the old one, or none"),
        _group("route", codes.ROUTES, "Vej", "Route", "Vejen ind i det nuværende job", "The way into the present job"),
        _group("prior_benefit", codes.PRIORS, "Tidligere forsørgelse", "Prior benefit", "Forsørgelse lige før det nuværende sted", "Support just before the present place"),
        _group("sex", codes.SEXES, "Køn", "Sex", "Kvinde eller mand", "Woman or man"),
        _group("education", codes.EDUCATIONS, "Uddannelse", "Education", "Grundskole, faglært, kort, mellemlang, lang", "Basic, vocational, short, medium, long"),
        _group("household", codes.HOUSEHOLDS, "Husstand", "Household", "Enlig eller par, med eller uden børn", "Single or couple, with or without children"),
        Attribute("tenure_months", "int16", "maaneder", "Anciennitet", "Tenure", "Hele måneder på det nuværende sted ved udgangen af juni", "Whole months in the present place at the end of June"),
        Attribute("grant_date", "date32", "dato", "Bevilget", "Granted", "Den måned fleksjobbet blev bevilget; tom uden bevilling", "The month of the award; empty without one", nullable=True),
        Attribute("temporary", "bool", "ja/nej", "Midlertidig", "Temporary", "Bevillingen løber fem år ad gangen", "The award runs five years at a time"),
    )
}  # fmt: skip

GROUPING = tuple(name for name, one in ATTRIBUTES.items() if one.codes)
NAMES = ("id", "weight", *(name for name in ATTRIBUTES if name not in ("id", "weight")), *CASE_COLUMNS)


def column_codes(name: str) -> tuple[str, ...]:
    """The texts a coded column may hold; none for other columns."""
    return ATTRIBUTES[name].codes if name in ATTRIBUTES else COLUMNS[name].codes


@cache
def schema() -> pyarrow.Schema:
    """The Arrow schema, with titles, units and meanings as metadata of its fields."""
    import pyarrow

    return pyarrow.schema([_field(name) for name in NAMES], metadata={VERSION_KEY: str(SCHEMA_VERSION), UNIT_KEY: str(WEIGHT_UNIT)})


def _field(name: str) -> Any:
    import pyarrow

    one = ATTRIBUTES.get(name)
    coded = bool(column_codes(name))
    kind = "code" if coded else one.type if one else "bool" if COLUMNS[name].kind == "flag" else "float64"
    types = {"int64": pyarrow.int64(), "int16": pyarrow.int16(), "date32": pyarrow.date32(), "bool": pyarrow.bool_(), "float64": pyarrow.float64()}
    types["code"] = pyarrow.dictionary(pyarrow.int8(), pyarrow.string())
    described = {f"{key}_{lang}": text for lang in ("da", "en") for key, text in zip(("title", "meaning"), describe(name, lang), strict=True)}
    return pyarrow.field(name, types[kind], nullable=bool(one and one.nullable), metadata={"unit": unit(name), **described})


def unit(name: str) -> str:
    """The unit of a column."""
    return ATTRIBUTES[name].unit if name in ATTRIBUTES else COLUMNS[name].unit


def describe(name: str, lang: str) -> tuple[str, str]:
    """Title and meaning of a column."""
    one = ATTRIBUTES.get(name)
    if one:
        return one.title(lang), one.meaning(lang)
    return COLUMNS[name].title(lang), COLUMNS[name].hint or COLUMNS[name].title(lang)


def data_dictionary(lang: str = "da") -> str:
    """The columns as text: name, type, unit, meaning and codes."""
    lines = []
    for field in schema():
        title, meaning = describe(field.name, lang)
        values = ", ".join(column_codes(field.name))
        kind = "text" if values else str(field.type)
        lines.append(f"{field.name:22} {kind:12} {unit(field.name):10} {title}. {meaning if meaning != title else ''}".rstrip(" .") + ".")
        if values:
            lines.append(f"{'':46} {values}")
    return "\n".join(lines)


def coded(values: Any, texts: tuple[str, ...]) -> Any:
    """Whole-number codes as an Arrow dictionary of texts, the same dictionary in every block."""
    import pyarrow

    return pyarrow.DictionaryArray.from_arrays(pyarrow.array(values, pyarrow.int8()), pyarrow.array(texts, pyarrow.string()))


def kernel_columns(table: pyarrow.Table) -> dict[str, Any]:
    """Every column of a case as the law's kernel reads it: float64 arrays (person,), or the default as a number."""
    return {name: _as_floats(table.column(name), column) if name in table.column_names else column.default for name, column in COLUMNS.items()}


def _as_floats(values: Any, column: Column) -> np.ndarray:
    import pyarrow

    if column.codes:
        joined = values.unify_dictionaries().combine_chunks()
        joined = joined.chunk(0) if isinstance(joined, pyarrow.ChunkedArray) else joined
        place = np.array([column.codes.index(text) for text in joined.dictionary.to_pylist()], dtype=np.float64)
        return np.asarray(place[joined.indices.to_numpy(zero_copy_only=False)])
    return np.ascontiguousarray(values.to_numpy(), dtype=np.float64)
