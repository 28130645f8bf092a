"""Seals as they come in from outside: small, faint, grey, under print, over one another, cut by an edge, photographed.

Drawn by other means than `seals_drawn`: every cut and every picture is random, so that a benchmark over many seeds
shows which kinds are lost or misread. All names are invented.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from seals_drawn import OFFICES, PLACES, STEMS, TRADES, font_file

from extractor.picture import Picture
from extractor.records import Box

Layer = NDArray[np.float32]

CUT = 480  # px across at which a seal is cut: finer than any picture shows it
CUT_FONTS = (
    ("NotoSerifCJK-Bold.ttc", 2),
    ("NotoSerifCJK-Regular.ttc", 2),
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJK-Bold.ttc", 2),
    ("uming.ttc", 0),
    ("gkai00mp.ttf", 0),
    ("wqy-zenhei.ttc", 0),
    ("LXGWWenKai-Bold.ttf", 0),
)
REDS = ((205, 30, 40), (225, 40, 40), (190, 20, 60), (232, 70, 60), (215, 60, 90), (240, 10, 10), (170, 40, 50))
BLUES = ((40, 60, 180), (60, 80, 160))
PURPOSES = ("合同专用章", "财务专用章", "测试专用章", "业务专用章", "电子专用章", "报关专用章", "人事专用章", "办公室")
PROVINCES = ("北原省", "海州市", "南浦市", "东岭省", "云溪省")
SURNAMES, GIVEN = "王李张刘陈杨赵周吴徐孙马朱胡郭何林高罗郑", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉"
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WORDS = "经审核该企业提交材料齐全符合申报条件同意上报请予以支持单位负责人签字盖章联系电话地址合计金额万元项目名称日期"

KINDS = ("company", "office", "purpose", "finance", "invoice", "supervision", "name", "columns", "bilingual", "full")
LARGE = ("company", "office", "purpose", "finance")
STATES = ("plain", "small", "jpeg", "print", "faint", "grey", "blue", "over", "cut", "photo")


@dataclass(frozen=True, slots=True)
class Words:
    """What a seal says: `text` around (a square's all), `lines` inside, `lower` along its foot, `serial` its number."""

    kind: str
    shape: str
    text: str
    lines: tuple[str, ...] = ()
    lower: str = ""
    serial: str = ""

    @property
    def whole(self) -> str:
        return self.text + "".join(self.lines) + self.lower


@dataclass(frozen=True, slots=True)
class Stamped:
    """A seal on a picture: `state` is what is hard about it, `letter` the size of its ring's letters in pixels,
    `visible` the share of it that the picture shows."""

    words: Words
    state: str
    box: Box
    letter: float
    visible: float


@dataclass(slots=True)
class Wild:
    picture: Picture
    seals: list[Stamped] = field(default_factory=list[Stamped])


def company(rng: random.Random) -> str:
    place = rng.choice(("海州", "清河", "北原", "南浦", "青石市", "东岭省", "云溪县"))
    stem = rng.choice(STEMS) + rng.choice(("", "", rng.choice("德昌和源盛泰兴")))
    return place + stem + rng.choice(TRADES) + rng.choice(("有限公司", "有限公司", "股份有限公司", "有限责任公司"))


def words(kind: str, rng: random.Random) -> Words:
    serial = "".join(rng.choices("0123456789", k=13)) if rng.random() < 0.5 else ""
    name = company(rng)
    match kind:
        case "office":
            return Words(kind, "round", rng.choice(PLACES[:-1]) + rng.choice(OFFICES))
        case "purpose":
            purpose = rng.choice(PURPOSES) + rng.choice(("", "", "(1)", "（2）"))
            return Words(kind, "round", name, (purpose,), "", serial)
        case "finance":
            lines = rng.choice((("财务专用章",), ("财务", "专用章"), ("财务专用", "章")))
            return Words(kind, "round", name, lines, "", serial)
        case "invoice":
            code = "91" + "".join(rng.choices("0123456789", k=6)) + "".join(rng.choices(CODE, k=10))
            return Words(kind, "oval", name, (code, "发票专用章"), "", serial if rng.random() < 0.3 else "")
        case "supervision":
            place = rng.choice(PROVINCES)
            form = rng.randrange(3)
            if form == 0:
                return Words(kind, "oval", "全国统一发票监制章", ("国家税务总局", f"{place}税务局"))
            lower = "国家税务总局监制" if form == 1 else f"{place}国家税务局监制"
            return Words(kind, "oval", "全国统一发票监制章", (place[:2],) if form == 1 else (), lower)
        case "name":
            person = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
            person += "印" if len(person) == 3 else "之印"
            return Words(kind, "square", person)
        case "columns":
            text = rng.choice((name + "财务专用章", rng.choice(PLACES[:-1]) + rng.choice(OFFICES) + "印"))
            return Words(kind, "square", text)
        case "bilingual":
            latin = "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVWY", k=rng.randint(8, 14))) + " CO.,LTD"
            return Words(kind, "round", name, (), latin)
        case "full":
            return Words(kind, "round", rng.choice((name, rng.choice(PLACES[:-1]) + rng.choice(OFFICES))))
        case _:
            return Words(kind, "round", name, (), "", serial)


@dataclass(frozen=True, slots=True)
class Cut:
    """A seal's clean ink, the corners of its outline, how tall its ring's letters are; all in pixels of the cut."""

    layer: Layer
    outline: NDArray[np.float64]
    letter: float


def cut(said: Words, rng: random.Random) -> Cut:
    font = rng.choice([found for found in CUT_FONTS if font_file(found[0])])
    aspect = rng.choice((0.75, 0.667, 0.7)) if said.shape == "oval" else 1.0
    width, height = CUT, round(CUT * aspect)
    image = Image.new("L", (width, height), 0)
    if said.shape == "square":
        letter = _square(image, said, font, rng)
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    else:
        letter = _round(image, said, font, rng)
        turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        corners = np.stack([width / 2 * (1 + np.cos(turns)), height / 2 * (1 + np.sin(turns))], axis=1)
    return Cut((np.asarray(image) / 255).astype(np.float32), corners, letter)


def _round(image: Image.Image, said: Words, font: tuple[str, int], rng: random.Random) -> float:
    width, height = image.size
    half = height / 2
    rim = rng.uniform(0.03, 0.09) * half
    inset = _rims(image, rim, rng, double=said.kind == "supervision" or rng.random() < 0.1)
    long = len(said.text)
    around = rng.uniform(290, 330) if said.kind == "full" else rng.uniform(215, 285)
    if said.lower or said.shape == "oval":
        around = rng.uniform(150, 200) if said.lower else rng.uniform(190, 235)
    if said.serial:
        around = min(around, 250)
    tall = rng.uniform(0.2, 0.33) * half * (0.85 if said.shape == "oval" else 1)
    axes = (width / 2 - inset - tall / 2, height / 2 - inset - tall / 2)
    around = min(around, math.degrees(long * tall * rng.uniform(1.0, 1.6) / min(axes)))
    squeeze = rng.uniform(0.65, 1.05)
    wide = _along(image, said.text, font, axes, tall, squeeze, around, up=True)
    if said.lower:
        low = tall * (0.6 if said.kind == "bilingual" else 0.95)
        _along(image, said.lower, font, axes, low, squeeze, rng.uniform(110, 140), up=False)
    if said.serial:
        low = 0.12 * half
        edge = (width / 2 - inset - low / 2, height / 2 - inset - low / 2)
        _along(image, said.serial, font, edge, low, 0.8, rng.uniform(60, 90), up=False)
    _inside(image, said, font, half, rng)
    return math.sqrt(wide * tall)


def _rims(image: Image.Image, rim: float, rng: random.Random, *, double: bool) -> float:
    """Draws the rim or rims; how far inwards letters begin."""
    pen = ImageDraw.Draw(image)
    width, height = image.size
    pen.ellipse((0, 0, width - 1, height - 1), outline=255, width=max(2, round(rim)))
    inset = rim
    if double:
        inset += rng.uniform(0.02, 0.05) * height / 2
        thin = max(2, round(rng.uniform(0.012, 0.03) * height / 2))
        pen.ellipse((inset, inset, width - 1 - inset, height - 1 - inset), outline=255, width=thin)
        inset += thin
    return inset + rng.uniform(0.03, 0.09) * height / 2


def _inside(image: Image.Image, said: Words, font: tuple[str, int], half: float, rng: random.Random) -> None:
    width, height = image.size
    star = said.shape == "round" and rng.random() < (0.8 if said.kind != "full" else 0.6)
    top = height / 2
    if star:
        radius = half * rng.uniform(0.2, 0.34) * (0.85 if said.lines else 1)
        _star(image, (width / 2, height / 2 - (0.08 * half if said.lines else 0)), radius, rng.choice((5, 5, 5, 3)))
        top += radius * 0.85 + 0.04 * half
    elif said.lines:
        top -= 0.12 * half * len(said.lines)
    for line in said.lines:
        tall = half * rng.uniform(0.17, 0.22) * (1.1 if said.shape == "oval" else 1)
        room = width * (0.62 if said.shape == "oval" else 0.52)
        glyph = _word(line, font, tall, rng.uniform(0.7, 1.0), room)
        image.paste(255, (round(width / 2 - glyph.width / 2), round(top)), glyph)
        top += tall * 1.25


def _star(image: Image.Image, centre: tuple[float, float], radius: float, points: int) -> None:
    turns = [-math.pi / 2 + math.pi * step / points for step in range(2 * points)]
    reach = [radius if step % 2 == 0 else radius * 0.382 for step in range(2 * points)]
    corners = [
        (centre[0] + far * math.cos(turn), centre[1] + far * math.sin(turn))
        for turn, far in zip(turns, reach, strict=True)
    ]
    ImageDraw.Draw(image).polygon(corners, fill=255)


def _square(image: Image.Image, said: Words, font: tuple[str, int], rng: random.Random) -> float:
    """Columns from right to left, as seals are cut; a name's two."""
    side = image.width
    rim = rng.uniform(0.02, 0.06) * side
    ImageDraw.Draw(image).rectangle((0, 0, side - 1, side - 1), outline=255, width=round(rim))
    many = len(said.text)
    rows = 2 if many <= 4 else math.ceil(math.sqrt(many))
    columns = math.ceil(many / rows)
    room = side - 2 * rim - 0.06 * side
    cell = (room / columns, room / rows)
    start = rim + 0.03 * side
    for index, letter in enumerate(said.text):
        column, row = divmod(index, rows)
        glyph = _glyph(letter, font, cell[0] * 0.92, cell[1] * 0.92)
        x, y = side - start - (column + 0.5) * cell[0], start + (row + 0.5) * cell[1]
        image.paste(255, (round(x - glyph.width / 2), round(y - glyph.height / 2)), glyph)
    return min(cell)


def _along(
    image: Image.Image,
    text: str,
    font: tuple[str, int],
    axes: tuple[float, float],
    tall: float,
    squeeze: float,
    around: float,
    *,
    up: bool,
) -> float:
    """Letters at even steps along an ellipse, at the head (`up`) or the foot; how wide they are."""
    turns = np.linspace(-math.pi, math.pi, 1441)
    xs, ys = axes[0] * np.sin(turns), -axes[1] * np.cos(turns) * (1 if up else -1)
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))])
    length -= length[720]
    pitch = (length[-1] - length[0]) * around / 360 / max(1, len(text) - 1)
    wide = min(tall * squeeze, pitch * 0.93)
    for index, letter in enumerate(text):
        at = float(np.interp((index - (len(text) - 1) / 2) * pitch, length, turns))
        slope = math.degrees(math.atan2(axes[1] * math.sin(at), axes[0] * math.cos(at))) * (1 if up else -1)
        glyph = _glyph(letter, font, wide * (0.7 if letter.isascii() else 1), tall)
        glyph = glyph.rotate(-slope, Image.Resampling.BICUBIC, expand=True)
        x, y = image.width / 2 + axes[0] * math.sin(at), image.height / 2 - axes[1] * math.cos(at) * (1 if up else -1)
        image.paste(255, (round(x - glyph.width / 2), round(y - glyph.height / 2)), glyph)
    return wide


def _glyph(letter: str, font: tuple[str, int], wide: float, tall: float) -> Image.Image:
    face = ImageFont.truetype(cast(str, font_file(font[0])), 72, index=font[1])
    tile = Image.new("L", (80, 80), 0)
    ImageDraw.Draw(tile).text((40, 40), letter, fill=255, font=face, anchor="mm")
    if letter.isascii():
        tile = tile.crop((18, 8, 62, 72))
    return tile.resize((max(2, round(wide)), max(2, round(tall))), Image.Resampling.LANCZOS)


def _word(text: str, font: tuple[str, int], tall: float, squeeze: float, room: float) -> Image.Image:
    glyphs = [_glyph(letter, font, tall * squeeze * (0.55 if letter.isascii() else 1), tall) for letter in text]
    word = Image.new("L", (sum(glyph.width for glyph in glyphs), max(glyph.height for glyph in glyphs)), 0)
    x = 0
    for glyph in glyphs:
        word.paste(glyph, (x, 0))
        x += glyph.width
    return word if word.width <= room else word.resize((round(room), word.height), Image.Resampling.LANCZOS)


def wild(rng: random.Random, state: str, kinds: Sequence[str] = KINDS) -> Wild:
    """A picture with one or two seals in one state."""
    across = {"small": rng.uniform(48, 95), "cut": rng.uniform(90, 220)}.get(state) or math.exp(
        rng.uniform(math.log(75), math.log(330))
    )
    width, height = (round(across * side) for side in (rng.uniform(2.2, 5.5), rng.uniform(2.2, 6.5)))
    pixels = _page(width, height, rng)
    found: list[tuple[Words, NDArray[np.float64], float]] = []
    ink = rng.choice(BLUES if state == "blue" else REDS)
    strength = rng.uniform(0.22, 0.42) if state == "faint" else rng.uniform(0.65, 0.98)
    for said, centre in _places(rng, state, kinds, width, height, across):
        big = across * (0.5 if said.kind == "name" else 0.95 if said.shape == "square" else 1)
        made = cut(said, rng)
        matrix = _set(made, centre, big, rng)
        layer = _impressed(made, matrix, big, (width, height), rng) * strength
        pixels *= 1 - layer[..., None] * (1 - np.array(ink, np.float32) / 255)
        outline = cv2.perspectiveTransform(made.outline[None], matrix)[0]
        found.append((said, outline, made.letter * big / CUT))
        if state == "print":
            _overprinted(pixels, centre, across, rng)
    if state == "grey":
        pixels[:] = pixels.mean(axis=2, keepdims=True)
    if state == "photo":
        pixels, found = _photographed(pixels, found, rng)
    picture = _kept(pixels, state, rng)
    return Wild(picture, [_stamped(said, state, outline, letter, picture) for said, outline, letter in found])


def _stamped(said: Words, state: str, outline: NDArray[np.float64], letter: float, picture: Picture) -> Stamped:
    height, width = picture.shape[:2]
    (x0, y0), (x1, y1) = outline.min(axis=0), outline.max(axis=0)
    seen = (max(0.0, x0), max(0.0, y0), min(float(width), x1), min(float(height), y1))
    visible = (seen[2] - seen[0]) * (seen[3] - seen[1]) / ((x1 - x0) * (y1 - y0))
    box = Box(seen[0] / width, seen[1] / height, seen[2] / width, seen[3] / height)
    return Stamped(said, state, box, letter, visible)


def _places(
    rng: random.Random, state: str, kinds: Sequence[str], width: int, height: int, across: float
) -> list[tuple[Words, tuple[float, float]]]:
    half = across / 2
    x, y = rng.uniform(half * 1.05, width - half * 1.05), rng.uniform(half * 1.05, height - half * 1.05)
    if state == "cut":
        out = half * rng.uniform(-0.35, 0.35)  # 33 to 67% is visible
        x, y = rng.choice(((out, y), (width - out, y), (x, out), (x, height - out)))
        return [(words(rng.choice(LARGE), rng), (x, y))]
    if state == "over":
        turn = rng.uniform(0, 2 * math.pi)
        far = across * rng.uniform(0.45, 0.85)
        x, y = min(max(x, across), width - across), min(max(y, across), height - across)
        other = (x + far * math.cos(turn), y + far * math.sin(turn))
        return [(words(rng.choice(LARGE), rng), (x, y)), (words(rng.choice(LARGE), rng), other)]
    return [(words(rng.choice(kinds), rng), (x, y))]


def _page(width: int, height: int, rng: random.Random) -> Layer:
    """Paper with lines of print on it, and perhaps a table."""
    paper = rng.choice(((255, 255, 255), (250, 250, 250), (244, 240, 230), (235, 236, 240)))
    image = Image.new("RGB", (width, height), paper)
    pen = ImageDraw.Draw(image)
    name, index = rng.choice([found for found in CUT_FONTS if font_file(found[0])])
    size = max(9, round(min(width, height) * rng.uniform(0.022, 0.045)))
    face = ImageFont.truetype(cast(str, font_file(name)), size, index=index)
    grey = rng.randint(10, 80)
    y = rng.uniform(0, 3 * size)
    while y < height:
        if rng.random() < 0.7:
            text = "".join(rng.choices(WORDS, k=rng.randint(4, max(5, width // size))))
            pen.text((rng.uniform(0, width * 0.4), y), text, fill=(grey,) * 3, font=face)
        y += size * rng.uniform(1.3, 3)
    if rng.random() < 0.4:
        for step in range(rng.randint(2, 6)):
            level = height * step / 6 + rng.uniform(0, 9)
            pen.line((0, level, width, level), fill=(grey,) * 3, width=max(1, size // 12))
        for _ in range(rng.randint(1, 3)):
            upright = rng.uniform(0, width)
            pen.line((upright, 0, upright, height), fill=(grey,) * 3, width=max(1, size // 12))
    return np.asarray(image).astype(np.float32) / 255


def _overprinted(pixels: Layer, centre: tuple[float, float], across: float, rng: random.Random) -> None:
    image = Image.new("L", pixels.shape[1::-1], 0)
    name, index = rng.choice([found for found in CUT_FONTS if font_file(found[0])])
    size = max(9, round(across * rng.uniform(0.1, 0.17)))
    face = ImageFont.truetype(cast(str, font_file(name)), size, index=index)
    for line in range(rng.randint(1, 3)):
        text = "".join(rng.choices(WORDS, k=rng.randint(5, 12))) if line % 2 else f"2023年3月{rng.randint(1, 28)}日"
        place = (centre[0] - across * rng.uniform(0.3, 0.7), centre[1] + across * rng.uniform(-0.35, 0.3))
        ImageDraw.Draw(image).text(place, text, fill=255, font=face)
    pixels *= 1 - (np.asarray(image)[..., None] / 255 * rng.uniform(0.7, 0.95)).astype(np.float32)


def _set(made: Cut, centre: tuple[float, float], across: float, rng: random.Random) -> NDArray[np.float64]:
    """From pixels of the cut to those of the page."""
    height, width = made.layer.shape
    turn = math.radians(rng.choice((rng.gauss(0, 6), rng.gauss(0, 12), 0.0)))
    scale = across / CUT
    cos, sin = math.cos(turn) * scale, math.sin(turn) * scale
    move = (centre[0] - cos * width / 2 + sin * height / 2, centre[1] - sin * width / 2 - cos * height / 2)
    return np.array([[cos, -sin, move[0]], [sin, cos, move[1]], [0, 0, 1]])


def _impressed(
    made: Cut, matrix: NDArray[np.float64], across: float, size: tuple[int, int], rng: random.Random
) -> Layer:
    noise = np.random.default_rng(rng.getrandbits(32))
    layer = made.layer
    if rng.random() < 0.6:  # pressed by hand
        coarse = cv2.resize(noise.random((6, 6), np.float32), layer.shape[::-1], interpolation=cv2.INTER_CUBIC)
        pores = cv2.GaussianBlur(noise.random(layer.shape, np.float32), (0, 0), 2.5)
        bare = pores < np.quantile(pores, rng.choice((0.0, 0.04, 0.1)))
        layer = layer * np.where(bare, 0.3, 1) * np.clip(0.75 + 0.5 * coarse, 0.3, 1)
    softened = cv2.GaussianBlur(layer.astype(np.float32), (0, 0), max(0.3, 0.45 * CUT / across))  # as a lens averages
    return cast(Layer, np.clip(cv2.warpPerspective(softened, matrix, size, flags=cv2.INTER_LINEAR), 0, 1))


def _photographed(
    pixels: Layer, found: list[tuple[Words, NDArray[np.float64], float]], rng: random.Random
) -> tuple[Layer, list[tuple[Words, NDArray[np.float64], float]]]:
    """Seen from a side, on a table, in uneven light, through a lens that bends lines a little."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shift = np.array([[rng.uniform(0, 0.1) * side for side in (width, height)] for _ in range(4)], np.float32)
    inwards = shift * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    aim = corners * 0.86 + np.array([width, height], np.float32) * 0.07 + inwards
    matrix = cv2.getPerspectiveTransform(corners, aim)
    table = tuple(rng.uniform(0.1, 0.5) for _ in range(3))
    seen = cv2.warpPerspective(pixels, matrix, (width, height), borderValue=table)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot((columns - width / 2) / width, (rows - height / 2) / width)
    bend = 1 + rng.uniform(-0.06, 0.06) * far**2
    seen = cv2.remap(
        seen,
        (columns - width / 2) * bend + width / 2,
        (rows - height / 2) * bend + height / 2,
        cv2.INTER_LINEAR,
        borderValue=table,
    )
    light = np.clip(rng.uniform(0.65, 1) - rng.uniform(-0.3, 0.3) * (columns / width - 0.5), 0.3, 1)
    tint = np.array([rng.uniform(0.92, 1), rng.uniform(0.92, 1), rng.uniform(0.82, 1)], np.float32)
    moved = [(said, cv2.perspectiveTransform(outline[None], matrix)[0], letter) for said, outline, letter in found]
    return (seen * light[..., None] * tint).astype(np.float32), moved


def _kept(pixels: Layer, state: str, rng: random.Random) -> Picture:
    """As a file keeps it: softened, with grain, in JPEG."""
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.choice((0.0, 0.008, 0.02)), pixels.shape[:2])
    soft = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 0.8)) if rng.random() < 0.4 else pixels
    shown = np.rint(np.clip(soft + grain[..., None], 0, 1) * 255).astype(np.uint8)
    quality = rng.randint(25, 55) if state == "jpeg" else rng.choice((None, 95, 85, 70))
    if quality is None:
        return cast(Picture, shown)
    _, data = cv2.imencode(".jpg", shown[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cast(Picture, np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1]))
