"""Forms made at random as Word and Excel files: read as they are, as LibreOffice prints them, or scanned from that."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from anyhow_read import Read, state_of_blank, state_of_field
from PIL import Image

from drawing.anyhow.office import KIND, office_paper, printed
from drawing.media import MEDIA, digitise
from extractor.file_pages import read_pages
from extractor.forms import Forms
from extractor.ocr import OcrEngine
from extractor.understand import understand

FILE, PRINTED = "file", "printed"
_POINTS = 72


def read_office_paper(
    seed: int, medium: str, forms: Forms, engine: OcrEngine, family: str | None = None
) -> Iterator[Read]:
    """Each field of the paper of one seed. `medium`: `file`, `printed` or one of `drawing.media`."""
    paper = office_paper(seed, family)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{paper.suffix}"
        path.write_bytes(paper.content)
        if medium != FILE:
            path = printed(path)
        if medium in MEDIA:
            path = _scanned(path, medium, seed)
        documents = understand(path.name, read_pages(path, engine).pages, forms)
    kinds: Sequence[str | None] = [document.kind for document in documents]
    yield Read(seed, paper.family, "kind", KIND, str(kinds), "right" if kinds == [KIND] else "wrong")
    document = next((document for document in documents if document.kind == KIND), None)
    for name, text, value in paper.fields:
        yield state_of_field(seed, paper.family, document, name, text, value)
    for name in paper.blank:
        yield state_of_blank(seed, paper.family, document, name)


def _scanned(path: Path, medium: str, seed: int) -> Path:
    dpi, rng = MEDIA[medium].dpi, random.Random(seed)
    with pypdfium2.PdfDocument(path) as book:
        clean = [book[index].render(scale=dpi / _POINTS).to_pil() for index in range(len(book))]
    sheets = [Image.open(io.BytesIO(digitise(page, medium, rng)[0])) for page in clean]
    scan = path.with_name("scan.pdf")
    sheets[0].save(scan, save_all=True, append_images=sheets[1:], resolution=dpi)
    return scan
