"""A cluster, and a small batch that brings its own troubles along."""

from __future__ import annotations

import os
import shutil
import zipfile

import pytest
from clusters import FAULTS, ROOT, checked, start_nodes
from moto.server import ThreadedMotoServer

SAMPLES = ROOT / "samples" / "batch"
# Text PDFs: quickly read, and judged by the same rules. One of them is cut off.
_BATCH = (
    "胶州市/青岛嵘策恺海产加工有限公司/扫描件1069.pdf",
    "胶州市/青岛嵘策恺海产加工有限公司/扫描件1073.pdf",
    "李沧区/青岛霖泊轮胎有限公司/申请表.pdf",
    "李沧区/青岛霖泊轮胎有限公司/涉税查询结果.pdf",
    "崂山区/补充材料.pdf",
)
_TWICE = "李沧区/青岛霖泊轮胎有限公司/申请表.pdf"  # handed in with another district once more


@pytest.fixture(scope="session")
def storage():
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def environment(storage):
    """Of nodes and of commands: what the tests bring for workers to import, and where the storage is."""
    added = {
        "PYTHONPATH": os.pathsep.join((str(FAULTS), str(ROOT))),
        "RAY_USAGE_STATS_ENABLED": "0",
        "AWS_ENDPOINT_URL": storage,
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in added.items():
            patch.setenv(name, value)
        yield added


@pytest.fixture(scope="session")
def cluster(environment):
    cluster = start_nodes()
    yield cluster
    cluster.shutdown()


@pytest.fixture(scope="session")
def batch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster") / "batch"
    for name in _BATCH:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / name, folder / name)
    again = folder / "市北区" / "青岛霖泊轮胎有限公司" / "申请表.pdf"
    again.parent.mkdir(parents=True)
    shutil.copy(SAMPLES / _TWICE, again)
    with zipfile.ZipFile(folder / "崂山区" / "补报.zip", "w") as archive:
        archive.write(SAMPLES / "崂山区/初审意见.pdf", "初审意见.pdf")
    return folder


@pytest.fixture(scope="session")
def on_one_machine(batch, environment, tmp_path_factory):
    """The report of a run on this machine alone."""
    return checked(str(batch), tmp_path_factory.mktemp("one") / "report")
