"""On which level a row stands: by the code of a classification, the mark before its label, or how far it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.tables.raw import Raw
from extractor.tables.records import TableCell

# Of the outermost first: 一、 then （一） then 1. then （1） then ①, as official papers number (GB/T 9704).
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        r"[一二三四五六七八九十]+[、.．]",
        r"[(（][一二三四五六七八九十]+[)）]",
        r"\d{1,2}[、.．](?!\d)",
        r"[(（]\d{1,2}[)）]",
        r"[①-⑳]",
    )
)
_PART = re.compile(r"^其中[:：]?")
_IN_LABEL = re.compile(r"[\[【(（]?(\d{3}(?:\d{2}){0,3})[\]】)）]?(?=[一-鿿])")
_CLASSIFIED = re.compile(r"[1-9]\d{2}(?:\d{2}){0,2}")
_CODE = re.compile(r"\d{3,12}")
_PIECE = re.compile(r"\d{2,3}")
CODES = re.compile(r"编码|科目代码|科目编号|^[类款项]$")
FEWEST = 3  # codes of which a column without a heading that says so is known
UNIT_CODES = re.compile(r"(?:单位|部门|预算)代码")  # 403001 is a unit of 403: where no classification is listed


def are_codes(texts: Sequence[str]) -> bool:
    """201, 20103, 2010301 below one another, whatever stands above them."""
    if len(texts) < FEWEST or not all(_CLASSIFIED.fullmatch(text) for text in texts):
        return False
    known = set(texts)
    deep = [text for text in texts if len(text) > 3]
    return 2 * sum(text[:-2] in known or text[:3] in known for text in deep) > len(deep)


def rank_of(label: str) -> int:
    text = _PART.sub("", label)
    return next((rank for rank, mark in enumerate(_MARKS, start=1) if mark.match(text)), 0)


def codes_of(raw: Raw, rows: Sequence[int], columns: Sequence[int], labels: Sequence[str]) -> Iterator[str]:
    """Each row's code: in a column of its own, parted into 类, 款 and 项 in three, or before the label. A parted code
    whose first piece is not printed again goes on with that of the row above."""
    before = [""] * len(columns)
    by_row = dict[int, list[TableCell]]()
    for cell in raw.cells:
        if cell.column in columns and cell.column_span == 1:
            by_row.setdefault(cell.row, []).append(cell)
    for row, label in zip(rows, labels, strict=True):
        pieces = [""] * len(columns)
        for cell in by_row.get(row, ()):
            pieces[columns.index(cell.column)] = re.sub(r"\s+", "", cell.written)
        if len(columns) > 1 and all(_PIECE.fullmatch(piece) for piece in pieces if piece):
            last = max((i for i, piece in enumerate(pieces) if piece), default=-1)
            pieces = [piece or (before[i] if i < last else "") for i, piece in enumerate(pieces)]
            before = pieces if last >= 0 else before
        code = "".join(pieces)
        inside = _IN_LABEL.match(label)
        yield code if _CODE.fullmatch(code) else inside[1] if inside else ""
