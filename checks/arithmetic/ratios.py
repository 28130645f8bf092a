"""Percentages of two columns (or rows), of a part and its total, and growth.

No heading says which columns a percentage is reckoned from. Every pair is tried against all rows, and the one that
nearly all rows bear out is taken; a pair that is borne out by few figures makes nothing certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from checks.arithmetic.claims import HUNDRED, ONE, Claim, Formula, Standing
from checks.arithmetic.figures import Figure, TableFigures
from extractor.tables.records import ColumnKind, RowKind

# What a row says for a pair of columns: 86.18% of two numbers says much; 100% of two equal ones, what agrees only
# within rounding, and 0% of nothing are borne out by many pairs.
TELLING, EQUAL, NOTHING = 1.0, 0.3, 0.1
LEAST_WEIGHT = 1.0  # one telling row
FIRM_WEIGHT = 1.5  # and something beside it; and twice as much as speaks against it
# Of the rows in which the rounding of the numbers would show in the rate, so many follow exactly: rates reckoned
# from the numbers as they are written.
AS_WRITTEN = 2 / 3
ROUGH, FEWEST_EXACT = 4, 3  # steps of the rate; three of four steps each follow by chance once in 64 tables
MOST_FAILING = 1 / 3  # of the rows that can be reckoned
_GROWTH = re.compile(r"增|同比|环比|变动|变化|下降")
_RATE = re.compile(r"率|占比|比例|比重|百分比|完成度|进度")

Look = Callable[[int, int], Figure | None]  # line and place to the figure there


@dataclass(frozen=True, slots=True)
class _Lines:
    """A table looked at by columns, or turned, by rows. `rates` are the lines of percentages, `amounts` those that
    they may be reckoned from, `places` along a line, `totals` those places that hold totals; `name` gives a
    line's heading."""

    rates: Sequence[int]
    amounts: Sequence[int]
    places: Sequence[int]
    totals: Sequence[int]
    at: Look
    name: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    claims: tuple[Claim, ...]
    weight: float
    failing: int
    distance: int

    @property
    def firm(self) -> bool:
        return self.weight >= max(FIRM_WEIGHT, 2 * self.failing)

    @property
    def as_written(self) -> bool:
        telling = [claim for claim in self.claims if claim.result.value and _is_rough(claim)]
        exact = sum(claim.state() is Standing.FOLLOWS for claim in telling)
        return exact >= FEWEST_EXACT and exact >= AS_WRITTEN * len(telling)


def ratios(sheet: TableFigures) -> Iterator[Claim]:
    """One claim for each percentage that can be traced."""
    done = set[Figure]()
    for candidate in (*_of_lines(_by_columns(sheet)), *_rate_rows(sheet), *_of_lines(_by_rows(sheet))):
        for claim in candidate.claims:
            if claim.result not in done:
                done.add(claim.result)
                yield replace(claim, firm=candidate.firm, as_written=candidate.as_written)


def _of_lines(lines: _Lines) -> Iterator[_Candidate]:
    for rate in lines.rates:
        best = max(_candidates(lines, rate), key=_rank, default=None)
        if best is not None:
            yield best


def _by_columns(sheet: TableFigures) -> _Lines:
    table = sheet.table
    rates = [
        column.index
        for column in table.columns
        if column.kind is ColumnKind.PERCENT or (column.kind is ColumnKind.NUMBER and _RATE.search(column.name))
    ]
    amounts = [
        column.index for column in table.columns if column.kind is ColumnKind.NUMBER and column.index not in rates
    ]
    rows = [row for row in table.rows if row.kind not in (RowKind.RATE, RowKind.SECTION)]
    totals = [row.index for row in rows if row.kind is RowKind.TOTAL]
    names = {column.index: column.name for column in table.columns}
    places = [row.index for row in rows]
    return _Lines(rates, amounts, places, totals, lambda line, place: sheet.at(place, line), names.__getitem__)


def _by_rows(sheet: TableFigures) -> _Lines:
    table = sheet.table
    rates = [row.index for row in table.rows if row.kind is RowKind.RATE]
    amounts = [row.index for row in table.rows if row.kind in (RowKind.ITEM, RowKind.TOTAL)]
    columns = [column for column in table.columns if column.kind is ColumnKind.NUMBER]
    totals = [column.index for column in columns if column.total]
    names = {row.index: row.label for row in table.rows}
    return _Lines(rates, amounts, [column.index for column in columns], totals, sheet.at, names.__getitem__)


def _candidates(lines: _Lines, rate: int) -> Iterator[_Candidate]:
    for first in lines.amounts:
        for second in lines.amounts:
            if first != second:
                yield from _tried(lines, rate, first, second)
        for total in lines.totals:
            yield from _kept(_shares(lines, rate, first, total), abs(rate - first))


def _tried(lines: _Lines, rate: int, first: int, second: int) -> Iterator[_Candidate]:
    for formula in (Formula.RATIO, Formula.GROWTH) if _GROWTH.search(lines.name(rate)) else (Formula.RATIO,):
        claims = [
            Claim(formula, result, (one, two), HUNDRED if result.is_percent else ONE)
            for place in lines.places
            if (result := lines.at(rate, place))
            and (one := lines.at(first, place))
            and (two := lines.at(second, place))
            and not (result.nil or one.is_percent or two.is_percent)
        ]
        yield from _kept(claims, abs(rate - first))


def _shares(lines: _Lines, rate: int, amount: int, total: int) -> list[Claim]:
    whole = lines.at(amount, total)
    return [
        Claim(Formula.RATIO, result, (one, whole), HUNDRED if result.is_percent else ONE)
        for place in lines.places
        if whole
        and place != total
        and (result := lines.at(rate, place))
        and (one := lines.at(amount, place))
        and not (result.nil or one.is_percent or whole.is_percent)
    ]


def _kept(claims: Sequence[Claim], distance: int) -> Iterator[_Candidate]:
    known = [(claim, state) for claim in claims if (state := claim.state()) is not Standing.UNKNOWN]
    failing = sum(state is Standing.FAILS for _, state in known)
    weight = sum(_weight(claim) for claim, state in known if state is not Standing.FAILS)
    if weight >= LEAST_WEIGHT and failing <= MOST_FAILING * len(known):
        yield _Candidate(tuple(claim for claim, _ in known), weight, failing, distance)


def _weight(claim: Claim) -> float:
    if claim.result.value == 0:
        return NOTHING
    equal = claim.parts[0].value == claim.parts[1].value
    return EQUAL if equal or claim.state() is not Standing.FOLLOWS else TELLING


def _is_rough(claim: Claim) -> bool:
    """Could the rate be any of several, for all that its numbers tell once they are rounded?"""
    reach = claim.reach()
    return reach is not None and reach[1] - reach[0] > ROUGH * claim.result.step


def _rank(candidate: _Candidate) -> tuple[float, float, int]:
    """A row that fails counts against a pair as one that tells counts for it."""
    return candidate.weight - candidate.failing, candidate.weight, -candidate.distance


def _rate_rows(sheet: TableFigures) -> Iterator[_Candidate]:
    """A row of percentages beneath the totals: each total as a share of one of them."""
    table = sheet.table
    for rate in (row for row in table.rows if row.kind is RowKind.RATE):
        above = [row for row in table.rows if row.index < rate.index and row.kind is RowKind.TOTAL]
        if not above:
            continue
        columns = [column.index for column in table.columns if column.kind is ColumnKind.NUMBER]
        tried = [_of_base(sheet, rate.index, above[-1].index, base, columns) for base in columns]
        best = max((one for claims in tried for one in _kept(claims, 0)), key=_rank, default=None)
        if best:
            yield best


def _of_base(sheet: TableFigures, rate: int, total: int, base: int, columns: Sequence[int]) -> list[Claim]:
    whole = sheet.at(total, base)
    return [
        Claim(Formula.RATIO, result, (one, whole), HUNDRED)
        for column in columns
        if whole and (result := sheet.at(rate, column)) and not result.nil and (one := sheet.at(total, column))
    ]
