"""The places where a seal belongs, the date beside each, and which of them a seal lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.forms import KindSpec, SlotSpec
from extractor.language.dates import find_dates
from extractor.language.matching import LABEL_MATCH, fold_label, label_likeness
from extractor.records import Box, DateMention, Line, Page, Place, Seal, SlotSeen
from extractor.understand.labels import CellText, Sheet, labels_of
from extractor.understand.letters import Signature
from extractor.understand.text import SAME_ROW, dates_in, joined

# How far below a label that is not in a cell its seal may hang: a seal is 4.2 to 4.5 cm, 0.15 of an A4 page.
HANG = 0.2
# Of the page, 12 mm: a seal is put into no lower cell. What stands beside a heading and is lower is the next heading,
# though a seal's rim kept it from being read as one.
LOWEST = 0.04
# A seal whose middle lies in no place belongs to the one that holds this share of it.
SHARE = 0.25
_SIGN = re.compile(r"盖章|公章|签章|印章")


@dataclass(frozen=True, slots=True)
class Area:
    """A slot's place on one page in upright coordinates. `signs` are the print that a seal is put over: （盖章）, the
    date, a letter's issuer."""

    slot: str
    spec: SlotSpec
    label: str
    box: Box
    lines: tuple[Line, ...]
    signs: tuple[Box, ...]
    on_signature: bool


def find_areas(sheet: Sheet, kind: KindSpec, signature: Signature) -> list[Area]:
    """The slots of `kind` that this page shows."""
    areas = list[Area]()
    for slot, spec in kind.slots.items():
        if spec.labels:
            area = _ruled(sheet, slot, spec, labels_of(kind)) or _loose(sheet, slot, spec)
        else:
            area = _signed(sheet, slot, spec, signature)
        if area:
            areas.append(area)
    return areas


def _ruled(sheet: Sheet, slot: str, spec: SlotSpec, every: tuple[str, ...]) -> Area | None:
    """A labelled cell, and the cell beside or below it."""
    best: tuple[float, str, Box, tuple[Line, ...]] | None = None
    for cell in sheet.cells:
        for label in spec.labels:
            likeness = label_likeness(cell.text, label)
            if likeness >= LABEL_MATCH and (best is None or likeness > best[0]):
                place = _place_of(cell, sheet, every)
                if place:
                    best = likeness, label, *place
            elif best is None and _begins_with(cell.lines, label):
                # Label and place share one cell: the label is its first line.
                best = LABEL_MATCH, label, cell.box, cell.lines[1:]
    return _area(slot, spec, best[1], best[2], best[3], on_signature=False) if best else None


def _place_of(label: CellText, sheet: Sheet, every: tuple[str, ...]) -> tuple[Box, tuple[Line, ...]] | None:
    """What stands beside a label; or below it, where that alone is as high as a place for a seal."""
    beside, below = sheet.block_right_of(label, every), sheet.below(label)
    if below and (beside is None or beside[0].height < LOWEST <= below.box.height):
        return below.box, below.lines
    return beside


def _begins_with(lines: Sequence[Line], label: str) -> bool:
    return len(lines) > 1 and fold_label(lines[0].text).startswith(fold_label(label))


def _loose(sheet: Sheet, slot: str, spec: SlotSpec) -> Area | None:
    """A label outside all cells: the seal is put over it or hangs below it, down to the next rule or print."""
    for line in sheet.loose:
        text = line.text.split("：")[0].split(":")[0]
        label = max(spec.labels, key=lambda label: label_likeness(text, label))
        if label_likeness(text, label) < LABEL_MATCH:
            continue
        height = line.box.height
        row = [other for other in sheet.loose if _same_row(line, other) and other.box.x0 > line.box.x1]
        right = min((other.box.x0 for other in row), default=1.0)
        tops = [grid.box.y0 for grid in sheet.page.grids if grid.box.y0 > line.box.y1]
        bottom = min([*tops, line.box.y1 + HANG])
        box = Box(line.box.x0 - 2 * height, line.box.y0 - 2 * height, right, bottom)
        inside = tuple(other for other in sheet.loose if other is not line and box.holds(*other.box.centre))
        return _area(slot, spec, label, box, inside, on_signature=False, label_box=line.box)
    return None


def _same_row(line: Line, other: Line) -> bool:
    return abs(line.box.centre[1] - other.box.centre[1]) < SAME_ROW * line.box.height


def _signed(sheet: Sheet, slot: str, spec: SlotSpec, signature: Signature) -> Area | None:
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
    signs = [line.box for line in lines if _SIGN.search(line.text) or next(find_dates(line.text), None)]
    if label_box:
        signs.append(label_box)
    return Area(slot, spec, label, box, lines, tuple(signs), on_signature)


def slot_dates(area: Area, page: Page) -> list[DateMention]:
    """The dates in a slot's place, in reading order; upright coordinates."""
    return dates_in(area.lines, page, area.slot)


def seen(area: Area, page: Page) -> SlotSeen:
    """The slot as the record that the paper carries. Its date is the last one in the place: an opinion's sentence may
    mention others before."""
    dates = slot_dates(area, page)
    written = joined([line for line in area.lines if not _SIGN.search(line.text)])
    trace = any(box.shared(area.box) >= SHARE * box.area for box in page.traces)
    place = Place(page.number, area.box)
    return SlotSeen(area.slot, area.spec.party, area.label, place, dates[-1] if dates else None, written, trace)


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
