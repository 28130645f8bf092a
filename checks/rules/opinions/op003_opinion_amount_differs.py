"""意见栏里写的金额与申请表不一致。

判断：意见栏里写明的金额（带元或万元），与政策包 amounts 列出的申请表栏目逐一比较，一个也对不上的。
为什么：审核同意的金额与申请的金额不同，拨付时不知道以哪个为准。
不判断：意见栏没有写金额的。
存疑：写的可能是别的金额（不在“同意、核定、扶持、申请”之后）。
---
The opinion names another amount than the form.

What: an amount in an authority's box, beside the fields of the form that the pack lists under `amounts`; none is it.
Why: nobody knows which of the two is to be paid.
Not judged: boxes that name no amount.
Unsure: where the amount may be of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import in_yuan, number, shown
from checks.facts.papers import paper_words
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.expressions import UnknownValueError
from checks.pack.model import Opinion, Policy
from checks.records import Evidence, Outcome, Paper, Scope, Severity
from checks.rules.opinions._opinions import OpinionBox, opinions_on
from extractor.records import Words

RULE = Rule(
    "OP003",
    "opinion-amount-differs",
    Severity.ERROR,
    Scope.PAPER,
    Words("意见金额不符", "opinion amount differs"),
    Words("意见金额相符", "opinion amount agrees"),
)

_AMOUNT = re.compile(r"(?P<lead>[^，。；]{0,12}?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>万元|元)")
_MEANT = re.compile(r"同意|核定|扶持|补助|补贴|申请|拨付|支持")
_OTHER = Words("意见栏里写的可能是别的金额", "the amount in the box may be of something else")
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000)}


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    boxes = [(opinion, given) for opinion, given in opinions_on(record.document, policy) if opinion.amounts]
    if not boxes:
        yield case.not_applicable(Words("该材料没有要比较金额的意见栏", "no box with an amount to compare"))
    for opinion, given in boxes:
        yield _judged(case, opinion, given, record, policy)


def _judged(case: Case, opinion: Opinion, given: OpinionBox, paper: Paper, policy: Policy) -> Outcome:
    named = [
        (found, Decimal(found["number"].replace(",", "")) * _UNITS[found["unit"]])
        for found in _AMOUNT.finditer(given.text)
    ]
    if not named:
        return case.not_applicable(Words("意见栏没有写金额", "the box names no amount"), given.slot)
    known, evidence = _of_form(opinion, paper, policy)
    if not known:
        return case.not_checkable(Words("申请表上的金额没有读出来", "the form's amounts could not be read"), given.slot)
    differing = [(found, amount) for found, amount in named if amount not in known]
    if len(differing) < len(named):
        return case.passes(Words("意见金额与申请表一致", "the amount is the form's"), given.slot)
    found, amount = differing[0]
    words, party = paper_words(paper, policy), policy.parties[given.seen.party].name
    finding = Particulars(
        Words(
            f"{words.zh}上{party.zh}的意见写的是{found['number']}{found['unit']}，申请表为{shown(known[0])}元，两者不一致。",
            f"{words.en}: {party.en} names {shown(amount)} yuan, the form {shown(known[0])} yuan.",
        ),
        Words(f"{shown(known[0])}元", f"{shown(known[0])} yuan"),
        Words(f"{shown(amount)}元", f"{shown(amount)} yuan"),
        Words("请该部门核对意见中的金额。", "Ask the office to check its amount."),
        given.seen.area,
        given.slot,
        (given.reading, *evidence),
    )
    poor = POOR_PAPER if paper.document.poor else None
    other = None if _MEANT.search(found["lead"]) else _OTHER
    return case.finds(finding, first_doubt(poor, other, doubt([given.reading, *evidence])))


def _of_form(opinion: Opinion, paper: Paper, policy: Policy) -> tuple[list[Decimal], list[Evidence]]:
    known, evidence = list[Decimal](), list[Evidence]()
    for name in opinion.amounts:
        field = paper.document.get(name)
        spec = policy.kinds[paper.document.kind or ""].fields[name]
        if field is None or not field.value:
            continue
        try:
            known.append(in_yuan(number(field, name), spec))
            evidence.append(of_field(paper.document, field))
        except UnknownValueError:
            continue
    return known, evidence
