"""Papers laid out at random, read and compared with what was drawn."""

from __future__ import annotations

import random
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from checks.certainty import SURE
from drawing.anyhow import LaidPaper, random_paper
from drawing.media import digitise
from drawing.pages import DrawnPage
from drawing.sheet import paint
from drawing.writers import pdf_bytes
from extractor.file_pages import read_pages
from extractor.forms import Forms
from extractor.ocr import OcrEngine
from extractor.records import Document, Field
from extractor.understand import understand

VECTOR = "vector"
_NUMBER = re.compile(r"[-+]?[0-9.]+")


@dataclass(frozen=True, slots=True)
class Read:
    """One field of one paper. `state`: right, doubted (wrong or not found, and said so), wrong (surely)."""

    seed: int
    family: str
    name: str
    drawn: str
    read: str
    state: str


def read_paper(seed: int, medium: str, forms: Forms, engine: OcrEngine, family: str | None = None) -> Iterator[Read]:
    """Each field of the paper of one seed."""
    paper = random_paper(seed, vector=medium == VECTOR, family=family)
    document = read_sheet(paper, medium, seed, forms, engine)
    kind = document.kind if document else None
    yield Read(
        seed, paper.family, "kind", paper.sheet.kind, str(kind), "right" if kind == paper.sheet.kind else "doubted"
    )
    if document is None or kind != paper.sheet.kind:
        for noted in paper.sheet.fields:
            yield Read(seed, paper.family, noted["name"], noted["text"], "", "doubted")
        return
    for noted in paper.sheet.fields:
        field = document.get(noted["name"])
        state = _state(field, noted["text"], noted["value"])
        yield Read(seed, paper.family, noted["name"], noted["text"], _shown(field), state)
    for name in paper.blank:
        field = document.get(name)
        right = field is not None and not field.written
        state = "right" if right else "doubted" if field is None or field.confidence < SURE else "wrong"
        yield Read(seed, paper.family, name, "", _shown(field), state)


def read_sheet(paper: LaidPaper, medium: str, seed: int, forms: Forms, engine: OcrEngine) -> Document | None:
    sheet = paper.sheet
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("a.pdf" if medium == VECTOR else "a.jpg")
        if medium == VECTOR:
            path.write_bytes(pdf_bytes([DrawnPage(sheet.kind, VECTOR, sheet, {}, None)]))
        else:
            picture, _ = digitise(paint(sheet, 200), medium, random.Random(seed))
            path.write_bytes(picture)
        pages = read_pages(path, engine).pages
    documents = understand(path.name, pages, forms)
    return documents[0] if documents else None


def _state(field: Field | None, text: str, value: str) -> str:
    if field is None:
        return "doubted"
    if _folded(text) in (_folded(field.written), _folded(field.value)) or _same(value, field.value):
        return "right"
    return "wrong" if field.confidence >= SURE else "doubted"


def _shown(field: Field | None) -> str:
    return "not found" if field is None else f"{field.written} ({field.value}, {field.confidence:.2f})"


def _folded(text: str | None) -> str:
    return re.sub(r"[\s,，⊗]|人民币[:：]?", "", unicodedata.normalize("NFKC", text or "")).strip("。.:")


def _same(one: str, other: str | None) -> bool:
    if other is None:
        return False
    try:
        return Decimal(one.replace(",", "")) == Decimal(other)
    except InvalidOperation:
        return one == other
