"""Whether a scan is too coarse, dark or blurred to rely on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.picture import Picture
from extractor.records import Line, Problem, Trouble, Words
from extractor.sources.base import RawPage

FEWEST = 12  # characters: fewer say nothing of a page
SMALLEST_PRINT = (
    13.0  # px of a line's box in the scan itself: at 60 dpi (13.7) a form in 10.5 pt reads wholly, at 50 dpi not
)
DOUBTED = 0.8  # confidence of a character; print that is clear has 0.99
MOST_DOUBTED = 0.2  # of the characters
DARKEST_PAPER = 80  # grey level of the paper's 90th percentile: print has no room below it


def poor_scan(lines: Sequence[Line], ink: Picture, raw: RawPage) -> tuple[Problem, ...]:
    """The problem, if there is one, of a page that was read by OCR."""
    characters = [confidence for line in lines for confidence in line.confidences]
    if len(characters) < FEWEST:
        return ()
    tall = float(np.median([line.box.height for line in lines])) * ink.shape[0]
    tall *= min(1.0, raw.scan_dpi / raw.dpi) if raw.scan_dpi and raw.dpi else 1.0
    doubted = sum(confidence < DOUBTED for confidence in characters) / len(characters)
    paper = float(np.percentile(ink[::8, ::8, 0], 90))
    if tall < SMALLEST_PRINT:
        return (_problem(raw.number, "扫描分辨率过低，字迹过小", "the scan is too coarse: its print is too small"),)
    if paper < DARKEST_PAPER:
        return (_problem(raw.number, "页面过暗", "the page is too dark"),)
    if doubted > MOST_DOUBTED:
        return (_problem(raw.number, "字迹模糊", "the print is blurred"),)
    return ()


def _problem(number: int, zh: str, en: str) -> Problem:
    reason = Words(
        f"第 {number} 页{zh}，识别结果不可靠。请以 200 dpi 以上重新扫描，或在光线充足处重新拍照。",
        f"Page {number} cannot be relied on: {en}. Scan it again at 200 dpi or more, or photograph it in good light.",
    )
    return Problem(Trouble.POOR_SCAN, reason, number)
