"""Engines that fail, handed in where the real one is: one file is lost and said to be, the others are read."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from docs_check.commands.read import NO_FORMS
from docs_check.intake.walk import FoundFile
from docs_check.reading.reader import PoolReader
from docs_check.settings import Settings
from docs_check.workers.limits import LEAST_MEMORY, WorkerLimits
from extractor.records import Trouble

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and time are limited by the system on Linux")

PAGE_SECONDS = 90.0
HANG_SECONDS = 10.0  # where a hang must be waited for; a good page takes one on a busy machine


@pytest.fixture
def engines(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "faults"))
    import faulty_engines

    return faulty_engines


@pytest.fixture
def files(engines, tmp_path):
    """One bad page between two good ones."""
    found = list[FoundFile]()
    for number, bad in enumerate((False, True, False)):
        path = tmp_path / f"{number}.png"
        engines.page_picture(path, bad=bad, number=number)
        found.append(FoundFile(path, path.name))
    return found


def read(load, files, seconds=PAGE_SECONDS):
    settings = Settings(jobs=2, limits=WorkerLimits(LEAST_MEMORY, seconds))
    readings = PoolReader(load, "faulty 1", settings).read(files, NO_FORMS)
    return {reading.file: reading for reading in readings}


def only_the_second_failed(readings):
    assert sorted(readings) == ["0.png", "1.png", "2.png"]
    for name in ("0.png", "2.png"):
        assert readings[name].documents, readings[name].problems
        assert not readings[name].problems
    (problem,) = readings["1.png"].problems
    assert problem.trouble is Trouble.CRASHED
    assert not readings["1.png"].documents
    return problem.reason


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("crash", "意外终止（代码 3）"),
        ("segfault", "意外终止（代码 -11）"),
        ("hang", "每页 10 秒的时间限制"),
        ("hang in C", "每页 10 秒的时间限制"),
        ("eat slowly", "占用内存超过上限 1024 MB"),
        ("eat at once", "内存不足"),
        ("raise", "ZeroDivisionError"),
        ("interrupt", "KeyboardInterrupt"),
        ("exit", "SystemExit"),
    ],
)
def test_a_fault_costs_its_own_file_and_is_named(engines, files, fault, reason):
    begun = time.monotonic()
    seconds = HANG_SECONDS if fault.startswith("hang") else PAGE_SECONDS
    words = only_the_second_failed(read(engines.faulty(fault), files, seconds))
    assert reason in words.zh
    assert "Traceback" not in words.en
    assert time.monotonic() - begun < PAGE_SECONDS


@pytest.mark.parametrize("name", ["none", "numbers", "not a box"])
def test_nonsense_of_a_wrong_type_is_a_failure(engines, files, name):
    assert "读取程序出错" in only_the_second_failed(read(engines.nonsense(name), files)).zh


@pytest.mark.parametrize("name", ["no number", "far out", "inside out", "control", "half characters", "wrong counts"])
def test_nonsense_of_the_right_type_ends_in_a_reading(engines, files, name):
    readings = read(engines.nonsense(name), files)
    assert sorted(readings) == ["0.png", "1.png", "2.png"]
    for reading in readings.values():
        assert reading.documents or reading.problems
        for document in reading.documents:
            for _, line in document.lines:
                line.text.encode("utf-8")


def test_an_engine_that_cannot_be_loaded_is_said_for_each_file(engines, files):
    readings = read(engines.missing, files)
    assert all(reading.problems[0].trouble is Trouble.CRASHED for reading in readings.values())
    assert "OcrUnavailable" in readings["0.png"].problems[0].reason.en
