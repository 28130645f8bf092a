"""汇总表不全：有申报没有行，或有行没有申报。

判断：汇总表的行与收到的申请材料逐一对应。
为什么：漏报的企业拿不到资金，没有材料的行不能拨付。
不判断：没有汇总表（EV001）；本区（市）有文件没有读出来时，不判断“有行没有申报”；可能漏读了表格行的列入存疑。
---
The summary table is not complete: an application without a row, or a row without an application.

What: the table's rows against the applications that are here.
Why: a company without a row is not paid, a row without papers must not be.
Not judged: a missing table (EV001); rows without application while a file of the district is unread. Unsure where
rows may
have been missed in reading.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.lists.tables import ROWS_MISSED, matched, row_identity, rows_doubt, tables_of
from checks.facts.papers import forms_of
from checks.outcomes import Case, Particulars, Rule, of_field
from checks.pack.model import Policy
from checks.records import District, Dossier, Outcome, Scope, Severity
from extractor.records import Document, Row, Words

RULE = Rule(
    "CX005",
    "summary-incomplete",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("汇总表不全", "summary incomplete"),
    Words("汇总表齐全", "summary complete"),
)


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    tables = tuple(tables_of(record, policy))
    listed = {
        id(match.dossier)
        for table, listing in tables
        for match in matched(table, listing, record, policy)
        if match.row is not None
    }
    for table, listing in tables:
        for match in matched(table, listing, record, policy):
            if match.dossier is None and match.row is not None:
                yield _without_application(table, match.row, record, policy)
            elif match.dossier is not None and match.row is not None:
                yield Case.company(RULE, match.dossier, table.kind, table).passes(Words("汇总表已列入", "it has a row"))
    if tables:
        for dossier in record.dossiers:
            if id(dossier) not in listed:
                yield _without_row(tables[0][0], dossier, policy)


def _without_row(table: Document, dossier: Dossier, policy: Policy) -> Outcome:
    case = Case.company(RULE, dossier, table.kind, table)
    if not forms_of(dossier, policy):
        return case.not_applicable(Words("没有申请表", "there is no application form"))
    if not table.rows:
        return case.not_checkable(Words("没有读出汇总表的行", "no row of the table could be read"))
    kind = policy.kind_name(table.kind)
    evidence = tuple(
        of_field(table, field) for row in table.rows if (field := row.get(policy.applicants.name)) is not None
    )
    nameless = ROWS_MISSED if any(row_identity(row, policy) is None for row in table.rows) else None
    finding = Particulars(
        Words(
            f"{dossier.applicant}已提交申请材料，但{kind.zh}没有列入该企业。",
            f"{dossier.applicant} has applied but has no row in the {kind.en}.",
        ),
        Words(f"{kind.zh}列有该企业", f"a row in the {kind.en}"),
        Words("没有该企业的行", "no row"),
        Words(f"请核实是否漏报，补正{kind.zh}。", f"Find out whether it was left out and complete the {kind.en}."),
        table.rows[0].place,
        None,
        evidence,
    )
    poor = POOR_PAPER if table.poor else None
    return case.finds(finding, first_doubt(poor, nameless, doubt(evidence), rows_doubt(table, policy)))


def _without_application(table: Document, row: Row, district: District, policy: Policy) -> Outcome:
    identity, kind = row_identity(row, policy), policy.kind_name(table.kind)
    name = identity.name if identity else ""
    case = Case(
        RULE,
        f"{district.name or '?'}/{name}",
        district.name,
        name or None,
        identity.code if identity else None,
        table.kind,
        table.file,
    )
    if identity is None:
        return case.not_checkable(Words("该行没有读到企业名称", "the row's name could not be read"))
    if district.unread:
        return case.not_checkable(Words("本区（市）有文件没有读出来", "a file of this district could not be read"))
    field = row.get(policy.applicants.name)
    evidence = (of_field(table, field),) if field else ()
    finding = Particulars(
        Words(
            f"{kind.zh}列有{name}，但没有收到该企业的申请材料。",
            f"The {kind.en} has a row for {name}, of which no application is here.",
        ),
        Words("该企业的申请材料", "this company's application"),
        Words("没有申请材料", "no application"),
        Words("请补交该企业的申请材料，或从汇总表中删去。", "Hand in the application, or delete the row."),
        field.place if field else row.place,
        None,
        evidence,
    )
    return case.finds(finding, first_doubt(POOR_PAPER if table.poor else None, doubt(evidence)))
