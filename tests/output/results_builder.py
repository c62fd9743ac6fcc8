"""Results made of invented persons whose every number is known, for the tests of files and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.ledger import FLOWS, SECTORS, balance_signs
from fleksim.analysis.results import GroupInfo, Results, ScenarioInfo, StatisticInfo
from fleksim.output.results.disclosure import Behind

BUCKETS = ("taber_over_5", "taber_under_5", "uaendret", "vinder_under_5", "vinder_over_5")
BANDS = ("under_0", "0_50", "50_80", "80_100", "100")
PROVENANCE: dict[str, Any] = {
    "law_date": "2026-01-01",
    "parameter_hash": "0123456789ab",
    "fleksim_version": "0.2.0",
    "seed": 7,
    "population": {"size": 400, "year": 2026},
}
ASSUMPTIONS = (
    {
        "name": "tilbageloeb",
        "title": {"da": "Tilbageløb", "en": "Return"},
        "value": 0.225,
        "low": 0.2,
        "high": 0.25,
        "unit": "andel",
        "confidence": "low",
        "source": "assumption",
        "note": "after the ministry's rate",
    },
    {
        "name": "stock",
        "title_da": "Fleksjobbere",
        "title_en": "In fleksjob",
        "value": 89_000.0,
        "unit": "personer",
        "group": "2024",
        "key": "mand",
        "source": "jobindsats.dk",
    },
)
KOMMUNER = (("101", "København"), ("147", "Frederiksberg"), ("751", "Aarhus"), ("740", "Silkeborg"))
REGIONS = (("hovedstaden", "Hovedstaden"), ("midtjylland", "Midtjylland"))

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """Invented persons. places: the group of each person by grouping; scenarios by row: gain [kr/year], flows [kr]."""

    places: dict[str, npt.NDArray[np.int64]]
    gain: Floats
    income: Floats
    zero: npt.NDArray[np.bool_]
    rate: Floats
    flows: Floats


def people(size: int, scenarios: int = 3, seed: int = 1) -> People:
    """Persons with gains in every bucket, by deciles, municipalities and sexes."""
    draws = np.random.default_rng(seed)
    income = np.sort(draws.uniform(120_000, 320_000, size))
    gain = np.where(draws.random((scenarios, size)) < 0.4, 0.0, np.round(draws.normal(1500, 9000, (scenarios, size)), 2))
    gain[0] = 0.0
    kommune = draws.integers(0, len(KOMMUNER), size)
    flows = np.round(draws.uniform(0, 90_000, (scenarios, len(FLOWS), size)), 2) * (draws.random((len(FLOWS), size)) < 0.6)
    places = {"decil": np.arange(size) * 10 // max(size, 1), "kommune": kommune, "region": kommune // 2, "koen": draws.integers(0, 2, size)}
    return People(places, gain, income, draws.random((scenarios, size)) < 0.3, draws.uniform(-0.2, 1.2, (scenarios, size)), flows)


def groups() -> list[GroupInfo]:
    made = [GroupInfo("alle", "Alle", "Everybody")]
    made += [GroupInfo(str(one), f"{one}. decil", f"Decile {one}", "decil", "Indkomstdecil", "Income decile") for one in range(1, 11)]
    made += [GroupInfo(key, name, name, "kommune", "Kommune", "Municipality") for key, name in KOMMUNER]
    made += [GroupInfo(key, name, name, "region", "Region", "Region") for key, name in REGIONS]
    made += [GroupInfo(key, da, en, "koen", "Køn", "Sex") for key, da, en in (("k", "Kvinder", "Women"), ("m", "Mænd", "Men"))]
    return made


def statistics() -> list[StatisticInfo]:
    share = {"unit": "andel", "total": False}
    mean = {"unit": "kr/aar", "total": False}
    return [
        StatisticInfo("personer", "Personer", "Persons", unit="personer", family="personer"),
        StatisticInfo("disponibel_indkomst", "Disponibel indkomst", "Disposable income", family="indkomst"),
        StatisticInfo("middel_disponibel", "Disponibel indkomst pr. person", "Disposable income a person", family="indkomst", **mean),
        *(StatisticInfo(key, key, key, family="vindere", **share) for key in BUCKETS),
        StatisticInfo("middel_gevinst", "Gevinst pr. person", "Gain a person", family="vindere", **mean),
        StatisticInfo("i_fleksjob", "I fleksjob", "In a fleksjob", unit="personer", family="incitament"),
        StatisticInfo("nul_gevinst", "I nulgevinst-zonen", "In the zero-gain zone", family="incitament", **share),
        StatisticInfo("metr_timer", "METR, timer", "METR, hours", family="incitament", **share),
        *(StatisticInfo(f"metr_timer_{band}", f"METR {band}", f"METR {band}", family="incitament", **share) for band in BANDS),
        StatisticInfo("gini", "Gini", "Gini", unit="indeks", family="ulighed", total=False),
        *(StatisticInfo(f"strom_{flow.name}", flow.da, flow.en) for flow in FLOWS),
        *(StatisticInfo(f"balance_{sector.name}", sector.da, sector.en, family="balance") for sector in SECTORS),
        StatisticInfo("provenu", "Provenu", "Revenue", family="balance"),
        StatisticInfo("arbejdsgiver_pr_time", "Arbejdsgiver pr. time", "Employer an hour", unit="kr/time", family="pris", total=False),
    ]


def results(who: People, *, titles: Sequence[str] = (), own_data: bool = False, **changes: Any) -> Results:
    """Their results, every statistic reckoned from the persons."""
    return with_behind(who, titles=titles, own_data=own_data, **changes)[0]


def with_behind(who: People, *, titles: Sequence[str] = (), own_data: bool = False, **changes: Any) -> tuple[Results, Behind]:
    """Their results, and the true number of persons behind each."""
    of_groups, of_statistics = groups(), statistics()
    shape = (who.gain.shape[0], len(of_groups), len(of_statistics))
    value, base, count = np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    members = [_members(who, one, of_groups) for one in of_groups]
    for s in range(shape[0]):
        person = _of_persons(who, s)
        for g, chosen in enumerate(members):
            for t, one in enumerate(of_statistics):
                value[s, g, t], base[s, g, t], count[s, g, t] = _statistic(one, person[one.key][chosen])
                if one.key == "gini" and g:
                    value[s, g, t] = np.nan
    size = np.array([chosen.sum() for chosen in members], np.int64)
    error = np.abs(value) * 0.05
    difference = value - value[:1]
    made = Results(
        scenarios=[_scenario(index, titles) for index in range(shape[0])],
        groups=of_groups,
        statistics=of_statistics,
        value=value,
        value_se=error,
        difference=difference,
        difference_se=np.where(difference == 0.0, 0.0, np.abs(difference) * 0.1),
        rows=size,
        persons=size * 1.0,
        provenance=PROVENANCE,
        own_data=own_data,
        assumptions=ASSUMPTIONS,
    )
    for name, new in changes.items():
        object.__setattr__(made, name, new)
    return made, Behind(base, count)


def _scenario(index: int, titles: Sequence[str]) -> ScenarioInfo:
    title = titles[index] if index < len(titles) else ("Gældende lov", "Intet lønloft", "25 pct. aftrapning", "Loft efter 2 år")[index]
    needs = ("skift mellem job og ledighed",) if index == 2 else ()
    return ScenarioInfo(
        f"s{index}",
        title,
        title,
        "ministeriet" if index else "",
        "https://a.test" if index else None,
        "2026-01-01",
        f"param{index}",
        f"reform{index}" if index else "",
        needs,
    )


def _members(who: People, one: GroupInfo, of_groups: Sequence[GroupInfo]) -> npt.NDArray[np.bool_]:
    if one.grouping == "alle":
        return np.ones(who.income.size, bool)
    keys = [other.key for other in of_groups if other.grouping == one.grouping]
    return np.asarray(who.places[one.grouping] == keys.index(one.key))


def _of_persons(who: People, s: int) -> dict[str, Floats]:
    """Every statistic's value of each person under a scenario."""
    gain, net = who.gain[s], who.income + who.gain[s]
    large = np.abs(gain) > 0.05 * who.income
    bucket = np.select([gain == 0.0, (gain < 0) & large, gain < 0, ~large], [2, 0, 1, 3], default=4)
    band = np.searchsorted([0.0, 0.5, 0.8, 1.0], who.rate[s], side="right")
    flows = {flow.name: who.flows[s, index] for index, flow in enumerate(FLOWS)}
    balances = {sector.name: sum((sign * flows[name] for name, sign in balance_signs(sector).items()), np.zeros(gain.size)) for sector in SECTORS}
    return {
        "personer": np.ones(gain.size),
        "disponibel_indkomst": net,
        "middel_disponibel": net,
        **{key: (bucket == index).astype(float) for index, key in enumerate(BUCKETS)},
        "middel_gevinst": gain,
        "i_fleksjob": np.ones(gain.size),
        "nul_gevinst": who.zero[s].astype(float),
        "metr_timer": who.rate[s],
        **{f"metr_timer_{key}": (band == index).astype(float) for index, key in enumerate(BANDS)},
        "gini": net / 1e6,
        **{f"strom_{name}": amount for name, amount in flows.items()},
        **{f"balance_{name}": np.round(amount, 2) for name, amount in balances.items()},
        "provenu": np.round(balances["kommune"] + balances["stat"], 2),
        "arbejdsgiver_pr_time": 200.0 + gain / 1000.0,
    }


def _statistic(one: StatisticInfo, person: Floats) -> tuple[float, int, int]:
    """Value, persons it is about, persons it counts."""
    about, counted = person.size, int((person != 0.0).sum())
    if one.total:
        return float(np.round(person.sum(), 2)), about, counted
    return float(person.mean()) if about else float("nan"), about, counted
