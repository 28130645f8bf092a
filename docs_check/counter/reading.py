"""Reads papers as they are dropped: the first page of each company first, then what else waits, in turn. Each of a few
threads has one worker process of its own, warm before the first company comes."""

from __future__ import annotations

import heapq
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from docs_check.intake.walk import FoundFile
from docs_check.reading.reader import PoolReader, Reader
from docs_check.reading.schedule import crashed
from docs_check.reading.task import PartRead, ReaderSettings, read_part
from docs_check.workers.pool import Crew, Pool
from extractor.content import sha256_of
from extractor.forms import Forms
from extractor.records import FileReading, Words

# A PDF of several pages says so; one whose list of pages is packed is taken for one from this size on: 4 scanned pages.
_A_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_LOOKS_LONG = 800_000  # bytes
_LOOKED_AT = 20_000_000  # bytes of a PDF that are searched for pages


@dataclass(frozen=True, slots=True, order=True)
class _Asked:
    turn: int  # how many papers of the same company were asked for before
    arrival: int
    company: int = field(compare=False)
    file: FoundFile = field(compare=False)


class ReadingRoom:
    """`readers`: one a thread. `read` is called with whose paper it is, its reading, and whether it is only the first
    page so far; in the reader's own thread."""

    def __init__(self, readers: Sequence[Reader], forms: Forms, read: Callable[[int, FileReading, bool], None]) -> None:
        self._forms = forms
        self._read = read
        self._waiting = list[_Asked]()
        self._turns = dict[int, int]()
        self._arrivals = count()
        self._change = threading.Condition()
        self._ended = False
        self._threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in readers]
        for thread in self._threads:
            thread.start()

    def ask(self, company: int, file: FoundFile) -> None:
        with self._change:
            turn = self._turns.get(company, 0)
            self._turns[company] = turn + 1
            heapq.heappush(self._waiting, _Asked(turn, next(self._arrivals), company, file))
            self._change.notify()

    def close(self) -> None:
        with self._change:
            self._ended = True
            self._waiting.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    def _next(self) -> _Asked | None:
        with self._change:
            while not self._waiting and not self._ended:
                self._change.wait()
            return None if self._ended else heapq.heappop(self._waiting)

    def _work(self, reader: Reader) -> None:
        if not isinstance(reader, PoolReader):
            self._take_turns(reader, None)
            return
        with Crew() as crew:
            own = replace(reader, settings=replace(reader.settings, jobs=1, crew=crew))
            _warm_up(own, self._forms)
            self._take_turns(own, own)

    def _take_turns(self, reader: Reader, glancing: PoolReader | None) -> None:
        while (asked := self._next()) is not None:
            try:
                if glancing and _has_many_pages(asked.file.path):
                    first = first_page(glancing, asked.file, self._forms)
                    if first:
                        self._read(asked.company, first, True)
                for reading in reader.read([asked.file], self._forms):
                    self._read(asked.company, reading, False)
            except Exception as error:  # noqa: BLE001 - one paper must not end the thread that all others wait for
                failure = Words(
                    f"读取程序出错（{type(error).__name__}）", f"the reader failed ({type(error).__name__})"
                )
                self._read(asked.company, crashed(asked.file.name, sha256_of(asked.file.path), 0, failure), False)


def first_page(reader: PoolReader, file: FoundFile, forms: Forms) -> FileReading | None:
    """What stands on the first page alone; None where it could not be read so."""
    from docs_check.codec import unpacked
    from extractor.file import papers_of
    from extractor.file_pages import PagesRead

    settings = reader.settings
    seconds = settings.limits.page_seconds
    how = ReaderSettings(reader.load, settings.access, seconds)
    with Pool[FoundFile, PartRead](1, settings.limits, settings.crew) as pool:
        pool.add(file, read_part, (file.path, "", 1, 1, forms, how), 2 * seconds)
        (done,) = pool.done()
    if done.result is None:
        return None
    reading = papers_of(file.name, "", unpacked(PagesRead, done.result.pages), forms)
    return reading if reading.documents else None


def _has_many_pages(path: Path) -> bool:
    """As far as can be told without opening it: a damaged file may take the process down that does."""
    try:
        with path.open("rb") as file:
            content = file.read(_LOOKED_AT)
    except OSError:
        return False
    pages = len(_A_PAGE.findall(content)) if content.startswith(b"%PDF") else 1
    return pages > 1 or (pages == 0 and len(content) > _LOOKS_LONG)


def _warm_up(reader: PoolReader, forms: Forms) -> None:
    """Has the worker load its models, on a page with some print."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    for line in range(20):
        pen.text((150, 100 + 70 * line), "docs-check 0123456789 " * 3, fill="black", font_size=24)
    with tempfile.TemporaryDirectory(prefix="docs-check-") as room:
        path = Path(room) / "page.png"
        page.save(path)
        first_page(reader, FoundFile(path, path.name), forms)
