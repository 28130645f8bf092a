"""Which rows a row may add up: its children by code, mark or indentation; what stands above or below a total.

What is tried here is not yet believed: `sums` keeps what the numbers bear out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractor.tables.records import RowKind, TableRow

INDENT = 0.7  # line heights by which a lower level is moved in, at least; scans shake by 0.3
_GRAND = re.compile(r"总计$")  # is no part of what stands above it
_TOTALS = (RowKind.TOTAL, RowKind.SUBTOTAL)


class Pattern(StrEnum):
    """How the parts were found. What `CODE`, `MARK` and `INDENT` say of one row they say of all in a table."""

    CODE = "code"
    MARK = "mark"
    INDENT = "indent"
    PART = "part"
    TOTAL = "total"


POOLED = (Pattern.CODE, Pattern.MARK, Pattern.INDENT)


@dataclass(frozen=True, slots=True)
class Covering:
    """`flat`: nothing in the table speaks of levels, nor stands on its other side, so that the total can add up nothing
    but these."""

    pattern: Pattern
    rows: tuple[TableRow, ...]
    flat: bool = False


def coverings(rows: Sequence[TableRow], at: int) -> list[Covering]:
    """The likeliest first; each set of rows once, and none of a single row but a code's only child."""
    found = [*_children(rows, at)]
    if rows[at].kind in _TOTALS:
        found += _of_total(rows, at)
    unique = dict[tuple[int, ...], Covering]()
    for covering in found:
        if len(covering.rows) >= (1 if covering.pattern is Pattern.CODE else 2):
            unique.setdefault(tuple(row.index for row in covering.rows), covering)
    return list(unique.values())


def _children(rows: Sequence[TableRow], at: int) -> Iterator[Covering]:
    row = rows[at]
    if row.code:
        yield Covering(Pattern.CODE, tuple(_by_code(rows, at)))
        return
    if row.rank:
        yield Covering(Pattern.MARK, tuple(_by_mark(rows, at)))
    if row.kind not in _TOTALS:
        yield Covering(Pattern.INDENT, tuple(_by_indent(rows, at)))
        parts = _parts(rows, at)
        yield Covering(Pattern.PART, tuple(parts))


def _by_code(rows: Sequence[TableRow], at: int) -> Iterator[TableRow]:
    """The next level that is listed: 2050201 below 205 where no 20502 stands between. A list by office has a code
    several times; its children are those that follow."""
    code = rows[at].code
    again = sum(row.code == code for row in rows) > 1
    below = list[TableRow]()
    for row in rows[at + 1 :] if again else rows:
        if again and row.code and not row.code.startswith(code):
            break
        if row.code.startswith(code) and row.code != code:
            below.append(row)
    present = {row.code for row in below}
    for row in below:
        if not any(row.code.startswith(other) and row.code != other for other in present):
            yield row


def _by_mark(rows: Sequence[TableRow], at: int) -> Iterator[TableRow]:
    rank, deeper = rows[at].rank, 0
    for row in rows[at + 1 :]:
        if row.kind in _TOTALS or (row.rank and row.rank <= rank):
            return
        if row.rank and (not deeper or row.rank == deeper):
            deeper = row.rank
            yield row


def _by_indent(rows: Sequence[TableRow], at: int) -> Iterator[TableRow]:
    own, first = rows[at].inset, None
    for row in rows[at + 1 :]:
        if row.kind in _TOTALS or row.inset < own + INDENT or row.code:
            return
        first = row.inset if first is None else first
        if abs(row.inset - first) < INDENT:
            yield row


def _parts(rows: Sequence[TableRow], at: int) -> Iterator[TableRow]:
    """其中 and what follows it, up to the next row that is marked as this one is."""
    if at + 1 >= len(rows) or not rows[at + 1].part:
        return
    first = rows[at + 1]
    for row in rows[at + 1 :]:
        if row.kind in _TOTALS or row.rank != first.rank:
            return
        yield row


def _of_total(rows: Sequence[TableRow], at: int) -> Iterator[Covering]:
    above, below = rows[:at][::-1], rows[at + 1 :]
    subtotal = rows[at].kind is RowKind.SUBTOTAL
    for side, downward in ((above, False), (below, True)):
        near = _until(side, _TOTALS if subtotal else (RowKind.TOTAL,))
        far = _until(side, ())
        near, far = (near, far) if downward else (near[::-1], far[::-1])
        other = downward and any(row.kind is RowKind.ITEM for row in _until(above, (RowKind.TOTAL,)))
        yield from (replace(covering, flat=covering.flat and not other) for covering in _levels(near))
        if not subtotal and not (downward and (_until(above, _TOTALS) or any(_GRAND.search(row.label) for row in far))):
            yield from _with_totals(far, near, downward=downward)


def _levels(rows: Sequence[TableRow]) -> Iterator[Covering]:
    """Rows without another total among them: their subtotals, or their outermost level."""
    items = [row for row in rows if row.kind is RowKind.ITEM]
    subtotals = [row for row in rows if row.kind is RowKind.SUBTOTAL]
    if subtotals:
        yield _total(subtotals)
        yield _total([*subtotals, *_outside(rows)])
    coded = [row for row in items if row.code]
    if coded:
        yield _total(_outermost(coded))
    ranks = {row.rank for row in items if row.rank}
    if ranks:
        yield _total([row for row in items if row.rank == min(ranks) and not row.part])
    insets = [row.inset for row in items]
    if insets and max(insets) - min(insets) >= INDENT:
        yield _total([row for row in items if row.inset < min(insets) + INDENT and not row.part])
    plain = not subtotals and not coded and len(ranks) < 2 and not any(row.part for row in items)
    yield Covering(Pattern.TOTAL, tuple(row for row in items if not row.part), plain)
    first = next((index for index, row in enumerate(items) if row.part), len(items))
    yield _total(items[:first])  # 其中, and all that follows it, is contained in what stands above
    yield _total(items)


def _with_totals(far: Sequence[TableRow], near: Sequence[TableRow], *, downward: bool) -> Iterator[Covering]:
    """The next total, and what is carried beside it: 本年收入合计 and 年初结转和结余 are 总计; or all totals there."""
    totals = [row for row in far if row.kind is RowKind.TOTAL]
    if not totals:
        return
    beside = [row for row in near if row.kind in (RowKind.ITEM, RowKind.SUBTOTAL)]
    inner = totals[0] if downward else totals[-1]
    yield _total([inner, *(row for row in beside if not row.part)])
    if beside:
        least = min(row.inset for row in beside)
        yield _total([inner, *(row for row in beside if row.inset < least + INDENT and not row.part)])
        ranks = {row.rank for row in beside if row.rank}
        yield _total([inner, *(row for row in beside if not ranks or row.rank == min(ranks))])
        for count in range(1, len(beside)):
            yield _total([inner, *beside[:count]])
    yield _total(totals)
    yield _total([*totals, *beside])


def _outermost(rows: Sequence[TableRow]) -> list[TableRow]:
    codes = {row.code for row in rows}
    return [row for row in rows if not any(row.code.startswith(code) and row.code != code for code in codes)]


def _outside(rows: Sequence[TableRow]) -> list[TableRow]:
    """Items after the last subtotal: no subtotal holds them."""
    last = max(index for index, row in enumerate(rows) if row.kind is RowKind.SUBTOTAL)
    return [row for row in rows[last + 1 :] if row.kind is RowKind.ITEM]


def _until(rows: Sequence[TableRow], stops: Sequence[RowKind]) -> list[TableRow]:
    found = list[TableRow]()
    for row in rows:
        if row.kind in stops:
            break
        found.append(row)
    return found


def _total(rows: Sequence[TableRow]) -> Covering:
    return Covering(Pattern.TOTAL, tuple(rows))
