"""300 damaged files more than the tests have, through the command as an office runs it: `make nightly`.

None may show a traceback, each must be read or refused with a reason, and a run that is killed half way and begun again
must give the very report of one that was not. Not collected by pytest: it takes some ten minutes.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from same_report import differences

sys.path.insert(0, str(Path(__file__).parent))
from hostile_files import damaged, goods

SEED = 20261128
MUTATED = 300
HALF = 0.5  # of the seconds that a whole run took: then the other one is killed
LONGEST = 3600.0
# No limit of time that a busy machine could reach in one run and not in the other.
_LIMITS = ("--time-limit", "300", "--jobs", "2")


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nightly") / "batch"
    generator = random.Random(SEED)
    good = list(goods().items())
    for number in range(MUTATED):
        name, content = good[number % len(good)]
        path = folder / f"{number:03} {name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(damaged(content, generator.randrange(6), generator))
    return folder


@pytest.fixture(scope="module")
def whole(batch):
    """A run from the beginning to its end: its report, what it said, and the seconds that it took."""
    start = time.monotonic()
    said, report = ended(started(batch, "whole"), batch, "whole")
    return said, report, time.monotonic() - start


def started(batch: Path, name: str) -> subprocess.Popen[str]:
    place = batch.parent / name
    command = [sys.executable, "-m", "docs_check", str(batch), "--out", str(place), "--cache", str(place) + "-cache"]
    return subprocess.Popen(
        [*command, *_LIMITS], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def ended(process: subprocess.Popen[str], batch: Path, name: str):
    said, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 3, said[-2000:]
    return said, json.loads((batch.parent / name / "report.json").read_text("utf-8"))


def test_no_traceback_and_each_file_is_read_or_refused_with_a_reason(batch, whole):
    said, report, _ = whole
    assert "Traceback" not in said
    entries = {entry["file"]: entry for entry in report["files"]}
    names = [path.name for path in batch.iterdir()]
    assert len(names) == MUTATED
    assert [name for name in names if not any(file.split("/")[0] == name for file in entries)] == []
    assert [one["file"] for one in entries.values() if one["state"] != "read" and not one["reason"]] == []
    print(Counter(one["state"] for one in entries.values()))  # noqa: T201


def test_killed_half_way_and_begun_again_it_gives_the_same_report(batch, whole):
    _, report, seconds = whole
    process = started(batch, "killed")
    time.sleep(HALF * seconds)
    assert process.poll() is None, "it was over before it could be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    said, resumed = ended(started(batch, "killed"), batch, "killed")
    assert "Traceback" not in said
    assert differences(report, resumed)[:20] == []
