"""Files to readings, each in a worker process: what happens to one file never happens to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from docs_check.cache import Cache, CachePlace
from docs_check.exits import WrongUse
from docs_check.folder import FoundFile
from docs_check.guard import Limits
from docs_check.reading_desk import Desk
from docs_check.reading_work import How, LoadEngine
from extractor.content import sha256_of
from extractor.forms import Forms
from extractor.ocr import OcrEngine, OcrUnavailable
from extractor.records import FileReading, Words

MOST_PAGES = 2000  # of a file; `extractor.file_pages` says why


class Ocr(StrEnum):
    RAPID = "rapid"
    TESSERACT = "tesseract"


class Reader(Protocol):
    """Reads files; `engine` names what reads, with its version. One reading for each file, in no particular order."""

    engine: str

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]: ...


def _silent(_: Words) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True, slots=True)
class PoolReader:
    """Reads in `jobs` worker processes, each with an engine of its own from `load`. What was read before comes from
    the cache, if there is one; `say` tells the user what is wrong with it."""

    load: LoadEngine
    jobs: int
    engine: str
    limits: Limits = Limits()
    passwords: tuple[str, ...] = ()
    most_pages: int = MOST_PAGES
    cache: CachePlace | None = None
    say: Callable[[Words], None] = _silent

    @staticmethod
    def with_engine(ocr: Ocr, jobs: int) -> PoolReader:
        """Raises `WrongUse` where the engine is not installed."""
        if ocr is Ocr.RAPID:  # always installed with us; loading its models would take a second
            return PoolReader(partial(_load, ocr), jobs, f"rapidocr {version('rapidocr')}")
        try:
            engine = _load(ocr)
        except OcrUnavailable as error:
            raise WrongUse(error.reason) from error
        return PoolReader(partial(_load, ocr), jobs, f"{engine.name} {engine.version}")

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        how = How(self.load, self.passwords, self.most_pages, self.limits.page_seconds)
        with Cache(self.cache, self.say) as cache:
            desk = Desk(cache, self.engine, forms, how, self.limits, self.jobs)
            for file in files:
                if file.problem:
                    yield FileReading(file.name, sha256_of(file.path), 0, (), (file.problem,))
            # The largest first, so that no bundle is begun when all else is done.
            yield from desk.read(sorted((one for one in files if not one.problem), key=lambda one: -size_of(one.path)))


@cache
def engine_of(ocr: Ocr) -> OcrEngine:
    """The engine, loaded once in each process. Raises `OcrUnavailable`."""
    return _load(ocr)


def _load(ocr: Ocr) -> OcrEngine:
    if ocr is Ocr.TESSERACT:
        from extractor.ocr import tesseract

        return tesseract.Engine()
    from extractor.ocr import rapid

    return rapid.Engine(threads=1)


def size_of(path: Path) -> int:
    """In bytes; 0 for a file that vanished or may not be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
