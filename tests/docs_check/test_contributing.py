"""What CONTRIBUTING.md and docs/library.md show is done as written, in a copy of the tree: a new rule, format, engine
and policy each take the files that are named there and no more; a program reads a file and checks a folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from drawing.pages import random_page

ROOT = Path(__file__).parents[2]
_SHOWN = re.compile(r"```python\n(?:# (\S+\.py)\n)?(.*?)```", re.DOTALL)


def shown(page: str) -> dict[str, str]:
    """The code of a page by the file that it names, or by its number."""
    found = _SHOWN.findall((ROOT / page).read_text("utf-8"))
    return {name or str(number): text for number, (name, text) in enumerate(found)}


EXAMPLES = shown("CONTRIBUTING.md")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with all that CONTRIBUTING.md adds."""
    copy = tmp_path_factory.mktemp("tree")
    for name in ("checks", "docs_check", "extractor", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "pack" / "example", copy / "templates" / "my-policy")
    shutil.copy(ROOT / "pyproject.toml", copy)  # by it a checkout is known, whose packs are its own
    (copy / "tests" / "checks").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "checks" / "conftest.py", copy / "tests" / "checks")
    for name, text in EXAMPLES.items():
        (copy / name).write_text(text, "utf-8")
    return copy


def done(tree: Path, *arguments: str, at: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONPATH": str(tree), "DOCS_CHECK_CACHE": str(tree / "cache")}
    run = subprocess.run(
        [sys.executable, *arguments], cwd=at or tree, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_a_new_rule_is_found_judges_and_has_its_manual(tree: Path):
    assert "The paper has no title." in done(tree, "-m", "docs_check", "explain", "FM900", "--lang", "en")
    options = ("-q", "-p", "no:cacheprovider", "--rootdir", str(tree), "--import-mode=importlib")
    assert done(tree, "-m", "pytest", *options, "tests/checks/test_rules_titles.py")  # none found ends with 5


def test_a_new_format_is_read_by_a_new_engine(tree: Path, tmp_path: Path):
    picture = tmp_path / "scan.ppm"
    Image.fromarray(np.asarray(random_page(3).picture)).save(picture)
    text = done(tree, "-m", "docs_check", "read", str(picture), "--ocr", "sample", "--jobs", "1", "--no-cache")
    (paper,) = json.loads(text)["documents"]
    assert "贷款合同" in str(paper)


def test_a_new_policy_is_sound(tree: Path):
    assert done(tree, "-m", "docs_check", "policy", "my-policy", "--lang", "en")


def test_a_program_checks_a_folder_and_reads_a_file(tmp_path: Path):
    (tmp_path / "batch").mkdir()
    page = Image.fromarray(np.asarray(random_page(3).picture))
    page.save(tmp_path / "batch" / "a.pdf")
    folder, file = shown("docs/library.md").values()
    said = done(ROOT, "-c", folder, at=tmp_path)
    assert said.splitlines()[-1] == "[]"  # all files were read
    assert (tmp_path / "batch-report" / "report.json").is_file()
    assert done(ROOT, "-c", file, at=tmp_path).splitlines()[-1] == "[]"
