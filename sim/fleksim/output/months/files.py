"""Results of months as files: the dataset, every table in two kinds of CSV, charts with their numbers; each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fleksim.analysis.months.results import MonthResults
from fleksim.output.months.disclosure import protect
from fleksim.output.months.tables import month_tables
from fleksim.output.months.tidy import write_netcdf
from fleksim.output.results.files import csv_files, file_names, write_files

NETCDF = "months.nc"


def write_months(results: MonthResults, folder: Path, lang: str = "da") -> list[Path]:
    """Write results into a folder, which is made if need be; returns the files in the order written.

    `months.nc`, `tables/<name>.csv`, `tables/da/<name>.csv` with semicolons and decimal commas, `charts/<name>.svg`, `.png` and
    `.csv`. The same results give the same bytes; small groups of own data are hidden. Raises InputError, OSError.
    """
    return write_files(_files(protect(results), results, folder, lang), folder)


def _files(results: MonthResults, unprotected: MonthResults, folder: Path, lang: str) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """Every file with what fills it."""
    yield folder / NETCDF, lambda path: write_netcdf(results, path)
    made = month_tables(unprotected, lang)
    yield from csv_files(made, made if lang == "da" else month_tables(unprotected, "da"), folder / "tables")
    yield from _charts(results, folder / "charts", lang)


def _charts(results: MonthResults, folder: Path, lang: str) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    from fleksim.output.charts.months import month_charts

    drawn = month_charts(results, lang)
    for name, chart in zip(file_names(drawn), drawn.values(), strict=True):
        for ending in (".svg", ".png", ".csv"):
            yield folder / f"{name}{ending}", chart.save
