"""Sentences that bear figures: what stands on a page outside its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.geometry import box_in_view
from extractor.records import Box, Line, Page, Place
from extractor.tables.numbers import UNITS, number_of
from extractor.tables.records import ProseNumber, Sentence
from extractor.understand.text import Passage, in_reading_order

_END = re.compile(r"[。；;！？\n]")
# Only a figure with its unit is one that a sentence states; dates, numbers of tables and of paragraphs have none.
_FIGURE = re.compile(
    r"(?<![\d.,A-Za-z\-])\d[\d,]*(?:\.\d+)?\s*(?:" + "|".join(unit for unit in UNITS if unit not in ("年", "月")) + ")"
)


def sentences_of(page: Page, loose: Sequence[Line]) -> Iterator[Sentence]:
    """Those with at least one figure, in reading order; places in view coordinates."""
    passage = Passage.of_prose(in_reading_order(loose))
    start = 0
    for end in (*(found.end() for found in _END.finditer(passage.text)), len(passage.text)):
        numbers = tuple(_numbers(page, passage, start, end))
        if numbers:
            yield Sentence(passage.text[start:end], numbers)
        start = end


def _numbers(page: Page, passage: Passage, start: int, end: int) -> Iterator[ProseNumber]:
    for found in _FIGURE.finditer(passage.text, start, end):
        number, pieces = number_of(found[0]), passage.pieces(found.start(), found.end())
        if number is None or not pieces:
            continue
        box = box_in_view(Box.around(piece.box for piece in pieces), page.to_view)
        confidence = min(min(piece.confidences, default=piece.confidence) for piece in pieces)
        yield ProseNumber(
            found.start() - start,
            found.end() - start,
            found[0],
            number,
            Place(page.number, box),
            confidence,
            page.from_text_layer,
        )
