"""Hands files out to workers in parts of a few pages, puts the parts together, and asks the cache first.

Parts are why a bundle of 300 pages is read by all workers at once, why a killed run loses a few pages and not the
bundle, and why a hang in one file is noticed after one part's time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from docs_check.cache import Cache
from docs_check.codec import Unusable, digest, packed, unpacked
from docs_check.intake.walk import FoundFile
from docs_check.reader_version import pages_version, papers_version
from docs_check.reading.task import LoadEngine, PartRead, ReaderSettings, make_papers, read_part
from docs_check.settings import Settings
from docs_check.workers.pool import QUEUED_A_WORKER, Done, Pool
from extractor.content import sha256_of
from extractor.forms import Forms
from extractor.records import FileReading, Problem, Trouble, Words

PAGES_A_PART = 8  # some 10 s of work: opening the file again for each costs 20 ms, a kill loses no more than this
BYTES_A_PART = 400_000  # about 8 scanned pages: a folder of little needs few workers
FILE_PAGES = 30  # a file may take as long in all as so many pages that each take the longest time allowed: an hour
PAGES, PAPERS = "pages", "papers"  # kinds in the cache


@dataclass(slots=True)
class _FileOnItsWay:
    """A file on its way: the parts that are there, by their first page."""

    found: FoundFile
    sha256: str
    stamp: tuple[int, int]
    count: int | None = None
    parts: dict[int, bytes] = field(default_factory=dict[int, bytes])
    seconds: float = 0.0
    over: bool = False  # its reading was given

    @property
    def missing(self) -> list[int]:
        """The first pages of the parts that are not there; without the first part it is not known how many."""
        return [first for first in range(1, (self.count or 1) + 1, PAGES_A_PART) if first not in self.parts]


@dataclass(frozen=True, slots=True)
class _PartTask:
    """`first`: the page at which a part begins; None where all parts are there and papers are to be made of them."""

    file: _FileOnItsWay
    first: int | None


class Schedule:
    def __init__(self, cache: Cache, engine: str, forms: Forms, load: LoadEngine, settings: Settings) -> None:
        self._cache = cache
        self._forms = forms
        self._how = ReaderSettings(load, settings.access, settings.limits.page_seconds)
        self._limits = settings.limits
        self._jobs = settings.jobs
        self._crew = settings.crew
        self._by_pages = _pages_key(engine, settings)
        self._by_papers = papers_key(engine, settings, forms)

    def read(self, files: Sequence[FoundFile]) -> Iterator[FileReading]:
        """One reading a file, as each is done. What the cache holds comes first: it needs no worker."""
        tasks = deque[_PartTask]()
        for found in files:
            file = _FileOnItsWay(found, sha256_of(found.path), _stamp(found.path))
            kept = self._kept_papers(file)
            if kept is not None:
                yield kept
            else:
                tasks.extend(self._tasks(self._with_kept_pages(file)))
        if tasks:
            yield from self._work(tasks)

    def _work(self, tasks: deque[_PartTask]) -> Iterator[FileReading]:
        most = sum(1 + task.file.stamp[0] // BYTES_A_PART for task in tasks)
        with Pool[_PartTask, PartRead | FileReading](min(self._jobs, most), self._limits, self._crew) as pool:
            while tasks or pool.waiting:
                while tasks and pool.waiting < self._jobs * QUEUED_A_WORKER:
                    self._hand_out(tasks.popleft(), pool)
                for done in pool.done() if pool.waiting else ():
                    more = list[_PartTask]()
                    reading = self._taken_in(done, more)
                    tasks.extendleft(reversed(more))
                    if reading is not None:
                        yield reading

    def _hand_out(self, task: _PartTask, pool: Pool[_PartTask, PartRead | FileReading]) -> None:
        file, seconds = task.file, self._limits.page_seconds
        if file.over:
            return
        if task.first is None:
            parts = [file.parts[first] for first in sorted(file.parts)]
            seconds *= len(parts)
            pool.add(task, make_papers, (parts, file.sha256, self._forms, seconds), 2 * seconds)
        else:
            arguments = (file.found.path, file.sha256, task.first, PAGES_A_PART, self._forms, self._how)
            pool.add(task, read_part, arguments, (PAGES_A_PART + 2) * seconds)

    def _taken_in(self, done: Done[_PartTask, PartRead | FileReading], more: list[_PartTask]) -> FileReading | None:
        """The file's reading if it is complete; else what is still to be done is added to `more`."""
        file, result = done.task.file, done.result
        if file.over:
            return None
        if result is None:
            file.over = True
            return _crashed(file, done.failure)
        if isinstance(result, FileReading):
            return self._given(file, result, keep=True)
        file.parts[done.task.first or 1] = result.pages
        file.seconds += result.seconds
        known, file.count = file.count is not None, result.count
        if result.keep:
            self._keep(file, PAGES, _part_key(self._by_pages, file, done.task.first or 1), result.pages)
        if result.reading is not None:
            return self._given(file, result.reading, keep=result.keep)
        if file.seconds > FILE_PAGES * self._limits.page_seconds:
            file.over = True
            return _crashed(file, _too_long(FILE_PAGES * self._limits.page_seconds))
        if not file.missing:
            more.append(_PartTask(file, None))
        elif not known:
            more.extend(_PartTask(file, first) for first in file.missing)
        return None

    def _given(self, file: _FileOnItsWay, reading: FileReading, *, keep: bool) -> FileReading:
        file.over = True
        file.parts.clear()
        if keep:
            self._keep(file, PAPERS, joined(self._by_papers, file.sha256), packed(FileReading, reading))
        return named(reading, file.found.name)

    def _keep(self, file: _FileOnItsWay, kind: str, key: str, value: bytes | None) -> None:
        """Not of a file that a password opened, nor of one that changed while it was read."""
        if value is not None and not file.found.secret and file.sha256 and _stamp(file.found.path) == file.stamp:
            self._cache.put(kind, key, value)

    def _kept_papers(self, file: _FileOnItsWay) -> FileReading | None:
        key = joined(self._by_papers, file.sha256)
        value = self._cache.get(PAPERS, key) if file.sha256 else None
        if value is None:
            return None
        try:
            return named(unpacked(FileReading, value), file.found.name)
        except Unusable:
            self._cache.drop(PAPERS, key)
            return None

    def _with_kept_pages(self, file: _FileOnItsWay) -> _FileOnItsWay:
        from extractor.file_pages import PagesRead

        for first in file.missing if file.sha256 else ():
            key = _part_key(self._by_pages, file, first)
            value = self._cache.get(PAGES, key)
            if value is None:
                continue
            try:
                count = unpacked(PagesRead, value).count
            except Unusable:
                self._cache.drop(PAGES, key)
                continue
            file.parts[first], file.count = value, count
        if file.count and file.count > PAGES_A_PART and len(file.parts) == 1:
            return self._with_kept_pages(file)
        return file

    def _tasks(self, file: _FileOnItsWay) -> list[_PartTask]:
        missing = file.missing
        if file.count is None:
            return [_PartTask(file, 1)]
        return [_PartTask(file, first) for first in missing] or [_PartTask(file, None)]


def named(reading: FileReading, name: str) -> FileReading:
    documents = tuple(replace(document, file=name) for document in reading.documents)
    return replace(reading, file=name, documents=documents)


def _crashed(file: _FileOnItsWay, failure: Words | None) -> FileReading:
    return crashed(file.found.name, file.sha256, file.count or 0, failure)


def crashed(name: str, sha256: str, pages: int, failure: Words | None) -> FileReading:
    """Of a file that was not read; `failure` says why, as a clause."""
    clause = failure or Words("原因不明", "for an unknown reason")
    reason = Words(
        f"这个文件没有读成：{clause.zh}。请单独打开核对，必要时重新扫描后提交。",
        f"This file was not read: {clause.en}. Please open it by itself, and scan it again if need be.",
    )
    return FileReading(name, sha256, pages, (), (Problem(Trouble.CRASHED, reason),))


def written(reading: FileReading) -> bytes:
    """A reading as bytes; where one cannot be written down the file counts as not read."""
    lost = crashed(reading.file, reading.sha256, reading.pages, _NOT_WRITABLE)
    content = packed(FileReading, reading) or packed(FileReading, lost)
    assert content is not None  # names of files are valid Unicode
    return content


_NOT_WRITABLE = Words("读出的内容无法保存", "what was read cannot be written down")


def _too_long(seconds: float) -> Words:
    return Words(
        f"整个文件超过了 {seconds:g} 秒的时间限制，已停止读取（可用 --time-limit 提高上限）",
        f"the whole file took longer than the limit of {seconds:g} seconds and was stopped (--time-limit raises it)",
    )


def papers_key(engine: str, settings: Settings, forms: Forms) -> str:
    """What papers read from a content depend on besides it."""
    return joined(_pages_key(engine, settings), papers_version(), digest(Forms, forms))


def _pages_key(engine: str, settings: Settings) -> str:
    return joined(
        engine, pages_version(), str(settings.access.most_pages), str(settings.access.most_pixels), str(PAGES_A_PART)
    )


def _part_key(by: str, file: _FileOnItsWay, first: int) -> str:
    return joined(by, file.sha256, str(first))


def joined(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
