"""Seals: round, oval and square, cut with even spacing along the rim, worn and inked as stamps are."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from drawing.fonts import font, width_of
from drawing.sheet import Box, DrawnSheet, Impression, Ink
from drawing.styles import SealLook, Style

PX_PER_MM = 14  # 355 dpi: finer than any scan drawn here
GREY: Ink = (92, 92, 94)
BLUE: Ink = (38, 62, 160)
# The foot of the ring stays free: this much without, this much with a number there (degrees).
FREE_FOOT = 62.0
FREE_FOOT_WITH_NUMBER = 104.0

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal to put on a paper. `at` is a slot of the paper, or a centre in fractions of the sheet; `shift` is in mm.
    What is None is drawn at random within the style. `wear`: clear, faint, broken, heavy."""

    text: str
    at: str | tuple[float, float]
    shape: str = "round"
    inner: str = ""
    serial: str | None = None
    colour: str = "red"
    party: str | None = None
    wear: str | None = None
    turn: float | None = None
    shift: tuple[float, float] | None = None
    size: float | None = None


def press(sheet: DrawnSheet, stamp: Stamp, style: Style) -> None:
    """Puts the seal on the sheet and notes what is true of it."""
    rng = sheet.rng
    mask, size, serial = cut(stamp, style.seal, rng)
    turn = stamp.turn if stamp.turn is not None else rng.gauss(0, 7)
    mask = _turned(_worn(mask, stamp.wear or _some_wear(rng), rng), turn)
    x, y = _centre(sheet, stamp, rng)
    width, height = mask.shape[1] / PX_PER_MM, mask.shape[0] / PX_PER_MM
    ink = {"grey": GREY, "black": GREY, "blue": BLUE}.get(stamp.colour) or rng.choice(style.seal.ink)
    sheet.things.append(Impression(mask, (x - width / 2, y - height / 2, x + width / 2, y + height / 2), ink))
    sheet.seals.append(
        {
            "text": stamp.text,
            "inner": stamp.inner,
            "serial": serial,
            "shape": stamp.shape,
            "color": stamp.colour,
            "party": stamp.party,
            "box": _outline(stamp.shape, size, turn, x, y),
        }
    )


def _some_wear(rng: random.Random) -> str:
    return rng.choices(("clear", "faint", "broken", "heavy"), (6, 2, 2, 1))[0]


def _centre(sheet: DrawnSheet, stamp: Stamp, rng: random.Random) -> tuple[float, float]:
    if isinstance(stamp.at, str):
        x0, y0, x1, y1 = sheet.place_of(stamp.at)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        dx, dy = stamp.shift if stamp.shift is not None else (rng.uniform(-7, 5), rng.uniform(-4, 4))
    else:
        x, y = stamp.at[0] * sheet.size[0], stamp.at[1] * sheet.size[1]
        dx, dy = stamp.shift or (0.0, 0.0)
    return x + dx, y + dy


def _outline(shape: str, size: tuple[float, float], turn: float, x: float, y: float) -> Box:
    """The box of the turned rim: an ellipse's is narrower than that of its turned rectangle."""
    a, b, cos, sin = size[0] / 2, size[1] / 2, math.cos(math.radians(turn)), math.sin(math.radians(turn))
    if shape == "square":
        half_x, half_y = a * abs(cos) + b * abs(sin), a * abs(sin) + b * abs(cos)
    else:
        half_x, half_y = math.hypot(a * cos, b * sin), math.hypot(a * sin, b * cos)
    return (x - half_x, y - half_y, x + half_x, y + half_y)


def cut(stamp: Stamp, look: SealLook, rng: random.Random) -> tuple[Mask, tuple[float, float], str]:
    """The clean seal: its ink, its size in mm, its number (`""` where it has none)."""
    serial = stamp.serial
    if serial is None:
        digits = "3702" + "".join(rng.choices("0123456789", k=9))
        serial = digits if stamp.shape == "round" and rng.random() < look.serial else ""
    if stamp.shape == "square":
        side = stamp.size or rng.uniform(17, 22)
        return _square(stamp.text, side, look, rng), (side, side), ""
    if stamp.shape == "oval":
        size = (stamp.size or 40.0, (stamp.size or 40.0) * 0.75)
        return _oval(stamp, size, serial, look, rng), size, serial
    across = stamp.size or rng.uniform(39, 43)
    return _round(stamp, across, serial, look, rng), (across, across), serial


def _blank(width: float, height: float) -> Image.Image:
    return Image.new("L", (round(width * PX_PER_MM), round(height * PX_PER_MM)), 0)


def _glyph(character: str, face: str, width: float, height: float, turn: float) -> Image.Image:
    """One character stretched to a cell (mm), turned counter-clockwise."""
    side = 160
    tile = Image.new("L", (side, side), 0)
    ImageDraw.Draw(tile).text(
        (side / 2, side / 2), character, fill=255, font=font(face, side * 0.92), anchor="mm", stroke_width=1.5
    )
    tall = character.isascii()  # digits fill only half of an em
    if tall:
        tile = tile.crop((side // 4, side // 10, side - side // 4, side - side // 10))
    tile = tile.resize((max(2, round(width * PX_PER_MM)), max(2, round(height * PX_PER_MM))), Image.Resampling.LANCZOS)
    return tile.rotate(turn, Image.Resampling.BICUBIC, expand=True)


def _set(picture: Image.Image, glyph: Image.Image, x: float, y: float) -> None:
    picture.paste(255, (round(x * PX_PER_MM - glyph.width / 2), round(y * PX_PER_MM - glyph.height / 2)), glyph)


def _round(stamp: Stamp, across: float, serial: str, look: SealLook, rng: random.Random) -> Mask:
    picture = _blank(across, across)
    pen = ImageDraw.Draw(picture)
    radius, rim = across / 2, rng.uniform(*look.ring)
    face = rng.choice(look.faces)
    full = across * PX_PER_MM - 1
    pen.ellipse((0, 0, full, full), outline=255, width=round(rim * PX_PER_MM))
    inside = rim + rng.uniform(0.8, 1.5)
    if rng.random() < look.second_rim:
        edge = (rim + 0.7) * PX_PER_MM
        pen.ellipse((edge, edge, full - edge, full - edge), outline=255, width=round(0.25 * PX_PER_MM))
        inside += 0.9
    height = rng.uniform(*look.glyph) * across / 42
    orbit = radius - inside - height / 2
    free = FREE_FOOT_WITH_NUMBER if serial else FREE_FOOT
    step = min(look.pitch, (360 - free) / max(len(stamp.text) - 1, 1))
    width = min(height * look.aspect, math.radians(step) * orbit * 0.88)
    for index, character in enumerate(stamp.text):
        angle = (index - (len(stamp.text) - 1) / 2) * step
        at = math.radians(angle)
        glyph = _glyph(character, face, width, height, -angle)
        _set(picture, glyph, radius + orbit * math.sin(at), radius - orbit * math.cos(at))
    if serial:
        _foot_number(picture, serial, radius, radius - inside - 0.9)
    star = rng.uniform(*look.star) * across / 42
    _star(pen, radius, radius - (0.6 if stamp.inner else 0), star * (0.85 if stamp.inner else 1))
    if stamp.inner:
        _line(picture, stamp.inner, face, radius, radius + across * 0.23, 3.6, across * 0.52)
    return np.asarray(picture)


def _foot_number(picture: Image.Image, serial: str, radius: float, orbit: float) -> None:
    step = 5.6
    for index, digit in enumerate(serial):
        angle = (index - (len(serial) - 1) / 2) * step
        at = math.radians(angle)
        glyph = _glyph(digit, "hei", 1.15, 1.8, angle)
        _set(picture, glyph, radius + orbit * math.sin(at), radius + orbit * math.cos(at))


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points: list[tuple[float, float]] = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        at = math.radians(36 * corner)
        points.append(((x + reach * math.sin(at)) * PX_PER_MM, (y - reach * math.cos(at)) * PX_PER_MM))
    pen.polygon(points, fill=255)


def _line(picture: Image.Image, text: str, face: str, x: float, y: float, height: float, widest: float) -> None:
    """A straight line of text around (x, y)."""
    step = min(height * 0.95, widest / len(text))
    for index, character in enumerate(text):
        width = step * (0.5 if character.isascii() and width_of(character, face, 1) < 0.7 else 0.92)
        glyph = _glyph(character, face, width, height, 0)
        _set(picture, glyph, x + (index - (len(text) - 1) / 2) * step, y)


def _oval(stamp: Stamp, size: tuple[float, float], serial: str, look: SealLook, rng: random.Random) -> Mask:
    picture = _blank(*size)
    face = rng.choice(look.faces)
    rim = max(0.8, rng.uniform(*look.ring))
    right, foot = size[0] * PX_PER_MM - 1, size[1] * PX_PER_MM - 1
    ImageDraw.Draw(picture).ellipse((0, 0, right, foot), outline=255, width=round(rim * PX_PER_MM))
    height = 3.9
    a, b = size[0] / 2 - rim - 0.9 - height / 2, size[1] / 2 - rim - 0.9 - height / 2
    # Even steps along the ellipse: the table of arc lengths from the top, clockwise.
    turns = np.linspace(-math.pi, math.pi, 2001)
    xs, ys = a * np.sin(turns), -b * np.cos(turns)
    length = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))))
    length -= length[1000]
    step = min(5.2, 0.66 * (length[-1] - length[0]) / max(len(stamp.text) - 1, 1))
    for index, character in enumerate(stamp.text):
        at = float(np.interp((index - (len(stamp.text) - 1) / 2) * step, length, turns))
        slope = math.degrees(math.atan2(b * math.sin(at), a * math.cos(at)))
        glyph = _glyph(character, face, min(step * 0.9, height * look.aspect), height, -slope)
        _set(picture, glyph, size[0] / 2 + a * math.sin(at), size[1] / 2 - b * math.cos(at))
    if serial:
        _line(picture, serial, "hei", size[0] / 2, size[1] * 0.5, 2.6, size[0] * 0.58)
    if stamp.inner:
        _line(picture, stamp.inner, face, size[0] / 2, size[1] * 0.76, 3.6, size[0] * 0.46)
    return np.asarray(picture)


def _square(text: str, side: float, look: SealLook, rng: random.Random) -> Mask:
    """Columns from right to left, as name seals are cut."""
    picture = _blank(side, side)
    pen = ImageDraw.Draw(picture)
    full = side * PX_PER_MM - 1
    pen.rectangle((0, 0, full, full), outline=255, width=round(rng.uniform(0.7, 1.2) * PX_PER_MM))
    face = rng.choice(look.faces)
    tall = math.ceil(len(text) / 2)
    cell = (side - 3.4) / 2, (side - 3.4) / tall
    for index, character in enumerate(text):
        column, row = divmod(index, tall)
        glyph = _glyph(character, face, cell[0] * 0.94, cell[1] * 0.94, 0)
        _set(picture, glyph, side - 1.7 - (column + 0.5) * cell[0], 1.7 + (row + 0.5) * cell[1])
    return np.asarray(picture)


def _worn(mask: Mask, wear: str, rng: random.Random) -> Mask:
    """Uneven pressure, pores in the ink, and what `wear` adds."""
    noise = np.random.default_rng(rng.getrandbits(32))
    height, width = mask.shape
    ink = mask.astype(np.float32) / 255
    coarse = cv2.resize(noise.random((5, 5), dtype=np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    pressure = {"clear": 0.88, "heavy": 1.0, "faint": 0.45, "broken": 0.8}[wear] + 0.16 * (coarse - 0.5)
    pores = cv2.GaussianBlur(noise.random((height, width), dtype=np.float32), (0, 0), 1.6)
    edge = float(np.quantile(pores, {"clear": 0.04, "heavy": 0.0, "faint": 0.1, "broken": 0.1}[wear]))
    ink *= np.where(pores < edge, 0.25, 1.0)
    if wear == "broken":
        patches = cv2.resize(noise.random((14, 14), dtype=np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        ink *= np.clip(0.25 + (patches - 0.12) * 6, 0.25, 1.0)
    if wear == "heavy":
        ink = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    ink = cv2.GaussianBlur(ink, (0, 0), 0.8) * np.clip(pressure, 0.3, 1.0)
    return np.clip(ink * 255, 0, 255).astype(np.uint8)


def _turned(mask: Mask, turn: float) -> Mask:
    return np.asarray(Image.fromarray(mask).rotate(turn, Image.Resampling.BICUBIC, expand=True))
