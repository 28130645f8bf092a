"""日期落在政策给出的合理区间之外。

判断：每个办理环节在政策包里都有合理区间；区间外的日期报本条。只改年、月、日中的一处就能落回区间的，写明可能的本意，
以及按此日期会有什么结果（例如仍逾期几天）。
为什么：例如 2023 年才开始申报的项目，初审意见却写着 2022 年，多半是笔误，但不能当作按期。
不判断：区间内但超过期限的日期（DL001、DL002）；先后顺序（DT004）。同一日期报了本条就不再报期限和先后。
---
A date outside the window that the policy gives this act.

What: each act has a window in the pack. Where a slip of one part (year, month or day) explains the date, the likely
date is
named, and what follows from it (such as being late all the same).
Why: an opinion dated a year before the notice is a slip of the pen, but is no proof of being in time.
Not judged: dates within the window but after the limit (DL001, DL002); order (DT004). One date gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.acts import ActDate, acts_on
from checks.facts.days import chinese, delay, likely_meant
from checks.facts.papers import paper_words
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Words

RULE = Rule(
    "DT003",
    "date-implausible",
    Severity.ERROR,
    Scope.PAPER,
    Words("日期不合理", "date implausible"),
    Words("日期合理", "date plausible"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    dates = [(one, window) for one in acts_on(record.document, policy) if (window := one.spec.window)]
    if not dates:
        yield case.not_applicable(Words("该材料没有规定区间的日期", "no date of this paper has a window"))
    for one, window in dates:
        if one.day is None:
            yield case.not_checkable(Words("日期缺失或不存在", "the date is missing or impossible"), one.slot)
        elif one.plausible:
            yield case.passes(Words("日期在合理区间内", "the date lies within its window"), one.slot)
        else:
            twin = date_doubt(one.mention, lambda day, window=window: not window.holds(day))
            doubt = first_doubt(POOR_PAPER if record.document.poor else None, one.doubt, twin)
            yield case.finds(_finding(one, record, policy), doubt)


def _finding(one: ActDate, paper: Paper, policy: Policy) -> Particulars:
    window, day = one.spec.window, one.day
    assert window is not None
    assert day is not None
    words, guess = paper_words(paper, policy), _guess(one, policy)
    span = Words(f"{chinese(window.first)}至{chinese(window.last)}", f"{window.first} to {window.last}")
    return Particulars(
        Words(
            f"{words.zh}上的{one.source.zh}写为{chinese(day)}，不在该环节可能的日期（{span.zh}）之内。{guess.zh}",
            f"{words.en} gives {day} for {one.source.en}, outside what is possible ({span.en}). {guess.en}".strip(),
        ),
        span,
        Words(chinese(day), day.isoformat()),
        Words(
            "请核实实际日期，由出具单位更正并盖章确认。", "Find out the real date; have the issuer correct and seal it."
        ),
        one.mention.place if one.mention else None,
        one.slot,
        one.evidence,
    )


def _guess(one: ActDate, policy: Policy) -> Words:
    """The likely date and what follows from it; empty where no slip of one part explains the date."""
    assert one.spec.window is not None
    assert one.day is not None
    meant = likely_meant(one.day, one.spec.window, one.spec.limit)
    if meant is None:
        return Words("", "")
    if one.spec.limit is None:
        return Words(f"可能是{chinese(meant)}的笔误。", f"Probably {meant} was meant.")
    if meant > one.spec.limit:
        late = delay(one.spec.limit, meant, policy.holidays).words
        return Words(
            f"可能是{chinese(meant)}的笔误；即便如此，仍晚于{chinese(one.spec.limit)}的期限，逾期{late.zh}。",
            f"Probably {meant} was meant; even so it is {late.en} after the limit of {one.spec.limit}.",
        )
    return Words(
        f"可能是{chinese(meant)}的笔误；如属笔误，则在{chinese(one.spec.limit)}的期限之内。",
        f"Probably {meant} was meant, which would be within the limit of {one.spec.limit}.",
    )
