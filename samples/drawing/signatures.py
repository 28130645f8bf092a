"""What stands behind 法定代表人（签字）: scribbled, written in pen, printed, sealed, or nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from drawing.company import invent
from drawing.fonts import font
from drawing.layout import scribble
from drawing.media import MEDIA, digitise
from drawing.pages import DrawnPage, draw_page, truth_of
from drawing.papers import usual_seals
from drawing.seals import Stamp, press
from drawing.sheet import DrawnSheet, Impression, Ink, Text, paint
from drawing.styles import STYLES

WAYS = ("scribble", "pen", "print", "empty", "sealed_empty")
LABEL = "法定代表人（签字）："
PENS: tuple[Ink, ...] = ((28, 30, 66), (20, 20, 22), (30, 50, 140))
PX_PER_MM = 12


def signed_form(way: str, seed: int, medium: str, style: int, *, name_seal: bool = False) -> DrawnPage:
    """An application form in order but for its signature; `sealed_empty`: the company's seal lies over the place;
    `name_seal`: the person's seal is pressed beside what is written, and half over it."""
    rng = random.Random(f"{way} {seed} {medium} {style}")
    values = invent("平度市", rng)
    seals = [stamp for stamp in usual_seals("application_form", values, rng) if stamp.shape != "square"]
    page = draw_page("application_form", values, [], "vector", seed, style)
    sheet = page.sheet
    at = next(at for at, thing in enumerate(sheet.things) if isinstance(thing, Text) and thing.text == LABEL)
    name = sheet.things[at + 1]
    assert isinstance(name, Text)
    if way != "print":
        del sheet.things[at + 1]
    ink = rng.choice(PENS)
    if way == "scribble":
        scribble(sheet, name.x + rng.uniform(0, 2), name.baseline, name.size, len(name.text), ink, rng)
    elif way == "pen":
        _written(sheet, name, ink, rng)
    if name_seal and way in ("scribble", "pen"):
        place = sheet.place_of("applicant")
        beside = (name.x + rng.uniform(6, 16) - (place[0] + place[2]) / 2, name.baseline - (place[1] + place[3]) / 2)
        over = (beside[0], beside[1] + rng.uniform(2, 9))
        seals.append(Stamp(values["legal"] + "印", "applicant", "square", shift=over, party="person"))
    if way == "sealed_empty":
        place = sheet.place_of("applicant")
        over = (name.x + 12 - (place[0] + place[2]) / 2, name.baseline - 1 - (place[1] + place[3]) / 2)
        seals[0] = _moved(seals[0], over)
    return _pressed(page, seals, medium, style, rng)


def _moved(stamp: Stamp, shift: tuple[float, float]) -> Stamp:
    return replace(stamp, shift=shift)


def _pressed(page: DrawnPage, seals: list[Stamp], medium: str, style: int, rng: random.Random) -> DrawnPage:
    for stamp in seals:
        press(page.sheet, stamp, STYLES[style])
    if medium == "vector":
        return page
    jpeg, matrix = digitise(paint(page.sheet, MEDIA[medium].dpi), medium, rng)
    return DrawnPage(page.kind, medium, page.sheet, truth_of(page.sheet, medium, matrix), jpeg)


def _written(sheet: DrawnSheet, name: Text, ink: Ink, rng: random.Random) -> None:
    """The name as a picture, so that a text PDF has no letters for it."""
    size = name.size * rng.uniform(1.1, 1.6)
    px = round(size * PX_PER_MM)
    mask = Image.new("L", (round(px * 1.15 * len(name.text)) + px, px * 2), 0)
    for number, character in enumerate(name.text):
        glyph = Image.new("L", (px * 2, px * 2), 0)
        ImageDraw.Draw(glyph).text((px, px), character, fill=255, font=font("pen", px), anchor="mm", stroke_width=1)
        glyph = glyph.rotate(rng.gauss(0, 6), Image.Resampling.BICUBIC)
        mask.paste(255, (round(number * px * rng.uniform(0.95, 1.1)) - px // 4, round(rng.gauss(0, 0.05) * px)), glyph)
    across, high = mask.size[0] / PX_PER_MM, mask.size[1] / PX_PER_MM
    top = name.baseline - 0.36 * size - high / 2
    sheet.things.append(Impression(np.asarray(mask), (name.x, top, name.x + across, top + high), ink))
