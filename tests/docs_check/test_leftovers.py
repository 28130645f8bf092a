"""A run that is killed leaves nothing that the next one stumbles over."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path

import pytest

from docs_check import library
from docs_check.intake import leftovers
from docs_check.output import whole_or_not

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="whether a process lives can be asked there")


@pytest.fixture
def checked(tmp_path):
    folder = tmp_path / "batch"
    folder.mkdir()
    return folder


def killed_in(tmp_path, where):
    """A run that writes a report and is killed at `where`."""
    code = textwrap.dedent(
        f"""
        import os, signal
        from pathlib import Path
        from docs_check import output
        rename = Path.rename
        def die(*_):
            os.kill(os.getpid(), signal.SIGKILL)
        def renamed(self, target):
            if {where!r} == "first rename" and Path(target).name.endswith("-old"):
                die()
            rename(self, target)
            if {where!r} == "between renames" and Path(target).name.endswith("-old"):
                die()
        Path.rename = renamed
        with output.whole_or_not(Path("out"), Path("batch")) as fresh:
            (fresh / "report.json").write_text("new")
            if {where!r} == "writing":
                die()
        """
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == -9


@pytest.mark.parametrize("where", ["writing", "first rename", "between renames"])
def test_a_killed_run_leaves_the_old_report(checked, tmp_path, where):
    out = tmp_path / "out"
    with whole_or_not(out, checked) as fresh:
        (fresh / "report.json").write_text("old")
    killed_in(tmp_path, where)
    with pytest.raises(KeyboardInterrupt), whole_or_not(out, checked):
        raise KeyboardInterrupt
    assert (out / "report.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch", "out"]


def test_what_a_killed_run_unpacked_is_removed_by_the_next(checked, tmp_path, monkeypatch):
    """Else papers lie in the temporary folder for ever, and a disk of 8 GB is full after a few such runs."""
    with zipfile.ZipFile(checked / "a.zip", "w") as archive:
        archive.writestr("paper.pdf", b"what nobody should find")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    code = textwrap.dedent(
        """
        import os, signal
        from typer.testing import CliRunner
        from docs_check.commands.cli import app
        class Killed:
            engine = "fake 1"
            def read(self, files, forms):
                assert [file.name for file in files] == ["a.zip/paper.pdf"]
                os.kill(os.getpid(), signal.SIGKILL)
        CliRunner().invoke(app, ["batch", "--out", "out"], obj=Killed())
        """
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == -9
    (left,) = temporary.iterdir()
    assert left.stat().st_mode & 0o77 == 0
    assert [path.read_bytes() for path in left.iterdir()] == [b"what nobody should find"]
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with leftovers.scratch_folder(library.UNPACKED) as room:
        assert list(temporary.iterdir()) == [room]
    assert list(temporary.iterdir()) == []


def test_a_run_that_goes_on_is_left_alone(checked, tmp_path):
    out = tmp_path / "out"
    with whole_or_not(out, checked) as one:
        (one / "report.json").write_text("one")
        with whole_or_not(out, checked) as two:
            assert one.is_dir()
            (two / "report.json").write_text("two")
        assert (out / "report.json").read_text() == "two"
    assert (out / "report.json").read_text() == "one"


def test_folders_of_other_reports_and_of_others_are_left_alone(tmp_path):
    leftovers.fresh_folder(tmp_path / "other")
    (tmp_path / ".docs-check-mine").mkdir()
    assert list(leftovers.abandoned(tmp_path / "out")) == []
