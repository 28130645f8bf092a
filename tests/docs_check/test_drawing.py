"""`read --picture` marks everything that was found, in its colour, with labels or with numbers and a legend."""

from __future__ import annotations

import numpy as np
import pytest

import docs_check.pictures.drawing as module
from docs_check.pictures.drawing import BLUE, GREEN, GREY, RED, draw, marks_on


@pytest.fixture
def document(made):
    return made.batch.districts[0].dossiers[0].documents[0]


def test_everything_found_is_marked_in_its_colour(document):
    marks = list(marks_on([document], 1))
    assert [mark.colour for mark in marks] == [GREY, BLUE, GREEN, RED]
    assert marks[3].label == "某某公司 → applicant"
    assert list(marks_on([document], 2)) == []


def test_marks_are_drawn_with_labels_or_with_numbers_and_a_legend(document, monkeypatch):
    picture = np.full((800, 600, 3), 255, np.uint8)
    image, _ = draw(picture, marks_on([document], 1))
    assert image.getpixel((int(0.5 * image.width) + 1, int(0.65 * image.height))) == RED
    monkeypatch.setattr(module, "_font", lambda: None)
    _, legend = draw(picture, marks_on([document], 1))
    assert [line[:2] for line in legend] == ["1:", "2:", "3:"]
