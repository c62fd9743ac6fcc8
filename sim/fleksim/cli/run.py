"""`fleksim run` and `fleksim verify`: batches in folders that go on where they stopped."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from fleksim.cli.common import JsonOption, Lang, LangOption, RulesOption, print_json

BatchArgument = Annotated[str, typer.Argument(metavar="BATCH", help="A batch file, or the name of a shipped one.")]
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run; a run that was stopped goes on there.")]
SchedulerOption = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDR", help="A dask.distributed scheduler (tcp://...), or local:N for N processes of this machine.")
]
ThreadsOption = Annotated[int | None, typer.Option("--threads", min=1, max=256, help="Threads of this process.")]
ChunkOption = Annotated[int | None, typer.Option("--chunk", min=1, help="Persons held at a time: fewer need less memory. Results do not depend on it.")]
PartialOption = Annotated[bool, typer.Option("--allow-partial", help="Add up what is there although some parts failed.")]

_STAGES = {
    "persons": {"da": "Personer", "en": "Persons"},
    "incomes": {"da": "Gældende lov", "en": "Law in force"},
    "sums": {"da": "Scenarier", "en": "Scenarios"},
    "months": {"da": "Måneder", "en": "Months"},
}
# Threads inside a compiled kernel or LLVM cannot be stopped; the parts they are at are lost and nothing else.
_INTERRUPTED = 130


def run(
    batch: BatchArgument,
    out: OutOption,
    scheduler: SchedulerOption = None,
    threads: ThreadsOption = None,
    chunk: ChunkOption = None,
    allow_partial: PartialOption = False,
    allow_rules: RulesOption = False,
    lang: LangOption = Lang.da,
    json: JsonOption = False,
) -> None:
    """Run scenarios on a population into a folder, or go on with a run that was stopped."""
    from fleksim.batch.read import read_batch
    from fleksim.batch.run import run_batch

    spec = read_batch(batch, allow_rules=allow_rules)
    with _stops_at_once(), _progress(lang.value) as progress:
        outcome = run_batch(spec, out, scheduler=scheduler, threads=threads, chunk=chunk, allow_partial=allow_partial, progress=progress)
    for notice in outcome.notices:
        print(notice, file=sys.stderr)
    if json:
        print_json({"folder": str(outcome.folder), "made": outcome.made, "reused": outcome.reused, "notices": list(outcome.notices)})
    elif sys.stdout.isatty():
        from fleksim.cli.table import table

        table(out, lang=lang)


def verify(folder: FolderArgument, threads: ThreadsOption = None, quick: Annotated[bool, typer.Option("--quick", help="Compare files only.")] = False) -> None:
    """Compute a run again and compare; exit 1 and a line for each difference."""
    from fleksim.batch.verify import verify as differences

    with _stops_at_once(), _progress("da") as progress:
        found = differences(folder, recompute=not quick, threads=threads, progress=progress)
    for line in found:
        typer.echo(line)
    if found:
        raise typer.Exit(1)


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[str, int, int, int], None]]:
    """A bar a stage on the terminal: parts done, left and reused; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total, reused: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[reused]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int, reused: int) -> None:
            if stage not in tasks:
                word = {"da": "genbrugt", "en": "reused"}[lang]
                tasks[stage] = bar.add_task(_STAGES[stage][lang], total=total, reused=f"{reused} {word}" if reused else "")
            bar.update(tasks[stage], completed=done)

        yield show


@contextmanager
def _stops_at_once() -> Iterator[None]:
    """Let an interrupt or a polite end stop the run within moments: what is on the disk is whole at every moment."""

    def stop(number: int, frame: object) -> None:
        print("interrupted; the parts that are done are kept", file=sys.stderr, flush=True)
        _end_children()
        os._exit(_INTERRUPTED)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_children() -> None:
    """End the worker processes of a local cluster."""
    import multiprocessing

    for child in multiprocessing.active_children():
        child.kill()
