"""Fonts by role. All come from Debian packages; which one is missing is said with the package's name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
# Widths are measured once at this size, in pixels, and scaled: large enough that hinting does not matter.
MEASURE_PX = 512


class MissingFontError(RuntimeError):
    """A font that the drawing needs is not on this machine; the message names its package."""


@dataclass(frozen=True, slots=True)
class Face:
    """`embeddable`: its licence and its outlines (TrueType, not CFF) let reportlab put it into a PDF."""

    file: str
    package: str
    index: int = 0
    embeddable: bool = False


FACES = {
    "song": Face("uming.ttc", "fonts-arphic-uming"),
    "kai": Face("gkai00mp.ttf", "fonts-arphic-gkai00mp"),
    "hei": Face("wqy-zenhei.ttc", "fonts-wqy-zenhei", embeddable=True),
    "light": Face("wqy-microhei.ttc", "fonts-wqy-microhei", embeddable=True),
    "wenkai": Face("LXGWWenKai-Regular.ttf", "fonts-lxgw-wenkai", embeddable=True),
    "pen": Face("LXGWWenKai-Light.ttf", "fonts-lxgw-wenkai", embeddable=True),
    "serif": Face("NotoSerifCJK-Bold.ttc", "fonts-noto-cjk", index=2),
}


@cache
def path_of(role: str) -> str:
    face = FACES[role]
    for folder in FONT_FOLDERS:
        found = sorted(folder.rglob(face.file)) if folder.is_dir() else []
        if found:
            return str(found[0])
    raise MissingFontError(f"font {face.file} is missing: apt-get install {face.package}")


@cache
def font(role: str, px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path_of(role), px, index=FACES[role].index, layout_engine=ImageFont.Layout.BASIC)


@cache
def advance(role: str, character: str) -> float:
    """The width of a character in ems."""
    return font(role, MEASURE_PX).getlength(character) / MEASURE_PX


def width_of(text: str, role: str, size: float) -> float:
    """The width of a line in the unit of `size`."""
    return sum(advance(role, character) for character in text) * size
