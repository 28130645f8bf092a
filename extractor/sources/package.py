"""ZIP packages that are documents: what all of them share, and the limits that keep one from filling the memory."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from extractor.records import Page, Problem, Trouble, Words
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.image import FORMATS, picture_of

MARK = b"PK\x03\x04"
_ARCHIVE_MARKS = (MARK, b"PK\x05\x06", b"PK\x07\x08")  # with members, without, and in volumes
_DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "OFD.xml"})
LONGEST_ENTRY = 1000  # bytes of a member in an archive's list: 46, and a path of 255 with what packers add
_END_REACH = 22 + 65_535 + 20 + 56  # bytes: APPNOTE 4.3.16, the end record with its comment, and those of ZIP64
MOST_PARTS = 20_000  # a table of 5,000 rows with a picture in each has half as many
MOST_UNPACKED = 1_000_000_000  # bytes: 200 scans of 5 MB; more is a bomb
MOST_XML = 20_000_000  # bytes of one part: 340,000 cells take openpyxl 1.1 GB, twice that where formulas are
# A page pasted as a picture: A4 at 62 dpi and more. What is smaller, or see-through, is a logo or a seal cut out.
LEAST_SIDE = 500


def open_package(path: Path) -> zipfile.ZipFile:
    """Raises Unreadable where it is damaged, encrypted or larger than a document can be."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, _damaged())) from error
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    problem = None
    if any(part.flag_bits & 1 for part in parts):
        problem = Problem(Trouble.ENCRYPTED, _encrypted())
    elif len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or largest > MOST_XML:
        problem = Problem(Trouble.UNREADABLE, _too_large(len(parts), unpacked))
    if problem:
        package.close()
        raise Unreadable(problem)
    return package


def part_of(package: zipfile.ZipFile, name: str) -> bytes:
    """Raises Unreadable where the part is missing or damaged."""
    try:
        return package.read(name)
    except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, _damaged())) from error


def holds_files(path: Path) -> bool:
    """Whether the file is a ZIP archive and no document that is packed as one. False where it cannot be looked at."""
    try:
        with path.open("rb") as file:
            if file.read(4) not in _ARCHIVE_MARKS:
                return False
        if members_claimed(path) > MOST_PARTS:
            return True
        with zipfile.ZipFile(path) as package:
            names = frozenset(package.namelist())
    except zipfile.BadZipFile:
        return True
    except (OSError, ValueError, NotImplementedError):
        return False
    return not names & _DOCUMENT_PARTS and not {"mimetype", "content.xml"} <= names


def members_claimed(path: Path) -> int:
    """How many members a ZIP file says that it has, without reading of them; 0 where it does not say. One whose list is
    far too long for the number that it claims has as many as the list may hold."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_REACH))
        tail = file.read()
    wide, end = tail.rfind(b"PK\x06\x06"), tail.rfind(b"PK\x05\x06")
    if wide >= 0:
        count, size = _numbers(tail, wide + 32, 8)
    elif end >= 0:
        count, size = _numbers(tail, end + 10, 2)[0], int.from_bytes(tail[end + 12 : end + 16], "little")
    else:
        return 0
    return max(count, size // LONGEST_ENTRY)


def _numbers(data: bytes, place: int, width: int) -> tuple[int, int]:
    first, second = data[place : place + width], data[place + width : place + 2 * width]
    return int.from_bytes(first, "little"), int.from_bytes(second, "little")


class LaidOut:
    """A source whose pages were laid out beforehand; the large pictures in it follow as pages to be read."""

    def __init__(
        self,
        package: zipfile.ZipFile,
        pages: Sequence[Page],
        pictures: Sequence[str],
        problems: Sequence[Problem],
        most_pixels: int,
    ) -> None:
        self._package = package
        self._pages = tuple(pages)
        self._pictures = tuple(pictures)
        self.problems = tuple(problems)
        self._most_pixels = most_pixels

    @property
    def page_count(self) -> int:
        return len(self._pages) + len(self._pictures)

    def read(self, number: int) -> RawPage | Page:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        if number <= len(self._pages):
            return self._pages[number - 1]
        data = part_of(self._package, self._pictures[number - len(self._pages) - 1])
        picture, dpi = picture_of(io.BytesIO(data), most_pixels=self._most_pixels)
        return RawPage(number, picture, dpi)


def pictures_in(package: zipfile.ZipFile, folder: str) -> tuple[tuple[str, ...], int]:
    """The parts below `folder` that are pages pasted as pictures, and how many other pictures there are."""
    names = sorted((name for name in package.namelist() if name.startswith(folder)), key=_in_order)
    pages = [name for name in names if _is_page(package, name)]
    return tuple(pages), len(names) - len(pages)


def _in_order(name: str) -> tuple[int, str]:
    """Word numbers its pictures as they stand: image2 comes before image10."""
    digits = "".join(character for character in Path(name).stem if character.isdigit())
    return int(digits[:9] or 0), name


def _is_page(package: zipfile.ZipFile, name: str) -> bool:
    try:
        with warnings.catch_warnings(), package.open(name) as part:
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None  # too large a page is refused, by our own limit, when it is read
            with Image.open(part, formats=FORMATS) as picture:
                see_through = "A" in picture.getbands() or "transparency" in picture.info
                return min(picture.size) >= LEAST_SIDE and not see_through
    except (OSError, SyntaxError, ValueError, zipfile.BadZipFile, NotImplementedError, zlib.error):
        return False


def laid_out(
    package: zipfile.ZipFile,
    pages: Sequence[Page],
    pictures: tuple[Sequence[str], int],
    problems: Sequence[Problem],
    what: Words,
    most_pixels: int,
) -> LaidOut:
    """`pictures`: those that are pages, and how many others there are. Raises Unreadable where there is nothing."""
    as_pages, others = pictures
    if not pages and not as_pages:
        raise Unreadable(empty(what))
    noted = (*problems, left_aside(others)) if others else problems
    return LaidOut(package, pages, as_pages, noted, most_pixels)


def left_aside(count: int) -> Problem:
    """Of pictures that are no pages."""
    reason = Words(
        f"文件中另有 {count} 幅插图（如徽标、印章图片或图表），未作为页面读取，其中的印章图片也不算盖章。",
        f"The file also holds {count} pictures (logos, pictures of seals, charts) that were not read as pages; "
        "a picture of a seal is no seal.",
    )
    return Problem(Trouble.NOTED, reason)


def damaged(what: Words) -> Problem:
    reason = Words(
        f"{what.zh}文件已损坏或不完整，无法打开。请重新保存或导出为 PDF 后提交。",
        f"The {what.en} file is damaged or cut off and cannot be opened. Save it again, or export it as PDF.",
    )
    return Problem(Trouble.UNREADABLE, reason)


def empty(what: Words) -> Problem:
    reason = Words(
        f"{what.zh}文件里没有任何文字。请确认提交的是填写好的文件。",
        f"There is no text in the {what.en} file. Make sure that the completed file was submitted.",
    )
    return Problem(Trouble.UNREADABLE, reason)


def _damaged() -> Words:
    return Words(
        "文件（ZIP 结构）已损坏或不完整，无法打开。请重新保存或重新发送后提交。",
        "The file (a ZIP package) is damaged or cut off and cannot be opened. Save or send it again.",
    )


def _encrypted() -> Words:
    return Words(
        "文件设有密码，无法读取。请提交去除密码后的文件。",
        "The file needs a password. Submit it without the password.",
    )


def _too_large(parts: int, unpacked: int) -> Words:
    mega = unpacked // 1_000_000
    return Words(
        f"文件解开后过大（{parts} 个部分，{mega} MB），超出限制，未读取。请拆分，或导出为 PDF 后提交。",
        f"Unpacked, the file is too large ({parts} parts, {mega} MB) and was not read. Split it, or export it as PDF.",
    )
