"""Pictures for reports: the piece of a page where a finding stands, and the whole page small, with the place marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docs_check.pictures import page_picture
from docs_check.workers import each
from extractor.records import Box, Place

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractor.picture import Picture

PAGE_WIDTH = 1000  # px: about 120 dpi on A4, at which print of 10 pt is read without effort
THUMB_WIDTH = 150  # px: shows which part of the page is meant; nothing is read from it
QUALITY = 72  # WebP: print stays clean, some 30 kB a piece
MARGIN_X, MARGIN_Y = 0.05, 0.025  # of the page, around the place
LEAST_WIDTH, LEAST_HEIGHT = 0.5, 0.1  # of the page: a date alone, cut out closely, does not say what it belongs to
MARK = (196, 30, 58)
SECONDS_A_FILE = 120.0  # rendering a page takes under a second


@dataclass(frozen=True, slots=True)
class Clip:
    """Two pictures as WebP; `width` and `height` of the piece in pixels."""

    piece: bytes
    page: bytes
    width: int
    height: int


def cut(
    folder: Path, places: Iterable[tuple[str, Place]], jobs: int, paths: Mapping[str, Path] | None = None
) -> Mapping[tuple[str, Place], Clip]:
    """A clip for each place in a file of `folder`, or of `paths` where it lies elsewhere; those whose page cannot be
    shown are not among them."""
    by_file = dict[str, set[Place]]()
    for file, place in places:
        by_file.setdefault(file, set()).add(place)
    tasks = [(file, tuple(sorted(some, key=_order))) for file, some in sorted(by_file.items())]
    clips = dict[tuple[str, Place], Clip]()
    for done in each(
        _cut_file, tasks, lambda task: ((paths or {}).get(task[0]) or folder / task[0], task[1]), jobs, SECONDS_A_FILE
    ):
        for place, clip in (done.result or {}).items():
            clips[done.task[0], place] = clip
    return clips


def _order(place: Place) -> tuple[int, float, float, float, float]:
    return place.page, place.box.y0, place.box.x0, place.box.y1, place.box.x1


def _cut_file(path: Path, places: Sequence[Place]) -> dict[Place, Clip]:
    """Runs in a worker."""
    clips = dict[Place, Clip]()
    for number in sorted({place.page for place in places}):
        picture = page_picture(path, number)
        if picture is not None:
            clips.update((place, _clip(picture, place.box)) for place in places if place.page == number)
    return clips


def _clip(picture: Picture, box: Box) -> Clip:
    from PIL import Image

    page = Image.fromarray(picture)
    page = page.resize((PAGE_WIDTH, max(1, round(page.height * PAGE_WIDTH / page.width))), Image.Resampling.LANCZOS)
    piece = _marked(page, box, 3).crop(_pixels(_around(box), page.width, page.height))
    thumb = page.resize((THUMB_WIDTH, max(1, round(page.height * THUMB_WIDTH / page.width))), Image.Resampling.LANCZOS)
    return Clip(_webp(piece), _webp(_marked(thumb, box, 2)), piece.width, piece.height)


def _around(box: Box) -> Box:
    wide = max(MARGIN_X, (LEAST_WIDTH - box.width) / 2)
    high = max(MARGIN_Y, (LEAST_HEIGHT - box.height) / 2)
    grown = box.grown(wide, high)
    return Box(max(0.0, grown.x0), max(0.0, grown.y0), min(1.0, grown.x1), min(1.0, grown.y1))


def _marked(page: Image, box: Box, thick: int) -> Image:
    from PIL import ImageDraw

    marked = page.copy()
    x0, y0, x1, y1 = _pixels(box, page.width, page.height)
    frame = (max(0, x0 - thick), max(0, y0 - thick), min(page.width, x1 + thick), min(page.height, y1 + thick))
    ImageDraw.Draw(marked).rectangle(frame, outline=MARK, width=thick)
    return marked


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    x0, y0 = min(width - 1, max(0, int(box.x0 * width))), min(height - 1, max(0, int(box.y0 * height)))
    return x0, y0, max(x0 + 1, min(width, round(box.x1 * width))), max(y0 + 1, min(height, round(box.y1 * height)))


def _webp(image: Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY)
    return buffer.getvalue()
