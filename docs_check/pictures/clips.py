"""Pictures for reports: the piece of a page where a finding stands, and the whole page small, with the place marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING

from docs_check.cache import Cache
from docs_check.pictures.turned import Turns, page_picture
from docs_check.reader_version import clips_version
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.geometry import turned_box
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
_CLIP = "clip"  # kind in the cache
_HEAD = Struct("<III")  # width, height, bytes of the piece
SECONDS_A_FILE = 120.0  # rendering a page takes under a second


@dataclass(frozen=True, slots=True)
class Clip:
    """Two pictures as WebP; `width` and `height` of the piece in pixels."""

    piece: bytes
    page: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the files lie: in `folder` unless `paths` says otherwise. `hashes` are their contents, by which the cache
    knows what was cut before; `turns` how their pages lie."""

    folder: Path
    paths: Mapping[str, Path]
    hashes: Mapping[str, str]
    turns: Mapping[str, Turns]

    def path(self, file: str) -> Path:
        return self.paths.get(file) or self.folder / file


def cut(places: Iterable[tuple[str, Place]], shelf: Shelf, settings: Settings) -> Mapping[tuple[str, Place], Clip]:
    """A clip for each place in a file, upright; those whose page cannot be shown are not among them."""
    clips, by_file = dict[tuple[str, Place], Clip](), dict[str, set[Place]]()
    with Cache(settings.cache) as cache:
        for file, place in places:
            clip = _from_bytes(cache.get(_CLIP, _key(file, place, shelf)))
            if clip is None:
                by_file.setdefault(file, set()).add(place)
            else:
                clips[file, place] = clip
        tasks = [(file, tuple(sorted(some, key=_order))) for file, some in sorted(by_file.items())]
        for done in each(
            _cut_file,
            tasks,
            lambda task: (shelf.path(task[0]), task[1], shelf.turns.get(task[0], {}), settings.passwords),
            settings.jobs,
            SECONDS_A_FILE,
            settings.limits,
            settings.crew,
        ):
            file = done.task[0]
            for place, clip in (done.result or {}).items():
                clips[file, place] = clip
                if shelf.hashes.get(file) and not settings.passwords:
                    cache.put(_CLIP, _key(file, place, shelf), _to_bytes(clip))
    return clips


def _key(file: str, place: Place, shelf: Shelf) -> str:
    turn = shelf.turns.get(file, {}).get(place.page, 0)
    what = (clips_version(), shelf.hashes.get(file, ""), turn, *_order(place))
    return sha256(repr(what).encode()).hexdigest()


def _to_bytes(clip: Clip) -> bytes:
    return _HEAD.pack(clip.width, clip.height, len(clip.piece)) + clip.piece + clip.page


def _from_bytes(value: bytes | None) -> Clip | None:
    if value is None or len(value) < _HEAD.size:
        return None
    width, height, size = _HEAD.unpack_from(value)
    piece, page = value[_HEAD.size : _HEAD.size + size], value[_HEAD.size + size :]
    return Clip(piece, page, width, height) if piece[8:12] == page[8:12] == b"WEBP" else None


def _order(place: Place) -> tuple[int, float, float, float, float]:
    return place.page, place.box.y0, place.box.x0, place.box.y1, place.box.x1


def _cut_file(path: Path, places: Sequence[Place], turns: Turns, passwords: Sequence[str]) -> dict[Place, Clip]:
    """Runs in a worker."""
    clips = dict[Place, Clip]()
    for number in sorted({place.page for place in places}):
        picture = page_picture(path, number, passwords)
        if picture is not None:
            here = [place for place in places if place.page == number]
            clips.update(_cut_page(picture, turns.get(number, 0), here))
    return clips


def _cut_page(picture: Picture, turn: int, places: Sequence[Place]) -> dict[Place, Clip]:
    from PIL import Image

    from extractor.picture import resized, turned_picture

    def as_wide(picture: Picture, width: int) -> Picture:
        return resized(picture, (width, max(1, round(picture.shape[0] * width / picture.shape[1]))))

    small = as_wide(turned_picture(picture, turn), PAGE_WIDTH)
    page, thumb = Image.fromarray(small), Image.fromarray(as_wide(small, THUMB_WIDTH))
    clips = dict[Place, Clip]()
    for place in places:
        box = turned_box(place.box, turn)
        piece = piece_of(page, box)
        clips[place] = Clip(_webp(piece), _webp(_marked(thumb, box, 2)), piece.width, piece.height)
    return clips


def piece_of(page: Image, box: Box) -> Image:
    """The place with its surroundings, marked; `box` as `page` is shown."""
    return _marked(page, box, 3).crop(_pixels(_around(box), page.width, page.height))


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
