"""The text of a paper as one string, with the way back from a character to where it stands."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from checks.records import Evidence
from extractor.records import Document, Line, Place
from extractor.understand.text import in_reading_order


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is without spaces and in half-width digits; `starts` say where in it each of `lines` begins."""

    file: str
    text: str
    starts: tuple[int, ...]
    lines: tuple[tuple[int, Line], ...]

    def reading(self, start: int, end: int) -> Evidence:
        """What stands from `start` to `end`, as read: the place of its first line, the confidence of the weakest."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(end - 1, start)) - 1
        page, line = self.lines[first]
        certain = min(line.confidence for _, line in self.lines[first : last + 1])
        return Evidence(self.file, Place(page, line.box), self.text[start:end], certain)


def prose_of(document: Document) -> Prose:
    """Page by page, each from top to bottom."""
    lines = list[tuple[int, Line]]()
    for page in sorted({page for page, _ in document.lines}):
        on_page = [line for number, line in document.lines if number == page]
        lines += [(page, line) for line in in_reading_order(on_page)]
    text, starts = "", list[int]()
    for _, line in lines:
        starts.append(len(text))
        text += "".join(unicodedata.normalize("NFKC", line.text).split())
    return Prose(document.file, text, tuple(starts), tuple(lines))
