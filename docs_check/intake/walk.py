"""Which files of a folder are to be read, and which are left out and why. Every file is one or the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from extractor.records import Problem, Words

# What operating systems and office programs leave lying about; never a submitted paper.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"})

# Where `docs-check desk` keeps its register within the checked folder, and the papers whose receipt is not finished.
COUNTER, UNFINISHED = "收件柜台", "未办结"

_OF_COUNTER = Words("收件柜台的登记库", "the counter's own register")
_NOT_RECEIVED = Words(
    "收件未办结的材料，尚未归入区市文件夹，未检查", "papers at the counter whose receipt is not finished; not checked"
)
_HIDDEN = Words("隐藏文件", "a hidden file")
_SYSTEM = Words("系统自动生成的文件", "made by the operating system")
_LOCK = Words("办公软件的临时文件（~$…）", "a temporary file of an office program (~$…)")
_OUTSIDE = Words("链接指向所检查文件夹之外，未跟随", "a link that leaves the checked folder; not followed")
_LOOP = Words("链接指向文件夹，未跟随", "a link to a folder; not followed")
_SPECIAL = Words("不是普通文件", "not a plain file")
_CLOSED = Words("文件夹无权读取", "a folder that may not be read")


@dataclass(frozen=True, slots=True)
class Far:
    """Where a file lies that no path of this machine leads to: its URL, its size in bytes, and what its storage says
    of its content or of when it changed; `""` where it says nothing."""

    url: str
    size: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read. `name` is its path within the checked folder, with forward slashes, as valid Unicode. `problem`:
    why it cannot be read, where that is known beforehand (a member of an archive that needs a password). `secret`: it
    came out of an archive by a password, so that no cache may hold what it says. `member`: it was
    unpacked here. Of a file that is `far`, `path` is where it lies once it is fetched."""

    path: Path
    name: str
    problem: Problem | None = None
    secret: bool = False
    far: Far | None = None
    member: bool = False

    @property
    def size(self) -> int:
        """In bytes; 0 for a file that vanished or may not be looked at."""
        if self.far:
            return self.far.size
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not read. `refused`: somebody may have meant it to be read, so it must not pass as litter."""

    name: str
    reason: Words
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    root: Path
    files: tuple[FoundFile, ...]
    left_out: tuple[LeftOut, ...]


def walk(folder: Path) -> Walk:
    """All files below `folder`, in the order of their names. Raises `WrongUse` where there is nothing to check."""
    _must_be_folder(folder)
    root = folder.resolve()
    found = tuple(_below(root, root))
    files = tuple(item for item in found if isinstance(item, FoundFile))
    left_out = tuple(item for item in found if isinstance(item, LeftOut))
    if not files:
        raise WrongUse(_nothing_in(folder, len(left_out)))
    return Walk(root, files, left_out)


def _must_be_folder(folder: Path) -> None:
    name = path_text(str(folder))
    if not folder.exists():
        raise WrongUse(
            Words(f"文件夹“{name}”不存在，请核对路径。", f"The folder “{name}” does not exist; please check the path.")
        )
    if not folder.is_dir():
        raise WrongUse(
            Words(
                f"“{name}”是一个文件，而检查的对象是文件夹；若只看这一个文件，请用 docs-check read。",
                f"“{name}” is a file, and what is checked is a folder; to look at one file, use docs-check read.",
            )
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise WrongUse(
            Words(
                f"没有读取文件夹“{name}”的权限，请让管理员开放读取权限。",
                f"The folder “{name}” may not be read; please have its permissions changed.",
            )
        )


def _nothing_in(folder: Path, left_out: int) -> Words:
    name = path_text(str(folder))
    if left_out:
        return Words(
            f"文件夹“{name}”中没有可检查的文件（另有 {left_out} 个系统或隐藏文件已略去），请核对是否选对了文件夹。",
            f"The folder “{name}” holds nothing to check ({left_out} hidden or system files left out); "
            "please check that it is the right one.",
        )
    return Words(
        f"文件夹“{name}”是空的，请放入申报材料后再检查。",
        f"The folder “{name}” is empty; please put the submitted papers into it.",
    )


def _below(folder: Path, root: Path) -> Iterator[FoundFile | LeftOut]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield LeftOut(_name(folder, root), _CLOSED, refused=True)
        return
    for entry in entries:
        path = folder / entry.name
        litter = litter_reason(entry.name)
        if folder == root and entry.name == COUNTER and entry.is_dir(follow_symlinks=False):
            yield from _at_counter(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(path, root) if litter is None else _all_left_out(path, root, litter)
        elif litter is not None:
            yield LeftOut(_name(path, root), litter)
        else:
            yield _file(path, root)


def litter_reason(name: str) -> Words | None:
    """Why a file or folder of this name is nobody's paper; None where it may be one."""
    if name.lower() in _LITTER or name == ".DS_Store":
        return _SYSTEM
    if name.startswith("~$"):
        return _LOCK
    return _HIDDEN if name.startswith(".") else None


def _at_counter(counter: Path, root: Path) -> Iterator[LeftOut]:
    for item in _all_left_out(counter, root, _OF_COUNTER):
        unfinished = item.name.startswith(f"{COUNTER}/{UNFINISHED}/")
        yield LeftOut(item.name, _NOT_RECEIVED, refused=True) if unfinished else item


def _all_left_out(folder: Path, root: Path, reason: Words) -> Iterator[LeftOut]:
    for top, folders, files in os.walk(folder):
        folders.sort()
        yield from (LeftOut(_name(Path(top) / file, root), reason) for file in sorted(files))


def _file(path: Path, root: Path) -> FoundFile | LeftOut:
    name = _name(path, root)
    if path.is_symlink():
        if not path.resolve().is_relative_to(root):
            return LeftOut(name, _OUTSIDE, refused=True)
        if path.is_dir():
            return LeftOut(name, _LOOP, refused=True)
    elif not path.is_file():
        return LeftOut(name, _SPECIAL, refused=True)
    return FoundFile(path, name)


def _name(path: Path, root: Path) -> str:
    return path_text(path.relative_to(root).as_posix())
