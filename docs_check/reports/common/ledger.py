"""All findings as an office keeps them: who is to mend each, by when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docs_check.report.owners import OWNERS, Owner
from docs_check.report.summary import Finding, Section, Summary
from docs_check.reports.common.lines import finding_lines
from docs_check.reports.letters.mending import addressee
from extractor.records import Words

HEADS = (
    Words("序号", "No."),
    Words("区市", "District"),
    Words("申报单位", "Applicant"),
    Words("问题", "Finding"),
    Words("说明", "What is wrong"),
    Words("状态", "State"),
    Words("责任单位", "Who mends it"),
    Words("首次发现", "First seen"),
    Words("天数", "Days"),
    Words("整改期限", "To be mended by"),
    Words("整改情况", "Mended?"),
    Words("复核人", "Looked at by"),
    Words("审查结论", "Decision"),
    Words("文件", "File"),
    Words("页", "Page"),
    Words("代码", "Code"),
)
WIDTHS = (6, 10, 20, 13, 36, 10, 18, 11, 6, 11, 11, 10, 18, 20, 5, 8)
PROGRESS_COLUMN, REVIEWER_COLUMN = 11, 12
PROGRESS = (
    Words("未整改", "open"),
    Words("整改中", "under way"),
    Words("已整改", "mended"),
    Words("无需整改", "nothing to mend"),
)


def ledger_rows(summary: Summary, language: str, today: date) -> Iterator[tuple[object, ...]]:
    """In the order of the report; those that were set aside need no mending."""
    number = 0
    for section in summary.sections:
        aside = {finding.id for finding in section.aside}
        lines = {line.id: line for line in finding_lines(section, summary, language)}
        for finding in (*section.findings, *section.aside):
            number += 1
            line = lines[finding.id]
            seen = finding.first_seen
            yield (
                *(number, line.district, line.company, line.title, line.message, line.state),
                _owner(finding, section, summary).in_language(language),
                *(seen, (today - date.fromisoformat(seen)).days if seen else None, _due(finding, section)),
                PROGRESS[3 if finding.id in aside else 0].in_language(language),
                finding.decision.by if finding.decision else "",
                *(line.decided, line.file, line.page, line.code),
            )


def _owner(finding: Finding, section: Section, summary: Summary) -> Words:
    name = None
    if finding.owner is Owner.COMPANY:
        name = finding.applicant
    elif finding.owner is Owner.DISTRICT:
        name = addressee(section.name, summary.forms) or section.name
    return Words(name, name) if name else OWNERS[finding.owner]


def _due(finding: Finding, section: Section) -> str:
    """By the letter that was issued; empty before."""
    letters = section.approval.letters if section.approval else {}
    facts = letters.get((finding.applicant or "") if finding.owner is Owner.COMPANY else "")
    return facts.due if facts else ""
