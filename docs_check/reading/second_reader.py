"""A second, independent reader for what sure findings rest on: what it reads differently is doubted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from checks.judge import Doubts
from checks.records import Evidence, Outcome, Verdict
from docs_check.cache import Cache
from docs_check.intake.walk import FoundFile
from docs_check.pictures.turned import Turns, turns_of
from docs_check.progress import Progress
from docs_check.reader_version import second_version
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.records import Box, FileReading, Words

SECONDS_A_FILE = 300.0  # under a second a crop, and a second for each page that must be rendered
_LANGUAGE = "chi_sim"
_SECOND = "second"  # kind in the cache
_WORDS: Mapping[bool | None, bytes] = {True: b"differs", False: b"same", None: b"nothing"}
_VERDICTS: Mapping[bytes | None, bool | None] = {word: verdict for verdict, word in _WORDS.items()}
_RE_READING = Words("第二识读", "second reading")


@dataclass(frozen=True, slots=True)
class SecondLook:
    """`doubts`: what the second reader read differently; `note` says in a sentence what it did. `verdicts`: whether it
    differs, by what was looked at; None where it made nothing of it."""

    doubts: Doubts
    note: Words
    verdicts: Mapping[Evidence, bool | None] = field(default_factory=dict[Evidence, bool | None])


def at_hand() -> bool:
    return shutil.which("tesseract") is not None and _LANGUAGE in _languages()


def look_again(
    outcomes: Iterable[Outcome],
    files: Iterable[FoundFile],
    readings: Iterable[FileReading],
    settings: Settings,
    progress: Progress,
) -> SecondLook:
    """`readings`: what is known of the files, their contents and how their pages lie among it."""
    if not at_hand():
        return SecondLook(frozenset(), _not_at_hand())
    paths = {file.name: file.path for file in files}
    by_file = _by_file(outcomes, paths)
    if not by_file:
        return SecondLook(frozenset(), _note(0, 0, 0))
    verdicts = dict[Evidence, bool | None]()
    with Cache(settings.cache) as cache:
        memory = _Memory(cache, readings)
        left = [left for task in by_file if (left := memory.known(task, verdicts)).items]
        if left:
            _look_at(left, paths, settings, progress, memory, verdicts)
    doubts = frozenset(_key(item) for item, differs in verdicts.items() if differs)
    return SecondLook(doubts, note_on(verdicts), verdicts)


def note_on(verdicts: Mapping[Evidence, bool | None]) -> Words:
    """What the second reader did, in a sentence."""
    doubted = {_key(item) for item, differs in verdicts.items() if differs}
    return _note(len(verdicts), len(doubted), list(verdicts.values()).count(None))


def _look_at(
    tasks: Sequence[_FileTask],
    paths: Mapping[str, Path],
    settings: Settings,
    progress: Progress,
    memory: _Memory,
    verdicts: dict[Evidence, bool | None],
) -> None:
    """Adds a verdict for each item; None where the worker came to grief."""
    with progress.step(_RE_READING, len(tasks), len(tasks)) as step:
        for done in each(
            _look,
            tasks,
            lambda task: (paths[task.file], task.items, memory.turns.get(task.file, {}), settings.passwords),
            settings.jobs,
            SECONDS_A_FILE,
            settings.limits,
            settings.crew,
        ):
            items = done.task.items
            for item, differs in zip(items, done.result or [None] * len(items), strict=True):
                verdicts[item] = differs
                if done.result is not None and not settings.passwords:  # what a password opened is not kept
                    memory.learn(item, differs)
            step(0, 1)


@dataclass(frozen=True, slots=True)
class _FileTask:
    file: str
    items: tuple[Evidence, ...]


class _Memory:
    """Earlier verdicts, by the file's content, the place on it, and what reads."""

    def __init__(self, cache: Cache, readings: Iterable[FileReading]) -> None:
        readings = tuple(readings)
        self._cache = cache
        self._hashes = {reading.file: reading.sha256 for reading in readings}
        self._reader = f"{_tesseract()} {second_version()}"
        self.turns = turns_of(document for reading in readings for document in reading.documents)

    def known(self, task: _FileTask, verdicts: dict[Evidence, bool | None]) -> _FileTask:
        """The task without the items whose verdicts are known; they are added to `verdicts`."""
        kept = {item: self._cache.get(_SECOND, self._key(item)) for item in task.items}
        verdicts.update((item, _VERDICTS[value]) for item, value in kept.items() if value in _VERDICTS)
        return _FileTask(task.file, tuple(item for item in task.items if item not in verdicts))

    def learn(self, item: Evidence, differs: bool | None) -> None:
        if self._hashes.get(item.file):
            self._cache.put(_SECOND, self._key(item), _WORDS[differs])

    def _key(self, item: Evidence) -> str:
        box, turn = item.place.box, self.turns.get(item.file, {}).get(item.place.page, 0)
        where = (item.place.page, turn, box.x0, box.y0, box.x1, box.y1)
        parts = (self._reader, self._hashes.get(item.file, ""), repr(where), item.written)
        return sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _by_file(outcomes: Iterable[Outcome], paths: Mapping[str, Path]) -> list[_FileTask]:
    """What sure findings rest on, each reading once."""
    items = {item for outcome in outcomes if outcome.verdict is Verdict.DEFECT for item in outcome.evidence}
    by_file = dict[str, list[Evidence]]()
    for item in sorted(items, key=_order):
        if item.file in paths:
            by_file.setdefault(item.file, []).append(item)
    return [_FileTask(file, tuple(some)) for file, some in by_file.items()]


def _key(item: Evidence) -> tuple[str, int, Box]:
    return item.file, item.place.page, item.place.box


def _order(item: Evidence) -> tuple[str, int, float, float, str]:
    return item.file, item.place.page, item.place.box.y0, item.place.box.x0, item.written


def _look(path: Path, items: Sequence[Evidence], turns: Turns, passwords: Sequence[str]) -> list[bool | None]:
    """Runs in a worker."""
    from extractor.ocr.tesseract import Engine
    from extractor.page.second_look import look_again

    return look_again(path, [(item.place, item.written) for item in items], turns, Engine(), passwords)


@cache
def _languages() -> tuple[str, ...]:
    import pytesseract

    try:
        return tuple(pytesseract.get_languages())
    except (OSError, pytesseract.TesseractError):
        return ()


@cache
def _tesseract() -> str:
    import pytesseract

    return str(pytesseract.get_tesseract_version())


def _not_at_hand() -> Words:
    return Words(
        "本机没有第二识读引擎（Tesseract 及其 chi_sim 语言包），日期和数字只识读了一遍；安装后再次检查可降低误报。",
        "No second reader is installed (Tesseract with chi_sim), so dates and figures were read once only; "
        "with it a further check would lower the risk of false findings.",
    )


def _note(looked: int, doubted: int, silent: int) -> Words:
    if not looked:
        return Words("没有需要第二次识读的内容。", "There was nothing to read a second time.")
    zh = f"缺陷所依据的 {looked} 处内容由 Tesseract 再次识读"
    en = f"Tesseract read {looked} places again on which defects rest"
    if doubted:
        zh, en = (
            f"{zh}；{doubted} 处读法不同，相关结论改为存疑",
            f"{en}; {doubted} read differently and were made unsure",
        )
    else:
        zh, en = f"{zh}，没有不同读法", f"{en} and read nothing differently"
    if silent:
        zh, en = (
            f"{zh}；{silent} 处它未能读出，维持原结论",
            f"{en}; of {silent} it made nothing, and they stand as read",
        )
    return Words(zh + "。", en + ".")
