"""The same report as on one machine, whatever happens to the others."""

from __future__ import annotations

import time
import zipfile
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from clusters import FAULTS, STORE, checked, report_in
from typer.testing import CliRunner

from docs_check.cache import CachePlace
from docs_check.commands.cli import app
from docs_check.commands.read import NO_FORMS
from docs_check.intake.walk import FoundFile
from docs_check.reading.cluster import ClusterReader, bundles
from docs_check.reading.reader import PoolReader
from docs_check.settings import Settings
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
    folder, mark = tmp_path / "batch", tmp_path / "mark"
    drawn(engines, folder)
    reader = PoolReader(engines.pausing(str(mark)), "faulty 1", Settings(jobs=2))
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
    report = in_this_process(reader, folder, tmp_path / "ray", "--cluster", cluster.address)
    killer.join()
    assert killed  # in the middle of a file
    assert report == in_this_process(reader, folder, tmp_path / "one")
    assert "胶州市/补报.zip/内.png" in report["report.json"]


def test_papers_may_lie_in_object_storage_and_a_run_goes_on_where_it_was(
    cluster, batch, on_one_machine, storage, tmp_path
):
    import fsspec

    system = fsspec.filesystem("s3", endpoint_url=storage, key="x", secret="x")
    system.mkdir("papers")
    system.put(str(batch), "papers/", recursive=True)
    cache = ("--cache", str(tmp_path / "cache"))
    report = checked("s3://papers/batch", tmp_path / "report", "--cluster", cluster.address, *cache)
    assert report["report.json"] == on_one_machine["report.json"]
    assert sorted(system.ls("papers")) == ["papers/batch"]  # nothing is left there
    # A cluster that cannot be reached is not asked for what is known.
    again = checked("s3://papers/batch", tmp_path / "again", "--cluster", "nowhere.invalid:1", *cache)
    assert again["report.json"] == on_one_machine["report.json"]


def test_a_run_that_is_stopped_has_kept_what_came_back(cluster, engines, tmp_path):
    files = drawn(engines, tmp_path / "batch")
    settings = Settings(cache=CachePlace(tmp_path / "cache"))
    reader = ClusterReader(PoolReader(engines.good, "good 1", settings), cluster.address)
    with closing(reader.read(files, NO_FORMS)) as stopped:  # pyright: ignore[reportArgumentType]  it is a generator
        first = next(stopped)
    nobody = ClusterReader(reader.inner, "nowhere.invalid:1")
    known = [file for file in files if file.name == first.file]
    assert list(nobody.read(known, NO_FORMS)) == [first]
    assert {one.file for one in reader.read(files, NO_FORMS)} == {file.name for file in files}


def test_a_file_that_kills_its_workers_is_said_to_be_unreadable(cluster, engines, tmp_path):
    inner = PoolReader(engines.faulty("kill parent"), "faulty 1", Settings())
    reader = ClusterReader(inner, cluster.address)
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
    files = [FoundFile(path, str(place)) for place in range(40)]
    jobs = list(bundles(files, cores=4))
    assert len(jobs) >= 8
    assert [one for job in jobs for one in job.files] == files
    huge = FoundFile(Path("/nowhere"), "huge")
    assert [len(job.files) for job in bundles([huge], cores=64)] == [1]
