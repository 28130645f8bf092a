"""Columns that add up to a column: which ones follows from the heads over heads; balances, and differences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checks.arithmetic.claims import Claim, Formula, Standing
from checks.arithmetic.evidence import Tally, is_firm, tally
from checks.arithmetic.figures import Figure, TableFigures
from extractor.tables.records import Column, RowKind, TableRow

_OPENING = re.compile(r"年初|上年结转|期初|上年末")
_CLOSING = re.compile(r"年末|期末|结转下年")
_CAME, _WENT = re.compile(r"收入|增加"), re.compile(r"支出|减少")
_DIFFERENCE = re.compile(r"增减|差额|差异|变动")


@dataclass(frozen=True, slots=True)
class _Way:
    """`less` of its columns, the last ones, are taken off. `named`: the heads say so."""

    columns: tuple[Column, ...]
    less: int = 0
    named: bool = False


def row_sums(sheet: TableFigures) -> Iterator[Claim]:
    columns = [column for column in sheet.table.columns if column.additive]
    for total in columns:
        best, counted = list[Claim](), Tally()
        chosen: _Way | None = None
        for way in _ways(total, columns):
            claims = [claim for row in sheet.table.rows if (claim := _claim(sheet, row, total, way))]
            told = tally(claims)
            if chosen is None or _rank(told) > _rank(counted):
                best, counted, chosen = claims, told, way
        if chosen is not None:
            yield from _kept(sheet, best, counted, chosen)


def _rank(told: Tally) -> tuple[int, int]:
    return told.strong - told.failing, told.holding - told.failing


def _kept(sheet: TableFigures, claims: Sequence[Claim], told: Tally, way: _Way) -> Iterator[Claim]:
    known = told.bears_out or (told.holding > told.failing and way.named)
    for claim in claims:
        if claim.state() is not Standing.FAILS:
            if known or way.named:
                yield claim
            continue
        elsewhere = told + Tally(failing=-1)
        firm = is_firm(claim, elsewhere, _beside(sheet, claim), named=way.named)
        if firm or elsewhere.bears_out:
            yield replace(claim, firm=firm)


def _beside(sheet: TableFigures, claim: Claim) -> list[Figure]:
    row = claim.result.key[2]
    add_up = sheet.add_up()
    return [figure for (other, column), figure in sheet.figures.items() if other == row and column in add_up]


def _claim(sheet: TableFigures, row: TableRow, total: Column, way: _Way) -> Claim | None:
    result = sheet.at(row.index, total.index)
    parts = [sheet.at(row.index, column.index) for column in way.columns]
    found = [part for part in parts if part is not None]
    if result is None or len(found) < len(parts) or row.kind is RowKind.RATE or not _alike(result, found):
        return None
    if result.nil and not all(part.nil for part in found):
        return None
    return Claim(Formula.ROW_SUM, result, tuple(found), less=way.less)


def _alike(result: Figure, parts: Sequence[Figure]) -> bool:
    return all(part.nil or part.unit == result.unit for part in parts)


def _ways(total: Column, columns: Sequence[Column]) -> Iterator[_Way]:
    """The sets of columns that `total` may add up, the likeliest first."""
    if total.total:
        yield from _sums(total, columns)
    name = "".join(total.header)
    if _CLOSING.search(name):
        yield from _balances(total, columns)
    if _DIFFERENCE.search(name):
        others = [column for column in columns if column is not total and not _DIFFERENCE.search(column.name)]
        for one in others:
            yield from (_Way((one, other), 1) for other in others if other is not one)


def _sums(total: Column, columns: Sequence[Column]) -> Iterator[_Way]:
    over = total.header[:-1]
    group = [column for column in columns if column is not total and column.header[: len(over)] == over]
    after = [column for column in group if column.index > total.index]
    before = [column for column in group if column.index < total.index]
    stop = next(
        (i for i, column in enumerate(after) if column.total and len(column.header) == len(over) + 1), len(after)
    )
    others = [column for column in columns if not column.total and column is not total]
    near = [
        [column for column in others if column.index < total.index],
        [column for column in others if column.index > total.index],
        others,
        [column for column in columns if column.total and column is not total],
    ]
    ways = [_tree(some, len(over)) for some in (after[:stop], after, before, group)]
    for some, named in ((ways[0], True), *((way, False) for way in ways[1:]), *((some, False) for some in near)):
        if len(some) >= 2:
            yield _Way(tuple(some), named=named)


def _tree(columns: Sequence[Column], depth: int) -> list[Column]:
    """The columns right below a head: of those that stand together under a head of their own, their total, or all."""
    groups = dict[str, list[Column]]()
    for column in columns:
        head = column.header[depth] if len(column.header) > depth else ""
        groups.setdefault(head, []).append(column)
    found = list[Column]()
    for group in groups.values():
        own = [column for column in group if column.total and len(group) > 1]
        found += own[:1] or group
    return found


def _balances(total: Column, columns: Sequence[Column]) -> Iterator[_Way]:
    """年初结转和结余 + 本年收入 - 本年支出 = 年末结转和结余."""

    def named(pattern: re.Pattern[str]) -> list[Column]:
        fitting = [column for column in columns if column is not total and pattern.search("".join(column.header))]
        return _tree(fitting, 0)

    opening, came, went = named(_OPENING), named(_CAME), named(_WENT)
    if len(opening) == 1 and len(came) == 1 and went and not {*opening} & {*came, *went}:
        yield _Way((*opening, *came, *went), len(went), named=True)
