"""What people leave on a page besides writing, on drawn scans: slices of a seal at its edge."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image

from drawing.across import press_across
from drawing.layout import Pens
from drawing.letters import prose
from drawing.media import MEDIA, digitise
from drawing.seals import Stamp, press
from drawing.sheet import DrawnSheet, paint
from drawing.styles import STYLES
from extractor.geometry import shows_its_edges
from extractor.page.marks.edges import seal_pieces
from extractor.page.straighten import Straight, straighten

COMPANY = "某市甲进出口有限公司"
CLAUSE = "甲方应按约定支付保险费，乙方应按约定承担保险责任，双方就有关事项协商一致，订立本合同。"


def sheets(count: int) -> list[DrawnSheet]:
    drawn = [DrawnSheet("contract", random.Random(at)) for at in range(count)]
    for sheet in drawn:
        for row in range(6):
            prose(sheet, Pens.of(STYLES[1], False, False), CLAUSE, 20 + 20 * row, [], 12)
    return drawn


def scanned(sheet: DrawnSheet, medium: str, seed: int) -> Straight:
    jpeg, _ = digitise(paint(sheet, MEDIA[medium].dpi), medium, random.Random(seed))
    return straighten(np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB")))


def test_each_page_of_a_sealed_stack_shows_its_slice() -> None:
    stack = sheets(4)
    press_across(stack, Stamp(COMPANY, (0, 0)), STYLES[1], random.Random(2), 150.0, skip=[2])
    found = [seal_pieces(scanned(sheet, "scan150", at).picture) for at, sheet in enumerate(stack)]
    assert [len(pieces) for pieces in found] == [1, 1, 0, 1]
    assert all(abs(piece.centre[1] - 150 / 297) < 0.03 and piece.x1 > 0.95 for pieces in found for piece in pieces)


def test_a_whole_seal_beside_the_edge_is_no_slice() -> None:
    (sheet,) = sheets(1)
    press(sheet, Stamp(COMPANY, (0.86, 0.5), wear="clear", turn=0.0), STYLES[1])
    sheet.stroke(203, 10, 203, 280, 0.4, (200, 30, 30))  # a red rule down the margin
    assert not seal_pieces(scanned(sheet, "scan150", 1).picture)


def test_a_sheet_cut_out_of_a_photo_may_lack_its_edges() -> None:
    level, cut_out = (1, 0, 0, 0, 1, 0, 0, 0, 1), (0.92, 0, 0.04, 0, 0.92, 0.04, 0, 0, 1)
    assert shows_its_edges((1654, 2339), level)
    assert not shows_its_edges((1654, 2339), cut_out)
    assert not shows_its_edges((1500, 2000), level)  # a camera's proportions
