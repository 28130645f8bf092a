"""证明材料之间的先后颠倒。

判断：政策包 proofs_order 写明的先后（如合同不晚于发票、发票不晚于付款），同一家企业的材料违反的。后一种材料早于前一种的
每一份才报；一份材料早于几种材料的，合为一条。
为什么：先开票后签合同、先付款后开票，说明材料可能是补做的。
不判断：没有读出来的日期；不可能的日期（DT003）；办理环节之间的先后（DT004）。
---
Proofs are out of order.

What: the order that the pack states by `proofs_order` (contract, invoice, payment): a paper that is earlier than every
one that must go before it; one finding for each such paper.
Why: an invoice before its contract may have been made up afterwards.
Not judged: dates that could not be read, or cannot be (DT003); the order of acts (DT004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.acts import mention_of
from checks.facts.days import chinese
from checks.facts.papers import own_papers
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule, of_date
from checks.pack.model import DateSource, Policy
from checks.records import Dossier, Outcome, Scope, Severity
from extractor.records import DateMention, Document, Place, Words

RULE = Rule(
    "DT006",
    "proofs-out-of-order",
    Severity.ERROR,
    Scope.COMPANY,
    Words("材料先后颠倒", "proofs out of order"),
    Words("材料先后有序", "proofs in order"),
)


Dated = tuple[Document, DateMention, date]


def check(record: Dossier, policy: Policy) -> Iterator[Outcome]:
    case = Case.company(RULE, record)
    if not policy.proofs_order:
        yield case.not_applicable(Words("政策没有规定材料的先后", "the policy states no order of proofs"))
    early = dict[tuple[str, Place], tuple[Dated, list[Dated]]]()
    for pair in policy.proofs_order:
        before, after = (list(_dated(record, DateSource.of(written), policy)) for written in pair)
        if not before or not after:
            yield case.not_checkable(Words("材料或其日期没有读出来", "a paper or its date is not there"))
            continue
        first = min(before, key=lambda one: one[2])
        found = [one for one in after if one[2] < first[2]]
        for one in found:
            early.setdefault((one[0].file, one[1].place), (one, []))[1].append(first)
        if not found:
            yield case.passes(Words("先后正确", "they are in order"))
    for one, firsts in early.values():
        yield _found(record, firsts, one, policy)


def _dated(dossier: Dossier, source: DateSource, policy: Policy) -> Iterator[Dated]:
    """Of an act, only days on which it can have been: others are DT003's."""
    windows = [act.window for act in policy.acts.values() if f"{source.kind}.{source.field}" in act.dates]
    for document in own_papers(dossier, source.kind, policy):
        mention = mention_of(document, source.field, policy)
        day = mention.value if mention else None
        if mention and day and all(window is None or window.holds(day) for window in windows):
            yield document, mention, day


def _found(dossier: Dossier, firsts: Sequence[Dated], early: Dated, policy: Policy) -> Outcome:
    document, other, day = early
    kind = policy.kind_name(document.kind)
    evidence = (*(of_date(before, one) for before, one, _ in firsts), of_date(document, other))
    before_zh = "、".join(f"{policy.kind_name(one.kind).zh}（{chinese(limit)}）" for one, _, limit in firsts)
    before_en = ", ".join(f"the {policy.kind_name(one.kind).en} ({limit})" for one, _, limit in firsts)
    limit = max(one[2] for one in firsts)
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{kind.zh}（{chinese(day)}）早于{before_zh}。",
            f"{dossier.applicant}: the {kind.en} ({day}) is earlier than {before_en}.",
        ),
        Words(f"不早于{chinese(limit)}", f"not before {limit}"),
        Words(chinese(day), day.isoformat()),
        Words("请核对这些材料的日期。", "Check the dates of these papers."),
        other.place,
        None,
        evidence,
    )
    poor = POOR_PAPER if document.poor or any(one.poor for one, _, _ in firsts) else None
    # One of those that must go before is enough for a finding, so that the surest alone decides.
    doubts = [_doubt(one, early) for one in firsts]
    case = Case.company(RULE, dossier, document.kind, document)
    return case.finds(finding, first_doubt(poor, None if None in doubts else doubts[0]))


def _doubt(first: Dated, early: Dated) -> Words | None:
    (before, one, limit), (document, other, day) = first, early
    twins = date_doubt(other, lambda twin: twin < limit), date_doubt(one, lambda twin: day < twin)
    return first_doubt(doubt([of_date(before, one), of_date(document, other)]), *twins)
