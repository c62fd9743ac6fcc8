"""Results as files: the cube, the rows, every table in two kinds of CSV, a workbook, charts; each whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from fleksim.analysis.results import Results
from fleksim.files import write_whole
from fleksim.output.results.disclosure import protect
from fleksim.output.results.tables import tables
from fleksim.output.results.tidy import write_netcdf, write_parquet
from fleksim.output.results.xlsx import write_xlsx
from fleksim.output.table import Table
from fleksim.problems import InputError, Problem, did_you_mean, one_problem, printable

FORMATS = ("nc", "parquet", "csv", "xlsx", "charts")
USUAL = ("nc", "parquet", "csv")
_LONGEST_NAME = 60
# Windows keeps these for itself.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def write_all(results: Results, folder: Path, formats: Iterable[str] = USUAL, lang: str = "da") -> list[Path]:
    """Write results into a folder, which is made if need be; returns the files in the order written.

    formats: `nc` and `parquet` (`result.*`), `csv` (`tables/<name>.csv`, and `tables/da/<name>.csv` with semicolons and
    decimal commas), `xlsx` (`tables.xlsx`), `charts` (`charts/<name>.svg`, `.png`). The same results give the same bytes.
    Raises InputError for unknown formats and for folders that lead elsewhere, OSError.
    """
    wanted = list(dict.fromkeys(formats))
    unknown = [one for one in wanted if one not in FORMATS]
    if unknown:
        known = f"Formats: {', '.join(FORMATS)}."
        raise InputError([Problem(f"'{printable(one)}' is no format of results", way_out=did_you_mean(one, FORMATS, known)) for one in unknown])
    return write_files(_files(protect(results), folder, wanted, lang), folder)


def write_files(files: Iterable[tuple[Path, Callable[[Path], object]]], folder: Path) -> list[Path]:
    """Write each file with what fills it, into the folder or below it. Raises InputError, OSError."""
    written = []
    for path, writer in files:
        _own_folder(path.parent, folder)
        write_whole(path, writer)
        written.append(path)
    return written


def _files(results: Results, folder: Path, wanted: Iterable[str], lang: str) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """Every file with what fills it."""
    for one in wanted:
        if one == "nc":
            yield folder / "result.nc", lambda path: write_netcdf(results, path)
        elif one == "parquet":
            yield folder / "result.parquet", lambda path: write_parquet(results, path)
        elif one == "csv":
            yield from _tables(results, folder / "tables", lang)
        elif one == "xlsx":
            yield folder / "tables.xlsx", lambda path: write_xlsx(results, path, lang)
        else:
            yield from _charts(results, folder / "charts", lang)


def _tables(results: Results, folder: Path, lang: str) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    made = tables(results, lang)
    yield from csv_files(made, made if lang == "da" else tables(results, "da"), folder)


def csv_files(made: Mapping[str, Table], danish: Mapping[str, Table], folder: Path) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """Tables as CSV, and the Danish ones as Danish spreadsheets read them."""
    for name, table in zip(file_names(made), made.values(), strict=True):
        yield folder / f"{name}.csv", _csv_writer(table, danish=False)
    for name, table in zip(file_names(danish), danish.values(), strict=True):
        yield folder / "da" / f"{name}.csv", _csv_writer(table, danish=True)


def _csv_writer(table: Table, danish: bool) -> Callable[[Path], object]:
    return lambda path: write_csv(table, path, danish)


def write_csv(table: Table, path: Path, danish: bool = False) -> None:
    """A table as CSV. The Danish one begins with a byte order mark, without which Excel misreads its letters."""
    path.write_text(table.to_csv(danish=danish), encoding="utf-8-sig" if danish else "utf-8", newline="\n")


def _charts(results: Results, folder: Path, lang: str) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    from fleksim.output.charts.results import result_charts

    drawn = result_charts(results, lang)
    for name, chart in zip(file_names(drawn), drawn.values(), strict=True):
        for ending in (".svg", ".png"):
            yield folder / f"{name}{ending}", chart.save


def file_names(names: Iterable[str]) -> list[str]:
    """Names that no system refuses and that lead nowhere else, each once."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = re.sub(r"[^a-z0-9_-]+", "_", name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))[:_LONGEST_NAME].strip("_") or "tabel"
        plain = f"{plain}_" if _DEVICES.fullmatch(plain) else plain
        unique, count = plain, 1
        while unique in taken:
            count += 1
            unique = f"{plain}_{count}"
        taken.add(unique)
        found.append(unique)
    return found


def _own_folder(path: Path, root: Path) -> None:
    """Make the folder; one that is a link below the root would lead the files elsewhere."""
    inside = path.relative_to(root).parts
    place = root
    root.mkdir(parents=True, exist_ok=True)
    for part in inside:
        place = place / part
        if place.is_symlink():
            raise one_problem("is a link to another place", file=str(place), way_out="Remove it, or choose another folder.")
        place.mkdir(exist_ok=True)
