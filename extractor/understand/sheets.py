"""Papers that share a sheet, one under the other: two forms printed on one page, or several on a long screenshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extractor.forms import Forms, Layout
from extractor.geometry import box_in_view
from extractor.language.matching import title_likeness
from extractor.records import Box, Line, Page, Place
from extractor.understand.kinds import SURE_TITLE, labels_on

LEAST_LABELS = 4  # of its own, on each part: a title alone may be the name of an enclosure
APART = 0.15  # of the page: two titles nearer than this are of one paper
ABOVE = 0.3  # of the gap above a title: there the sheet is parted


def parted(page: Page, forms: Forms) -> tuple[Page, ...]:
    """The page itself, or its parts from top to bottom, each under the title of a form and with that form's labels."""
    titles = sorted(_titles(page, forms), key=lambda found: found[0])
    edges = [(y, kind) for at, (y, kind) in enumerate(titles) if not at or y - titles[at - 1][0] > APART]
    if len(edges) < 2:
        return (page,)
    bounds = [0.0, *(y for y, _ in edges[1:]), 1.0]
    parts = tuple(_part(page, top, bottom) for top, bottom in pairwise(bounds))
    whole = all(
        len(labels_on(part, forms.kinds[kind])) >= LEAST_LABELS for part, (_, kind) in zip(parts, edges, strict=True)
    )
    return parts if whole else (page,)


def _titles(page: Page, forms: Forms) -> Iterator[tuple[float, str]]:
    """Where a form's title stands by itself, outside all cells; a little above it, and the form's kind."""
    cells = [cell.box for grid in page.grids for cell in grid.cells]
    for line in page.lines:
        if any(cell.holds(*line.box.centre) for cell in cells):
            continue
        for kind, spec in forms.kinds.items():
            if spec.layout is not Layout.LETTER and any(_is_title(line, title) for title in spec.titles):
                yield max(0.0, line.box.y0 - ABOVE * line.box.height), kind
                break


def _is_title(line: Line, title: str) -> bool:
    return "..." not in title and title_likeness(line.text, title) >= SURE_TITLE


def _part(page: Page, top: float, bottom: float) -> Page:
    """What stands between two heights, as a page of its own."""
    share = bottom - top

    def moved(box: Box) -> Box:
        return Box(box.x0, (box.y0 - top) / share, box.x1, (box.y1 - top) / share)

    def is_here(box: Box) -> bool:
        return top <= box.centre[1] < bottom

    to_view = np.array(page.to_view).reshape(3, 3) @ np.array([[1, 0, 0], [0, share, top], [0, 0, 1.0]])
    return replace(
        page,
        size=(page.size[0], round(page.size[1] * share)),
        lines=tuple(
            replace(line, box=moved(line.box), chars=tuple(map(moved, line.chars)))
            for line in page.lines
            if is_here(line.box)
        ),
        grids=tuple(
            replace(grid, box=moved(grid.box), cells=tuple(replace(cell, box=moved(cell.box)) for cell in grid.cells))
            for grid in page.grids
            if is_here(grid.box)
        ),
        seals=tuple(
            replace(seal, place=Place(page.number, moved(seal.place.box)))
            for seal in page.seals
            if seal.unplaced or is_here(seal.place.box)
        ),
        unread=tuple(moved(box) for box in page.unread if is_here(box)),
        traces=tuple(moved(box) for box in page.traces if is_here(box)),
        differing=tuple(
            replace(one, place=Place(page.number, moved(one.place.box)))
            for one in page.differing
            if is_here(one.place.box)
        ),
        to_view=tuple(to_view.ravel().tolist()),
        area=box_in_view(Box(0.0, 0.0, 1.0, 1.0), to_view.ravel().tolist()),
        look="",
    )
