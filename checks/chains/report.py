"""Which kind of report a file is, which of its tables are there, and what must be the same in two of them.

A chain that fails is a finding only where one slip of a digit explains it; else it is likelier that the report means
another figure (with or without what was carried over), and it is said that the chain was not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.arithmetic.claims import Claim, Formula, Standing
from checks.arithmetic.figures import Figure, TableFigures
from checks.arithmetic.slips import slipped
from checks.chains.kinds import Chain, ReportKind, Spot
from extractor.language.matching import fold_label

FEWEST = 3  # tables whose titles are known: a report of that kind


@dataclass(frozen=True, slots=True)
class ReportTables:
    """`found` are the report's tables by what its kind calls them, with both sides; `several` those
    whose title more than one table bears; `unchecked` the chains between
    tables that are there, whose figures were not found or differ as no slip explains."""

    kind: ReportKind
    found: Mapping[str, tuple[TableFigures, ...]]
    several: frozenset[str]
    claims: tuple[Claim, ...]
    unchecked: tuple[Chain, ...]

    def said(self, chain: Chain) -> str:
        """The tables of a chain."""
        return "、".join(dict.fromkeys(f"“{self.kind.tables[spot.table].name}”" for spot in chain.same))


def report_tables(sheets: Sequence[TableFigures], kinds: Sequence[ReportKind]) -> ReportTables | None:
    """None where the file is of no known kind."""
    best = max(((kind, _titled(sheets, kind)) for kind in kinds), key=lambda one: len(one[1]), default=None)
    if best is None or len(best[1]) < FEWEST:
        return None
    kind, titled = best
    found = {name: tables[0] for name, tables in titled.items() if len(tables) == 1}
    claims, unchecked = list[Claim](), list[Chain]()
    for chain in kind.chains:
        if any(spot.table not in found for spot in chain.same):
            continue
        claim = _claim(chain, found)
        if claim is None:
            unchecked.append(chain)
        else:
            claims.append(claim)
    return ReportTables(kind, found, frozenset(titled) - frozenset(found), tuple(claims), tuple(unchecked))


def _titled(sheets: Sequence[TableFigures], kind: ReportKind) -> dict[str, list[tuple[TableFigures, ...]]]:
    """What is printed under each title, both sides of it; a title that fits two entries tells nothing."""
    printed = dict[int, list[TableFigures]]()
    for sheet in sheets:
        printed.setdefault(sheet.table.printed, []).append(sheet)
    titled = dict[str, list[tuple[TableFigures, ...]]]()
    for halves in printed.values():
        title = fold_label(halves[0].table.caption)
        names = [name for name, one in kind.tables.items() if one.fits(title)]
        if len(names) == 1 and re.search(kind.known_by, title):
            titled.setdefault(names[0], []).append(tuple(halves))
    return titled


def _claim(chain: Chain, found: Mapping[str, Sequence[TableFigures]]) -> Claim | None:
    figures = [_figure(spot, found[spot.table]) for spot in chain.same]
    known = [figure for figure in figures if figure is not None and not figure.nil]
    if len(known) < len(figures) or len({figure.unit for figure in known}) > 1 or len(set(known)) < len(known):
        return None
    claim = Claim(Formula.CHAIN, known[0], tuple(known[1:]))
    if claim.state() is not Standing.FAILS:
        return claim
    return claim if slipped(claim) else None


def _figure(spot: Spot, halves: Sequence[TableFigures]) -> Figure | None:
    """None where none fits, or several rows do that say different things."""
    some = dict[Decimal, Figure]()
    for figure in _fitting(spot, halves):
        some.setdefault(figure.value, figure)
    return next(iter(some.values())) if len(some) == 1 else None


def _fitting(spot: Spot, halves: Sequence[TableFigures]) -> Iterator[Figure]:
    for sheet in halves:
        columns = [column for column in sheet.table.columns if column.additive]
        over = "".join(columns[0].header[:1]) if columns else ""
        if spot.side and not re.search(spot.side, fold_label(over)):
            continue
        if spot.column:
            columns = [column for column in columns if re.search(spot.column, _heads(column.header))]
        for row in sheet.table.rows:
            if columns and re.search(spot.row, fold_label(row.label)):
                figure = sheet.at(row.index, columns[0].index)
                if figure is not None:
                    yield figure


def _heads(header: Sequence[str]) -> str:
    return "/".join(fold_label(head) for head in header)
