"""report.xlsx: the workbook that goes round an office. Text from papers is always text in it, never a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from checks.records import Severity, Verdict
from docs_check.report.delays import longest
from docs_check.report.summary import MISSING_RULE, Company, FileState, Part, Section, Summary
from docs_check.report.unseen import unseen_lines
from docs_check.reports.common.ledger import HEADS, PROGRESS, PROGRESS_COLUMN, REVIEWER_COLUMN, WIDTHS, ledger_rows
from docs_check.reports.common.lines import FindingLine, finding_lines, section_name, text
from docs_check.reports.common.order import in_order
from docs_check.reports.common.sheets import Sheets, put
from docs_check.reports.writer import of_the_whole
from docs_check.wording import SYMBOLS, VERDICTS
from extractor.records import Words

FILE = "report.xlsx"
_COLOURS = {Verdict.DEFECT: "A3142D", Verdict.UNSURE: "6B3FA0", Verdict.NOT_CHECKABLE: "8A5300"}
_LEDGER = Words("问题台账", "Ledger")
_LONGEST_CHOICE = 250  # characters of a list to choose from: Excel's own limit is 255
_NO_CHOICE = re.compile(r'[",]')
_SUMMARY = Words("汇总", "Summary")
_MATRIX = Words("证明材料", "Evidence")
_ANOTHERS = Words("他人的", "another's")
_OF_ANOTHER = "EV004"  # a paper that is there and names another company: it proves nothing for this one
_IN_ORDER = Words("核对情况", "What was checked")
_COMPANIES = Words("单位核对情况", "Company by company")
_FILES = Words("文件", "Files")
_UNSEEN = Words("什么没有检查", "Not looked at")
_DISTRICT, _COMPANY = Words("区市", "District"), Words("申报单位", "Applicant")
_FINDING_HEADS = (
    Words("序号", "No."),
    Words("状态", "State"),
    _COMPANY,
    Words("等级", "Severity"),
    Words("问题", "Finding"),
    Words("说明", "What is wrong"),
    Words("应为", "Expected"),
    Words("实际", "Found"),
    Words("材料", "Paper"),
    Words("文件", "File"),
    Words("页", "Page"),
    Words("处理建议", "What to do"),
    Words("审查结论", "Decision"),
    Words("代码", "Code"),
)
# Characters: together 200, which prints at 7 pt across A4.
_FINDING_WIDTHS = (6, 10, 20, 9, 14, 38, 18, 18, 11, 18, 6, 22, 14, 9)
_SUMMARY_HEADS = (
    _DISTRICT,
    _COMPANY,
    Words("材料", "Papers"),
    Words("页数", "Pages"),
    Words("须改正", "Errors"),
    Words("请核对", "Warnings"),
    Words("提示", "Notes"),
    Words("存疑", "Unsure"),
    Words("不计入", "Set aside"),
    Words("最多逾期（天）", "Most days late"),
    Words("合格材料占比", "Papers in order"),
)


def to_xlsx(summary: Summary, folder: Path, language: str) -> None:
    sheets = Sheets(language)
    _summary(sheets, summary)
    _ledger(sheets, summary)
    for section in summary.sections:
        _findings(sheets, section, summary)
    _matrix(sheets, summary)
    _checked(sheets, summary)
    _companies(sheets, summary)
    _unseen(sheets, summary)
    _files(sheets, summary)
    sheets.book.save(folder / FILE)


FORMAT = of_the_whole(to_xlsx, for_people=True)


def _summary(sheets: Sheets, summary: Summary) -> None:
    say = sheets.say
    sheet = sheets.add(say(_SUMMARY))
    put(sheet, 1, 1, say(summary.policy.name)).font = Font(bold=True, size=14)
    about = (
        f"{summary.policy.source} · {summary.run.folder.name} · {summary.run.started[:16].replace('T', ' ')} · "
        f"docs-check {summary.run.version}"
    )
    put(sheet, 2, 1, about)
    notes = [say(words) for words in (*summary.remarks, *summary.run.remarks)]
    for down, note in enumerate(notes):
        put(sheet, 3 + down, 1, note).font = Font(color=_COLOURS[Verdict.DEFECT])
    first = 4 + len(notes)
    rows = [
        _summary_row(section, say(section_name(section)), longest(section.findings)) for section in summary.sections
    ]
    sheets.table(sheet, first, [say(words) for words in _SUMMARY_HEADS], rows)
    last = len(_SUMMARY_HEADS)
    for row in range(first + 1, first + 1 + len(rows)):
        sheet.cell(row, last).number_format = "0.0%"
    sheet.column_dimensions["A"].width = 22


def _summary_row(section: Section, name: str, late: int) -> tuple[object, ...]:
    good, papers = in_order(section)
    return (
        name,
        len(section.companies),
        papers,
        section.pages,
        *(section.of_severity(severity) for severity in Severity),
        section.unsure,
        len(section.aside),
        late or None,
        good / papers if papers else None,
    )


def _ledger(sheets: Sheets, summary: Summary) -> None:
    """All findings on one sheet, with what an office fills in as its companies mend them."""
    say = sheets.say
    sheet = sheets.add(say(_LEDGER))
    rows = list(ledger_rows(summary, sheets.language, date.today()))
    open_ones = sum(finding.decision is None for finding in summary.findings)
    total = Words(
        f"共 {len(rows)} 项，其中待审定 {open_ones} 项；{summary.as_of.words.zh}",
        f"{len(rows)} findings, {open_ones} to be decided; {summary.as_of.words.en}",
    )
    put(sheet, 1, 1, say(total)).font = Font(bold=True)
    sheets.table(sheet, 2, [say(words) for words in HEADS], rows, WIDTHS)
    sheet.freeze_panes = "E3"
    last = max(3, 2 + len(rows))
    progress = ",".join(say(words) for words in PROGRESS)
    _choice(sheet, PROGRESS_COLUMN, last, f'"{progress}"')
    names = sorted({text(one.decision.by) for one in summary.findings if one.decision})
    listed = ",".join(name for name in names if not _NO_CHOICE.search(name))
    if listed and len(listed) <= _LONGEST_CHOICE:
        _choice(sheet, REVIEWER_COLUMN, last, f'"{listed}"', strict=False)
    sheet.print_area = f"A1:{get_column_letter(len(HEADS))}{last}"


def _choice(sheet: Worksheet, column: int, last: int, formula: str, *, strict: bool = True) -> None:
    """A list to choose from in the cells of a column. Where it is not `strict`, something else may be written."""
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    letter = get_column_letter(column)
    choice.add(f"{letter}3:{letter}{last}")
    sheet.add_data_validation(choice)


def _findings(sheets: Sheets, section: Section, summary: Summary) -> None:
    say = sheets.say
    sheet = sheets.add(say(section_name(section)))
    lines = list(finding_lines(section, summary, sheets.language))
    rows = [_finding_row(number, line) for number, line in enumerate(lines, 1)]
    sheets.table(sheet, 1, [say(words) for words in _FINDING_HEADS], rows, _FINDING_WIDTHS)
    if section.part is Part.DISTRICT:
        sheet.sheet_properties.tabColor = _COLOURS[Verdict.DEFECT] if section.defects else "1C6B3A"


def _finding_row(number: int, line: FindingLine) -> tuple[object, ...]:
    return (
        number,
        line.state,
        line.company,
        line.severity,
        line.title,
        line.message,
        line.expected,
        line.found,
        line.kind,
        line.file,
        line.page,
        line.suggestion,
        line.decided,
        line.code,
    )


def _matrix(sheets: Sheets, summary: Summary) -> None:
    """Companies by required papers: there, missing, doubted, not checkable."""
    there = dict[tuple[str, str | None, str | None], dict[str, Verdict]]()
    for section in summary.sections:
        for outcome in section.outcomes:
            if outcome.code == MISSING_RULE and outcome.applicant and outcome.kind:
                key = (section.key, outcome.applicant, outcome.credit_code)
                there.setdefault(key, {})[outcome.kind] = outcome.verdict
    kinds = list(dict.fromkeys(kind for row in there.values() for kind in row))
    if not kinds:
        return

    def whose(section: Section, company: Company) -> tuple[str, str | None, str | None]:
        return section.key, company.applicant, company.credit_code

    say = sheets.say
    sheet = sheets.add(say(_MATRIX))
    names = [say(summary.forms.kinds[kind].name) if kind in summary.forms.kinds else kind for kind in kinds]
    signs = _signs(say)
    another = f"{SYMBOLS[Verdict.DEFECT]} {say(_ANOTHERS)}"
    others = {
        (section.key, finding.applicant, finding.kind)
        for section in summary.sections
        for finding in section.findings
        if finding.code == _OF_ANOTHER
    }
    rows = [
        (
            say(section_name(section)),
            company.applicant,
            *(
                another
                if (section.key, company.applicant, kind) in others
                else signs.get(there.get(whose(section, company), {}).get(kind), "")
                for kind in kinds
            ),
        )
        for section in summary.sections
        for company in section.companies
    ]
    sheets.table(sheet, 1, [say(_DISTRICT), say(_COMPANY), *names], rows)
    sheet.freeze_panes = "C2"
    bad = {signs[verdict]: colour for verdict, colour in _COLOURS.items()} | {another: _COLOURS[Verdict.DEFECT]}
    for cells in sheet.iter_rows(min_row=2, min_col=3):
        for cell in cells:
            if cell.value in bad:
                cell.font = Font(bold=True, color=bad[str(cell.value)])


def _signs(say: Any) -> Mapping[Verdict | None, str]:
    missing = Words("缺", "missing")
    return {
        Verdict.PASS: SYMBOLS[Verdict.PASS],
        Verdict.DEFECT: f"{SYMBOLS[Verdict.DEFECT]} {say(missing)}",
        Verdict.UNSURE: f"{SYMBOLS[Verdict.UNSURE]} {say(VERDICTS[Verdict.UNSURE])}",
        Verdict.NOT_CHECKABLE: f"{SYMBOLS[Verdict.NOT_CHECKABLE]} {say(VERDICTS[Verdict.NOT_CHECKABLE])}",
    }


def _unseen(sheets: Sheets, summary: Summary) -> None:
    """What no rule looked at, part by part."""
    say = sheets.say
    rows = [
        (say(section_name(section)), say(line.kind), say(line.said), line.count)
        for section in summary.sections
        for line in unseen_lines(section.unseen, summary.forms)
    ]
    if rows:
        heads = (_DISTRICT, Words("材料种类", "Kind"), _UNSEEN, Words("份数", "Papers"))
        sheets.table(sheets.add(say(_UNSEEN)), 1, [say(words) for words in heads], rows)


def _checked(sheets: Sheets, summary: Summary) -> None:
    """How often each check was made in each part, by result: also what is in order."""
    say = sheets.say
    heads = [say(_DISTRICT), say(Words("代码", "Code")), say(Words("检查项目", "Check")), *map(say, VERDICTS.values())]
    rows = [
        (
            say(section_name(section)),
            code,
            say(summary.rules[code].good) if code in summary.rules else code,
            *(counts.get(verdict, 0) for verdict in VERDICTS),
        )
        for section in summary.sections
        for code, counts in section.counts.items()
    ]
    sheets.table(sheets.add(say(_IN_ORDER)), 1, heads, rows)


def _companies(sheets: Sheets, summary: Summary) -> None:
    """What was checked of each company and is in order, and what is not."""
    say = sheets.say
    wanted = (Verdict.PASS, Verdict.DEFECT, Verdict.UNSURE, Verdict.NOT_CHECKABLE)
    heads = [
        say(_DISTRICT),
        say(_COMPANY),
        say(Words("统一社会信用代码", "Credit code")),
        *(say(VERDICTS[one]) for one in wanted),
    ]
    rows = [
        (
            say(section_name(section)),
            company.applicant,
            company.credit_code,
            *(_titles(company.codes, verdict, summary, say) for verdict in wanted),
        )
        for section in summary.sections
        for company in section.companies
    ]
    if rows:
        sheets.table(sheets.add(say(_COMPANIES)), 1, heads, rows)


def _titles(codes: Mapping[str, Verdict], wanted: Verdict, summary: Summary, say: Any) -> str:
    """The names of checks: of the fault where it was found, of what is in order elsewhere."""
    found = wanted in (Verdict.DEFECT, Verdict.UNSURE)
    rules = [(code, summary.rules.get(code)) for code, one in codes.items() if one is wanted]
    titles = [say(rule.title if found else rule.good) if rule else code for code, rule in rules]
    return "、".join(titles)


def _files(sheets: Sheets, summary: Summary) -> None:
    say = sheets.say
    states = {
        FileState.READ: Words("已读", "read"),
        FileState.LEFT_OUT: Words("略去", "left out"),
        FileState.UNREADABLE: Words("读不出", "unreadable"),
    }
    heads = [
        say(_FILES),
        say(Words("情况", "State")),
        say(Words("页数", "Pages")),
        say(Words("说明", "Note")),
        "SHA-256",
    ]
    rows = [
        (entry.file, say(states[entry.state]), entry.pages, say(entry.reason) if entry.reason else None, entry.sha256)
        for entry in summary.files
    ]
    sheets.table(sheets.add(say(_FILES)), 1, heads, rows)
