"""The two engines: lines and characters with their places, and what to install where one is missing."""

from __future__ import annotations

import shutil

import drawn
import pytest

from extractor.ocr import OcrUnavailable, tesseract
from extractor.ocr.rapid import Engine
from extractor.picture import Picture


def written(text: str, size: int = 34) -> Picture:
    image = drawn.page(900, 60)
    drawn.write(image, (20, 10), text, size)
    return drawn.pixels(image)


def test_a_page_is_read_line_by_line(engine: Engine) -> None:
    lines = engine.lines(drawn.pixels(drawn.letter()))
    assert len(lines) == 12
    assert [line.text.replace(" ", "")[-10:] for line in lines] == [f"2022-05-{i + 10}" for i in range(12)]
    assert min(line.confidence for line in lines) > 0.9


def test_each_character_has_its_place(engine: Engine) -> None:
    image = drawn.page(1000, 300)
    drawn.write(image, (100, 100), "91370214B3HN2J1K6T", 40)
    (line,) = engine.lines(drawn.pixels(image))
    assert len(line.chars) == len(line.text) == len(line.confidences) == 18
    centres = [char.centre[0] for char in line.chars]
    assert centres == sorted(centres)
    assert centres[0] * 1000 == pytest.approx(112, abs=12)


def test_crops_are_read_in_their_order_whatever_their_widths(engine: Engine) -> None:
    texts = ["7", "2023-03-22", "Total premium 35,300.00 paid in full", "361.33"]
    readings = engine.recognise([written(text)[:, : 60 + 22 * len(text)].copy() for text in texts])
    assert [reading.text.replace(" ", "") for reading in readings] == [text.replace(" ", "") for text in texts]


def test_an_empty_picture_reads_as_nothing(engine: Engine) -> None:
    assert engine.lines(drawn.pixels(drawn.page())) == ()
    assert engine.recognise([]) == []


def test_a_worker_may_compute_on_any_core(engine: Engine) -> None:
    """Pinned, OpenVINO gives every process the first core: two workers then take turns on it."""
    request = getattr(engine._recogniser, "_request", None)
    if request is None:
        pytest.skip("onnxruntime computes here, which pins nothing")
    assert request.get_compiled_model().get_property("ENABLE_CPU_PINNING") is False


def test_nothing_is_logged(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    Engine().lines(drawn.pixels(drawn.page(300, 300)))
    assert capfd.readouterr() == ("", "")


def test_without_the_program_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")
    tesseract.pytesseract.get_tesseract_version.cache_clear() if hasattr(
        tesseract.pytesseract.get_tesseract_version, "cache_clear"
    ) else None
    with pytest.raises(OcrUnavailable) as caught:
        tesseract.Engine()
    assert "apt install" in caught.value.reason.zh


def test_without_chinese_data_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytesseract.get_tesseract_version", lambda: "5.3.0")
    monkeypatch.setattr("pytesseract.get_languages", lambda config: ["eng"])
    with pytest.raises(OcrUnavailable) as caught:
        tesseract.Engine()
    assert "chi_sim" in caught.value.reason.zh


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed here")
def test_tesseract_reads_a_crop_and_a_page() -> None:
    try:
        engine = tesseract.Engine()
    except OcrUnavailable:
        pytest.skip("chi_sim is not installed here")
    (reading,) = engine.recognise([written("2023-03-22")[:, :280].copy()])
    assert reading.text.replace(" ", "") == "2023-03-22"
    assert len(reading.marks) == len(reading.text)
    texts = [line.text for line in engine.lines(drawn.pixels(drawn.letter()))]
    assert sum("2022-05-" in text for text in texts) >= 10
