"""Results as tidy data: a row a number (pandas, Parquet), or a cube with titles and units (xarray, netCDF)."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fleksim.analysis.results import Results
from fleksim.output.results.disclosure import HIDDEN_ROWS, protect

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

# Rows of 10,000 scenarios and 11 groups at once took 1.4 GB beyond the results; 200 scenarios at a time take 0.2 GB.
SCENARIOS_AT_A_TIME = 200
_NUMBERS = ("value", "value_se", "difference", "difference_se")
# Bytes of a netCDF file beside its numbers and texts.
_NETCDF_FRAME = 2**20
_NUMBER_NAMES = {
    "value": ("Niveau", "Level"),
    "value_se": ("Standardfejl af niveauet", "Standard error of the level"),
    "difference": ("Ændring i forhold til grundforløbet", "Change against the baseline"),
    "difference_se": ("Standardfejl af ændringen", "Standard error of the change"),
}


def frame(results: Results) -> pd.DataFrame:
    """A row a number, columns (scenario, grouping, group, statistic, unit, value, value_se, difference, difference_se,
    rows, persons).

    NaN where a statistic has no meaning for a group or is hidden; rows (persons of the sample) then none too, if hidden.
    """
    import pandas as pd

    results = protect(results)
    scenarios, groups, statistics = np.meshgrid(*(np.arange(size) for size in results.value.shape), indexing="ij")
    numbers = {name: getattr(results, name).ravel() for name in _NUMBERS}
    rows = pd.array(_rows(results), dtype="Float64").astype("Int64")
    return pd.DataFrame(
        {
            "scenario": _named([one.key for one in results.scenarios], scenarios),
            "grouping": _named([one.grouping for one in results.groups], groups),
            "group": _named([one.key for one in results.groups], groups),
            "statistic": _named([one.key for one in results.statistics], statistics),
            "unit": _named([one.unit for one in results.statistics], statistics),
            **numbers,
            "rows": rows.take(groups.ravel()),
            "persons": results.persons[groups.ravel()],
        }
    )


def _named(names: Sequence[str], places: npt.NDArray[np.int64]) -> pd.Series[str]:
    import pandas as pd

    return pd.Series(names, dtype="str").take(places.ravel()).reset_index(drop=True)


def _rows(results: Results) -> list[float | None]:
    return [None if count == HIDDEN_ROWS else float(count) for count in results.rows]


def dataset(results: Results) -> xr.Dataset:
    """The numbers as dims (scenario, group, statistic), with titles, units and groupings as coordinates.

    Groups are named `grouping:key`. The attributes say what the numbers rest on, in the words of the provenance.
    """
    import xarray as xr

    results = protect(results)
    dims = ("scenario", "group", "statistic")
    numbers = {name: (dims, np.asarray(getattr(results, name), float), {"long_name": da, "long_name_en": en}) for name, (da, en) in _NUMBER_NAMES.items()}
    rows = np.array([np.nan if one is None else one for one in _rows(results)], float)
    about = {
        "rows": ("group", rows, {"long_name": "Personer i stikprøven", "long_name_en": "Persons of the sample", "units": "personer"}),
        "persons": ("group", np.asarray(results.persons, float), {"long_name": "Personer", "long_name_en": "Persons", "units": "personer"}),
    }
    return xr.Dataset({**numbers, **about}, _coordinates(results), attributes(results.provenance, results.own_data, results.assumptions))


def _coordinates(results: Results) -> dict[str, Any]:
    coordinates: dict[str, tuple[str, Any]] = {
        "scenario": ("scenario", texts(one.key for one in results.scenarios)),
        "group": ("group", texts(f"{one.grouping}:{one.key}" for one in results.groups)),
        "statistic": ("statistic", texts(one.key for one in results.statistics)),
        "units": ("statistic", texts(one.unit for one in results.statistics)),
        "family": ("statistic", texts(one.family for one in results.statistics)),
        "grouping": ("group", texts(one.grouping for one in results.groups)),
        "grouping_da": ("group", texts(one.grouping_da for one in results.groups)),
        "grouping_en": ("group", texts(one.grouping_en for one in results.groups)),
        "parameter_hash": ("scenario", texts(one.parameter_hash for one in results.scenarios)),
        "reform_hash": ("scenario", texts(one.reform_hash for one in results.scenarios)),
        "law_date": ("scenario", texts(one.law_date for one in results.scenarios)),
    }
    for dim, titled in (("scenario", results.scenarios), ("group", results.groups), ("statistic", results.statistics)):
        for lang in ("da", "en"):
            coordinates[f"{dim}_{lang}"] = (dim, texts(one.title(lang) for one in titled))
    return coordinates


def texts(words: Any) -> npt.NDArray[np.object_]:
    """Words as netCDF takes them."""
    return np.array(list(words), dtype=object)


def attributes(provenance: Mapping[str, Any], own_data: bool, assumptions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What numbers rest on as netCDF takes it: numbers and text; anything else as JSON."""
    found = {name: _attribute(value) for name, value in provenance.items()}
    return {**found, "own_data": int(own_data), "assumptions": _json([dict(one) for one in assumptions])}


def _attribute(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str | int | float | np.integer | np.floating):
        return value
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def write_netcdf(results: Results, path: Path) -> None:
    """The cube as netCDF 4; the same results give the same bytes, whenever and wherever they are written. Raises OSError."""
    cube = dataset(results)
    need_room(path, cube.nbytes + sum(len(str(one)) for one in cube.attrs.values()) + _NETCDF_FRAME)
    cube.to_netcdf(path, engine="h5netcdf")


def need_room(path: Path, size: int) -> None:
    """HDF5 crashes the process where the disk is full: ask for the room first. Raises OSError."""
    with path.open("wb") as stream:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(stream.fileno(), 0, size)


def write_parquet(results: Results, path: Path) -> None:
    """The rows as Parquet, some scenarios at a time; the same results give the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    results = protect(results)
    parts = (_some(results, low) for low in range(0, max(len(results.scenarios), 1), SCENARIOS_AT_A_TIME))
    tables = (pa.Table.from_pandas(frame(one), preserve_index=False) for one in parts)
    first = next(tables)
    with parquet.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for table in itertools.chain((first,), tables):
            writer.write_table(table)


def _some(results: Results, low: int) -> Results:
    """A few of the scenarios."""
    here = slice(low, low + SCENARIOS_AT_A_TIME)
    return replace(results, scenarios=results.scenarios[here], **{name: getattr(results, name)[here] for name in _NUMBERS})
