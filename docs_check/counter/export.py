"""The counter's register as a workbook and as CSV, for whoever keeps it in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from checks.pack.model import Policy
from docs_check.register.store import CounterReceipt, moment_text
from docs_check.reports.common.lines import text

# In Chinese whatever the page's language: it is an office's own book, and `docs_check.register.entries` reads it.
RECEIPT_HEADS = (
    "收件编号", "收件时间", "单位名称", "统一社会信用代码", "区市", "收件人", "送件人", "材料份数", "材料", "备注",
    "登记时间",
)  # fmt: skip
FILE_HEADS = ("收件编号", "单位名称", "材料", "原文件名", "存放位置", "SHA-256", "字节")
_WIDTHS = {
    "单位名称": 34,
    "统一社会信用代码": 24,
    "收件时间": 22,
    "材料": 50,
    "原文件名": 34,
    "存放位置": 60,
    "SHA-256": 68,
}
_FORMULA = ("=", "+", "-", "@")


def to_csv(receipts: Iterable[CounterReceipt], policy: Policy) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(RECEIPT_HEADS)
    writer.writerows([_plain(cell) for cell in row] for row in _receipts(receipts, policy))
    return buffer.getvalue()


def to_workbook(receipts: Iterable[CounterReceipt], policy: Policy) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    receipts, book = tuple(receipts), openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, heads, rows in (
        ("收件登记", RECEIPT_HEADS, _receipts(receipts, policy)),
        ("材料清单", FILE_HEADS, _files(receipts, policy)),
    ):
        sheet = book.create_sheet(title)
        sheet.append(heads)
        for row in rows:
            sheet.append(row)
        for at, head in enumerate(heads, 1):
            sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(head, 14)
            sheet.cell(1, at).font = Font(bold=True)
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if cell.data_type == "f":  # whatever papers and clerks write is text
                    cell.data_type = "s"
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def kinds_said(kinds: Iterable[str], policy: Policy) -> str:
    return "、".join(dict.fromkeys(policy.kind_name(kind).zh for kind in kinds))


def _receipts(receipts: Iterable[CounterReceipt], policy: Policy) -> Iterator[list[str | int]]:
    for one in receipts:
        cancelled = f"作废：{one.cancelled.reason}（{one.cancelled.who}）" if one.cancelled else ""
        yield [
            one.number or "",
            moment_text(datetime.fromisoformat(one.received or one.begun)),
            text(one.company),
            text(one.code),
            one.district,
            text(one.who),
            text(one.brought_by),
            len(one.files),
            kinds_said((kind for file in one.files for kind in file.kinds), policy),
            text("；".join(filter(None, (one.note, cancelled)))),
            (one.entered or "").replace("T", " ")[:16],
        ]


def _files(receipts: Iterable[CounterReceipt], policy: Policy) -> Iterator[list[str | int]]:
    for one in receipts:
        for file in one.files:
            said = kinds_said(file.kinds, policy) or "未识别的材料"
            yield [one.number or "", text(one.company), said, text(file.original), file.path, file.sha256, file.size]


def _plain(cell: str | int) -> str | int:
    """A cell that a spreadsheet takes for a formula is text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
