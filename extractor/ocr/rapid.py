"""The default engine: PP-OCRv6 from the wheel of rapidocr.

The two models are driven directly: rapidocr's own pipeline pads every line to 320 px, turns lines by a classifier
that upright pages do not need, and may download and log. Nothing here opens the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.device import Device
from extractor.ocr import OcrUnavailable, Reading
from extractor.ocr._models import Floats, computed_by, load, stated
from extractor.picture import Picture, grey_picture
from extractor.records import Box, Line, Words

# Detection, as rapidocr's defaults unless said otherwise.
LONG_SIDE = 1024  # px: of 155 fields on 21 scans as many read as at 1280, for two thirds of the work; at 800 too
LONGEST_SIDE = 2560  # px: for pages whose print is too small at LONG_SIDE, such as an A3 table
SMALLEST_PRINT = 9.0  # px of line height at detection size; below it PP-OCR's detector drops lines
STRIDE = 32  # the detector halves its picture five times
INK_LEVEL = 0.3
BOX_LEVEL = 0.5
GROWTH = 1.6
SMALLEST_SIDE = 3  # px

# Recognition.
HEIGHT = 48  # px: the height that the model was trained at
WIDTH_STEP = 32  # px: batches of nearly equal width waste little on padding
NARROWEST = 64  # px
WIDEST = 2400  # px: 50 characters, more than a line of an A4 page holds; longer ones are squeezed
BATCH_WIDTH = {Device.CPU: 0, Device.CUDA: 20480}  # px in one batch; one line in each on a core: see `models`
STAND_TALL = 1.5  # a crop this much taller than wide is a column of vertical print, turned as rapidocr does
LEAST_CONFIDENCE = 0.5  # rapidocr's own limit: below it, what was "read" is dirt
LARGEST_CHARACTER = 0.55  # half a character's box at most, in line heights: CJK print is as wide as tall


class Engine:
    """Computes on one core, or on a graphics card. Raises `OcrUnavailable`."""

    name = "rapidocr"

    @staticmethod
    def version_on(device: Device) -> str:
        return f"{version('rapidocr')}, {computed_by(device)}"

    def __init__(self, device: Device = Device.CPU) -> None:
        models = _models_folder()
        recogniser = _model(models, "rec")
        self._detector = load(_model(models, "det"), device)
        self._recogniser = load(recogniser, device)
        self.version = self.version_on(device)
        self._batch_width = BATCH_WIDTH[device]
        self._characters = ["", *stated(recogniser, "character").splitlines(), " "]

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        quads = self._detect(picture)
        if not len(quads):
            return ()
        height, width = picture.shape[:2]
        size = np.array([width, height], np.float32)
        crops = [_crop(picture, quad) for quad in quads]
        lines: list[Line] = []
        for quad, crop, reading in zip(quads, crops, self._read(crops), strict=True):
            if reading.confidence >= LEAST_CONFIDENCE and reading.text.strip():
                stands = _stands(crop)
                lines.append(_line(quad / size, reading, crop.shape[0] / crop.shape[1], stands=stands))
        return tuple(sorted(lines, key=lambda line: (line.box.centre[1], line.box.x0)))

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return self._read(pictures)

    def _detect(self, picture: Picture) -> Floats:
        """Quadrilaterals around lines of print, n x 4 x 2 in pixels, from the top left corner clockwise."""
        longest = max(picture.shape[:2])
        quads, side = self._detect_at(picture, LONG_SIDE / longest)
        if longest > LONG_SIDE and len(quads) and side < SMALLEST_PRINT:
            quads, side = self._detect_at(picture, min(1.0, LONGEST_SIDE / longest))
        return quads

    def _detect_at(self, picture: Picture, scale: float) -> tuple[Floats, float]:
        height, width = picture.shape[:2]
        size = (
            max(STRIDE, round(width * scale / STRIDE) * STRIDE),
            max(STRIDE, round(height * scale / STRIDE) * STRIDE),
        )
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), size, interpolation=method)
        heat = self._detector.run(_batch([grey_picture(cast(Picture, grey))], *size))[0, 0]
        quads, sides = _quads(heat)
        quads *= np.array([width / size[0], height / size[1]], np.float32)
        return quads, float(np.median(sides)) if sides else 0.0

    def _read(self, pictures: Sequence[Picture]) -> list[Reading]:
        readings = [Reading("", 0.0)] * len(pictures)
        crops = [_at_height(picture) for picture in pictures]
        for batch, width in _batches(crops, self._batch_width):
            heat = self._recogniser.run(_batch([crops[index] for index in batch], width, HEIGHT))
            best = heat.argmax(2)
            sure = np.take_along_axis(heat, best[:, :, None], 2)[:, :, 0]
            for row, index in enumerate(batch):
                readings[index] = self._decode(best[row], sure[row], width / max(1, crops[index].shape[1]))
        return readings

    def _decode(self, best: NDArray[np.int64], sure: Floats, stretch: float) -> Reading:
        """CTC: one of each run of equal classes stands, class 0 is none; `stretch` is padded to true width."""
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        places = np.flatnonzero(kept)
        if not len(places):
            return Reading("", 0.0)
        changes = np.append(np.flatnonzero(best[1:] != best[:-1]) + 1, len(best))
        runs = changes[np.searchsorted(changes, places, "right")] - places
        marks = tuple(np.minimum(1.0, (places + runs / 2) / len(best) * stretch).tolist())
        confidences = tuple(sure[places].tolist())
        text = "".join(self._characters[best[place]] for place in places)
        return Reading(text, sum(confidences) / len(confidences), marks, confidences)


def _models_folder() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise OcrUnavailable(
            Words(
                "没有安装 rapidocr，无法识别扫描件。请运行 pip install rapidocr 后重试。",
                "rapidocr is not installed, so scans cannot be read. Run: pip install rapidocr",
            )
        )
    return Path(spec.origin).parent / "models"


def _model(folder: Path, task: str) -> Path:
    found = sorted(folder.glob(f"PP-OCRv6_{task}_small.onnx"))
    if not found:
        raise OcrUnavailable(
            Words(
                f"rapidocr 安装包中缺少识别模型 PP-OCRv6（{task}）。"
                "请重新安装：pip install --force-reinstall 'rapidocr>=3.10'。",
                f"rapidocr's PP-OCRv6 {task} model is missing. Run: pip install --force-reinstall 'rapidocr>=3.10'",
            )
        )
    return found[0]


def _quads(heat: Floats) -> tuple[Floats, list[float]]:
    """Differentiable binarisation's last step: grown rectangles around warm areas, and the areas' short sides."""
    mask = cv2.dilate((heat > INK_LEVEL).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads: list[Floats] = []
    sides: list[float] = []
    for contour in contours:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if (
            min(width, height) < SMALLEST_SIDE
            or _warmth(heat, cv2.boxPoints((centre, (width, height), angle))) < BOX_LEVEL
        ):
            continue
        grown = width * height * GROWTH / (width + height)  # twice the distance: both sides
        corners = cv2.boxPoints((centre, (width + grown, height + grown), angle))
        quads.append(_clockwise(np.clip(corners, 0, np.array(heat.shape[::-1]) - 1)))
        sides.append(min(width, height) + grown)
    return np.array(quads, np.float32).reshape(-1, 4, 2), sides


def _warmth(heat: Floats, corners: NDArray[np.generic]) -> float:
    points = np.asarray(corners, np.float32)
    x0, y0 = np.maximum(np.floor(points.min(0)), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(points.max(0)) + 1, heat.shape[::-1]).astype(int)
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillPoly(mask, [(points - (x0, y0)).astype(np.int32)], (1,))
    return cv2.mean(heat[y0:y1, x0:x1], mask)[0]


def _clockwise(corners: NDArray[np.generic]) -> Floats:
    points = np.asarray(corners, np.float32)
    points = points[np.argsort(points[:, 0])]
    left, right = points[:2], points[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _crop(picture: Picture, quad: Floats) -> Picture:
    """The quadrilateral made a rectangle of its own size."""
    width = max(1, round(float(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3])))))
    height = max(1, round(float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    crop = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return cast(Picture, crop)


def _stands(crop: Picture) -> bool:
    return crop.shape[0] >= STAND_TALL * crop.shape[1]


def _at_height(picture: Picture) -> Picture:
    if _stands(picture):
        picture = np.rot90(picture)
    height, width = picture.shape[:2]
    size = (min(WIDEST, max(1, round(width * HEIGHT / height))), HEIGHT)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    return cast(Picture, cv2.resize(np.ascontiguousarray(picture), size, interpolation=method))


def _batches(crops: Sequence[Picture], most: int) -> Iterator[tuple[list[int], int]]:
    """Groups of nearly equal width, of `most` px together, each with the width to pad to."""
    padded = [max(NARROWEST, -(-crop.shape[1] // WIDTH_STEP) * WIDTH_STEP) for crop in crops]
    batch: list[int] = []
    for index in sorted(range(len(crops)), key=lambda index: padded[index]):
        if batch and (padded[index] * (len(batch) + 1) > most or padded[index] > padded[batch[0]] * 1.25):
            yield batch, padded[batch[-1]]
            batch = []
        batch.append(index)
    if batch:
        yield batch, padded[batch[-1]]


def _batch(pictures: Sequence[NDArray[np.generic]], width: int, height: int) -> Floats:
    """Pictures as the models take them: n x 3 x height x width, blue first, -1 to 1, 0 where padded."""
    batch = np.zeros((len(pictures), 3, height, width), np.float32)
    for row, picture in zip(batch, pictures, strict=True):
        row[:, : picture.shape[0], : picture.shape[1]] = picture[:, :, ::-1].transpose(2, 0, 1)
        row[:, : picture.shape[0], : picture.shape[1]] *= 1 / 127.5
        row[:, : picture.shape[0], : picture.shape[1]] -= 1
    return batch


def _line(quad: Floats, reading: Reading, slenderness: float, *, stands: bool) -> Line:
    """`quad` in fractions of the page; `slenderness` is the crop's height over its width, which caps the width of a
    character's box. A line of vertical print keeps no character boxes."""
    box = Box(float(quad[:, 0].min()), float(quad[:, 1].min()), float(quad[:, 0].max()), float(quad[:, 1].max()))
    if stands:
        return Line(box, reading.text, reading.confidence, (), reading.confidences)
    marks, reach = np.array(reading.marks), slenderness * LARGEST_CHARACTER
    between = (marks[:-1] + marks[1:]) / 2
    ends = np.stack(
        [
            np.maximum(marks - reach, np.concatenate([[0.0], between])),
            np.minimum(marks + reach, np.concatenate([between, [1.0]])),
        ]
    ).clip(0.0, 1.0)
    upper, lower = quad[1] - quad[0], quad[2] - quad[3]
    corners = np.concatenate(
        [start + ends.astype(np.float32)[:, :, None] * edge for start, edge in ((quad[0], upper), (quad[3], lower))]
    )
    chars = np.concatenate([corners.min(0), corners.max(0)], axis=1).tolist()
    return Line(box, reading.text, reading.confidence, tuple(Box(*char) for char in chars), reading.confidences)
