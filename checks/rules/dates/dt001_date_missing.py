"""应填的日期没有填。

判断：盖章处旁边应写的日期，或必填的日期栏，是空白的（例如只有“年 月 日”）。
只填了一部分、写了但读不懂或没有读到的列入存疑。
为什么：没有日期，就不能判断是否按期申报、按序审核。
不判断：填了但不存在的日期（DT002），不合理的日期（DT003）；市级审核栏等提交时不要求填写的日期。
---
A required date is blank.

What: the date beside a required seal, or a required date field, is blank. One that is filled in only in
part, written in a form that is not understood, or not found, is unsure.
Why: without it, order and deadline cannot be judged.
Not judged: impossible (DT002) or implausible dates (DT003); dates that are filled in later by others.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.acts import ActDate, required_dates
from checks.facts.papers import paper_words
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import DateState, Words

RULE = Rule(
    "DT001",
    "date-missing",
    Severity.ERROR,
    Scope.PAPER,
    Words("日期缺失", "date missing"),
    Words("日期已填", "date given"),
)

_PARTLY = Words("日期只识读到一部分", "the date was read only in part")
_UNCLEAR = Words("写有日期，但未能读懂", "a date is written, and it was not understood")
_NOTHING = Words("没有找到日期栏", "no place for a date was found")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    dates = tuple(required_dates(record.document, policy))
    if not dates:
        yield case.not_applicable(Words("该材料没有必填日期", "this paper needs no date"))
    for one in dates:
        seen = record.document.slot(one.slot) if one.slot else None
        if one.mention is None and seen is None:
            yield case.not_checkable(_NOTHING, one.slot)
        elif one.mention is not None and one.mention.state in (DateState.READ, DateState.IMPOSSIBLE):
            yield case.passes(Words("日期已填写", "the date is filled in"), one.slot)
        else:
            yield case.finds(_finding(one, record, policy), _doubt(one, record))


def _doubt(one: ActDate, paper: Paper) -> Words | None:
    if one.mention is None:
        return _NOTHING
    unread = {DateState.PARTIAL: _PARTLY, DateState.UNCLEAR: _UNCLEAR}.get(one.mention.state)
    return first_doubt(unread, POOR_PAPER if paper.document.poor else None, one.doubt)


def _finding(one: ActDate, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    written = one.mention.written if one.mention else ""
    seen = paper.document.slot(one.slot) if one.slot else None
    place = one.mention.place if one.mention else seen.area if seen else None
    return Particulars(
        _said(one, words),
        Words("填写完整的年月日", "year, month and day"),
        *_found_and_remedy(one, written),
        place,
        one.slot,
        one.evidence,
    )


def _found_and_remedy(one: ActDate, written: str) -> tuple[Words, Words]:
    """Only what is surely blank is said to be, and to be filled in."""
    if not written and (one.mention is None or one.doubt):
        look = Words(
            "请对照原件核对；确实没有填写的，请补填日期。", "Look at the paper; if the date is blank, fill it in."
        )
        return Words("未能读到", "not read"), look
    return Words(written or "空白", written or "blank"), Words("请补填日期。", "Fill in the date.")


def _said(one: ActDate, words: Words) -> Words:
    """What was not read is never said to be blank."""
    written = one.mention.written if one.mention else ""
    match one.mention and one.mention.state:
        case None:
            return Words(f"未能读到{words.zh}的{one.source.zh}。", f"{words.en}: {one.source.en} was not found.")
        case DateState.PARTIAL:
            return Words(
                f"{words.zh}的{one.source.zh}不完整，读作“{written}”。",
                f"{words.en}: {one.source.en} is incomplete and reads “{written}”.",
            )
        case DateState.UNCLEAR:
            return Words(
                f"{words.zh}的{one.source.zh}写作“{written}”，未能读懂。",
                f"{words.en}: {one.source.en} reads “{written}”, which was not understood.",
            )
        case _ if one.doubt:
            return Words(
                f"{words.zh}的{one.source.zh}处有未能读出的笔迹，可能没有填写。",
                f"{words.en}: ink beside {one.source.en} could not be read; it may be blank.",
            )
        case _:
            return Words(f"{words.zh}没有填写{one.source.zh}。", f"{words.en} lacks {one.source.en}.")
