"""A page, read: made upright, cut where it is two, its seals found, its lines read, its grids seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractor.handwriting.dates import read_again
from extractor.handwriting.filled_in import with_writing
from extractor.handwriting.pieces import dates_in_one_piece
from extractor.ocr import OcrEngine
from extractor.page.beside_borders import without_borders
from extractor.page.compared import compared
from extractor.page.fingerprint import look_of
from extractor.page.grid import find_grids
from extractor.page.marks.edges import seal_pieces
from extractor.page.overlaid.ink import ink_picture
from extractor.page.overlaid.under_seals import reread_under_seals
from extractor.page.overlaid.watermark import Cleared, reread_on_watermark, without_watermark
from extractor.page.overlaid.watermark import noted as noted_watermark
from extractor.page.quality import is_dark, poor_scan, too_dark
from extractor.page.ruled_lines import Mask, ink_of, rule_masks, without_red_frames, working
from extractor.page.split_lines import split_at_borders
from extractor.page.straighten import SURELY_UP, Straight, as_viewed, map_box, straighten, turn_needed, turned
from extractor.page.textlayer import covers, trustworthy, with_pictures
from extractor.page.two_pages import PagesOnScan, area_of, halves, noted, spread_of
from extractor.page.unread import unread_ink
from extractor.picture import Picture
from extractor.records import Grid, Line, Page, Seal
from extractor.seals import RedLeft, find_seals, red_left, worn_seals
from extractor.seals.impressions import with_impressions
from extractor.sources.base import RawPage

LEAST_INK = 0.0001  # of the page: three characters of 10.5 pt; what shines through from the back is less
RIM = 0.03  # of the page: shadows and punch holes at the edges are no ink


def read_sheet(raw: RawPage, engine: OcrEngine) -> tuple[Page, ...]:
    """The page in upright coordinates, without lines, and `blank`, where nothing stands on it; or the two pages that
    were scanned side by side, from left to right, each with its `area`."""
    straight, typed, page = _upright(raw, engine)
    spread = spread_of(straight.picture, raw.dpi)
    if spread.look is PagesOnScan.TWO:
        pages = tuple(_half(raw, half, engine, typed=typed) for half in halves(straight, spread.cut))
    else:
        pages = (page or _read(raw, straight, engine, typed=typed),)
    if spread.look is PagesOnScan.ONE or all(page.blank for page in pages):
        return pages
    return replace(pages[0], problems=(*pages[0].problems, noted(raw.number, spread.look))), *pages[1:]


def _upright(raw: RawPage, engine: OcrEngine) -> tuple[Straight, bool, Page | None]:
    """The upright picture, whether its text layer is believed, and the page, if it had to be read to know that."""
    if trustworthy(raw.text, hidden=raw.text_hidden):
        return turned(as_viewed(raw.picture), raw.text_turn), True, None
    straight = straighten(raw.picture)
    if spread_of(straight.picture, raw.dpi).look is not PagesOnScan.ONE:
        # A page on its side has a gap between two paragraphs where a spread has its gutter.
        turn = turn_needed(straight.picture, engine)
        return straighten(raw.picture, turn) if turn else straight, False, None
    page = _read(raw, straight, engine, typed=False)
    # Which edge is up shows best in how the print reads; only a page that reads badly is looked at from other sides.
    if page.blank or _reads_well(page):
        return straight, False, page
    turn = turn_needed(straight.picture, engine)
    return (straighten(raw.picture, turn), False, None) if turn else (straight, False, page)


def _half(raw: RawPage, half: Straight, engine: OcrEngine, *, typed: bool) -> Page:
    """One of two pages; each of two sheets may lie askew in its own way."""
    own = as_viewed(half.picture) if typed else straighten(half.picture)
    page = _read(raw, Straight(own.picture, half.to_view @ own.to_view), engine, typed=typed)
    return replace(page, area=area_of(half))


def _read(raw: RawPage, straight: Straight, engine: OcrEngine, *, typed: bool) -> Page:
    height, width = straight.picture.shape[:2]
    page = Page(raw.number, (width, height), (), (), (), tuple(straight.to_view.ravel().tolist()))
    seals, ink, red = _seals_and_ink(raw, straight, engine, typed=typed)
    cleared = Cleared(ink) if typed else without_watermark(ink)
    ink = cleared.ink
    grey, _ = working(np.ascontiguousarray(ink[:, :, 0]))
    mask = ink_of(grey)
    marked = () if cleared.place is None else (noted_watermark(raw.number),)
    if not seals and _is_blank(mask):
        # On a photo without light nothing can be told from its paper.
        dark = is_dark(ink)
        return replace(page, problems=(too_dark(raw.number),) if dark else marked, blank=not dark)
    claimed = _text_lines(raw, straight) if typed else ()
    letters = (box for line in claimed for box, one in zip(line.chars, line.text, strict=False) if one.isalnum())
    rules = rule_masks(mask, letters)
    grids = find_grids(*without_red_frames(rules, red.printed), [seal.place.box for seal in seals])
    pieces = () if typed and not raw.drawn else seal_pieces(straight.picture)
    page = replace(page, grids=grids, seals=seals, traces=red.traces, pieces=pieces)
    text = ()
    if typed:
        layer = compared(raw.number, _parted(claimed, page.grids), ink, mask, rules, engine)
        page, text = replace(page, differing=layer.differing), layer.lines
        if layer.wholly:
            return replace(_read(raw, straight, engine, typed=False), differing=layer.differing)
    filled = left = unread_ink(grey, mask, rules, text, seals) if text else ()
    if filled:
        text = _dates_whole(text, page)
        text = read_again(with_writing(text, filled, ink, engine), ink, filled)
        left = unread_ink(grey, mask, rules, text, seals)
    if text and not left and covers(mask, rules, text, seals):
        return replace(page, lines=text, from_text_layer=True, unread=filled)
    lines = _dates_whole(without_borders(_parted(engine.lines(ink), page.grids), page.grids, ink, engine), page)
    lines = reread_on_watermark(cleared, reread_under_seals(lines, seals, straight.picture, engine), engine)
    lines = read_again(lines, ink)
    if text:
        lines = with_pictures(text, lines, left)
        # What no typed text explains is a hand's or a picture's, also where OCR makes letters of it.
        unread = dict.fromkeys((*filled, *unread_ink(grey, mask, rules, lines, seals)))
        return replace(page, lines=lines, unread=tuple(unread))
    unread = unread_ink(grey, mask, rules, lines, seals)
    problems = (*marked, *poor_scan(lines, ink, raw))
    return replace(page, lines=lines, unread=unread, look=look_of(straight.picture, lines), problems=problems)


def _seals_and_ink(
    raw: RawPage, straight: Straight, engine: OcrEngine, *, typed: bool
) -> tuple[tuple[Seal, ...], Picture, RedLeft]:
    """The seals, the page in grey without them, and where red ink is left."""
    picture = straight.picture
    drawn = None
    if typed and raw.drawn is not None:
        drawn = [map_box(straight.from_view, box) for box in raw.drawn]
        if not drawn:
            return (), ink_picture(picture, ()), RedLeft(np.zeros(picture.shape[:2], bool), ())
    seals = find_seals(picture, engine.recognise, raw.number, drawn)
    red = red_left(picture, seals)
    worn = worn_seals(picture, red.traces, engine.recognise, raw.number)
    if worn:
        seals = tuple(sorted((*seals, *worn), key=lambda seal: seal.place.box.y0))
        red = red_left(picture, seals)
    if typed:  # what a program draws is the same each time, and nobody's hand: it has no impression
        return seals, ink_picture(picture, seals), red
    return with_impressions(seals, picture), ink_picture(picture, seals, red.printed), red


def _parted(lines: Iterable[Line], grids: Sequence[Grid]) -> tuple[Line, ...]:
    return tuple(part for line in lines for part in split_at_borders(line, grids))


def _dates_whole(lines: Sequence[Line], page: Page) -> tuple[Line, ...]:
    return dates_in_one_piece(lines, page.size, lambda line: len(split_at_borders(line, page.grids)) == 1)


def _reads_well(page: Page) -> bool:
    """Most lines lie, and their mean confidence is that of print which stands upright."""
    lying = [line for line in page.lines if line.box.width * page.size[0] >= line.box.height * page.size[1]]
    if not lying or len(lying) < len(page.lines) / 2:
        return False
    return sum(line.confidence for line in lying) / len(lying) >= SURELY_UP


def _text_lines(raw: RawPage, straight: Straight) -> tuple[Line, ...]:
    """The text layer's lines on the upright page, or as much of them as stands on this half of the scan."""
    if np.array_equal(straight.to_view, np.eye(3)):
        return raw.text or ()
    lines = (
        replace(
            line,
            box=map_box(straight.from_view, line.box),
            chars=tuple(map_box(straight.from_view, char) for char in line.chars),
        )
        for line in raw.text or ()
    )
    return tuple(line for line in lines if 0 <= line.box.centre[0] <= 1)


def _is_blank(mask: Mask) -> bool:
    height, width = mask.shape
    inner = mask[round(RIM * height) : round((1 - RIM) * height), round(RIM * width) : round((1 - RIM) * width)]
    # Grain of the scanner is one pixel, strokes are wider.
    strokes = cv2.morphologyEx(inner, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return int(np.count_nonzero(strokes)) < LEAST_INK * inner.size
