"""What is to be done with a report, for its first page."""

from __future__ import annotations

from collections.abc import Iterator

from docs_check.report.summary import FileState, Summary
from extractor.records import Words


def next_steps(summary: Summary) -> Iterator[Words]:
    """In the order in which an office takes them."""
    findings = [one for section in summary.sections for one in section.findings]
    open_ones = [one for one in findings if one.decision is None]
    doubted = sum(one.unsure for one in open_ones)
    unread = len(summary.files_in(FileState.UNREADABLE))
    signed = sum(section.approval is not None for section in summary.sections)
    if unread:
        yield Words(
            f"有 {unread} 个文件读不出（见下），请提交单位重新提交；其中的内容没有检查。",
            f"{unread} files could not be read (see below); ask for them again. What is in them was not checked.",
        )
    if open_ones:
        yield Words(
            f"有 {len(open_ones)} 项待审定，其中程序存疑 {doubted} 项：运行 docs-check review 报告目录，逐项审定。",
            f"{len(open_ones)} findings are to be decided, {doubted} of them doubted: docs-check review REPORT.",
        )
    elif findings and not signed:
        yield Words(
            "各项均已审定：在审查页面按区市签发，通知才成为正式件。",
            "Everything is decided: sign by district on the review page; until then letters are drafts.",
        )
    if findings and not signed:
        yield Words(
            "report.notices 中的通知是草稿，未经签发不要发出；report.xlsx 是全部问题的台账。",
            "The letters in report.notices are drafts, not to be sent unsigned; report.xlsx lists all findings.",
        )
    elif signed:
        yield Words(
            f"{signed} 个区市已签发，正式通知在 report.notices；材料补正后重新检查，加 --since 与这次比较。",
            f"{signed} districts are signed; their letters lie in report.notices. When papers come back, check again "
            "with --since.",
        )
