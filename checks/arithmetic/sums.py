"""Rows that add up to a row: children to their parent, items to a total, a total and what is carried to a balance.

Which rows a row covers is not written anywhere. Every likely way is tried, and the one that most columns bear out is
taken. A column that fails is beyond doubt only where the same holds elsewhere in the table, or a word names the total
and one slip explains the difference; what fits nowhere is no relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checks.arithmetic.claims import Claim, Formula, Standing
from checks.arithmetic.coverings import POOLED, Covering, Pattern, coverings
from checks.arithmetic.evidence import Tally, is_firm, tally
from checks.arithmetic.figures import Figure, TableFigures
from checks.arithmetic.slips import slipped
from extractor.tables.records import TableCell, TableRow

MANY = 3  # sums by code that hold, of which one may be chance


@dataclass(frozen=True, slots=True)
class _Tried:
    row: TableRow
    covering: Covering
    claims: tuple[Claim, ...]
    tally: Tally

    @property
    def rank(self) -> tuple[int, bool]:
        """What holds counts against what fails; 5 = 5 + 0 says no more than one that a slip explains."""
        told = self.tally
        slip = bool(told.failing) and all(slipped(claim) for claim in self.claims if _fails(claim))
        return told.strong - told.failing if told.strong else 0, slip or told.weak > told.failing


def column_sums(sheet: TableFigures) -> Iterator[Claim]:
    best = [tried for tried in (_best(sheet, at) for at in range(len(sheet.table.rows))) if tried]
    pools = {pattern: _pool([one.tally for one in best if one.covering.pattern is pattern]) for pattern in POOLED}
    # What a code has below it is certain: that it equals its only child is no chance.
    pools[Pattern.CODE] = replace(pools[Pattern.CODE], strong=pools[Pattern.CODE].holding, weak=0)
    for tried in best:
        yield from _kept(sheet, tried, pools)


def _pool(tallies: Sequence[Tally]) -> Tally:
    return sum(tallies, Tally())


def _best(sheet: TableFigures, at: int) -> _Tried | None:
    rows = sheet.table.rows
    tried = list[_Tried]()
    for covering in coverings(rows, at):
        claims = tuple(_claims(sheet, rows[at], covering))
        if claims:
            tried.append(_Tried(rows[at], covering, claims, tally(claims)))
    return max(tried, key=lambda one: one.rank, default=None)


def _claims(sheet: TableFigures, total: TableRow, covering: Covering) -> Iterator[Claim]:
    for column in sheet.add_up():
        result = sheet.at(total.index, column)
        found = [(row, sheet.at(row.index, column)) for row in covering.rows]
        parts = [figure for _, figure in found if figure]
        least = min(2, len(covering.rows))
        if result is None or result.is_percent or len(parts) < least or any(part.is_percent for part in parts):
            continue
        if any(figure and figure.nil and row.named for row, figure in found):
            continue  # a sum that is blank is not zero
        if any(figure is None and _is_garbled(row.at(column)) for row, figure in found):
            continue  # what stands there is a number that could not be read
        if not result.nil or all(part.nil for part in parts):
            yield Claim(Formula.COLUMN_SUM, result, tuple(parts))


def _is_garbled(cell: TableCell | None) -> bool:
    return cell is not None and not cell.nil and any(char.isdigit() for char in cell.written)


def _kept(sheet: TableFigures, tried: _Tried, pools: Mapping[Pattern, Tally]) -> Iterator[Claim]:
    pattern, row = tried.covering.pattern, tried.row
    pool = pools.get(pattern, Tally())
    for claim in tried.claims:
        if not _fails(claim):
            yield claim
            continue
        elsewhere = tried.tally + Tally(failing=-1)
        whole = pool + Tally(failing=-1)
        # Codes say which rows are whose: that another structure would fit too is then chance.
        beside = None if pattern is Pattern.CODE and whole.strong >= MANY and whole.bears_out else _beside(sheet, claim)
        firm = is_firm(claim, elsewhere, beside, named=row.named) or (
            pattern in POOLED and slipped(claim) and is_firm(claim, whole, beside, named=False)
        )
        # Doubted only where something speaks for it: other columns, or a word by a plain list and nothing against it.
        lone = row.named and tried.covering.flat and tried.tally.failing == 1
        if firm or elsewhere.bears_out or lone:
            yield replace(claim, firm=firm)


def _beside(sheet: TableFigures, claim: Claim) -> list[Figure]:
    column = claim.result.key[3]
    return [figure for (_, other), figure in sheet.figures.items() if other == column]


def _fails(claim: Claim) -> bool:
    return claim.state() is Standing.FAILS
