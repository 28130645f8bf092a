"""A page made ready for looking things up: its ruled cells with their print, and the print outside cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.language.matching import fold_label
from extractor.records import Box, Cell, Grid, Line, Page, Seal
from extractor.understand.text import in_reading_order, joined

# A line within a seal that is so like a part of what the seal says, and no shorter, was read off the seal.
STAMPED = 80
SHORTEST_STAMP = 4


@dataclass(frozen=True, slots=True)
class CellText:
    """A ruled cell with what stands in it."""

    cell: Cell
    grid: int
    lines: tuple[Line, ...]
    text: str

    @property
    def box(self) -> Box:
        return self.cell.box


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells` of all grids in reading order, each with its lines; `loose`: the lines outside all cells."""

    page: Page
    cells: tuple[CellText, ...]
    loose: tuple[Line, ...]

    @staticmethod
    def of(page: Page) -> Sheet:
        held = dict[tuple[int, int], list[Line]]()
        loose = list[Line]()
        for line in page.lines:
            if _is_stamp(line, page.seals):
                continue
            home = _home(line, page.grids)
            if home is None:
                loose.append(line)
            else:
                held.setdefault(home, []).append(line)
        cells = tuple(
            CellText(cell, which, lines := tuple(in_reading_order(held.get((which, index), ()))), joined(lines))
            for which, grid in enumerate(page.grids)
            for index, cell in enumerate(grid.cells)
        )
        return Sheet(page, cells, tuple(in_reading_order(loose)))

    @property
    def aspect(self) -> float:
        """How many fractions of the page's width are as long as one of its height."""
        width, height = self.page.size
        return height / width if width else 1.0

    def below(self, found: CellText) -> CellText | None:
        row, column = found.cell.row + found.cell.row_span, found.cell.column
        return self._first(
            found, lambda cell: cell.row == row and cell.column <= column < cell.column + cell.column_span
        )

    def _first(self, found: CellText, fits: Callable[[Cell], bool]) -> CellText | None:
        return next((other for other in self.cells if other.grid == found.grid and fits(other.cell)), None)


def _is_stamp(line: Line, seals: Sequence[Seal]) -> bool:
    """Was the line read off what stands inside a seal?"""
    letters = fold_label(line.text)
    return len(letters) >= SHORTEST_STAMP and any(
        seal.place.box.shared(line.box) > 0.9 * line.box.area
        and len(said := fold_label(seal.inner)) >= len(letters)
        and fuzz.partial_ratio(letters, said) >= STAMPED
        for seal in seals
    )


def _home(line: Line, grids: tuple[Grid, ...]) -> tuple[int, int] | None:
    """The grid and the cell that hold the middle of a line."""
    x, y = line.box.centre
    for which, grid in enumerate(grids):
        if grid.box.holds(x, y):
            for index, cell in enumerate(grid.cells):
                if cell.box.holds(x, y):
                    return which, index
    return None
