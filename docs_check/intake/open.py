"""What a run is given, made ready to be read: a folder of this machine or one elsewhere, its archives unpacked."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.archives import unpack
from docs_check.intake.remote import brought, in_memory, is_far, local_path, may_be_archives, walk_far
from docs_check.intake.walk import Far, Walk, walk
from docs_check.means import Means
from docs_check.output import default_out
from docs_check.parts import PartsReader, Store, StoringReader, fresh_store
from docs_check.reading.cluster import ClusterReader
from docs_check.reading.reader import PoolReader, Reader
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Cluster:
    """Other machines to read on. `parts`: a folder or URL that all of them can write to; None: beside the report."""

    address: str | None = None
    parts: str | None = None

    @staticmethod
    def asked(ray: bool, address: str | None, parts: str | None) -> Cluster | None:
        """None where this machine alone is to read. Raises `WrongUse` for a cluster's options without one."""
        if ray:
            return Cluster(address, parts)
        for option, given in (("--address", address), ("--parts", parts)):
            if given:
                raise WrongUse(
                    Words(
                        f"{option} 只在集群上识读时有用，请同时写 --engine ray，或去掉 {option}。",
                        f"{option} is for reading on a cluster: add --engine ray, or leave out {option}.",
                    )
                )
        return None


def look_into(folder: str, room: Path, cluster: Cluster | None = None) -> Walk:
    """Raises `WrongUse` where there is nothing to check, or where the cluster's machines cannot see it. What lies
    elsewhere is fetched into `room` later."""
    for url in (folder, cluster.parts or "") if cluster else ():
        if in_memory(url):
            raise WrongUse(_not_shared(url))
    return walk_far(folder, room) if is_far(folder) else walk(local_path(folder))


def out_of(folder: str) -> Path:
    """Where the report goes that nobody named a place for."""
    if is_far(folder):
        return Path.cwd() / f"{PurePosixPath(folder.rstrip('/')).name}-report"
    return default_out(local_path(folder))


@contextmanager
def store_of(cluster: Cluster | None, out: Path) -> Generator[Store | None]:
    """Where the machines of a cluster leave what they read, for as long as the run takes; None where there is none."""
    if cluster is None:
        yield None
        return
    with fresh_store(cluster.parts or str(out.resolve().parent)) as store:
        yield store


def opened(found: Walk, room: Path, means: Means, store: Store | None) -> Walk:
    """`found` with archives unpacked into `room`, and everything where the reader sees it: on this machine, or, where
    there is a `store`, where the machines do that share it. What a password opened stays on this machine: a store
    outlives a run that is killed."""
    found = brought(found, may_be_archives(found) if store else None)
    found = unpack(found, room, means.archives, means.passwords)
    return _shared(found, room, store) if store else found


def reader_on(reader: Reader, cluster: Cluster | None, store: Store | None) -> Reader:
    return reader if cluster is None or store is None else _on_cluster(reader, cluster, store)


def parts_reader_on(reader: Reader, cluster: Cluster | None, store: Store) -> PartsReader:
    """The same, of what leaves its readings in `store`."""
    return StoringReader(reader, store) if cluster is None else _on_cluster(reader, cluster, store)


def _on_cluster(reader: Reader, cluster: Cluster, store: Store) -> ClusterReader:
    if not isinstance(reader, PoolReader):
        raise WrongUse(Words("这个读取器只能在本机使用。", "This reader works on one machine only."))
    return ClusterReader(reader, store, cluster.address)


def _shared(found: Walk, room: Path, store: Store) -> Walk:
    files = list(found.files)
    for at, file in enumerate(files):
        if file.far is None and not file.secret and file.path.is_relative_to(room):
            url = store.put(file.path, f"unpacked/{file.path.name}")
            files[at] = replace(file, far=Far(url, file.size))
    return replace(found, files=tuple(files))


def _not_shared(url: str) -> Words:
    name = path_text(url)
    return Words(
        f"“{name}”只在本进程的内存里，集群的其他机器看不到；请改用共享文件夹或 s3:// 等地址，或去掉 --engine ray。",
        f"“{name}” lies in the memory of this process, where the machines of a cluster cannot see it; please use a "
        "shared folder or a URL such as s3://…, or leave out --engine ray.",
    )
