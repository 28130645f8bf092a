"""`docs-check payments`: was the money paid in time, and as due?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from checks.judge import judge
from checks.pack.model import Policy
from checks.payment_records import PaymentSheet
from checks.payments import Rate, days_of, payment_sheets, rates
from checks.records import Batch, Outcome, Verdict
from docs_check.clean import shown
from docs_check.exits import Exit, WrongUse
from docs_check.judging.policy_choice import named, shipped
from docs_check.progress import Progress
from docs_check.reading.tables import ReadTables, files_named, left_unread, read_all
from extractor.records import Words
from extractor.tables.records import TablesReading

SCHEMA = "docs-check/payments/1"
_RULES = ("PY",)
_LONGEST = 1000
_CENT = Decimal("0.01")
_ALL = Words("合计", "All")
_SO_FAR = Words("表中累计", "in all")
_NO_TABLE = Words(
    "没有找到拨付情况表：表头须有应拨付和实际拨付两类列（可用的列名见政策包 payments 部分）。",
    "No table of payments was found: its headings must name what was due and what was paid (see the pack's payments).",
)


@dataclass(frozen=True, slots=True)
class CheckedPayments:
    policy: Policy
    readings: tuple[TablesReading, ...]
    sheets: tuple[PaymentSheet, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def findings(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.is_finding)

    @property
    def empty(self) -> tuple[str, ...]:
        """Files in which no table of payments was found."""
        found = {sheet.file for sheet in self.sheets}
        return tuple(reading.file for reading in self.readings if reading.file not in found)


def check_payments(paths: Sequence[Path], policy: str | None, read: ReadTables, progress: Progress) -> CheckedPayments:
    """Raises `WrongUse` for a path that is no file, and where no policy says by when to pay."""
    chosen = _policy(policy)
    readings = read_all(files_named(paths), read, progress)
    return judged(readings, chosen)


def judged(readings: Sequence[TablesReading], policy: Policy) -> CheckedPayments:
    sheets = tuple(sheet for reading in readings for sheet in payment_sheets(reading, policy))
    outcomes = judge(Batch((), (), (), (), sheets), policy, select=_RULES)
    return CheckedPayments(policy, tuple(readings), sheets, outcomes)


def _policy(name: str | None) -> Policy:
    policies = [named(name).policy] if name else [policy for policy in shipped() if policy.payments]
    if len(policies) == 1 and policies[0].payments:
        return policies[0]
    if name:
        raise WrongUse(
            Words(
                f"政策包“{name}”没有规定拨付日期（payments 部分），无法对照。",
                f"The pack “{name}” plans no payments (its `payments` are missing); there is nothing to compare with.",
            )
        )
    known = "、".join(policy.id for policy in policies) or "（无）"
    raise WrongUse(
        Words(
            f"请用 --policy 指定按哪项政策检查；规定了拨付日期的有：{known}。",
            f"Please name the policy with --policy; these plan payments: {known}.",
        )
    )


def exit_code(checked: CheckedPayments) -> Exit:
    if checked.empty or any(left_unread(reading) for reading in checked.readings):
        return Exit.NOT_CHECKED
    sure = any(outcome.verdict is Verdict.DEFECT for outcome in checked.outcomes)
    return Exit.DEFECTS if sure else Exit.OK


def to_text(checked: CheckedPayments, language: str) -> str:
    return "\n".join(shown(words.in_language(language), _LONGEST) for words in _said(checked)) + "\n"


def _said(checked: CheckedPayments) -> Iterator[Words]:
    policy = checked.policy
    planned = policy.payments.planned if policy.payments else None
    yield Words(f"依据：{policy.name.zh}；计划拨付日期：{planned}。", f"Policy: {policy.name.en}; planned: {planned}.")
    for reading in checked.readings:
        for problem in reading.problems:
            yield Words(f"{reading.file}：{problem.reason.zh}", f"{reading.file}: {problem.reason.en}")
    for file in checked.empty:
        yield Words(f"{file}：{_NO_TABLE.zh}", f"{file}: {_NO_TABLE.en}")
    for sheet in checked.sheets:
        yield Words(f"【{sheet.file}】{sheet.caption}", f"[{sheet.file}] {sheet.caption}")
        yield from _rate_lines(sheet, policy)
    for outcome in sorted(checked.findings, key=lambda one: one.verdict is Verdict.UNSURE):
        if outcome.message:
            head = Words("存疑 ", "unsure ") if outcome.verdict is Verdict.UNSURE else Words("", "")
            yield Words(
                f"{outcome.code} {head.zh}{outcome.message.zh}", f"{outcome.code} {head.en}{outcome.message.en}"
            )
    for outcome in checked.outcomes:
        if outcome.verdict is Verdict.NOT_CHECKABLE:
            who = outcome.subject.rpartition("#")[2]
            yield Words(
                f"{outcome.code} 无法检查 {who}：{outcome.because.zh}",
                f"{outcome.code} not checkable, {who}: {outcome.because.en}",
            )
    if checked.sheets and not checked.findings:
        yield Words("没有发现逾期或金额不符。", "Nothing late and nothing that differs was found.")


def _rate_lines(sheet: PaymentSheet, policy: Policy) -> Iterator[Words]:
    days = days_of(sheet, policy.payments.planned) if policy.payments else ()
    by_day = [rates(sheet, day) for day in days]
    for some in zip(*by_day, strict=True):
        name = some[0].name or _ALL.zh
        zh = "；".join(f"{_day(rate.by).zh} {_amount(rate.paid)}（{_percent(rate)}）" for rate in some)
        en = "; ".join(f"{_day(rate.by).en} {_amount(rate.paid)} ({_percent(rate)})" for rate in some)
        yield Words(
            f"  {name}：应拨付 {_amount(some[0].due)}；{zh}",
            f"  {some[0].name or _ALL.en}: due {_amount(some[0].due)}; {en}",
        )


def _day(day: date | None) -> Words:
    return Words(f"截至 {day}", f"by {day}") if day else _SO_FAR


def to_json(checked: CheckedPayments, language: str) -> str:
    """Amounts are strings of digits in the policy's unit."""
    payments = checked.policy.payments
    data = {
        "schema": SCHEMA,
        "policy": checked.policy.id,
        "planned": payments.planned.isoformat() if payments else None,
        "unit": payments.unit if payments else None,
        "files": [
            {
                "file": reading.file,
                "sha256": reading.sha256,
                "problems": [problem.reason.in_language(language) for problem in reading.problems],
                "found": reading.file not in checked.empty,
            }
            for reading in checked.readings
        ],
        "tables": [_sheet(sheet, checked.policy) for sheet in checked.sheets],
        "outcomes": [_outcome(outcome, language) for outcome in checked.outcomes],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode() + "\n"


def _sheet(sheet: PaymentSheet, policy: Policy) -> dict[str, Any]:
    days = days_of(sheet, policy.payments.planned) if policy.payments else ()
    return {
        "file": sheet.file,
        "caption": sheet.caption,
        "rates": [
            {
                "name": rate.name,
                "by": rate.by.isoformat() if rate.by else None,
                "due": _amount(rate.due),
                "paid": _amount(rate.paid),
                "rate": None if rate.percent is None else _amount(rate.percent),
            }
            for day in days
            for rate in rates(sheet, day)
        ],
    }


def _outcome(outcome: Outcome, language: str) -> dict[str, Any]:
    place, message = outcome.place, outcome.message
    box = place.box if place else None
    return {
        "code": outcome.code,
        "outcome": str(outcome.verdict),
        "subject": outcome.subject,
        "district": outcome.district,
        "applicant": outcome.applicant,
        "file": outcome.file,
        "page": place.page if place else None,
        "box": [box.x0, box.y0, box.x1, box.y1] if box else None,
        "because": outcome.because.in_language(language),
        "message": message.in_language(language) if message else None,
    }


def _amount(value: Decimal) -> str:
    return format(value.quantize(_CENT), "f")


def _percent(rate: Rate) -> str:
    return "–" if rate.percent is None else f"{_amount(rate.percent)}%"
