"""Each pack of the library before papers drawn from it: what is planted is found, surely, and nothing else is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from checks.records import Scope, Severity
from docs_check import check_policies
from docs_check.cache import CachePlace
from docs_check.settings import Settings
from drawing.from_pack import draw_examples
from drawing.pack import SAMPLES

ROOT = SAMPLES.parent
PLANS = sorted((SAMPLES / "packs").glob("*.yaml"))


def test_every_pack_of_the_library_loads_and_has_papers_to_try_it():
    packs = library_packs()
    assert {plan.stem for plan in PLANS} == set(packs)
    assert all(load_pack(folder).id == name for name, folder in packs.items())


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples of each pack, drawn once, and the cache of what was read of them."""
    return tmp_path_factory.mktemp("packs")


def drawn(plan: Path, room: Path) -> Path:
    examples = room / plan.stem
    if not examples.is_dir():
        draw_examples(plan, examples, "vector")
    return examples


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_what_is_planted_is_found_and_nothing_else(plan: Path, room: Path):
    examples = drawn(plan, room)
    command = [sys.executable, "-m", "docs_check", "policy", "test", plan.stem, "--examples", str(examples)]
    command += ["--format", "json", "--cache", str(room / "cache"), "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=300)
    trial = json.loads(done.stdout)
    assert not trial["faults"], done.stderr
    assert done.returncode == 0
    assert not [rule for rule in trial["rules"] if rule["unsure"]]
    written = YAML(typ="safe").load(plan.read_text("utf-8"))
    assert sum(rule["right"] for rule in trial["rules"]) == len(written["expected"])
    in_order = len(written["applicants"]) - len({one["applicant"] for one in written["expected"]})
    assert in_order >= 2  # a pack that accuses everybody would find what is planted too


def test_papers_of_three_policies_side_by_side_each_go_to_their_own(room: Path, tmp_path: Path):
    """Applicants' folders beside each other, whatever they apply for: found is what was planted, each by its pack."""
    plans, heap, planted = PLANS[:1] + PLANS[-2:], tmp_path / "heap", list[tuple[str, str, str | None]]()
    for plan in plans:
        shutil.copytree(drawn(plan, room) / plan.stem, heap, dirs_exist_ok=True)
        expected = YAML(typ="safe").load(plan.read_text("utf-8"))["expected"]
        planted += [(plan.stem, one["code"], one["applicant"]) for one in expected]
    settings = Settings(cache=CachePlace(room / "cache"))
    names = [plan.stem for plan in plans]
    several = check_policies(heap, names, tmp_path / "out", formats=["json"], settings=settings)
    assert not several.of_none
    found = [
        (whole.policy.id, one.code, one.applicant)
        for whole in several.judged
        for one in whole.findings
        if one.scope is not Scope.POLICY and one.severity is not Severity.INFO
    ]
    assert sorted(found) == sorted(planted)
