"""实际拨付的金额与应拨付的金额不一致。

判断：逐笔写明拨付日期的，实付大于零而不等于应付的，报本条；写明“截至某日”累计数的，只在累计数超过应拨付时报本条。
为什么：少付损害企业，多付是财政资金的差错。
不判断：一分未付，或累计数尚未付清的，属于拨付逾期（PY001），不重复报告。
---
What was paid is not what was due.

What: a payment with a date, of more than nothing, that differs from what was due; in columns headed “by such a day”,
only a sum above what was due.
Why: too little wrongs the company, too much is an error with public money.
Not judged: nothing paid at all, or a sum not yet complete: that is late (PY001) and not reported twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import doubt
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.payment_records import Payment, PaymentSheet
from checks.records import Batch, Outcome, Scope, Severity
from checks.rules.payments._payments import NO_PAYMENTS, case_of, evidence_of, money, who
from extractor.records import Words

RULE = Rule(
    "PY002",
    "paid-differs",
    Severity.ERROR,
    Scope.BATCH,
    Words("拨付金额不符", "paid differs"),
    Words("拨付金额相符", "paid as due"),
)


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    if policy.payments is None or not record.payments:
        yield Case(RULE, policy.id).not_applicable(NO_PAYMENTS)
        return
    for sheet in record.payments:
        for payment in sheet.rows:
            yield _judged(payment, sheet, policy)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    """Tables of payments are judged by a command of their own."""
    return iter(())


def _judged(payment: Payment, sheet: PaymentSheet, policy: Policy) -> Outcome:
    assert policy.payments is not None
    case, tolerance = case_of(RULE, payment, sheet), policy.payments.tolerance
    dated = any(paid.on for paid in payment.paid)
    if not payment.paid:
        return case.not_checkable(Words("实际拨付没有读到数字", "no number was read for what was paid"))
    amounts = [paid.amount.value for paid in payment.paid]
    paid = sum(amounts, Decimal(0)) if dated else max(amounts)
    off = paid - payment.due.value
    if off <= tolerance and (not dated or paid == 0 or off >= -tolerance):
        return case.passes(Words("实付与应付相符，或尚未付清", "paid as due, or not complete yet"))
    evidence, name = evidence_of(payment, sheet), who(payment, sheet)
    due, was, gap = (money(value, policy) for value in (payment.due.value, paid, abs(off)))
    more = Words("多付", "too much") if off > 0 else Words("少付", "too little")
    return case.finds(
        Particulars(
            Words(
                f"{name.zh}应拨付{due.zh}，实际拨付{was.zh}，{more.zh}{gap.zh}。",
                f"{name.en}: {due.en} was due and {was.en} was paid, {gap.en} {more.en}.",
            ),
            due,
            was,
            Words(
                "请核对应拨付金额和拨付凭证，补付或追回差额。", "Check what was due and the vouchers; settle the rest."
            ),
            payment.paid[-1].amount.place,
            evidence=evidence,
        ),
        doubt(evidence),
    )
