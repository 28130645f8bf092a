"""Worker processes: a crash, a hang or an error costs its own task only, and nobody is left behind."""

from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from docs_check.workers.limits import WorkerLimits
from docs_check.workers.pool import Crew, each

CRASH, HANG, RAISE, GOOD = "__import__('os')._exit(3)", "__import__('time').sleep(60)", "[][0]", "6 * 7"


def test_a_crash_a_hang_and_an_error_cost_their_own_task_only():
    done = {one.task: one for one in each(eval, [CRASH, HANG, RAISE, GOOD], lambda task: (task,), 2, 3.0)}
    assert done[GOOD].result == 42
    assert "意外终止" in done[CRASH].failure.zh
    assert "时间限制" in done[HANG].failure.zh
    assert "IndexError" in done[RAISE].failure.zh


def test_leaving_early_stops_the_workers():
    begun = time.monotonic()
    for _ in each(eval, [GOOD, HANG, HANG], lambda task: (task,), 2, 60.0):
        break
    assert time.monotonic() - begun < 20


def test_a_worker_computes_on_one_core_and_does_not_hear_ctrl_c(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    blocked = "2 in __import__('signal').pthread_sigmask(0, [])"
    tasks = ["__import__('os').environ['OMP_NUM_THREADS']", blocked]
    done = {one.task: one.result for one in each(eval, tasks, lambda task: (task,), 1, 30.0)}
    assert done == {tasks[0]: "1", blocked: True}
    assert "OMP_NUM_THREADS" not in os.environ


@pytest.mark.parametrize("jobs", [1, 8])
def test_no_tasks_no_workers(jobs):
    assert list(each(eval, [], lambda task: (task,), jobs, 1.0)) == []


def pids(crew, jobs=2, limits=None):
    tasks = ["__import__('time').sleep(0.2) or __import__('os').getpid()"] * 4
    return {one.result for one in each(eval, tasks, lambda task: (task,), jobs, 30.0, limits, crew)}


def test_a_crew_works_in_every_stage_of_a_run_and_goes_home_with_it():
    with Crew() as crew:
        first = pids(crew)
        assert len(first) == 2
        assert pids(crew) == first
        assert not pids(crew, limits=WorkerLimits(page_seconds=7.0)) & first  # other limits are other processes
    assert not multiprocessing.active_children()


def test_a_crew_that_is_left_in_the_middle_of_its_work_is_stopped():
    with Crew() as crew:
        for _ in each(eval, [GOOD, HANG, HANG], lambda task: (task,), 2, 60.0, crew=crew):
            break
        assert not multiprocessing.active_children()
        assert len(pids(crew)) == 2


def test_without_a_run_processes_end_with_their_stage():
    assert pids(Crew())
    assert not multiprocessing.active_children()
