"""Reading on a Ray cluster: the same reader as on one machine, on as many as there are.

A task is given some files' paths, reads them in a worker process of its own, as one machine does with its limits of
time and memory, and writes a part. This machine knows paths and the parts' names, and has a bounded number of tasks
under way. A node that dies costs its tasks another try; a file whose worker dies twice is said to be unreadable.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from docs_check.exits import WrongUse
from docs_check.extras import needed
from docs_check.intake.remote import fetched
from docs_check.intake.walk import FoundFile
from docs_check.parts import Part, Store, StoringReader, Wanted
from docs_check.reading.reader import PoolReader, silent
from docs_check.reading.reader_version import papers_version
from docs_check.reading.schedule import crashed
from extractor.forms import Forms
from extractor.records import FileReading, Trouble, Words

BYTES_A_TASK = 3_200_000  # some 64 scanned pages, a minute's work: starting the models takes 3 s of it
FILES_A_TASK = 64  # of files that are all text; a task that is lost costs no more than these again
TASKS_A_CORE = 2  # the next one lies ready when one ends
DEATHS = 2  # of a file's worker, alone with it: then it is the file
LOST_NODES = 3  # under one task: then it counts as a death, or a file that takes its machine down would take them all
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}  # nothing is reported to anybody
_SECONDS = 10.0  # between looks at how many cores there are


@dataclass(frozen=True, slots=True)
class ClusterReader:
    """A `docs_check.parts.PartsReader` on the cluster at `address`, on one made on this machine where that is None.
    `inner` is what reads on a node, and here what a password brought out of an archive: that leaves this machine only
    as what was read of it."""

    inner: PoolReader
    store: Store
    address: str | None = None

    @property
    def engine(self) -> str:
        return self.inner.engine

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        """Raises `WrongUse` where the cluster cannot do it."""
        here = [file for file in files if file.secret]
        there = [Wanted(place, file) for place, file in enumerate(files) if not file.secret]
        for part in self._on_nodes(there, forms):
            yield from self.store.readings(part)
        if here:
            yield from self.inner.read(here, forms)

    def parts(self, wanted: Sequence[Wanted], forms: Forms) -> Iterator[Part]:
        """Each part as it is written, in no particular order. Raises `WrongUse` where the cluster cannot do it."""
        here = [one for one in wanted if one.file.secret]
        yield from self._on_nodes([one for one in wanted if not one.file.secret], forms)
        if here:
            yield from StoringReader(self.inner, self.store).parts(here, forms)

    def _on_nodes(self, wanted: Sequence[Wanted], forms: Forms) -> Iterator[Part]:
        if not wanted:
            return
        ray = _connected(self.address, self.inner.means.jobs)
        try:
            yield from _Run(ray, self, forms).parts(wanted)
        finally:
            ray.shutdown()


@dataclass(frozen=True, slots=True)
class _Job:
    wanted: tuple[Wanted, ...]
    deaths: int = 0
    lost: int = 0

    @property
    def alone(self) -> bool:
        return len(self.wanted) == 1

    @property
    def name(self) -> str:
        """Another one for each try: what a task wrote that was lost afterwards is never asked for."""
        return f"part-{self.wanted[0].place:09d}-{len(self.wanted)}-{self.deaths}{self.lost}.parquet"


@dataclass(frozen=True, slots=True)
class _Done:
    """`again`: the places of files whose worker died, to be read once more, alone. `failure`: why nothing was done."""

    part: Part | None
    again: tuple[int, ...] = ()
    failure: Words | None = None


class _Run:
    def __init__(self, ray: Any, reader: ClusterReader, forms: Forms) -> None:
        self._ray = ray
        self._store = reader.store
        self._forms = forms
        inner = replace(reader.inner, means=replace(reader.inner.means, jobs=1, cache=None), say=silent)
        self._shared = ray.put((inner, forms, reader.store, papers_version()))
        # Ray would try a task again by itself, but could not tell a file that kills from a node that dies.
        self._task = ray.remote(_read_some).options(num_cpus=1, max_retries=0)
        self._left = deque[_Job]()
        self._running = dict[Any, _Job]()

    def parts(self, wanted: Sequence[Wanted]) -> Iterator[Part]:
        self._left.extend(bundles(wanted, self._cores()))
        while self._left or self._running:
            most = self._cores() * TASKS_A_CORE
            while self._left and len(self._running) < most:
                job = self._left.popleft()
                self._running[self._task.remote(self._shared, job.wanted, job.name, job.deaths)] = job
            done, _ = self._ray.wait(list(self._running), num_returns=1, timeout=_SECONDS)
            for reference in done:
                part = self._taken_in(self._running.pop(reference), reference)
                if part is not None:
                    yield part

    def _cores(self) -> int:
        """Nodes come and go."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def _taken_in(self, job: _Job, reference: Any) -> Part | None:
        errors = self._ray.exceptions
        try:
            done: _Done = self._ray.get(reference)
        except errors.NodeDiedError:
            return self._lost(job) if job.lost < LOST_NODES else self._died(job)
        except (errors.WorkerCrashedError, errors.OutOfMemoryError):
            return self._died(job)
        except errors.RayError as error:
            raise WrongUse(_stopped(str(error.__cause__ or error))) from error
        if done.failure:
            raise WrongUse(done.failure)
        again = set(done.again)
        self._left.extendleft(_Job((one,), 1) for one in job.wanted if one.place in again)
        return done.part

    def _lost(self, job: _Job) -> None:
        self._left.appendleft(replace(job, lost=job.lost + 1))

    def _died(self, job: _Job) -> Part | None:
        """The files of a task whose process died are read again, each alone."""
        if not job.alone:
            self._left.extendleft(_Job((one,)) for one in job.wanted)
            return None
        if job.deaths + 1 < DEATHS:
            self._left.appendleft(replace(job, deaths=job.deaths + 1, lost=0))
            return None
        (one,) = job.wanted
        reading = crashed(one.file.name, _content(one.file), 0, _TWICE)
        return self._store.write(f"died-{job.name}", [(one, reading)], self._forms)


def bundles(wanted: Sequence[Wanted], cores: int) -> Iterator[_Job]:
    """What one task each is given: neighbours, so that a part holds files of one district; no more than leaves every
    core some tasks."""
    total = sum(one.file.size for one in wanted)
    most = min(BYTES_A_TASK, total // (cores * TASKS_A_CORE) + 1)
    files = min(FILES_A_TASK, len(wanted) // (cores * TASKS_A_CORE) + 1)
    bundle, size = list[Wanted](), 0
    for one in wanted:
        if bundle and (size + one.file.size > most or len(bundle) >= files):
            yield _Job(tuple(bundle))
            bundle, size = [], 0
        bundle.append(one)
        size += one.file.size
    if bundle:
        yield _Job(tuple(bundle))


def _read_some(shared: tuple[PoolReader, Forms, Store, str], wanted: Sequence[Wanted], name: str, deaths: int) -> _Done:
    """Runs on a node."""
    reader, forms, store, version = shared
    if version != papers_version():
        return _Done(None, failure=_ANOTHER_VERSION)
    by_name = {one.file.name: one for one in wanted}
    with TemporaryDirectory(prefix="docs-check-") as room:
        files = [fetched(one.file, Path(room)) for one in wanted]
        if not any(file.path.exists() or file.problem for file in files):
            return _Done(None, failure=_NOT_SHARED)
        with _no_main():
            readings = list(reader.read(files, forms))
    again = [one.file for one in readings if deaths + 1 < DEATHS and _has_crashed(one)]
    kept = sorted((by_name[one.file].place, one) for one in readings if one.file not in again)
    try:
        rows = [(by_name[one.file], one) for _, one in kept]
        part = store.write(name, rows, forms) if rows else None
    except OSError as error:
        return _Done(None, failure=_no_store(error))
    return _Done(part, tuple(by_name[file].place for file in again))


@contextmanager
def _no_main() -> Generator[None]:
    """Worker processes are told to import the module that this one began with; Ray's own would load all of Ray."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _has_crashed(reading: FileReading) -> bool:
    return any(problem.trouble is Trouble.CRASHED for problem in reading.problems)


def _content(file: FoundFile) -> str:
    """Its hash: what people decided on a file is found again by it."""
    from extractor.content import sha256_of

    with TemporaryDirectory(prefix="docs-check-") as room:
        return sha256_of(fetched(file, Path(room)).path)


def _connected(address: str | None, jobs: int) -> Any:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    ray = needed("ray")
    needed("pyarrow")
    local = {} if address or os.environ.get("RAY_ADDRESS") else {"num_cpus": jobs, "include_dashboard": False}
    try:
        ray.init(address=address, configure_logging=False, log_to_driver=False, logging_level=logging.ERROR, **local)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise WrongUse(_no_cluster(address, error)) from error
    return ray


_TWICE = Words(
    "读取它的进程两次意外终止",
    "the process reading it ended unexpectedly, twice",
)
_ANOTHER_VERSION = Words(
    "集群节点上的 docs-check 与本机版本不同，读取结果会不一致；请在所有节点安装同一版本。",
    "The cluster's nodes have another version of docs-check than this machine and would read differently; "
    "please install the same one everywhere.",
)
_NOT_SHARED = Words(
    "集群节点看不到要检查的文件；请把材料放在所有节点都挂载在同一路径的共享文件夹里，或用 s3:// 等地址。",
    "The cluster's nodes do not see the files to check; please put them into a folder that all nodes share under the "
    "same path, or name one by its URL (s3://…).",
)


def _no_store(error: OSError) -> Words:
    what = error.strerror or str(error) or type(error).__name__
    return Words(
        f"集群节点不能写入中间结果（{what}）；请用 --parts 指定一个所有节点都能写的共享文件夹或 s3:// 地址。",
        f"A node of the cluster cannot write what it read ({what}); please name a folder that all nodes share, or an "
        "s3:// address, with --parts.",
    )


def _no_cluster(address: str | None, error: Exception) -> Words:
    where = address or "local"
    return Words(
        f"连接不上 Ray 集群（{where}：{type(error).__name__}）；请核对 --address，并确认集群已启动、Ray 版本相同。",
        f"The Ray cluster cannot be reached ({where}: {type(error).__name__}); please check --address, and that it "
        "runs with the same version of Ray.",
    )


def _stopped(what: str) -> Words:
    short = what.strip().splitlines()[-1] if what.strip() else "Ray"
    return Words(
        f"集群上的任务失败（{short}），没有写出报告；请检查各节点的安装后再试。",
        f"A task failed on the cluster ({short}); no report was written. Please check how the nodes are installed.",
    )
