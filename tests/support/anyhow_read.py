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
    documents = read_sheets(paper, medium, seed, forms, engine)
    document = documents[0] if documents else None
    kinds = [document.kind for document in documents]
    yield Read(seed, paper.family, "kind", paper.kind, str(kinds), "right" if kinds == [paper.kind] else "wrong")
    fields = [noted for sheet in paper.sheets for noted in sheet.fields]
    if document is None or document.kind != paper.kind:
        for noted in fields:
            yield Read(seed, paper.family, noted["name"], noted["text"], "", "doubted")
        return
    yield from _seals(paper, document, seed)
    for noted in fields:
        yield state_of_field(seed, paper.family, document, noted["name"], noted["text"], noted["value"])
    for name in paper.blank:
        yield state_of_blank(seed, paper.family, document, name)


def state_of_field(seed: int, family: str, document: Document | None, name: str, text: str, value: str) -> Read:
    """How a field was read that holds `text`, which means `value`."""
    field = document.get(name) if document else None
    return Read(seed, family, name, text, shown(field), state_of(field, text, value))


def state_of_blank(seed: int, family: str, document: Document | None, name: str) -> Read:
    field = document.get(name) if document else None
    right = field is not None and not field.written
    state = "right" if right else "doubted" if field is None or field.confidence < SURE else "wrong"
    return Read(seed, family, name, "", shown(field), state)


def _seals(paper: LaidPaper, document: Document, seed: int) -> Iterator[Read]:
    """Whether each seal lies in the place that it was put into; one that was not found is another reader's, and of a
    place that was not found nothing is judged surely."""
    missing = len(paper.stamped) - len(document.seals)
    for slot in paper.stamped:
        found = [seal.slot for seal in document.seals]
        state = "right" if slot in found else "doubted" if missing > 0 or document.slot(slot) is None else "wrong"
        yield Read(seed, paper.family, f"seal of {slot}", slot, str(found), state)


def read_sheets(paper: LaidPaper, medium: str, seed: int, forms: Forms, engine: OcrEngine) -> tuple[Document, ...]:
    rng = random.Random(seed)
    drawn = [
        DrawnPage(
            sheet.kind, medium, sheet, {}, None if medium == VECTOR else digitise(paint(sheet, 200), medium, rng)[0]
        )
        for sheet in paper.sheets
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf_bytes(drawn))
        pages = read_pages(path, engine).pages
    return understand(path.name, pages, forms)


def state_of(field: Field | None, text: str, value: str) -> str:
    if field is None:
        return "doubted"
    if _folded(text) in (_folded(field.written), _folded(field.value)) or _same(value, field.value):
        return "right"
    return "wrong" if field.confidence >= SURE else "doubted"


def shown(field: Field | None) -> str:
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
