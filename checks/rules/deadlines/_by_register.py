"""Was an application received in time, by the receipt register? It is the best source there is: what a company writes
beside its seal is its own word, the register is the office's."""

from __future__ import annotations

from datetime import date

from checks.certainty import first_doubt
from checks.facts.acts import ActDate
from checks.facts.days import chinese, delay
from checks.outcomes import Case, Particulars
from checks.pack.model import Act, Policy
from checks.receipts import Receipt, Received
from checks.records import Outcome
from extractor.records import Words

APPLICATION_LATE = "DL001"  # the rule that rests on the register
SOURCE = Words("收件登记", "the receipt register")
NOT_LISTED = Words("（收件登记簿中没有该单位）", " (the receipt register does not name it)")
_IMPLAUSIBLE = Words("登记的日期不在合理范围内", "the day in the register cannot be true")


def by_register(case: Case, spec: Act, on_paper: ActDate | None, came: Received, policy: Policy) -> Outcome | None:
    """`on_paper`: the date that the paper itself bears. None where the register does not say: it does not name the
    company, or it may speak of another that was in time."""
    receipt, limit = came.receipt, spec.limit
    if receipt is None or limit is None:
        return None
    doubt = first_doubt(came.doubt, receipt.doubt)
    if receipt.day is None:
        return case.finds(_unreadable(receipt, limit, on_paper), doubt or _NO_DAY)
    if spec.window and not spec.window.holds(receipt.day):
        doubt = doubt or _IMPLAUSIBLE
        return case.finds(_implausible(receipt, spec, on_paper), doubt)
    if receipt.day > limit:
        return case.finds(_late(receipt, receipt.day, limit, spec, on_paper, policy), doubt)
    if on_paper and on_paper.plausible and on_paper.day and on_paper.day > receipt.day:
        return case.finds(_written_later(receipt, spec, on_paper), doubt or _WRITTEN_LATER)
    if doubt:
        return None
    because = Words(f"以收件登记为准（{receipt.where.zh}），在期限之内", "within the limit by the receipt register")
    return case.passes(because, _slot(on_paper))


_NO_DAY = Words("登记簿上的日期无法识读", "the day in the register cannot be read")
_WRITTEN_LATER = Words("收件登记与材料上的日期互相矛盾", "the register and the date on the paper contradict each other")


def _late(receipt: Receipt, day: date, limit: date, spec: Act, on_paper: ActDate | None, policy: Policy) -> Particulars:
    late = delay(limit, day, policy.holidays).words
    return _finding(
        on_paper,
        Words(
            f"{SOURCE.zh}（{receipt.where.zh}）载明收件时间为{receipt.written}，晚于{spec.name.zh}的截止日"
            f"{chinese(limit)}，逾期{late.zh}。",
            f"By {SOURCE.en} ({receipt.where.en}) the papers came in on {receipt.written}, after the limit for "
            f"{spec.name.en}, {limit}: late by {late.en}.",
        ),
        Words(f"不晚于{chinese(limit)}", f"not after {limit}"),
        Words(f"{chinese(day)}（以{SOURCE.zh}为准）", f"{day} (by {SOURCE.en})"),
        Words(
            "请说明逾期原因；登记有误的，请收件单位核实更正。",
            "Explain the delay; where the register is wrong, have the office that received the papers correct it.",
        ),
    )


def _unreadable(receipt: Receipt, limit: date, on_paper: ActDate | None) -> Particulars:
    return _finding(
        on_paper,
        Words(
            f"{SOURCE.zh}（{receipt.where.zh}）上的收件时间“{receipt.written}”无法识读，"
            f"不能确定是否晚于{chinese(limit)}。",
            f"By {SOURCE.en} ({receipt.where.en}) the papers came in on “{receipt.written}”, which is no day; "
            f"whether that is after {limit} cannot be told.",
        ),
        Words(f"不晚于{chinese(limit)}", f"not after {limit}"),
        Words(f"“{receipt.written}”（以{SOURCE.zh}为准）", f"“{receipt.written}” (by {SOURCE.en})"),
        Words("请在登记簿中填写准确的收件日期。", "Write the day of receipt into the register."),
    )


def _implausible(receipt: Receipt, spec: Act, on_paper: ActDate | None) -> Particulars:
    assert spec.window is not None
    first, last = spec.window.first, spec.window.last
    return _finding(
        on_paper,
        Words(
            f"{SOURCE.zh}（{receipt.where.zh}）上的收件时间为{receipt.written}，不在{chinese(first)}至{chinese(last)}"
            f"之间，{spec.name.zh}是否按期不能确定。",
            f"By {SOURCE.en} ({receipt.where.en}) the papers came in on {receipt.written}, which is not between "
            f"{first} and {last}; whether the {spec.name.en} was in time cannot be told.",
        ),
        Words(f"{chinese(first)}至{chinese(last)}之间", f"between {first} and {last}"),
        Words(f"{receipt.written}（以{SOURCE.zh}为准）", f"{receipt.written} (by {SOURCE.en})"),
        Words("请核实登记簿上的收件日期。", "See whether the register's day is right."),
    )


def _written_later(receipt: Receipt, spec: Act, on_paper: ActDate) -> Particulars:
    assert receipt.day is not None
    assert on_paper.day is not None
    return _finding(
        on_paper,
        Words(
            f"{SOURCE.zh}（{receipt.where.zh}）载明{receipt.written}收件，而{on_paper.source.zh}为"
            f"{chinese(on_paper.day)}，晚于收件日；{spec.name.zh}究竟是否按期不能确定。",
            f"By {SOURCE.en} ({receipt.where.en}) the papers came in on {receipt.written}, but {on_paper.source.en} "
            f"is {on_paper.day}, later than that: whether it was in time cannot be told.",
        ),
        Words(f"不晚于{chinese(receipt.day)}", f"not after {receipt.day}"),
        Words(f"{chinese(on_paper.day)}（{on_paper.source.zh}）", f"{on_paper.day} ({on_paper.source.en})"),
        Words("请核对登记簿和材料上的日期，更正有误的一处。", "Compare register and paper, and correct the wrong one."),
    )


def _finding(on_paper: ActDate | None, message: Words, expected: Words, found: Words, suggestion: Words) -> Particulars:
    """Shown where the paper's own date stands, which is what a reader looks for."""
    mention = on_paper.mention if on_paper else None
    return Particulars(message, expected, found, suggestion, mention.place if mention else None, _slot(on_paper))


def _slot(on_paper: ActDate | None) -> str | None:
    return on_paper.slot if on_paper else None
