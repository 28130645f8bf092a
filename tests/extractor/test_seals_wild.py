"""Seals as they come in from outside: cut by the page's edge, in several columns, on coarse pictures."""

from __future__ import annotations

import random

import numpy as np
import pytest
import seals_drawn
import seals_wild as drawn

from extractor.ocr import Reading
from extractor.ocr.rapid import Engine
from extractor.picture import Picture, grey_picture
from extractor.records import Color, Seal
from extractor.seals import find_seals
from extractor.seals.squares import text_of

pytestmark = pytest.mark.skipif(seals_drawn.font_file() is None, reason="no Chinese font: make setup installs one")


def found(seed: int, state: str, kind: str, engine: Engine) -> tuple[drawn.Stamped, Seal | None]:
    wild = drawn.wild(random.Random(seed), state, (kind,))
    seals = find_seals(wild.picture, engine.recognise, 1)
    return wild.seals[0], next((seal for seal in seals if seal.place.box.iou(wild.seals[0].box) > 0.5), None)


def test_seals_cut_by_the_edge_are_listed_as_such(engine: Engine) -> None:
    seals = [found(seed, "cut", "company", engine)[1] for seed in range(10)]
    listed = [seal for seal in seals if seal is not None]
    assert len(listed) >= 8
    assert all(seal.cut for seal in listed)


def test_a_whole_seal_is_not_called_cut(engine: Engine) -> None:
    for seed in range(3):
        _, seal = found(seed, "plain", "company", engine)
        assert seal is not None
        assert not seal.cut


def test_square_seals_in_columns_are_read_from_the_right(engine: Engine) -> None:
    read = [found(seed, "plain", "columns", engine) for seed in range(8)]
    assert all(seal is not None for _, seal in read)
    right = [seal for truth, seal in read if seal is not None and seal.text == truth.words.text]
    assert len(right) >= 5


def test_oval_seals_on_a_grey_copy_are_found_among_the_print(engine: Engine) -> None:
    seals = [found(seed, "grey", "invoice", engine)[1] for seed in range(6)]
    assert [seal.color for seal in seals if seal is not None].count(Color.GREY) >= 2


@pytest.mark.parametrize(
    ("columns", "rows", "whole", "said"),
    [
        (("孙勇平印", 1.0), ("平孙印勇", 1.0), ("平", 0.81), "孙勇平印"),
        (("一", 0.82), ("士口", 0.92), ("固", 1.0), None),
        (("之三人公", 0.46), ("反今", 0.4), ("图", 1.0), None),
    ],
    ids=["a name, whose whole reads as one of its letters", "a heading's letter", "another"],
)
def test_a_square_is_told_from_a_single_letter(
    columns: tuple[str, float], rows: tuple[str, float], whole: tuple[str, float], said: str | None
) -> None:
    read = text_of([Reading(text, sure, (), (sure,) * len(text)) for text, sure in (columns, rows, whole)])
    assert (read and read[0]) == said


def faxed(picture: Picture) -> Picture:
    """In black and white, with half of the lines."""
    grey = picture.mean(axis=2)
    lines = grey[: grey.shape[0] // 2 * 2].reshape(-1, 2, grey.shape[1]).mean(axis=1)
    return grey_picture(np.where(np.repeat(lines, 2, axis=0) < 200, 0, 255).astype(np.uint8))


def test_seals_on_a_fax_are_listed_though_they_cannot_be_read(engine: Engine) -> None:
    listed = 0
    for seed in range(4):
        wild = drawn.wild(random.Random(seed), "plain", ("company",))
        seals = find_seals(faxed(wild.picture), engine.recognise, 1)
        listed += any(seal.place.box.iou(wild.seals[0].box) > 0.5 for seal in seals)
        assert all(seal.color in (Color.BLACK, Color.GREY) for seal in seals)
        assert [seal.text for seal in seals if seal.confidence >= 0.7 and seal.text != wild.seals[0].words.text] == []
    assert listed >= 3
