"""Clusters of several nodes on this machine, and runs of the command on them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAULTS = ROOT / "tests" / "faults"
COMMAND = [sys.executable, "-c", "from docs_check.commands.cli import main; main()"]
STORE = 80_000_000  # bytes: the least that Ray takes; nothing of ours lies in it


def start_nodes():
    """A node that only keeps the books, and one that works."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": STORE})
    cluster.add_node(num_cpus=1, object_store_memory=STORE)
    return cluster


def checked(folder, out, *options):
    """What the command reports, run as users run it."""
    cache = () if "--cache" in options else ("--no-cache",)
    command = [*COMMAND, folder, "--out", str(out), *cache, "--jobs", "2", "--format", "json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in (0, 1, 3), done.stderr
    return report_in(out)


_AS_OF = re.compile(r"截至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}")  # which state of the review a page shows


def report_in(out):
    """Every file of a report, without the times that stand in it."""
    run = json.loads((out / "report.json").read_text("utf-8"))["run"]
    times = [
        run["started"],
        run["started"][:16].replace("T", " "),
        f'"seconds": {run["seconds"]},',
        f"用时 {run['seconds']} 秒",
    ]
    files = {}
    for path in sorted(out.rglob("*")):
        if path.suffix in (".json", ".html"):
            text = path.read_text("utf-8")
            for time in times:
                text = text.replace(time, "…")
            text = _AS_OF.sub("截至 …", text)
            files[str(path.relative_to(out))] = text
        elif path.is_file():
            files[str(path.relative_to(out))] = ""
    return files
