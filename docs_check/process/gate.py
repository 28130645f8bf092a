"""May a district's papers go up? One word, from named conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks.records import Severity
from docs_check.process.rules import Condition
from docs_check.process.second import Look
from docs_check.report.owners import Owner
from docs_check.report.summary import FileEntry, FileState, Section
from extractor.records import Words


class Word(StrEnum):
    OPEN = "open"  # this office has not done its own part yet
    RETURN = "return"
    PASS = "pass"


WORDS = {
    Word.OPEN: Words("待审", "not yet decided"),
    Word.RETURN: Words("退回", "return"),
    Word.PASS: Words("可上报", "may go up"),
}
CONDITIONS = {
    Condition.DECIDED: Words("各项问题均已审定", "every finding is decided"),
    Condition.AGREED: Words("须复核的均已复核且无分歧", "every second look is done and agrees"),
    Condition.READABLE: Words("文件均可读取", "every file can be read"),
    Condition.MENDED: Words(
        "须由单位或区市改正的问题均已改正", "nothing is left for applicants or the district to mend"
    ),
}
_OURS = frozenset({Condition.DECIDED, Condition.AGREED})  # what the office does itself; the rest is for others to do
_UNREADABLE = ("DC001", "DC002")


@dataclass(frozen=True, slots=True)
class Gate:
    """`unmet`: how many things stand against each condition that does not hold."""

    word: Word
    conditions: tuple[Condition, ...]
    unmet: dict[Condition, int]

    @property
    def may_be_signed(self) -> bool:
        """Letters may go out: the office's own part is done."""
        return not any(one in _OURS for one in self.unmet)


def gate_of(
    section: Section, looks: Iterable[Look], files: Iterable[FileEntry], conditions: tuple[Condition, ...]
) -> Gate:
    """`looks`: at the verdicts of this section; `files`: of the whole folder."""
    looks = list(looks)
    here = {paper.document.file for paper in section.papers}
    unread = sum(one.code in _UNREADABLE for one in section.findings)
    unread += sum(entry.file in here and (entry.state is FileState.UNREADABLE or entry.incomplete) for entry in files)
    numbers = {
        Condition.DECIDED: section.undecided,
        Condition.AGREED: sum(look in (Look.WAITING, Look.DISAGREED) for look in looks),
        Condition.READABLE: unread,
        Condition.MENDED: sum(
            one.decision is not None and one.severity is Severity.ERROR and one.owner in (Owner.COMPANY, Owner.DISTRICT)
            for one in section.findings
        ),
    }
    unmet = {one: numbers[one] for one in conditions if numbers[one]}
    if not unmet:
        return Gate(Word.PASS, conditions, unmet)
    return Gate(Word.OPEN if any(one in _OURS for one in unmet) else Word.RETURN, conditions, unmet)
