"""The parts of reading a seal that need no picture."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.seals.inscriptions import settled, unruled
from extractor.seals.rings import Ring
from extractor.seals.vote import Letter, voted


def letters(text: str, confidences: dict[int, float] | None = None, skip: tuple[int, ...] = ()) -> list[Letter]:
    sure = confidences or {}
    return [
        Letter(0.1 + 0.05 * place, letter, sure.get(place, 0.99))
        for place, letter in enumerate(text)
        if place not in skip
    ]


def said(readings: list[list[Letter]]) -> str:
    return "".join(letter.text for letter in voted(readings))


def test_the_more_confident_letter_wins() -> None:
    assert said([letters("海川市", {1: 0.3}), letters("海州市"), letters("海州市", {1: 0.4})]) == "海州市"


def test_a_letter_that_one_reading_missed_is_kept_and_doubted() -> None:
    result = voted([letters("海州市商务局", skip=(2,)), letters("海州市商务局")])
    assert "".join(letter.text for letter in result) == "海州市商务局"
    assert result[2].confidence < 0.6 < result[1].confidence


def test_what_hardly_any_reading_saw_is_left_out() -> None:
    assert said([letters("海州市"), letters("海州市"), letters("海州市X", {3: 0.4})]) == "海州市"


def test_letters_across_the_start_of_the_turn_stay_in_order() -> None:
    turned = [Letter((letter.turn + 0.8) % 1, letter.text, letter.confidence) for letter in letters("海州市商务局")]
    assert said([turned, turned]) == "海州市商务局"


def test_no_reading_is_no_letter() -> None:
    assert voted([[], []]) == []


def test_one_sure_letter_outweighs_two_guesses() -> None:
    looks = [[Letter(0.1, "天", 0.95)], [Letter(0.1, "庆", 0.5)], [Letter(0.1, "庆", 0.5)]]
    (letter,) = voted(looks)
    assert letter.text == "天"
    assert letter.confidence < 0.4, "doubted all the same"


@pytest.mark.parametrize(
    ("text", "doubtful", "expected"),
    [
        ("发票希用章", {2: 0.4}, "发票专用章"),
        ("国家权务总局监制", {2: 0.5}, "国家税务总局监制"),
        ("发票希用章", {}, "发票希用章"),  # a letter read clearly stays
        ("业务专用章", {0: 0.4, 1: 0.4}, "业务专用章"),  # as near to one standard as to another
        ("海州市商务局", {0: 0.2, 1: 0.2}, "海州市商务局"),
        ("合同专用章", {}, "合同专用章"),
    ],
)
def test_only_doubtful_letters_give_way_to_standard_words(text: str, doubtful: dict[int, float], expected: str) -> None:
    assert settled(text, [doubtful.get(place, 0.99) for place in range(len(text))]) == expected


def test_lines_at_the_ends_are_no_letters() -> None:
    assert unruled("UJ国家税务总局") == "国家税务总局"
    assert unruled("UrJ") == ""
    assert unruled("ABJ1234567") == "ABJ1234567"


def test_a_ring_knows_its_box_axes_and_inside() -> None:
    ring = Ring.of(100, 80, 40, 30, np.pi / 6)
    long, short, turn = ring.axes
    assert (long, short) == pytest.approx((40, 30))
    assert np.tan(turn) == pytest.approx(np.tan(np.pi / 6))
    assert ring.is_oval
    assert not Ring.of(0, 0, 40, 38, 0).is_oval
    x, y = ring.points(np.linspace(0, 6, 50), np.array([1.0]))
    x0, y0, x1, y1 = ring.box
    assert x.min() >= x0 - 1e-3 and x.max() <= x1 + 1e-3 and y.min() >= y0 - 1e-3 and y.max() <= y1 + 1e-3
    assert ring.scaled(2).radius == pytest.approx(2 * ring.radius)
