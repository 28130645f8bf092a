"""Many companies, built by hand: no paper is drawn and none is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from by_hand import SYLLABLES, builders
from stdnum.cn import uscc

from checks.pack.model import Policy
from extractor.records import FileReading, Line

LINES, WIDTH = 24, 11  # of a paper, as read papers have them in the middle


def company(policy: Policy, number: int, district: str):
    """The number says its name and code."""
    low, high = number % 20**4, number // 20**4
    syllables = "".join(SYLLABLES[low // 20**at % 20] for at in range(4)) + (SYLLABLES[high % 20] if high else "")
    name, stem = f"青岛{syllables}贸易有限公司", f"91370200M{number:08d}"
    return builders().Company(policy, name, stem + uscc.calc_check_digit(stem), f"{district}/{name}")


def readings(policy: Policy, number: int, district: str, *, with_lines: bool = False) -> Iterator[FileReading]:
    """Eight papers; `with_lines` with as much text on them as real ones have."""
    made = company(policy, number, district)
    for at, reading in enumerate(made.papers()):
        if not with_lines:
            yield reading
            continue
        (document,) = reading.documents
        box = document.fields[0].place.box
        text = "".join(SYLLABLES[(number * 7 + at * 3 + step) % 20] for step in range(WIDTH))
        lines = tuple((1, Line(box, text, 0.99)) for _ in range(LINES))
        yield replace(reading, documents=(replace(document, lines=lines),))
