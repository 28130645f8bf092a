"""The two sides of a table come to the same: 收入总计 and 支出总计 on one row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from checks.arithmetic.claims import Claim, Formula, Standing
from checks.arithmetic.figures import Figure, TableFigures
from checks.arithmetic.slips import slipped

_GRAND = re.compile(r"总计$")


def balances(sheets: Sequence[TableFigures]) -> Iterator[Claim]:
    for left, right in pairwise(sheets):
        if left.table.printed != right.table.printed:
            continue
        for row, result in _grand(left):
            for other, part in _grand(right):
                if row == other and result.value and part.value:
                    claim = Claim(Formula.BALANCE, result, (part,))
                    if claim.state() is not Standing.FAILS:
                        yield claim
                    elif slipped(claim):
                        yield replace(claim, firm=True)


def _grand(sheet: TableFigures) -> Iterator[tuple[int, Figure]]:
    """The first number of a row that says 总计: of several columns the total is the first."""
    columns = sheet.add_up()
    for row in sheet.table.rows:
        if columns and row.named and _GRAND.search(row.label):
            figure = sheet.at(row.index, columns[0])
            if figure and not figure.nil:
                yield row.index, figure
