"""材料所证明的期间或日期不在政策要求的期间内。

判断：证明写明的起止日期没有覆盖支持年度、保险期间与支持年度没有交叉、发票日期不在支持年度内等，
按政策包对每种材料的规定判断。
为什么：证明别的年度的材料，不能支持本年度的申请。
不判断：期间没有读出；材料是别家企业的；材料落款日期不合理（DT003）。
---
A paper does not cover, or is dated outside, the period that it must prove.

What: the stated period must cover (or overlap) the supported one, or the date lie in it, as the pack says for each
kind.
Why: a paper about another year proves nothing about this one.
Not judged: a period that could not be read; papers of another company; implausible dates of issue (DT003).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.days import chinese
from checks.facts.papers import Whose, belonging, paper_words
from checks.lookalikes import value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Period, Policy
from checks.records import Outcome, Paper, Scope, Severity
from extractor.records import Field, Words

RULE = Rule(
    "EV003",
    "evidence-out-of-period",
    Severity.ERROR,
    Scope.PAPER,
    Words("材料期间不符", "evidence out of period"),
    Words("材料期间相符", "evidence covers the period"),
)


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case = Case.paper(RULE, record)
    wanted = policy.evidence.get(record.document.kind or "")
    supported = policy.supported_period
    if wanted is None or supported is None or (wanted.period is None and wanted.dated_in is None):
        yield case.not_applicable(Words("政策没有规定该材料的期间", "the policy gives no period for this paper"))
        return
    if record.dossier and belonging(record.document, record.dossier, policy).whose is Whose.ANOTHER:
        yield case.not_applicable(Words("该材料写的是其他企业", "the paper is about another"))
        return
    if wanted.period is not None:
        whole = wanted.period.covers is not None
        yield _period(case, record, record.document.get(wanted.period.field), supported, policy, whole=whole)
    if wanted.dated_in is not None:
        yield _dated(case, record, record.document.get(wanted.dated_in.field), supported, policy)


def _period(
    case: Case, paper: Paper, field: Field | None, supported: Period, policy: Policy, *, whole: bool
) -> Outcome:
    days = [day for day in (_day(part) for part in (field.value or "").split("/")) if day] if field else []
    if field is None or len(days) != 2:
        return case.not_checkable(Words("没有读到证明期间", "the period could not be read"))
    first, last = days
    if _enough(field.value or "", supported, whole=whole):
        return case.passes(Words("期间符合要求", "the period is as required"))
    stated = Words(f"{chinese(first)}至{chinese(last)}", f"{first} to {last}")
    wanted = _wanted(supported, Words("覆盖", "covering") if whole else Words("涉及", "touching"))
    twin = value_doubt(field, lambda value: not _enough(value, supported, whole=whole))
    return _found(case, paper, field, stated, wanted, twin, policy)


def _enough(value: str, supported: Period, *, whole: bool) -> bool:
    """Does the period `from/to` cover the supported one, or at least overlap it?"""
    days = [day for day in map(_day, value.split("/")) if day]
    if len(days) != 2:
        return False
    first, last = days
    if whole:
        return first <= supported.first and last >= supported.last
    return first <= supported.last and last >= supported.first


def _dated(case: Case, paper: Paper, field: Field | None, supported: Period, policy: Policy) -> Outcome:
    day = _day(field.value or "") if field else None
    if field is None or day is None:
        return case.not_checkable(Words("没有读到日期", "the date could not be read"))
    if supported.holds(day):
        return case.passes(Words("日期在要求的期间内", "the date lies in the period"))
    wanted = _wanted(supported, Words("在以下期间内：", "within"))
    twin = value_doubt(field, lambda value: (other := _day(value)) is None or not supported.holds(other))
    return _found(case, paper, field, Words(chinese(day), day.isoformat()), wanted, twin, policy)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _wanted(supported: Period, how: Words) -> Words:
    return Words(
        f"{how.zh}{chinese(supported.first)}至{chinese(supported.last)}",
        f"{how.en} {supported.first} to {supported.last}",
    )


def _found(
    case: Case, paper: Paper, field: Field, stated: Words, wanted: Words, twin: Words | None, policy: Policy
) -> Outcome:
    words = paper_words(paper, policy)
    spec = policy.kinds[paper.document.kind or ""].fields.get(field.name)
    name = spec.name if spec else Words("日期", "date")
    evidence = (of_field(paper.document, field),)
    finding = Particulars(
        Words(
            f"{words.zh}上的{name.zh}为{stated.zh}，不符合政策要求（{wanted.zh}）。",
            f"{words.en}: {name.en} {stated.en} is not as the policy requires ({wanted.en}).",
        ),
        wanted,
        stated,
        Words("请提交符合期间要求的材料。", "Hand in a paper for the required period."),
        field.place,
        None,
        evidence,
    )
    return case.finds(finding, first_doubt(POOR_PAPER if paper.document.poor else None, doubt(evidence), twin))
