"""What DL001 and DL002 share: is an act's date after its limit?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, first_doubt
from checks.facts.acts import ActDate, acts_on, best_source
from checks.facts.days import chinese, delay
from checks.facts.papers import paper_words, spec_of, subject_of
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import APPLICANT, Policy
from checks.receipts import Received
from checks.records import Outcome, Paper
from checks.rules.deadlines._by_register import APPLICATION_LATE, NOT_LISTED, by_register
from extractor.records import Document, Words


def lateness(rule: Rule, paper: Paper, policy: Policy) -> Iterator[Outcome]:
    """One outcome for each act with this rule's code whose best source at hand is this paper."""
    case, document = Case.paper(rule, paper), paper.document
    beside: Sequence[Document] = paper.dossier.documents if paper.dossier else (document,)
    acts = [act for act, spec in policy.acts.items() if spec.late == rule.code and _speaks_of(document, spec.dates)]
    if not acts or spec_of(document, policy) is None:
        yield case.not_applicable(Words("该材料没有这一期限", "this limit does not concern this paper"))
        return
    # The office's box on a company's form did not come in by itself: of that review the register knows nothing.
    came = paper.received if rule.code == APPLICATION_LATE or paper.applicant is None else None
    for act in acts:
        said = by_register(case, policy.acts[act], _on(document, act, policy), came, policy) if came else None
        if said is None:
            yield _by_papers(case, act, paper, beside, policy, came if paper.applicant is not None else None)
        elif document is next(one for one in beside if _speaks_of(one, policy.acts[act].dates)):
            yield said
        else:
            yield case.not_applicable(Words("收件时间已在另一份材料上判断", "the receipt is judged on another paper"))


def _by_papers(
    case: Case, act: str, paper: Paper, beside: Sequence[Document], policy: Policy, came: Received | None
) -> Outcome:
    document = paper.document
    sources = best_source(act, beside if subject_of(document, policy) == APPLICANT else (document,), policy)
    here = [one for one in sources if one.document is document]
    if here:
        return _judged(case, here[0], paper, policy, came)
    if sources:
        return case.not_applicable(Words("以更可靠的日期来源为准", "a better source gives this date"))
    return case.not_checkable(Words("日期缺失或不存在，无法判断是否逾期", "the date is missing or impossible"))


def _on(document: Document, act: str, policy: Policy) -> ActDate | None:
    return next((one for one in acts_on(document, policy) if one.act == act), None)


def _speaks_of(document: Document, dates: Sequence[str]) -> bool:
    return any(written.partition(".")[0] == document.kind for written in dates)


def _judged(case: Case, one: ActDate, paper: Paper, policy: Policy, came: Received | None) -> Outcome:
    if one.day is None:
        return case.not_checkable(
            Words("日期缺失或不存在，无法判断是否逾期", "the date is missing or impossible"), one.slot
        )
    if not one.plausible:
        return case.not_checkable(
            Words("日期不合理（见 DT003），无法判断是否逾期", "the date is implausible (DT003)"), one.slot
        )
    if not one.late:
        return case.passes(Words("在期限之内", "within the limit"), one.slot)
    twin = date_doubt(one.mention, lambda day: one.spec.limit is not None and day > one.spec.limit)
    doubt = first_doubt(POOR_PAPER if paper.document.poor else None, one.doubt, twin, came.doubt if came else None)
    note = NOT_LISTED if came and came.receipt is None else Words("", "")
    return case.finds(_finding(one, paper, policy, note), doubt)


def _finding(one: ActDate, paper: Paper, policy: Policy, note: Words) -> Particulars:
    day, limit = one.day, one.spec.limit
    assert day is not None
    assert limit is not None
    words, late = paper_words(paper, policy), delay(limit, day, policy.holidays).words
    return Particulars(
        Words(
            f"{words.zh}上的{one.source.zh}为{chinese(day)}，晚于{one.spec.name.zh}的截止日{chinese(limit)}，"
            f"逾期{late.zh}{note.zh}。",
            f"{words.en}: {one.source.en} is {day}, after the limit for {one.spec.name.en}, {limit}: late by "
            f"{late.en}{note.en}.",
        ),
        Words(f"不晚于{chinese(limit)}", f"not after {limit}"),
        Words(f"{chinese(day)}（以{one.source.zh}为准）", f"{day} (by {one.source.en})"),
        Words(
            "请说明逾期原因；确属按期办理的，请提供收件登记等证明。", "Explain the delay, or prove the day of receipt."
        ),
        one.mention.place if one.mention else None,
        one.slot,
        one.evidence,
    )
