"""A file is opened by what it holds, never by its name; `extractor.sources.formats` has a module for each format."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, cast

from extractor.records import Problem, Trouble, Words
from extractor.sources import formats
from extractor.sources.base import USUAL, Access, Format, Opening, Source, Unreadable

SNIFFED = 1024  # bytes: within so many a PDF may have its mark


def open_source(path: Path, access: Access = USUAL) -> AbstractContextManager[Source]:
    """Raises Unreadable where the file is not a document that can be read."""
    from extractor.sources import package, refused

    head, parts = _head(path), None
    if head.startswith(package.MARK):
        with package.open_package(path) as members:
            parts = frozenset(members.namelist())
    opening = Opening(head, parts)
    for name in _names():
        module: Format = cast(Any, import_module(f"{formats.__name__}.{name}"))  # one by one: most take long to load
        if module.knows(opening):
            return module.opened(path, access)
    raise Unreadable(refused.problem_of(path, head) if parts is None else refused.problem_of_package(parts))


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(formats.__path__)))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED)
    except OSError as error:
        reason = Words(
            f"文件无法打开（{error.strerror}）。请检查文件是否存在、是否有读取权限。",
            f"The file cannot be opened ({error.strerror}). Check that it exists and may be read.",
        )
        raise Unreadable(Problem(Trouble.UNREADABLE, reason)) from error
    if not head:
        reason = Words(
            "文件是空的（0 字节）。请重新扫描或重新提交。", "The file is empty (0 bytes). Scan or submit it again."
        )
        raise Unreadable(Problem(Trouble.UNREADABLE, reason))
    return head
