"""A file is opened by what it holds, never by its name: one module here for each input format."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from extractor.records import Problem, Trouble, Words
from extractor.sources.base import Source, Unreadable

SNIFFED = 1024  # bytes: a PDF's mark may stand anywhere in the first 1,024 (Adobe's readers, ISO 32000-1 annex H)


def open_source(
    path: Path, passwords: Sequence[str] = (), most_pixels: int | None = None, most_pages: int = 0
) -> AbstractContextManager[Source]:
    """Raises Unreadable where the file is not a document that can be read. `passwords` are tried on a PDF that needs
    one; `most_pixels` is the largest picture that is opened, if another than usual; `most_pages` how many of a TIFF are
    looked for, if more than usual."""
    from extractor.sources import image, package, pdf, refused

    head = _head(path)
    most_pixels = most_pixels or image.MOST_PIXELS
    if head.startswith(package.MARK):
        return _open_package(path, most_pixels)
    if image.knows(head):
        return image.open_image(path, most_pixels, max(most_pages, image.MOST_FRAMES))
    if b"%PDF-" in head:
        return pdf.open_pdf(path, passwords)
    raise Unreadable(refused.problem_of(path, head))


def _open_package(path: Path, most_pixels: int) -> AbstractContextManager[Source]:
    """What a ZIP file is, by the parts in it."""
    from extractor.sources import package, refused
    from extractor.sources.ofd import file as ofd
    from extractor.sources.office import word, workbook

    with package.open_package(path) as parts:
        names = frozenset(parts.namelist())
    if word.MAIN in names:
        return word.open_word(path, most_pixels)
    if workbook.MAIN in names:
        return workbook.open_workbook(path, most_pixels)
    if ofd.MAIN in names:
        return ofd.open_ofd(path)
    raise Unreadable(refused.problem_of_package(names))


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
