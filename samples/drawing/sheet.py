"""A sheet of paper: what is put on it, in millimetres from the top left, and what is true of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from drawing.fonts import advance, font, width_of

MM_PER_PT = 25.4 / 72
# Where the baseline lies in a line's box, as a share of the em: that of common Chinese fonts.
ASCENT = 0.86
A4 = (210.0, 297.0)
A4_ACROSS = (297.0, 210.0)

Box = tuple[float, float, float, float]
Ink = tuple[int, int, int]
BLACK: Ink = (22, 22, 24)
RED: Ink = (206, 24, 30)


@dataclass(frozen=True, slots=True)
class Text:
    """`bold` in mm; `hand` holds one (turn, dx, dy, scale) per character where it is written by hand."""

    x: float
    baseline: float
    text: str
    face: str
    size: float  # em in mm
    ink: Ink
    bold: float = 0.0
    hand: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Disc:
    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Impression:
    """A seal on the sheet: how much ink lies where (0 to 255), its box in mm, its colour."""

    ink_mask: NDArray[np.uint8]
    box: Box
    ink: Ink


@dataclass(slots=True)
class DrawnSheet:
    """Everything put on one page. `fields`, `slots`, `seals` are the truth, boxes in mm."""

    kind: str
    rng: random.Random
    size: tuple[float, float] = A4
    things: list[Text | Stroke | Disc | Impression] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    slots: list[dict[str, Any]] = field(default_factory=list)
    seals: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[tuple[str, Box]] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: str,
        pt: float,
        *,
        anchor: str = "l",
        bold: float = 0.0,
        ink: Ink = BLACK,
        hand: bool = False,
    ) -> Box:
        """One line; `y` is its top, `x` its left end, middle or right end as `anchor` (l, m, r) says."""
        size = pt * MM_PER_PT
        width = width_of(text, face, size)
        left = x - {"l": 0.0, "m": width / 2, "r": width}[anchor]
        jitter = tuple(self._jitter(size) for _ in text) if hand else ()
        self.things.append(Text(left, y + ASCENT * size, text, face, size, ink, bold, jitter))
        box = (left, y, left + width, y + size)
        if text.strip():
            self.lines.append((text, box))
        return box

    def _jitter(self, size: float) -> tuple[float, float, float, float]:
        gauss = self.rng.gauss
        return gauss(0, 4), gauss(0, 0.02) * size, gauss(0, 0.04) * size, 1 + gauss(0, 0.05)

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float, ink: Ink = BLACK) -> None:
        self.things.append(Stroke(x0, y0, x1, y1, width, ink))

    def frame(self, box: Box, width: float, ink: Ink = BLACK) -> None:
        x0, y0, x1, y1 = box
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.stroke(*ends, width, ink)

    def field(self, name: str, written: str, value: str, *boxes: Box) -> None:
        """Notes what was filled in. Blank fields are not noted: nothing is there to be read."""
        if written.strip():
            self.fields.append({"name": name, "text": written, "value": value, "box": around(*boxes)})

    def slot(self, slot: str, box: Box, sign: Box) -> None:
        self.slots.append({"slot": slot, "box": box, "sign": sign})

    def place_of(self, slot: str) -> Box:
        return next(noted["sign"] for noted in self.slots if noted["slot"] == slot)


def around(*boxes: Box) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def paint(sheet: DrawnSheet, dpi: float) -> Image.Image:
    """The sheet as a clean picture, seals multiplied into the print as ink on paper is."""
    scale = dpi / 25.4
    picture = Image.new("RGB", (round(sheet.size[0] * scale), round(sheet.size[1] * scale)), "white")
    for thing in sheet.things:
        if isinstance(thing, Impression):
            picture = _press(picture, thing, scale)
            continue
        pen = ImageDraw.Draw(picture)
        if isinstance(thing, Text):
            _write(picture, pen, thing, scale)
        elif isinstance(thing, Disc):
            x, y, radius = thing.x * scale, thing.y * scale, thing.radius * scale
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=thing.ink)
        else:
            ends = (thing.x0 * scale, thing.y0 * scale, thing.x1 * scale, thing.y1 * scale)
            pen.line(ends, fill=thing.ink, width=max(1, round(thing.width * scale)))
    return picture


def _write(picture: Image.Image, pen: ImageDraw.ImageDraw, text: Text, scale: float) -> None:
    px, x, y = text.size * scale, text.x * scale, text.baseline * scale
    thick = text.bold * scale / 2
    if not text.hand:
        face = font(text.face, px)
        for character in text.text:
            pen.text((x, y), character, fill=text.ink, font=face, anchor="ls", stroke_width=thick)
            x += advance(text.face, character) * px
        return
    for character, (turn, dx, dy, grown) in zip(text.text, text.hand, strict=True):
        side = round(px * 2)
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text(
            (side / 2, side / 2), character, fill=255, font=font(text.face, px * grown), anchor="mm", stroke_width=thick
        )
        glyph = glyph.rotate(turn, Image.Resampling.BICUBIC)
        middle = x + advance(text.face, character) * px / 2 + dx * scale
        picture.paste(text.ink, (round(middle - side / 2), round(y - 0.36 * px + dy * scale - side / 2)), glyph)
        x += advance(text.face, character) * px


def _press(picture: Image.Image, seal: Impression, scale: float) -> Image.Image:
    x0, y0, x1, y1 = (round(edge * scale) for edge in seal.box)
    mask = Image.fromarray(seal.ink_mask).resize((x1 - x0, y1 - y0), Image.Resampling.LANCZOS)
    layer = Image.new("L", picture.size, 0)
    layer.paste(mask, (x0, y0))
    share = np.asarray(layer, np.float32)[..., None] / 255
    page = np.asarray(picture, np.float32)
    through = 1 - share * (1 - np.array(seal.ink, np.float32) / 255)
    return Image.fromarray((page * through).astype(np.uint8))
