"""How many workers the machine, or the container that we run in, has room for."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from docs_check.workers.limits import MEBIBYTE
from docs_check.workers.windows import windows_memory

A_WORKER = 1200 * MEBIBYTE  # with its models and the largest usual page: docs/benchmarks.md has what was measured
SPARE = 1024 * MEBIBYTE  # for the coordinator and for what else runs
_PROC, _CGROUP = Path("/proc"), Path("/sys/fs/cgroup")


def workers(proc: Path = _PROC, cgroup: Path = _CGROUP) -> int:
    """One for each core that we may use, fewer where memory is short, at least one. A container's limits are those of
    its own control group, of either version."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    quota = _numbers(cgroup / "cpu.max") or _numbers(cgroup / "cpu/cpu.cfs_quota_us", cgroup / "cpu/cpu.cfs_period_us")
    if len(quota) == 2:  # microseconds in so many; "max" or -1 where there is no limit
        cores = min(cores, max(1, quota[0] // quota[1]))
    memory = free_memory(proc, cgroup)
    return cores if memory is None else max(1, min(cores, (memory - SPARE) // A_WORKER))


def free_memory(proc: Path = _PROC, cgroup: Path = _CGROUP) -> int | None:
    """Bytes; None where the system does not tell."""
    found = [
        *(1024 * kilobytes for kilobytes in _numbers(proc / "meminfo", line="MemAvailable:")),
        *(_numbers(cgroup / "memory.max") or _numbers(cgroup / "memory/memory.limit_in_bytes")),
        *([available] if (available := windows_memory()) is not None else []),
    ]
    return min(found, default=None)


def _numbers(*files: Path, line: str = "") -> list[int]:
    """The whole numbers on the lines that begin so, without negative ones; none where a file is not there."""
    try:
        lines = [text for file in files for text in file.read_text("ascii").splitlines() if text.startswith(line)]
    except OSError:
        return []
    return [int(number) for text in lines for number in re.findall(r"(?<![-\d])\d+", text)]
