"""Wrapped text, ruled tables, dates and places for seals."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from drawing.fonts import width_of
from drawing.sheet import ASCENT, BLACK, MM_PER_PT, Box, DrawnSheet, Ink, around
from drawing.styles import Style

LEAD = 1.32  # line height in ems
PAD = 1.3  # mm between a cell's border and its text
DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
# Runs of digits and letters stay whole; closing marks do not begin a line.
TOKEN = re.compile(r"(?:[A-Za-z0-9.,%/-]+|.)[）。，、：；]*")
NUMERALS = "〇一二三四五六七八九"
SCRIBBLED = "~"  # in place of a name: signed so that nobody can read it


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """`field` names what a value fills; `value` is its folded form where that differs from what is written."""

    text: str = ""
    span: int = 1
    field: str | None = None
    value: str | None = None
    align: str = "m"
    bold: float = 0.0
    hand: bool = False
    pt: float | None = None


Row = tuple[float, Sequence[DrawnCell]]  # least height in mm, cells


@dataclass(frozen=True, slots=True)
class Pens:
    """The fonts of one sheet: a text PDF takes those that can be embedded, and no handwriting."""

    style: Style
    body: str
    heading: str
    hand: str
    by_hand: bool
    hand_ink: Ink = (28, 30, 66)

    @classmethod
    def of(cls, style: Style, vector: bool, by_hand: bool) -> Pens:
        if vector:
            return cls(style, style.vector_body, style.vector_heading, style.vector_body, False)
        return cls(style, style.body, style.heading, style.hand, by_hand)


def wrap(text: str, face: str, pt: float, width: float) -> list[str]:
    """Lines that fit `width` mm; runs of digits and letters stay whole where they can."""
    size = pt * MM_PER_PT
    lines, line = [], ""
    for token in TOKEN.findall(text):
        if line and width_of(line + token, face, size) > width:
            lines.append(line)
            line = ""
        line += token
        while width_of(line, face, size) > width and len(line) > 1:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width_of(line[:n], face, size) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def heading(sheet: DrawnSheet, pens: Pens, title: str, y: float, pt: float | None = None, ink: Ink = BLACK) -> float:
    """A centred title, on as many lines as it needs; returns where it ends."""
    style, pt = pens.style, pt or pens.style.heading_pt
    for line in wrap(title, pens.heading, pt, sheet.size[0] - 2 * style.margin):
        sheet.text(sheet.size[0] / 2, y, line, pens.heading, pt, anchor="m", bold=style.heading_bold, ink=ink)
        y += pt * MM_PER_PT * 1.4
    return y


def ruled(
    sheet: DrawnSheet, pens: Pens, x: float, y: float, widths: Sequence[float], rows: Sequence[Row]
) -> list[list[Box]]:
    """Draws a ruled table; returns the box of each cell."""
    style, boxes, top = pens.style, [], y
    for least, cells in rows:
        drawn: list[tuple[DrawnCell, float, float, list[str]]] = []
        at, column = x, 0
        for cell in cells:
            width = sum(widths[column : column + cell.span])
            face = pens.hand if cell.hand and pens.by_hand else pens.body
            drawn.append((cell, at, width, wrap(cell.text, face, cell.pt or style.body_pt, width - 2 * PAD)))
            at, column = at + width, column + cell.span
        height = max([least, *(_height(cell, lines, style) for cell, _, _, lines in drawn)])
        boxes.append(
            [_fill(sheet, pens, cell, (x0, y, x0 + width, y + height), lines) for cell, x0, width, lines in drawn]
        )
        y += height
    sheet.frame((x, top, x + sum(widths), y), style.border)
    return boxes


def _height(cell: DrawnCell, lines: list[str], style: Style) -> float:
    return len(lines) * (cell.pt or style.body_pt) * MM_PER_PT * LEAD + 2 * PAD


def _fill(sheet: DrawnSheet, pens: Pens, cell: DrawnCell, box: Box, lines: list[str]) -> Box:
    sheet.frame(box, pens.style.rule)
    pt = cell.pt or pens.style.body_pt
    step = pt * MM_PER_PT * LEAD
    x0, y0, x1, y1 = box
    at = {"l": x0 + PAD, "m": (x0 + x1) / 2, "r": x1 - PAD}[cell.align]
    y = (y0 + y1) / 2 - len(lines) * step / 2 + (step - pt * MM_PER_PT) / 2
    by_hand = cell.hand and pens.by_hand
    face, ink = (pens.hand, pens.hand_ink) if by_hand else (pens.body, BLACK)
    written: list[Box] = []
    for line in lines:
        written.append(sheet.text(at, y, line, face, pt, anchor=cell.align, bold=cell.bold, ink=ink, hand=by_hand))
        y += step
    if cell.field and written:
        sheet.field(cell.field, cell.text, cell.value if cell.value is not None else cell.text, *written)
    return box


def parts_of(day: str) -> tuple[str, str, str] | None:
    """Year, month and day of any of the forms that plans use; None for a blank date."""
    found = DATE.match(day)
    return (found[1], str(int(found[2])), str(int(found[3]))) if found else None


def iso(day: str) -> str:
    """ISO, or `""` for a day that no calendar has."""
    parts = parts_of(day)
    try:
        return date(*map(int, parts)).isoformat() if parts else ""
    except ValueError:
        return ""


def in_numerals(parts: tuple[str, str, str]) -> str:
    """二〇二三年三月二十二日"""

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return (("" if tens == 1 else NUMERALS[tens]) + "十" if tens else "") + (NUMERALS[ones] if ones else "")

    year = "".join(NUMERALS[int(digit)] for digit in parts[0])
    return f"{year}年{small(int(parts[1]))}月{small(int(parts[2]))}日"


def put_date(
    sheet: DrawnSheet,
    pens: Pens,
    x: float,
    y: float,
    day: str,
    name: str | None,
    anchor: str = "l",
    form: str | None = None,
) -> Box:
    """Writes a date, or 年 月 日 with nothing filled in. By hand, the digits stand between printed characters."""
    pt, parts = pens.style.body_pt, parts_of(day)
    if parts is None:
        return sheet.text(x, y, "　　　年　　月　　日", pens.body, pt, anchor=anchor)
    if pens.by_hand and form is None:
        return _date_by_hand(sheet, pens, x, y, parts, day, name, anchor)
    pattern = form or pens.style.date
    year, month, number = parts
    # Not every Chinese font has the character 〇.
    face = "wenkai" if pattern == "numerals" else pens.body
    written = in_numerals(parts) if pattern == "numerals" else pattern.format(y=year, m=month, d=number)
    box = sheet.text(x, y, written, face, pt, anchor=anchor)
    if name:
        sheet.field(name, f"{year}年{month}月{number}日", iso(day), box)
    return box


def _date_by_hand(
    sheet: DrawnSheet,
    pens: Pens,
    x: float,
    y: float,
    parts: tuple[str, str, str],
    day: str,
    name: str | None,
    anchor: str,
) -> Box:
    pt = pens.style.body_pt
    size = pt * MM_PER_PT
    widths = [width_of(part, pens.hand, size * 1.1) + 0.5 * size for part in parts]
    total = sum(widths) + 3 * size
    at = x - {"l": 0.0, "m": total / 2, "r": total}[anchor]
    boxes: list[Box] = []
    for part, width, unit in zip(parts, widths, "年月日", strict=True):
        boxes.append(sheet.text(at + width / 2, y, part, pens.hand, pt * 1.1, anchor="m", hand=True, ink=pens.hand_ink))
        boxes.append(sheet.text(at + width, y, unit, pens.body, pt))
        at += width + size
    if name:
        sheet.field(name, f"{parts[0]}年{parts[1]}月{parts[2]}日", iso(day), *boxes)
    return around(*boxes)


def scribble(sheet: DrawnSheet, x: float, y: float, size: float, characters: int, ink: Ink, rng: random.Random) -> None:
    """A signature as nobody can read it: strokes that run into each other; `y` is where its letters stand."""
    width, size = rng.uniform(0.25, 0.5), size * rng.uniform(1.0, 1.7)
    for _ in range(characters):
        at = (x + rng.uniform(0, size), y - rng.uniform(0.2, 1) * size)
        turn = rng.uniform(0, 2 * math.pi)
        for _ in range(rng.randint(18, 40)):
            turn += rng.gauss(0, 0.9)
            step = size * 0.17
            to = (at[0] + math.cos(turn) * step, at[1] + math.sin(turn) * step)
            if not (x - size * 0.1 < to[0] < x + size * 1.1 and y - size * 1.1 < to[1] < y + size * 0.2):
                turn = math.atan2(y - size * 0.45 - at[1], x + size * 0.5 - at[0])  # back to the middle
                to = (at[0] + math.cos(turn) * step, at[1] + math.sin(turn) * step)
            sheet.stroke(*at, *to, width, ink)
            at = to
        x += size * rng.uniform(0.8, 1.1)


@dataclass(frozen=True, slots=True)
class SealPlace:
    """What is printed in the box of a seal place. `signer` is (label, name): signed by hand where `pens` say so,
    scribbled where the name is `SCRIBBLED`, left empty where it is `""`."""

    slot: str
    statement: str
    seal_label: str
    day: str
    date_field: str | None
    signer: tuple[str, str] | None = None
    across: float = 0.72  # where label and date stand, as a share of the box's width


def seal_place(sheet: DrawnSheet, pens: Pens, box: Box, place: SealPlace) -> None:
    """Fills the box: statement at the top, seal label and date at the foot."""
    style = pens.style
    pt = style.body_pt - 0.5
    step = pt * MM_PER_PT * LEAD
    x0, y0, x1, y1 = box
    y = y0 + PAD
    for line in wrap("　　" + place.statement, pens.body, pt, x1 - x0 - 2 * PAD):
        sheet.text(x0 + PAD, y, line, pens.body, pt)
        y += step
    if place.signer:
        label, name = place.signer
        end = sheet.text(x0 + PAD, y + 1, label, pens.body, pt)[2]
        ink = pens.hand_ink if pens.by_hand else BLACK
        if name == SCRIBBLED:
            size = (pt + 1) * MM_PER_PT
            scribble(sheet, end + 1.5, y + 0.5 + ASCENT * size, size, 2, pens.hand_ink, sheet.rng)
        elif name:
            sheet.text(
                end + 1.5, y + 0.5, name, pens.hand if pens.by_hand else pens.body, pt + 1, ink=ink, hand=pens.by_hand
            )
    centre = x0 + (x1 - x0) * place.across
    foot = y1 - PAD - 2 - step
    label = sheet.text(centre, foot - step - 1.5, place.seal_label, pens.body, pt, anchor="m")
    dated = put_date(sheet, pens, centre, foot, place.day, place.date_field, "m")
    sheet.slot(place.slot, box, around(label, dated))
