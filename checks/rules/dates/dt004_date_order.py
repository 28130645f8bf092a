"""日期先后颠倒。

判断：政策包规定了各环节的先后（例如企业申报不晚于主管部门意见，意见不晚于汇总表）。后一环节的日期早于前一环节时报本条。
为什么：先审核、后申报，说明日期或程序有误。
不判断：任何一个日期缺失、不存在、不合理，或已报逾期的，不再判断先后，以免一个原因报两次。
---
Two dates stand in the wrong order.

What: the pack says which act comes before which. The later act is dated before the earlier one.
Why: a review dated before the application means that a date or the procedure is wrong.
Not judged: where either date is missing, impossible, implausible or already reported as late: one cause, one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.acts import ActDate, best_source
from checks.facts.days import chinese
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import District, Dossier, Outcome, Scope, Severity
from extractor.records import Document, Words

RULE = Rule(
    "DT004",
    "date-order",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("日期先后颠倒", "dates in the wrong order"),
    Words("日期先后有序", "dates in order"),
)

_MISSING = Words("有日期缺失、不存在或不合理，无法判断先后", "a date is missing, impossible or implausible")
_LATE = Words("有日期已报逾期，先后不再另报", "a date is already reported as late")


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    for dossier in record.dossiers:
        documents = (*dossier.documents, *record.documents)
        yield from _ordered(Case.company(RULE, dossier), documents, dossier, policy)


def _ordered(case: Case, documents: Sequence[Document], dossier: Dossier, policy: Policy) -> Iterator[Outcome]:
    wrong = list[tuple[ActDate, ActDate]]()
    stuck: Words | None = None
    for earlier, later in policy.order:
        before, after = (best_source(act, documents, policy) for act in (earlier, later))
        pairs = [(one, two) for one in before for two in after]
        if not pairs:
            stuck = stuck or _MISSING
        for one, two in pairs:
            if not (one.plausible and two.plausible and one.day and two.day):
                stuck = _MISSING
            elif one.day > two.day and (one.late or two.late):
                stuck = stuck or _LATE
            elif one.day > two.day and any(
                two.document is document or one.document is document for document in dossier.documents
            ):
                wrong.append((one, two))
    if wrong:
        yield _found(case, wrong, dossier, policy)
    elif stuck is not None:
        yield case.not_checkable(stuck)
    elif policy.order:
        yield case.passes(Words("各环节日期先后相符", "the dates follow the order"))
    else:
        yield case.not_applicable(Words("政策没有规定先后", "the policy gives no order"))


def _twin_doubt(before: ActDate, after: ActDate) -> Words | None:
    if before.day is None or after.day is None:
        return None
    first, second = before.day, after.day
    return first_doubt(
        date_doubt(before.mention, lambda day: day > second), date_doubt(after.mention, lambda day: first > day)
    )


def _found(case: Case, wrong: Sequence[tuple[ActDate, ActDate]], dossier: Dossier, policy: Policy) -> Outcome:
    """All pairs of one company in one finding: a single wrong date breaks several of them."""
    first, second = wrong[0]
    on = second if any(second.document is document for document in dossier.documents) else first
    said_zh = "；".join(
        f"{two.source.zh}{chinese(two.day)}早于{one.source.zh}{chinese(one.day)}"
        for one, two in wrong
        if one.day and two.day
    )
    said_en = "; ".join(f"{two.source.en} ({two.day}) is before {one.source.en} ({one.day})" for one, two in wrong)
    doubts = [one.doubt for pair in wrong for one in pair]
    doubts += [POOR_PAPER for pair in wrong for one in pair if one.document.poor]
    doubts += [_twin_doubt(one, two) for one, two in wrong]
    case = Case.company(RULE, dossier, on.document.kind, on.document)
    expected = Words(
        f"{first.spec.name.zh}不晚于{second.spec.name.zh}", f"{first.spec.name.en} not after {second.spec.name.en}"
    )
    kind = policy.kind_name(on.document.kind)
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{kind.zh}日期先后颠倒：{said_zh}。",
            f"The dates of {dossier.applicant} are in the wrong order ({kind.en}): {said_en}.",
        ),
        expected,
        Words(said_zh, said_en),
        Words("请核实各环节的实际日期并更正。", "Find out the real dates and correct them."),
        on.mention.place if on.mention else None,
        on.slot,
        tuple(evidence for pair in wrong for one in pair for evidence in one.evidence),
    )
    return case.finds(finding, first_doubt(*doubts))
