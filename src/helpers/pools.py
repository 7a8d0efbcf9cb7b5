"""Work in processes, here or on a cluster: what is done comes back as it is done, what is lost is named."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

SMALL = 500_000  # bytes of text below which starting processes takes longer than the work
IN_HAND = 2  # tasks per process that are under way: when one dies, so many are in doubt
PATIENCE = 60  # seconds that a cluster may be without a worker
_GONE = "the cluster's scheduler is gone: start it again, connect a Client, and call this again"
_LOOK = 2  # seconds between two looks at a cluster

Task = TypeVar("Task")
Work = Callable[[Task], Any]


def _backend() -> tuple[str, Any, int | None]:
    """joblib's active backend: what it is called, itself, and the number of processes the caller asked it for."""
    from joblib.parallel import get_active_backend

    backend, configured = get_active_backend()
    kinds = {"DaskDistributedBackend": "cluster", "LokyBackend": "processes"}
    return kinds.get(type(backend).__name__, "other"), backend, configured


def processes(size: int, n_jobs: int | None) -> int:
    """How many processes for so many bytes: the caller's wish, joblib's `parallel_config`, or what is fastest."""
    from joblib.parallel import effective_n_jobs

    kind, _, configured = _backend()
    if kind == "cluster":
        return 0  # as many as it has
    if n_jobs is None:
        n_jobs = configured
        if configured in (None, 1):
            n_jobs = 1 if kind == "processes" and size < SMALL else -1
    return effective_n_jobs(n_jobs)


def finished(work: Work, tasks: list[Task], count: int) -> Iterator[tuple[Task, Any]]:
    """Each task with its result, None where the process that worked on it died; in whatever order.

    The backend is joblib's active one: on its own processes, and on Dask, a death is noticed here.
    """
    from joblib import Parallel, delayed

    kind, backend, _ = _backend()
    if kind == "cluster":
        yield from _on_cluster(backend.client, work, tasks)
    elif kind == "processes" and count > 1:
        yield from _in_processes(work, tasks, count)
    else:
        yield from zip(tasks, Parallel(count, return_as="generator")(delayed(work)(task) for task in tasks))


def alone(work: Work, tasks: list[Task]) -> Iterator[tuple[Task, Any]]:
    """As `finished`, one task after another and none beside it: who dies here dies of its own."""
    kind, backend, _ = _backend()
    if kind == "cluster":
        for task in tasks:
            yield from _on_cluster(backend.client, work, [task])
    else:
        yield from _in_processes(work, tasks, 1)


def _in_processes(work: Work, tasks: list[Task], count: int) -> Iterator[tuple[Task, Any]]:
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    from joblib.externals.loky import ProcessPoolExecutor

    waiting = list(reversed(tasks))
    futures: dict = {}
    limit = count * IN_HAND if count > 1 else 1
    pool = ProcessPoolExecutor(count)
    try:
        while waiting or futures:
            broken = False
            while waiting and len(futures) < limit and not broken:
                try:
                    future = pool.submit(work, waiting[-1])
                    futures[future] = waiting.pop()
                except BrokenProcessPool:
                    broken = True
            done, _ = wait(futures, return_when=FIRST_COMPLETED) if futures and not broken else (set(), set())
            if broken or any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                done = set(futures)  # all of its tasks are lost with a pool
                pool.shutdown(kill_workers=True)
                pool = ProcessPoolExecutor(count)
            for future in done:
                task = futures.pop(future)
                lost = not future.done() or isinstance(future.exception(), BrokenProcessPool)
                yield task, None if lost else future.result()
    finally:
        pool.shutdown(kill_workers=True)


def _on_cluster(client, work: Work, tasks: list[Task]) -> Iterator[tuple[Task, Any]]:
    """By Dask's own futures: joblib waits for ever when a cluster gives a task up."""
    from concurrent.futures import CancelledError

    import distributed

    futures = {client.submit(work, task, pure=False): task for task in tasks}
    seen = time.monotonic()
    try:
        while futures:
            try:
                done = distributed.wait(list(futures), timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except (TimeoutError, CancelledError):
                done = {future for future in futures if future.done()}
            seen = _alive(client, seen)
            for future in done:
                task = futures.pop(future)
                yield task, _result(future)
    finally:
        if client.status == "running":
            client.cancel(list(futures))


def _alive(client, seen: float) -> float:
    """When a worker was last there; RuntimeError if the cluster is gone, or without workers for too long."""
    if client.status != "running":
        raise RuntimeError(_GONE)
    try:
        workers = client.scheduler_info()["workers"]
    except OSError:
        raise RuntimeError(_GONE) from None
    if workers:
        return time.monotonic()
    if time.monotonic() - seen > PATIENCE:
        raise RuntimeError(f"the cluster has had no worker for {PATIENCE} seconds: start some, and call this again")
    return seen


def _result(future) -> Any:
    """What a task on the cluster gave, None if it was given up."""
    import distributed

    if future.status == "cancelled":
        raise RuntimeError("the cluster dropped a task: its scheduler was restarted; call this again")
    error = future.exception() if future.status == "error" else None
    if isinstance(error, distributed.KilledWorker):
        return None
    if isinstance(error, ImportError):
        raise RuntimeError(f"the cluster's workers lack a package ({error}): install this one there, this version")
    return future.result()
