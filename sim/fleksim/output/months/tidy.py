"""Results of months as a dataset: a variable a quantity, with its standard error and its difference from the law as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fleksim.analysis.months.results import MonthResults
from fleksim.analysis.months.variables import EVENT_TITLES, GROUPING_TITLES, MEASURE_TITLES, STATE_TITLES, coordinates, groups, variables
from fleksim.output.months.disclosure import protect
from fleksim.output.months.words import flow_titles, headline_titles, sector_titles
from fleksim.output.results.tidy import attributes, need_room, texts

if TYPE_CHECKING:
    import xarray as xr

# The ends of the names of what is known of a quantity, by the name in Estimate.
_ENDS = {"value": "", "se": "_se", "difference": "_difference", "difference_se": "_difference_se"}
_LONG_NAMES = {
    "value": ("{}", "{}"),
    "se": ("{}: standardfejl", "{}: standard error"),
    "difference": ("{}: ændring i forhold til gældende lov", "{}: change against the law in force"),
    "difference_se": ("{}: ændringens standardfejl", "{}: standard error of the change"),
}
# Bytes of a netCDF file beside its numbers and texts.
_FRAME = 2**21


def dataset(results: MonthResults) -> xr.Dataset:
    """Every quantity as a variable, dims (scenario, ...) as it is told by: month, year, state, event, flow, sector ...

    Scenarios are named by key, and `key+` where people respond. `<name>_se`, `<name>_difference`, `<name>_difference_se`: the
    standard error, the difference from the law as it is and its own. Titles of what stands along a dimension are coordinates
    (`state_da`, `state_en`). The attributes say what the numbers rest on. Small groups of own data are NaN.
    """
    import xarray as xr

    results = protect(results)
    made: dict[str, Any] = {}
    for name in results.estimates[results.baseline.name]:
        one = variables()[name]
        for known, end in _ENDS.items():
            values = np.stack([np.asarray(getattr(results.of(scenario.name, name), known), float) for scenario in results.scenarios])
            da, en = _LONG_NAMES[known]
            titles = {"long_name": da.format(one.da), "long_name_en": en.format(one.en)}
            made[f"{name}{end}"] = (("scenario", *one.dims), values, {"units": one.unit, **titles})
    used = {"scenario", *(dim for name in results.estimates[results.baseline.name] for dim in variables()[name].dims)}
    known_as = attributes(results.provenance, results.own_data, results.assumptions)
    about = {**known_as, "replications": results.replications, "rows": results.rows, "money": int(results.money)}
    return xr.Dataset(made, _coordinates(results, used), about)


def _coordinates(results: MonthResults, used: set[str]) -> dict[str, Any]:
    scenarios = results.scenarios
    found: dict[str, Any] = {
        "scenario": ("scenario", texts(one.name for one in scenarios)),
        "key": ("scenario", texts(one.key for one in scenarios)),
        "responds": ("scenario", np.array([int(one.responds) for one in scenarios])),
        "reform_hash": ("scenario", texts(one.reform_hash for one in scenarios)),
        "extrapolated": ("scenario", texts(", ".join(one.extrapolated) for one in scenarios)),
        **{f"scenario_{lang}": ("scenario", texts(one.title(lang) for one in scenarios)) for lang in ("da", "en")},
    }
    for dim, keys in coordinates(results.span).items():
        if dim in used:
            found[dim] = (dim, np.array(keys) if all(isinstance(one, int) for one in keys) else texts(keys))
    for dim, titles in _titles().items():
        if dim in used:
            found |= {f"{dim}_{lang}": (dim, texts(one[index] for one in titles)) for index, lang in enumerate(("da", "en"))}
    if "measure" in used:
        found["measure_units"] = ("measure", texts(one[2] for one in MEASURE_TITLES.values()))
    return found


def _titles() -> dict[str, list[tuple[str, ...]]]:
    """The titles in Danish and English of what stands along a dimension."""
    states: list[tuple[str, ...]] = list(STATE_TITLES.values())
    cells: list[tuple[str, ...]] = [(f"{GROUPING_TITLES[one.grouping][0]}: {one.da}", f"{GROUPING_TITLES[one.grouping][1]}: {one.en}") for one in groups()]
    return {
        "state": states,
        **dict.fromkeys(("from", "to", "first", "second", "third"), states),
        "event": list(EVENT_TITLES.values()),
        "cell": cells,
        "measure": list(MEASURE_TITLES.values()),
        "flow": list(flow_titles()),
        "sector": list(sector_titles()),
        "headline": list(headline_titles()),
    }


def write_netcdf(results: MonthResults, path: Path) -> None:
    """The dataset as netCDF 4; the same results give the same bytes, whenever and wherever they are written. Raises OSError."""
    made = dataset(results)
    need_room(path, made.nbytes + sum(len(str(one)) for one in made.attrs.values()) + _FRAME)
    made.to_netcdf(path, engine="h5netcdf")
