"""What `docs-check tables` found, as a page for people: each table drawn, and tinted by what was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from checks.arithmetic import Arithmetic, Inconsistency
from checks.arithmetic.claims import SUMS, Claim, Standing
from checks.arithmetic.figures import Figure, TableFigures
from docs_check.commands.tables import CheckedFile
from extractor.records import Words

_STYLE = """body{font:15px/1.5 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2em;color:#222}
table{border-collapse:collapse;margin:.5em 0 1em}td,th{border:1px solid #999;padding:2px 6px}th{background:#eee}
td.n{text-align:right}.ok{background:#e3f4e3}.sure{background:#f7b7b0}.doubt{background:#fdeeb5}
.key span{padding:0 .6em;margin-right:.6em;border:1px solid #999}.note{color:#666}"""
_KEY = (
    ("ok", Words("核算过，相符", "checked, it follows")),
    ("sure", Words("不符", "does not follow")),
    ("doubt", Words("存疑", "unsure")),
)


@dataclass(frozen=True, slots=True)
class Marks:
    """How each figure is tinted, and what it rests on."""

    tint: Mapping[Figure, str]
    rests_on: Mapping[Figure, str]


def to_html(files: Sequence[CheckedFile], language: str) -> str:
    body = "\n".join(part for file in files for part in _file(file, language))
    title = Words("表格核算", "Tables checked").in_language(language)
    key = "".join(f'<span class="{kind}">{escape(words.in_language(language))}</span>' for kind, words in _KEY)
    return (
        f'<!doctype html>\n<html lang="{language}"><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n<h1>{title}</h1>\n<p class=key>{key}</p>\n{body}\n</html>\n"
    )


def _file(file: CheckedFile, language: str) -> Iterator[str]:
    yield f"<h2>{escape(file.reading.file)}</h2>"
    for problem in file.reading.problems:
        yield f"<p>{escape(problem.reason.in_language(language))}</p>"
    if file.report:
        name = getattr(file.report.kind.name, language)
        yield f"<p>{escape(Words(f'报告种类：{name}', f'Kind of report: {name}').in_language(language))}</p>"
    if file.notes:
        yield "<ul>" + "".join(f"<li>{escape(note.in_language(language))}</li>" for note in file.notes) + "</ul>"
    marks = marks_of(file.result)
    unchecked = {sheet.number for sheet in file.result.unchecked}
    for sheet in file.result.sheets:
        page = sheet.table.places[0].page
        head = Words(f"第{page}页 {sheet.table.caption}", f"Page {page} {sheet.table.caption}").in_language(language)
        yield f"<h3>{escape(head)}</h3>"
        if sheet.number in unchecked:
            words = Words(
                "这张表里没有认出合计或百分比，没有核算。",
                "Neither totals nor percentages were recognised in this table; it was not checked.",
            )
            yield f"<p class=note>{words.in_language(language)}</p>"
        yield from (_finding(one, language) for one in file.result.findings if one.figure.table == sheet.number)
        yield _table(sheet, marks)
    yield from (_finding(one, language) for one in file.result.findings if one.figure.table is None)


def marks_of(result: Arithmetic) -> Marks:
    tint, rests_on = dict[Figure, str](), dict[Figure, str]()
    for claim in result.claims:
        if claim.state() in (Standing.FOLLOWS, Standing.ROUNDED) and not claim.is_trivial:
            tint |= dict.fromkeys(claim.figures, "ok")
            rests_on[claim.result] = _reckoning(claim)
    for finding in sorted(result.findings, key=lambda finding: finding.doubt is None):
        tint[finding.figure] = "doubt" if finding.doubt else "sure"
        rests_on[finding.claim.result] = _reckoning(finding.claim)
    return Marks(tint, rests_on)


def _reckoning(claim: Claim) -> str:
    """45 = 20 + 30 - 5; of percentages what they are reckoned from."""
    parts = [part.written.strip() for part in claim.parts if not part.nil]
    if claim.formula not in SUMS:
        return f"{claim.result.written} ← {', '.join(parts)}"
    added = len(claim.parts) - claim.less
    signs = [" - " if index >= added else " + " for index, part in enumerate(claim.parts) if not part.nil]
    return f"{claim.result.written} = " + "".join(
        part if index == 0 else sign + part for index, (sign, part) in enumerate(zip(signs, parts, strict=True))
    )


def _finding(finding: Inconsistency, language: str) -> str:
    kind = "doubt" if finding.doubt else "sure"
    items = "".join(f"<li>{escape(one.words.in_language(language))}</li>" for one in finding.explanations)
    return f'<p><span class="{kind}">{escape(finding.message.in_language(language))}</span></p><ol>{items}</ol>'


def _table(sheet: TableFigures, marks: Marks) -> str:
    heads = "".join(f"<th>{escape(column.name)}</th>" for column in sheet.table.columns)
    rows = list[str]()
    for row in sheet.table.rows:
        cells = "".join(_cell(sheet, row.index, column.index, marks) for column in sheet.table.columns)
        rows.append(f"<tr>{cells}</tr>")
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>"


def _cell(sheet: TableFigures, row: int, column: int, marks: Marks) -> str:
    line = next(line for line in sheet.table.rows if line.index == row)
    cell = next((cell for cell in line.cells if cell.column == column), None)
    figure = sheet.at(row, column)
    written = escape(cell.written.strip()) if cell else ""
    if figure is None:
        return f"<td>{written}</td>"
    title = marks.rests_on.get(figure)
    hint = f' title="{escape(title, quote=True)}"' if title else ""
    return f'<td class="n {marks.tint.get(figure, "")}"{hint}>{written}</td>'
