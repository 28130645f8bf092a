"""Pictures, as files and inside other files: opened, turned as EXIF says, put on white."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from PIL import Image, ImageOps

from extractor.picture import Picture
from extractor.records import Problem, Trouble, Words
from extractor.sources.base import MOST_PIXELS, Unreadable

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF")
LONGEST_SIDE = 2600  # px: an A4 page at 222 dpi. Phones give 4000 and more, which cost time and read no better
SQUARE = 1.1  # fax pages have pixels up to twice as high as wide (204 x 98 dpi); less is rounding

FAULTS = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, RuntimeError)  # Pillow's, on damaged files


def picture_of(file: Path | BinaryIO, frame: int = 0, most_pixels: int = MOST_PIXELS) -> tuple[Picture, float | None]:
    """The picture turned as EXIF says and at most `LONGEST_SIDE` long, with its dpi where the file's claim is
    believable. Raises Unreadable."""
    Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is lower, and for the whole process; ours is looked at below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _load(file, frame, most_pixels)
    except FAULTS as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, damaged_picture())) from error


def _load(file: Path | BinaryIO, frame: int, most_pixels: int) -> tuple[Picture, float | None]:
    with _opened(file) as image:
        if frame:
            image.seek(frame)
        if image.width * image.height > most_pixels:
            raise Unreadable(Problem(Trouble.UNREADABLE, _too_large(image.width, image.height, most_pixels)))
        across, down = _claimed(image)
        shrunk = min(1.0, LONGEST_SIDE / max(image.size))
        if image.format == "JPEG" and shrunk < 1:
            image.draft("RGB", (round(image.width * shrunk), round(image.height * shrunk)))
        turned = ImageOps.exif_transpose(_on_white(image))
    width, height = turned.size
    if across and down and max(across, down) > SQUARE * min(across, down):
        height = round(height * across / down)
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    if (round(width * scale), round(height * scale)) != turned.size:
        turned = turned.resize((max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BOX)
    # 72 and 96 are what programs write that do not know.
    return np.asarray(turned, np.uint8).copy(), across * shrunk if across > 99 else None


def _opened(file: Path | BinaryIO) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS[:-1])
    except Image.UnidentifiedImageError:
        import pi_heif  # loaded only for a HEIC: it brings two libraries of its own

        if not isinstance(file, Path):
            file.seek(0)
        pi_heif.register_heif_opener(thumbnails=False)
        return Image.open(file, formats=("HEIF",))


def _claimed(image: Image.Image) -> tuple[float, float]:
    """The dpi that the file claims, across and down; 0 where it claims none."""
    dpi = cast("tuple[float, float]", image.info.get("dpi", (0, 0)))
    return float(dpi[0] or 0), float(dpi[1] or 0)


def _on_white(image: Image.Image) -> Image.Image:
    """Transparent parts show white, as on a viewer's page. What EXIF says stays with the picture."""
    exif = image.getexif()
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        page = Image.new("RGBA", image.size, "white")
        page.alpha_composite(image)
        image = page
    if image.mode.startswith("I"):  # 16 bits a pixel, which Pillow would clip
        levels = np.asarray(image, np.float32)
        image = Image.fromarray((levels / max(255.0, float(levels.max())) * 255).astype(np.uint8))
    image = image.convert("RGB")
    image.getexif().update(exif)
    return image


def damaged_picture() -> Words:
    return Words(
        "图片文件已损坏或不完整，无法打开。请重新拍照或扫描后提交。",
        "The picture is damaged or cut off and cannot be opened. Photograph or scan it again.",
    )


def _too_large(width: int, height: int, most: int) -> Words:
    mega = most // 1_000_000
    return Words(
        f"图片过大（{width}×{height} 像素，上限 {mega} 百万像素），未读。请以 300 dpi 以下重新扫描后提交；"
        "确需读取的，可用 --most-megapixels 提高上限。",
        f"The picture is too large ({width}x{height} pixels; the limit is {mega} million). Scan it again at 300 dpi "
        "or less, or raise the limit with --most-megapixels.",
    )
