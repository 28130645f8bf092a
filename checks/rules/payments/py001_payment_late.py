"""到计划日期，应拨付的资金没有全部拨付。

判断：把拨付情况表中每个区（市）或企业的应拨付、实际拨付，与政策计划的拨付日期对照。逐笔写明拨付日期的，按日期计算；
写明“截至某日”的，按该日的累计数计算，并给出各日的拨付率、尚欠金额和至少逾期的天数。表中有合计行的，另对全市给出一条。
为什么：资金晚到，企业得不到应有的支持，也是绩效评价扣分的原因。
不判断：计划日期之前的累计数；计划日期与“截至日”之间付清、表上看不出哪天付清的，列为无法检查；多付或少付由 PY002 报告。
---
Money that was due is not fully paid by the planned date.

What: each row of a table of payments, due and paid, is held against the day by which the policy plans to pay. Rows with
a date of payment go by it; columns headed “by such a day” go by the sums of that day, with the rate of each day, what
is still owed, and by how many days at least it is late. A row of totals gives one more finding, for all together.
Why: late money is support that did not reach the companies, and what evaluations find fault with.
Not judged: sums of days before the planned one. What was settled at an unknown day between the planned one and the
heading's is not checkable. Too much or too little paid is PY002.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from checks.certainty import doubt
from checks.facts.days import chinese, delay
from checks.meeting import Meeting
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.payment_records import Payment, PaymentSheet
from checks.payments import rates, rows_differ
from checks.records import Batch, Evidence, Outcome, Scope, Severity
from checks.rules.payments._payments import NO_PAYMENTS, case_of, evidence_of, money, percent, who
from extractor.records import Words

RULE = Rule(
    "PY001",
    "payment-late",
    Severity.WARNING,
    Scope.BATCH,
    Words("拨付逾期", "payment late"),
    Words("按期拨付", "payment in time"),
)

_NO_DAY = Words("表上没有写明截至哪一天", "the table does not say as of which day")


def check(record: Batch, policy: Policy) -> Iterator[Outcome]:
    if policy.payments is None or not record.payments:
        yield Case(RULE, policy.id).not_applicable(NO_PAYMENTS)
        return
    for sheet in record.payments:
        for payment in sheet.rows:
            yield _judged(payment, sheet, policy)
        if sheet.total:
            yield _judged(sheet.total, sheet, policy)


def meets(record: Batch, policy: Policy) -> Iterator[Meeting]:
    """Tables of payments are judged by a command of their own."""
    return iter(())


def _judged(payment: Payment, sheet: PaymentSheet, policy: Policy) -> Outcome:
    case = case_of(RULE, payment, sheet)
    if any(paid.on for paid in payment.paid):
        return _dated(case, payment, sheet, policy)
    stated = {paid.by: paid.amount.value for paid in payment.paid if paid.by}
    return _stated(case, payment, sheet, policy, stated) if stated else _undated(case, payment, sheet, policy)


def _dated(case: Case, payment: Payment, sheet: PaymentSheet, policy: Policy) -> Outcome:
    assert policy.payments is not None
    planned = policy.payments.planned
    late = [paid for paid in payment.paid if paid.on and paid.on > planned and paid.amount.value > 0]
    if not late:
        return case.passes(Words("在计划日期之前拨付", "paid by the planned day"))
    last = max(paid.on for paid in late if paid.on)
    amount = sum((paid.amount.value for paid in late), Decimal(0))
    words = delay(planned, last, policy.holidays).words
    return _found(
        case,
        payment,
        sheet,
        policy,
        Words(
            f"{money(amount, policy).zh}于{chinese(last)}拨付，逾期{words.zh}。",
            f"{money(amount, policy).en} was paid on {last}, late by {words.en}.",
        ),
    )


def _stated(case: Case, payment: Payment, sheet: PaymentSheet, policy: Policy, stated: dict[date, Decimal]) -> Outcome:
    assert policy.payments is not None
    planned, due = policy.payments.planned, payment.due.value - policy.payments.tolerance
    if any(day <= planned and paid >= due for day, paid in stated.items()):
        return case.passes(Words("在计划日期之前拨付完毕", "fully paid by the planned day"))
    after = sorted(day for day in stated if day >= planned)
    short = [day for day in after if stated[day] < due]
    if not after:
        return case.not_checkable(Words("表中的累计数都在计划日期之前", "all sums are of days before the planned one"))
    if not short:
        return case.not_checkable(
            Words(
                f"截至{chinese(after[0])}已付清，是否不晚于{chinese(planned)}，表上看不出",
                f"fully paid by {after[0]}; whether by {planned} the table does not say",
            )
        )
    return _found(case, payment, sheet, policy, _how_late(payment, policy, stated, after))


def _how_late(payment: Payment, policy: Policy, stated: dict[date, Decimal], after: list[date]) -> Words:
    assert policy.payments is not None
    planned, due = policy.payments.planned, payment.due.value
    said = [(day, money(stated[day], policy), percent(stated[day], due)) for day in after]
    zh = "，".join(f"截至{chinese(day)}拨付{sum_.zh}（{rate}）" for day, sum_, rate in said)
    en = ", ".join(f"by {day} {sum_.en} ({rate})" for day, sum_, rate in said)
    last_short = max(day for day in after if stated[day] < due - policy.payments.tolerance)
    late = delay(planned, last_short, policy.holidays).words
    owed = due - stated[after[-1]]
    rest = (
        Words(f"，尚欠{money(owed, policy).zh}", f", {money(owed, policy).en} still owed")
        if owed > 0
        else Words("", "")
    )
    return Words(f"{zh}{rest.zh}，至少逾期{late.zh}。", f"{en}{rest.en}; late by at least {late.en}.")


def _undated(case: Case, payment: Payment, sheet: PaymentSheet, policy: Policy) -> Outcome:
    assert policy.payments is not None
    paid = payment.paid[-1].amount.value if payment.paid else None
    if paid is None:
        return case.not_checkable(Words("实际拨付没有读到数字", "no number was read for what was paid"))
    if paid >= payment.due.value - policy.payments.tolerance:
        return case.not_checkable(Words("已付清，表上没有拨付日期", "fully paid; the table gives no date"))
    rate = percent(paid, payment.due.value)
    words = Words(f"已拨付{money(paid, policy).zh}（{rate}）。", f"{money(paid, policy).en} ({rate}) is paid.")
    return _found(case, payment, sheet, policy, words, _NO_DAY)


def _found(
    case: Case, payment: Payment, sheet: PaymentSheet, policy: Policy, how: Words, reason: Words | None = None
) -> Outcome:
    assert policy.payments is not None
    planned, due, name = policy.payments.planned, money(payment.due.value, policy), who(payment, sheet)
    evidence: tuple[Evidence, ...] = evidence_of(payment, sheet)
    none = _joined(_unpaid(sheet), _differing(sheet, policy)) if payment is sheet.total else Words("", "")
    return case.finds(
        Particulars(
            Words(
                f"{name.zh}应拨付{due.zh}，计划不晚于{chinese(planned)}拨付完毕；{how.zh}{none.zh}",
                f"{name.en}: {due.en} due, planned to be paid by {planned}; {how.en}{none.en}",
            ),
            Words(f"不晚于{chinese(planned)}拨付完毕", f"fully paid by {planned}"),
            how,
            Words("请说明未按计划拨付的原因，并尽快拨付到位。", "Explain why it was not paid as planned, and pay it."),
            payment.paid[-1].amount.place if payment.paid else payment.due.place,
            evidence=evidence,
        ),
        reason or doubt(evidence),
    )


def _joined(*parts: Words) -> Words:
    return Words("".join(part.zh for part in parts), "".join(part.en for part in parts))


def _differing(sheet: PaymentSheet, policy: Policy) -> Words:
    """The total that the rates are reckoned from may itself not follow from its rows."""
    assert policy.payments is not None
    days = sorted({paid.by for row in sheet.rows for paid in row.paid if paid.by})
    found = [(day, added) for day in days if (added := rows_differ(sheet, day, policy.payments.tolerance)) is not None]
    return _joined(
        *(
            Words(
                f"（截至{chinese(day)}的合计与各行不符，各行相加为{money(added, policy).zh}，请核对该表。）",
                f" (The total by {day} does not follow from its rows, which add up to {money(added, policy).en}; "
                "please check the table.)",
            )
            for day, added in found
        )
    )


def _unpaid(sheet: PaymentSheet) -> Words:
    """How many got nothing at all, on the last day that the table speaks of."""
    days = sorted({paid.by for row in sheet.rows for paid in row.paid if paid.by})
    names = [one.name for one in rates(sheet, days[-1] if days else None) if one.name and one.due and not one.paid]
    if not names:
        return Words("", "")
    listed = "、".join(names)
    return Words(
        f"其中{len(names)}个的拨付率仍为0%：{listed}。", f" Of these {len(names)} still stand at 0%: {listed}."
    )
