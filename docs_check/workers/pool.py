"""Work done in processes of its own, so that a crash, a hang or a leak costs one task and never the run.

Workers are started afresh (`spawn`): nothing is shared, and every system behaves the same. Each is recycled after
`TASKS_A_WORKER` tasks, because OCR processes that live long leak memory. What they may use is in
`docs_check.workers.limits`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from docs_check.workers.limits import WorkerLimits, guard, reason_of
from extractor.records import Words

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")
R = TypeVar("R")

# A fresh worker costs 3 s of CPU (imports, models, kernels for each new width of a line): at 50 tasks, as it was, a
# twentieth of a page. Over 400 pages of the dev set one grew from 755 to 909 MB within 160, and no more after.
TASKS_A_WORKER = 200
QUEUED_A_WORKER = 2  # the next task lies ready when one ends; more would only hold memory
# Each worker computes on one core; without this every library would start a thread per core in every worker.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A task and its result, or `failure`: why there is none, as a clause that follows the task's name."""

    task: T
    result: R | None
    failure: Words | None = None


class Crew:
    """The processes of a run. While it is entered as a context they are kept from one stage to the next: a fresh one
    takes most of a second to load what pages are read with. Else each `Pool` stops its own."""

    def __init__(self) -> None:
        self._entered = False
        self._kept: ProcessPool | None = None
        self._terms = 0, WorkerLimits()

    def __enter__(self) -> Crew:
        self._entered = True
        return self

    def __exit__(self, *_: object) -> None:
        self._entered = False
        self._stop()

    def lend(self, jobs: int, limits: WorkerLimits) -> ProcessPool:
        size, kept_limits = self._terms
        if self._kept is None or not self._kept.active or size < jobs or kept_limits != limits:
            self._stop()
            self._kept, self._terms = _started(jobs, limits), (jobs, limits)
        return self._kept

    def take_back(self, *, idle: bool) -> None:
        if not (self._entered and idle):
            self._stop()

    def _stop(self) -> None:
        if self._kept is not None:
            self._kept.stop()
            self._kept.join()
            self._kept = None


def _started(jobs: int, limits: WorkerLimits) -> ProcessPool:
    from pebble import ProcessPool

    with _one_thread_each(), _unheard_interrupts():
        return ProcessPool(
            max_workers=jobs,
            max_tasks=TASKS_A_WORKER,
            initializer=_prepare,
            initargs=(limits,),
            context=multiprocessing.get_context("spawn"),
        )


class Pool(Generic[T, R]):
    """Up to `jobs` processes of the crew. Tasks may be added while others run; each comes back once as `Done`, in no
    particular order. To be used as a context: leaving it before all are back, by Ctrl-C too, stops the processes."""

    def __init__(self, jobs: int, limits: WorkerLimits, crew: Crew) -> None:
        self._crew = crew
        self._limits = limits
        self._pool = crew.lend(max(1, jobs), limits)
        self._futures = dict[Future[R | _Raised], tuple[T, float]]()

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self._crew.take_back(idle=not self._futures)

    @property
    def waiting(self) -> int:
        """Tasks that were added and have not come back."""
        return len(self._futures)

    def add(self, task: T, function: Callable[..., R], arguments: tuple[Any, ...], seconds: float) -> None:
        """`function(*arguments)` is called in a worker, which is ended after `seconds`."""
        with _one_thread_each(), _unheard_interrupts():
            future = self._pool.schedule(_called, args=(function, arguments), timeout=seconds)
        self._futures[cast("Future[R | _Raised]", future)] = task, seconds

    def done(self) -> list[Done[T, R]]:
        """Waits until at least one task is done."""
        with _one_thread_each():
            done, _ = wait(self._futures, return_when=FIRST_COMPLETED)
        return [self._ended(future) for future in done]

    def _ended(self, future: Future[R | _Raised]) -> Done[T, R]:
        from pebble import ProcessExpired

        task, seconds = self._futures.pop(future)
        error = future.exception()
        if error is None:
            result = future.result()
            return Done(task, None, _failed(result.name)) if isinstance(result, _Raised) else Done(task, result)
        if isinstance(error, TimeoutError):
            return Done(task, None, _too_long(seconds))
        if isinstance(error, ProcessExpired):
            return Done(task, None, reason_of(error.exitcode, self._limits))
        return Done(task, None, _failed(type(error).__name__))


@dataclass(frozen=True, slots=True)
class _Raised:
    """An exception by its name: itself it may not survive the way to the coordinator, and take the pool with it."""

    name: str


def _called(function: Callable[..., R], arguments: tuple[Any, ...]) -> R | _Raised:
    """Runs in a worker."""
    try:
        return function(*arguments)
    except BaseException as error:  # noqa: BLE001 - the worker's edge; an engine may even raise SystemExit
        return _Raised("MemoryError" if isinstance(error, MemoryError) else type(error).__name__)


def each(
    function: Callable[..., R],
    tasks: Sequence[T],
    arguments: Callable[[T], tuple[Any, ...]],
    jobs: int,
    seconds: float,
    limits: WorkerLimits | None = None,
    crew: Crew | None = None,
) -> Iterator[Done[T, R]]:
    """Calls `function(*arguments(task))` for each task in up to `jobs` processes, the crew's or some of its own; yields
    each as it is done."""
    if not tasks:
        return
    left = iter(tasks)
    jobs = max(1, min(jobs, len(tasks)))
    with Pool[T, R](jobs, limits or WorkerLimits(), crew or Crew()) as pool:
        for task in islice(left, jobs * QUEUED_A_WORKER):
            pool.add(task, function, arguments(task), seconds)
        while pool.waiting:
            for done in pool.done():
                for task in islice(left, 1):
                    pool.add(task, function, arguments(task), seconds)
                yield done


def _prepare(limits: WorkerLimits) -> None:
    """Runs in each worker as it starts."""
    quiet()
    if not os.environ.get("DOCS_CHECK_DEBUG"):
        # libtiff and others write of every oddity straight to the terminal.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    guard(limits)


def quiet() -> None:
    """Libraries complain of papers on stderr; what matters of it is a `Problem`, and the rest disturbs people."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _too_long(seconds: float) -> Words:
    return Words(
        f"超过了 {seconds:.0f} 秒的时间限制，已停止读取",
        f"it took longer than the limit of {seconds:.0f} seconds and was stopped",
    )


def _failed(name: str) -> Words:
    if name == "MemoryError":
        return Words("读取时内存不足", "there was not enough memory for it")
    return Words(f"读取程序出错（{name}）", f"the reader failed on it ({name})")


@contextmanager
def _one_thread_each() -> Generator[None]:
    """Workers inherit the environment; the caller's own is put back."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _unheard_interrupts() -> Generator[None]:
    """Workers inherit a mask in which Ctrl-C is blocked: it reaches the coordinator alone, which then stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
