"""Files that lie elsewhere: a folder of object storage or of another machine, by its URL, through fsspec."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.extras import needed
from docs_check.intake.walk import Far, FoundFile, LeftOut, Walk, litter_reason
from extractor.records import Problem, Trouble, Words

_MARK = "://"
_LOCAL = "file://"
_MEMORY = "memory://"
# By what the storages that fsspec knows tell one content of a file from the next.
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "mtime", "LastModified", "last_modified", "created")
# What is never an archive by its name; anything else is fetched before the run to see whether it is one.
_PAPERS = frozenset(
    (
        *(".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".heif"),
        *(".doc", ".docx", ".xls", ".xlsx", ".ofd", ".txt"),
    )
)


def is_far(folder: str) -> bool:
    return _MARK in folder and not folder.startswith(_LOCAL)


def in_memory(folder: str) -> bool:
    """Of the process that asks, so that no other sees it; also at the end of a chain (`simplecache::memory://x`)."""
    return _MEMORY in folder


def local_path(folder: str) -> Path:
    return Path(folder.removeprefix(_LOCAL))


def file_system(url: str) -> tuple[Any, str]:
    """What opens files there, and the path that it knows `url` by. Raises `WrongUse` where nothing does."""
    fsspec = needed("fsspec")
    try:
        return fsspec.core.url_to_fs(url)
    except (ValueError, ImportError, OSError) as error:
        raise WrongUse(_unknown(url, error)) from error


def walk_far(url: str, room: Path) -> Walk:
    """All files below `url`, in the order in which `docs_check.intake.walk` gives those of the same folder. They are
    fetched into `room`, as they are needed. Raises `WrongUse` where there is nothing to check."""
    system, root = file_system(url)
    root = str(root).rstrip("/")
    base = room / (PurePosixPath(root).name or "batch")
    try:
        found = [_found(path, info, root, base, system) for path, info in _below(system, root)]
    except OSError as error:
        raise WrongUse(_closed(url, error)) from error
    found.sort(key=lambda item: item.name.split("/"))
    files = tuple(item for item in found if isinstance(item, FoundFile))
    if not files:
        raise WrongUse(_nothing_in(url))
    with suppress(OSError):  # what an office granted stands beside the folder, as for one of this machine
        granted = f"{root.rpartition('/')[0]}/exceptions.yaml"
        if system.exists(granted):
            system.get_file(granted, str(room / "exceptions.yaml"))
    return Walk(base, files, tuple(item for item in found if isinstance(item, LeftOut)))


def may_be_archives(found: Walk) -> set[str]:
    return {file.name for file in found.files if file.far and PurePosixPath(file.name).suffix.lower() not in _PAPERS}


def brought(found: Walk, names: Collection[str] | None = None) -> Walk:
    """`found` with those of its files on this machine that bear one of `names`; all where that is None."""
    return replace(
        found, files=tuple(fetched(one) if names is None or one.name in names else one for one in found.files)
    )


def fetched(file: FoundFile, room: Path | None = None) -> FoundFile:
    """The file where it can be read, in `room` if that is given; with its problem where it cannot be fetched."""
    if file.far is None or (room is None and file.path.exists()):
        return file
    path = room / file.path.name if room else file.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        system, source = file_system(file.far.url)
        system.get_file(source, str(path))
    except OSError as error:
        return replace(file, path=path, problem=Problem(Trouble.UNREADABLE, _lost(error)))
    return replace(file, path=path)


def _below(system: Any, root: str) -> Iterator[tuple[str, Any]]:
    for _, _, files in system.walk(root, detail=True, on_error="raise"):
        for info in files.values():
            yield str(info["name"]), info


def _found(path: str, info: Any, root: str, base: Path, system: Any) -> FoundFile | LeftOut:
    name = path_text(path.removeprefix(root).lstrip("/"))
    litter = next((reason for part in name.split("/") if (reason := litter_reason(part))), None)
    if litter:
        return LeftOut(name, litter)
    local = base.parent / "fetched" / (sha256(name.encode()).hexdigest()[:32] + PurePosixPath(name).suffix[:12])
    mark = next((str(info[name]) for name in _MARKS if info.get(name)), "")
    return FoundFile(local, name, far=Far(system.unstrip_protocol(path), int(info.get("size") or 0), mark))


def _unknown(url: str, error: Exception) -> Words:
    name = path_text(url)
    return Words(
        f"无法打开“{name}”（{error}）；请核对地址，并确认已安装相应的存储支持（如 s3 需要 s3fs）。",
        f"“{name}” cannot be opened ({error}); please check the address, and that support for its storage is installed "
        "(s3fs for s3).",
    )


def _closed(url: str, error: OSError) -> Words:
    name, what = path_text(url), error.strerror or str(error) or type(error).__name__
    return Words(
        f"“{name}”不能列出文件（{what}）；请核对地址和访问权限。",
        f"The files of “{name}” cannot be listed ({what}); please check the address and the right to read it.",
    )


def _nothing_in(url: str) -> Words:
    name = path_text(url)
    return Words(
        f"“{name}”中没有可检查的文件，请核对地址。",
        f"“{name}” holds nothing to check; please check the address.",
    )


def _lost(error: OSError) -> Words:
    what = error.strerror or str(error) or type(error).__name__
    return Words(
        f"没有取到这个文件（{what}）。请核对存储后重新检查。",
        f"The file could not be fetched ({what}). Please look after the storage and check again.",
    )
