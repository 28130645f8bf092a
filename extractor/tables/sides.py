"""What stands side by side in one table: income on the left, spending on the right; a list that goes on beside itself.

Each side has a column of labels and columns of numbers of its own, and adds up by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractor.language.matching import fold_label
from extractor.tables.raw import Raw
from extractor.tables.records import ColumnKind, TableCell

_TOTAL = re.compile(r"[合总小共]计$")
_INCOME, _SPENDING = re.compile(r"收\s*入|来源|资产"), re.compile(r"支\s*出|运用|占用|负债")
_NUMBERS = (ColumnKind.NUMBER, ColumnKind.PERCENT, ColumnKind.BLANK)
_WORDS = (ColumnKind.LABEL, ColumnKind.INDEX, ColumnKind.OTHER)

Header = Callable[[int], tuple[str, ...]]


def sides_of(raw: Raw, kinds: Sequence[ColumnKind], header: Header, first: int) -> list[Raw]:
    """`raw` itself where it has one side. `first` is its first row below the headings."""
    starts = [start for start in _starts(kinds) if start == 0 or _is_side(raw, start, kinds, header, first)]
    if len(starts) < 2:
        return [raw]
    ends = [*starts[1:], raw.columns]
    sides = [_cut(raw, start, end) for start, end in zip(starts, ends, strict=True)]
    return list(_unfolded(raw, sides, header, first))


def _starts(kinds: Sequence[ColumnKind]) -> Iterator[int]:
    """Where words follow on numbers."""
    yield 0
    seen = kinds[0] is ColumnKind.NUMBER
    for column in range(1, len(kinds)):
        after = kinds[column - 1] in _NUMBERS
        later = ColumnKind.NUMBER in kinds[column:]
        seen = seen or after
        if kinds[column] in _WORDS and after and later:
            yield column


def _is_side(raw: Raw, start: int, kinds: Sequence[ColumnKind], header: Header, first: int) -> bool:
    """Remarks between numbers are no side: its labels are headed as those on the left, or total up as they do."""
    label = _label(range(start, raw.columns), kinds)
    left = _label(range(start), kinds)
    if label is None or left is None:
        return False
    here, there = header(label), header(left)
    same = bool(here) and bool(there) and fold_label(here[-1]) == fold_label(there[-1])
    crossed = bool(_INCOME.search("".join(there)) and _SPENDING.search("".join(here)))
    return same or crossed or (_totals(raw, label, first) and _totals(raw, left, first))


def _label(columns: range, kinds: Sequence[ColumnKind]) -> int | None:
    words = list[int]()
    for column in columns:
        if kinds[column] in _NUMBERS:
            break
        words.append(column)
    proper = [column for column in words if kinds[column] is ColumnKind.LABEL]
    return (proper or words or [None])[-1]


def _totals(raw: Raw, column: int, first: int) -> bool:
    return any(
        _TOTAL.search(fold_label(cell.written)) for cell in raw.cells if cell.column == column and cell.row >= first
    )


def _cut(raw: Raw, start: int, end: int) -> Raw:
    return replace(raw, begins=start, columns=end, cells=tuple(_inside(raw.cells, start, end)))


def _inside(cells: Sequence[TableCell], start: int, end: int) -> Iterator[TableCell]:
    for cell in cells:
        left, right = max(cell.column, start), min(cell.column + cell.column_span, end)
        if left < right:
            yield replace(cell, column=left, column_span=right - left)


def _unfolded(raw: Raw, sides: Sequence[Raw], header: Header, first: int) -> Iterator[Raw]:
    """A list that goes on beside itself, under the same headings, becomes one list; its rows are counted on."""
    whole: Raw | None = None
    for side in sides:
        if whole is not None and _goes_on(whole, side, header):
            shift, moved = whole.rows, whole.begins - side.begins
            more = tuple(
                replace(cell, row=cell.row + shift - first, column=cell.column + moved)
                for cell in side.cells
                if cell.row >= first
            )
            whole = replace(whole, rows=whole.rows + raw.rows - first, cells=(*whole.cells, *more))
            continue
        if whole is not None:
            yield whole
        whole = side
    if whole is not None:
        yield whole


def _goes_on(whole: Raw, side: Raw, header: Header) -> bool:
    width = whole.columns - whole.begins
    if side.columns - side.begins != width:
        return False
    return (
        all(header(whole.begins + i) == header(side.begins + i) for i in range(width)) and len(header(side.begins)) > 1
    )
