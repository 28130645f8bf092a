"""A counter without OCR: each paper is a picture that says at its end whose and what it is, and is read as the paper
built by hand for the rules' tests. As a program (`counted.py FOLDER PORT`) it serves the counter on a folder."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image, ImageDraw
from reviewed import PACK, company_of

from checks.pack.load import find_packs, load_pack
from docs_check.commands.office.review import hosts_of, listen
from docs_check.counter.app import create
from docs_check.counter.desk import ReceivingDesk
from docs_check.intake.walk import FoundFile
from docs_check.settings import Settings
from extractor.forms import Forms
from extractor.records import FileReading

MARK = b"\npaper:"


class MarkReader:
    """Reads the marks."""

    engine = "marks 1"

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        for file in files:
            content = file.path.read_bytes()
            sha256 = hashlib.sha256(content).hexdigest()
            number, _, kind = content.rpartition(MARK)[2].decode().partition(":")
            papers = papers_of(int(number)) if MARK in content else {}
            documents = (replace(papers[kind], file=file.name),) if kind in papers else ()
            yield FileReading(file.name, sha256, 1, documents, ())


@cache
def papers_of(number: int) -> dict[str, Any]:
    documents = (reading.documents[0] for reading in company_of(number).papers())
    return {document.kind: document for document in documents}


def dropped(folder: Path, number: int, *without: str) -> list[Path]:
    """The pictures of a company's papers, as a scanner names them."""
    folder.mkdir(parents=True, exist_ok=True)
    page = Image.new("RGB", (620, 877), "white")
    ImageDraw.Draw(page).rectangle((60, 60, 560, 800), outline="black")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG")
    made = list[Path]()
    for at, kind in enumerate(papers_of(number), 1):
        if kind not in without:
            made.append(folder / f"IMG_{number}{at:02d}.jpg")
            made[-1].write_bytes(buffer.getvalue() + MARK + f"{number}:{kind}".encode())
    return made


def receiving(folder: Path) -> ReceivingDesk:
    return ReceivingDesk(folder, load_pack(find_packs()[PACK]), [MarkReader()], Settings())


def main(folder: Path, port: int) -> None:
    with closing(receiving(folder)) as desk, closing(listen("127.0.0.1", port)) as listening:
        app = create(desk, "zh", hosts_of("127.0.0.1", port), None)
        uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[listening])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
