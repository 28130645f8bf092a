"""What became of every file of the folder: read, left out, or not readable, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docs_check.intake.walk import LeftOut
from docs_check.report.summary import FileEntry, FileState
from extractor.records import FileReading, Problem, Trouble, Words

_UNREAD = frozenset({Trouble.UNREADABLE, Trouble.ENCRYPTED, Trouble.CRASHED})
_ONLY_BLANK = Words("只有空白页", "blank pages only")
MOST_NAMED = 10  # blank pages that a note names
_NO_PAPER = Words("未读出任何内容", "nothing was read from it")


def file_entries(readings: Iterable[FileReading], left_out: Iterable[LeftOut]) -> Iterator[FileEntry]:
    for item in left_out:
        yield FileEntry(item.name, None, FileState.LEFT_OUT, item.reason, refused=item.refused)
    for reading in readings:
        yield _file(reading)


def _file(reading: FileReading) -> FileEntry:
    sha256 = reading.sha256 or None
    pages = [problem for problem in reading.problems if problem.trouble is Trouble.PAGE_UNREADABLE]
    problem = next((problem for problem in reading.problems if problem.trouble in _UNREAD), None)
    if problem is None and pages and not reading.documents:
        problem = pages[0]
    if problem is not None:
        return FileEntry(reading.file, sha256, FileState.UNREADABLE, problem.reason, reading.pages)
    blank = reading.blank_pages
    if pages:
        reasons = _reasons(pages, blank)
        return FileEntry(reading.file, sha256, FileState.READ, reasons, reading.pages, True, blank_pages=blank)
    if not reading.documents:
        reason, refused = (_ONLY_BLANK, False) if blank else (_NO_PAPER, True)
        return FileEntry(reading.file, sha256, FileState.LEFT_OUT, reason, reading.pages, False, refused, blank)
    noted = [problem for problem in reading.problems if problem.trouble is not Trouble.POOR_SCAN]  # that is DC004
    return FileEntry(reading.file, sha256, FileState.READ, _reasons(noted, blank), reading.pages, blank_pages=blank)


def _reasons(problems: Sequence[Problem], blank: Sequence[int]) -> Words | None:
    """Each reason once, with its page where it has one; then the blank pages."""
    zh = dict.fromkeys((f"第{one.page}页：" if one.page else "") + one.reason.zh for one in problems)
    en = dict.fromkeys((f"Page {one.page}: " if one.page else "") + one.reason.en for one in problems)
    if blank:
        some = [str(page) for page in blank[:MOST_NAMED]]
        more = len(blank) > MOST_NAMED
        zh[f"空白页 {len(blank)} 页（第{'、'.join(some)}{'…' if more else ''}页），已略去。"] = None
        en[f"{len(blank)} blank pages ({', '.join(some)}{', …' if more else ''}) left out."] = None
    return Words("".join(zh), " ".join(en)) if zh else None
