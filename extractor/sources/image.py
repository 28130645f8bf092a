"""Pictures: JPEG, PNG, BMP, WebP and HEIC of one page each, TIFF of one or many."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from PIL import Image, ImageOps

from extractor.picture import Picture
from extractor.records import Problem, Trouble, Words
from extractor.sources.base import RawPage, Unreadable

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF")
MOST_PIXELS = 200_000_000  # 600 MB as RGB; four times an A3 page at 300 dpi scanned on a drum: beyond it, a bomb
LONGEST_SIDE = 2600  # px: an A4 page at 222 dpi. Phones give 4000 and more, which cost time and read no better
MOST_FRAMES = 5000  # pages of a TIFF, unless --most-pages is more: directories may be many without a page being there
SQUARE = 1.1  # fax pages have pixels up to twice as high as wide (204 x 98 dpi); less is rounding

_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # bytes of the header after the file's, by version
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, RuntimeError)  # Pillow's, on damaged files


def knows(head: bytes) -> bool:
    if head.startswith(_MARKS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    if head.startswith(b"BM"):
        return int.from_bytes(head[14:18], "little") in _BMP_HEADERS
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


@contextmanager
def open_image(path: Path, most_pixels: int = MOST_PIXELS, most_frames: int = MOST_FRAMES) -> Generator[_Image]:
    """Raises Unreadable."""
    yield _Image(path, _frames(path, most_frames), most_pixels)


class _Image:
    problems: tuple[Problem, ...] = ()

    def __init__(self, path: Path, page_count: int, most_pixels: int) -> None:
        self._path = path
        self._most_pixels = most_pixels
        self.page_count = page_count

    def read(self, number: int) -> RawPage:
        if not 1 <= number <= self.page_count:
            raise IndexError(number)
        picture, dpi = picture_of(self._path, number - 1, self._most_pixels)
        return RawPage(number, picture, dpi)


def picture_of(file: Path | BinaryIO, frame: int = 0, most_pixels: int = MOST_PIXELS) -> tuple[Picture, float | None]:
    """The picture turned as EXIF says and at most `LONGEST_SIDE` long, with its dpi where the file's claim is
    believable. Raises Unreadable."""
    Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is lower, and for the whole process; ours is looked at below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _load(file, frame, most_pixels)
    except _FAULTS as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, _damaged())) from error


def _frames(path: Path, most: int) -> int:
    """How many pages a TIFF holds; other formats have one, a HEIC's or WebP's further frames being a film's. Raises
    Unreadable for one of more than `most`."""
    with path.open("rb") as file:
        head = file.read(4)
    if head not in _MARKS:
        return 1
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(), Image.open(path, formats=("TIFF",)) as image:
            warnings.simplefilter("ignore")
            count = 1
            try:
                while count <= most:
                    image.seek(count)
                    count += 1
            except EOFError:
                return count
    except _FAULTS as error:
        raise Unreadable(Problem(Trouble.UNREADABLE, _damaged())) from error
    raise Unreadable(Problem(Trouble.UNREADABLE, _too_many(most)))


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


def _damaged() -> Words:
    return Words(
        "图片文件已损坏或不完整，无法打开。请重新拍照或扫描后提交。",
        "The picture is damaged or cut off and cannot be opened. Photograph or scan it again.",
    )


def _too_many(most: int) -> Words:
    return Words(
        f"TIFF 文件有 {most} 页以上，未读。请拆分后提交；确需读取的，可用 --most-pages 提高上限。",
        f"The TIFF has more than {most} pages and was not read. Split it, or raise the limit with --most-pages.",
    )


def _too_large(width: int, height: int, most: int) -> Words:
    mega = most // 1_000_000
    return Words(
        f"图片过大（{width}×{height} 像素，上限 {mega} 百万像素），未读。请以 300 dpi 以下重新扫描后提交；"
        "确需读取的，可用 --most-megapixels 提高上限。",
        f"The picture is too large ({width}x{height} pixels; the limit is {mega} million). Scan it again at 300 dpi "
        "or less, or raise the limit with --most-megapixels.",
    )
