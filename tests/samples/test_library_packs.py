"""Each pack of the library before papers drawn from it: what is planted is found, surely, and nothing else is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from drawing.from_pack import draw_packs_batch
from drawing.pack import SAMPLES

ROOT = SAMPLES.parent
PLANS = sorted((SAMPLES / "packs").glob("*.yaml"))
ADVICE = ("PL", "FM002", "EV005")  # on the policy, not on a paper


def test_every_pack_of_the_library_loads_and_has_papers_to_try_it():
    packs = library_packs()
    assert {plan.stem for plan in PLANS} == set(packs)
    assert all(load_pack(folder).id == name for name, folder in packs.items())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_what_is_planted_is_found_and_nothing_else(plan: Path, tmp_path: Path):
    drawn = draw_packs_batch(plan, tmp_path / "batch", "vector")
    command = [sys.executable, "-m", "docs_check", str(tmp_path / "batch"), "--policy", drawn["pack"]]
    command += ["--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache"), "--exit-zero", "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    said = [one for one in report["defects"] if one["severity"] != "info" and not one["code"].startswith(ADVICE)]
    left = list(drawn["expected"])
    for finding in said:
        planted = next((one for one in left if all(finding[key] == value for key, value in one.items())), None)
        assert planted is not None, finding["message"]
        assert not finding["unsure"], finding["message"]
        left.remove(planted)
    assert not left
    in_order = len(drawn["applicants"]) - len({one["applicant"] for one in drawn["expected"]})
    assert in_order >= 2  # a pack that accuses everybody would find what is planted too
