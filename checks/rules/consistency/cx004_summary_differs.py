"""汇总表上的数与企业申请表不一致。

判断：把汇总表每一行与该企业申请表的对应栏目逐项比较，允许政策包写明的误差；名称或代码明显不同的也一并写明。
为什么：审核和拨付以汇总表为准，与申请表不一致会拨错。
不判断：没有申请表或没有对应的行（CX005）；没有读出来的数。
---
A figure in the summary table is not the one on the company's form.

What: each row beside the company's form, column by column, with the pack's tolerance; a name or code that plainly
differs too.
Why: money is paid by the summary table.
Not judged: rows without a form or forms without a row (CX005); figures that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import number, shown
from checks.facts.codes import is_valid, plain
from checks.facts.lists.tables import matched, tables_of
from checks.facts.names import Likeness, compare_names
from checks.facts.papers import forms_of
from checks.lookalikes import value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.expressions import UnknownValueError
from checks.pack.model import Listing, Policy
from checks.records import District, Dossier, Evidence, Outcome, Scope, Severity
from extractor.records import Document, Field, Row, Words

RULE = Rule(
    "CX004",
    "summary-differs",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("汇总表与申请表不一致", "summary differs from form"),
    Words("汇总表与申请表一致", "summary agrees with form"),
)


@dataclass(frozen=True, slots=True)
class _Difference:
    name: Words
    in_table: str
    on_form: str
    evidence: tuple[Evidence, Evidence]


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    for table, listing in tables_of(record, policy):
        for match in matched(table, listing, record, policy):
            if match.row is not None and match.dossier is not None:
                yield _compared(table, listing, match.row, match.dossier, policy)


def _compared(table: Document, listing: Listing, row: Row, dossier: Dossier, policy: Policy) -> Outcome:
    case = Case.company(RULE, dossier, table.kind, table)
    forms = [document for document in forms_of(dossier, policy) if document.kind == listing.of]
    if not forms:
        return case.not_checkable(Words("没有申请表可比", "there is no form to compare with"))
    found = [*_figures(table, listing, row, forms[0], policy), *_who(table, row, forms[0], dossier, policy)]
    if not found:
        return case.passes(Words("与申请表一致", "the row agrees with the form"))
    said_zh = "；".join(f"{one.name.zh}汇总表为{one.in_table}，申请表为{one.on_form}" for one in found)
    said_en = "; ".join(f"{one.name.en}: {one.in_table} in the table, {one.on_form} on the form" for one in found)
    evidence = tuple(reading for one in found for reading in one.evidence)
    finding = Particulars(
        Words(
            f"{dossier.applicant}在汇总表上的数据与申请表不一致：{said_zh}。",
            f"The row of {dossier.applicant} is not as its form: {said_en}.",
        ),
        Words("、".join(one.on_form for one in found), ", ".join(one.on_form for one in found)),
        Words("、".join(one.in_table for one in found), ", ".join(one.in_table for one in found)),
        Words("请核对后更正汇总表或申请表。", "Check both and correct the wrong one."),
        found[0].evidence[0].place,
        None,
        evidence,
    )
    poor = POOR_PAPER if table.poor or forms[0].poor else None
    twins = [_twin_doubt(row.get(column), forms[0].get(name)) for column, name in listing.compare.items()]
    return case.finds(finding, first_doubt(poor, doubt(evidence), *twins))


def _twin_doubt(left: Field | None, right: Field | None) -> Words | None:
    """Are the two figures look-alike digits apart, one of them not read with the highest certainty?"""
    if left is None or right is None or left.value == right.value:
        return None
    return first_doubt(
        value_doubt(left, lambda twin: twin != right.value), value_doubt(right, lambda twin: twin != left.value)
    )


def _figures(table: Document, listing: Listing, row: Row, form: Document, policy: Policy) -> Iterator[_Difference]:
    for column, name in listing.compare.items():
        left, right = row.get(column), form.get(name)
        if left is None or right is None or not left.value or not right.value:
            continue
        try:
            one, two = number(left, column), number(right, name)
        except UnknownValueError:
            continue
        if abs(one - two) > listing.tolerance:
            spec = policy.kinds[form.kind or ""].fields[name]
            unit = spec.unit or ""
            yield _Difference(
                spec.name, f"{shown(one)}{unit}", f"{shown(two)}{unit}", (of_field(table, left), of_field(form, right))
            )


def _who(table: Document, row: Row, form: Document, dossier: Dossier, policy: Policy) -> Iterator[_Difference]:
    """Another name or code than the form's, as long as no misreading explains it."""
    names = row.get(policy.applicants.name), form.get(policy.applicants.name)
    if names[0] and names[1] and names[0].value and names[1].value:
        confidence = min(names[0].confidence, names[1].confidence)
        if compare_names(names[0].value, dossier.applicant, confidence) is Likeness.OTHER:
            yield _Difference(
                Words("企业名称", "the name"),
                names[0].value,
                names[1].value,
                (of_field(table, names[0]), of_field(form, names[1])),
            )
    if policy.applicants.code is None:
        return
    codes = row.get(policy.applicants.code), form.get(policy.applicants.code)
    if codes[0] and codes[1] and is_valid(codes[0].value or "") and is_valid(codes[1].value or ""):
        one, two = plain(codes[0].value or ""), plain(codes[1].value or "")
        if one != two:
            yield _Difference(
                Words("代码", "the code"), one, two, (of_field(table, codes[0]), of_field(form, codes[1]))
            )
