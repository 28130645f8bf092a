"""How sure it is that nothing stands in a place where something could."""

from __future__ import annotations

from extractor.records import Box, Page

# Nothing was read there and no ink was left over: only writing that is fainter than the paper's grain is the doubt.
BLANK_CONFIDENCE = 0.95
# Ink is there, and no reading of it.
UNREAD_CONFIDENCE = 0.3


def blank_confidence(page: Page, box: Box) -> float:
    """Of an empty `box`, in upright coordinates."""
    if any(box.holds(*ink.centre) for ink in page.unread):
        return UNREAD_CONFIDENCE
    return 1.0 if page.from_text_layer or page.pictureless else BLANK_CONFIDENCE
