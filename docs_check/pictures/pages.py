"""Whole pages as WebP, as a viewer shows them: for the review page and for programs that show places on pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docs_check.pictures.turned import page_picture

LONG_SIDE = 1800  # px: about 155 dpi on A4; print of 7 pt stays legible when zoomed in
QUALITY = 70  # WebP: print stays clean, some 120 kB a page


@dataclass(frozen=True, slots=True)
class PageImage:
    webp: bytes
    width: int  # px
    height: int


def page_image(path: Path, number: int, passwords: Sequence[str] = (), turn: int = 0) -> PageImage | None:
    """Turned clockwise by `turn` degrees, in right angles. None where there is nothing to show. Runs in a worker: a
    damaged file may take the process down."""
    from PIL import Image

    from extractor.picture import turned_picture

    picture = page_picture(path, number, passwords)
    if picture is None:
        return None
    image = Image.fromarray(turned_picture(picture, turn))
    share = min(1.0, LONG_SIDE / max(image.size))
    image = image.resize(
        (max(1, round(image.width * share)), max(1, round(image.height * share))), Image.Resampling.BOX
    )
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=2)
    return PageImage(buffer.getvalue(), image.width, image.height)


def page_images(path: Path, numbers: Sequence[int], passwords: Sequence[str] = ()) -> dict[int, PageImage]:
    """Those of the pages that can be shown."""
    images = {number: page_image(path, number, passwords) for number in numbers}
    return {number: image for number, image in images.items() if image is not None}
