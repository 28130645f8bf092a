"""ZIP archives, walked like folders: each file in them is read as if it lay there, under the archive's name.

What is unpacked gets a number for its name on disk, so that nothing that stands in an archive is ever part of a path.
"""

from __future__ import annotations

import errno
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from docs_check.clean import path_text
from docs_check.intake.walk import FoundFile, LeftOut, Walk, litter_reason
from extractor.records import Problem, Trouble, Words
from extractor.sources.package import holds_files, members_claimed

CHUNK = 1 << 20
SPARE = 1_000_000_000  # bytes that must stay free on the disk: the reports need room too
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_DRIVE = re.compile(r"^[A-Za-z]:")
_ZIP_UNICODE_NAME = 0x7075  # APPNOTE 4.6.9: the name once more, in UTF-8
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1  # APPNOTE 4.4.4: general purpose bits


# What zipfile raises of damaged members, unknown methods and wrong passwords.
_FAULTS = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold, with the archives in it; beyond it the archive that goes beyond is refused. See
    docs/limits.md. All can be raised by a flag but `ratio_from`, below which `ratio` does not matter."""

    depth: int = 3  # archives in archives: district, company, and one that somebody packed once more
    members: int = 20_000  # twice the files of a whole city's batch
    unpacked: int = 8_000_000_000  # bytes: 10,000 scans of 0.8 MB
    ratio: int = 200  # a member unpacks to so many times its size; scans shrink at most 100 times, bombs 1,000 times
    ratio_from: int = 100_000_000  # bytes: smaller members hurt nobody, whatever their ratio


def unpack(found: Walk, room: Path, limits: ArchiveLimits | None = None, passwords: Sequence[str] = ()) -> Walk:
    """`found` with the files in archives instead of the archives; they lie in `room`, a folder of our own, until it is
    removed. `passwords` are tried on members that need one. What cannot be unpacked stays as a file with its problem.
    """
    work = _Unpacking(room, limits or ArchiveLimits(), passwords)
    files, left_out = list[FoundFile](), list(found.left_out)
    for file in found.files:
        for item in work.outermost(file):
            if isinstance(item, LeftOut):
                left_out.append(item)
            else:
                files.append(item)
    return replace(found, files=tuple(files), left_out=tuple(left_out))


class _Unpacking:
    def __init__(self, room: Path, limits: ArchiveLimits, passwords: Sequence[str]) -> None:
        self._room = room
        self._limits = limits
        self._passwords = tuple(password.encode() for password in passwords)
        self._count = 0
        self._members_in = self._bytes_in = 0  # what the archive being opened and those in it hold so far

    def outermost(self, file: FoundFile) -> Iterator[FoundFile | LeftOut]:
        self._members_in = self._bytes_in = 0
        return self.opened(file, 0)

    def opened(self, file: FoundFile, depth: int) -> Iterator[FoundFile | LeftOut]:
        """The file itself, or if it is an archive what is in it."""
        if file.problem or not holds_files(file.path):
            yield file
            return
        if depth >= self._limits.depth:
            yield replace(file, problem=_refused(_too_deep(self._limits.depth)))
            return
        if self._members_in + members_claimed(file.path) > self._limits.members:
            yield replace(file, problem=_refused(_too_many(self._limits.members)))
            return
        try:
            with zipfile.ZipFile(file.path) as archive:
                yield from self._members(file, archive, depth)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            yield replace(file, problem=_refused(_DAMAGED))

    def _members(self, file: FoundFile, archive: zipfile.ZipFile, depth: int) -> Iterator[FoundFile | LeftOut]:
        members = [member for member in archive.infolist() if not _name(member).endswith("/")]
        reason = self._too_large(members)
        if reason or not members:
            yield replace(file, problem=_refused(reason or _EMPTY))
            return
        taken = set[str]()
        for member in members:
            path = PurePosixPath(_name(member))
            name = _free(f"{file.name}/{path_text(str(path))}", taken)
            litter = next((reason for part in path.parts if part != ".." and (reason := litter_reason(part))), None)
            problem = None if litter else _problem(member, path)
            if litter:
                yield LeftOut(name, litter)
            elif problem:
                yield replace(file, name=name, problem=problem)
            else:
                yield from self.opened(self._unpacked(archive, member, name, file), depth + 1)

    def _too_large(self, members: list[zipfile.ZipInfo]) -> Words | None:
        limits = self._limits
        total = sum(member.file_size for member in members)
        if self._members_in + len(members) > limits.members:
            return _too_many(limits.members)
        if any(member.file_size > max(limits.ratio_from, limits.ratio * member.compress_size) for member in members):
            return _bomb(limits.ratio)
        if self._bytes_in + total > limits.unpacked:
            return _too_big(self._bytes_in + total, limits.unpacked)
        self._members_in += len(members)
        self._bytes_in += total
        return _NO_ROOM if total > shutil.disk_usage(self._room).free - SPARE else None

    def _unpacked(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, whole: FoundFile) -> FoundFile:
        self._count += 1
        suffix = PurePosixPath(name).suffix
        path = self._room / f"{self._count:06d}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        locked = bool(member.flag_bits & _ENCRYPTED)
        for password in self._passwords if locked else (None,):
            try:
                with archive.open(member, pwd=password) as packed, path.open("wb") as out:
                    shutil.copyfileobj(packed, out, CHUNK)
            except _FAULTS as error:
                path.unlink(missing_ok=True)  # of a wrong password too: one in 256 is found out only at the end
                if isinstance(error, OSError) and error.errno in _DISK_FULL:
                    return replace(whole, name=name, problem=_refused(_NO_ROOM))
            else:
                return FoundFile(path, name, secret=locked or whole.secret, member=True)
        problem = Problem(Trouble.ENCRYPTED, _NEEDS_PASSWORD) if locked else _refused(_MEMBER_DAMAGED)
        return replace(whole, name=name, problem=problem)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path: Windows packs Chinese names in GBK and says nothing of it, so that they come as code page
    437; others write UTF-8 without saying so. Old packers part folders by a backslash."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        name = _unicode_name(member.extra) or _decoded(name.encode("cp437", "replace"), name)
    return name.replace("\\", "/")


def _decoded(raw: bytes, name: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_name(extra: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _ZIP_UNICODE_NAME and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None


def _problem(member: zipfile.ZipInfo, path: PurePosixPath) -> Problem | None:
    """Why a member is not unpacked."""
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(str(path)):
        return _refused(_CLIMBS)
    if stat.S_ISLNK(member.external_attr >> 16):
        return _refused(_LINK)
    return None


def _free(name: str, taken: set[str]) -> str:
    """Two members may bear one name."""
    fresh, number = name, 2
    while fresh in taken:
        fresh, number = f"{name} ({number})", number + 1
    taken.add(fresh)
    return fresh


def _refused(reason: Words) -> Problem:
    return Problem(Trouble.UNREADABLE, reason)


def _too_deep(depth: int) -> Words:
    return Words(
        f"压缩包套压缩包超过 {depth} 层，未打开。请解压后提交其中的文件；确需打开的，可用 --archive-depth 提高上限。",
        f"Archives are packed in archives more than {depth} deep; this one was not opened. Unpack it first, or raise "
        "the limit with --archive-depth.",
    )


def _too_many(members: int) -> Words:
    return Words(
        f"压缩包中的文件超过 {members} 个，未打开。请分成几个压缩包，或解压后提交；"
        "确需打开的，可用 --archive-files 提高上限。",
        f"The archive holds more than {members} files and was not opened. Split it, unpack it first, or raise the "
        "limit with --archive-files.",
    )


def _too_big(total: int, most: int) -> Words:
    mega, limit = total // 1_000_000, most // 1_000_000
    return Words(
        f"压缩包解开后过大（{mega} MB，上限 {limit} MB），未打开。请核实来源；确属材料的，请解压后提交，"
        "或用 --archive-size 提高上限。",
        f"Unpacked, the archive is too large ({mega} MB; the limit is {limit} MB); it was not opened. Find out where "
        "it comes from; if it holds papers, unpack it first, or raise the limit with --archive-size.",
    )


def _bomb(ratio: int) -> Words:
    return Words(
        f"压缩包中有文件解开后是压缩时的 {ratio} 倍以上，不像材料，压缩包未打开。请核实来源；确属材料的，请解压后提交，"
        "或用 --archive-ratio 提高上限。",
        f"A file in the archive unpacks to more than {ratio} times its size, as no paper does; the archive was not "
        "opened. Find out where it comes from; if it holds papers, unpack it first, or raise the limit with "
        "--archive-ratio.",
    )


_DAMAGED = Words(
    "压缩包已损坏或不完整，无法打开。请重新打包后提交。",
    "The archive is damaged or cut off and cannot be opened. Pack it again.",
)
_EMPTY = Words("压缩包是空的。请核对后重新打包提交。", "The archive is empty. Look into it and pack it again.")
_NO_ROOM = Words(
    "临时目录所在磁盘空间不足，没有解开。请清理磁盘，或用环境变量 TMPDIR 指定另一处，然后重新检查。",
    "There is not enough room on the disk of the temporary folder to unpack this. Make room, or name another place "
    "with the environment variable TMPDIR, and check again.",
)
_MEMBER_DAMAGED = Words(
    "压缩包中的这个文件已损坏，或压缩方式不受支持，无法解开。请以普通 ZIP 方式重新打包后提交。",
    "This file in the archive is damaged, or packed by a method that is not supported. Pack it again as a plain ZIP.",
)
_CLIMBS = Words(
    "压缩包中这个文件的路径指向压缩包之外，已拒绝解开。请核实压缩包的来源。",
    "This file's path leads out of the archive; it was not unpacked. Find out where the archive comes from.",
)
_LINK = Words(
    "压缩包中的这一项是链接而不是文件，未解开。请提交文件本身。",
    "This entry of the archive is a link and no file; it was not followed. Submit the file itself.",
)
_NEEDS_PASSWORD = Words(
    "压缩包中的这个文件设有密码，无法解开。请提交去除密码后的文件。",
    "This file in the archive needs a password. Submit it without the password.",
)
