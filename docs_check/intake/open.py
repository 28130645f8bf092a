"""What a run is given, made ready to be read: a folder of this machine or one elsewhere, its archives unpacked."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.archives import ArchiveLimits, unpack
from docs_check.intake.remote import brought, in_memory, is_far, local_path, may_be_archives, walk_far
from docs_check.intake.walk import Walk, walk
from extractor.records import Words


def look_into(folder: str, room: Path, *, shared: bool = False) -> Walk:
    """Raises `WrongUse` where there is nothing to check, or where the machines of a cluster, with which it is to be
    `shared`, cannot see it. What lies elsewhere is fetched into `room` later."""
    if shared and in_memory(folder):
        raise WrongUse(_not_shared(folder))
    return walk_far(folder, room) if is_far(folder) else walk(local_path(folder))


def out_of(folder: str) -> Path:
    """Where the report goes that nobody named a place for."""
    if is_far(folder):
        return Path.cwd() / f"{PurePosixPath(folder.rstrip('/')).name}-report"
    root = local_path(folder).resolve()
    return root.parent / f"{root.name}-report"


def opened(found: Walk, room: Path, limits: ArchiveLimits, passwords: tuple[str, ...], *, shared: bool = False) -> Walk:
    """`found` with archives unpacked into `room`; also what lies elsewhere is then on this machine, unless the machines
    of a cluster fetch it themselves."""
    found = brought(found, may_be_archives(found) if shared else None)
    return unpack(found, room, limits, passwords)


def _not_shared(url: str) -> Words:
    name = path_text(url)
    return Words(
        f"“{name}”只在本进程的内存里，集群的其他机器看不到；请改用共享文件夹或 s3:// 等地址，或去掉 --cluster。",
        f"“{name}” lies in the memory of this process, where the machines of a cluster cannot see it; please use a "
        "shared folder or a URL such as s3://…, or leave out --cluster.",
    )
