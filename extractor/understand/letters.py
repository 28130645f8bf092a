"""Letters: what their prose states, and who signs them, when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractor.dates import DateText, find_dates
from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.prose import between, entities, organisations, pipeline
from extractor.records import Box, Field, Line, Place
from extractor.understand.labels import Sheet
from extractor.understand.text import Passage, certainty, part
from extractor.values import value_of

# What may stand on the date's own line beside it; more is a sentence that mentions a date.
BESIDE_DATE = 6
# The issuer stands within so many line heights above its date (a row of （盖章） may lie between).
ISSUER_ABOVE = 6.0
_STAMP_NOTE = re.compile(
    r"[（(](?:盖章|公章|签章|印章|章)[）)]|^(?:单位|机构|发证机关|出具单位|经办机构)(?:名称)?[:：]"
)
_LABEL_OF: dict[ValueType, str] = {
    ValueType.CODE: "CODE",
    ValueType.PERIOD: "PERIOD",
    ValueType.AMOUNT: "AMOUNT",
    ValueType.COUNT: "COUNT",
    ValueType.DATE: "DATE",
    ValueType.ID: "NUMBER",
}
_COMPANY = re.compile(r"(?:公司|厂|合作社|中心|行|院|所|社|店)$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a letter, and when: the lines at its end. Either may be missing."""

    issuer: Line | None
    date: tuple[Line, DateText] | None

    @property
    def area(self) -> Box | None:
        boxes = [line.box for line in (self.issuer, self.date and self.date[0]) if line]
        return Box.around(boxes) if boxes else None


def read_signature(sheet: Sheet) -> Signature:
    """Issuer and date at the end of what stands outside tables; the date is the last one on a line of its own."""
    date = None
    for line in sheet.loose:
        for found in find_dates(line.text):
            if len(line.text.strip()) - len(found.written) <= BESIDE_DATE:
                date = part(line, found.start, found.end), found
    if date is None:
        return Signature(_last_organisation(sheet.loose), None)
    return Signature(_issuer_above(date[0], sheet.loose), date)


def _issuer_above(date: Line, lines: Iterable[Line]) -> Line | None:
    """The organisation on a line of its own, nearest above the date or beside it."""
    found: Line | None = None
    for line in lines:
        above = date.box.centre[1] - line.box.centre[1]
        if -0.5 * date.box.height < above < ISSUER_ABOVE * date.box.height:
            name = _own_name(line)
            near = line.box.x1 > date.box.x0 - 0.15 and line.box.x0 < date.box.x1 + 0.15
            if name and near and (found is None or line.box.centre[1] > found.box.centre[1]):
                found = name
    return found


def _last_organisation(lines: Iterable[Line]) -> Line | None:
    named = [name for line in lines if line.box.centre[1] > 0.3 and (name := _own_name(line))]
    return named[-1] if named else None


def _own_name(line: Line) -> Line | None:
    """The line's organisation, if the line is little more than that; an addressee (with a colon) is none."""
    text = line.text.rstrip()
    if text.endswith((":", "：")):
        return None
    start = match.end() if (match := _STAMP_NOTE.match(text)) else 0
    bare = _STAMP_NOTE.sub("", text[start:]).strip()
    for first, last in organisations(bare):
        if first <= 1 and len(bare) - last <= 1:
            at = text.find(bare[first:last])
            return part(line, at, at + last - first) if at >= 0 else line
    return None


def read_prose(
    sheet: Sheet, kind: KindSpec, title: Box | None, signature: Signature
) -> tuple[list[Field], tuple[str, ...]]:
    """The fields that the letter's sentences state between title and signature, and the organisations named there."""
    top, bottom = title.y1 if title else 0.0, signature.area.y0 if signature.area else 1.0
    body = [line for line in sheet.loose if top < line.box.centre[1] < bottom]
    passage = Passage.of_prose(body)
    doc = pipeline()(passage.text)
    page = sheet.page.number
    fields = list[Field]()
    for name, spec in kind.fields.items():
        span = _span_for(doc, spec)
        if span is not None:
            fields.append(_field(name, spec, passage, span, page))
    names = tuple(dict.fromkeys(span.text for span in entities(doc, "ORG") if _COMPANY.search(span.text)))
    return fields, names


def _span_for(doc: Doc, spec: FieldSpec) -> Span | None:
    if spec.type is ValueType.NAME:
        return _subject(doc)
    label = _LABEL_OF.get(spec.type)
    if label is None:
        return None
    if spec.before or spec.after:
        return between(doc, label, spec.before, spec.after)
    return next(iter(entities(doc, label)), None)


def _subject(doc: Doc) -> Span | None:
    """Whom a certificate is about: the company named right before its code, else the first company named."""
    companies = [span for span in entities(doc, "ORG") if _COMPANY.search(span.text)]
    for code in entities(doc, "CODE"):
        near = [span for span in companies if 0 <= code.start - span.end <= 20]
        if near:
            return near[-1]
    return companies[0] if companies else None


def _field(name: str, spec: FieldSpec, passage: Passage, span: Span, page: int) -> Field:
    pieces = passage.pieces(span.start_char, span.end_char)
    unit = passage.text[span.end_char : span.end_char + 2] if spec.type is ValueType.AMOUNT else ""
    value = value_of(span.text + unit, spec)
    return Field(name, Place(page, Box.around(piece.box for piece in pieces)), span.text, value, certainty(pieces))
