"""Each command that the documentation names is one: quick ones are run, of the others every word is parsed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from docs_check.commands.cli import app
from docs_check.report.exceptions import read_exceptions

ROOT = Path(__file__).parents[2]
PAGES = (
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "README.zh.md", "installing/README.zh.md")),
)
# In a block of code a line, else a span of code within a line; comments behind two spaces and `#`.
COMMAND = re.compile(r"^docs-check .+|`docs-check [^`]+`", re.M)
TARGET = re.compile(r"\bmake ([a-z]+)\b(?= PLATFORM|`|\n)")
# What a reader puts in place of a word.
_PACK = "food-business-permit"
MEANT = {
    "CODE": "SL002",
    "代码": "SL002",
    "COMMAND": "check",
    "命令": "check",
    "包": _PACK,
    "NAME": _PACK,
    "名称": _PACK,
    "草稿": _PACK,
}
GROUP: Any = typer.main.get_command(app)
NEED_PAPERS = {("policy", name) for name in ("new", "edit", "lint", "test")}
QUICK = {"rules", "explain", "doctor", "policy", "cache", "--version"}


def documented():
    return sorted({line.strip("`").partition("  #")[0].strip() for page in PAGES for line in found_in(page)})


def found_in(page):
    return COMMAND.findall(page.read_text("utf-8"))


def test_the_documentation_names_commands():
    assert len(documented()) > 20


@pytest.mark.parametrize("written", documented())
def test_a_documented_command_is_understood(written, tmp_path, monkeypatch):
    monkeypatch.setenv("DOCS_CHECK_CACHE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    words = [MEANT.get(word, word) for word in shlex.split(written)[1:]]
    if words[0] in QUICK and tuple(words[:2]) not in NEED_PAPERS:
        assert CliRunner().invoke(app, words).exit_code in (0, 1), written  # 1: the policy has gaps
        return
    command: Any = GROUP
    words = words if words[0] in GROUP.commands else ["check", *words]
    while words[:1] and words[0] in getattr(command, "commands", ()):
        command, words = command.commands[words[0]], words[1:]
    if "--help" not in words:
        command.make_context("docs-check", words or ["x"])


@pytest.mark.parametrize("page", ["reviewers.md", "reviewers.zh.md"])
def test_the_documented_exceptions_are_read(page, tmp_path):
    (example,) = re.findall(r"```yaml\n(exceptions:.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.S)
    (tmp_path / "exceptions.yaml").write_text(example, encoding="utf-8")
    (granted,) = read_exceptions(tmp_path / "batch")
    assert granted.rule == "DL002"


def test_documented_targets_are_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {name for page in PAGES for name in TARGET.findall(page.read_text("utf-8"))}
    assert named <= targets
