"""A second, independent reader for what sure findings rest on: what it reads differently is doubted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checks.judge import Doubts
from checks.records import Evidence, Outcome, Verdict
from docs_check.folder import FoundFile
from docs_check.progress import Progress
from docs_check.workers import each
from extractor.records import Box, Words

SECONDS_A_FILE = 300.0  # under a second a crop, and a second for each page that must be rendered
_LANGUAGE = "chi_sim"
_RE_READING = Words("第二识读", "second reading")


@dataclass(frozen=True, slots=True)
class SecondLook:
    """`doubts`: what the second reader read differently; `note` says in a sentence what it did."""

    doubts: Doubts
    note: Words


def at_hand() -> bool:
    return shutil.which("tesseract") is not None and _LANGUAGE in _languages()


def look_again(outcomes: Iterable[Outcome], files: Iterable[FoundFile], jobs: int, progress: Progress) -> SecondLook:
    if not at_hand():
        return SecondLook(frozenset(), _not_at_hand())
    paths = {file.name: file.path for file in files}
    by_file = _by_file(outcomes, paths)
    if not by_file:
        return SecondLook(frozenset(), _note(0, 0, 0))
    doubts = set[tuple[str, int, Box]]()
    silent = looked = 0
    with progress.step(_RE_READING, len(by_file), len(by_file)) as step:
        for done in each(_look, by_file, lambda task: (paths[task.file], task.items), jobs, SECONDS_A_FILE):
            verdicts = done.result or [None] * len(done.task.items)
            doubts.update(_key(item) for item, differs in zip(done.task.items, verdicts, strict=True) if differs)
            silent += verdicts.count(None)
            looked += len(verdicts)
            step(0, 1)
    return SecondLook(frozenset(doubts), _note(looked, len(doubts), silent))


@dataclass(frozen=True, slots=True)
class _Task:
    file: str
    items: tuple[Evidence, ...]


def _by_file(outcomes: Iterable[Outcome], paths: Mapping[str, Path]) -> list[_Task]:
    """What sure findings rest on, each reading once."""
    items = {item for outcome in outcomes if outcome.verdict is Verdict.DEFECT for item in outcome.evidence}
    by_file = dict[str, list[Evidence]]()
    for item in sorted(items, key=_order):
        if item.file in paths:
            by_file.setdefault(item.file, []).append(item)
    return [_Task(file, tuple(some)) for file, some in by_file.items()]


def _key(item: Evidence) -> tuple[str, int, Box]:
    return item.file, item.place.page, item.place.box


def _order(item: Evidence) -> tuple[str, int, float, float, str]:
    return item.file, item.place.page, item.place.box.y0, item.place.box.x0, item.written


def _look(path: Path, items: Sequence[Evidence]) -> list[bool | None]:
    """Runs in a worker."""
    from extractor.ocr.tesseract import Engine
    from extractor.second_look import look_again

    return look_again(path, [(item.place, item.written) for item in items], Engine())


@cache
def _languages() -> tuple[str, ...]:
    import pytesseract

    try:
        return tuple(pytesseract.get_languages())
    except (OSError, pytesseract.TesseractError):
        return ()


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
