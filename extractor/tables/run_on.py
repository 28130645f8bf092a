"""Print of two columns that stands so close that it was taken for one piece: 605.68一、教育支出, 971.09 302."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from extractor.records import Line
from extractor.tables.numbers import UNITS
from extractor.understand.text import part

WIDE, PARTED = 0.35, 2.0  # of the widest character, and times the usual gap in a heading: one between two headings
FEWEST = 2  # characters of a heading: 收　　入 is one
_UNIT = "|".join(re.escape(unit) for unit in UNITS)
_AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}"
_NOT_ITS_UNIT = rf"(?!\s*(?:{_UNIT})(?![一-鿿]))(?=\s*[一-鿿（(]|\s+[\d-])"
# An amount and what follows it; nothing at all (0 or a dash) before a code or a numbered label; a label before an
# amount that ends the line.
_CUTS = (
    re.compile(rf"{_AMOUNT}(?![\d.,%]){_NOT_ITS_UNIT}"),
    re.compile(r"^(?:0|-+)(?=\s+\d{3})"),
    re.compile(r"^(?:0(?=\s)|-+)(?=\s*[一二三四五六七八九十]+、)"),
    re.compile(rf"^0(?!{_UNIT})(?=[一-鿿]{{3,}})"),
    re.compile(r"^-?\d{1,3}(?:,\d{3})*\.\d{2}(?=[1-9]\d{2}(?:\d{2}){0,2}$)"),
    re.compile(rf"[^\s\d](?=\s+{_AMOUNT}(?:\s+\S+)*$)"),
)


def pieces(line: Line) -> Iterator[Line]:
    """Nothing is cut within prose: there an amount has its unit."""
    cuts = sorted({found.end() for cut in _CUTS for found in cut.finditer(line.text)})
    if not cuts:
        yield line
        return
    for start, end in pairwise((0, *cuts, len(line.text))):
        if line.text[start:end].strip():
            yield part(line, start, end)


def headings(line: Line) -> Iterator[Line]:
    """One, or several that stand close beside each other: between them is a gap as nowhere within them."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line.chars)]
    usual = median(gaps) if gaps else 0.0
    least = max(WIDE * max((char.width for char in line.chars), default=0.0), PARTED * usual)
    cuts = [0, *(index + 1 for index, gap in enumerate(gaps) if gap > least), len(line.text)]
    if any(end - start < FEWEST for start, end in pairwise(cuts)):
        cuts = [0, len(line.text)]
    for start, end in pairwise(cuts):
        yield part(line, start, end)
