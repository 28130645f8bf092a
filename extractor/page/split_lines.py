"""Lines that OCR read across a border of a grid, parted there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.records import Box, Cell, Grid, Line

STRAY = 0.35  # of a line's height: a lone character whose centre is this near to a border was only placed badly


def split_at_borders(line: Line, grids: Sequence[Grid]) -> tuple[Line, ...]:
    """The line itself where it lies in one cell or its characters' places are unknown."""
    if len(line.chars) != len(line.text):
        return (line,)
    cells = [cell for grid in grids if grid.box.shared(line.box) for cell in grid.cells if cell.box.shared(line.box)]
    if len(cells) < 2:
        return (line,)
    homes = _settled([_home(char, cells) for char in line.chars], line)
    starts = [0, *(i for i in range(1, len(homes)) if homes[i] is not homes[i - 1])]
    if len(starts) == 1:
        return (line,)
    return tuple(_parts(line, [*starts, len(homes)]))


def _home(char: Box, cells: Sequence[Cell]) -> Cell | None:
    return next((cell for cell in cells if cell.box.holds(*char.centre)), None)


def _settled(homes: list[Cell | None], line: Line) -> list[Cell | None]:
    """Blanks, and lone characters on a border, go with their neighbours."""
    settled = list(homes)
    for i, (home, char) in enumerate(zip(homes, line.chars, strict=True)):
        before, after = settled[i - 1] if i else None, homes[i + 1] if i + 1 < len(homes) else None
        lone = (i == 0 or home is not before) and (i + 1 == len(homes) or home is not after)
        if line.text[i].isspace() and i:
            settled[i] = before
        elif lone and len(homes) > 1 and _near_edge(char, line, home):
            settled[i] = before if i else after
    return settled


def _near_edge(char: Box, line: Line, home: Cell | None) -> bool:
    """`width` of a box is in another unit than `height`: a character's own box gives the scale."""
    if home is None:
        return True
    reach = STRAY * char.width
    x, _ = char.centre
    return min(x - home.box.x0, home.box.x1 - x) < reach


def _parts(line: Line, edges: Sequence[int]) -> Iterator[Line]:
    for start, end in pairwise(edges):
        text = line.text[start:end]
        first, last = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
        if first >= last:
            continue
        chars, confidences = line.chars[first:last], line.confidences[first:last]
        confidence = sum(confidences) / len(confidences) if confidences else line.confidence
        yield Line(Box.around(chars), line.text[first:last], confidence, chars, confidences)
