"""Which kind a page begins, by its title, else by the labels that it shows."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.forms import Forms, KindSpec, Layout
from extractor.language.matching import TITLE_MATCH, fold_label, label_likeness, title_likeness
from extractor.records import Box, Line, Page
from extractor.understand.form.labels import find_labels, terms_of
from extractor.understand.form.runs import runs_of
from extractor.understand.sheet import Sheet
from extractor.understand.text import in_reading_order

TITLE_DEPTH = 0.45  # titles stand in the upper part; a photo's desk or a letterhead may push them down this far
LARGE_TITLE = 1.5  # in median line heights: print as large as this is a title as far down as LARGE_DEPTH, on a sheet
LARGE_DEPTH = 0.75  # whose upper half is an emblem, or another sheet
SURE_TITLE = (
    0.9  # likeness: of titles as like as this the upper one is the paper's, the lower one is of what it mentions
)
TITLE_HEIGHT = 0.85  # in median line heights: a title is never smaller than the text, but for how tightly OCR boxes it
MOST_PIECES = 5  # of a title: two lines, and each may be read in two or three pieces on an uneven photo
CENTRED = 0.12  # of the page: a title that only ends or begins with known words stands in the middle
HEADING_HEIGHT = 1.25  # in median line heights: print this large at the top begins a paper of its own
HEADING_DEPTH = 0.25
# A title that OCR lost: a page that shows this share of a kind's labels, and at least so many, is of that kind.
LABEL_SHARE = 0.6
FEWEST_LABELS = 4
SAME_LABEL = 0.85  # likeness: an OCR slip in seven characters
# A paper's name in a list, or in brackets of a title: what another paper mentions.
_MENTIONED = re.compile(r"附件|《|[0-9一二三四五六七八九十]{1,2}[.．、)）]")
BY_LABELS = 0.8  # confidence of a kind known by its labels alone


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page begins with: `kind` None where the title is of no kind of the policy."""

    kind: str | None
    title: str
    confidence: float
    box: Box | None


def heading_of(page: Page, forms: Forms) -> Heading | None:
    """The paper that begins on this page; None where the page shows no beginning."""
    best: tuple[tuple[bool, float, float, int], Heading] | None = None
    for text, box in _title_lines(page):
        if _is_place(text, forms):
            continue
        for kind, spec in forms.kinds.items():
            for title in spec.titles:
                if "..." in title and (abs(box.centre[0] - 0.5) > CENTRED or text.rstrip().endswith((":", "："))):
                    continue  # a sentence that ends with 初审意见
                likeness = title_likeness(text, title)
                sure = likeness >= SURE_TITLE
                letters = len(fold_label(title.replace("...", "")))
                rank = (sure, -round(box.y0, 1) if sure else 0.0, likeness, letters)
                if likeness >= TITLE_MATCH and (best is None or rank > best[0]):
                    best = rank, Heading(kind, text, likeness, box)
    if best:
        return best[1]
    kind = _kind_by_labels(page, forms)
    if kind:
        return Heading(kind, "", BY_LABELS, None)
    return _own_heading(page)


def _is_place(text: str, forms: Forms) -> bool:
    """Is it the label of a box on some form, such as that of a review opinion on an application?"""
    labels = (label for spec in forms.kinds.values() for slot in spec.slots.values() for label in slot.labels)
    return any(label_likeness(text, label) >= SAME_LABEL for label in labels)


def _median_height(page: Page) -> float:
    return statistics.median([line.box.height for line in page.lines]) if page.lines else 0.0


def _title_lines(page: Page) -> Iterator[tuple[str, Box]]:
    """Lines that may be a title, alone and joined with the next ones: long titles wrap. In a cell only large print is
    one, in the first row of a form."""
    median = _median_height(page)
    least, heading, large = TITLE_HEIGHT * median, HEADING_HEIGHT * median, LARGE_TITLE * median
    cells = [cell.box for grid in page.grids for cell in grid.cells]
    lines = [
        line
        for line in in_reading_order(page.lines)
        if line.box.height >= least
        and line.box.centre[1] < (LARGE_DEPTH if line.box.height >= large else TITLE_DEPTH)
        and (line.box.height >= heading or not any(cell.holds(*line.box.centre) for cell in cells))
    ]
    for start in range(len(lines)):
        for count in range(1, MOST_PIECES + 1):
            some = lines[start : start + count]
            mentions = any(_MENTIONED.match(line.text.strip()) or "。" in line.text for line in some)
            if len(some) == count and _one_block(some) and not mentions:
                yield "".join(line.text for line in some), Box.around(line.box for line in some)


def _one_block(lines: list[Line]) -> bool:
    """Do these lines follow each other closely in print of one size?"""
    for first, second in pairwise(lines):
        if not 0.6 < first.box.height / second.box.height < 1.7:
            return False
        if second.box.y0 - first.box.y1 > 1.2 * first.box.height:
            return False
    return True


def labels_on(page: Page, spec: KindSpec) -> frozenset[str]:
    """Which of the kind's fields and places for seals have their labels on the page."""
    labels = find_labels(runs_of(Sheet.of(page)), spec)
    return frozenset(
        term.field or term.slot or term.letters
        for label in labels
        for term, likeness in label.terms
        if likeness >= SAME_LABEL and not term.caption
    )


def _kind_by_labels(page: Page, forms: Forms) -> str | None:
    """The kind most of whose labels stand on the page."""
    ranked = list[tuple[float, str]]()
    for kind, spec in forms.kinds.items():
        every = {term.field or term.slot or term.letters for term in terms_of(spec) if not term.caption}
        if spec.layout is Layout.LETTER or len(every) < FEWEST_LABELS:
            continue
        seen = len(labels_on(page, spec))
        if seen >= max(FEWEST_LABELS, LABEL_SHARE * len(every)):
            ranked.append((seen / len(every), kind))
    return max(ranked)[1] if ranked else None


def _own_heading(page: Page) -> Heading | None:
    """A large line at the top, centred: the title of a paper that the policy does not know."""
    least = HEADING_HEIGHT * _median_height(page)
    for line in in_reading_order(page.lines):
        x, y = line.box.centre
        if y < HEADING_DEPTH and line.box.height >= least and 0.3 < x < 0.7 and len(fold_label(line.text)) >= 3:
            return Heading(None, line.text, line.confidence, line.box)
    return None
