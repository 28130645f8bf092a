"""A paper as report.json and `docs-check read` show it."""

from __future__ import annotations

from typing import Any

from docs_check.report.summary import PaperEntry
from extractor.records import Box, DateMention, Document, Field, Row, Seal

DIGITS = 5  # of a box's fractions: a hundredth of a pixel on an A4 page at 100 dpi


def paper_dict(paper: PaperEntry) -> dict[str, Any]:
    document = paper.document
    return {
        "id": paper.id,
        "file": document.file,
        "pages": list(document.pages),
        "kind": document.kind,
        "kind_confidence": round(document.kind_confidence, 3),
        "title": document.title,
        "district": paper.district,
        "applicant": paper.applicant,
        "fields": {field.name: _field(field) for field in document.fields},
        "rows": [_row(row) for row in document.rows],
        "dates": [_date(mention) for mention in document.dates],
        "seals": [_seal(seal) for seal in document.seals],
    }


def with_lines(paper: PaperEntry) -> dict[str, Any]:
    """`paper_dict` with every line of print that was read, and how far each seal can be trusted."""
    seals = [_doubts(seal) for seal in paper.document.seals]
    return {**paper_dict(paper), "seals": seals, "lines": _lines(paper.document)}


def _doubts(seal: Seal) -> dict[str, Any]:
    """`cut`: the page's edge cuts it, so that a part may be missing from `text` and `owner` is no more than likely."""
    return {**_seal(seal), "owner_confidence": round(seal.owner_confidence, 3), "cut": seal.cut}


def box_list(box: Box) -> list[float]:
    """On the page: what hangs over its edge is cut off."""
    return [round(min(1.0, max(0.0, value)), DIGITS) for value in (box.x0, box.y0, box.x1, box.y1)]


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value,
        "written": field.written,
        "page": field.place.page,
        "box": box_list(field.place.box),
        "confidence": round(field.confidence, 3),
    }


def _row(row: Row) -> dict[str, Any]:
    return {field.name: field.value for field in row.fields}


def _date(mention: DateMention) -> dict[str, Any]:
    return {
        "page": mention.place.page,
        "box": box_list(mention.place.box),
        "written": mention.written,
        "value": mention.value.isoformat() if mention.value else None,
        "state": mention.state.value,
        "slot": mention.slot,
        "confidence": round(mention.confidence, 3),
    }


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "page": seal.place.page,
        "box": box_list(seal.place.box),
        "shape": seal.shape.value,
        "color": seal.color.value,
        "text": seal.text,
        "inner": seal.inner,
        "owner": seal.owner,
        "slot": seal.slot,
        "confidence": round(seal.confidence, 3),
        "electronic": seal.electronic,
    }


def _lines(document: Document) -> list[dict[str, Any]]:
    return [
        {"page": page, "box": box_list(line.box), "text": line.text, "confidence": round(line.confidence, 3)}
        for page, line in document.lines
    ]
