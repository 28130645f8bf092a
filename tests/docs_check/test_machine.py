"""How many workers a machine or a container gets, by its cores and its memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docs_check.workers.cores import workers

GIGABYTE = 1 << 30


@pytest.fixture(autouse=True)
def _sixteen_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)


def machine(root: Path, gigabytes: int = 64) -> tuple[Path, Path]:
    proc, cgroup = root / "proc", root / "cgroup"
    proc.mkdir()
    available = gigabytes * GIGABYTE // 1024
    (proc / "meminfo").write_text(f"MemTotal: 1 kB\nMemAvailable: {available} kB\n", encoding="ascii")
    return proc, cgroup


def test_a_worker_for_each_core(tmp_path: Path) -> None:
    assert workers(*machine(tmp_path)) == 16


def test_fewer_where_memory_is_short(tmp_path: Path) -> None:
    assert workers(*machine(tmp_path, gigabytes=8)) == 5


def test_always_one(tmp_path: Path) -> None:
    assert workers(*machine(tmp_path, gigabytes=0)) == 1


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "400000 100000\n", "memory.max": "max\n"}, 4),
        ({"cpu.max": "50000 100000\n", "memory.max": "max\n"}, 1),
        ({"cpu.max": "max 100000\n", "memory.max": f"{4 * GIGABYTE}\n"}, 2),
        ({"cpu/cpu.cfs_quota_us": "300000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 3),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 16),
        ({"memory/memory.limit_in_bytes": f"{4 * GIGABYTE}\n"}, 2),
    ],
)
def test_a_container_s_limits_count(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    proc, cgroup = machine(tmp_path)
    for name, text in files.items():
        (cgroup / name).parent.mkdir(parents=True, exist_ok=True)
        (cgroup / name).write_text(text, encoding="ascii")
    assert workers(proc, cgroup) == expected


def test_where_nothing_tells_the_cores_decide(tmp_path: Path) -> None:
    assert workers(tmp_path, tmp_path) == 16
