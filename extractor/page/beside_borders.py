"""Lines that OCR began or ended with the border of their cell: a piece of a rule reads as a 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.ocr import OcrEngine
from extractor.picture import Picture
from extractor.records import Box, Grid, Line

# What an upright stroke is read as.
STROKES = "1Il|丨!｜[]/"
# Of the line's height: so far from the border's middle its own ink reaches (0.6 mm of 5).
CLEAR = 0.12
MARGIN = 0.12  # of the line's height: recognition wants a little paper around
DOUBTED = 0.5  # confidence at most of a stroke that the second reading neither has nor leaves out


def without_borders(
    lines: tuple[Line, ...], grids: Sequence[Grid], picture: Picture, engine: OcrEngine
) -> tuple[Line, ...]:
    """The lines whose first or last character lies over a border, read again from the border on: the character goes
    where the rest reads the same without it, and is doubted where the second reading is another."""
    cells = [cell.box for grid in grids for cell in grid.cells]
    spans = {at: span for at, line in enumerate(lines) if (span := _inside(line, cells))}
    again = engine.recognise([_crop(picture, lines[at], span) for at, span in spans.items()]) if spans else []
    read = {at: reading.text for at, reading in zip(spans, again, strict=True)}
    return tuple(_settled(line, spans[at], read[at]) if at in spans else line for at, line in enumerate(lines))


def _inside(line: Line, cells: Sequence[Box]) -> tuple[float, float] | None:
    """From where to where the line goes within its cell; None where no stroke at its ends lies over the cell's
    border."""
    if len(line.chars) != len(line.text) or len(line.text) < 2 or len(line.confidences) != len(line.text):
        return None
    cell = next((cell for cell in cells if cell.holds(*line.box.centre)), None)
    if cell is None:
        return None
    first, last = _is_border(line, 0, cell.x0), _is_border(line, -1, cell.x1)
    if not first and not last:
        return None
    return (cell.x0 if first else line.box.x0), (cell.x1 if last else line.box.x1)


def _is_border(line: Line, at: int, border: float) -> bool:
    return line.text[at] in STROKES and line.chars[at].x0 <= border <= line.chars[at].x1


def _crop(picture: Picture, line: Line, span: tuple[float, float]) -> Picture:
    height, width = picture.shape[:2]
    margin, clear = MARGIN * line.box.height * height, CLEAR * line.box.height * height
    left = span[0] * width + (clear if span[0] > line.box.x0 else -margin)
    right = span[1] * width + (-clear if span[1] < line.box.x1 else margin)
    rows = slice(max(0, round(line.box.y0 * height - margin)), round(line.box.y1 * height + margin))
    return picture[rows, max(0, round(left)) : max(round(left) + 1, round(right))]


def _settled(line: Line, span: tuple[float, float], again: str) -> Line:
    start, end = int(span[0] > line.box.x0), len(line.text) - int(span[1] < line.box.x1)
    plain = "".join(again.split())
    if plain == "".join(line.text[start:end].split()):
        chars, confidences = line.chars[start:end], line.confidences[start:end]
        mean = sum(confidences) / len(confidences)
        return Line(Box.around(chars), line.text[start:end], mean, chars, confidences)
    if plain == "".join(line.text.split()):
        return line
    confidences = list(line.confidences)
    for at in (*range(start), *range(end, len(line.text))):
        confidences[at] = min(confidences[at], DOUBTED)
    return replace(line, confidences=tuple(confidences), confidence=sum(confidences) / len(confidences))
