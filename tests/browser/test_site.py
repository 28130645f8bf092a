"""The site of docs/: built without a warning, in both languages, and searched from a folder without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.rules import RULES

ROOT = Path(__file__).parents[2]
# Pages for offices; those for who works on it or runs clusters stand in one language.
FOR_OFFICES = ("index", "first-hour", "installing", "reviewers", "clerks", "policies", "commands", "codes", "accuracy")
FOR_OFFICES += ("limits", "privacy")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    paths = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": paths}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def test_every_page_for_offices_stands_in_both_languages():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {name for page in FOR_OFFICES for name in (f"{page}.md", f"{page}.zh.md")} <= pages


@pytest.mark.parametrize("folder", ["", "zh"])
def test_every_rule_and_every_command_is_in_the_reference(site, folder):
    codes = (site / folder / "codes.html").read_text("utf-8")
    assert [module.RULE.code for module in RULES if f'id="{module.RULE.code.lower()}"' not in codes] == []
    commands = (site / folder / "commands.html").read_text("utf-8")
    for name in ("check", "review", "doctor", "demo", "cache"):
        assert f">docs-check {name}<" in commands
    assert "--password-file" in commands


@pytest.mark.parametrize(
    ("start", "words", "found"),
    [
        ("zh/index.html", "印章单位", "SL002"),
        ("zh/index.html", "卸载", "安装"),
        ("index.html", "missing seal", "SL001"),
    ],
)
def test_it_is_searched_from_a_folder_and_fetches_nothing(chromium, site, start, words, found):
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / start).as_uri())
    page.click(".md-search__input")
    page.wait_for_function(
        "!/Initializing|正在初始化/.test(document.querySelector('.md-search-result__meta').innerText)"
    )
    page.keyboard.type(words)
    page.keyboard.press("End")  # Chinese is typed without a key that goes up, which is what the search waits for
    page.wait_for_selector(f".md-search-result__item:has-text('{found}')")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
