"""Seals drawn for the tests, in many styles: fonts, rims, stars, serial numbers, wear, print beneath.

All names are invented. Without a Chinese font (`make setup` installs fonts-noto-cjk) `font_file` gives None.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor.picture import Picture
from extractor.records import Box

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
FONTS = ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
SIMPLIFIED = 2  # the face in Noto's collections
FINE = 2  # seals are drawn so many times as large
DPI = 200

RED, BLUE, GREY = (200, 30, 40), (40, 50, 170), (90, 90, 90)
PLACES = ("海州市", "清河市临江区", "北原省", "云溪县", "南浦市高新区", "青石市", "东岭市白沙区", "")
OFFICES = (
    "商务局",
    "财政局",
    "人民政府办公室",
    "行政审批服务局",
    "市场监督管理局",
    "税务局",
    "教育体育局",
    "生态环境局",
)
STEMS = ("华瑞", "鼎盛达", "金海湾", "永信", "博远", "天利恒", "润丰源", "正泰宏", "新纪元", "福康", "星辰", "嘉禾")
TRADES = (
    "纺织服装",
    "机械制造",
    "进出口",
    "水产食品",
    "橡胶制品",
    "电子科技",
    "国际贸易",
    "五金工具",
    "新材料",
    "物流",
)
ENDS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")


def font_file(name: str | None = None) -> Path | None:
    for folder in FONT_FOLDERS:
        for wanted in (name,) if name else FONTS:
            found = next(iter(sorted(folder.rglob(wanted))), None) if folder.is_dir() else None
            if found:
                return found
    return None


@dataclass(frozen=True)
class Look:
    """How one seal is made. Lengths are shares of the radius (an oval's short half axis) unless said otherwise."""

    text: str
    inner: tuple[str, ...] = ()
    serial: str = ""
    lower: str = ""  # an arc along the bottom, read from left to right
    shape: str = "round"
    width: float = 42.0  # mm
    height: float = 42.0
    rim: float = 0.05
    second_rim: bool = False
    letter: float = 0.26
    squeeze: float = 0.8  # width of a letter over its height
    span: float = 260.0  # degrees that the ring's letters cover
    star: float = 0.3
    font: str = FONTS[0]
    turn: float = 0.0  # degrees
    colour: tuple[int, int, int] = RED
    strength: float = 0.9
    wear: float = 0.0  # share of the impression that took no ink
    blur: float = 0.0  # px
    quality: int | None = None  # of JPEG


@dataclass
class Sheet:
    """A page and the seals set on it, with their true boxes."""

    picture: NDArray[np.float64]
    seals: list[tuple[Look, Box]] = field(default_factory=list)

    @staticmethod
    def blank(width: int = 1240, height: int = 1240, paper: int = 250) -> Sheet:
        return Sheet(np.full((height, width, 3), paper / 255, np.float64))

    def write(
        self, place: tuple[int, int], text: str, size: int = 34, ink: tuple[int, int, int] = (25, 25, 25)
    ) -> None:
        image = Image.fromarray(np.rint(self.picture * 255).astype(np.uint8))
        ImageDraw.Draw(image).text(place, text, font=_font(FONTS[1], size), fill=ink)
        self.picture = np.asarray(image) / 255

    def stamp(self, look: Look, centre: tuple[float, float], seed: int = 0) -> None:
        """`centre` in pixels; what hangs over the page's edge is cut off."""
        layer = _worn(_turned(_impression(look), look.turn), look, seed)
        height, width = layer.shape
        left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
        page_height, page_width = self.picture.shape[:2]
        x0, y0, x1, y1 = max(0, left), max(0, top), min(page_width, left + width), min(page_height, top + height)
        part = layer[y0 - top : y1 - top, x0 - left : x1 - left, None] * look.strength
        self.picture[y0:y1, x0:x1] *= 1 - part * (1 - np.array(look.colour) / 255)
        rows, columns = np.nonzero(_turned(_shrunk(_outline(look)), look.turn) > 0.3)
        box = (left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1)
        box = (max(0, box[0]), max(0, box[1]), min(page_width, box[2]), min(page_height, box[3]))
        self.seals.append(
            (look, Box(box[0] / page_width, box[1] / page_height, box[2] / page_width, box[3] / page_height))
        )

    def scanned(self, quality: int | None = 80, blur: float = 0.5, noise: float = 0.01, seed: int = 0) -> Picture:
        picture = self.picture
        if blur:
            picture = cv2.GaussianBlur(picture, (0, 0), blur)
        grain = np.random.default_rng(seed).normal(0, noise, picture.shape[:2])[..., None]
        pixels = np.rint(np.clip(picture + grain, 0, 1) * 255).astype(np.uint8)
        if quality is None:
            return pixels
        _, data = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def random_look(rng: random.Random) -> Look:
    """A seal such as offices and companies have, in some style."""
    company = rng.random() < 0.55
    if company:
        text = (
            rng.choice(PLACES[:1] + PLACES[2:]).replace("高新区", "")
            + rng.choice(STEMS)
            + rng.choice(TRADES)
            + rng.choice(ENDS)
        )
    else:
        text = rng.choice(PLACES[:-1]) + rng.choice(OFFICES)
    oval = company and rng.random() < 0.35
    span = min(320.0, max(200.0, len(text) * rng.uniform(17, 24)))
    look = Look(
        text,
        font=rng.choice(FONTS),
        rim=rng.uniform(0.03, 0.08),
        second_rim=rng.random() < 0.15,
        letter=rng.uniform(0.22, 0.34),
        span=span,
        star=rng.uniform(0.22, 0.34),
        turn=rng.choice([rng.gauss(0, 8), rng.gauss(0, 8), rng.uniform(-180, 180)]),
        strength=rng.choice([0.95, 0.8, 0.55, 0.35]),
        wear=rng.choice([0.0, 0.04, 0.1]),
        colour=rng.choice([RED, (215, 50, 30), (190, 20, 70), (230, 60, 60)]),
    )
    if oval:
        width, height = rng.choice([(40.0, 30.0), (45.0, 30.0)])
        return replace(
            look,
            shape="oval",
            width=width,
            height=height,
            span=min(240.0, span),
            star=0.0,
            inner=("91" + "".join(rng.choices("0123456789", k=15)) + "X", "发票专用章"),
            letter=rng.uniform(0.22, 0.28),
            turn=rng.gauss(0, 6),
        )
    if company and rng.random() < 0.7:
        look = replace(
            look, serial="".join(rng.choices("0123456789", k=13)), span=min(span, 250.0), letter=min(look.letter, 0.28)
        )
    elif rng.random() < 0.4:
        look = replace(
            look,
            inner=(rng.choice(["合同专用章", "财务专用章", "办公室", "业务专用章（2）"]),),
            span=min(span, 240.0),
            star=0.22,
        )
    return look


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = font_file(name)
    if path is None:
        raise FileNotFoundError(f"No {name}: run make setup, or install fonts-noto-cjk.")
    return ImageFont.truetype(path, size, index=SIMPLIFIED)


def _glyph(text: str, name: str, height: float, squeeze: float) -> NDArray[np.float64]:
    font = _font(name, 96)
    box = font.getbbox(text)
    wide = max(box[2], 96 if len(text) == 1 and ord(text) > 0x2E80 else 0)
    image = Image.new("L", (wide, 128), 0)
    ImageDraw.Draw(image).text((0, 0), text, font=font, fill=255)
    image = image.crop((0, 20, wide, 124))
    size = (max(2, round(height * squeeze * wide / 96)), max(2, round(height)))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS)) / 255


def _impression(look: Look) -> NDArray[np.float64]:
    """Full ink is 1; a margin of 4 px around."""
    layer = _outline(look)
    height, width = layer.shape
    half_width, half_height = width / 2 - 4 * FINE, height / 2 - 4 * FINE
    centre = (width / 2, height / 2)
    if look.shape == "square":
        _square(layer, look)
        return _shrunk(layer)
    depth = (look.rim + 0.05 + look.letter / 2) * half_height + (0.06 * half_height if look.second_rim else 0)
    axes = (half_width - depth, half_height - depth)
    _arc(layer, look.text, look, centre, axes, look.letter * half_height, look.squeeze, -90, look.span, outward=True)
    if look.serial:
        small = ((half_width - (look.rim + 0.09) * half_height), half_height * (1 - look.rim - 0.09))
        _arc(layer, look.serial, look, centre, small, 0.12 * half_height, 0.7, 90, 75, outward=False)
    if look.lower:
        _arc(layer, look.lower, look, centre, axes, look.letter * half_height, look.squeeze, 90, 110, outward=False)
    if look.star:
        _star(layer, centre, look.star * half_height)
    top = centre[1] + (0.38 * half_height if look.star else -0.1 * half_height)
    for line in look.inner:
        room = half_width * (1.0 if look.shape == "oval" else 0.95)
        glyph = _glyph(line, look.font, 0.2 * half_height, 0.8)
        if glyph.shape[1] > room:
            glyph = cv2.resize(glyph, (round(room), glyph.shape[0]))
        _paste(layer, glyph, (centre[0], top + glyph.shape[0] / 2))
        top += 0.3 * half_height
    return _shrunk(layer)


def _outline(look: Look) -> NDArray[np.float64]:
    width, height = (round(side / 25.4 * DPI * FINE) + 8 * FINE for side in (look.width, look.height))
    layer = np.zeros((height, width), np.float64)
    image = np.zeros((height, width), np.uint8)
    half_width, half_height = width / 2 - 4 * FINE, height / 2 - 4 * FINE
    thick = max(2, round(look.rim * half_height))
    if look.shape == "square":
        cv2.rectangle(image, (4 * FINE, 4 * FINE), (width - 4 * FINE, height - 4 * FINE), 255, thick)
        return np.maximum(layer, image / 255)
    for inset, line in ((0.0, thick), *(((0.06 * half_height + thick, 2 * FINE),) if look.second_rim else ())):
        axes = (round(half_width - line / 2 - inset), round(half_height - line / 2 - inset))
        cv2.ellipse(image, (width // 2, height // 2), axes, 0, 0, 360, 255, line, cv2.LINE_AA)
    return np.maximum(layer, image / 255)


def _arc(
    layer: NDArray[np.float64],
    text: str,
    look: Look,
    centre: tuple[float, float],
    axes: tuple[float, float],
    height: float,
    squeeze: float,
    middle: float,
    span: float,
    *,
    outward: bool,
) -> None:
    """Letters at equal steps along an ellipse, upright to it."""
    fine = np.radians(np.linspace(middle - 180, middle + 180, 721))
    steps = np.hypot(np.diff(axes[0] * np.cos(fine)), np.diff(axes[1] * np.sin(fine)))
    lengths = np.concatenate([[0], np.cumsum(steps)])
    room = lengths[-1] * span / 360
    pitch = room / max(1, len(text) - 1)
    squeeze = min(squeeze, 0.92 * pitch / height)
    for index, letter in enumerate(text):
        offset = (index - (len(text) - 1) / 2) * pitch * (1 if outward else -1)
        angle = float(np.interp(lengths[-1] / 2 + offset, lengths, fine))
        normal = np.degrees(np.arctan2(np.sin(angle) / axes[1], np.cos(angle) / axes[0]))
        glyph = _turned(_glyph(letter, look.font, height, squeeze), normal + 90 if outward else normal - 90)
        _paste(layer, glyph, (centre[0] + axes[0] * np.cos(angle), centre[1] + axes[1] * np.sin(angle)))


def _star(layer: NDArray[np.float64], centre: tuple[float, float], radius: float) -> None:
    angles = np.radians(-90 + 36 * np.arange(10))
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.382)
    points = np.stack([centre[0] + reach * np.cos(angles), centre[1] + reach * np.sin(angles)], axis=1)
    image = np.zeros(layer.shape, np.uint8)
    cv2.fillPoly(image, [np.rint(points).astype(np.int32)], 255, cv2.LINE_AA)
    np.maximum(layer, image / 255, out=layer)


def _square(layer: NDArray[np.float64], look: Look) -> None:
    """Two columns, read from right to left, as on personal seals."""
    height, width = layer.shape
    rows = (len(look.text) + 1) // 2
    size = min(width / 2, height / rows) * 0.74
    for index, letter in enumerate(look.text):
        column, row = divmod(index, rows)
        centre = (width * (0.72 - 0.44 * column), height * (0.5 + (row - (rows - 1) / 2) * 0.44))
        _paste(layer, _glyph(letter, look.font, size, 0.95), centre)


def _paste(layer: NDArray[np.float64], glyph: NDArray[np.float64], centre: tuple[float, float]) -> None:
    top, left = round(centre[1] - glyph.shape[0] / 2), round(centre[0] - glyph.shape[1] / 2)
    bottom, right = min(layer.shape[0], top + glyph.shape[0]), min(layer.shape[1], left + glyph.shape[1])
    y0, x0 = max(0, top), max(0, left)
    if y0 < bottom and x0 < right:
        part = layer[y0:bottom, x0:right]
        np.maximum(part, glyph[y0 - top : bottom - top, x0 - left : right - left], out=part)


def _turned(layer: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    image = Image.fromarray(np.rint(np.clip(layer, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True)) / 255


def _shrunk(layer: NDArray[np.float64]) -> NDArray[np.float64]:
    return cv2.resize(layer, (layer.shape[1] // FINE, layer.shape[0] // FINE), interpolation=cv2.INTER_AREA)


def _worn(layer: NDArray[np.float64], look: Look, seed: int) -> NDArray[np.float64]:
    if look.wear:
        noise = np.random.default_rng(seed).normal(0, 1, layer.shape)
        patches = cv2.GaussianBlur(noise, (0, 0), 5) * 9 + cv2.GaussianBlur(noise, (0, 0), 1) * 1.5
        layer = layer * (patches > np.quantile(patches, look.wear))
    return cv2.GaussianBlur(layer, (0, 0), look.blur) if look.blur else layer
