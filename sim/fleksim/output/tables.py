"""Tables of results: cases, curves, reforms; those of incentives come from `incentive_tables`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fleksim.engine.calculate import Result
from fleksim.engine.outputs import MONTHLY, OUTPUTS, PURSE, TAX, TRANSFERS
from fleksim.output.basis import footer, footer_of, say
from fleksim.output.incentive_tables import incentives_tables
from fleksim.output.numbers import day_name
from fleksim.output.sentences import sentences
from fleksim.output.table import Column, Table
from fleksim.people.columns import COLUMNS
from fleksim.words import MONTHS

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Column", "Table", "calc_table", "curve_table", "incentives_tables", "reform_table", "sentences"]

# Up to this many cases stand as columns beside each other.
SIDE_BY_SIDE = 6
MAIN = ("loen_md", "fleksloentilskud", "loenloft_binder", "bruttoindkomst_md", "skat_i_alt", "disponibel_indkomst")
CURVE = ("loen_md", "fleksloentilskud", "loenloft_binder", "bruttoindkomst_md", "skat_i_alt", "disponibel_indkomst")

_GROUPS = (
    (MONTHLY, "Pr. måned", "A month"),
    (TAX, "Skat, pr. år", "Tax, a year"),
    (TRANSFERS, "Overførsler og rådighed, pr. år", "Transfers and disposable income, a year"),
    (PURSE, "Arbejdsgiver og offentlige kasser, pr. år", "Employer and public purse, a year"),
)


def calc_table(results: Sequence[Result], lang: str = "da", *, every: bool = False) -> Table:
    """Results of cases: up to six side by side with every output; more as rows with the main ones.

    every: all outputs also where cases are rows, for an export. Amounts in kr a month and kr a year as headed.
    """
    if len(results) <= SIDE_BY_SIDE and not every:
        return _side_by_side(results, lang)
    return _as_rows(results, OUTPUTS if every else MAIN, lang)


def _side_by_side(results: Sequence[Result], lang: str) -> Table:
    columns = [
        Column("output", say(lang, "Størrelse", "Quantity"), kind="text"),
        *(Column(one.case.id, one.case.id, decimals=2) for one in results),
        Column("unit", say(lang, "Enhed", "Unit"), kind="unit"),
    ]
    rows: list[list[Any]] = [[say(lang, "Lovens dato", "Date of the law"), *(day_name(one.law.day, lang) for one in results), ""]]
    sections: dict[int, str] = {}
    for names, da, en in _GROUPS:
        sections[len(rows)] = say(lang, da, en)
        for name in (one for one in names if any(one in result.values for result in results)):
            title, unit = described(results, name, lang)
            rows.append([title, *(one.values.get(name) for one in results), unit])
    return Table(say(lang, "Beregning", "Calculation"), columns, rows, _notes(results, lang), sections, lang)


def _as_rows(results: Sequence[Result], names: Sequence[str], lang: str) -> Table:
    columns = [Column("id", say(lang, "Sag", "Case"), kind="text"), Column("law_date", say(lang, "Lovens dato", "Law of"), kind="text")]
    for name in names:
        title, unit = described(results, name, lang)
        columns.append(Column(name, title, unit, decimals=2))
    rows = [[one.case.id, one.law.day.isoformat(), *(one.values.get(name) for name in names)] for one in results]
    return Table(say(lang, "Beregning", "Calculation"), columns, rows, _notes(results, lang), lang=lang)


def described(results: Sequence[Result], name: str, lang: str) -> tuple[str, str]:
    """The title and unit of an output, from the first law that has it."""
    rule = next((one.law.book.rules[name] for one in results if name in one.law.book), None)
    return (rule.title(lang), rule.unit) if rule else (name, "")


def _notes(results: Sequence[Result], lang: str) -> list[str]:
    """What the numbers rest on, and what a dash means where there is one."""
    laws = list(dict.fromkeys(footer(one.law, lang) for one in results))
    lacking = any(value is None for one in results for value in one.values.values())
    dash = say(lang, "–: en sats uden kilde mangler; tallet er udeladt.", "–: a parameter without a source is missing; the number is left out.")
    return [*laws, *([dash] if lacking else [])]


def curve_table(ds: xr.Dataset, lang: str = "da") -> Table:
    """The samples of a curve: the margin and the main outputs that it holds."""
    axis = str(next(iter(ds.dims)))
    column = COLUMNS[axis]
    names = [name for name in CURVE if name in ds] or [str(name) for name in ds.data_vars]
    long_name = "long_name" if lang == "da" else "long_name_en"
    columns = [Column(axis, column.title(lang), "" if column.unit == "andel" else column.unit, decimals=2)]
    columns += [Column(name, str(ds[name].attrs[long_name]), str(ds[name].attrs["units"]), decimals=2) for name in names]
    flags = {name for name in names if ds[name].attrs["units"] == "ja/nej"}
    samples = [ds[axis].values, *(ds[name].values for name in names)]
    rows = [
        [float(place), *(bool(value) if name in flags else float(value) for name, value in zip(names, values, strict=True))]
        for place, *values in zip(*samples, strict=True)
    ]
    title = say(lang, f"Budgetlinje over {column.title(lang).lower()}", f"Budget line over {column.title(lang).lower()}")
    return Table(title, columns, rows, [footer_of(ds.attrs, lang)], lang=lang)


def reform_table(results: Sequence[Result], reformed: Mapping[str, Sequence[Result]], lang: str = "da") -> Table:
    """What reforms change for each case [kr/month]: the supplement and disposable income, with today's beside them.

    reformed: results of the same cases in the same order, by title of the reform.
    """
    supplement, net = say(lang, "tilskud", "supplement"), say(lang, "til rådighed", "disposable")
    columns = [
        Column("id", say(lang, "Sag", "Case"), kind="text"),
        Column("fleksloentilskud", say(lang, "Fleksløntilskud i dag", "Supplement today"), "kr/md", 0),
        Column("disponibel_indkomst_md", say(lang, "Til rådighed i dag", "Disposable today"), "kr/md", 0),
    ]
    for title in reformed:
        columns += [
            Column(f"{title}: fleksloentilskud", f"{title}: {supplement}", "kr/md", 0),
            Column(f"{title}: disponibel_indkomst_md", f"{title}: {net}", "kr/md", 0),
        ]
    rows = []
    for index, before in enumerate(results):
        today = _monthly(before)
        changes = [_difference(_monthly(one[index]), today) for one in reformed.values()]
        rows.append([before.case.id, *today, *(value for change in changes for value in change)])
    note = say(
        lang,
        "Reformerne er regnet på lovens satser i hver sags eget år, uden ændret adfærd; kolonnerne viser ændringen.",
        "The reforms are applied to the rates of each case's own year, with unchanged behaviour; their columns show the change.",
    )
    return Table(say(lang, "Reformer: ændring pr. måned", "Reforms: change a month"), columns, rows, [note], lang=lang)


def _monthly(result: Result) -> tuple[float | None, float | None]:
    """Supplement and disposable income [kr/month]."""
    net = result.values.get("disponibel_indkomst")
    return result.values.get("fleksloentilskud"), None if net is None else net / MONTHS


def _difference(after: tuple[float | None, float | None], before: tuple[float | None, float | None]) -> list[float | None]:
    return [None if one is None or other is None else one - other for one, other in zip(after, before, strict=True)]
