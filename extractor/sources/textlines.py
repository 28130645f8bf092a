"""Characters of a text layer, joined to lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from extractor.geometry import turned_box
from extractor.records import Box, Line
from extractor.sources.radicals import IDEOGRAPHS

SAME_LINE = 0.5  # of a character's height: baselines of one line differ by less, of two lines by more
WIDE_GAP = 1.2  # of a character's height: a gap this wide parts two lines, such as cells or columns
WORD_GAP = 0.2  # of a character's height: a gap this wide is a space that nobody typed
FARTHEST = 0.1  # of the page's width: no gap within a line is so wide
SAME_PLACE = 0.5  # of a character's width: fake bold prints it twice with less between, JJ and 11 stand side by side
UPON = 0.35  # of the smaller letter's area: squeezed print lies upon its neighbours by a tenth
BANDS = 200  # of the page's height: glyphs in the same one or the next can lie upon one another
TURNED_SHARE = 0.5  # of the characters: the page lies as most of its text does


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, in fractions of the view; `turn` is how it is turned there, in degrees clockwise, `aspect` the
    page's width over its height, so that lengths across and down can be compared."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    turn: int = 0
    aspect: float = 1.0

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


def turn_of(glyphs: Sequence[Glyph]) -> int:
    """Degrees clockwise by which the view must be turned so that most characters stand upright."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.text.strip())
    turn, count = turns.most_common(1)[0] if turns else (0, 0)
    return (360 - turn) % 360 if count > TURNED_SHARE * turns.total() else 0


def lines_of(glyphs: Sequence[Glyph], turn: int = 0) -> tuple[Line, ...]:
    """Lines in view coordinates, top to bottom of the page as it reads. Text that is turned otherwise than most of
    the page's, such as a watermark, is left out of the lines of print."""
    upright = [
        _turned(glyph, turn)
        for glyph in glyphs
        if (glyph.turn + turn) % 360 == 0 and glyph.x1 > glyph.x0 and glyph.y1 > glyph.y0
    ]
    lines = [_line(part) for sheet in _sheets(upright) for row in _rows(sheet) if (part := _stripped(row))]
    lines.sort(key=lambda line: (line.box.centre[1], line.box.x0))
    return tuple(_line_turned(line, (360 - turn) % 360) for line in lines)


def _sheets(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The text as sheets on none of which one text lies over another: what was typed over a whitened place comes after
    it, and joined to lines both would give a number that stands nowhere."""
    over = _lying_over(glyphs)
    if not over:
        return [glyphs]
    above = set[int]()
    for index in over:  # the whole of its text goes up, not the character alone
        for step in (-1, 1):
            at = index
            while 0 <= at < len(glyphs) and (at == index or _follow(min(at - step, at), max(at - step, at), glyphs)):
                above.add(at)
                at += step
    below = [glyph for index, glyph in enumerate(glyphs) if index not in above]
    return [below, *_sheets([glyphs[index] for index in sorted(above)])] if below else [glyphs]


def _lying_over(glyphs: Sequence[Glyph]) -> set[int]:
    """Of glyphs that lie upon an earlier one with another letter."""
    rows = defaultdict[int, list[int]](list)
    found = set[int]()
    for index, glyph in enumerate(glyphs):
        if not glyph.text.isalnum():
            continue
        row = int((glyph.y0 + glyph.y1) / 2 * BANDS)
        for other in chain(rows[row - 1], rows[row], rows[row + 1]):
            earlier = glyphs[other]
            if earlier.x0 < glyph.x1 and glyph.x0 < earlier.x1 and earlier.text != glyph.text:
                area = min(glyph.box.area, earlier.box.area)
                if glyph.box.shared(earlier.box) > UPON * area:
                    found.add(index)
                    break
        rows[row].append(index)
    return found


def _follow(one: int, two: int, glyphs: Sequence[Glyph]) -> bool:
    """Whether the second glyph goes on where the first ends."""
    before, after = glyphs[one], glyphs[two]
    height = before.y1 - before.y0
    gap = (after.x0 - before.x1) * before.aspect
    return abs(after.y0 - before.y0) < SAME_LINE * height and -SAME_LINE * height < gap < WIDE_GAP * height


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters that follow each other on one line without a wide gap. Each is put to the nearest line that ends
    before it, for lines of neighbouring cells may lie half a line apart; what is printed twice is taken once."""
    done: list[list[Glyph]] = []
    growing: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.x0, glyph.y0)):
        height, middle = glyph.y1 - glyph.y0, (glyph.y0 + glyph.y1) / 2
        reach = height / glyph.aspect
        done += [row for row in growing if glyph.x0 - row[-1].x1 > FARTHEST]
        growing = [row for row in growing if glyph.x0 - row[-1].x1 <= FARTHEST]
        near = [
            (abs(middle - (row[-1].y0 + row[-1].y1) / 2), index)
            for index, row in enumerate(growing)
            if glyph.x0 - row[-1].x1 <= WIDE_GAP * reach
        ]
        distance, index = min(near, default=(1.0, -1))
        last = growing[index][-1] if near else glyph
        if distance >= SAME_LINE * min(height, last.y1 - last.y0):
            growing.append([glyph])
        elif glyph.text != last.text or last.x1 - glyph.x0 <= SAME_PLACE * (glyph.x1 - glyph.x0):
            growing[index].append(glyph)
    return done + growing


def _stripped(part: list[Glyph]) -> list[Glyph]:
    inked = [index for index, glyph in enumerate(part) if glyph.text.strip()]
    return part[inked[0] : inked[-1] + 1] if inked else []


def _line(part: list[Glyph]) -> Line:
    text, chars = "", list[Box]()
    for before, glyph in pairwise([None, *part]):
        assert glyph is not None
        if before is not None and _is_word(before) and _is_word(glyph):
            gap = (glyph.x0 - before.x1) * glyph.aspect
            if gap > WORD_GAP * (glyph.y1 - glyph.y0):
                text += " "
                chars.append(Box(before.x1, glyph.y0, glyph.x0, glyph.y1))
        written = glyph.text.translate(IDEOGRAPHS)
        text += written
        chars += _shares(glyph, len(written))
    return Line(Box.around(chars), text, 1.0, tuple(chars), (1.0,) * len(text))


def _is_word(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.strip() != ""


def _shares(glyph: Glyph, count: int) -> list[Box]:
    """One box per character: a ligature is one glyph of several."""
    step = (glyph.x1 - glyph.x0) / max(1, count)
    return [Box(glyph.x0 + step * i, glyph.y0, glyph.x0 + step * (i + 1), glyph.y1) for i in range(count)]


def _turned(glyph: Glyph, turn: int) -> Glyph:
    box = turned_box(glyph.box, turn)
    aspect = glyph.aspect if turn % 180 == 0 else 1 / glyph.aspect
    return replace(glyph, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, aspect=aspect)


def _line_turned(line: Line, turn: int) -> Line:
    if not turn:
        return line
    return replace(line, box=turned_box(line.box, turn), chars=tuple(turned_box(char, turn) for char in line.chars))
