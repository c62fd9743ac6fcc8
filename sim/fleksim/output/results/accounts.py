"""The money: every flow, every sector's balance, and the check that no krone is lost."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from fleksim.analysis.ledger import FLOWS, SECTORS
from fleksim.output.basis import say
from fleksim.output.results.reading import Estimate, Filled, Number, Reader, Scale, amounts, number, scale_of
from fleksim.output.table import Column, Table

_FLOW = "strom_"
_BALANCE = "balance_"


def flows_table(reader: Reader) -> Table:
    """A row a flow: who pays whom, the baseline's level, and each scenario's change."""
    lang = reader.lang
    keys = [one.key for one in reader.results.statistics if one.key.startswith(_FLOW)]
    known = {f"{_FLOW}{flow.name}": flow for flow in FLOWS}
    sectors = [(known[key].payer.title(lang), known[key].payee.title(lang)) if key in known else (None, None) for key in keys]
    columns = [
        Filled(Column("flow", say(lang, "Strøm", "Flow"), kind="text"), [reader.title(key) for key in keys]),
        Filled(Column("payer", say(lang, "Fra", "From"), kind="text"), [payer for payer, _ in sectors]),
        Filled(Column("payee", say(lang, "Til", "To"), kind="text"), [payee for _, payee in sectors]),
        *_levels_and_changes(
            reader,
            [[reader.level(0, reader.everybody, key).value for key in keys]],
            [[reader.change(one, reader.everybody, key) for key in keys] for one in _others(reader)],
        ),
    ]
    return reader.table(say(lang, "Regnskab: hvem betaler hvem", "Accounts: who pays whom"), columns, _said(lang), range(len(reader.results.scenarios)))


def balances_table(reader: Reader) -> Table:
    """A row a sector, the check that they sum to 0, and the public purses put together."""
    lang = reader.lang
    titles = {f"{_BALANCE}{sector.name}": sector.title(lang) for sector in SECTORS}
    keys = [one.key for one in reader.results.statistics if one.key.startswith(_BALANCE)]
    sums = [one.key for one in reader.statistics("balance") if one.key not in keys]
    levels = [reader.level(0, reader.everybody, key).value for key in keys]
    changes = [[reader.change(one, reader.everybody, key) for key in keys] for one in _others(reader)]
    names = [
        *(titles.get(key, reader.title(key)) for key in keys),
        say(lang, "I alt (skal være 0)", "In all (must be 0)"),
        *(reader.title(key) for key in sums),
    ]
    columns = [
        Filled(Column("sector", say(lang, "Sektor", "Sector"), kind="text"), names),
        *_levels_and_changes(
            reader,
            [[*levels, _exact_sum(levels), *(reader.level(0, reader.everybody, key).value for key in sums)]],
            [
                [*found, _check([one.value for one in found]), *(reader.change(scenario, reader.everybody, key) for key in sums)]
                for scenario, found in zip(_others(reader), changes, strict=True)
            ],
        ),
    ]
    sections = {0: say(lang, "Saldi", "Balances"), **({len(keys) + 1: say(lang, "De offentlige kasser", "The public purses")} if sums else {})}
    return reader.table(say(lang, "Sektorernes saldi", "The sectors' balances"), columns, _said(lang), range(len(reader.results.scenarios)), sections)


def _others(reader: Reader) -> range:
    return range(1, len(reader.results.scenarios))


def _levels_and_changes(reader: Reader, levels: Sequence[Sequence[Number]], changes: Sequence[Sequence[Estimate]]) -> list[Filled]:
    """The baseline's level and each scenario's change with its margin, each kind in one scale."""
    lang, scenarios = reader.lang, reader.results.scenarios
    columns: list[Filled] = []
    for values in levels if scenarios else ():
        title = scenarios[0].title(lang)
        columns += amounts("baseline", title, [Estimate(value, None) for value in values], lang)[:1]
    scale: Scale = scale_of((one.value for found in changes for one in found), lang)
    for place, found in zip(_others(reader), changes, strict=True):
        title = say(lang, f"{scenarios[place].da}, ændring", f"{scenarios[place].en}, change")
        columns += amounts(scenarios[place].key, title, found, lang, scale)
    return columns


def _exact_sum(values: Sequence[Number]) -> Number:
    """The sum to the oere; None if a part is missing."""
    there = [value for value in values if value is not None]
    # Flows are whole oere of a person; weighted to the country a balance has its last digit some way behind the oere.
    return None if len(there) < len(values) else number(round(fsum(there), 2))


def _check(values: Sequence[Number]) -> Estimate:
    """The sum, certain where it is 0 as it must be."""
    total = _exact_sum(values)
    return Estimate(total, 0.0 if total == 0.0 else None)


def _said(lang: str) -> str:
    return say(
        lang,
        "Ændringer i forhold til grundforløbet. En positiv saldo er en gevinst for sektoren.",
        "Changes are against the baseline. A positive balance is a gain for the sector.",
    )
