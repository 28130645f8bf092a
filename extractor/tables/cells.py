"""A cell from the print that stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.geometry import box_in_view
from extractor.records import Box, Line, Page, Place
from extractor.tables.records import TableCell
from extractor.understand.blanks import blank_confidence
from extractor.understand.signs import TYPED


def cell_of(page: Page, lines: Sequence[Line], box: Box, text: str, row: int, column: int) -> TableCell:
    """`lines` is what stands in it, `box` where; `text` is their text."""
    certain = [min(line.confidences, default=line.confidence) for line in lines]
    confidence = min(certain) if certain else blank_confidence(page, box)
    typed = page.from_text_layer or (min(certain) == TYPED if certain else _is_typed_blank(page, box))
    place = Place(page.number, box_in_view(box, page.to_view))
    first = min(lines, key=lambda line: line.box.y0, default=None)
    inset = max(0.0, (first.box.x0 - box.x0) / first.box.height) if first and first.box.height else 0.0
    return TableCell(place, row, column, 1, 1, text, confidence, typed, inset=inset)


def _is_typed_blank(page: Page, box: Box) -> bool:
    """Print and a picture may share a page: what is blank among typed cells is blank where no ink was left unread."""
    typed = sum(line.confidence == TYPED for line in page.lines)
    return 2 * typed > len(page.lines) and not any(box.holds(*ink.centre) for ink in page.unread)
