"""Who makes the parts: threads of this process, or the workers of a dask.distributed cluster. The bytes are the same."""

from __future__ import annotations

import logging
import re
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any, Protocol

from fleksim.batch.files import Receipt
from fleksim.batch.plan import Part
from fleksim.batch.versions import differing, versions
from fleksim.problems import InputError, Problem, one_problem, printable

Task = tuple[Part, ...]
Made = dict[Part, tuple[Receipt, ...] | Exception]
Work = Callable[[Part], tuple[Receipt, ...]]

# A worker that dies may take others' tasks with it: a task is given up after as many deaths, then tried alone.
ALLOWED_FAILURES = 10
MOST_WORKERS = 256
# How long a scheduler and its first worker may take to answer [s].
PATIENCE = 10


class Crew(Protocol):
    """Makes parts in any order."""

    def make(self, work: Work, tasks: Sequence[Task]) -> Iterator[Made]:
        """The parts of each task as they are finished: what was written, or why not."""
        ...


def make_all(work: Work, task: Task) -> Made:
    """A task's parts, one after the other; one that fails does not keep the others."""
    made: Made = {}
    for part in task:
        try:
            made[part] = work(part)
        except Exception as error:
            made[part] = error
    return made


class Threads:
    """Threads of this process: the kernels let go of Python's lock."""

    def __init__(self, count: int) -> None:
        self.count = count

    def make(self, work: Work, tasks: Sequence[Task]) -> Iterator[Made]:
        with ThreadPoolExecutor(self.count, thread_name_prefix="fleksim") as pool:
            futures = [pool.submit(make_all, work, task) for task in tasks]
            try:
                for future in as_completed(futures):
                    yield future.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


class Workers:
    """The workers of a dask.distributed cluster, which share the run folder."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def make(self, work: Work, tasks: Sequence[Task]) -> Iterator[Made]:
        """Raises ConnectionError if the scheduler goes away."""
        import distributed

        # Untyped.
        library: Any = distributed
        waiting = {self.client.submit(make_all, work, task, pure=False): task for task in tasks}
        for future in library.as_completed(list(waiting), loop=self.client.loop):
            if future.cancelled() or self.client.status != "running":
                raise ConnectionError("the scheduler is gone; the parts that are done are kept")
            error = future.exception()
            yield dict.fromkeys(waiting[future], error) if error else future.result()
            # The scheduler forgets what is not held.
            del waiting[future]


@contextmanager
def crew(scheduler: str | None, threads: int) -> Iterator[Crew]:
    """The crew of a run. scheduler: None for threads, `local` or `local:N` for N worker processes of this machine, or the
    address of a cluster. Raises InputError for a scheduler that is not there or not installed, or has other versions."""
    if scheduler is None:
        yield Threads(threads)
        return
    try:
        import dask
        import distributed
    except ImportError:
        raise one_problem("--scheduler needs the package distributed", way_out="pip install 'fleksim[distributed]'") from None
    local = re.fullmatch(r"local(?::(.*))?", scheduler)
    cluster = _local(distributed, local[1] or "2") if local else _remote(distributed, scheduler)
    with dask.config.set({"distributed.scheduler.allowed-failures": ALLOWED_FAILURES}), _without_chatter(), cluster as client:
        _of_our_versions(client, scheduler)
        yield Workers(client)


@contextmanager
def _local(library: Any, count: str) -> Iterator[Any]:
    """A cluster of processes that only this machine can reach: its diagnostics listen on all addresses otherwise."""
    if not count.isascii() or not count.isdigit() or not 1 <= int(count) <= MOST_WORKERS:
        raise one_problem(f"'local:{printable(count)}' does not say how many workers", field="--scheduler", way_out="Write local:2.")
    chosen = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "local_directory": tempfile.gettempdir(), "silence_logs": logging.CRITICAL}
    with (
        library.LocalCluster(n_workers=int(count), threads_per_worker=1, processes=True, **chosen) as cluster,
        library.Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _remote(library: Any, address: str) -> Iterator[Any]:
    try:
        client = library.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise one_problem(
            f"no scheduler answers at '{printable(address)}' ({printable(error, 120)})",
            field="--scheduler",
            way_out="Start one with `dask scheduler`, or leave --scheduler out.",
        ) from None
    with client:
        yield client


def _of_our_versions(client: Any, scheduler: str) -> None:
    """See that there are workers, and that they compute what we would. Raises InputError."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise one_problem(f"'{printable(scheduler)}' has no workers", field="--scheduler", way_out="Start one with `dask worker`.") from None
    try:
        found = client.run(versions)
    except Exception as error:
        why = f"the workers cannot load fleksim ({type(error).__name__}: {printable(error, 120)})"
        raise one_problem(why, field="--scheduler", way_out="Give every worker the same versions.") from None
    other = {worker: differing(theirs, versions()) for worker, theirs in sorted(found.items())}
    problems = [
        Problem(f"worker {worker} has {', '.join(what)}", field="--scheduler", way_out="Give every worker the same versions.")
        for worker, what in other.items()
        if what
    ]
    if problems:
        raise InputError(problems)


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Keep the cluster's own log from the terminal: what matters is told by the run."""
    handlers = logging.getLogger("distributed").handlers
    before = [handler.level for handler in handlers]
    for handler in handlers:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for handler, level in zip(handlers, before, strict=True):
            handler.setLevel(level)
