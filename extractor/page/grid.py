"""Ruled forms and tables: lines to cells.

Rules that cross are one grid. Its level rules are gathered to rows of borders, its upright ones to columns, and a cell
is what no rule divides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.page.ruled_lines import Mask, Rule, rules_in, trend_of
from extractor.records import Box, Cell, Grid

REACH = 12  # px at working size, 2 mm: ends of rules that nearly meet are taken to meet
SAME_BORDER = 9  # px: rules nearer than 1.5 mm are one border, broken or bent; no cell is so small
WANDER = 4  # px: how far from its border's straight line a rule may still be seen
EDGE = 0.025  # of the page: rules that end so near to its edge go on beyond it; straightening moves edges inwards
DRAWN = 0.6  # of a wall's length must be drawn; a worn stamp or a fold hides less than the rest
FRAME = 0.4  # of the page: what is as large is no cell but the page itself, in a frame, as on licences
SMALLEST_GRID = 60  # px, 1 cm each way: smaller ones are tick boxes

_Span = tuple[float, float, float, float]  # a rule's ends: along, across, along, across


def find_grids(level_mask: Mask, upright_mask: Mask) -> tuple[Grid, ...]:
    """The grids of an upright page, top to bottom, from its level and its upright rules at working size (`rule_masks`),
    without seals, which would hide rules."""
    level, upright = rules_in(level_mask, level=True), rules_in(upright_mask, level=False)
    height, width = level_mask.shape
    grids: list[Grid] = []
    groups = _meeting(level, upright)
    masks = _widened(level_mask, upright_mask) if groups else (level_mask, upright_mask)
    for rows, columns in groups:
        grid = _grid(rows, columns, *masks)
        if grid is not None:
            cells = tuple(one for cell in grid if (one := _scaled(cell, width, height)).box.area < FRAME)
            if cells:
                grids.append(Grid(Box.around(cell.box for cell in cells), cells))
    return tuple(sorted(grids, key=lambda grid: grid.box.y0))


def _meeting(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch each other."""
    parent = list(range(len(level) + len(upright)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for (i, row), (j, column) in product(enumerate(level), enumerate(upright)):
        if _meet(row, column):
            parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(upright):
        groups.setdefault(root(len(level) + j), ([], []))[1].append(column)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _meet(row: Rule, column: Rule) -> bool:
    x = (column.x0 + column.x1) / 2
    if not row.x0 - REACH <= x <= row.x1 + REACH:
        return False
    y = row.y_at(x)
    return column.y0 - REACH <= y <= column.y1 + REACH


def _grid(level: list[Rule], upright: list[Rule], level_mask: Mask, upright_mask: Mask) -> list[Cell] | None:
    """Cells in pixels of the working picture, or None where the rules enclose nothing. The masks are `_widened`."""
    height, width = level_mask.shape
    rows = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in level]
    columns = [(rule.y0, rule.x0, rule.y1, rule.x1) for rule in upright]
    rows, columns = rows + _cut_off(columns, rows, height), columns + _cut_off(rows, columns, width)
    rows, columns = _borders(rows), _borders(columns)
    if len(rows) < 2 or len(columns) < 2:
        return None
    nodes = _nodes(rows, columns)
    if min(nodes[-1, -1] - nodes[0, 0]) < SMALLEST_GRID:
        return None
    if _sides_drawn(nodes, level_mask, upright_mask) < 2:
        return None  # strokes of large print that happen to cross
    across, down = _walls(nodes, level_mask, upright_mask)
    cells = [_cell(nodes, region) for region in _regions(across, down)]
    return _renumbered(cells) if len(cells) > 1 else None


def _cut_off(rules: Sequence[_Span], others: Sequence[_Span], end: int) -> list[_Span]:
    """Rules that run out of the page are closed by its edge: a border of the other direction at their ends, unless one
    of the `others` is there already."""
    closing: list[_Span] = []
    for edge, tip in ((0, 0), (end - 1, 2)):
        out = [rule for rule in rules if abs(rule[tip] - edge) <= EDGE * end]
        if len(out) < 2:
            continue
        place = float(np.median([rule[tip] for rule in out]))
        if all(abs(place - other[side]) > 2 * SAME_BORDER for other in others for side in (1, 3)):
            closing.append((min(rule[1] for rule in out), place, max(rule[1] for rule in out), place))
    return closing


def _borders(rules: Sequence[_Span]) -> list[tuple[float, float]]:
    """Rules of one direction, each (along, across, along, across), gathered to straight borders (offset, slope):
    across = offset + slope * along. Short rules say little of the slope, so it follows from their group's: a slope
    that changes evenly down the page, as perspective makes it."""
    spans = np.array(rules)
    lengths = spans[:, 2] - spans[:, 0]
    slopes, middles = (spans[:, 3] - spans[:, 1]) / lengths, (spans[:, 1] + spans[:, 3]) / 2
    trend = trend_of(list(zip(middles, slopes, lengths, strict=True)), float(lengths.max()) / 4)
    assert trend is not None
    centres = (spans[:, 0] + spans[:, 2]) / 2
    centre = float(np.average(centres, weights=lengths))
    at_centre = middles + np.array([trend(middle) for middle in middles]) * (centre - centres)
    order = np.argsort(at_centre)
    parts = np.split(order, np.flatnonzero(np.diff(at_centre[order]) > SAME_BORDER) + 1)
    borders: list[tuple[float, float]] = []
    for part in parts:
        offset, slope = float(np.average(at_centre[part], weights=lengths[part])), trend(float(np.mean(middles[part])))
        borders.append((offset - slope * centre, slope))
    return borders


def _nodes(rows: list[tuple[float, float]], columns: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Where each row's border crosses each column's: rows x columns x (x, y)."""
    nodes = np.empty((len(rows), len(columns), 2))
    for (i, (b, m)), (j, (a, k)) in product(enumerate(rows), enumerate(columns)):
        y = (b + m * a) / (1 - m * k)
        nodes[i, j] = a + k * y, y
    return nodes


def _widened(level: Mask, upright: Mask) -> tuple[Mask, Mask]:
    """The masks as wide as rules may wander from their borders."""
    span = 2 * WANDER + 1
    wide = cv2.dilate(level, np.ones((span, 1), np.uint8)), cv2.dilate(upright, np.ones((1, span), np.uint8))
    return cast(Mask, wide[0]), cast(Mask, wide[1])


def _sides_drawn(nodes: NDArray[np.float64], level: Mask, upright: Mask) -> int:
    """How many of a grid's four sides are: many tables leave two open, and of a form cut off by the page one is."""
    top_left, top_right, bottom_left, bottom_right = nodes[0, 0], nodes[0, -1], nodes[-1, 0], nodes[-1, -1]
    sides = (
        (level, top_left, top_right),
        (level, bottom_left, bottom_right),
        (upright, top_left, bottom_left),
        (upright, top_right, bottom_right),
    )
    return sum(_drawn(mask, start, end) for mask, start, end in sides)


def _walls(nodes: NDArray[np.float64], level: Mask, upright: Mask) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces of border are drawn: `across[i, j]` the level one from node i, j to its right neighbour,
    `down[i, j]` the upright one to the node below."""
    rows, columns = nodes.shape[:2]
    across = np.array([[_drawn(level, nodes[i, j], nodes[i, j + 1]) for j in range(columns - 1)] for i in range(rows)])
    down = np.array([[_drawn(upright, nodes[i, j], nodes[i + 1, j]) for j in range(columns)] for i in range(rows - 1)])
    return across, down


def _drawn(mask: Mask, start: NDArray[np.float64], end: NDArray[np.float64]) -> bool:
    points = np.linspace(start, end, max(2, int(np.abs(end - start).max()))).round().astype(int)
    inside = (points >= 0).all(1) & (points < mask.shape[::-1]).all(1)
    x, y = points[inside].T
    return bool(len(x)) and float(np.mean(mask[y, x] > 0)) >= DRAWN


def _regions(across: NDArray[np.bool_], down: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Rectangles of unit cells that no wall divides, as (row, column, row after, column after), in reading order.
    The grid's own outline counts as drawn: many tables leave their sides open. What is joined but no rectangle, by
    a wall that is broken, is taken apart into rectangles."""
    rows, columns = down.shape[0], across.shape[1]
    free = np.ones((rows, columns), bool)
    regions: list[tuple[int, int, int, int]] = []
    for row, column in product(range(rows), range(columns)):
        if not free[row, column]:
            continue
        right = column + 1
        while right < columns and free[row, right] and not down[row, right]:
            right += 1
        below = row + 1
        while (
            below < rows
            and free[below, column:right].all()
            and not across[below, column:right].any()
            and not down[below, column + 1 : right].any()
        ):
            below += 1
        free[row:below, column:right] = False
        regions.append((row, column, below, right))
    return regions


def _cell(nodes: NDArray[np.float64], region: tuple[int, int, int, int]) -> Cell:
    top, left, bottom, right = region
    corners = nodes[[top, top, bottom, bottom], [left, right, left, right]]
    (a, b), (c, d), (e, f), (g, h) = corners.tolist()
    box = Box((a + e) / 2, (b + d) / 2, (c + g) / 2, (f + h) / 2)
    return Cell(box, top, left, bottom - top, right - left)


def _renumbered(cells: list[Cell]) -> list[Cell]:
    """Rows and columns counted by the borders that some cell has: a stray stroke makes none."""
    rows = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.row_span)})
    columns = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.column_span)})
    return [
        Cell(
            cell.box,
            rows.index(cell.row),
            columns.index(cell.column),
            rows.index(cell.row + cell.row_span) - rows.index(cell.row),
            columns.index(cell.column + cell.column_span) - columns.index(cell.column),
        )
        for cell in cells
    ]


def _scaled(cell: Cell, width: int, height: int) -> Cell:
    box = cell.box
    return replace(cell, box=Box(box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height))
