"""Every table of results, by name."""

from __future__ import annotations

from collections.abc import Callable

from fleksim.analysis.results import Results
from fleksim.output.basis import say
from fleksim.output.results.accounts import balances_table, flows_table
from fleksim.output.results.disclosure import protect
from fleksim.output.results.grounds import grounds_table
from fleksim.output.results.groups import group_table
from fleksim.output.results.lists import family_table
from fleksim.output.results.overview import overview, winners_and_losers
from fleksim.output.results.reading import Reader
from fleksim.output.table import Table

OVERVIEW = "oversigt"
WINNERS = "vindere_tabere"
GROUNDS = "grundlag"
# The grouping by income has a name of its own.
_TABLE_OF = {"decil": "deciler"}


def tables(results: Results, lang: str = "da") -> dict[str, Table]:
    """The tables that the results have numbers for; own data's small groups hidden."""
    return {name: make() for name, make in _makers(results, lang).items()}


def table_names(results: Results) -> list[str]:
    """The names of the tables, without making them."""
    return list(_makers(results, "da"))


def _makers(results: Results, lang: str) -> dict[str, Callable[[], Table]]:
    results = protect(results)
    reader = Reader(results, lang)
    made: dict[str, Callable[[], Table]] = {OVERVIEW: lambda: overview(reader)}
    families = {one.family for one in results.statistics}
    if "vindere" in families:
        made[WINNERS] = lambda: winners_and_losers(reader)
    for grouping in sorted(reader.groupings(), key=lambda name: name != "decil"):
        made[_TABLE_OF.get(grouping, grouping)] = lambda grouping=grouping: group_table(reader, grouping)  # type: ignore[misc]
    if "incitament" in families:
        made["incitamenter"] = lambda: _incentives(reader)
    if "ulighed" in families:
        made["ulighed"] = lambda: _inequality(reader)
    if any(one.key.startswith("strom_") for one in results.statistics):
        made["regnskab"] = lambda: flows_table(reader)
    if any(one.key.startswith("balance_") for one in results.statistics):
        made["balancer"] = lambda: balances_table(reader)
    made[GROUNDS] = lambda: grounds_table(results, lang)
    return made


def _incentives(reader: Reader) -> Table:
    lang = reader.lang
    said = say(
        lang, "Blandt dem, der arbejder i et fleksjob. METR: effektiv marginalskat.", "Among those who work in a fleksjob. METR: marginal effective tax rate."
    )
    return family_table(reader, "incitament", say(lang, "Incitamenter", "Incentives"), said)


def _inequality(reader: Reader) -> Table:
    lang = reader.lang
    said = say(
        lang,
        "Ækvivaleret disponibel indkomst. Ulighed og fattigdom inden for populationen, ikke i hele befolkningen.",
        "Equivalised disposable income. Inequality and poverty within this population, not of the whole country.",
    )
    return family_table(reader, "ulighed", say(lang, "Ulighed", "Inequality"), said)
