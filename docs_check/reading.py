"""Files to readings, each in a worker process: what happens to one file never happens to another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from docs_check.exits import WrongUse
from docs_check.folder import FoundFile
from docs_check.workers import Done, each
from extractor.forms import Forms
from extractor.ocr import OcrEngine, OcrUnavailable
from extractor.records import FileReading, Problem, Trouble, Words

# A bundle of 300 pages at 3 s a page on a slow machine; a file that takes longer hangs.
SECONDS_A_FILE = 900.0


class Ocr(StrEnum):
    RAPID = "rapid"
    TESSERACT = "tesseract"


class Reader(Protocol):
    """Reads files; `engine` names what reads, with its version. One reading for each file, in no particular order."""

    engine: str

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]: ...


@dataclass(frozen=True, slots=True)
class PoolReader:
    """Reads in `jobs` worker processes with the engine `ocr`."""

    ocr: Ocr
    jobs: int
    engine: str

    @staticmethod
    def with_engine(ocr: Ocr, jobs: int) -> PoolReader:
        """Raises `WrongUse` where the engine is not installed."""
        try:
            engine = _load(ocr)
        except OcrUnavailable as error:
            raise WrongUse(error.reason) from error
        return PoolReader(ocr, jobs, f"{engine.name} {engine.version}")

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        for file in files:
            if file.problem:
                yield FileReading(file.name, sha256_of(file.path), 0, (), (file.problem,))
        # The largest first, so that no bundle is begun when all else is done.
        largest_first = sorted((file for file in files if not file.problem), key=lambda file: -size_of(file.path))
        tasks = each(
            _read_one, largest_first, lambda file: (file.path, file.name, forms, self.ocr), self.jobs, SECONDS_A_FILE
        )
        for done in tasks:
            yield done.result or _crashed(done)


def _crashed(done: Done[FoundFile, FileReading]) -> FileReading:
    clause = done.failure or Words("原因不明", "for an unknown reason")
    reason = Words(
        f"这个文件没有读成：{clause.zh}。请单独打开核对，必要时重新扫描后提交。",
        f"This file was not read: {clause.en}. Please open it by itself, and scan it again if need be.",
    )
    problem = Problem(Trouble.CRASHED, reason)
    return FileReading(done.task.name, sha256_of(done.task.path), 0, (), (problem,))


def _read_one(path: Path, name: str, forms: Forms, ocr: Ocr) -> FileReading:
    """Runs in a worker."""
    from extractor.read import read_file

    return read_file(path, name, forms, _engine(ocr))


@cache
def _engine(ocr: Ocr) -> OcrEngine:
    """One a worker: loading the models takes longer than reading a page."""
    return _load(ocr)


def engine_of(ocr: Ocr) -> OcrEngine:
    """The engine, loaded once in each process. Raises `OcrUnavailable`."""
    return _engine(ocr)


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


def sha256_of(path: Path) -> str:
    """`""` for a file that cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
