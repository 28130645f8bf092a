"""日历上不存在的日期。

判断：清楚地写着、但日历上没有的日期，例如 2023年2月30日。
为什么：这样的日期不能作为申报、审核的依据。
不判断：存在但不合理的日期（DT003）。依赖该日期的先后、期限不再判断。
---
A date that no calendar has.

What: a date that is clearly written and does not exist, such as 30 February.
Why: nothing can be based on it.
Not judged: dates that exist but cannot be right (DT003). Order and deadline that hang on it are not checkable.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.acts import ActDate, acts_on, required_dates
from checks.facts.papers import paper_words
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import DateState, Words

RULE = Rule(
    "DT002",
    "date-impossible",
    Severity.ERROR,
    Scope.PAPER,
    Words("日期不存在", "date impossible"),
    Words("日期存在", "date exists"),
)

# Who lost a digit of the year may have lost one of the month: 2月30日 of 12月30日.
_LOST = Words("年份没有读全，月、日也可能漏读了数字", "the year is not wholly read; month and day may lack a digit too")


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    dates = {one.field: one for one in (*acts_on(record.document, policy), *required_dates(record.document, policy))}
    if not dates:
        yield case.not_applicable(Words("该材料没有要核对的日期", "this paper has no date to check"))
    for one in dates.values():
        if one.mention is None or one.mention.state in (DateState.BLANK, DateState.PARTIAL, DateState.UNCLEAR):
            yield case.not_checkable(Words("没有可判断的日期", "there is no date to judge"), one.slot)
        elif one.mention.state is DateState.IMPOSSIBLE:
            # Any look-alike digit that makes it a day of the calendar makes the impossible one doubtful.
            twin = date_doubt(one.mention, lambda _: False)
            lost = _LOST if one.mention.parts[0] is None else None
            doubt = first_doubt(POOR_PAPER if record.document.poor else None, one.doubt, lost, twin)
            yield case.finds(_finding(one, record, policy), doubt)
        else:
            yield case.passes(Words("日期存在", "the date exists"), one.slot)


def _finding(one: ActDate, paper: Paper, policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    written = one.mention.written if one.mention else ""
    return Particulars(
        Words(
            f"{words.zh}上的{one.source.zh}写为“{written}”，日历上没有这一天。",
            f"{words.en} gives “{written}” for {one.source.en}: there is no such day.",
        ),
        Words("日历上存在的日期", "a day of the calendar"),
        Words(written, written),
        Words("请核实实际日期并更正。", "Find out the real date and correct it."),
        one.mention.place if one.mention else None,
        one.slot,
        one.evidence,
    )
