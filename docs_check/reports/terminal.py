"""What the command says at the end: a table by district, the worst findings, and where the report lies."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from checks.records import Scope, Severity
from docs_check.clean import path_text, shown
from docs_check.report.since import lines
from docs_check.report.summary import FileState, Finding, Section, Summary, folded
from docs_check.report.unseen import unseen_remark
from docs_check.reports.common.lines import section_name
from docs_check.wording import SEVERITIES
from extractor.records import Words

WORST = 10  # findings named in the terminal; the rest stand in the report
LONGEST_NAME = 40
HEADERS = (
    Words("区市", "District"),
    Words("单位", "Applicants"),
    Words("材料", "Papers"),
    Words("页", "Pages"),
    Words("须改正", "Errors"),
    Words("请核对", "Warnings"),
    Words("提示", "Notes"),
    Words("存疑", "Unsure"),
)
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def to_terminal(summary: Summary, console: Console, language: str, out: Path) -> None:
    policy = summary.policy
    say(
        console,
        Words(f"依据：{policy.name.zh}。{policy.chosen.zh}", f"Policy: {policy.name.en}; {policy.chosen.en}"),
        language,
    )
    console.print(_table(summary, language))
    _worst(summary, console, language)
    for words in (*_remarks(summary), *(lines(summary.since) if summary.since else ())):
        say(console, words, language)
    say(console, where(out), language)


def say(console: Console, words: Words, language: str) -> None:
    console.print(Text(shown(words.in_language(language), 2000)), soft_wrap=True)


def _table(summary: Summary, language: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_footer=len(summary.sections) > 1, pad_edge=False)
    totals = [sum(numbers) for numbers in zip(*map(_numbers, summary.sections), strict=True)]
    footers = [Words("合计", "Total").in_language(language), *map(str, totals or [0] * (len(HEADERS) - 1))]
    for place, (words, footer) in enumerate(zip(HEADERS, footers, strict=True)):
        table.add_column(words.in_language(language), footer=footer, justify="right" if place else "left")
    for section in summary.sections:
        table.add_row(
            Text(shown(section_name(section).in_language(language), LONGEST_NAME)), *map(str, _numbers(section))
        )
    return table


def _numbers(section: Section) -> tuple[int, ...]:
    severities = (section.of_severity(severity) for severity in Severity)
    return len(section.companies), len(section.papers), section.pages, *severities, section.unsure


def _worst(summary: Summary, console: Console, language: str) -> None:
    ranks = list(Severity)
    serious = [one for one in summary.findings if not one.unsure and one.severity is not Severity.INFO]
    serious.sort(key=lambda finding: (finding.scope is Scope.POLICY, ranks.index(finding.severity)))
    lines = folded(serious)
    for findings in lines[:WORST]:
        console.print(_line(findings, language), soft_wrap=True)
    if len(lines) > WORST:
        more = sum(map(len, lines[WORST:]))
        say(console, Words(f"……另有 {more} 项，见报告。", f"… and {more} more in the report."), language)


def _line(findings: list[Finding], language: str) -> Text:
    finding = findings[0]
    same = Words(f"（同类共 {len(findings)} 份）", f" ({len(findings)} papers)").in_language(language)
    who = "/".join(shown(name, LONGEST_NAME) for name in (finding.district, finding.applicant) if name)
    text = Text(f"{finding.code} ", style=_STYLES[finding.severity])
    text.append(f"{SEVERITIES[finding.severity].in_language(language)} ", style="dim")
    return text.append(f"{who} " if who else "", style="bold").append(
        shown(finding.message.in_language(language)) + (same if len(findings) > 1 else "")
    )


def _remarks(summary: Summary) -> Iterable[Words]:
    unsure = sum(finding.unsure for finding in summary.findings)
    unread = len(summary.files_in(FileState.UNREADABLE))
    incomplete = sum(entry.incomplete for entry in summary.files)
    refused = sum(entry.refused for entry in summary.files)
    left_out = len(summary.files_in(FileState.LEFT_OUT)) - refused
    if not summary.papers_have_defects:
        yield Words("材料中没有发现确定的缺陷。", "No sure defect was found in the papers.")
    if unsure:
        yield Words(
            f"存疑 {unsure} 项，须人工核对，未计入缺陷。", f"{unsure} unsure, for a person to look at; not counted."
        )
    if unread:
        yield Words(f"有 {unread} 个文件读不出，未能检查。", f"{unread} files could not be read and were not checked.")
    if incomplete:
        yield Words(f"有 {incomplete} 个文件的部分页面读不出。", f"Of {incomplete} files some pages could not be read.")
    if refused:
        yield Words(
            f"有 {refused} 个文件未能检查，原因见报告。", f"{refused} files were not checked; the report says why."
        )
    if left_out > 0:
        yield Words(
            f"略去系统文件、隐藏文件和空白页文件 {left_out} 个。", f"{left_out} hidden, system or blank files left out."
        )
    blank = sum(len(entry.blank_pages) for entry in summary.files)
    if blank:
        yield Words(f"略去空白页 {blank} 页。", f"{blank} blank pages left out.")
    yield from unseen_remark(summary.unseen)
    yield summary.run.second_reader
    yield from summary.run.remarks


def where(out: Path) -> Words:
    name = path_text(str(out))
    return Words(f"报告：{name}", f"Report: {name}")
