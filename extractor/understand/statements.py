"""What the prose of a letter states. Apart from the rest because spaCy, which reads it, takes half a second to load."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from extractor.forms import FieldSpec, KindSpec, ValueType
from extractor.language.prose import between, entities, pipeline
from extractor.language.values import value_of
from extractor.records import Box, Field, Place
from extractor.understand.letters import SignOff
from extractor.understand.sheet import Sheet
from extractor.understand.text import Passage, certainty

_LABEL_OF: dict[ValueType, str] = {
    ValueType.CODE: "CODE",
    ValueType.PERSON_ID: "CODE",
    ValueType.PERIOD: "PERIOD",
    ValueType.AMOUNT: "AMOUNT",
    ValueType.COUNT: "COUNT",
    ValueType.DATE: "DATE",
    ValueType.ID: "NUMBER",
}
_COMPANY = re.compile(r"(?:公司|厂|合作社|中心|行|院|所|社|店)$")


def read_prose(
    sheet: Sheet, kind: KindSpec, title: Box | None, signature: SignOff
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
