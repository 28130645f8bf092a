"""Pictures: JPEG, PNG, BMP, WebP and HEIC of one page each, TIFF of one or many."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from extractor.records import Problem, Trouble, Words
from extractor.sources.base import Access, Opening, RawPage, Unreadable
from extractor.sources.image import FAULTS, damaged_picture, picture_of

MOST_FRAMES = 5000  # pages of a TIFF, unless --most-pages is more: directories may be many without a page being there

_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # bytes of the header after the file's, by version
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def knows(opening: Opening) -> bool:
    head = opening.head
    if head.startswith(_MARKS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    if head.startswith(b"BM"):
        return int.from_bytes(head[14:18], "little") in _BMP_HEADERS
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


@contextmanager
def opened(path: Path, access: Access) -> Generator[_Image]:
    """Raises Unreadable."""
    yield _Image(path, _frames(path, max(access.most_pages, MOST_FRAMES)), access.most_pixels)


class _Image:
    problems: tuple[Problem, ...] = ()

    def __init__(self, path: Path, page_count: int, most_pixels: int) -> None:
        self._path = path
        self._most_pixels = most_pixels
        self.page_count = page_count

    def read(self, number: int) -> RawPage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        picture, dpi = picture_of(self._path, number - 1, self._most_pixels)
        return RawPage(number, picture, dpi)


def _frames(path: Path, most: int) -> int:
    """How many pages a TIFF holds; other formats have one, a HEIC's or WebP's further frames being a film's. Raises
    Unreadable for one of more than `most`."""
    with path.open("rb") as file:
        head = file.read(4)
    if head not in _MARKS:
        return 1
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(), Image.open(path, formats=("TIFF",)) as image:
            warnings.simplefilter("ignore")
            count = 1
            try:
                while count <= most:
                    image.seek(count)
                    count += 1
            except EOFError:
                return count
    except FAULTS as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, damaged_picture())) from error
    raise Unreadable(Problem(Trouble.UNREADABLE, _too_many(most)))


def _too_many(most: int) -> Words:
    return Words(
        f"TIFF 文件有 {most} 页以上，未读。请拆分后提交；确需读取的，可用 --most-pages 提高上限。",
        f"The TIFF has more than {most} pages and was not read. Split it, or raise the limit with --most-pages.",
    )
