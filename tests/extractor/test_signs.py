"""Places for signatures on drawn forms: scribbled, in pen, in print, empty, under a seal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from checks.facts.signing import A_NAME, LEAST_INK
from checks.pack.load import find_packs, load_pack
from drawing.signatures import WAYS, signed_form
from drawing.writers import write_pdf
from extractor.file import read_file
from extractor.forms import SignSpec
from extractor.ocr.rapid import Engine
from extractor.records import Box, Line, Page, SignSeen, Words
from extractor.understand.signs import read_sign


def seen(way: str, medium: str, style: int, folder: Path, engine: Engine) -> SignSeen:
    path = folder / f"{way}.pdf"
    write_pdf(path, [signed_form(way, 3, medium, style)])
    forms = load_pack(find_packs()["qingdao-2022-export-credit"]).forms
    (paper,) = read_file(path, path.name, forms, engine).documents
    (sign,) = (sign for slot in paper.slots for sign in slot.signs)
    return sign


@pytest.mark.parametrize("style", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_text_pdfs_tell_ink_from_print_and_from_nothing(way: str, style: int, tmp_path: Path, engine: Engine) -> None:
    sign = seen(way, "vector", style, tmp_path, engine)
    assert (bool(sign.written) and sign.typed) is (way == "print")
    assert (sign.ink >= A_NAME) is (way in ("scribble", "pen"))
    assert sign.ink < LEAST_INK or way in ("scribble", "pen")


@pytest.mark.parametrize("way", ["scribble", "sealed_empty"])
def test_scans_tell_ink_from_nothing(way: str, tmp_path: Path, engine: Engine) -> None:
    sign = seen(way, "scan200", 1, tmp_path, engine)
    assert (bool(sign.written) or sign.ink >= A_NAME) is (way == "scribble")
    assert sign.written or sign.ink < LEAST_INK or way == "scribble"


def test_writing_that_hangs_below_its_row_is_in_the_place() -> None:
    """A scribble beside a name seal, boxed by OCR from the middle of its row to the date below."""
    label = Line(Box(0.345, 0.612, 0.539, 0.632), "法定代表人（签字）：", 0.99)
    printed = (
        Line(Box(0.346, 0.591, 0.765, 0.611), "件一致，如有不实，愿承担由此产生的一切责任。", 0.96),
        Line(Box(0.696, 0.614, 0.808, 0.633), "单位（盖章）", 0.95),
        Line(Box(0.667, 0.637, 0.842, 0.656), "2023年3月8日", 0.95),
    )
    scribble = Line(Box(0.545, 0.6136, 0.64, 0.651), "前半", 0.56)
    spec = SignSpec(Words("法定代表人", "the legal representative"), ("法定代表人（签字）",))
    page = Page(1, (1679, 2356), (), (), (), tuple(np.eye(3).ravel().tolist()))
    cell = Box(0.33, 0.565, 0.9, 0.66)
    signed = read_sign("legal", spec, cell, (label, *printed, scribble), page)
    empty = read_sign("legal", spec, cell, (label, *printed), page)
    assert signed is not None
    assert empty is not None
    assert (signed.written, empty.written) == ("前半", "")


def test_a_hand_above_or_below_its_row_signs_too() -> None:
    """Ink between the declaration and the row, and the name seal read below it, over which somebody wrote."""
    label = Line(Box(0.13, 0.537, 0.24, 0.552), "法定代表人（签字）：", 0.99)
    printed = (Line(Box(0.13, 0.505, 0.5, 0.52), "复印件与原件一致，如有不实，愿承担由此产生的一", 0.99),)
    spec = SignSpec(Words("法定代表人", "the legal representative"), ("法定代表人（签字）",))
    page = Page(1, (1654, 2339), (), (), (), tuple(np.eye(3).ravel().tolist()))
    cell = Box(0.12, 0.48, 0.5, 0.66)
    inked = replace(page, unread=(Box(0.26, 0.525, 0.31, 0.537),))
    sealed = Line(Box(0.27, 0.556, 0.33, 0.575), "印曲", 0.97)
    (empty, above, below) = (
        read_sign("legal", spec, cell, (label, *printed, *more), one)
        for one, more in ((page, ()), (inked, ()), (page, (sealed,)))
    )
    assert empty is not None
    assert above is not None
    assert below is not None
    assert (empty.ink, empty.written) == (0, "")
    assert above.ink >= A_NAME
    assert below.written == "印曲"


def test_a_label_boxed_far_beyond_its_print_is_no_empty_place() -> None:
    """OCR boxed a small scribble with the label, and so its strokes are nobody's."""
    spec = SignSpec(Words("法定代表人", "the legal representative"), ("法定代表人（签字）",))
    page = Page(1, (1654, 2339), (), (), (), tuple(np.eye(3).ravel().tolist()))
    cell = Box(0.33, 0.6, 0.9, 0.7)
    close, beyond = (
        read_sign("legal", spec, cell, (Line(Box(0.352, 0.656, end, 0.676), "法定代表人（签字）：", 0.95),), page)
        for end in (0.555, 0.602)
    )
    assert close is not None
    assert beyond is not None
    assert close.ink == 0.0
    assert LEAST_INK <= beyond.ink < A_NAME
