"""How one office prints: its fonts, rules, colons, dates and words, drawn at random; and the strokes it prints with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from drawing import pack
from drawing.company import Values, invent, person
from drawing.fonts import width_of
from drawing.layout import LEAD, wrap
from drawing.seals import Stamp, press
from drawing.sheet import BLACK, MM_PER_PT, Box, DrawnSheet, Ink, around
from drawing.styles import STYLES

EMBEDDABLE = ("hei", "light", "wenkai")
EVERY_FACE = ("song", "kai", "hei", "light", "wenkai")
DATES = (
    "{y}年{m}月{d}日",
    "{y}-{m:02d}-{d:02d}",
    "{y}.{m}.{d}",
    "{y} 年 {m} 月 {d} 日",
    "{y}/{m}/{d}",
    "{y}年{m:02d}月{d:02d}日",
)
RED_RULE: Ink = (178, 44, 40)
# Dash and gap in mm.
DASHES = {"dashed": (2.0, 1.2), "dotted": (0.5, 0.7)}
BLANK_SHARE = 0.04
STAMPED_SHARE = 0.4
SPACED_SHARE = 0.25


@dataclass(slots=True)
class Manner:
    rng: random.Random
    sheet: DrawnSheet
    values: Values
    face: str
    value_face: str
    pt: float
    margin: float
    rule_kind: str
    rule_ink: Ink
    rule_width: float
    colon: str
    date: str
    half_brackets: bool
    open_sides: bool
    district: str
    blank: list[str] = field(default_factory=list[str])
    stamped: list[str] = field(default_factory=list[str])
    turned: list[DrawnSheet] = field(default_factory=list[DrawnSheet])  # the pages before this one

    @classmethod
    def any(cls, rng: random.Random, kind: str, *, vector: bool) -> Manner:
        faces = EMBEDDABLE if vector else EVERY_FACE
        district = rng.choice(pack.districts())
        face = rng.choice(faces)
        return cls(
            rng=rng,
            sheet=DrawnSheet(kind, rng),
            values=invent(district, rng),
            face=face,
            value_face=rng.choice((face, rng.choice(faces))),
            pt=rng.uniform(9.5, 12.0),
            margin=rng.uniform(13, 24),
            rule_kind=rng.choice(("solid", "solid", "solid", "dashed", "dotted")),
            rule_ink=rng.choice((BLACK, BLACK, BLACK, RED_RULE, (60, 90, 160))),
            rule_width=rng.uniform(0.2, 0.6),
            colon=rng.choice("：:"),
            date=rng.choice(DATES),
            half_brackets=rng.random() < 0.3,
            open_sides=rng.random() < 0.3,
            district=district,
        )

    @property
    def em(self) -> float:
        return self.pt * MM_PER_PT

    @property
    def step(self) -> float:
        return self.em * LEAD

    @property
    def width(self) -> float:
        return self.sheet.size[0] - 2 * self.margin

    def word(self, name: str, *, spaced: bool = True) -> str:
        """A field's label in one of the pack's wordings, set wide now and then."""
        labels: Sequence[str] = pack._part("papers.yaml")["kinds"][self.sheet.kind]["fields"][name]["labels"]
        text = self.rng.choice(labels).rpartition(" ")[2]
        if name == "company" and len(text) == 4 and self.rng.random() < 0.15:
            text = self.rng.choice(("申请", "申报")) + text
        if self.half_brackets:
            text = text.replace("（", "(").replace("）", ")")
        if spaced and len(text) <= 4 and self.rng.random() < SPACED_SHARE:
            text = self.rng.choice(("　", "　　" if len(text) == 2 else " ")).join(text)
        return text

    def value(self, name: str) -> str:
        """What is filled in; `""` for a field that is left blank."""
        if name in self.blank:
            return ""
        if self.rng.random() < BLANK_SHARE and name not in ("company", "credit_code"):
            self.blank.append(name)
            return ""
        text = self.values[name]
        if name in ("export_2021", "export_2022", "premium", "subsidy") and self.rng.random() < 0.5:
            return f"{float(text):,.2f}"
        return text

    def day(self, value: str) -> str:
        year, month, number = (int(part) for part in value.split("-"))
        return self.date.format(y=year, m=month, d=number)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        dash, gap = DASHES.get(self.rule_kind, (0.0, 0.0))
        if not dash:
            self.sheet.stroke(x0, y0, x1, y1, self.rule_width, self.rule_ink)
            return
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy, at = (x1 - x0) / max(length, 0.1), (y1 - y0) / max(length, 0.1), 0.0
        while at < length:
            end = min(at + dash, length)
            self.sheet.stroke(
                x0 + dx * at, y0 + dy * at, x0 + dx * end, y0 + dy * end, max(0.3, self.rule_width), self.rule_ink
            )
            at += dash + gap

    def frame(self, box: Box, *, left: bool = True, right: bool = True) -> None:
        x0, y0, x1, y1 = box
        self.rule(x0, y0, x1, y0)
        self.rule(x0, y1, x1, y1)
        if left:
            self.rule(x0, y0, x0, y1)
        if right:
            self.rule(x1, y0, x1, y1)

    def lines(self, text: str, width: float, face: str | None = None) -> list[str]:
        return wrap(text, face or self.face, self.pt, width)

    def write(self, box: Box, text: str, *, align: str = "l", face: str | None = None, top: bool = False) -> list[Box]:
        """Wrapped text in a box, in the middle of its height or at its top; the boxes of its lines."""
        x0, y0, x1, y1 = box
        face = face or self.face
        lines = self.lines(text, x1 - x0 - 2.4, face)
        y = y0 + 1.2 if top else (y0 + y1) / 2 - len(lines) * self.step / 2 + (self.step - self.em) / 2
        at = {"l": x0 + 1.2, "m": (x0 + x1) / 2, "r": x1 - 1.2}[align]
        found = list[Box]()
        for line in lines:
            found.append(self.sheet.text(at, y, line, face, self.pt, anchor=align))
            y += self.step
        return found

    def fill(self, box: Box, name: str, *, align: str = "l") -> None:
        """A field's value in its cell."""
        text = self.value(name)
        if text:
            self.sheet.field(name, text, self.values[name], *self.write(box, text, align=align, face=self.value_face))

    def heading(self, title: str, y: float, pt: float = 17.0) -> float:
        for line in wrap(title, self.face, pt, self.width):
            self.sheet.text(self.sheet.size[0] / 2, y, line, self.face, pt, anchor="m", bold=0.15)
            y += pt * MM_PER_PT * 1.4
        return y

    def width_of(self, text: str, face: str | None = None) -> float:
        return width_of(text, face or self.face, self.em)

    def dated(self, x: float, y: float, name: str, value: str) -> Box:
        """A date under a place for a seal, its middle at `x`."""
        box = self.sheet.text(x, y, self.day(value), self.face, self.pt, anchor="m")
        year, month, day = (int(part) for part in value.split("-"))
        self.sheet.field(name, f"{year}年{month}月{day}日", value, box)
        return box

    def stamp(self, text: str, slot: str, box: Box, sign: Box) -> None:
        self.sheet.slot(slot, box, sign)
        if self.rng.random() < STAMPED_SHARE:
            self.stamped.append(slot)
            press(self.sheet, Stamp(text, slot), STYLES[self.rng.choice((1, 2))])

    def turn_page(self) -> None:
        self.turned.append(self.sheet)
        self.sheet = DrawnSheet(self.sheet.kind, self.rng)

    def clerk(self) -> str:
        return person(self.rng)


def below(boxes: Sequence[Box]) -> float:
    return around(*boxes)[3]
