"""Work done in processes of its own, so that a crash, a hang or a leak costs one task and never the run.

Workers are started afresh (`spawn`): nothing is shared, and every system behaves the same. Each is recycled after
`TASKS_A_WORKER` tasks, because OCR processes that live long leak memory.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from extractor.records import Words

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")

TASKS_A_WORKER = 50  # a fresh worker costs about 3 s (imports, models), under 0.1 s a file at this share
# Each worker computes on one core; without this every library would start a thread per core in every worker.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A task and its result, or `failure`: why there is none, as a clause that follows the task's name."""

    task: T
    result: R | None
    failure: Words | None = None


def each(
    function: Callable[..., R],
    tasks: Sequence[T],
    arguments: Callable[[T], tuple[Any, ...]],
    jobs: int,
    seconds: float,
) -> Iterator[Done[T, R]]:
    """Calls `function(*arguments(task))` for each task in up to `jobs` processes; yields each as it is done, in no
    particular order. Leaving early, by Ctrl-C too, stops all workers."""
    if not tasks:
        return
    from pebble import ProcessPool

    with _one_thread_each(), _unheard_interrupts():
        pool = ProcessPool(
            max_workers=max(1, min(jobs, len(tasks))),
            max_tasks=TASKS_A_WORKER,
            initializer=quiet,
            context=multiprocessing.get_context("spawn"),
        )
        futures: dict[Future[R], T] = {
            pool.schedule(function, args=arguments(task), timeout=seconds): task for task in tasks
        }
    try:
        with _one_thread_each():
            while futures:
                done, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _ended(futures.pop(future), future, seconds)
    finally:
        pool.stop()
        pool.join()


def quiet() -> None:
    """Libraries complain of papers on stderr; what matters of it is a `Problem`, and the rest disturbs people."""
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _ended(task: T, future: Future[R], seconds: float) -> Done[T, R]:
    from pebble import ProcessExpired

    error = future.exception()
    if error is None:
        return Done(task, future.result())
    if isinstance(error, TimeoutError):
        return Done(task, None, _too_long(seconds))
    if isinstance(error, ProcessExpired):
        return Done(task, None, _process_died(error.exitcode))
    return Done(task, None, _raised(error))


def _too_long(seconds: float) -> Words:
    return Words(
        f"超过了 {seconds:.0f} 秒的时间限制，已停止读取",
        f"it took longer than the limit of {seconds:.0f} seconds and was stopped",
    )


def _process_died(code: int | None) -> Words:
    # Killed by the system (SIGKILL) is nearly always for want of memory.
    if code in (-9, 137):
        return Words("读取时内存不足，进程被系统终止", "the system ended the process, most likely for want of memory")
    return Words(f"读取它的进程意外终止（代码 {code}）", f"the process reading it ended unexpectedly (code {code})")


def _raised(error: BaseException) -> Words:
    name = type(error).__name__
    if isinstance(error, MemoryError):
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
