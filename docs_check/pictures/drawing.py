"""A page with everything found drawn on it, for people who want to see what the tool sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.records import Box, DateMention, Document, Seal

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw as Draw
    from PIL.ImageFont import FreeTypeFont

    from extractor.picture import Picture

WIDTH = 1400  # px: labels of 16 px and the print below them can be read together
LABEL_HEIGHT = 16  # px
GREY, BLUE, PURPLE, GREEN, RED = (150, 150, 150), (30, 90, 200), (125, 60, 170), (20, 130, 60), (200, 20, 40)
# Where systems keep a font with Chinese characters: Debian (Noto, WenQuanYi), Windows, macOS.
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
)
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FONT_NAMES = ("*CJK*.tt[cf]", "*CJK*.otf", "*SC-*.otf", "*SC-*.ttf", "*wqy*.tt[cf]", "*SourceHanSans*")


@dataclass(frozen=True, slots=True)
class Mark:
    """`label` is written above the box, `""` where none is needed."""

    box: Box
    colour: tuple[int, int, int]
    label: str = ""
    thick: int = 2


def marks_on(documents: Iterable[Document], page: int) -> Iterator[Mark]:
    """What was found on one page: lines grey, places for seals purple, fields blue, dates green, seals red."""
    for document in documents:
        yield from (Mark(line.box, GREY, thick=1) for number, line in document.lines if number == page)
        for slot in document.slots:
            if slot.area.page == page:
                yield Mark(slot.area.box, PURPLE, f"{slot.slot} [{slot.party}]", 1)
        yield from _fields(document, page)
        for mention in document.dates:
            if mention.place.page == page:
                yield Mark(mention.place.box, GREEN, _date_label(mention, document))
        for seal in document.seals:
            if seal.place.page == page:
                yield Mark(seal.place.box, RED, _seal_label(seal), 3)


def _fields(document: Document, page: int) -> Iterator[Mark]:
    dates = {mention.place for mention in document.dates}
    for field in (*document.fields, *(field for row in document.rows for field in row.fields)):
        if field.place.page == page and field.place not in dates:
            yield Mark(field.place.box, BLUE, f"{field.name} = {field.value or field.written}")


def _date_label(mention: DateMention, document: Document) -> str:
    names = [field.name for field in document.fields if field.place == mention.place]
    return " = ".join([*names, mention.value.isoformat() if mention.value else f"({mention.state})"])


def _seal_label(seal: Seal) -> str:
    return " ".join(filter(None, (seal.text or "?", seal.inner, f"→ {seal.slot}" if seal.slot else "")))


def has_font() -> bool:
    """Whether labels can be written in Chinese here."""
    return _font() is not None


def draw(picture: Picture, marks: Iterable[Mark]) -> tuple[Image, tuple[str, ...]]:
    """The page with the marks, and a legend: empty where a font for the labels was at hand, else what the numbers
    drawn in their place mean."""
    from PIL import Image, ImageDraw

    page = Image.fromarray(picture)
    page = page.resize((WIDTH, max(1, round(page.height * WIDTH / page.width))), Image.Resampling.LANCZOS)
    font = _font()
    pen = ImageDraw.Draw(page)
    legend = list[str]()
    for mark in marks:
        x0, y0, x1, y1 = _frame(mark.box, page)
        pen.rectangle((x0, y0, x1, y1), outline=mark.colour, width=mark.thick)
        if not mark.label:
            continue
        if font is None:
            legend.append(f"{len(legend) + 1}: {mark.label}")
        _label(pen, (x0, y0), str(len(legend)) if font is None else mark.label, mark.colour, font)
    return page, tuple(legend)


def _frame(box: Box, page: Image) -> tuple[float, float, float, float]:
    x0, y0 = box.x0 * page.width, box.y0 * page.height
    return x0, y0, max(x0 + 1, box.x1 * page.width), max(y0 + 1, box.y1 * page.height)


def _label(
    pen: Draw, corner: tuple[float, float], text: str, colour: tuple[int, int, int], font: FreeTypeFont | None
) -> None:
    x, y = corner[0], max(0.0, corner[1] - 2)
    anchor = "lb" if font and y > LABEL_HEIGHT else "la"  # on top of the frame, so that the print in it shows
    pen.rectangle(pen.textbbox((x, y), text, font=font, anchor=anchor), fill="white")
    pen.text((x, y), text, fill=colour, font=font, anchor=anchor)


def _font() -> FreeTypeFont | None:
    from PIL import ImageFont

    for path in _font_files():
        try:
            return ImageFont.truetype(path, LABEL_HEIGHT)
        except OSError:
            continue
    return None


def _font_files() -> Iterator[str]:
    yield from (path for path in _FONTS if Path(path).is_file())
    for folder in _FONT_FOLDERS:
        for name in _FONT_NAMES:
            yield from map(str, sorted(Path(folder).expanduser().rglob(name)))
