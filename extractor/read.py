"""One file read: opened, its pages read, its papers understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from extractor.forms import Forms
from extractor.ocr import OcrEngine
from extractor.pages import read_page
from extractor.records import FileReading, Page, Problem, Trouble
from extractor.sources import Source, Unreadable, open_source
from extractor.understand import understand

CHUNK = 1 << 20


def read_file(path: Path, name: str, forms: Forms, engine: OcrEngine, passwords: Sequence[str] = ()) -> FileReading:
    """All that the file at `path` gives; `name` is what reports call it, `passwords` are tried where it needs one.
    What cannot be read is a problem in the reading, never an exception."""
    problems = list[Problem]()
    pages = list[Page]()
    count = 0
    try:
        with open_source(path, passwords) as source:
            count = source.page_count
            problems.extend(source.problems)
            for number in range(1, count + 1):
                page = _page(source, number, engine, problems)
                if page:
                    pages.append(page)
    except Unreadable as error:
        problems.append(error.problem)
    return FileReading(
        file=name,
        sha256=sha256_of(path),
        pages=count,
        documents=understand(name, pages, forms),
        problems=tuple(problems),
        blank_pages=tuple(page.number for page in pages if page.blank),
    )


def _page(source: Source, number: int, engine: OcrEngine, problems: list[Problem]) -> Page | None:
    """A page that alone is damaged is noted, and the others are read all the same."""
    try:
        page = source.read(number)
        return page if isinstance(page, Page) else read_page(page, engine)
    except Unreadable as error:
        problems.append(Problem(Trouble.PAGE_UNREADABLE, error.problem.reason, number))
        return None


def sha256_of(path: Path) -> str:
    """The hash of a file's content, `""` where it cannot be opened."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
