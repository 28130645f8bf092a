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
LONGEST = 2.5  # heights of a picture to its width: A4 has 1.4, and print on what is longer is too small for the reader
DARKEST_PAPER = 80  # grey level of the paper's 90th percentile: print has no room below it


def poor_scan(lines: Sequence[Line], ink: Picture, raw: RawPage) -> tuple[Problem, ...]:
    """The problem, if there is one, of a page that was read by OCR."""
    if ink.shape[0] > LONGEST * ink.shape[1]:
        return (_too_long(raw.number),)
    if is_dark(ink):
        return (too_dark(raw.number),)
    characters = [confidence for line in lines for confidence in line.confidences]
    if len(characters) < FEWEST:
        return ()
    tall = float(np.median([line.box.height for line in lines])) * ink.shape[0]
    tall *= min(1.0, raw.scan_dpi / raw.dpi) if raw.scan_dpi and raw.dpi else 1.0
    doubted = sum(confidence < DOUBTED for confidence in characters) / len(characters)
    if tall < SMALLEST_PRINT:
        return (_problem(raw.number, "扫描分辨率过低，字迹过小", "the scan is too coarse: its print is too small"),)
    if doubted > MOST_DOUBTED:
        return (_problem(raw.number, "字迹模糊", "the print is blurred"),)
    return ()


def is_dark(ink: Picture) -> bool:
    return float(np.percentile(ink[::8, ::8, 0], 90)) < DARKEST_PAPER


def too_dark(number: int) -> Problem:
    return _problem(number, "页面过暗", "the page is too dark")


def _too_long(number: int) -> Problem:
    reason = Words(
        f"第 {number} 页是一张长图（可能是拼接的长截图），其中的字过小，识别结果不可靠。"
        "请把每份材料分页截图、拍照或扫描后提交。",
        f"Page {number} is a long picture, such as several screenshots in one; its print is too small to rely on. "
        "Submit each page as a picture or a scan of its own.",
    )
    return Problem(Trouble.POOR_SCAN, reason, number)


def _problem(number: int, zh: str, en: str) -> Problem:
    reason = Words(
        f"第 {number} 页{zh}，识别结果不可靠。请以 200 dpi 以上重新扫描，或在光线充足处重新拍照。",
        f"Page {number} cannot be relied on: {en}. Scan it again at 200 dpi or more, or photograph it in good light.",
    )
    return Problem(Trouble.POOR_SCAN, reason, number)
