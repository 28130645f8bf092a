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

from extractor.page.ruled_lines import Mask, RuledLine, rules_in, trend_of
from extractor.records import Box, Cell, Grid

REACH = 12  # px at working size, 2 mm: ends of rules that nearly meet are taken to meet
SAME_BORDER = 9  # px: rules nearer than 1.5 mm are one border, broken or bent; no cell is so small
WANDER = 4  # px: how far from its border's straight line a rule may still be seen
EDGE = 0.025  # of the page: rules that end so near to its edge go on beyond it; straightening moves edges inwards
DRAWN = 0.6  # of a wall's length must be drawn; a worn stamp or a fold hides less than the rest
LONG_RULE = 0.4  # of the longest level rule of a grid: a shorter one that no two upright rules hold is a stroke
OVERSHOT = 60  # px, 1 cm: a title's height and the gap below it
SOLID_RULE = 0.15  # of the longest level rule: no stroke of a title is as long
SHORTEST_OPEN = 40  # px, 7 mm: rules that run on so far beyond the last border have a column of cells there
LONGEST_ALONE = 120  # px, 2 cm: a single rule that runs on so far is no stroke of print; a place for a seal is higher
LEAST_SHOWN = 0.2  # of a wall, beside a seal: that much of it tells of the rest
FRAME = 0.4  # of the page: what is as large is no cell but the page itself, in a frame, as on licences
SMALLEST_GRID = 60  # px, 1 cm each way: smaller ones are tick boxes

_Span = tuple[float, float, float, float]  # a rule's ends: along, across, along, across


def find_grids(level_mask: Mask, upright_mask: Mask, seals: Sequence[Box] = ()) -> tuple[Grid, ...]:
    """The grids of an upright page, top to bottom, from its level and its upright rules at working size (`rule_masks`),
    without `seals`, with whose ink rules of their colour go as well."""
    level, upright = rules_in(level_mask, level=True), rules_in(upright_mask, level=False)
    height, width = level_mask.shape
    grids: list[Grid] = []
    groups = _meeting(level, [_trimmed(column, level, upright) for column in upright])
    masks = _widened(level_mask, upright_mask) if groups else (level_mask, upright_mask)
    shown = _shown(masks[0], seals)
    for rows, columns in groups:
        grid = _grid(rows, columns, *masks, shown)
        if grid is not None:
            cells = tuple(one for cell in grid if (one := _scaled(cell, width, height)).box.area < FRAME)
            if cells:
                grids.append(Grid(Box.around(cell.box for cell in cells), cells))
    return tuple(sorted(grids, key=lambda grid: grid.box.y0))


def _trimmed(column: RuledLine, level: Sequence[RuledLine], upright: Sequence[RuledLine]) -> RuledLine:
    """An upright rule without what was joined to it of a title's strokes, right above the first level rule that it
    meets or below the last: the gap between is closed as a worn rule's are. Where all upright rules that come so far
    go on and end together, they are a row of cells that is open there."""
    crossed = [row for row in level if _meet(row, column)]
    longest = max((row.length for row in crossed), default=0.0)
    edges = sorted((row.y_at(column.x0), row) for row in crossed if row.length >= LONG_RULE * longest)
    if not edges:
        return column
    (top, first), (bottom, last) = edges[0], edges[-1]
    if not REACH < top - column.y0 < OVERSHOT or _together([other.y0 for other in upright if _meet(first, other)]):
        top = column.y0
    if not REACH < column.y1 - bottom < OVERSHOT or _together([other.y1 for other in upright if _meet(last, other)]):
        bottom = column.y1
    if bottom - top < REACH:
        return column
    return RuledLine(column.x_at(top), top, column.x_at(bottom), bottom)


def _together(tips: Sequence[float]) -> bool:
    return len(tips) > 1 and max(tips) - min(tips) <= REACH


def _meeting(level: Sequence[RuledLine], upright: Sequence[RuledLine]) -> list[tuple[list[RuledLine], list[RuledLine]]]:
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
    groups: dict[int, tuple[list[RuledLine], list[RuledLine]]] = {}
    for i, row in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(upright):
        groups.setdefault(root(len(level) + j), ([], []))[1].append(column)
    sound = (_without_strokes(*group) for group in groups.values())
    # One upright rule is enough where the sides are open.
    return [group for group in sound if len(group[0]) >= 2 and len(group[1]) >= 1]


def _without_strokes(level: list[RuledLine], upright: list[RuledLine]) -> tuple[list[RuledLine], list[RuledLine]]:
    """A group without what touches it at one place alone and is short: strokes of a title right above a form."""
    longest = max((rule.length for rule in level), default=0.0)
    solid = [row for row in level if row.length >= SOLID_RULE * longest]
    columns = [column for column in upright if column.length >= OVERSHOT or _held(column, solid)]
    rows = [
        row for row in level if row.length >= LONG_RULE * longest or sum(_meet(row, column) for column in columns) >= 2
    ]
    return rows, [column for column in columns if sum(_meet(row, column) for row in rows) >= 2]


def _held(column: RuledLine, level: Sequence[RuledLine]) -> bool:
    """Do both ends of an upright rule lie on level ones, as a cell's wall does?"""
    return all(
        any(row.x0 - REACH <= x <= row.x1 + REACH and abs(row.y_at(x) - y) <= REACH for row in level)
        for x, y in ((column.x0, column.y0), (column.x1, column.y1))
    )


def _meet(row: RuledLine, column: RuledLine) -> bool:
    x = (column.x0 + column.x1) / 2
    if not row.x0 - REACH <= x <= row.x1 + REACH:
        return False
    y = row.y_at(x)
    return column.y0 - REACH <= y <= column.y1 + REACH


def _grid(
    level: list[RuledLine], upright: list[RuledLine], level_mask: Mask, upright_mask: Mask, shown: NDArray[np.bool_]
) -> list[Cell] | None:
    """Cells in pixels of the working picture, or None where the rules enclose nothing. The masks are `_widened`."""
    height, width = level_mask.shape
    rows = [(rule.x0, rule.y0, rule.x1, rule.y1) for rule in level]
    columns = [(rule.y0, rule.x0, rule.y1, rule.x1) for rule in upright]
    rows, columns = rows + _cut_off(columns, rows, height), columns + _cut_off(rows, columns, width)
    open_rows, open_columns = _open_sides(columns, rows), _open_sides(rows, columns)
    rows, columns = _borders(rows + open_rows), _borders(columns + open_columns)
    if len(rows) < 2 or len(columns) < 2:
        return None
    nodes = _nodes(rows, columns)
    if min(nodes[-1, -1] - nodes[0, 0]) < SMALLEST_GRID:
        return None
    if _sides_drawn(nodes, level_mask, upright_mask) + len(open_rows) + len(open_columns) < 2:
        return None  # strokes of large print that happen to cross
    across, down = _walls(nodes, level_mask, upright_mask, shown)
    cells = [_cell(nodes, region, _is_broken(region, across, down)) for region in _regions(across, down)]
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


def _open_sides(rules: Sequence[_Span], others: Sequence[_Span]) -> list[_Span]:
    """Where rules run on beyond the last border across them and end together, the cells there have no outer border: it
    is added at their ends. One alone that runs on far parts two places for seals."""
    closing: list[_Span] = []
    for tip, outward in ((0, -1), (2, 1)):
        last = outward * max(outward * (other[1] + other[3]) / 2 for other in others)
        beyond = [rule for rule in rules if outward * (rule[tip] - last) > SHORTEST_OPEN]
        if not beyond:
            continue
        place = float(np.median([rule[tip] for rule in beyond]))
        together = [rule for rule in beyond if abs(rule[tip] - place) <= 2 * REACH]
        if 3 * len(together) < 2 * len(beyond):
            continue
        if len(together) > 1 or outward * (place - last) > LONGEST_ALONE:
            across = [(rule[1] + rule[3]) / 2 for rule in together]
            closing.append((min(across), place, max(across) + 1, place))
    return closing


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
    return sum(_drawn(mask, start, end)[0] for mask, start, end in sides)


def _shown(mask: Mask, seals: Sequence[Box]) -> NDArray[np.bool_]:
    """Where no seal lies."""
    height, width = mask.shape
    shown = np.ones((height, width), bool)
    for box in seals:
        shown[round(box.y0 * height) : round(box.y1 * height), round(box.x0 * width) : round(box.x1 * width)] = False
    return shown


def _walls(
    nodes: NDArray[np.float64], level: Mask, upright: Mask, shown: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pieces of border are drawn: `across[i, j]` the level one from node i, j to its right neighbour,
    `down[i, j]` the upright one to the node below."""
    across, across_told = _drawn_all(level, shown, nodes[:, :-1], nodes[:, 1:])
    down, down_told = _drawn_all(upright, shown, nodes[:-1], nodes[1:])
    return _as_beside(across, across_told), _as_beside(down.T, down_told.T).T


def _drawn_all(
    mask: Mask, shown: NDArray[np.bool_], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each wall whether it is drawn, and whether enough of it shows to tell."""
    found = [
        [_drawn(mask, start, end, shown) for start, end in zip(*row, strict=True)]
        for row in zip(starts, ends, strict=True)
    ]
    return np.array(found)[:, :, 0], np.array(found)[:, :, 1]


def _as_beside(drawn: NDArray[np.bool_], told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Walls that a seal hides, as those which go on from them on both sides."""
    walls = drawn.copy()
    for row, column in zip(*np.nonzero(~told & ~drawn), strict=True):
        before, after = np.flatnonzero(told[row, :column]), np.flatnonzero(told[row, column + 1 :])
        if len(before) and len(after):
            walls[row, column] = drawn[row, before[-1]] and drawn[row, column + 1 + after[0]]
    return walls


def _drawn(
    mask: Mask, start: NDArray[np.float64], end: NDArray[np.float64], shown: NDArray[np.bool_] | None = None
) -> tuple[bool, bool]:
    """Whether there is a rule from `start` to `end`, by what of it is `shown`; and whether that is enough to tell."""
    points = np.linspace(start, end, max(2, int(np.abs(end - start).max()))).round().astype(int)
    inside = (points >= 0).all(1) & (points < mask.shape[::-1]).all(1)
    x, y = points[inside].T
    told = shown is None or (bool(len(x)) and float(np.mean(shown[y, x])) >= LEAST_SHOWN)
    if shown is not None and told:
        x, y = x[shown[y, x]], y[shown[y, x]]
    return bool(len(x)) and float(np.mean(mask[y, x] > 0)) >= DRAWN, told


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


def _is_broken(region: tuple[int, int, int, int], across: NDArray[np.bool_], down: NDArray[np.bool_]) -> bool:
    """Does it share a side with another that no wall divides? The two were one, in no rectangle."""
    top, left, bottom, right = region
    last_row, last_column = down.shape[0], across.shape[1]
    walls = (
        (top > 0, across[top, left:right]),
        (bottom < last_row, across[bottom, left:right]),
        (left > 0, down[top:bottom, left]),
        (right < last_column, down[top:bottom, right]),
    )
    return any(inside and not wall.all() for inside, wall in walls)


def _cell(nodes: NDArray[np.float64], region: tuple[int, int, int, int], broken: bool) -> Cell:
    top, left, bottom, right = region
    corners = nodes[[top, top, bottom, bottom], [left, right, left, right]]
    (a, b), (c, d), (e, f), (g, h) = corners.tolist()
    box = Box((a + e) / 2, (b + d) / 2, (c + g) / 2, (f + h) / 2)
    return Cell(box, top, left, bottom - top, right - left, broken)


def _renumbered(cells: list[Cell]) -> list[Cell]:
    """Rows and columns counted by the borders that some cell has: a stray stroke makes none."""
    rows = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.row_span)})
    columns = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.column_span)})
    return [
        replace(
            cell,
            row=rows.index(cell.row),
            column=columns.index(cell.column),
            row_span=rows.index(cell.row + cell.row_span) - rows.index(cell.row),
            column_span=columns.index(cell.column + cell.column_span) - columns.index(cell.column),
        )
        for cell in cells
    ]


def _scaled(cell: Cell, width: int, height: int) -> Cell:
    box = cell.box
    return replace(cell, box=Box(box.x0 / width, box.y0 / height, box.x1 / width, box.y1 / height))
