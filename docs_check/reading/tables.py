"""Files to their tables, each in a worker process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import FoundFile
from docs_check.progress import Progress
from docs_check.reading.engines import EngineChoice
from docs_check.reading.second_reader import at_hand
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.content import sha256_of
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Line, Place, Problem, Trouble, Words
from extractor.sources.base import Access
from extractor.tables.records import TablesReading

SECONDS_AGAIN = 300.0  # for the cells of one file that are read again: a tenth of a second each
SECONDS_A_FILE = 900.0  # a report of 300 scanned pages at 3 s a page on a slow machine; one that takes longer hangs
_READ_ALL_THE_SAME = (Trouble.POOR_SCAN, Trouble.NOTED, Trouble.SIGNATURE)
_READING = Words("读取", "reading")
_SECOND = "tesseract"  # the engine that has nothing in common with the first

ReadTables = Callable[[Sequence[FoundFile]], Iterator[TablesReading]]
ReadAgain = Callable[[FoundFile, TablesReading, Sequence[Place]], TablesReading]


def files_named(paths: Sequence[Path]) -> tuple[FoundFile, ...]:
    """Raises `WrongUse` for a path that is no file."""
    found = list[FoundFile]()
    for path in dict.fromkeys(paths):
        name = path_text(str(path))
        if path.is_dir():
            raise WrongUse(Words(f"“{name}”是文件夹，请指定文件。", f"“{name}” is a folder; please name files."))
        if not path.exists():
            raise WrongUse(
                Words(f"文件“{name}”不存在，请核对路径。", f"The file “{name}” does not exist; please check the path.")
            )
        found.append(FoundFile(path, name))
    return tuple(found)


def in_pool(choice: EngineChoice, settings: Settings) -> ReadTables:
    """Reads in worker processes; the engine is loaded only where there is a scan. Raises `WrongUse` where the
    engine is not installed."""
    choice.named()

    def read(files: Sequence[FoundFile]) -> Iterator[TablesReading]:
        how = (choice, settings.access)
        tasks = each(
            _read_one,
            files,
            lambda file: (file.path, file.name, *how),
            settings.jobs,
            SECONDS_A_FILE,
            settings.limits,
        )
        for done in tasks:
            yield done.result or _crashed(done.task, done.failure)

    return read


def again_in_pool(choice: EngineChoice, settings: Settings) -> ReadAgain:
    """Reads single cells again, by the first engine and by another one where that is installed."""
    readers = (choice, replace(choice, ocr=_SECOND)) if at_hand() and choice.ocr != _SECOND else ()

    def read(file: FoundFile, reading: TablesReading, places: Sequence[Place]) -> TablesReading:
        tasks = each(
            _again,
            [file],
            lambda file: (file.path, reading, tuple(places), readers, settings.passwords),
            1,
            SECONDS_AGAIN,
            settings.limits,
        )
        return next((done.result for done in tasks if done.result), reading)

    return read


def read_all(files: Sequence[FoundFile], read: ReadTables, progress: Progress) -> tuple[TablesReading, ...]:
    """In the order of `files`."""
    sizes = {file.name: file.size for file in files}
    readings = dict[str, TablesReading]()
    with progress.step(_READING, len(files), sum(sizes.values())) as step:
        for reading in read(files):
            readings[reading.file] = reading
            step(reading.pages, sizes[reading.file])
    return tuple(readings[file.name] for file in files)


def left_unread(reading: TablesReading) -> bool:
    """Is there anything in the file that could not be looked at?"""
    return any(problem.trouble not in _READ_ALL_THE_SAME for problem in reading.problems)


def _crashed(file: FoundFile, failure: Words | None) -> TablesReading:
    clause = failure or Words("原因不明", "for an unknown reason")
    reason = Words(f"这个文件没有读成：{clause.zh}。", f"This file was not read: {clause.en}.")
    return TablesReading(file.name, sha256_of(file.path), 0, (), (), (Problem(Trouble.CRASHED, reason),))


def _read_one(path: Path, name: str, choice: EngineChoice, access: Access) -> TablesReading:
    """Runs in a worker."""
    from extractor.file import read_tables

    engine = WhenNeeded(choice, choice.ocr, "")
    return read_tables(path, name, engine, access)


def _again(
    path: Path,
    reading: TablesReading,
    places: Sequence[Place],
    readers: Sequence[EngineChoice],
    passwords: Sequence[str],
) -> TablesReading:
    """Runs in a worker."""
    from extractor.tables.again import read_again, with_heard

    heard = read_again(path, reading, places, [choice() for choice in readers], Access.again(passwords))
    return with_heard(reading, heard)


@dataclass(slots=True)
class WhenNeeded:
    """An engine that is loaded when a scan must be read: most reports have a text layer."""

    choice: EngineChoice
    name: str
    version: str

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return self.choice().lines(picture)

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return self.choice().recognise(pictures)
