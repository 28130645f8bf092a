"""Everything bad in one folder, through the front door: each file ends in the report, and nobody sees a traceback."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from docs_check.clean import path_text
from docs_check.commands.cli import app
from docs_check.reading.reader import PoolReader
from docs_check.reports import to_json
from docs_check.settings import Settings
from docs_check.workers.limits import MEBIBYTE, WorkerLimits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="odd names and limits as Linux has them")

HERE = Path(__file__).parent
PAGE_SECONDS = 8.0
SCHEMA = json.loads((Path(to_json.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
# A worker that must be ended is started anew, which takes some seconds on a busy machine.
ROOM = 6.0


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    sys.path[:0] = [str(HERE), str(HERE.parent / "faults")]
    import faulty_engines
    import hostile_files

    folder = tmp_path_factory.mktemp("hostile") / "batch"
    names = hostile_files.write_all(folder)
    outside = folder.parent / "secret.pdf"
    outside.write_bytes(hostile_files.pdf())
    (folder / "link out.pdf").symlink_to(outside)
    (folder / "link up").symlink_to(folder)
    (folder / "link nowhere.pdf").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "~$word.docx").write_bytes(b"x")
    (folder / ".hidden").write_bytes(b"x")
    longest = Longest(
        PoolReader(faulty_engines.good, "faulty 1", Settings(2, WorkerLimits(1536 * MEBIBYTE, PAGE_SECONDS)))
    )
    out = folder.parent / "out"
    result = CliRunner().invoke(app, [str(folder), "--out", str(out), "--no-cache"], obj=longest)
    del sys.path[:2]
    return Ran(names, result, json.loads((out / "report.json").read_text("utf-8")), longest.seconds, out)


class Ran:
    def __init__(self, names, result, report, longest, out):
        self.names, self.result, self.report, self.longest, self.out = names, result, report, longest, out
        self.files = {entry["file"]: entry for entry in report["files"]}


class Longest:
    """The reader, with the longest time between two readings."""

    def __init__(self, reader):
        self._reader = reader
        self.engine = reader.engine
        self.seconds = 0.0

    def read(self, files, forms):
        last = time.monotonic()
        for reading in self._reader.read(files, forms):
            self.seconds, last = max(self.seconds, time.monotonic() - last), time.monotonic()
            yield reading


def test_there_are_enough_of_them(run):
    assert len(run.names) >= 150


def test_the_report_is_whole_and_no_traceback_is_shown(run):
    assert run.result.exit_code == 3
    assert "Traceback" not in run.result.output + run.result.stderr
    jsonschema.validate(run.report, SCHEMA)


def test_every_file_is_accounted_for(run):
    lost, unexplained = list[str](), list[str]()
    for name in run.names:
        shown = path_text(name)
        inside = [entry for file, entry in run.files.items() if file == shown or file.startswith(f"{shown}/")]
        if not inside:
            lost.append(shown)
        unexplained += [entry["file"] for entry in inside if entry["state"] != "read" and not entry["reason"]]
    assert lost == []
    assert unexplained == []


def test_none_takes_longer_than_its_limit(run):
    assert run.longest < PAGE_SECONDS + ROOM


def test_what_leaves_the_folder_is_refused_and_litter_is_left_out(run):
    for name in ("link out.pdf", "link up", "link nowhere.pdf", "pipe.pdf", "Thumbs.db", "~$word.docx", ".hidden"):
        assert run.files[name]["state"] in ("left_out", "unreadable"), name
    for climbed in ("climbed.jpg", "climbed2.jpg"):
        assert not list(run.out.parent.parent.rglob(climbed))
        assert not Path("/tmp", climbed).exists()


def test_the_terminal_gets_text_and_no_commands(run):
    for char in run.result.stdout + run.result.stderr:
        assert char == "\n" or ord(char) >= 32 or char == "\t", repr(char)
    for char in "\u202e\u200b\x7f\x9b":
        assert char not in run.result.stdout


def test_the_pages_escape_what_papers_say(run):
    for page in run.out.glob("*.html"):
        text = page.read_text("utf-8")
        assert "<script>alert" not in text
        assert "\x1b" not in text


def test_reports_are_plain_files_in_their_folder(run):
    for path in run.out.iterdir():
        assert stat.S_ISREG(path.lstat().st_mode) or path.is_dir()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bad_pdfs/20000 pages.pdf", "--most-pages"),
        ("bad_pictures/60000 by 60000.png", "--most-megapixels"),
        ("bad_pdfs/form in itself.pdf", "-limit"),  # of time or of memory, whichever this machine meets first
        ("bad_pdfs/locked.pdf", "密码"),
        ("archives/bomb.zip", "压缩"),
    ],
)
def test_limits_are_named_with_their_remedy(run, name, says):
    assert run.files[name]["state"] == "unreadable"
    assert says in run.files[name]["reason"]
