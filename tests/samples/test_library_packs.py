"""Each pack of the library before papers drawn from it: what is planted is found, surely, and nothing else is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from drawing.from_pack import draw_examples
from drawing.pack import SAMPLES

ROOT = SAMPLES.parent
PLANS = sorted((SAMPLES / "packs").glob("*.yaml"))


def test_every_pack_of_the_library_loads_and_has_papers_to_try_it():
    packs = library_packs()
    assert {plan.stem for plan in PLANS} == set(packs)
    assert all(load_pack(folder).id == name for name, folder in packs.items())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_what_is_planted_is_found_and_nothing_else(plan: Path, tmp_path: Path):
    pack = draw_examples(plan, tmp_path / "examples", "vector")
    command = [sys.executable, "-m", "docs_check", "policy", "test", pack, "--examples", str(tmp_path / "examples")]
    command += ["--format", "json", "--cache", str(tmp_path / "cache"), "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=300)
    trial = json.loads(done.stdout)
    assert not trial["faults"], done.stderr
    assert done.returncode == 0
    assert not [rule for rule in trial["rules"] if rule["unsure"]]
    drawn = YAML(typ="safe").load(plan.read_text("utf-8"))
    assert sum(rule["right"] for rule in trial["rules"]) == len(drawn["expected"])
    in_order = len(drawn["applicants"]) - len({one["applicant"] for one in drawn["expected"]})
    assert in_order >= 2  # a pack that accuses everybody would find what is planted too
