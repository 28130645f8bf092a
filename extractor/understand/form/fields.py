"""The fields of a paper on one page: its labels, and what was given to each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.language.matching import fold
from extractor.language.organisations import breaks_off, organisations
from extractor.language.ticks import has_boxes, ticked
from extractor.language.values import value_of
from extractor.records import Box, Field, Place
from extractor.understand.blanks import UNREAD_CONFIDENCE, blank_confidence
from extractor.understand.form.assignment import Given, give_out
from extractor.understand.form.blocks import Block, blocks_of
from extractor.understand.form.headings import in_their_blocks
from extractor.understand.form.labels import Label
from extractor.understand.form.orphans import doubted_beside_orphans
from extractor.understand.form.runs import COLUMN_GAP, EM, Run
from extractor.understand.sheet import Sheet
from extractor.understand.text import certainty, in_rows

# Of a value that another label might as well have, or that cannot be what its label asks for: it is doubted.
DOUBTED = 0.5
LEAST_FIT = 0.5
# Between print in two cells, in ems, there is at least the cells' margin.
NO_GAP = 0.3
# One letter of four that differs (发票代码, 发票号码) makes another label.
SURE_LABEL = 0.8
# A mark before a figure that OCR may have made of a minus.
_STRAY = re.compile(r"^\s*[.,·•`'~_、:;]\s*[0-9]+[.,][0-9]")
# At a value's end, a label after it, or its number (3、 of 3、注册地址).
_NEXT_LABEL = re.compile(r"[、，,:：]$|[0-9][.．]$|[（(][0-9]{1,2}[）)]$")
# In a figure's place, words that are none of a sum's.
_SUM_WORDS = re.compile(r"人民币|美元|[大小]写|[零壹贰叁肆伍陆柒捌玖拾佰仟萬万亿圆元角分整正约]")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_NUMERIC = (ValueType.AMOUNT, ValueType.PERCENT)


def read_fields(sheet: Sheet, runs: Sequence[Run], labels: Sequence[Label], kind: KindSpec) -> list[Field]:
    """The fields of `kind` whose labels stand on this page."""
    labels = in_their_blocks(runs, labels, kind)
    blocks = blocks_of(runs, labels)
    given = doubted_beside_orphans(give_out(labels, blocks, sheet.aspect), runs, labels, blocks)
    fields = list[Field]()
    for name in kind.fields:
        own = [one for one in given if one.term and one.term.field == name]
        if own:
            fields.append(_chosen(name, own, kind, sheet))
    return fields


def _chosen(name: str, own: Sequence[Given], kind: KindSpec, sheet: Sheet) -> Field:
    """Of several places with a field's label, the one that has a value which fits, the best label's, the first. Where
    two say different things, which holds is a doubt."""
    best = max(own, key=lambda one: (one.fit > LEAST_FIT, _has_print(one), round(one.likeness, 2)))
    field = _field(name, best, kind, sheet)
    said = {fold(one.block.text) for one in own if one.block and one.fit > LEAST_FIT and one.likeness >= best.likeness}
    apart = any(one not in other and other not in one for one in said for other in said)
    return _doubted(field) if apart else field


def _has_print(one: Given) -> bool:
    return one.block is not None and not one.block.empty


def _field(name: str, given: Given, kind: KindSpec, sheet: Sheet) -> Field:
    spec, block, page = kind.fields[name], given.block, sheet.page
    if block is None or block.empty:
        area = block.place if block else given.label.box
        blank = Field(name, Place(page.number, area), "", None, blank_confidence(page, area))
        # A label in a cell, without a colon, has a cell for its value: where none was found, its rules were not.
        unruled = block is None and given.label.ruled
        doubtful = given.near or given.close or given.torn or unruled or given.likeness < SURE_LABEL
        return _doubted(blank, UNREAD_CONFIDENCE) if doubtful else blank
    box = Box.around(line.box for line in block.lines)
    confidence = certainty(block.lines) * min(1.0, given.likeness + 0.15)
    field = Field(name, Place(page.number, box), block.text, value_of(block.text, spec), confidence)
    if _is_unclear(given, block, spec.type, sheet) or given.fit < LEAST_FIT or given.likeness < SURE_LABEL:
        field = _doubted(field)
    return _of_options(field, spec, sheet) if has_boxes(block.text) else field


def _is_unclear(given: Given, block: Block, kind: ValueType, sheet: Sheet) -> bool:
    """May the print be a part of what was written, or have another's in it?"""
    figures = kind in _NUMERIC
    return (
        given.close
        or given.torn
        or any(block.place.holds(*ink.centre) for ink in sheet.page.unread)
        or sum(map(block.text.count, "（(")) != sum(map(block.text.count, "）)"))  # a piece of something else
        or (block.in_cell and kind is not ValueType.AMOUNT and _in_columns(block, sheet))
        or (figures and bool(_STRAY.match(block.text)))
        or (figures and len(_WORDS.findall(_SUM_WORDS.sub("", block.text))) > 1)
        or (kind is ValueType.NAME and breaks_off(block.text))
        or bool(_NEXT_LABEL.search(block.text))
        or _is_cut(block, sheet)
    )


def _of_options(field: Field, spec: FieldSpec, sheet: Sheet) -> Field:
    """The field of a line of options: what is ticked. OCR makes anything of a box, and a hand ticks beside it."""
    options = ticked(field.written)
    if options is None:
        return _doubted(field)
    written = "、".join(options)
    chosen = replace(field, written=written, value=value_of(written, spec) if options else None)
    page = sheet.page
    return chosen if page.from_text_layer or page.pictureless else _doubted(chosen)


def _in_columns(block: Block, sheet: Sheet) -> bool:
    """Do two pieces of it stand on one row with a column's gap between? A rule may have been lost there."""
    gap = COLUMN_GAP * EM * sheet.aspect
    return any(
        right.box.x0 - left.box.x1 > gap * min(left.box.height, right.box.height)
        for row in in_rows(block.lines)
        for left, right in pairwise(row)
    )


def _is_cut(block: Block, sheet: Sheet) -> bool:
    """Does the print go on at either end without a gap, in another cell? What parted them may be no rule."""
    reach = NO_GAP * EM * sheet.aspect
    own = {line.text for line in block.lines}
    return any(
        abs(line.box.centre[1] - other.box.centre[1]) < 0.3 * line.box.height
        and min(abs(other.box.x1 - line.box.x0), abs(other.box.x0 - line.box.x1)) < reach * line.box.height
        for line in block.lines
        for cell in sheet.cells
        for other in cell.lines
        if block.in_cell and other.text not in own
    )


def _doubted(field: Field, most: float = DOUBTED) -> Field:
    return Field(field.name, field.place, field.written, field.value, min(field.confidence, most))


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
