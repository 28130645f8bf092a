"""What a run is given, made ready to be read: a folder of this machine or one elsewhere, its archives unpacked."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from docs_check.archives import unpack
from docs_check.cluster import ClusterReader
from docs_check.exits import WrongUse
from docs_check.far import brought, is_far, local_path, may_be_archives, walk_far
from docs_check.folder import Far, Walk, walk
from docs_check.means import Means
from docs_check.output import default_out
from docs_check.parts import Store, fresh_store
from docs_check.reading import PoolReader, Reader
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Cluster:
    """Other machines to read on. `parts`: a folder or URL that all of them can write to; None: beside the report."""

    address: str | None = None
    parts: str | None = None


def look_into(folder: str, room: Path) -> Walk:
    """Raises `WrongUse` where there is nothing to check. What lies elsewhere is fetched into `room` later."""
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
    there is a `store`, where the machines do that share it."""
    found = brought(found, may_be_archives(found) if store else None)
    found = unpack(found, room, means.archives, means.passwords)
    return _shared(found, room, store) if store else found


def reader_on(reader: Reader, cluster: Cluster | None, store: Store | None) -> Reader:
    if cluster is None or store is None:
        return reader
    if not isinstance(reader, PoolReader):
        raise WrongUse(Words("这个读取器只能在本机使用。", "This reader works on one machine only."))
    return ClusterReader(reader, store, cluster.address)


def _shared(found: Walk, room: Path, store: Store) -> Walk:
    files = list(found.files)
    for at, file in enumerate(files):
        if file.far is None and file.path.is_relative_to(room):
            url = store.put(file.path, f"unpacked/{file.path.name}")
            files[at] = replace(file, far=Far(url, file.size))
    return replace(found, files=tuple(files))
