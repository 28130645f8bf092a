"""Columns that add up to a row of totals, and rows that add up to a column of totals.

Which rows a total covers is not written anywhere. Every likely way is tried, and the one by which most columns add up
is taken; a column that fails is beyond doubt only where others hold the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from checks.arithmetic.claims import Claim, Formula, State
from checks.arithmetic.figures import Figure, Sheet
from extractor.tables.records import Column, RowKind, TableRow

FAR_OFF = Decimal("0.1")  # of the total: a lone column that misses by more may well have another structure
MAJORITY = 0.6  # of the rows must add up before a column is taken for their total
_TOP_LEVEL = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）、.．]")


def column_sums(sheet: Sheet) -> Iterator[Claim]:
    rows = sheet.table.rows
    for index, row in enumerate(rows):
        if row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL):
            yield from _of_total(sheet, row, _coverings(rows, index))


def _of_total(sheet: Sheet, total: TableRow, coverings: Sequence[Sequence[TableRow]]) -> Iterator[Claim]:
    ranked = [(claims, _holding(claims)) for covering in coverings if (claims := _claims(sheet, total, covering))]
    if not ranked:
        return
    claims, holding = max(ranked, key=lambda item: len(item[1]))
    alone = len({tuple(claim.parts for claim in some) for some, _ in ranked}) == 1 and len(claims) == 1
    for claim in claims:
        others = [other for other in holding if other is not claim]
        yield replace(claim, firm=bool(others) or (alone and _near(claim)))


def _claims(sheet: Sheet, total: TableRow, covering: Sequence[TableRow]) -> list[Claim]:
    found = list[Claim]()
    for column in sheet.add_up():
        result = sheet.at(total.index, column)
        parts = [figure for row in covering if (figure := sheet.at(row.index, column))]
        if result and not result.is_percent and len(parts) >= 2 and not any(part.is_percent for part in parts):
            found.append(Claim(Formula.COLUMN_SUM, result, tuple(parts)))
    return found


def _holding(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if not claim.is_trivial and claim.state() in (State.FOLLOWS, State.ROUNDED)]


def _near(claim: Claim) -> bool:
    computed = claim.computed()
    return computed is not None and abs(claim.result.value - computed) <= FAR_OFF * abs(computed)


def _coverings(rows: Sequence[TableRow], at: int) -> list[list[TableRow]]:
    """The sets of rows that the total at `at` may add up, the likeliest first."""
    stops = (RowKind.TOTAL,) if rows[at].kind is RowKind.TOTAL else (RowKind.TOTAL, RowKind.SUBTOTAL)
    found = list[list[TableRow]]()
    for side in (_until(rows[:at][::-1], stops)[::-1], _until(rows[at + 1 :], stops)):
        items = [row for row in side if row.kind is RowKind.ITEM]
        subtotals = [row for row in side if row.kind is RowKind.SUBTOTAL]
        if subtotals:
            found.append(subtotals)
            found.append([*subtotals, *_outside(side)])
        found.append([row for row in items if not row.part])
        found.append([row for row in items if _TOP_LEVEL.match(row.label)])
        found.append(_before_parts(items))
        found.append(items)
    unique = dict.fromkeys(tuple(row.index for row in rows) for rows in found)
    by_index = {row.index: row for row in rows}
    return [[by_index[index] for index in some] for some in unique if len(some) >= 2]


def _until(rows: Sequence[TableRow], stops: Sequence[RowKind]) -> list[TableRow]:
    found = list[TableRow]()
    for row in rows:
        if row.kind in stops:
            break
        found.append(row)
    return found


def _outside(rows: Sequence[TableRow]) -> list[TableRow]:
    """Items after the last subtotal: no subtotal holds them."""
    last = max(index for index, row in enumerate(rows) if row.kind is RowKind.SUBTOTAL)
    return [row for row in rows[last + 1 :] if row.kind is RowKind.ITEM]


def _before_parts(items: Sequence[TableRow]) -> list[TableRow]:
    """其中 and all that follows it are contained in what stands above."""
    first = next((index for index, row in enumerate(items) if row.part), len(items))
    return list(items[:first])


def row_sums(sheet: Sheet) -> Iterator[Claim]:
    columns = [column for column in sheet.table.columns if column.additive]
    for total in (column for column in columns if column.total):
        best, holding = list[Claim](), list[Claim]()
        for parts in _column_sets(total, columns):
            claims = [claim for row in sheet.table.rows if (claim := _row_claim(sheet, row, total, parts))]
            told = [claim for claim in claims if not claim.is_trivial]
            holds = _holding(told)
            if len(holds) > len(holding) and len(holds) >= max(2, MAJORITY * len(told)):
                best, holding = claims, holds
        yield from best


def _row_claim(sheet: Sheet, row: TableRow, total: Column, columns: Sequence[Column]) -> Claim | None:
    result = sheet.at(row.index, total.index)
    parts = [sheet.at(row.index, column.index) for column in columns]
    found = [part for part in parts if part is not None]
    if result is None or len(found) < len(parts) or row.kind is RowKind.RATE or not _alike(result, found):
        return None
    return Claim(Formula.ROW_SUM, result, tuple(found))


def _alike(result: Figure, parts: Sequence[Figure]) -> bool:
    return all(part.nil or part.unit == result.unit for part in parts)


def _column_sets(total: Column, columns: Sequence[Column]) -> Iterator[list[Column]]:
    """The sets of columns that `total` may add up: its group, those before it, those after it, other totals."""
    others = [column for column in columns if not column.total]
    group = [column for column in others if len(total.header) > 1 and column.header[:1] == total.header[:1]]
    before = [column for column in others if column.index < total.index]
    after = [column for column in others if column.index > total.index]
    totals = [column for column in columns if column.total and column is not total]
    for some in (group, before, after, [*before, *after], totals):
        if len(some) >= 2:
            yield some
