"""What worker processes do with a file: read some of its pages, make papers of pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docs_check.codec import packed, unpacked
from docs_check.workers.limits import clock
from extractor.forms import Forms
from extractor.records import FileReading, Problem, Trouble

if TYPE_CHECKING:
    from extractor.file_pages import PagesRead
    from extractor.ocr import OcrEngine
    from extractor.sources.base import Access

LoadEngine = Callable[[], "OcrEngine"]
# These depend on more than the file's content, or may be better the next time.
_NOT_KEPT = frozenset({Trouble.ENCRYPTED, Trouble.CRASHED})


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """How files are read; `load` gives the engine. Sent to workers with each task."""

    load: LoadEngine
    access: Access
    page_seconds: float


@dataclass(frozen=True, slots=True)
class PartRead:
    """Some pages of a file of `count`, packed. `keep`: they may be cached. `reading` where they are all it has."""

    count: int
    pages: bytes
    keep: bool
    reading: FileReading | None
    seconds: float


def read_part(path: Path, sha256: str, first: int, most: int, forms: Forms, how: ReaderSettings) -> PartRead:
    """The pages from `first`, at most `most`."""
    from time import monotonic

    from extractor.file import papers_of
    from extractor.file_pages import read_pages

    begun, engine = monotonic(), how.load()

    def pages(access: Access, turning: Callable[[], None]) -> PagesRead:
        return read_pages(path, engine, access, first=first, most=most, turning=turning)

    with clock(how.page_seconds) as turning:
        read, locked = pages(replace(how.access, passwords=()), turning), False
        if how.access.passwords and _has(read.problems, Trouble.ENCRYPTED):
            read, locked = pages(how.access, turning), True
        turning()
        whole = first == 1 and read.count <= most
        reading = papers_of("", sha256, read, forms) if whole else None
    return PartRead(read.count, _packed(read), not locked and may_keep(read.problems), reading, monotonic() - begun)


def make_papers(parts: Sequence[bytes], sha256: str, forms: Forms, seconds: float) -> FileReading:
    """The papers of a whole file from its packed parts."""
    from extractor.file import papers_of
    from extractor.file_pages import PagesRead, joined

    with clock(seconds):
        return papers_of("", sha256, joined([unpacked(PagesRead, part) for part in parts]), forms)


def _packed(read: PagesRead) -> bytes:
    from extractor.file_pages import PagesRead

    content = packed(PagesRead, read)
    if content is None:
        raise ValueError("pages that cannot be written down")
    return content


def may_keep(problems: Sequence[Problem]) -> bool:
    """In the cache."""
    return not any(problem.trouble in _NOT_KEPT for problem in problems)


def _has(problems: Sequence[Problem], trouble: Trouble) -> bool:
    return any(problem.trouble is trouble for problem in problems)
