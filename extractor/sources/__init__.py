"""Files as pages: one module here for each input format, chosen by what the file holds, never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractor.picture import Picture
from extractor.records import Box, Line, Page, Problem, Seal, Trouble, Words

SNIFFED = 1024  # bytes: a PDF's mark may stand anywhere in the first 1,024 (Adobe's readers, ISO 32000-1 annex H)


class Unreadable(Exception):  # noqa: N818  the file is at fault, not the program
    """A file, or one page of it, that cannot be looked at; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as a viewer shows it (/Rotate and EXIF applied). `dpi` is that of `picture`, None where unknown;
    `scan_dpi` the true resolution of a page that is one big image. `text` is the text layer in view coordinates,
    None where there is none; `text_turn` the degrees clockwise by which its lines must be turned to stand upright.
    `text_hidden`: most of it is drawn invisibly, or under an image of the whole page. `seals` are electronic ones, in
    view coordinates; `void` the places where a broken one is drawn. `drawn`: where something stands on it besides
    text and thin strokes, in view coordinates: no seal can be anywhere else; None where that is not known."""

    number: int
    picture: Picture
    dpi: float | None = None
    text: tuple[Line, ...] | None = None
    text_turn: int = 0
    text_hidden: bool = False
    scan_dpi: float | None = None
    seals: tuple[Seal, ...] = ()
    void: tuple[Box, ...] = ()
    drawn: tuple[Box, ...] | None = None


class Source(Protocol):
    """An opened file; pages count from 1. `read` raises Unreadable for a page that alone is damaged; what was never on
    paper comes as a `Page` that needs no reading. `problems` are those of the file as a whole, complete when
    all its pages were read."""

    @property
    def page_count(self) -> int: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    def read(self, number: int) -> RawPage | Page: ...


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
    from extractor.sources import ofd, package, refused, word, workbook

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
