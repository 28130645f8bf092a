"""Electronic seals and signatures of a file, put among the seals that were seen on its pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractor.language.matching import fold
from extractor.language.organisations import organisation_in
from extractor.records import Box, Page, Place, Seal
from extractor.sources.base import RawPage

SAME_PLACE = 0.5  # of a seal that was seen: so much of it within the signature's box, and it is the signature's picture


def with_electronic(page: Page, raw: RawPage) -> Page:
    """The page with the electronic seals of `raw`. The picture that an electronic seal shows is not counted twice; what
    is drawn for a broken one is no seal. A signature that shows nowhere makes no page of a blank back."""
    if not raw.seals and not raw.void:
        return page
    from_view = np.asarray(np.linalg.inv(np.array(page.to_view).reshape(3, 3)), np.float64)
    void = [_mapped(box, from_view) for box in raw.void]
    seen = [seal for seal in page.seals if not any(_within(seal, box) for box in void)]
    seals = list[Seal]()
    for electronic in raw.seals:
        box = electronic.place.box
        if page.area and box.area and not page.area.holds(*box.centre):
            continue  # on the other page of the scan
        placed = replace(electronic, place=Place(page.number, box if not box.area else _mapped(box, from_view)))
        pictures = [seal for seal in seen if not placed.unplaced and _within(seal, placed.place.box)]
        own = [seal for seal in pictures if _says_the_same(seal, placed)]
        if own:
            look = own[0]
            placed = replace(placed, place=look.place, shape=look.shape, color=look.color, inner=look.inner)
        seen = [replace(seal, electronic=seal.electronic or seal in pictures) for seal in seen if seal not in own]
        seals.append(placed)
    return replace(page, seals=(*seen, *seals), blank=page.blank and all(seal.unplaced for seal in seals))


def _says_the_same(seen: Seal, electronic: Seal) -> bool:
    """A ring that names another is another's seal, signed into the file by whoever signed it."""
    if fold(seen.text) == fold(electronic.text):
        return True
    return organisation_in(seen.text) is None or organisation_in(electronic.text) is None


def _within(seal: Seal, box: Box) -> bool:
    return seal.place.box.shared(box) >= SAME_PLACE * seal.place.box.area > 0


def _mapped(box: Box, matrix: NDArray[np.float64]) -> Box:
    corners = np.array([(x, y, 1.0) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]) @ matrix.T
    xs, ys = corners[:, 0] / corners[:, 2], corners[:, 1] / corners[:, 2]
    return Box(float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
