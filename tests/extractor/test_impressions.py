"""Fingerprints of impressions, on seals drawn without letters of any font: a rim, blocks along it, a disc."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.page.fingerprint import look_of
from extractor.records import Box, Color, Line, Place, Seal, Shape
from extractor.seals.impressions import with_impressions

SIDE = 360  # px: a seal of 40 mm at 200 dpi, and some paper around it
RADIUS = 157.0
WORN, CRISP = 0.12, 0.0


def pressed(turn: float, wear: float, hand: int) -> np.ndarray:
    """How much ink lies where, 0 to 1: the seal turned by degrees, with pores that one press leaves."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    middle = (SIDE // 2, SIDE // 2)
    cv2.circle(ink, middle, round(RADIUS - 5), 255, 10)
    for at, width in enumerate(np.random.default_rng(3).uniform(4, 15, 16)):
        angle = 20 * at + turn
        cv2.ellipse(ink, middle, (115, 115), 0, angle, angle + width, 255, 24)
    noise = cv2.GaussianBlur(np.random.default_rng(hand).random((SIDE, SIDE), dtype=np.float32), (0, 0), 1.2)
    pores = noise < np.quantile(noise, wear) if wear else np.zeros(noise.shape, bool)
    return cv2.GaussianBlur(ink.astype(np.float32) / 255 * np.where(pores, 0.2, 1), (0, 0), 0.6)


def scanned(ink: np.ndarray, grain: int, *, print_over: bool = False) -> np.ndarray:
    """A JPEG of the paper, print on it where told."""
    page = 250 - ink[..., None] * (250 - np.array([205, 30, 40], np.float32))
    if print_over:
        cv2.rectangle(page, (0, 100), (SIDE, 125), (25, 25, 25), -1)
    page += np.random.default_rng(grain).normal(0, 3, (SIDE, SIDE, 1))
    written = cv2.imencode(".jpg", np.clip(page, 0, 255).astype(np.uint8)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 65])[1]
    return np.ascontiguousarray(cv2.imdecode(written, cv2.IMREAD_COLOR)[..., ::-1])


def taken(picture: np.ndarray, shape: Shape = Shape.ROUND, color: Color = Color.RED) -> str:
    low, high = (SIDE / 2 - RADIUS - 2) / SIDE, (SIDE / 2 + RADIUS + 1) / SIDE
    seal = Seal(Place(1, Box(low, low, high, high)), shape, color, "", "", 0.9)
    return with_impressions([seal], picture)[0].impression


def correlation(one: str, two: str, part: slice) -> float:
    left, right = (np.array([int(digit, 16) for digit in text[part]], float) for text in (one, two))
    seen = (left > 0) & (right > 0)
    return float(np.corrcoef(left[seen], right[seen])[0, 1])


RIM, LETTERS = slice(0, 512), slice(512, 768)


@pytest.mark.parametrize("print_over", [False, True])
def test_two_scans_of_one_impression_share_its_wear_and_two_presses_do_not(print_over):
    first = taken(scanned(pressed(2.0, WORN, hand=1), 1))
    again = taken(scanned(pressed(2.0, WORN, hand=1), 2, print_over=print_over))
    other = taken(scanned(pressed(2.0, WORN, hand=2), 3, print_over=print_over))
    assert len(first) == 768
    assert correlation(first, again, RIM) > 0.7
    assert correlation(first, other, RIM) < 0.35
    assert correlation(first, again, LETTERS) > 0.9


def test_letters_tell_the_angle():
    first, turned = (taken(scanned(pressed(turn, WORN, hand=1), 1)) for turn in (0.0, 7.0))
    assert correlation(first, turned, LETTERS) < 0.7


def test_print_over_the_rim_is_not_taken_for_wear():
    covered = taken(scanned(pressed(0, WORN, hand=1), 1, print_over=True))
    bare = taken(scanned(pressed(0, WORN, hand=1), 1))
    assert 25 < covered[RIM].count("0") - bare[RIM].count("0") < 120


def test_a_crisp_rim_shows_next_to_nothing():
    levels = np.array([int(digit, 16) for digit in taken(scanned(pressed(0, CRISP, hand=1), 1))[RIM]], float)
    assert levels.std() * 0.04 < 0.035


def test_none_is_taken_of_copies_other_shapes_and_coarse_pictures():
    picture = scanned(pressed(0, WORN, hand=1), 1)
    assert not taken(picture, color=Color.BLACK)
    assert not taken(picture, shape=Shape.OVAL)
    assert not taken(np.ascontiguousarray(picture[::3, ::3]))


def test_a_look_is_taken_of_pages_that_say_little():
    page = np.full((900, 640, 3), 250, np.uint8)
    assert not look_of(page, ()), "nothing on it"
    cv2.rectangle(page, (100, 200), (500, 600), (120, 90, 60), -1)
    assert len(look_of(page, ())) == 576
    assert not look_of(page, [Line(Box(0, 0, 1, 0.1), "字" * 80, 0.99)])
