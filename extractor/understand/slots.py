"""The places where a seal belongs, the date beside each, and which of them a seal lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.forms import KindSpec, SlotSpec
from extractor.language.dates import find_dates
from extractor.records import Box, DateMention, Line, Page, Place, Seal, SignSeen, SlotSeen
from extractor.understand.form.labels import Label
from extractor.understand.form.runs import Run
from extractor.understand.letters import SignOff
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.signs import read_sign
from extractor.understand.text import SAME_ROW, dates_in, in_reading_order, joined, unclear_dates_in

# How far below a label that is not in a cell its seal may hang: a seal is 4.2 to 4.5 cm, 0.15 of an A4 page.
HANG = 0.2
# Of the page, 12 mm: a seal is put into no lower cell. What stands beside a heading and is lower is the next heading,
# though a seal's rim kept it from being read as one.
LOWEST = 0.04
# Of the page, 2 cm: nobody puts a seal into a narrower column, which holds labels from top to bottom.
NARROWEST = 0.1
# Confidence at most of a date in a place that is known by the form's order alone.
GUESSED = 0.5
# A seal whose middle lies in no place belongs to the one that holds this share of it.
SHARE = 0.25
_SIGN = re.compile(r"盖章|公章|签章|印章")


@dataclass(frozen=True, slots=True)
class Area:
    """A slot's place on one page in upright coordinates. `signs` are the print that a seal is put over: （盖章）, the
    date, a letter's issuer. `guessed`: whose place it is shows from the order of the form alone."""

    slot: str
    spec: SlotSpec
    label: str
    box: Box
    lines: tuple[Line, ...]
    signs: tuple[Box, ...]
    on_signature: bool
    guessed: bool = False


def find_areas(
    sheet: Sheet, kind: KindSpec, signature: SignOff, runs: Sequence[Run], labels: Sequence[Label]
) -> list[Area]:
    """The slots of `kind` that this page shows."""
    areas = list[Area]()
    for slot, spec in kind.slots.items():
        area = _labelled(sheet, slot, spec, runs, labels) if spec.labels else _signed(sheet, slot, spec, signature)
        if area:
            areas.append(area)
    return [*areas, *_unlabelled(sheet, kind, areas)]


def _labelled(sheet: Sheet, slot: str, spec: SlotSpec, runs: Sequence[Run], labels: Sequence[Label]) -> Area | None:
    """The place of the label that is printed most like the pack's."""
    ranked = [
        (likeness, -at, label) for at, label in enumerate(labels) for term, likeness in label.terms if term.slot == slot
    ]
    for _, _, label in sorted(ranked, key=lambda one: one[:2], reverse=True):
        run = runs[label.run]
        printed = "".join(run.text[label.start : label.end].split()).strip("：:")
        if run.cell:
            area = _in_grid(sheet, slot, spec, printed, label, run.cell, labels)
        else:
            area = _loose(sheet, slot, spec, printed, label, labels)
        if area:
            return area
    return None


def _in_grid(
    sheet: Sheet, slot: str, spec: SlotSpec, printed: str, label: Label, cell: CellText, labels: Sequence[Label]
) -> Area | None:
    """The cell beside or below a label that fills its own; the label's cell where it shares that with its place."""
    if label.whole or (cell.box.width < NARROWEST and _in_same_cell(label, labels)):
        place = _place_of(label, cell, sheet, labels)
        return _area(slot, spec, printed, *place, on_signature=False) if place else None
    if cell.box.height < LOWEST or cell.box.width < NARROWEST:
        return None
    box = _own_part(label, cell.box, labels)
    lines = tuple(line for line in cell.lines if line.box.centre[1] > label.box.y1 and box.holds(*line.box.centre))
    return _area(slot, spec, printed, box, lines, on_signature=False)


def _in_same_cell(label: Label, labels: Sequence[Label]) -> list[Label]:
    """The labels of other places for seals."""
    return [other for other in labels if other is not label and other.run == label.run and other.of_slot]


def _own_part(label: Label, cell: Box, labels: Sequence[Label]) -> Box:
    """Of a cell with several places for seals what is this label's: the rule between them was not drawn, or a seal
    hides it."""
    x0, y0, x1, y1 = cell.x0, cell.y0, cell.x1, cell.y1
    for other in _in_same_cell(label, labels):
        if _same_row(label.box, other.box):
            x0, x1 = (x0, min(x1, other.box.x0)) if other.box.x0 > label.box.x0 else (max(x0, label.box.x0), x1)
        elif other.box.y0 > label.box.y0:
            y1 = min(y1, other.box.y0)
        else:
            y0 = max(y0, label.box.y0)
    return Box(x0, y0, x1, y1)


def _place_of(
    label: Label, cell: CellText, sheet: Sheet, labels: Sequence[Label]
) -> tuple[Box, tuple[Line, ...]] | None:
    """What stands beside a label; or below it, where that alone is as high as a place for a seal."""
    beside, below = _block_right_of(label, cell, sheet, labels), sheet.below(cell) if label.whole else None
    if below and (beside is None or beside[0].height < LOWEST <= below.box.height):
        return below.box, below.lines
    return beside


def _block_right_of(
    label: Label, found: CellText, sheet: Sheet, labels: Sequence[Label]
) -> tuple[Box, tuple[Line, ...]] | None:
    """All that stands right of a label on its rows, up to the next label: a seal's rim may look like a rule that cuts
    the place in two, and where a rule was lost the cell beside goes on above or below. Of a cell with several labels,
    between which the rule was lost, each has the rows that it is nearest to."""
    first, last = found.cell.row, found.cell.row + found.cell.row_span
    beside = sorted(
        (
            other
            for other in sheet.cells
            if other.grid == found.grid
            and other.cell.column >= found.cell.column + found.cell.column_span
            and other.cell.row < last
            and first < other.cell.row + other.cell.row_span
        ),
        key=lambda other: other.cell.column,
    )
    known = [label.box for label in labels if label.whole and label.terms]
    ends = [other.cell.column for other in beside if any(other.box.holds(*box.centre) for box in known)]
    rows = [one.box for one in (label, *_in_same_cell(label, labels))]
    block = [
        other
        for other in beside
        if other.cell.column < min(ends, default=10_000)
        and min(rows, key=lambda row: abs(row.centre[1] - other.box.centre[1])) is label.box
    ]
    if not block or any(cell.box.y0 < row.centre[1] < cell.box.y1 for cell in block for row in rows[1:]):
        return None
    around = Box.around(other.box for other in block)
    box = Box(around.x0, max(around.y0, found.box.y0), around.x1, min(around.y1, found.box.y1))
    lines = in_reading_order(line for other in block for line in other.lines if box.holds(*line.box.centre))
    return box, tuple(lines)


def _loose(sheet: Sheet, slot: str, spec: SlotSpec, printed: str, label: Label, labels: Sequence[Label]) -> Area | None:
    """A label outside all cells: the seal is put over it or hangs below it, down to the next rule or place for a seal,
    and as far to the right as no other label stands."""
    box, height = label.box, label.box.height
    others = [other.box for other in labels if other is not label and other.of_slot]
    right = min((o.x0 for o in others if _same_row(box, o) and o.x0 > box.x1), default=1.0)
    left = box.x0 - 2 * height
    tops = [grid.box.y0 for grid in sheet.page.grids if grid.box.y0 > box.y1]
    tops += [o.y0 for o in others if o.y0 > box.y1 and left < o.x1 and o.x0 < right]
    place = Box(left, box.y0 - 2 * height, right, min([*tops, box.y1 + HANG]))
    inside = tuple(
        line for line in sheet.loose if place.holds(*line.box.centre) and line.box.shared(box) < 0.5 * line.box.area
    )
    return _area(slot, spec, printed, place, inside, on_signature=False, label_box=box)


def _same_row(one: Box, other: Box) -> bool:
    return abs(one.centre[1] - other.centre[1]) < SAME_ROW * one.height


def _unlabelled(sheet: Sheet, kind: KindSpec, areas: Sequence[Area]) -> list[Area]:
    """The boxes whose labels could not be read (in a narrow column they run downwards): where as many are left as
    places, and all then stand in the order of the pack's."""
    named = {area.slot for area in areas}
    missing = [slot for slot, spec in kind.slots.items() if spec.labels and slot not in named]
    boxes = [
        cell
        for cell in sheet.cells
        if cell.box.height >= LOWEST
        and any(_is_sign(line) for line in cell.lines)
        and not any(area.box.shared(cell.box) > SHARE * cell.box.area for area in areas)
    ]
    if not missing or len(boxes) != len(missing):
        return []
    boxes.sort(key=lambda cell: _order(cell.box))
    found = [
        replace(
            _area(slot, kind.slots[slot], kind.slots[slot].labels[0], cell.box, cell.lines, on_signature=False),
            guessed=True,
        )
        for slot, cell in zip(missing, boxes, strict=True)
    ]
    order = [area.slot for area in sorted([*areas, *found], key=lambda area: _order(area.box))]
    return found if order == [slot for slot in kind.slots if slot in order] else []


def _order(box: Box) -> tuple[float, float]:
    return round(box.y0, 2), box.x0


def _is_sign(line: Line) -> bool:
    return bool(_SIGN.search(line.text) or next(find_dates(line.text), None))


def _signed(sheet: Sheet, slot: str, spec: SlotSpec, signature: SignOff) -> Area | None:
    """A letter's issuer and date; where neither could be found, what is below the last print."""
    box = signature.area
    if box is None:
        if not sheet.page.lines:
            return None
        bottom = max(line.box.y1 for line in sheet.page.lines)
        return Area(slot, spec, "", Box(0.0, min(bottom, 0.9), 1.0, 1.0), (), (), on_signature=True)
    lines = tuple(line for line in (signature.issuer, signature.date and signature.date[0]) if line)
    issuer = signature.issuer.text if signature.issuer else ""
    return Area(slot, spec, issuer, box, lines, tuple(line.box for line in lines), on_signature=True)


def _area(
    slot: str,
    spec: SlotSpec,
    label: str,
    box: Box,
    lines: tuple[Line, ...],
    *,
    on_signature: bool,
    label_box: Box | None = None,
) -> Area:
    signs = [line.box for line in lines if _is_sign(line)]
    if label_box:
        signs.append(label_box)
    return Area(slot, spec, label, box, lines, tuple(signs), on_signature)


def slot_dates(area: Area, page: Page) -> list[DateMention]:
    """The dates in a slot's place, in reading order; upright coordinates."""
    dates = dates_in(area.lines, page, area.slot) or unclear_dates_in(area.lines, page, area.slot)
    if not area.guessed:
        return dates
    return [replace(date, confidence=min(date.confidence, GUESSED)) for date in dates]


def seen(area: Area, page: Page) -> SlotSeen:
    """The slot as the record that the paper carries. Its date is the last one in the place: an opinion's sentence may
    mention others before."""
    dates = slot_dates(area, page)
    written = joined([line for line in area.lines if not _SIGN.search(line.text)])
    trace = any(box.shared(area.box) >= SHARE * box.area for box in page.traces)
    place = Place(page.number, area.box)
    date = dates[-1] if dates else None
    return SlotSeen(
        area.slot, area.spec.party, area.label, place, date, written, trace, tuple(signs_in(area, page)), area.guessed
    )


def signs_in(area: Area, page: Page) -> Iterator[SignSeen]:
    for sign, spec in area.spec.sign.items():
        if found := read_sign(sign, spec, area.box, area.lines, page):
            yield found


def placed(seals: Iterable[Seal], areas: Sequence[Area]) -> list[Seal]:
    """Each seal with the slot that it lies in."""
    return [replace(seal, slot=_slot_of(seal, areas)) for seal in seals]


def _slot_of(seal: Seal, areas: Sequence[Area]) -> str | None:
    """By what it was put over, where that is one place's; else where its middle lies; else where most of it lies."""
    box = seal.place.box
    over = sorted(((sum(box.shared(sign) for sign in area.signs), area.slot) for area in areas), reverse=True)
    if over and over[0][0] > 0 and (len(over) == 1 or over[0][0] > 2 * over[1][0]):
        return over[0][1]
    ruled = [area for area in areas if not area.on_signature or not area.signs]
    for area in ruled:
        if area.box.holds(*box.centre):
            return area.slot
    shares = sorted(((box.shared(area.box) / box.area, area.slot) for area in ruled if box.area), reverse=True)
    return shares[0][1] if shares and shares[0][0] >= SHARE else None
