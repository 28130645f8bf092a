"""The same report as on one machine, whatever happens to the others."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest
from clusters import FAULTS, STORE, checked, report_in
from typer.testing import CliRunner

from docs_check.commands.cli import app
from docs_check.commands.read import NO_FORMS
from docs_check.intake.walk import FoundFile
from docs_check.means import Means
from docs_check.parts import Store, Wanted
from docs_check.reading.cluster import ClusterReader, bundles
from docs_check.reading.reader import PoolReader
from extractor.records import Trouble

pytestmark = [
    # Ray leaves the pipes of the processes that it starts to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]


@pytest.fixture
def engines(monkeypatch):
    monkeypatch.syspath_prepend(str(FAULTS))
    import faulty_engines

    return faulty_engines


def drawn(engines, folder):
    """Three pages in two districts, the second of them bad, and one in an archive."""
    found = list[FoundFile]()
    for number, district in enumerate(("平度市", "平度市", "胶州市", "")):
        path = folder / district / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        engines.page_picture(path, bad=number == 1, number=number)
        found.append(FoundFile(path, path.relative_to(folder).as_posix()))
    with zipfile.ZipFile(folder / "胶州市" / "补报.zip", "w") as archive:
        archive.write(found.pop().path, "内.png")
    (folder / "3.png").unlink()
    return found


def in_this_process(reader, folder, out, *options):
    args = [str(folder), "--out", str(out), "--no-cache", "--format", "html", *options]
    result = CliRunner().invoke(app, args, obj=reader)
    assert result.exit_code in (0, 1), result.output
    return report_in(out)


def test_a_node_that_dies_changes_nothing(cluster, engines, tmp_path):
    folder, mark, parts = tmp_path / "batch", tmp_path / "mark", tmp_path / "parts"
    drawn(engines, folder)
    reader = PoolReader(engines.pausing(str(mark)), "faulty 1", Means(jobs=2))
    cluster.add_node(num_cpus=1, object_store_memory=STORE)
    killed = list[object]()

    def kill_the_node_that_pauses():
        while not (mark.exists() and mark.read_text("utf-8")):
            time.sleep(0.05)
        pid = int(mark.read_text("utf-8"))
        (node,) = (one for one in cluster.worker_nodes if one.all_processes["raylet"][0].process.pid == pid)
        cluster.remove_node(node, allow_graceful=False)
        killed.append(node)

    killer = Thread(target=kill_the_node_that_pauses)
    killer.start()
    options = ("--engine", "ray", "--address", cluster.address, "--parts", str(parts))
    report = in_this_process(reader, folder, tmp_path / "ray", *options)
    killer.join()
    assert killed  # in the middle of a file
    assert report == in_this_process(reader, folder, tmp_path / "one")
    assert "胶州市/补报.zip/内.png" in report["report.json"]
    assert not list(parts.iterdir())


def test_papers_and_parts_may_lie_in_object_storage(cluster, batch, on_one_machine, storage, tmp_path):
    import fsspec

    system = fsspec.filesystem("s3", endpoint_url=storage, key="x", secret="x")
    system.mkdir("papers")
    system.put(str(batch), "papers/", recursive=True)
    out = tmp_path / "report"
    options = ("--engine", "ray", "--address", cluster.address, "--parts", "s3://papers/parts", "--by-district")
    report = checked("s3://papers/batch", out, *options)
    assert report["report.json"] == on_one_machine["report.json"]
    assert "district-李沧区/report.json" in report
    assert sorted(system.ls("papers")) == ["papers/batch"]  # no parts are left


def test_a_file_that_kills_its_workers_is_said_to_be_unreadable(cluster, engines, tmp_path):
    (tmp_path / "parts").mkdir()
    inner = PoolReader(engines.faulty("kill parent"), "faulty 1", Means())
    reader = ClusterReader(inner, Store(str(tmp_path / "parts")), cluster.address)
    files = drawn(engines, tmp_path / "batch")
    readings = {reading.file: reading for reading in reader.read(files, NO_FORMS)}
    assert [bool(readings[file.name].documents) for file in files] == [True, False, True]
    (problem,) = readings[files[1].name].problems
    assert problem.trouble is Trouble.CRASHED
    assert "两次" in problem.reason.zh
    assert len(readings[files[1].name].sha256) == 64


def test_every_core_gets_work_and_no_task_too_much(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x" * 1000)
    wanted = [Wanted(place, FoundFile(path, str(place))) for place in range(40)]
    jobs = list(bundles(wanted, cores=4))
    assert len(jobs) >= 8
    assert [one.place for job in jobs for one in job.wanted] == list(range(40))
    huge = FoundFile(Path("/nowhere"), "huge")
    assert [len(job.wanted) for job in bundles([Wanted(0, huge)], cores=64)] == [1]
