"""The pages of one file, read. What policy they belong to plays no part in it, so that a reading serves them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from extractor.ocr import OcrEngine
from extractor.page.read_page import read_sheet
from extractor.records import Page, Problem, Trouble, Words
from extractor.seals.electronic import with_electronic
from extractor.sources.base import USUAL, Access, RawPage, Source, Unreadable
from extractor.sources.open import open_source

SMALLEST = 32  # px of the shorter side: two lines of the smallest print that can be read; less is no page


@dataclass(frozen=True, slots=True)
class PagesRead:
    """Pages of a file that has `count` of them. Of a file that cannot be opened there are none, and a problem."""

    count: int
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()


def read_pages(
    path: Path,
    engine: OcrEngine,
    access: Access = USUAL,
    *,
    first: int = 1,
    most: int | None = None,
    turning: Callable[[], None] = lambda: None,
) -> PagesRead:
    """The pages from `first`, `most` of them at the most; a file of more pages than `access` allows is refused
    whole. `turning` is called before each page. What cannot be read is a problem, never an exception."""
    pages, problems, count = list[Page](), list[Problem](), 0
    try:
        with open_source(path, access) as source:
            count = source.page_count
            if count > access.most_pages:
                return PagesRead(0, (), (_too_many(count, access.most_pages),))
            last = count if most is None else min(count, first + most - 1)
            for number in range(first, last + 1):
                turning()
                pages.extend(_pages(source, number, engine, problems))
            problems.extend(source.problems)
    except Unreadable as error:
        problems.append(error.problem)
    return PagesRead(count, tuple(pages), tuple(problems))


def joined(parts: Sequence[PagesRead]) -> PagesRead:
    """The parts of one file, in the order of its pages. What each part says of the whole file is said once."""
    problems = dict.fromkeys(problem for part in parts for problem in part.problems)
    return PagesRead(max(part.count for part in parts), tuple(chain(*(part.pages for part in parts))), tuple(problems))


def _pages(source: Source, number: int, engine: OcrEngine, problems: list[Problem]) -> tuple[Page, ...]:
    """The page, or the two on one scan. One that alone is damaged is noted, and the others are read all the same."""
    try:
        raw = source.read(number)
        if isinstance(raw, Page):
            return (_valid(raw),)
        if min(raw.picture.shape[:2]) < SMALLEST:
            problems.append(Problem(Trouble.PAGE_UNREADABLE, _too_small(raw), number))
            return ()
        pages = tuple(with_electronic(page, raw) for page in read_sheet(raw, engine))
    except Unreadable as error:
        problems.append(Problem(Trouble.PAGE_UNREADABLE, error.problem.reason, number))
        return ()
    problems.extend(problem for page in pages for problem in page.problems if problem.trouble is Trouble.NOTED)
    return tuple(_valid(page) for page in pages)


def _valid(page: Page) -> Page:
    """Damaged text layers give halves of characters, which no file and no report can hold."""
    lines = tuple(line if line.text.isascii() else replace(line, text=_text(line.text)) for line in page.lines)
    seals = tuple(replace(seal, text=_text(seal.text), inner=_text(seal.inner)) for seal in page.seals)
    return replace(page, lines=lines, seals=seals)


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _too_small(page: RawPage) -> Words:
    height, width = page.picture.shape[:2]
    return Words(
        f"页面图像只有 {width}×{height} 像素，看不出任何内容。请重新扫描后提交。",
        f"The page is a picture of {width}x{height} pixels, on which nothing can be seen. Scan it again.",
    )


def _too_many(count: int, most: int) -> Problem:
    reason = Words(
        f"文件有 {count} 页，超过上限 {most} 页，未读。请拆分后提交；确需读取的，可用 --most-pages 提高上限。",
        f"The file has {count} pages, more than the limit of {most}, and was not read. Split it, or raise the limit "
        "with --most-pages.",
    )
    return Problem(Trouble.UNREADABLE, reason)
