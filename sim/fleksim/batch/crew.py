"""Who makes the parts: threads of this process, or the workers of a dask.distributed cluster. The bytes are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any, Protocol

from fleksim.batch.files import Receipt
from fleksim.batch.plan import Part
from fleksim.problems import one_problem

Task = tuple[Part, ...]
Made = dict[Part, tuple[Receipt, ...] | Exception]
Work = Callable[[Part], tuple[Receipt, ...]]

# A worker that dies may take others' tasks with it: a task is given up after as many deaths, then tried alone.
ALLOWED_FAILURES = 10


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
        import distributed.scheduler

        # Untyped.
        library: Any = distributed
        alone: list[Task] = []
        waiting = {self.client.submit(make_all, work, task, pure=False): task for task in tasks}
        for future in library.as_completed(list(waiting)):
            error = future.exception()
            if isinstance(error, library.scheduler.KilledWorker):
                alone += [(part,) for part in waiting[future]]
            else:
                yield dict.fromkeys(waiting[future], error) if error else future.result()
            # The scheduler forgets what is not held.
            del waiting[future]
        for task in alone:
            future = self.client.submit(make_all, work, task, pure=False)
            error = future.exception()
            yield dict.fromkeys(task, error) if error else future.result()


@contextmanager
def crew(scheduler: str | None, threads: int) -> Iterator[Crew]:
    """The crew of a run. scheduler: None for threads, `local` or `local:N` for N worker processes of this machine, or the
    address of a cluster. Raises InputError for a scheduler that is not there or not installed."""
    if scheduler is None:
        yield Threads(threads)
        return
    try:
        import dask
        import distributed

        library: Any = distributed
    except ImportError:
        raise one_problem("--scheduler needs the package distributed", way_out="pip install 'fleksim[distributed]'") from None
    dask.config.set({"distributed.scheduler.allowed-failures": ALLOWED_FAILURES})
    if scheduler == "local" or scheduler.startswith("local:"):
        count = scheduler.removeprefix("local").removeprefix(":") or "2"
        if not count.isdigit() or not 1 <= int(count) <= 256:
            raise one_problem(f"'{scheduler}' does not say how many workers", way_out="Write local:2.")
        # Only this machine may reach it: its diagnostics listen on all addresses otherwise.
        with (
            library.LocalCluster(
                n_workers=int(count), threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=True, silence_logs=50
            ) as cluster,
            library.Client(cluster) as client,
        ):
            yield Workers(client)
        return
    try:
        client = library.Client(scheduler, timeout=10)
    except (OSError, ValueError, TimeoutError) as error:
        raise one_problem(f"no scheduler answers at '{scheduler}': {error}", way_out="Start one with `dask scheduler`, or leave --scheduler out.") from None
    with client:
        yield Workers(client)
