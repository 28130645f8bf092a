"""Nothing is fetched: the command does its work where there is no network at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from docs_check.commands.cli import main; main()"]
# Where the system gives us no network of our own: whoever opens a socket for the internet ends the process.
NO_SOCKETS = textwrap.dedent(
    """
    import os, sys
    def hook(event, args):
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
            address = args[1] if event == "socket.connect" else args[0]
            if isinstance(address, tuple) or event.startswith("socket.get"):
                os.write(2, f"NETWORK {event} {address}\\n".encode())
                os._exit(99)
    sys.addaudithook(hook)
    """
)


def cut_off():
    """What to put before a command so that it has no network; None where the system does not allow it."""
    if not shutil.which("unshare"):
        return None
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return None


@pytest.fixture
def batch(tmp_path):
    """A scan and a text PDF of the samples."""
    folder = tmp_path / "batch"
    folder.mkdir()
    papers = sorted((ROOT / "samples" / "batch").rglob("*.pdf"), key=lambda path: path.stat().st_size)
    whole = [path for path in papers if b"%%EOF" in path.read_bytes()[-64:]]  # one is cut off on purpose
    for paper in (whole[0], whole[len(whole) // 4]):
        shutil.copy(paper, folder / paper.name)
    return folder


def test_two_papers_are_checked_without_a_network(batch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    before = cut_off() or []
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [*before, *COMMAND, str(batch), "--no-cache", "--jobs", "2", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False, timeout=300)
    assert "NETWORK" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert [entry["state"] for entry in report["files"]] == ["read", "read"]
    assert report["documents"]
