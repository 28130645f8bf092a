"""What the rules about payments share: whose a row is, and how amounts are said."""

from __future__ import annotations

from decimal import Decimal

from checks.outcomes import Case, Rule
from checks.pack.model import Policy
from checks.payment_records import Payment, PaymentSheet
from checks.records import Evidence
from extractor.records import Words

NO_PAYMENTS = Words("没有提供拨付情况表，或政策没有规定拨付日期", "no table of payments, or the policy plans none")
_CENT = Decimal("0.01")


def case_of(rule: Rule, payment: Payment, sheet: PaymentSheet) -> Case:
    subject = f"{sheet.file}#{payment.label}"
    return Case(rule, subject, payment.district, payment.company, None, None, sheet.file)


def who(payment: Payment, sheet: PaymentSheet) -> Words:
    if payment is sheet.total:
        return Words("全部合计", "All together")
    name = "".join(part for part in (payment.district, payment.company) if part) or payment.label
    return Words(name, name)


def evidence_of(payment: Payment, sheet: PaymentSheet) -> tuple[Evidence, ...]:
    amounts = (payment.due, *(paid.amount for paid in payment.paid))
    return tuple(Evidence(sheet.file, one.place, one.written, one.confidence) for one in amounts)


def money(value: Decimal, policy: Policy) -> Words:
    unit = policy.payments.unit if policy.payments else ""
    return Words(f"{_plain(value)}{unit}", f"{_plain(value)} ({unit})")


def percent(part: Decimal, whole: Decimal) -> str:
    return f"{_plain(part / whole * 100)}%" if whole else "–"


def _plain(value: Decimal) -> str:
    return format(value.quantize(_CENT), "f")
