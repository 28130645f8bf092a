"""What a worker may use: memory, and time for each page. One that goes beyond ends, and says by its exit code why.

Memory is watched twice: a thread looks at what the process really holds and ends it with a code of our own; for what
grows faster than it looks, the system itself refuses more (Linux). Time runs on the system's clock, which interrupts
even C code that never comes back. Where a system lacks one of these, the coordinator's own time limit remains.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.records import Words

MEBIBYTE = 1 << 20
LEAST_MEMORY = 1024 * MEBIBYTE  # models, pdfium and one page at 200 dpi need 600 MB
SPARE = 1024 * MEBIBYTE  # between the limit that is watched and the one at which the system refuses
_SECONDS_BETWEEN_LOOKS = 0.1  # in which a process can fill about 300 MB
_NO_MEMORY = 77  # exit code; no signal's and none of Python's own
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Of each worker. A picture of the largest size that is opened (200 megapixels) takes 2.2 GB; a page that a minute
    does not suffice for hangs: on a slow machine at full load the slowest took 20 s."""

    memory: int = 3072 * MEBIBYTE  # bytes
    page_seconds: float = 120.0


def guard(limits: WorkerLimits) -> None:
    """Puts this process, a worker, under its limits. Runs in the worker."""
    if sys.platform == "linux":
        import resource

        most = limits.memory + SPARE
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a paper's content on the disk
        threading.Thread(target=_watch, args=(limits.memory,), daemon=True).start()


def _watch(most: int) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    while int(_STATM.read_text("ascii").split()[1]) * page < most:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(_NO_MEMORY)


@contextmanager
def clock(seconds: float) -> Generator[Callable[[], None]]:
    """Ends this process unless the given function is called at least every `seconds`, which gives it as many again."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    before = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield lambda: signal.setitimer(signal.ITIMER_REAL, seconds) and None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def reason_of(code: int | None, limits: WorkerLimits) -> Words:
    """Why a worker ended before its task did, as a clause."""
    if code == _NO_MEMORY:
        mega = limits.memory // MEBIBYTE
        return Words(
            f"读取时占用内存超过上限 {mega} MB，已停止（可用 --memory-limit 提高上限）",
            f"it took more memory than the limit of {mega} MB and was stopped (--memory-limit raises it)",
        )
    if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:
        seconds = f"{limits.page_seconds:g}"
        return Words(
            f"有一页超过了每页 {seconds} 秒的时间限制，已停止读取（可用 --time-limit 提高上限）",
            f"a page took longer than the limit of {seconds} seconds and it was stopped (--time-limit raises it)",
        )
    # Killed by the system (SIGKILL) is nearly always for want of memory.
    if code in (-9, 137):
        return Words("读取时内存不足，进程被系统终止", "the system ended the process, most likely for want of memory")
    return Words(f"读取它的进程意外终止（代码 {code}）", f"the process reading it ended unexpectedly (code {code})")
