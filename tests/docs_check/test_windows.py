"""What Windows does otherwise, as a table, and the code walked for it: each use stands behind a guard.

Nothing here runs on Windows; it is what can be told without.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("docs_check", "extractor", "checks") for path in (ROOT / folder).rglob("*.py"))
# What is called, what Windows does with it, and what must stand in the same function or module for it.
OTHERWISE = {
    "os.kill": ("asking after a process ends it", "os.name"),
    "os.fork": ("there is none", "os.name"),
    "os.sched_getaffinity": ("there is none", "sys.platform"),
    "os.sysconf": ("there is none", "sys.platform"),
    "os.getuid": ("there is none", "os.name"),
    "signal.setitimer": ("there is none", "hasattr(signal"),
    "signal.SIGALRM": ("there is none", "hasattr(signal"),
    "signal.pthread_sigmask": ("there is none", "hasattr(signal"),
    "signal.pause": ("there is none", "os.name"),
    "ctypes.windll": ("is there alone", "sys.platform"),
}
MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "syslog"}  # there are none: only to be had behind a guard


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_windows_does_otherwise_is_guarded(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    for name, line in calls(tree):
        what, guard = OTHERWISE.get(name, ("", ""))
        assert guard in source, f"{path.name}:{line}: {name}: {what}"
    for node in tree.body:  # at the top of a module nothing guards
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not MODULES.intersection(names), path.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_is_read_and_written_in_a_named_encoding(path: Path) -> None:
    """Windows takes the code page of its country for one that is not named."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        given = len(node.args) + len(node.keywords)
        if node.func.attr == "read_text":
            assert given, f"{path.name}:{node.lineno}"
        if node.func.attr == "write_text":
            named = {keyword.arg for keyword in node.keywords}
            assert "encoding" in named or len(node.args) >= 2, f"{path.name}:{node.lineno}"


def test_processes_are_started_afresh_as_windows_does() -> None:
    pool = (ROOT / "docs_check" / "workers" / "pool.py").read_text("utf-8")
    assert 'get_context("spawn")' in pool


def test_names_of_files_that_are_shipped_can_be_written_there() -> None:
    shipped = [path for folder in ("templates", "samples/batch") for path in (ROOT / folder).rglob("*")]
    assert shipped
    for path in shipped:
        assert not set('<>:"\\|?*') & set(path.name), path
        assert not path.name.endswith((" ", ".")), path
        assert path.stem.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}, path
        assert len(str(path.relative_to(ROOT))) < 160, path  # of 260 in all, with the folder that it is put in
