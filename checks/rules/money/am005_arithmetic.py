"""算不平：增幅、合计、百分比与其组成部分不符。

判断：按政策包里的算式（例如出口增幅等于两年出口额之比，保费等于所附发票之和），以及表格各列的合计是否等于各行之和。
允许写明的四舍五入误差，表格每行半个末位单位。
为什么：算不平说明至少有一个数填错。
不判断：有数没有读出来；可能漏读了表格行的列入存疑。
---
A figure does not follow from its parts.

What: the pack's relations (growth from two years, the premium from its invoices) and each column's total beside its
rows. Stated
roundings are allowed, in tables half a unit of the last place for each row.
Why: at least one of the figures is wrong.
Not judged: where a figure could not be read; where rows may have been missed it is unsure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import shown
from checks.facts.lists.tables import Total, rows_doubt, totals
from checks.facts.papers import paper_words, spec_of
from checks.facts.relations import relations
from checks.lookalikes import value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import Outcome, Paper, Scope, Severity, Verdict
from extractor.records import Words

RULE = Rule(
    "AM005",
    "arithmetic",
    Severity.ERROR,
    Scope.PAPER,
    Words("计算不符", "arithmetic"),
    Words("计算相符", "figures add up"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    spec = spec_of(record.document, policy)
    has_totals = bool(spec and spec.totals)
    for outcome in relations(RULE, record, policy):
        if not (has_totals and outcome.verdict is Verdict.NOT_APPLICABLE):
            yield outcome
    if has_totals:
        yield from _totals(record, policy)


def _totals(paper: Paper, policy: Policy) -> Iterator[Outcome]:
    case, found = Case.paper(RULE, paper), totals(paper.document, policy)
    if not found:
        yield case.not_checkable(Words("合计或有的行没有读出来", "a total or a row could not be read"))
    for total in found:
        if total.agrees:
            yield case.passes(Words("合计等于各行之和", "the total is the sum of its rows"))
        else:
            yield _found(case, total, paper, policy, alone=len(found) == 1)


def _found(case: Case, total: Total, paper: Paper, policy: Policy, *, alone: bool) -> Outcome:
    spec = policy.kinds[paper.document.kind or ""]
    column, words = spec.rows[total.column], paper_words(paper, policy)
    evidence = tuple(of_field(paper.document, one) for one in (total.field, *total.parts))
    unit = column.unit or ""
    finding = Particulars(
        Words(
            f"{words.zh}中“{column.name.zh}”的合计为{shown(total.stated)}{unit}，"
            f"各行相加为{shown(total.summed)}{unit}，相差{shown(total.stated - total.summed)}{unit}。",
            f"{words.en}: the total of “{column.name.en}” is {shown(total.stated)}, its rows add up to "
            f"{shown(total.summed)}, a difference of {shown(total.stated - total.summed)}.",
        ),
        Words(f"{shown(total.summed)}{unit}", shown(total.summed)),
        Words(f"{shown(total.stated)}{unit}", shown(total.stated)),
        Words("请核对各行金额与合计，更正写错的数。", "Check rows and total and correct the wrong figure."),
        total.field.place,
        None,
        evidence,
    )
    missed = None if alone else rows_doubt(paper.document, policy)
    poor = POOR_PAPER if paper.document.poor else None
    return case.finds(finding, first_doubt(poor, doubt(evidence), missed, _twin_doubt(total)))


def _twin_doubt(total: Total) -> Words | None:
    """Would one look-alike digit, in the total or in a row, make the sum come out?"""
    apart = total.stated - total.summed
    whole = value_doubt(total.field, lambda twin: not total.bridged(Decimal(twin) - total.summed))
    parts = (
        value_doubt(part, lambda twin, read=Decimal(part.value or 0): not total.bridged(apart + read - Decimal(twin)))
        for part in total.parts
    )
    return first_doubt(whole, *parts)
