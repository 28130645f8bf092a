"""`docs-check tables`: do the tables of a report add up, and does its prose say what they say?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from checks.arithmetic import Arithmetic, Inconsistency, check_tables, sheets_of
from checks.arithmetic.claims import SUMS, Claim, Formula, Standing
from checks.arithmetic.figures import Figure, plain
from checks.arithmetic.links import Grounds, Rest
from checks.chains import ReportKind, ReportTables, notes, report_tables, shipped_kinds
from docs_check.clean import shown
from docs_check.exits import Exit
from docs_check.progress import Progress
from docs_check.reading.tables import ReadAgain, ReadTables, files_named, left_unread, read_all
from extractor.records import Place, Words
from extractor.tables.records import Table, TablesReading

SCHEMA = "docs-check/tables/1"
_LONGEST = 1000
_NAMES = {
    Formula.COLUMN_SUM: Words("列合计", "column totals"),
    Formula.ROW_SUM: Words("行合计", "row totals"),
    Formula.BALANCE: Words("收支平衡", "balances of two sides"),
    Formula.CHAIN: Words("表间一致", "figures of two tables"),
    Formula.RATIO: Words("百分比", "percentages"),
    Formula.GROWTH: Words("增长率", "growth rates"),
    Formula.SAME: Words("正文与表格一致", "sentences that repeat a table"),
    Formula.PROSE_SUM: Words("正文中的合计", "sums in sentences"),
    Formula.PROSE_RATIO: Words("正文中的百分比", "percentages in sentences"),
}
_PERHAPS = {
    Grounds.RECKONED: Words("", ""),
    Grounds.COINCIDES: Words("（数字吻合，应包含该数）", " (the figures fit: it seems to contain it)"),
    Grounds.CONTEXT: Words(
        "（同一时点的数字，可能包含该数，请一并核对）", " (of the same day; it may contain it, look)"
    ),
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`report`: which of its tables are there, where it is of a known kind; `notes` what such a report lacks, and
    which figures of two tables could not be compared."""

    reading: TablesReading
    result: Arithmetic
    report: ReportTables | None = None
    notes: tuple[Words, ...] = ()


def check_files(
    paths: Sequence[Path], read: ReadTables, progress: Progress, read_again: ReadAgain | None = None
) -> tuple[CheckedFile, ...]:
    """`read_again` hears a second reader on the cells of scans that findings rest on. Raises `WrongUse` for a path that
    is no file."""
    files, kinds = files_named(paths), shipped_kinds()
    checked = list[CheckedFile]()
    for file, reading in zip(files, read_all(files, read, progress), strict=True):
        one = check_reading(reading, kinds)
        if read_again and one.result.in_question:
            one = check_reading(read_again(file, reading, one.result.in_question), kinds)
        checked.append(one)
    return tuple(checked)


def check_reading(reading: TablesReading, kinds: Sequence[ReportKind]) -> CheckedFile:
    sheets = sheets_of(reading)
    report = report_tables(sheets, kinds)
    result = check_tables(reading, sheets, report.claims if report else ())
    return CheckedFile(reading, result, report, tuple(_notes(reading, report)) if report else ())


def _notes(reading: TablesReading, report: ReportTables) -> Iterator[Words]:
    yield from notes(report, reading.headings)
    for chain in report.unchecked:
        yield Words(
            f"没有核对{report.said(chain)}之间应当一致的数：没有找到，或相差较大，可能不是同一口径，请人工核对。",
            f"Figures that {report.said(chain)} should have in common were not compared: they were not found, or "
            "lie so far apart that they may mean different things; please look.",
        )


def exit_code(files: Sequence[CheckedFile]) -> Exit:
    if any(left_unread(file.reading) for file in files):
        return Exit.NOT_CHECKED
    sure = any(finding.doubt is None for file in files for finding in file.result.findings)
    return Exit.DEFECTS if sure else Exit.OK


def to_text(files: Sequence[CheckedFile], language: str) -> str:
    lines = [words.in_language(language) for file in files for words in _said(file)]
    return "\n".join(shown(line, _LONGEST) for line in lines) + "\n"


def _said(file: CheckedFile) -> Iterator[Words]:
    reading, result = file.reading, file.result
    yield Words(f"【{reading.file}】", f"[{reading.file}]")
    for problem in reading.problems:
        page = Words(f"第{problem.page}页：", f"Page {problem.page}: ") if problem.page else Words("", "")
        yield Words(f"{page.zh}{problem.reason.zh}", f"{page.en}{problem.reason.en}")
    if not reading.tables and left_unread(reading):
        return
    if not reading.tables:
        yield Words("没有找到带数字的表格，无可核算。", "No table with numbers was found; there is nothing to check.")
        return
    checked = [(name, result.checked.get(formula, 0)) for formula, name in _NAMES.items()]
    zh = "、".join(f"{name.zh}{count}处" for name, count in checked if count) or "无"
    en = ", ".join(f"{count} {name.en}" for name, count in checked if count) or "nothing"
    yield Words(f"表格{len(reading.tables)}张，核算：{zh}。", f"{len(reading.tables)} tables; checked: {en}.")
    if file.report:
        kind, found = file.report.kind.name, len(file.report.found)
        yield Words(
            f"这是{kind.zh}，认出其中{found}张表。", f"This is the {kind.en}; {found} of its tables were recognised."
        )
    yield from file.notes
    for sheet in result.unchecked:
        caption, page = sheet.table.caption, sheet.table.places[0].page
        yield Words(
            f"未能核算：第{page}页的表“{caption}”中没有认出合计或百分比。",
            f"Not checked: in the table “{caption}” on page {page} neither totals nor percentages were recognised.",
        )
    for finding in sorted(result.findings, key=lambda finding: finding.doubt is not None):
        yield from _finding(finding)
    if result.rounded:
        count = len(result.rounded)
        yield Words(f"另有{count}处相差在四舍五入范围内：", f"{count} more differ within rounding:")
        yield from (_rounded(claim) for claim in result.rounded)
    if not result.findings:
        yield Words("没有发现不相符的数字。", "Nothing was found that does not follow.")


def _finding(finding: Inconsistency) -> Iterator[Words]:
    head = Words("存疑", "Unsure") if finding.doubt else Words("不符", "Does not follow")
    page = finding.figure.place.page
    yield Words(f"{head.zh}（第{page}页）：{finding.message.zh}", f"{head.en} (page {page}): {finding.message.en}")
    if len(finding.explanations) > 1:
        yield Words("  可能的原因：", "  It may be that:")
    for number, one in enumerate(finding.explanations, start=1):
        yield Words(f"  （{number}）{one.words.zh}", f"  ({number}) {one.words.en}")
    for claim in finding.also:
        name, written = claim.result.name, claim.result.written
        yield Words(f"  同一原因：{name.zh}（{written}）也不符。", f"  The same cause: {name.en} ({written}).")
    if finding.rests_on:
        yield Words("  由此受影响、应一并核对的数字：", "  What rests on it and should be looked at too:")
    for rest in finding.rests_on:
        page, written, perhaps = rest.figure.place.page, rest.figure.written, _PERHAPS[rest.how]
        new = _would_be(rest)
        zh = f"，应改为{new}{rest.figure.unit or ''}" if new else ""
        en = f", would become {new}{rest.figure.unit or ''}" if new else ""
        yield Words(
            f"  - 第{page}页{rest.figure.name.zh}：{written}{zh}{perhaps.zh}",
            f"  - page {page}, {rest.figure.name.en}: {written}{en}{perhaps.en}",
        )


def _rounded(claim: Claim) -> Words:
    page, computed = claim.result.place.page, _computed(claim)
    return Words(
        f"  - 第{page}页{claim.result.name.zh}：写{claim.result.written}，算得{computed}",
        f"  - page {page}, {claim.result.name.en}: says {claim.result.written}, computed {computed}",
    )


def to_json(files: Sequence[CheckedFile], language: str) -> str:
    """Amounts are strings of digits in the unit beside them; boxes as in report.json."""
    data = {"schema": SCHEMA, "files": [_file(file, language) for file in files]}
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace").decode() + "\n"


def _file(file: CheckedFile, language: str) -> dict[str, Any]:
    reading, result = file.reading, file.result
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "pages": reading.pages,
        "problems": [
            {"page": problem.page, "reason": problem.reason.in_language(language)} for problem in reading.problems
        ],
        "kind": getattr(file.report.kind.name, language) if file.report else None,
        "notes": [note.in_language(language) for note in file.notes],
        "tables": [_table(number, table, result) for number, table in enumerate(reading.tables)],
        "checked": dict(result.checked),
        "findings": [_finding_data(finding, language) for finding in result.findings],
        "rounded": [_claim(claim, language) for claim in result.rounded],
    }


def _table(number: int, table: Table, result: Arithmetic) -> dict[str, Any]:
    return {
        "number": number,
        "caption": table.caption,
        "unit": table.unit,
        "places": [_place(place) for place in table.places],
        "checked": all(sheet.number != number for sheet in result.unchecked),
        "columns": [{"header": list(one.header), "kind": str(one.kind), "unit": one.unit} for one in table.columns],
        "rows": [
            {"label": row.label, "kind": str(row.kind), "cells": [cell.written for cell in row.cells]}
            for row in table.rows
        ],
    }


def _finding_data(finding: Inconsistency, language: str) -> dict[str, Any]:
    figure, step = finding.figure, finding.figure.step
    return {
        "id": finding.id,
        "unsure": finding.doubt is not None,
        "doubt": finding.doubt.in_language(language) if finding.doubt else None,
        **_claim(finding.claim, language),
        "likely_wrong": _figure(figure, language),
        "should_be": plain(finding.right, step),
        "message": finding.message.in_language(language),
        "explanations": [
            {"what": one.what, "message": one.words.in_language(language)} for one in finding.explanations
        ],
        "same_cause": [_claim(claim, language) for claim in finding.also],
        "rests_on": [
            {**_figure(rest.figure, language), "how": str(rest.how), "would_be": _would_be(rest)}
            for rest in finding.rests_on
        ],
    }


def _claim(claim: Claim, language: str) -> dict[str, Any]:
    computed, step = claim.computed(), _step(claim)
    return {
        "relation": str(claim.formula),
        "cell": _figure(claim.result, language),
        "stated": plain(claim.result.value, claim.result.step),
        "computed": _computed(claim),
        "difference": None if computed is None else plain(claim.result.value - computed, step),
        "unit": claim.result.unit,
        "tolerance": plain(claim.tolerance),
        "rounding_explains": claim.state() is Standing.ROUNDED,
        "parts": [_figure(part, language) for part in claim.parts],
    }


def _figure(figure: Figure, language: str) -> dict[str, Any]:
    in_table = figure.table is not None
    return {
        "name": figure.name.in_language(language),
        **_place(figure.place),
        "table": figure.table,
        "row": figure.key[2] if in_table else None,
        "column": figure.key[3] if in_table else None,
        "written": figure.written,
        "unit": figure.unit,
        "confidence": round(figure.confidence, 4),
    }


def _place(place: Place) -> dict[str, Any]:
    box = place.box
    return {"page": place.page, "box": [box.x0, box.y0, box.x1, box.y1]}


def _computed(claim: Claim) -> str | None:
    computed = claim.computed()
    return None if computed is None else plain(computed, _step(claim))


def _step(claim: Claim) -> Decimal | None:
    """Sums are as fine as their parts; of quotients four places are given."""
    return min(figure.step for figure in claim.figures) if claim.formula in SUMS else None


def _would_be(rest: Rest) -> str | None:
    return None if rest.would_be is None else plain(Decimal(rest.would_be), rest.figure.step)
