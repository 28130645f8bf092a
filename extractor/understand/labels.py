"""Label to value: in ruled cells, in print that runs `label：value`, and side by side without rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.language.matching import LABEL_MATCH, fold_label, label_likeness
from extractor.language.organisations import organisations
from extractor.language.values import value_of
from extractor.records import Box, Cell, Field, Grid, Line, Page, Place
from extractor.understand.blanks import blank_confidence
from extractor.understand.text import as_one_line, certainty, in_reading_order, in_rows, joined, part

# A neighbour that is this like a label is a label itself, not the value of the one before it.
SURELY_LABEL = 0.9
# Of print without a colon, the gap after the label in line heights that shows where the value begins.
GAP = 0.35
LONG_LABEL = 4
# A gap this wide, in line heights, parts two columns of print.
COLUMN_GAP = 3.0
# A value wraps to a next line that begins within this many line heights below and right of the label.
WRAP = 1.6
_COLON = re.compile(r"[:：]")


@dataclass(frozen=True, slots=True)
class CellText:
    """A ruled cell with what stands in it."""

    cell: Cell
    grid: int
    lines: tuple[Line, ...]
    text: str

    @property
    def box(self) -> Box:
        return self.cell.box


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page made ready for looking things up: its cells with their lines, and the lines outside all cells."""

    page: Page
    cells: tuple[CellText, ...]
    loose: tuple[Line, ...]

    @staticmethod
    def of(page: Page) -> Sheet:
        held = dict[tuple[int, int], list[Line]]()
        loose = list[Line]()
        for line in page.lines:
            home = _home(line, page.grids)
            if home is None:
                loose.append(line)
            else:
                held.setdefault(home, []).append(line)
        cells = tuple(
            CellText(cell, which, lines := tuple(in_reading_order(held.get((which, index), ()))), joined(lines))
            for which, grid in enumerate(page.grids)
            for index, cell in enumerate(grid.cells)
        )
        return Sheet(page, cells, tuple(in_reading_order(loose)))

    def right_of(self, found: CellText) -> CellText | None:
        """The next cell to the right, on the row of the cell's first line."""
        column, row = found.cell.column + found.cell.column_span, found.cell.row
        return self._first(found, lambda cell: cell.column == column and cell.row <= row < cell.row + cell.row_span)

    def block_right_of(self, found: CellText, every: tuple[str, ...]) -> tuple[Box, tuple[Line, ...]] | None:
        """All that stands right of a label on its rows, up to the next label: a seal's rim may look like a rule that
        cuts the place in two."""
        rows = range(found.cell.row, found.cell.row + found.cell.row_span)
        beside = sorted(
            (
                other
                for other in self.cells
                if other.grid == found.grid
                and other.cell.column >= found.cell.column + found.cell.column_span
                and other.cell.row in rows
            ),
            key=lambda other: other.cell.column,
        )
        ends = [other.cell.column for other in beside if _is_label(other.text, every)]
        block = [other for other in beside if other.cell.column < min(ends, default=10_000)]
        if not block:
            return None
        lines = in_reading_order(line for other in block for line in other.lines)
        return Box.around(other.box for other in block), tuple(lines)

    def below(self, found: CellText) -> CellText | None:
        row, column = found.cell.row + found.cell.row_span, found.cell.column
        return self._first(
            found, lambda cell: cell.row == row and cell.column <= column < cell.column + cell.column_span
        )

    def _first(self, found: CellText, fits: Callable[[Cell], bool]) -> CellText | None:
        return next((other for other in self.cells if other.grid == found.grid and fits(other.cell)), None)


def _home(line: Line, grids: tuple[Grid, ...]) -> tuple[int, int] | None:
    """The grid and the cell that hold the middle of a line."""
    x, y = line.box.centre
    for which, grid in enumerate(grids):
        if grid.box.holds(x, y):
            for index, cell in enumerate(grid.cells):
                if cell.box.holds(x, y):
                    return which, index
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands for a label: the value's lines (none: nothing stands there) and where it stands or should."""

    likeness: float
    label: str
    lines: tuple[Line, ...]
    text: str
    area: Box


def read_fields(sheet: Sheet, kind: KindSpec) -> list[Field]:
    """The fields of `kind` whose labels stand on this page."""
    every = labels_of(kind)
    fields = list[Field]()
    for name, spec in kind.fields.items():
        found = find_value(sheet, spec, every)
        if found:
            fields.append(_field(name, spec, found, sheet.page))
    return fields


def unlabelled_name(sheet: Sheet, kind: KindSpec, fields: Iterable[Field]) -> list[Field]:
    """The name on a licence whose label OCR lost a part of (名　　称 read as 名): the only company on the page."""
    given = {field.name for field in fields if field.written}
    missing = [name for name, spec in kind.fields.items() if spec.type is ValueType.NAME and name not in given]
    lines = [line for line in sheet.page.lines if (0, len(line.text)) in organisations(line.text)]
    if len(missing) != 1 or len({line.text for line in lines}) != 1:
        return []
    line = lines[0]
    value = value_of(line.text, kind.fields[missing[0]])
    return [Field(missing[0], Place(sheet.page.number, line.box), line.text, value, certainty(lines))]


def labels_of(kind: KindSpec) -> tuple[str, ...]:
    """All labels of a kind's fields and slots."""
    specs = [*kind.fields.values(), *kind.slots.values()]
    return tuple(part for spec in specs for label in spec.labels for part in label.split(" "))


def _field(name: str, spec: FieldSpec, found: Found, page: Page) -> Field:
    value = value_of(found.text, spec)
    if not found.text:
        return Field(name, Place(page.number, found.area), "", None, blank_confidence(page, found.area))
    box = Box.around(line.box for line in found.lines) if found.lines else found.area
    return Field(
        name, Place(page.number, box), found.text, value, certainty(found.lines) * min(1.0, found.likeness + 0.15)
    )


def find_value(sheet: Sheet, spec: FieldSpec, every: Iterable[str]) -> Found | None:
    """The best value for one of the labels of `spec`; `every` are all labels of the kind, which end a value."""
    every = tuple(every)
    candidates = [found for label in spec.labels for found in _candidates(sheet, label, spec, every)]
    # Of labels equally well matched, one with something beside it.
    return max(candidates, key=lambda found: (round(found.likeness, 2), bool(found.text)), default=None)


def _candidates(sheet: Sheet, label: str, spec: FieldSpec, every: tuple[str, ...]) -> Iterator[Found]:
    heading, _, inner = label.rpartition(" ")
    if heading:
        for lines in _under_heading(sheet, heading):
            yield from _inline(_rows(lines), inner, spec, every)
        return
    yield from _in_cells(sheet, label, every)
    for held in (sheet.loose, *(cell.lines for cell in sheet.cells if cell.lines)):
        yield from _inline(_rows(held), label, spec, every)


def _rows(lines: Iterable[Line]) -> list[Line]:
    return [as_one_line(row) for row in in_rows(lines)]


def _under_heading(sheet: Sheet, heading: str) -> Iterator[tuple[Line, ...]]:
    """The lines that belong to a block such as 购买方: of its cell, of the cell beside it, else those that follow."""
    for found in sheet.cells:
        if label_likeness(found.text, heading) >= LABEL_MATCH or fold_label(found.text).startswith(fold_label(heading)):
            beside = sheet.right_of(found)
            yield found.lines
            if beside:
                yield beside.lines
    for index, line in enumerate(sheet.loose):
        if label_likeness(line.text, heading) >= LABEL_MATCH or fold_label(line.text).startswith(fold_label(heading)):
            yield sheet.loose[index : index + 6]


def _in_cells(sheet: Sheet, label: str, every: tuple[str, ...]) -> Iterator[Found]:
    for found in sheet.cells:
        likeness = label_likeness(found.text, label)
        if likeness < LABEL_MATCH:
            continue
        for beside in (sheet.right_of(found), sheet.below(found)):
            if beside and not _is_label(beside.text, every):
                yield Found(likeness, label, beside.lines, beside.text, beside.box)
                break


def _is_label(text: str, every: tuple[str, ...]) -> bool:
    return bool(text) and any(label_likeness(text, label) >= SURELY_LABEL for label in every)


def _inline(rows: Sequence[Line], label: str, spec: FieldSpec, every: tuple[str, ...]) -> Iterator[Found]:
    """`label：value` on a row, with or without the colon."""
    for index, row in enumerate(rows):
        cut = _label_end(row, label, spec)
        if cut is None:
            continue
        likeness, end = cut
        while end < len(row.text) and not _begins_value(row.text[end]):
            end += 1
        value = part(row, end, _value_end(row, end, spec, every))
        some = [value] if value.text else []
        if spec.type in (ValueType.NAME, ValueType.TEXT) and some:
            some += _wrapped(rows[index + 1 :], value, every)
        area = Box.around([row.box, *(one.box for one in some)])
        yield Found(likeness, label, tuple(some), joined(some), area)


def _begins_value(character: str) -> bool:
    return character.isalnum() or character in "¥￥(（*+-－—《“"


def _label_end(row: Line, label: str, spec: FieldSpec) -> tuple[float, int] | None:
    """How well `label` is printed in the row, and where its value begins."""
    text = row.text
    for colon in _COLON.finditer(text):
        before = text[: colon.start()]
        # Other print may stand before the label: compare its last characters only.
        for start in (0, *_starts(before, label)):
            likeness = label_likeness(before[start:], label)
            if likeness >= LABEL_MATCH and len(fold_label(before[start:])) >= len(fold_label(label)) - 1:
                return likeness, colon.end()
    if label_likeness(text, label) >= SURELY_LABEL:
        return label_likeness(text, label), len(text)
    folded = fold_label(label)
    for end in range(1, len(text)):
        if fold_label(text[:end]) == folded and (_gap_after(row, end) or _surely_ends(text[:end], spec)):
            return 1.0, end
    return None


def _starts(before: str, label: str) -> Iterator[int]:
    """Where a label may begin if it ends `before`: found exactly, or as many characters back as it is long."""
    found = before.rfind(label)
    if found > 0:
        yield found
    if len(before) > len(label):
        yield len(before) - len(label)


def _surely_ends(label: str, spec: FieldSpec) -> bool:
    """Does the label end here though no gap shows? A code begins with other characters; a label spread over several
    ems (名　　称) or a long one before a person's name is not the beginning of a sentence."""
    spread = len(label) > len(fold_label(label))
    return spec.type is ValueType.CODE or spread or (spec.type is ValueType.PERSON and len(label) >= LONG_LABEL)


def _gap_after(row: Line, end: int) -> bool:
    if not row.text[end].isalnum():
        return True
    if len(row.chars) != len(row.text):
        return False
    return row.chars[end].x0 - row.chars[end - 1].x1 > GAP * row.box.height


def _value_end(row: Line, start: int, spec: FieldSpec, every: tuple[str, ...]) -> int:
    """Where the value that begins at `start` ends: at the next label, or at a wide gap (an amount's words and digits
    stand apart on one row)."""
    rest = row.text[start:]
    ends = [start + at for label in every if (at := rest.find(label)) > 0 and _is_next_label(rest, at, label)]
    if spec.type is not ValueType.AMOUNT and len(row.chars) == len(row.text):
        ends += [
            at
            for at in range(start + 1, len(row.text))
            if row.text[at].isspace() and row.chars[at].width > COLUMN_GAP * row.box.height
        ]
    return min(ends, default=len(row.text))


def _is_next_label(rest: str, at: int, label: str) -> bool:
    return (len(label) >= 4 and rest[at - 1].isspace()) or bool(_COLON.match(rest[at + len(label) :]))


def _wrapped(rows: Sequence[Line], value: Line, every: tuple[str, ...]) -> Iterator[Line]:
    """A row below a value that goes on with it: at its left edge, close below, with nothing to its left."""
    for row in rows:
        under = 0 < row.box.centre[1] - value.box.centre[1] < WRAP * value.box.height
        aligned = abs(row.box.x0 - value.box.x0) < value.box.height
        if under and aligned and not _COLON.search(row.text) and not _is_label(row.text, every):
            yield row
            return
