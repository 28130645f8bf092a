"""How many processes read makes no difference to what a report says: real papers, real OCR, nothing in the cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from same_report import differences

BATCH = Path(__file__).parents[2] / "samples" / "batch"
DISTRICT = "市北区"
PAPERS = ("初审意见.pdf", "青岛砺航箱包股份有限公司/申请表.pdf")  # scans, a fault on each


def test_one_process_and_two_give_one_report(tmp_path):
    folder = tmp_path / "batch"
    for name in PAPERS:
        path = folder / DISTRICT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BATCH / DISTRICT / name, path)
    one, two = (_report(folder, tmp_path, jobs) for jobs in (1, 2))
    assert one["defects"]
    assert differences(one, two) == []


def _report(folder, place, jobs):
    out = place / f"jobs-{jobs}"
    command = [sys.executable, "-m", "docs_check", str(folder), "--out", str(out), "--exit-zero", "--format", "json"]
    subprocess.run(
        [*command, "--jobs", str(jobs), "--cache", str(place / f"cache-{jobs}")],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    return json.loads((out / "report.json").read_text("utf-8"))
