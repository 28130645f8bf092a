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
_FORMULA = ("=", "+", "-", "@")


def to_csv(receipts: Iterable[CounterReceipt], policy: Policy) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(RECEIPT_HEADS)
    writer.writerows([_plain(cell) for cell in row] for row in _receipts(receipts, policy))
    return buffer.getvalue()


def to_workbook(receipts: Iterable[CounterReceipt], policy: Policy) -> bytes:
    from docs_check.reports.common.sheets import Sheets  # openpyxl takes a while to load

    receipts, sheets = tuple(receipts), Sheets("zh")
    for title, heads, rows in (
        ("收件登记", RECEIPT_HEADS, _receipts(receipts, policy)),
        ("材料清单", FILE_HEADS, _files(receipts, policy)),
    ):
        sheets.table(sheets.add(title), 1, heads, rows)
    buffer = io.BytesIO()
    sheets.book.save(buffer)
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
