"""What the neighbours of print in a table say of it: a value that is worded like its own label (不涉及地下管线 beside
涉及地下管线情况), and the labels that the pack does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.understand.form.labels import LONGEST_CAPTION, Label
from extractor.understand.form.runs import Run
from extractor.understand.sheet import CellText

_WORDS = re.compile(r"[\u4e00-\u9fff（）()、/％%\s]{2,}")


def by_their_neighbours(runs: Sequence[Run], labels: Sequence[Label]) -> list[Label]:
    """The labels without those that are their neighbour's value, and with those that nobody named."""
    kept = [label for label in labels if not _is_a_value(label, labels, runs)]
    cells = {
        (cell.grid, cell.cell.row, cell.cell.column): index for index, run in enumerate(runs) if (cell := run.cell)
    }
    named = {label.run for label in kept if label.whole and label.terms}
    taken = {label.run for label in kept}
    columns = {(cell.grid, cell.cell.column, cell.cell.column_span) for index in named if (cell := runs[index].cell)}
    for index, run in enumerate(runs):
        cell = run.cell
        if cell is None or index in taken or not _is_wordy(run):
            continue
        before = _left_of(cell, cells, runs)
        label = _left_of(before, cells, runs) if before else None
        at = cells.get((label.grid, label.cell.row, label.cell.column)) if label else None
        if at in named and (cell.grid, cell.cell.column, cell.cell.column_span) in columns:
            end = len(run.text)
            kept.append(Label(index, 0, end, run.box(0, end), (), whole=True, ruled=True))
    return sorted(kept, key=lambda label: (label.run, label.start))


def _is_a_value(label: Label, labels: Sequence[Label], runs: Sequence[Run]) -> bool:
    """Does it stand right of the very label that it is only like?"""
    if not label.terms or label.likeness == 1.0:
        return False
    fields = {term.field for term, _ in label.terms if term.field}
    place = runs[label.run].cell
    top, bottom = (place.box.y0, place.box.y1) if place else (label.box.y0, label.box.y1)
    lefts = [one for one in labels if one.box.x1 <= label.box.x0 and top < one.box.centre[1] < bottom]
    nearest = max(lefts, key=lambda one: one.box.x1, default=None)
    return nearest is not None and any(term.field in fields and likeness == 1.0 for term, likeness in nearest.terms)


def _is_wordy(run: Run) -> bool:
    return bool(_WORDS.fullmatch(run.text)) and 2 <= len(run.letters) <= LONGEST_CAPTION


def _left_of(found: CellText, cells: dict[tuple[int, int, int], int], runs: Sequence[Run]) -> CellText | None:
    """The cell to the left, on the same row."""
    for column in range(found.cell.column - 1, -1, -1):
        at = cells.get((found.grid, found.cell.row, column))
        other = runs[at].cell if at is not None else None
        if other is not None:
            return other if column + other.cell.column_span == found.cell.column else None
    return None
