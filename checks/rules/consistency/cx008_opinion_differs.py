"""初审意见里的家数或金额与汇总表、申请表对不上。

判断：意见写明的企业家数和金额合计，应与收到的申请表相符，或与汇总表相符。都不相符的报本条。
为什么：意见、汇总表、申请表三者应一致。
不判断：意见与申请表相符、而汇总表自己有误的（AM005、CX004、CX005）；意见照抄了有误的汇总表的；本区（市）
有文件没有读出来。
---
The opinion's number of companies or total is neither the forms' nor the summary table's.

What: number and total that the opinion states, beside the applications that are here and the summary table.
Why: the three must agree.
Not judged: where the opinion agrees with the forms and the table itself is wrong (AM005, CX004, CX005), or copies a
wrong table;
while a file of the district is unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.amounts import number, shown
from checks.facts.lists.tables import tables_of
from checks.facts.papers import forms_of
from checks.lookalikes import value_doubt
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.expressions import UnknownValueError
from checks.pack.model import Policy, Statement
from checks.records import District, Evidence, Outcome, Scope, Severity
from extractor.records import Document, Field, Words

RULE = Rule(
    "CX008",
    "opinion-differs",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("初审意见数据不符", "opinion differs"),
    Words("初审意见数据相符", "opinion agrees"),
)


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    for document in record.documents:
        statement = policy.statements.get(document.kind or "")
        if statement is not None:
            yield _judged(document, statement, record, policy)


def _judged(document: Document, statement: Statement, district: District, policy: Policy) -> Outcome:
    case = Case(RULE, district.name or "?", district.name, kind=document.kind, file=document.file)
    if district.unread or any(dossier.unread for dossier in district.dossiers):
        return case.not_checkable(Words("本区（市）有文件没有读出来", "a file of this district could not be read"))
    if not district.dossiers:
        return case.not_checkable(Words("没有申请材料可比", "there is no application to compare with"))
    wrong, judged, twins = list[tuple[Field, Words]](), 0, list[Words | None]()
    count = document.get(statement.count) if statement.count else None
    if count is not None and count.value:
        judged += 1
        counts = _counts(statement, district, policy)
        if (stated := _number(count)) is not None and stated not in counts:
            wrong.append((count, _said("企业家数", "the number of companies", shown(stated), counts, "家")))
            twins.append(value_doubt(count, lambda twin: Decimal(twin) not in counts))
    evidence = list[Evidence]()
    for name, of in statement.sums.items():
        field = document.get(name)
        sums = _sums(of, statement, district, policy, evidence)
        if field is None or not field.value or not sums:
            continue
        judged += 1
        stated, slack = _number(field), statement.tolerance * max(len(district.dossiers), 1)
        if stated is not None and all(abs(stated - one) > slack for one in sums):
            unit = policy.kinds[document.kind or ""].fields[name].unit or ""
            wrong.append((field, _said("金额合计", "the total", shown(stated), sums, unit)))
            twins.append(value_doubt(field, lambda twin, right=frozenset(sums): Decimal(twin) not in right))
    if not wrong:
        if judged:
            return case.passes(Words("家数和合计相符", "number and total agree"))
        return case.not_checkable(Words("家数或合计没有读出来", "number or total could not be read"))
    return _found(case, document, wrong, evidence, first_doubt(*twins), district, policy)


def _counts(statement: Statement, district: District, policy: Policy) -> set[Decimal]:
    """Numbers that the statement may rightly give: sets of papers, forms, rows of a table."""
    forms = sum(bool(forms_of(dossier, policy)) for dossier in district.dossiers)
    rows = {
        len(table.rows) for table, listing in tables_of(district, policy) if listing.of == statement.of and table.rows
    }
    return {Decimal(one) for one in (len(district.dossiers), forms, *rows)}


def _sums(of: str, statement: Statement, district: District, policy: Policy, evidence: list[Evidence]) -> set[Decimal]:
    """Sums that the statement may rightly give: the forms', the table's rows', the table's own total."""
    found = set[Decimal]()
    forms = [(form, form.get(of)) for dossier in district.dossiers for form in forms_of(dossier, policy)[:1]]
    amounts = [_number(field) for _, field in forms]
    if forms and all(amount is not None for amount in amounts):
        found.add(sum((amount for amount in amounts if amount is not None), Decimal(0)))
        evidence.extend(of_field(form, field) for form, field in forms if field is not None)
    for table, listing in tables_of(district, policy):
        column = next((column for column, name in listing.compare.items() if name == of), None)
        if listing.of != statement.of or column is None:
            continue
        rows = [_number(row.get(column)) for row in table.rows]
        if rows and all(amount is not None for amount in rows):
            found.add(sum((amount for amount in rows if amount is not None), Decimal(0)))
        total = policy.kinds[table.kind or ""].totals.get(column)
        stated = _number(table.get(total)) if total else None
        if stated is not None:
            found.add(stated)
    return found


def _number(field: Field | None) -> Decimal | None:
    if field is None or not field.value:
        return None
    try:
        return number(field, field.name)
    except UnknownValueError:
        return None


def _said(zh: str, en: str, stated: str, right: set[Decimal], unit: str) -> Words:
    others = "或".join(f"{shown(one)}{unit}" for one in sorted(right))
    return Words(
        f"{zh}写为{stated}{unit}，申请表和汇总表为{others}",
        f"{en} is given as {stated}, forms and table have {' or '.join(shown(one) for one in sorted(right))}",
    )


def _found(
    case: Case,
    document: Document,
    wrong: list[tuple[Field, Words]],
    forms: list[Evidence],
    twin: Words | None,
    district: District,
    policy: Policy,
) -> Outcome:
    kind = policy.kind_name(document.kind)
    own = tuple(of_field(document, field) for field, _ in wrong)
    said_zh, said_en = "；".join(words.zh for _, words in wrong), "; ".join(words.en for _, words in wrong)
    finding = Particulars(
        Words(
            f"{district.name or '未知区（市）'}的{kind.zh}：{said_zh}。",
            f"The {kind.en} of {district.name}: {said_en}.",
        ),
        Words("与申请表、汇总表一致", "as the forms and the table have it"),
        Words("、".join(field.written for field, _ in wrong), ", ".join(field.written for field, _ in wrong)),
        Words("请核对家数和金额，更正有误的一份。", "Check number and total and correct the wrong paper."),
        wrong[0][0].place,
        None,
        (*own, *forms),
    )
    return case.finds(finding, first_doubt(POOR_PAPER if document.poor else None, doubt((*own, *forms)), twin))
