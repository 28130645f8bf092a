"""证明材料之间的先后颠倒。

判断：政策包 proofs_order 写明的先后（如合同不晚于发票、发票不晚于付款），同一家企业的材料违反的。后一种材料早于前一种的
每一份才报。
为什么：先开票后签合同、先付款后开票，说明材料可能是补做的。
不判断：没有读出来的日期；办理环节之间的先后（DT004）。
---
Proofs are out of order.

What: the order that the pack states by `proofs_order` (contract, invoice, payment): a paper that is earlier than every
one that must go before it.
Why: an invoice before its contract may have been made up afterwards.
Not judged: dates that could not be read; the order of acts (DT004).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.acts import mention_of
from checks.facts.days import chinese
from checks.facts.papers import own_papers
from checks.lookalikes import date_doubt
from checks.outcomes import Case, Particulars, Rule, of_date
from checks.pack.model import DateSource, Policy
from checks.records import Dossier, Outcome, Scope, Severity
from extractor.records import DateMention, Document, Words

RULE = Rule("DT006", "proofs-out-of-order", Severity.ERROR, Scope.COMPANY, Words("材料先后颠倒", "proofs out of order"))


def check(record: Dossier, policy: Policy) -> Iterator[Outcome]:
    if not policy.proofs_order:
        yield Case.company(RULE, record).not_applicable(
            Words("政策没有规定材料的先后", "the policy states no order of proofs")
        )
    for pair in policy.proofs_order:
        before, after = (_dated(record, DateSource.of(written), policy) for written in pair)
        case = Case.company(RULE, record)
        if not before or not after:
            yield case.not_checkable(Words("材料或其日期没有读出来", "a paper or its date is not there"))
            continue
        first = min(before, key=lambda one: one[1].value or one[1].place.page)
        early = [one for one in after if one[1].value and first[1].value and one[1].value < first[1].value]
        if not early:
            yield case.passes(Words("先后正确", "they are in order"))
        for one in early:
            yield _found(record, first, one, policy)


def _dated(dossier: Dossier, source: DateSource, policy: Policy) -> list[tuple[Document, DateMention]]:
    found = [
        (document, mention_of(document, source.field, policy)) for document in own_papers(dossier, source.kind, policy)
    ]
    return [(document, mention) for document, mention in found if mention is not None and mention.value is not None]


def _found(
    dossier: Dossier, first: tuple[Document, DateMention], early: tuple[Document, DateMention], policy: Policy
) -> Outcome:
    (before, one), (document, other) = first, early
    assert one.value is not None
    assert other.value is not None
    limit, day = one.value, other.value
    kinds = policy.kind_name(before.kind), policy.kind_name(document.kind)
    evidence = (of_date(before, one), of_date(document, other))
    finding = Particulars(
        Words(
            f"{dossier.applicant}的{kinds[1].zh}（{chinese(day)}）早于{kinds[0].zh}（{chinese(limit)}）。",
            f"{dossier.applicant}: the {kinds[1].en} ({day}) is earlier than the {kinds[0].en} ({limit}).",
        ),
        Words(f"不早于{chinese(limit)}", f"not before {limit}"),
        Words(chinese(day), day.isoformat()),
        Words("请核对两份材料的日期。", "Check the dates of both papers."),
        other.place,
        None,
        evidence,
    )
    poor = POOR_PAPER if before.poor or document.poor else None
    twins = date_doubt(other, lambda twin: twin < limit), date_doubt(one, lambda twin: day < twin)
    case = Case.company(RULE, dossier, document.kind, document)
    return case.finds(finding, first_doubt(poor, doubt(evidence), *twins))
