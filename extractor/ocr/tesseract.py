"""The second engine: Tesseract through pytesseract, for those who have it; an independent reader of doubtful crops."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, cast

import cv2
import numpy as np
import pytesseract

from extractor.device import Device
from extractor.ocr import OcrUnavailable, Reading
from extractor.picture import Picture
from extractor.records import Box, Line, Words

LANGUAGE = "chi_sim"
SECONDS = 120  # for one page; Tesseract takes 3, and on noise it may never end
LINE_HEIGHT = 48  # px: Tesseract's own advice is capitals of 30 px or more
MARGIN = 12  # px of white: Tesseract loses what touches the edge
PAGE, SINGLE_LINE = "--psm 3", "--psm 7"


class Engine:
    """Raises OcrUnavailable where the program or its Chinese data is missing."""

    name = "tesseract"

    @staticmethod
    def version_on(device: Device) -> str:
        del device  # it knows of no graphics card
        try:
            version = str(pytesseract.get_tesseract_version())
            languages = pytesseract.get_languages(config="")
        except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, OSError, SystemExit) as error:
            raise OcrUnavailable(_missing_program()) from error
        if LANGUAGE not in languages:
            raise OcrUnavailable(_missing_language())
        return version

    def __init__(self, device: Device = Device.CPU) -> None:
        self.version = self.version_on(device)

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        height, width = picture.shape[:2]
        words = _words(picture, PAGE)
        rows: dict[tuple[int, ...], list[_Word]] = {}
        for word in words:
            rows.setdefault(word.row, []).append(word)
        lines = [_line(row, width, height) for row in rows.values()]
        return tuple(sorted(lines, key=lambda line: (line.box.centre[1], line.box.x0)))

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return [_reading(picture) for picture in pictures]


class _Word:
    """A row of Tesseract's table."""

    def __init__(self, table: Mapping[str, Sequence[Any]], index: int) -> None:
        self.text = str(table["text"][index]).strip()
        self.confidence = max(0.0, float(table["conf"][index]) / 100)
        self.row = tuple(int(table[key][index]) for key in ("block_num", "par_num", "line_num"))
        self.left, self.top, self.width, self.height = (
            float(table[key][index]) for key in ("left", "top", "width", "height")
        )


def _words(picture: Picture, mode: str) -> list[_Word]:
    table = cast(
        "dict[str, list[Any]]",
        pytesseract.image_to_data(
            picture, lang=LANGUAGE, config=mode, timeout=SECONDS, output_type=pytesseract.Output.DICT
        ),
    )
    words = [_Word(table, index) for index in range(len(table["text"]))]
    return [word for word in words if word.text]


def _line(words: Sequence[_Word], width: int, height: int) -> Line:
    text, chars, confidences = "", list[Box](), list[float]()
    for word in words:
        if text and _is_latin(text[-1]) and _is_latin(word.text[0]):
            last = chars[-1]
            text += " "
            chars.append(Box(last.x1, last.y0, max(last.x1, word.left / width), last.y1))
            confidences.append(word.confidence)
        step = word.width / len(word.text)
        for i, character in enumerate(word.text):
            x0, x1 = (word.left + step * i) / width, (word.left + step * (i + 1)) / width
            chars.append(Box(x0, word.top / height, x1, (word.top + word.height) / height))
            confidences.append(word.confidence)
            text += character
    confidence = sum(confidences) / len(confidences)
    return Line(Box.around(chars), text, confidence, tuple(chars), tuple(confidences))


def _reading(picture: Picture) -> Reading:
    scale = LINE_HEIGHT / picture.shape[0]
    size = (max(1, round(picture.shape[1] * scale)), LINE_HEIGHT)
    paper = tuple(int(value) for value in np.percentile(picture.reshape(-1, 3), 90, axis=0))
    resized = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(resized, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=paper)
    words = _words(cast(Picture, framed), SINGLE_LINE)
    if not words:
        return Reading("", 0.0)
    line = _line(words, framed.shape[1], framed.shape[0])
    marks = tuple(min(1.0, max(0.0, (char.centre[0] * framed.shape[1] - MARGIN) / size[0])) for char in line.chars)
    return Reading(line.text, line.confidence, marks, line.confidences)


def _is_latin(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("Na", "N", "H")


def _missing_program() -> Words:
    return Words(
        "没有找到 Tesseract 程序。请安装后重试：Debian/Ubuntu 运行 apt install tesseract-ocr tesseract-ocr-chi-sim，"
        "Windows 请安装 UB Mannheim 的安装包并勾选简体中文；或者不使用 --ocr tesseract。",
        "The program tesseract was not found. Install it (Debian/Ubuntu: apt install tesseract-ocr "
        "tesseract-ocr-chi-sim; Windows: UB Mannheim's installer with Simplified Chinese), "
        "or leave out --ocr tesseract.",
    )


def _missing_language() -> Words:
    return Words(
        "Tesseract 缺少简体中文数据 chi_sim。请安装后重试：Debian/Ubuntu 运行 apt install tesseract-ocr-chi-sim，"
        "其他系统把 chi_sim.traineddata 放入 tessdata 目录。",
        "Tesseract lacks the Simplified Chinese data chi_sim. Install it (Debian/Ubuntu: apt install "
        "tesseract-ocr-chi-sim; elsewhere put chi_sim.traineddata into the folder tessdata).",
    )
