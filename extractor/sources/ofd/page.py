"""A page of an OFD file, drawn: its rules and pictures for the eye, its text with every character's place.

Lengths in the file are millimetres from the page's top left. Text is drawn with whatever Chinese font the machine has,
for people to look at; what it says comes from the file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from xml.etree.ElementTree import Element

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.picture import Picture
from extractor.sources.ofd.parts import box_of, children, local, numbers, text
from extractor.sources.textlines import Glyph

DPI = 200.0  # as PDFs are rendered
RENDERED_PIXELS = 20_000_000
MOST_GLYPHS = 60_000  # ten times a dense A4 page
MOST_DEPTH = 8  # of blocks in blocks
ASCENT, DESCENT = 0.88, 0.12  # of a font's size: what Chinese fonts state
CURVE_STEPS = 8
PICTURES = ("PNG", "JPEG", "BMP", "TIFF", "GIF")
_FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "SourceHanSansSC-Regular.otf",
    "simsun.ttc", "msyh.ttc", "PingFang.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "uming.ttc",
)  # fmt: skip

Matrix = NDArray[np.float64]


@dataclass(slots=True)
class Drawing:
    """A page being drawn. `media` gives a resource's bytes by its id, `units` a composite's content; `unshown` are
    pictures whose format cannot be shown."""

    width: float
    height: float
    media: Mapping[str, bytes]
    units: Mapping[str, Element]
    glyphs: list[Glyph] = field(default_factory=list[Glyph])
    unshown: int = 0
    _canvas: Image.Image = field(init=False)
    _scale: float = field(init=False)

    def __post_init__(self) -> None:
        scale = DPI / 25.4
        self._scale = min(scale, (RENDERED_PIXELS / max(1.0, self.width * self.height)) ** 0.5)
        size = max(1, round(self.width * self._scale)), max(1, round(self.height * self._scale))
        self._canvas = Image.new("RGB", size, "white")

    @property
    def dpi(self) -> float:
        return self._scale * 25.4

    @property
    def picture(self) -> Picture:
        return np.asarray(self._canvas, np.uint8).copy()

    def draw(self, block: Element, matrix: Matrix | None = None, depth: int = 0) -> None:
        """All objects in a content, layer, block or appearance. `matrix` maps its millimetres to the page's."""
        matrix = np.eye(3) if matrix is None else matrix
        if depth > MOST_DEPTH:
            return
        for item in children(block):
            kind = local(item)
            if kind in ("Layer", "PageBlock", "Content"):
                self.draw(item, matrix, depth + 1)
            elif (
                kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject")
                and item.get("Visible") != "false"
            ):
                own = matrix @ _placed(item)
                if kind == "TextObject":
                    self._text(item, own)
                elif kind == "PathObject":
                    self._path(item, own)
                elif kind == "ImageObject":
                    self.image(self.media.get(item.get("ResourceID", ""), b""), own, _unit(item))
                else:
                    unit = self.units.get(item.get("ResourceID", ""))
                    if unit is not None:
                        self.draw(unit, own, depth + 1)

    def image(self, data: bytes, matrix: Matrix, unit: Matrix) -> None:
        """A picture laid into the unit square that `unit` maps; nothing where it cannot be read."""
        try:
            with Image.open(io.BytesIO(data), formats=PICTURES) as opened:
                if opened.width * opened.height > 4 * RENDERED_PIXELS:
                    self.unshown += 1
                    return
                picture = opened.convert("RGBA")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            self.unshown += 1
            return
        pixels = np.diag([1 / picture.width, 1 / picture.height, 1.0])
        full = np.diag([self._scale, self._scale, 1.0]) @ matrix @ unit @ pixels
        corners = _apply(
            full, np.array([[0, 0], [picture.width, 0], [0, picture.height], [picture.width, picture.height]])
        )
        left, top = np.floor(corners.min(axis=0)).clip(0)
        right, bottom = np.ceil(corners.max(axis=0)).clip(0, self._canvas.size)
        size = int(right - left), int(bottom - top)
        if min(size) < 1:
            return
        full = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]]) @ full
        shrunk = np.linalg.norm(full[:2, 0]) < 0.7  # far smaller than it is: averaged, else thin strokes are lost
        flags = cv2.INTER_AREA if shrunk else cv2.INTER_LINEAR
        source = np.asarray(picture)
        if shrunk and abs(full[0, 1]) + abs(full[1, 0]) < 1e-6 and min(full[0, 0], full[1, 1]) > 0:
            warped = np.asarray(picture.resize(size, Image.Resampling.BOX))
        else:
            warped = cv2.warpAffine(source, full[:2], size, flags=flags, borderMode=cv2.BORDER_CONSTANT)
        piece = Image.fromarray(np.asarray(warped, np.uint8))
        self._canvas.paste(piece, (int(left), int(top)), piece)

    def _text(self, item: Element, matrix: Matrix) -> None:
        size = max(0.1, float((numbers(item.get("Size")) or [3.5])[0]))
        across = matrix[:2, 0]
        turn = round(float(np.degrees(np.arctan2(across[1], across[0]))) / 90) * 90 % 360
        colour = _colour(item, "FillColor")
        for code in children(item, "TextCode"):
            written = "".join(code.itertext()).strip("\r\n")
            deltas = code.get("DeltaX")
            if not deltas and not code.get("DeltaY"):  # then the font's own widths count
                deltas = " ".join(str(size / 2 if character.isascii() else size) for character in written)
            xs = _offsets(code.get("X"), deltas, len(written))
            ys = _offsets(code.get("Y"), code.get("DeltaY"), len(written))
            for index, character in enumerate(written):
                step = xs[index + 1] - xs[index] if index + 1 < len(written) else 0.0
                wide = size / 2 if character.isascii() else size
                wide = min(wide, step) if step > 0 else wide
                self._glyph(character, (xs[index], ys[index], wide, size), matrix, turn, colour)

    def _glyph(
        self,
        character: str,
        at: tuple[float, float, float, float],
        matrix: Matrix,
        turn: int,
        colour: tuple[int, int, int],
    ) -> None:
        x, y, wide, size = at
        corners = np.array([[x, y - ASCENT * size], [x + wide, y + DESCENT * size]])
        (x0, y0), (x1, y1) = _apply(matrix, corners)
        left, right = sorted((x0 / self.width, x1 / self.width))
        top, bottom = sorted((y0 / self.height, y1 / self.height))
        if len(self.glyphs) >= MOST_GLYPHS or not (-0.5 < left < 1.5 and -0.5 < top < 1.5):
            return
        self.glyphs.append(Glyph(character, left, top, right, bottom, turn, self.width / self.height))
        if character.isspace():
            return
        box = (
            left * self._canvas.width,
            top * self._canvas.height,
            right * self._canvas.width,
            bottom * self._canvas.height,
        )
        draw, font = ImageDraw.Draw(self._canvas), _font(max(4, min(400, round(size * self._scale))))
        if font is None or turn:
            draw.rectangle(box, outline=colour)
        else:
            draw.text((box[0], box[3] - DESCENT * size * self._scale), character, font=font, fill=colour, anchor="ls")

    def _path(self, item: Element, matrix: Matrix) -> None:
        data = next(children(item, "AbbreviatedData"), None)
        matrix = np.diag([self._scale, self._scale, 1.0]) @ matrix
        draw = ImageDraw.Draw(self._canvas)
        thick = max(1, round((numbers(item.get("LineWidth")) or [0.353])[0] * self._scale))
        for outline in _outlines(text(data).split()):
            points = [(float(x), float(y)) for x, y in _apply(matrix, np.array(outline))]
            if item.get("Fill") == "true" and len(points) > 2:
                draw.polygon(points, fill=_colour(item, "FillColor"))
            if item.get("Stroke") != "false" and len(points) > 1:
                draw.line(points, fill=_colour(item, "StrokeColor"), width=min(thick, 200))


def _placed(item: Element) -> Matrix:
    """From an object's own millimetres to those of what it lies in."""
    boundary = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    move = np.array([[1, 0, boundary[0]], [0, 1, boundary[1]], [0, 0, 1.0]])
    own = numbers(item.get("CTM"))
    if len(own) < 6 or local(item) == "ImageObject":
        return move
    return move @ np.array([[own[0], own[2], own[4]], [own[1], own[3], own[5]], [0, 0, 1.0]])


def _unit(item: Element) -> Matrix:
    """A picture fills the unit square, which its CTM maps; without one, the whole boundary."""
    own = numbers(item.get("CTM"))
    if len(own) >= 6:
        return np.array([[own[0], own[2], own[4]], [own[1], own[3], own[5]], [0, 0, 1.0]])
    boundary = box_of(item.get("Boundary")) or (0.0, 0.0, 1.0, 1.0)
    return np.diag([boundary[2], boundary[3], 1.0])


def _apply(matrix: Matrix, points: NDArray[np.generic]) -> Matrix:
    return np.asarray(points, np.float64) @ matrix[:2, :2].T + matrix[:2, 2]


def _offsets(start: str | None, deltas: str | None, count: int) -> list[float]:
    """Where each character begins; `g 3 4.2` stands for 4.2 three times. The last step goes on where they end."""
    first = (numbers(start) or [0.0])[0]
    words, steps = (deltas or "").split(), list[float]()
    while words and len(steps) < count:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            times, step = int(numbers(words[0])[0]), numbers(words[1])[0]
            steps += [step] * max(0, min(times, count))
            words = words[2:]
        else:
            steps += numbers(word)
    places = [first]
    for index in range(count):
        places.append(places[-1] + (steps[index] if index < len(steps) else 0.0))
    return places


def _colour(item: Element, name: str) -> tuple[int, int, int]:
    element = next(children(item, name), None)
    value = [int(min(255, max(0, one))) for one in numbers(element.get("Value"))] if element is not None else []
    if len(value) == 1:
        return value[0], value[0], value[0]
    if len(value) == 4:  # CMYK
        c, m, y, k = value
        return (255 - c) * (255 - k) // 255, (255 - m) * (255 - k) // 255, (255 - y) * (255 - k) // 255
    return (value[0], value[1], value[2]) if len(value) == 3 else (0, 0, 0)


def _outlines(words: list[str]) -> list[list[tuple[float, float]]]:
    """The lines of a path, curves as short straight ones."""
    lines, line = list[list[tuple[float, float]]](), list[tuple[float, float]]()
    place = 0
    counts = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    while place < len(words):
        command = words[place].upper()
        count = counts.get(command)
        if count is None:
            place += 1
            continue
        values = numbers(" ".join(words[place + 1 : place + 1 + count]))
        place += 1 + count
        if len(values) < count:
            break
        points = [(values[index], values[index + 1]) for index in range(count % 2, count, 2)]
        if command in ("M", "S"):
            lines.append(line)
            line = [points[0]]
        elif command == "C" and line:
            line.append(line[0])
        elif command in ("Q", "B") and line:
            line += _curve([line[-1], *points])
        elif points:
            line.append(points[-1])
    return [one for one in (*lines, line) if len(one) > 1]


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A Bézier curve of any degree, after its first point (de Casteljau)."""
    found = list[tuple[float, float]]()
    for step in range(1, CURVE_STEPS + 1):
        share, some = step / CURVE_STEPS, points
        while len(some) > 1:
            some = [(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])) for a, b in pairwise(some)]
        found.append(some[0])
    return found


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | None:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None
