"""Reading on a Ray cluster: the same reader as on one machine, on as many as there are.

A task is given some files' paths, reads them in a worker process of its own, as one machine does with its limits of
time and memory, and gives back what it read. This machine has a bounded number of tasks under way, and keeps what
comes back in its cache, so that a run that was stopped goes on where it was. A node that dies costs its tasks another
try; a file whose worker dies twice is said to be unreadable.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from docs_check.cache import Cache
from docs_check.codec import Unusable, packed, unpacked
from docs_check.exits import WrongUse
from docs_check.extras import needed
from docs_check.intake.remote import fetched
from docs_check.intake.walk import Far, FoundFile
from docs_check.reader_version import papers_version
from docs_check.reading.reader import PoolReader, silent
from docs_check.reading.schedule import PAPERS, crashed, joined, named, papers_key, written
from docs_check.reading.task import may_keep
from extractor.content import sha256_of
from extractor.forms import Forms
from extractor.records import FileReading, Trouble, Words

BYTES_A_TASK = 3_200_000  # some 64 scanned pages, a minute's work: starting the models takes 3 s of it
FILES_A_TASK = 64  # of files that are all text; a task that is lost costs no more than these again
TASKS_A_CORE = 2  # the next one lies ready when one ends
DEATHS = 2  # of a file's worker, alone with it: then it is the file
LOST_NODES = 3  # under one task: then it counts as a death, or a file that takes its machine down would take them all
_FAR = "far"  # kind in the cache: contents of files in storage
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}  # nothing is reported to anybody
_SECONDS = 10.0  # between looks at how many cores there are


@dataclass(frozen=True, slots=True)
class ClusterReader:
    """A `Reader` on the cluster at `address`, on one made on this machine where that is None. `inner` is what reads on
    a node, and here what a password brought out of an archive: that leaves this machine only as what was read of it."""

    inner: PoolReader
    address: str | None = None

    @property
    def engine(self) -> str:
        return self.inner.engine

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        """Raises `WrongUse` where the cluster cannot do it."""
        here = [file for file in files if file.secret]
        with Cache(self.inner.settings.cache, self.inner.say) as cache:
            known, left = _Known(cache, self.inner, forms), list[FoundFile]()
            for file in files:
                kept = None if file.secret else known.reading(file)
                if kept is not None:
                    yield kept
                elif not file.secret:
                    left.append(file)
            for file, reading in self._on_nodes(left, forms):
                known.learn(file, reading)
                yield reading
        if here:
            yield from self.inner.read(here, forms)

    def _on_nodes(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[tuple[FoundFile, FileReading]]:
        if not files:
            return
        ray = _connected(self.address, self.inner.settings.jobs)
        try:
            yield from _Run(ray, self.inner, forms).readings(files)
        finally:
            ray.shutdown()


class _Known:
    """What earlier runs read, by the files' contents, as on one machine; the content of a file in storage by what the
    storage says of it."""

    def __init__(self, cache: Cache, reader: PoolReader, forms: Forms) -> None:
        self._cache = cache
        self._by = papers_key(reader.engine, reader.settings, forms)
        self._keeps = not reader.settings.passwords  # what a password opened is not kept

    def reading(self, file: FoundFile) -> FileReading | None:
        sha256 = self._content(file)
        value = self._cache.get(PAPERS, joined(self._by, sha256)) if sha256 else None
        try:
            return named(unpacked(FileReading, value), file.name) if value else None
        except Unusable:
            return None

    def learn(self, file: FoundFile, reading: FileReading) -> None:
        value = packed(FileReading, named(reading, ""))
        if value and self._keeps and reading.sha256 and may_keep(reading.problems):
            self._cache.put(PAPERS, joined(self._by, reading.sha256), value)
            if file.far and file.far.mark:
                self._cache.put(_FAR, _far_key(file.far), reading.sha256.encode())

    def _content(self, file: FoundFile) -> str:
        if file.far is None:
            return sha256_of(file.path)
        value = self._cache.get(_FAR, _far_key(file.far)) if file.far.mark else None
        return value.decode("ascii", "replace") if value else ""


def _far_key(far: Far) -> str:
    return joined(far.url, str(far.size), far.mark)


@dataclass(frozen=True, slots=True)
class _Job:
    files: tuple[FoundFile, ...]
    deaths: int = 0
    lost: int = 0

    @property
    def alone(self) -> bool:
        return len(self.files) == 1


@dataclass(frozen=True, slots=True)
class _Done:
    """Readings, packed. `again`: files whose worker died, to be read once more, alone. `failure`: why nothing was
    done."""

    readings: tuple[bytes, ...]
    again: tuple[str, ...] = ()
    failure: Words | None = None


class _Run:
    def __init__(self, ray: Any, reader: PoolReader, forms: Forms) -> None:
        self._ray = ray
        inner = replace(reader, settings=replace(reader.settings, jobs=1, cache=None), say=silent)
        self._shared = ray.put((inner, forms, papers_version()))
        # Ray would try a task again by itself, but could not tell a file that kills from a node that dies.
        self._task = ray.remote(_read_some).options(num_cpus=1, max_retries=0)
        self._left = deque[_Job]()
        self._running = dict[Any, _Job]()

    def readings(self, files: Sequence[FoundFile]) -> Iterator[tuple[FoundFile, FileReading]]:
        self._left.extend(bundles(files, self._cores()))
        while self._left or self._running:
            most = self._cores() * TASKS_A_CORE
            while self._left and len(self._running) < most:
                self._hand_out(self._left.popleft())
            done, _ = self._ray.wait(list(self._running), num_returns=1, timeout=_SECONDS)
            for reference in done:
                yield from self._taken_in(self._running.pop(reference), reference)

    def _hand_out(self, job: _Job) -> None:
        """Members of archives lie on this machine alone: their contents travel with the task."""
        contents = {file.name: file.path.read_bytes() for file in job.files if file.member and not file.problem}
        self._running[self._task.remote(self._shared, job.files, contents, job.deaths)] = job

    def _cores(self) -> int:
        """Nodes come and go."""
        return max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def _taken_in(self, job: _Job, reference: Any) -> list[tuple[FoundFile, FileReading]]:
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
        by_name = {file.name: file for file in job.files}
        self._left.extendleft(_Job((by_name[name],), 1) for name in done.again)
        readings = (unpacked(FileReading, value) for value in done.readings)
        return [(by_name[reading.file], reading) for reading in readings]

    def _lost(self, job: _Job) -> list[tuple[FoundFile, FileReading]]:
        self._left.appendleft(replace(job, lost=job.lost + 1))
        return []

    def _died(self, job: _Job) -> list[tuple[FoundFile, FileReading]]:
        """The files of a task whose process died are read again, each alone."""
        if not job.alone:
            self._left.extendleft(_Job((file,)) for file in job.files)
        elif job.deaths + 1 < DEATHS:
            self._left.appendleft(replace(job, deaths=job.deaths + 1, lost=0))
        else:
            (file,) = job.files
            return [(file, crashed(file.name, _content(file), 0, _TWICE))]
        return []


def bundles(files: Sequence[FoundFile], cores: int) -> Iterator[_Job]:
    """What one task each is given: neighbours, no more than leaves every core some tasks."""
    total = sum(file.size for file in files)
    most = min(BYTES_A_TASK, total // (cores * TASKS_A_CORE) + 1)
    count = min(FILES_A_TASK, len(files) // (cores * TASKS_A_CORE) + 1)
    bundle, size = list[FoundFile](), 0
    for file in files:
        if bundle and (size + file.size > most or len(bundle) >= count):
            yield _Job(tuple(bundle))
            bundle, size = [], 0
        bundle.append(file)
        size += file.size
    if bundle:
        yield _Job(tuple(bundle))


def _read_some(
    shared: tuple[PoolReader, Forms, str], found: Sequence[FoundFile], contents: Mapping[str, bytes], deaths: int
) -> _Done:
    """Runs on a node."""
    reader, forms, version = shared
    if version != papers_version():
        return _Done((), failure=_ANOTHER_VERSION)
    with TemporaryDirectory(prefix="docs-check-") as room:
        files = [_laid_down(file, contents.get(file.name), Path(room)) for file in found]
        if not any(file.path.exists() or file.problem for file in files):
            return _Done((), failure=_NOT_SHARED)
        with _no_main():
            readings = list(reader.read(files, forms))
    again = [one.file for one in readings if deaths + 1 < DEATHS and _has_crashed(one)]
    return _Done(tuple(written(one) for one in readings if one.file not in again), tuple(again))


def _laid_down(file: FoundFile, content: bytes | None, room: Path) -> FoundFile:
    """The file where this node can read it."""
    if content is None:
        return fetched(file, room)
    path = room / file.path.name
    path.write_bytes(content)
    return replace(file, path=path)


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
    with TemporaryDirectory(prefix="docs-check-") as room:
        return sha256_of(fetched(file, Path(room)).path)


def _connected(address: str | None, jobs: int) -> Any:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    ray = needed("ray")
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
